//! Something that comes from elsewhere, as one state. Styles: `style/layout.css`.

use std::cell::Cell;
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
    /// With the number of the question that it answers.
    Here(T, u32),
    Failed {
        why: String,
    },
}

const LONG: Duration = Duration::from_millis(300);

thread_local! {
    /// How many questions were asked.
    static ASKED: Cell<u32> = const { Cell::new(0) };
}

impl<T> Remote<T> {
    /// What was not asked for here: every answer takes its place.
    pub fn of(value: T) -> Self {
        Remote::Here(value, 0)
    }

    pub fn here(&self) -> Option<&T> {
        match self {
            Remote::Here(value, _) => Some(value),
            Remote::Waiting | Remote::WaitingLong | Remote::Failed { .. } => None,
        }
    }

    /// Whether what is here stays when an answer comes: one to an earlier question, or one that brings nothing.
    fn stays(&self, question: u32, brings: bool) -> bool {
        matches!(self, Remote::Here(_, answered) if !brings || question < *answered)
    }
}

impl<T: Clone + Send + Sync + 'static> Remote<T> {
    /// Loads into a signal. What is there already stays until the new value comes, and an older one that comes later does not take its place.
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
        let question = ASKED.get() + 1;
        ASKED.set(question);
        spawn_local(async move {
            let answer = answer.await;
            if into.try_with_untracked(|known| known.stays(question, answer.is_ok())) != Some(true) {
                _ = into.try_set(answer.map_or_else(|why| Remote::Failed { why }, |value| Remote::Here(value, question)));
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
            Remote::Waiting | Remote::Here(..) => ().into_any(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_answer_takes_no_newer_ones_place() {
        let here = Remote::Here("the second", 2);
        for (question, brings, stays) in [(1, true, true), (3, true, false), (1, false, true), (3, false, true)] {
            assert_eq!(here.stays(question, brings), stays, "{question} {brings}");
        }
        assert!(!Remote::of("by hand").stays(1, true));
        for nothing in [Remote::<()>::Waiting, Remote::Failed { why: "away".into() }] {
            assert!(!nothing.stays(1, false), "a failure is told where there is nothing: {nothing:?}");
        }
    }
}
