//! Messages that wait, were sent or were given up, as SQL.

use holdpoint_domain::id::*;
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::rows::{cached, id, millis, rows, value};
use crate::StoreError;
use crate::watching::{DueNotice, Lease, NewNotice, NoticeRow, NoticeState, Outcome, Trouble, most};

/// Waits, and nobody has it. `?1`: now, `?2`: until when it can wait or be taken at the latest; in milliseconds.
const DUE: &str = "state = 'waiting' AND (at <= ?1 OR ?2 < at) AND (lease <= ?1 OR ?2 < lease)";

pub fn add(connection: &Connection, launch: LaunchId, new: &NewNotice, now: Timestamp) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO notices (id, launch, channel, payload, state, attempts, made_at, at) VALUES (?1, ?2, ?3, ?4, 'waiting', 0, ?5, ?5)";
    cached(connection, sql, params![new.id.to_string(), launch.0, new.channel, new.payload, now.as_millisecond()]).map(drop)
}

/// Whether there is anything to claim: reading costs nothing, and mostly there is not.
pub fn are_due(connection: &Connection, now: Timestamp, latest: Timestamp) -> Result<bool, StoreError> {
    let sql = format!("SELECT EXISTS (SELECT 1 FROM notices WHERE {DUE})");
    value(connection, &sql, [now, latest].map(Timestamp::as_millisecond))
}

pub fn claim(connection: &Connection, lease: Lease, latest: Timestamp, limit: usize) -> Result<Vec<DueNotice>, StoreError> {
    let sql = format!(
        "UPDATE notices SET claim = ?3, lease = ?4 WHERE number IN \
         (SELECT number FROM notices WHERE {DUE} ORDER BY at, number LIMIT ?5) \
         RETURNING id, launch, channel, payload, attempts"
    );
    let claim = Uuid::now_v7();
    let [now, until, latest] = [lease.now, lease.until, latest].map(Timestamp::as_millisecond);
    let values = params![now, latest, claim.to_string(), until, most(limit)];
    rows(connection, &sql, values, |row| {
        let launch = LaunchId(row.get(1)?);
        let notice = NewNotice { id: id(row, 0)?, channel: row.get(2)?, payload: row.get(3)? };
        Ok(DueNotice { launch, notice, attempts: row.get(4)?, claim })
    })
}

pub fn settle(connection: &Connection, notice: &DueNotice, outcome: &Outcome, now: Timestamp) -> Result<bool, StoreError> {
    let (state, at, trouble) = outcome.kept(now);
    let (words, said) = (trouble.map(|trouble| &trouble.words), trouble.and_then(|trouble| trouble.said.as_ref()));
    let sql = "UPDATE notices SET state = ?3, at = ?4, trouble = ?5, said = ?6, attempts = attempts + 1, claim = NULL, lease = 0 \
               WHERE id = ?1 AND claim = ?2";
    let values = params![notice.notice.id.to_string(), notice.claim.to_string(), state, at.as_millisecond(), words, said];
    Ok(cached(connection, sql, values)? == 1)
}

pub fn of(connection: &Connection, launch: LaunchId, limit: usize) -> Result<Vec<NoticeRow>, StoreError> {
    let sql = "SELECT id, channel, payload, state, attempts, trouble, made_at, at, said FROM notices WHERE launch = ?1 \
               ORDER BY number DESC LIMIT ?2";
    rows(connection, sql, params![launch.0, most(limit)], |row| {
        let state = NoticeState::of(&row.get::<_, String>(3)?);
        let notice = NewNotice { id: id(row, 0)?, channel: row.get(1)?, payload: row.get(2)? };
        let (attempts, words, said) = (row.get(4)?, row.get::<_, Option<String>>(5)?, row.get(8)?);
        let trouble = words.map(|words| Trouble { words, said });
        Ok(NoticeRow { notice, state, attempts, trouble, made_at: millis(row, 6)?, at: millis(row, 7)? })
    })
}
