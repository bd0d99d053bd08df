//! Which environment is asked; and when there is none, what the operator has to write for one.

use holdpoint_domain::id::ConnectionName;
use holdpoint_domain::launch::Command;
use holdpoint_domain::wire::{ConnectionView, SecretState};
use leptos::prelude::*;

use super::super::new_connection::TryOne;
use super::super::{desk, here, with_chosen};
use crate::net::api;
use crate::ui::{Copy, Meant, Problems, Remote, SelectField, Waiting};
use crate::{say, tell};

/// What an operator writes. It names where secrets are; a secret itself is never in the file, and never in the page.
const EXAMPLE: &str = r#"[[connections]]
name = "intercom-prod"
base_url = "https://api.intercom.io"
api_version = "2.14"
status_url = "https://www.intercomstatus.com/api/v2/status.json"
webhook_url = "https://hooks.example.com/intercom"
health_url = "https://app.example.com/health"
token = "env:INTERCOM_ACCESS_TOKEN"
webhook_secret = "file:/run/secrets/intercom-client-secret""#;

#[component]
pub fn ConnectionPanel() -> impl IntoView {
    let (here, desk) = (here(), desk());
    let known = RwSignal::new(Remote::<Vec<ConnectionView>>::Waiting);
    let load = move || Remote::load(known, async move { api::connections().await.map_err(|trouble| here.trouble(&trouble)) });
    load();
    let chosen = Memo::new(move |_| desk.shown.with(|launch| launch.details.connection.value.clone()));
    let value = Memo::new(move |_| chosen.get().map(|name| name.to_string()).unwrap_or_default());
    let options = Memo::new(move |_| {
        let none = (String::new(), say!("connection-none").to_owned());
        let some = known.with(|known| known.here().cloned().unwrap_or_default());
        let choice = |name: &ConnectionName| (name.to_string(), name.to_string());
        let choices = std::iter::once(none).chain(some.iter().map(|known| choice(&known.name))).collect();
        // It may be gone from the configuration.
        with_chosen(choices, chosen.with(|chosen| chosen.as_ref().map(choice)))
    });
    let choose = Callback::new(move |choice: String| {
        desk.wish(Command::SetConnection { connection: choice.parse::<ConnectionName>().ok() });
    });
    let details = move || {
        let name = chosen.get()?;
        let known = known.get();
        let found = known.here()?.iter().find(|known| known.name == name).cloned();
        Some(match found {
            Some(connection) => view! { <Connection connection /> }.into_any(),
            None => view! {
                <p class="notice" data-kind="warn">{tell!("connection-gone"; name = view! { <code>{name.to_string()}</code> })}</p>
            }
            .into_any(),
        })
    };
    let nothing = move || known.with(|known| known.here().is_some_and(Vec::is_empty));
    let something = move || known.with(|known| known.here().is_some_and(|known| !known.is_empty()));
    view! {
        <section class="card" aria-labelledby="connection" data-testid="connection">
            <h2 class="card__title" id="connection">{say!("connection")}</h2>
            <Waiting what=known again=Callback::new(move |()| load()) />
            <Show when=something>
                <Meant value on_value=choose>
                    <SelectField form="preflight" name="connection" label=say!("connection-environment") options=options value=value problems=Problems::none() />
                </Meant>
            </Show>
            {details}
            <Show when=nothing><HowTo /></Show>
            <Show when=something>
                <details class="more"><summary>{say!("connection-add")}</summary><HowTo /></details>
            </Show>
        </section>
    }
}

#[component]
fn Connection(connection: ConnectionView) -> impl IntoView {
    let rows = [
        (say!("connection-api"), connection.base_url),
        (say!("connection-api-version"), connection.api_version),
        (say!("connection-status"), connection.status_url),
        (say!("connection-webhook"), connection.webhook_url),
        (say!("connection-health"), connection.health_url),
    ];
    // What a run needs and does not get is in sight; the rest is looked up.
    let missing = [connection.token, connection.webhook_secret].contains(&SecretState::Missing);
    let secret = |state: SecretState| match state {
        SecretState::None => ("none", say!("secret-none")),
        SecretState::Missing => ("missing", say!("secret-missing")),
        SecretState::Present => (say!("secret-present"), say!("secret-present")),
    };
    let secrets =
        [(say!("connection-token"), secret(connection.token)), (say!("connection-webhook-secret"), secret(connection.webhook_secret))];
    view! {
        <details class="more more--wide" open=missing>
            <summary>{say!("connection-asked")}</summary>
            <dl class="pairs pairs--wide">
                {rows.into_iter().map(|(name, value)| view! {
                    <div><dt>{name}</dt><dd>{match value {
                        Some(value) => view! { <code>{value}</code> }.into_any(),
                        None => view! { <span class="aside">{say!("not-configured")}</span> }.into_any(),
                    }}</dd></div>
                }).collect_view()}
                {secrets.into_iter().map(|(name, (key, words))| view! {
                    <div><dt>{name}</dt><dd data-secret=key>{words}</dd></div>
                }).collect_view()}
            </dl>
        </details>
    }
}

#[component]
fn HowTo() -> impl IntoView {
    view! {
        <div data-testid="connection-how-to">
            <TryOne />
            <p>
                {tell!("connection-how"; file = view! { <code>"holdpoint.toml"</code> })}
            </p>
            <pre class="code">{EXAMPLE}</pre>
            <Copy text=EXAMPLE.to_owned() what=say!("connection-copy") />
            <p class="aside">
                {say!("connection-secrets")}
            </p>
        </div>
    }
}
