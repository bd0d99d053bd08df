//! One item in the list. A memo of its own: a tick redraws one row.

use holdpoint_domain::check::Standing;
use holdpoint_domain::id::{Date, ItemId};
use holdpoint_domain::launch::{Command, Launch, Status};
use holdpoint_domain::template::{EvidenceNeed, Level};
use holdpoint_domain::wire::Present;
use leptos::prelude::*;

use super::super::desk;
use super::List;
use crate::clock::{self, Ticking};
use crate::route::{Place, Route};
use crate::sync::item_of;
use crate::ui::{Glyph, Icon, Person, StandingTag, StatusTag, Tick, following};
use crate::{say, text};

/// What a row shows; it is redrawn when this differs.
#[derive(Clone, PartialEq)]
struct Shown {
    status: Status,
    owner: Option<String>,
    /// With the reader's day.
    due: Option<(Date, Date)>,
    evidence: usize,
    comments: usize,
    /// The worst standing of the checks that prove the item; the outer `None`: no check does.
    proof: Option<Option<Standing>>,
}

fn shown(launch: &Launch, item: &ItemId, now: holdpoint_domain::id::Timestamp) -> Shown {
    let worst = |standing: &Option<Standing>| match standing {
        Some(Standing::Failing) => 5,
        Some(Standing::Unknown) => 4,
        Some(Standing::Stale) => 3,
        None => 2,
        Some(Standing::Warning) => 1,
        Some(Standing::Passing) => 0,
    };
    let proof = launch.template.checks_of(item).map(|check| launch.standing(&check.id, now)).max_by_key(worst);
    let state = launch.items.get(item);
    Shown {
        status: state.map(|state| state.status_at(now)).unwrap_or_default(),
        owner: state.and_then(|state| state.owner.value).map(|owner| launch.name_of(owner).to_owned()),
        due: state.and_then(|state| state.due.value).map(|due| (due, text::today(now, clock::east(now)))),
        evidence: state.map_or(0, |state| state.evidence.len()),
        comments: state.map_or(0, |state| state.comments.len()),
        proof,
    }
}

#[component]
pub fn Row(
    list: List,
    /// Of its section.
    number: usize,
    /// In its section.
    place: u32,
    /// What its section shows.
    rows: Memo<Vec<u32>>,
) -> impl IntoView {
    let Some(item) = list.template.sections.get(number).and_then(|section| section.items.get(place as usize)) else {
        return ().into_any();
    };
    let List { chosen, filter, only_reads, long, .. } = list;
    let desk = desk();
    let ticking = expect_context::<Ticking>();
    let id = StoredValue::new(item.id.clone());
    let shown = following(move || {
        let now = ticking.get().max(clock::now());
        desk.shown.with(|launch| id.with_value(|id| shown(launch, id, now)))
    });
    let status = Memo::new(move |_| shown.with(|shown| shown.status));
    let pending = following(move || desk.pending.with(|pending| id.with_value(|id| pending.contains(id))));
    let refused = following(move || {
        let mine = |refused: &&crate::sync::Refused| id.with_value(|id| item_of(&refused.pending.command) == Some(id));
        desk.refused.with(|refused| refused.iter().find(mine).map(|refused| (refused.pending.id, refused.why.clone())))
    });
    let fault = following(move || desk.faults.with(|faults| id.with_value(|id| faults.get(id).cloned())));
    let is_chosen = following(move || chosen.with(|chosen| id.with_value(|id| chosen.as_ref() == Some(id))));
    let people = following(move || {
        let others = |person: &&Present| person.id != desk.me && id.with_value(|id| person.items.contains(id));
        desk.present.with(|present| present.iter().filter(others).map(|person| person.name.clone()).collect::<Vec<_>>())
    });
    let href = following(move || {
        let item = Some(id.get_value());
        Route::Launch(desk.id, Place::Checklist { item, filter: filter.get() }).to_string()
    });
    let locked = following(move || only_reads.get());
    // Of how many, and which of them.
    let standing = following(move || rows.with(|rows| (rows.len(), rows.partition_point(|known| *known <= place))));
    let wish = move |done: bool| {
        let status = if done { Status::Done } else { Status::Open };
        desk.wish(Command::SetStatus { item: id.get_value(), status, justification: None });
    };
    let mixed = move || matches!(status.get(), Status::NotApplicable | Status::Waived);
    view! {
        <li
            class="row"
            data-item=item.id.to_string()
            data-status=move || text::status_key(status.get())
            data-pending=move || pending.get().to_string()
            data-refused=move || refused.with(Option::is_some).to_string()
            data-chosen=move || is_chosen.get().to_string()
            role=long.then_some("listitem")
            aria-setsize=move || long.then(|| standing.get().0.to_string())
            aria-posinset=move || long.then(|| standing.get().1.to_string())
        >
            <Tick
                label=say!("checklist-tick", title = &item.title)
                done=Signal::derive(move || status.get() == Status::Done)
                mixed=Signal::derive(mixed)
                locked=Signal::derive(move || locked.get().then(|| say!("checklist-only-reads")))
                on_wish=wish
            />
            <div class="row__body">
                <a class="row__title" href=href aria-current=move || is_chosen.get().then_some("true")>{item.title.clone()}</a>
                <Meta level=item.level need=item.evidence shown />
                {move || fault.get().map(|text| view! { <p class="row__fault"><Icon glyph=Glyph::Warn />{text}</p> })}
                {move || refused.get().map(|(command, why)| view! {
                    <p class="row__fault" data-testid="refused">
                        <Icon glyph=Glyph::Cross />{say!("not-saved", why = why)}
                        <button type="button" class="button button--quiet" on:click=move |_| desk.dismiss(command)>{say!("dismiss")}</button>
                    </p>
                })}
            </div>
            <div class="row__end">
                {move || people.get().into_iter().map(|name| view! {
                    <span class="row__here" data-testid="at-item"><Person words=say!("checklist-at-item", name = &name) name /></span>
                }).collect_view()}
                <Show when=move || pending.get()><span class="row__pending" data-testid="pending">{say!("checklist-sending")}</span></Show>
                <StatusTag status />
            </div>
        </li>
    }
    .into_any()
}

#[component]
fn Meta(level: Level, need: EvidenceNeed, shown: Memo<Shown>) -> impl IntoView {
    view! {
        <span class="row__meta">
            {(level == Level::Should).then(|| view! { <span>{say!("checklist-should")}</span> })}
            {move || {
                let Shown { status, owner, due, evidence, comments, proof } = shown.get();
                let proof = proof.filter(|proof| proof.is_some() || need == EvidenceNeed::Check);
                view! {
                    {owner.map(|name| view! { <Person name /> })}
                    {due.map(|(due, today)| {
                        let late = due < today && !status.is_settled();
                        view! { <span data-late=late.to_string()>{say!("checklist-due", when = text::days_to(due, today))}</span> }
                    })}
                    {(0 < evidence).then(|| view! { <span title=say!("checklist-evidence")><Icon glyph=Glyph::Link />{evidence}<span class="hidden">" "{say!("checklist-pieces", count = evidence)}</span></span> })}
                    {(0 < comments).then(|| view! { <span title=say!("checklist-comments")><Icon glyph=Glyph::Comment />{comments}<span class="hidden">" "{say!("checklist-comments-counted", count = comments)}</span></span> })}
                    {proof.map(|standing| view! { <StandingTag standing /> })}
                }
            }}
        </span>
    }
}
