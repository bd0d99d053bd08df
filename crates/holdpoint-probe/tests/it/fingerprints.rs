//! The probe kind `secret_fingerprints`: tokens compared, and nothing of them shown.

use holdpoint_domain::check::{Check, Fact, ProbeFailure};
use serde_json::json;

use crate::bench::{Bench, check, number, text};

fn fingerprints() -> Check {
    check(json!({ "kind": "secret_fingerprints" }), &[])
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
