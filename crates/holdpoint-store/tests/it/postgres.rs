//! What only several replicas over one database can get wrong, and a database that goes away.
//!
//! * `chaos`: sixty-four writers, two replicas, and a database that is killed again and again.
//! * `erased`: somebody is erased while another replica has them in memory.
//! * `line`: a line that breaks at the worst moment.
//! * `snapshots`: shortcuts of a replica's start.

mod chaos;
mod erased;
mod line;
mod snapshots;

use std::time::{Duration, Instant};

use holdpoint_domain::launch::Launch;
use holdpoint_emulator::postgres::{self, End, Postgres};
use holdpoint_store::postgres::PostgresStore;
use holdpoint_store::{People as _, Watching as _};

use super::*;

async fn place() -> (Arc<Postgres>, String) {
    match Place::database().await {
        Place::Database(server, url) => (server, url),
        Place::Folder(_) => unreachable!(),
    }
}

async fn replica(url: &str) -> Arc<PostgresStore> {
    Arc::new(PostgresStore::open(url).await.unwrap())
}

async fn refusal(url: &str) -> String {
    match PostgresStore::open(url).await {
        Ok(_) => panic!("it opened"),
        Err(StoreError::Unusable(sentence)) => sentence,
        Err(error) => panic!("not a sentence: {error:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_replica_wrote_the_other_shows_at_once_and_wakes_its_readers() {
    let (_server, url) = place().await;
    let (one, two) = (replica(&url).await, replica(&url).await);
    assert_eq!(one.server_id(), two.server_id());
    let id = one.create(creation(1, "One")).await.unwrap().id;
    assert_eq!(two.launches().await.unwrap().len(), 1);
    assert_eq!(two.create(creation(1, "One")).await.unwrap().id, id, "sent again to the other one");
    let mut bell = two.watch(id);
    let mut late = Vec::new();
    for n in 0..20 {
        let seq = one.submit(id, comment(100 + n, "hello")).await.unwrap().seq;
        // Whoever asks is told at once, and rings too: every other time nobody asks.
        if n % 2 == 0 {
            let began = Instant::now();
            tokio::time::timeout(Duration::from_secs(60), bell.wait_for(|rung| seq <= *rung)).await.expect("a bell that rings").unwrap();
            late.push(began.elapsed());
        }
        assert_eq!(two.launch(id).await.unwrap().seq, seq, "read your writes, wherever they went");
        assert_eq!(two.submit(id, comment(100 + n, "hello")).await.unwrap().seq, seq, "sent again to the other one");
    }
    late.sort();
    // Looking round alone takes two seconds each time, but for the first.
    assert!(late[2] < Duration::from_secs(1), "woken by the word, not by looking round: {late:?}");
    let page = two.after(id, Seq(0), 1_000).await.unwrap();
    assert_eq!(page.events.len() as u64, page.head.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_that_was_lost_is_found_by_looking_round() {
    let (_server, url) = place().await;
    let (one, two) = (replica(&url).await, replica(&url).await);
    let id = one.create(creation(1, "One")).await.unwrap().id;
    let mut bell = two.watch(id);
    // The other one's voice, and this one's ear: both come back, and nobody repeats what was said meanwhile.
    // Of this database only: other tests have theirs beside it.
    let ends = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() \
                AND (query LIKE '%pg_notify%' OR query LIKE 'LISTEN%' OR query LIKE '%pg_backend_pid%' \
                OR query LIKE 'SELECT launches.id,%= ANY%')";
    for n in 0..5 {
        bell.borrow_and_update();
        postgres::execute(&url, ends).await.unwrap();
        one.submit(id, comment(100 + n, "hello")).await.unwrap();
        tokio::time::timeout(Duration::from_secs(60), bell.changed()).await.expect("a bell that rings").unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn replicas_that_start_together_make_the_tables_once() {
    let (_server, url) = place().await;
    let opened = (0..6).map(|_| {
        let url = url.clone();
        tokio::spawn(async move { replica(&url).await })
    });
    let mut ids = Vec::new();
    for one in opened.collect::<Vec<_>>() {
        ids.push(one.await.unwrap().server_id());
    }
    assert!(ids.iter().all(|id| *id == ids[0]));
}

/// For as long as any request may wait for a lock, which is as long as the second one waits, and longer.
#[tokio::test(flavor = "multi_thread")]
async fn who_changes_tables_is_waited_for_and_who_holds_them_is_told_of() {
    let ((_one, changed), (_two, held)) = (place().await, place().await);
    replica(&changed).await;
    replica(&held).await;
    let (changing, holding) = ("locktype = 'advisory'", "relation = to_regclass('migrations') AND mode = 'AccessExclusiveLock'");
    hold(&changed, "SELECT pg_advisory_lock(7525352680998267246); SELECT pg_sleep(600)", changing).await;
    hold(&held, "BEGIN; LOCK TABLE migrations; SELECT pg_sleep(600)", holding).await;
    let waiting = {
        let changed = changed.clone();
        tokio::spawn(async move { replica(&changed).await })
    };
    let sentence = refusal(&held).await;
    assert!(sentence.contains("something holds them"), "{sentence}");
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(!waiting.is_finished(), "it waits for another replica");
    let end = |what: &str| format!("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE granted AND pid <> pg_backend_pid() AND {what}");
    postgres::execute(&changed, &end(&here(changing))).await.unwrap();
    waiting.await.unwrap();
    postgres::execute(&held, &end(&here(holding))).await.unwrap();
}

/// Locks of this database.
fn here(what: &str) -> String {
    format!("database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND {what}")
}

/// Waits until something is so in the database.
async fn holds(url: &str, condition: &str) {
    let sql = format!("DO $$ BEGIN IF NOT ({condition}) THEN RAISE EXCEPTION 'not so'; END IF; END $$");
    let began = Instant::now();
    while let Err(error) = postgres::execute(url, &sql).await {
        assert!(began.elapsed() < Duration::from_secs(120), "{condition}: {error}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Lets a session hold something, and returns once it does.
///
/// * `what`: how `pg_locks` has it.
async fn hold(url: &str, sql: &'static str, what: &str) {
    let session = url.to_owned();
    tokio::spawn(async move { postgres::execute(&session, sql).await });
    holds(url, &format!("EXISTS (SELECT FROM pg_locks WHERE granted AND {})", here(what))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_build_goes_on_beside_a_newer_one_until_the_newer_says_that_it_cannot() {
    let (_server, url) = place().await;
    let old = replica(&url).await;
    let id = old.create(creation(1, "One")).await.unwrap().id;
    // What a newer build may do: a table, a column with a default, an index.
    let added = "ALTER TABLE events ADD COLUMN erased BOOLEAN NOT NULL DEFAULT false; ALTER TABLE launches ADD COLUMN archived BIGINT; \
                 CREATE TABLE files (digest BYTEA PRIMARY KEY); CREATE INDEX files_of ON events (actor); \
                 INSERT INTO migrations (version, oldest) VALUES (99, 1)";
    postgres::execute(&url, added).await.unwrap();
    old.submit(id, comment(100, "on")).await.unwrap();
    let started_late = replica(&url).await;
    assert_eq!(started_late.submit(id, comment(101, "and on")).await.unwrap().events.len(), 1);
    assert_eq!(old.launch(id).await.unwrap(), started_late.launch(id).await.unwrap());
    postgres::execute(&url, "INSERT INTO migrations (version, oldest) VALUES (100, 99)").await.unwrap();
    assert!(refusal(&url).await.contains("start the newer one"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_launch_of_a_newer_build_is_told_of_and_takes_no_other_with_it() {
    let (_server, url) = place().await;
    let store = replica(&url).await;
    let id = store.create(creation(1, "One")).await.unwrap().id;
    let other = store.create(creation(2, "Two")).await.unwrap().id;
    let cases = [
        ("UPDATE events SET seq = 9 WHERE launch = 1 AND seq = 2", "gap"),
        ("UPDATE events SET seq = 2, at = '2026-11-24T10:00:01Z' WHERE launch = 1 AND seq = 9", "event 2 is not what was written"),
        ("UPDATE events SET payload = '{\"type\":\"teleported\"}' WHERE launch = 1 AND seq = 2", "LCH-1 cannot be read"),
    ];
    for (damage, expected) in cases {
        postgres::execute(&url, damage).await.unwrap();
        let sentence = refusal(&url).await;
        assert!(sentence.contains(expected), "{damage}: {sentence}");
    }
    // And one more of them, while a replica runs that has read the rest.
    let more = "INSERT INTO events SELECT launch, 3, actor, at, command, payload, leaf FROM events WHERE launch = 1 AND seq = 2; \
                UPDATE launches SET seq = 3 WHERE id = 1";
    postgres::execute(&url, more).await.unwrap();
    assert_eq!(store.trouble(), None);
    assert!(matches!(store.launch(id).await, Err(StoreError::Unusable(_))));
    assert!(store.trouble().unwrap().contains("LCH-1"));
    assert_eq!(store.launches().await.unwrap().iter().map(|launch| launch.id).collect::<Vec<_>>(), [other]);
    store.submit(other, comment(100, "on")).await.unwrap();
}

#[tokio::test]
async fn a_database_that_cannot_be_used_is_refused_with_what_to_do() {
    assert!(refusal("mysql://db/holdpoint").await.contains("postgres://"));
    let nobody = holdpoint_emulator::free_port();
    let sentence = refusal(&format!("postgres://ann:hunter2@127.0.0.1:{nobody}/holdpoint")).await;
    assert!(sentence.contains("see that it runs") && !sentence.contains("hunter2"), "{sentence}");
    let (_server, url) = place().await;
    let sentence = refusal(&url.replace("/test_", "/no_test_")).await;
    assert!(sentence.contains("does not exist"), "{sentence}");
    let sentence = refusal(&url.replace("sslmode=disable", "sslmode=require")).await;
    assert!(sentence.contains("TLS"), "{sentence}");
}

#[tokio::test(flavor = "multi_thread")]
async fn reads_and_writes_fail_while_the_database_is_away_and_work_when_it_is_back() {
    let server = Postgres::start().unwrap();
    let store = replica(&server.database().await.unwrap()).await;
    let id = store.create(creation(1, "One")).await.unwrap().id;
    for (round, how) in [End::Immediate, End::Kill].into_iter().enumerate() {
        server.end(how);
        let mut began = Instant::now();
        let mut unavailable = |what: &str, error: Option<StoreError>| {
            assert!(matches!(error, Some(StoreError::Unavailable(_))), "{what}: {error:?}");
            assert!(began.elapsed() < Duration::from_secs(5), "nobody waits long, as docs/scaling.md says: {what}: {:?}", began.elapsed());
            began = Instant::now();
        };
        unavailable("a read", store.launch(id).await.err());
        unavailable("the list", store.launches().await.err());
        unavailable("a page", store.after(id, Seq(0), 9).await.err());
        unavailable("an account", store.has_accounts().await.err());
        unavailable("a write", store.submit(id, comment(900, "hello")).await.err());
        unavailable("a new one", store.create(creation(901, "Two")).await.err());
        unavailable("bytes", store.keep(b"x".to_vec()).await.err());
        server.begin().unwrap();
        let seq = store.submit(id, comment(200 + round as u128, "back")).await.unwrap().seq;
        assert_eq!(store.launch(id).await.unwrap().seq, seq);
    }
}

/// As a machine that hangs, or a network that swallows everything.
#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_says_nothing_is_given_up_on() {
    let server = Postgres::start().unwrap();
    let store = replica(&server.database().await.unwrap()).await;
    let id = store.create(creation(1, "One")).await.unwrap().id;
    let before = store.submit(id, comment(100, "hello")).await.unwrap().seq;
    server.freeze(true);
    let (read, written) = tokio::join!(store.launch(id), store.submit(id, comment(101, "hello")));
    assert!(matches!(read, Err(StoreError::Unavailable(_))), "{read:?}");
    assert!(matches!(written, Err(StoreError::Unavailable(_))), "{written:?}");
    server.freeze(false);
    let seq = store.submit(id, comment(101, "hello")).await.unwrap().seq;
    assert_eq!(seq, before.next(), "sent again, it is there once");
    assert_eq!(store.launch(id).await.unwrap().seq, seq);
}

/// By a session that was forgotten in a transaction, perhaps. A request waits for a lock for eight seconds.
#[tokio::test(flavor = "multi_thread")]
async fn who_waits_together_for_a_launch_that_somebody_holds_is_told_together() {
    let (_server, url) = place().await;
    let store = replica(&url).await;
    let id = store.create(creation(1, "One")).await.unwrap().id;
    let holding = "relation = to_regclass('launches') AND mode = 'RowShareLock'";
    hold(&url, "BEGIN; SELECT FROM launches FOR UPDATE; SELECT pg_sleep(600)", holding).await;
    let began = Instant::now();
    let wishes = (0..6).map(|n| {
        let store = store.clone();
        tokio::spawn(async move { store.submit(id, comment(100 + n, "hello")).await })
    });
    for wish in wishes.collect::<Vec<_>>() {
        let written = wish.await.unwrap();
        assert!(matches!(written, Err(StoreError::Unavailable(_))), "{written:?}");
    }
    // The first one waits alone, and then the others: one after the other it would be 56 seconds.
    assert!(began.elapsed() < Duration::from_secs(35), "{:?}", began.elapsed());
    assert_eq!(store.launch(id).await.unwrap().seq, Seq(2), "who reads waits for nobody");
    let end = format!("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE granted AND pid <> pg_backend_pid() AND {}", here(holding));
    postgres::execute(&url, &end).await.unwrap();
    assert_eq!(store.submit(id, comment(100, "hello")).await.unwrap().events.len(), 1);
}

/// A statement has ten seconds, and would have them again an hour later.
#[tokio::test(flavor = "multi_thread")]
async fn what_has_gathered_for_long_is_forgotten_by_pieces() {
    let (_server, url) = place().await;
    let store = replica(&url).await;
    let slow = "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.001); RETURN OLD; END $$; \
                CREATE TRIGGER slow BEFORE DELETE ON samples FOR EACH ROW EXECUTE FUNCTION slow(); \
                INSERT INTO samples (launch, check_id, at, sample) SELECT 1, 'a', n, '{}' FROM generate_series(1, 12000) n";
    postgres::execute(&url, slow).await.unwrap();
    store.forget(now()).await.unwrap();
    holds(&url, "NOT EXISTS (SELECT 1 FROM samples)").await;
}

/// Every other statement has ten seconds.
#[tokio::test(flavor = "multi_thread")]
async fn an_import_takes_the_time_that_it_needs() {
    let ((_one, from), (_two, to)) = (place().await, place().await);
    let (store, other) = (replica(&from).await, replica(&to).await);
    let id = store.create(creation(1, "One")).await.unwrap().id;
    let slow = "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(11); RETURN NEW; END $$; \
                CREATE TRIGGER slow BEFORE INSERT ON events FOR EACH ROW WHEN (NEW.seq = 1) EXECUTE FUNCTION slow()";
    postgres::execute(&to, slow).await.unwrap();
    other.import(store.export(id).await.unwrap()).await.unwrap();
    assert_eq!(other.launch(id).await.unwrap(), store.launch(id).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_launch_moves_between_the_stores_as_it_is() {
    let (folder, (_server, url), (_same, other)) = (tempfile::tempdir().unwrap(), place().await, place().await);
    let small = SqliteStore::open(folder.path()).await.unwrap();
    small.create(creation(1, "Other")).await.unwrap();
    let id = small.create(creation(2, "One")).await.unwrap().id;
    for n in 0..20 {
        small.submit(id, comment(100 + n, "hello")).await.unwrap();
    }
    super::portable::report(&small, id).await;
    let taken = holdpoint_store::sqlite::portable::export(folder.path(), id).unwrap();
    let big = replica(&url).await;
    big.import(taken.clone()).await.unwrap();
    is_not_accepted(big.import(taken).await, "replaces nothing");
    let again = big.export(id).await.unwrap();
    assert_eq!(again.timestamps, [(Digest::of(b"bundle"), b"at ten".to_vec())]);
    let third = replica(&other).await;
    let clash = third.create(creation(110, "Here")).await.unwrap().id;
    is_not_accepted(third.import(again.clone()).await, "answered for another launch");
    assert_eq!(third.launches().await.unwrap().len(), 1, "nothing is left of it");
    assert_ne!(clash, id);
    let all: [&dyn Store; 2] = [&small, &*big];
    let mut told: Vec<(Launch, Vec<Vec<u8>>)> = Vec::new();
    for store in all {
        let page = store.after(id, Seq(0), 1_000).await.unwrap();
        let leaves = page.events.iter().map(|event| event.leaf.to_vec()).collect();
        told.push((Launch::clone(&*store.launch(id).await.unwrap()), leaves));
    }
    assert_eq!(told[0], told[1]);
    assert_eq!(big.submit(id, comment(100, "hello")).await.unwrap().events.len(), 0, "what was answered stays answered");
    assert_eq!(big.create(creation(901, "Next")).await.unwrap().id, LaunchId(3), "numbers go on behind it");
    assert!(matches!(big.export(LaunchId(9)).await, Err(StoreError::NoSuchLaunch(_))));
}
