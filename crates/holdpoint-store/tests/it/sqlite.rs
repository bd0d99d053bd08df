//! What only the embedded store can get wrong: one process, one file, one version.

use holdpoint_domain::report::Leaf;
use holdpoint_store::sqlite::backup::{Census, census, put};

use super::*;

async fn refusal(folder: &Path) -> String {
    match SqliteStore::open(folder).await {
        Ok(_) => panic!("it opened"),
        Err(StoreError::Unusable(sentence) | StoreError::OtherBuild(sentence)) => sentence,
        Err(error) => panic!("not a sentence: {error:?}"),
    }
}

#[tokio::test]
async fn a_second_process_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    assert!(refusal(folder.path()).await.contains("another holdpoint process"));
    drop(store);
    open(folder.path()).await;
}

#[tokio::test]
async fn a_folder_that_is_a_file_and_a_damaged_an_unopened_and_a_newer_file_are_refused_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "x").unwrap();
    assert!(refusal(&file).await.contains("choose another with --data"));

    let damaged = folder.path().join("damaged");
    std::fs::create_dir(&damaged).unwrap();
    std::fs::write(damaged.join("holdpoint.db"), "this is no database, however long it is".repeat(50)).unwrap();
    assert!(refusal(&damaged).await.contains("holdpoint restore BACKUP --data"));

    // Nothing is wrong with what it holds: the way is no backup.
    let unopened = folder.path().join("unopened");
    std::fs::create_dir_all(unopened.join("holdpoint.db")).unwrap();
    let sentence = refusal(&unopened).await;
    assert!(sentence.contains("is there room on its disk") && !sentence.contains("restore"), "{sentence}");

    let newer = folder.path().join("newer");
    drop(open(&newer).await);
    let database = rusqlite::Connection::open(newer.join("holdpoint.db")).unwrap();
    database.pragma_update(None, "user_version", 99).unwrap();
    drop(database);
    assert!(refusal(&newer).await.contains("newer Holdpoint"));
}

#[tokio::test]
async fn the_database_is_for_its_user_only_where_others_can_enter_the_folder() {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    std::fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    let mode = |name: &str| std::fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o777;
    let store = open(folder.path()).await;
    store.create(creation(1, "One")).await.unwrap();
    for name in ["holdpoint.db", "holdpoint.db-wal", "holdpoint.db-shm", "holdpoint.lock"] {
        assert_eq!(mode(name), 0o600, "{name}");
    }
    drop(store);
    // As an earlier build made it.
    std::fs::set_permissions(folder.path().join("holdpoint.db"), Permissions::from_mode(0o644)).unwrap();
    let _again = open(folder.path()).await;
    assert_eq!(mode("holdpoint.db"), 0o600);
}

#[tokio::test]
async fn events_of_a_newer_build_and_gaps_are_refused_not_guessed() {
    let cases = [
        ("UPDATE events SET payload = '{\"type\":\"teleported\"}' WHERE seq = 2", "LCH-1 cannot be read"),
        ("UPDATE events SET seq = 9 WHERE seq = 2", "gap"),
        ("UPDATE events SET actor = 'x' WHERE seq = 2", "actor"),
        ("UPDATE events SET at = '2026-11-24T10:00:01Z' WHERE seq = 2", "event 2 is not what was written"),
        ("UPDATE events SET payload = replace(payload, 'One', 'Two') WHERE seq = 1", "event 1 is not what was written"),
        ("UPDATE events SET leaf = zeroblob(9) WHERE seq = 1", "event 1 is not what was written"),
    ];
    for (damage, expected) in cases {
        let folder = tempfile::tempdir().unwrap();
        let store = open(folder.path()).await;
        store.create(creation(1, "One")).await.unwrap();
        drop(store);
        let database = rusqlite::Connection::open(folder.path().join("holdpoint.db")).unwrap();
        assert_eq!(database.execute(damage, []).unwrap(), 1, "{damage}");
        drop(database);
        let sentence = refusal(folder.path()).await;
        assert!(sentence.contains(expected), "{damage}: {sentence}");
    }
}

