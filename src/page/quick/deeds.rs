//! What the palette does by itself: with the item that is open, with the launch, and with one's session.

use holdpoint_domain::id::{ItemId, MemberId, Timestamp};
use holdpoint_domain::launch::{Decision, Launch, RunState, Status};
use leptos::prelude::*;

use super::choices::{Act, Choice};
use super::press::Wish;
use crate::clock;
use crate::desk::Desk;
use crate::page::Here;
use crate::route::{Place, Route};
use crate::{say, text};

/// What somebody sets; a waiver is asked for with its reason, in its own form.
const STATUSES: [Status; 5] = [Status::Done, Status::InProgress, Status::Blocked, Status::NotApplicable, Status::Open];

/// Whoever only looks presses nothing.
fn only_reads(desk: Desk) -> bool {
    untrack(|| desk.only_reads()).is_some()
}

pub fn of_item(here: Here, desk: Desk, all: &mut Vec<Choice>) {
    let Route::Launch(_, Place::Checklist { item: Some(item), .. }) = here.nav.route_now() else { return };
    if !only_reads(desk) {
        all.extend(with_item(&desk.launch_now(), &item, desk.me, clock::now()));
    }
}

pub fn of_launch(desk: Desk, all: &mut Vec<Choice>) {
    let launch = desk.launch_now();
    let at = |place: Place| Some(Route::Launch(desk.id, place));
    if !only_reads(desk) {
        if launch.template.checks.iter().any(|check| check.in_preflight()) {
            all.push(press(say!("preflight-run"), "", at(Place::Preflight), "[data-testid=preflight-run]"));
        }
        for runbook in &launch.template.runbooks {
            let goes_on = launch.runs.iter().any(|run| run.runbook == runbook.id && run.state() == RunState::Going);
            if !goes_on {
                let place = at(Place::Rollback(Some(runbook.id.clone())));
                all.push(press(say!("run-rehearse"), &runbook.title, place, "[data-testid=start-rehearsal]"));
            }
        }
        if desk.gate.with_untracked(|gate| gate.decision == Decision::Go) {
            all.push(press(say!("report-issue"), "", at(Place::SignOff), "[data-testid=issue-report]"));
        }
    }
    if launch.may_set_roles(desk.me, desk.owner) {
        all.push(invite(Route::Launch(desk.id, Place::Details), "#invite-role"));
    }
}

pub fn everywhere(here: Here, all: &mut Vec<Choice>) {
    if here.me.with_untracked(|me| me.as_ref().is_some_and(|me| me.owner)) && here.desk.with_untracked(Option::is_none) {
        all.push(invite(Route::People, "#invite-days"));
    }
    all.push(press(say!("sign-out"), "", None, "[data-testid=sign-out]"));
}

/// What can be done with the item that is open.
fn with_item(launch: &Launch, item: &ItemId, me: MemberId, now: Timestamp) -> Vec<Choice> {
    let Some(state) = launch.items.get(item) else { return Vec::new() };
    let (present, pane) = (state.status_at(now), format!("[data-pane='{item}']"));
    let set = |status: Status| {
        let aside = if status == Status::Done { say!("quick-tick") } else { say!("quick-open-item") };
        let words = say!("item-set-to", status = text::status(status));
        press(&words, aside, None, &format!("{pane} [data-testid=status-{}]", text::status_key(status)))
    };
    let mine = state.owner.value == Some(me);
    let take = Choice {
        kind: say!("quick-do"),
        words: say!("quick-take").into(),
        aside: say!("quick-open-item").into(),
        act: Act::Own(item.clone()),
    };
    let statuses = STATUSES.into_iter().filter(|status| *status != present).map(set);
    statuses.chain((!mine).then_some(take)).collect()
}

fn press(words: &str, aside: &str, place: Option<Route>, selector: &str) -> Choice {
    let act = Act::Press { place, selector: selector.to_owned(), wish: Wish::Press };
    Choice { kind: say!("quick-do"), words: words.to_owned(), aside: aside.to_owned(), act }
}

fn invite(place: Route, field: &str) -> Choice {
    let act = Act::Press { place: Some(place), selector: field.to_owned(), wish: Wish::GoThere };
    Choice { kind: say!("quick-do"), words: say!("invite-title").into(), aside: String::new(), act }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use holdpoint_domain::id::{Digest, LaunchId, Seq};
    use holdpoint_domain::launch::{Event, Recorded};
    use holdpoint_domain::template::{Template, TemplateRef};
    use uuid::Uuid;

    use super::*;

    const ME: MemberId = MemberId(Uuid::nil());

    fn recorded(seq: u64, event: Event) -> Recorded {
        Recorded { launch: LaunchId(1), seq: Seq(seq), by: ME, at: Timestamp::UNIX_EPOCH, command: None, event }
    }

    fn launch() -> Launch {
        let template: Template = serde_json::from_value(serde_json::json!({
            "format": 1, "name": "story", "version": "1.0.0", "title": "Story", "summary": "",
            "sections": [{ "id": "one", "title": "One", "items": [{ "id": "a", "title": "Tokens rotate", "level": "must" }] }],
        }))
        .unwrap();
        let template_ref = TemplateRef { name: "story".parse().unwrap(), version: "1.0.0".into(), digest: Digest::of(b"story") };
        Launch::begin(&recorded(1, Event::Created { name: "Story".into(), template: Arc::new(template), template_ref, sample: false }))
            .unwrap()
    }

    fn offered(launch: &Launch, item: &str) -> Vec<String> {
        let all = with_item(launch, &item.parse().unwrap(), ME, Timestamp::UNIX_EPOCH);
        all.into_iter().map(|choice| choice.words).collect()
    }

    #[test]
    fn of_the_open_item_is_offered_what_it_is_not_yet() {
        let mut launch = launch();
        let at_first = ["Set to done", "Set to in progress", "Set to blocked", "Set to not applicable", "Take it over"];
        assert_eq!(offered(&launch, "a"), at_first);
        let item: ItemId = "a".parse().unwrap();
        launch.apply(&recorded(2, Event::StatusSet { item: item.clone(), status: Status::Done, justification: None }));
        launch.apply(&recorded(3, Event::OwnerSet { item, owner: Some(ME) }));
        let then = ["Set to in progress", "Set to blocked", "Set to not applicable", "Set to open"];
        assert_eq!(offered(&launch, "a"), then);
        assert!(offered(&launch, "b").is_empty());
    }
}
