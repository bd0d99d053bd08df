//! The checklist: sections, their items, and which of them to show.

mod filters;
mod row;

use std::collections::{BTreeMap, BTreeSet};

use holdpoint_domain::id::{ItemId, MemberId, SectionId, Timestamp};
use holdpoint_domain::launch::{Decision, ItemState, Launch, ReasonKind};
use holdpoint_domain::order;
use holdpoint_domain::template::{Item, Section};
use leptos::prelude::*;

use super::{Heading, desk, here};
use crate::clock::{self, Ticking};
use crate::route::{Filter, OwnerFilter, Place, Route, StatusFilter};
use crate::ui::Progress;
use crate::{say, tell, words};
use filters::Filters;
use row::Row;

#[component]
pub fn Checklist(chosen: Memo<Option<ItemId>>) -> impl IntoView {
    let (here, desk) = (here(), desk());
    let filter = Memo::new(move |before: Option<&Filter>| match here.nav.route() {
        Route::Launch(_, Place::Checklist { filter, .. }) => filter,
        _ => before.cloned().unwrap_or_default(),
    });
    // An item that matched stays in sight until the filter changes, whatever happens to it: a tick must not take the row away.
    let visible = Memo::new(move |before: Option<&(Filter, BTreeSet<ItemId>)>| {
        let filter = filter.get();
        let mut visible: BTreeSet<ItemId> = desk.shown.with(|launch| matching(launch, &filter, (desk.me, clock::now())));
        if let Some((known, items)) = before
            && *known == filter
        {
            visible.extend(items.iter().cloned());
        }
        (filter, visible)
    });
    // What is wrong with items that count as settled: the gate knows, the rows show it.
    let faults = Memo::new(move |_| {
        desk.gate.with(|gate| {
            let about = gate.reasons.iter().filter(|reason| reason.kind != ReasonKind::ItemOpen);
            order::map(about.filter_map(|reason| Some((reason.item.clone()?, words::reason::told(reason)))))
        })
    });
    let name = desk.shown.with_untracked(|launch| launch.details.name.value.clone());
    let sections = desk.shown.with_untracked(|launch| launch.template.sections.clone());
    let some = move || visible.with(|(_, items)| !items.is_empty());
    view! {
        <div class="list">
            <div class="hidden"><Heading words=say!("checklist-title", name = name.as_str()) /></div>
            <Filters filter chosen visible=Signal::derive(move || visible.with(|(_, items)| items.len())) />
            <Show when=move || desk.gate.with(|gate| gate.decision == Decision::Go) && filter.with(Filter::is_empty)>
                <p class="notice" data-kind="good">{tell!("checklist-signed"; report = view! { <a href=Route::Launch(desk.id, Place::SignOff).to_string()>{say!("checklist-report")}</a> })}</p>
            </Show>
            <Show when=some fallback=|| view! { <p class="empty">{say!("checklist-no-match")}</p> }>
                {sections.iter().cloned().map(|section| view! { <Part section chosen filter visible faults /> }).collect_view()}
            </Show>
        </div>
    }
}

type Visible = Memo<(Filter, BTreeSet<ItemId>)>;
type Faults = Memo<BTreeMap<ItemId, String>>;

#[component]
fn Part(section: Section, chosen: Memo<Option<ItemId>>, filter: Memo<Filter>, visible: Visible, faults: Faults) -> impl IntoView {
    let desk = desk();
    let (id, title, summary) = (section.id.clone(), section.title.clone(), section.summary.clone());
    let items = section.items.clone();
    let ticking = expect_context::<Ticking>();
    let progress = Memo::new(move |_| {
        let now = ticking.get();
        desk.shown.with(|launch| launch.progress_of(&section, now))
    });
    let shown = Memo::new({
        let items = items.clone();
        move |_| visible.with(|(_, visible)| items.iter().filter(|item| visible.contains(&item.id)).cloned().collect::<Vec<_>>())
    });
    let heading = heading_id(&id);
    view! {
        <section class="part" aria-labelledby=heading.clone() data-section=id.to_string() hidden=move || shown.with(Vec::is_empty)>
            <div class="part__head">
                <h2 class="part__title" id=heading.clone() title=summary>{title.clone()}</h2>
                <Progress label=say!("checklist-progress", section = title.as_str()) progress />
            </div>
            <ul class="part__rows">
                <For each=move || shown.get() key=|item| item.id.clone() let:item>
                    <Row item chosen filter faults />
                </For>
            </ul>
        </section>
    }
}

fn heading_id(section: &SectionId) -> String {
    format!("section-{section}")
}

fn matching(launch: &Launch, filter: &Filter, (me, now): (MemberId, Timestamp)) -> BTreeSet<ItemId> {
    let words: Vec<String> = filter.text.split_whitespace().map(str::to_lowercase).collect();
    let fits = |(section, item): &(&Section, &Item)| {
        launch.items.get(&item.id).is_some_and(|state| has_words(section, item, &words) && has_state(state, filter, (me, now)))
    };
    let mut found = BTreeSet::new();
    found.extend(launch.template.items().filter(fits).map(|(_, item)| item.id.clone()));
    found
}

fn has_words(section: &Section, item: &Item, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let text = format!("{} {} {} {}", section.title, item.title, item.id, item.guidance).to_lowercase();
    words.iter().all(|word| text.contains(word))
}

fn has_state(state: &ItemState, filter: &Filter, (me, now): (MemberId, Timestamp)) -> bool {
    let present = state.status_at(now);
    let status = match filter.status {
        None => true,
        Some(StatusFilter::Left) => !present.is_settled(),
        Some(StatusFilter::Is(status)) => present == status,
    };
    let owner = match filter.owner {
        None => true,
        Some(OwnerFilter::Me) => state.owner.value == Some(me),
        Some(OwnerFilter::Nobody) => state.owner.value.is_none(),
        Some(OwnerFilter::Is(member)) => state.owner.value == Some(member),
    };
    status && owner
}
