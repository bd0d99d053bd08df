//! Heads that were read before somebody here committed, and a database that really was set back.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use holdpoint_domain::id::*;
use holdpoint_domain::launch::{Command, Event, Launch};
use holdpoint_emulator::postgres::{Postgres, execute};
use tokio::sync::mpsc;

use super::Board;
use crate::postgres::PostgresStore;
use crate::postgres::log::{self, Head};
use crate::postgres::rows::launch_id;
use crate::postgres::snapshots::{UnderWay, Work};
use crate::sample::{creation, named};
use crate::{Entry, Store, Wish, writing};

fn at(seq: Seq) -> Head {
    Head { seq, mark: None }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_head_is_read_again_and_only_a_database_that_is_behind_is_read_anew() {
    let server = Postgres::shared().unwrap();
    let url = server.database().await.unwrap();
    let store = PostgresStore::open(&url).await.unwrap();
    let board = &store.shared.board;
    let id = Store::create(&store, creation(1, "One")).await.unwrap().id;
    let old = store.launch(id).await.unwrap().seq;
    let seq = store.submit(id, named(2, "Two")).await.unwrap().seq;
    let shown = board.get(id).unwrap();

    // As if the answer had been under way since before the commit.
    let client = store.pool().reader().await.unwrap();
    let caught_up = board.caught_up(&client, id, at(old)).await.unwrap();
    assert!(Arc::ptr_eq(&caught_up, &shown), "what is known counts");
    assert_eq!(board.recent(id, old, 9).map(|events| events.len()), Some(1), "and nothing was forgotten");

    let back = format!(
        "DELETE FROM events WHERE launch = {id} AND {old} < seq; DELETE FROM commands WHERE launch = {id} AND {old} < seq; \
         UPDATE launches SET seq = {old} WHERE id = {id}",
        id = id.0,
        old = old.0
    );
    let bell = board.bell(id);
    board.ring(id, seq);
    execute(&url, &back).await.unwrap();
    board.ring_late(id, at(old));
    assert_eq!(*bell.borrow(), old, "who listens hears that it was set back");
    let caught_up = board.caught_up(&client, id, at(old)).await.unwrap();
    assert_eq!((caught_up.seq, caught_up.details.name.value.as_str()), (old, "One"), "what it forgot did not happen");
    assert_eq!(store.launches().await.unwrap(), [caught_up]);
    assert_eq!(store.submit(id, named(3, "Three")).await.unwrap().seq, seq, "and it goes on from there");
}

/// Who had read it before shows it in between.
#[test]
fn what_was_read_before_an_erasure_is_not_told_behind_it() {
    let new = creation(1, "One");
    let created = Launch::create(&new.wish, (new.template, new.template_ref), &writing::context(&new.sender, Seq(0))).unwrap();
    let erased = Event::Erased { person: MemberId(uuid::Uuid::from_u128(2)), events: Vec::new() };
    let stored = writing::written((LaunchId(1), Seq(0)), &new.sender, created.into_iter().chain([erased]).collect()).unwrap();
    let up_to = |count: usize| Arc::new(Launch::fold(stored[..count].iter().map(|event| &event.recorded)).unwrap());
    let (board, last) = (Board::new(mpsc::unbounded_channel().0), stored.len() - 1);
    board.show(up_to(last), stored[..last].to_vec());
    assert_eq!(board.recent(LaunchId(1), Seq(0), 9).map(|events| events.len()), Some(last));
    board.show(up_to(last + 1), stored[last..].to_vec());
    assert_eq!(board.recent(LaunchId(1), Seq(0), 9).map(|events| events.len()), None, "the log has it as it is now");
    assert_eq!(board.recent(LaunchId(1), Seq(last as u64), 9).map(|events| events.len()), Some(1));
}

#[test]
fn work_whose_doing_panics_comes_back_behind_what_waits() {
    let new = creation(1, "One");
    let events = Launch::create(&new.wish, (new.template, new.template_ref), &writing::context(&new.sender, Seq(0))).unwrap();
    let stored = writing::written((LaunchId(1), Seq(0)), &new.sender, events).unwrap();
    let launch = Arc::new(Launch::fold(stored.iter().map(|event| &event.recorded)).unwrap());
    let (work, mut to_do) = mpsc::unbounded_channel();
    let board = Board::new(work);
    for panics in [false, true] {
        let doing = || {
            let _under_way = UnderWay { board: &board, work: Work::Replay(launch.clone()) };
            assert!(!panics, "a defect");
        };
        assert_eq!(catch_unwind(AssertUnwindSafe(doing)).is_err(), panics);
        assert_eq!(to_do.try_recv().is_ok(), panics);
    }
}

/// A fail-over to a database that was behind, at which another replica was faster.
#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_lost_its_end_and_has_grown_again_is_read_anew() {
    let server = Postgres::shared().unwrap();
    let url = server.database().await.unwrap();
    let (one, two) = (PostgresStore::open(&url).await.unwrap(), PostgresStore::open(&url).await.unwrap());
    let id = Store::create(&one, creation(1, "One")).await.unwrap().id;
    let old = one.launch(id).await.unwrap().seq;
    let lost = |table: &str| format!("DELETE FROM {table} WHERE launch = {} AND {} < seq;", id.0, old.0);
    let back = format!("{} {} UPDATE launches SET seq = {} WHERE id = {}", lost("events"), lost("commands"), old.0, id.0);
    let (ticket, mut command) = (|ticket: &str| Command::SetTicket { ticket: Some(ticket.into()) }, 10);
    let mut next = |what: Command| {
        command += 1;
        Entry { wish: Wish::Command(what), ..named(command, "") }
    };
    for grown in 0..2 {
        let seq = one.submit(id, next(ticket("OPS-1"))).await.unwrap().seq;
        execute(&url, &back).await.unwrap();
        // The other one has not seen what was lost, or has forgotten it already.
        two.shared.board.forget(id);
        two.submit(id, next(Command::SetName { name: format!("Name {grown}") })).await.unwrap();
        if grown == 1 {
            two.submit(id, next(Command::SetTarget { target: Some("2026-12-01".parse().unwrap()) })).await.unwrap();
        }
        let truth = two.launch(id).await.unwrap();
        assert_eq!((truth.seq.0, &truth.details.ticket.value), (seq.0 + grown, &None));
        assert_eq!(one.launch(id).await.unwrap(), truth, "who asks has what the log has");
        let page = one.after(id, old, 9).await.unwrap();
        let told = two.after(id, old, 9).await.unwrap();
        assert!(page.events.iter().map(|event| &event.leaf).eq(told.events.iter().map(|event| &event.leaf)));

        // And who writes decides on that, whether they asked before or not.
        execute(&url, &back).await.unwrap();
        one.shared.board.forget(id);
        one.submit(id, next(ticket("OPS-2"))).await.unwrap();
        execute(&url, &back).await.unwrap();
        two.shared.board.forget(id);
        two.submit(id, next(Command::SetName { name: format!("Name {grown} again") })).await.unwrap();
        assert_eq!(one.submit(id, next(ticket("OPS-2"))).await.unwrap().events.len(), 1, "it is not there already");
        let fresh = PostgresStore::open(&url).await.unwrap();
        assert_eq!(one.launch(id).await.unwrap(), fresh.launch(id).await.unwrap());
        execute(&url, &back).await.unwrap();
        one.shared.board.forget(id);
    }
}

