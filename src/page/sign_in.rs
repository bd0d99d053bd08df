//! Signing in, making the first account, and accepting an invitation.

use holdpoint_domain::wire::{NewAccount, Session, SignIn};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Heading, OidcNotice, Providers, here};
use crate::nav;
use crate::net::api::{self, Trouble};
use crate::route::Route;
use crate::text;
use crate::ui::{ErrorSummary, Problems, TextField};

/// As the server has it.
const PASSWORD_CHARS: usize = 10;

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
            problems.add("name", "Enter your name, as it is on your account");
        }
        if password.with(String::is_empty) {
            problems.add("password", "Enter your password");
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
    view! {
        <div class="narrow">
            <Heading words="Sign in" />
            <OidcNotice />
            <ErrorSummary problems form="sign-in" />
            <WithoutPassword problems />
            <form class="form" data-testid="sign-in-form" novalidate on:submit=submit>
                <TextField form="sign-in" name="name" label="Your name" autocomplete="username" value=name problems />
                <TextField
                    form="sign-in"
                    name="password"
                    label="Password"
                    kind="password"
                    autocomplete="current-password"
                    value=password
                    problems
                />
                <button type="submit" class="button button--main" aria-disabled=move || busy.get().to_string()>
                    {move || if busy.get() { "Signing in…" } else { "Sign in" }}
                </button>
            </form>
            <p class="aside">
                "Lost your passkey or password? "<a href=Route::Recover.to_string()>"Use a recovery code"</a>"."
            </p>
            <p class="aside">"Have a report to check? "<a href=Route::Verify.to_string()>"Verify it"</a>", without an account."</p>
            <p class="aside">"No account? Ask whoever runs this server for an invitation link."</p>
        </div>
    }
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
                Err(trouble) => problems.only(None, text::sentence(&trouble.to_string())),
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
                        {move || if busy.get() { "Waiting for your device…" } else { "Sign in with a passkey" }}
                    </button>
                })}
                <Providers words="Continue with" action="start" />
                <p class="aside">"Or with your password:"</p>
            </div>
        </Show>
    }
}

/// Nobody has an account yet, and the address is not the set-up link.
#[component]
pub fn SetUpNeeded() -> impl IntoView {
    view! {
        <div class="narrow">
            <Heading words="Set up Holdpoint" />
            <p>"Nobody has an account on this server yet. When it started, it printed a one-time set-up link that looks like this:"</p>
            <pre class="code">{format!("{}/setup#…", nav::origin())}</pre>
            <p>"Open that link to make the first account. It owns the server and can invite colleagues."</p>
            <p class="aside">"Lost it? Restart the server: it prints a new link as long as there is no account."</p>
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
            <Heading words=if first { "Make the first account" } else { "Accept your invitation" } />
            <p class="lead">{if first {
                "You will own this server: you can invite colleagues and make launches."
            } else {
                "A colleague invited you to work on launches here. Choose the name that they will see."
            }}</p>
            {missing.then(|| view! {
                <p class="notice" data-kind="warn" role="alert">
                    "This address lacks its one-time code, the part behind the # sign. Open the whole link again."
                </p>
            })}
            <ErrorSummary problems form="account" />
            <form class="form" data-testid=if first { "setup-form" } else { "invite-form" } novalidate on:submit=submit>
                <TextField form="account" name="name" label="Your name" hint="What colleagues see, such as Ada Lovelace" autocomplete="username" value=name problems />
                <TextField
                    form="account"
                    name="password"
                    label="Password"
                    hint="At least 10 characters. A few random words are easy to remember and hard to guess."
                    kind="password"
                    autocomplete="new-password"
                    value=password
                    problems
                />
                <TextField form="account" name="again" label="The same password again" kind="password" autocomplete="new-password" value=again problems />
                <button type="submit" class="button button--main" aria-disabled=move || busy.get().to_string()>
                    {move || if busy.get() { "Making the account…" } else { "Make the account" }}
                </button>
            </form>
        </div>
    }
}

fn check_account(problems: Problems, name: RwSignal<String>, password: RwSignal<String>, again: RwSignal<String>) {
    if name.with_untracked(|name| name.trim().is_empty()) {
        problems.add("name", "Enter the name that colleagues will see");
    }
    let chars = password.with_untracked(|password| password.chars().count());
    if chars < PASSWORD_CHARS {
        problems.add("password", format!("Enter a password of at least {PASSWORD_CHARS} characters"));
    } else if password.get_untracked() != again.get_untracked() {
        problems.add("again", "Enter the same password twice");
    }
}

fn settle(answer: Result<Session, Trouble>, problems: Problems, here: super::Here) {
    match answer {
        Ok(session) => {
            here.enter(session);
            if here.nav.route_now().launch().is_none() {
                // Also takes the one-time code out of the address.
                here.nav.replace(&Route::launches());
            }
        }
        Err(trouble) => problems.only(trouble.field(), trouble.to_string()),
    }
}
