//! The checks that can prove an item: how each stands, running it, and attaching what it saw.

use holdpoint_domain::check::{Check, Receipt};
use holdpoint_domain::id::{EvidenceId, ItemId};
use holdpoint_domain::launch::{Command, EvidenceKind, NewEvidence};
use holdpoint_domain::template::Item;
use leptos::prelude::*;

use super::super::desk;
use super::super::receipt::signed_receipt;
use super::State;
use crate::clock::{self, Ticking};
use crate::desk::{Desk, Running};
use crate::route::{Place, Route};
use crate::ui::{Act, ReceiptCard, StandingTag, Unseen};
use crate::{say, tell, text};

#[component]
pub fn Proof(item: Item, state: State) -> impl IntoView {
    let desk = desk();
    let checks = desk.shown.with_untracked(|launch| launch.template.checks_of(&item.id).cloned().collect::<Vec<_>>());
    if checks.is_empty() {
        return ().into_any();
    }
    let id = item.id;
    view! {
        <div class="block">
            <h3 class="block__title">{say!("item-proof-title")}</h3>
            {checks.into_iter().map(|check| view! { <CheckLine check item=id.clone() state /> }).collect_view()}
        </div>
    }
    .into_any()
}

#[component]
fn CheckLine(check: Check, item: ItemId, state: State) -> impl IntoView {
    let desk = desk();
    let ticking = expect_context::<Ticking>();
    let id = StoredValue::new(check.id.clone());
    let now = Memo::new(move |_| {
        let now = ticking.get().max(clock::now());
        let of =
            |launch: &holdpoint_domain::launch::Launch| id.with_value(|id| (launch.receipts.get(id).cloned(), launch.standing(id, now)));
        desk.shown.with(|launch| of(launch))
    });
    let unseen = Memo::new(move |_| desk.shown.with(|launch| id.with_value(|id| launch.unseen.get(id).cloned())));
    let running = Memo::new(move |_| desk.running.with(|running| id.with_value(|id| running.get(id).cloned())));
    let locked = move || {
        if matches!(running.get(), Some(Running::Since(_))) {
            return Some(say!("check-is-running").to_owned());
        }
        let none = desk.shown.with(|launch| launch.details.connection.value.is_none());
        none.then(|| say!("proof-no-connection").to_owned())
    };
    let words = move || match (running.get(), now.with(|(receipt, _)| receipt.is_some())) {
        (Some(Running::Since(_)), _) => say!("running").to_owned(),
        (_, true) => say!("check-run-again").into(),
        (_, false) => say!("check-run-the").into(),
    };
    let can_be_run = check.can_be_run();
    let drill = check.drill().map(|_| {
        let href = Route::Launch(desk.id, Place::Drills).to_string();
        view! { <p class="aside">{tell!("proof-drill"; link = view! { <a href=href data-testid="to-drills">{say!("proof-drill-link")}</a> })}</p> }
    });
    let push = check.pushed().map(|format| {
        view! { <p class="aside">{tell!("proof-push", format = format.words(); command = view! { <code>{format!("holdpoint evidence push --launch {} --item {item} FILE", desk.id)}</code> })}</p> }
    });
    let about = check.title.clone();
    let title = check.title.clone();
    view! {
        <div class="check" data-check=check.id.to_string() data-verdict=move || now.with(|(_, standing)| text::standing_key(*standing))>
            <div class="check__head">
                <strong class="check__title">{check.title}</strong>
                {move || view! { <StandingTag standing=now.with(|(_, standing)| *standing) /> }}
            </div>
            <p class="aside">{check.summary}</p>
            {move || match running.get() {
                Some(Running::Failed(why)) => Some(view! { <p class="field__error" role="alert">{why}</p> }),
                _ => None,
            }}
            {move || match now.get() {
                (Some(receipt), Some(standing)) => {
                    let signed = signed_receipt(desk.id, &receipt);
                    Some(view! { <ReceiptCard receipt standing>{signed}</ReceiptCard> })
                },
                _ => None,
            }}
            {move || unseen.get().map(|receipt| view! { <Unseen receipt /> })}
            {push}
            {drill}
            <div class="buttons">
                {can_be_run.then(|| view! {
                    <Act words=Signal::derive(words) on_press=Callback::new(move |()| desk.run_checks(vec![id.get_value()])) locked=Signal::derive(locked) testid="run-check" about=title />
                })}
                {move || now.get().0.map(|receipt| attach(desk, receipt, (item.clone(), about.clone()), state))}
                <a href=Route::Launch(desk.id, Place::Preflight).to_string()>{say!("proof-all")}</a>
            </div>
        </div>
    }
}

/// What attaches a receipt, where it proves something and is not attached yet. Reads the item's state.
fn attach(desk: Desk, receipt: Receipt, (item, about): (ItemId, String), state: State) -> impl IntoView {
    let mine = |kind: &EvidenceKind| matches!(kind, EvidenceKind::Receipt { receipt: known, .. } if *known == receipt.id);
    let used = state.with(|state| state.as_ref().is_some_and(|state| state.evidence.iter().any(|evidence| mine(&evidence.kind))));
    let locked = match (used, receipt.judgement.verdict.proves()) {
        (true, _) => Some(say!("proof-attached").to_owned()),
        (false, false) => Some(say!("receipt-proves-nothing").to_owned()),
        (false, true) => None,
    };
    let press = Callback::new(move |()| {
        let kind = EvidenceKind::Receipt { check: receipt.check.clone(), receipt: receipt.id };
        let evidence = NewEvidence { id: EvidenceId(clock::new_id()), kind, observed_at: receipt.observation.started_at, expires_at: None };
        desk.wish(Command::AddEvidence { item: item.clone(), evidence });
    });
    view! { <Act words=say!("use-as-evidence").to_owned() on_press=press locked=Signal::stored(locked) testid="use-as-evidence" about /> }
}
