//! Who has an account here, and inviting colleagues.

mod erase;

use holdpoint_domain::wire::Person;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::confirm::{Confirm, asks_for_proof};
use super::inviting::Inviting;
use super::{Heading, here};
use crate::net::api;
use crate::ui::{self, Act, Copy, Dialog, Remote, Waiting};
use crate::{nav, say};
use erase::Erase;

#[component]
pub fn People() -> impl IntoView {
    let here = here();
    let people = RwSignal::new(Remote::<Vec<Person>>::Waiting);
    let load = move || Remote::load(people, async move { api::people().await.map_err(|trouble| here.trouble(&trouble)) });
    load();
    let owner = Memo::new(move |_| here.me.with(|me| me.as_ref().is_some_and(|me| me.owner)));
    let row = move |person: Person| {
        let me = here.me_now() == Some(person.id);
        let whose = person.clone();
        let acts = move || {
            let may = owner.get() && !me;
            may.then(|| view! { <LockedOut person=whose.clone() /><Erase person=whose.clone() done=Callback::new(move |()| load()) /> })
        };
        view! {
            <li class="roster__row" data-person=person.id.to_string()>
                <ui::Person name=person.name.clone() />
                <span class="roster__name">{person.name.clone()}{me.then(|| view! { " "{say!("people-you")} })}</span>
                {person.owner.then(|| view! { <span class="aside">{say!("people-owner")}</span> })}
                {acts}
            </li>
        }
    };
    view! {
        <div class="narrow narrow--wide">
            <Heading words=say!("nav-people") />
            <p class="lead">{say!("people-lead")}</p>
            <Waiting what=people again=Callback::new(move |()| load()) />
            // What somebody has in hand in a row, such as a link that is shown once, stays when others come and go.
            <ul class="roster">
                <For
                    each=move || people.with(|people| people.here().cloned()).unwrap_or_default()
                    key=|person| (person.id, person.name.clone(), person.owner)
                    children=row
                />
            </ul>
            <Show when=move || owner.get() fallback=|| view! { <p class="aside">{say!("people-who-invites")}</p> }>
                <Inviting />
            </Show>
        </div>
    }
}

/// For a colleague who lost what they sign in with: a link that works once, within a day. Who asks for it proves again who they are, if that was too
/// long ago.
#[component]
fn LockedOut(person: Person) -> impl IntoView {
    let here = here();
    let link = RwSignal::new(None::<String>);
    let (busy, unproved) = (RwSignal::new(false), RwSignal::new(false));
    let id = person.id;
    let make = Callback::new(move |()| {
        // A second link would make the first one void.
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let me = here.me_now();
        spawn_local(async move {
            let answer = api::recovery_link(id).await;
            _ = busy.try_set(false);
            match answer {
                Ok(made) => {
                    _ = link.try_set(Some(made.link));
                    // The button is gone.
                    nav::focus(format!("#recovery-link-{id}"));
                }
                Err(trouble) if asks_for_proof(&trouble) => _ = unproved.try_set(true),
                Err(trouble) => here.failed(me, &trouble),
            }
        });
    });
    let proved = Callback::new(move |()| {
        unproved.set(false);
        make.run(());
    });
    let words = say!("people-recovery", name = &person.name);
    let locked = Signal::derive(move || busy.get().then(|| say!("one-moment").to_owned()));
    view! {
        <Dialog title=words.clone() id=format!("recovery-{id}") open=unproved>
            <Confirm proved />
        </Dialog>
        {move || match link.get() {
            None => view! { <Act words=words.clone() on_press=make locked testid="recovery-link" /> }.into_any(),
            Some(link) => view! {
                <p class="digest">
                    <code class="code code--line" id=format!("recovery-link-{id}") tabindex="-1" data-testid="recovery-link-made">{link.clone()}</code>
                    <Copy text=link what=say!("people-recovery-link") />
                </p>
                <p class="aside">{say!("people-recovery-how")}</p>
            }
            .into_any(),
        }}
    }
}
