//! The probe kind `webhook` with all of its cases, against consumers with good and bad habits.

use holdpoint_domain::check::{Check, ProbeFailure};
use holdpoint_emulator::{Habit, Vendor};
use serde_json::{Value, json};

use crate::bench::{Bench, check, number, text};

const BODY: &str = r#"{"type":"notification_event","topic":"ping","id":null,"created_at":1}"#;

const ALL: [&str; 7] = ["head", "signed", "unsigned", "wrong_signature", "altered_body", "duplicate", "out_of_order"];
const PARTS: [&str; 9] = [
    "head",
    "signed",
    "unsigned",
    "wrong_signature",
    "altered_body",
    "duplicate.first",
    "duplicate.second",
    "out_of_order.newer",
    "out_of_order.older",
];

fn battery(body: &str, cases: &[&str]) -> Check {
    check(json!({ "kind": "webhook", "signature_header": "X-Hub-Signature", "body": body, "cases": cases }), &[])
}

async fn permitted(vendor: Vendor) -> Bench {
    let mut bench = Bench::with(vendor).await;
    bench.connection.webhook_deliveries = true;
    bench
}

#[tokio::test]
async fn each_habit_shows_in_the_facts() {
    // In the order of `PARTS`.
    let cases = [
        (Habit::Careful, [200, 200, 401, 401, 401, 200, 200, 200, 200]),
        (Habit::Stubborn, [200, 401, 401, 401, 401, 401, 401, 401, 401]),
        (Habit::FormOnly, [200, 200, 401, 200, 200, 200, 200, 200, 200]),
        (Habit::FirstHalf, [200, 200, 401, 200, 401, 200, 200, 200, 200]),
        (Habit::Remembers, [200, 200, 401, 401, 200, 200, 200, 200, 200]),
        (Habit::RefusesRepeats, [200, 200, 401, 401, 401, 200, 409, 200, 200]),
        (Habit::RefusesOlder, [200, 200, 401, 401, 401, 200, 200, 200, 409]),
    ];
    for (habit, expected) in cases {
        // The signed delivery of another time is not in the way of `RefusesOlder`: it has no id of its own.
        let bench = permitted(Vendor { webhook_habit: habit, ..Vendor::default() }).await;
        let seen = bench.run(&battery(BODY, &ALL)).await;
        let statuses: Vec<_> = PARTS.iter().map(|part| number(&seen, &format!("{part}.status")).unwrap()).collect();
        assert_eq!(statuses, expected.map(f64::from), "{habit:?}");
        assert_eq!((seen.failure, seen.requests.len(), seen.facts.len()), (None, 9, 19), "{habit:?}");
        assert!(PARTS.iter().all(|part| number(&seen, &format!("{part}.latency_ms")).is_some()), "{habit:?}");
        assert_eq!(text(&seen, "scheme"), Some("http"));
    }
}

#[tokio::test]
async fn a_consumer_that_verifies_nothing_takes_everything() {
    let mut bench = permitted(Vendor::default()).await;
    bench.connection.webhook_url = Some(bench.emulator.careless_webhook_url());
    let seen = bench.run(&battery(BODY, &ALL)).await;
    assert!(PARTS.iter().all(|part| number(&seen, &format!("{part}.status")) == Some(200.0)), "{:?}", seen.facts);
}

