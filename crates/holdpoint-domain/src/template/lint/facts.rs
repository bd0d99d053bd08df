//! Which facts a probe can produce, and what each of them is.

use super::expect::text_of;
use super::near::{nearest, question};
use super::node::{Node, quoted};
use super::text::is_header_name;
use super::{Found, Notes, say};
use crate::check::WebhookCase;
use crate::sentence::Sentence;

/// What a fact's value is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Number,
    Text,
    /// `true` or `false`.
    Flag,
    /// Only the answer decides.
    Any,
}

type Fact = (String, Kind);

const HTTP: &[(&str, Kind)] = &[("status", Kind::Number), ("latency_ms", Kind::Number), ("host", Kind::Text)];
/// Of a probe of kind `http` that asks several times.
const SAMPLED: &[(&str, Kind)] =
    &[("samples", Kind::Number), ("latency_ms.p50", Kind::Number), ("latency_ms.p95", Kind::Number), ("latency_ms.max", Kind::Number)];
/// Of a probe of kind `http` that follows redirects.
const REDIRECTED: &[(&str, Kind)] = &[("redirects", Kind::Number)];
const TLS: &[(&str, Kind)] = &[
    ("scheme", Kind::Text),
    ("verified", Kind::Flag),
    ("fault", Kind::Text),
    ("days_left", Kind::Number),
    ("not_after", Kind::Text),
    ("chain_length", Kind::Number),
    ("protocol", Kind::Text),
];
const PROMETHEUS_QUERY: &[(&str, Kind)] = &[("status", Kind::Number), ("series", Kind::Number), ("value", Kind::Number)];
const PROMETHEUS_RULE: &[(&str, Kind)] = &[
    ("status", Kind::Number),
    ("present", Kind::Flag),
    ("matches", Kind::Number),
    ("name", Kind::Text),
    ("expr", Kind::Text),
    ("threshold", Kind::Number),
    ("for_seconds", Kind::Number),
    ("state", Kind::Text),
    ("health", Kind::Text),
];
const PERMISSION: &[(&str, Kind)] = &[("allowed.status", Kind::Number), ("forbidden.status", Kind::Number)];
const SECRET_FINGERPRINTS: &[(&str, Kind)] =
    &[("count", Kind::Number), ("distinct", Kind::Flag), ("deployed", Kind::Flag), ("stored_in", Kind::Text)];
const SARIF: &[(&str, Kind)] = &[
    ("findings", Kind::Number),
    ("errors", Kind::Number),
    ("warnings", Kind::Number),
    ("notes", Kind::Number),
    ("suppressed", Kind::Number),
    ("runs", Kind::Number),
    ("tool", Kind::Text),
    ("first", Kind::Text),
];
const JUNIT: &[(&str, Kind)] =
    &[("failed", Kind::Number), ("executed", Kind::Number), ("skipped", Kind::Number), ("flaky", Kind::Number), ("first", Kind::Text)];

/// Of a probe of kind `drill`: the facts of each scenario, behind its name.
const SCENARIOS: &[(&str, &[(&str, Kind)])] = &[
    (
        "rate_limit",
        &[("answered", Kind::Number), ("tries", Kind::Number), ("retried", Kind::Flag), ("recovered", Kind::Flag), ("early", Kind::Number)],
    ),
    (
        "server_errors",
        &[
            ("answered", Kind::Number),
            ("tries", Kind::Number),
            ("retried", Kind::Flag),
            ("recovered", Kind::Flag),
            ("shortest_pause_ms", Kind::Number),
            ("growing", Kind::Flag),
            ("jitter", Kind::Flag),
        ],
    ),
    ("dropped", &[("answered", Kind::Number), ("tries", Kind::Number), ("retried", Kind::Flag), ("recovered", Kind::Flag)]),
    ("hang", &[("answered", Kind::Number), ("waited_out", Kind::Number), ("longest_seconds", Kind::Number)]),
    ("error_list", &[("answered", Kind::Number), ("repeated", Kind::Number), ("went_on", Kind::Flag)]),
    ("pages", &[("read", Kind::Number), ("missing", Kind::Number), ("repeated", Kind::Number), ("invented", Kind::Number)]),
    ("search", &[("answered", Kind::Number), ("filters", Kind::Number), ("single", Kind::Number), ("refused", Kind::Number)]),
];

/// What the fact is; noted and `None` where the probe cannot produce it.
pub(super) fn fact_kind(fact: &Node<'_>, probe: &Node<'_>, notes: &mut Notes) -> Option<Kind> {
    let name = fact.text().filter(|name| !name.trim().is_empty())?;
    let kind = text_of(probe, "kind")?;
    let facts = of_probe(probe, kind)?;
    if let Some((_, kind)) = facts.iter().find(|(known, _)| *known == name) {
        return Some(*kind);
    }
    let is_head = text_of(probe, "method") == Some("HEAD");
    let of_pattern = if kind == "http" { of_pattern(name, is_head) } else { None };
    match of_pattern {
        Some(Ok(kind)) => return Some(kind),
        Some(Err(fault)) => notes.push(Found::of(fact, fault)),
        None => {
            let names: Vec<&str> = facts.iter().map(|(name, _)| name.as_str()).collect();
            let near = question(nearest(name, names.iter().copied()));
            let suggestion = lacking(name, kind).or(near).unwrap_or_else(|| match kind {
                "http" => say::has_facts_and_forms(names.join(", ")),
                _ => say::has_facts(names.join(", ")),
            });
            notes.push(Found::of(fact, say::no_fact(kind, quoted(name))).suggest(suggestion));
        }
    }
    None
}

