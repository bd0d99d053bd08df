//! The probe kind `http`, against the emulated vendor.

use holdpoint_domain::check::{Check, Fact, ProbeFailure, Verdict, judge};
use holdpoint_domain::id::Digest;
use holdpoint_emulator::{Health, Indicator, Mode, Vendor};
use serde_json::{Value, json};

use crate::bench::{Bench, check, me, me_probe, number, text};

const RATIO: &str = "ratio:X-RateLimit-Remaining/X-RateLimit-Limit";

#[tokio::test]
async fn all_facts_of_a_good_answer() {
    let bench = Bench::with(Vendor { limit: Some(2_000), remaining: 1_500, ..Vendor::default() }).await;
    let facts = [RATIO, "header:Content-Type", "body:/type", "body:/app/region", "body:/email_verified", "body:/app"];
    let seen = bench.run(&me(&facts)).await;
    assert_eq!(seen.failure, None);
    let address = bench.emulator.address().to_string();
    assert_eq!(number(&seen, "status"), Some(200.0));
    assert_eq!(text(&seen, "host"), Some(address.as_str()));
    assert!(number(&seen, "latency_ms").is_some_and(|latency| latency < 5_000.0));
    assert_eq!(number(&seen, RATIO), Some(0.75));
    assert_eq!(text(&seen, "header:Content-Type"), Some("application/json"));
    assert_eq!(text(&seen, "body:/type"), Some("admin"));
    assert_eq!(text(&seen, "body:/app/region"), Some("US"));
    assert_eq!(seen.facts.get("body:/email_verified"), Some(&Fact::Bool(true)));
    assert_eq!(text(&seen, "body:/app"), Some("object of 7"));
    assert_eq!(seen.facts.len(), 9, "nothing that was not asked for: {:?}", seen.facts);
}

#[tokio::test]
async fn what_was_sent_is_shown_without_its_secret() {
    let bench = Bench::new().await;
    let seen = bench.run(&me(&[])).await;
    let [sent] = seen.requests.as_slice() else { panic!("one request: {:?}", seen.requests) };
    let reference = bench.connection.token.as_ref().unwrap();
    assert_eq!((sent.method.as_str(), sent.status), ("GET", Some(200)));
    assert_eq!(sent.url, format!("{}/me", bench.emulator.base_url()));
    assert_eq!(sent.headers["authorization"], format!("Bearer {{{reference}}}"));
    assert_eq!(sent.headers["intercom-version"], "2.14");
    assert_eq!(sent.peer, Some(bench.emulator.address().to_string()));
    assert_eq!((sent.tls_fingerprint, sent.allowed_by_operator), (None, true));
    assert_ne!(sent.body_digest, Some(Digest::of(b"")));
    assert!(!serde_json::to_string(&seen).unwrap().contains(&bench.emulator.vendor().token));
    let [request] = bench.emulator.requests().try_into().unwrap();
    assert_eq!(request.headers["authorization"], format!("Bearer {}", bench.emulator.vendor().token));
    let names: Vec<_> = request.headers.keys().map(String::as_str).collect();
    assert_eq!(names, ["accept", "authorization", "host", "intercom-version", "user-agent"]);
}

#[tokio::test]
async fn each_misbehaviour_has_its_facts() {
    let bench = Bench::new().await;
    let check = me(&[RATIO, "body:/type", "body:/errors/0/code", "body:/app/region", "header:Location"]);
    // Mode, status, ratio, `type`, first error's code.
    let cases = [
        (Mode::Ok, 200.0, true, Some("admin"), None),
        (Mode::Unauthorized, 401.0, false, Some("error.list"), Some("unauthorized")),
        (Mode::RateLimited, 429.0, true, Some("error.list"), Some("rate_limit_exceeded")),
        (Mode::ServerError, 503.0, false, Some("error.list"), Some("service_unavailable")),
        (Mode::NoApp, 200.0, true, Some("admin"), None),
        (Mode::Html, 200.0, false, None, None),
        (Mode::InvalidUtf8, 200.0, false, None, None),
        (Mode::DeepJson, 200.0, false, None, None),
        (Mode::Redirect, 302.0, false, None, None),
    ];
    for (mode, status, has_ratio, kind, code) in cases {
        bench.emulator.set(|vendor| vendor.mode = mode);
        let seen = bench.run(&check).await;
        assert_eq!(seen.failure, None, "{mode:?}");
        assert_eq!(number(&seen, "status"), Some(status), "{mode:?}");
        assert_eq!(seen.facts.contains_key(RATIO), has_ratio, "{mode:?}");
        assert_eq!(text(&seen, "body:/type"), kind, "{mode:?}");
        assert_eq!(text(&seen, "body:/errors/0/code"), code, "{mode:?}");
        assert_eq!(seen.facts.contains_key("body:/app/region"), mode == Mode::Ok, "{mode:?}");
        assert_eq!(text(&seen, "header:Location"), (mode == Mode::Redirect).then_some("/elsewhere"), "{mode:?}");
    }
    assert_eq!(bench.emulator.requests_to("/elsewhere"), [], "a redirect is an answer, not an order");
}

#[tokio::test]
async fn absent_rate_limit_headers_are_unknown_and_none_remaining_is_not() {
    let check: Check = serde_json::from_value(json!({
        "id": "rate", "title": "Headroom", "probe": me_probe(), "ttl_minutes": 60,
        "expect": [{ "fact": RATIO, "at_least": 0.2, "warn_below": 0.5, "why": "{value} left", "next": "Wait." }],
    }))
    .unwrap();
    let bench = Bench::new().await;
    let cases = [
        (Some(1_000), 1_000, Verdict::Pass),
        (Some(1_000), 500, Verdict::Pass),
        (Some(1_000), 499, Verdict::Warn),
        (Some(1_000), 200, Verdict::Warn),
        (Some(1_000), 199, Verdict::Fail),
        (Some(1_000), 0, Verdict::Fail),
        (Some(0), 0, Verdict::Unknown),
        (None, 0, Verdict::Unknown),
    ];
    for (limit, remaining, expected) in cases {
        bench.emulator.set(|vendor| (vendor.limit, vendor.remaining) = (limit, remaining));
        let seen = bench.run(&check).await;
        assert_eq!(judge(&check, &seen).verdict, expected, "{remaining} of {limit:?}");
    }
}

