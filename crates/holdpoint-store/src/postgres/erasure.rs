//! Erasing a person, as SQL: one transaction over the account and every launch that tells of it.
//!
//! The other replicas hear of it as of any event; whichever meets it forgets the launch and reads it from its first event. PostgreSQL keeps former rows
//! until it has no use for them, which [`sweep`] brings forward; its write-ahead log and its backups are the operator's.

use async_trait::async_trait;
use deadpool_postgres::{ClientWrapper, Object, Transaction};
use holdpoint_domain::id::*;
use holdpoint_domain::launch::{ERASED_NAME, Event, Recorded, Replaced};
use holdpoint_domain::wire::ErasureView;

use super::accounts::{count, record};
use super::pool::{maybe, rows, run, unavailable};
use super::rows::{digest, get, launch_id, text};
use super::{PostgresStore, log, rooms};
use crate::accounts::Act;
use crate::erasure::{BEGIN, Erasing, Looked, Named, Plan, Said, anew, in_json, is_unsigned, no_fingerprint, noted, snapshot_of, told};
use crate::{Objection, StoreError, StoredEvent, writing};

/// Tables in which a row may have told of somebody.
const SWEPT: [&str; 10] =
    ["events", "snapshots", "commands", "accounts", "account_log", "signing_keys", "notices", "rooms", "statements", "blobs"];

#[async_trait]
impl Erasing for PostgresStore {
    async fn would_erase(&self, person: MemberId) -> Result<ErasureView, StoreError> {
        let mut client = self.pool().reader().await?;
        let step = client.transaction().await.map_err(unavailable)?;
        take_time(&step).await?;
        Ok(plan(&step, person, Hold::Nothing).await?.view)
    }

    async fn erase(&self, act: Act) -> Result<ErasureView, StoreError> {
        let mut client = self.pool().writer().await?;
        let step = client.transaction().await.map_err(unavailable)?;
        take_time(&step).await?;
        // Nobody makes an account meanwhile, and of two owners who erase each other one is too late.
        run(&step, "UPDATE numbers SET value = value + 1 WHERE name = 'account'", &[]).await?;
        let Plan { view, launches, named } = plan(&step, act.account, Hold::All).await?;
        let mut heads = Vec::new();
        for ((id, events), told) in launches.into_iter().zip(&view.launches) {
            heads.push((id, in_launch(&step, (id, events), told.role, &act).await?));
        }
        unsigned(&step, &named).await?;
        account(&step, &view, &act).await?;
        // What living replicas show is without them as soon as their sessions are, and is written anew every few seconds.
        run(&step, rooms::GONE, &[]).await?;
        step.commit().await.map_err(unavailable)?;
        for (id, seq) in heads {
            self.shared.board.forget(id);
            self.shared.board.ring(id, seq);
            self.shared.bells.tell(id, seq);
        }
        // Out of the pool: without a limit it is good for nothing else, even if who asked goes away in between.
        sweep(Object::take(client)).await;
        Ok(view)
    }

    async fn erased(&self) -> Result<Vec<MemberId>, StoreError> {
        let found = self.pool().rows("SELECT id FROM accounts WHERE erased ORDER BY id", &[]).await?;
        found.iter().map(|row| get(row, 0).map(MemberId)).collect()
    }
}

/// All texts of all launches are looked through, which takes longer than any other statement may.
async fn take_time(step: &Transaction<'_>) -> Result<(), StoreError> {
    step.batch_execute("SET LOCAL statement_timeout = 0").await.map_err(unavailable)
}

