//! Everything that happened to an item, newest first, in plain words.

use holdpoint_domain::id::ItemId;
use holdpoint_domain::launch::{Event, Launch, Recorded};
use leptos::prelude::*;

use super::super::desk;
use crate::ui::Moment;

#[component]
pub fn History(item: ItemId) -> impl IntoView {
    let desk = desk();
    desk.load_history();
    let checks = desk.shown.with_untracked(|launch| launch.template.checks_of(&item).map(|check| check.id.clone()).collect::<Vec<_>>());
    let about = move |event: &Event| match event {
        Event::Checked { receipt } => checks.contains(&receipt.check),
        event => event.item() == Some(&item),
    };
    let lines = Memo::new(move |_| {
        let history = desk.history.get()?;
        let launch = desk.confirmed.get_untracked();
        Some(history.iter().rev().filter(|recorded| about(&recorded.event)).map(|recorded| line(&launch, recorded)).collect::<Vec<_>>())
    });
    view! {
        <div class="block" data-testid="history">
            <h3 class="block__title">"History"</h3>
            {move || match lines.get() {
                None => view! { <p class="aside">"Loading what happened…"</p> }.into_any(),
                Some(lines) if lines.is_empty() => view! { <p class="aside">"Nothing happened yet."</p> }.into_any(),
                Some(lines) => view! { <ol class="history">{lines.into_iter().map(draw).collect_view()}</ol> }.into_any(),
            }}
        </div>
    }
}

#[derive(Clone, PartialEq)]
struct Line {
    seq: u64,
    who: String,
    words: String,
    at: holdpoint_domain::id::Timestamp,
}

fn line(launch: &Launch, recorded: &Recorded) -> Line {
    Line { seq: recorded.seq.0, who: launch.name_of(recorded.by).to_owned(), words: launch.words(&recorded.event), at: recorded.at }
}

fn draw(line: Line) -> impl IntoView {
    view! {
        <li class="history__line" data-seq=line.seq.to_string()>
            <strong>{line.who}</strong>" "{line.words}" "<span class="aside"><Moment at=line.at /></span>
        </li>
    }
}
