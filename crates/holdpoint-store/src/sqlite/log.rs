//! Launches, events and kept bytes, as SQL.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use holdpoint_domain::id::*;
use holdpoint_domain::launch::{Event, Launch, Recorded, Replaced};
use holdpoint_domain::report::Was;
use holdpoint_domain::report::merkle::leaf_hash;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::rows::{cached, maybe, rows, run, value};
use super::snapshots::{self, Taken};
use super::writer::Batch;
use super::{damage, files, notices, unavailable};
use crate::erasure::Said;
use crate::{
    Committed, Created, Creation, Entry as Wished, NewNotice, Objection, Sender, StoreError, StoredEvent, known_format, whole, writing,
};

pub fn create(batch: &mut Batch<'_>, new: &Creation) -> Result<Created, StoreError> {
    if let Some((launch, seq)) = answered(batch.connection, &new.sender)? {
        return Ok(Created { id: launch, seq });
    }
    let context = writing::context(&new.sender, Seq(0));
    let events = Launch::create(&new.wish, (new.template.clone(), new.template_ref.clone()), &context)?;
    nobody_erased(batch.connection, &events)?;
    let sql = "INSERT INTO launches (id) SELECT COALESCE(MAX(id), 0) + 1 FROM launches RETURNING id";
    let id = LaunchId(value(batch.connection, sql, [])?);
    let stored = append(batch.connection, (id, Seq(0)), &new.sender, events)?;
    let launch = Launch::fold(stored.iter().map(|event| &event.recorded));
    let launch = launch.ok_or(StoreError::NotAccepted(Objection::NotCreated))?;
    remember(batch.connection, id, launch.seq, &new.sender)?;
    let created = Created { id, seq: launch.seq };
    batch.stage(launch);
    Ok(created)
}

/// Guarded by its batch: what it stages is shown with the batch or not at all.
///
/// * `tell`: kept with the events, where there are some.
pub fn submit(batch: &mut Batch<'_>, id: LaunchId, entry: &Wished, tell: &[NewNotice]) -> Result<Committed, StoreError> {
    if let Some((launch, seq)) = answered(batch.connection, &entry.sender)? {
        // The same id for another launch is another command.
        return if launch == id { Ok(Committed { seq, events: Vec::new() }) } else { Err(StoreError::IdTaken) };
    }
    let launch = batch.launch(id).ok_or(StoreError::NoSuchLaunch(id))?;
    let events = writing::decide(&launch, entry)?;
    nobody_erased(batch.connection, &events)?;
    if let Some(snapshot) = writing::about(entry)
        && !value::<bool>(batch.connection, "SELECT EXISTS (SELECT 1 FROM blobs WHERE digest = ?1)", [snapshot.0])?
    {
        return Err(writing::gone(entry, launch.seq));
    }
    let stored = append(batch.connection, (id, launch.seq), &entry.sender, events)?;
    let seq = stored.last().map_or(launch.seq, |last| last.recorded.seq);
    remember(batch.connection, id, seq, &entry.sender)?;
    if let Some(last) = stored.last() {
        let before = launch.seq;
        drop(launch);
        let connection = batch.connection;
        let launch = batch.go_on(id, &stored).ok_or(StoreError::NoSuchLaunch(id))?;
        snapshots::keep_at_times(connection, before, launch, &last.leaf)?;
        tell.iter().try_for_each(|notice| notices::add(connection, id, notice, entry.sender.at))?;
    }
    Ok(Committed { seq, events: stored })
}

/// * Errors: `NoSuch` for events that bring the name of somebody who was erased.
fn nobody_erased(connection: &Connection, events: &[Event]) -> Result<(), StoreError> {
    for member in writing::joining(events) {
        if is_erased(connection, member)? {
            return Err(StoreError::NoSuch("person"));
        }
    }
    Ok(())
}

pub fn is_erased(connection: &Connection, member: MemberId) -> Result<bool, StoreError> {
    value(connection, "SELECT EXISTS (SELECT 1 FROM accounts WHERE id = ?1 AND erased = 1)", [member.to_string()])
}

/// The events behind `after`, in order.
///
/// * `said`: takes what erasures say of them, and has it for the next page.
pub fn after(connection: &Connection, said: &Said, (id, after): (LaunchId, Seq), limit: usize) -> Result<Vec<StoredEvent>, StoreError> {
    let mut events = Vec::new();
    read_on(connection, said, (id, after), limit, |event| {
        events.push(event);
        Ok(())
    })?;
    Ok(events)
}

