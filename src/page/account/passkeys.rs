//! The account's passkeys: listed, enrolled, removed.

use holdpoint_domain::wire::PasskeyView;
use leptos::prelude::*;

use super::Mine;
use crate::net::api;
use crate::ui::{Act, ErrorSummary, Moment, Problems, TextField};
use crate::{say, tell};

#[component]
pub fn Passkeys(mine: Mine) -> impl IntoView {
    let passkeys = Memo::new(move |_| mine.read(|view| view.passkeys.clone()).unwrap_or_default());
    let possible = move || mine.here.ways.with(|ways| ways.passkeys);
    view! {
        <section class="card" aria-labelledby="passkeys" data-testid="passkeys">
            <h2 class="card__title" id="passkeys">{say!("passkeys-title")}</h2>
            <p class="aside">{say!("passkeys-about")}</p>
            <ul class="roster">
                <For each=move || passkeys.get() key=|passkey| (passkey.id, passkey.used_at) let:passkey>
                    <Row mine passkey />
                </For>
            </ul>
            <Show
                when=possible
                fallback=|| view! { <p class="notice">{say!("passkeys-no-name")}</p> }
            >
                <Enrol mine />
            </Show>
        </section>
    }
}

#[component]
fn Row(mine: Mine, passkey: PasskeyView) -> impl IntoView {
    let id = passkey.id;
    let remove = Callback::new(move |()| mine.act(api::remove_passkey(id), say!("passkey-removed")));
    let words = say!("passkey-remove", name = &passkey.name);
    view! {
        <li class="roster__row" data-passkey=id.to_string()>
            <span class="roster__name">{passkey.name}</span>
            <span class="aside">
                {match passkey.used_at {
                    Some(at) => tell!("passkey-used"; at = view! { <Moment at /> }),
                    None => tell!("passkey-not-used"; at = view! { <Moment at=passkey.created_at /> }),
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
            return problems.add("name", say!("passkey-name-needed"));
        }
        let wish = async move { api::enrol_passkey(&given).await.inspect(|()| _ = name.try_set(String::new())) };
        mine.send(problems, wish, say!("passkey-enrolled"));
    };
    view! {
        <ErrorSummary problems form="passkey" />
        <form class="form" novalidate on:submit=submit>
            <TextField form="passkey" name="name" label=say!("passkey-name") hint=say!("passkey-name-hint") value=name problems />
            <Act
                words=say!("passkey-enrol").to_owned()
                locked=Signal::derive(move || mine.locked())
                testid="enrol-passkey"
            />
        </form>
    }
}
