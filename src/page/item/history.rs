//! Everything that happened to an item, newest first, in plain words.

use holdpoint_domain::id::ItemId;
use holdpoint_domain::launch::Event;
use leptos::prelude::*;

use super::super::desk;
use super::super::history::{Line, Lines, TurnTimes};
use crate::say;

#[component]
pub fn History(item: ItemId) -> impl IntoView {
    let desk = desk();
    desk.load_history();
    let checks = desk.shown.with_untracked(|launch| launch.template.checks_of(&item).map(|check| check.id.clone()).collect::<Vec<_>>());
    let about = move |event: &Event| match event {
        Event::Checked { receipt, .. } => checks.contains(&receipt.check),
        event => event.item() == Some(&item),
    };
    let lines = Memo::new(move |_| {
        let history = desk.history.get()?;
        let launch = desk.confirmed.get_untracked();
        Some(history.iter().rev().filter(|recorded| about(&recorded.event)).map(|recorded| Line::of(&launch, recorded)).collect::<Vec<_>>())
    });
    let none = Memo::new(move |_| lines.with(|lines| lines.as_ref().map(Vec::is_empty)));
    let shown = Signal::derive(move || lines.get().unwrap_or_default());
    view! {
        <div class="block" data-testid="history">
            <h3 class="block__title">{say!("history")}</h3>
            <TurnTimes />
            {move || match none.get() {
                None => view! { <p class="aside">{say!("history-loading")}</p> }.into_any(),
                Some(true) => view! { <p class="aside">{say!("item-history-none")}</p> }.into_any(),
                Some(false) => view! { <Lines lines=shown /> }.into_any(),
            }}
        </div>
    }
}
