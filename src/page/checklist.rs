//! The checklist: sections, their items, and which of them to show.

mod bulk;
mod filters;
mod row;
mod visible;

use std::cell::Cell;
use std::sync::Arc;

use holdpoint_domain::id::ItemId;
use holdpoint_domain::launch::Decision;
use holdpoint_domain::template::Template;
use leptos::prelude::*;

use super::{Heading, desk, here};
use crate::desk::{Desk, MANY};
use crate::route::{Filter, Place, Route, StatusFilter};
use crate::ui::pieces::{self, Pieces};
use crate::ui::{Glyph, Icon, Progress, each, when};
use crate::{clock, keep, nav, say, tell, text};
use bulk::Bulk;
pub use bulk::BulkFields;
use filters::Filters;
use row::Row;
use visible::{Visible, place_of};

/// The least heights of what is above the list and of a row, in `rem`: where the page is compact, and where it is not.
const HEIGHTS_REM: [(f64, f64); 2] = [(18.75, 1.9375), (21.875, 2.6875)];

thread_local! {
    /// Whether a list was drawn since the page was loaded.
    static DRAWN: Cell<bool> = const { Cell::new(false) };
}

/// What the rows of a list share.
#[derive(Clone)]
struct List {
    template: Arc<Template>,
    chosen: Memo<Option<ItemId>>,
    filter: Memo<Filter>,
    visible: Memo<Visible>,
    /// One can look, not change.
    only_reads: Memo<bool>,
    /// Too long to be drawn whole.
    long: bool,
    /// How many rows are drawn first.
    first: RwSignal<usize>,
}

#[component]
pub fn Checklist(
    chosen: Memo<Option<ItemId>>,
    /// Draws what changes all items that are shown.
    bulk: fn() -> AnyView,
) -> impl IntoView {
    let (here, desk) = (here(), desk());
    let filter = Memo::new(move |before: Option<&Filter>| match here.nav.route() {
        Route::Launch(_, Place::Checklist { filter, .. }) => filter,
        _ => before.cloned().unwrap_or_default(),
    });
    let (name, template) = desk.shown.with_untracked(|launch| (launch.details.name.value.clone(), launch.template.clone()));
    let visible = visible(desk, template.clone(), filter);
    let long = desk.shown.with_untracked(|launch| MANY <= launch.items.len());
    let first = if long { RwSignal::new(pieces::first()) } else { in_sight_first() };
    if long {
        // In a long list what is chosen is hardly ever in sight by itself.
        Effect::new(move |_| chosen.get().into_iter().for_each(|chosen| nav::bring_into_sight(format!("[data-item=\"{chosen}\"]"))));
    }
    let only_reads = Memo::new(move |_| desk.only_reads().is_some());
    let list = List { template, chosen, filter, visible, only_reads, long, first };
    let parts = (0..list.template.sections.len()).map(|number| view! { <Part list=list.clone() number /> }.into_any()).collect_view();
    let count = move || visible.with(Visible::count);
    view! {
        <div class="list">
            <div class="hidden"><Heading words=say!("checklist-title", name = name.as_str()) /></div>
            <Filters filter chosen visible=Signal::derive(count) />
            <Bulk visible fields=bulk />
            {when(move || desk.gate.with(|gate| gate.decision == Decision::Go) && filter.with(Filter::is_empty), move || view! {
                <p class="notice" data-kind="good">{tell!("checklist-signed"; report = view! { <a href=Route::Launch(desk.id, Place::SignOff).to_string()>{say!("checklist-report")}</a> })}</p>
            }.into_any())}
            {when(move || count() == 0, move || view! { <p class="empty">{move || filter.with(why_none)}</p> }.into_any())}
            {parts}
        </div>
    }
}

/// Of a list that is drawn whole what is in sight is drawn first, and the rest once that is painted. Not where the reader comes back to a place further
/// down, or had one: there would be no such place for a moment.
fn in_sight_first() -> RwSignal<usize> {
    let whole = DRAWN.replace(true) || nav::comes_back() || document().hidden();
    if whole {
        return RwSignal::new(usize::MAX);
    }
    let compact = keep::look("density").as_deref() == Some("compact");
    let first = RwSignal::new(pieces::in_sight(HEIGHTS_REM[usize::from(!compact)]));
    nav::once_painted(move || _ = first.try_set(usize::MAX));
    first
}

