//! The shell: header, router, live region, who is signed in.

mod frame;
mod gate_bar;
mod header;
mod later;
mod news;

use std::time::Duration;

use gloo_timers::future::TimeoutFuture;
use holdpoint_domain::id::LaunchId;
use leptos::ev::Custom;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use crate::clock::Ticking;
use crate::desk::{Link, early, is_left_behind};
use crate::nav::{self, Nav};
use crate::net::api;
use crate::page::not_found::NotFound;
use crate::page::{Here, Says, TIMES};
use crate::route::Route;
use crate::ui::{ByClock, OnPaper, TOLD, Toast, ToastRegion, Toasts, UPDATE, afresh, when};
use crate::{keep, say, update};
use frame::Frame;
use header::Header;
use later::later;

/// How often an absent server, and wishes that were left behind, are tried again.
const AGAIN: Duration = Duration::from_secs(5);

/// What fills the page. A change of the route within a launch is the launch's own matter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Screen {
    Starting,
    SetUp,
    Invited,
    SetUpNeeded,
    SignIn,
    Recover,
    MyAccount,
    Launches,
    NewLaunch,
    NewConnection,
    People,
    Templates,
    EditTemplate,
    Waivers,
    Verify,
    #[cfg(any(debug_assertions, feature = "design"))]
    Design,
    Launch(LaunchId),
    NotFound,
}

#[component]
pub fn App() -> impl IntoView {
    provide_contexts();
    let here = Here {
        nav: Nav::start(),
        toasts: Toasts::start(),
        me: RwSignal::new(None),
        setup_needed: RwSignal::new(false),
        ways: RwSignal::default(),
        answers: RwSignal::new(true),
        say: Says::start(),
        desk: RwSignal::new(None),
        palette: RwSignal::new(false),
        left: StoredValue::new(None),
    };
    provide_context(here);
    let started = RwSignal::new(false);
    start_session(here, started);
    follow_session(here);
    hold_wishes(here);
    keep_trying(here);
    let beside = later::fetch_all(here);
    update::watch(move || {
        let text = say!("app-newer").to_owned();
        here.toasts.show(Toast { key: UPDATE.into(), text, grave: true, actions: vec![Toast::action(say!("reload"), nav::reload)] });
    });
    let screen = Memo::new(move |_| screen(here, started.get()));
    // The first screen leaves the focus to the browser; later ones take it to their heading.
    Effect::new(move |before: Option<Screen>| {
        let now = screen.get();
        if before.is_some_and(|before| before != now && before != Screen::Starting) {
            here.left.set_value(if let Some(Screen::Launch(left)) = before { Some(left) } else { None });
            nav::scroll_to_top();
            nav::focus("#heading");
        }
        now
    });
    view! {
        <a class="skip" href="#main">{say!("app-skip")}</a>
        <Header here />
        <main class="main" id="main" tabindex="-1">
            {move || match screen.get() {
                Screen::Starting => view! { <Starting here /> }.into_any(),
                Screen::SetUp => later(later::set_up),
                Screen::Invited => later(later::invited),
                Screen::SetUpNeeded => later(later::set_up_needed),
                Screen::SignIn => later(later::sign_in),
                Screen::Recover => later(later::recover),
                Screen::MyAccount => later(later::account),
                Screen::Launches => later::first(later::board),
                Screen::NewLaunch => later(later::new_launch),
                Screen::NewConnection => later(later::new_connection),
                Screen::People => later(later::people),
                Screen::Templates => later(later::templates),
                Screen::EditTemplate => later(later::edit_template),
                Screen::Waivers => later(later::waivers),
                Screen::Verify => later(later::verify),
                #[cfg(any(debug_assertions, feature = "design"))]
                Screen::Design => later(later::design),
                Screen::Launch(id) => view! { <Frame id /> }.into_any(),
                Screen::NotFound => view! { <NotFound /> }.into_any(),
            }}
        </main>
        <Beside here beside />
        // Together, for a dialog takes them in while it is open.
        <div id=TOLD>
            <ToastRegion toasts=here.toasts />
            <p class="hidden" role="status" aria-live="polite" data-testid="announcer">{afresh(move || here.say.get())}</p>
        </div>
    }
}

/// What is drawn beside every page, anew for whoever comes: it has what was found for one person.
#[component]
fn Beside(here: Here, beside: RwSignal<Option<later::Draw>>) -> impl IntoView {
    let who = Memo::new(move |_| here.me.with(|me| me.as_ref().map(|me| me.id)));
    move || who.get().and(beside.get()).map(|draw| draw())
}

/// What the parts ask for.
fn provide_contexts() {
    provide_context(Ticking::start());
    provide_context(ByClock(RwSignal::new(keep::look(TIMES).is_some())));
    provide_context(OnPaper::ask());
}

fn screen(here: Here, started: bool) -> Screen {
    // A file is true or not whoever asks, and whether the server answers or not.
    let route = here.nav.route();
    if route == Route::Verify {
        return Screen::Verify;
    }
    #[cfg(any(debug_assertions, feature = "design"))]
    if route == Route::Design {
        return Screen::Design;
    }
    if !started {
        return Screen::Starting;
    }
    let signed_in = here.me.with(Option::is_some);
    // A link that lets somebody in is not passed over because somebody is in.
    let linked = || !nav::fragment().is_empty();
    match route {
        Route::SetUp if !signed_in => Screen::SetUp,
        Route::Invite if !signed_in || linked() => Screen::Invited,
        _ if !signed_in && here.setup_needed.get() => Screen::SetUpNeeded,
        Route::Recover if !signed_in || linked() => Screen::Recover,
        _ if !signed_in => Screen::SignIn,
        Route::Account => Screen::MyAccount,
        // Nothing else works until a new password or passkey is set.
        _ if here.ways.with(|ways| ways.renewal_needed) => Screen::MyAccount,
        Route::Recover | Route::Launches(_) | Route::SetUp | Route::Invite | Route::SignIn => Screen::Launches,
        Route::NewLaunch => Screen::NewLaunch,
        Route::NewConnection => Screen::NewConnection,
        Route::People => Screen::People,
        Route::Templates => Screen::Templates,
        Route::EditTemplate(_) => Screen::EditTemplate,
        Route::Waivers => Screen::Waivers,
        Route::Launch(id, _) => Screen::Launch(id),
        Route::Verify => Screen::Verify,
        #[cfg(any(debug_assertions, feature = "design"))]
        Route::Design => Screen::Design,
        Route::NotFound => Screen::NotFound,
    }
}

