//! Who may do what in this launch.

use holdpoint_domain::id::MemberId;
use holdpoint_domain::launch::Command;
use holdpoint_domain::template::Role;
use holdpoint_domain::wire::Person;
use leptos::prelude::*;

use super::super::{desk, here};
use super::locked;
use crate::net::api;
use crate::route::Route;
use crate::ui::{self, Remote, Waiting};

const ROLES: [(Role, &str, &str); 4] = [
    (Role::Viewer, "viewer", "Viewer"),
    (Role::Contributor, "contributor", "Contributor"),
    (Role::Approver, "approver", "Approver"),
    (Role::ReleaseManager, "release_manager", "Release manager"),
];

#[component]
pub fn Roles() -> impl IntoView {
    let (here, desk) = (here(), desk());
    let people = RwSignal::new(Remote::<Vec<Person>>::Waiting);
    let load = move || Remote::load(people, async move { api::people().await.map_err(|trouble| here.trouble(&trouble)) });
    load();
    let required = desk.shown.with_untracked(|launch| launch.template.policy.required());
    let needs = required.into_iter().map(|required| {
        let words = ROLES.iter().find(|(role, ..)| *role == required.role).map_or("", |(_, _, words)| words);
        view! { <li>{required.count}" × "{words}</li> }
    });
    view! {
        <section class="card" aria-labelledby="roles" data-testid="roles">
            <h2 class="card__title" id="roles">"Roles"</h2>
            <dl class="pairs">
                <div><dt>"Viewer"</dt><dd>"reads"</dd></div>
                <div><dt>"Contributor"</dt><dd>"works on items, runs checks and runbooks; whoever has no role yet becomes one"</dd></div>
                <div><dt>"Approver"</dt><dd>"also decides waivers and signs"</dd></div>
                <div><dt>"Release manager"</dt><dd>"also changes details and roles, signs, issues reports"</dd></div>
            </dl>
            <p>"This launch needs the signatures of:"</p>
            <ul>{needs.collect_view()}</ul>
            {move || locked(desk).map(|why| view! { <p class="notice">{why}</p> })}
            <Waiting what=people again=Callback::new(move |()| load()) />
            <ul class="roster">
                {move || people.get().here().cloned().map(|people| people.into_iter().map(|person| view! { <RoleOf person /> }).collect_view())}
            </ul>
            <p class="aside">"Somebody missing? "<a href=Route::People.to_string()>"Invite a colleague"</a></p>
        </section>
    }
}

#[component]
fn RoleOf(person: Person) -> impl IntoView {
    let desk = desk();
    let id: MemberId = person.id;
    let role = Memo::new(move |_| desk.shown.with(|launch| launch.members.get(&id).map(|member| member.role)));
    let key = move || ROLES.iter().find(|(known, ..)| Some(*known) == role.get()).map_or("", |(_, key, _)| key);
    let name = person.name.clone();
    let give = move |ev: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlSelectElement>| {
        let wanted = ev.target().value();
        if let Some((role, ..)) = ROLES.iter().find(|(_, key, _)| *key == wanted) {
            desk.wish(Command::SetRole { member: id, name: name.clone(), role: *role });
        }
        ev.target().set_value(key());
    };
    let options = ROLES.map(|(_, value, words)| view! { <option value=value prop:selected=move || key() == value>{words}</option> });
    view! {
        <li class="roster__row" data-member=id.to_string()>
            <ui::Person name=person.name.clone() />
            <span class="roster__name">{person.name.clone()}</span>
            <select
                class="field__input field__input--small"
                aria-label=format!("Role of {}", person.name)
                data-testid="role"
                prop:disabled=move || locked(desk).is_some()
                on:change:target=give
            >
                <option value="" prop:selected=move || role.get().is_none() prop:disabled=true>"No role yet"</option>
                {options.into_iter().collect_view()}
            </select>
        </li>
    }
}
