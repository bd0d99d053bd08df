//! Somebody is erased: every replica forgets them, the log verifies, and nothing else than that is accepted.

use holdpoint_domain::launch::{ERASED, ERASED_NAME};
use holdpoint_domain::wire::ErasureView;
use holdpoint_store::accounts::{Accounts as _, Change, LogQuery};
use holdpoint_store::{Erasing as _, Rooms as _};
use tokio::task::JoinHandle;

use super::*;
use crate::accounts::{act, team_in};
use crate::erasure::{TEXT, erasing, events, root, said, story};

#[tokio::test(flavor = "multi_thread")]
async fn every_replica_forgets_and_the_log_is_the_same() {
    let (_server, url) = place().await;
    let (one, two) = (replica(&url).await, replica(&url).await);
    team_in(one.clone()).await;
    let id = story(&*one).await;
    let before = events(&*one, id).await;
    // What the other one has in memory, its latest events too.
    two.launch(id).await.unwrap();
    one.submit(id, said(1, 20, "Ben again")).await.unwrap();
    assert_eq!(two.after(id, Seq(6), 9).await.unwrap().events.len(), 1);
    let mut bell = two.watch(id);
    let told = one.would_erase(member(2)).await.unwrap();
    assert_eq!(one.erase(erasing(2)).await.unwrap(), told);
    assert_eq!(
        told.launches.iter().map(|one| (one.launch, one.events.clone(), one.role)).collect::<Vec<_>>(),
        [(id, vec![Seq(3), Seq(4), Seq(5), Seq(7)], true)]
    );
    let last = one.launch(id).await.unwrap().seq;
    tokio::time::timeout(Duration::from_secs(60), bell.wait_for(|rung| last <= *rung)).await.expect("a bell that rings").unwrap();

    let fresh = replica(&url).await;
    let after = events(&*fresh, id).await;
    assert_eq!(root(&after[..before.len()]), root(&before), "what was signed over the log still is");
    for store in [&one, &two, &fresh] {
        let launch = store.launch(id).await.unwrap();
        assert_eq!(launch, fresh.launch(id).await.unwrap());
        assert_eq!((launch.name_of(member(2)), launch.members.contains_key(&member(2))), (ERASED_NAME, false));
        let comments: Vec<_> = launch.items[&"a".parse().unwrap()].comments.iter().map(|one| one.text.clone()).collect();
        assert_eq!(comments[0], ERASED);
        for cursor in 0..after.len() as u64 {
            let page = store.after(id, Seq(cursor), 99).await.unwrap();
            assert!(page.events.iter().all(|event| !String::from_utf8_lossy(&event.payload).contains(TEXT)), "behind {cursor}");
            assert_eq!(
                page.events.iter().map(|event| event.leaf.clone()).collect::<Vec<_>>(),
                after[cursor as usize..].iter().map(|event| event.leaf.clone()).collect::<Vec<_>>()
            );
        }
    }
    assert_eq!(two.account(member(2)).await.unwrap(), None);
    assert_eq!((two.accounts().await.unwrap().len(), two.erased().await.unwrap()), (1, vec![member(2)]));
    assert!(matches!(two.erase(erasing(2)).await, Err(StoreError::NoSuch(_))), "once");
    is_not_accepted(two.erase(erasing(1)).await, "only owner");
    assert!(matches!(two.submit(id, said(2, 11, TEXT)).await, Err(StoreError::IdTaken)), "no digest of the text is left to guess by");
    let log = two.account_log(LogQuery { account: Some(member(2)), before: None, limit: 9 }).await.unwrap();
    assert!(log.len() == 1 && log[0].account_name == ERASED_NAME, "{log:?}");
    assert_eq!(two.submit(id, said(1, 14, "on")).await.unwrap().seq, fresh.launch(id).await.unwrap().seq, "and it goes on");

    // Taken out and put in elsewhere, it says what was replaced.
    let (_other, elsewhere) = place().await;
    let third = replica(&elsewhere).await;
    third.import(two.export(id).await.unwrap()).await.unwrap();
    assert_eq!(root(&events(&*third, id).await), root(&events(&*two, id).await));
}

/// They could not be erased once more.
#[tokio::test(flavor = "multi_thread")]
async fn a_launch_that_was_exported_before_brings_no_name_back() {
    let ((_one, from), (_two, to)) = (place().await, place().await);
    let (store, other) = (replica(&from).await, replica(&to).await);
    for server in [&store, &other] {
        team_in(server.clone()).await;
    }
    let id = story(&*store).await;
    let before = store.export(id).await.unwrap();
    for server in [&store, &other] {
        server.erase(erasing(2)).await.unwrap();
    }
    is_not_accepted(other.import(before).await, "erased here");
    assert!(other.launches().await.unwrap().is_empty());
    other.import(store.export(id).await.unwrap()).await.unwrap();
    assert_eq!(other.launch(id).await.unwrap().name_of(member(2)), ERASED_NAME);
}