#[component]
fn Starting(here: Here) -> impl IntoView {
    let told = || view! { <p class="notice notice--centre" data-kind="warn" role="alert">{say!("app-starting")}</p> }.into_any();
    when(move || !here.answers.get(), told)
}

/// A session is the whole browser's: where another tab ended this one, or began somebody else's, the page begins anew with that.
fn follow_session(here: Here) {
    let look = move || {
        let kept = || keep::session().and_then(|session| session.me).map(|me| me.id);
        if let Some(me) = here.me_now().filter(|me| kept() != Some(*me)) {
            keep::forget_who_left(me);
            nav::reload();
        }
    };
    window_event_listener(leptos::ev::storage, move |event| {
        if event.key().is_none_or(|key| key == keep::SESSION) {
            look();
        }
    });
    // A page that one comes back to by the browser's own button was asleep, and heard nothing.
    window_event_listener(Custom::new("pageshow"), move |shown: web_sys::PageTransitionEvent| {
        if shown.persisted() {
            look();
        }
    });
}

/// The page asks before it goes with wishes that are nowhere else, whatever launch they are for, or with drafts.
fn hold_wishes(here: Here) {
    window_event_listener(leptos::ev::beforeunload, move |event| {
        if here.me_now().is_some_and(|me| 0 < early::unkept(me) + keep::unkept(me) + keep::unkept_drafts(me)) {
            event.prevent_default();
        }
    });
}

/// Asks who is signed in, until the server says.
fn start_session(here: Here, started: RwSignal<bool>) {
    api::ask_as(move || here.me_now());
    api::watch(move |answered| {
        if here.answers.get_untracked() != answered {
            here.answers.set(answered);
        }
    });
    spawn_local(async move {
        let mut wait = 250;
        // While the server is asked.
        let opened = future_to_promise(async {
            keep::open().await;
            Ok(JsValue::UNDEFINED)
        });
        let mut me = here.me_now();
        let mut session = api::session().await;
        _ = JsFuture::from(opened).await;
        loop {
            match session {
                Ok(session) => {
                    here.enter_anew(me, session);
                    come_back(here);
                    break;
                }
                Err(trouble) if trouble.passes() => {
                    // With what this browser kept: the page opens, and edits wait for the server.
                    if let Some(kept) = keep::session().filter(|_| !started.get_untracked()) {
                        here.enter(kept);
                        started.set(true);
                    }
                    TimeoutFuture::new(wait).await;
                }
                Err(_) => break,
            }
            wait = (wait * 2).min(5_000);
            me = here.me_now();
            session = api::session().await;
        }
        started.set(true);
    });
}

/// From a provider's sign-in to where one was when it became necessary.
fn come_back(here: Here) {
    let Some(back) = here.me_now().and_then(|_| keep::take_way_back()) else { return };
    let (arrived, back) = (here.nav.route_now(), Route::parse(&back));
    // The server leads to the launch itself, or to the board.
    if arrived == Route::launches() || Some(arrived) == back.launch().map(Route::checklist) {
        here.nav.replace(&back);
    }
}

/// While no launch is open there is no stream to notice that the server is back.
fn keep_trying(here: Here) {
    let courier = RwSignal::new(false);
    let tick = move || {
        if !here.answers.get_untracked() {
            spawn_local(async { _ = api::session().await });
            return;
        }
        let Some(me) = here.me_now() else { return };
        if courier.get_untracked() || here.ways.with_untracked(|ways| ways.renewal_needed) {
            return;
        }
        let open = here.desk.get_untracked().map(|desk| desk.id);
        if !is_left_behind(me, open) {
            return;
        }
        courier.set(true);
        spawn_local(async move {
            // What is refused is put into words.
            let (refused, ended) = match later::with_texts(later::deliver()).await {
                Ok(deliver) => deliver(me, here.desk).await,
                Err(_) => Default::default(),
            };
            // On most pages nothing else would say so: what waits is sent once they are signed in again.
            ended.iter().for_each(|ended| _ = here.trouble(ended));
            // Nobody else reads what somebody left behind.
            for (launch, why) in refused.into_iter().filter(|_| here.me_now() == Some(me)) {
                let go = Toast::action(say!("app-open-launch"), move || here.nav.go(&Route::checklist(launch)));
                let text = say!("app-left-behind", launch = launch.to_string(), why = why);
                here.toasts.show(Toast { key: text.clone(), text, grave: true, actions: vec![go] });
            }
            courier.set(false);
        });
    };
    set_interval(tick, AGAIN);
    // A screen reader hears of it once in each direction.
    Effect::new(move |before: Option<bool>| {
        let lost = here.link() == Link::Lost;
        match (before, lost) {
            (Some(false), true) => here.say.set(say!("app-lost").into()),
            (Some(true), false) => {
                here.say.set(say!("app-back").into());
                // It may have been away to be replaced by a newer one.
                update::look();
            }
            _ => {}
        }
        lost
    });
}
