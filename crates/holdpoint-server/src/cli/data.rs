//! Where a server keeps its launches, for commands that look there and make nothing.

use std::fs::{File, TryLockError};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};

use holdpoint_domain::id::Digest;
use sha2::Digest as _;

use crate::config::{Config, Database};

/// Where the launches of a server are.
pub enum Place {
    /// SQLite in a data folder.
    Folder(PathBuf),
    /// PostgreSQL.
    Database(Database),
}

/// What was named, else what is configured.
pub fn place(folder: Option<PathBuf>, database: Option<&str>) -> Result<Place, String> {
    match (folder, database) {
        (_, Some(database)) => Ok(Place::Database(named(database)?)),
        (Some(folder), None) => Ok(Place::Folder(folder)),
        (None, None) => {
            let server = Config::load(None).map_err(|error| error.to_string())?.server;
            Ok(server.database.map_or(Place::Folder(server.data), Place::Database))
        }
    }
}

/// What was given as `--database`: read here, because the parser of the command line repeats what it does not understand, and that may be a password.
pub fn named(database: &str) -> Result<Database, String> {
    database.parse().map_err(|error| format!("--database: {error}"))
}

/// The folder of a database's evidence files, as configured.
pub fn files_of(database: &Database) -> Result<PathBuf, String> {
    let mut config = Config::load(None).map_err(|error| error.to_string())?;
    config.server.database = Some(database.clone());
    config.files_folder().map_err(|error| error.to_string())
}

/// The data folder of a server whose database is in it.
///
/// * `program`: PostgreSQL's own, which does what was asked for.
/// * Errors: the database is PostgreSQL.
pub fn own_folder(named: Option<PathBuf>, program: &str) -> Result<PathBuf, String> {
    match place(named, None)? {
        Place::Folder(folder) => Ok(folder),
        Place::Database(_) => Err(format!(
            "this server's database is PostgreSQL: use {program} for it, and copy the folder `keys` of its data folder, without which no \
             report can be signed as this server; docs/scaling.md shows both. For a database of SQLite name its folder with --data"
        )),
    }
}

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
