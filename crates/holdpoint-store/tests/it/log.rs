//! Order, exactly once, nothing lost.

use super::*;

pub async fn launches_count_up_and_resending_a_creation_is_harmless(place: &Place) {
    let store = place.open().await;
    let first = store.create(creation(1, "One")).await.unwrap();
    assert_eq!(first.id, LaunchId(1));
    assert_eq!(store.create(creation(2, "Two")).await.unwrap().id, LaunchId(2));
    assert_eq!(store.create(creation(1, "One")).await.unwrap(), first, "the same again");
    assert!(matches!(store.create(creation(1, "Other")).await, Err(StoreError::IdTaken)));
    assert!(matches!(store.create(creation(3, " ")).await, Err(StoreError::Refused(_))), "an empty name");
    assert_eq!(store.create(creation(4, "Three")).await.unwrap().id, LaunchId(3), "a refused one leaves no gap");
    assert_eq!(store.launches().await.unwrap().len(), 3);
}

pub async fn a_command_happens_once_however_often_it_is_sent(place: &Place) {
    let store = place.open().await;
    let id = store.create(creation(1, "One")).await.unwrap().id;
    let other = store.create(creation(2, "Two")).await.unwrap().id;
    let first = store.submit(id, comment(9, "hello")).await.unwrap();
    let again = store.submit(id, comment(9, "hello")).await.unwrap();
    assert_eq!((again.seq, again.events.len()), (first.seq, 0));
    assert!(matches!(store.submit(id, comment(9, "other")).await, Err(StoreError::IdTaken)), "another body");
    assert!(matches!(store.submit(other, comment(9, "hello")).await, Err(StoreError::IdTaken)), "another launch");
    assert_eq!(store.launch(id).await.unwrap().items[&"a".parse().unwrap()].comments.len(), 1);
    let nothing = store.submit(id, due(10, "2026-12-01")).await.unwrap();
    let same = store.submit(id, due(11, "2026-12-01")).await.unwrap();
    assert_eq!((same.seq, same.events.len()), (nothing.seq, 0), "it is so already");
    let made = |launch, command, by| store.made(launch, CommandId(uuid::Uuid::from_u128(command)), member(by));
    assert_eq!([made(id, 9, 1).await.unwrap(), made(id, 10, 1).await.unwrap()], [Some(first.seq), Some(nothing.seq)]);
    for (launch, command, by) in [(id, 11, 1), (id, 9, 2), (other, 9, 1), (id, 12, 1)] {
        assert_eq!(made(launch, command, by).await.unwrap(), None, "nothing, another's, elsewhere or unknown: {command} of {by}");
    }
}

pub async fn a_refused_wish_stores_nothing_and_takes_no_other_with_it(place: &Place) {
    let store = place.open().await;
    let id = store.create(creation(1, "One")).await.unwrap().id;
    let before = store.launch(id).await.unwrap().seq;
    let wishes = (0..40_u128).map(|n| {
        let store = store.clone();
        async move { store.submit(id, comment(100 + n, if n % 2 == 0 { "kept" } else { " " })).await }
    });
    let tasks: Vec<_> = wishes.map(tokio::spawn).collect();
    let mut kept = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(committed) => kept += committed.events.len() as u64,
            Err(StoreError::Refused(_)) => {}
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(kept, 20);
    assert_eq!(store.launch(id).await.unwrap().seq, Seq(before.0 + 20));
    assert!(matches!(store.submit(LaunchId(9), comment(1000, "x")).await, Err(StoreError::NoSuchLaunch(_))));
}

pub async fn many_writers_leave_no_gap_and_a_reader_misses_nothing(place: &Place) {
    let store = place.open().await;
    let id = store.create(creation(1, "One")).await.unwrap().id;
    let start = store.launch(id).await.unwrap().seq;
    let reader = tokio::spawn(read_on(store.clone(), id, start, 160));
    let mut writers = Vec::new();
    for writer in 0..32_u128 {
        let store = store.clone();
        writers.push(tokio::spawn(async move {
            for n in 0..5_u128 {
                store.submit(id, comment(1000 + writer * 10 + n, "hello")).await.unwrap();
            }
        }));
    }
    for writer in writers {
        writer.await.unwrap();
    }
    let seen = tokio::time::timeout(std::time::Duration::from_secs(60), reader).await.unwrap().unwrap();
    assert_eq!(seen, (start.0 + 1..=start.0 + 160).collect::<Vec<_>>());
}

