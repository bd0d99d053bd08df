//! `holdpoint gate`

mod server;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use holdpoint_domain::id::{LaunchId, Timestamp};
use holdpoint_domain::launch::{Decision, Gate as Verdict, Launch, Reason};
use holdpoint_domain::report::words;
use holdpoint_store::postgres::PostgresStore;
use holdpoint_store::sqlite::SqliteStore;
use holdpoint_store::{Store as _, StoreError};
use serde::Serialize;

use super::data::Place;
use super::out::{self, Colour, Paint, plain};
use super::{Answer, data, wait};
use crate::config::Database;
use server::Server;

/// Say whether a launch may go, with every reason
///
/// Asks a server with an API token that may read launches; without --server it reads the data folder of one that is stopped.
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
    /// Folder of the database, for a server that is stopped [default: ./data]
    #[arg(long, value_name = "DIR", conflicts_with = "database")]
    data: Option<PathBuf>,
    /// PostgreSQL URL, as for `holdpoint serve --database` [default: as configured]
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Configuration file of the server, for its folder or database [default: holdpoint.toml, where there is one]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
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
        let runtime = super::runtime()?;
        let seen = if self.data.is_none() && self.database.is_none() && self.server.is_named() {
            runtime.block_on(self.server.gate(self.launch, self.wait.unwrap_or_default()))?
        } else {
            let launch = match data::place(self.data, self.database.as_deref(), self.config.as_deref())? {
                Place::Folder(folder) => runtime.block_on(read(&folder, self.launch)),
                Place::Database(database) => runtime.block_on(read_database(&database, self.launch)),
            };
            on_disk(&*launch?)
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

fn on_disk(launch: &Launch) -> Seen {
    Seen { launch: launch.id, name: Some(launch.details.name.value.clone()), gate: launch.gate(Timestamp::now()) }
}

/// The launch as it is on disk. Makes no folder and no database.
async fn read(folder: &Path, id: LaunchId) -> Result<Arc<Launch>, String> {
    let shown = folder.display();
    if !folder.join("holdpoint.db").is_file() {
        return Err(format!("there is no database in {shown}; name the server's data folder with --data"));
    }
    if data::in_use(folder) {
        return Err(format!("a running server uses {shown}; ask it instead, with --server and an API token"));
    }
    let store = SqliteStore::open(folder).await.map_err(|error| error.to_string())?;
    let launch = store.launch(id).await.map_err(|error| match error {
        StoreError::NoSuchLaunch(id) => format!("there is no launch {id} in {shown}; name another one, or another folder with --data"),
        other => other.to_string(),
    });
    store.close().await;
    launch
}

async fn read_database(database: &Database, id: LaunchId) -> Result<Arc<Launch>, String> {
    let store = PostgresStore::open(&database.url()?).await.map_err(|error| error.to_string())?;
    let launch = store.launch(id).await.map_err(|error| match error {
        StoreError::NoSuchLaunch(id) => format!("there is no launch {id} in the database; name another one"),
        other => other.to_string(),
    });
    store.close().await;
    launch
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
