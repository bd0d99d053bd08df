//! The account's keys for approvals: listed, enrolled, revoked. They are apart from the passkeys that sign in.

use holdpoint_domain::account::KeyKind;
use holdpoint_domain::report::challenge::ENROL_NAMESPACE;
use holdpoint_domain::wire::{EnrolSshKey, SigningKeyView, SshKeyBegun};
use leptos::prelude::*;

use super::Mine;
use crate::net::api;
use crate::ui::{Act, AreaField, Copy, ErrorSummary, Moment, Problems, Remote, TextField, Waiting};
use crate::{say, tell};

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
            <h2 class="card__title" id="signing-keys">{say!("signing-title")}</h2>
            <p class="aside">
                {say!("signing-about")}
            </p>
            <Waiting what=keys again=Callback::new(move |()| load()) />
            <ul class="roster">
                <For
                    each=move || keys.with(|keys| keys.here().cloned()).unwrap_or_default()
                    key=|key| (key.id, key.revoked_at)
                    let:key
                >
                    <Row mine key />
                </For>
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
    let revoke = Callback::new(move |()| mine.act(api::revoke_signing_key(id), say!("signing-revoked")));
    let words = say!("signing-revoke", name = &key.name);
    let fingerprint = format!("{}…", key.fingerprint.chars().take(19).collect::<String>());
    let short = view! { <code>{fingerprint}</code> };
    let at = key.revoked_at.unwrap_or(key.created_at);
    let at = view! { <Moment at /> };
    let told = match (key.kind, key.revoked_at) {
        (KeyKind::Passkey, None) => tell!("signing-passkey-enrolled"; key = short, at = at),
        (KeyKind::Passkey, Some(_)) => tell!("signing-passkey-revoked"; key = short, at = at),
        (KeyKind::Ssh, None) => tell!("signing-ssh-enrolled"; key = short, at = at),
        (KeyKind::Ssh, Some(_)) => tell!("signing-ssh-revoked"; key = short, at = at),
    };
    view! {
        <li class="roster__row" data-signing-key=id.to_string()>
            <span class="roster__name">{key.name}</span>
            <span class="aside">{told}</span>
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
            return problems.add("name", say!("passkey-name-needed"));
        }
        let wish = async move { api::enrol_signing_passkey(&given).await.inspect(|()| _ = name.try_set(String::new())) };
        mine.send(problems, wish, say!("signing-passkey-done"));
    };
    view! {
        <ErrorSummary problems form="signing-passkey" />
        <form class="form" novalidate on:submit=submit>
            <TextField form="signing-passkey" name="name" label=say!("signing-passkey-name") hint=say!("signing-passkey-hint") value=name problems />
            <Act
                words=say!("signing-passkey-enrol").to_owned()
                locked=Signal::derive(move || mine.locked())
                testid="enrol-signing-passkey"
            />
        </form>
    }
}

#[component]
fn EnrolSsh(mine: Mine) -> impl IntoView {
    let begun = RwSignal::new(None::<SshKeyBegun>);
    let begin = Callback::new(move |()| {
        let wish = async move {
            let asked = api::begin_ssh_key().await?;
            _ = begun.try_set(Some(asked));
            Ok::<_, api::Trouble>(())
        };
        mine.act(wish, say!("signing-ssh-begun"));
    });
    let name = RwSignal::new(String::new());
    view! {
        <details class="more">
            <summary>{say!("signing-ssh-title")}</summary>
            <div class="block">
                <p class="aside">{say!("signing-ssh-about")}</p>
                <Act
                    words=say!("signing-ssh-begin").to_owned()
                    on_press=begin
                    locked=Signal::derive(move || mine.locked())
                    testid="begin-signing-ssh"
                />
                {move || begun.get().map(|asked| view! { <SignToEnrol mine asked begun name /> })}
            </div>
        </details>
    }
}

/// The command, and the form for what it prints.
#[component]
fn SignToEnrol(mine: Mine, asked: SshKeyBegun, begun: RwSignal<Option<SshKeyBegun>>, name: RwSignal<String>) -> impl IntoView {
    let problems = Problems::none();
    let signature = RwSignal::new(String::new());
    let (challenge, at) = (asked.challenge, asked.expires_at);
    let command = format!("printf %s '{}' | ssh-keygen -Y sign -n {ENROL_NAMESPACE} -f ~/.ssh/id_ed25519", asked.text);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problems.clear();
        let given = |field: RwSignal<String>| field.get_untracked().trim().to_owned();
        let wish = EnrolSshKey { challenge, name: given(name), signature: given(signature) };
        if wish.name.is_empty() {
            problems.add("name", say!("signing-ssh-name-needed"));
        }
        if wish.signature.is_empty() {
            problems.add("signature", say!("signing-ssh-signature-needed"));
        }
        if !problems.is_empty() {
            return;
        }
        let wish = async move {
            api::enrol_ssh_key(wish).await?;
            _ = name.try_set(String::new());
            // It works once.
            _ = begun.try_set(None);
            Ok::<_, api::Trouble>(())
        };
        mine.send(problems, wish, say!("signing-ssh-done"));
    };
    view! {
        <p>{tell!("signing-ssh-command"; at = view! { <Moment at /> })}</p>
        <div class="command">
            <code class="code code--line" data-testid="signing-ssh-command">{command.clone()}</code>
            <Copy text=command what=say!("copy-command") />
        </div>
        <ErrorSummary problems form="signing-ssh" />
        <form class="form" novalidate on:submit=submit>
            <TextField form="signing-ssh" name="name" label=say!("signing-ssh-name") value=name problems />
            <AreaField form="signing-ssh" name="signature" label=say!("signing-ssh-signature") rows="4" value=signature problems />
            <Act
                words=say!("signing-ssh-enrol").to_owned()
                locked=Signal::derive(move || mine.locked())
                testid="enrol-signing-ssh"
            />
        </form>
    }
}
