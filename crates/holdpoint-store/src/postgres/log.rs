//! Launches, events and kept bytes, as SQL.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use deadpool_postgres::GenericClient;
use holdpoint_domain::id::*;
use holdpoint_domain::launch::{Launch, Recorded, Replaced};
use holdpoint_domain::report::Was;
use holdpoint_domain::report::merkle::{Hash, leaf_hash};
use tokio_postgres::Row;
use uuid::Uuid;

use super::pool::{Values, maybe, rows, run};
use super::rows::{digest, get, launch_id, seq, text};
use crate::erasure::Said;
use crate::files::{EvidenceFile, named_by};
use crate::{Sender, StoreError, StoredEvent, known_format, whole};

/// Events that are read at a time: a long history is never in memory as a whole.
const PIECE: u64 = 5_000;

const COLUMNS: &str = "seq, actor, at, command, payload, leaf, was, was_by";

/// The events behind `after`, in order.
///
/// * `said`: takes what erasures say of them, and has it for the next page.
pub async fn after(
    on: &impl GenericClient,
    said: &Said,
    (id, after): (LaunchId, Seq),
    limit: usize,
) -> Result<Vec<StoredEvent>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM events WHERE launch = $1 AND $2 < seq ORDER BY seq LIMIT $3");
    // A cursor beyond the database's numbers is beyond every event.
    let (after, limit) = (i64::try_from(after.0).unwrap_or(i64::MAX), i64::try_from(limit).unwrap_or(i64::MAX));
    let found = rows(on, &sql, &[&i64::from(id.0), &after, &limit]).await?;
    let read: Vec<(StoredEvent, Option<Was>)> = found.iter().map(|row| event(id, row)).collect::<Result<_, _>>()?;
    let erasures = erasures(on, said, id, &read).await?;
    let held = read.into_iter().map(|(event, was)| match was {
        None => Ok(event),
        Some(was) => replaced(event, was, &erasures),
    });
    held.collect()
}

/// What events that were not replaced themselves say was replaced, by their places. They are read as a whole where that is not known yet.
async fn erasures(
    on: &impl GenericClient,
    said: &Said,
    id: LaunchId,
    read: &[(StoredEvent, Option<Was>)],
) -> Result<BTreeMap<Seq, Arc<BTreeSet<Replaced>>>, StoreError> {
    let mut places: Vec<i64> = read.iter().filter_map(|(_, was)| was.map(|was| number(was.by))).collect();
    places.sort_unstable();
    places.dedup();
    if places.is_empty() {
        return Ok(BTreeMap::new());
    }
    let (mut known, mut unknown) = (BTreeMap::new(), Vec::new());
    let sql = "SELECT seq, leaf FROM events WHERE launch = $1 AND seq = ANY($2) AND was IS NULL";
    for row in &rows(on, sql, &[&i64::from(id.0), &places]).await? {
        let place = seq(row, 0)?;
        match said.by(leaf_hash(&get::<Vec<u8>>(row, 1)?)) {
            Some(said) => _ = known.insert(place, said),
            None => unknown.push(number(place)),
        }
    }
    if !unknown.is_empty() {
        let sql = format!("SELECT {COLUMNS} FROM events WHERE launch = $1 AND seq = ANY($2)");
        for row in &rows(on, &sql, &[&i64::from(id.0), &unknown]).await? {
            let (event, was) = event(id, row)?;
            known.insert(event.recorded.seq, said.note(&StoredEvent { was, ..event }));
        }
    }
    Ok(known)
}

/// An event that was replaced, held against the later event that says so.
fn replaced(event: StoredEvent, was: Was, erasures: &BTreeMap<Seq, Arc<BTreeSet<Replaced>>>) -> Result<StoredEvent, StoreError> {
    let seq = event.recorded.seq;
    let said = erasures.get(&was.by).and_then(|said| event.replaced(was, said));
    said.ok_or_else(|| StoreError::Unusable(format!("event {seq} was replaced, and no later event says so")))
}