/// As where a folder is a volume of its own, which cannot be moved.
#[test]
fn a_restore_that_cannot_move_all_puts_back_what_it_has_moved() {
    let folder = tempfile::tempdir().unwrap();
    let (data, staged) = (folder.path(), folder.path().join("staged"));
    for (place, text) in [(data, "old"), (staged.as_path(), "new")] {
        for name in ["keys", "files"] {
            std::fs::create_dir_all(place.join(name)).unwrap();
        }
        for name in ["holdpoint.db", "keys/log.key"] {
            std::fs::write(place.join(name), text).unwrap();
        }
    }
    let texts = |place: &Path| ["holdpoint.db", "keys/log.key"].map(|name| std::fs::read_to_string(place.join(name)).unwrap());
    std::fs::create_dir_all(data.join("other/volume")).unwrap();
    std::fs::write(data.join("holdpoint.db-journal"), "of another database").unwrap();
    let error = put(data, &staged, &["keys", "other/volume"], Some("aside")).unwrap_err();
    assert!(matches!(&error, StoreError::Unavailable(cause) if cause.to_string().contains("other/volume cannot be moved")), "{error:?}");
    assert_eq!([texts(data), texts(staged.as_path())], [["old", "old"], ["new", "new"]]);
    assert!(data.join("holdpoint.db-journal").exists());
    assert!(["aside", "restore.unfinished"].iter().all(|name| !data.join(name).exists()), "nothing is left of it");

    // And a link to a volume that is not there just now.
    std::fs::remove_dir(data.join("files")).unwrap();
    std::os::unix::fs::symlink("nowhere", data.join("files")).unwrap();
    let aside = put(data, &staged, &["keys", "files"], Some("aside")).unwrap().unwrap();
    assert_eq!([texts(data), texts(aside.as_path())], [["new", "new"], ["old", "old"]]);
    assert!(data.join("files").is_dir() && !data.join("holdpoint.db-journal").exists());
}

/// As of a backup that an earlier build made, or of a server on which the new one was not started yet.
#[tokio::test]
async fn a_database_with_earlier_tables_is_counted_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("holdpoint.db");
    let store = open(folder.path()).await;
    let id = store.create(creation(1, "One")).await.unwrap().id;
    store.submit(id, comment(100, "hello")).await.unwrap();
    store.keep(b"bytes".to_vec()).await.unwrap();
    let launch = store.launch(id).await.unwrap();
    store.close().await;
    drop(store);
    let now = census(&file).unwrap();
    let database = rusqlite::Connection::open(&file).unwrap();
    let back = "ALTER TABLE notices DROP COLUMN said; DROP TABLE standings; \
                CREATE TABLE alerts (launch INTEGER, alert INTEGER, standing TEXT, version INTEGER); ALTER TABLE accounts DROP COLUMN erased; \
                ALTER TABLE events DROP COLUMN was; ALTER TABLE events DROP COLUMN was_by; PRAGMA user_version = 9";
    database.execute_batch(back).unwrap();
    assert_eq!(census(&file).unwrap(), Census { tables: 9, ..now });
    let version: u32 = database.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(version, 9);
    drop(database);
    let exported = holdpoint_store::sqlite::portable::export(folder.path(), id);
    assert!(matches!(exported, Err(StoreError::OtherBuild(_))), "no backup helps against this");
    assert_eq!(open(folder.path()).await.launch(id).await.unwrap(), launch);
}

/// All logs are signed in its name.
#[tokio::test]
async fn a_server_whose_id_cannot_be_read_gets_no_other() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()).await);
    let database = rusqlite::Connection::open(folder.path().join("holdpoint.db")).unwrap();
    database.execute("UPDATE settings SET value = 'x' || value WHERE name = 'server_id'", []).unwrap();
    for _ in 0..2 {
        let sentence = refusal(folder.path()).await;
        assert!(sentence.contains("holdpoint restore BACKUP --data"), "{sentence}");
    }
}

