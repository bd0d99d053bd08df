//! What changed while somebody reads what they will sign: the page shows the newest, and what they have not seen of it is not signed unread.

use std::sync::Arc;

use holdpoint_domain::check::Verdict;
use holdpoint_domain::id::ItemId;
use holdpoint_domain::launch::Snapshot;
use holdpoint_domain::order;
use leptos::prelude::*;

use super::super::desk;
use super::Reading;
use super::approve::choices;
use super::changes::{Row, Table, told};
use super::rest::{kind_of, outcome_of};
use crate::route::Route;
use crate::{nav, say, text, words};

/// So many items are shown side by side; the others are counted.
const FEW: usize = 10;

/// What differs between what somebody read and what they would sign now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unread {
    launch: Vec<Row>,
    items: Vec<(ItemId, String, Vec<Row>)>,
    more: usize,
}

impl Unread {
    fn between(then: &Snapshot, now: &Snapshot) -> Self {
        let known = order::map(then.items.iter().map(|item| (&item.id, item)));
        let mut unread = Self { launch: told(then.launch_differences(now)), ..Self::default() };
        unread.launch.extend(outcomes(then, now));
        for item in now.items.iter().filter(|item| known.get(&item.id) != Some(item)) {
            if unread.items.len() == FEW {
                unread.more += 1;
                continue;
            }
            let rows = told(then.item_differences(now, &item.id));
            if !rows.is_empty() {
                unread.items.push((item.id.clone(), item.title.clone(), rows));
            }
        }
        unread
    }

    pub fn is_empty(&self) -> bool {
        self.launch.is_empty() && self.items.is_empty()
    }
}

/// Of checks and of executions of runbooks, what came of them where that is another: a check that is run again and again changes nothing by that.
fn outcomes(then: &Snapshot, now: &Snapshot) -> Vec<Row> {
    let verdict = |result: Option<Verdict>| result.map(|verdict| text::sentence(words::story::verdict(verdict))).unwrap_or_default();
    let checks = now.checks.iter().filter_map(|check| {
        let before = then.checks.iter().find(|known| known.id == check.id).and_then(|known| known.result);
        (before != check.result).then(|| [check.title.clone(), verdict(before), verdict(check.result)])
    });
    let runs = now.runs.iter().filter_map(|run| {
        let before = then.runs.iter().find(|known| known.id == run.id).map(outcome_of).unwrap_or_default();
        let outcome = outcome_of(run);
        (before != outcome).then(|| [format!("{} · {}", run.title, kind_of(run)), before.to_owned(), outcome.to_owned()])
    });
    checks.chain(runs).collect()
}

/// What was read, and what came since.
#[derive(Clone, Copy)]
pub struct Meanwhile {
    reading: Reading,
    read: RwSignal<Option<Arc<Snapshot>>>,
    pub unread: Memo<Unread>,
}

impl Meanwhile {
    pub fn of(reading: Reading) -> Self {
        let desk = desk();
        let read = RwSignal::new(None::<Arc<Snapshot>>);
        // Whoever only looks is shown what is there, and asked nothing.
        let signs = Memo::new(move |_| desk.confirmed.with(|launch| !choices(launch, desk).is_empty()));
        let unread = Memo::new(move |_| {
            if !signs.get() {
                return Unread::default();
            }
            let between = |then: &Snapshot| reading.with(|now| now.here().map(|now| Unread::between(then, &now.snapshot)));
            read.with(|then| then.as_deref().and_then(between)).unwrap_or_default()
        });
        let meanwhile = Self { reading, read, unread };
        // The first that is shown is read.
        Effect::new(move |_| {
            reading.track();
            if read.with_untracked(Option::is_none) {
                meanwhile.take_as_read();
            }
        });
        // So is what was signed.
        let signed = Memo::new(move |_| {
            desk.confirmed.with(|launch| launch.approvals.iter().filter(|approval| approval.approver == desk.me).count())
        });
        Effect::new(move |before: Option<usize>| {
            let now = signed.get();
            if before.is_some_and(|before| before != now) {
                meanwhile.take_as_read();
            }
            now
        });
        meanwhile
    }