/// Folds on from a launch to the end of its log as it is now; `None`: from the beginning. Every event is held against its leaf.
///
/// * `each`: sees the events, in order.
/// * Errors: [`StoreError::Unusable`] for a gap, an unreadable or changed event, or a template of a newer format.
pub async fn fold_on(
    on: &impl GenericClient,
    id: LaunchId,
    start: Option<Arc<Launch>>,
    each: impl FnMut(StoredEvent),
) -> Result<Arc<Launch>, StoreError> {
    fold_range(on, id, (start, Seq(u64::MAX)), each).await
}

/// The launch after the event `end`, from the beginning.
pub async fn fold_up_to(on: &impl GenericClient, id: LaunchId, end: Seq) -> Result<Arc<Launch>, StoreError> {
    fold_range(on, id, (None, end), drop).await
}

async fn fold_range(
    on: &impl GenericClient,
    id: LaunchId,
    (start, end): (Option<Arc<Launch>>, Seq),
    mut each: impl FnMut(StoredEvent),
) -> Result<Arc<Launch>, StoreError> {
    let unusable =
        |why: String| StoreError::Unusable(format!("{id} cannot be read: {why}; start the build that wrote it, or restore a backup"));
    let (mut folded, said) = (start, Said::default());
    loop {
        let last = folded.as_ref().map_or(Seq(0), |launch| launch.seq);
        let wanted = (end.0 - last.0).min(PIECE);
        let piece = after(on, &said, (id, last), usize::try_from(wanted).unwrap_or(usize::MAX)).await.map_err(|error| match error {
            StoreError::Unusable(why) => unusable(why),
            other => other,
        })?;
        let ended = (piece.len() as u64) < PIECE;
        for event in piece {
            let last = folded.as_ref().map_or(Seq(0), |launch| launch.seq);
            if event.recorded.seq != last.next() {
                return Err(unusable(format!("its events have a gap behind {last}")));
            }
            match &mut folded {
                Some(launch) => Arc::make_mut(launch).apply(&event.recorded),
                None => folded = Launch::begin(&event.recorded).map(Arc::new),
            }
            if folded.is_none() {
                return Err(unusable("it does not begin with its creation".into()));
            }
            each(event);
        }
        if ended {
            break;
        }
    }
    let launch = folded.ok_or_else(|| unusable("it has no events".into()))?;
    known_format(&launch).map_err(unusable)?;
    Ok(launch)
}

/// Up to where a log goes.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    pub seq: Seq,
    /// Of the event there: see [`mark`].
    pub mark: Option<Hash>,
}

impl Head {
    /// Whether the log is not the one that was read up to an event: it ends before that, or has another in its place.
    ///
    /// * `mark`: of that event. A log that goes on behind it has to be asked what is there.
    pub fn is_other(&self, seq: Seq, mark: Option<Hash>) -> bool {
        self.seq < seq || (self.seq == seq && differ(self.mark, mark))
    }
}

/// Whether two marks are known, and not the same.
pub fn differ(one: Option<Hash>, other: Option<Hash>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one != other)
}

/// Launches with their heads: the columns that [`head_in`] reads, behind the id.
pub const HEADS: &str = "SELECT launches.id, launches.seq, events.leaf, events.was FROM launches \
                         LEFT JOIN events ON events.launch = launches.id AND events.seq = launches.seq";

/// The place of a launch's last event; `None`: there is no such launch.
pub async fn head(on: &impl GenericClient, id: LaunchId) -> Result<Option<Head>, StoreError> {
    let row = maybe(on, &format!("{HEADS} WHERE launches.id = $1"), &[&i64::from(id.0)]).await?;
    row.map(|row| head_in(&row)).transpose()
}

pub fn head_in(row: &Row) -> Result<Head, StoreError> {
    Ok(Head { seq: seq(row, 1)?, mark: mark_in(row, 2)? })
}

