//! Pages that most visits do not open: in a shipped build they are fetched when they are first shown, or when nothing else is to do,
//! so that the launches and the checklist need not wait for them.
//!
//! With the feature `later` each function below becomes a place where the module is cut; without it (every other build, all tests
//! on this machine's own target) it is a plain call.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use gloo_timers::future::sleep;
use holdpoint_domain::id::ItemId;
use holdpoint_domain::wire::Person;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::AGAIN;
use super::news::follow;
use crate::nav;
use crate::page::Hands;
use crate::page::account::MyAccount;
use crate::page::burn_up::{BurnUp, ChartOf};
use crate::page::checklist::BulkFields;
use crate::page::details::DetailsPage;
use crate::page::drills::Drills;
use crate::page::edit_template::EditTemplate;
use crate::page::item::ItemPane;
use crate::page::launches::Empty;
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
use crate::ui::{Remote, Waiting};
use crate::{say, words};

/// How long after somebody is known to be signed in the rest is fetched.
const QUIET: Duration = Duration::from_secs(2);

/// Draws a page, once its code is here. A plain function, so that it runs under the owner of the place where it is drawn.
pub type Draw = fn() -> AnyView;

/// Which item the pane beside the checklist shows: a context, because a page that is drawn later takes no arguments.
#[derive(Clone, Copy)]
pub struct ChosenItem(pub Memo<Option<ItemId>>);

/// The code did not come: the server is away, or a newer page has replaced it.
#[derive(Clone, Copy, Debug)]
pub struct NotFetched;

#[cfg(feature = "later")]
impl From<wasm_split_helpers::SplitLoaderError> for NotFetched {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        NotFetched
    }
}

type Fetching = Pin<Box<dyn Future<Output = Result<Draw, NotFetched>>>>;

/// `name in part => view`: a page's name, the file that its code is in, and how it is drawn.
macro_rules! pages {
    ($($name:ident in $part:ident => $view:expr;)*) => {
        mod parts {
            use super::*;
            $(
                #[cfg(feature = "later")]
                #[wasm_split_helpers::wasm_split($part, fallible)]
                pub(super) fn $name() -> Result<Draw, NotFetched> {
                    Ok(|| $view.into_any())
                }

                #[cfg(not(feature = "later"))]
                pub(super) async fn $name() -> Result<Draw, NotFetched> {
                    Ok(|| $view.into_any())
                }
            )*
        }
        $(
            pub fn $name() -> Fetching {
                Box::pin(parts::$name())
            }
        )*
    };
}

pages! {
    sign_in in enter => view! { <SignInPage /> };
    set_up in enter => view! { <AccountPage account=Account::First /> };
    invited in enter => view! { <AccountPage account=Account::Invited /> };
    set_up_needed in enter => view! { <SetUpNeeded /> };
    recover in enter => view! { <Recover /> };
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
    bulk in item => view! { <BulkFields /> };
    item in item => view! { <ItemPane chosen={expect_context::<ChosenItem>().0} /> };
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

/// Shows a page as soon as its code is here.
pub fn later(fetch: fn() -> Fetching) -> AnyView {
    let code = RwSignal::new(Remote::<Draw>::Waiting);
    let load = move || {
        Remote::load(code, async move {
            let (draw, texts) = (fetch(), words::more());
            match (draw.await, texts.await) {
                (Ok(draw), Ok(())) => Ok(draw),
                _ => Err(say!("part-not-fetched").into()),
            }
        });
    };
    load();
    // Whoever changed the page moved the focus to a heading that was not there yet.
    Effect::new(move |_| {
        if code.with(|code| code.here().is_some()) {
            nav::focus_if_lost("#heading");
        }
    });
    view! {
        <Waiting what=code again=Callback::new(move |()| load()) />
        {move || code.with(|code| code.here().copied()).map(|draw| draw())}
    }
    .into_any()
}

/// Fetches what belongs beside a page once that is painted, and asks again as long as it does not come.
pub fn beside(fetch: fn() -> Fetching) -> RwSignal<Option<Draw>> {
    let code = RwSignal::new(None::<Draw>);
    let ask = move || {
        spawn_local(async move {
            while code.try_with_untracked(Option::is_none) == Some(true) {
                let (draw, texts) = (fetch(), words::more());
                if let (Ok(draw), Ok(())) = (draw.await, texts.await) {
                    _ = code.try_set(Some(draw));
                    return;
                }
                sleep(AGAIN).await;
            }
        });
    };
    request_animation_frame(move || set_timeout(ask, Duration::ZERO));
    code
}

/// Fetches what a signed-in person may open next, while they read: then it opens at once, and without the server too. Gives back what is
/// drawn beside every page, once it is here.
pub fn fetch_all(me: RwSignal<Option<Person>>) -> RwSignal<Option<Draw>> {
    let beside = RwSignal::new(None);
    Effect::new(move |fetched: Option<bool>| {
        let fetch = me.with(Option::is_some);
        if fetch && fetched != Some(true) {
            let all = move || {
                spawn_local(async move {
                    // Whoever opens something asks again, and is told.
                    if words::more().await.is_err() {
                        return;
                    }
                    beside.set(quick().await.ok());
                    for part in [item, sign_off, people, sign_in] {
                        _ = part().await;
                    }
                });
            };
            set_timeout(all, QUIET);
        }
        fetch || fetched == Some(true)
    });
    beside
}
