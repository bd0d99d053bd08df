//! Due runs, alerts and messages: each claimed by one, kept in one step, nothing lost.

use std::collections::BTreeSet;

use holdpoint_domain::alert::{AlertState, Standing};
use holdpoint_domain::check::{Sample, Verdict};
use holdpoint_store::watching::*;
use uuid::Uuid;

use super::*;

fn at(seconds: i64) -> Timestamp {
    now() + jiff::SignedDuration::from_secs(seconds)
}

fn lease(now: i64, until: i64) -> Lease {
    Lease { now: at(now), until: at(until) }
}

fn planned(checks: &[&str], seconds: i64) -> Vec<Planned> {
    checks.iter().map(|check| Planned { check: check.parse().unwrap(), first: at(seconds), latest: at(3_600) }).collect()
}

fn sample(seconds: i64, verdict: Verdict) -> Sample {
    let facts = [("status".to_owned(), 200.0), ("left".to_owned(), 0.959_808_038_392_321_5)].into();
    Sample { at: at(seconds), connection: "prod".parse().ok(), verdict, failure: None, latency_ms: Some(12), waited_ms: None, facts }
}

fn all(check: &str) -> SampleQuery {
    SampleQuery { launch: LaunchId(1), check: check.parse().unwrap(), after: None, from: None, limit: 100, latest: false }
}

pub async fn of_eight_claimers_one_gets_the_way_to_a_ticket_until_it_gives_it_back_or_its_time_is_over(place: &Place) {
    let store = place.open().await;
    let claim = async |launch: u32, now: i64| {
        let taken = store.claim_delivery(LaunchId(launch), "jira OPS-1".into(), lease(now, now + 60), at(now + 120));
        taken.await.unwrap()
    };
    let claimers: Vec<_> = (0..8)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move { store.claim_delivery(LaunchId(1), "jira OPS-1".into(), lease(0, 60), at(120)).await.unwrap() })
        })
        .collect();
    let mut got = Vec::new();
    for claimer in claimers {
        got.extend(claimer.await.unwrap());
    }
    assert_eq!(got.len(), 1, "one of eight");
    assert!(claim(2, 0).await.is_some(), "another launch has its own way there");
    assert_eq!(claim(1, 59).await, None, "not before its end");
    let late = claim(1, 60).await.unwrap();
    store.release_delivery(LaunchId(1), "jira OPS-1".into(), got[0]).await.unwrap();
    assert_eq!(claim(1, 61).await, None, "a claim whose time is over gives nothing back");
    store.release_delivery(LaunchId(1), "jira OPS-1".into(), late).await.unwrap();
    assert!(claim(1, 61).await.is_some(), "given back");
    assert!(claim(3, 36_000).await.is_some());
    assert_eq!(claim(3, 36_000 - 60).await, None, "clocks differ a little");
    assert!(claim(3, 0).await.is_some(), "a clock that was ten hours ahead has it no longer");
    assert_eq!(claim(3, 0).await, None);
}

pub async fn of_eight_claimers_one_gets_each_due_run(place: &Place) {
    let store = place.open().await;
    for launch in 1..=20 {
        let checks: Vec<String> = (0..10).map(|n| format!("c{n}")).collect();
        let checks: Vec<&str> = checks.iter().map(String::as_str).collect();
        store.plan(LaunchId(launch), planned(&checks, 0)).await.unwrap();
    }
    let claimers = (0..8).map(|_| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut got = Vec::new();
            loop {
                let runs = store.claim_runs(lease(1, 60), 7, vec![]).await.unwrap();
                if runs.is_empty() {
                    return got;
                }
                for run in runs {
                    got.push((run.launch, run.check.clone()));
                    assert!(store.finish_run(run, at(900), sample(1, Verdict::Pass)).await.unwrap());
                }
            }
        })
    });
    let mut got = Vec::new();
    for claimer in claimers.collect::<Vec<_>>() {
        got.extend(claimer.await.unwrap());
    }
    assert_eq!(got.len(), 200, "each due run once");
    assert_eq!(got.iter().collect::<BTreeSet<_>>().len(), 200);
    assert_eq!(store.next_run(at(1)).await.unwrap(), Some(at(900)));
}

