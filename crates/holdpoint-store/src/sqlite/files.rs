//! Which evidence files events name, as SQL. The bytes are beside the database: [`crate::files`].

use holdpoint_domain::id::{Digest, LaunchId};
use holdpoint_domain::launch::Event;
use rusqlite::{Connection, params};

use super::rows::{rows, run, value};
use crate::StoreError;
use crate::files::{EvidenceFile, named_by};

/// Notes down which file an event names, in the same step in which the event is written.
pub fn note(connection: &Connection, launch: LaunchId, event: &Event) -> Result<(), StoreError> {
    let Some(EvidenceFile { digest, bytes }) = named_by(event) else {
        return Ok(());
    };
    let bytes = i64::try_from(bytes).map_err(StoreError::unavailable)?;
    let sql = "INSERT OR IGNORE INTO launch_files (launch, digest, bytes) VALUES (?1, ?2, ?3)";
    run(connection, sql, params![launch.0, digest.0, bytes])
}

pub fn of_launch(connection: &Connection, launch: LaunchId) -> Result<Vec<EvidenceFile>, StoreError> {
    rows(connection, "SELECT digest, bytes FROM launch_files WHERE launch = ?1", [launch.0], |row| {
        Ok(EvidenceFile { digest: Digest(row.get(0)?), bytes: row.get::<_, i64>(1)?.unsigned_abs() })
    })
}

pub fn is_named(connection: &Connection, digest: Digest) -> Result<bool, StoreError> {
    value(connection, "SELECT EXISTS (SELECT 1 FROM launch_files WHERE digest = ?1)", [digest.0])
}
