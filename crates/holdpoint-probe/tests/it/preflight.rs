//! Many checks at the same time, with progress.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use holdpoint_domain::check::{Check, ProbeFailure};
use holdpoint_emulator::{Mode, Vendor};
use holdpoint_probe::{Progress, run_all};
use serde_json::json;

use crate::bench::{Bench, check, me, number};

/// Four checks, each of one request.
fn four() -> [Check; 4] {
    let http = |target: &str| check(json!({ "kind": "http", "target": target }), &["body:/status"]);
    let mut checks = [me(&[]), http("status"), http("health"), http("webhook")];
    for (check, id) in checks.iter_mut().zip(["auth", "status", "health", "webhook"]) {
        check.id = id.parse().unwrap();
    }
    checks
}

#[tokio::test]
async fn four_checks_take_about_as_long_as_the_slowest() {
    let delay = 500;
    let vendor = Vendor { delay_ms: delay, status_delay_ms: delay, health_delay_ms: delay, webhook_delay_ms: delay, ..Vendor::default() };
    let bench = Bench::with(vendor).await;
    let checks = four();
    // The best of several: other work on the machine only ever adds.
    let mut best = Duration::MAX;
    for _ in 0..5 {
        let since = Instant::now();
        let seen = run_all(&checks, &bench.connection, &bench.egress, |_, _| {}).await;
        best = best.min(since.elapsed());
        assert!(seen.iter().all(|(_, seen)| seen.failure.is_none() && delay <= seen.latency_ms), "{seen:?}");
        if best < Duration::from_millis(2 * delay) {
            return;
        }
    }
    panic!("{best:?} for checks of {delay} ms");
}

#[tokio::test]
async fn progress_is_told_as_it_happens_and_results_keep_their_order() {
    let bench = Bench::with(Vendor { delay_ms: 1_600, status_delay_ms: 800, ..Vendor::default() }).await;
    let checks = four();
    let told = Mutex::new(Vec::new());
    let seen = run_all(&checks, &bench.connection, &bench.egress, |id, progress| {
        let word = match progress {
            Progress::Started => "started",
            Progress::Finished(seen) if seen.failure.is_none() => "finished",
            Progress::Finished(_) => "failed",
        };
        told.lock().unwrap().push(format!("{word} {id}"));
    })
    .await;
    let order: Vec<_> = seen.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(order, ["auth", "status", "health", "webhook"]);
    let told = told.into_inner().unwrap();
    assert_eq!(told[..4], ["started auth", "started status", "started health", "started webhook"]);
    assert_eq!(told[6..], ["finished status", "finished auth"], "the slow ones last: {told:?}");
    assert_eq!(told.len(), 8);
}

#[tokio::test]
async fn one_bad_check_does_not_stop_the_others() {
    let mut bench = Bench::with(Vendor { mode: Mode::Endless, ..Vendor::default() }).await;
    bench.connection.status_url = Some("http://169.254.169.254/latest/meta-data".into());
    let seen = run_all(&four(), &bench.connection, &bench.egress, |_, _| {}).await;
    let failures: Vec<_> = seen.iter().map(|(_, seen)| seen.failure).collect();
    assert_eq!(failures, [Some(ProbeFailure::BadAnswer), Some(ProbeFailure::Refused), None, None]);
}

/// More than the process-wide limit: all are answered in the end.
#[tokio::test]
async fn a_hundred_checks_queue_up() {
    let bench = Bench::with(Vendor { health_delay_ms: 20, ..Vendor::default() }).await;
    let checks: Vec<_> = std::iter::repeat_n(check(json!({ "kind": "http", "target": "health" }), &[]), 100).collect();
    let seen = run_all(&checks, &bench.connection, &bench.egress, |_, _| {}).await;
    assert_eq!(seen.iter().filter(|(_, seen)| number(seen, "status") == Some(200.0)).count(), 100);
}

/// The server spawns pre-flights: a future that is not `Send` would not compile here.
#[tokio::test]
async fn a_preflight_can_be_spawned() {
    let bench = Bench::new().await;
    let (connection, egress) = (bench.connection.clone(), bench.egress.clone());
    let task = tokio::spawn(async move {
        let checks = four();
        run_all(&checks, &connection, &egress, |_, _| {}).await.len()
    });
    assert_eq!(task.await.unwrap(), 4);
}
