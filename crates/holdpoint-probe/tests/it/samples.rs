//! The probe kind `http` with `samples`: several answers, one after the other.

use std::time::{Duration, Instant};

use holdpoint_domain::check::ProbeFailure;
use holdpoint_emulator::raw::{RawServer, Step};
use holdpoint_emulator::{Mode, Vendor};
use serde_json::{Value, json};

use crate::bench::{Bench, check, egress, me_probe, number, text};

fn sampled(samples: u32) -> Value {
    let mut probe = me_probe();
    probe["samples"] = samples.into();
    probe
}

#[tokio::test]
async fn percentiles_are_of_that_many_answers() {
    let bench = Bench::with(Vendor { delay_ms: 20, ..Vendor::default() }).await;
    let seen = bench.run(&check(sampled(10), &["body:/type"])).await;
    let fact = |name: &str| number(&seen, name).unwrap();
    assert_eq!((seen.failure, fact("samples"), fact("status")), (None, 10.0, 200.0));
    let (p50, p95, max) = (fact("latency_ms.p50"), fact("latency_ms.p95"), fact("latency_ms.max"));
    assert!(20.0 <= p50 && p50 <= p95 && p95 <= max, "{p50} {p95} {max}");
    assert!(200 <= seen.latency_ms, "the whole is all of them: {}", seen.latency_ms);
    assert_eq!(text(&seen, "body:/type"), Some("admin"), "other facts are there as well");
    assert_eq!((bench.emulator.requests_to("/me").len(), seen.requests.len()), (10, 1), "one stands for all on the receipt");
}

#[tokio::test]
async fn one_request_has_no_percentiles() {
    let bench = Bench::new().await;
    let seen = bench.run(&check(me_probe(), &[])).await;
    let names: Vec<_> = seen.facts.keys().map(String::as_str).collect();
    assert_eq!(names, ["host", "latency_ms", "status"]);
    let seen = bench.run(&check(sampled(1_000_000), &[])).await;
    assert_eq!(number(&seen, "samples"), Some(50.0), "never more than there may be");
}

#[tokio::test]
async fn one_bad_answer_among_many_is_seen() {
    let connection = |url: String| serde_json::from_value(json!({ "name": "raw", "health_url": url })).unwrap();
    let probe = check(json!({ "kind": "http", "target": "health", "samples": 3 }), &[]);
    let bench = Bench::with(Vendor { mode: Mode::ServerError, ..Vendor::default() }).await;
    let seen = bench.run(&check(sampled(3), &[])).await;
    assert_eq!(number(&seen, "status"), Some(503.0));
    let server = RawServer::answering("no HTTP").await.unwrap();
    let seen = holdpoint_probe::run(&probe, &connection(server.url()), &egress(&["127.0.0.1"])).await;
    assert_eq!((seen.failure, seen.facts.len()), (Some(ProbeFailure::BadAnswer), 0));
    assert_eq!(server.connections(), 1, "the first failure ends it");
}

/// Four of fifty fit into the time: what was answered by then says that it is slow.
#[tokio::test]
async fn a_slow_server_is_not_asked_for_ever() {
    let script =
        vec![Step::ReadRequest, Step::Wait(Duration::from_secs(4)), Step::Send(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".to_vec())];
    let server = RawServer::start(script).await.unwrap();
    let connection = serde_json::from_value(json!({ "name": "raw", "health_url": server.url() })).unwrap();
    let probe = check(json!({ "kind": "http", "target": "health", "samples": 50 }), &[]);
    let since = Instant::now();
    let seen = holdpoint_probe::run(&probe, &connection, &egress(&["127.0.0.1"])).await;
    assert_eq!((seen.failure, number(&seen, "samples")), (None, Some(4.0)));
    assert!(number(&seen, "latency_ms.p95").is_some_and(|latency| 4_000.0 <= latency));
    assert!(since.elapsed() < Duration::from_secs(25), "{:?}", since.elapsed());
}
