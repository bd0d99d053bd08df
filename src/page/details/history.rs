//! Everything that happened to the launch, newest first.

use crate::say;
use leptos::prelude::*;

use super::super::desk;
use super::super::history::{Line, Lines, TurnTimes};

/// Lines that are drawn before somebody asks for all.
const FIRST: usize = 30;

#[component]
pub fn LaunchHistory() -> impl IntoView {
    let desk = desk();
    desk.load_history();
    let all = RwSignal::new(false);
    let lines = Memo::new(move |_| {
        let history = desk.history.get()?;
        let launch = desk.confirmed.get_untracked();
        let shown = if all.get() { history.len() } else { FIRST };
        Some(history.iter().rev().take(shown).map(|recorded| Line::with_item(&launch, desk.id, recorded)).collect::<Vec<_>>())
    });
    let hidden = move || desk.history.with(|history| history.as_ref().map_or(0, |history| history.len())).saturating_sub(FIRST);
    view! {
        <section class="card" aria-labelledby="launch-history" data-testid="launch-history">
            <h2 class="card__title" id="launch-history">{say!("history")}</h2>
            <TurnTimes />
            {move || match lines.get() {
                None => view! { <p class="aside">{say!("history-loading")}</p> }.into_any(),
                Some(lines) => view! { <Lines lines /> }.into_any(),
            }}
            <Show when=move || !all.get() && 0 < hidden()>
                <button type="button" class="button button--quiet" on:click=move |_| all.set(true)>
                    {move || say!("history-more", count = hidden())}
                </button>
            </Show>
        </section>
    }
}
