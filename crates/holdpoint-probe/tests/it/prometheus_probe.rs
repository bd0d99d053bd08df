//! The probe kinds `prometheus_query` and `prometheus_rule`, against answers as Prometheus gives them and others.

use holdpoint_domain::check::{Check, Fact, Observation, ProbeFailure};
use holdpoint_emulator::raw::RawServer;
use holdpoint_probe::Connection;
use serde_json::{Value, json};

use crate::bench::{Bench, check, egress, number, text};

fn query(query: &str) -> Check {
    check(json!({ "kind": "prometheus_query", "query": query }), &[])
}

fn rule() -> Check {
    check(json!({ "kind": "prometheus_rule", "labels": { "holdpoint": "monitoring.error-rate" } }), &[])
}

/// What a check sees of one answer.
async fn answered(check: &Check, status: &str, body: &str) -> Observation {
    let answer = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    let server = RawServer::answering(answer).await.unwrap();
    let connection = serde_json::from_value(json!({ "name": "raw", "prometheus_url": server.url() })).unwrap();
    holdpoint_probe::run(check, &connection, &egress(&["127.0.0.1"])).await
}

fn success(data: &Value) -> String {
    json!({ "status": "success", "data": data }).to_string()
}

#[tokio::test]
async fn a_single_series_is_a_value() {
    let vector = |values: &[&str]| {
        let series: Vec<_> = values.iter().map(|value| json!({ "metric": {}, "value": [1.5, value] })).collect();
        success(&json!({ "resultType": "vector", "result": series }))
    };
    let cases = [
        ("200 OK", vector(&["0.75"]), Some(1.0), Some(0.75), "one"),
        ("200 OK", vector(&["NaN"]), Some(1.0), None, "not a number"),
        ("200 OK", vector(&[]), Some(0.0), None, "none"),
        ("200 OK", vector(&["1", "2"]), Some(2.0), None, "two"),
        ("401 Unauthorized", vector(&["0.75"]), None, None, "a status that is no success"),
        ("400 Bad Request", r#"{"status":"error","errorType":"bad_data"}"#.into(), None, None, "bad PromQL"),
        ("200 OK", r#"{"status":"error","data":{"resultType":"scalar","result":[1,"1"]}}"#.into(), None, None, "no success"),
        ("200 OK", r#"{"data":{"resultType":"scalar","result":[1,"1"]}}"#.into(), None, None, "no word on success"),
        ("200 OK", "<html>Sign in</html>".into(), None, None, "a page"),
        ("200 OK", String::new(), None, None, "nothing"),
        ("200 OK", "[".repeat(100_000), None, None, "deep"),
        ("302 Found", String::new(), None, None, "elsewhere"),
    ];
    for (status, body, series, value, about) in cases {
        let seen = answered(&query("up"), status, &body).await;
        assert_eq!(seen.failure, None, "{about}");
        assert_eq!((number(&seen, "series"), number(&seen, "value")), (series, value), "{about}");
        assert_eq!(number(&seen, "status").map(|code| code.to_string()).as_deref(), status.split(' ').next(), "{about}");
    }
}

fn groups(rules: &[Value]) -> String {
    success(&json!({ "groups": [{ "name": "empty", "rules": [] }, { "name": "intercom", "rules": rules }] }))
}

fn alerting(name: &str, item: &str) -> Value {
    json!({
        "type": "alerting", "name": name, "query": "sum(rate(failed[5m])) / sum(rate(calls[5m])) > 0.05", "duration": 300,
        "labels": { "holdpoint": item, "severity": "page" }, "annotations": {}, "alerts": [], "health": "ok", "state": "inactive",
    })
}

#[tokio::test]
async fn a_rule_that_matches_is_described() {
    let rules = [
        json!({ "type": "recording", "name": "r", "query": "1", "labels": { "holdpoint": "monitoring.error-rate" }, "health": "ok" }),
        alerting("Latency", "monitoring.latency"),
        alerting("Errors", "monitoring.error-rate"),
        alerting("MoreErrors", "monitoring.error-rate"),
    ];
    let seen = answered(&rule(), "200 OK", &groups(&rules)).await;
    assert_eq!((seen.facts.get("present"), number(&seen, "matches")), (Some(&Fact::Bool(true)), Some(2.0)));
    let texts = ["name", "state", "health", "expr"].map(|fact| text(&seen, fact).unwrap());
    assert_eq!(texts, ["Errors", "inactive", "ok", "sum(rate(failed[5m])) / sum(rate(calls[5m])) > 0.05"]);
    assert_eq!((number(&seen, "for_seconds"), number(&seen, "threshold")), (Some(300.0), Some(0.05)));
    assert_eq!((number(&seen, "status"), seen.facts.len()), (Some(200.0), 9));
}

#[tokio::test]
async fn no_rule_is_seen_and_no_answer_is_not() {
    let absent = Some(&Fact::Bool(false));
    let odd = [json!(null), json!(7), json!({}), json!({ "type": "alerting" }), json!({ "type": "alerting", "labels": [] })];
    let cases = [
        ("200 OK", groups(&[]), absent, "no rules"),
        ("200 OK", groups(&[alerting("Latency", "monitoring.latency")]), absent, "another one"),
        ("200 OK", groups(&odd), absent, "rules of odd shapes"),
        ("200 OK", success(&json!({ "groups": [7, null, { "rules": 7 }] })), absent, "groups of odd shapes"),
        ("200 OK", success(&json!({ "groups": 7 })), None, "no list of groups"),
        ("200 OK", success(&json!(7)), None, "no object"),
        ("503 Service Unavailable", groups(&[]), None, "starting"),
        ("200 OK", "<html>".into(), None, "a page"),
    ];
    for (status, body, present, about) in cases {
        let seen = answered(&rule(), status, &body).await;
        assert_eq!((seen.failure, seen.facts.get("present")), (None, present), "{about}");
        assert!(number(&seen, "status").is_some(), "{about}");
    }
    let bare = json!({ "type": "alerting", "labels": { "holdpoint": "monitoring.error-rate" }, "duration": "300", "query": 7 });
    let seen = answered(&rule(), "200 OK", &groups(&[bare])).await;
    let facts: Vec<_> = seen.facts.keys().map(String::as_str).collect();
    assert_eq!(facts, ["matches", "present", "status"], "what is of another kind is absent");
}

#[tokio::test]
async fn the_query_arrives_whole_and_the_token_only_there() {
    let mut bench = Bench::new().await;
    bench.connection.prometheus_url = Some(format!("{}/prometheus/", bench.emulator.base_url()));
    bench.connection.prometheus_token = Some(bench.store("prometheus", "token-of-prometheus").parse().unwrap());
    let promql = r#"sum(rate(x{code=~"5..",a!="&b=c#d"}[5m])) / 2 > 0.05 + 1 % π"#;
    let seen = bench.run(&query(promql)).await;
    assert_eq!(number(&seen, "status"), Some(404.0));
    bench.run(&rule()).await;
    let [asked, rules] = bench.emulator.requests().try_into().unwrap();
    let (path, sent) = asked.path.split_once('?').unwrap();
    assert_eq!((path, rules.path.as_str()), ("/prometheus/api/v1/query", "/prometheus/api/v1/rules?type=alert"));
    let sent: Vec<_> = url::form_urlencoded::parse(sent.as_bytes()).collect();
    assert_eq!(sent, [("query".into(), promql.into())]);
    for request in [&asked, &rules] {
        assert_eq!(request.headers["authorization"], "Bearer token-of-prometheus", "not the vendor's token");
    }
    let stored = serde_json::to_string(&seen).unwrap();
    assert!(!stored.contains("token-of-prometheus") && stored.contains("Bearer {file:"), "{stored}");
    bench.connection.prometheus_token = None;
    bench.run(&query("up")).await;
    assert!(!bench.emulator.requests().pop().unwrap().headers.contains_key("authorization"), "many need none");
}

#[tokio::test]
async fn what_the_connection_lacks_is_not_configured_and_what_is_internal_is_refused() {
    let mut bench = Bench::new().await;
    for check in [query("up"), rule()] {
        assert_eq!(bench.run(&check).await.failure, Some(ProbeFailure::NotConfigured));
    }
    bench.connection.prometheus_url = Some(bench.emulator.base_url());
    bench.connection.prometheus_token = Some("file:/nowhere/at/all".parse().unwrap());
    assert_eq!(bench.run(&query("up")).await.failure, Some(ProbeFailure::NotConfigured), "a token that cannot be read");
    assert_eq!(bench.emulator.requests(), []);
    let inside: Connection = serde_json::from_value(json!({ "name": "x", "prometheus_url": "http://10.0.0.1:9090" })).unwrap();
    let seen = holdpoint_probe::run(&rule(), &inside, &egress(&[])).await;
    assert_eq!(seen.failure, Some(ProbeFailure::Refused));
    let long = query(&"x".repeat(4_000));
    bench.connection.prometheus_token = None;
    assert_eq!(bench.run(&long).await.failure, Some(ProbeFailure::Refused), "longer than a URL may be");
}
