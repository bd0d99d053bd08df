//! When a piece of evidence was seen, and until when it holds: two fields of every form for one.

use holdpoint_domain::id::Timestamp;
use leptos::prelude::*;

use crate::ui::{Problems, TextField, is_half};
use crate::{clock, say, text};

#[derive(Clone, Copy)]
pub struct Times {
    seen: RwSignal<String>,
    /// The draft of that, as long as it is not simply now.
    meant: RwSignal<String>,
    holds: RwSignal<String>,
}

impl Times {
    /// Seen now, unless somebody began to say otherwise.
    ///
    /// * `draft`: of a field, by its name.
    pub fn begin(draft: impl Fn(&str) -> RwSignal<String>) -> Self {
        let (meant, holds, now) = (draft("seen"), draft("holds"), clock::now());
        let begun = Some(meant.get_untracked()).filter(|begun| !begun.is_empty());
        let seen = RwSignal::new(begun.unwrap_or_else(|| text::to_input(now, clock::east(now))));
        Effect::new(move |before: Option<()>| {
            let seen = seen.get();
            if before.is_some() {
                meant.set(seen);
            }
        });
        Self { seen, meant, holds }
    }

    /// * `form`: in which the fields are.
    /// * Returns `None` when a field is wrong, and says so.
    pub fn read(self, form: &str, problems: Problems) -> Option<(Timestamp, Option<Timestamp>)> {
        let observed_at = text::from_input(&self.seen.get_untracked(), clock::east);
        if observed_at.is_none() {
            problems.add("seen", say!("evidence-seen-wrong"));
        }
        let holds = self.holds.get_untracked();
        let expires_at = holds.parse().ok().and_then(|day| text::end_of_day(day, clock::east));
        if !holds.is_empty() && expires_at.is_none() || is_half(form, "holds") {
            problems.add("holds", say!("evidence-holds-wrong"));
            return None;
        }
        Some((observed_at?, expires_at))
    }

    pub fn clear(self) {
        [self.meant, self.holds].iter().for_each(|written| written.set(String::new()));
    }
}

#[component]
pub fn TimeFields(form: &'static str, times: Times, problems: Problems) -> impl IntoView {
    view! {
        <div class="pair">
            <TextField form name="seen" label=say!("evidence-seen-at") kind="datetime-local" value=times.seen problems />
            <TextField form name="holds" label=say!("evidence-holds-until") kind="date" value=times.holds problems />
        </div>
    }
}
