//! The server's keys: one for reports (ECDSA P-256), one for the logs (Ed25519). Made at the first start, readable by this user only.
//! Of those that were rotated away only the public halves are kept: nothing can be signed with them any more, and what was still verifies.

pub mod shared;

use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use holdpoint_checks::Sealer;
use holdpoint_domain::report::{LogKey, LogSecret, ReportKey, ReportSecret, TrustedKey, TrustedLog};
use holdpoint_store::folder::settle;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// In the data folder.
pub const FOLDER: &str = "keys";

/// What is in it. A backup has all three.
pub const REPORT: &str = "keys/report.pem";
pub const LOG: &str = "keys/log.key";
/// There once keys were rotated.
pub const RETIRED: &str = "keys/retired.json";

pub struct Keys {
    pub report: ReportKey,
    pub log: LogKey,
    /// When they were made: from then on their signatures count.
    pub since: Timestamp,
    /// The earlier ones, oldest first.
    pub retired: Retired,
}

/// Public halves of keys that were rotated away, and when they were in use: `DATA/keys/retired.json`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Retired {
    pub report_keys: Vec<TrustedKey>,
    pub log_keys: Vec<TrustedLog>,
}

/// Why the keys cannot be used, with what to do.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct KeyTrouble(String);

impl Keys {
    /// Reads the keys in `DATA/keys`, or makes them.
    ///
    /// * Errors: a file that others may read, that cannot be read or written, or that holds no key.
    pub fn open(data: &Path, server: Uuid) -> Result<Self, KeyTrouble> {
        let folder = data.join(FOLDER);
        let mut maker = std::fs::DirBuilder::new();
        maker.recursive(true).mode(0o700).create(&folder).map_err(|error| trouble(&folder, &error))?;
        let [report_file, log_file] = Self::files(data);
        if !report_file.exists() {
            write(&report_file, &new_report_key(Timestamp::now())?)?;
        }
        if !log_file.exists() {
            write(&log_file, LogSecret::for_server(server, &seed()?).to_text().expose())?;
        }
        let text = read(&report_file)?;
        let report = ReportKey::from_pem(pem_of(&text)).map_err(|error| trouble(&report_file, &error))?;
        let log = LogKey::from_text(&read(&log_file)?).map_err(|error| trouble(&log_file, &error))?;
        let since = since_of(&text).ok_or_else(|| trouble(&report_file, &"its first line lost the date it was made on"))?;
        let retired_file = data.join(RETIRED);
        let retired = if retired_file.exists() {
            serde_json::from_str(&read(&retired_file)?).map_err(|error| trouble(&retired_file, &error))?
        } else {
            Retired::default()
        };
        Ok(Self { report, log, since, retired })
    }

    /// Puts new keys in the place of those in `DATA/keys`; the old private halves are gone after it.
    ///
    /// * Errors: as of [`Keys::open`]. A rotation that was cut off leaves keys that work, and is made whole by the next one.
    pub fn rotate(data: &Path, server: Uuid) -> Result<Self, KeyTrouble> {
        let old = Self::open(data, server)?;
        let now = Timestamp::now();
        let [report_file, log_file] = Self::files(data);
        let (mut report_keys, mut log_keys) = (old.report_keys(), old.log_keys());
        report_keys.iter_mut().for_each(|key| key.valid_until = key.valid_until.or(Some(now)));
        log_keys.iter_mut().for_each(|key| key.valid_until = key.valid_until.or(Some(now)));
        let retired = Retired { report_keys, log_keys };
        // First what keeps old reports verifiable, then what replaces the keys.
        let text = serde_json::to_string_pretty(&retired).map_err(|error| trouble(&report_file, &error))?;
        write(&data.join(RETIRED), &text)?;
        write(&log_file, LogSecret::for_server(server, &seed()?).to_text().expose())?;
        write(&report_file, &new_report_key(now)?)?;
        Self::open(data, server)
    }

