//! Accepted risks of all launches that one sees: what, until when, and who answers for it.

use holdpoint_domain::wire::WaiverView;
use leptos::prelude::*;

use super::{Heading, here};
use crate::net::api;
use crate::route::Route;
use crate::text;
use crate::ui::{Moment, Remote, Waiting};

#[component]
pub fn Waivers() -> impl IntoView {
    let here = here();
    let waivers = RwSignal::new(Remote::<Vec<WaiverView>>::Waiting);
    let load = move || Remote::load(waivers, async move { api::waivers().await.map_err(|trouble| here.trouble(&trouble)) });
    load();
    let row = |waiver: WaiverView| {
        let item = Route::item(waiver.launch, waiver.item.clone()).to_string();
        let days = match waiver.days_left {
            0 => "less than a day".to_owned(),
            days => text::count(usize::try_from(days).unwrap_or(0), "day", "days"),
        };
        let state = match &waiver.approved_by {
            Some(name) => format!("In force, approved by {name}"),
            None => "Waits for an approver".into(),
        };
        let key = if waiver.approved_by.is_some() { "approved" } else { "requested" };
        view! {
            <tr data-waiver=key>
                <th scope="row">
                    <a href=item>{waiver.title}</a>
                    <span class="facts__source"><a href=Route::checklist(waiver.launch).to_string()>{waiver.launch_name}" ("{waiver.launch.to_string()}")"</a></span>
                </th>
                <td>{waiver.reason}{waiver.mitigation.map(|words| view! { <p class="aside">"Mitigation: "{words}</p> })}</td>
                <td>{state}<p class="aside">"Asked by "{waiver.requested_by}</p></td>
                <td data-late=(waiver.days_left < 3).to_string()>{days}<p class="aside">"Ends "<Moment at=waiver.expires_at /></p></td>
            </tr>
        }
    };
    let none = move || waivers.with(|waivers| waivers.here().is_some_and(Vec::is_empty));
    view! {
        <div class="wide">
            <Heading words="Waivers" />
            <p class="lead">"Accepted risks in your launches, the first to end first. When one ends, its item is open again and the gate says no go."</p>
            <Waiting what=waivers again=Callback::new(move |()| load()) />
            <Show when=none><p class="empty">"No waiver is in force or waiting."</p></Show>
            <Show when=move || waivers.with(|waivers| waivers.here().is_some_and(|waivers| !waivers.is_empty()))>
                <div class="card scroll" tabindex="0" role="region" aria-label="Waivers"><table class="table" data-testid="waivers">
                    <thead><tr><th scope="col">"Item"</th><th scope="col">"Why, and what limits it"</th><th scope="col">"State"</th><th scope="col">"Left"</th></tr></thead>
                    <tbody>{move || waivers.get().here().cloned().unwrap_or_default().into_iter().map(row).collect_view()}</tbody>
                </table></div>
            </Show>
        </div>
    }
}
