//! Why the gate says what it says: a list whose entries lead to what they are about. Styles: `reasons.css`.

use holdpoint_domain::launch::Reason;
use leptos::prelude::*;

use crate::words;

#[component]
pub fn Reasons(
    reasons: Vec<Reason>,
    /// Where a reason leads; `None`: nowhere.
    href: impl Fn(&Reason) -> Option<String>,
) -> impl IntoView {
    let line = |reason: Reason| {
        let (kind, words) = (format!("{:?}", reason.kind), words::reason::told(&reason));
        match href(&reason) {
            Some(href) => view! { <li class="reasons__line" data-kind=kind><a href=href>{words}</a></li> }.into_any(),
            None => view! { <li class="reasons__line" data-kind=kind>{words}</li> }.into_any(),
        }
    };
    view! { <ul class="reasons">{reasons.into_iter().map(line).collect_view()}</ul> }
}
