//! The chosen item: what has to be true, how it stands, what proves it, who said what.

mod evidence;
mod history;
mod proof;
mod since;
mod state;
mod talk;
mod times;
mod upload;
mod waiver;

use holdpoint_domain::id::{ItemId, MemberId};
use holdpoint_domain::launch::{ItemState, Launch};
use holdpoint_domain::template::{Item, OutsideFact, Section};
use leptos::prelude::*;

use super::{Hands, Here, desk, here, takes_letters};
use crate::route::{Filter, Place, Route, StatusFilter};
use crate::ui::{Day, Glyph, Icon, Outward, coded};
use crate::{clock, nav, say, tell, words};
use evidence::EvidenceBlock;
use history::History;
use proof::Proof;
use since::{Missed, Since, look};
use state::{OwnerAndDue, StatusChoice};
pub use talk::Talk;
#[cfg(any(debug_assertions, feature = "design"))]
pub use upload::{Sent, State as Uploading};
pub use waiver::WaiverBlock;

/// The item's state; equal ones redraw nothing.
type State = Memo<Option<ItemState>>;

/// Links to what waits for somebody: as many as one looks through.
const MINE: usize = 20;

#[component]
pub fn ItemPane(
    chosen: Memo<Option<ItemId>>,
    /// Which it was when the list was drawn: one may have chosen another since, which this code came too late for.
    first: Option<ItemId>,
) -> impl IntoView {
    let desk = desk();
    let missed = look(desk);
    Effect::new(move |before: Option<Option<ItemId>>| {
        let (now, late) = (chosen.get(), before.is_none());
        match (before.unwrap_or_else(|| first.clone()), &now) {
            (before, Some(item)) if before.as_ref() != Some(item) && late => {
                nav::focus_from(format!("[data-item=\"{item}\"]"), "#item-heading");
            }
            (before, Some(_)) if before != now => nav::focus("#item-heading"),
            // Back to where one was in the list.
            (Some(left), None) => {
                nav::focus_or(format!("[data-item=\"{left}\"] a"), "#heading");
                nav::set_title(&desk.shown.with_untracked(|launch| say!("checklist-title", name = &launch.details.name.value)));
            }
            _ => {}
        }
        now
    });
    move || {
        let item = chosen.get().map(|id| desk.shown.with_untracked(|launch| launch.template.item(&id).cloned()));
        match item {
            Some(Some(item)) => view! { <Chosen item /> }.into_any(),
            Some(None) => view! { <Nowhere /> }.into_any(),
            None => view! { <NothingChosen missed /> }.into_any(),
        }
    }
}

#[component]
fn Nowhere() -> impl IntoView {
    nav::set_title(say!("item-nowhere"));
    view! {
        <section class="pane" aria-label=say!("item")>
            <h2 class="pane__title" id="item-heading" tabindex="-1">{say!("item-nowhere")}</h2>
            <p>{say!("item-nowhere-why")}</p>
            <p><a href=Route::checklist(desk().id).to_string()>{say!("item-to-checklist")}</a></p>
        </section>
    }
}

/// The list's filter, which stays when one goes from item to item.
fn filter(here: Here) -> Filter {
    match here.nav.route() {
        Route::Launch(_, Place::Checklist { filter, .. }) => filter,
        _ => Filter::default(),
    }
}

/// The name of who asks somebody about an item in a comment that is not answered.
fn asked_by(launch: &Launch, me: MemberId, item: &ItemId) -> Option<String> {
    let comment = launch.asks(me, launch.items.get(item)?)?;
    Some(launch.name_of(comment.by).to_owned())
}