fn why_none(filter: &Filter) -> &'static str {
    let only_mine = Filter { status: Some(StatusFilter::ForMe), ..Filter::default() };
    if *filter == only_mine { say!("none-for-me") } else { say!("checklist-no-match") }
}

fn visible(desk: Desk, template: Arc<Template>, filter: Memo<Filter>) -> Memo<Visible> {
    Memo::new(move |before: Option<&Visible>| {
        let now = clock::now();
        let reader = (desk.me, now, text::today(now, clock::east(now)));
        Visible::of(before, &template, filter.get(), || desk.whole.get(), reader)
    })
}

/// The first section alone, its first item chosen, for the page of the design.
#[cfg(any(debug_assertions, feature = "design"))]
#[component]
pub fn FirstSection() -> impl IntoView {
    let desk = desk();
    let template = desk.shown.with_untracked(|launch| launch.template.clone());
    let first = template.items().next().map(|(_, item)| item.id.clone());
    let (chosen, filter, only_reads) = (Memo::new(move |_| first.clone()), Memo::new(|_| Filter::default()), Memo::new(|_| false));
    let (visible, first) = (visible(desk, template.clone(), filter), RwSignal::new(usize::MAX));
    let list = List { visible, template, chosen, filter, only_reads, long: false, first };
    view! { <Part list number=0 /> }
}

#[component]
fn Part(
    list: List,
    /// Of the section.
    number: usize,
) -> impl IntoView {
    let desk = desk();
    let List { template, chosen, filter, visible, long, first, .. } = list.clone();
    let section = &template.sections[number];
    let (id, title, summary) = (section.id.clone(), section.title.clone(), section.summary.clone());
    let progress = Memo::new(move |_| desk.progress.with(|sections| sections.get(number).copied().unwrap_or_default()));
    let rows = Memo::new(move |_| visible.with(|visible| visible.places.get(number).cloned().unwrap_or_default()));
    let kept = Memo::new({
        let template = template.clone();
        move |_| {
            chosen.with(|chosen| place_of(&template, chosen.as_ref()?).filter(|(section, _)| *section == number).map(|(_, place)| place))
        }
    });
    let folded = RwSignal::new(false);
    // What is found, or comes by its address, is not folded away.
    Effect::new(move |_| {
        if kept.get().is_some() || !filter.with(Filter::is_empty) {
            folded.set(false);
        }
    });
    // Of the list's first rows, those that are in this section.
    let first = Memo::new(move |_| {
        let above: usize = visible.with(|visible| visible.places.iter().take(number).map(Vec::len).sum());
        first.get().saturating_sub(above)
    });
    let drawn = move || {
        let first = first.get();
        rows.with(|rows| rows.iter().take(first).copied().collect::<Vec<_>>())
    };
    let row = Callback::new(move |place: u32| view! { <Row list=list.clone() number place rows /> }.into_any());
    let label = say!("checklist-progress", section = title.as_str());
    let heading = format!("section-{id}");
    let body = format!("{heading}-items");
    view! {
        <section
            class="part"
            aria-labelledby=heading.clone()
            data-section=id.to_string()
            data-folded=move || folded.get().then_some("true")
            hidden=move || rows.with(Vec::is_empty)
        >
            <div class="part__head">
                <h2 class="part__title" id=heading.clone()>
                    <button
                        type="button"
                        class="part__fold"
                        aria-expanded=move || (!folded.get()).to_string()
                        aria-controls=body.clone()
                        on:click=move |_| folded.update(|folded| *folded = !*folded)
                    >
                        <Icon glyph=Glyph::Fold />
                        {title.clone()}
                    </button>
                </h2>
                {move || view! { <Progress label=label.clone() progress=progress.get() /> }.into_any()}
            </div>
            {(!summary.is_empty()).then(|| view! { <p class="part__about">{summary}</p> }.into_any())}
            {if long {
                view! { <div class="part__rows" role="list" id=body><Pieces rows row first kept /></div> }.into_any()
            } else {
                view! { <ul class="part__rows" id=body>{each(drawn, move |place| row.run(place))}</ul> }.into_any()
            }}
        </section>
    }
}
