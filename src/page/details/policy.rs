//! Whose signatures this launch needs: the checklist's rules, or its own.

use holdpoint_domain::launch::Command;
use holdpoint_domain::template::{Policy, RequiredRole, Role};
use leptos::prelude::*;

use super::super::{Opened, desk};
use super::locked;
use crate::ui::{Act, Problems, SelectField};
use crate::{nav, say, text, words};

/// People that can be asked for in one role; more is a matter for the checklist itself.
const MOST: u32 = 5;

#[component]
pub fn PolicyCard() -> impl IntoView {
    let desk = desk();
    let policy = Memo::new(move |_| desk.shown.with(|launch| launch.policy().clone()));
    let own = Memo::new(move |_| desk.shown.with(|launch| launch.own_policy.value.is_some()));
    let editing = RwSignal::new(false);
    let edit = Callback::new(move |()| {
        editing.set(true);
        nav::focus("#policy-managers");
    });
    view! {
        <section class="card" aria-labelledby="policy" data-testid="policy">
            <h2 class="card__title" id="policy">{say!("policy-title")}</h2>
            <p><strong>{move || say!("policy-stated", policy = text::sentence(&policy.with(words::roles::policy)))}</strong></p>
            <p class="aside">{move || if own.get() { say!("policy-own") } else { say!("policy-usual") }}</p>
            <Show
                when=move || editing.get() && locked(desk).is_none()
                fallback=move || view! {
                    <Act words=say!("change").to_owned() on_press=edit locked=Signal::derive(move || locked(desk)) testid="change-policy" />
                }
            >
                <Editing policy=policy.get_untracked() own editing />
            </Show>
        </section>
    }
}

#[component]
fn Editing(policy: Policy, own: Memo<bool>, editing: RwSignal<bool>) -> impl IntoView {
    let desk = desk();
    let problems = Problems::none();
    let required = policy.required();
    let count = |role: Role| required.iter().find(|required| required.role == role).map_or(0, |required| required.count).to_string();
    let managers = RwSignal::new(count(Role::ReleaseManager));
    let approvers = RwSignal::new(count(Role::Approver));
    let distinct = RwSignal::new(policy.distinct_approvers);
    let segregated = RwSignal::new(policy.segregation_of_duties);
    let opened = Opened::now(desk);
    let close = move || {
        editing.set(false);
        nav::focus("[data-testid=change-policy]");
    };
    let ask = move |policy: Option<Policy>| {
        problems.clear();
        match opened.ask(Command::SetPolicy { policy }) {
            Ok(()) => close(),
            Err(refusal) => problems.only(Some("managers"), &words::refusal::told(&refusal)),
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let roles = [(Role::ReleaseManager, managers), (Role::Approver, approvers)];
        let asked = roles.map(|(role, count)| RequiredRole { role, count: count.get_untracked().parse().unwrap_or(0) });
        let required: Vec<_> = asked.into_iter().filter(|required| 0 < required.count).collect();
        if required.is_empty() {
            return problems.only(Some("managers"), say!("policy-none"));
        }
        ask(Some(Policy { required, distinct_approvers: distinct.get_untracked(), segregation_of_duties: segregated.get_untracked() }));
    };
    let numbers = counts(&required);
    let check = move |words: &'static str, value: RwSignal<bool>| {
        view! {
            <label class="option">
                <input type="checkbox" prop:checked=value on:change:target=move |ev| value.set(ev.target().checked()) />
                {words}
            </label>
        }
    };
    view! {
        <form class="form form--inline" data-testid="policy-form" novalidate on:submit=submit>
            <div class="pair">
                <SelectField
                    form="policy"
                    name="managers"
                    label=say!("policy-managers")
                    options=Signal::stored(numbers.clone())
                    value=managers
                    on_choice=Callback::new(move |choice| managers.set(choice))
                    problems
                />
                <SelectField
                    form="policy"
                    name="approvers"
                    label=say!("policy-approvers")
                    options=Signal::stored(numbers)
                    value=approvers
                    on_choice=Callback::new(move |choice| approvers.set(choice))
                    problems
                />
            </div>
            {check(say!("policy-ask-distinct"), distinct)}
            {check(say!("policy-ask-segregated"), segregated)}
            <div class="buttons">
                <Act words=say!("policy-set").to_owned() main=true />
                <Show when=move || own.get()>
                    <button type="button" class="button" data-testid="usual-policy" on:click=move |_| ask(None)>{say!("policy-back")}</button>
                </Show>
                <button type="button" class="button button--quiet" on:click=move |_| close()>{say!("cancel")}</button>
            </div>
        </form>
    }
}

/// What is offered for one role: of a policy that asks for more already, up to that.
fn counts(required: &[RequiredRole]) -> Vec<(String, String)> {
    let most = required.iter().map(|required| required.count).fold(MOST, u32::max);
    (0..=most).map(|count| (count.to_string(), count.to_string())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_policy_asks_for_already_is_among_what_is_offered() {
        let offered = |count: u32| counts(&[RequiredRole { role: Role::Approver, count }]).into_iter().map(|(key, _)| key);
        assert_eq!(offered(1).next_back().as_deref(), Some("5"));
        assert_eq!(offered(8).next_back().as_deref(), Some("8"));
    }
}
