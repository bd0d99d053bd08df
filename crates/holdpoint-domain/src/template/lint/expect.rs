//! Expectations: facts that their probe can produce, and rules that can hold.

use toml::de::DeValue;

use super::facts::{Kind, fact_kind};
use super::node::{Node, quoted};
use super::{Found, Notes, say};
use crate::sentence::Said;

const RULES: &[&str] = &["equals", "one_of", "at_least", "at_most", "present", "host_by_value"];

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

pub(super) fn text_of<'a>(node: &Node<'a>, key: &str) -> Option<&'a str> {
    node.get(key)?.text()
}

fn number_of_rules(expectation: &Node<'_>, notes: &mut Notes) {
    let given: Vec<Node<'_>> = RULES.iter().filter_map(|rule| expectation.get(rule)).collect();
    match given.as_slice() {
        [] if expectation.table().is_some() => {
            notes.push(Found::of(expectation, say::no_rule(Said::one_of(RULES))));
        }
        [one] => {
            let empty = match one.value {
                DeValue::Array(list) => list.iter().next().is_none(),
                DeValue::Table(table) => table.is_empty(),
                DeValue::Boolean(present) => one.field.ends_with(".present") && !present,
                _ => false,
            };
            if empty {
                let text = if one.value.is_bool() { say::true_only(one.name()) } else { say::no_entry(one.name()) };
                notes.push(Found::of(one, text));
            }
        }
        [_, second, ..] => {
            let names: Vec<String> = given.iter().map(Node::name).collect();
            notes.push(Found::of(second, say::many_rules(given.len(), names.join(", "))));
        }
        [] => {}
    }
}

fn warnings(expectation: &Node<'_>, notes: &mut Notes) {
    for (warning, rule, side) in [("warn_below", "at_least", "above"), ("warn_above", "at_most", "below")] {
        let Some(warning) = expectation.get(warning) else { continue };
        let Some(rule) = expectation.get(rule) else {
            notes.push(Found::of(&warning, say::only_together(warning.name(), quoted(rule))));
            continue;
        };
        let Some((warn, limit)) = warning.number().zip(rule.number()) else { continue };
        let good = if side == "above" { limit < warn } else { warn < limit };
        if !good {
            let text = match side {
                "above" => say::warns_never_below(warning.name(), rule.name(), limit),
                _ => say::warns_never_above(warning.name(), rule.name(), limit),
            };
            notes.push(Found::of(&warning, text));
        }
    }
    let Some(warning) = expectation.get("warn_one_of") else { return };
    let rules = [expectation.get("equals"), expectation.get("one_of")];
    if rules.iter().all(Option::is_none) {
        notes.push(Found::of(&warning, say::only_with_equals()));
    }
    let holding: Vec<String> = rules.iter().flatten().flat_map(values_of).filter_map(|value| shown(&value)).collect();
    for value in warning.elements() {
        if let Some(text) = shown(&value).filter(|text| holding.contains(text)) {
            notes.push(Found::of(&value, say::holds_and_warns(text)));
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
        Kind::Flag => "true or false",
    };
    let named = ["equals", "one_of", "warn_one_of"].iter().filter_map(|key| expectation.get(key));
    for value in named.flat_map(|node| values_of(&node)) {
        let fits = match kind {
            Kind::Number => value.value.is_integer() || value.value.is_float(),
            Kind::Flag => value.value.is_bool(),
            Kind::Text | Kind::Any => value.value.is_str(),
        };
        if let Some(text) = shown(&value).filter(|_| !fits) {
            notes.push(Found::of(&value, say::never_equal(Said::words(is), text, Said::words(value.kind()))));
        }
    }
    for limit in ["at_least", "at_most"].iter().filter_map(|key| expectation.get(key)) {
        if matches!(kind, Kind::Text | Kind::Flag) {
            notes.push(Found::of(&limit, say::compares_numbers(Said::words(is), limit.name())));
        }
    }
}

fn hosts(expectation: &Node<'_>, probe: &Node<'_>, notes: &mut Notes) {
    let Some(hosts) = expectation.get("host_by_value") else { return };
    if let Some(kind) = text_of(probe, "kind").filter(|kind| *kind != "http") {
        notes.push(Found::of(&hosts, say::asks_no_host(kind)));
    }
}