pub async fn a_claim_that_nobody_finishes_runs_out_and_its_late_answer_counts_for_nothing(place: &Place) {
    let store = place.open().await;
    store.plan(LaunchId(1), planned(&["ping"], 0)).await.unwrap();
    assert!(store.claim_runs(lease(-1, 60), 9, vec![]).await.unwrap().is_empty(), "not due yet");
    let lost = store.claim_runs(lease(0, 60), 9, vec![]).await.unwrap().remove(0);
    assert_eq!((lost.due, lost.launch), (at(0), LaunchId(1)));
    assert!(store.planned(LaunchId(1), at(59)).await.unwrap()[0].running);
    assert!(store.claim_runs(lease(59, 120), 9, vec![]).await.unwrap().is_empty(), "one at a time");
    assert!(store.claim_runs(lease(60, 120), 9, vec![LaunchId(2), LaunchId(1)]).await.unwrap().is_empty(), "all but these");
    assert_eq!(store.next_run(at(0)).await.unwrap(), Some(at(60)), "when the claim ends");
    let again = store.claim_runs(lease(60, 120), 9, vec![LaunchId(2)]).await.unwrap().remove(0);
    assert!(!store.finish_run(lost, at(900), sample(1, Verdict::Fail)).await.unwrap(), "another has it now");
    assert!(store.finish_run(again.clone(), at(900), sample(61, Verdict::Pass)).await.unwrap());
    assert!(!store.finish_run(again, at(1_800), sample(62, Verdict::Pass)).await.unwrap(), "finished once");
    assert_eq!(store.samples(all("ping")).await.unwrap(), [sample(61, Verdict::Pass)]);
}

pub async fn a_plan_keeps_what_is_planned_and_drops_the_rest(place: &Place) {
    let store = place.open().await;
    store.plan(LaunchId(1), planned(&["a", "b"], 10)).await.unwrap();
    store.plan(LaunchId(2), planned(&["a"], 20)).await.unwrap();
    store.plan(LaunchId(1), planned(&["b", "c"], 99)).await.unwrap();
    let told = |all: Vec<Scheduled>| all.into_iter().map(|one| (one.check.to_string(), one.due)).collect::<Vec<_>>();
    assert_eq!(told(store.planned(LaunchId(1), at(0)).await.unwrap()), [("b".into(), at(10)), ("c".into(), at(99))]);
    let run = store.claim_runs(lease(10, 60), 1, vec![]).await.unwrap().remove(0);
    // By a machine whose clock was hours ahead, and may have died with what it took.
    store.plan(LaunchId(3), planned(&["due", "taken", "fine"], 0)).await.unwrap();
    let ahead = store.claim_runs(lease(9, 36_000), 9, vec![LaunchId(1), LaunchId(2)]).await.unwrap();
    for run in ahead {
        let next = at(if run.check.as_str() == "due" { 36_000 } else { 3_600 });
        if run.check.as_str() != "taken" {
            assert!(store.finish_run(run, next, sample(1, Verdict::Pass)).await.unwrap());
        }
    }
    store.plan(LaunchId(3), planned(&["due", "taken", "fine"], 30)).await.unwrap();
    let corrected = [("due", at(30)), ("fine", at(3_600)), ("taken", at(30))].map(|(check, due)| (check.to_owned(), due));
    assert_eq!(told(store.planned(LaunchId(3), at(0)).await.unwrap()), corrected, "nothing waits for a time that was none");
    assert!(store.planned(LaunchId(3), at(0)).await.unwrap().iter().all(|one| !one.running));
    store.plan(LaunchId(1), vec![]).await.unwrap();
    assert!(!store.finish_run(run, at(900), sample(1, Verdict::Pass)).await.unwrap(), "switched off meanwhile");
    assert!(store.samples(all("b")).await.unwrap().is_empty());
    store.close().await;
    drop(store);
    let store = place.open().await;
    assert_eq!(told(store.planned(LaunchId(2), at(0)).await.unwrap()), [("a".into(), at(20))], "after a restart");
}

