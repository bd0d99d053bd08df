//! A launch taken out of a database, and put into another.

use std::path::Path;

use holdpoint_domain::id::*;
use rusqlite::{Connection, params};

use super::rows::{run, value};
use super::writer::Batch;
use super::{FILE, SqliteStore, backup, damage, log, schema, snapshots, unavailable};
use crate::portable::{Answered, Portable, evidence_of, files_of, reports_of};
use crate::{Objection, StoreError};

/// Reads a launch and all that belongs to it, as of one moment. A server may be writing meanwhile.
///
/// * Errors: [`StoreError::NoSuchLaunch`]; [`StoreError::Unusable`] for anything that is damaged; [`StoreError::OtherBuild`].
pub fn export(folder: &Path, id: LaunchId) -> Result<Portable, StoreError> {
    let path = folder.join(FILE);
    let mut connection = backup::reader(&path)?;
    let tables = schema::version(&connection, &path)?;
    if !schema::is_present(tables) {
        return Err(StoreError::OtherBuild(format!(
            "{} has tables of an earlier Holdpoint (version {tables}): start a server of this build on it, or export with the build that wrote it",
            path.display()
        )));
    }
    let moment = connection.transaction().map_err(unavailable)?;
    if !is_there(&moment, id)? {
        return Err(StoreError::NoSuchLaunch(id));
    }
    let mut events = Vec::new();
    log::fold(&moment, id, |event| events.push(event.clone())).map_err(|error| damage::in_launch(&path, id, error))?;
    let mut files = Vec::new();
    for digest in files_of(events.iter().map(|event| &event.recorded.event)) {
        files.extend(log::kept(&moment, digest).map_err(|error| damage::in_launch(&path, id, error))?);
    }
    let mut timestamps = Vec::new();
    for bundle in reports_of(events.iter().map(|event| &event.recorded.event)) {
        timestamps.extend(log::timestamp(&moment, bundle)?.map(|answer| (bundle, answer)));
    }
    let server = schema::known_server_id(&moment).map_err(|error| damage::at_rest(&path, error))?.unwrap_or_default();
    let evidence = evidence_of(events.iter().map(|event| &event.recorded.event));
    Ok(Portable { launch: id, server, commands: answers(&moment, id)?, events, files, timestamps, evidence })
}

impl SqliteStore {
    /// Puts a launch in, under its own number: all of it or nothing. Its evidence files have to be there already.
    ///
    /// * Errors: [`StoreError::NotAccepted`] where there is a launch of this number, one of its commands was answered here already, or it has the name
    ///   of somebody who was erased here.
    pub async fn import(&self, portable: Portable) -> Result<(), StoreError> {
        self.write(move |batch| import(batch, &portable)).await
    }
}

fn import(batch: &mut Batch<'_>, portable: &Portable) -> Result<(), StoreError> {
    let connection = batch.connection;
    let id = portable.launch;
    if is_there(connection, id)? {
        return Err(StoreError::NotAccepted(Objection::LaunchThere));
    }
    let launch = portable.fold().map_err(StoreError::Unusable)?;
    for member in portable.named() {
        if log::is_erased(connection, member)? {
            return Err(StoreError::NotAccepted(Objection::ErasedInIt));
        }
    }
    run(connection, "INSERT INTO launches (id) VALUES (?1)", [id.0])?;
    portable.events.iter().try_for_each(|event| log::insert(connection, event))?;
    for Answered { command, fingerprint, seq } in &portable.commands {
        let sql = "INSERT OR IGNORE INTO commands (id, launch, fingerprint, seq) VALUES (?1, ?2, ?3, ?4)";
        let values = params![command.to_string(), id.0, fingerprint.0, log::number(*seq)?];
        if connection.execute(sql, values).map_err(unavailable)? != 1 {
            return Err(StoreError::NotAccepted(Objection::CommandElsewhere));
        }
    }
    portable.files.iter().try_for_each(|bytes| log::keep(batch, Digest::of(bytes), bytes))?;
    portable.timestamps.iter().try_for_each(|(bundle, answer)| log::keep_timestamp(batch, *bundle, answer, None))?;
    if let Some(last) = portable.events.last() {
        snapshots::keep_at_times(connection, Seq(0), &launch, &last.leaf)?;
    }
    batch.stage(launch);
    Ok(())
}

fn is_there(connection: &Connection, id: LaunchId) -> Result<bool, StoreError> {
    value(connection, "SELECT EXISTS (SELECT 1 FROM launches WHERE id = ?1)", [id.0])
}

fn answers(connection: &Connection, id: LaunchId) -> Result<Vec<Answered>, StoreError> {
    let sql = "SELECT id, fingerprint, seq FROM commands WHERE launch = ?1 ORDER BY seq, id";
    let mut statement = connection.prepare(sql).map_err(unavailable)?;
    let rows = statement.query_map([id.0], |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get::<_, i64>(2)?)));
    let mut answers = Vec::new();
    for row in rows.map_err(unavailable)? {
        let (command, fingerprint, seq) = row.map_err(unavailable)?;
        let command = command.parse().map_err(|_| StoreError::Unusable(format!("a command of {id} has no id")))?;
        answers.push(Answered { command, fingerprint: Digest(fingerprint), seq: Seq(seq.unsigned_abs()) });
    }
    Ok(answers)
}
