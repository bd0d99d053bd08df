//! An item's status, owner and due date: each drawn as soon as it is meant.

use holdpoint_domain::id::{Date, ItemId, MemberId};
use holdpoint_domain::launch::{Command, Status};
use leptos::prelude::*;

use super::super::{Begun, Opened, desk, draft, members_and};
use super::State;
use crate::clock::Ticking;
use crate::ui::{Act, AreaField, Meant, Problems, Segments, SelectField};
use crate::{nav, say, tell, text, words};

const CHOICES: [Status; 5] = [Status::Open, Status::InProgress, Status::Blocked, Status::Done, Status::NotApplicable];

fn label(status: Status) -> &'static str {
    match status {
        Status::Open => say!("status-open-label"),
        Status::InProgress => say!("status-in-progress-label"),
        Status::Blocked => say!("status-blocked-label"),
        Status::Done => say!("status-done-label"),
        Status::NotApplicable => say!("status-not-applicable-label"),
        Status::Waived => say!("status-waived-label"),
    }
}

#[component]
pub fn StatusChoice(item: ItemId, state: State) -> impl IntoView {
    let desk = desk();
    let ticking = expect_context::<Ticking>();
    let status = Memo::new(move |_| {
        let now = ticking.get();
        state.with(|state| state.as_ref().map(|state| state.status_at(now)).unwrap_or_default())
    });
    let why = Memo::new(move |_| state.with(|state| state.as_ref().and_then(|state| state.justification.clone())));
    // The status that waits for its reason.
    let asking = RwSignal::new(None::<Status>);
    let chosen = Signal::derive(move || text::status_key(asking.get().unwrap_or(status.get())));
    let id = item.clone();
    let choose = Callback::new(move |key: &'static str| match text::status_of(key) {
        Some(wanted @ (Status::Blocked | Status::NotApplicable)) => {
            asking.set(Some(wanted));
            nav::focus("#status-reason");
        }
        Some(wanted) => {
            asking.set(None);
            desk.wish(Command::SetStatus { item: id.clone(), status: wanted, justification: None });
        }
        None => {}
    });
    let choices = CHOICES.map(|status| (text::status_key(status), label(status))).to_vec();
    let set_by = move || {
        state.with(|state| {
            let field = &state.as_ref()?.status;
            let (by, at) = (field.by?, field.at?);
            let name = desk.shown.with(|launch| launch.name_of(by).to_owned());
            Some(view! { <p class="aside">{tell!("item-set-by", name = name; at = view! { <crate::ui::Moment at /> })}</p> })
        })
    };
    view! {
        <div class="block block--status" data-status=move || text::status_key(status.get())>
            <h3 class="block__title">{say!("status")}</h3>
            <Segments label=say!("status") choices chosen on_choice=choose testid="status" />
            <Show when=move || status.get() == Status::Waived><p>{say!("item-waived")}</p></Show>
            {move || match asking.get() {
                Some(wanted) => view! { <Reason item=item.clone() wanted asking /> }.into_any(),
                None => view! { <Begun places=vec![format!("{}/{item}/reason", desk.id)] /> }.into_any(),
            }}
            {move || why.get().filter(|_| asking.get().is_none()).map(|why| view! { <blockquote class="quote" data-testid="justification">{why}</blockquote> })}
            {set_by}
        </div>
    }
}

#[component]
fn Reason(item: ItemId, wanted: Status, asking: RwSignal<Option<Status>>) -> impl IntoView {
    let desk = desk();
    let (problems, opened) = (Problems::none(), Opened::now(desk));
    let reason = draft(format!("{}/{item}/reason", desk.id));
    let (label, hint) = match wanted {
        Status::NotApplicable => (say!("item-why-not-applicable"), say!("item-why-not-applicable-hint")),
        _ => (say!("item-why-blocked"), say!("item-why-blocked-hint")),
    };
    let close = move || {
        asking.set(None);
        nav::focus(format!("[data-testid=status-{}]", text::status_key(wanted)));
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problems.clear();
        let justification = Some(reason.get_untracked().trim().to_owned()).filter(|reason| !reason.is_empty());
        if justification.is_none() {
            return problems.add("reason", say!("item-why-wrong"));
        }
        match opened.ask(Command::SetStatus { item: item.clone(), status: wanted, justification }) {
            Ok(()) => {
                reason.set(String::new());
                close();
            }
            Err(refusal) => problems.only(Some("reason"), &words::refusal::told(&refusal)),
        }
    };
    view! {
        <form class="form form--inline" data-testid="reason-form" novalidate on:submit=submit>
            <AreaField form="status" name="reason" label hint value=reason problems />
            <div class="buttons">
                <Act words=say!("item-set-to", status = text::status(wanted)) main=true />
                <button type="button" class="button button--quiet" on:click=move |_| close()>{say!("cancel")}</button>
            </div>
        </form>
    }
}

#[component]
pub fn OwnerAndDue(item: ItemId, state: State) -> impl IntoView {
    let desk = desk();
    let owned_by = Memo::new(move |_| state.with(|state| state.as_ref().and_then(|state| state.owner.value)));
    let owner = Memo::new(move |_| owned_by.get().map(|owner| owner.to_string()).unwrap_or_default());
    let due = Memo::new(move |_| {
        let due = state.with(|state| state.as_ref().and_then(|state| state.due.value));
        due.map(|due| due.to_string()).unwrap_or_default()
    });
    let people = Memo::new(move |_| {
        let nobody = (String::new(), say!("nobody").to_owned());
        let people = desk.shown.with(|launch| members_and(launch, owned_by.get()));
        std::iter::once(nobody).chain(people).collect::<Vec<_>>()
    });
    let id = item.clone();
    let give = Callback::new(move |choice: String| {
        let owner = choice.parse::<MemberId>().ok();
        desk.wish(Command::SetOwner { item: id.clone(), owner });
    });
    let set_due = Callback::new(move |choice: String| {
        let due = choice.parse::<Date>().ok();
        if due.is_some() || choice.is_empty() {
            desk.wish(Command::SetDue { item: item.clone(), due });
        }
    });
    view! {
        <div class="pair">
            <Meant value=owner on_value=give>
                <SelectField form="item" name="owner" label=say!("item-owner") options=people value=owner problems=Problems::none() />
            </Meant>
            <Meant value=due on_value=set_due>
                <div class="field">
                    <label class="field__label" for="item-due">{say!("item-due")}</label>
                    <input class="field__input" id="item-due" type="date" prop:value=move || due.get() />
                </div>
            </Meant>
        </div>
    }
}
