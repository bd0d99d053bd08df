//! The tables, and which builds may use them.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension};
use uuid::Uuid;

use super::BUSY;
use crate::StoreError;

/// Each entry brings a database one version further; entries are added, never edited.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001.sql"),
    include_str!("migrations/0002.sql"),
    include_str!("migrations/0003_accounts.sql"),
    include_str!("migrations/0004_signing.sql"),
    include_str!("migrations/0005_watching.sql"),
    include_str!("migrations/0006_timestamps.sql"),
];

/// Sets the connection up and brings the tables up to date.
///
/// * Errors: [`StoreError::Unusable`] when the file is damaged or a newer Holdpoint wrote it.
pub fn prepare(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let shown = path.display();
    let damaged = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
            StoreError::Unusable(format!("another process holds {shown} locked; close it (a database browser, perhaps), then start again"))
        }
        _ => {
            StoreError::Unusable(format!("{shown} cannot be used: {error}; restore it from a backup, or choose another folder with --data"))
        }
    };
    connection.busy_timeout(BUSY).map_err(damaged)?;
    connection.pragma_update(None, "journal_mode", "WAL").map_err(damaged)?;
    connection.pragma_update(None, "synchronous", "FULL").map_err(damaged)?;
    connection.pragma_update(None, "foreign_keys", true).map_err(damaged)?;
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(damaged)?;
    if MIGRATIONS.len() < version as usize {
        return Err(StoreError::Unusable(format!(
            "{shown} was written by a newer Holdpoint (tables of version {version}, this build knows {}); start the newer one",
            MIGRATIONS.len()
        )));
    }
    for (number, migration) in (1_u32..).zip(MIGRATIONS).skip(version as usize) {
        let step = connection.transaction().map_err(damaged)?;
        step.execute_batch(migration).map_err(damaged)?;
        step.pragma_update(None, "user_version", number).map_err(damaged)?;
        step.commit().map_err(damaged)?;
    }
    Ok(())
}

/// The database's own id, made at the first call.
pub fn server_id(connection: &Connection) -> rusqlite::Result<Uuid> {
    let known: Option<String> =
        connection.query_row("SELECT value FROM settings WHERE name = 'server_id'", [], |row| row.get(0)).optional()?;
    if let Some(id) = known.and_then(|text| Uuid::try_parse(&text).ok()) {
        return Ok(id);
    }
    let id = Uuid::new_v4();
    connection.execute("INSERT OR REPLACE INTO settings (name, value) VALUES ('server_id', ?1)", [id.to_string()])?;
    Ok(id)
}