#[tokio::test]
async fn what_is_sent_is_what_the_case_says() {
    let bench = permitted(Vendor::default()).await;
    bench.run(&battery(BODY, &ALL)).await;
    let sent: [_; 9] = bench.emulator.requests_to("/webhook").try_into().unwrap();
    let signature = |index: usize| sent[index].headers.get("x-hub-signature").map(String::as_str);
    let json = |index: usize| serde_json::from_str::<Value>(&sent[index].body).unwrap();
    let [_, signed, unsigned, wrong, altered, first, second, newer, older] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
    assert_eq!((sent[0].method.as_str(), signature(0)), ("HEAD", None));
    assert_eq!((sent[signed].body.as_str(), sent[unsigned].body.as_str(), sent[wrong].body.as_str()), (BODY, BODY, BODY));
    assert_eq!(signature(unsigned), None);
    let (good, bad) = (signature(signed).unwrap(), signature(wrong).unwrap());
    assert_eq!((good.len(), bad.len(), &good[..44], good != bad), (45, 45, &bad[..44], true), "all but the last digit");
    assert_eq!(signature(altered), Some(good), "the first body's signature");
    assert_ne!(json(altered), json(signed), "another meaning, not only other spaces");
    assert_eq!((&sent[first].body, signature(first)), (&sent[second].body, signature(second)), "twice the same, to the byte");
    assert!(json(first)["id"].as_str().is_some_and(|id| id.starts_with("holdpoint-duplicate-")));
    assert_ne!(json(newer)["id"], json(older)["id"]);
    let at = |index: usize| json(index)["created_at"].as_i64().unwrap();
    assert_eq!(at(newer) - at(older), 60, "the newer is sent first");
    bench.run(&battery(BODY, &["duplicate"])).await;
    let again = bench.emulator.requests_to("/webhook").pop().unwrap();
    assert_ne!(again.body, sent[first].body, "another run is no duplicate of this one");
}

#[tokio::test]
async fn a_receipt_shows_how_it_was_signed_and_not_the_signature() {
    let bench = permitted(Vendor::default()).await;
    let seen = bench.run(&battery(BODY, &ALL)).await;
    let reference = bench.connection.webhook_secret.as_ref().unwrap().to_string();
    let shown: Vec<_> = seen.requests.iter().map(|sent| sent.headers.get("x-hub-signature").cloned().unwrap_or_default()).collect();
    let signed = format!("sha1={{HMAC-SHA1 with {reference}}}");
    assert_eq!((shown[0].as_str(), shown[1].as_str(), shown[2].as_str()), ("", signed.as_str(), ""));
    assert_eq!(shown[3], format!("sha1={{HMAC-SHA1 with {reference}, its last digit changed}}"));
    assert_eq!(shown[4], format!("sha1={{HMAC-SHA1 of another body with {reference}}}"));
    assert!(shown[5..].iter().all(|one| *one == signed));
    let stored = serde_json::to_string(&seen).unwrap();
    for sent in bench.emulator.requests_to("/webhook") {
        let digits = sent.headers.get("x-hub-signature").and_then(|text| text.strip_prefix("sha1="));
        assert!(digits.is_none_or(|digits| !stored.contains(&digits[..39])), "{stored}");
    }
}

/// Only the operator can know whether the endpoint may get deliveries that leave something behind.
#[tokio::test]
async fn without_the_operators_word_nothing_is_sent() {
    let bench = Bench::new().await;
    for case in &ALL[2..] {
        let seen = bench.run(&battery(BODY, &["head", "signed", case])).await;
        assert_eq!((seen.failure, seen.facts.len(), seen.requests.len()), (Some(ProbeFailure::NotPermitted), 0, 0), "{case}");
    }
    assert_eq!(bench.emulator.requests(), []);
    let seen = bench.run(&battery(BODY, &["signed", "head"])).await;
    assert_eq!(seen.failure, None, "these two are the pre-flight's");
    let methods: Vec<_> = bench.emulator.requests_to("/webhook").into_iter().map(|sent| sent.method).collect();
    assert_eq!(methods, ["POST", "HEAD"], "in the order in which they are listed");
}

#[tokio::test]
async fn a_body_that_takes_no_id_is_found_out_before_anything_is_sent() {
    let bench = permitted(Vendor::default()).await;
    for body in ["[]", "\"x\"", "1", "null", "{", ""] {
        for case in ["duplicate", "out_of_order"] {
            let seen = bench.run(&battery(body, &["signed", case])).await;
            assert_eq!(seen.failure, Some(ProbeFailure::NotConfigured), "{body}");
        }
    }
    assert_eq!(bench.emulator.requests(), []);
    let seen = bench.run(&battery("[]", &["signed", "altered_body"])).await;
    assert_eq!((number(&seen, "signed.status"), number(&seen, "altered_body.status")), (Some(200.0), Some(401.0)));
}
