//! For who lost what they sign in with: a recovery code, or a link of the server's owner.

use holdpoint_domain::id::MemberId;
use holdpoint_domain::wire::{RecoverWithCode, Session};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Heading, Here, here};
use crate::net::api::{self, Trouble};
use crate::route::Route;
use crate::ui::{ErrorSummary, Problems, TextField};
use crate::{nav, say, words};

#[component]
pub fn Recover() -> impl IntoView {
    let token = nav::fragment();
    let link = !token.is_empty();
    view! {
        <div class="narrow page">
            <Heading words=say!("recover-title") />
            {if link { view! { <WithLink token /> }.into_any() } else { view! { <WithCode /> }.into_any() }}
            <p class="aside"><a href=Route::SignIn.to_string()>{say!("recover-back")}</a></p>
        </div>
    }
}

#[component]
fn WithCode() -> impl IntoView {
    let here = here();
    let problems = Problems::none();
    let (name, code) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problems.clear();
        let wish = RecoverWithCode { name: name.get_untracked().trim().to_owned(), code: code.get_untracked().trim().to_owned() };
        if wish.name.is_empty() {
            problems.add("name", say!("name-needed"));
        }
        if wish.code.is_empty() {
            problems.add("code", say!("recover-code-needed"));
        }
        if !problems.is_empty() {
            return;
        }
        let me = here.me_now();
        spawn_local(async move {
            settle(api::recover_with_code(&wish).await, problems, (here, me));
        });
    };
    view! {
        <p class="lead">{say!("recover-code-about")}</p>
        <ErrorSummary problems form="recover" />
        <form class="form" data-testid="recover-form" novalidate on:submit=submit>
            <TextField form="recover" name="name" label=say!("your-name") autocomplete="username" value=name problems />
            <TextField form="recover" name="code" label=say!("recover-code") hint=say!("recover-code-hint") code=true value=code problems />
            <button type="submit" class="button button--main">{say!("recover-use-code")}</button>
        </form>
    }
}

/// A way to sign in has to be set up before anything else: the account page says so.
///
/// * `me`: who was signed in when it was asked for.
fn settle(answer: Result<Session, Trouble>, problems: Problems, (here, me): (Here, Option<MemberId>)) {
    match answer {
        Ok(session) => {
            here.enter(session);
            here.nav.replace(&Route::Account);
        }
        Err(trouble) => here.refused(me, problems, (trouble.field(), &words::trouble::told(&trouble))),
    }
}

/// Not by itself: programs that look at links in messages would use it up.
#[component]
fn WithLink(token: String) -> impl IntoView {
    let here = here();
    let problems = Problems::none();
    let go = move |_| {
        let (token, me) = (token.clone(), here.me_now());
        spawn_local(async move {
            settle(api::recover_with_link(token).await, problems, (here, me));
        });
    };
    view! {
        <p class="lead">{say!("recover-link-about")}</p>
        <ErrorSummary problems form="recover" />
        <div class="buttons"><button type="button" class="button button--main" data-testid="use-link" on:click=go>{say!("recover-use-link")}</button></div>
    }
}
