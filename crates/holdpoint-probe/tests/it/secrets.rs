//! Secrets: where they are sent, where they are not, and that they do not come back.

use holdpoint_domain::check::ProbeFailure;
use holdpoint_emulator::{Emulator, Mode, Vendor};
use holdpoint_probe::secret::SecretError;
use holdpoint_probe::{Connection, SecretRef};
use serde_json::json;

use crate::bench::{Bench, check, egress, me, me_probe, text};

#[tokio::test]
async fn an_answer_that_repeats_the_token_is_scrubbed() {
    let bench = Bench::with(Vendor { mode: Mode::Echo, ..Vendor::default() }).await;
    let seen = bench.run(&me(&["body:/headers/authorization", "body:/headers/intercom-version"])).await;
    assert_eq!(text(&seen, "body:/headers/authorization"), Some("Bearer [secret]"));
    assert_eq!(text(&seen, "body:/headers/intercom-version"), Some("2.14"));
    let stored = serde_json::to_string(&seen).unwrap();
    assert!(!stored.contains(&bench.emulator.vendor().token), "{stored}");
}

#[tokio::test]
async fn a_secret_that_was_not_sent_is_scrubbed_too() {
    let mut bench = Bench::with(Vendor { mode: Mode::Echo, ..Vendor::default() }).await;
    bench.connection.webhook_secret = Some(bench.store("numeric", "1234567890").parse().unwrap());
    let mut probe = me_probe();
    probe["headers"] = json!({ "X-Long": format!("{}1234567890", "a".repeat(1_020)), "X-Short": "1234567890" });
    let seen = bench.run(&check(probe, &["body:/headers/x-long", "body:/headers/x-short"])).await;
    let long = format!("{}[sec…", "a".repeat(1_020));
    assert_eq!(text(&seen, "body:/headers/x-long"), Some(long.as_str()), "cleaned first, cut then");
    assert_eq!(text(&seen, "body:/headers/x-short"), Some("[secret]"));
    assert_eq!(seen.requests[0].headers["x-short"], "[secret]", "in what was sent, too");
}

#[tokio::test]
async fn a_token_does_not_go_to_another_origin() {
    let bench = Bench::new().await;
    let other = Emulator::start(Vendor::default()).await.unwrap();
    let mut connection = bench.connection.clone();
    connection.health_url = Some(other.health_url());
    let authorized = check(json!({ "kind": "http", "target": "health", "authorize": true }), &[]);
    let seen = holdpoint_probe::run(&authorized, &connection, &bench.egress).await;
    assert_eq!(seen.failure, Some(ProbeFailure::Refused));
    assert_eq!(seen.requests[0].headers["authorization"], format!("Bearer {{{}}}", connection.token.unwrap()));
    assert_eq!((bench.emulator.requests().len(), other.requests().len()), (0, 0));
    let seen = bench.run(&authorized).await;
    assert_eq!(seen.failure, None, "the same origin, another path");
}

#[tokio::test]
async fn a_token_goes_over_http_only_to_a_loopback_address_that_was_written_out() {
    let mut bench = Bench::new().await;
    let port = bench.emulator.address().port();
    let exact = format!("127.0.0.1:{port}");
    for (allow, failure) in [(exact.as_str(), None), ("127.0.0.1", None), ("127.0.0.0/8", None), ("0.0.0.0/0", Some(ProbeFailure::Refused))]
    {
        bench.egress = egress(&[allow]);
        assert_eq!(bench.run(&me(&[])).await.failure, failure, "{allow}");
    }
    assert_eq!(bench.emulator.requests().len(), 3);
    bench.egress = egress(&["0.0.0.0/0"]);
    let open = check(json!({ "kind": "http", "target": "health" }), &[]);
    assert_eq!(bench.run(&open).await.failure, None, "without a secret the network is enough");
}

#[tokio::test]
async fn a_reference_resolves_to_one_line() {
    let bench = Bench::new().await;
    let cases = [
        ("plain", "s3cret", Some("s3cret"), "as it is"),
        ("newline", "s3cret\n", Some("s3cret"), "as editors leave it"),
        ("crlf", "s3cret\r\n", Some("s3cret"), "as other editors leave it"),
        ("empty", "", None, "empty"),
        ("only-newline", "\n", None, "only a line break"),
        ("two-lines", "a\nb", None, "two lines"),
        ("space", "a b", None, "a sentence"),
        ("unicode", "gehäim", None, "not ASCII"),
        ("long", &"a".repeat(16 * 1024 + 1), None, "a whole file"),
    ];
    for (name, stored, expected, about) in cases {
        let reference: SecretRef = bench.store(name, stored).parse().unwrap();
        match (reference.resolve().await, expected) {
            (Ok(_), Some(_)) => {}
            (Err(SecretError::Unusable(named)), None) => assert_eq!(named, reference, "{about}"),
            (other, _) => panic!("{about}: {:?}", other.err()),
        }
    }
    let cases = [
        ("env:HOLDPOINT_TEST_THAT_IS_NEVER_SET", "is not set; set it, or correct the reference"),
        ("file:/nowhere/token", "is not there; write the secret, and nothing else, into that file, or correct the reference"),
    ];
    for (text, told) in cases {
        let missing: SecretRef = text.parse().unwrap();
        let why = missing.resolve().await.err().unwrap();
        assert_eq!((why.to_string(), why), (format!("{text} {told}"), SecretError::Missing(missing)));
    }
    // Cargo sets it for tests.
    let set: SecretRef = "env:CARGO_PKG_NAME".parse().unwrap();
    assert!(set.resolve().await.is_ok());
}

