//! What is long: folded until somebody opens it, and drawn in pieces where there are many entries. On paper is all of it.

use leptos::prelude::*;

use super::pieces::{OnPaper, Pieces, first};

/// Up to so many entries are drawn at once.
pub const FEW: usize = 200;

/// What is in it is drawn when it is opened, and goes when it is closed.
#[component]
pub fn Fold(
    words: String,
    #[prop(into)] open: Signal<bool>,
    /// The person's wish.
    turn: Callback<bool>,
    testid: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let on_paper = expect_context::<OnPaper>();
    let element = NodeRef::<leptos::html::Details>::new();
    let turned = move |_| {
        let now = element.get_untracked().is_some_and(|details| details.open());
        if now != open.get_untracked() {
            turn.run(now);
        }
    };
    view! {
        <details class="more more--wide" data-testid=testid node_ref=element open=move || open.get() on:toggle=turned>
            <summary>{words}</summary>
            <Show when=move || open.get() || on_paper.get()>{children()}</Show>
        </details>
    }
}

#[component]
pub fn Listed(
    count: usize,
    /// What is in the entry with this number, from 0.
    entry: Callback<usize, AnyView>,
    /// Of the list.
    class: &'static str,
) -> impl IntoView {
    if count <= FEW {
        let line = move |number: usize| view! { <li>{entry.run(number)}</li> };
        return view! { <ul class=class>{(0..count).map(line).collect_view()}</ul> }.into_any();
    }
    let rows = Memo::new(move |_| (0..u32::try_from(count).unwrap_or(u32::MAX)).collect::<Vec<_>>());
    let row = Callback::new(move |place: u32| {
        let number = place as usize;
        view! { <li role="listitem" aria-setsize=count.to_string() aria-posinset=(number + 1).to_string()>{entry.run(number)}</li> }
            .into_any()
    });
    view! { <div role="list"><Pieces rows row first=Signal::stored(first()) kept=Signal::stored(None) class=class /></div> }.into_any()
}
