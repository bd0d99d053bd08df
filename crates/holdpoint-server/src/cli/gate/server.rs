//! A launch's gate as a running server tells it, asked again until it is go.

use std::time::Duration;

use clap::parser::ValueSource;
use clap::{ArgMatches, Args, Command, FromArgMatches};
use holdpoint_domain::id::LaunchId;
use holdpoint_domain::launch::{Decision, Gate};
use holdpoint_domain::report::words;
use holdpoint_domain::sentence::counted;
use tokio::time::{Instant, sleep};

use super::Seen;
use crate::cli::out;
use crate::cli::remote::{Trouble, ask, remote};
use crate::limits;

/// Which server, and who asks it; none is named by itself, because a launch can be read without one.
#[derive(Args)]
pub struct Server {
    // Before the value, which is taken out.
    #[command(flatten)]
    told: Told,
    /// Where the server is: scheme, host and port
    #[arg(id = "server", long = "server", value_name = "URL", env = "HOLDPOINT_SERVER")]
    server: Option<String>,
    /// Where the API token is (scope launches:read): env:NAME or file:/path
    #[arg(long, value_name = "REFERENCE", default_value = "env:HOLDPOINT_API_TOKEN")]
    token: String,
}

/// Whether the server stands on the command line: where it is set in the environment only, a folder that is named counts.
struct Told(bool);

impl FromArgMatches for Told {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Ok(Self(matches.value_source("server") == Some(ValueSource::CommandLine)))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for Told {
    fn augment_args(command: Command) -> Command {
        command
    }

    fn augment_args_for_update(command: Command) -> Command {
        command
    }
}

impl Server {
    pub fn is_told(&self) -> bool {
        self.told.0
    }

    pub fn is_named(&self) -> bool {
        self.server.is_some()
    }

    /// The gate as soon as it is go, or as it is when the time is over.
    ///
    /// * Errors: the server refuses, or did not answer when the time was over.
    pub async fn gate(&self, launch: LaunchId, wait: Duration) -> Result<Seen, String> {
        let remote = remote(self.server.as_deref().unwrap_or_default(), &self.token)?;
        let path = format!("/api/launches/{launch}/gate");
        let end = Instant::now() + wait;
        let mut told = String::new();
        loop {
            let asked = ask::<Gate>(&remote, &path).await;
            let (words, over) = match &asked {
                Ok(gate) => (
                    format!("{launch}: {}, {}", words::decision(gate.decision), counted(gate.reasons.len(), "reason", "reasons")),
                    gate.decision == Decision::Go,
                ),
                Err(Trouble::Passing(why)) => (format!("{launch}: {why}"), false),
                Err(Trouble::Lasting(_)) => (String::new(), true),
            };
            if over || end <= Instant::now() {
                return asked.map(|gate| Seen { launch, name: None, gate }).map_err(String::from);
            }
            // A pipeline's log should show that something waits, and for what, but not a line every few seconds.
            if words != told {
                out::aside(format!("{words}; asking again"));
                told = words;
            }
            sleep(limits::GATE_AGAIN.min(end.saturating_duration_since(Instant::now()).max(Duration::from_millis(1)))).await;
        }
    }
}
