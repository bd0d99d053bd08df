//! Due runs, samples and alerts, as SQL. What is due is claimed with `SKIP LOCKED`: replicas that ask at once wait for nobody, and get different rows.

use async_trait::async_trait;
use holdpoint_domain::check::Sample;
use holdpoint_domain::id::*;
use tokio_postgres::Row;
use uuid::Uuid;

use super::pool::{run, unavailable, within};
use super::rows::{get, json, launch_id, millis, text, unreadable};
use super::{PostgresStore, notices};
use crate::watching::*;
use crate::{StoreError, writing};

#[async_trait]
impl Watching for PostgresStore {
    async fn plan(&self, launch: LaunchId, checks: Vec<Planned>) -> Result<(), StoreError> {
        let launch = i64::from(launch.0);
        let names: Vec<&str> = checks.iter().map(|planned| planned.check.as_str()).collect();
        let firsts: Vec<i64> = checks.iter().map(|planned| planned.first.as_millisecond()).collect();
        let latest: Vec<i64> = checks.iter().map(|planned| planned.latest.as_millisecond()).collect();
        within(async {
            let mut client = self.pool().writer().await?;
            let step = client.transaction().await.map_err(unavailable)?;
            run(&step, "DELETE FROM schedule WHERE launch = $1 AND check_id <> ALL($2)", &[&launch, &names]).await?;
            let sql = "UPDATE schedule s SET due = planned.first_at, claim = NULL, lease = 0 \
                       FROM unnest($2::text[], $3::bigint[], $4::bigint[]) AS planned (check_id, first_at, latest) \
                       WHERE s.launch = $1 AND s.check_id = planned.check_id AND planned.latest < greatest(s.due, s.lease)";
            run(&step, sql, &[&launch, &names, &firsts, &latest]).await?;
            let sql = "INSERT INTO schedule (launch, check_id, due) SELECT $1::bigint, * FROM unnest($2::text[], $3::bigint[]) \
                       ORDER BY 2 ON CONFLICT DO NOTHING";
            run(&step, sql, &[&launch, &names, &firsts]).await?;
            step.commit().await.map_err(unavailable)
        })
        .await
    }

    async fn planned(&self, launch: LaunchId, now: Timestamp) -> Result<Vec<Scheduled>, StoreError> {
        let sql = "SELECT check_id, due, $2 < lease FROM schedule WHERE launch = $1 ORDER BY check_id";
        let found = self.pool().rows(sql, &[&i64::from(launch.0), &now.as_millisecond()]).await?;
        found.iter().map(|row| Ok(Scheduled { check: check(row, 0)?, due: millis(row, 1)?, running: get(row, 2)? })).collect()
    }

    async fn claim_runs(&self, lease: Lease, limit: usize, but: Vec<LaunchId>) -> Result<Vec<DueRun>, StoreError> {
        let sql = "WITH due AS MATERIALIZED (SELECT launch, check_id FROM schedule WHERE due <= $3 AND lease <= $3 AND launch <> ALL($5) \
                     ORDER BY due, launch, check_id LIMIT $4 FOR UPDATE SKIP LOCKED) \
                   UPDATE schedule s SET claim = $1, lease = $2 FROM due WHERE s.launch = due.launch AND s.check_id = due.check_id \
                   RETURNING s.launch, s.check_id, s.due";
        let claim = Uuid::now_v7();
        let but: Vec<i64> = but.iter().map(|launch| i64::from(launch.0)).collect();
        let found =
            self.pool().changed(sql, &[&claim, &lease.until.as_millisecond(), &lease.now.as_millisecond(), &most(limit), &but]).await?;
        found.iter().map(|row| Ok(DueRun { launch: launch_id(row, 0)?, check: check(row, 1)?, due: millis(row, 2)?, claim })).collect()
    }

    async fn finish_run(&self, done: DueRun, next: Timestamp, sample: Sample) -> Result<bool, StoreError> {
        let sql = "WITH mine AS (UPDATE schedule SET due = $4, claim = NULL, lease = 0 WHERE launch = $1 AND check_id = $2 AND claim = $3 \
                     RETURNING launch, check_id), \
                   kept AS (INSERT INTO samples (launch, check_id, at, sample) SELECT launch, check_id, $5, $6 FROM mine ON CONFLICT DO NOTHING) \
                   SELECT 1 FROM mine";
        let (launch, check) = (i64::from(done.launch.0), done.check.as_str());
        let (next, at, sample) = (next.as_millisecond(), sample.at.as_millisecond(), writing::json(&sample)?);
        Ok(!self.pool().changed(sql, &[&launch, &check, &done.claim, &next, &at, &sample]).await?.is_empty())
    }

    async fn next_run(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        let row = self.pool().maybe("SELECT min(greatest(due, lease)) FROM schedule", &[]).await?;
        let next: Option<i64> = row.map(|row| get(&row, 0)).transpose()?.flatten();
        Ok(next.map(|millis| Timestamp::from_millisecond(millis).unwrap_or(now)))
    }

