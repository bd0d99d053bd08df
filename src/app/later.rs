//! Pages that most visits do not open, and what is done with a launch once it is drawn: in a shipped build they are fetched when they are first
//! wanted, or when nothing else is to do, so that a checklist's first screen need not wait for them.
//!
//! With the feature `later` each function below becomes a place where the module is cut; without it (every other build, all tests
//! on this machine's own target) it is a plain call.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use gloo_timers::future::sleep;
use holdpoint_domain::id::{ItemId, LaunchId, MemberId};
use holdpoint_domain::launch::Launch;
use leptos::ev::keydown;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::AGAIN;
use super::frame::begin;
use super::news::follow;
use crate::desk::{Delivered, Desk, deliver_left_behind};
use crate::net::api;
use crate::page::account::MyAccount;
use crate::page::burn_up::{BurnUp, ChartOf};
use crate::page::checklist::BulkFields;
use crate::page::details::DetailsPage;
use crate::page::drills::Drills;
use crate::page::edit_template::EditTemplate;
use crate::page::item::ItemPane;
use crate::page::launches::{Empty, Launches};
use crate::page::new_connection::NewConnection;
use crate::page::new_launch::NewLaunchPage;
use crate::page::people::People;
use crate::page::preflight::Preflight;
use crate::page::quick::Quick;
use crate::page::recover::Recover;
use crate::page::rollback::Rollback;
use crate::page::sign_in::{Account, AccountPage, SetUpNeeded, SignInPage};
use crate::page::sign_off::SignOff;
use crate::page::templates::Templates;
use crate::page::verify::Verify;
use crate::page::waivers::Waivers;
use crate::page::watch::WatchPage;
use crate::page::{Hands, Here};
use crate::ui::{Remote, Waiting};
use crate::{keep, nav, say, words};

/// How long after somebody is known to be signed in the rest is fetched.
const QUIET: Duration = Duration::from_secs(2);

/// Draws a page, once its code is here. A plain function, so that it runs under the owner of the place where it is drawn.
pub type Draw = fn() -> AnyView;

/// Which item the pane beside the checklist shows: a context, because a page that is drawn later takes no arguments.
#[derive(Clone, Copy)]
pub struct ChosenItem {
    pub chosen: Memo<Option<ItemId>>,
    /// The one that was when the list was drawn.
    pub first: StoredValue<Option<ItemId>>,
}

/// The code did not come: the server is away, or a newer page has replaced it.
#[derive(Clone, Copy, Debug)]
pub struct NotFetched;

#[cfg(feature = "later")]
impl From<wasm_split_helpers::SplitLoaderError> for NotFetched {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        NotFetched
    }
}

type Coming<T> = Pin<Box<dyn Future<Output = T>>>;
type Fetching = Coming<Result<Draw, NotFetched>>;

/// Sends what waits in this browser for launches that are not open.
pub type Deliver = fn(MemberId, RwSignal<Option<Desk>>) -> Coming<Delivered>;

/// Reads a launch as this browser kept it.
pub type Kept = fn(MemberId, LaunchId) -> Coming<Option<Launch>>;

/// `name in part: type => value`: what a file of code gives to the rest.
macro_rules! parts {
    ($module:ident: $($name:ident in $part:ident: $type:ty => $value:expr;)*) => {
        mod $module {
            use super::*;
            $(
                #[cfg(feature = "later")]
                #[wasm_split_helpers::wasm_split($part, fallible)]
                pub(super) fn $name() -> Result<$type, NotFetched> {
                    Ok($value)
                }

                #[cfg(not(feature = "later"))]
                pub(super) async fn $name() -> Result<$type, NotFetched> {
                    Ok($value)
                }
            )*
        }
        $(
            pub fn $name() -> Coming<Result<$type, NotFetched>> {
                Box::pin($module::$name())
            }
        )*
    };
}

/// `name in part => view`: a page's name, the file that its code is in, and how it is drawn.
macro_rules! pages {
    ($($name:ident in $part:ident => $view:expr;)*) => {
        parts! { pages: $($name in $part: Draw => || $view.into_any();)* }
    };
}

parts! {
    others:
    deliver in acts: Deliver => |me, open| Box::pin(deliver_left_behind(me, open));
    kept in acts: Kept => |me, id| Box::pin(keep::launch(me, id));
}

pages! {
    sign_in in enter => view! { <SignInPage /> };
    set_up in enter => view! { <AccountPage account=Account::First /> };
    invited in enter => view! { <AccountPage account=Account::Invited /> };
    set_up_needed in enter => view! { <SetUpNeeded /> };
    recover in enter => view! { <Recover /> };
    board in board => view! { <Launches chart=|| later(super::burn_up) none=|| later(super::no_launches) /> };
    account in office => view! { <MyAccount /> };
    no_launches in office => view! { <Empty /> };
    new_launch in office => view! { <NewLaunchPage /> };
    new_connection in office => view! { <NewConnection /> };
    people in office => view! { <People /> };
    templates in office => view! { <Templates /> };
    edit_template in office => view! { <EditTemplate /> };
    burn_up in office => view! { <BurnUp of={expect_context::<ChartOf>()} /> };
    waivers in office => view! { <Waivers /> };
    details in office => view! { <DetailsPage /> };
    acts in acts => begin();
    bulk in item => view! { <BulkFields /> };
    item in item => {
        let ChosenItem { chosen, first } = expect_context();
        view! { <ItemPane chosen first={first.get_value()} /> }
    };
    news in item => follow();
    preflight in work => view! { <Hands><Preflight /></Hands> };
    drills in work => view! { <Drills /> };
    rollback in work => view! { <Hands><Rollback /></Hands> };
    watch in work => view! { <WatchPage /> };
    sign_off in work => view! { <SignOff /> };
    quick in quick => view! { <Quick /> };
    verify in proof => view! { <Verify /> };
}

