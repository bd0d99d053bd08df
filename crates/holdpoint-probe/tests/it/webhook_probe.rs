//! The probe kind `webhook`, against consumers that verify signatures and consumers that do not.

use std::time::Duration;

use holdpoint_domain::check::{Check, ProbeFailure, Verdict, judge};
use holdpoint_emulator::Vendor;
use holdpoint_emulator::raw::{RawServer, Step};
use serde_json::json;

use crate::bench::{Bench, check, number, text};

const BODY: &str = r#"{"type":"notification_event","topic":"ping","text":"Grüße"}"#;

fn webhook() -> Check {
    check(json!({ "kind": "webhook", "signature_header": "X-Hub-Signature", "body": BODY }), &[])
}

#[tokio::test]
async fn head_and_then_a_signed_post() {
    let bench = Bench::new().await;
    let seen = bench.run(&webhook()).await;
    assert_eq!(seen.failure, None);
    let facts: Vec<_> = seen.facts.keys().map(String::as_str).collect();
    assert_eq!(facts, ["head.latency_ms", "head.status", "scheme", "signed.latency_ms", "signed.status"]);
    assert_eq!((number(&seen, "head.status"), number(&seen, "signed.status")), (Some(200.0), Some(200.0)));
    assert_eq!(text(&seen, "scheme"), Some("http"));
    let [head, post] = bench.emulator.requests_to("/webhook").try_into().unwrap();
    assert_eq!((head.method.as_str(), post.method.as_str()), ("HEAD", "POST"));
    assert_eq!(post.body, BODY, "signed and sent are the same bytes");
    assert_eq!(post.headers["content-type"], "application/json");
    assert!(!head.headers.contains_key("x-hub-signature"));
    let [_, sent] = seen.requests.as_slice() else { panic!("two requests: {:?}", seen.requests) };
    let reference = bench.connection.webhook_secret.as_ref().unwrap();
    assert_eq!(sent.headers["x-hub-signature"], format!("sha1={{HMAC-SHA1 with {reference}}}"));
}

/// The vector is Python's: `hmac.new(b"secret", b'{"a":1}', "sha1").hexdigest()`.
#[tokio::test]
async fn the_signature_is_hmac_sha1_in_hex() {
    let mut bench = Bench::new().await;
    bench.connection.webhook_secret = Some(bench.store("key", "secret\n").parse().unwrap());
    bench.connection.webhook_url = Some(bench.emulator.careless_webhook_url());
    let probe = json!({ "kind": "webhook", "signature_header": "X-Hub-Signature", "body": r#"{"a":1}"# });
    bench.run(&check(probe, &[])).await;
    let [_, post] = bench.emulator.requests_to("/webhook-careless").try_into().unwrap();
    assert_eq!(post.headers["x-hub-signature"], "sha1=f8446672f033e4b2beafc5ca3a71eafcd2cafb6e");
}

#[tokio::test]
async fn a_wrong_key_is_refused_by_the_careful_and_accepted_by_the_careless() {
    let mut bench = Bench::new().await;
    bench.connection.webhook_secret = Some(bench.store("wrong", "another secret".replace(' ', "-").as_str()).parse().unwrap());
    let seen = bench.run(&webhook()).await;
    assert_eq!((number(&seen, "head.status"), number(&seen, "signed.status")), (Some(200.0), Some(401.0)));
    bench.connection.webhook_url = Some(bench.emulator.careless_webhook_url());
    let seen = bench.run(&webhook()).await;
    assert_eq!(number(&seen, "signed.status"), Some(200.0));
}

#[tokio::test]
async fn a_slow_consumer_is_measured() {
    let check: Check = serde_json::from_value(json!({
        "id": "webhook", "title": "Webhook", "ttl_minutes": 60,
        "probe": { "kind": "webhook", "signature_header": "X-Hub-Signature", "body": BODY },
        "expect": [
            { "fact": "signed.status", "equals": 200.0, "why": "{value}", "next": "" },
            { "fact": "signed.latency_ms", "at_most": 5_000.0, "warn_above": 500.0, "why": "{value}", "next": "" },
        ],
    }))
    .unwrap();
    let bench = Bench::with(Vendor { webhook_delay_ms: 600, ..Vendor::default() }).await;
    let seen = bench.run(&check).await;
    let (head, signed) = (number(&seen, "head.latency_ms").unwrap(), number(&seen, "signed.latency_ms").unwrap());
    assert!(600.0 <= head && 600.0 <= signed, "{head} {signed}");
    assert!(head + signed <= seen.latency_ms as f64 + 1.0, "the whole has both: {}", seen.latency_ms);
    assert_eq!(judge(&check, &seen).verdict, Verdict::Warn);
}

/// An endpoint that hangs is worse than one that is slow, so it must not come off better.
#[tokio::test]
async fn no_answer_in_the_time_that_is_permitted_is_a_failure() {
    let server = RawServer::start(vec![Step::ReadRequest, Step::Wait(Duration::from_secs(60))]).await.unwrap();
    let mut bench = Bench::new().await;
    bench.connection.webhook_url = Some(server.url());
    let probe = json!({ "kind": "webhook", "signature_header": "X-Hub-Signature", "body": BODY, "cases": ["signed", "head"] });
    let unlimited = check(probe.clone(), &["signed.status"]);
    let mut limited = check(probe, &["signed.status", "signed.latency_ms"]);
    (limited.expect[1].present, limited.expect[1].at_most) = (None, Some(5_000.0));
    let (limited_seen, seen) = tokio::join!(bench.run(&limited), bench.run(&unlimited));
    assert_eq!((judge(&limited, &limited_seen).verdict, limited_seen.failure), (Verdict::Fail, None));
    let facts: Vec<_> = limited_seen.facts.keys().map(String::as_str).collect();
    assert_eq!((facts, limited_seen.requests.len()), (vec!["scheme", "signed.latency_ms"], 1), "and nothing is sent behind it");
    assert_eq!((judge(&unlimited, &seen).verdict, seen.failure), (Verdict::Unknown, Some(ProbeFailure::TimedOut)));
}

#[tokio::test]
async fn other_statuses_are_facts_too() {
    let bench = Bench::with(Vendor { webhook_head_status: 405, webhook_status: 202, ..Vendor::default() }).await;
    let seen = bench.run(&webhook()).await;
    assert_eq!((number(&seen, "head.status"), number(&seen, "signed.status")), (Some(405.0), Some(202.0)));
}

#[tokio::test]
async fn without_key_or_url_nothing_is_sent() {
    let mut bench = Bench::new().await;
    let whole = bench.connection.clone();
    bench.connection.webhook_secret = None;
    assert_eq!(bench.run(&webhook()).await.failure, Some(ProbeFailure::NotConfigured));
    bench.connection.webhook_secret = Some("file:/nowhere/at/all".parse().unwrap());
    assert_eq!(bench.run(&webhook()).await.failure, Some(ProbeFailure::NotConfigured));
    bench.connection = whole;
    bench.connection.webhook_url = None;
    assert_eq!(bench.run(&webhook()).await.failure, Some(ProbeFailure::NotConfigured));
    assert_eq!(bench.emulator.requests(), []);
}