    /// All report keys that an auditor needs, oldest first. The present one is never retired: a rotation may have been cut off.
    pub fn report_keys(&self) -> Vec<TrustedKey> {
        let own = TrustedKey::new(&self.report.public(), self.since);
        let earlier = self.retired.report_keys.iter().filter(|key| key.keyid != own.keyid);
        earlier.cloned().chain([own.clone()]).collect()
    }

    /// All log keys that an auditor needs, oldest first.
    pub fn log_keys(&self) -> Vec<TrustedLog> {
        let own = TrustedLog::new(&self.log.public(), self.since);
        let earlier = self.retired.log_keys.iter().filter(|key| key.vkey != own.vkey);
        earlier.cloned().chain([own.clone()]).collect()
    }

    /// Whether what is signed now is signed with keys that are in use: of others `trust.json` says that they were not, for ever.
    ///
    /// * Errors: the keys are from a time that has not come yet.
    pub fn in_use(&self, now: Timestamp) -> Result<(), KeyTrouble> {
        if self.since <= now {
            return Ok(());
        }
        Err(KeyTrouble(format!(
            "the keys are in use from {} on, and this machine's clock says {now}: what they sign before would never be verified. Set the \
             clock right, or, if it was ahead when the keys were made, make new ones: holdpoint keys rotate",
            self.since
        )))
    }

    /// Signs receipts.
    ///
    /// * Errors: as of [`Keys::in_use`].
    pub fn sealer(&self) -> Result<Sealer<'_>, KeyTrouble> {
        self.in_use(Timestamp::now())?;
        Ok(Sealer { key: &self.report, version: env!("CARGO_PKG_VERSION") })
    }

    /// The files of a data folder, for people.
    pub fn files(data: &Path) -> [PathBuf; 2] {
        [data.join(REPORT), data.join(LOG)]
    }
}

/// The file of a new report key.
fn new_report_key(now: Timestamp) -> Result<String, KeyTrouble> {
    let key = loop {
        // A seed that is no scalar of the curve is rarer than a cosmic ray; the next one is.
        if let Ok(key) = ReportSecret::from_seed(&seed()?) {
            break key;
        }
    };
    let pem = key.to_pem().map_err(|error| KeyTrouble(format!("the new report key cannot be written: {error}")))?;
    Ok(format!("{SINCE}{now}\n{}", pem.expose()))
}

/// 32 random bytes.
///
/// * Errors: the operating system gives none.
pub fn seed() -> Result<[u8; 32], KeyTrouble> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| KeyTrouble(format!("this machine gives no random numbers: {error}")))?;
    Ok(seed)
}

/// Before the key in its file, since when it is in use: dates of files get lost in backups, and old reports must go on verifying.
const SINCE: &str = "# In use since ";

fn since_of(text: &str) -> Option<Timestamp> {
    text.lines().next()?.strip_prefix(SINCE)?.trim().parse().ok()
}

fn pem_of(text: &str) -> &str {
    text.find("-----BEGIN").and_then(|at| text.get(at..)).unwrap_or(text)
}

/// Whole or not at all: a crash in between leaves no empty key behind. It is there after a power cut, for the database will name it.
fn write(file: &Path, text: &str) -> Result<(), KeyTrouble> {
    let draft = file.with_extension("new");
    let made = std::fs::File::options().write(true).create(true).truncate(true).mode(0o600).open(&draft);
    let mut made = made.map_err(|error| trouble(&draft, &error))?;
    let written = made.write_all(text.as_bytes()).and_then(|()| made.sync_all()).and_then(|()| std::fs::rename(&draft, file));
    let kept = written.and_then(|()| file.ancestors().skip(1).take(2).try_for_each(settle));
    kept.map_err(|error| trouble(file, &error))
}