#[tokio::test]
async fn what_a_killed_process_left_in_the_log_goes_into_the_database() {
    let (folder, killed) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = open(folder.path()).await;
    let created = store.create(creation(1, "One")).await.unwrap();
    for file in ["holdpoint.db", "holdpoint.db-wal"] {
        std::fs::copy(folder.path().join(file), killed.path().join(file)).unwrap();
    }
    let length = || std::fs::metadata(killed.path().join("holdpoint.db-wal")).unwrap().len();
    assert_ne!(length(), 0);
    let again = open(killed.path()).await;
    assert_eq!(length(), 0, "the next start has nothing to read again");
    assert_eq!(again.launch(created.id).await.unwrap(), store.launch(created.id).await.unwrap());
}

#[tokio::test]
async fn a_template_of_a_newer_format_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    store.create(creation(1, "One")).await.unwrap();
    let event = store.after(LaunchId(1), Seq(0), 1).await.unwrap().events.remove(0);
    drop(store);
    // As a newer build writes it: the leaf fits.
    let payload = String::from_utf8(event.payload.to_vec()).unwrap().replace("\"format\":1", "\"format\":2");
    let (_, leaf) = Leaf::of(&event.recorded, payload.as_bytes(), [7; 16]);
    let database = rusqlite::Connection::open(folder.path().join("holdpoint.db")).unwrap();
    let changed = database.execute("UPDATE events SET payload = ?1, leaf = ?2 WHERE seq = 1", (payload, leaf)).unwrap();
    assert_eq!(changed, 1);
    drop(database);
    let sentence = refusal(folder.path()).await;
    assert!(sentence.contains("newer than this build") && sentence.contains("Start the build that wrote it"), "{sentence}");
}

#[tokio::test]
async fn who_watches_a_launch_has_its_last_events_without_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let id = store.create(creation(1, "One")).await.unwrap().id;
    let before = store.submit(id, comment(9, "unheard")).await.unwrap().seq;
    let bell = store.watch(id);
    let heard = store.submit(id, comment(10, "heard")).await.unwrap().events;
    let database = rusqlite::Connection::open(folder.path().join("holdpoint.db")).unwrap();
    database.execute("UPDATE events SET payload = '{}'", []).unwrap();
    let page = store.after(id, before, 10).await.unwrap();
    assert_eq!((page.head, page.events.len()), (before.next(), 1));
    assert_eq!(page.events[0].entry().hash(), heard[0].entry().hash());
    assert!(store.after(id, Seq(before.0 - 1), 10).await.is_err(), "what was before that is on the disk");
    drop(bell);
    store.submit(id, comment(11, "unheard")).await.unwrap();
    assert!(store.after(id, before, 10).await.is_err(), "nobody waits for more");
}

#[tokio::test]
async fn kept_bytes_that_were_changed_are_not_given_out() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let digest = store.keep(b"bytes".to_vec()).await.unwrap();
    let database = rusqlite::Connection::open(folder.path().join("holdpoint.db")).unwrap();
    database.execute("UPDATE blobs SET bytes = x'62797465'", []).unwrap();
    assert!(matches!(store.kept(digest).await, Err(StoreError::Unusable(_))));
}

