//! The built-in templates: they can be used, they are complete, and they claim no more than they show.
//! The lint's words and places are in `templates_lint/`.

use std::collections::{BTreeMap, BTreeSet};

use holdpoint_domain::check::{Check, Fact, Facts, Observation, Probe, Verdict, judge};
use holdpoint_domain::id::Digest;
use holdpoint_domain::template::{Confidence, Role, Template, json_schema, parse, parse_new};
use serde_json::Value;

const INTERCOM: &[u8] = include_bytes!("../../../templates/intercom.toml");
const SERVICE: &[u8] = include_bytes!("../../../templates/service.toml");
const WEBHOOK_CONSUMER: &[u8] = include_bytes!("../../../templates/webhook-consumer.toml");
const README: &str = include_str!("../../../README.md");
const ABOUT_EVIDENCE: &str = include_str!("../../../docs/evidence.md");
const ABOUT_TEMPLATES: &str = include_str!("../../../docs/templates.md");
const ABOUT_CHECKS: &str = include_str!("../../../docs/checks.md");
const ABOUT_WATCHING: &str = include_str!("../../../docs/watching.md");

#[track_caller]
fn good(bytes: &[u8]) -> Template {
    match parse(bytes) {
        Ok((template, digest)) => {
            assert_eq!(digest, Digest::of(bytes));
            template
        }
        Err(problems) => panic!("{}", problems.iter().map(|problem| format!("{problem}\n")).collect::<String>()),
    }
}

#[test]
fn every_built_in_template_can_be_used() {
    let cases = [(INTERCOM, "intercom-production", 25), (SERVICE, "service-launch", 10), (WEBHOOK_CONSUMER, "webhook-consumer", 9)];
    for (bytes, name, items) in cases {
        let template = good(bytes);
        assert_eq!((template.name.as_str(), template.items().count()), (name, items));
        for (_, item) in template.items() {
            assert!(item.guidance.len() > 80, "{name}: {} helps nobody", item.id);
            assert!(!item.guidance.contains('\n'), "{name}: {}: lines that end in the middle of a paragraph", item.id);
        }
        let json = serde_json::to_value(&template).unwrap();
        assert_eq!(serde_json::from_value::<Template>(json).unwrap(), template, "{name}: TOML and JSON read alike");
    }
}

#[test]
fn intercom_has_the_whole_checklist() {
    let template = good(INTERCOM);
    let sections: Vec<(&str, usize)> = template.sections.iter().map(|section| (section.id.as_str(), section.items.len())).collect();
    assert_eq!(sections, [("auth", 5), ("api", 6), ("webhooks", 5), ("data", 4), ("monitoring", 5)]);
    let checks: Vec<&str> = template.checks.iter().map(|check| check.id.as_str()).collect();
    let (preflight, single) = checks.split_at(5);
    assert_eq!(preflight, ["api.auth", "api.rate-limit", "vendor.status", "webhook.endpoint", "app.health"]);
    let flies: Vec<bool> = template.checks.iter().map(|check| check.preflight).collect();
    assert_eq!(flies, [vec![true; 5], vec![false; single.len()]].concat(), "what sends more than a ping is not run with the others");
    // On the page such a check is run from an item that it proves, and from nowhere else.
    assert!(template.checks.iter().all(|check| check.preflight || !check.proves.is_empty()));
    assert_eq!((template.alerts.len(), template.resources.len(), template.next_steps.len()), (6, 3, 1));

    let required: Vec<(Role, u32)> = template.policy.required.iter().map(|required| (required.role, required.count)).collect();
    assert_eq!(required, [(Role::ReleaseManager, 1), (Role::Approver, 1)]);
    assert!(template.policy.distinct_approvers);
}

#[test]
fn the_documents_call_the_checklist_as_the_page_does() {
    let title = format!("**{}**", good(INTERCOM).title);
    for (page, text) in [("README.md", README), ("docs/evidence.md", ABOUT_EVIDENCE)] {
        assert!(text.contains(&title), "{page} calls it something else than {title}");
    }
}

#[test]
fn the_documents_list_the_checks_whose_results_are_pushed() {
    let row = |check: &Check| {
        let format = check.pushed()?.words();
        let items: Vec<String> = check.proves.iter().map(|item| format!("`{item}`")).collect();
        Some(format!("| {} | `{}` | {format} |", items.join(", "), check.id))
    };
    let rows: Vec<String> = good(INTERCOM).checks.iter().filter_map(row).collect();
    let told: Vec<&str> = ABOUT_EVIDENCE.lines().filter(|line| line.ends_with("| SARIF |") || line.ends_with("| JUnit XML |")).collect();
    assert_eq!(told, rows, "docs/evidence.md, which items");
}