/// All facts with one name; `None` for a kind that there is not.
fn of_probe(probe: &Node<'_>, kind: &str) -> Option<Vec<Fact>> {
    let own = |facts: &[(&str, Kind)]| facts.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect::<Vec<_>>();
    Some(match kind {
        "http" => {
            let more = |key: &str, facts: &[(&str, Kind)]| if probe.get(key).is_some() { own(facts) } else { Vec::new() };
            [own(HTTP), more("samples", SAMPLED), more("redirects", REDIRECTED)].concat()
        }
        "webhook" => of_cases(probe),
        "tls" => own(TLS),
        "prometheus_query" => own(PROMETHEUS_QUERY),
        "prometheus_rule" => own(PROMETHEUS_RULE),
        "permission" => own(PERMISSION),
        "secret_fingerprints" => own(SECRET_FINGERPRINTS),
        "drill" => of_scenarios(probe),
        "pushed" => match text_of(probe, "format")? {
            "sarif" => own(SARIF),
            "junit" => own(JUNIT),
            _ => return None,
        },
        _ => return None,
    })
}

fn of_scenarios(probe: &Node<'_>) -> Vec<Fact> {
    let asked = probe.list("scenarios");
    let is_asked = |key: &str| asked.iter().any(|word| word.text() == Some(key));
    let of = |(key, facts): &(&str, &[(&str, Kind)])| facts.iter().map(|(name, kind)| (format!("{key}.{name}"), *kind)).collect::<Vec<_>>();
    let own = SCENARIOS.iter().filter(|(key, _)| is_asked(key)).flat_map(of);
    own.chain(["drill.requests", "drill.seconds"].map(|name| (name.to_owned(), Kind::Number))).collect()
}

fn of_cases(probe: &Node<'_>) -> Vec<Fact> {
    let asked = probe.list("cases");
    let is_asked = |case: &&WebhookCase| asked.iter().any(|word| word.text() == Some(case.word()));
    let cases: Vec<WebhookCase> = match asked.is_empty() {
        true => WebhookCase::USUAL.to_vec(),
        false => WebhookCase::ALL.iter().filter(is_asked).copied().collect(),
    };
    let parts = cases.iter().flat_map(|case| case.parts());
    let numbers = parts.flat_map(|part| [format!("{part}.status"), format!("{part}.latency_ms")]);
    numbers.map(|name| (name, Kind::Number)).chain([("scheme".to_owned(), Kind::Text)]).collect()
}

/// What the probe would have to ask for as well, where that is all that is amiss.
fn lacking(name: &str, kind: &str) -> Option<Sentence> {
    let is_of = |part: &str| name.strip_prefix(part).is_some_and(|rest| matches!(rest, ".status" | ".latency_ms"));
    let of_case = |case: &&WebhookCase| case.parts().iter().any(|part| is_of(part));
    match kind {
        "http" if name == "redirects" => Some(say::add_to_probe("redirects = 1")),
        "http" => SAMPLED.iter().any(|(known, _)| *known == name).then(|| say::add_to_probe("samples = 20")),
        "webhook" => WebhookCase::ALL.iter().find(of_case).map(|case| say::add_to_cases(quoted(case.word()))),
        _ => None,
    }
}

/// A fact whose name has a part of its own; `None`: it has none of these forms.
fn of_pattern(name: &str, is_head: bool) -> Option<Result<Kind, Sentence>> {
    if let Some(header) = name.strip_prefix("header:") {
        return Some(if is_header_name(header) { Ok(Kind::Any) } else { Err(say::no_header_fact(quoted(name))) });
    }
    if let Some(headers) = name.strip_prefix("ratio:") {
        let good = headers.split_once('/').is_some_and(|(part, whole)| is_header_name(part) && is_header_name(whole));
        return Some(if good { Ok(Kind::Number) } else { Err(say::no_ratio_fact(quoted(name))) });
    }
    let pointer = name.strip_prefix("body:")?;
    let good = pointer.is_empty() || pointer.starts_with('/');
    Some(match (is_head, good && escapes(pointer)) {
        (true, _) => Err(say::no_body_fact(quoted(name))),
        (false, true) => Ok(Kind::Any),
        (false, false) => Err(say::no_pointer_fact(quoted(name))),
    })
}

fn escapes(pointer: &str) -> bool {
    pointer.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']))
}