/// Gives the events behind a place, in order, one at a time: a long history is never in memory as a whole.
fn read_on(
    connection: &Connection,
    said: &Said,
    (id, after): (LaunchId, Seq),
    limit: usize,
    mut take: impl FnMut(StoredEvent) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let sql = "SELECT seq, actor, at, command, payload, leaf, was, was_by FROM events WHERE launch = ?1 AND ?2 < seq ORDER BY seq LIMIT ?3";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    // A cursor beyond SQLite's numbers is beyond every event.
    let after = i64::try_from(after.0).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(sql).map_err(unavailable)?;
    let mut rows = statement.query(params![id.0, after, limit]).map_err(unavailable)?;
    let mut erasures = BTreeMap::new();
    while let Some(row) = rows.next().map_err(unavailable)? {
        let (event, was) = read_event(id, row)?;
        take(match was {
            None => event,
            Some(was) => replaced(connection, event, was, (said, &mut erasures))?,
        })?;
    }
    Ok(())
}

/// An event that was replaced, held against the later event that says so.
fn replaced(
    connection: &Connection,
    event: StoredEvent,
    was: Was,
    (said, erasures): (&Said, &mut BTreeMap<Seq, Arc<BTreeSet<Replaced>>>),
) -> Result<StoredEvent, StoreError> {
    let seq = event.recorded.seq;
    let unsaid = || StoreError::Unusable(format!("event {seq} was replaced, and no later event says so"));
    if let Entry::Vacant(place) = erasures.entry(was.by) {
        place.insert(says_replaced(connection, (event.recorded.launch, was.by), said)?.ok_or_else(unsaid)?);
    }
    let said = erasures.get(&was.by).ok_or_else(unsaid)?;
    event.replaced(was, said).ok_or_else(unsaid)
}

/// What the event at a place says was replaced, if there is one that was not replaced itself. It is read as a whole where that is not known yet.
fn says_replaced(connection: &Connection, (id, by): (LaunchId, Seq), said: &Said) -> Result<Option<Arc<BTreeSet<Replaced>>>, StoreError> {
    let sql = "SELECT leaf FROM events WHERE launch = ?1 AND seq = ?2 AND was IS NULL";
    let leaf = maybe(connection, sql, params![id.0, number(by)?], |row| row.get::<_, Vec<u8>>(0))?;
    let Some(leaf) = leaf else { return Ok(None) };
    if let Some(known) = said.by(leaf_hash(&leaf)) {
        return Ok(Some(known));
    }
    let erasure = after(connection, said, (id, Seq(by.0.saturating_sub(1))), 1)?.pop();
    Ok(erasure.map(|erasure| said.note(&erasure)))
}

/// The ids of all launches, in order.
pub fn ids(connection: &Connection) -> Result<Vec<LaunchId>, StoreError> {
    rows(connection, "SELECT id FROM launches ORDER BY id", [], |row| row.get(0).map(LaunchId))
}

/// All launches in the order of their ids, with the places of their last events.
pub fn heads(connection: &Connection) -> Result<Vec<(LaunchId, Seq)>, StoreError> {
    let sql = "SELECT id, (SELECT coalesce(max(seq), 0) FROM events WHERE launch = launches.id) FROM launches ORDER BY id";
    rows(connection, sql, [], |row| Ok((LaunchId(row.get(0)?), Seq(row.get::<_, i64>(1)?.unsigned_abs()))))
}

/// All launches, and those of them that were taken from snapshots.
///
/// * Errors: [`StoreError::Unusable`] for a gap, an unreadable event, or a template of a newer format.
pub fn load(connection: &Connection, path: &Path) -> Result<(Vec<Arc<Launch>>, Vec<Taken>), StoreError> {
    let (mut launches, mut all_taken) = (Vec::new(), Vec::new());
    for id in ids(connection)? {
        let (launch, taken) = snapshots::open(connection, id).map_err(|error| damage::in_launch(path, id, error))?;
        launches.push(Arc::new(launch));
        all_taken.extend(taken);
    }
    Ok((launches, all_taken))
}

/// Folds a whole history, every event held against its leaf.
///
/// * `each`: sees the events, in order.
/// * Errors: a gap, an unreadable or changed event, or a template of a newer format.
pub fn fold(connection: &Connection, id: LaunchId, each: impl FnMut(&StoredEvent)) -> Result<Launch, StoreError> {
    fold_behind(connection, id, None, each)
}

