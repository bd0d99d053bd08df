//! The account's keys for approvals: listed, enrolled, revoked. They are apart from the passkeys that sign in.

use holdpoint_domain::account::KeyKind;
use holdpoint_domain::wire::{EnrolSshKey, SigningKeyView};
use leptos::prelude::*;

use super::Mine;
use crate::net::api;
use crate::ui::{Act, AreaField, ErrorSummary, Moment, Problems, Remote, TextField, Waiting};

type Keys = RwSignal<Remote<Vec<SigningKeyView>>>;

#[component]
pub fn SigningKeys(mine: Mine) -> impl IntoView {
    let keys: Keys = RwSignal::new(Remote::Waiting);
    let load = move || Remote::load(keys, async move { api::signing_keys().await.map_err(|trouble| mine.here.trouble(&trouble)) });
    // After each change of the account its keys are read anew.
    Effect::new(move |_| {
        mine.view.track();
        load();
    });
    let possible = move || mine.here.ways.with(|ways| ways.passkeys);
    view! {
        <section class="card" aria-labelledby="signing-keys" data-testid="signing-keys">
            <h2 class="card__title" id="signing-keys">"Keys for approvals"</h2>
            <p class="aside">
                "A key of your own makes your approval yours: nobody else can give it, not even who runs this server. It is enrolled apart from the "
                "passkeys that sign you in, and asked for only when you approve."
            </p>
            <Waiting what=keys again=Callback::new(move |()| load()) />
            <ul class="roster">
                {move || keys.with(|keys| keys.here().cloned()).unwrap_or_default().into_iter().map(|key| view! { <Row mine key /> }).collect_view()}
            </ul>
            <Show when=possible>
                <EnrolPasskey mine />
            </Show>
            <EnrolSsh mine />
        </section>
    }
}

#[component]
fn Row(mine: Mine, key: SigningKeyView) -> impl IntoView {
    let id = key.id;
    let revoke =
        Callback::new(move |()| mine.act(api::revoke_signing_key(id), "The key approves nothing any more. What it approved stays good."));
    let words = format!("Revoke {}", key.name);
    view! {
        <li class="roster__row" data-signing-key=id.to_string()>
            <span class="roster__name">{key.name}</span>
            <span class="aside">
                {match key.kind {
                    KeyKind::Passkey => "Passkey ",
                    KeyKind::Ssh => "SSH key ",
                }}
                <code>{key.fingerprint.chars().take(19).collect::<String>()}"…"</code>
                {match key.revoked_at {
                    Some(at) => view! { ", revoked "<Moment at /> }.into_any(),
                    None => view! { ", enrolled "<Moment at=key.created_at /> }.into_any(),
                }}
            </span>
            {key.revoked_at.is_none().then(|| view! {
                <Act words on_press=revoke locked=Signal::derive(move || mine.locked()) testid="revoke-signing-key" />
            })}
        </li>
    }
}

#[component]
fn EnrolPasskey(mine: Mine) -> impl IntoView {
    let problems = Problems::none();
    let name = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problems.clear();
        let given = name.get_untracked().trim().to_owned();
        if given.is_empty() {
            return problems.add("name", "Name the passkey, such as after the device that holds it");
        }
        let wish = async move { api::enrol_signing_passkey(&given).await.inspect(|()| _ = name.try_set(String::new())) };
        mine.act(wish, "The passkey is enrolled. You approve with it from now on.");
    };
    view! {
        <ErrorSummary problems form="signing-passkey" />
        <form class="form" novalidate on:submit=submit>
            <TextField form="signing-passkey" name="name" label="Name of the new passkey for approvals" hint="Such as “Laptop, approvals”" value=name problems />
            <Act
                words="Enrol a passkey for approvals".to_owned()
                on_press=Callback::new(|()| {})
                locked=Signal::derive(move || mine.locked())
                submits=true
                testid="enrol-signing-passkey"
            />
        </form>
    }
}

#[component]
fn EnrolSsh(mine: Mine) -> impl IntoView {
    let problems = Problems::none();
    let (name, key) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problems.clear();
        let wish = EnrolSshKey { name: name.get_untracked().trim().to_owned(), public_key: key.get_untracked().trim().to_owned() };
        if wish.name.is_empty() {
            problems.add("name", "Name the key, such as after the machine that holds it");
        }
        if wish.public_key.is_empty() {
            problems.add("publicKey", "Paste the public key");
        }
        if wish.name.is_empty() || wish.public_key.is_empty() {
            return;
        }
        let wish = async move {
            api::enrol_ssh_key(wish).await.inspect(|()| {
                _ = name.try_set(String::new());
                _ = key.try_set(String::new());
            })
        };
        mine.act(wish, "The SSH key is enrolled. You can approve with it from now on.");
    };
    view! {
        <details class="more">
            <summary>"Enrol an SSH key"</summary>
            <ErrorSummary problems form="signing-ssh" />
            <form class="form" novalidate on:submit=submit>
                <TextField form="signing-ssh" name="name" label="Name of the SSH key" value=name problems />
                <AreaField
                    form="signing-ssh"
                    name="publicKey"
                    label="The line of its .pub file"
                    rows="3"
                    value=key
                    problems
                />
                <Act
                    words="Enrol the SSH key".to_owned()
                    on_press=Callback::new(|()| {})
                    locked=Signal::derive(move || mine.locked())
                    submits=true
                    testid="enrol-signing-ssh"
                />
            </form>
        </details>
    }
}