    async fn samples(&self, query: SampleQuery) -> Result<Vec<Sample>, StoreError> {
        let order = if query.latest { "DESC" } else { "ASC" };
        let sql =
            format!("SELECT sample FROM samples WHERE launch = $1 AND check_id = $2 AND $3 < at AND $4 <= at ORDER BY at {order} LIMIT $5");
        let bound = |time: Option<Timestamp>| time.map_or(i64::MIN, Timestamp::as_millisecond);
        let (launch, check) = (i64::from(query.launch.0), query.check.as_str());
        let found = self.pool().rows(&sql, &[&launch, &check, &bound(query.after), &bound(query.from), &most(query.limit)]).await?;
        let mut samples: Vec<Sample> = found.iter().map(|row| json(row, 0)).collect::<Result<_, _>>()?;
        if query.latest {
            samples.reverse();
        }
        Ok(samples)
    }

    async fn forget(&self, before: Timestamp) -> Result<(), StoreError> {
        let sql = "DELETE FROM samples WHERE (launch, check_id, at) IN \
                   (SELECT launch, check_id, at FROM samples WHERE at < $1 LIMIT $2)";
        while self.pool().run(sql, &[&before.as_millisecond(), &most(FORGOTTEN)]).await? == FORGOTTEN as u64 {}
        let sql = "DELETE FROM notices WHERE state <> 'waiting' AND at < $1";
        self.pool().run(sql, &[&before.as_millisecond()]).await.map(drop)
    }

    async fn alerts(&self, launch: LaunchId) -> Result<Vec<AlertRow>, StoreError> {
        let sql = "SELECT alert, standing, version FROM standings WHERE launch = $1 ORDER BY alert";
        let found = self.pool().rows(sql, &[&i64::from(launch.0)]).await?;
        let read = found.iter().map(|row| {
            let version = get::<i64>(row, 2)?.unsigned_abs();
            Ok(AlertRow { alert: text(row, 0)?, standing: json(row, 1)?, version })
        });
        read.collect()
    }

    async fn set_alert(&self, launch: LaunchId, row: AlertRow, new: Vec<NewNotice>, now: Timestamp) -> Result<bool, StoreError> {
        let standing = writing::json(&row.standing)?;
        let version = i64::try_from(row.version).unwrap_or(i64::MAX);
        let sql = match version {
            0 => "INSERT INTO standings (launch, alert, standing, version) VALUES ($1, $2, $3, $4::bigint + 1) ON CONFLICT DO NOTHING",
            _ => "UPDATE standings SET standing = $3, version = version + 1 WHERE launch = $1 AND alert = $2 AND version = $4",
        };
        within(async {
            let mut client = self.pool().writer().await?;
            let step = client.transaction().await.map_err(unavailable)?;
            if run(&step, sql, &[&i64::from(launch.0), &row.alert, &standing, &version]).await? != 1 {
                return Ok(false);
            }
            for notice in &new {
                notices::add(&step, launch, notice, now).await?;
            }
            step.commit().await.map_err(unavailable)?;
            Ok(true)
        })
        .await
    }

    async fn claim_notices(&self, lease: Lease, latest: Timestamp, limit: usize) -> Result<Vec<DueNotice>, StoreError> {
        notices::claim(self.pool(), lease, latest, limit).await
    }

    async fn settle_notice(&self, notice: DueNotice, outcome: Outcome, now: Timestamp) -> Result<bool, StoreError> {
        notices::settle(self.pool(), &notice, &outcome, now).await
    }

    async fn claim_delivery(
        &self,
        launch: LaunchId,
        destination: String,
        lease: Lease,
        latest: Timestamp,
    ) -> Result<Option<Uuid>, StoreError> {
        let sql = "INSERT INTO delivery_claims AS c (launch, destination, claim, lease) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (launch, destination) DO UPDATE SET claim = excluded.claim, lease = excluded.lease \
                   WHERE c.lease <= $5 OR $6 < c.lease";
        let (claim, launch) = (Uuid::now_v7(), i64::from(launch.0));
        let [now, until, latest] = [lease.now, lease.until, latest].map(Timestamp::as_millisecond);
        let taken = self.pool().run(sql, &[&launch, &destination, &claim, &until, &now, &latest]).await?;
        Ok((taken == 1).then_some(claim))
    }

    async fn release_delivery(&self, launch: LaunchId, destination: String, claim: Uuid) -> Result<(), StoreError> {
        let sql = "DELETE FROM delivery_claims WHERE launch = $1 AND destination = $2 AND claim = $3";
        self.pool().run(sql, &[&i64::from(launch.0), &destination, &claim]).await.map(drop)
    }

    async fn notices(&self, launch: LaunchId, limit: usize) -> Result<Vec<NoticeRow>, StoreError> {
        notices::of(self.pool(), launch, limit).await
    }
}

fn check(row: &Row, column: usize) -> Result<CheckId, StoreError> {
    CheckId::try_from(text(row, column)?).map_err(|error| unreadable(&error))
}
