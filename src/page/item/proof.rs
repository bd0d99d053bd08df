//! The checks that can prove an item: how each stands, running it, and attaching what it saw.

use holdpoint_domain::check::{Check, Receipt};
use holdpoint_domain::id::ItemId;
use holdpoint_domain::template::Item;
use leptos::prelude::*;

use super::super::check::{CheckTag, Checked, RunCheck, Seen, is_attached, use_as_evidence};
use super::super::desk;
use super::State;
use crate::desk::Desk;
use crate::route::{Place, Route};
use crate::ui::Act;
use crate::{say, tell};

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
    let (desk, checked) = (desk(), Checked::of(check.id.clone()));
    let can_be_run = check.can_be_run();
    let drill = check.drill().map(|_| {
        let href = Route::Launch(desk.id, Place::Drills).to_string();
        view! { <p class="aside">{tell!("proof-drill"; link = view! { <a href=href data-testid="to-drills">{say!("proof-drill-link")}</a> })}</p> }
    });
    let push = check.pushed().map(|format| {
        view! { <p class="aside">{tell!("proof-push", format = format.words(); command = view! { <code>{format!("holdpoint evidence push --launch {} --item {item} FILE", desk.id)}</code> })}</p> }
    });
    let about = check.title.clone();
    view! {
        <div class="check" data-check=check.id.to_string() data-verdict=move || checked.verdict()>
            <div class="check__head">
                <strong class="check__title">{check.title}</strong>
                <CheckTag checked />
            </div>
            <p class="aside">{check.summary}</p>
            <Seen checked />
            {push}
            {drill}
            <div class="buttons">
                {can_be_run.then(|| view! { <RunCheck checked unconnected=say!("proof-no-connection") /> })}
                {move || checked.receipt().map(|receipt| attach(desk, receipt, (item.clone(), about.clone()), state))}
                <a href=Route::Launch(desk.id, Place::Preflight).to_string()>{say!("proof-all")}</a>
            </div>
        </div>
    }
}

/// What attaches a receipt, where it proves something and is not attached yet. Reads the item's state.
fn attach(desk: Desk, receipt: Receipt, (item, about): (ItemId, String), state: State) -> impl IntoView {
    let used = state.with(|state| state.as_ref().is_some_and(|state| is_attached(state, receipt.id)));
    let locked = match (used, receipt.judgement.verdict.proves()) {
        (true, _) => Some(say!("proof-attached").to_owned()),
        (false, false) => Some(say!("receipt-proves-nothing").to_owned()),
        (false, true) => None,
    };
    let press = Callback::new(move |()| desk.wish(use_as_evidence(item.clone(), &receipt)));
    view! { <Act words=say!("use-as-evidence").to_owned() on_press=press locked=Signal::stored(locked) testid="use-as-evidence" about /> }
}