/// The launch after the event `end`, from the beginning.
pub fn fold_up_to(connection: &Connection, id: LaunchId, end: Seq) -> Result<Launch, StoreError> {
    let limit = usize::try_from(end.0).unwrap_or(usize::MAX);
    fold_range(connection, id, None, limit, |_| {})
}

/// Folds on from a launch; `None`: from the beginning.
pub fn fold_behind(
    connection: &Connection,
    id: LaunchId,
    start: Option<Launch>,
    each: impl FnMut(&StoredEvent),
) -> Result<Launch, StoreError> {
    fold_range(connection, id, start, usize::MAX, each)
}

fn fold_range(
    connection: &Connection,
    id: LaunchId,
    start: Option<Launch>,
    limit: usize,
    mut each: impl FnMut(&StoredEvent),
) -> Result<Launch, StoreError> {
    let unusable = |why: String| StoreError::Unusable(why);
    let mut folded = start;
    let seen = folded.as_ref().map_or(Seq(0), |launch| launch.seq);
    read_on(connection, &Said::default(), (id, seen), limit, |event| {
        let last = folded.as_ref().map_or(Seq(0), |launch| launch.seq);
        if event.recorded.seq != last.next() {
            return Err(unusable(format!("its events have a gap behind {last}")));
        }
        each(&event);
        match &mut folded {
            Some(launch) => launch.apply(&event.recorded),
            None => folded = Launch::begin(&event.recorded),
        }
        if folded.is_none() { Err(unusable("it does not begin with its creation".into())) } else { Ok(()) }
    })?;
    let launch = folded.ok_or_else(|| unusable("it has no events".into()))?;
    known_format(&launch).map_err(unusable)?;
    Ok(launch)
}

/// Drops a launch's snapshot, and shows the launch as its events make it.
pub fn refold(batch: &mut Batch<'_>, id: LaunchId) -> Result<(), StoreError> {
    run(batch.connection, "DELETE FROM snapshots WHERE launch = ?1", [id.0])?;
    let launch = fold(batch.connection, id, |_| {})?;
    batch.stage(launch);
    Ok(())
}

pub fn keep(batch: &mut Batch<'_>, digest: Digest, bytes: &[u8]) -> Result<(), StoreError> {
    let sql = "INSERT OR IGNORE INTO blobs (digest, bytes) VALUES (?1, ?2)";
    run(batch.connection, sql, params![digest.0, bytes])
}

pub fn kept(connection: &Connection, digest: Digest) -> Result<Option<Vec<u8>>, StoreError> {
    let sql = "SELECT bytes FROM blobs WHERE digest = ?1";
    whole(maybe(connection, sql, params![digest.0], |row| row.get(0))?, digest)
}

/// Of several answers about a report the first stays, unless it is `instead`.
pub fn keep_timestamp(batch: &mut Batch<'_>, bundle: Digest, answer: &[u8], instead: Option<&[u8]>) -> Result<(), StoreError> {
    let sql = "INSERT INTO timestamps (bundle, answer) VALUES (?1, ?2) \
               ON CONFLICT (bundle) DO UPDATE SET answer = excluded.answer WHERE timestamps.answer = ?3";
    run(batch.connection, sql, params![bundle.0, answer, instead])
}

pub fn timestamp(connection: &Connection, bundle: Digest) -> Result<Option<Vec<u8>>, StoreError> {
    let sql = "SELECT answer FROM timestamps WHERE bundle = ?1";
    maybe(connection, sql, params![bundle.0], |row| row.get(0))
}

/// What the same command was answered with before.
pub fn answered(connection: &Connection, sender: &Sender) -> Result<Option<(LaunchId, Seq)>, StoreError> {
    let Some(command) = sender.command else {
        return Ok(None);
    };
    let sql = "SELECT launch, seq, fingerprint FROM commands WHERE id = ?1";
    let read = |row: &Row<'_>| Ok((row.get::<_, u32>(0)?, row.get::<_, i64>(1)?, row.get::<_, [u8; 32]>(2)?));
    let mut statement = connection.prepare_cached(sql).map_err(unavailable)?;
    let known = statement.query_row([command.to_string()], read).optional().map_err(unavailable)?;
    match known {
        None => Ok(None),
        Some((launch, seq, fingerprint)) if fingerprint == sender.fingerprint.0 => Ok(Some((LaunchId(launch), Seq(seq.unsigned_abs())))),
        Some(_) => Err(StoreError::IdTaken),
    }
}

