//! Erasing a person, as SQL: one transaction over the account and every launch. What goes is overwritten (`secure_delete`), in the write-ahead log too.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use holdpoint_domain::id::*;
use holdpoint_domain::launch::{ERASED_NAME, Event, Launch, Recorded, Replaced};
use holdpoint_domain::wire::ErasureView;
use rusqlite::{Connection, OpenFlags, Row, params};

use super::accounts::record;
use super::rows::{maybe, rows, run, value};
use super::writer::Batch;
use super::{SqliteStore, blocking, log, unavailable};
use crate::accounts::Act;
use crate::erasure::{
    Ahead, BEGIN, Erasing, Kept, Launches, Looked, Named, Plan, Said, anew, in_json, is_unsigned, no_fingerprint, noted, snapshot_of, told,
};
use crate::{Objection, StoreError, StoredEvent};

/// How long it is waited for readers and for the writer, which waits meanwhile too; and the pause before that is tried again.
const BRIEF: Duration = Duration::from_millis(250);
const PAUSE: Duration = Duration::from_secs(2);

#[async_trait]
impl Erasing for SqliteStore {
    async fn would_erase(&self, person: MemberId) -> Result<ErasureView, StoreError> {
        self.read(move |connection| Ok(plan(connection, person, Launches::new())?.view)).await
    }

    async fn erase(&self, act: Act) -> Result<ErasureView, StoreError> {
        // All logs and all that is kept are read for it, which takes its time: others write meanwhile.
        let person = act.account;
        let ahead = self.read(move |connection| read_ahead(connection, person)).await?;
        let view = self.write(move |batch| erase(batch, &act, ahead)).await?;
        let (path, writer) = (self.readers.path.clone(), Arc::downgrade(&self.writer));
        if !is_overwritten(&path).await {
            tracing::info!("what was erased is overwritten once nobody reads the database as it was");
            tokio::spawn(async move {
                tokio::time::sleep(PAUSE).await;
                // After its end the next start does it.
                while writer.strong_count() != 0 && !is_overwritten(&path).await {
                    tokio::time::sleep(PAUSE).await;
                }
            });
        }
        Ok(view)
    }

    async fn erased(&self) -> Result<Vec<MemberId>, StoreError> {
        self.read(|connection| {
            let ids: Vec<String> = rows(connection, "SELECT id FROM accounts WHERE erased = 1 ORDER BY id", [], |row| row.get(0))?;
            Ok(ids.iter().filter_map(|id| id.parse().ok()).collect())
        })
        .await
    }
}

/// Brings the write-ahead log in: until then the pages as they were are there, and in the database. Who reads those, as a backup does for a while, is in
/// the way.
async fn is_overwritten(path: &Path) -> bool {
    let path = path.to_owned();
    let emptied = blocking(move || {
        let connection = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(unavailable)?;
        connection.busy_timeout(BRIEF).map_err(unavailable)?;
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0)).map_err(unavailable)
    });
    match emptied.await {
        Ok(busy) => busy == 0,
        Err(error) => {
            tracing::debug!(%error, "what was erased is not overwritten yet");
            false
        }
    }
}

fn read_ahead(connection: &Connection, person: MemberId) -> Result<Ahead, StoreError> {
    let (name, mut launches) = (name_of(connection, person)?, Launches::new());
    // What is written while the first look takes its time is left to the second, which takes little.
    for _ in 0..2 {
        launches = look_on(connection, (person, &name), launches)?;
    }
    Ok(Ahead { launches, kept: kept(connection)? })
}

/// The name of somebody who can be erased.
///
/// * Errors: as of [`Erasing::erase`].
fn name_of(connection: &Connection, person: MemberId) -> Result<String, StoreError> {
    let id = person.to_string();
    let sql = "SELECT name, owner FROM accounts WHERE id = ?1 AND erased = 0";
    let account = maybe(connection, sql, [&id], |row| Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?)))?;
    let (name, owner) = account.ok_or(StoreError::NoSuch("person"))?;
    let others = "SELECT EXISTS (SELECT 1 FROM accounts WHERE owner = 1 AND id <> ?1)";
    if owner && !value::<bool>(connection, others, [&id])? {
        return Err(StoreError::NotAccepted(Objection::OnlyOwner));
    }
    Ok(name)
}

/// Looks through all launches.
///
/// * `known`: as they were looked through before. Those to which nothing was appended since are not read again.
fn look_on(connection: &Connection, whom: (MemberId, &str), mut known: Launches) -> Result<Launches, StoreError> {
    let mut looked = Launches::new();
    for (id, head) in log::heads(connection)? {
        let one = match known.remove(&id) {
            Some(one) if one.up_to == head => one,
            _ => Looked::through(log::after(connection, &Said::default(), (id, Seq(0)), usize::MAX)?, whom),
        };
        looked.insert(id, one);
    }
    Ok(looked)
}

