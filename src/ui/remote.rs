//! Something that comes from elsewhere, as one state. Styles: `style/layout.css`.

use std::future::Future;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::{say, text};

#[derive(Clone, Debug, Default, PartialEq)]
pub enum Remote<T> {
    #[default]
    Waiting,
    /// Waiting for more than 300 ms: from here a word helps more than it flickers.
    WaitingLong,
    Here(T),
    Failed {
        why: String,
    },
}

const LONG: Duration = Duration::from_millis(300);

impl<T> Remote<T> {
    pub fn here(&self) -> Option<&T> {
        match self {
            Remote::Here(value) => Some(value),
            Remote::Waiting | Remote::WaitingLong | Remote::Failed { .. } => None,
        }
    }
}

impl<T: Clone + Send + Sync + 'static> Remote<T> {
    /// Loads into a signal. What is there already stays until the new value comes.
    pub fn load(into: RwSignal<Self>, answer: impl Future<Output = Result<T, String>> + 'static) {
        // Whoever wants it may be gone by the time it is asked for, behind another answer.
        let Some(known) = into.try_with_untracked(|known| known.here().is_some()) else { return };
        if !known {
            into.set(Remote::Waiting);
            set_timeout(
                move || {
                    if into.try_with_untracked(|known| matches!(known, Remote::Waiting)) == Some(true) {
                        into.set(Remote::WaitingLong);
                    }
                },
                LONG,
            );
        }
        spawn_local(async move {
            let answer = answer.await;
            let stay = answer.is_err() && into.try_with_untracked(|known| known.here().is_some()) == Some(true);
            if !stay {
                _ = into.try_set(answer.map_or_else(|why| Remote::Failed { why }, Remote::Here));
            }
        });
    }
}

/// What is drawn while something is on its way, or did not come.
#[component]
pub fn Waiting<T: Clone + Send + Sync + 'static>(
    what: RwSignal<Remote<T>>,
    /// Tries again.
    again: Callback<()>,
) -> impl IntoView {
    move || {
        what.with(|what| match what {
            Remote::Waiting | Remote::Here(_) => ().into_any(),
            Remote::WaitingLong => waiting(),
            Remote::Failed { why } => failed(why, again),
        })
    }
}

// Once for all that is waited for: what is within `Waiting` is there for each type of it.
fn waiting() -> AnyView {
    view! { <p class="waiting" role="status">{say!("loading")}</p> }.into_any()
}

fn failed(why: &str, again: Callback<()>) -> AnyView {
    view! {
        <div class="failed" role="alert">
            <p>{text::sentence(why)}</p>
            <button type="button" class="button" on:click=move |_| again.run(())>{say!("try-again")}</button>
        </div>
    }
    .into_any()
}
