//! Around all pages of one launch: its name, who else is here, the ways to its pages, and what was not saved.

use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use holdpoint_domain::id::{Digest, ItemId, LaunchId, MemberId};
use holdpoint_domain::launch::{Decision, Launch};
use holdpoint_domain::wire::Present;
use leptos::prelude::*;

use super::gate_bar::GateBar;
use super::later::{self, ChosenItem, Draw, later};
use super::news::UNDO;
use crate::desk::Desk;
use crate::net::api::{self, Trouble};
use crate::page::checklist::Checklist;
use crate::page::{Heading, Here, desk, here};
use crate::route::{Filter, Place, Route};
use crate::ui::{self, Day, Remote, Waiting, when};
use crate::{keep, nav, say, tell, text};

/// The copy for the way without network is kept when the first screen is painted.
const KEPT: Duration = Duration::from_millis(50);

thread_local! {
    /// Begins a launch, once the code for it is here: those that are opened later, or drawn anew, show what waits for them at once.
    static BEGIN: Cell<Option<Draw>> = const { Cell::new(None) };
}

#[component]
pub fn Frame(id: LaunchId) -> impl IntoView {
    let here = here();
    let view = RwSignal::new(Remote::<(Arc<Launch>, bool)>::Waiting);
    let load = move || Remote::load(view, open(here, id));
    load();
    let failed = move || view.with(|view| matches!(view, Remote::Failed { .. }));
    // Who waits for a server that was away need not press anything when it is back.
    Effect::new(move |before: Option<bool>| {
        let answers = here.answers.get();
        if answers && before == Some(false) && untrack(failed) {
            load();
        }
        answers
    });
    // Who came here had left the focus to a heading that was not there yet.
    Effect::new(move |_| {
        if failed() || view.with(|view| view.here().is_some()) {
            nav::focus_if_lost("#heading");
        }
    });
    view! {
        {when(failed, move || view! {
            <div class="heading-row">
                <Heading words=id.to_string() />
                <a class="button" href=Route::launches().to_string()>{say!("all-launches")}</a>
            </div>
        }.into_any())}
        <Waiting what=view again=Callback::new(move |()| load()) />
        {move || view.get().here().cloned().map(|(launch, is_kept)| view! { <Opened launch is_kept again=Callback::new(move |()| load()) /> }.into_any())}
    }
}

