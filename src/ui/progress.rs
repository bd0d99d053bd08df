//! A labelled bar. Styles: `progress.css`.

use holdpoint_domain::launch;
use leptos::prelude::*;

use crate::text;

#[component]
pub fn Progress(
    /// What it measures, for those who cannot see where it stands.
    label: String,
    #[prop(into)] progress: Signal<launch::Progress>,
) -> impl IntoView {
    let all = move || progress.with(|progress| 0 < progress.total && progress.settled == progress.total);
    view! {
        <span class="progress" data-progress=move || progress.get().percent().to_string() data-complete=move || all().to_string()>
            <progress
                class="progress__bar"
                aria-label=label
                max=move || progress.get().total.max(1).to_string()
                prop:value=move || f64::from(progress.get().settled)
            ></progress>
            <span class="progress__words">{move || text::progress(&progress.get())}</span>
        </span>
    }
}