/// Its code is there, its texts are not.
#[cfg(any(debug_assertions, feature = "design"))]
pub fn design() -> Fetching {
    Box::pin(async { Ok((|| view! { <crate::page::design::Design gate=gate_bar /> }.into_any()) as Draw) })
}

#[cfg(any(debug_assertions, feature = "design"))]
fn gate_bar(desk: crate::desk::Desk) -> AnyView {
    view! { <super::gate_bar::GateBar desk /> }.into_any()
}

/// Shows a page as soon as its code is here, and its texts and styles.
pub fn later(fetch: fn() -> Fetching) -> AnyView {
    coming(move || with_texts(fetch()))
}

/// Code that draws or tells something, and its texts and styles, which are on their way beside it.
pub async fn with_texts<T>(code: Coming<Result<T, NotFetched>>) -> Result<T, NotFetched> {
    spawn_local(async { _ = words::more().await });
    let code = code.await?;
    words::more().await.map_err(|_| NotFetched)?;
    Ok(code)
}

/// The same for what needs no texts and styles but those of the first screens.
pub fn first(fetch: fn() -> Fetching) -> AnyView {
    coming(fetch)
}

fn coming<F: Future<Output = Result<Draw, NotFetched>> + 'static>(fetch: impl Fn() -> F + Copy + Send + Sync + 'static) -> AnyView {
    let code = RwSignal::new(Remote::<Draw>::Waiting);
    let load = move || Remote::load(code, async move { fetch().await.map_err(|NotFetched| say!("part-not-fetched").into()) });
    load();
    // What did not come comes when the network is back, whether anybody tries again or not.
    spawn_local(async move {
        let waits = |state: fn(&Remote<Draw>) -> bool| code.try_with_untracked(state) == Some(true);
        while waits(|code| code.here().is_none()) {
            sleep(AGAIN).await;
            if waits(|code| matches!(code, Remote::Failed { .. }))
                && let Ok(draw) = fetch().await
                && waits(|code| code.here().is_none())
            {
                _ = code.try_set(Remote::of(draw));
            }
        }
    });
    // Whoever changed the page moved the focus to a heading that was not there yet.
    Effect::new(move |_| {
        if code.with(|code| code.here().is_some()) {
            nav::focus_if_lost("#heading");
            nav::focus_from("a[aria-current=page]".into(), "#heading");
        }
    });
    view! {
        <Waiting what=code again=Callback::new(move |()| load()) />
        {move || code.with(|code| code.here().copied()).map(|draw| draw())}
    }
    .into_any()
}

/// Fetches what belongs beside a page once that is painted, where it is, and asks again as long as it does not come.
pub fn beside(fetch: fn() -> Fetching) -> RwSignal<Option<Draw>> {
    let code = RwSignal::new(None::<Draw>);
    let asked = StoredValue::new(false);
    let ask = move || {
        if asked.try_update_value(|asked| std::mem::replace(asked, true)) == Some(false) {
            spawn_local(until_here(fetch, code));
        }
    };
    // What waits in a tab in which nothing is painted is to be sent, too.
    nav::once_painted(ask);
    code
}

/// Until it is here, or nobody waits for it any longer.
async fn until_here(fetch: fn() -> Fetching, code: RwSignal<Option<Draw>>) {
    while code.try_with_untracked(Option::is_none) == Some(true) {
        match with_texts(fetch()).await {
            Ok(draw) => _ = code.try_set(Some(draw)),
            Err(NotFetched) => {
                // For whoever looks whether the server answers: nothing else may be asked of it meanwhile.
                _ = api::session().await;
                sleep(AGAIN).await;
            }
        }
    }
}

/// Fetches what a signed-in person may open next, while they read: then it opens at once, and without the server too. Gives back what is
/// drawn beside every page, once it is here.
pub fn fetch_all(here: Here) -> RwSignal<Option<Draw>> {
    let (beside, asked) = (RwSignal::new(None), StoredValue::new(false));
    let all = move || {
        if asked.try_update_value(|asked| std::mem::replace(asked, true)) == Some(false) {
            spawn_local(async move {
                // Nobody opens it: it is asked for until it comes.
                until_here(quick, beside).await;
                // Whoever opens one of these asks again, and is told.
                for part in [acts, item, sign_off, people, sign_in] {
                    _ = part().await;
                }
            });
        }
    };
    Effect::new(move |_| {
        if here.me.with(Option::is_some) {
            set_timeout(all, QUIET);
        }
    });
    // Until then the browser would do something of its own.
    window_event_listener(keydown, move |event| {
        let palette = matches!(event.key().as_str(), "k" | "K") && (event.ctrl_key() || event.meta_key());
        if palette && !event.shift_key() && !event.alt_key() && here.me_now().is_some() && beside.with_untracked(Option::is_none) {
            event.prevent_default();
            here.palette.set(true);
            all();
        }
    });
    beside
}