fn read(file: &Path) -> Result<String, KeyTrouble> {
    let mode = std::fs::metadata(file).map_err(|error| trouble(file, &error))?.permissions().mode();
    if mode & 0o077 != 0 {
        let shown = file.display();
        return Err(KeyTrouble(format!("{shown} can be read by others (mode {:o}); run: chmod 600 {shown}", mode & 0o777)));
    }
    std::fs::read_to_string(file).map_err(|error| trouble(file, &error))
}

fn trouble(file: &Path, why: &dyn std::fmt::Display) -> KeyTrouble {
    KeyTrouble(format!("{}: {why}; restore the keys from a backup, or correct the folder's permissions", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_made_once_and_nobody_else_may_read_them() {
        let folder = tempfile::tempdir().unwrap();
        let server = Uuid::from_u128(1);
        let first = Keys::open(folder.path(), server).unwrap();
        let again = Keys::open(folder.path(), server).unwrap();
        assert_eq!(first.report.keyid(), again.report.keyid());
        assert_eq!(first.log.public().vkey(), again.log.public().vkey());
        let [file, _] = Keys::files(folder.path());
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
        let error = Keys::open(folder.path(), server).err().unwrap().to_string();
        assert!(error.contains("chmod 600"), "{error}");
    }

    #[test]
    fn rotated_keys_are_new_and_the_old_ones_keep_their_time() {
        let folder = tempfile::tempdir().unwrap();
        let server = Uuid::from_u128(1);
        let first = Keys::open(folder.path(), server).unwrap();
        let second = Keys::rotate(folder.path(), server).unwrap();
        let third = Keys::rotate(folder.path(), server).unwrap();
        let keys = third.report_keys();
        let ids: Vec<_> = keys.iter().map(|key| key.keyid).collect();
        assert_eq!(ids, [&first, &second, &third].map(|keys| keys.report.keyid()));
        assert_eq!(keys[0].valid_until, Some(keys[1].valid_from));
        assert_eq!(keys[1].valid_until, Some(keys[2].valid_from));
        assert_eq!(keys[2].valid_until, None);
        let logs = third.log_keys();
        assert_eq!(logs.iter().map(|log| log.valid_until.is_some()).collect::<Vec<_>>(), [true, true, false]);
        assert_eq!(logs[1].valid_until, keys[1].valid_until);
    }

    #[test]
    fn keys_of_a_clock_that_was_ahead_sign_nothing_until_then() {
        let folder = tempfile::tempdir().unwrap();
        let server = Uuid::from_u128(1);
        let made = Keys::open(folder.path(), server).unwrap();
        assert!(made.sealer().is_ok());
        let [file, _] = Keys::files(folder.path());
        let (now, later) = (Timestamp::now(), Timestamp::now() + jiff::SignedDuration::from_hours(1));
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, text.replacen(&made.since.to_string(), &later.to_string(), 1)).unwrap();
        let ahead = Keys::open(folder.path(), server).unwrap();
        assert_eq!(ahead.since, later);
        let why = ahead.sealer().err().unwrap().to_string();
        assert!(why.contains("Set the clock right") && why.contains("holdpoint keys rotate"), "{why}");
        assert!(ahead.in_use(now).is_err() && ahead.in_use(later).is_ok());
        assert!(Keys::rotate(folder.path(), server).unwrap().sealer().is_ok());
    }

    #[test]
    fn a_rotation_that_was_cut_off_changed_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let server = Uuid::from_u128(1);
        let first = Keys::open(folder.path(), server).unwrap();
        let files = Keys::files(folder.path());
        let before = files.clone().map(|file| std::fs::read(file).unwrap());
        Keys::rotate(folder.path(), server).unwrap();
        for (file, bytes) in files.iter().zip(before) {
            std::fs::write(file, bytes).unwrap();
        }
        let after = Keys::open(folder.path(), server).unwrap();
        assert_eq!((after.report_keys(), after.log_keys()), (first.report_keys(), first.log_keys()));
    }
}
