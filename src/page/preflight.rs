//! The pre-flight: every check at the same time, what each saw, and what each proves.

mod connection;

use holdpoint_domain::check::{Check, Standing};
use holdpoint_domain::id::ItemId;
use holdpoint_domain::launch::Launch;
use leptos::prelude::*;

use super::check::{CheckTag, Checked, RunCheck, Seen, is_attached, use_as_evidence};
use super::{Heading, desk};
use crate::clock::{self, Ticking};
use crate::desk::{Desk, Running};
use crate::route::Route;
use crate::ui::Act;
use crate::{say, text, words};
use connection::ConnectionPanel;

#[component]
pub fn Preflight() -> impl IntoView {
    let desk = desk();
    let checks =
        desk.shown.with_untracked(|launch| launch.template.checks.iter().filter(|check| check.in_preflight()).cloned().collect::<Vec<_>>());
    let all: Vec<_> = checks.iter().map(|check| check.id.clone()).collect();
    let running =
        Memo::new(move |_| desk.running.with(|running| running.values().filter(|running| matches!(running, Running::Since(_))).count()));
    let locked = move || {
        if 0 < running.get() {
            return Some(say!("checks-running", count = running.get()));
        }
        no_connection(desk)
    };
    let run = Callback::new(move |()| desk.run_checks(all.clone()));
    let none = checks.is_empty();
    view! {
        <div class="page">
            <Heading words=say!("preflight-title") />
            <p class="lead">{say!("preflight-lead")}</p>
            <ConnectionPanel />
            {if none {
                view! { <p class="empty">{say!("preflight-empty")}</p> }.into_any()
            } else {
                view! {
                    <div class="buttons buttons--lead">
                        <Act
                            words=Signal::derive(move || if 0 < running.get() { say!("running").to_owned() } else { say!("preflight-run").into() })
                            on_press=run
                            locked=Signal::derive(locked)
                            main=true
                            testid="preflight-run"
                        />
                        <Tally desk />
                    </div>
                    <div class="checks">{checks.into_iter().map(|check| view! { <CheckCard check /> }).collect_view()}</div>
                }
                .into_any()
            }}
        </div>
    }
}

fn no_connection(desk: Desk) -> Option<String> {
    let none = desk.shown.with(|launch| launch.details.connection.value.is_none());
    none.then(|| say!("no-connection").to_owned())
}

/// `2 pass, 1 fail`: what there is, worst first.
#[component]
fn Tally(desk: Desk) -> impl IntoView {
    let ticking = expect_context::<Ticking>();
    let words = Memo::new(move |_| {
        let now = ticking.get().max(clock::now());
        desk.shown.with(|launch| tally(launch, now))
    });
    view! { <p class="aside" role="status" data-testid="preflight-tally">{move || words.get()}</p> }
}

fn tally(launch: &Launch, now: holdpoint_domain::id::Timestamp) -> String {
    let checks: Vec<_> =
        launch.template.checks.iter().filter(|check| check.in_preflight()).map(|check| launch.standing(&check.id, now)).collect();
    let kinds =
        [Some(Standing::Failing), Some(Standing::Unknown), Some(Standing::Stale), Some(Standing::Warning), Some(Standing::Passing), None];
    let counted = kinds.iter().map(|standing| (*standing, checks.iter().filter(|known| *known == standing).count()));
    text::list(counted.filter(|(_, count)| 0 < *count).map(|(standing, count)| words::checks::counted(standing, count)))
}

#[component]
fn CheckCard(check: Check) -> impl IntoView {
    let checked = Checked::of(check.id.clone());
    view! {
        <article class="check card" aria-labelledby=format!("check-{}", check.id) data-check=check.id.to_string() data-verdict=move || checked.verdict()>
            <div class="check__head">
                <h2 class="check__title" id=format!("check-{}", check.id)>{check.title}</h2>
                <CheckTag checked />
            </div>
            <p class="aside">{check.summary}</p>
            <Seen checked />
            <Proves proves=check.proves checked />
            <div class="buttons"><RunCheck checked unconnected=say!("no-connection") /></div>
        </article>
    }
}

/// The items that a check can prove, with a way to put its receipt into each.
#[component]
fn Proves(proves: Vec<ItemId>, checked: Checked) -> impl IntoView {
    let (desk, known) = (desk(), checked.known);
    if proves.is_empty() {
        return ().into_any();
    }
    let line = move |item: ItemId| {
        let title = desk.shown.with_untracked(|launch| launch.template.item(&item).map(|item| item.title.clone()).unwrap_or_default());
        let (href, about) = (Route::item(desk.id, item.clone()).to_string(), title.clone());
        let id = StoredValue::new(item);
        let attached = Memo::new(move |_| {
            let receipt = known.with(|(receipt, _)| receipt.as_ref().map(|receipt| receipt.id))?;
            let state = |launch: &Launch| id.with_value(|id| launch.items.get(id).is_some_and(|state| is_attached(state, receipt)));
            Some(desk.shown.with(|launch| state(launch)))
        });
        let attach = Callback::new(move |()| {
            if let Some(receipt) = known.get_untracked().0 {
                desk.wish(use_as_evidence(id.get_value(), &receipt));
            }
        });
        let of_nothing = move || known.with(|(receipt, _)| receipt.as_ref().is_some_and(|receipt| !receipt.judgement.verdict.proves()));
        let locked = Signal::derive(move || of_nothing().then(|| say!("receipt-proves-nothing").to_owned()));
        view! {
            <li class="proves__line">
                <a href=href>{title}</a>
                {move || match attached.get() {
                    None => ().into_any(),
                    Some(true) => view! { <span class="aside">{say!("receipt-attached")}</span> }.into_any(),
                    Some(false) => view! { <Act words=say!("use-as-evidence").to_owned() on_press=attach locked testid="use-as-evidence" about=about.clone() /> }.into_any(),
                }}
            </li>
        }
    };
    view! {
        <div class="proves">
            <h3 class="proves__title">{say!("can-prove")}</h3>
            <ul class="plain">{proves.into_iter().map(line).collect_view()}</ul>
        </div>
    }
    .into_any()
}
