//! Messages that wait, were sent or were given up, as SQL.

use deadpool_postgres::GenericClient;
use holdpoint_domain::id::*;
use tokio_postgres::Row;
use uuid::Uuid;

use super::pool::{Pool, run};
use super::rows::{get, launch_id, millis, number, text};
use crate::StoreError;
use crate::watching::{DueNotice, Lease, NewNotice, NoticeRow, NoticeState, Outcome, Trouble, most};

pub async fn add(on: &impl GenericClient, launch: LaunchId, new: &NewNotice, now: Timestamp) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO notices (launch, id, channel, payload, state, attempts, made_at, at) VALUES ($1, $2, $3, $4, 'waiting', 0, $5, $5)";
    run(on, sql, &[&i64::from(launch.0), &new.id, &new.channel, &new.payload, &now.as_millisecond()]).await.map(drop)
}

pub async fn claim(pool: &Pool, lease: Lease, latest: Timestamp, limit: usize) -> Result<Vec<DueNotice>, StoreError> {
    let [now, until, latest] = [lease.now, lease.until, latest].map(Timestamp::as_millisecond);
    let due = "state = 'waiting' AND (at <= $1 OR $2 < at) AND (lease <= $1 OR $2 < lease)";
    // Reading costs nothing, and mostly there is nothing to claim.
    let sql = format!("SELECT 1 FROM notices WHERE {due} LIMIT 1");
    if pool.maybe(&sql, &[&now, &latest]).await?.is_none() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "WITH due AS MATERIALIZED (SELECT launch, id FROM notices WHERE {due} ORDER BY at, number LIMIT $5 FOR UPDATE SKIP LOCKED) \
         UPDATE notices n SET claim = $3, lease = $4 FROM due WHERE n.launch = due.launch AND n.id = due.id \
         RETURNING n.launch, n.id, n.channel, n.payload, n.attempts"
    );
    let claim = Uuid::now_v7();
    let found = pool.changed(&sql, &[&now, &latest, &claim, &until, &most(limit)]).await?;
    let read = found.iter().map(|row| {
        let notice = NewNotice { id: get(row, 1)?, channel: text(row, 2)?, payload: text(row, 3)? };
        Ok(DueNotice { launch: launch_id(row, 0)?, notice, attempts: number(row, 4)?, claim })
    });
    read.collect()
}

pub async fn settle(pool: &Pool, notice: &DueNotice, outcome: &Outcome, now: Timestamp) -> Result<bool, StoreError> {
    let (state, at, trouble) = outcome.kept(now);
    let (words, said) = (trouble.map(|trouble| &trouble.words), trouble.and_then(|trouble| trouble.said.as_ref()));
    let sql = "UPDATE notices SET state = $4, at = $5, trouble = $6, said = $7, said_of = attempts + 1, attempts = attempts + 1, \
               claim = NULL, lease = 0 WHERE launch = $1 AND id = $2 AND claim = $3";
    let launch = i64::from(notice.launch.0);
    Ok(pool.run(sql, &[&launch, &notice.notice.id, &notice.claim, &state, &at.as_millisecond(), &words, &said]).await? == 1)
}

pub async fn of(pool: &Pool, launch: LaunchId, limit: usize) -> Result<Vec<NoticeRow>, StoreError> {
    let said = "CASE WHEN said_of = attempts THEN said END";
    let sql = format!(
        "SELECT id, channel, payload, state, attempts, trouble, made_at, at, {said} FROM notices WHERE launch = $1 \
         ORDER BY number DESC LIMIT $2"
    );
    pool.rows(&sql, &[&i64::from(launch.0), &most(limit)]).await?.iter().map(notice).collect()
}

fn notice(row: &Row) -> Result<NoticeRow, StoreError> {
    let state = NoticeState::of(&text(row, 3)?);
    let notice = NewNotice { id: get(row, 0)?, channel: text(row, 1)?, payload: text(row, 2)? };
    let (attempts, words, said) = (number(row, 4)?, get::<Option<String>>(row, 5)?, get(row, 8)?);
    let trouble = words.map(|words| Trouble { words, said });
    Ok(NoticeRow { notice, state, attempts, trouble, made_at: millis(row, 6)?, at: millis(row, 7)? })
}
