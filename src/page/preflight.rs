//! The pre-flight: every check at the same time, what each saw, and what each proves.

mod connection;

use holdpoint_domain::check::{Check, Receipt, Standing};
use holdpoint_domain::id::{EvidenceId, ItemId};
use holdpoint_domain::launch::{Command, EvidenceKind, Launch, NewEvidence};
use leptos::prelude::*;

use super::receipt::signed_receipt;
use super::{Heading, desk};
use crate::clock::{self, Ticking};
use crate::desk::{Desk, Running};
use crate::route::Route;
use crate::ui::{Act, ReceiptCard, StandingTag, Unseen};
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
    let desk = desk();
    let ticking = expect_context::<Ticking>();
    let id = StoredValue::new(check.id.clone());
    let known = Memo::new(move |_| {
        let now = ticking.get().max(clock::now());
        desk.shown.with(|launch| id.with_value(|id| (launch.receipts.get(id).cloned(), launch.standing(id, now))))
    });
    let unseen = Memo::new(move |_| desk.shown.with(|launch| id.with_value(|id| launch.unseen.get(id).cloned())));
    let running = Memo::new(move |_| desk.running.with(|running| id.with_value(|id| running.get(id).cloned())));
    let is_running = move || matches!(running.get(), Some(Running::Since(_)));
    let verdict = move || if is_running() { "running" } else { known.with(|(_, standing)| text::standing_key(*standing)) };
    let locked = move || if is_running() { Some(say!("check-is-running").to_owned()) } else { no_connection(desk) };
    let (proves, about) = (check.proves.clone(), check.title.clone());
    view! {
        <article class="check card" aria-labelledby=format!("check-{}", check.id) data-check=check.id.to_string() data-verdict=verdict>
            <div class="check__head">
                <h2 class="check__title" id=format!("check-{}", check.id)>{check.title}</h2>
                {move || match is_running() {
                    true => view! { <span class="tag" data-standing="running"><span class="spinner" aria-hidden="true"></span>{say!("running")}</span> }.into_any(),
                    false => view! { <StandingTag standing=known.with(|(_, standing)| *standing) /> }.into_any(),
                }}
            </div>
            <p class="aside">{check.summary}</p>
            {move || match running.get() {
                Some(Running::Failed(why)) => Some(view! { <p class="field__error" role="alert">{why}</p> }),
                _ => None,
            }}
            {move || match known.get() {
                (Some(receipt), Some(standing)) => {
                    let signed = signed_receipt(desk.id, &receipt);
                    Some(view! { <ReceiptCard receipt standing>{signed}</ReceiptCard> })
                },
                _ => None,
            }}
            {move || unseen.get().map(|receipt| view! { <Unseen receipt /> })}
            <Proves proves known />
            <div class="buttons">
                <Act
                    words=Signal::derive(move || if is_running() { say!("running").to_owned() } else { say!("check-run").into() })
                    on_press=Callback::new(move |()| desk.run_checks(vec![id.get_value()]))
                    locked=Signal::derive(locked)
                    testid="run-check"
                    about
                />
            </div>
        </article>
    }
}

type Known = Memo<(Option<Receipt>, Option<Standing>)>;

/// The items that a check can prove, with a way to put its receipt into each.
#[component]
fn Proves(proves: Vec<ItemId>, known: Known) -> impl IntoView {
    let desk = desk();
    if proves.is_empty() {
        return ().into_any();
    }
    let line = move |item: ItemId| {
        let title = desk.shown.with_untracked(|launch| launch.template.item(&item).map(|item| item.title.clone()).unwrap_or_default());
        let (href, about) = (Route::item(desk.id, item.clone()).to_string(), title.clone());
        let id = StoredValue::new(item);
        let attached = Memo::new(move |_| {
            let receipt = known.with(|(receipt, _)| receipt.as_ref().map(|receipt| receipt.id))?;
            desk.shown.with(|launch| {
                let evidence = id.with_value(|id| launch.items.get(id).map(|state| state.evidence.clone())).unwrap_or_default();
                let mine = |kind: &EvidenceKind| matches!(kind, EvidenceKind::Receipt { receipt: known, .. } if *known == receipt);
                Some(evidence.iter().any(|evidence| mine(&evidence.kind)))
            })
        });
        let attach = Callback::new(move |()| {
            if let Some(receipt) = known.get_untracked().0 {
                desk.wish(id.with_value(|id| use_as_evidence(id, &receipt)));
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

fn use_as_evidence(item: &ItemId, receipt: &Receipt) -> Command {
    let kind = EvidenceKind::Receipt { check: receipt.check.clone(), receipt: receipt.id };
    let evidence = NewEvidence { id: EvidenceId(clock::new_id()), kind, observed_at: receipt.observation.started_at, expires_at: None };
    Command::AddEvidence { item: item.clone(), evidence }
}
