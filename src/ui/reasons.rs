//! Why the gate says what it says: a list whose entries lead to what they are about. Styles: `reasons.css`.

use holdpoint_domain::launch::Reason;
use leptos::prelude::*;

#[component]
pub fn Reasons(
    reasons: Vec<Reason>,
    /// Where a reason leads; `None`: nowhere.
    href: impl Fn(&Reason) -> Option<String>,
) -> impl IntoView {
    let line = |reason: Reason| {
        let kind = format!("{:?}", reason.kind);
        match href(&reason) {
            Some(href) => view! { <li class="reasons__line" data-kind=kind><a href=href>{reason.text}</a></li> }.into_any(),
            None => view! { <li class="reasons__line" data-kind=kind>{reason.text}</li> }.into_any(),
        }
    };
    view! { <ul class="reasons">{reasons.into_iter().map(line).collect_view()}</ul> }
}