/// What was replaced is not to lie in the tables for longer than it has to.
async fn sweep(client: ClientWrapper) {
    if let Err(error) = client.batch_execute("SET statement_timeout = 0").await {
        tracing::warn!(%error, "former rows are there until PostgreSQL sweeps by itself");
        return;
    }
    for table in SWEPT {
        if let Err(error) = client.batch_execute(&format!("VACUUM {table}")).await {
            tracing::warn!(%error, table, "former rows are there until PostgreSQL sweeps by itself");
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Hold {
    Nothing,
    /// Nobody changes the account, or appends to a launch, from when it is read: who signs in at the same time is too late, or erased too.
    All,
}

async fn plan(step: &Transaction<'_>, person: MemberId, hold: Hold) -> Result<Plan, StoreError> {
    let lock = if hold == Hold::All { " FOR UPDATE" } else { "" };
    let row = maybe(step, &format!("SELECT name, owner FROM accounts WHERE id = $1 AND NOT erased{lock}"), &[&person.0]).await?;
    let row = row.ok_or(StoreError::NoSuch("person"))?;
    let (name, owner) = (text(&row, 0)?, get::<bool>(&row, 1)?);
    if owner && maybe(step, "SELECT 1 FROM accounts WHERE owner AND id <> $1 LIMIT 1", &[&person.0]).await?.is_none() {
        return Err(StoreError::NotAccepted(Objection::OnlyOwner));
    }
    let of = async |table: &str| count(step, &format!("SELECT count(*) FROM {table} WHERE account = $1"), person).await;
    let view = ErasureView {
        person,
        launches: Vec::new(),
        sessions: of("sessions").await?,
        passkeys: of("passkeys").await?,
        api_tokens: of("api_tokens").await?,
        identities: of("identities").await?,
        signing_keys: of("signing_keys").await?,
        approvals: 0,
    };
    let mut plan = Plan { view, launches: Vec::new(), named: Named::new() };
    // In the order of their ids, so that two who erase do not wait for each other.
    let sql = "SELECT DISTINCT launch FROM events WHERE actor = $1 OR strpos(payload, $2) > 0 OR strpos(payload, $3) > 0 ORDER BY launch";
    for row in &rows(step, sql, &[&person.0, &person.to_string(), &in_json(&name)]).await? {
        let id = launch_id(row, 0)?;
        if hold == Hold::All {
            log::lock_head(step, id).await?;
        }
        let events = log::after(step, &Said::default(), (id, Seq(0)), usize::MAX).await?;
        plan.take(id, Looked::through(events, (person, &name)));
    }
    Ok(plan)
}

/// Replaces a launch's events, and says so in its log. Returns its new head.
async fn in_launch(
    step: &Transaction<'_>,
    (id, events): (LaunchId, Vec<(StoredEvent, Event)>),
    role: bool,
    act: &Act,
) -> Result<Seq, StoreError> {
    let head = log::lock_head(step, id).await?.ok_or(StoreError::NoSuchLaunch(id))?;
    let mut replaced = Vec::with_capacity(events.len());
    for (event, now) in events {
        replaced.push(replace(step, &event, now, head.next()).await?);
    }
    // A request by which nothing happened brought its text all the same, and nothing tells whose it was.
    let sql = "UPDATE commands SET fingerprint = $2 WHERE launch = $1 \
               AND NOT EXISTS (SELECT 1 FROM events WHERE events.launch = $1 AND events.command = commands.id)";
    run(step, sql, &[&i64::from(id.0), &no_fingerprint()?]).await?;
    let (sender, told) = told(act, replaced, role);
    let news = writing::written((id, head), &sender, told)?;
    log::append(step, id, &news, &[]).await.map_err(unavailable)?;
    // Another one is taken when it is opened the next time.
    run(step, "DELETE FROM snapshots WHERE launch = $1", &[&i64::from(id.0)]).await?;
    Ok(news.last().map_or(head, |last| last.recorded.seq))
}

/// Writes what stands in an event's place from now on.
async fn replace(step: &Transaction<'_>, event: &StoredEvent, now: Event, by: Seq) -> Result<Replaced, StoreError> {
    let (written, replaced) = anew(event, now, by)?;
    let Recorded { launch, seq, command, .. } = written.recorded;
    let launch = i64::from(launch.0);
    let payload = String::from_utf8_lossy(&written.payload);
    let sql = "UPDATE events SET payload = $3, leaf = $4, was = $5, was_by = $6 WHERE launch = $1 AND seq = $2";
    run(step, sql, &[&launch, &log::number(seq), &payload, &&written.leaf[..], &&replaced.was.0[..], &log::number(by)]).await?;
    if let Some(command) = command {
        let nothing = no_fingerprint()?;
        run(step, "UPDATE commands SET fingerprint = $3 WHERE launch = $1 AND id = $2", &[&launch, &command.0, &nothing]).await?;
    }
    Ok(replaced)
}

/// Removes what was to be signed in these launches, and was not: snapshots have names and texts in them. Whoever is about to sign asks anew.
async fn unsigned(step: &Transaction<'_>, named: &Named) -> Result<(), StoreError> {
    let launches: Vec<i64> = named.keys().map(|id| i64::from(id.0)).collect();
    run(step, "DELETE FROM statements WHERE launch = ANY($1)", &[&launches]).await?;
    let mut unsigned: Vec<Vec<u8>> = Vec::new();
    for row in &rows(step, "SELECT digest, substring(bytes FROM 1 FOR $1) FROM blobs", &[&BEGIN]).await? {
        let (digest, begin) = (digest(row, 0)?, get::<Vec<u8>>(row, 1)?);
        if is_unsigned(digest, snapshot_of(&begin), named) {
            unsigned.push(digest.0.to_vec());
        }
    }
    run(step, "DELETE FROM blobs WHERE digest = ANY($1)", &[&unsigned]).await.map(drop)
}

/// Removes what belongs to the account. Its row stays without a name, and its keys for approvals without more than their public halves.
async fn account(step: &Transaction<'_>, view: &ErasureView, act: &Act) -> Result<(), StoreError> {
    let id = act.account.0;
    for table in ["sessions", "passkeys", "api_tokens", "identities", "recovery_codes", "recovery_links", "statements"] {
        run(step, &format!("DELETE FROM {table} WHERE account = $1"), &[&id]).await?;
    }
    run(step, "DELETE FROM tokens WHERE made_by = $1", &[&id]).await?;
    let row = maybe(step, "SELECT name FROM accounts WHERE id = $1", &[&id]).await?.ok_or(StoreError::NoSuch("person"))?;
    // Messages that were sent and tell the name; those that wait are sent, and forgotten like all others.
    let sql = "DELETE FROM notices WHERE state <> 'waiting' AND strpos(payload, $1) > 0";
    run(step, sql, &[&in_json(&text(&row, 0)?)]).await?;
    let (nobody, at) = (ERASED_NAME, act.at.as_second());
    let sql = "UPDATE signing_keys SET name = $2, credential = NULL, revoked_at = coalesce(revoked_at, $3) WHERE account = $1";
    run(step, sql, &[&id, &nobody, &at]).await?;
    let sql = "UPDATE accounts SET name = $2, name_key = id::text, owner = false, password_hash = '', erased = true WHERE id = $1";
    run(step, sql, &[&id, &nobody]).await?;
    run(step, "DELETE FROM account_log WHERE account = $1", &[&id]).await?;
    run(step, "UPDATE account_log SET by_name = $2, device = '' WHERE by = $1", &[&id, &nobody]).await?;
    let (act, event) = noted(view, act);
    record(step, &act, &event).await
}
