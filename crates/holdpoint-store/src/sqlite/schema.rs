//! The tables, and which builds may use them.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension};
use uuid::Uuid;

use super::rows::{id, maybe};
use super::{BUSY, Durability, damage, unavailable};
use crate::{SharedKeys, StoreError, writing};

/// Each entry brings a database one version further; entries are added, never edited.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001.sql"),
    include_str!("migrations/0002.sql"),
    include_str!("migrations/0003_accounts.sql"),
    include_str!("migrations/0004_signing.sql"),
    include_str!("migrations/0005_watching.sql"),
    include_str!("migrations/0006_snapshots.sql"),
    include_str!("migrations/0007_deliveries.sql"),
    include_str!("migrations/0008_timestamps.sql"),
    include_str!("migrations/0009_files.sql"),
    include_str!("migrations/0010_erasure.sql"),
    include_str!("migrations/0011_standings.sql"),
    include_str!("migrations/0012_notices.sql"),
];

/// Sets the connection up and brings the tables up to date.
///
/// * Errors: [`StoreError::Unusable`] when the file is damaged or cannot be written; [`StoreError::OtherBuild`] when a newer Holdpoint wrote it.
pub fn prepare(connection: &mut Connection, path: &Path, durability: Durability) -> Result<(), StoreError> {
    let shown = path.display();
    let damaged = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
            StoreError::Unusable(format!("another process holds {shown} locked; close it (a database browser, perhaps), then start again"))
        }
        _ => damage::at_start(path, &error),
    };
    connection.busy_timeout(BUSY).map_err(damaged)?;
    // Before anything is written to it.
    if std::fs::metadata(path).is_ok_and(|file| file.len() <= damage::AT_ONCE) {
        damage::look(connection, path, false)?;
    }
    connection.pragma_update(None, "journal_mode", "WAL").map_err(damaged)?;
    let synchronous = match durability {
        Durability::PowerCut => "FULL",
        Durability::ProcessEnd => "NORMAL",
    };
    connection.pragma_update(None, "synchronous", synchronous).map_err(damaged)?;
    connection.pragma_update(None, "foreign_keys", true).map_err(damaged)?;
    // What a process that was killed left in the log goes into the database while nobody reads it: the look behind the start is a long reader, and
    // through many kills the log would grow, which each start reads. Where the disk is full it stays there, as good as before.
    _ = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    // What is erased is overwritten, and not only forgotten.
    connection.pragma_update(None, "secure_delete", true).map_err(damaged)?;
    let version = version(connection, path)?;
    for (number, migration) in (1_u32..).zip(MIGRATIONS).skip(version as usize) {
        let step = connection.transaction().map_err(damaged)?;
        step.execute_batch(migration).map_err(damaged)?;
        step.pragma_update(None, "user_version", number).map_err(damaged)?;
        step.commit().map_err(damaged)?;
    }
    Ok(())
}

/// The version of a database's tables: the number of the last migration that it has seen.
///
/// * Errors: [`StoreError::OtherBuild`] when a newer Holdpoint wrote them.
pub fn version(connection: &Connection, path: &Path) -> Result<u32, StoreError> {
    let version = connection.pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0));
    let version = version.map_err(|error| damage::at_rest(path, error))?;
    if MIGRATIONS.len() < version as usize {
        return Err(StoreError::OtherBuild(format!(
            "{} was written by a newer Holdpoint (tables of version {version}, this build knows {}); use the newer one",
            path.display(),
            MIGRATIONS.len()
        )));
    }
    Ok(version)
}

/// Whether tables of this version are those of this build.
pub fn is_present(version: u32) -> bool {
    MIGRATIONS.len() == version as usize
}

/// Brings the tables up to date in the transaction that there is.
pub fn renew(connection: &Connection, version: u32) -> rusqlite::Result<()> {
    MIGRATIONS.iter().skip(version as usize).try_for_each(|migration| connection.execute_batch(migration))
}

/// SQLite opens a file that it may not write for reading, and says nothing until the first write.
pub fn read_only(path: &Path) -> StoreError {
    let shown = path.display();
    StoreError::Unusable(format!("{shown} may only be read: give the user that the server runs as the right to write it, then start again"))
}

/// Writes more than an event takes, and takes it away again: an error where there is no room.
pub fn try_room(connection: &Connection) -> Result<(), StoreError> {
    let sql =
        "INSERT OR REPLACE INTO settings (name, value) VALUES ('room', hex(zeroblob(32768))); DELETE FROM settings WHERE name = 'room'";
    connection.execute_batch(sql).map_err(unavailable)
}

/// The database's own id, made at the first call.
///
/// * Errors: one that is none. All logs are signed in its name, and no other takes its place.
pub fn server_id(connection: &Connection) -> rusqlite::Result<Uuid> {
    if let Some(id) = known_server_id(connection)? {
        return Ok(id);
    }
    let id = Uuid::new_v4();
    connection.execute("INSERT INTO settings (name, value) VALUES ('server_id', ?1)", [id.to_string()])?;
    Ok(id)
}

/// The same; `None` where there is none yet.
pub fn known_server_id(connection: &Connection) -> rusqlite::Result<Option<Uuid>> {
    let sql = "SELECT value FROM settings WHERE name = 'server_id'";
    connection.query_row(sql, [], |row| id(row, 0)).optional()
}

/// Which keys this database's server signs with.
pub fn shared_keys(connection: &Connection) -> Result<Option<SharedKeys>, StoreError> {
    let sql = "SELECT value FROM settings WHERE name = 'keys'";
    let noted: Option<String> = maybe(connection, sql, [], |row| row.get(0))?;
    let unreadable = |error: serde_json::Error| {
        StoreError::Unusable(format!("what the database notes of its keys cannot be read ({error}); restore a backup"))
    };
    noted.map(|noted| serde_json::from_str(&noted).map_err(unreadable)).transpose()
}

pub fn share_keys(connection: &Connection, keys: &SharedKeys, instead: Option<&SharedKeys>) -> Result<bool, StoreError> {
    let noted = match instead {
        None => connection.execute("INSERT OR IGNORE INTO settings (name, value) VALUES ('keys', ?1)", [writing::json(keys)?]),
        Some(instead) => connection
            .execute("UPDATE settings SET value = ?1 WHERE name = 'keys' AND value = ?2", [writing::json(keys)?, writing::json(instead)?]),
    };
    Ok(noted.map_err(unavailable)? == 1)
}
