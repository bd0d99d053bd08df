//! A launch taken out of a database, and put into another.

use std::sync::Arc;

use holdpoint_domain::id::*;
use tokio_postgres::IsolationLevel;

use super::erasure::take_time;
use super::log::{self, Answer};
use super::pool::{maybe, rows, run, unavailable};
use super::rows::{digest, get, seq};
use super::{PostgresStore, lane, people};
use crate::portable::{Answered, Portable, evidence_of, files_of, reports_of};
use crate::{Objection, StoreError};

/// Events that one statement appends: a message has room for a gigabyte.
const PIECE: usize = 5_000;

impl PostgresStore {
    /// Reads a launch and all that belongs to it, as of one moment. Servers may be writing meanwhile.
    ///
    /// * Errors: [`StoreError::NoSuchLaunch`]; [`StoreError::Unusable`] for anything that is damaged.
    pub async fn export(&self, id: LaunchId) -> Result<Portable, StoreError> {
        let mut client = self.pool().reader().await?;
        let moment = client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true).start().await;
        let moment = moment.map_err(unavailable)?;
        take_time(&moment).await?;
        log::head(&moment, id).await?.ok_or(StoreError::NoSuchLaunch(id))?;
        let mut events = Vec::new();
        log::fold_on(&moment, id, None, |event| events.push(event)).await?;
        let mut files = Vec::new();
        for digest in files_of(events.iter().map(|event| &event.recorded.event)) {
            let row = maybe(&moment, "SELECT bytes FROM blobs WHERE digest = $1", &[&&digest.0[..]]).await?;
            files.extend(log::kept(row.as_ref(), digest)?);
        }
        let mut timestamps = Vec::new();
        for bundle in reports_of(events.iter().map(|event| &event.recorded.event)) {
            let row = maybe(&moment, "SELECT answer FROM timestamps WHERE bundle = $1", &[&&bundle.0[..]]).await?;
            timestamps.extend(row.map(|row| Ok::<_, StoreError>((bundle, get(&row, 0)?))).transpose()?);
        }
        let sql = "SELECT id, fingerprint, seq FROM commands WHERE launch = $1 ORDER BY seq, id";
        let found = rows(&moment, sql, &[&i64::from(id.0)]).await?;
        let commands = found.iter().map(|row| {
            let command = CommandId(get(row, 0)?);
            Ok(Answered { command, fingerprint: digest(row, 1)?, seq: seq(row, 2)? })
        });
        let commands = commands.collect::<Result<_, StoreError>>()?;
        let evidence = evidence_of(events.iter().map(|event| &event.recorded.event));
        Ok(Portable { launch: id, server: self.server_id, events, commands, files, timestamps, evidence })
    }

    /// Puts a launch in, under its own number: all of it or nothing. Its evidence files have to be there already. Servers may run.
    ///
    /// * Errors: [`StoreError::NotAccepted`] where there is a launch of this number, one of its commands was answered here already, or it has the name
    ///   of somebody who was erased here.
    pub async fn import(&self, portable: Portable) -> Result<(), StoreError> {
        let id = portable.launch;
        let launch = portable.fold().map_err(StoreError::Unusable)?;
        let mut client = self.pool().writer().await?;
        let step = client.transaction().await.map_err(unavailable)?;
        take_time(&step).await?;
        let number = i64::from(id.0);
        // Launches that are made later count on from it.
        run(&step, "UPDATE numbers SET value = greatest(value, $1) WHERE name = 'launch'", &[&number]).await?;
        if run(&step, "INSERT INTO launches (id, seq) VALUES ($1, 0) ON CONFLICT DO NOTHING", &[&number]).await? != 1 {
            return Err(StoreError::NotAccepted(Objection::LaunchThere));
        }
        if !people::erased_of(&step, portable.named().map(|member| member.0).collect()).await?.is_empty() {
            return Err(StoreError::NotAccepted(Objection::ErasedInIt));
        }
        let answer = |known: &Answered| Answer { command: known.command, fingerprint: known.fingerprint, seq: known.seq };
        let answers: Vec<_> = portable.commands.iter().map(answer).collect();
        log::append(&step, id, &[], &answers).await.map_err(|error| match lane::not_twice(error) {
            StoreError::IdTaken => StoreError::NotAccepted(Objection::CommandElsewhere),
            other => other,
        })?;
        for piece in portable.events.chunks(PIECE) {
            log::append(&step, id, piece, &[]).await.map_err(unavailable)?;
        }
        for bytes in &portable.files {
            log::keep(&step, Digest::of(bytes), bytes).await?;
        }
        for (bundle, answer) in &portable.timestamps {
            log::keep_timestamp(&step, *bundle, answer, None).await?;
        }
        step.commit().await.map_err(unavailable)?;
        self.shared.board.show(Arc::new(launch), portable.events.last().cloned().into_iter().collect());
        Ok(())
    }
}