/// The place of the last event that a command of somebody's made in a launch.
pub fn made(connection: &Connection, launch: LaunchId, command: CommandId, by: MemberId) -> Result<Option<Seq>, StoreError> {
    let sql = "SELECT seq FROM commands JOIN events USING (launch, seq) \
               WHERE commands.id = ?1 AND launch = ?2 AND events.command = ?1 AND events.actor = ?3";
    let values = params![command.to_string(), launch.0, by.to_string()];
    maybe(connection, sql, values, |row| row.get::<_, i64>(0).map(|seq| Seq(seq.unsigned_abs())))
}

fn remember(connection: &Connection, launch: LaunchId, seq: Seq, sender: &Sender) -> Result<(), StoreError> {
    let Some(command) = sender.command else {
        return Ok(());
    };
    let sql = "INSERT INTO commands (id, launch, fingerprint, seq) VALUES (?1, ?2, ?3, ?4)";
    let values = params![command.to_string(), launch.0, sender.fingerprint.0, number(seq)?];
    cached(connection, sql, values).map(drop)
}

/// Appends events behind `seq`.
pub fn append(connection: &Connection, head: (LaunchId, Seq), sender: &Sender, events: Vec<Event>) -> Result<Vec<StoredEvent>, StoreError> {
    let stored = writing::written(head, sender, events)?;
    stored.iter().try_for_each(|event| insert(connection, event))?;
    Ok(stored)
}

pub fn insert(connection: &Connection, event: &StoredEvent) -> Result<(), StoreError> {
    let sql = "INSERT INTO events (launch, seq, actor, at, command, payload, leaf, was, was_by) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let Recorded { launch, seq, by, at, command, event: told } = &event.recorded;
    let payload = std::str::from_utf8(&event.payload).map_err(StoreError::unavailable)?;
    let command = command.map(|command| command.to_string());
    let (was, was_by) = event.was.map(|was| Ok::<_, StoreError>((was.leaf.0, number(was.by)?))).transpose()?.unzip();
    let values = params![launch.0, number(*seq)?, by.to_string(), at.to_string(), command, payload, &event.leaf[..], was, was_by];
    cached(connection, sql, values)?;
    files::note(connection, *launch, told)
}

/// An event that fits its leaf; and what it was, where it was replaced, which has to be looked up.
fn read_event(launch: LaunchId, row: &Row<'_>) -> Result<(StoredEvent, Option<Was>), StoreError> {
    let bad = |what: &str, error: &dyn std::fmt::Display| StoreError::Unusable(format!("an event's {what} cannot be read ({error})"));
    let seq: i64 = row.get(0).map_err(unavailable)?;
    let by: String = row.get(1).map_err(unavailable)?;
    let at: String = row.get(2).map_err(unavailable)?;
    let command: Option<String> = row.get(3).map_err(unavailable)?;
    let payload: String = row.get(4).map_err(unavailable)?;
    let leaf: Vec<u8> = row.get(5).map_err(unavailable)?;
    let recorded = Recorded {
        launch,
        seq: Seq(seq.unsigned_abs()),
        by: by.parse().map_err(|error| bad("actor", &error))?,
        at: at.parse().map_err(|error| bad("time", &error))?,
        command: command.map(|id| id.parse()).transpose().map_err(|error| bad("command", &error))?,
        event: serde_json::from_str(&payload).map_err(|error| bad("content", &error))?,
    };
    // No report may rest on what was changed.
    let stored = StoredEvent::checked(recorded, payload.as_bytes(), &leaf);
    let stored = stored.ok_or_else(|| bad("leaf", &format!("event {seq} is not what was written as it")))?;
    let (was, by): (Option<[u8; 32]>, Option<i64>) = (row.get(6).map_err(unavailable)?, row.get(7).map_err(unavailable)?);
    match (was, by) {
        (None, None) => Ok((stored, None)),
        (Some(leaf), Some(by)) => Ok((stored, Some(Was { leaf: Digest(leaf), by: Seq(by.unsigned_abs()) }))),
        _ => Err(bad("former leaf", &format!("half of it is missing for event {seq}"))),
    }
}

pub fn number(seq: Seq) -> Result<i64, StoreError> {
    i64::try_from(seq.0).map_err(StoreError::unavailable)
}
