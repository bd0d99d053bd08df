//! Shortcuts of a replica's start: what they say is checked, and what they say wrongly does not last.

use holdpoint_store::Erasing as _;

use super::*;
use crate::accounts::team_in;
use crate::erasure::{TEXT, erasing, said};
use crate::snapshots::{lengthen, told};

/// A launch with a long history and its snapshot.
async fn long(url: &str) -> Launch {
    let store = replica(url).await;
    let id = store.create(creation(1, "Long")).await.unwrap().id;
    let launch = lengthen(store.clone(), id).await;
    holds(url, "EXISTS (SELECT 1 FROM snapshots WHERE seq >= 1000)").await;
    store.close().await;
    launch
}

async fn reopened(url: &str) -> Launch {
    let store = replica(url).await;
    let launch = Launch::clone(&*store.launch(LaunchId(1)).await.unwrap());
    store.close().await;
    launch
}

#[tokio::test(flavor = "multi_thread")]
async fn a_snapshot_that_is_damaged_or_of_other_rules_changes_nothing() {
    let (_server, url) = place().await;
    let truth = long(&url).await;
    assert_eq!(reopened(&url).await, truth);
    let damages = [
        "UPDATE snapshots SET state = convert_to(replace(convert_from(state, 'UTF8'), '\"Long\"', '\"Lung\"'), 'UTF8')",
        "UPDATE snapshots SET state = substring(state FROM 1 FOR 100)",
        "UPDATE snapshots SET state = ''",
        "UPDATE snapshots SET seq = seq - 1",
        "UPDATE snapshots SET seq = -9223372036854775808",
        "UPDATE snapshots SET leaf = decode(repeat('00', 32), 'hex')",
        "UPDATE snapshots SET digest = decode(repeat('00', 31), 'hex')",
        "UPDATE snapshots SET rules = 'those of another build'",
        "DELETE FROM snapshots",
    ];
    for damage in damages {
        postgres::execute(&url, damage).await.unwrap();
        let store = replica(&url).await;
        assert_eq!(*store.launch(LaunchId(1)).await.unwrap(), truth, "{damage}");
        // A new one is taken.
        holds(&url, "EXISTS (SELECT 1 FROM snapshots WHERE seq >= 1000 AND length(state) > 500 AND rules NOT LIKE 'those%')").await;
        store.close().await;
    }
}

/// Also shows that a start reads no more than what is behind the snapshot.
#[tokio::test(flavor = "multi_thread")]
async fn an_old_event_that_is_damaged_is_told_after_the_start() {
    let (_server, url) = place().await;
    let truth = long(&url).await;
    postgres::execute(&url, "UPDATE events SET payload = replace(payload, '2026-12', '2026-11') WHERE seq = 20").await.unwrap();
    // It opens: what is read is behind the snapshot.
    let store = replica(&url).await;
    let sentence = told(&*store).await;
    assert!(sentence.contains("LCH-1") && sentence.contains("event 20") && sentence.contains("restore a backup"), "{sentence}");
    assert!(matches!(store.submit(LaunchId(1), comment(9_999, "on")).await, Err(StoreError::Unusable(_))), "nothing is built on damage");
    assert!(matches!(store.after(LaunchId(1), Seq(10), 20).await, Err(StoreError::Unusable(_))), "no report is made of it");
    drop(truth);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_snapshot_that_lies_is_found_out_by_the_replay() {
    let (_server, url) = place().await;
    let truth = long(&url).await;
    // Another state, with a digest that fits: what a defect of an earlier build would leave.
    let forged = "WITH forged AS (SELECT launch, convert_to(replace(convert_from(state, 'UTF8'), '\"Long\"', '\"Lung\"'), 'UTF8') AS state FROM snapshots) \
                  UPDATE snapshots SET state = forged.state, digest = sha256(convert_to(rules, 'UTF8') || '\\x00'::bytea || \
                  int4send(snapshots.launch::int) || int8send(seq) || leaf || forged.state) FROM forged";
    postgres::execute(&url, forged).await.unwrap();
    let store = replica(&url).await;
    let (id, mut bell) = (LaunchId(1), store.watch(LaunchId(1)));
    // What is written meanwhile is kept.
    let seq = store.submit(id, comment(9_999, "meanwhile")).await.unwrap().seq;
    while store.launch(id).await.unwrap().details.name.value != "Long" {
        let _ = tokio::time::timeout(Duration::from_millis(100), bell.changed()).await;
    }
    assert_eq!((store.launch(id).await.unwrap().seq, store.trouble()), (seq, None), "the log is whole");
    // The snapshot is written anew behind the launch's back.
    holds(&url, "NOT EXISTS (SELECT 1 FROM snapshots WHERE strpos(convert_from(state, 'UTF8'), '\"Lung\"') > 0)").await;
    store.close().await;
    assert_eq!(reopened(&url).await.details, truth.details);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_was_cut_off_or_written_anew_is_refused() {
    let cases = [
        "DELETE FROM events WHERE 990 < seq",
        "UPDATE events SET leaf = other.leaf, payload = other.payload FROM events AS other, snapshots \
         WHERE other.seq = 999 AND events.seq = snapshots.seq AND other.launch = 1 AND events.launch = 1",
    ];
    for damage in cases {
        let (_server, url) = place().await;
        long(&url).await;
        postgres::execute(&url, damage).await.unwrap();
        let sentence = refusal(&url).await;
        assert!(sentence.contains("as it was once written") || sentence.contains("is not what was written"), "{damage}: {sentence}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_leaves_nobody_in_a_snapshot() {
    let (_server, url) = place().await;
    let store = replica(&url).await;
    team_in(store.clone()).await;
    let id = crate::erasure::story(&*store).await;
    lengthen(store.clone(), id).await;
    let named = format!("EXISTS (SELECT 1 FROM snapshots WHERE strpos(convert_from(state, 'UTF8'), '{TEXT}') > 0)");
    holds(&url, &named).await;
    postgres::execute(&url, "CREATE TABLE before AS SELECT * FROM snapshots").await.unwrap();
    store.erase(erasing(2)).await.unwrap();
    holds(&url, &format!("NOT {named}")).await;
    // The next opening takes one without them.
    let fresh = replica(&url).await;
    holds(&url, &format!("EXISTS (SELECT 1 FROM snapshots) AND NOT {named}")).await;
    assert_eq!(fresh.launch(id).await.unwrap(), store.launch(id).await.unwrap());
    // As if an older build had erased, which knows nothing of snapshots: the one from before is not read, and does not stay.
    fresh.close().await;
    postgres::execute(&url, "DELETE FROM snapshots; INSERT INTO snapshots SELECT * FROM before").await.unwrap();
    let again = replica(&url).await;
    assert_eq!(again.launch(id).await.unwrap(), store.launch(id).await.unwrap());
    holds(&url, &format!("EXISTS (SELECT 1 FROM snapshots) AND NOT {named}")).await;
    assert!(store.submit(id, said(1, 777_777, "on")).await.is_ok());
}
