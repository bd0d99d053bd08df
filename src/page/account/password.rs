//! Setting a new password.

use holdpoint_domain::wire::PASSWORD_CHARS;
use leptos::prelude::*;

use super::Mine;
use crate::net::api;
use crate::page::confirm::Whose;
use crate::say;
use crate::ui::{Act, ErrorSummary, Problems, TextField};

#[component]
pub fn PasswordForm(mine: Mine) -> impl IntoView {
    let problems = Problems::none();
    let [password, again] = [(); 2].map(|()| RwSignal::new(String::new()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problems.clear();
        let given = password.get_untracked();
        if given.chars().count() < *PASSWORD_CHARS.start() {
            return problems.add("password", say!("password-too-short", count = *PASSWORD_CHARS.start()));
        }
        if given != again.get_untracked() {
            return problems.add("again", say!("password-differs"));
        }
        password.set(String::new());
        again.set(String::new());
        mine.send(problems, api::set_password(given), say!("password-set"));
    };
    view! {
        <section class="card" aria-labelledby="password">
            <h2 class="card__title" id="password">{say!("password-label")}</h2>
            <p class="aside">{say!("password-ends")}</p>
            <ErrorSummary problems form="password" />
            <form class="form" data-testid="password-form" novalidate on:submit=submit>
                <Whose />
                <TextField
                    form="password"
                    name="password"
                    label=say!("password-new")
                    hint=say!("password-hint")
                    kind="password"
                    autocomplete="new-password"
                    value=password
                    problems
                />
                <TextField form="password" name="again" label=say!("password-again") kind="password" autocomplete="new-password" value=again problems />
                <Act
                    words=say!("password-change").to_owned()
                    locked=Signal::derive(move || mine.locked())
                    testid="set-password"
                />
            </form>
        </section>
    }
}
