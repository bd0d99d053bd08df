//! Erasing a person: first what it would take away, or who asks for it if that was proved too long ago; then the name typed once more, because nothing brings it back.

use holdpoint_domain::wire::{ErasureView, Person};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::confirm::{Confirm, asks_for_proof};
use super::super::here;
use crate::net::api;
use crate::say;
use crate::ui::{Act, Dialog, ErrorSummary, Problems, TextField};

#[component]
pub fn Erase(person: Person, done: Callback<()>) -> impl IntoView {
    let here = here();
    let open = RwSignal::new(false);
    let told = RwSignal::new(None::<ErasureView>);
    let unproved = RwSignal::new(false);
    let (busy, gone) = (RwSignal::new(false), StoredValue::new(false));
    let id = person.id;
    let look = Callback::new(move |()| {
        // The focus comes back to the button with Enter still held: what is left to be done is to see who is there.
        if gone.get_value() {
            return done.run(());
        }
        // A second answer would take away what is being typed below the first.
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let me = here.me_now();
        spawn_local(async move {
            let answer = api::erase(id, true).await;
            _ = busy.try_set(false);
            match answer {
                Ok(view) => {
                    _ = told.try_set(Some(view));
                    _ = unproved.try_set(false);
                }
                Err(trouble) if asks_for_proof(&trouble) => _ = unproved.try_set(true),
                Err(trouble) => return here.failed(me, &trouble),
            }
            _ = open.try_set(true);
        });
    });
    let erased = Callback::new(move |()| {
        gone.set_value(true);
        open.set(false);
        done.run(());
    });
    let title = say!("erase-title", name = &person.name);
    let locked = Signal::derive(move || busy.get().then(|| say!("one-moment").to_owned()));
    view! {
        <Act words=say!("erase").to_owned() on_press=look locked testid="erase" about=person.name.clone() />
        <Dialog title id=format!("erase-{id}") open>
            {
                let person = person.clone();
                move || match unproved.get() {
                    true => view! { <Confirm proved=look /> }.into_any(),
                    false => told.get().map(|view| view! { <Sure person=person.clone() view unproved erased /> }).into_any(),
                }
            }
        </Dialog>
    }
}

#[component]
fn Sure(person: Person, view: ErasureView, unproved: RwSignal<bool>, erased: Callback<()>) -> impl IntoView {
    let here = here();
    let problems = Problems::none();
    let (typed, busy) = (RwSignal::new(String::new()), RwSignal::new(false));
    let name = person.name.clone();
    let id = person.id;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problems.clear();
        if typed.with_untracked(|typed| typed.trim() != name) {
            return problems.add("name", say!("erase-name-needed", name = &name));
        }
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let gone = say!("erase-done", name = &name);
        let me = here.me_now();
        spawn_local(async move {
            let answer = api::erase(id, false).await;
            _ = busy.try_set(false);
            match answer {
                Ok(_) => {
                    here.done(me, gone);
                    erased.try_run(());
                }
                Err(trouble) if asks_for_proof(&trouble) && problems.is_there() => _ = unproved.try_set(true),
                Err(trouble) => here.refused(me, problems, (None, &here.trouble(&trouble))),
            }
        });
    };
    view! {
        <p>{say!("erase-what", events = view.events(), launches = view.launches.len())}</p>
        <p class="aside">{say!("erase-how")}</p>
        <ErrorSummary problems form="erase" />
        <form class="form" novalidate on:submit=submit data-testid="erase-form">
            <TextField form="erase" name="name" label=say!("erase-type", name = &person.name) value=typed problems />
            <Act
                words=say!("erase").to_owned()
                locked=Signal::derive(move || busy.get().then(|| say!("one-moment").to_owned()))
                danger=true
                testid="erase-yes"
            />
        </form>
    }
}
