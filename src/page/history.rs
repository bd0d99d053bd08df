//! What happened, in plain words: lines of a history, for an item and for a launch.

use holdpoint_domain::id::{LaunchId, Timestamp};
use holdpoint_domain::launch::{Launch, Recorded};
use leptos::prelude::*;

use super::{EXACT, TIMES};
use crate::route::Route;
use crate::ui::{ByClock, Moment};
use crate::{keep, say, tell, words};

#[derive(Clone, PartialEq)]
pub struct Line {
    seq: u64,
    who: String,
    words: String,
    /// The item's title and address, where it is not plain which.
    item: Option<(String, String)>,
    at: Timestamp,
}

impl Line {
    /// Of an item's own history.
    pub fn of(launch: &Launch, recorded: &Recorded) -> Self {
        let who = words::story::who(launch, recorded.by);
        Self { seq: recorded.seq.0, who, words: words::delivery::told(launch, &recorded.event), item: None, at: recorded.at }
    }

    /// The same, with the item that it is about.
    pub fn with_item(launch: &Launch, id: LaunchId, recorded: &Recorded) -> Self {
        let item = recorded.event.item().and_then(|item| launch.template.item(item));
        let item = item.map(|item| (item.title.clone(), Route::item(id, item.id.clone()).to_string()));
        Self { item, ..Self::of(launch, recorded) }
    }

    fn key(&self) -> (u64, String, String) {
        (self.seq, self.who.clone(), self.words.clone())
    }
}

/// Each stays what it is while others come: what is in it leads where it did.
#[component]
pub fn Lines(#[prop(into)] lines: Signal<Vec<Line>>) -> impl IntoView {
    let draw = |line: Line| {
        let item = line.item.map(|(title, href)| view! { " – "<a href=href>{title}</a> });
        view! {
            <li class="history__line" data-seq=line.seq.to_string()>
                {tell!("history-line", words = line.words; who = view! { <strong>{line.who}</strong> })}{item}" "<span class="aside"><Moment at=line.at /></span>
            </li>
        }
    };
    view! { <ol class="history"><For each=move || lines.get() key=Line::key children=draw /></ol> }
}

/// All times that the page tells, by the clock or by how long ago they are, here and from now on: each as a stop of its own would be many.
#[component]
pub fn TurnTimes() -> impl IntoView {
    let exact = expect_context::<ByClock>().0;
    let turn = move |_| {
        exact.update(|exact| *exact = !*exact);
        keep::put_look(TIMES, exact.get_untracked().then_some(EXACT));
    };
    view! {
        <div class="buttons">
            <button type="button" class="button button--quiet" data-testid="turn-times" on:click=turn>
                {move || if exact.get() { say!("times-ago") } else { say!("times-exact") }}
            </button>
        </div>
    }
}
