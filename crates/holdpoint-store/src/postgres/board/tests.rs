//! Heads that were read before somebody here committed, and a database that really was set back.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use holdpoint_domain::id::*;
use holdpoint_domain::launch::{Command, Launch, NewLaunch};
use holdpoint_domain::template::{Template, TemplateRef};
use holdpoint_emulator::postgres::{Postgres, execute};
use tokio::sync::mpsc;
use uuid::Uuid;

use super::Board;
use crate::postgres::PostgresStore;
use crate::postgres::snapshots::{UnderWay, Work};
use crate::{Creation, Entry, Sender, Store, Wish, writing};

const TEMPLATE: &str = r#"{
    "format": 1, "name": "story", "version": "1.0.0", "title": "Story", "summary": "A story.",
    "sections": [{"id": "one", "title": "One", "items": [{"id": "a", "title": "A", "level": "must"}]}]
}"#;

fn sender(command: u128) -> Sender {
    let (by, at) = (MemberId(Uuid::from_u128(1)), "2026-11-24T10:00:00Z".parse().unwrap());
    let command = Some(CommandId(Uuid::from_u128(command)));
    Sender { by, name: "Ann".into(), owner: false, at, command, fingerprint: Digest::of(b"") }
}

fn creation() -> Creation {
    let template: Arc<Template> = Arc::new(serde_json::from_str(TEMPLATE).unwrap());
    let template_ref = TemplateRef { name: template.name.clone(), version: "1.0.0".into(), digest: Digest::of(TEMPLATE.as_bytes()) };
    Creation { sender: sender(1), wish: NewLaunch::new("One", template.name.clone()), template, template_ref }
}

fn named(command: u128, name: &str) -> Entry {
    Entry { sender: sender(command), based_on: Seq(0), wish: Wish::Command(Command::SetName { name: name.into() }) }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_head_is_read_again_and_only_a_database_that_is_behind_is_read_anew() {
    let server = Postgres::shared().unwrap();
    let url = server.database().await.unwrap();
    let store = PostgresStore::open(&url).await.unwrap();
    let board = &store.shared.board;
    let id = Store::create(&store, creation()).await.unwrap().id;
    let old = store.launch(id).await.unwrap().seq;
    let seq = store.submit(id, named(2, "Two")).await.unwrap().seq;
    let shown = board.get(id).unwrap();

    // As if the answer had been under way since before the commit.
    let client = store.pool().reader().await.unwrap();
    let caught_up = board.caught_up(&client, id, old).await.unwrap();
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
    board.ring_late(id, old);
    assert_eq!(*bell.borrow(), old, "who listens hears that it was set back");
    let caught_up = board.caught_up(&client, id, old).await.unwrap();
    assert_eq!((caught_up.seq, caught_up.details.name.value.as_str()), (old, "One"), "what it forgot did not happen");
    assert_eq!(store.launches().await.unwrap(), [caught_up]);
    assert_eq!(store.submit(id, named(3, "Three")).await.unwrap().seq, seq, "and it goes on from there");
}

#[test]
fn work_whose_doing_panics_comes_back_behind_what_waits() {
    let new = creation();
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
