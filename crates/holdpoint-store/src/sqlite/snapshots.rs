//! Shortcuts for the start, as of [`crate::snapshot`]: a long launch is taken from its latest snapshot and the events behind it.

use std::path::Path;

use holdpoint_domain::id::*;
use holdpoint_domain::launch::Launch;
use holdpoint_domain::report::merkle::leaf_hash;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::rows::{run, value};
use super::{backup, log};
use crate::StoreError;
use crate::erasure::Said;
use crate::snapshot::{Found, Snapshot, is_due};

/// A launch that an opened store took from a snapshot, to be replayed.
pub struct Taken {
    pub id: LaunchId,
    pub seq: Seq,
    state: Launch,
}

/// Keeps a launch when enough happened since the last time.
pub fn keep_at_times(connection: &Connection, before: Seq, launch: &Launch, leaf: &[u8]) -> Result<(), StoreError> {
    if is_due(before, launch.seq) { keep(connection, launch, leaf) } else { Ok(()) }
}

fn keep(connection: &Connection, launch: &Launch, leaf: &[u8]) -> Result<(), StoreError> {
    let Some(row) = Snapshot::of(launch, leaf_hash(leaf)) else {
        return Ok(());
    };
    let sql = "INSERT OR REPLACE INTO snapshots (launch, seq, rules, leaf, digest, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let values = params![launch.id.0, row.seq, row.rules, row.leaf, row.digest, row.state];
    run(connection, sql, values)
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
    if let Some(leaf) = last
        && let Err(error) = keep_at_times(connection, began, &launch, &leaf)
    {
        // A shortcut for the next start only: on a full disk this one still serves who reads.
        tracing::warn!(launch = %id, %error, "no snapshot of the launch could be kept");
    }
    Ok((launch, taken))
}

fn latest(connection: &Connection, id: LaunchId) -> Result<Option<Taken>, StoreError> {
    let sql = "SELECT seq, rules, leaf, digest, state FROM snapshots WHERE launch = ?1";
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Snapshot { seq: row.get(0)?, rules: row.get(1)?, leaf: row.get(2)?, digest: row.get(3)?, state: row.get(4)? })
    };
    // A row that cannot be read is one that is not there.
    let Ok(Some(row)) = connection.query_row(sql, [id.0], read).optional() else {
        return Ok(None);
    };
    let Some(state) = row.launch(id) else {
        return Ok(None);
    };
    let seq = row.place();
    // What was once the log must still be in it: a snapshot that is whole shows that a log was cut off or written anew.
    let event = log::after(connection, &Said::default(), (id, Seq(seq.0.saturating_sub(1))), 1)?;
    let same = event.first().is_some_and(|event| event.recorded.seq == seq && leaf_hash(&event.leaf) == row.leaf);
    if !same || state.id != id || state.seq != seq {
        return Err(StoreError::Unusable(format!("its log does not hold event {seq} as it was once written")));
    }
    Ok(Some(Taken { id, seq, state }))
}

/// Replays what a snapshot stood for.
///
/// * Errors: the history cannot be read.
pub fn replay(path: &Path, taken: &Taken) -> Result<Found, StoreError> {
    let connection = backup::reader(path)?;
    let history = log::fold_up_to(&connection, taken.id, taken.seq)?;
    if history == taken.state {
        return Ok(Found::Same);
    }
    let sql = "SELECT EXISTS (SELECT 1 FROM events WHERE launch = ?1 AND ?2 < was_by)";
    let erased: bool = value(&connection, sql, params![taken.id.0, log::number(taken.seq)?])?;
    Ok(if erased { Found::Erased } else { Found::Other })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::{FILE, SqliteStore};
    use super::*;
    use crate::accounts::Act;
    use crate::sample::creation;
    use crate::{Erasing as _, Store as _};

    /// A start that was a moment earlier has begun to replay it.
    #[tokio::test]
    async fn a_snapshot_from_before_an_erasure_is_not_told_as_wrong() {
        let folder = tempfile::tempdir().unwrap();
        let (store, file) = (SqliteStore::open(folder.path()).await.unwrap(), folder.path().join(FILE));
        let [ann, ben] = [1, 2].map(|n| MemberId(Uuid::from_u128(n)));
        let sql = format!("INSERT INTO accounts (id, name, name_key, owner, password_hash) VALUES ('{ben}', 'Ben', 'ben', 0, '')");
        store.write(move |batch| run(batch.connection, &sql, [])).await.unwrap();
        let id = store.create(creation(1, "One of Ben")).await.unwrap().id;
        let state = Launch::clone(&*store.launch(id).await.unwrap());
        let mut wrong = Taken { id, seq: state.seq, state: state.clone() };
        wrong.state.details.name.value = "Another".into();
        let taken = Taken { id, seq: state.seq, state };
        assert_eq!((replay(&file, &taken).unwrap(), replay(&file, &wrong).unwrap()), (Found::Same, Found::Other));
        let at = "2026-11-24T10:00:00Z".parse().unwrap();
        store.erase(Act { account: ben, by: ann, by_name: "Ann".into(), device: String::new(), at }).await.unwrap();
        assert_eq!(replay(&file, &taken).unwrap(), Found::Erased);
    }
}
