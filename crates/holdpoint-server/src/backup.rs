//! Backups: one archive (tar) with a manifest, the database as of one moment, the keys, the templates that were saved on the page, and the evidence
//! files that the database names, where those do not lie in a bucket. Everything in it is named by its digest in the manifest, and the manifest
//! says what the database holds.

mod pack;
mod unpack;

use std::collections::BTreeSet;
use std::error::Error;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::iter;
use std::path::Path;

use holdpoint_domain::id::{Digest, Timestamp};
use holdpoint_store::sqlite::backup::Census;
use holdpoint_store::{EvidenceFile, StoreError, files};
use serde::{Deserialize, Serialize};

use crate::{limits, sign, templates};

pub(crate) use pack::Summed;
pub use pack::pack;
pub use unpack::{restore, verify};

/// The first entry of an archive.
const MANIFEST: &str = "manifest.json";

/// What an archive may hold besides its manifest, templates and evidence files, in this order. The last one is there once keys were rotated.
const CONTENTS: [&str; 4] = [holdpoint_store::sqlite::FILE, sign::REPORT, sign::LOG, sign::RETIRED];

/// The data folder's names besides the database, which a restore replaces together with it.
const FOLDERS: [&str; 3] = [sign::FOLDER, templates::FOLDER, files::FOLDER];

/// Says what an archive is and what belongs into it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Manifest {
    /// 1.
    pub v: u32,
    /// The build that made it.
    pub holdpoint: String,
    pub made_at: Timestamp,
    pub census: Census,
    pub files: Vec<Entry>,
    /// The bucket that has the evidence files: they are not in the archive. Absent: they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence_in: Option<String>,
}

/// Evidence files that lie in a bucket.
pub struct Elsewhere {
    /// As people know it.
    pub place: String,
    pub files: BTreeSet<EvidenceFile>,
}

impl Elsewhere {
    /// Those of a census that are not there, or of another length.
    pub fn missing(&self, census: &Census) -> Vec<EvidenceFile> {
        census.evidence.iter().filter(|file| !self.files.contains(file)).copied().collect()
    }
}

/// A file of an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub name: String,
    pub bytes: u64,
    pub digest: Digest,
}

impl Entry {
    /// An evidence file, in an archive as in a data folder.
    fn of(file: EvidenceFile) -> Self {
        Self { name: files::name(file.digest), bytes: file.bytes, digest: file.digest }
    }
}

impl Manifest {
    /// The evidence files, behind all else. They are the census's: what the database names has to be there, and nothing more.
    fn evidence(&self) -> impl Iterator<Item = Entry> {
        let here = self.census.evidence.iter().filter(|_| self.evidence_in.is_none());
        here.copied().map(Entry::of)
    }

    /// Templates that were saved on the page.
    pub fn templates(&self) -> usize {
        self.files.iter().filter(|file| is_template(&file.name)).count()
    }

    pub fn events(&self) -> u64 {
        self.census.launches.iter().map(|launch| launch.events).sum()
    }
}

/// What a copy of everything is called while it is made beside a backup, unpacked in a data folder, or read back.
const DESK: &str = ".holdpoint-backup-";
const STAGE: &str = ".restore-";
const TRIAL: &str = "holdpoint-verify-";

/// Removes what a command that was killed left in a folder: the private keys may be in it. What is younger than a day may be another one's that runs.
///
/// * `prefix`: what it is called by such commands and nobody else.
pub(crate) fn clear(folder: &Path, prefix: &str) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for left in entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix)) {
        let Ok(found) = left.metadata() else { continue };
        if found.modified().is_ok_and(|since| since.elapsed().is_ok_and(|age| limits::DESK_KEPT < age)) {
            // Another user's, in a folder for all, cannot be removed and need not be.
            let _ = if found.is_dir() { fs::remove_dir_all(left.path()) } else { fs::remove_file(left.path()) };
        }
    }
}

/// Opens what was named on a command line.
///
/// * Errors: a folder, too: read as a file it would be a damaged one.
pub(crate) fn open(file: &Path) -> io::Result<File> {
    let opened = File::open(file)?;
    if opened.metadata()?.is_dir() { Err(ErrorKind::IsADirectory.into()) } else { Ok(opened) }
}

/// Whether an error is about the disk, the user or the machine, and says nothing of what a file holds. An error of the archive's form has none of these
/// below it.
fn is_outside(error: &io::Error) -> bool {
    let causes = iter::successors(Some(error as &(dyn Error + 'static)), |error| (**error).source());
    causes.filter_map(|cause| cause.downcast_ref::<io::Error>()).any(|error| error.raw_os_error().is_some())
}

/// A file in the templates' folder itself: a name leads nowhere else.
fn is_template(name: &str) -> bool {
    let file = name.strip_prefix(templates::FOLDER).and_then(|rest| rest.strip_prefix('/'));
    file.is_some_and(|file| !file.contains('/') && templates::is_one(Path::new(file)))
}

/// Why there is no backup, or no restored folder. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A database or an archive is not what it should be.
    #[error("{0}")]
    Damaged(String),
    /// Whether it is, nobody could tell.
    #[error("{0}")]
    Trouble(String),
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(cause) => {
                Fault::Trouble(format!("the database cannot be read or copied ({cause}); is there room, and may this user?"))
            }
            StoreError::OtherBuild(sentence) => Fault::Trouble(sentence),
            other => Fault::Damaged(other.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;

    #[test]
    fn what_a_killed_command_left_goes_a_day_later_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let old = SystemTime::now() - Duration::from_secs(2 * 86_400);
        for (name, is_old) in [(".holdpoint-backup-a", true), (".holdpoint-backup-b", false), (".other", true)] {
            let keys = folder.path().join(name).join("keys");
            fs::create_dir_all(&keys).unwrap();
            fs::write(keys.join("report.pem"), "secret").unwrap();
            if is_old {
                fs::File::open(folder.path().join(name)).unwrap().set_modified(old).unwrap();
            }
        }
        let file = folder.path().join(".holdpoint-backup-c");
        fs::File::create(&file).unwrap().set_modified(old).unwrap();
        clear(folder.path(), DESK);
        let mut left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, [".holdpoint-backup-b", ".other"]);
    }
}
