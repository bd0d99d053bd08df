//! The probe kinds `prometheus_query` and `prometheus_rule`: what the operator's own monitoring says, and whether it would say it.
//!
//! Source: Prometheus, "HTTP API" (instant queries; rules).

mod expr;

use std::collections::BTreeMap;

use holdpoint_domain::check::{Method, ProbeFailure};
use serde_json::Value;

use crate::egress::Request;
use crate::http::{bearer, common_headers};
use crate::json;
use crate::seen::{Context, Seen};

/// Which alerting rule is meant; see `Probe::PrometheusRule`. What is empty does not matter.
pub(crate) struct Wanted<'a> {
    pub(crate) alert: &'a str,
    pub(crate) labels: &'a BTreeMap<String, String>,
    pub(crate) metric: &'a str,
}

/// Asks an instant query. Only one series with a finite number is a value: of several none is meant, and `NaN` is none.
pub(crate) async fn query(context: &Context<'_>, query: &str, seen: &mut Seen) -> Result<(), ProbeFailure> {
    let query: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("query", query).finish();
    let Some(data) = ask(context, &format!("/api/v1/query?{query}"), seen).await? else { return Ok(()) };
    let (series, value) = instant(&data);
    seen.number_if("series", series);
    seen.number_if("value", value);
    Ok(())
}

/// Looks for an alerting rule.
pub(crate) async fn rule(context: &Context<'_>, wanted: &Wanted<'_>, seen: &mut Seen) -> Result<(), ProbeFailure> {
    let Some(data) = ask(context, "/api/v1/rules?type=alert", seen).await? else { return Ok(()) };
    let Some(groups) = data.get("groups").and_then(Value::as_array) else { return Ok(()) };
    let rules = groups.iter().filter_map(|group| group.get("rules")?.as_array()).flatten();
    let matches: Vec<&Value> = rules.filter(|rule| is_meant(rule, wanted)).collect();
    seen.flag("present", !matches.is_empty());
    // Exact: the answer has at most some million bytes.
    seen.number("matches", matches.len() as f64);
    if let Some(rule) = matches.first() {
        describe(rule, seen);
    }
    Ok(())
}

/// What the answer has as `data`; `None`: Prometheus answered, but not with success. Its status is a fact either way.
async fn ask(context: &Context<'_>, path: &str, seen: &mut Seen) -> Result<Option<Value>, ProbeFailure> {
    let connection = context.connection;
    let own = context.target(connection.prometheus_url.as_deref())?;
    let target = own.join(path, context.egress.policy()).map_err(|denial| context.refuse(&denial))?;
    let mut headers = common_headers();
    if connection.prometheus_token.is_some() {
        let token = bearer(&context.secrets.prometheus, connection.prometheus_token.as_ref(), &own)?;
        headers.push((http::header::AUTHORIZATION, token));
    }
    let exchange = context.egress.send(Request { method: Method::Get.into(), target, headers, body: None }).await;
    let answer = seen.note(exchange)?;
    seen.number("status", f64::from(answer.status));
    let json = json::parse(&answer.body).filter(|json| answer.status == 200 && json.get("status") == Some(&"success".into()));
    Ok(json.and_then(|mut json| json.get_mut("data").map(Value::take)))
}

/// How many series answer, and the value where it is one.
fn instant(data: &Value) -> (Option<f64>, Option<f64>) {
    let number = |sample: &Value| sample.get(1)?.as_str()?.parse().ok().filter(|value: &f64| value.is_finite());
    match (data.get("resultType").and_then(Value::as_str), data.get("result")) {
        (Some("scalar"), Some(sample)) => (Some(1.0), number(sample)),
        (Some("vector"), Some(Value::Array(series))) => {
            let value = match series.as_slice() {
                [one] => one.get("value").and_then(number),
                _ => None,
            };
            // Exact: the answer has at most some million bytes.
            (Some(series.len() as f64), value)
        }
        // A range or a text is no instant value.
        _ => (None, None),
    }
}

fn is_meant(rule: &Value, wanted: &Wanted<'_>) -> bool {
    let text = |key: &str| rule.get(key).and_then(Value::as_str).unwrap_or_default();
    let label = |name: &str| rule.get("labels").and_then(|labels| labels.get(name)).and_then(Value::as_str);
    text("type") == "alerting"
        && (wanted.alert.is_empty() || text("name") == wanted.alert)
        && wanted.labels.iter().all(|(name, value)| label(name) == Some(value.as_str()))
        && (wanted.metric.is_empty() || expr::names(text("query"), wanted.metric))
}

