//! `holdpoint backup`

use std::path::{Path, PathBuf};

use clap::Args;
use holdpoint_domain::id::{Digest, Timestamp};
use holdpoint_domain::sentence::counted;
use serde::Serialize;

use super::data::{Evidence, Place};
use super::{Answer, data, out};
use crate::backup::{Fault, Manifest, pack};

/// Write everything that a server needs to one file, while it runs
///
/// In it: the database as of one moment, the templates that were saved on the page, the evidence files that the database names (unless those are in a bucket, which it then names), and the PRIVATE KEYS, without which no report could be signed as this server. Not in it: holdpoint.toml,
/// the secrets that it names, and the folder that [templates] dir names. Only this user can read the file; keep it as you keep keys. Every event, digest and page is checked before the file gets
/// its name. Exit status: 0 made, 1 the database is damaged, 2 could not tell.
#[derive(Args)]
#[command(after_help = "Example: holdpoint backup /var/backups/holdpoint --data ./data")]
pub struct Backup {
    /// A new file, or a folder, where the backup gets a name with the time
    #[arg(value_name = "FILE_OR_DIR")]
    target: PathBuf,
    /// Folder of the database and the keys [default: ./data]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Configuration file of the server [default: holdpoint.toml, where there is one]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// For machines.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Said<'a> {
    file: &'a Path,
    /// Of the whole file: to be noted where the file is not.
    digest: Digest,
    #[serde(flatten)]
    manifest: &'a Manifest,
}

impl Backup {
    pub fn run(self) -> Result<Answer, String> {
        let config = self.config.as_deref();
        let folder = data::own_folder(self.data, config, "pg_dump")?;
        data::has_database(&folder)?;
        let made = match data::evidence(&Place::Folder(folder.clone()), config)? {
            Evidence::Folder(_) => pack(&folder, &self.target, Timestamp::now(), None),
            Evidence::Bucket(bucket) => pack(&folder, &self.target, Timestamp::now(), Some(&|| bucket.elsewhere())),
        };
        let (file, manifest) = match made {
            Ok(made) => made,
            Err(fault) => return refused(&fault, self.json),
        };
        let digest = data::digest(&file)?;
        if self.json {
            out::say(out::pretty(&Said { file: &file, digest, manifest: &manifest })?)?;
        } else {
            let shown = file.display();
            let config = config.map(|config| format!(" --config {}", config.display())).unwrap_or_default();
            out::say(format!(
                "Backup      {shown}\n            {digest}\n{}\nIn it are the private keys: keep it as you keep keys.\nThe way back: holdpoint restore {shown} --data {}{config}",
                told(&manifest),
                folder.display()
            ))?;
        }
        Ok(Answer::Yes)
    }
}

/// What a backup holds, for people.
pub fn told(manifest: &Manifest) -> String {
    let census = &manifest.census;
    let mut lines = vec![
        format!("Made at     {} by holdpoint {}", manifest.made_at, manifest.holdpoint),
        format!(
            "In it       {} with {}, {}, {}, {}, {} of {} MiB",
            counted(census.launches.len(), "launch", "launches"),
            counted(manifest.events(), "event", "events"),
            counted(census.accounts, "account", "accounts"),
            counted(manifest.templates(), "saved template", "saved templates"),
            counted(census.kept, "kept file", "kept files"),
            counted(census.evidence.len(), "evidence file", "evidence files"),
            census.evidence.iter().map(|file| file.bytes).sum::<u64>().div_ceil(1 << 20)
        ),
    ];
    if let Some(place) = &manifest.evidence_in {
        lines.push(format!("            The evidence files are not in it, but in {place}"));
    }
    lines.extend(census.launches.iter().map(|launch| format!("            {} up to {}, {}", launch.id, launch.events, launch.root)));
    lines.join("\n")
}

/// 1 for what is damaged, 2 for what could not be told.
pub fn refused(fault: &Fault, json: bool) -> Result<Answer, String> {
    match fault {
        Fault::Trouble(sentence) => Err(sentence.clone()),
        Fault::Damaged(sentence) => {
            out::say(if json {
                out::pretty(&serde_json::json!({ "damaged": sentence }))?
            } else {
                format!("Damaged: {}", out::plain(sentence))
            })?;
            Ok(Answer::No)
        }
    }
}
