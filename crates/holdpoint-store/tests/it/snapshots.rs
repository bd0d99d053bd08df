//! Shortcuts of the start: what they say is checked, and what they say wrongly does not last.

use std::time::Duration;

use holdpoint_domain::launch::Launch;
use rusqlite::{Connection, params};
use sha2::Digest as _;

use super::*;

/// More than one snapshot takes, and some events behind it.
const EVENTS: u128 = 1_010;

on_every_store!(a_long_launch_opens_as_it_was_and_goes_on);

async fn a_long_launch_opens_as_it_was_and_goes_on(place: &Place) {
    let store = place.open().await;
    let id = store.create(creation(1, "Long")).await.unwrap().id;
    let truth = lengthen(store.clone(), id).await;
    store.close().await;
    drop(store);
    for n in 0..3 {
        let store = place.open().await;
        let opened = store.launch(id).await.unwrap();
        assert_eq!((&opened.details, opened.seq.0), (&truth.details, truth.seq.0 + n));
        assert_eq!(store.submit(id, comment(20_000 + u128::from(n), "on")).await.unwrap().seq, opened.seq.next());
        let events = store.after(id, Seq(0), usize::MAX).await.unwrap().events;
        assert_eq!(events.len() as u64, opened.seq.0 + 1, "and all of its history is there");
        store.close().await;
    }
}

/// A launch with a long history, closed.
async fn long(folder: &Path) -> Launch {
    let store = open(folder).await;
    let id = store.create(creation(1, "Long")).await.unwrap().id;
    let launch = lengthen(store.clone(), id).await;
    store.close().await;
    launch
}

/// What a store tells once it has found out that something is wrong.
pub async fn told(store: &dyn Store) -> String {
    let told = async {
        loop {
            if let Some(sentence) = store.trouble() {
                return sentence;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), told).await.unwrap()
}

/// Writes a long history.
pub async fn lengthen(store: Arc<dyn Store>, id: LaunchId) -> Launch {
    let mut writes = tokio::task::JoinSet::new();
    for n in 0..EVENTS {
        let store = store.clone();
        let date = format!("2026-12-{:02}", 1 + n % 28);
        writes.spawn(async move { store.submit(id, due(100 + n, &date)).await.unwrap() });
    }
    writes.join_all().await;
    // Some of them found nothing to do: how many is a matter of the order in which they came.
    for n in 0.. {
        if 1_005 < store.launch(id).await.unwrap().seq.0 {
            break;
        }
        store.submit(id, due(10_000 + n, if n % 2 == 0 { "2027-01-01" } else { "2027-01-02" })).await.unwrap();
    }
    Launch::clone(&*store.launch(id).await.unwrap())
}

fn database(folder: &Path) -> Connection {
    Connection::open(folder.join("holdpoint.db")).unwrap()
}

async fn reopened(folder: &Path) -> Launch {
    let store = open(folder).await;
    let launch = Launch::clone(&*store.launch(LaunchId(1)).await.unwrap());
    store.close().await;
    launch
}

#[tokio::test(flavor = "multi_thread")]
async fn a_snapshot_that_is_damaged_or_of_other_rules_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let truth = long(folder.path()).await;
    assert_eq!(reopened(folder.path()).await, truth);
    let damages = [
        "UPDATE snapshots SET state = CAST(replace(CAST(state AS TEXT), '\"Long\"', '\"Lung\"') AS BLOB)",
        "UPDATE snapshots SET state = substr(state, 1, 100)",
        "UPDATE snapshots SET state = x''",
        "UPDATE snapshots SET seq = seq - 1",
        "UPDATE snapshots SET seq = -9223372036854775808",
        "UPDATE snapshots SET leaf = zeroblob(32)",
        "UPDATE snapshots SET digest = zeroblob(31)",
        "UPDATE snapshots SET rules = 'those of another build'",
        "DELETE FROM snapshots",
    ];
    for damage in damages {
        let connection = database(folder.path());
        assert_eq!(connection.execute(damage, []).unwrap(), 1, "{damage}");
        drop(connection);
        assert_eq!(reopened(folder.path()).await, truth, "{damage}");
        let whole: i64 = database(folder.path()).query_row("SELECT length(state) FROM snapshots", [], |row| row.get(0)).unwrap();
        assert!(500 < whole, "{damage}: a new one was taken");
    }
}

