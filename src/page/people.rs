//! Who has an account here, and inviting colleagues.

use holdpoint_domain::wire::Person;
use leptos::prelude::*;

use super::inviting::Inviting;
use super::{Heading, here};
use crate::net::api;
use crate::ui::{self, Remote, Waiting};

#[component]
pub fn People() -> impl IntoView {
    let here = here();
    let people = RwSignal::new(Remote::<Vec<Person>>::Waiting);
    let load = move || Remote::load(people, async move { api::people().await.map_err(|trouble| here.trouble(&trouble)) });
    load();
    let owner = move || here.me.with(|me| me.as_ref().is_some_and(|me| me.owner));
    let row = move |person: Person| {
        let me = here.me_now() == Some(person.id);
        view! {
            <li class="roster__row">
                <ui::Person name=person.name.clone() />
                <span class="roster__name">{person.name.clone()}{me.then_some(" (you)")}</span>
                {person.owner.then(|| view! { <span class="aside">"owns this server"</span> })}
            </li>
        }
    };
    view! {
        <div class="narrow narrow--wide">
            <Heading words="People" />
            <p class="lead">"An account alone shows no launch: roles are given per launch, on its details page. The owner of this server sees every launch and can set its roles."</p>
            <Waiting what=people again=Callback::new(move |()| load()) />
            <ul class="roster">{move || people.get().here().cloned().map(|people| people.into_iter().map(row).collect_view())}</ul>
            <Show when=owner fallback=|| view! { <p class="aside">"The owner of this server can invite colleagues here; a release manager can on a launch's details page."</p> }>
                <Inviting />
            </Show>
        </div>
    }
}
