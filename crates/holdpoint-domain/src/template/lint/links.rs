//! What holds between parts: ids that are unique, and references that lead somewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::near::{nearest, question};
use super::node::{Node, quoted};
use super::{Found, Notes, say};
use crate::sentence::Said;

/// Items of one template. A launch folds all of them at each event; the longest checklists known have some hundred.
const MOST_ITEMS: usize = 5_000;

/// Notes duplicate ids, references to nothing, and items whose proof nobody provides.
pub(super) fn links(root: &Node<'_>, notes: &mut Notes) {
    let sections = root.list("sections");
    let items: Vec<Node<'_>> = sections.iter().flat_map(|section| section.list("items")).collect();
    if let Some(beyond) = items.get(MOST_ITEMS) {
        notes.push(Found::of(beyond, say::too_many_items(items.len(), MOST_ITEMS)));
    }
    let checks = root.list("checks");
    let runbooks = root.list("runbooks");
    unique(&sections, ("id", "section id"), notes);
    let item_ids = unique(&items, ("id", "item id"), notes);
    let check_ids = unique(&checks, ("id", "check id"), notes);
    unique(&runbooks, ("id", "runbook id"), notes);
    for runbook in &runbooks {
        let steps = runbook.list("steps");
        unique(&steps, ("id", "step id"), notes);
        for check in steps.iter().filter_map(|step| step.get("check")) {
            known(&check, ("check", &check_ids), notes);
            runnable(&check, &checks, notes);
        }
    }
    unique(&root.list("alerts"), ("name", "alert's name"), notes);
    let mut proved = BTreeSet::new();
    for check in &checks {
        let mut own = BTreeSet::new();
        for item in check.list("proves") {
            known(&item, ("item", &item_ids), notes);
            if let Some(id) = item.text()
                && !own.insert(id)
            {
                notes.push(Found::of(&item, say::twice(quoted(id))));
            }
        }
        proved.extend(own);
    }
    for item in &items {
        proof(item, &proved, notes);
    }
    unique(&root.get("policy").map(|policy| policy.list("required")).unwrap_or_default(), ("role", "role"), notes);
}

/// Notes each text that came before, and returns all of them.
///
/// * `key` and `what`: where the text stands in each node, and what messages call it.
fn unique<'a>(nodes: &[Node<'a>], (key, what): (&str, &str), notes: &mut Notes) -> BTreeSet<&'a str> {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for node in nodes.iter().filter_map(|node| node.get(key)) {
        let Some(text) = node.text() else { continue };
        match first.get(text) {
            Some(at) => {
                let line = notes.lines.line(*at);
                notes.push(Found::of(&node, say::taken(Said::words(what), quoted(text), line)));
            }
            None => {
                first.insert(text, node.at);
            }
        }
    }
    first.into_keys().collect()
}

fn known(node: &Node<'_>, (what, ids): (&str, &BTreeSet<&str>), notes: &mut Notes) {
    let Some(id) = node.text().filter(|id| !ids.contains(id)) else { return };
    // Comparing thousands of ids with thousands of slips would take minutes.
    let near = if ids.len() <= 500 { nearest(id, ids.iter().copied()) } else { None };
    let suggestion = question(near).unwrap_or_else(|| say::correct(Said::words(what)));
    notes.push(Found::of(node, say::none_such(Said::words(what), quoted(id))).suggest(suggestion));
}

/// A step ends in a check that is run there and then: nothing can be pushed or drilled for it.
fn runnable(named: &Node<'_>, checks: &[Node<'_>], notes: &mut Notes) {
    let is_named = |check: &&Node<'_>| check.get("id").and_then(|id| id.text()) == named.text();
    let kind = checks.iter().find(is_named).and_then(|check| check.get("probe")).and_then(|probe| probe.get("kind"));
    let id = || quoted(named.text().unwrap_or_default());
    match kind.and_then(|kind| kind.text()) {
        Some("pushed") => notes.push(Found::of(named, say::step_is_pushed(id()))),
        Some("drill") => notes.push(Found::of(named, say::step_takes_a_drill(id()))),
        _ => {}
    }
}

fn proof(item: &Node<'_>, proved: &BTreeSet<&str>, notes: &mut Notes) {
    let Some(evidence) = item.get("evidence").filter(|evidence| evidence.text() == Some("check")) else { return };
    let id = item.get("id").and_then(|id| id.text());
    if let Some(id) = id.filter(|id| !proved.contains(id)) {
        notes.push(Found::of(&evidence, say::unproved(quoted(id))));
    }
}
