//! Expectations: facts that their probe can produce, and rules that can hold.

use toml::de::DeValue;

use super::near::{nearest, question};
use super::node::{Node, quoted};
use super::text::is_header_name;
use super::walk::either;
use super::{Found, Notes};

const RULES: &[&str] = &["equals", "one_of", "at_least", "at_most", "present", "host_by_value"];

/// What a fact's value is.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Number,
    Text,
    /// Only the answer decides.
    Any,
}

/// Facts with one name, by the kind of probe.
const HTTP: &[(&str, Kind)] = &[("status", Kind::Number), ("latency_ms", Kind::Number), ("host", Kind::Text)];
const WEBHOOK: &[(&str, Kind)] = &[
    ("head.status", Kind::Number),
    ("head.latency_ms", Kind::Number),
    ("signed.status", Kind::Number),
    ("signed.latency_ms", Kind::Number),
    ("scheme", Kind::Text),
];

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

/// Notes what is wrong with the expectations of every check.
pub(super) fn expectations(root: &Node<'_>, notes: &mut Notes) {
    for check in root.list("checks") {
        let Some(probe) = check.get("probe") else { continue };
        for expectation in check.list("expect") {
            let kind = expectation.get("fact").and_then(|fact| fact_kind(&fact, &probe, notes));
            number_of_rules(&expectation, notes);
            warnings(&expectation, notes);
            if let Some(kind) = kind {
                values(&expectation, kind, notes);
            }
            hosts(&expectation, &probe, notes);
        }
    }
}

fn text_of<'a>(node: &Node<'a>, key: &str) -> Option<&'a str> {
    node.get(key)?.text()
}

/// What the fact is; noted and `None` where the probe cannot produce it.
fn fact_kind(fact: &Node<'_>, probe: &Node<'_>, notes: &mut Notes) -> Option<Kind> {
    let name = fact.text().filter(|name| !name.trim().is_empty())?;
    let kind = text_of(probe, "kind")?;
    let (facts, patterns) = match kind {
        "http" => (HTTP, ", header:NAME, ratio:NAME/NAME and body:/JSON/POINTER"),
        "webhook" => (WEBHOOK, ""),
        "pushed" => match text_of(probe, "format")? {
            "sarif" => (SARIF, ""),
            "junit" => (JUNIT, ""),
            _ => return None,
        },
        _ => return None,
    };
    if let Some((_, kind)) = facts.iter().find(|(known, _)| *known == name) {
        return Some(*kind);
    }
    let is_head = text_of(probe, "method") == Some("HEAD");
    let of_pattern = if kind == "http" { of_pattern(name, is_head) } else { None };
    match of_pattern {
        Some(Ok(kind)) => return Some(kind),
        Some(Err(fault)) => notes.push(Found::of(fact, format!("{} is no fact: {fault}", quoted(name)))),
        None => {
            let names: Vec<&str> = facts.iter().map(|(name, _)| *name).collect();
            let near = nearest(name, names.iter().copied());
            let suggestion = question(near).unwrap_or_else(|| format!("it has {}{patterns}", names.join(", ")));
            notes.push(Found::of(fact, format!("a probe of kind {kind} has no fact {}", quoted(name))).suggest(suggestion));
        }
    }
    None
}

/// A fact whose name has a part of its own; `None`: it has none of these forms.
fn of_pattern(name: &str, is_head: bool) -> Option<Result<Kind, &'static str>> {
    if let Some(header) = name.strip_prefix("header:") {
        return Some(if is_header_name(header) { Ok(Kind::Any) } else { Err("write header: and a header's name") });
    }
    if let Some(headers) = name.strip_prefix("ratio:") {
        let good = headers.split_once('/').is_some_and(|(part, whole)| is_header_name(part) && is_header_name(whole));
        return Some(if good { Ok(Kind::Number) } else { Err("write ratio: and two headers' names with a slash between them") });
    }
    let pointer = name.strip_prefix("body:")?;
    let good = pointer.is_empty() || pointer.starts_with('/');
    Some(match (is_head, good && escapes(pointer)) {
        (true, _) => Err("the answer to HEAD has no body"),
        (false, true) => Ok(Kind::Any),
        (false, false) => Err("write body: and a JSON pointer, such as body:/status (\"~\" is written ~0, \"/\" in a name ~1)"),
    })
}

fn escapes(pointer: &str) -> bool {
    pointer.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']))
}