/// Names are in it, and who showed them is not there any more to take them back.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_replica_that_died_showed_of_who_is_here_is_removed() {
    let (_server, url) = place().await;
    let (one, two) = (replica(&url).await, replica(&url).await);
    team_in(one.clone()).await;
    let show = async |store: &PostgresStore, launch: u32, room: &str| store.show_room(LaunchId(launch), room.into()).await.unwrap();
    let are_left = async |rooms: &str| {
        let found = "(SELECT coalesce(string_agg(launch || room, ' ' ORDER BY launch, room), '') FROM rooms)";
        let look = format!("DO $$ BEGIN IF {found} <> '{rooms}' THEN RAISE EXCEPTION 'there are: %', {found}; END IF; END $$");
        postgres::execute(&url, &look).await
    };
    let die = async || postgres::execute(&url, "UPDATE rooms SET until = now() - interval '2 minutes'").await.unwrap();
    for launch in [1, 2] {
        show(&*one, launch, "Ben").await;
    }
    show(&*two, 1, "Ann").await;
    assert_eq!(are_left("1Ann 1Ben 2Ben").await, Ok(()), "what is shown now stays");
    die().await;
    show(&*two, 1, "Ann").await;
    assert_eq!(are_left("1Ann 2Ben").await, Ok(()), "by who shows the same room");
    postgres::execute(&url, "UPDATE rooms SET until = now() + interval '1 hour' WHERE room = 'Ann'").await.unwrap();
    let _three = replica(&url).await;
    assert_eq!(are_left("1Ann").await, Ok(()), "by who starts");
    show(&*one, 2, "Ben").await;
    die().await;
    two.erase(erasing(2)).await.unwrap();
    assert_eq!(are_left("").await, Ok(()), "and by an erasure");
}

/// A lock, as `pg_locks` has it.
const HELD: &str = "locktype = 'advisory' AND objid = 7";

/// An erasure that has come to what is kept, which it reads last. That takes as long as somebody holds a lock: until the session with it ends.
async fn begun(url: &str, store: &Arc<PostgresStore>) -> JoinHandle<Result<ErasureView, StoreError>> {
    let slow = format!(
        "CREATE FUNCTION waits() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN \
         WHILE EXISTS (SELECT FROM pg_locks WHERE granted AND {}) LOOP PERFORM pg_sleep(0.02); END LOOP; RETURN true; END $$; \
         ALTER TABLE blobs RENAME TO all_blobs; CREATE VIEW blobs AS SELECT digest, bytes FROM all_blobs WHERE waits()",
        here(HELD)
    );
    postgres::execute(url, &slow).await.unwrap();
    hold(url, "SELECT pg_advisory_lock(7); SELECT pg_sleep(600)", HELD).await;
    let store = store.clone();
    let erasure = tokio::spawn(async move { store.erase(erasing(2)).await });
    let reads = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active'";
    holds(url, &format!("EXISTS ({reads} AND query LIKE '%FROM blobs%')")).await;
    erasure
}

