//! Shortcuts for the start: a long launch is taken from its latest snapshot and the events behind it. What a snapshot says is checked twice: at once that it is
//! what this build wrote about this log, and in the background by a replay of the whole history.

use std::path::Path;

use holdpoint_domain::id::*;
use holdpoint_domain::launch::Launch;
use holdpoint_domain::report::merkle::leaf_hash;
use rusqlite::{Connection, OptionalExtension as _, params};
use sha2::Digest as _;

use super::{backup, log, unavailable};
use crate::StoreError;

/// Events between two snapshots: replaying so many takes a start a few milliseconds.
const EVERY: u64 = 1_000;

/// The rules of this build. A snapshot by others is not read.
const RULES: &str = env!("HOLDPOINT_RULES");

/// A launch that an opened store took from a snapshot, to be replayed.
pub struct Taken {
    pub id: LaunchId,
    pub seq: Seq,
    state: Launch,
}

struct Row {
    seq: i64,
    rules: String,
    leaf: [u8; 32],
    digest: [u8; 32],
    state: Vec<u8>,
}

/// Keeps a launch when enough happened since the last time.
pub fn keep_at_times(connection: &Connection, before: Seq, launch: &Launch, leaf: &[u8]) -> Result<(), StoreError> {
    if before.0 / EVERY == launch.seq.0 / EVERY { Ok(()) } else { keep(connection, launch, leaf) }
}

fn keep(connection: &Connection, launch: &Launch, leaf: &[u8]) -> Result<(), StoreError> {
    let Ok(state) = serde_json::to_vec(launch) else {
        return Ok(());
    };
    // One that reads as something else would be worse than none.
    if serde_json::from_slice::<Launch>(&state).ok().as_ref() != Some(launch) {
        tracing::error!(launch = %launch.id, "a snapshot does not read as what was written; none is kept. This is a defect");
        return Ok(());
    }
    let mut row = Row { seq: log::number(launch.seq)?, rules: RULES.into(), leaf: leaf_hash(leaf), digest: [0; 32], state };
    row.digest = row.sum(launch.id);
    let sql = "INSERT OR REPLACE INTO snapshots (launch, seq, rules, leaf, digest, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let values = params![launch.id.0, row.seq, row.rules, row.leaf, row.digest, row.state];
    connection.execute(sql, values).map_err(unavailable)?;
    Ok(())
}

/// A launch after its last event: from its snapshot where there is a good one, else from the beginning.
///
/// * Errors: as of [`log::fold`], and for a log that is not the one which the snapshot was taken of.
pub fn open(connection: &Connection, id: LaunchId) -> Result<(Launch, Option<Taken>), StoreError> {
    let taken = latest(connection, id)?;
    let start = taken.as_ref().map(|taken| taken.state.clone());
    let began = start.as_ref().map_or(Seq(0), |launch| launch.seq);
    let mut last = None;
    let launch = log::fold_behind(connection, id, start, |event| last = Some(event.leaf.clone()))?;
    if let Some(leaf) = last {
        keep_at_times(connection, began, &launch, &leaf)?;
    }
    Ok((launch, taken))
}

fn latest(connection: &Connection, id: LaunchId) -> Result<Option<Taken>, StoreError> {
    let sql = "SELECT seq, rules, leaf, digest, state FROM snapshots WHERE launch = ?1";
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Row { seq: row.get(0)?, rules: row.get(1)?, leaf: row.get(2)?, digest: row.get(3)?, state: row.get(4)? })
    };
    // A row that cannot be read is one that is not there.
    let Ok(Some(row)) = connection.query_row(sql, [id.0], read).optional() else {
        return Ok(None);
    };
    let (seq, known) = (Seq(row.seq.unsigned_abs()), row.sum(id) == row.digest);
    if !known || row.rules != RULES {
        tracing::info!(launch = %id, "its snapshot is of another build, or damaged: the whole history is replayed");
        return Ok(None);
    }
    let Ok(state) = serde_json::from_slice::<Launch>(&row.state) else {
        return Ok(None);
    };
    // What was once the log must still be in it: a snapshot that is whole shows that a log was cut off or written anew.
    let event = log::after(connection, id, Seq(seq.0.saturating_sub(1)), 1)?;
    let same = event.first().is_some_and(|event| event.recorded.seq == seq && leaf_hash(&event.leaf) == row.leaf);
    if !same || state.id != id || state.seq != seq {
        return Err(StoreError::Unusable(format!("its log does not hold event {seq} as it was once written")));
    }
    Ok(Some(Taken { id, seq, state }))
}

/// Replays what a snapshot stood for.
///
/// * Returns whether the snapshot told the truth.
/// * Errors: the history cannot be read.
pub fn replay(path: &Path, taken: &Taken) -> Result<bool, StoreError> {
    let connection = backup::reader(path)?;
    let history = log::fold_up_to(&connection, taken.id, taken.seq)?;
    Ok(history == taken.state)
}

impl Row {
    fn sum(&self, launch: LaunchId) -> [u8; 32] {
        let hash = sha2::Sha256::new().chain_update(&self.rules).chain_update([0]).chain_update(launch.0.to_be_bytes());
        hash.chain_update(self.seq.to_be_bytes()).chain_update(self.leaf).chain_update(&self.state).finalize().into()
    }
}
