//! API tokens, for programs that act as oneself within limits.

use holdpoint_domain::account::Scope;
use holdpoint_domain::wire::{NewToken, TOKEN_DAYS, TokenView};
use leptos::prelude::*;

use super::Mine;
use crate::net::api;
use crate::ui::{Act, Copy, ErrorSummary, Moment, Problems, TextField};
use crate::{say, tell, text, words};

/// Days that are offered first: a quarter.
const DAYS: &str = "90";

#[component]
pub fn Tokens(mine: Mine) -> impl IntoView {
    let tokens = Memo::new(move |_| mine.read(|view| view.tokens.clone()).unwrap_or_default());
    view! {
        <section class="card" aria-labelledby="tokens" data-testid="tokens">
            <h2 class="card__title" id="tokens">{say!("tokens-title")}</h2>
            <p class="aside">{say!("tokens-about")}</p>
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
    let revoke = Callback::new(move |()| mine.act(api::revoke_token(id), say!("token-revoked")));
    let may = words::account::scopes(&token.scopes);
    let expires = view! { <Moment at=token.expires_at /> };
    let told = match token.used_at {
        Some(at) => tell!("token-used", may = may; expires = expires, at = view! { <Moment at /> }),
        None => tell!("token-not-used", may = may; expires = expires),
    };
    let words = say!("token-revoke", name = &token.name);
    view! {
        <li class="roster__row" data-token=id.to_string()>
            <span class="roster__name">{token.name}</span>
            <span class="aside">{told}</span>
            <Act words on_press=revoke locked=Signal::derive(move || mine.waits()) testid="revoke-token" />
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
            problems.add("name", say!("token-name-needed"));
        }
        if !TOKEN_DAYS.contains(&wish.days) {
            problems.add("days", say!("token-days-needed"));
        }
        if wish.scopes.is_empty() {
            problems.add("scopes", say!("token-scope-needed"));
        }
        if !problems.is_empty() {
            return;
        }
        let made = async move {
            let made = api::make_token(&wish).await?;
            _ = secret.try_set(Some(made.secret));
            _ = name.try_set(String::new());
            Ok::<_, api::Trouble>(())
        };
        mine.send(problems, made, say!("token-made"));
    };
    let no_scope = problems.at("scopes");
    view! {
        <ErrorSummary problems form="token" />
        <form class="form" data-testid="token-form" novalidate on:submit=submit>
            <TextField form="token" name="name" label=say!("token-name") hint=say!("token-name-hint") value=name problems />
            <TextField form="token" name="days" label=say!("token-days") hint=say!("token-days-hint") value=days problems />
            <fieldset class="choices" id="token-scopes" tabindex="-1">
                <legend class="field__label">{say!("token-may")}</legend>
                {move || no_scope().map(|sentence| view! { <p class="field__error">{sentence}</p> })}
                {Scope::ALL.map(|scope| view! { <Choice scope chosen /> }).into_iter().collect_view()}
            </fieldset>
            <Act
                words=say!("token-make").to_owned()
                locked=Signal::derive(move || mine.locked())
                testid="make-token"
            />
        </form>
        {move || secret.get().map(|secret| view! {
            <div class="command">
                <div role="status"><code class="code code--line" data-testid="token-secret">{secret.clone()}</code></div>
                <Copy text=secret what=say!("token-copy") />
            </div>
            <p class="notice" data-kind="warn">{say!("token-keep")}</p>
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
            <span class="choice__title">{text::sentence(words::account::scope(scope))}</span>
            <code class="choice__meta">{scope.key()}</code>
        </label>
    }
}
