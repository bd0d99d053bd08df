//! Before anything is delivered that may stay at somebody's webhook endpoint: where it goes, and a yes.

use leptos::prelude::*;

use super::desk;
use crate::ui::{Act, Dialog};
use crate::{say, tell, text};

/// Asks when `Desk::run_checks` has something to ask.
#[component]
pub fn AskDeliveries() -> impl IntoView {
    let desk = desk();
    let open = RwSignal::new(false);
    // Only what differs is set: the two follow each other.
    Effect::new(move |_| {
        let asked = desk.asked.with(Option::is_some);
        if open.get_untracked() != asked {
            open.set(asked);
        }
    });
    Effect::new(move |_| {
        if !open.get() && desk.asked.with_untracked(Option::is_some) {
            desk.asked.set(None);
        }
    });
    let titles = move || {
        let checks = desk.asked.with(|asked| asked.as_ref().map(|asked| asked.checks.clone()).unwrap_or_default());
        let title = |launch: &holdpoint_domain::launch::Launch, check| launch.template.check(check).map(|check| check.title.clone());
        desk.shown.with_untracked(|launch| text::list(checks.iter().filter_map(|check| title(launch, check))))
    };
    let url = move || desk.asked.with(|asked| asked.as_ref().map(|asked| asked.url.clone()).unwrap_or_default());
    let send = Callback::new(move |()| {
        let asked = desk.asked.try_update(Option::take).flatten();
        asked.into_iter().for_each(|asked| asked.checks.into_iter().for_each(|check| desk.run_check(check, Some(asked.url.clone()))));
    });
    view! {
        <Dialog title=say!("deliveries-title") open id="deliveries">
            <div class="form">
                <p>{tell!("deliveries-where"; url = view! { <code data-testid="deliver-to">{url}</code> }, checks = view! { <strong>{titles}</strong> })}</p>
                <p>
                    {say!("deliveries-about")}
                </p>
                <div class="buttons">
                    <Act words=say!("deliveries-send").to_owned() on_press=send main=true testid="deliver" />
                    <button type="button" class="button" on:click=move |_| open.set(false)>{say!("deliveries-not-now")}</button>
                </div>
            </div>
        </Dialog>
    }
}