/// Writes another state, with a digest that fits: what a defect of an earlier build would leave.
fn forge(folder: &Path) {
    let connection = database(folder);
    let (seq, rules, leaf, state): (i64, String, Vec<u8>, Vec<u8>) = connection
        .query_row("SELECT seq, rules, leaf, state FROM snapshots", [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .unwrap();
    let state = String::from_utf8(state).unwrap().replace("\"Long\"", "\"Lung\"");
    let hash = sha2::Sha256::new().chain_update(&rules).chain_update([0]).chain_update(1_u32.to_be_bytes());
    let digest: [u8; 32] = hash.chain_update(seq.to_be_bytes()).chain_update(&leaf).chain_update(&state).finalize().into();
    connection.execute("UPDATE snapshots SET state = ?1, digest = ?2", params![state.into_bytes(), digest]).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_snapshot_that_lies_is_found_out_by_the_replay() {
    let folder = tempfile::tempdir().unwrap();
    let truth = long(folder.path()).await;
    forge(folder.path());
    let store = open(folder.path()).await;
    let id = LaunchId(1);
    let mut bell = store.watch(id);
    // What is written meanwhile is kept.
    let seq = store.submit(id, comment(9_999, "meanwhile")).await.unwrap().seq;
    while store.launch(id).await.unwrap().details.name.value != "Long" {
        tokio::time::timeout(Duration::from_secs(60), bell.changed()).await.expect("a replay finds it").unwrap();
    }
    assert_eq!(store.launch(id).await.unwrap().seq, seq);
    assert_eq!(store.trouble(), None, "the log is whole");
    store.close().await;
    drop(store);
    let kept: i64 = database(folder.path()).query_row("SELECT count(*) FROM snapshots", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 0, "and the snapshot is gone");
    assert_eq!(reopened(folder.path()).await.details, truth.details);
}

/// Also shows that a start reads no more than what is behind the snapshot.
#[tokio::test(flavor = "multi_thread")]
async fn an_old_event_that_is_damaged_is_told_after_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let truth = long(folder.path()).await;
    let damage = "UPDATE events SET payload = replace(payload, '2026-12', '2026-11') WHERE seq = 20";
    assert_eq!(database(folder.path()).execute(damage, []).unwrap(), 1);
    let store = open(folder.path()).await;
    assert_eq!(*store.launch(LaunchId(1)).await.unwrap(), truth, "the snapshot is from before the damage");
    assert!(matches!(store.after(LaunchId(1), Seq(10), 20).await, Err(StoreError::Unusable(_))), "no report is made of it");
    let sentence = told(&*store).await;
    assert!(sentence.contains("LCH-1") && sentence.contains("event 20") && sentence.contains("holdpoint restore"), "{sentence}");
    assert!(matches!(store.submit(LaunchId(1), comment(9_999, "on")).await, Err(StoreError::Unusable(_))), "nothing is built on damage");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_damaged_database_is_told_after_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let truth = long(folder.path()).await;
    let connection = database(folder.path());
    connection.execute("INSERT INTO blobs (digest, bytes) VALUES (x'00', zeroblob(20000000))", []).unwrap();
    connection.pragma_update(None, "wal_checkpoint", "TRUNCATE").unwrap();
    // A page that nothing at the start reads.
    let root: u64 = connection
        .query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'samples_by_time'", [], |row| row.get::<_, i64>(0))
        .unwrap()
        .unsigned_abs();
    drop(connection);
    let file = std::fs::File::options().write(true).open(folder.path().join("holdpoint.db")).unwrap();
    std::os::unix::fs::FileExt::write_all_at(&file, &[0x5a; 4096], (root - 1) * 4096).unwrap();
    let store = open(folder.path()).await;
    assert_eq!(*store.launch(LaunchId(1)).await.unwrap(), truth);
    let sentence = told(&*store).await;
    assert!(sentence.contains("damaged"), "{sentence}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_was_cut_off_or_written_anew_is_refused() {
    let cases = [
        "DELETE FROM events WHERE 990 < seq",
        "UPDATE events SET leaf = (SELECT leaf FROM events WHERE seq = 999), payload = (SELECT payload FROM events WHERE seq = 999) \
         WHERE seq = (SELECT seq FROM snapshots)",
    ];
    for damage in cases {
        let folder = tempfile::tempdir().unwrap();
        long(folder.path()).await;
        assert_ne!(database(folder.path()).execute(damage, []).unwrap(), 0);
        match SqliteStore::open(folder.path()).await {
            Err(StoreError::Unusable(sentence)) => assert!(sentence.contains("as it was once written"), "{sentence}"),
            Err(error) => panic!("{error}"),
            Ok(_) => panic!("it opened: {damage}"),
        }
    }
}