fn describe(rule: &Value, seen: &mut Seen) {
    for (fact, key) in [("name", "name"), ("expr", "query"), ("state", "state"), ("health", "health")] {
        if let Some(text) = rule.get(key).and_then(Value::as_str) {
            seen.text(fact, text);
        }
    }
    seen.number_if("for_seconds", rule.get("duration").and_then(Value::as_f64).filter(|seconds| seconds.is_finite()));
    seen.number_if("threshold", rule.get("query").and_then(Value::as_str).and_then(expr::threshold));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_finite_sample_is_a_value_and_nothing_else_is() {
        let vector = |values: &[&str]| {
            let series: Vec<_> = values.iter().map(|value| json!({ "metric": {}, "value": [1.5, value] })).collect();
            json!({ "resultType": "vector", "result": series })
        };
        let cases = [
            (vector(&["0.25"]), Some(1.0), Some(0.25), "one"),
            (vector(&["-3"]), Some(1.0), Some(-3.0), "below zero"),
            (vector(&["1e3"]), Some(1.0), Some(1_000.0), "as Go writes large numbers"),
            (vector(&[]), Some(0.0), None, "none"),
            (vector(&["1", "1"]), Some(2.0), None, "two, although they are equal"),
            (vector(&["NaN"]), Some(1.0), None, "nothing divided by nothing"),
            (vector(&["+Inf"]), Some(1.0), None, "something divided by nothing"),
            (vector(&[""]), Some(1.0), None, "no number"),
            (json!({ "resultType": "scalar", "result": [1.5, "7"] }), Some(1.0), Some(7.0), "a scalar"),
            (json!({ "resultType": "string", "result": [1.5, "7"] }), None, None, "a text"),
            (json!({ "resultType": "matrix", "result": [] }), None, None, "a range"),
            (json!({ "resultType": "vector", "result": {} }), None, None, "no list"),
            (json!({ "resultType": "vector", "result": [{ "value": "7" }] }), Some(1.0), None, "no pair"),
            (json!({ "resultType": "vector", "result": [7] }), Some(1.0), None, "no object"),
            (json!({ "resultType": "vector", "result": [{ "histogram": [1, {}] }] }), Some(1.0), None, "a histogram"),
            (json!([]), None, None, "a list"),
            (json!(null), None, None, "nothing"),
        ];
        for (data, series, value, about) in cases {
            assert_eq!(instant(&data), (series, value), "{about}: {data}");
        }
    }

    #[test]
    fn a_rule_is_meant_when_all_that_is_asked_for_fits() {
        let labels = |pairs: &[(&str, &str)]| pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let rule = json!({
            "type": "alerting", "name": "Errors", "query": "rate(calls_total[5m]) > 0.05",
            "labels": { "holdpoint": "monitoring.error-rate", "severity": "page" },
        });
        let mine = [("holdpoint", "monitoring.error-rate")];
        let cases = [
            ("", labels(&mine), "", true, "its label"),
            ("Errors", labels(&[]), "", true, "its name"),
            ("", labels(&[]), "calls_total", true, "its metric"),
            ("Errors", labels(&[mine[0], ("severity", "page")]), "calls_total", true, "all of them"),
            ("errors", labels(&mine), "", false, "another name"),
            ("", labels(&[("holdpoint", "monitoring.latency")]), "", false, "another value"),
            ("", labels(&[mine[0], ("team", "x")]), "", false, "a label that it has not"),
            ("", labels(&mine), "calls", false, "a part of the metric's name"),
        ];
        for (alert, labels, metric, expected, about) in cases {
            assert_eq!(is_meant(&rule, &Wanted { alert, labels: &labels, metric }), expected, "{about}");
        }
        let any = Wanted { alert: "", labels: &labels(&[]), metric: "" };
        for no_rule in [json!(null), json!([]), json!({ "type": "recording", "name": "x" }), json!({ "type": 1 })] {
            assert!(!is_meant(&no_rule, &any), "{no_rule}");
        }
    }
}
