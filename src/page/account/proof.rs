//! A password or passkey given again, before what changes who may sign in.

use leptos::prelude::*;

use super::Mine;
use crate::net::api;
use crate::page::Providers;
use crate::page::confirm::{Whose, prove_with_password};
use crate::ui::{Act, ErrorSummary, Problems, TextField};
use crate::{nav, say};

#[component]
pub fn Proof(mine: Mine) -> impl IntoView {
    let needed = Memo::new(move |_| !mine.proved() && !mine.renewing());
    // The form goes when the server has said yes.
    Effect::new(move |before: Option<bool>| {
        let now = needed.get();
        if before == Some(true) && !now {
            nav::focus_if_lost("#heading");
        }
        now
    });
    view! {
        <Show when=move || needed.get()>
            <Form mine />
        </Show>
    }
}

#[component]
fn Form(mine: Mine) -> impl IntoView {
    let problems = Problems::none();
    let password = RwSignal::new(String::new());
    let submit = prove_with_password(password, problems, mine.busy, move || mine.load());
    let with_passkey = Callback::new(move |()| mine.act(api::prove_with_passkey(), say!("proof-given")));
    let locked = Signal::derive(move || mine.waits());
    let has_passkey = move || mine.read(|view| !view.passkeys.is_empty()) == Some(true);
    let has_password = move || mine.read(|view| view.has_password) == Some(true);
    // Any other would not prove who is signed in.
    let linked: Vec<String> = mine.view.with_untracked(|view| {
        view.here().map(|view| view.linked.iter().filter_map(|one| one.provider.clone()).collect()).unwrap_or_default()
    });
    view! {
        <section class="card" aria-labelledby="proof" data-testid="proof">
            <h2 class="card__title" id="proof">{say!("proof-title")}</h2>
            <p class="aside">{say!("proof-why")}</p>
            <ErrorSummary problems form="proof" />
            <Show when=has_passkey>
                <Act words=say!("proof-passkey").to_owned() on_press=with_passkey locked main=true testid="prove-passkey" />
            </Show>
            <Providers words=|name| say!("provider-again", name = name) action="start" only=linked />
            <Show when=has_password>
                <form class="form" novalidate on:submit=submit>
                    <Whose />
                    <TextField form="proof" name="password" label=say!("password-label") kind="password" autocomplete="current-password" value=password problems />
                    <Act words=say!("proof-confirm").to_owned() locked testid="prove-password" />
                </form>
            </Show>
        </section>
    }
}
