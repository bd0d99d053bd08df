//! The data folder, for commands that look into it and make nothing.

use std::fs::{File, TryLockError};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};

use holdpoint_domain::id::Digest;
use sha2::Digest as _;

use crate::config::Config;

/// The folder that was named, else the configured one.
pub fn folder(named: Option<PathBuf>) -> Result<PathBuf, String> {
    match named {
        Some(folder) => Ok(folder),
        None => Ok(Config::load(None).map_err(|error| error.to_string())?.server.data),
    }
}

/// Whether a server runs on the folder.
pub fn in_use(folder: &Path) -> bool {
    // Nothing to open: the folder was never used, or cannot be read, which the next step says better.
    let Ok(lock) = File::open(folder.join("holdpoint.lock")) else {
        return false;
    };
    matches!(lock.try_lock(), Err(TryLockError::WouldBlock))
}

/// The SHA-256 of a file of any size.
pub fn digest(file: &Path) -> Result<Digest, String> {
    let unread = |error: std::io::Error| format!("{}: {error}", file.display());
    let mut reader = BufReader::new(File::open(file).map_err(unread)?);
    let mut hash = sha2::Sha256::new();
    loop {
        let chunk = reader.fill_buf().map_err(unread)?;
        if chunk.is_empty() {
            return Ok(Digest(hash.finalize().into()));
        }
        hash.update(chunk);
        let read = chunk.len();
        reader.consume(read);
    }
}