fn plan(connection: &Connection, person: MemberId, known: Launches) -> Result<Plan, StoreError> {
    let (id, name) = (person.to_string(), name_of(connection, person)?);
    let count =
        |table: &str| -> Result<u32, StoreError> { value(connection, &format!("SELECT count(*) FROM {table} WHERE account = ?1"), [&id]) };
    let mut plan = Plan {
        view: ErasureView {
            person,
            launches: Vec::new(),
            sessions: count("sessions")?,
            passkeys: count("passkeys")?,
            api_tokens: count("api_tokens")?,
            identities: count("identities")?,
            signing_keys: count("signing_keys")?,
            approvals: 0,
        },
        launches: Vec::new(),
        named: Named::new(),
    };
    look_on(connection, (person, &name), known)?.into_iter().for_each(|(launch, looked)| plan.take(launch, looked));
    Ok(plan)
}

fn erase(batch: &mut Batch<'_>, act: &Act, ahead: Ahead) -> Result<ErasureView, StoreError> {
    let connection = batch.connection;
    let Plan { view, launches, named } = plan(connection, act.account, ahead.launches)?;
    let mut anew = Vec::new();
    for ((id, events), told) in launches.into_iter().zip(&view.launches) {
        anew.push(in_launch(connection, (id, events), told.role, act)?);
    }
    unsigned(connection, &named, &ahead.kept)?;
    account(connection, &view, act)?;
    // Last of all: what is staged is shown even if a later step fails.
    anew.into_iter().for_each(|launch| batch.stage(launch));
    Ok(view)
}

/// Replaces a launch's events, says so in its log, and folds it anew.
fn in_launch(
    connection: &Connection,
    (id, events): (LaunchId, Vec<(StoredEvent, Event)>),
    role: bool,
    act: &Act,
) -> Result<Launch, StoreError> {
    let head: i64 = value(connection, "SELECT max(seq) FROM events WHERE launch = ?1", [id.0])?;
    let head = Seq(head.unsigned_abs());
    let by = head.next();
    let mut replaced = Vec::with_capacity(events.len());
    for (event, now) in events {
        replaced.push(replace(connection, &event, now, by)?);
    }
    // A request by which nothing happened brought its text all the same, and nothing tells whose it was.
    let sql = "UPDATE commands SET fingerprint = ?2 WHERE launch = ?1 \
               AND id NOT IN (SELECT command FROM events WHERE launch = ?1 AND command IS NOT NULL)";
    run(connection, sql, params![id.0, no_fingerprint()?])?;
    let (sender, told) = told(act, replaced, role);
    log::append(connection, (id, head), &sender, told)?;
    // It was of the launch with the person in it.
    run(connection, "DELETE FROM snapshots WHERE launch = ?1", [id.0])?;
    log::fold(connection, id, |_| {})
}

/// Writes what stands in an event's place from now on.
fn replace(connection: &Connection, event: &StoredEvent, now: Event, by: Seq) -> Result<Replaced, StoreError> {
    let (written, replaced) = anew(event, now, by)?;
    let Recorded { launch, seq, command, .. } = written.recorded;
    let payload = String::from_utf8_lossy(&written.payload);
    let sql = "UPDATE events SET payload = ?3, leaf = ?4, was = ?5, was_by = ?6 WHERE launch = ?1 AND seq = ?2";
    run(connection, sql, params![launch.0, log::number(seq)?, payload, &written.leaf[..], replaced.was.0, log::number(by)?])?;
    if let Some(command) = command {
        let nothing = no_fingerprint()?;
        run(connection, "UPDATE commands SET fingerprint = ?2 WHERE id = ?1", params![command.to_string(), nothing])?;
    }
    Ok(replaced)
}

fn kept(connection: &Connection) -> Result<Kept, StoreError> {
    let read = |row: &Row<'_>| Ok((Digest(row.get(0)?), snapshot_of(&row.get::<_, Vec<u8>>(1)?)));
    let all = rows(connection, "SELECT digest, substr(bytes, 1, ?1) FROM blobs", [BEGIN], read)?;
    Ok(all.into_iter().collect())
}

/// Removes what was to be signed in these launches, and was not: snapshots have names and texts in them. Whoever is about to sign asks anew.
///
/// * `known`: what was kept a moment ago. What was kept since is read now.
fn unsigned(connection: &Connection, named: &Named, known: &Kept) -> Result<(), StoreError> {
    for launch in named.keys() {
        run(connection, "DELETE FROM statements WHERE launch = ?1", [launch.to_string()])?;
    }
    let begin = "SELECT substr(bytes, 1, ?2) FROM blobs WHERE digest = ?1";
    for digest in rows(connection, "SELECT digest FROM blobs", [], |row| row.get(0).map(Digest))? {
        let of = match known.get(&digest) {
            Some(of) => *of,
            None => snapshot_of(&value::<Vec<u8>>(connection, begin, params![digest.0, BEGIN])?),
        };
        if is_unsigned(digest, of, named) {
            run(connection, "DELETE FROM blobs WHERE digest = ?1", [digest.0])?;
        }
    }
    Ok(())
}

