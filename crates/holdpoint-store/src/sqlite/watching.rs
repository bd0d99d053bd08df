//! Due runs, samples and alerts, as SQL.

use async_trait::async_trait;
use holdpoint_domain::check::Sample;
use holdpoint_domain::id::*;
use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use super::rows::{cached, id, json, millis, rows, run, value};
use super::writer::Batch;
use super::{SqliteStore, notices};
use crate::watching::*;
use crate::{StoreError, writing};

#[async_trait]
impl Watching for SqliteStore {
    async fn plan(&self, launch: LaunchId, checks: Vec<Planned>) -> Result<(), StoreError> {
        self.write(move |batch| plan(batch.connection, launch, &checks)).await
    }

    async fn planned(&self, launch: LaunchId, now: Timestamp) -> Result<Vec<Scheduled>, StoreError> {
        let sql = "SELECT check_id, due, ?2 < lease FROM schedule WHERE launch = ?1 ORDER BY check_id";
        let read = |row: &Row<'_>| Ok(Scheduled { check: id(row, 0)?, due: millis(row, 1)?, running: row.get(2)? });
        self.read(move |connection| rows(connection, sql, params![launch.0, now.as_millisecond()], read)).await
    }

    async fn claim_runs(&self, lease: Lease, limit: usize, but: Vec<LaunchId>) -> Result<Vec<DueRun>, StoreError> {
        let but = writing::json(&but.iter().map(|launch| launch.0).collect::<Vec<_>>())?;
        self.write(move |batch| {
            // One writer, one claim for all of this answer: what PostgreSQL does with FOR UPDATE SKIP LOCKED.
            let sql = "UPDATE schedule SET claim = ?1, lease = ?2 WHERE (launch, check_id) IN \
                       (SELECT launch, check_id FROM schedule WHERE due <= ?3 AND lease <= ?3 \
                          AND launch NOT IN (SELECT value FROM json_each(?5)) ORDER BY due, launch, check_id LIMIT ?4) \
                       RETURNING launch, check_id, due";
            let claim = Uuid::now_v7();
            let values = params![claim.to_string(), lease.until.as_millisecond(), lease.now.as_millisecond(), most(limit), but];
            rows(batch.connection, sql, values, |row| {
                Ok(DueRun { launch: LaunchId(row.get(0)?), check: id(row, 1)?, due: millis(row, 2)?, claim })
            })
        })
        .await
    }

    async fn finish_run(&self, done: DueRun, next: Timestamp, sample: Sample) -> Result<bool, StoreError> {
        self.write(move |batch| {
            let sql = "UPDATE schedule SET due = ?4, claim = NULL, lease = 0 WHERE launch = ?1 AND check_id = ?2 AND claim = ?3";
            let values = params![done.launch.0, done.check.as_str(), done.claim.to_string(), next.as_millisecond()];
            if cached(batch.connection, sql, values)? != 1 {
                return Ok(false);
            }
            let sql = "INSERT OR IGNORE INTO samples (launch, check_id, at, sample) VALUES (?1, ?2, ?3, ?4)";
            let values = params![done.launch.0, done.check.as_str(), sample.at.as_millisecond(), writing::json(&sample)?];
            cached(batch.connection, sql, values)?;
            Ok(true)
        })
        .await
    }

    async fn next_run(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT min(max(due, lease)) FROM schedule";
        let next: Option<i64> = self.read(move |connection| value(connection, sql, [])).await?;
        Ok(next.map(|millis| Timestamp::from_millisecond(millis).unwrap_or(now)))
    }

    async fn samples(&self, query: SampleQuery) -> Result<Vec<Sample>, StoreError> {
        self.read(move |connection| samples(connection, &query)).await
    }

