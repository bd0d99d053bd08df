//! A connection before it is one: its fields are tried, and come out as the lines that the operator writes into `holdpoint.toml`. The page
//! takes no secret, and keeps nothing but drafts of addresses.

mod findings;
mod reference;

use holdpoint_domain::check::Verdict;
use holdpoint_domain::id::ConnectionName;
use holdpoint_domain::wire::{ConnectionField, ConnectionTrial, TryConnection};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::confirm::{Confirm, asks_for_proof};
use super::{Heading, draft, draft_unless, here};
use crate::net::api;
use crate::route::Route;
use crate::ui::{Act, Copy, ErrorSummary, Problems, TextField};
use crate::{nav, say};
pub use findings::Findings;
use reference::{has_login, is_reference};

#[component]
pub fn NewConnection() -> impl IntoView {
    let here = here();
    let owner = Memo::new(move |_| here.me.with(|me| me.as_ref().is_some_and(|me| me.owner)));
    view! {
        <div class="wide page">
            <Heading words=say!("trial-title") />
            <p class="lead">{say!("trial-lead")}</p>
            <Show when=move || owner.get() fallback=|| view! { <p class="notice">{say!("trial-owner-only")}</p> }>
                <Form />
            </Show>
        </div>
    }
}

/// The way here, for who may try connections.
#[component]
pub fn TryOne() -> impl IntoView {
    let here = here();
    let owner = Memo::new(move |_| here.me.with(|me| me.as_ref().is_some_and(|me| me.owner)));
    view! {
        <Show when=move || owner.get()>
            <p><a href=Route::NewConnection.to_string() data-testid="try-connection">{say!("trial-link")}</a></p>
        </Show>
    }
}

/// The form, as it is typed.
#[derive(Clone, Copy)]
struct Typed {
    name: RwSignal<String>,
    base_url: RwSignal<String>,
    api_version: RwSignal<String>,
    webhook_url: RwSignal<String>,
    status_url: RwSignal<String>,
    health_url: RwSignal<String>,
    token: RwSignal<String>,
    webhook_secret: RwSignal<String>,
}

/// What stands in a field, as it would be sent.
fn given(text: RwSignal<String>) -> Option<String> {
    Some(text.get().trim().to_owned()).filter(|text| !text.is_empty())
}

/// What was tried, and what came of it.
type Tried = RwSignal<Option<(TryConnection, ConnectionTrial)>>;

impl Typed {
    fn begin() -> Self {
        let kept = |name: &str| draft(format!("new-connection/{name}"));
        let address = |name: &str| draft_unless(format!("new-connection/{name}"), |url| has_login(url.trim()));
        Self {
            name: kept("name"),
            base_url: address("base-url"),
            api_version: kept("api-version"),
            webhook_url: address("webhook-url"),
            status_url: address("status-url"),
            health_url: address("health-url"),
            // Never kept: somebody may paste a secret here.
            token: RwSignal::new(String::new()),
            webhook_secret: RwSignal::new(String::new()),
        }
    }

    /// As it would be sent; `None`: it has no name that a connection can have.
    fn wish(self) -> Option<TryConnection> {
        let name = self.name.with(|name| name.trim().parse::<ConnectionName>().ok());
        let fields = (given(self.base_url), given(self.api_version), given(self.webhook_url), given(self.status_url));
        let ((base_url, api_version, webhook_url, status_url), health_url) = (fields, given(self.health_url));
        let (token, webhook_secret) = (given(self.token), given(self.webhook_secret));
        Some(TryConnection { name: name?, base_url, api_version, webhook_url, status_url, health_url, token, webhook_secret })
    }

    /// What must not leave this page, or cannot be read, becomes a problem.
    fn read(self, problems: Problems) -> Option<TryConnection> {
        let wish = untrack(|| self.wish());
        if wish.is_none() {
            problems.add("name", say!("trial-enter-name"));
        }
        let urls =
            [("baseUrl", self.base_url), ("webhookUrl", self.webhook_url), ("statusUrl", self.status_url), ("healthUrl", self.health_url)];
        for (field, url) in urls {
            if url.with_untracked(|url| has_login(url.trim())) {
                url.set(String::new());
                problems.add(field, say!("trial-login-in-address"));
            }
        }
        for (field, reference) in [("token", self.token), ("webhookSecret", self.webhook_secret)] {
            if reference.with_untracked(|text| !text.trim().is_empty() && !is_reference(text.trim())) {
                reference.set(String::new());
                problems.add(field, say!("trial-no-reference"));
            }
        }
        wish.filter(|_| problems.is_empty())
    }
}

