//! Erasing a person, as SQL: one transaction over the account and every launch that tells of it.
//!
//! The other replicas hear of it as of any event; whichever meets it forgets the launch and reads it from its first event. PostgreSQL keeps former rows
//! until it has no use for them, which [`sweep`] brings forward; its write-ahead log and its backups are the operator's.

use std::collections::BTreeSet;

use async_trait::async_trait;
use deadpool_postgres::{ClientWrapper, Object, Transaction};
use holdpoint_domain::id::*;
use holdpoint_domain::launch::{ERASED_NAME, Event, Recorded, Replaced};
use holdpoint_domain::wire::ErasureView;
use tokio_postgres::IsolationLevel;

use super::accounts::{count, record};
use super::log::{self, Head};
use super::pool::{maybe, rows, run, unavailable};
use super::rows::{digest, get, launch_id, text};
use super::{PostgresStore, rooms};
use crate::accounts::Act;
use crate::erasure::{
    Ahead, BEGIN, Erasing, Kept, Launches, Looked, Named, Plan, Said, anew, in_json, is_unsigned, no_fingerprint, noted, snapshot_of, told,
};
use crate::{Objection, StoreError, StoredEvent, writing};

/// Tables in which a row may have told of somebody.
const SWEPT: [&str; 10] =
    ["events", "snapshots", "commands", "accounts", "account_log", "signing_keys", "notices", "rooms", "statements", "blobs"];

#[async_trait]
impl Erasing for PostgresStore {
    async fn would_erase(&self, person: MemberId) -> Result<ErasureView, StoreError> {
        let mut client = self.patient_reader().await?;
        let moment = at_one_moment(&mut client).await?;
        Ok(plan(&moment, person, Launches::new(), Hold::Nothing).await?.view)
    }

    async fn erase(&self, act: Act) -> Result<ErasureView, StoreError> {
        // All logs and all that is kept are read for it, which takes its time: nobody is held up meanwhile.
        let Ahead { launches: known, kept } = self.read_ahead(act.account).await?;
        let mut client = self.pool().writer().await?;
        let step = client.transaction().await.map_err(unavailable)?;
        take_time(&step).await?;
        // Nobody makes an account meanwhile, and of two owners who erase each other one is too late.
        run(&step, "UPDATE numbers SET value = value + 1 WHERE name = 'account'", &[]).await?;
        let Plan { view, launches, named } = plan(&step, act.account, known, Hold::All).await?;
        let mut heads = Vec::new();
        for ((id, events), told) in launches.into_iter().zip(&view.launches) {
            heads.push((id, in_launch(&step, (id, events), told.role, &act).await?));
        }
        unsigned(&step, &named, kept).await?;
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

impl PostgresStore {
    /// A connection out of the pool: if who asked goes away, the database goes on with what has no limit, and nobody else waits behind that.
    async fn patient_reader(&self) -> Result<ClientWrapper, StoreError> {
        self.pool().reader().await.map(Object::take)
    }

    async fn read_ahead(&self, person: MemberId) -> Result<Ahead, StoreError> {
        let (mut ahead, mut client) = (Ahead::default(), self.patient_reader().await?);
        // What is written while the first look takes its time is left to the second, which takes little.
        for _ in 0..2 {
            let moment = at_one_moment(&mut client).await?;
            let name = name_of(&moment, person, Hold::Nothing).await?;
            ahead.launches = look_on(&moment, (person, &name), ahead.launches, Hold::Nothing).await?;
        }
        let moment = at_one_moment(&mut client).await?;
        look_at_kept(&moment, &mut ahead.kept).await?;
        Ok(ahead)
    }
}

/// Reads only, and sees what was committed by now in all that it reads.
async fn at_one_moment(client: &mut ClientWrapper) -> Result<Transaction<'_>, StoreError> {
    let begun = client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true).start().await;
    let moment = begun.map_err(unavailable)?;
    take_time(&moment).await?;
    Ok(moment)
}

/// All texts of all launches are looked through, or all of a long one is moved, which takes longer than any other statement may.
pub async fn take_time(step: &Transaction<'_>) -> Result<(), StoreError> {
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
    /// Nobody changes the account from when it is read, or appends to a launch that tells of the person: who signs in at the same time is too late, or
    /// erased too.
    All,
}

/// The name of somebody who can be erased.
///
/// * Errors: as of [`Erasing::erase`].
async fn name_of(step: &Transaction<'_>, person: MemberId, hold: Hold) -> Result<String, StoreError> {
    let lock = if hold == Hold::All { " FOR UPDATE" } else { "" };
    let row = maybe(step, &format!("SELECT name, owner FROM accounts WHERE id = $1 AND NOT erased{lock}"), &[&person.0]).await?;
    let row = row.ok_or(StoreError::NoSuch("person"))?;
    let (name, owner) = (text(&row, 0)?, get::<bool>(&row, 1)?);
    if owner && maybe(step, "SELECT 1 FROM accounts WHERE owner AND id <> $1 LIMIT 1", &[&person.0]).await?.is_none() {
        return Err(StoreError::NotAccepted(Objection::OnlyOwner));
    }
    Ok(name)
}

