//! `holdpoint keys`

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;
use uuid::Uuid;

use super::{Answer, data, out};
use crate::sign::Keys as Pair;

/// Show the server's public keys, and where their files are
///
/// Makes no keys: the first start of the server does.
#[derive(Args)]
#[command(after_help = "Example: holdpoint keys --data ./data")]
pub struct Keys {
    /// Folder of the database and the keys [default: ./data]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What may be shown of the keys: all of it is public.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown {
    report: Key,
    log: Key,
    /// From then on their signatures count.
    since: String,
}

#[derive(Serialize)]
struct Key {
    id: String,
    file: PathBuf,
}

impl Keys {
    pub fn run(self) -> Result<Answer, String> {
        let shown = look(&data::folder(self.data)?)?;
        if self.json {
            out::say(out::pretty(&shown)?)?;
        } else {
            let Shown { report, log, since } = shown;
            let lines = [
                format!("Report key  {}\n            in {}", report.id, report.file.display()),
                format!("Log key     {}\n            in {}", log.id, log.file.display()),
                format!("In use since {since}. Back the files up: without them no report can be signed as this server."),
            ];
            out::say(lines.join("\n"))?;
        }
        Ok(Answer::Yes)
    }
}

fn look(folder: &Path) -> Result<Shown, String> {
    let shown = folder.display();
    let [report, log] = Pair::files(folder);
    match (report.exists(), log.exists()) {
        (true, true) => {}
        (false, false) => {
            return Err(format!(
                "there are no keys in {shown}; the first `holdpoint serve` makes them, or name another folder with --data"
            ));
        }
        (has_report, _) => {
            let gone = if has_report { &log } else { &report };
            return Err(format!(
                "{} is missing; restore it from a backup, else the next start of the server makes a new one",
                gone.display()
            ));
        }
    }
    // The id of the server is part of a key that is made; these are there.
    let pair = Pair::open(folder, Uuid::nil()).map_err(|error| error.to_string())?;
    Ok(Shown {
        report: Key { id: pair.report.keyid().to_string(), file: report },
        log: Key { id: pair.log.public().vkey(), file: log },
        since: pair.since.to_string(),
    })
}
