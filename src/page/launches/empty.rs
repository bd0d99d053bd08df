//! What a launch is and how one begins, for who has none yet.

use leptos::prelude::*;

use crate::route::Route;
use crate::{say, tell};

#[component]
pub fn Empty() -> impl IntoView {
    view! {
        <section class="empty" aria-labelledby="empty">
            <h2 id="empty">{say!("board-empty")}</h2>
            <p>{say!("board-empty-what")}</p>
            <ol class="steps">
                <li>{tell!("board-step-template"; what = view! { <strong>{say!("board-step-template-what")}</strong> })}</li>
                <li>{tell!("board-step-work"; what = view! { <strong>{say!("board-step-work-what")}</strong> })}</li>
                <li>{tell!("board-step-prove"; what = view! { <strong>{say!("board-step-prove-what")}</strong> })}</li>
                <li>{tell!("board-step-sign"; what = view! { <strong>{say!("board-step-sign-what")}</strong> })}</li>
            </ol>
            <a class="button button--main" href=Route::NewLaunch.to_string()>{say!("board-first")}</a>
        </section>
    }
}
