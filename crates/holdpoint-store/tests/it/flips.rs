//! A bit of the files that flipped: found, or harmless; never another history.

use holdpoint_domain::launch::Launch;

use super::*;

type Told = (Launch, Vec<(Recorded, Vec<u8>, Vec<u8>)>);

async fn told(store: &dyn Store) -> Result<Told, StoreError> {
    let launch = Launch::clone(&*store.launch(LaunchId(1)).await?);
    let page = store.after(LaunchId(1), Seq(0), 10_000).await?;
    // Which wish an event came from is no part of the history: it only tells a page that its wish has arrived.
    let events =
        page.events.into_iter().map(|event| (Recorded { command: None, ..event.recorded }, event.payload.to_vec(), event.leaf.to_vec()));
    Ok((launch, events.collect()))
}

/// A folder with a short history. `closed`: in the database itself; else in the write-ahead log, as a killed server leaves it.
async fn story(folder: &Path, closed: bool) -> (Told, Digest) {
    let store = open(folder).await;
    store.create(creation(1, "One")).await.unwrap();
    for n in 0..60 {
        store.submit(LaunchId(1), comment(100 + n, &format!("hello {n}"))).await.unwrap();
    }
    let digest = store.keep(vec![7; 5_000]).await.unwrap();
    let truth = told(&*store).await.unwrap();
    if closed {
        store.close().await;
        drop(store);
        let database = rusqlite::Connection::open(folder.join("holdpoint.db")).unwrap();
        database.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    } else {
        // Closing would move the log into the database.
        std::mem::forget(store);
    }
    (truth, digest)
}

/// Another folder with the same files, one bit of one of them flipped.
fn flipped(from: &Path, file: &str, place: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["holdpoint.db", "holdpoint.db-wal"] {
        let Ok(mut bytes) = std::fs::read(from.join(name)) else { continue };
        if name == file {
            bytes[place] ^= 1 << (place % 8);
        }
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_database_it_is_found_or_harmless() {
    let folder = tempfile::tempdir().unwrap();
    let (truth, digest) = story(folder.path(), true).await;
    let size = std::fs::metadata(folder.path().join("holdpoint.db")).unwrap().len() as usize;
    let (mut found, mut harmless) = (0, 0);
    for place in (0..400).map(|n| n * size / 400 + n * 31 % 97) {
        let other = flipped(folder.path(), "holdpoint.db", place.min(size - 1));
        let Ok(store) = SqliteStore::open(other.path()).await else {
            found += 1;
            continue;
        };
        match told(&store).await {
            Ok(now) => assert_eq!(now, truth, "byte {place}"),
            Err(_) => found += 1,
        }
        // Not there any more is said to whoever asks; other bytes would be a lie.
        if let Ok(Some(bytes)) = store.kept(digest).await {
            assert_eq!(bytes, vec![7; 5_000], "byte {place}");
            harmless += 1;
        }
    }
    println!("{found} found, {harmless} harmless");
    assert!(50 < found && 50 < harmless, "{found} found, {harmless} harmless");
}

/// What lies behind a damaged frame of the log is not read: what remains is the history as it was.
#[tokio::test(flavor = "multi_thread")]
async fn in_the_write_ahead_log_it_leaves_a_history_that_was_one() {
    let folder = tempfile::tempdir().unwrap();
    let (truth, _) = story(folder.path(), false).await;
    let size = std::fs::metadata(folder.path().join("holdpoint.db-wal")).unwrap().len() as usize;
    let mut shorter = 0;
    for place in (0..200).map(|n| n * size / 200 + n * 31 % 97) {
        let other = flipped(folder.path(), "holdpoint.db-wal", place.min(size - 1));
        let Ok(store) = SqliteStore::open(other.path()).await else { continue };
        let Ok((launch, events)) = told(&store).await else { continue };
        assert_eq!(events, truth.1[..events.len()], "byte {place}");
        assert_eq!(Launch::fold(events.iter().map(|(recorded, ..)| recorded)), Some(launch));
        shorter += usize::from(events.len() < truth.1.len());
    }
    assert!(20 < shorter, "{shorter}");
}
