//! Signing in, making the first account, and accepting an invitation.

use holdpoint_domain::id::MemberId;
use holdpoint_domain::wire::{NewAccount, PASSWORD_CHARS, Session, SignIn};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Heading, OidcNotice, Providers, here};
use crate::net::api::{self, Trouble};
use crate::route::Route;
use crate::ui::{ErrorSummary, Problems, TextField};
use crate::{keep, nav, say, tell, words};

#[component]
pub fn SignInPage() -> impl IntoView {
    let here = here();
    let problems = Problems::none();
    let (name, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let busy = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problems.clear();
        if name.with(|name| name.trim().is_empty()) {
            problems.add("name", say!("name-needed"));
        }
        if password.with(String::is_empty) {
            problems.add("password", say!("password-needed"));
        }
        if !problems.is_empty() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        let wish = SignIn { name: name.get_untracked().trim().to_owned(), password: password.get_untracked() };
        spawn_local(async move {
            let answer = api::sign_in(&wish).await;
            _ = busy.try_set(false);
            settle(answer, problems, here);
        });
    };
    follow_others(move || !busy.get_untracked() && [name, password].iter().all(|field| field.with_untracked(String::is_empty)));
    // One way is the main one: the passkey, where there are any.
    let first = move || here.ways.with(|ways| !ways.passkeys);
    view! {
        <div class="narrow page">
            <Heading words=say!("sign-in") />
            <OidcNotice />
            <ErrorSummary problems form="sign-in" />
            <WithoutPassword problems />
            <form class="form" data-testid="sign-in-form" novalidate on:submit=submit>
                <TextField form="sign-in" name="name" label=say!("your-name") autocomplete="username" value=name problems />
                <TextField
                    form="sign-in"
                    name="password"
                    label=say!("password-label")
                    kind="password"
                    autocomplete="current-password"
                    value=password
                    problems
                />
                <button
                    type="submit"
                    class=move || if first() { "button button--main" } else { "button" }
                    aria-disabled=move || busy.get().to_string()
                >
                    {move || if busy.get() { say!("sign-in-going") } else { say!("sign-in") }}
                </button>
            </form>
            <p class="aside">
                {tell!("sign-in-lost"; link = view! { <a href=Route::Recover.to_string()>{say!("sign-in-lost-link")}</a> })}
            </p>
            <p class="aside">{tell!("sign-in-report"; link = view! { <a href=Route::Verify.to_string()>{say!("sign-in-report-link")}</a> })}</p>
            <p class="aside">{say!("sign-in-no-account")}</p>
        </div>
    }
}

/// Where somebody signs in in another tab, this one goes on as them, unless something was begun here.
fn follow_others(is_untouched: impl Fn() -> bool + 'static) {
    let others = window_event_listener(leptos::ev::storage, move |event| {
        let is_in = || keep::session().is_some_and(|session| session.me.is_some());
        if event.key().is_none_or(|key| key == keep::SESSION) && is_untouched() && is_in() {
            nav::reload();
        }
    });
    on_cleanup(move || others.remove());
}

/// First, because it is the safest and the quickest.
#[component]
fn WithoutPassword(problems: Problems) -> impl IntoView {
    let here = here();
    let passkeys = here.ways.with_untracked(|ways| ways.passkeys);
    let busy = RwSignal::new(false);
    let go = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        problems.clear();
        spawn_local(async move {
            let answer = api::sign_in_with_passkey().await;
            _ = busy.try_set(false);
            match answer {
                Ok(session) => settle(Ok(session), problems, here),
                Err(trouble) => here.refused(None::<MemberId>, problems, (None, &words::account::trouble(&trouble))),
            }
        });
    };
    view! {
        <Show when=move || here.ways.with(|ways| ways.passkeys || !ways.oidc.is_empty())>
            <div class="ways">
                {passkeys.then(|| view! {
                    <button
                        type="button"
                        class="button button--main"
                        data-testid="sign-in-passkey"
                        aria-disabled=move || busy.get().to_string()
                        on:click=go
                    >
                        {move || if busy.get() { say!("sign-in-device") } else { say!("sign-in-passkey") }}
                    </button>
                })}
                <Providers words=|name| say!("provider-continue", name = name) action="start" />
                <p class="aside">{say!("sign-in-or-password")}</p>
            </div>
        </Show>
    }
}

