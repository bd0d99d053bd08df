//! `holdpoint gate`

mod server;

use std::time::Duration;

use clap::Args;
use holdpoint_domain::id::{LaunchId, Timestamp};
use holdpoint_domain::launch::{Decision, Gate as Verdict, Reason};
use holdpoint_domain::report::words;
use holdpoint_store::StoreError;
use serde::Serialize;

use super::data::{Named, Place};
use super::out::{self, Colour, Paint, plain};
use super::{Answer, data, wait};
use server::Server;

/// Say whether a launch may go, with every reason
///
/// Asks a server with an API token that may read launches; without --server it reads the data folder of one that is stopped. Where the
/// environment names a server, --data counts.
/// Exit status: 0 go, 1 no go, 2 could not tell.
#[derive(Args)]
#[command(after_help = "Example: holdpoint gate LCH-1 --server https://holdpoint.example.com --wait 10m")]
pub struct Gate {
    /// The launch, such as LCH-1
    launch: LaunchId,
    #[command(flatten)]
    server: Server,
    /// Keep asking until the gate is go, for at most this long: 90s, 10m, 1h
    #[arg(long, value_name = "TIME", requires = "server", conflicts_with_all = ["data", "database"], value_parser = wait::time)]
    wait: Option<Duration>,
    #[command(flatten)]
    place: Named,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// A launch's gate, wherever it was read.
struct Seen {
    launch: LaunchId,
    /// A server tells it with the launch, which takes another request: it is left out.
    name: Option<String>,
    gate: Verdict,
}

/// For machines.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Said<'a> {
    launch: LaunchId,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    at: Timestamp,
    #[serde(flatten)]
    gate: &'a Verdict,
}

impl Gate {
    pub fn run(self) -> Result<Answer, String> {
        if self.place.is_given() && self.server.is_told() {
            return Err("--server asks a server, and --data and --database are read without one; leave one of the two out".into());
        }
        let runtime = super::runtime()?;
        let seen = if !self.place.is_given() && self.server.is_named() {
            runtime.block_on(self.server.gate(self.launch, self.wait.unwrap_or_default()))?
        } else {
            let place = self.place.place()?;
            runtime.block_on(on_disk(&place, self.launch))?
        };
        if self.json {
            let Seen { launch, name, gate } = &seen;
            out::say(out::pretty(&Said { launch: *launch, name: name.as_deref(), at: Timestamp::now(), gate })?)?;
        } else {
            out::say(told(&seen, Paint::of_stdout()))?;
        }
        Ok(match seen.gate.decision {
            Decision::Go => Answer::Yes,
            Decision::NoGo => Answer::No,
        })
    }
}

/// The launch as it is on disk.
async fn on_disk(place: &Place, id: LaunchId) -> Result<Seen, String> {
    let store = data::open(place, "ask it instead, with --server and an API token").await?;
    let launch = store.launch(id).await;
    store.close().await;
    let launch = launch.map_err(|error| match (error, place) {
        (StoreError::NoSuchLaunch(id), Place::Folder(folder)) => {
            format!("there is no launch {id} in {}; name another one, or another folder with --data", folder.display())
        }
        (StoreError::NoSuchLaunch(id), Place::Database(_)) => format!("there is no launch {id} in the database; name another one"),
        (other, _) => other.to_string(),
    })?;
    Ok(Seen { launch: launch.id, name: Some(launch.details.name.value.clone()), gate: launch.gate(Timestamp::now()) })
}

fn told(seen: &Seen, paint: Paint) -> String {
    let gate = &seen.gate;
    let colour = match gate.decision {
        Decision::Go => Colour::Green,
        Decision::NoGo => Colour::Red,
    };
    let decision = paint.paint(colour, words::decision(gate.decision));
    let name = seen.name.as_deref().map(|name| format!(" “{}”", plain(name))).unwrap_or_default();
    let mut lines = vec![format!("{}{name}: {decision}", seen.launch)];
    list(&mut lines, "Why not:", &gate.reasons);
    list(&mut lines, "Notices:", &gate.notices);
    if let Some(end) = gate.holds_until {
        lines.push(format!("What it rests on holds until {end}."));
    }
    lines.join("\n")
}

fn list(lines: &mut Vec<String>, head: &str, reasons: &[Reason]) {
    if reasons.is_empty() {
        return;
    }
    lines.push(head.to_owned());
    for reason in reasons {
        let about = match (&reason.item, &reason.check) {
            (Some(item), _) => format!("{item}: "),
            (None, Some(check)) => format!("{check}: "),
            (None, None) => String::new(),
        };
        lines.push(format!("  - {about}{}", plain(&reason.text())));
    }
}
