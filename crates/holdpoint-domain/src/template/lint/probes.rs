//! What holds between the keys of one probe.

use std::collections::BTreeSet;

use toml::de::DeValue;

use super::expect::text_of;
use super::node::{Node, quoted};
use super::{Found, Notes, say};
use crate::check::WebhookCase;

pub(super) fn probes(root: &Node<'_>, notes: &mut Notes) {
    for probe in root.list("checks").iter().filter_map(|check| check.get("probe")) {
        match text_of(&probe, "kind") {
            Some("webhook") => webhook(&probe, notes),
            Some("drill") => each_once(&probe.list("scenarios"), notes),
            Some("prometheus_rule") => rule(&probe, notes),
            _ => {}
        }
    }
}

/// Notes what a template is read with all the same: a file of before, or of the operator's own folder, may have it.
pub(super) fn advice(root: &Node<'_>, notes: &mut Notes) {
    for probe in root.list("checks").iter().filter_map(|check| check.get("probe")) {
        let posts = text_of(&probe, "kind") == Some("http") && text_of(&probe, "method") == Some("POST");
        let sends_token = |authorize: &Node<'_>| matches!(authorize.value, DeValue::Boolean(true));
        if let Some(authorize) = probe.get("authorize").filter(sends_token).filter(|_| posts) {
            notes.push(Found::of(&authorize, say::post_with_token()));
        }
    }
}

fn each_once(words: &[Node<'_>], notes: &mut Notes) {
    let mut seen = BTreeSet::new();
    for node in words {
        let Some(word) = node.text() else { continue };
        if !seen.insert(word) {
            notes.push(Found::of(node, say::twice(quoted(word))));
        }
    }
}

fn webhook(probe: &Node<'_>, notes: &mut Notes) {
    let cases = probe.list("cases");
    each_once(&cases, notes);
    // A text that is no JSON has a problem of its own already.
    let body: Option<serde_json::Value> = text_of(probe, "body").and_then(|body| serde_json::from_str(body).ok());
    let is_object = body.is_none_or(|body| body.is_object());
    let needs_object = |case: &&Node<'_>| WebhookCase::ALL.iter().any(|known| known.needs_object() && case.text() == Some(known.word()));
    if let Some(case) = cases.iter().find(needs_object).filter(|_| !is_object) {
        notes.push(Found::of(case, say::case_needs_object(case_name(case))));
    }
}

fn case_name(case: &Node<'_>) -> String {
    case.text().map(quoted).unwrap_or_default()
}

fn rule(probe: &Node<'_>, notes: &mut Notes) {
    let labels = probe.get("labels").is_some_and(|labels| labels.table().is_some_and(|table| !table.is_empty()));
    if !labels && probe.get("alert").is_none() {
        notes.push(Found::of(probe, say::no_rule_named()));
    }
}
