//! Accepted risks of all launches that one sees: what, until when, and who answers for it.

use holdpoint_domain::id::{ItemId, LaunchId, Timestamp};
use holdpoint_domain::wire::WaiverView;
use leptos::prelude::*;

use super::{Exact, Heading, here};
use crate::clock::Ticking;
use crate::net::api;
use crate::route::Route;
use crate::ui::{About, Remote, Waiting};
use crate::{say, tell};

/// Which waiver it is: of an item it may be another one than before.
type Id = (LaunchId, ItemId, Timestamp);

fn id_of(waiver: &WaiverView) -> Id {
    (waiver.launch, waiver.item.clone(), waiver.requested_at)
}

#[component]
pub fn Waivers() -> impl IntoView {
    let here = here();
    let waivers = RwSignal::new(Remote::<Vec<WaiverView>>::Waiting);
    let load = move || Remote::load(waivers, async move { api::waivers().await.map_err(|trouble| here.trouble(&trouble)) });
    // What is left of each the server says, and others ask and answer.
    let ticking = expect_context::<Ticking>();
    Effect::new(move |_| {
        _ = ticking.get();
        load();
    });
    let row = |waiver: WaiverView| {
        let item = Route::item(waiver.launch, waiver.item.clone()).to_string();
        let days = match waiver.days_left {
            0 => say!("waivers-less-than-a-day").to_owned(),
            days => say!("waivers-days", count = days),
        };
        let state = match &waiver.approved_by {
            Some(name) => say!("waivers-in-force", name = name),
            None => say!("waiver-waits").into(),
        };
        let launch = format!("{} ({})", waiver.launch_name, waiver.launch);
        let key = if waiver.approved_by.is_some() { "approved" } else { "requested" };
        view! {
            <tr role="row" data-waiver=key>
                <th scope="row" role="rowheader">
                    // Launches of one checklist have items of one title.
                    <a href=item>{waiver.title}<About what=launch.clone() /></a>
                    <span class="facts__source"><a href=Route::checklist(waiver.launch).to_string()>{launch}</a></span>
                </th>
                <td role="cell">{waiver.reason}{waiver.mitigation.map(|words| view! { <p class="aside">{say!("waivers-mitigation", words = words)}</p> })}</td>
                <td role="cell">{state}<p class="aside">{say!("waivers-asked-by", name = waiver.requested_by)}</p></td>
                <td role="cell" data-late=(waiver.days_left < 3).to_string()>{days}<p class="aside">{tell!("waivers-ends"; end = view! { <Exact at=waiver.expires_at /> })}</p></td>
            </tr>
        }
    };
    let all = Memo::new(move |_| waivers.with(|waivers| waivers.here().cloned().unwrap_or_default()));
    let ids = Memo::new(move |_| all.with(|all| all.iter().map(id_of).collect::<Vec<_>>()));
    // Its row stays the one of this waiver, though others come before it.
    let one = move |id: Id| {
        let waiver = Memo::new(move |_| all.with(|all| all.iter().find(|waiver| id_of(waiver) == id).cloned()));
        move || waiver.get().map(row)
    };
    let none = move || waivers.with(|waivers| waivers.here().is_some_and(Vec::is_empty));
    view! {
        <div class="wide page">
            <Heading words=say!("nav-waivers") />
            <p class="lead">{say!("waivers-lead")}</p>
            <Waiting what=waivers again=Callback::new(move |()| load()) />
            <Show when=none><p class="empty">{say!("waivers-none")}</p></Show>
            <Show when=move || waivers.with(|waivers| waivers.here().is_some_and(|waivers| !waivers.is_empty()))>
                <div class="card scroll" tabindex="0" role="region" aria-label=say!("nav-waivers")><table class="table table--stack" role="table" data-testid="waivers">
                    <thead role="rowgroup"><tr role="row">
                        {[say!("waivers-item"), say!("waivers-why"), say!("waivers-state"), say!("waivers-left")]
                            .into_iter()
                            .map(|words| view! { <th scope="col" role="columnheader">{words}</th> })
                            .collect_view()}
                    </tr></thead>
                    <tbody role="rowgroup"><For each=move || ids.get() key=|id| id.clone() children=one /></tbody>
                </table></div>
            </Show>
        </div>
    }
}
