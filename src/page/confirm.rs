//! A password or passkey given again in the middle of something, which then goes on.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::here;
use crate::net::api::{self, Trouble};
use crate::route::Route;
use crate::ui::{Act, ErrorSummary, Problems, TextField};
use crate::{say, tell, words};

/// Whether this is what the server asks for.
pub fn asks_for_proof(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::Refused(problem) if problem.kind.ends_with("/proof-needed"))
}

/// What sends the password that was typed into the field `password`, and empties it.
///
/// * `busy`: whether something is on its way already; nothing else is sent until then.
pub fn prove_with_password(
    password: RwSignal<String>,
    problems: Problems,
    busy: RwSignal<bool>,
    proved: impl Fn() + Copy + 'static,
) -> impl Fn(leptos::ev::SubmitEvent) + Copy + 'static {
    let here = here();
    move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        problems.clear();
        if password.with_untracked(String::is_empty) {
            return problems.add("password", say!("password-needed"));
        }
        let given = password.get_untracked();
        password.set(String::new());
        busy.set(true);
        let me = here.me_now();
        spawn_local(async move {
            let answer = api::prove(given).await;
            _ = busy.try_set(false);
            match answer {
                Ok(()) => proved(),
                Err(trouble) => here.refused(me, problems, (trouble.field(), &here.trouble(&trouble))),
            }
        });
    }
}

/// Stands outside of other forms.
#[component]
pub fn Confirm(
    /// What comes after it.
    proved: Callback<()>,
) -> impl IntoView {
    let here = here();
    let problems = Problems::none();
    let (password, busy) = (RwSignal::new(String::new()), RwSignal::new(false));
    let locked = Signal::derive(move || busy.get().then(|| say!("one-moment").to_owned()));
    let submit = prove_with_password(password, problems, busy, move || _ = proved.try_run(()));
    let with_passkey = Callback::new(move |()| {
        problems.clear();
        busy.set(true);
        let me = here.me_now();
        spawn_local(async move {
            let answer = api::prove_with_passkey().await;
            _ = busy.try_set(false);
            match answer {
                Ok(()) => _ = proved.try_run(()),
                Err(trouble) => here.refused(me, problems, (None, &words::account::trouble(&trouble))),
            }
        });
    });
    let passkeys = here.ways.with_untracked(|ways| ways.passkeys);
    let account = view! { <a href=Route::Account.to_string()>{say!("confirm-account")}</a> };
    view! {
        <section class="card" aria-labelledby="confirm" data-testid="confirm">
            <h2 class="card__title" id="confirm" tabindex="-1">{say!("proof-title")}</h2>
            <p class="aside">{tell!("confirm-why"; account = account)}</p>
            <ErrorSummary problems form="confirm" />
            <form class="form" novalidate on:submit=submit>
                <Whose />
                <TextField form="confirm" name="password" label=say!("password-label") kind="password" autocomplete="current-password" value=password problems />
                <div class="buttons">
                    <Act words=say!("confirm-send").to_owned() locked main=true testid="confirm-password" />
                    {passkeys.then(|| view! { <Act words=say!("proof-passkey").to_owned() on_press=with_passkey locked testid="confirm-passkey" /> })}
                </div>
            </form>
        </section>
    }
}

/// Whose password a form asks for: programs that keep passwords look for it, and people know.
#[component]
pub fn Whose() -> impl IntoView {
    let name = here().me.with_untracked(|me| me.as_ref().map(|me| me.name.clone()));
    view! { <input type="text" hidden=true autocomplete="username" value=name /> }
}