/// What keys are called, wherever they stand in a template.
fn keys(schema: &Value, into: &mut BTreeSet<String>) {
    match schema {
        Value::Object(object) => {
            let properties = object.get("properties").and_then(Value::as_object);
            into.extend(properties.into_iter().flat_map(|properties| properties.keys().cloned()));
            object.values().for_each(|value| keys(value, into));
        }
        Value::Array(list) => list.iter().for_each(|value| keys(value, into)),
        _ => {}
    }
}

#[test]
fn the_documents_name_every_key() {
    let pages = [ABOUT_TEMPLATES, ABOUT_CHECKS, ABOUT_WATCHING];
    let words: BTreeSet<&str> = pages.iter().flat_map(|page| page.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')).collect();
    let mut found = BTreeSet::new();
    keys(&json_schema(), &mut found);
    let untold: Vec<&String> = found.iter().filter(|key| !words.contains(key.as_str())).collect();
    assert!(untold.is_empty(), "docs/templates.md and those that it names say nothing of {untold:?}");
}

#[test]
fn the_example_in_the_documents_is_a_template() {
    let example = ABOUT_TEMPLATES.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    if let Err(problems) = parse_new(example.as_bytes()) {
        panic!("{problems:?}");
    }
}

#[test]
fn the_rollback_ends_in_the_health_check() {
    let template = good(INTERCOM);
    let [rollback] = template.runbooks.as_slice() else { panic!("one runbook") };
    let steps: Vec<&str> = rollback.steps.iter().map(|step| step.id.as_str()).collect();
    assert_eq!(steps, ["flag-off", "deploy-previous", "webhooks-off", "verify"]);
    let checks: Vec<Option<&str>> = rollback.steps.iter().map(|step| step.check.as_ref().map(|check| check.as_str())).collect();
    assert_eq!(checks, [None, None, None, Some("app.health")]);
}

#[test]
fn the_thresholds_are_there() {
    let text = std::str::from_utf8(INTERCOM).unwrap();
    for threshold in [
        "30 seconds",
        "5 % for 5 minutes",
        "alert at 80 %",
        "P95 latency over 2 seconds",
        "P95 latency over 3 seconds",
        "10 answers of 5xx in a minute",
        "any 401",
        "5 answers of 429 in a minute",
        "dG9r",
    ] {
        assert!(text.contains(threshold), "{threshold}");
    }
}

/// What only the checklist says, and the documentation does not, is marked.
#[test]
fn claims_are_told_from_documentation() {
    let template = good(INTERCOM);
    let facts = template.items().flat_map(|(_, item)| item.facts.iter());
    for fact in facts.filter(|fact| fact.source.starts_with("intercom-prod-checklist")) {
        assert_eq!(fact.confidence, Confidence::Claimed, "{}", fact.claim);
    }
}

/// A good signature does not show that bad ones are refused, nor a token that works how it is stored.
#[test]
fn a_check_proves_only_what_it_shows() {
    let template = good(INTERCOM);
    let proves: BTreeMap<&str, Vec<&str>> =
        template.checks.iter().map(|check| (check.id.as_str(), check.proves.iter().map(|item| item.as_str()).collect())).collect();
    let expected = BTreeMap::from([
        ("api.auth", vec![]),
        ("api.rate-limit", vec![]),
        ("app.health", vec!["monitoring.health-check"]),
        ("scan.personal-data", vec!["data.pii-redaction"]),
        ("scan.tokens", vec!["auth.no-token-in-source"]),
        ("tests.attribute-validation", vec!["data.attribute-validation"]),
        ("tests.deletion", vec!["data.deletion"]),
        ("tests.error-handling", vec!["api.error-handling"]),
        ("tests.pagination", vec!["api.pagination"]),
        ("tests.rate-limit-retry", vec!["api.rate-limit-retry"]),
        ("tests.server-error-retry", vec!["api.server-error-retry"]),
        ("tests.timeouts", vec!["api.timeouts"]),
        ("drill.error-handling", vec!["api.error-handling"]),
        ("drill.pagination", vec!["api.pagination"]),
        ("drill.rate-limit", vec!["api.rate-limit-retry"]),
        ("drill.search", vec!["api.search"]),
        ("drill.server-errors", vec!["api.server-error-retry"]),
        ("drill.timeouts", vec!["api.timeouts"]),
        ("vendor.status", vec![]),
        ("webhook.endpoint", vec!["webhooks.fast-answer"]),
        ("webhook.signature", vec!["webhooks.signature"]),
        ("webhook.duplicates", vec!["webhooks.duplicates"]),
        ("webhook.tls", vec!["webhooks.https"]),
        ("auth.scopes", vec!["auth.scopes"]),
        ("auth.separate-tokens", vec!["auth.separate-tokens"]),
        ("alert.error-rate", vec!["monitoring.error-rate"]),
        ("alert.rate-limit", vec!["monitoring.rate-limit"]),
        ("metric.rate-limit", vec!["monitoring.rate-limit"]),
        ("alert.latency", vec!["monitoring.latency"]),
        ("alert.vendor-status", vec!["monitoring.vendor-status"]),
    ]);
    assert_eq!(proves, expected);
    let proved: std::collections::BTreeSet<&str> = proves.into_values().flatten().collect();
    assert_eq!(proved.len(), 21, "of 25 items");
}

/// A warning proves: what an item is about has to fail, and not to warn.
#[test]
fn plain_http_proves_no_https_address() {
    let template = good(WEBHOOK_CONSUMER);
    let item = "endpoint.https".parse().unwrap();
    let plain = seen("scheme=http signed.status=200 signed.latency_ms=90");
    let verdicts: Vec<Verdict> = template.checks_of(&item).map(|check| judge(check, &plain).verdict).collect();
    assert_eq!(verdicts, [Verdict::Fail]);
}

#[test]
fn the_ping_has_the_shape_of_a_notification() {
    let template = good(INTERCOM);
    for id in ["webhook.endpoint", "webhook.signature", "webhook.duplicates"] {
        let check = check(&template, id);
        let Probe::Webhook { signature_header, body, .. } = &check.probe else { panic!("{id}: a webhook probe") };
        assert_eq!(signature_header, "X-Hub-Signature");
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!(
            (&body["type"], &body["topic"], &body["data"]["item"]["type"]),
            (&"notification_event".into(), &"ping".into(), &"ping".into())
        );
    }
}

/// The expectations of the built-in checks, judged: check, facts, verdict.
#[test]
fn the_checks_judge_as_meant() {
    use Verdict::{Fail, Pass, Unknown, Warn};
    let admin = |region: &str, host: &str| format!("status=200 body:/type=admin body:/app/region={region} host={host}");
    let hook = |scheme: &str, head: u32, signed: u32, ms: u32| {
        format!("scheme={scheme} head.status={head} signed.status={signed} signed.latency_ms={ms}")
    };
    let battery = |signed: u32, unsigned: u32, wrong: u32, altered: u32| {
        format!("signed.status={signed} unsigned.status={unsigned} wrong_signature.status={wrong} altered_body.status={altered}")
    };
    let twice = |second: u32, ms: u32, older: u32| {
        format!(
            "duplicate.first.status=200 duplicate.second.status={second} duplicate.second.latency_ms={ms} \
            out_of_order.newer.status=200 out_of_order.older.status={older}"
        )
    };
    let rule = |health: &str, state: &str, more: &str| format!("status=200 present=true health={health} state={state}{more}");
    let ratio = "ratio:x-ratelimit-remaining/x-ratelimit-limit";
    let errors = |pause: u32, growing: bool, jitter: &str, more: &str| {
        format!(
            "server_errors.retried=true server_errors.recovered=true server_errors.shortest_pause_ms={pause} \
            server_errors.growing={growing} server_errors.jitter={jitter}{more}"
        )
    };
    let health = |authenticated: &str| {
        format!(
            "status=200 body:/status=healthy body:/services/intercom/status=healthy body:/services/intercom/authenticated={authenticated}"
        )
    };
    let cases = [
        ("api.auth", admin("US", "api.intercom.io"), Pass),
        ("api.auth", admin("EU", "api.intercom.io"), Fail),
        ("api.auth", admin("EU", "gateway.example"), Warn),
        ("api.auth", "status=401 host=api.intercom.io".into(), Fail),
        ("api.auth", "status=200 body:/type=admin host=api.intercom.io".into(), Unknown),
        ("api.rate-limit", format!("{ratio}=0.9"), Pass),
        ("api.rate-limit", format!("{ratio}=0.15"), Warn),
        ("api.rate-limit", format!("{ratio}=0.05"), Fail),
        ("api.rate-limit", "status=401".into(), Unknown),
        ("vendor.status", "status=200 body:/status/indicator=none".into(), Pass),
        ("vendor.status", "status=200 body:/status/indicator=minor".into(), Warn),
        ("vendor.status", "status=200 body:/status/indicator=major".into(), Fail),
        ("vendor.status", "status=301".into(), Unknown),
        ("webhook.endpoint", hook("https", 200, 200, 90), Pass),
        ("webhook.endpoint", hook("http", 200, 200, 90), Warn),
        ("webhook.endpoint", hook("https", 200, 200, 600), Warn),
        ("webhook.endpoint", hook("https", 200, 200, 5001), Fail),
        ("webhook.endpoint", hook("https", 405, 200, 90), Fail),
        ("webhook.endpoint", hook("https", 200, 202, 90), Fail),
        ("app.health", health("true"), Pass),
        ("app.health", health("false"), Fail),
        ("app.health", "status=200 body:/status=healthy".into(), Unknown),
        ("webhook.signature", battery(200, 401, 403, 401), Pass),
        ("webhook.signature", battery(200, 200, 401, 401), Fail),
        ("webhook.signature", battery(200, 401, 200, 401), Fail),
        ("webhook.signature", battery(200, 401, 401, 200), Fail),
        ("webhook.signature", battery(401, 401, 401, 401), Fail),
        ("webhook.signature", battery(200, 400, 401, 401), Fail),
        ("webhook.duplicates", twice(200, 90, 200), Pass),
        ("webhook.duplicates", twice(200, 600, 200), Warn),
        ("webhook.duplicates", twice(409, 90, 200), Fail),
        ("webhook.duplicates", twice(200, 90, 409), Fail),
        ("webhook.tls", "scheme=https fault=none days_left=21 protocol=TLS~1.3".into(), Pass),
        ("webhook.tls", "scheme=https fault=none days_left=20 protocol=TLS~1.2".into(), Warn),
        ("webhook.tls", "scheme=https fault=none days_left=6 protocol=TLS~1.2".into(), Fail),
        ("webhook.tls", "scheme=https fault=expired days_left=-1 protocol=TLS~1.2".into(), Fail),
        ("webhook.tls", "scheme=http".into(), Fail),
        ("auth.scopes", "allowed.status=200 forbidden.status=403".into(), Pass),
        ("auth.scopes", "allowed.status=200 forbidden.status=200".into(), Fail),
        ("auth.scopes", "allowed.status=200 forbidden.status=404".into(), Fail),
        ("auth.scopes", "allowed.status=401 forbidden.status=401".into(), Unknown),
        ("auth.separate-tokens", "count=3 distinct=true deployed=true stored_in=env".into(), Pass),
        ("auth.separate-tokens", "count=2 distinct=true deployed=true stored_in=env".into(), Warn),
        ("auth.separate-tokens", "count=3 distinct=true stored_in=env".into(), Warn),
        ("auth.separate-tokens", "count=3 distinct=true deployed=false stored_in=env".into(), Fail),
        ("auth.separate-tokens", "count=3 distinct=false stored_in=env".into(), Fail),
        ("auth.separate-tokens", "count=1 stored_in=env".into(), Unknown),
        ("alert.error-rate", rule("ok", "inactive", " for_seconds=300 threshold=0.05"), Pass),
        ("alert.error-rate", rule("ok", "inactive", " for_seconds=301 threshold=0.05"), Fail),
        ("alert.error-rate", rule("ok", "inactive", " for_seconds=300 threshold=5"), Warn),
        ("alert.error-rate", rule("ok", "inactive", " for_seconds=300"), Warn),
        ("alert.error-rate", rule("err", "inactive", " for_seconds=300 threshold=0.05"), Fail),
        ("alert.error-rate", rule("ok", "firing", " for_seconds=300 threshold=0.05"), Warn),
        ("alert.error-rate", "status=200 present=false".into(), Fail),
        ("alert.error-rate", "status=401".into(), Unknown),
        ("alert.rate-limit", rule("ok", "inactive", " for_seconds=0 threshold=0.8"), Pass),
        ("alert.rate-limit", rule("ok", "inactive", " for_seconds=300 threshold=0.2"), Pass),
        ("alert.rate-limit", rule("ok", "inactive", " for_seconds=300 threshold=0.95"), Warn),
        ("alert.rate-limit", rule("ok", "inactive", " for_seconds=300"), Warn),
        ("alert.rate-limit", rule("ok", "inactive", " for_seconds=3600 threshold=0.8"), Fail),
        ("alert.latency", rule("ok", "inactive", " for_seconds=300 threshold=2"), Pass),
        ("alert.latency", rule("ok", "inactive", " for_seconds=300 threshold=2000"), Warn),
        ("alert.latency", rule("ok", "inactive", " for_seconds=600 threshold=2"), Fail),
        ("alert.vendor-status", rule("ok", "inactive", ""), Pass),
        ("alert.vendor-status", "status=200 present=false".into(), Unknown),
        ("metric.rate-limit", "series=1 value=0.5".into(), Pass),
        ("metric.rate-limit", "series=1 value=0.05".into(), Fail),
        ("metric.rate-limit", "series=0".into(), Unknown),
        ("scan.tokens", "findings=0".into(), Pass),
        ("scan.tokens", "findings=1".into(), Fail),
        ("scan.tokens", "runs=0".into(), Unknown),
        ("tests.timeouts", "failed=0 executed=3".into(), Pass),
        ("tests.timeouts", "failed=1 executed=3".into(), Fail),
        ("tests.timeouts", "skipped=3".into(), Unknown),
        ("drill.rate-limit", "rate_limit.retried=true rate_limit.recovered=true rate_limit.early=0".into(), Pass),
        ("drill.rate-limit", "rate_limit.retried=true rate_limit.recovered=true rate_limit.early=1".into(), Fail),
        ("drill.rate-limit", "rate_limit.retried=true rate_limit.recovered=false rate_limit.early=0".into(), Fail),
        ("drill.rate-limit", "rate_limit.retried=false rate_limit.recovered=false".into(), Fail),
        ("drill.rate-limit", "rate_limit.answered=1".into(), Unknown),
        ("drill.server-errors", errors(990, true, "true", " dropped.recovered=true"), Pass),
        ("drill.server-errors", errors(990, true, "true", " dropped.recovered=false"), Warn),
        ("drill.server-errors", errors(990, true, "true", ""), Warn),
        ("drill.server-errors", errors(990, true, "false", " dropped.recovered=true"), Warn),
        ("drill.server-errors", errors(300, false, "true", " dropped.recovered=true"), Warn),
        ("drill.server-errors", errors(5, true, "true", " dropped.recovered=true"), Fail),
        ("drill.server-errors", "server_errors.retried=false server_errors.recovered=false".into(), Fail),
        ("drill.server-errors", "dropped.recovered=true".into(), Unknown),
        ("drill.timeouts", "hang.waited_out=0 hang.longest_seconds=30".into(), Pass),
        ("drill.timeouts", "hang.waited_out=0 hang.longest_seconds=30.1".into(), Fail),
        ("drill.timeouts", "hang.waited_out=1 hang.longest_seconds=3".into(), Fail),
        ("drill.timeouts", "drill.requests=1".into(), Unknown),
        ("drill.pagination", "pages.missing=0 pages.repeated=0 pages.invented=0".into(), Pass),
        ("drill.pagination", "pages.missing=3 pages.repeated=0 pages.invented=0".into(), Fail),
        ("drill.pagination", "pages.missing=0 pages.repeated=1 pages.invented=0".into(), Fail),
        ("drill.pagination", "pages.repeated=0 pages.invented=0".into(), Unknown),
        ("drill.error-handling", "error_list.went_on=true error_list.answered=3 error_list.repeated=0".into(), Pass),
        ("drill.error-handling", "error_list.went_on=true error_list.answered=1 error_list.repeated=0".into(), Unknown),
        ("drill.error-handling", "error_list.went_on=true error_list.answered=3 error_list.repeated=2".into(), Warn),
        ("drill.error-handling", "error_list.went_on=false error_list.answered=1 error_list.repeated=0".into(), Fail),
        ("drill.search", "search.filters=3 search.single=0 search.refused=0".into(), Pass),
        ("drill.search", "search.filters=3 search.single=1 search.refused=0".into(), Warn),
        ("drill.search", "search.filters=1 search.single=3 search.refused=0".into(), Fail),
        ("drill.search", "search.filters=20 search.single=0 search.refused=1".into(), Fail),
    ];
    let template = good(INTERCOM);
    for (id, facts, verdict) in cases {
        assert_eq!(judge(check(&template, id), &seen(&facts)).verdict, verdict, "{id}: {facts}");
    }
}

fn check<'a>(template: &'a Template, id: &str) -> &'a Check {
    template.check(&id.parse().unwrap()).unwrap()
}

/// `name=value` pairs; a value is a number, `true`, `false` or a text, in which `~` stands for a space.
fn seen(facts: &str) -> Observation {
    let fact = |value: &str| match (value.parse::<f64>(), value.parse::<bool>()) {
        (Ok(number), _) => Fact::Number(number),
        (_, Ok(truth)) => Fact::Bool(truth),
        _ => Fact::Text(value.replace('~', " ")),
    };
    let pair = |pair: &str| pair.split_once('=').map(|(name, value)| (name.to_owned(), fact(value))).unwrap();
    let facts: Facts = facts.split(' ').map(pair).collect();
    Observation { facts, failure: None, requests: Vec::new(), latency_ms: 1, started_at: "2026-11-23T12:00:00Z".parse().unwrap() }
}
