//! What holds between parts: ids that are unique, and references that lead somewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::near::{nearest, question};
use super::node::{Node, quoted};
use super::{Found, Notes};

/// Items of one template. A launch folds all of them at each event; the longest checklists known have some hundred.
const MOST_ITEMS: usize = 5_000;

/// Notes duplicate ids, references to nothing, and items whose proof nobody provides.
pub(super) fn links(root: &Node<'_>, notes: &mut Notes) {
    let sections = root.list("sections");
    let items: Vec<Node<'_>> = sections.iter().flat_map(|section| section.list("items")).collect();
    if let Some(beyond) = items.get(MOST_ITEMS) {
        let text = format!("the template has {} items, more than {MOST_ITEMS}; split it", items.len());
        notes.push(Found::of(beyond, text));
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
                notes.push(Found::of(&item, format!("{} stands in this list twice; remove one", quoted(id))));
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
                let found = Found::of(&node, format!("the {what} {} is taken; choose another", quoted(text)));
                notes.push(found.refer_to(*at));
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
    let suggestion = question(near).unwrap_or_else(|| format!("correct it, or add that {what}"));
    notes.push(Found::of(node, format!("there is no {what} {}", quoted(id))).suggest(suggestion));
}

/// A step ends in a check that is run there and then: nothing can be pushed or drilled for it.
fn runnable(named: &Node<'_>, checks: &[Node<'_>], notes: &mut Notes) {
    let is_named = |check: &&Node<'_>| check.get("id").and_then(|id| id.text()) == named.text();
    let kind = checks.iter().find(is_named).and_then(|check| check.get("probe")).and_then(|probe| probe.get("kind"));
    let comes = match kind.and_then(|kind| kind.text()) {
        Some("pushed") => Some("is pushed"),
        Some("drill") => Some("takes a drill"),
        _ => None,
    };
    if let Some(comes) = comes {
        let id = quoted(named.text().unwrap_or_default());
        notes.push(Found::of(named, format!("the check {id} {comes} and cannot be run as a step; name another, or leave it out")));
    }
}

fn proof(item: &Node<'_>, proved: &BTreeSet<&str>, notes: &mut Notes) {
    let Some(evidence) = item.get("evidence").filter(|evidence| evidence.text() == Some("check")) else { return };
    let id = item.get("id").and_then(|id| id.text());
    if let Some(id) = id.filter(|id| !proved.contains(id)) {
        let text = format!(
            "no check proves {}, so it could never be done; name it in \"proves\" of a check, or ask for other evidence",
            quoted(id)
        );
        notes.push(Found::of(&evidence, text));
    }
}