/// As on a full disk: SQLite gives up the whole transaction in the middle of a batch.
#[tokio::test(flavor = "multi_thread")]
async fn a_batch_whose_transaction_was_given_up_acknowledges_nothing_and_leaves_the_store_well() {
    let poison = Digest::of(b"poison").hex();
    a_poisoned_batch(&format!("blobs WHEN NEW.digest = x'{poison}' BEGIN SELECT RAISE(ROLLBACK, 'no room'); END"), true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_refused_a_write_says_so_until_it_takes_one() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    assert!(store.takes_writes().await);
    let database = rusqlite::Connection::open(folder.path().join("holdpoint.db")).unwrap();
    for table in ["blobs", "settings"] {
        let full = "BEGIN SELECT RAISE(ROLLBACK, 'no room'); END";
        database.execute_batch(&format!("CREATE TRIGGER full_{table} BEFORE INSERT ON {table} {full}")).unwrap();
    }
    assert!(store.takes_writes().await, "nobody has tried yet");
    assert!(store.keep(b"bytes".to_vec()).await.is_err());
    assert!(!store.takes_writes().await);
    database.execute_batch("DROP TRIGGER full_settings; DROP TRIGGER full_blobs").unwrap();
    assert!(store.takes_writes().await, "it is tried again");
    store.keep(b"bytes".to_vec()).await.unwrap();
}

#[tokio::test]
#[cfg(unix)]
async fn a_database_that_may_only_be_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()).await);
    let file = folder.path().join("holdpoint.db");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o444)).unwrap();
    if std::fs::OpenOptions::new().write(true).open(&file).is_ok() {
        println!("skipped: nothing is read-only for this user");
        return;
    }
    assert!(refusal(folder.path()).await.contains("may only be read"));
}

/// Commands have no savepoints: one that fails when its event is already written must not leave it to the commit of the others.
#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_fails_half_written_takes_its_batch_back() {
    a_poisoned_batch("commands WHEN NEW.id LIKE 'dead%' BEGIN SELECT RAISE(ABORT, 'no'); END", false).await;
}

/// Whenever twelve writes wait together, one of them meets a trigger: bytes to be kept, or a command.
async fn a_poisoned_batch(trigger: &str, by_bytes: bool) {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let id = store.create(creation(1, "One")).await.unwrap().id;
    let database = rusqlite::Connection::open(folder.path().join("holdpoint.db")).unwrap();
    database.execute_batch(&format!("CREATE TRIGGER poison BEFORE INSERT ON {trigger}")).unwrap();
    let mut next = 100;
    for _ in 0..5 {
        // While somebody else has the lock, all of these come to wait for one transaction.
        database.execute_batch("BEGIN IMMEDIATE").unwrap();
        let mut writes = tokio::task::JoinSet::new();
        for n in 0..12 {
            let (store, command) = (store.clone(), next + n);
            writes.spawn(async move {
                match n {
                    4 if by_bytes => store.keep(b"poison".to_vec()).await.map(|_| None),
                    4 => store.submit(id, comment(0xdead << 112 | command, "poison")).await.map(|_| None),
                    _ => store.submit(id, comment(command, "hello")).await.map(|done| Some((command, done.seq))),
                }
            });
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
        // The last ones come to wait too, on a machine that does other things.
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        database.execute_batch("COMMIT").unwrap();
        let mut acknowledged = Vec::new();
        for written in writes.join_all().await {
            match written {
                Ok(done) => acknowledged.extend(done),
                Err(StoreError::Unavailable(_)) => {}
                Err(error) => panic!("{error}"),
            }
        }
        assert!(acknowledged.len() < 11, "some of them shared the transaction that was given up");
        let page = store.after(id, Seq(0), 10_000).await.unwrap();
        assert!(page.events.iter().zip(1..).all(|(event, place)| event.recorded.seq == Seq(place)), "no gap, nothing twice");
        for (command, seq) in acknowledged {
            let event = page.events.iter().find(|event| event.recorded.seq == seq).unwrap();
            assert_eq!(event.recorded.command.unwrap().0.as_u128(), command);
        }
        assert_eq!(store.launch(id).await.unwrap().seq, page.events.last().unwrap().recorded.seq, "what is shown is what is stored");
        assert!(page.events.iter().all(|event| event.recorded.command.is_none_or(|command| command.0.as_u128() >> 112 == 0)));
        next += 100;
        let seq = store.submit(id, comment(next - 1, "on")).await.unwrap().seq;
        assert_eq!(seq, page.head.next(), "and it goes on");
    }
}