fn number_of_rules(expectation: &Node<'_>, notes: &mut Notes) {
    let given: Vec<Node<'_>> = RULES.iter().filter_map(|rule| expectation.get(rule)).collect();
    match given.as_slice() {
        [] if expectation.table().is_some() => {
            notes.push(Found::of(expectation, format!("this expectation has no rule; add one of {}", either(RULES))));
        }
        [one] => {
            let empty = match one.value {
                DeValue::Array(list) => list.iter().next().is_none(),
                DeValue::Table(table) => table.is_empty(),
                DeValue::Boolean(present) => one.field.ends_with(".present") && !present,
                _ => false,
            };
            if empty {
                let takes = if one.value.is_bool() { "true only: an absence cannot be expected" } else { "at least one entry" };
                notes.push(Found::of(one, format!("{} takes {takes}", one.name())));
            }
        }
        [_, second, ..] => {
            let names: Vec<String> = given.iter().map(Node::name).collect();
            let text = format!("this expectation has {} rules, {}; write an expectation for each", given.len(), names.join(" and "));
            notes.push(Found::of(second, text));
        }
        [] => {}
    }
}

fn warnings(expectation: &Node<'_>, notes: &mut Notes) {
    for (warning, rule, side) in [("warn_below", "at_least", "above"), ("warn_above", "at_most", "below")] {
        let Some(warning) = expectation.get(warning) else { continue };
        let Some(rule) = expectation.get(rule) else {
            notes.push(Found::of(
                &warning,
                format!("{} works only together with \"{rule}\"; add that rule, or remove this", warning.name()),
            ));
            continue;
        };
        let Some((warn, limit)) = warning.number().zip(rule.number()) else { continue };
        let good = if side == "above" { limit < warn } else { warn < limit };
        if !good {
            let text = format!("{} would never warn; it takes a number {side} that of {}, {limit}", warning.name(), rule.name());
            notes.push(Found::of(&warning, text));
        }
    }
    let Some(warning) = expectation.get("warn_one_of") else { return };
    let rules = [expectation.get("equals"), expectation.get("one_of")];
    if rules.iter().all(Option::is_none) {
        let text = "\"warn_one_of\" works only together with \"equals\" or \"one_of\"; add that rule, or remove this";
        notes.push(Found::of(&warning, text));
    }
    let holding: Vec<String> = rules.iter().flatten().flat_map(values_of).filter_map(|value| shown(&value)).collect();
    for value in warning.elements() {
        if let Some(text) = shown(&value).filter(|text| holding.contains(text)) {
            notes.push(Found::of(&value, format!("{text} holds and warns at once; remove it from one of the two")));
        }
    }
}

/// A value itself, or what it lists.
fn values_of<'a>(node: &Node<'a>) -> Vec<Node<'a>> {
    if node.value.is_array() { node.elements().collect() } else { vec![node.clone()] }
}

/// A value as messages show it, and the same for equal ones.
fn shown(node: &Node<'_>) -> Option<String> {
    let number = || node.number().map(|number| number.to_string());
    node.text().map(quoted).or_else(number).or_else(|| node.value.as_bool().map(|flag| flag.to_string()))
}

/// Notes values that the fact never has.
fn values(expectation: &Node<'_>, kind: Kind, notes: &mut Notes) {
    let is = match kind {
        Kind::Any => return,
        Kind::Number => "a number",
        Kind::Text => "a text",
    };
    let named = ["equals", "one_of", "warn_one_of"].iter().filter_map(|key| expectation.get(key));
    for value in named.flat_map(|node| values_of(&node)) {
        let fits = match kind {
            Kind::Number => value.value.is_integer() || value.value.is_float(),
            Kind::Text | Kind::Any => value.value.is_str(),
        };
        if let Some(text) = shown(&value).filter(|_| !fits) {
            notes.push(Found::of(&value, format!("the fact is {is}, and {text} is {}: they are never equal", value.kind())));
        }
    }
    for limit in ["at_least", "at_most"].iter().filter_map(|key| expectation.get(key)) {
        if kind == Kind::Text {
            notes.push(Found::of(&limit, format!("the fact is a text; {} compares numbers", limit.name())));
        }
    }
}

fn hosts(expectation: &Node<'_>, probe: &Node<'_>, notes: &mut Notes) {
    let Some(hosts) = expectation.get("host_by_value") else { return };
    if let Some(kind @ ("webhook" | "pushed")) = text_of(probe, "kind") {
        notes.push(Found::of(&hosts, format!("a probe of kind {kind} does not say which host it asked; use a probe of kind http")));
    }
}
