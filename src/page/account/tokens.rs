//! API tokens, for programs that act as oneself within limits.

use holdpoint_domain::account::Scope;
use holdpoint_domain::wire::{NewToken, TokenView};
use leptos::prelude::*;

use super::Mine;
use crate::net::api;
use crate::text;
use crate::ui::{Act, Copy, ErrorSummary, Moment, Problems, TextField};

/// Days that are offered first: a quarter.
const DAYS: &str = "90";

#[component]
pub fn Tokens(mine: Mine) -> impl IntoView {
    let tokens = Memo::new(move |_| mine.read(|view| view.tokens.clone()).unwrap_or_default());
    view! {
        <section class="card" aria-labelledby="tokens" data-testid="tokens">
            <h2 class="card__title" id="tokens">"API tokens"</h2>
            <p class="aside">"For CI and scripts: a token acts as you, within its scopes, until it expires. It can never approve, or change this account."</p>
            <ul class="roster">
                <For each=move || tokens.get() key=|token| (token.id, token.used_at) let:token>
                    <Row mine token />
                </For>
            </ul>
            <Make mine />
        </section>
    }
}

#[component]
fn Row(mine: Mine, token: TokenView) -> impl IntoView {
    let id = token.id;
    let revoke = Callback::new(move |()| mine.act(api::revoke_token(id), "The token opens nothing any more."));
    let may: Vec<_> = token.scopes.iter().map(|scope| scope.words()).collect();
    let words = format!("Revoke {}", token.name);
    view! {
        <li class="roster__row" data-token=id.to_string()>
            <span class="roster__name">{token.name}</span>
            <span class="aside">
                "May "{may.join(", ")}". Expires "<Moment at=token.expires_at />", "
                {match token.used_at {
                    Some(at) => view! { "used "<Moment at /> }.into_any(),
                    None => "not used yet".into_any(),
                }}
            </span>
            <Act words on_press=revoke testid="revoke-token" />
        </li>
    }
}

#[component]
fn Make(mine: Mine) -> impl IntoView {
    let problems = Problems::none();
    let (name, days) = (RwSignal::new(String::new()), RwSignal::new(DAYS.to_owned()));
    let chosen = RwSignal::new(vec![Scope::LaunchesRead]);
    let secret = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problems.clear();
        let wish = NewToken {
            name: name.get_untracked().trim().to_owned(),
            scopes: chosen.get_untracked(),
            days: days.get_untracked().trim().parse().unwrap_or_default(),
        };
        if wish.name.is_empty() {
            problems.add("name", "Name the token after what it is for");
        }
        if !(1..=366).contains(&wish.days) {
            problems.add("days", "Enter 1 to 366 days");
        }
        if wish.scopes.is_empty() {
            problems.add("", "Choose at least one thing that the token may do");
        }
        if !problems.is_empty() {
            return;
        }
        let made = async move {
            let made = api::make_token(&wish).await.inspect_err(|trouble| {
                problems.only(trouble.field(), text::sentence(&trouble.to_string()));
            })?;
            _ = secret.try_set(Some(made.secret));
            _ = name.try_set(String::new());
            Ok::<_, api::Trouble>(())
        };
        mine.act(made, "The token is below. It is shown this once.");
    };
    view! {
        <ErrorSummary problems form="token" />
        <form class="form" data-testid="token-form" novalidate on:submit=submit>
            <TextField form="token" name="name" label="Name of the new token" hint="What it is for, such as “CI of the web shop”" value=name problems />
            <TextField form="token" name="days" label="Days until it expires" hint="1 to 366" value=days problems />
            <fieldset class="choices">
                <legend class="field__label">"It may"</legend>
                {Scope::ALL.map(|scope| view! { <Choice scope chosen /> }).into_iter().collect_view()}
            </fieldset>
            <Act
                words="Make a token".to_owned()
                on_press=Callback::new(|()| {})
                locked=Signal::derive(move || mine.locked())
                submits=true
                testid="make-token"
            />
        </form>
        {move || secret.get().map(|secret| view! {
            <div class="command" role="status">
                <code class="code code--line" data-testid="token-secret">{secret.clone()}</code>
                <Copy text=secret what="the token" />
            </div>
            <p class="notice" data-kind="warn">"Copy it now: nobody can show it again."</p>
        })}
    }
}

#[component]
fn Choice(scope: Scope, chosen: RwSignal<Vec<Scope>>) -> impl IntoView {
    let id = format!("token-{}", scope.key());
    let set = move |wish: bool| {
        chosen.update(|chosen| {
            chosen.retain(|known| *known != scope);
            chosen.extend(wish.then_some(scope));
        });
    };
    view! {
        <label class="choice">
            <input
                class="choice__input"
                type="checkbox"
                id=id
                prop:checked=move || chosen.with(|chosen| chosen.contains(&scope))
                on:change:target=move |ev| set(ev.target().checked())
            />
            <span class="choice__title">{text::sentence(scope.words())}</span>
            <code class="choice__meta">{scope.key()}</code>
        </label>
    }
}
