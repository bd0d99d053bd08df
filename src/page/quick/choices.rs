//! Everything that the palette leads to, and does.

use holdpoint_domain::id::ItemId;
use holdpoint_domain::launch::Status;
use holdpoint_domain::order;
use holdpoint_domain::wire::{LaunchSummary, Person};
use leptos::prelude::*;

use super::deeds;
use super::press::Wish;
use super::rank::rank;
use crate::desk::Desk;
use crate::page::Here;
use crate::route::{Board, Filter, OwnerFilter, Place, Route, StatusFilter, Which};
use crate::say;

/// As many as one can read.
pub const MOST: usize = 12;

#[derive(Clone, PartialEq)]
pub struct Choice {
    /// What kind of thing it is, in a word.
    pub kind: &'static str,
    pub words: String,
    /// Found by this too, and shown beside it.
    pub aside: String,
    pub act: Act,
}

#[derive(Clone, PartialEq)]
pub enum Act {
    Go(Route),
    /// A button, or a field, and the page where it is; `None`: this one.
    Press {
        place: Option<Route>,
        selector: String,
        wish: Wish,
    },
    /// Take an item over.
    Own(ItemId),
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

/// What fits, the best first.
pub fn fitting(here: Here, known: &Known, typed: &str) -> Vec<Choice> {
    let (mut near, mut far) = (Vec::new(), Vec::new());
    if let Some(desk) = here.desk.get_untracked() {
        in_launch(here, desk, &mut near);
    }
    everywhere(here, known, &mut far);
    best((near, far), typed)
}

/// What is shown stays where it is, chosen or under a finger; what fits better and came later is behind it until something else is typed.
pub fn behind(shown: &[Choice], best: Vec<Choice>) -> Vec<Choice> {
    let came = best.into_iter().filter(|choice| !shown.contains(choice));
    shown.iter().cloned().chain(came).collect()
}

/// Of equals what is of the open launch comes first, and elsewhere what is called so: who types “account” means theirs, and not people, beside
/// which that word stands.
fn best((near, far): (Vec<Choice>, Vec<Choice>), typed: &str) -> Vec<Choice> {
    let rank_of = |choice: &Choice| rank(typed, &format!("{} {}", choice.words, choice.aside));
    let near = near.into_iter().filter_map(|choice| Some((rank_of(&choice)? * 3, choice)));
    let far = far.into_iter().filter_map(|choice| {
        let fits = rank_of(&choice)?;
        let by_name = rank(typed, &choice.words) == Some(fits);
        Some((fits * 3 + if by_name { 1 } else { 2 }, choice))
    });
    let mut ranked: Vec<(u32, Choice)> = near.chain(far).collect();
    order::sort_by_key(&mut ranked, |(rank, _)| *rank);
    ranked.into_iter().take(MOST).map(|(_, choice)| choice).collect()
}

fn in_launch(here: Here, desk: Desk, all: &mut Vec<Choice>) {
    let launch = desk.launch_now();
    let go = |kind, words: &str, aside: String, place: Place| {
        let act = Act::Go(Route::Launch(desk.id, place));
        Choice { kind, words: words.into(), aside, act }
    };
    let (to, show) = (say!("quick-go"), say!("quick-show"));
    let list = |status, owner| Place::Checklist { item: None, filter: Filter { status, owner, ..Filter::default() } };
    let name = &launch.details.name.value;
    all.push(go(to, say!("checklist"), name.clone(), list(None, None)));
    // Not first of all: Enter in an empty field would set something in somebody's name.
    deeds::of_item(here, desk, all);
    all.push(go(show, say!("quick-left"), String::new(), list(Some(StatusFilter::Left), None)));
    all.push(go(show, say!("quick-mine"), String::new(), list(Some(StatusFilter::ForMe), None)));
    all.push(go(show, say!("quick-due"), String::new(), list(Some(StatusFilter::Due), None)));
    all.push(go(show, say!("quick-nobodys"), String::new(), list(Some(StatusFilter::Left), Some(OwnerFilter::Nobody))));
    all.push(go(show, say!("quick-blocked"), String::new(), list(Some(StatusFilter::Is(Status::Blocked)), None)));
    all.push(go(to, say!("preflight-title"), String::new(), Place::Preflight));
    all.push(go(to, say!("watch-title"), say!("quick-watch").into(), Place::Watch));
    if launch.template.checks.iter().any(|check| check.drill().is_some()) {
        all.push(go(to, say!("drills"), String::new(), Place::Drills));
    }
    for runbook in &launch.template.runbooks {
        all.push(go(to, &runbook.title, say!("quick-runbook").into(), Place::Rollback(Some(runbook.id.clone()))));
    }
    all.push(go(to, say!("sign-off"), say!("quick-sign-off").into(), Place::SignOff));
    all.push(go(to, say!("details-heading"), say!("quick-details").into(), Place::Details));
    deeds::of_launch(desk, all);
    for (section, item) in launch.template.items() {
        let place = Place::Checklist { item: Some(item.id.clone()), filter: Filter::default() };
        all.push(go(say!("quick-item"), &item.title, format!("{} · {}", section.title, item.id), place));
    }
    for (id, member) in &launch.members {
        let words = say!("quick-persons", name = &member.name);
        all.push(go(show, &words, String::new(), list(None, Some(OwnerFilter::Is(*id)))));
    }
    if desk.undo.with_untracked(Option::is_some) {
        all.insert(0, Choice { kind: say!("quick-do"), words: say!("quick-undo").into(), aside: String::new(), act: Act::Undo });
    }
}

fn everywhere(here: Here, known: &Known, all: &mut Vec<Choice>) {
    for launch in &known.launches {
        let aside = format!("{} {}", launch.id, launch.ticket.as_deref().unwrap_or_default());
        all.push(Choice { kind: say!("quick-launch"), words: launch.name.clone(), aside, act: Act::Go(Route::checklist(launch.id)) });
    }
    let ways = [
        (say!("nav-launches"), say!("quick-launches"), Route::launches()),
        (say!("board-new"), say!("quick-new"), Route::NewLaunch),
        (say!("nav-waivers"), say!("quick-waivers"), Route::Waivers),
        (say!("nav-checklists"), say!("quick-checklists"), Route::Templates),
        (say!("nav-people"), say!("quick-people"), Route::People),
        (say!("nav-account"), say!("quick-account"), Route::Account),
        (say!("quick-verify"), "", Route::Verify),
    ];
    if here.me.with_untracked(|me| me.as_ref().is_some_and(|me| me.owner)) {
        let (words, aside) = (say!("trial-title"), say!("trial-palette"));
        all.push(Choice { kind: say!("quick-go"), words: words.into(), aside: aside.into(), act: Act::Go(Route::NewConnection) });
    }
    for (words, aside, route) in ways {
        all.push(Choice { kind: say!("quick-go"), words: words.into(), aside: aside.into(), act: Act::Go(route) });
    }
    let mut show = |words: String, board: Board| {
        let act = Act::Go(Route::Launches(board));
        all.push(Choice { kind: say!("quick-show"), words, aside: say!("nav-launches").into(), act });
    };
    show(say!("quick-mine").into(), Board { show: Some(Which::Mine), ..Board::default() });
    for person in &known.people {
        show(say!("quick-waits", name = &person.name), Board { waits: Some(person.id), ..Board::default() });
    }
    deeds::everywhere(here, all);
    all.push(Choice { kind: say!("quick-do"), words: say!("quick-keys").into(), aside: say!("quick-shortcuts").into(), act: Act::Help });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices(all: &[(&str, &str)]) -> Vec<Choice> {
        let choice = |(words, aside): &(&str, &str)| Choice { kind: "", words: (*words).into(), aside: (*aside).into(), act: Act::Help };
        all.iter().map(choice).collect()
    }

    fn words(choices: Vec<Choice>) -> Vec<String> {
        choices.into_iter().map(|choice| choice.words).collect()
    }

    #[test]
    fn what_comes_later_moves_nothing_that_is_shown() {
        let shown = choices(&[("Checklists", ""), ("People", "")]);
        let best = choices(&[("Support chat", "LCH-1"), ("Checklists", ""), ("Support chat", "LCH-2"), ("People", "")]);
        let then = behind(&shown, best.clone());
        assert_eq!(words(then.clone()), ["Checklists", "People", "Support chat", "Support chat"]);
        assert_eq!(words(behind(&then, best)), words(then), "nothing is there twice");
    }

    #[test]
    fn the_open_launch_comes_first_and_elsewhere_what_is_called_so() {
        let near =
            [("Checklist", "Support chat"), ("Webhook signatures are checked", "Webhooks"), ("Sign-off", "approve, report, deliver")];
        let far =
            [("People", "accounts and invitations"), ("Your account", "signing keys, tokens"), ("Sign out", ""), ("Show the keys", "")];
        let cases: [(&str, &[&str]); 5] = [
            ("sign", &["Sign-off", "Sign out", "Webhook signatures are checked", "Your account"]),
            ("sign of", &["Sign-off"]),
            ("report", &["Sign-off"]),
            ("account", &["Your account", "People"]),
            ("keys", &["Show the keys", "Your account"]),
        ];
        for (typed, expected) in cases {
            assert_eq!(words(best((choices(&near), choices(&far)), typed)), expected, "{typed}");
        }
    }
}
