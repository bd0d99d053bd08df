//! Times and days for people, with the exact value for machines, in the hint, and in the text for who chose that. Styles: none of their own.

use holdpoint_domain::id::{Date, Timestamp};
use leptos::prelude::*;

use crate::clock::{self, Ticking};
use crate::{say, text};

/// Whether times are told by the clock: a hint is for who has a pointer.
#[derive(Clone, Copy)]
pub struct ByClock(pub RwSignal<bool>);

/// `4 minutes ago`, and the exact time as its hint; or that.
#[component]
pub fn Moment(at: Timestamp) -> impl IntoView {
    let (ticking, chosen) = (expect_context::<Ticking>(), expect_context::<ByClock>().0);
    let east = clock::east(at);
    let exact = format!("{} {}", text::moment(at, east), text::zone(east));
    let hint = exact.clone();
    view! {
        <time datetime=at.to_string() title=hint>
            {move || if chosen.get() { exact.clone() } else { text::relative(at, ticking.get().max(clock::now())) }}
        </time>
    }
}

/// `24 Nov 2026`, optionally with its distance: `24 Nov 2026 (in 5 days)`.
#[component]
pub fn Day(day: Date, #[prop(optional)] distance: bool) -> impl IntoView {
    let ticking = distance.then(expect_context::<Ticking>);
    let words = move || match ticking {
        Some(ticking) => say!("day-with-distance", date = text::date(day), distance = text::days_to(day, ticking.today())),
        None => text::date(day),
    };
    view! { <time datetime=day.to_string()>{words}</time> }
}