/// Subscribes first, reads second, as every live reader does.
async fn read_on(store: Arc<dyn Store>, id: LaunchId, mut cursor: Seq, wanted: usize) -> Vec<u64> {
    let mut bell = store.watch(id);
    let mut seen = Vec::new();
    loop {
        let page = store.after(id, cursor, 7).await.unwrap();
        assert!(page.events.iter().all(|event| event.recorded.seq <= page.head));
        cursor = page.events.last().map_or(cursor, |last| last.recorded.seq);
        seen.extend(page.events.iter().map(|event| event.recorded.seq.0));
        if wanted <= seen.len() {
            return seen;
        }
        if page.events.is_empty() {
            bell.changed().await.unwrap();
        }
    }
}

pub async fn everything_is_there_after_a_restart(place: &Place) {
    let store = place.open().await;
    let id = store.create(creation(1, "One")).await.unwrap().id;
    for n in 0..10 {
        store.submit(id, comment(100 + n, "hello")).await.unwrap();
    }
    let digest = store.keep(b"bytes".to_vec()).await.unwrap();
    assert_eq!(store.keep(b"bytes".to_vec()).await.unwrap(), digest);
    store.keep_timestamp(digest, b"first".to_vec(), None).await.unwrap();
    store.keep_timestamp(digest, b"second".to_vec(), None).await.unwrap();
    let (launch, server) = (store.launch(id).await.unwrap(), store.server_id());
    let leaves: Vec<_> = store.after(id, Seq(0), 100).await.unwrap().events.into_iter().map(|event| event.leaf).collect();
    store.close().await;
    assert!(matches!(store.submit(id, comment(999, "late")).await, Err(StoreError::Unavailable(_))), "closed");
    drop(store);
    let store = place.open().await;
    assert_eq!(store.launch(id).await.unwrap(), launch);
    assert_eq!(store.server_id(), server);
    assert_eq!(store.kept(digest).await.unwrap().as_deref(), Some(&b"bytes"[..]));
    assert_eq!(store.kept(Digest::of(b"other")).await.unwrap(), None);
    assert_eq!(store.timestamp(digest).await.unwrap().as_deref(), Some(&b"first"[..]), "the first one stays");
    assert_eq!(store.timestamp(Digest::of(b"other")).await.unwrap(), None);
    let page = store.after(id, Seq(0), 100).await.unwrap();
    assert_eq!(page.events.into_iter().map(|event| event.leaf).collect::<Vec<_>>(), leaves);
    assert_eq!(store.submit(id, comment(100, "hello")).await.unwrap().events.len(), 0, "answered before the restart");
}

pub async fn a_timestamp_that_was_judged_and_does_not_hold_gives_way_once(place: &Place) {
    let store = place.open().await;
    let report = Digest::of(b"report");
    let cases = [
        ("first", Some("none"), "first"),
        ("second", None, "first"),
        ("second", Some("another"), "first"),
        ("second", Some("first"), "second"),
        ("third", Some("first"), "second"),
    ];
    for (answer, instead, kept) in cases {
        store.keep_timestamp(report, answer.into(), instead.map(Into::into)).await.unwrap();
        assert_eq!(store.timestamp(report).await.unwrap().as_deref(), Some(kept.as_bytes()), "{answer} instead of {instead:?}");
    }
}

pub async fn a_cursor_beyond_the_end_reads_nothing(place: &Place) {
    let store = place.open().await;
    let id = store.create(creation(1, "One")).await.unwrap().id;
    for cursor in [2, 3, u64::MAX] {
        let page = store.after(id, Seq(cursor), 10).await.unwrap();
        assert_eq!((page.events.len(), page.head), (0, Seq(2)), "after {cursor}");
    }
    assert!(matches!(store.after(LaunchId(7), Seq(0), 10).await, Err(StoreError::NoSuchLaunch(_))));
}

on_every_store! {
    launches_count_up_and_resending_a_creation_is_harmless,
    a_command_happens_once_however_often_it_is_sent,
    a_refused_wish_stores_nothing_and_takes_no_other_with_it,
    many_writers_leave_no_gap_and_a_reader_misses_nothing,
    everything_is_there_after_a_restart,
    a_timestamp_that_was_judged_and_does_not_hold_gives_way_once,
    a_cursor_beyond_the_end_reads_nothing,
}
