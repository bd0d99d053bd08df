//! Schedules that can be kept, and alerts whose conditions can be evaluated.

use super::expect::text_of;
use super::facts::{Kind, fact_kind};
use super::near::{nearest, question};
use super::node::{Node, quoted};
use super::{Found, Notes, say};
use crate::check::{EVERY, KEPT, LOOKED_AT, Period, WebhookCase};
use crate::sentence::{Said, Sentence};

/// Which keys a kind of condition takes, the needed ones first. `level` needs one of its last two.
const KEYS: &[(&str, &[&str], &[&str])] = &[
    ("count", &["matching", "above"], &[]),
    ("share", &["matching", "above"], &["min_samples"]),
    ("percentile", &["fact", "percent", "above"], &["min_samples"]),
    ("level", &["fact"], &["above", "below"]),
    ("streak", &["matching", "runs"], &[]),
];

/// The keys that every condition has.
const COMMON: &[&str] = &["kind", "checks", "within"];

/// Notes schedules of probes that must not be repeated, and times that do not fit.
pub(super) fn schedules(root: &Node<'_>, notes: &mut Notes) {
    for check in root.list("checks") {
        let Some(schedule) = check.get("schedule") else { continue };
        if let Some(why) = check.get("probe").and_then(|probe| unrepeatable(&probe)) {
            notes.push(Found::of(&schedule, why));
        }
        let Some((every, period)) = period_of(&schedule, "every") else { continue };
        if !EVERY.contains(&period.seconds()) {
            notes.push(Found::of(&every, say::not_so_often(every.name(), period.to_string())));
        }
        let life = check.get("ttl_minutes").and_then(|ttl| ttl.whole()).map(|minutes| minutes.saturating_mul(60));
        if life.is_some_and(|seconds| seconds <= i64::from(period.seconds())) {
            notes.push(Found::of(&every, say::stale_before_next()));
        }
    }
}

fn period_of<'a>(table: &Node<'a>, key: &str) -> Option<(Node<'a>, Period)> {
    let node = table.get(key)?;
    let period = node.text()?.parse().ok()?;
    Some((node, period))
}

/// Why a probe must not run again and again with nobody looking.
fn unrepeatable(probe: &Node<'_>) -> Option<Sentence> {
    let leaves = |case: &Node<'_>| WebhookCase::ALL.iter().any(|known| known.needs_permission() && case.text() == Some(known.word()));
    match text_of(probe, "kind")? {
        "http" if text_of(probe, "method") == Some("POST") => Some(say::schedule_of_post()),
        "webhook" if probe.list("cases").iter().any(leaves) => Some(say::schedule_of_webhook()),
        "permission" => Some(say::schedule_of_permission()),
        "pushed" => Some(say::schedule_of_pushed()),
        _ => None,
    }
}

/// Notes conditions with keys that their kind does not take or lacks, unknown checks, and facts that no probe has.
pub(super) fn alerts(root: &Node<'_>, notes: &mut Notes) {
    let checks = root.list("checks");
    for condition in root.list("alerts").iter().filter_map(|alert| alert.get("when")) {
        keys(&condition, notes);
        let named = condition.list("checks");
        let probes: Vec<Node<'_>> = named.iter().filter_map(|name| scheduled(name, &checks, notes)).collect();
        let matching = condition.get("matching");
        for fact in condition.get("fact").into_iter().chain(matching.iter().filter_map(|matching| matching.get("fact"))) {
            number_fact(&fact, &probes, notes);
        }
        if let Some(matching) = matching {
            limits(&matching, notes);
        }
        share(&condition, notes);
    }
}

/// Notes what a template is read with all the same, since earlier builds said nothing of it.
pub(super) fn advice(root: &Node<'_>, notes: &mut Notes) {
    let checks = root.list("checks");
    let drills = |check: &Node<'_>| check.get("probe").is_some_and(|probe| text_of(&probe, "kind") == Some("drill"));
    for schedule in checks.iter().filter(|check| drills(check)).filter_map(|check| check.get("schedule")) {
        notes.push(Found::of(&schedule, say::schedule_of_drill()));
    }
    for condition in root.list("alerts").iter().filter_map(|alert| alert.get("when")) {
        within(&condition, &checks, notes);
    }
}