/// The server's copy; while it is away, the one that this browser kept; and whether it is that.
async fn open(here: Here, id: LaunchId) -> Result<(Arc<Launch>, bool), String> {
    let me = here.me_now();
    match api::launch(id).await {
        Ok((view, told)) => {
            let seq = view.launch.seq;
            // What was heard of a log that was set back since does not follow on this copy.
            _ = me.inspect(|me| keep::drop_heard(*me, id));
            set_timeout(move || _ = me.inspect(|me| keep::put_launch(*me, id, told, seq)), KEPT);
            Ok((Arc::new(view.launch), false))
        }
        Err(trouble) => {
            if let Some(me) = me
                && trouble.is_nothing()
            {
                // The role was taken away while the launch was not open here.
                keep::drop_role(me, id);
            }
            let kept = match me.filter(|_| trouble.passes()) {
                Some(me) => match later::kept().await {
                    Ok(kept) => Some(kept(me, id).await),
                    // Whether there is a copy nobody can tell without the code that reads it.
                    Err(_) => None,
                },
                None => None,
            };
            match kept {
                Some(Some(launch)) => Ok((Arc::new(launch), true)),
                Some(None) if trouble == Trouble::Away => Err(say!("frame-no-copy").into()),
                None if trouble == Trouble::Away => Err(say!("app-starting").into()),
                _ => Err(here.trouble(&trouble)),
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tab {
    Checklist,
    Preflight,
    Drills,
    Watch,
    Rollback,
    SignOff,
    Details,
}

#[component]
fn Opened(
    launch: Arc<Launch>,
    /// It is the copy of this browser.
    is_kept: bool,
    /// The launch is on another checklist now: everything is drawn anew.
    again: Callback<()>,
) -> impl IntoView {
    let here = here();
    let Some(me) = here.me.get_untracked() else { return ().into_any() };
    let desk = Desk::open(me, launch, is_kept);
    provide_context(desk);
    here.desk.set(Some(desk));
    on_cleanup(move || here.desk.set(None));
    follow(here, desk);
    let acts = BEGIN.get().map_or_else(|| later::beside(later::acts), |begin| RwSignal::new(Some(begin)));
    let news = later::beside(later::news);
    Effect::new(move |before: Option<Digest>| {
        let now = desk.confirmed.with(|launch| launch.template_ref.digest);
        if before.is_some_and(|before| before != now) {
            again.run(());
        }
        now
    });
    let tab = Memo::new(move |before: Option<&Tab>| match here.nav.route() {
        Route::Launch(_, Place::Checklist { .. }) => Tab::Checklist,
        Route::Launch(_, Place::Preflight) => Tab::Preflight,
        Route::Launch(_, Place::Drills) => Tab::Drills,
        Route::Launch(_, Place::Watch) => Tab::Watch,
        Route::Launch(_, Place::Rollback(_)) => Tab::Rollback,
        Route::Launch(_, Place::SignOff) => Tab::SignOff,
        Route::Launch(_, Place::Details) => Tab::Details,
        // On the way out the old page stays until the shell has drawn the new one.
        _ => before.copied().unwrap_or(Tab::Checklist),
    });
    begin_at_heading(here, tab);
    view! {
        <div class="frame" data-launch=desk.id.to_string()>
            <Head desk />
            {when(move || desk.outdated.get(), || view! {
                <div class="notice" data-kind="warn" role="alert">
                    <p>{say!("frame-outdated")}</p>
                    <button type="button" class="button" on:click=move |_| nav::reload()>{say!("reload")}</button>
                </div>
            }.into_any())}
            <Tabs desk tab />
            <GateBar desk />
            {move || match tab.get() {
                _ if desk.shut_out.get() => view! { <ShutOut /> }.into_any(),
                Tab::Checklist => view! { <Panes /> }.into_any(),
                Tab::Preflight => later(later::preflight),
                Tab::Drills => later(later::drills),
                Tab::Watch => later(later::watch),
                Tab::Rollback => later(later::rollback),
                Tab::SignOff => later(later::sign_off),
                Tab::Details => later(later::details),
            }}
            {move || acts.get().map(|draw| draw())}
            {move || news.get().map(|draw| draw())}
        </div>
    }
    .into_any()
}

/// Each page of the launch begins at its heading, with its tab in sight.
fn begin_at_heading(here: Here, tab: Memo<Tab>) {
    Effect::new(move |before: Option<Tab>| {
        let now = tab.get();
        // On a phone the later tabs are beyond the edge; the first never is, and a long list looks for its own place.
        if now != Tab::Checklist {
            nav::bring_into_sight(".tabs__tab[aria-current]".into());
        }
        if before.is_some_and(|before| before != now) {
            nav::scroll_to_top();
            nav::focus("#heading");
            // What was changed is on a page that was left: the message would only cover this one.
            here.toasts.take_away(UNDO);
        }
        now
    });
}

#[component]
fn ShutOut() -> impl IntoView {
    view! {
        <div class="notice" data-kind="warn" role="alert" data-testid="shut-out">
            <p>{say!("frame-shut-out")}</p>
            <a class="button" href=Route::launches().to_string()>{say!("all-launches")}</a>
        </div>
    }
}

#[component]
fn Head(desk: Desk) -> impl IntoView {
    let details = Memo::new(move |_| {
        desk.shown.with(|launch| {
            let details = &launch.details;
            (details.name.value.clone(), details.target.value, details.ticket.value.clone())
        })
    });
    let template = desk.shown.with_untracked(|launch| format!("{} {}", launch.template.title, launch.template_ref.version));
    let others = move || desk.present.get().into_iter().filter(|person| person.id != desk.me).collect::<Vec<_>>();
    let at = move |person: &Present| {
        let launch = desk.launch_now();
        let titles =
            person.items.iter().filter_map(|item| launch.template.item(item)).map(|item| say!("frame-at-item", title = &item.title));
        let titles = titles.collect::<Vec<_>>();
        if titles.is_empty() { person.name.clone() } else { say!("frame-person-at", name = &person.name, items = text::list(titles)) }
    };
    view! {
        <div class="frame__head">
            <p class="frame__name"><a href=Route::checklist(desk.id).to_string()>{move || details.with(|(name, ..)| name.clone())}</a></p>
            <p class="frame__meta">
                <span>{desk.id.to_string()}</span>
                <span>{template}</span>
                {move || details.with(|(_, target, _)| *target).map(|day| view! { <span>{tell!("target"; day = view! { <Day day distance=true /> })}</span> }.into_any())}
                {move || details.with(|(.., ticket)| ticket.clone()).map(|ticket| view! { <span>{ticket}</span> }.into_any())}
            </p>
            <div class="frame__present" data-testid="presence">
                {move || {
                    let company = desk.present.with(|present| company(present, desk.me));
                    view! {
                        {company.map(|words| view! { <span class="aside">{words}</span> }.into_any())}
                        {others().into_iter().map(|person| view! { <ui::Person words=at(&person) name=person.name /> }.into_any()).collect_view()}
                        {move || Some(desk.present_more.get()).filter(|more| 0 < *more).map(|more| view! { <span class="aside">{say!("and-more", count = more)}</span> }.into_any())}
                    }
                    .into_any()
                }}
            </div>
        </div>
    }
}

/// Whether others are here too. `None`: nobody has told yet who is, for whoever looks is among them.
fn company(present: &[Present], me: MemberId) -> Option<&'static str> {
    let alone = present.iter().all(|person| person.id == me);
    (!present.is_empty()).then(|| if alone { say!("frame-alone") } else { say!("frame-also-here") })
}

/// The list and the chosen item side by side; on a narrow screen one at a time.
#[component]
fn Panes() -> impl IntoView {
    let here = here();
    let chosen = Memo::new(move |before: Option<&Option<ItemId>>| match here.nav.route() {
        Route::Launch(_, Place::Checklist { item, .. }) => item,
        _ => before.cloned().flatten(),
    });
    provide_context(ChosenItem { chosen, first: StoredValue::new(chosen.get_untracked()) });
    // The list is painted first, unless one came for an item: the pane takes a good part of the page's code.
    let pane = RwSignal::new(chosen.with_untracked(Option::is_some));
    request_animation_frame(move || set_timeout(move || _ = pane.try_set(true), Duration::ZERO));
    let showing = move || if chosen.with(Option::is_some) { "item" } else { "list" };
    view! {
        <div class="panes" data-showing=showing>
            <Checklist chosen bulk=|| later(later::bulk) />
            {move || pane.get().then(|| later(later::item))}
        </div>
    }
}

#[component]
fn Tabs(desk: Desk, tab: Memo<Tab>) -> impl IntoView {
    let id = desk.id;
    let runbooks =
        desk.shown.with_untracked(|launch| launch.template.runbooks.iter().map(|runbook| runbook.title.clone()).collect::<Vec<_>>());
    let rollback = if let [only] = runbooks.as_slice() { only.clone() } else { say!("runbooks").into() };
    let tabs = [
        (Tab::Checklist, say!("checklist").to_owned(), Place::Checklist { item: None, filter: Filter::default() }),
        (Tab::Preflight, say!("preflight-title").to_owned(), Place::Preflight),
        (Tab::Drills, say!("drills").to_owned(), Place::Drills),
        (Tab::Watch, say!("watch-title").to_owned(), Place::Watch),
        (Tab::Rollback, rollback, Place::Rollback(None)),
        (Tab::SignOff, say!("sign-off").to_owned(), Place::SignOff),
        (Tab::Details, say!("details-heading").to_owned(), Place::Details),
    ];
    let drilled = desk.shown.with_untracked(|launch| launch.template.checks.iter().any(|check| check.drill().is_some()));
    let link = move |(mine, words, place): (Tab, String, Place)| {
        let href = Route::Launch(id, place).to_string();
        view! { <a class="tabs__tab" href=href aria-current=move || (tab.get() == mine).then_some("page")>{words}</a> }.into_any()
    };
    view! { <nav class="tabs" aria-label=say!("frame-tabs")>{tabs.into_iter().filter(|(tab, ..)| drilled || *tab != Tab::Drills).map(link).collect_view()}</nav> }
}

/// What is sent and heard of the open launch, once it is drawn. There is nothing to see of that.
pub fn begin() -> AnyView {
    BEGIN.set(Some(begin));
    let (here, desk) = (here(), desk());
    desk.begin();
    desk.be_at(Memo::new(move |_| match here.nav.route() {
        Route::Launch(_, Place::Checklist { item, .. }) => item,
        _ => None,
    }));
    ().into_any()
}

/// The end of the session and the gate's turns reach the person wherever they are in the launch; for the rest see `news.rs`.
fn follow(here: Here, desk: Desk) {
    Effect::new(move |_| {
        if desk.signed_out.get() {
            here.leave();
        }
        if desk.set_back.get() {
            here.toasts.warn(say!("frame-set-back"));
        }
    });
    Effect::new(move |before: Option<Decision>| {
        let now = desk.gate.with(|gate| gate.decision);
        if before.is_some_and(|before| before != now) {
            let words = if now == Decision::Go { say!("gate-go") } else { say!("gate-no-go") };
            here.say.set(say!("gate-turned", gate = say!("gate"), now = words));
        }
        now
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_told_to_be_alone_before_it_is_known_who_is_here() {
        let person =
            |number| Present { id: MemberId(uuid::Uuid::from_u128(number)), name: format!("Person {number}"), owner: false, items: vec![] };
        let me = person(1).id;
        assert_eq!(company(&[], me), None);
        assert_eq!(company(&[person(1)], me), Some("Only you are here"));
        assert_eq!(company(&[person(1), person(2)], me), Some("Also here"));
        // Of very many only some are named.
        assert_eq!(company(&[person(2)], me), Some("Also here"));
    }
}
