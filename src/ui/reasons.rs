//! Why the gate says what it says: a list whose entries lead to what they are about. Styles: `reasons.css`.

use holdpoint_domain::launch::Reason;
use leptos::prelude::*;

use super::pieces::{Pieces, first};
use crate::words;

/// More are drawn in pieces.
const WHOLE: usize = 200;

#[component]
pub fn Reasons(
    reasons: Vec<Reason>,
    /// Where a reason leads; `None`: nowhere.
    href: Callback<Reason, Option<String>>,
) -> impl IntoView {
    let count = reasons.len();
    let line = move |(place, reason): (usize, &Reason)| {
        let kind = format!("{:?}", reason.kind());
        let of_many = WHOLE < count;
        let words = words::reason::told(reason);
        let words = match href.run(reason.clone()) {
            Some(href) => view! { <a href=href>{words}</a> }.into_any(),
            None => words.into_any(),
        };
        view! {
            <li
                class="reasons__line"
                data-kind=kind
                role=of_many.then_some("listitem")
                aria-setsize=of_many.then(|| count.to_string())
                aria-posinset=of_many.then(|| (place + 1).to_string())
            >
                {words}
            </li>
        }
        .into_any()
    };
    if count <= WHOLE {
        return view! { <ul class="reasons">{reasons.iter().enumerate().map(line).collect_view()}</ul> }.into_any();
    }
    let rows = Memo::new(move |_| (0..u32::try_from(count).unwrap_or(u32::MAX)).collect::<Vec<_>>());
    let row = Callback::new(move |place: u32| {
        let place = place as usize;
        reasons.get(place).map(|reason| line((place, reason))).into_any()
    });
    view! { <div role="list"><Pieces rows row first=Signal::stored(first()) kept=Signal::stored(None) class="reasons" /></div> }.into_any()
}
