//! Small words with a colour: an item's status, a check's standing, the gate. Never colour alone. Styles: `tag.css`.

use holdpoint_domain::check::Standing;
use holdpoint_domain::launch::{Decision, Status};
use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use crate::{say, text};

#[component]
pub fn StatusTag(status: Status) -> impl IntoView {
    view! { <span class="tag" data-status=text::status_key(status)>{text::sentence(text::status(status))}</span> }
}

/// How a check stands; `None`: it never ran.
#[component]
pub fn StandingTag(standing: Option<Standing>) -> impl IntoView {
    let (words, glyph) = match standing {
        Some(Standing::Passing) => (say!("standing-pass"), Glyph::Check),
        Some(Standing::Warning) => (say!("standing-warning"), Glyph::Warn),
        Some(Standing::Failing) => (say!("standing-fail"), Glyph::Cross),
        Some(Standing::Unknown) => (say!("standing-unknown"), Glyph::Unknown),
        Some(Standing::Stale) => (say!("standing-stale"), Glyph::Clock),
        None => (say!("standing-none"), Glyph::Clock),
    };
    view! {
        <span class="tag" data-standing=text::standing_key(standing)>
            <Icon glyph />
            {words}
        </span>
    }
}

#[component]
pub fn GateTag(decision: Decision) -> impl IntoView {
    let (gate, glyph, words) = match decision {
        Decision::Go => ("go", Glyph::Check, say!("gate-go")),
        Decision::NoGo => ("no_go", Glyph::Cross, say!("gate-no-go")),
    };
    view! {
        <strong class="gate-tag" data-gate=gate>
            <Icon glyph />
            {words}
        </strong>
    }
}
