//! `holdpoint gate`

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use holdpoint_domain::id::{LaunchId, Timestamp};
use holdpoint_domain::launch::{Decision, Gate as Verdict, Launch, Reason};
use holdpoint_domain::report::words;
use holdpoint_store::sqlite::SqliteStore;
use holdpoint_store::{Store as _, StoreError};
use serde::Serialize;

use super::out::{self, Colour, Paint, plain};
use super::{Answer, data};

/// Say whether a launch may go, with every reason
///
/// Reads the data folder of a server that is stopped; of a running one, ask GET /api/launches/LAUNCH/gate.
/// Exit status: 0 go, 1 no go, 2 could not tell.
#[derive(Args)]
#[command(after_help = "Example: holdpoint gate LCH-1 --data ./data")]
pub struct Gate {
    /// The launch, such as LCH-1
    launch: LaunchId,
    /// Folder of the database [default: ./data]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// For machines.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Said<'a> {
    launch: LaunchId,
    name: &'a str,
    at: Timestamp,
    #[serde(flatten)]
    gate: &'a Verdict,
}

impl Gate {
    pub fn run(self) -> Result<Answer, String> {
        let folder = data::folder(self.data)?;
        let launch = super::runtime()?.block_on(read(&folder, self.launch))?;
        let at = Timestamp::now();
        let gate = launch.gate(at);
        let name = &launch.details.name.value;
        if self.json {
            out::say(out::pretty(&Said { launch: launch.id, name, at, gate: &gate })?)?;
        } else {
            out::say(told(&launch, &gate, Paint::of_stdout()))?;
        }
        Ok(match gate.decision {
            Decision::Go => Answer::Yes,
            Decision::NoGo => Answer::No,
        })
    }
}

/// The launch as it is on disk. Makes no folder and no database.
async fn read(folder: &Path, id: LaunchId) -> Result<Arc<Launch>, String> {
    let shown = folder.display();
    if !folder.join("holdpoint.db").is_file() {
        return Err(format!("there is no database in {shown}; name the server's data folder with --data"));
    }
    if data::in_use(folder) {
        return Err(format!("a running server uses {shown}; ask it instead: GET /api/launches/{id}/gate"));
    }
    let store = SqliteStore::open(folder).await.map_err(|error| error.to_string())?;
    let launch = store.launch(id).await.map_err(|error| match error {
        StoreError::NoSuchLaunch(id) => format!("there is no launch {id} in {shown}; name another one, or another folder with --data"),
        other => other.to_string(),
    });
    store.close().await;
    launch
}

fn told(launch: &Launch, gate: &Verdict, paint: Paint) -> String {
    let colour = match gate.decision {
        Decision::Go => Colour::Green,
        Decision::NoGo => Colour::Red,
    };
    let decision = paint.paint(colour, words::decision(gate.decision));
    let mut lines = vec![format!("{} “{}”: {decision}", launch.id, plain(&launch.details.name.value))];
    list(&mut lines, "Why not:", &gate.reasons);
    list(&mut lines, "To know:", &gate.notices);
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
        lines.push(format!("  - {about}{}", plain(&reason.text)));
    }
}
