//! The account's passkeys: listed, enrolled, removed.

use holdpoint_domain::wire::PasskeyView;
use leptos::prelude::*;

use super::Mine;
use crate::net::api;
use crate::ui::{Act, ErrorSummary, Moment, Problems, TextField};

#[component]
pub fn Passkeys(mine: Mine) -> impl IntoView {
    let passkeys = Memo::new(move |_| mine.read(|view| view.passkeys.clone()).unwrap_or_default());
    let possible = move || mine.here.ways.with(|ways| ways.passkeys);
    view! {
        <section class="card" aria-labelledby="passkeys" data-testid="passkeys">
            <h2 class="card__title" id="passkeys">"Passkeys"</h2>
            <p class="aside">"A passkey signs you in with your device's fingerprint, face or PIN. There is nothing to type and nothing to steal."</p>
            <ul class="roster">
                <For each=move || passkeys.get() key=|passkey| (passkey.id, passkey.used_at) let:passkey>
                    <Row mine passkey />
                </For>
            </ul>
            <Show
                when=possible
                fallback=|| view! { <p class="notice">"Passkeys need a server with a name; this one is opened by its address."</p> }
            >
                <Enrol mine />
            </Show>
        </section>
    }
}

#[component]
fn Row(mine: Mine, passkey: PasskeyView) -> impl IntoView {
    let id = passkey.id;
    let remove = Callback::new(move |()| mine.act(api::remove_passkey(id), "The passkey opens nothing here any more."));
    let words = format!("Remove {}", passkey.name);
    view! {
        <li class="roster__row" data-passkey=id.to_string()>
            <span class="roster__name">{passkey.name}</span>
            <span class="aside">
                {match passkey.used_at {
                    Some(at) => view! { "Used "<Moment at /> }.into_any(),
                    None => view! { "Enrolled "<Moment at=passkey.created_at />", not used yet" }.into_any(),
                }}
            </span>
            <Act words on_press=remove locked=Signal::derive(move || mine.locked()) testid="remove-passkey" />
        </li>
    }
}

#[component]
fn Enrol(mine: Mine) -> impl IntoView {
    let problems = Problems::none();
    let name = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problems.clear();
        let given = name.get_untracked().trim().to_owned();
        if given.is_empty() {
            return problems.add("name", "Name the passkey, such as after the device that holds it");
        }
        let wish = async move { api::enrol_passkey(&given).await.inspect(|()| _ = name.try_set(String::new())) };
        mine.act(wish, "The passkey is enrolled. Use it to sign in from now on.");
    };
    view! {
        <ErrorSummary problems form="passkey" />
        <form class="form" novalidate on:submit=submit>
            <TextField form="passkey" name="name" label="Name of the new passkey" hint="Such as “Laptop” or “Phone”" value=name problems />
            <Act
                words="Enrol a passkey".to_owned()
                on_press=Callback::new(|()| {})
                locked=Signal::derive(move || mine.locked())
                submits=true
                testid="enrol-passkey"
            />
        </form>
    }
}
