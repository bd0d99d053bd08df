//! One choice of a few, all visible: buttons in a row. Styles: `segments.css`.

use leptos::prelude::*;

#[component]
pub fn Segments(
    /// What is chosen, for those who cannot see where it stands.
    label: &'static str,
    /// Keys and words.
    choices: Vec<(&'static str, &'static str)>,
    #[prop(into)] chosen: Signal<&'static str>,
    on_choice: Callback<&'static str>,
    /// Each button's `data-testid` is this, a hyphen and its key.
    testid: &'static str,
) -> impl IntoView {
    let button = move |(key, words): (&'static str, &'static str)| {
        view! {
            <button
                type="button"
                class="segments__button"
                data-testid=format!("{testid}-{key}")
                data-key=key
                aria-pressed=move || (chosen.get() == key).to_string()
                on:click=move |_| on_choice.run(key)
            >
                {words}
            </button>
        }
    };
    view! { <div class="segments" role="group" aria-label=label>{choices.into_iter().map(button).collect_view()}</div> }
}