/// Removes what belongs to the account. Its row stays without a name, and its keys for approvals without more than their public halves.
fn account(connection: &Connection, view: &ErasureView, act: &Act) -> Result<(), StoreError> {
    let id = act.account.to_string();
    for table in ["sessions", "passkeys", "api_tokens", "identities", "recovery_codes", "recovery_links", "statements"] {
        run(connection, &format!("DELETE FROM {table} WHERE account = ?1"), [&id])?;
    }
    run(connection, "DELETE FROM tokens WHERE made_by = ?1", [&id])?;
    let name: String = value(connection, "SELECT name FROM accounts WHERE id = ?1", [&id])?;
    // Messages that were sent and tell the name; those that wait are sent, and forgotten like all others.
    run(connection, "DELETE FROM notices WHERE state <> 'waiting' AND instr(payload, ?1) > 0", [in_json(&name)])?;
    let sql = "UPDATE signing_keys SET name = ?2, credential = NULL, revoked_at = coalesce(revoked_at, ?3) WHERE account = ?1";
    run(connection, sql, params![id, ERASED_NAME, act.at.as_second()])?;
    let sql = "UPDATE accounts SET name = ?2, name_key = id, owner = 0, password_hash = '', erased = 1 WHERE id = ?1";
    run(connection, sql, params![id, ERASED_NAME])?;
    run(connection, "DELETE FROM account_log WHERE account = ?1", [&id])?;
    run(connection, "UPDATE account_log SET by_name = ?2, device = '' WHERE by = ?1", params![id, ERASED_NAME])?;
    let (act, event) = noted(view, act);
    record(connection, &act, &event)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use uuid::Uuid;

    use super::*;
    use crate::Store as _;
    use crate::sample::{creation, named};

    fn act(account: MemberId) -> Act {
        let (by, at) = (MemberId(Uuid::from_u128(1)), "2026-11-24T10:00:00Z".parse().unwrap());
        Act { account, by, by_name: "Ann".into(), device: String::new(), at }
    }

    #[tokio::test]
    async fn logs_that_were_read_ahead_are_not_read_again_and_what_was_appended_since_is() {
        let (folder, ben) = (tempfile::tempdir().unwrap(), MemberId(Uuid::from_u128(2)));
        let store = SqliteStore::open(folder.path()).await.unwrap();
        let sql = format!("INSERT INTO accounts (id, name, name_key, owner, password_hash) VALUES ('{ben}', 'Ben', 'ben', 0, '')");
        store.write(move |batch| run(batch.connection, &sql, [])).await.unwrap();
        for (command, name) in [(1, "One of Ben"), (2, "Two"), (3, "Three")] {
            store.create(creation(command, name)).await.unwrap();
        }
        let ahead = store.read(move |connection| read_ahead(connection, ben)).await.unwrap();
        for (launch, command, name) in [(1, 4, "Again of Ben"), (2, 5, "Also of Ben")] {
            store.submit(LaunchId(launch), named(command, name)).await.unwrap();
        }
        store.create(creation(6, "Four of Ben")).await.unwrap();
        store.write(|batch| run(batch.connection, "UPDATE events SET payload = '{}' WHERE launch = 3", [])).await.unwrap();
        assert!(matches!(store.would_erase(ben).await, Err(StoreError::Unusable(_))), "who reads the third meets that");
        let view = store.write(move |batch| erase(batch, &act(ben), ahead)).await.unwrap();
        let replaced: Vec<_> = view.launches.iter().map(|one| (one.launch.0, one.events.len())).collect();
        assert_eq!(replaced, [(1, 2), (2, 1), (4, 1)]);
        let left = store.read(|connection| value::<i64>(connection, "SELECT count(*) FROM events WHERE instr(payload, 'Ben') > 0", []));
        assert_eq!(left.await.unwrap(), 0);
    }

    #[test]
    fn what_was_looked_through_is_not_read_again_and_what_came_since_is() {
        let connection = Connection::open_in_memory().unwrap();
        let tables = "CREATE TABLE blobs (digest BLOB PRIMARY KEY, bytes BLOB NOT NULL); CREATE TABLE statements (launch TEXT)";
        connection.execute_batch(tables).unwrap();
        let keep = |bytes: &str| {
            let digest = Digest::of(bytes.as_bytes());
            run(&connection, "INSERT INTO blobs VALUES (?1, ?2)", params![digest.0, bytes.as_bytes()]).unwrap();
            digest
        };
        let snapshot = |launch: u32, name: &str| keep(&format!(r#"{{"v":1,"launch":{{"id":"LCH-{launch}","name":"{name}"}}}}"#));
        snapshot(1, "Asked for, and not signed");
        let stay = [snapshot(1, "Signed"), snapshot(2, "Elsewhere"), keep("no snapshot")];
        let known = kept(&connection).unwrap();
        // Read again, none of it would be a snapshot.
        run(&connection, "UPDATE blobs SET bytes = x'00'", []).unwrap();
        snapshot(1, "Asked for since");
        unsigned(&connection, &Named::from([(LaunchId(1), BTreeSet::from([stay[0]]))]), &known).unwrap();
        assert_eq!(kept(&connection).unwrap().into_keys().collect::<BTreeSet<_>>(), BTreeSet::from(stay));
    }
}
