//! The probe kind `secret_fingerprints`: tokens compared with each other and with the deployed one, and nothing of them shown.

use holdpoint_domain::check::{Check, Fact, ProbeFailure};
use serde_json::json;

use crate::bench::{Bench, check, number, text};

fn fingerprints() -> Check {
    check(json!({ "kind": "secret_fingerprints" }), &[])
}

/// As [`fingerprints`], with what the application says.
fn deployed() -> Check {
    check(json!({ "kind": "secret_fingerprints" }), &["deployed"])
}

async fn bench(others: &[(&str, &str)]) -> Bench {
    let mut bench = Bench::new().await;
    let stored = others.iter().map(|(name, token)| ((*name).to_owned(), bench.store(name, token).parse().unwrap()));
    bench.connection.other_tokens = stored.collect();
    bench
}

#[tokio::test]
async fn tokens_are_distinct_when_no_two_are_the_same() {
    let own = holdpoint_emulator::Vendor::default().token;
    let cases = [
        (vec![], 1.0, None, "nothing to compare with"),
        (vec![("staging", "a-token-of-staging")], 2.0, Some(true), "another one"),
        (vec![("staging", own.as_str())], 2.0, Some(false), "the same one"),
        (vec![("staging", "x-1"), ("development", "x-2")], 3.0, Some(true), "three"),
        (vec![("staging", "x-1"), ("development", "x-1")], 3.0, Some(false), "two of the others are the same"),
        (vec![("staging", &own[1..])], 2.0, Some(true), "a part of it is another one"),
    ];
    for (others, count, distinct, about) in cases {
        let bench = bench(&others).await;
        let seen = bench.run(&fingerprints()).await;
        assert_eq!((seen.failure, number(&seen, "count")), (None, Some(count)), "{about}");
        assert_eq!(seen.facts.get("distinct"), distinct.map(Fact::Bool).as_ref(), "{about}");
        assert_eq!(text(&seen, "stored_in"), Some("file"), "{about}");
        assert_eq!((bench.emulator.requests().len(), seen.requests.len()), (0, 0), "{about}: nobody is asked");
        let stored = serde_json::to_string(&seen).unwrap();
        assert!(others.iter().chain(&[("own", own.as_str())]).all(|(_, token)| !stored.contains(token)), "{stored}");
    }
}

/// A fingerprint that stayed the same would let a reader of receipts try tokens.
#[tokio::test]
async fn nothing_in_a_receipt_depends_on_the_token() {
    let one = bench(&[("staging", "x-1")]).await;
    let other = bench(&[("staging", "y-2")]).await;
    assert_eq!(one.run(&fingerprints()).await.facts, other.run(&fingerprints()).await.facts);
}

#[tokio::test]
async fn what_cannot_be_read_is_not_compared() {
    let mut bench = bench(&[("staging", "x-1")]).await;
    let good = bench.connection.clone();
    bench.connection.other_tokens.insert("development".into(), "file:/nowhere/at/all".parse().unwrap());
    assert_eq!(bench.run(&fingerprints()).await.failure, Some(ProbeFailure::NotConfigured));
    bench.connection = good.clone();
    bench.connection.token = Some("env:HOLDPOINT_TEST_THAT_IS_NEVER_SET".parse().unwrap());
    assert_eq!(bench.run(&fingerprints()).await.failure, Some(ProbeFailure::NotConfigured));
    bench.connection.token = None;
    assert_eq!(bench.run(&fingerprints()).await.failure, Some(ProbeFailure::NotConfigured));
    // Cargo sets it for tests.
    bench.connection.token = Some("env:CARGO_PKG_NAME".parse().unwrap());
    assert_eq!(text(&bench.run(&fingerprints()).await, "stored_in"), Some("env"));
}

/// `printf %s emulator-access-token | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef`
const FINGERPRINT: &str = "1dcadf0fd000c8b6e95e1fdda7372504c8472b1a41e0517dc3bb20b9a3b87842";
const KEY: &str = "0123456789abcdef0123456789abcdef";

/// Of a connection that can compare its token with the deployed one.
async fn bench_of_a_deployment(fingerprint: &str) -> Bench {
    let mut bench = bench(&[]).await;
    bench.emulator.set(|vendor| vendor.token_fingerprint = fingerprint.into());
    bench.connection.deployed_fingerprint = Some("/tokenFingerprint".into());
    bench.connection.fingerprint_key = Some(bench.store("key", KEY).parse().unwrap());
    bench
}