/// Notes a time of which not all runs would be looked at: the alert would tell of a shorter one, and not say so.
fn within(condition: &Node<'_>, checks: &[Node<'_>], notes: &mut Notes) {
    let Some((within, time)) = period_of(condition, "within") else { return };
    let named = condition.list("checks");
    let is_named = |check: &&Node<'_>| {
        let id = check.get("id");
        let id = id.as_ref().and_then(|id| id.text());
        id.is_some() && named.iter().any(|name| name.text() == id)
    };
    let every = |check: &Node<'_>| check.get("schedule").and_then(|schedule| Some(period_of(&schedule, "every")?.1.seconds()));
    let shortest = checks.iter().filter(is_named).filter_map(every).filter(|every| EVERY.contains(every)).min();
    let most = shortest.map_or(KEPT, |every| every.saturating_mul(LOOKED_AT).min(KEPT));
    if time.seconds() <= most {
        return;
    }
    if let Ok(most) = format!("{most}s").parse::<Period>() {
        notes.push(Found::of(&within, say::looks_too_far(within.name(), most.to_string(), time.to_string())));
    }
}

fn keys(condition: &Node<'_>, notes: &mut Notes) {
    let Some((kind, needed, more)) = KEYS.iter().find(|(kind, ..)| text_of(condition, "kind") == Some(*kind)) else { return };
    let taken = [COMMON, needed, more].concat();
    for (at, name, value) in condition.entries() {
        let is_known = KEYS.iter().any(|(_, needed, more)| needed.contains(&name) || more.contains(&name));
        if is_known && !taken.contains(&name) {
            let takes = [*needed, *more].concat();
            let text = say::condition_takes_no(*kind, quoted(name), Said::one_of(&takes));
            notes.push(Found::new(at, &value.field, text));
        }
    }
    for key in needed.iter().filter(|key| condition.get(key).is_none()) {
        let text = say::condition_needs(*kind, quoted(key));
        notes.push(Found::new(condition.at, condition.field_of(key), text).suggest(say::add(format!("{key} = …"))));
    }
    if *kind == "level" && condition.get("above").is_none() && condition.get("below").is_none() {
        notes.push(Found::of(condition, say::level_needs_side()));
    }
}

/// The probe of a check that is named, if it runs by itself.
fn scheduled<'a>(name: &Node<'_>, checks: &[Node<'a>], notes: &mut Notes) -> Option<Node<'a>> {
    let id = name.text()?;
    let ids = checks.iter().filter_map(|check| check.get("id")?.text());
    let Some(check) = checks.iter().find(|check| check.get("id").and_then(|id| id.text()) == Some(id)) else {
        let near = if checks.len() <= 500 { nearest(id, ids) } else { None };
        let suggestion = question(near).unwrap_or_else(|| say::correct(Said::words("check")));
        notes.push(Found::of(name, say::none_such(Said::words("check"), quoted(id))).suggest(suggestion));
        return None;
    };
    if check.get("schedule").is_none() {
        let hint = say::add_to_check("schedule = { every = \"15m\" }");
        notes.push(Found::of(name, say::not_scheduled(quoted(id))).suggest(hint));
    }
    check.get("probe")
}

/// A fact that each of the probes has, as a number. `latency_ms` is every run's.
fn number_fact(fact: &Node<'_>, probes: &[Node<'_>], notes: &mut Notes) {
    if fact.text() == Some("latency_ms") {
        return;
    }
    for probe in probes {
        match fact_kind(fact, probe, notes) {
            Some(Kind::Text | Kind::Flag) => notes.push(Found::of(fact, say::fact_is_no_number())),
            Some(Kind::Number | Kind::Any) => {}
            None => return,
        }
    }
}

fn limits(matching: &Node<'_>, notes: &mut Notes) {
    let sides = ["at_least", "at_most"].map(|key| matching.get(key));
    let nothing = matching.list("verdicts").is_empty() && matching.list("failures").is_empty() && matching.get("fact").is_none();
    if nothing && matching.table().is_some() {
        notes.push(Found::of(matching, say::matches_nothing()));
    }
    match (matching.get("fact"), sides) {
        (None, [Some(side), _] | [None, Some(side)]) => {
            notes.push(Found::of(&side, say::side_without_fact(side.name())));
        }
        (Some(fact), [None, None]) => notes.push(Found::of(&fact, say::fact_without_side())),
        (_, [Some(least), Some(most)]) if least.number() > most.number() => {
            notes.push(Found::of(&most, say::nothing_between()));
        }
        _ => {}
    }
}

fn share(condition: &Node<'_>, notes: &mut Notes) {
    let Some(above) = condition.get("above").filter(|_| text_of(condition, "kind") == Some("share")) else { return };
    if above.number().is_some_and(|share| !(0.0..1.0).contains(&share)) {
        notes.push(Found::of(&above, say::no_share(above.name())));
    }
}
