//! `holdpoint restore`

use std::path::{Path, PathBuf};

use clap::Args;
use holdpoint_domain::id::Timestamp;
use serde::Serialize;

use super::backup::{refused, told};
use super::{Answer, data, out};
use crate::backup::{Manifest, restore, verify};

/// Put a backup into the data folder of a server that is stopped
///
/// All of it is verified before anything is moved: every digest, every event, every launch's root. What was in the folder is kept beside it.
/// Exit status: 0 restored, 1 the backup is not whole (nothing was changed), 2 could not tell.
#[derive(Args)]
#[command(after_help = "Example: holdpoint restore holdpoint-20261124T100000Z.tar --data ./data")]
pub struct Restore {
    /// What `holdpoint backup` wrote
    #[arg(value_name = "FILE")]
    archive: PathBuf,
    /// Folder of the database and the keys [default: ./data]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Put it in the place of what is in the folder
    #[arg(long)]
    replace: bool,
    /// Verify the backup, and change nothing
    #[arg(long, conflicts_with_all = ["replace", "data"])]
    check: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// For machines.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Said<'a> {
    /// Absent: it was only verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Path>,
    /// Where the former data is.
    #[serde(skip_serializing_if = "Option::is_none")]
    former: Option<&'a Path>,
    #[serde(flatten)]
    manifest: &'a Manifest,
}

impl Restore {
    pub fn run(self) -> Result<Answer, String> {
        if self.check {
            return match verify(&self.archive) {
                Ok(manifest) => self.say("Whole       ", None, (&manifest, None)),
                Err(fault) => refused(&fault, self.json),
            };
        }
        let folder = data::own_folder(self.data.clone(), "pg_restore")?;
        if data::in_use(&folder) {
            return Err(format!("a running server uses {}; stop it, restore, and start it again", folder.display()));
        }
        match restore(&self.archive, &folder, self.replace, Timestamp::now()) {
            Ok((manifest, former)) => self.say("Restored    ", Some(&folder), (&manifest, former.as_deref())),
            Err(fault) => refused(&fault, self.json),
        }
    }

    fn say(&self, what: &str, data: Option<&Path>, (manifest, former): (&Manifest, Option<&Path>)) -> Result<Answer, String> {
        if self.json {
            out::say(out::pretty(&Said { data, former, manifest })?)?;
            return Ok(Answer::Yes);
        }
        let mut lines = vec![format!("{what}{}", self.archive.display()), told(manifest)];
        if let Some(data) = data {
            lines.push(format!("Now in      {}", data.display()));
        }
        if let Some(former) = former {
            let former = former.display();
            lines.push(format!("What was there is in {former}, a data folder itself.\nThe way back: holdpoint serve --data {former}"));
        }
        out::say(lines.join("\n"))?;
        Ok(Answer::Yes)
    }
}
