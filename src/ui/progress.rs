//! A labelled bar. Styles: `progress.css`.

use holdpoint_domain::launch;
use leptos::prelude::*;

use crate::text;

#[component]
pub fn Progress(
    /// What it measures, for those who cannot see where it stands.
    label: String,
    progress: launch::Progress,
) -> impl IntoView {
    let all = 0 < progress.total && progress.settled == progress.total;
    view! {
        <span class="progress" data-progress=progress.percent().to_string() data-complete=all.to_string()>
            <progress
                class="progress__bar"
                aria-label=label
                max=progress.total.max(1).to_string()
                prop:value=f64::from(progress.settled)
            ></progress>
            <span class="progress__words">{text::progress(&progress)}</span>
        </span>
    }
}