/// What is there to do, for whoever has not chosen yet.
#[component]
fn NothingChosen(missed: Missed) -> impl IntoView {
    let (here, desk) = (here(), desk());
    let mine = Memo::new(move |_| {
        let now = clock::now();
        desk.whole.with(|launch| {
            let waits = |(section, item): &(&Section, &Item)| {
                launch.items.get(&item.id).is_some_and(|state| launch.waits_for(desk.me, &section.id, state, now))
            };
            let told = |(_, item): (&Section, &Item)| (item.id.clone(), item.title.clone(), asked_by(launch, desk.me, &item.id));
            let mut mine = launch.template.items().filter(waits).map(told);
            (mine.by_ref().take(MINE).collect::<Vec<_>>(), mine.count())
        })
    });
    let line = move |(id, title, asked): (ItemId, String, Option<String>)| {
        let href = move || Route::Launch(desk.id, Place::Checklist { item: Some(id.clone()), filter: filter(here) }).to_string();
        let why = asked.map(|name| view! { <p class="aside" data-testid="asked">{say!("item-asks-you", name = name)}</p> });
        view! { <li><a href=href>{title}</a>{why}</li> }
    };
    let all = Filter { status: Some(StatusFilter::ForMe), ..Filter::default() };
    let all = Route::Launch(desk.id, Place::Checklist { item: None, filter: all }).to_string();
    let palette = say!("keys-ctrl-k").split(' ').next();
    view! {
        <section class="pane pane--empty" aria-labelledby="no-item">
            <h2 class="pane__title" id="no-item">{say!("item-choose")}</h2>
            <p>{say!("item-choose-what")}</p>
            <p class="aside">{match takes_letters() {
                true => tell!("item-choose-keys"; palette = view! { <kbd>{palette}</kbd> }, keys = view! { <kbd>"?"</kbd> }),
                false => tell!("item-choose-palette"; palette = view! { <kbd>{palette}</kbd> }),
            }}</p>
            {move || Some(mine.get()).filter(|(mine, _)| !mine.is_empty()).map(|(mine, more)| view! {
                <h3 class="block__title">{say!("item-mine")}</h3>
                <ul class="pane__mine">{mine.into_iter().map(line).collect_view()}</ul>
                {(0 < more).then(|| view! { <p><a href=all.clone() data-testid="more-mine">{say!("and-more", count = more)}</a></p> })}
            })}
            <Since missed />
        </section>
    }
}

#[component]
fn Chosen(item: Item) -> impl IntoView {
    let (here, desk) = (here(), desk());
    let id = item.id.clone();
    let state: State = Memo::new({
        let id = id.clone();
        move |_| desk.shown.with(|launch| launch.items.get(&id).map(|state| (**state).clone()))
    });
    let section = desk.shown.with_untracked(|launch| {
        let of = launch.template.items().find(|(_, known)| known.id == id);
        of.map(|(section, _)| section.title.clone()).unwrap_or_default()
    });
    let asked = Memo::new({
        let id = id.clone();
        move |_| desk.shown.with(|launch| asked_by(launch, desk.me, &id))
    });
    let back = move || Route::Launch(desk.id, Place::Checklist { item: None, filter: filter(here) }).to_string();
    nav::set_title(&item.title);
    let (key, last) = (id.to_string(), id.clone());
    view! {
        <section class="pane" aria-labelledby="item-heading" data-pane=key.clone()>
            <a class="pane__back" href=back><Icon glyph=Glyph::Back />{say!("item-all")}</a>
            <p class="pane__path">{section}" · "<code>{key.clone()}</code></p>
            <h2 class="pane__title" id="item-heading" tabindex="-1">{item.title.clone()}</h2>
            <p class="pane__need">{words::item::level(item.level)}" "{words::item::need(item.evidence)}</p>
            {move || asked.get().map(|name| view! { <p class="pane__asked" data-testid="asked">{say!("item-asks-you", name = name)}</p> })}
            <Hands>
                <StatusChoice item=id.clone() state />
                <OwnerAndDue item=id.clone() state />
                <Guidance item=item.clone() />
                <Proof item=item.clone() state />
                <EvidenceBlock item=id.clone() state />
                <WaiverBlock item=id.clone() state />
                <Talk item=id.clone() state />
            </Hands>
            <History item=last />
        </section>
    }
}

#[component]
fn Guidance(item: Item) -> impl IntoView {
    let paragraphs = item.guidance.split("\n\n").filter(|text| !text.trim().is_empty()).map(|text| view! { <p>{coded(text)}</p> });
    let paragraphs = paragraphs.collect_view();
    let facts = item.facts.len();
    view! {
        <div class="block">
            <h3 class="block__title">{say!("item-guidance")}</h3>
            {paragraphs}
            {(0 < facts).then(|| view! {
                <ul class="facts">{item.facts.into_iter().map(fact).collect_view()}</ul>
            })}
        </div>
    }
}

fn fact(fact: OutsideFact) -> impl IntoView {
    let source = view! { <Outward url=fact.source.clone() words=fact.source /> };
    view! {
        <li>
            {fact.claim}
            <span class="facts__source">
                <span class="tag">{words::item::confidence(fact.confidence)}</span>
                {tell!("fact-source"; source = source, day = view! { <Day day=fact.date /> })}
            </span>
        </li>
    }
}
