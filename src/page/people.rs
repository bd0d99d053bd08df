//! Who has an account here, and inviting colleagues.

use holdpoint_domain::wire::{Invite, Person};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Heading, here};
use crate::net::api;
use crate::ui::{self, Copy, Moment, Remote, Waiting};

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
            <p class="lead">"Everybody with an account here can see all launches and work on them. Roles are given per launch, on its details page."</p>
            <Waiting what=people again=Callback::new(move |()| load()) />
            <ul class="roster">{move || people.get().here().cloned().map(|people| people.into_iter().map(row).collect_view())}</ul>
            <Show when=owner fallback=|| view! { <p class="aside">"The owner of this server can invite colleagues."</p> }>
                <Inviting />
            </Show>
        </div>
    }
}

#[component]
fn Inviting() -> impl IntoView {
    let here = here();
    let invites = RwSignal::new(Vec::<Invite>::new());
    let (busy, fault) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let make = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer = api::invite().await;
            _ = busy.try_set(false);
            match answer {
                Ok(invite) => {
                    _ = fault.try_set(None);
                    _ = invites.try_update(|invites| invites.insert(0, invite));
                }
                Err(trouble) => _ = fault.try_set(Some(here.trouble(&trouble))),
            }
        });
    };
    view! {
        <section class="card" aria-labelledby="inviting">
            <h2 class="card__title" id="inviting">"Invite a colleague"</h2>
            <p>"Make a link and send it to one person. It works once, and nobody can see it again after you leave this page."</p>
            <button type="button" class="button button--main" data-testid="make-invite" aria-disabled=move || busy.get().to_string() on:click=make>
                {move || if busy.get() { "Making a link…" } else { "Make an invitation link" }}
            </button>
            {move || fault.get().map(|why| view! { <p class="field__error" role="alert">{why}</p> })}
            <ul class="plain">
                <For each=move || invites.get() key=|invite| invite.link.clone() let:invite>
                    <li class="invite">
                        <code class="code code--line" data-testid="invite-link">{invite.link.clone()}</code>
                        <Copy text=invite.link.clone() what="the invitation link" />
                        <span class="aside">"Expires " <Moment at=invite.expires_at /></span>
                    </li>
                </For>
            </ul>
        </section>
    }
}