pub async fn samples_are_read_in_ranges_and_forgotten(place: &Place) {
    let store = place.open().await;
    store.plan(LaunchId(1), planned(&["ping"], 0)).await.unwrap();
    for n in 0..10 {
        let run = store.claim_runs(lease(n, n + 60), 1, vec![]).await.unwrap().remove(0);
        assert!(store.finish_run(run, at(n + 1), sample(n, Verdict::Pass)).await.unwrap());
    }
    let read = async |query: SampleQuery| {
        let found = store.samples(query).await.unwrap();
        found.iter().map(|sample| sample.at.duration_since(now()).as_secs()).collect::<Vec<_>>()
    };
    assert_eq!(read(all("ping")).await, (0..10).collect::<Vec<_>>());
    assert_eq!(read(SampleQuery { after: Some(at(7)), ..all("ping") }).await, [8, 9]);
    assert_eq!(read(SampleQuery { from: Some(at(8)), ..all("ping") }).await, [8, 9]);
    assert_eq!(read(SampleQuery { limit: 2, ..all("ping") }).await, [0, 1]);
    assert_eq!(read(SampleQuery { limit: 2, latest: true, ..all("ping") }).await, [8, 9], "the latest, in order");
    assert!(read(all("pong")).await.is_empty());
    assert_eq!(store.samples(SampleQuery { limit: 1, ..all("ping") }).await.unwrap(), [sample(0, Verdict::Pass)], "to the last digit");
    store.forget(at(8)).await.unwrap();
    assert_eq!(read(all("ping")).await, [8, 9]);
}

fn standing(state: AlertState, announced: bool) -> Standing {
    Standing { state, since: now(), why: "so.".into(), announced, watching: Seq(3) }
}

fn notice(n: u128) -> NewNotice {
    NewNotice { id: Uuid::from_u128(n), channel: "ops".into(), payload: "{}".into() }
}

pub async fn a_change_of_an_alert_and_its_messages_are_one_step_of_one_replica(place: &Place) {
    let store = place.open().await;
    let tries = (0..8_u128).map(|n| {
        let store = store.clone();
        let row = AlertRow { alert: "Slow".into(), standing: standing(AlertState::Firing, true), version: 0 };
        tokio::spawn(async move { store.set_alert(LaunchId(1), row, vec![notice(n)], now()).await.unwrap() })
    });
    let mut won = 0;
    for one in tries.collect::<Vec<_>>() {
        won += u32::from(one.await.unwrap());
    }
    assert_eq!(won, 1);
    assert_eq!(store.notices(LaunchId(1), 9).await.unwrap().len(), 1);
    let row = store.alerts(LaunchId(1)).await.unwrap().remove(0);
    assert_eq!((row.alert.as_str(), row.version, row.standing.announced), ("Slow", 1, true));
    let quiet = |version| AlertRow { alert: "Slow".into(), standing: standing(AlertState::Quiet, false), version };
    assert!(!store.set_alert(LaunchId(1), quiet(2), vec![notice(20)], now()).await.unwrap(), "of another version");
    assert!(store.set_alert(LaunchId(1), quiet(1), vec![notice(21)], now()).await.unwrap());
    assert!(!store.set_alert(LaunchId(1), quiet(0), vec![notice(22)], now()).await.unwrap(), "it is there already");
    assert_eq!(store.notices(LaunchId(1), 9).await.unwrap().len(), 2);
    let lost = AlertRow { alert: "Refused".into(), standing: standing(AlertState::Quiet, false), version: 5 };
    assert!(!store.set_alert(LaunchId(1), lost, vec![notice(23)], now()).await.unwrap(), "nothing to change");
    assert_eq!(store.alerts(LaunchId(1)).await.unwrap().len(), 1);
}