#[tokio::test]
async fn a_header_is_a_number_only_where_one_is_expected() {
    let bench = Bench::with(Vendor { remaining: 1_500, ..Vendor::default() }).await;
    let header = "header:X-RateLimit-Remaining";
    let rule = |rule: Value| {
        let mut expectation = json!({ "fact": header, "why": "", "next": "" });
        expectation.as_object_mut().unwrap().extend(rule.as_object().unwrap().clone());
        serde_json::from_value::<Check>(json!({
            "id": "header", "title": "Header", "probe": me_probe(), "ttl_minutes": 60, "expect": [expectation],
        }))
        .unwrap()
    };
    let cases = [
        (json!({ "at_least": 1.0 }), Fact::Number(1_500.0)),
        (json!({ "at_most": 1.0 }), Fact::Number(1_500.0)),
        (json!({ "equals": 1_500.0 }), Fact::Number(1_500.0)),
        (json!({ "one_of": [1.0] }), Fact::Number(1_500.0)),
        (json!({ "equals": "1500" }), Fact::Text("1500".into())),
        (json!({ "present": true }), Fact::Text("1500".into())),
    ];
    for (expectation, expected) in cases {
        let seen = bench.run(&rule(expectation.clone())).await;
        assert_eq!(seen.facts.get(header), Some(&expected), "{expectation}");
    }
}

#[tokio::test]
async fn status_page_and_health_document() {
    let bench = Bench::new().await;
    let status = check(json!({ "kind": "http", "target": "status" }), &["body:/status/indicator"]);
    let facts = ["body:/status", "body:/services/intercom/authenticated", "body:/services/intercom/latencyMs"];
    let health = check(json!({ "kind": "http", "target": "health" }), &facts);
    for (indicator, health_mode, code) in [
        (Indicator::None, Health::Healthy, 200.0),
        (Indicator::Minor, Health::Degraded, 503.0),
        (Indicator::Critical, Health::Unhealthy, 503.0),
    ] {
        bench.emulator.set(|vendor| (vendor.indicator, vendor.health) = (indicator, health_mode));
        let seen = bench.run(&status).await;
        assert_eq!(text(&seen, "body:/status/indicator"), Some(indicator.as_str()));
        let seen = bench.run(&health).await;
        assert_eq!(number(&seen, "status"), Some(code));
        assert_eq!(text(&seen, "body:/status"), Some(health_mode.as_str()));
        let authenticated = Fact::Bool(health_mode != Health::Unhealthy);
        assert_eq!(seen.facts.get("body:/services/intercom/authenticated"), Some(&authenticated));
        assert_eq!(number(&seen, "body:/services/intercom/latencyMs"), Some(42.0));
    }
    let requests = bench.emulator.requests();
    assert!(requests.iter().all(|request| !request.headers.contains_key("authorization")), "no token was asked for");
}

#[tokio::test]
async fn what_the_connection_lacks_is_not_configured() {
    let mut bench = Bench::new().await;
    let whole = bench.connection.clone();
    let with_header = |name: &str| {
        let mut probe = me_probe();
        probe["headers"] = json!({ name: "1" });
        check(probe, &[])
    };
    let cases = [
        (me(&[]), "base_url"),
        (me(&[]), "api_version"),
        (me(&[]), "token"),
        (check(json!({ "kind": "http", "target": "status" }), &[]), "status_url"),
        (check(json!({ "kind": "http", "target": "health" }), &[]), "health_url"),
        (check(json!({ "kind": "http", "target": "webhook" }), &[]), "webhook_url"),
        (with_header("Authorization"), "a secret in a template"),
        (with_header("Host"), "another host"),
        (with_header("Accept-Encoding"), "a compressed answer"),
        (with_header("Transfer-Encoding"), "another framing"),
        (with_header("a b"), "no header at all"),
    ];
    for (check, lacking) in cases {
        let mut connection = serde_json::to_value(&whole).unwrap();
        connection.as_object_mut().unwrap().remove(lacking);
        bench.connection = serde_json::from_value(connection).unwrap();
        let seen = bench.run(&check).await;
        assert_eq!(seen.failure, Some(ProbeFailure::NotConfigured), "{lacking}");
        assert_eq!((seen.facts.len(), seen.requests.len()), (0, 0), "{lacking}");
    }
    assert_eq!(bench.emulator.requests(), []);
}

#[tokio::test]
async fn methods_are_sent_as_asked() {
    let bench = Bench::new().await;
    for method in ["GET", "HEAD", "POST"] {
        let probe = json!({ "kind": "http", "target": "webhook", "method": method, "path": "/x?a=b" });
        assert_eq!(number(&bench.run(&check(probe, &[])).await, "status"), Some(404.0));
    }
    let requests = bench.emulator.requests_to("/webhook/x");
    let sent: Vec<_> = requests.iter().map(|request| (request.method.as_str(), request.path.as_str())).collect();
    assert_eq!(sent, [("GET", "/webhook/x?a=b"), ("HEAD", "/webhook/x?a=b"), ("POST", "/webhook/x?a=b")]);
    assert_eq!(requests[2].headers["content-length"], "0");
}
