//! `holdpoint restore`

use std::path::{Path, PathBuf};

use clap::Args;
use holdpoint_domain::id::Timestamp;
use holdpoint_store::{EvidenceFile, Files};
use serde::Serialize;

use super::backup::{refused, told};
use super::data::{Evidence, Place};
use super::{Answer, data, out};
use crate::backup::{Manifest, restore, verify};

/// Put a backup into the data folder of a server that is stopped
///
/// All of it is verified before anything is moved: every digest, every event, every launch's root. What was in the folder is kept there, in before-restore-TIME.
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
    /// Configuration file of the server [default: holdpoint.toml, where there is one]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Replace what is in the folder (the old contents are kept there, in before-restore-TIME)
    #[arg(long)]
    replace: bool,
    /// Only verify the backup; nothing is changed
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
    /// Evidence files that are not where they are configured to be.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    missing: &'a [EvidenceFile],
    #[serde(flatten)]
    manifest: &'a Manifest,
}

/// What was done, and what is left to do.
struct Restored<'a> {
    manifest: &'a Manifest,
    former: Option<&'a Path>,
    missing: Vec<EvidenceFile>,
}

/// Brings the evidence files of an archive where they are configured to be.
///
/// * Returns those that an archive names and that are not there.
fn bring(manifest: &Manifest, folder: &Path, files: &Evidence) -> Result<Vec<EvidenceFile>, String> {
    let named = || manifest.census.evidence.iter().copied();
    match (&manifest.evidence_in, files) {
        (None, Evidence::Folder(_)) => Ok(Vec::new()),
        (None, Evidence::Bucket(_)) => {
            let unpacked = Files::of(folder);
            let taken = named().try_for_each(|file| files.take(&unpacked.path(file.digest), file));
            let words = |why| {
                format!(
                    "the data is restored, but its evidence files could not be put into the bucket: {why}; copy {}/files there",
                    folder.display()
                )
            };
            taken.map(|()| Vec::new()).map_err(words)
        }
        (Some(_), Evidence::Folder(folder)) => Ok(named().filter(|file| !Files::of(folder).has(*file)).collect()),
        (Some(_), Evidence::Bucket(bucket)) => {
            let words = |why| format!("the data is restored, but nobody can tell whether its evidence files are in the bucket: {why}");
            Ok(bucket.elsewhere().map_err(words)?.missing(&manifest.census))
        }
    }
}

impl Restore {
    pub fn run(self) -> Result<Answer, String> {
        if self.check {
            return match verify(&self.archive) {
                Ok(manifest) => self.say("Whole       ", None, &Restored { manifest: &manifest, former: None, missing: Vec::new() }),
                Err(fault) => refused(&fault, self.json),
            };
        }
        let config = self.config.as_deref();
        let folder = data::own_folder(self.data.clone(), config, "pg_restore")?;
        data::is_at_rest(&folder, "stop it, restore, and start it again")?;
        let files = data::evidence(&Place::Folder(folder.clone()), config)?;
        match restore(&self.archive, &folder, self.replace, Timestamp::now()) {
            Ok((manifest, former)) => {
                let missing = bring(&manifest, &folder, &files).map_err(|why| match &former {
                    Some(former) => format!("{why}. What was there before is in {}", former.display()),
                    None => why,
                })?;
                let restored = Restored { manifest: &manifest, former: former.as_deref(), missing };
                self.say("Restored    ", Some(&folder), &restored)
            }
            Err(fault) => refused(&fault, self.json),
        }
    }

    fn say(&self, what: &str, data: Option<&Path>, restored: &Restored<'_>) -> Result<Answer, String> {
        let Restored { manifest, former, missing } = restored;
        if self.json {
            out::say(out::pretty(&Said { data, former: *former, missing, manifest })?)?;
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
        lines
            .extend(missing.iter().map(|file| format!("Missing     {}: it is not where evidence files are configured to be", file.digest)));
        out::say(lines.join("\n"))?;
        Ok(Answer::Yes)
    }
}
