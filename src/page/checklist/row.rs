//! One item in the list. All that it shows is one memo, from which it is drawn in place: a tick touches one row, and a row costs little.

use holdpoint_domain::check::Standing;
use holdpoint_domain::id::{CommandId, Date, ItemId, Timestamp};
use holdpoint_domain::launch::{Launch, Status};
use holdpoint_domain::template::{EvidenceNeed, Item, Level, Template};
use holdpoint_domain::wire::Present;
use leptos::prelude::*;

use super::super::desk;
use super::List;
use crate::clock::{self, Ticking};
use crate::desk::Desk;
use crate::route::{Place, Route};
use crate::sync::{Refused, item_of};
use crate::ui::{Glyph, Icon, Person, StandingTag, StatusTag, Tick, following};
use crate::{say, text, words};

/// As many of those who are at an item have their marks in its row: of forty the title would have no room. All have theirs above the list.
const MARKS: usize = 3;

/// What a row shows; it is drawn again, in place, when this differs.
#[derive(Clone, PartialEq)]
struct Shown {
    state: State,
    /// A wish of ours is on its way.
    pending: bool,
    /// The wish that was not granted, and why.
    refused: Option<(CommandId, String)>,
    /// Why the item does not count although it is settled.
    fault: Option<String>,
    chosen: bool,
    /// Names of those who have the item open.
    people: Vec<String>,
    href: String,
    only_reads: bool,
    /// In a long list: of how many rows of its section, and which of them.
    place: Option<(usize, usize)>,
}

#[derive(Clone, PartialEq)]
struct State {
    status: Status,
    owner: Option<String>,
    /// With the reader's day.
    due: Option<(Date, Date)>,
    evidence: usize,
    comments: usize,
    /// The worst standing of the checks that prove the item; the outer `None`: no check does.
    proof: Option<Option<Standing>>,
}

impl State {
    fn of(launch: &Launch, item: &ItemId, now: Timestamp) -> Self {
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
        Self {
            status: state.map(|state| state.status_at(now)).unwrap_or_default(),
            owner: state.and_then(|state| state.owner.value).map(|owner| words::person(launch.name_of(owner)).to_owned()),
            due: state.and_then(|state| state.due.value).map(|due| (due, text::today(now, clock::east(now)))),
            evidence: state.map_or(0, |state| state.evidence.len()),
            comments: state.map_or(0, |state| state.comments.len()),
            proof,
        }
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
    let List { template, chosen, filter, only_reads, long, .. } = list;
    let item = move |template: &Template| Some(template.sections.get(number)?.items.get(place as usize)?.id.clone());
    let Some(id) = item(&template) else { return ().into_any() };
    let desk = desk();
    let ticking = expect_context::<Ticking>();
    let shown = following({
        let id = id.clone();
        move || {
            let now = ticking.get().max(clock::now());
            let mine = |refused: &&Refused| item_of(&refused.pending.command) == Some(&id);
            let others = |person: &&Present| person.id != desk.me && person.items.contains(&id);
            Shown {
                state: desk.shown.with(|launch| State::of(launch, &id, now)),
                pending: desk.pending.with(|pending| pending.contains(&id)),
                refused: desk.refused.with(|all| all.iter().find(mine).map(|refused| (refused.pending.id, refused.why.clone()))),
                fault: desk.faults.with(|faults| faults.get(&id).cloned()),
                chosen: chosen.with(|chosen| chosen.as_ref() == Some(&id)),
                people: desk.present.with(|present| present.iter().filter(others).map(|person| person.name.clone()).collect()),
                href: Route::Launch(desk.id, Place::Checklist { item: Some(id.clone()), filter: filter.get() }).to_string(),
                only_reads: only_reads.get(),
                place: long.then(|| rows.with(|rows| (rows.len(), rows.partition_point(|known| *known <= place)))),
            }
        }
    });
    (move || template.sections.get(number).and_then(|section| section.items.get(place as usize)).map(|item| row(desk, item, shown.get())))
        .into_any()
}

fn row(desk: Desk, item: &Item, shown: Shown) -> AnyView {
    let Shown { state, pending, refused, fault, chosen, people, href, only_reads, place } = shown;
    let (status, not_granted, more) = (state.status, refused.is_some(), people.len().saturating_sub(MARKS));
    let wish = {
        let item = item.id.clone();
        move |done: bool| {
            desk.tick(item.clone(), if done { Status::Done } else { Status::Open });
        }
    };
    view! {
        <li
            class="row"
            data-item=item.id.to_string()
            data-status=text::status_key(status)
            data-pending=pending.to_string()
            data-refused=not_granted.to_string()
            data-chosen=chosen.to_string()
            role=place.map(|_| "listitem")
            aria-setsize=place.map(|(all, _)| all.to_string())
            aria-posinset=place.map(|(_, this)| this.to_string())
        >
            <Tick
                label=say!("checklist-tick", title = &item.title)
                done={status == Status::Done}
                mixed=matches!(status, Status::NotApplicable | Status::Waived)
                locked=only_reads.then(|| say!("checklist-only-reads"))
                on_wish=wish
            />
            <div class="row__body">
                <a class="row__title" href=href aria-current=chosen.then_some("true")>{item.title.clone()}</a>
                {meta(item.level, item.evidence, state)}
                {fault.map(|text| view! { <p class="row__fault"><Icon glyph=Glyph::Warn />{text}</p> }.into_any())}
                {refused.map(|(command, why)| view! {
                    <p class="row__fault" data-testid="refused">
                        <Icon glyph=Glyph::Cross />{say!("not-saved", why = why)}
                        <button type="button" class="button button--quiet" on:click=move |_| desk.dismiss(command)>{say!("dismiss")}</button>
                    </p>
                }.into_any())}
            </div>
            <div class="row__end">
                {people.into_iter().take(MARKS).map(|name| view! {
                    <span class="row__here" data-testid="at-item"><Person words=say!("checklist-at-item", name = &name) name /></span>
                }.into_any()).collect_view()}
                {(0 < more).then(|| view! { <span class="aside">{format!("+{more}")}</span> }.into_any())}
                {pending.then(|| view! { <span class="row__pending" data-testid="pending">{say!("checklist-sending")}</span> }.into_any())}
                <StatusTag status />
            </div>
        </li>
    }
    .into_any()
}

fn meta(level: Level, need: EvidenceNeed, state: State) -> impl IntoView {
    let State { status, owner, due, evidence, comments, proof } = state;
    let proof = proof.filter(|proof| proof.is_some() || need == EvidenceNeed::Check);
    view! {
        <span class="row__meta">
            {(level == Level::Should).then(|| view! { <span>{say!("checklist-should")}</span> }.into_any())}
            {owner.map(|name| view! { <Person name /> }.into_any())}
            {due.map(|(due, today)| {
                let late = due < today && !status.is_settled();
                view! { <span data-late=late.to_string()>{say!("checklist-due", when = text::days_to(due, today))}</span> }.into_any()
            })}
            {(0 < evidence).then(|| view! { <span title=say!("checklist-evidence")><Icon glyph=Glyph::Link />{evidence}<span class="hidden">" "{say!("checklist-pieces", count = evidence)}</span></span> }.into_any())}
            {(0 < comments).then(|| view! { <span title=say!("checklist-comments")><Icon glyph=Glyph::Comment />{comments}<span class="hidden">" "{say!("checklist-comments-counted", count = comments)}</span></span> }.into_any())}
            {proof.map(|standing| view! { <StandingTag standing /> }.into_any())}
        </span>
    }
}