#[test]
fn a_text_that_is_no_reference_is_not_repeated() {
    let cases = ["pasted-token-12345", "env:", "env:1A", "env:A B", "file:relative/path", "file:", "http://x", ""];
    for text in cases {
        let why = text.parse::<SecretRef>().unwrap_err().to_string();
        assert!(text.len() < 6 || !why.contains(text), "{why}");
    }
    let pasted = r#"{"name":"x","token":"pasted-token-12345"}"#;
    let why = serde_json::from_str::<Connection>(pasted).unwrap_err().to_string();
    assert!(why.contains("env:NAME") && !why.contains("pasted"), "{why}");
    for text in ["env:INTERCOM_ACCESS_TOKEN", "file:/run/secrets/token"] {
        let reference: SecretRef = text.parse().unwrap();
        assert_eq!(serde_json::to_value(&reference).unwrap(), json!(text));
    }
}

#[test]
fn a_connection_is_checked_field_by_field() {
    let cases = [
        (json!({ "base_url": "https://api.intercom.io", "token": "env:T" }), "", "as it should be"),
        (json!({ "webhook_url": "http://hooks.example.com/cb" }), "", "http without a secret"),
        (json!({ "base_url": "http://127.0.0.1:4010", "token": "env:T" }), "", "an allowed loopback address"),
        (json!({ "base_url": "http://127.0.0.1:4011", "token": "env:T" }), "base_url", "one that is not allowed"),
        (json!({ "base_url": "http://api.intercom.io", "token": "env:T" }), "base_url", "a token over http"),
        (json!({ "base_url": "http://10.0.0.1", "token": "env:T" }), "base_url", "a token in the private network"),
        (json!({ "health_url": "http://10.0.0.1/health" }), "", "an allowed network without a token"),
        (json!({ "base_url": "https://api.intercom.io/?a=b" }), "base_url", "a query"),
        (json!({ "base_url": "api.intercom.io" }), "base_url", "no scheme"),
        (json!({ "status_url": "https://user@status.example.com/" }), "status_url", "user name"),
        (json!({ "health_url": "http://localhost/health" }), "health_url", "a name that is not allowed"),
        (json!({ "webhook_url": "https://hooks.example.com:8443/" }), "webhook_url", "an unusual port"),
        (json!({ "token": "env:T" }), "token", "a token without its origin"),
        (json!({ "base_url": "https://x.example.com", "api_version": "2 14" }), "api_version", "space"),
        (json!({ "prometheus_url": "https://p.example.com", "prometheus_token": "env:T" }), "", "a token over https"),
        (json!({ "prometheus_url": "http://10.0.0.1", "prometheus_token": "env:T" }), "prometheus_url", "a token in the private network"),
        (json!({ "prometheus_url": "http://10.0.0.1" }), "", "an allowed network without a token"),
        (json!({ "prometheus_url": "http://prometheus:9090" }), "prometheus_url", "a name that is not allowed"),
        (json!({ "prometheus_url": "https://p.example.com?a=b" }), "prometheus_url", "a query"),
        (json!({ "prometheus_token": "env:T" }), "prometheus_token", "a token without its origin"),
        (json!({ "webhook_deliveries": true }), "webhook_deliveries", "nowhere to deliver to"),
        (json!({ "webhook_deliveries": true, "webhook_url": "https://h.example.com/", "webhook_secret": "env:S" }), "", "permitted"),
        (json!({ "base_url": "https://x.example.com", "forbidden_path": "/admins?all=1" }), "", "a path with a query"),
        (json!({ "base_url": "https://x.example.com", "forbidden_path": "admins" }), "forbidden_path", "no path"),
        (json!({ "base_url": "https://x.example.com", "forbidden_path": "" }), "forbidden_path", "an empty one is another request"),
        (json!({ "base_url": "https://x.example.com", "forbidden_path": "/a b" }), "forbidden_path", "space"),
        (json!({ "forbidden_path": "/admins" }), "forbidden_path", "no address"),
        (json!({ "other_tokens": { "staging": "env:S" } }), "other_tokens", "nothing to compare with"),
        (json!({ "fingerprint_key": "env:K" }), "fingerprint_key", "a key of nothing"),
        (json!({ "deployed_fingerprint": "/t", "fingerprint_key": "env:K" }), "deployed_fingerprint", "neither token nor address"),
    ];
    let egress = egress(&["127.0.0.1:4010", "10.0.0.0/8:80"]);
    for (mut fields, expected, about) in cases {
        fields["name"] = json!("intercom-prod");
        let connection: Connection = serde_json::from_value(fields).unwrap();
        let problems = connection.problems(egress.policy());
        let named: Vec<_> = problems.iter().map(|problem| problem.field).collect();
        assert_eq!(named.join(" "), expected, "{about}: {problems:?}");
        let starts = format!("connection intercom-prod, {expected}: ");
        assert!(problems.iter().all(|problem| problem.to_string().starts_with(&starts)), "{problems:?}");
    }
    let twin: Connection = serde_json::from_value(json!({ "name": "twin" })).unwrap();
    let problems = holdpoint_probe::connection::problems(&[twin.clone(), twin], egress.policy());
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(serde_json::from_value::<Connection>(json!({ "name": "x", "tokn": "env:T" })).is_err(), "unknown field");
    let pasted = serde_json::from_value::<Connection>(json!({ "name": "x", "other_tokens": { "staging": "pasted-token" } }));
    assert!(pasted.is_err_and(|why| !why.to_string().contains("pasted")), "a secret that was pasted by mistake is not repeated");
    assert!(serde_json::from_value::<Connection>(json!({ "name": "Not A Name" })).is_err(), "bad name");
}
