//! Which evidence files events name, as SQL. The bytes are beside the database: [`crate::files`].

use holdpoint_domain::id::{Digest, LaunchId};
use holdpoint_domain::launch::Event;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::unavailable;
use crate::StoreError;
use crate::files::{EvidenceFile, named_by};

/// Notes down which file an event names, in the same step in which the event is written.
pub fn note(connection: &Connection, launch: LaunchId, event: &Event) -> Result<(), StoreError> {
    let Some(EvidenceFile { digest, bytes }) = named_by(event) else {
        return Ok(());
    };
    let bytes = i64::try_from(bytes).map_err(StoreError::unavailable)?;
    let sql = "INSERT OR IGNORE INTO launch_files (launch, digest, bytes) VALUES (?1, ?2, ?3)";
    connection.execute(sql, params![launch.0, digest.0, bytes]).map_err(unavailable)?;
    Ok(())
}

pub fn of_launch(connection: &Connection, launch: LaunchId) -> Result<Vec<EvidenceFile>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT digest, bytes FROM launch_files WHERE launch = ?1").map_err(unavailable)?;
    let read = |row: &rusqlite::Row<'_>| Ok(EvidenceFile { digest: Digest(row.get(0)?), bytes: row.get::<_, i64>(1)?.unsigned_abs() });
    let rows = statement.query_map([launch.0], read).map_err(unavailable)?;
    rows.map(|row| row.map_err(unavailable)).collect()
}

pub fn is_named(connection: &Connection, digest: Digest) -> Result<bool, StoreError> {
    let found = connection.query_row("SELECT 1 FROM launch_files WHERE digest = ?1 LIMIT 1", [digest.0], |_| Ok(())).optional();
    Ok(found.map_err(unavailable)?.is_some())
}
