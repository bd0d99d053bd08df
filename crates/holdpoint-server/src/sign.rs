//! The server's keys: one for reports (ECDSA P-256), one for the logs (Ed25519). Made at the first start, readable by this user only.

use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use holdpoint_checks::Sealer;
use holdpoint_domain::report::{LogKey, ReportKey};
use jiff::Timestamp;
use uuid::Uuid;

pub struct Keys {
    pub report: ReportKey,
    pub log: LogKey,
    /// When the report key was made: from then on its signatures count.
    pub since: Timestamp,
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
        let folder = data.join("keys");
        let mut maker = std::fs::DirBuilder::new();
        maker.recursive(true).mode(0o700).create(&folder).map_err(|error| trouble(&folder, &error))?;
        let report_file = folder.join("report.pem");
        let log_file = folder.join("log.key");
        if !report_file.exists() {
            let key = loop {
                // A seed that is no scalar of the curve is rarer than a cosmic ray; the next one is.
                if let Ok(key) = ReportKey::from_seed(&seed()?) {
                    break key;
                }
            };
            let pem = key.to_pem().map_err(|error| trouble(&report_file, &error))?;
            let now = Timestamp::now();
            let now = Timestamp::from_second(now.as_second()).unwrap_or(now);
            write(&report_file, &format!("{SINCE}{now}\n{}", pem.expose()))?;
        }
        if !log_file.exists() {
            write(&log_file, LogKey::for_server(server, &seed()?).to_text().expose())?;
        }
        let text = read(&report_file)?;
        let report = ReportKey::from_pem(pem_of(&text)).map_err(|error| trouble(&report_file, &error))?;
        let log = LogKey::from_text(&read(&log_file)?).map_err(|error| trouble(&log_file, &error))?;
        let since = since_of(&text).ok_or_else(|| trouble(&report_file, &"its first line lost the date it was made on"))?;
        Ok(Self { report, log, since })
    }

    /// Signs receipts.
    pub fn sealer(&self) -> Sealer<'_> {
        Sealer { key: &self.report, version: env!("CARGO_PKG_VERSION") }
    }

    /// The files of a data folder, for people.
    pub fn files(data: &Path) -> [PathBuf; 2] {
        [data.join("keys/report.pem"), data.join("keys/log.key")]
    }
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

/// Whole or not at all: a crash in between leaves no empty key behind.
fn write(file: &Path, text: &str) -> Result<(), KeyTrouble> {
    let draft = file.with_extension("new");
    let made = std::fs::File::options().write(true).create(true).truncate(true).mode(0o600).open(&draft);
    let mut made = made.map_err(|error| trouble(&draft, &error))?;
    let written = made.write_all(text.as_bytes()).and_then(|()| made.sync_all()).and_then(|()| std::fs::rename(&draft, file));
    written.map_err(|error| trouble(file, &error))
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
}
