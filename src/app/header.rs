//! The bar at the top of every page: where one is, whether the server hears us, who is signed in.

use std::time::Duration;

use holdpoint_domain::wire::Person;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::desk::{Link, early};
use crate::net::api;
use crate::page::Here;
use crate::route::Route;
use crate::ui::{self, Glyph, Icon};
use crate::{keep, say};

/// How long somebody who was told what would be lost may still mean it.
const SURE: Duration = Duration::from_secs(20);

#[component]
pub fn Header(here: Here) -> impl IntoView {
    let current = move |route: Route| (here.nav.route() == route).then_some("page");
    let signed_in = move || here.me.get();
    view! {
        <header class="top">
            <a class="top__brand" href=Route::launches().to_string()><Icon glyph=Glyph::Brand />"Holdpoint"</a>
            {move || signed_in().map(|_| view! {
                <nav class="top__nav" aria-label=say!("nav-main")>
                    <a href=Route::launches().to_string() aria-current=move || matches!(here.nav.route(), Route::Launches(_)).then_some("page")>{say!("nav-launches")}</a>
                    <a href=Route::Templates.to_string() aria-current=move || current(Route::Templates)>{say!("nav-checklists")}</a>
                    <a href=Route::Waivers.to_string() aria-current=move || current(Route::Waivers)>{say!("nav-waivers")}</a>
                    <a href=Route::People.to_string() aria-current=move || current(Route::People)>{say!("nav-people")}</a>
                </nav>
            }.into_any())}
            <span class="top__space"></span>
            <Connection here />
            {move || signed_in().map(|me| view! { <SignedIn here me /> }.into_any())}
        </header>
    }
}

#[component]
fn Connection(here: Here) -> impl IntoView {
    let state = Memo::new(move |_| {
        let waiting = here.desk.get().map_or(0, |desk| desk.waiting.get());
        match here.link() {
            Link::Open if waiting == 0 => ("online", 0),
            Link::Open | Link::Connecting => ("syncing", waiting),
            Link::Lost if keep::keeps() => ("offline", waiting),
            // With the page goes what waits for other launches too.
            Link::Lost => ("offline", here.me_now().map_or(0, |me| keep::waiting(me) + early::unkept(me))),
        }
    });
    view! {
        <span class="live" data-live=move || state.get().0 data-waiting=move || state.get().1.to_string()>
            <span class="live__dot" aria-hidden="true"></span>
            <span class="hidden">{say!("live-label")}" "</span>
            {move || match state.get() {
                ("online", _) => say!("live-online").to_owned(),
                ("syncing", _) => say!("live-syncing").to_owned(),
                (_, 0) => say!("live-offline").to_owned(),
                (_, kept) if keep::keeps() => say!("live-offline-kept", count = kept),
                (_, lost) => say!("live-offline-unkept", count = lost),
            }}
        </span>
    }
}

#[component]
fn SignedIn(here: Here, me: Person) -> impl IntoView {
    let id = me.id;
    let leave = move || {
        spawn_local(async move {
            match api::sign_out().await {
                Ok(()) => {
                    keep::forget(id);
                    early::forget(id);
                    // Pressed twice, it is answered twice: somebody else may have signed in in between.
                    if here.is_still(id) {
                        here.leave();
                        here.nav.go(&Route::SignIn);
                    }
                }
                Err(trouble) if here.is_still(id) => here.toasts.warn(trouble.to_string()),
                Err(_) => {}
            }
        });
    };
    // Signing out clears this browser: what is only here would be lost without a word.
    let told = RwSignal::new(0_usize);
    let click = move |_| {
        let unsaved = keep::unsaved(id) + early::count(id);
        if unsaved <= told.get_untracked() {
            leave();
        } else {
            told.set(unsaved);
            set_timeout(move || _ = told.try_set(0), SURE);
            here.toasts.warn(say!("sign-out-unsaved", count = unsaved));
        }
    };
    view! {
        <a class="top__me" data-testid="signed-in" href=Route::Account.to_string() title=say!("nav-account")>
            <ui::Person name=me.name.clone() />
            <span class="top__name">{me.name}</span>
        </a>
        <button type="button" class="button button--quiet" data-testid="sign-out" on:click=click>{say!("sign-out")}</button>
    }
}
