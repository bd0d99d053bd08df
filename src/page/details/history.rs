//! Everything that happened to the launch, newest first.

use crate::say;
use leptos::prelude::*;

use super::super::desk;
use super::super::history::{Line, Lines, TurnTimes};

/// Lines that are drawn before somebody asks for more.
const FIRST: usize = 30;

/// As many more at once: of a long launch all would be tens of thousands, each written and drawn anew with the next event.
const MORE: usize = 200;

#[component]
pub fn LaunchHistory() -> impl IntoView {
    let desk = desk();
    desk.load_history();
    let shown = RwSignal::new(FIRST);
    let lines = Memo::new(move |_| {
        let history = desk.history.get()?;
        let launch = desk.confirmed.get_untracked();
        Some(history.iter().rev().take(shown.get()).map(|recorded| Line::with_item(&launch, desk.id, recorded)).collect::<Vec<_>>())
    });
    let is_here = Memo::new(move |_| lines.with(Option::is_some));
    let drawn = Signal::derive(move || lines.get().unwrap_or_default());
    let more = Memo::new(move |_| more(desk.history.with(|history| history.as_ref().map_or(0, |history| history.len())), shown.get()));
    // Who has come to the beginning has all of it, also what comes from then on.
    let show = move |_| shown.update(|shown| *shown = if more.get_untracked() < MORE { usize::MAX } else { *shown + MORE });
    view! {
        <section class="card" aria-labelledby="launch-history" data-testid="launch-history">
            <h2 class="card__title" id="launch-history">{say!("history")}</h2>
            <TurnTimes />
            {move || match is_here.get() {
                false => view! { <p class="aside">{say!("history-loading")}</p> }.into_any(),
                true => view! { <Lines lines=drawn /> }.into_any(),
            }}
            <Show when=move || 0 < more.get()>
                <button type="button" class="button button--quiet" on:click=show>
                    {move || say!("history-more", count = more.get())}
                </button>
            </Show>
        </section>
    }
}

/// How many lines come next.
fn more(all: usize, shown: usize) -> usize {
    all.saturating_sub(shown).min(MORE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_history_comes_by_pieces() {
        for (all, shown, next) in
            [(0, FIRST, 0), (FIRST, FIRST, 0), (42, FIRST, 12), (20_000, FIRST, MORE), (20_000, 19_930, 70), (20_000, usize::MAX, 0)]
        {
            assert_eq!(more(all, shown), next, "{shown} of {all}");
        }
    }
}