/// Earlier builds kept them by their places in the template.
pub async fn how_alerts_stood_is_taken_over_by_their_names(place: &Place) {
    let store = place.open().await;
    let mut new = creation(1, "One");
    let mut template = Template::clone(&new.template);
    let alert = |name: &str| serde_json::json!({ "name": name, "condition": "x", "severity": "P1", "action": "Look." });
    template.alerts = serde_json::from_value(serde_json::json!([alert("Slow"), alert("Refused")])).unwrap();
    new.template = Arc::new(template);
    let id = store.create(new).await.unwrap().id;
    store.close().await;
    drop(store);
    let stood = serde_json::to_string(&standing(AlertState::Firing, true)).unwrap();
    let rows = format!("INSERT INTO alerts (launch, alert, standing, version) VALUES (1, 1, '{stood}', 4), (1, 9, '{stood}', 1)");
    match place {
        Place::Folder(folder) => {
            let back = "DROP TABLE standings; CREATE TABLE alerts (launch INTEGER, alert INTEGER, standing TEXT, version INTEGER); \
                        ALTER TABLE notices DROP COLUMN said; PRAGMA user_version = 10";
            let database = rusqlite::Connection::open(folder.path().join(holdpoint_store::sqlite::FILE)).unwrap();
            database.execute_batch(&format!("{back}; {rows}")).unwrap();
        }
        Place::Database(_, url) => {
            let back = "DROP TABLE standings; ALTER TABLE notices DROP COLUMN said, DROP COLUMN said_of; \
                        DELETE FROM migrations WHERE 5 <= version";
            holdpoint_emulator::postgres::execute(url, &format!("{back}; {rows}")).await.unwrap();
        }
    }
    let store = place.open().await;
    let expected = AlertRow { alert: "Refused".into(), standing: standing(AlertState::Firing, true), version: 4 };
    assert_eq!(store.alerts(id).await.unwrap(), [expected], "one that has no alert in its place is nobody's");
}

pub async fn an_event_and_its_messages_are_one_step(place: &Place) {
    let store = place.open().await;
    let id = store.create(creation(1, "One")).await.unwrap().id;
    let told = async || store.notices(id, 9).await.unwrap().len();
    assert_eq!(store.submit_telling(id, comment(100, "hello"), vec![notice(1), notice(2)]).await.unwrap().events.len(), 1);
    assert_eq!(told().await, 2);
    assert!(store.submit_telling(id, comment(100, "hello"), vec![notice(3)]).await.unwrap().events.is_empty());
    assert_eq!(told().await, 2, "answered before");
    assert!(store.submit_telling(id, comment(101, ""), vec![notice(4)]).await.is_err());
    assert_eq!(told().await, 2, "refused");
    let seq = store.launch(id).await.unwrap().seq;
    assert!(store.submit_telling(id, comment(102, "again"), vec![notice(1)]).await.is_err(), "a message that is there already");
    assert_eq!((told().await, store.launch(id).await.unwrap().seq), (2, seq), "and so no event");
}

fn trouble(words: &str) -> Trouble {
    Trouble { words: words.into(), said: Some(format!("{{\"kind\":\"{words}\"}}")) }
}