/// What stands for an event in the log's tree, whether it was replaced or not. No other event has the same: leaves are salted.
pub async fn mark(on: &impl GenericClient, id: LaunchId, seq: Seq) -> Result<Option<Hash>, StoreError> {
    let row = maybe(on, "SELECT leaf, was FROM events WHERE launch = $1 AND seq = $2", &[&i64::from(id.0), &number(seq)]).await?;
    row.map_or(Ok(None), |row| mark_in(&row, 0))
}

fn mark_in(row: &Row, column: usize) -> Result<Option<Hash>, StoreError> {
    if get::<Option<Vec<u8>>>(row, column + 1)?.is_some() {
        return Ok(Some(digest(row, column + 1)?.0));
    }
    Ok(get::<Option<Vec<u8>>>(row, column)?.map(|leaf| leaf_hash(&leaf)))
}

/// The place of its last event, and nobody else appends until this transaction ends.
pub async fn lock_head(on: &impl GenericClient, id: LaunchId) -> Result<Option<Seq>, StoreError> {
    let row = maybe(on, "SELECT seq FROM launches WHERE id = $1 FOR UPDATE", &[&i64::from(id.0)]).await?;
    row.map(|row| seq(&row, 0)).transpose()
}

/// A command's answer, to be kept.
pub struct Answer {
    pub command: CommandId,
    pub fingerprint: Digest,
    pub seq: Seq,
}

/// Appends events, moves the head to the last of them, and remembers answers: in one statement.
pub async fn append(
    on: &impl GenericClient,
    id: LaunchId,
    events: &[StoredEvent],
    answers: &[Answer],
) -> Result<(), tokio_postgres::Error> {
    let sql = "WITH head AS (UPDATE launches SET seq = greatest(seq, $2::bigint) WHERE id = $1::bigint), \
               log AS (INSERT INTO events (launch, seq, actor, at, command, payload, leaf, was, was_by) SELECT $1::bigint, * FROM \
                 unnest($3::bigint[], $4::uuid[], $5::text[], $6::uuid[], $7::text[], $8::bytea[], $12::bytea[], $13::bigint[])), \
               files AS (INSERT INTO launch_files (launch, digest, bytes) SELECT $1::bigint, * FROM unnest($14::bytea[], $15::bigint[]) \
                 ON CONFLICT DO NOTHING) \
               INSERT INTO commands (launch, id, fingerprint, seq) SELECT $1::bigint, * FROM unnest($9::uuid[], $10::bytea[], $11::bigint[])";
    let recorded = || events.iter().map(|event| &event.recorded);
    let head = events.last().map_or(0, |last| number(last.recorded.seq));
    let seqs: Vec<i64> = recorded().map(|event| number(event.seq)).collect();
    let actors: Vec<Uuid> = recorded().map(|event| event.by.0).collect();
    let times: Vec<String> = recorded().map(|event| event.at.to_string()).collect();
    let commands: Vec<Option<Uuid>> = recorded().map(|event| event.command.map(|command| command.0)).collect();
    let payloads: Vec<_> = events.iter().map(|event| String::from_utf8_lossy(&event.payload)).collect();
    let leaves: Vec<&[u8]> = events.iter().map(|event| &event.leaf[..]).collect();
    let was: Vec<Option<Vec<u8>>> = events.iter().map(|event| event.was.map(|was| was.leaf.0.to_vec())).collect();
    let was_by: Vec<Option<i64>> = events.iter().map(|event| event.was.map(|was| number(was.by))).collect();
    // Which files they name, in the same step: it decides who may have one, and which are kept.
    let named: BTreeSet<EvidenceFile> = recorded().filter_map(|event| named_by(&event.event)).collect();
    let digests: Vec<&[u8]> = named.iter().map(|file| &file.digest.0[..]).collect();
    let bytes: Vec<i64> = named.iter().map(|file| i64::try_from(file.bytes).unwrap_or(i64::MAX)).collect();
    let ids: Vec<Uuid> = answers.iter().map(|answer| answer.command.0).collect();
    let fingerprints: Vec<&[u8]> = answers.iter().map(|answer| &answer.fingerprint.0[..]).collect();
    let places: Vec<i64> = answers.iter().map(|answer| number(answer.seq)).collect();
    let statement = on.prepare_cached(sql).await?;
    let launch = i64::from(id.0);
    let values: Values<'_> = &[
        &launch,
        &head,
        &seqs,
        &actors,
        &times,
        &commands,
        &payloads,
        &leaves,
        &ids,
        &fingerprints,
        &places,
        &was,
        &was_by,
        &digests,
        &bytes,
    ];
    on.execute(&statement, values).await?;
    Ok(())
}

