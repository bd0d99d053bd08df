//! Setting a new password.

use leptos::prelude::*;

use super::Mine;
use crate::net::api;
use crate::ui::{Act, ErrorSummary, Problems, TextField};

/// As the server has it.
const PASSWORD_CHARS: usize = 10;

#[component]
pub fn PasswordForm(mine: Mine) -> impl IntoView {
    let problems = Problems::none();
    let [password, again] = [(); 2].map(|()| RwSignal::new(String::new()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problems.clear();
        let given = password.get_untracked();
        if given.chars().count() < PASSWORD_CHARS {
            return problems.add("password", format!("Enter a password of at least {PASSWORD_CHARS} characters"));
        }
        if given != again.get_untracked() {
            return problems.add("again", "Enter the same password twice");
        }
        password.set(String::new());
        again.set(String::new());
        mine.act(api::set_password(given), "The new password is set; all other sessions have ended.");
    };
    view! {
        <section class="card" aria-labelledby="password">
            <h2 class="card__title" id="password">"Password"</h2>
            <p class="aside">"A new password ends all other sessions."</p>
            <ErrorSummary problems form="password" />
            <form class="form" data-testid="password-form" novalidate on:submit=submit>
                <TextField
                    form="password"
                    name="password"
                    label="New password"
                    hint="At least 10 characters. A few random words are easy to remember and hard to guess."
                    kind="password"
                    autocomplete="new-password"
                    value=password
                    problems
                />
                <TextField form="password" name="again" label="The same password again" kind="password" autocomplete="new-password" value=again problems />
                <Act
                    words="Set the password".to_owned()
                    on_press=Callback::new(|()| {})
                    locked=Signal::derive(move || mine.locked())
                    submits=true
                    testid="set-password"
                />
            </form>
        </section>
    }
}