    async fn forget(&self, before: Timestamp) -> Result<(), StoreError> {
        let before = before.as_millisecond();
        let some = move |batch: &mut Batch<'_>| {
            let sql = "DELETE FROM samples WHERE (launch, check_id, at) IN \
                       (SELECT launch, check_id, at FROM samples WHERE at < ?1 LIMIT ?2)";
            cached(batch.connection, sql, params![before, most(FORGOTTEN)])
        };
        while self.write(some).await? == FORGOTTEN {}
        let sql = "DELETE FROM notices WHERE state <> 'waiting' AND at < ?1";
        self.write(move |batch| run(batch.connection, sql, [before])).await
    }

    async fn alerts(&self, launch: LaunchId) -> Result<Vec<AlertRow>, StoreError> {
        let sql = "SELECT alert, standing, version FROM standings WHERE launch = ?1 ORDER BY alert";
        let read = |row: &Row<'_>| {
            let version = u64::try_from(row.get::<_, i64>(2)?).unwrap_or_default();
            Ok(AlertRow { alert: row.get(0)?, standing: json(row, 1)?, version })
        };
        self.read(move |connection| rows(connection, sql, [launch.0], read)).await
    }

    async fn set_alert(&self, launch: LaunchId, row: AlertRow, new: Vec<NewNotice>, now: Timestamp) -> Result<bool, StoreError> {
        self.write(move |batch| {
            let sql = "INSERT INTO standings (launch, alert, standing, version) SELECT ?1, ?2, ?3, 1 WHERE ?4 = 0 \
                       OR EXISTS (SELECT 1 FROM standings WHERE launch = ?1 AND alert = ?2) \
                       ON CONFLICT DO UPDATE SET standing = excluded.standing, version = version + 1 WHERE version = ?4";
            let version = i64::try_from(row.version).unwrap_or(i64::MAX);
            if cached(batch.connection, sql, params![launch.0, row.alert, writing::json(&row.standing)?, version])? != 1 {
                return Ok(false);
            }
            new.iter().try_for_each(|notice| notices::add(batch.connection, launch, notice, now))?;
            Ok(true)
        })
        .await
    }

    async fn claim_notices(&self, lease: Lease, latest: Timestamp, limit: usize) -> Result<Vec<DueNotice>, StoreError> {
        if !self.read(move |connection| notices::are_due(connection, lease.now, latest)).await? {
            return Ok(Vec::new());
        }
        self.write(move |batch| notices::claim(batch.connection, lease, latest, limit)).await
    }

    async fn settle_notice(&self, notice: DueNotice, outcome: Outcome, now: Timestamp) -> Result<bool, StoreError> {
        self.write(move |batch| notices::settle(batch.connection, &notice, &outcome, now)).await
    }

    async fn claim_delivery(
        &self,
        launch: LaunchId,
        destination: String,
        lease: Lease,
        latest: Timestamp,
    ) -> Result<Option<Uuid>, StoreError> {
        self.write(move |batch| {
            let sql = "INSERT INTO delivery_claims (launch, destination, claim, lease) VALUES (?1, ?2, ?3, ?4) \
                       ON CONFLICT DO UPDATE SET claim = excluded.claim, lease = excluded.lease WHERE lease <= ?5 OR ?6 < lease";
            let claim = Uuid::now_v7();
            let [now, until, latest] = [lease.now, lease.until, latest].map(Timestamp::as_millisecond);
            let values = params![launch.0, destination, claim.to_string(), until, now, latest];
            Ok((cached(batch.connection, sql, values)? == 1).then_some(claim))
        })
        .await
    }

    async fn release_delivery(&self, launch: LaunchId, destination: String, claim: Uuid) -> Result<(), StoreError> {
        self.write(move |batch| {
            let sql = "DELETE FROM delivery_claims WHERE launch = ?1 AND destination = ?2 AND claim = ?3";
            run(batch.connection, sql, params![launch.0, destination, claim.to_string()])
        })
        .await
    }

    async fn notices(&self, launch: LaunchId, limit: usize) -> Result<Vec<NoticeRow>, StoreError> {
        self.read(move |connection| notices::of(connection, launch, limit)).await
    }
}

fn plan(connection: &Connection, launch: LaunchId, checks: &[Planned]) -> Result<(), StoreError> {
    let known: Vec<String> = rows(connection, "SELECT check_id FROM schedule WHERE launch = ?1", [launch.0], |row| row.get(0))?;
    for gone in known.iter().filter(|known| !checks.iter().any(|planned| planned.check.as_str() == known.as_str())) {
        run(connection, "DELETE FROM schedule WHERE launch = ?1 AND check_id = ?2", params![launch.0, gone])?;
    }
    for new in checks {
        let sql = "INSERT INTO schedule (launch, check_id, due) VALUES (?1, ?2, ?3) \
                   ON CONFLICT DO UPDATE SET due = excluded.due, claim = NULL, lease = 0 WHERE ?4 < max(due, lease)";
        run(connection, sql, params![launch.0, new.check.as_str(), new.first.as_millisecond(), new.latest.as_millisecond()])?;
    }
    Ok(())
}

fn samples(connection: &Connection, query: &SampleQuery) -> Result<Vec<Sample>, StoreError> {
    let order = if query.latest { "DESC" } else { "ASC" };
    let sql =
        format!("SELECT sample FROM samples WHERE launch = ?1 AND check_id = ?2 AND ?3 < at AND ?4 <= at ORDER BY at {order} LIMIT ?5");
    let bound = |time: Option<Timestamp>| time.map_or(i64::MIN, Timestamp::as_millisecond);
    let values = params![query.launch.0, query.check.as_str(), bound(query.after), bound(query.from), most(query.limit)];
    let mut found: Vec<Sample> = rows(connection, &sql, values, |row| json(row, 0))?;
    if query.latest {
        found.reverse();
    }
    Ok(found)
}