/// Nobody has an account yet, and the address is not the set-up link.
#[component]
pub fn SetUpNeeded() -> impl IntoView {
    view! {
        <div class="narrow page">
            <Heading words=say!("set-up-title") />
            <p>{say!("set-up-link")}</p>
            <pre class="code">{format!("{}/setup#…", nav::origin())}</pre>
            <p>{say!("set-up-open")}</p>
            <p class="aside">{say!("set-up-lost")}</p>
        </div>
    }
}

/// Which account is made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Account {
    First,
    Invited,
}

#[component]
pub fn AccountPage(account: Account) -> impl IntoView {
    let here = here();
    move || match here.me.with(|me| me.as_ref().map(|me| me.name.clone())) {
        Some(name) => view! { <SomebodyIsIn name /> }.into_any(),
        None => view! { <AccountForm account /> }.into_any(),
    }
}

/// Whose browser it is has an account already: the link is for somebody else.
#[component]
fn SomebodyIsIn(name: String) -> impl IntoView {
    view! {
        <div class="narrow">
            <Heading words=say!("invited-title") />
            <p class="notice" data-kind="warn" role="alert" data-testid="somebody-is-in">{say!("invited-signed-in", name = name)}</p>
        </div>
    }
}

#[component]
fn AccountForm(account: Account) -> impl IntoView {
    let here = here();
    let token = nav::fragment();
    let problems = Problems::none();
    let [name, password, again] = [(); 3].map(|()| RwSignal::new(String::new()));
    let busy = RwSignal::new(false);
    let first = account == Account::First;
    let missing = token.is_empty();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problems.clear();
        check_account(problems, name, password, again);
        if !problems.is_empty() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        let wish = NewAccount { token: token.clone(), name: name.get_untracked().trim().to_owned(), password: password.get_untracked() };
        spawn_local(async move {
            let answer = if first { api::set_up(&wish).await } else { api::accept_invite(&wish).await };
            _ = busy.try_set(false);
            settle(answer, problems, here);
        });
    };
    view! {
        <div class="narrow">
            <Heading words=if first { say!("set-up-first") } else { say!("invited-title") } />
            <p class="lead">{if first {
                say!("set-up-lead")
            } else {
                say!("invited-lead")
            }}</p>
            {missing.then(|| view! {
                <p class="notice" data-kind="warn" role="alert">
                    {say!("link-incomplete")}
                </p>
            })}
            <ErrorSummary problems form="account" />
            <form class="form" data-testid=if first { "setup-form" } else { "invite-form" } novalidate on:submit=submit>
                <TextField form="account" name="name" label=say!("your-name") hint=say!("your-name-hint") autocomplete="username" value=name problems />
                <TextField
                    form="account"
                    name="password"
                    label=say!("password-label")
                    hint=say!("password-hint")
                    kind="password"
                    autocomplete="new-password"
                    value=password
                    problems
                />
                <TextField form="account" name="again" label=say!("password-again") kind="password" autocomplete="new-password" value=again problems />
                <button type="submit" class="button button--main" aria-disabled=move || busy.get().to_string()>
                    {move || if busy.get() { say!("set-up-going") } else { say!("set-up-make") }}
                </button>
            </form>
            <p class="aside">{tell!("invited-again"; link = view! { <a href=Route::SignIn.to_string()>{say!("sign-in")}</a> })}</p>
        </div>
    }
}

fn check_account(problems: Problems, name: RwSignal<String>, password: RwSignal<String>, again: RwSignal<String>) {
    if name.with_untracked(|name| name.trim().is_empty()) {
        problems.add("name", say!("your-name-needed"));
    }
    let chars = password.with_untracked(|password| password.chars().count());
    if chars < *PASSWORD_CHARS.start() {
        problems.add("password", say!("password-too-short", count = *PASSWORD_CHARS.start()));
    } else if password.get_untracked() != again.get_untracked() {
        problems.add("again", say!("password-differs"));
    }
}

fn settle(answer: Result<Session, Trouble>, problems: Problems, here: super::Here) {
    match answer {
        Ok(session) => {
            here.enter(session);
            let back = keep::take_way_back().map(|back| Route::parse(&back));
            // Whose session ended somewhere goes on there, also whom a provider did not let in.
            match here.nav.route_now() {
                Route::SignIn => here.nav.replace(&back.filter(|back| !back.is_entrance()).unwrap_or_else(Route::launches)),
                // Also takes the one-time code out of the address.
                route if route.is_entrance() => here.nav.replace(&Route::launches()),
                _ => {}
            }
        }
        Err(trouble) => here.refused(None::<MemberId>, problems, (trouble.field(), &words::trouble::told(&trouble))),
    }
}