    fn take_as_read(self) {
        self.read.set(self.reading.with_untracked(|reading| reading.here().map(|read| read.snapshot.clone())));
    }
}

#[component]
pub fn WhatChanged(meanwhile: Meanwhile) -> impl IntoView {
    let id = desk().id;
    let done = move |_: leptos::ev::MouseEvent| {
        meanwhile.take_as_read();
        nav::focus_if_lost("[data-testid=approve-form] textarea");
    };
    move || {
        let unread = meanwhile.unread.get();
        if unread.is_empty() {
            return None;
        }
        let before = say!("meanwhile-then");
        let Unread { launch, items, more } = unread;
        let launch = (!launch.is_empty()).then(|| view! { <Table title=say!("changes-launch").to_owned() href=None before rows=launch /> });
        let items = items.into_iter().map(|(item, title, rows)| {
            view! { <Table title href=Some(Route::item(id, item).to_string()) before rows /> }
        });
        Some(view! {
            <section class="card" aria-labelledby="meanwhile" data-testid="meanwhile">
                <h2 class="card__title" id="meanwhile">{say!("meanwhile-title")}</h2>
                <p class="notice" data-kind="warn" role="alert">{say!("meanwhile-about")}</p>
                {launch}
                {items.collect_view()}
                {(0 < more).then(|| view! { <p>{say!("meanwhile-more", count = more)}</p> })}
                <button type="button" class="button" data-testid="meanwhile-read" on:click=done>{say!("meanwhile-read")}</button>
            </section>
        })
    }
}

#[cfg(test)]
mod tests {
    use holdpoint_domain::id::Digest;
    use serde_json::{Value, json};

    use super::*;

    fn snapshot(checks: Value, runs: Value) -> Snapshot {
        serde_json::from_value(json!({
            "v": 1,
            "launch": {
                "id": "LCH-1", "name": "Story", "target": null, "window": null, "changeTicket": null, "artifacts": [], "connection": null,
                "members": [],
            },
            "template": { "name": "story", "version": "1.0.0", "digest": Digest::of(b"story"), "title": "Story" },
            "items": [], "checks": checks,
            "policy": { "requiredRoles": [], "distinctApprovers": true, "userVerification": "own_key_or_password" },
            "runs": runs, "revision": 1,
        }))
        .unwrap()
    }

    fn check(result: &str, ran_at: &str) -> Value {
        json!([{
            "id": "app.health", "title": "Health", "proves": [], "configuration": Digest::of(b"health"), "result": result, "receipt": null,
            "why": null, "ranAt": ran_at, "expiresAt": null, "source": null, "latencyMs": null, "facts": {}, "requests": [],
        }])
    }

    fn run(ended_at: Option<&str>) -> Value {
        let (id, by) = (uuid::Uuid::from_u128(7), uuid::Uuid::from_u128(1));
        json!([{
            "id": id, "runbook": "rollback", "title": "Roll back", "rehearsal": true, "startedBy": by, "startedAt": "2026-11-01T10:00:00Z",
            "endedAt": ended_at, "abandoned": null, "steps": [],
        }])
    }

    #[test]
    fn another_result_and_a_run_that_ended_are_read_before_they_are_signed() {
        let then = snapshot(check("pass", "2026-11-01T10:00:00Z"), run(None));
        let again = snapshot(check("pass", "2026-11-01T11:00:00Z"), run(None));
        assert!(Unread::between(&then, &again).is_empty());
        let now = snapshot(check("fail", "2026-11-01T12:00:00Z"), run(Some("2026-11-01T12:00:00Z")));
        let rows = [["Health", "Pass", "Fail"], ["Roll back · Rehearsal", "Going on", "Succeeded"]];
        assert_eq!(Unread::between(&then, &now).launch, rows.map(|row| row.map(str::to_owned)));
        let none = snapshot(json!([]), json!([]));
        assert_eq!(outcomes(&none, &then).len(), 2, "what is new is another too");
    }
}
