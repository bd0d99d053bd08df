//! Everything that the palette leads to.

use holdpoint_domain::launch::Status;
use holdpoint_domain::order;
use holdpoint_domain::wire::{LaunchSummary, Person};
use leptos::prelude::*;

use super::rank::rank;
use crate::desk::Desk;
use crate::page::Here;
use crate::route::{Filter, OwnerFilter, Place, Route, StatusFilter};
use crate::say;

/// As many as one can read.
pub const MOST: usize = 12;

#[derive(Clone)]
pub struct Choice {
    /// What kind of thing it is, in a word.
    pub kind: &'static str,
    pub words: String,
    /// Found by this too, and shown beside it.
    pub aside: String,
    pub act: Act,
}

#[derive(Clone)]
pub enum Act {
    Go(Route),
    Undo,
    /// The list of keys.
    Help,
}

/// What the server told when the palette was opened.
#[derive(Clone, Default)]
pub struct Known {
    pub launches: Vec<LaunchSummary>,
    pub people: Vec<Person>,
}

/// What fits, the best first; of equals what is nearer.
pub fn fitting(here: Here, known: &Known, typed: &str) -> Vec<Choice> {
    let mut all = Vec::new();
    if let Some(desk) = here.desk.get_untracked() {
        in_launch(desk, known, &mut all);
    }
    everywhere(here, known, &mut all);
    let ranked = all.into_iter().filter_map(|choice| Some((rank(typed, &format!("{} {}", choice.words, choice.aside))?, choice)));
    let mut ranked: Vec<(u32, Choice)> = ranked.collect();
    order::sort_by_key(&mut ranked, |(rank, _)| *rank);
    ranked.into_iter().take(MOST).map(|(_, choice)| choice).collect()
}

fn in_launch(desk: Desk, known: &Known, all: &mut Vec<Choice>) {
    let launch = desk.launch_now();
    let mut go = |kind, words: &str, aside: String, place: Place| {
        all.push(Choice { kind, words: words.into(), aside, act: Act::Go(Route::Launch(desk.id, place)) });
    };
    let list = |status, owner| Place::Checklist { item: None, filter: Filter { status, owner, ..Filter::default() } };
    let name = &launch.details.name.value;
    go("Go", "Checklist", name.clone(), list(None, None));
    go("Show", "What is left to do", String::new(), list(Some(StatusFilter::Left), None));
    go("Show", "What waits for me", String::new(), list(Some(StatusFilter::Left), Some(OwnerFilter::Me)));
    go("Show", "What nobody owns", String::new(), list(Some(StatusFilter::Left), Some(OwnerFilter::Nobody)));
    go("Show", "What is blocked", String::new(), list(Some(StatusFilter::Is(Status::Blocked)), None));
    go("Go", "Pre-flight", String::new(), Place::Preflight);
    go("Go", "Watch", "scheduled checks and alerts".into(), Place::Watch);
    if launch.template.checks.iter().any(|check| check.drill().is_some()) {
        go("Go", "Drills", String::new(), Place::Drills);
    }
    for runbook in &launch.template.runbooks {
        go("Go", &runbook.title, "runbook".into(), Place::Rollback(Some(runbook.id.clone())));
    }
    go("Go", "Sign-off", "approve, report, deliver".into(), Place::SignOff);
    go("Go", "Details and roles", "target date, ticket, artifacts, policy".into(), Place::Details);
    for (section, item) in launch.template.items() {
        let place = Place::Checklist { item: Some(item.id.clone()), filter: Filter::default() };
        go("Item", &item.title, format!("{} · {}", section.title, item.id), place);
    }
    for person in &known.people {
        let words = format!("What {} owns", person.name);
        go("Show", &words, String::new(), list(None, Some(OwnerFilter::Is(person.id))));
    }
    if desk.undo.with_untracked(Option::is_some) {
        all.insert(0, Choice { kind: "Do", words: "Undo my last change".into(), aside: String::new(), act: Act::Undo });
    }
}

fn everywhere(here: Here, known: &Known, all: &mut Vec<Choice>) {
    for launch in &known.launches {
        let aside = format!("{} {}", launch.id, launch.ticket.as_deref().unwrap_or_default());
        all.push(Choice { kind: "Launch", words: launch.name.clone(), aside, act: Act::Go(Route::checklist(launch.id)) });
    }
    let ways = [
        ("Launches", "all of them", Route::launches()),
        ("New launch", "from a template", Route::NewLaunch),
        ("Waivers", "accepted risks of all launches", Route::Waivers),
        ("Checklists", "templates that launches begin with", Route::Templates),
        ("People", "accounts and invitations", Route::People),
        ("Your account", "passkeys, signing keys, tokens, sessions", Route::Account),
        ("Verify a report", "", Route::Verify),
    ];
    if here.me.with_untracked(|me| me.as_ref().is_some_and(|me| me.owner)) {
        let (words, aside) = (say!("trial-title"), say!("trial-palette"));
        all.push(Choice { kind: "Go", words: words.into(), aside: aside.into(), act: Act::Go(Route::NewConnection) });
    }
    for (words, aside, route) in ways {
        all.push(Choice { kind: "Go", words: words.into(), aside: aside.into(), act: Act::Go(route) });
    }
    all.push(Choice { kind: "Do", words: "Show the keys".into(), aside: "keyboard shortcuts".into(), act: Act::Help });
}