async fn plan(step: &Transaction<'_>, person: MemberId, known: Launches, hold: Hold) -> Result<Plan, StoreError> {
    let name = name_of(step, person, hold).await?;
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
    look_on(step, (person, &name), known, hold).await?.into_iter().for_each(|(launch, looked)| plan.take(launch, looked));
    Ok(plan)
}

/// Looks through all launches.
///
/// * `known`: as they were looked through before. Those to which nothing was appended since are not read again.
async fn look_on(
    step: &Transaction<'_>,
    (person, name): (MemberId, &str),
    mut known: Launches,
    hold: Hold,
) -> Result<Launches, StoreError> {
    let (is_first, mut looked, mut grown) = (known.is_empty(), Launches::new(), Vec::new());
    for row in &rows(step, log::HEADS, &[]).await? {
        let (id, head) = (launch_id(row, 0)?, log::head_in(row)?);
        let one = known.remove(&id).filter(|one| is_up_to(one, head));
        if one.is_none() {
            grown.push(i64::from(id.0));
        }
        looked.insert(id, one.unwrap_or_else(|| Looked::nothing(head.seq, head.mark)));
    }
    // Which of the others may tell of the person at all, the database sees without giving their logs out.
    let sql = "SELECT DISTINCT launch FROM events WHERE ($4::bigint[] IS NULL OR launch = ANY($4)) \
               AND (actor = $1 OR strpos(payload, $2) > 0 OR strpos(payload, $3) > 0)";
    let of = (!is_first).then_some(grown);
    let found = rows(step, sql, &[&person.0, &person.to_string(), &in_json(name), &of]).await?;
    let news = found.iter().map(|row| launch_id(row, 0)).collect::<Result<BTreeSet<_>, _>>()?;
    let mut all = news.clone();
    all.extend(looked.iter().filter(|(_, one)| one.tells()).map(|(id, _)| *id));
    // In the order of their ids, so that two who erase do not wait for each other.
    for id in all {
        let head = if hold == Hold::All { Some(held(step, id).await?) } else { None };
        let is_known = looked.get(&id).is_some_and(|one| head.is_none_or(|head| is_up_to(one, head)));
        if !is_known || news.contains(&id) {
            let events = log::after(step, &Said::default(), (id, Seq(0)), usize::MAX).await?;
            looked.insert(id, Looked::through(events, (person, name)));
        }
    }
    Ok(looked)
}

fn is_up_to(one: &Looked, head: Head) -> bool {
    one.up_to == head.seq && !log::differ(one.mark, head.mark)
}

/// Where a launch's log ends, to which nobody appends until this transaction ends.
async fn held(step: &Transaction<'_>, id: LaunchId) -> Result<Head, StoreError> {
    let seq = log::lock_head(step, id).await?.ok_or(StoreError::NoSuchLaunch(id))?;
    Ok(Head { seq, mark: log::mark(step, id, seq).await? })
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
///
/// * `kept`: what was kept a moment ago. What was kept since is read now.
async fn unsigned(step: &Transaction<'_>, named: &Named, mut kept: Kept) -> Result<(), StoreError> {
    let launches: Vec<i64> = named.keys().map(|id| i64::from(id.0)).collect();
    run(step, "DELETE FROM statements WHERE launch = ANY($1)", &[&launches]).await?;
    look_at_kept(step, &mut kept).await?;
    let unsigned = kept.iter().filter(|(digest, of)| is_unsigned(**digest, **of, named));
    let unsigned: Vec<Vec<u8>> = unsigned.map(|(digest, _)| digest.0.to_vec()).collect();
    run(step, "DELETE FROM blobs WHERE digest = ANY($1)", &[&unsigned]).await.map(drop)
}

/// Looks at all that is kept and not known.
async fn look_at_kept(step: &Transaction<'_>, known: &mut Kept) -> Result<(), StoreError> {
    let mut new: Option<Vec<Vec<u8>>> = None;
    if !known.is_empty() {
        let there = rows(step, "SELECT digest FROM blobs", &[]).await?;
        let there = there.iter().map(|row| digest(row, 0)).collect::<Result<Vec<_>, _>>()?;
        new = Some(there.into_iter().filter(|digest| !known.contains_key(digest)).map(|digest| digest.0.to_vec()).collect());
    }
    let sql = "SELECT digest, substring(bytes FROM 1 FOR $1) FROM blobs WHERE $2::bytea[] IS NULL OR digest = ANY($2)";
    for row in &rows(step, sql, &[&BEGIN, &new]).await? {
        known.insert(digest(row, 0)?, snapshot_of(&get::<Vec<u8>>(row, 1)?));
    }
    Ok(())
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