/// Both need the number of accounts, and then the account: the other way round PostgreSQL would end one of them.
#[tokio::test(flavor = "multi_thread")]
async fn who_gets_the_right_of_an_owner_holds_no_account_that_an_erasure_waits_for() {
    let (_server, url) = place().await;
    let store = replica(&url).await;
    team_in(store.clone()).await;
    // As an erasure that has begun.
    let holding = "relation = to_regclass('numbers') AND mode = 'RowShareLock'";
    hold(&url, "BEGIN; SELECT FROM numbers WHERE name = 'account' FOR UPDATE; SELECT pg_sleep(600)", holding).await;
    let change = {
        let store = store.clone();
        tokio::spawn(async move { store.change(act(2), vec![Change::SetOwner(true)]).await })
    };
    let others = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    holds(&url, &format!("EXISTS ({others} AND wait_event_type = 'Lock')")).await;
    postgres::execute(&url, "SELECT FROM accounts FOR UPDATE NOWAIT").await.unwrap();
    let end = others.replace("SELECT FROM", "SELECT pg_terminate_backend(pid) FROM");
    postgres::execute(&url, &format!("{end} AND query LIKE '%pg_sleep(600)%'")).await.unwrap();
    change.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn others_write_while_an_erasure_reads_and_that_is_erased_too() {
    let (_server, url) = place().await;
    let store = replica(&url).await;
    team_in(store.clone()).await;
    let id = story(&*store).await;
    let unsigned = store.keep(store.launch(id).await.unwrap().snapshot_bytes()).await.unwrap();
    let erasure = begun(&url, &store).await;
    let late = store.submit(id, said(2, 30, TEXT)).await.unwrap().seq;
    store.submit(LaunchId(2), said(1, 31, "Ben knows")).await.unwrap();
    assert!(!erasure.is_finished());
    let end = format!("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE granted AND pid <> pg_backend_pid() AND {}", here(HELD));
    postgres::execute(&url, &end).await.unwrap();

    let view = erasure.await.unwrap().unwrap();
    let replaced: Vec<_> = view.launches.into_iter().map(|one| (one.launch, one.events)).collect();
    assert_eq!(replaced, [(id, vec![Seq(3), Seq(4), Seq(5), late]), (LaunchId(2), vec![Seq(3)])]);
    let texts = events(&*store, id).await.into_iter().chain(events(&*store, LaunchId(2)).await);
    for text in texts.map(|event| String::from_utf8_lossy(&event.payload).into_owned()) {
        assert!(!text.contains(TEXT) && !text.contains("Ben knows"), "{text}");
    }
    assert_eq!(store.kept(unsigned).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_waits_behind_an_erasure_whose_asker_has_gone() {
    let (_server, url) = place().await;
    let store = replica(&url).await;
    team_in(store.clone()).await;
    let id = story(&*store).await;
    store.keep(store.launch(id).await.unwrap().snapshot_bytes()).await.unwrap();
    let erasure = begun(&url, &store).await;
    erasure.abort();
    assert!(erasure.await.unwrap_err().is_cancelled());
    // As often as the pool has connections.
    for _ in 0..8 {
        assert!(store.erased().await.unwrap().is_empty());
    }
}

/// In a launch in which they never had a role, so that nothing of it can be known from the event alone.
#[tokio::test(flavor = "multi_thread")]
async fn a_name_in_what_others_wrote_is_forgotten_by_who_reads_and_by_who_writes_next() {
    let (_server, url) = place().await;
    let (one, two, three) = (replica(&url).await, replica(&url).await, replica(&url).await);
    team_in(one.clone()).await;
    let id = one.create(creation(1, "What Ben left")).await.unwrap().id;
    one.submit(id, said(1, 10, "Ben knows why")).await.unwrap();
    for store in [&two, &three] {
        assert!(format!("{:?}", store.launch(id).await.unwrap()).contains("Ben"), "in memory");
    }
    one.erase(erasing(2)).await.unwrap();
    three.submit(id, said(1, 11, "nothing of him")).await.unwrap();
    let fresh = replica(&url).await;
    for store in [&one, &two, &three, &fresh] {
        let launch = store.launch(id).await.unwrap();
        assert!(!format!("{launch:?}").contains("Ben"), "{launch:?}");
        assert_eq!(launch, fresh.launch(id).await.unwrap());
    }
    let launch = fresh.launch(id).await.unwrap();
    assert_eq!(launch.details.name.value, format!("What {ERASED_NAME} left"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payload_that_was_replaced_without_a_record_of_it_is_found() {
    let cases = [
        ("payload = replace(payload, '[erased]', 'forged!!') WHERE launch = 1 AND seq = 4", "event 4 is not what was written"),
        ("was_by = NULL WHERE launch = 1 AND seq = 4", "half of it"),
        ("was_by = 6 WHERE launch = 1 AND seq = 4", "no later event says so"),
        ("was_by = 99 WHERE launch = 1 AND seq = 4", "no later event says so"),
        ("was = decode(repeat('00', 32), 'hex') WHERE launch = 1 AND seq = 4", "no later event says so"),
        ("was = decode(repeat('00', 32), 'hex'), was_by = 7 WHERE launch = 1 AND seq = 6", "no later event says so"),
    ];
    for (damage, expected) in cases {
        let (_server, url) = place().await;
        let store = replica(&url).await;
        team_in(store.clone()).await;
        story(&*store).await;
        store.erase(erasing(2)).await.unwrap();
        postgres::execute(&url, &format!("UPDATE events SET {damage}")).await.unwrap();
        let sentence = refusal(&url).await;
        assert!(sentence.contains(expected), "{damage}: {sentence}");
    }
}

/// Every other statement has ten seconds.
#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_takes_the_time_that_it_needs() {
    let (_server, url) = place().await;
    let store = replica(&url).await;
    team_in(store.clone()).await;
    let slow = "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(11); RETURN NEW; END $$; \
                CREATE TRIGGER slow BEFORE UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION slow()";
    postgres::execute(&url, slow).await.unwrap();
    store.erase(erasing(2)).await.unwrap();
    assert_eq!(store.erased().await.unwrap(), [member(2)]);
}