pub async fn a_message_is_taken_by_one_tried_again_later_and_settled_for_good(place: &Place) {
    let store = place.open().await;
    let row = AlertRow { alert: "Slow".into(), standing: standing(AlertState::Firing, true), version: 0 };
    store.set_alert(LaunchId(1), row, vec![notice(1), notice(2)], now()).await.unwrap();
    let taken = store.claim_notices(lease(0, 60), at(3_600), 1).await.unwrap().remove(0);
    assert_eq!((taken.notice.clone(), taken.attempts, taken.launch), (notice(1), 0, LaunchId(1)));
    let other = store.claim_notices(lease(0, 60), at(3_600), 9).await.unwrap();
    assert_eq!(other.iter().map(|one| one.notice.id).collect::<Vec<_>>(), [notice(2).id], "the first is taken");
    assert!(store.settle_notice(taken.clone(), Outcome::Later(at(30), trouble("away")), at(1)).await.unwrap());
    assert!(!store.settle_notice(taken, Outcome::Sent, at(1)).await.unwrap(), "given back already");
    assert!(store.claim_notices(lease(29, 90), at(3_600), 9).await.unwrap().is_empty());
    store.close().await;
    drop(store);
    let store = place.open().await;
    let mut again = store.claim_notices(lease(60, 120), at(3_600), 9).await.unwrap();
    again.sort_by_key(|one| one.attempts);
    assert_eq!(again.iter().map(|one| (one.notice.id, one.attempts)).collect::<Vec<_>>(), [(notice(2).id, 0), (notice(1).id, 1)]);
    assert!(!store.settle_notice(other[0].clone(), Outcome::Sent, at(61)).await.unwrap(), "its time was over");
    assert!(store.settle_notice(again[0].clone(), Outcome::SentInPart(trouble("one is gone")), at(61)).await.unwrap());
    assert!(store.settle_notice(again[1].clone(), Outcome::Failed(Trouble { words: "no".into(), said: None }), at(61)).await.unwrap());
    assert!(store.claim_notices(lease(9_999, 99_999), at(99_999), 9).await.unwrap().is_empty(), "settled for good");
    let told: Vec<_> = store.notices(LaunchId(1), 9).await.unwrap().into_iter().map(|row| (row.state, row.attempts, row.trouble)).collect();
    let no = Trouble { words: "no".into(), said: None };
    assert_eq!(told, [(NoticeState::Sent, 1, Some(trouble("one is gone"))), (NoticeState::Failed, 2, Some(no))]);
    store.forget(at(62)).await.unwrap();
    assert!(store.notices(LaunchId(1), 9).await.unwrap().is_empty());
}

/// By a machine whose clock was ten hours ahead, and may have died with what it took.
pub async fn no_message_waits_for_where_a_clock_was_that_is_set_right(place: &Place) {
    let store = place.open().await;
    let row = AlertRow { alert: "Slow".into(), standing: standing(AlertState::Firing, true), version: 0 };
    store.set_alert(LaunchId(1), row, (1..=4).map(notice).collect(), now()).await.unwrap();
    let taken = store.claim_notices(lease(36_000, 36_120), at(40_000), 3).await.unwrap();
    let [later, sooner, _] = taken.as_slice() else { panic!("{taken:?}") };
    assert!(store.settle_notice(later.clone(), Outcome::Later(at(39_600), trouble("away")), at(36_000)).await.unwrap());
    assert!(store.settle_notice(sooner.clone(), Outcome::Later(at(3_600), trouble("away")), at(0)).await.unwrap());
    let quiet = AlertRow { alert: "Slow".into(), standing: standing(AlertState::Quiet, false), version: 1 };
    store.set_alert(LaunchId(1), quiet, vec![notice(5)], at(36_000)).await.unwrap();
    let claim = async |now: i64| store.claim_notices(lease(now, now + 120), at(now + 3_720), 9).await.unwrap();
    let mut due: Vec<_> = claim(0).await.into_iter().map(|one| one.notice.id.as_u128()).collect();
    due.sort_unstable();
    let waits = sooner.notice.id.as_u128();
    assert_eq!(due, (1..=5).filter(|id| *id != waits).collect::<Vec<_>>(), "what waits an hour by a clock that is right goes on waiting");
    assert!(claim(60).await.is_empty(), "taken now, and no second time");
    assert_eq!(claim(3_600).await.len(), 5, "its time has come, and nobody has finished the others");
}

on_every_store! {
    of_eight_claimers_one_gets_the_way_to_a_ticket_until_it_gives_it_back_or_its_time_is_over,
    of_eight_claimers_one_gets_each_due_run,
    a_claim_that_nobody_finishes_runs_out_and_its_late_answer_counts_for_nothing,
    a_plan_keeps_what_is_planned_and_drops_the_rest,
    samples_are_read_in_ranges_and_forgotten,
    a_change_of_an_alert_and_its_messages_are_one_step_of_one_replica,
    how_alerts_stood_is_taken_over_by_their_names,
    an_event_and_its_messages_are_one_step,
    a_message_is_taken_by_one_tried_again_later_and_settled_for_good,
    no_message_waits_for_where_a_clock_was_that_is_set_right,
}