#[tokio::test]
async fn the_tested_token_is_the_deployed_one_when_the_application_says_so() {
    let (upper, other) = (FINGERPRINT.to_uppercase(), FINGERPRINT.replace("1d", "1e"));
    let cases = [
        (FINGERPRINT, Some(true), "the same"),
        (upper.as_str(), Some(true), "in other letters"),
        (other.as_str(), Some(false), "another token"),
        ("", None, "it says nothing"),
        ("emulator-access-token", None, "no fingerprint"),
        (&FINGERPRINT[2..], None, "a part of one"),
    ];
    for (told, expected, about) in cases {
        let bench = bench_of_a_deployment(told).await;
        let seen = bench.run(&deployed()).await;
        assert_eq!((seen.failure, seen.facts.get("deployed")), (None, expected.map(Fact::Bool).as_ref()), "{about}");
        assert_eq!(bench.emulator.requests_to("/health").len(), 1, "{about}");
        assert!(bench.emulator.requests().iter().all(|sent| !sent.headers.contains_key("authorization")), "{about}");
    }
}

/// Unknown, and what else was compared still counts.
#[tokio::test]
async fn what_is_not_configured_or_does_not_answer_is_no_fact() {
    let mut bench = bench_of_a_deployment(FINGERPRINT).await;
    let unasked = bench.run(&fingerprints()).await;
    assert_eq!((unasked.facts.get("deployed"), bench.emulator.requests().len()), (None, 0), "nobody expects it");
    let whole = serde_json::to_value(&bench.connection).unwrap();
    let short = bench.store("short", &KEY[1..]);
    let changes = [
        json!({ "deployed_fingerprint": null }),
        json!({ "deployed_fingerprint": "/status" }),
        json!({ "deployed_fingerprint": "/nothing/there" }),
        json!({ "fingerprint_key": null }),
        json!({ "fingerprint_key": "file:/nowhere/at/all" }),
        json!({ "fingerprint_key": short }),
        json!({ "health_url": null }),
        json!({ "health_url": "https://10.0.0.1/health" }),
        json!({ "health_url": format!("{}/elsewhere", bench.emulator.base_url()) }),
    ];
    for change in changes {
        let mut connection = whole.clone();
        connection.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        bench.connection = serde_json::from_value(connection).unwrap();
        let seen = bench.run(&deployed()).await;
        assert_eq!((seen.failure, number(&seen, "count"), seen.facts.get("deployed")), (None, Some(1.0), None), "{change}");
    }
}

/// A reader of receipts sees whether they are the same, and not whether a token was changed since: whichever check asks for the document,
/// and however the fingerprint is written.
#[tokio::test]
async fn a_receipt_tells_neither_fingerprint_nor_key() {
    let health = check(json!({ "kind": "http", "target": "health" }), &["body:/tokenFingerprint"]);
    let prefixed = format!("sha256:{FINGERPRINT}");
    for (probe, written) in
        [(deployed(), FINGERPRINT), (deployed(), prefixed.as_str()), (health.clone(), FINGERPRINT), (health, prefixed.as_str())]
    {
        let bench = bench_of_a_deployment(written).await;
        let witnessed = holdpoint_probe::witness(&probe, &bench.connection, &bench.egress).await;
        let excerpt = witnessed.heard[0].answer.as_ref().unwrap().excerpt.clone().unwrap();
        assert!(excerpt.contains("[secret]") && excerpt.contains("healthy"), "{excerpt}");
        let told = format!("{witnessed:?}");
        assert!(!told.contains(FINGERPRINT) && !told.contains(KEY), "{told}");
    }
}

/// Also the tokens that no request of this check needs.
#[tokio::test]
async fn an_answer_that_repeats_another_environments_token_is_scrubbed() {
    let mut bench = bench(&[("staging", "token-of-staging-77")]).await;
    bench.emulator.set(|vendor| vendor.mode = holdpoint_emulator::Mode::Echo);
    bench.connection.prometheus_token = Some(bench.store("prometheus", "token-of-prometheus-88").parse().unwrap());
    let mut probe = crate::bench::me_probe();
    probe["headers"] = json!({ "X-One": "token-of-staging-77", "X-Two": "a token-of-prometheus-88 b" });
    let seen = bench.run(&check(probe, &["body:/headers/x-one", "body:/headers/x-two"])).await;
    assert_eq!(text(&seen, "body:/headers/x-one"), Some("[secret]"));
    assert_eq!(text(&seen, "body:/headers/x-two"), Some("a [secret] b"));
}
