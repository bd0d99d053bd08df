//! `holdpoint notify test`

use std::path::PathBuf;

use clap::{Args, Subcommand};
use holdpoint_domain::id::Timestamp;
use serde_json::json;
use uuid::Uuid;

use super::{Answer, out};
use crate::config::Config;
use crate::watch::{Attempt, Message, Notice, deliver};

/// Try a channel for messages about alerts
#[derive(Args)]
#[command(after_help = "Example: holdpoint notify test ops-chat")]
pub struct Notify {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    Test(Test),
}

/// Send one message that says it is a test, by a channel of the configuration
///
/// Exit status: 0 the receiver took it, 1 it did not, 2 there is no such channel.
#[derive(Args)]
#[command(after_help = "Example: holdpoint notify test ops-chat --config holdpoint.toml")]
struct Test {
    /// The channel's name, as in [[notify]]
    name: String,
    /// Configuration file [default: holdpoint.toml, where there is one]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Notify {
    pub fn run(self) -> Result<Answer, String> {
        let What::Test(asked) = self.what;
        let config = Config::load(asked.config.as_deref()).map_err(|error| error.to_string())?;
        let known = config.notify.iter().find(|channel| channel.name.as_str() == asked.name);
        let channel = known.ok_or_else(|| {
            let names: Vec<&str> = config.notify.iter().map(|channel| channel.name.as_str()).collect();
            format!(
                "the configuration has no channel of this name; it has: {}",
                if names.is_empty() { "none".into() } else { names.join(", ") }
            )
        })?;
        let message = Notice::Alert(Message::test(Timestamp::now(), &config.public_url()));
        // Nothing follows: who gets it now is what is asked.
        let attempt = Attempt { id: Uuid::now_v7(), patient: false };
        let sent = super::runtime()?.block_on(async {
            let egress = config.egress(Some(config.server.listen)).map_err(|error| error.to_string())?;
            Ok::<_, String>(deliver(&egress, &channel.channel, &message, attempt).await)
        })?;
        let name = &asked.name;
        let (taken, trouble) = match sent {
            Ok(left_out) => (true, left_out.map(|left_out| left_out.to_string())),
            Err(trouble) => (false, Some(trouble.to_string())),
        };
        let text = match (taken, &trouble) {
            (true, None) => format!("sent by {name}"),
            (true, Some(why)) => format!("sent by {name}, but not to everybody: {why}"),
            (false, why) => format!("not sent by {name}: {}", why.as_deref().unwrap_or_default()),
        };
        let json = json!({ "channel": name, "sent": taken, "trouble": trouble });
        out::say(if asked.json { out::pretty(&json)? } else { text })?;
        Ok(if taken { Answer::Yes } else { Answer::No })
    }
}
