//! The data folder, for commands that look into it and make nothing.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

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