/// Who listens is woken where the place alone says nothing new.
#[tokio::test(flavor = "multi_thread")]
async fn another_event_at_the_same_place_rings() {
    let server = Postgres::shared().unwrap();
    let url = server.database().await.unwrap();
    let store = PostgresStore::open(&url).await.unwrap();
    let id = Store::create(&store, creation(1, "One")).await.unwrap().id;
    let head = log::head(&store.pool().reader().await.unwrap(), id).await.unwrap().unwrap();
    let board = &store.shared.board;
    let mut bell = board.bell(id);
    board.ring(id, head.seq);
    bell.borrow_and_update();
    board.ring_late(id, head);
    assert!(!bell.has_changed().unwrap() && board.get(id).is_some(), "it is the same");
    board.ring_late(id, Head { mark: Some([7; 32]), ..head });
    assert!(bell.has_changed().unwrap() && board.get(id).is_none(), "another one is there");
}

/// As after a fail-over to a database that was behind: a start would refuse the launch for good.
#[tokio::test(flavor = "multi_thread")]
async fn no_snapshot_is_kept_of_a_log_that_is_no_more() {
    let server = Postgres::shared().unwrap();
    let url = server.database().await.unwrap();
    let store = PostgresStore::open(&url).await.unwrap();
    let gone = Store::create(&store, creation(1, "One")).await.unwrap().id;
    let there = Store::create(&store, creation(2, "One")).await.unwrap().id;
    let (lost, kept) = (store.launch(gone).await.unwrap(), store.launch(there).await.unwrap());
    let last = log::mark(&store.pool().reader().await.unwrap(), there, kept.seq).await.unwrap().unwrap();
    store.shared.board.do_later(Work::Keep(lost, [7; 32]));
    store.shared.board.do_later(Work::Keep(kept, last));
    let began = std::time::Instant::now();
    let found = loop {
        assert!(began.elapsed() < std::time::Duration::from_secs(120), "the second is never kept");
        // One after the other: once the second is there, the first is through.
        let found = store.pool().rows("SELECT launch FROM snapshots ORDER BY launch", &[]).await.unwrap();
        let found: Vec<_> = found.iter().map(|row| launch_id(row, 0).unwrap()).collect();
        if found.contains(&there) {
            break found;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    assert_eq!(found, [there]);
}