/// What a command was answered with before, whichever launch it was for.
///
/// * Errors: `IdTaken` where it said something else then.
pub async fn answered(on: &impl GenericClient, sender: &Sender) -> Result<Option<(LaunchId, Seq)>, StoreError> {
    let Some(command) = sender.command else {
        return Ok(None);
    };
    let Some(row) = maybe(on, "SELECT launch, seq, fingerprint FROM commands WHERE id = $1", &[&command.0]).await? else {
        return Ok(None);
    };
    if get::<Vec<u8>>(&row, 2)? != sender.fingerprint.0 {
        return Err(StoreError::IdTaken);
    }
    Ok(Some((launch_id(&row, 0)?, seq(&row, 1)?)))
}

pub async fn keep(on: &impl GenericClient, digest: Digest, bytes: &[u8]) -> Result<(), StoreError> {
    let sql = "INSERT INTO blobs (digest, bytes) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    run(on, sql, &[&&digest.0[..], &bytes]).await.map(drop)
}

/// Of several answers about a report the first stays, unless it is `instead`.
pub async fn keep_timestamp(on: &impl GenericClient, bundle: Digest, answer: &[u8], instead: Option<&[u8]>) -> Result<(), StoreError> {
    let sql = "INSERT INTO timestamps (bundle, answer) VALUES ($1, $2) \
               ON CONFLICT (bundle) DO UPDATE SET answer = excluded.answer WHERE timestamps.answer = $3";
    run(on, sql, &[&&bundle.0[..], &answer, &instead]).await.map(drop)
}

pub fn kept(row: Option<&Row>, digest: Digest) -> Result<Option<Vec<u8>>, StoreError> {
    whole(row.map(|row| get(row, 0)).transpose()?, digest)
}

/// An event that fits its leaf; and what it was, where it was replaced, which has to be looked up.
fn event(launch: LaunchId, row: &Row) -> Result<(StoredEvent, Option<Was>), StoreError> {
    let bad = |what: &str, error: &dyn std::fmt::Display| StoreError::Unusable(format!("an event's {what} cannot be read ({error})"));
    let (payload, leaf) = (text(row, 4)?, get::<Vec<u8>>(row, 5)?);
    let recorded = Recorded {
        launch,
        seq: seq(row, 0)?,
        by: MemberId(get(row, 1)?),
        at: text(row, 2)?.parse().map_err(|error| bad("time", &error))?,
        command: get::<Option<Uuid>>(row, 3)?.map(CommandId),
        event: serde_json::from_str(&payload).map_err(|error| bad("content", &error))?,
    };
    let number = recorded.seq;
    // No report may rest on what was changed.
    let stored = StoredEvent::checked(recorded, payload.as_bytes(), &leaf);
    let stored = stored.ok_or_else(|| bad("leaf", &format!("event {number} is not what was written as it")))?;
    match (get::<Option<Vec<u8>>>(row, 6)?, get::<Option<i64>>(row, 7)?) {
        (None, None) => Ok((stored, None)),
        (Some(_), Some(by)) => Ok((stored, Some(Was { leaf: digest(row, 6)?, by: Seq(by.unsigned_abs()) }))),
        _ => Err(bad("former leaf", &format!("half of it is missing for event {number}"))),
    }
}

/// No log is longer than the numbers of a database.
pub fn number(seq: Seq) -> i64 {
    i64::try_from(seq.0).unwrap_or(i64::MAX)
}