#[component]
fn Form() -> impl IntoView {
    let here = here();
    let problems = Problems::none();
    let typed = Typed::begin();
    let tried: Tried = RwSignal::new(None);
    let (busy, unproved) = (RwSignal::new(false), RwSignal::new(false));
    let go = move || {
        problems.clear();
        let Some(wish) = typed.read(problems).filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        let me = here.me_now();
        spawn_local(async move {
            let answer = api::try_connection(&wish).await;
            _ = busy.try_set(false);
            match answer {
                Ok(trial) => {
                    // Whoever has gone on writing is told that it is not of what stands there by now.
                    let is_other = problems.is_there() && untrack(|| typed.wish()).as_ref() != Some(&wish);
                    if here.is_still(me) {
                        here.say.set(if is_other { say!("trial-changed").to_owned() } else { told(&trial) });
                    }
                    _ = unproved.try_set(false);
                    _ = tried.try_set(Some((wish, trial)));
                }
                Err(trouble) if asks_for_proof(&trouble) && problems.is_there() => {
                    _ = unproved.try_set(true);
                    nav::focus("#confirm");
                }
                Err(trouble) => here.refused(me, problems, (trouble.field(), &here.trouble(&trouble))),
            }
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        go();
    };
    view! {
        <ErrorSummary problems form="trial" />
        <form class="card form" data-testid="trial-form" novalidate on:submit=submit>
            <Fields typed tried problems />
            <Act
                words=Signal::derive(move || if busy.get() { say!("trial-trying") } else { say!("trial-try") }.to_owned())
                locked=Signal::derive(move || busy.get().then(|| say!("trial-wait").to_owned()))
                main=true
                testid="trial-send"
            />
        </form>
        <Show when=move || unproved.get()>
            <Confirm proved=Callback::new(move |()| { unproved.set(false); go() }) />
        </Show>
        <Lines typed tried />
    }
}

/// For who hears the page: how many fields stand how.
fn told(trial: &ConnectionTrial) -> String {
    let count = |verdict| trial.fields.iter().filter(|tried| tried.verdict == verdict).count();
    say!("trial-told", fields = trial.fields.len(), failing = count(Verdict::Fail), warning = count(Verdict::Warn))
}

/// What stood in a field when it was tried.
fn tried_in(wish: &TryConnection, field: ConnectionField) -> Option<String> {
    match field {
        ConnectionField::Name => Some(wish.name.to_string()),
        ConnectionField::BaseUrl => wish.base_url.clone(),
        ConnectionField::ApiVersion => wish.api_version.clone(),
        ConnectionField::WebhookUrl => wish.webhook_url.clone(),
        ConnectionField::StatusUrl => wish.status_url.clone(),
        ConnectionField::HealthUrl => wish.health_url.clone(),
        ConnectionField::Token => wish.token.clone(),
        ConnectionField::WebhookSecret => wish.webhook_secret.clone(),
    }
}

#[component]
fn Fields(typed: Typed, tried: Tried, problems: Problems) -> impl IntoView {
    let found = move |field: ConnectionField, value: RwSignal<String>| {
        let stands = given(value);
        let known = tried.with(|tried| {
            let (wish, trial) = tried.as_ref()?;
            let asked = tried_in(wish, field);
            // What was found of something else says nothing of what stands there now.
            let found = trial.fields.iter().find(|tried| tried.field == field && asked == stands)?.clone();
            Some((found, asked.unwrap_or_default()))
        });
        known.map(|(found, reference)| view! { <Findings tried=found reference /> })
    };
    let row = move |name: &'static str, (label, hint): (&'static str, &'static str), value: RwSignal<String>, field: ConnectionField| {
        view! {
            <div class="tried" data-field=name>
                <TextField form="trial" name label hint code=true value problems />
                {move || found(field, value)}
            </div>
        }
    };
    view! {
        {row("name", (say!("trial-name"), say!("trial-name-hint")), typed.name, ConnectionField::Name)}
        {row("baseUrl", (say!("trial-base-url"), say!("trial-base-url-hint")), typed.base_url, ConnectionField::BaseUrl)}
        {row("apiVersion", (say!("trial-api-version"), say!("trial-api-version-hint")), typed.api_version, ConnectionField::ApiVersion)}
        {row("webhookUrl", (say!("trial-webhook-url"), say!("trial-webhook-url-hint")), typed.webhook_url, ConnectionField::WebhookUrl)}
        {row("statusUrl", (say!("trial-status-url"), say!("trial-status-url-hint")), typed.status_url, ConnectionField::StatusUrl)}
        {row("healthUrl", (say!("trial-health-url"), say!("trial-health-url-hint")), typed.health_url, ConnectionField::HealthUrl)}
        <p class="notice" data-kind="warn">{say!("trial-no-secrets")}</p>
        {row("token", (say!("trial-token"), say!("trial-token-hint")), typed.token, ConnectionField::Token)}
        {row("webhookSecret", (say!("trial-webhook-secret"), say!("trial-webhook-secret-hint")), typed.webhook_secret, ConnectionField::WebhookSecret)}
    }
}

/// The finished lines, as long as they are of what stands in the form.
#[component]
fn Lines(typed: Typed, tried: Tried) -> impl IntoView {
    let lines = Memo::new(move |_| tried.with(|tried| tried.as_ref().map(|(_, trial)| trial.toml.clone())));
    let changed = Memo::new(move |_| tried.with(|tried| tried.as_ref().is_some_and(|(wish, _)| typed.wish().as_ref() != Some(wish))));
    move || {
        let lines = lines.get()?;
        if changed.get() {
            return Some(view! { <p class="notice" data-testid="trial-changed">{say!("trial-changed")}</p> }.into_any());
        }
        let section = view! {
            <section class="card" aria-labelledby="trial-lines" data-testid="trial-lines">
                <h2 class="card__title" id="trial-lines">{say!("trial-lines")}</h2>
                <pre class="code" data-testid="trial-toml">{lines.clone()}</pre>
                <div class="buttons"><Copy text=lines what=say!("trial-lines-what") /></div>
                <p>{say!("trial-next")}</p>
            </section>
        };
        Some(section.into_any())
    }
}
