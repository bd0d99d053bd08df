//! The end of a sample launch, the only kind that can be deleted.

use holdpoint_domain::id::CommandId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::{desk, here};
use super::locked;
use crate::net::api;
use crate::route::Route;
use crate::ui::{Act, Dialog};
use crate::{clock, say};

#[component]
pub fn SampleCard() -> impl IntoView {
    let (here, desk) = (here(), desk());
    let asked = RwSignal::new(false);
    let key = CommandId(clock::new_id());
    let delete = Callback::new(move |()| {
        asked.set(false);
        let seen = desk.launch_now().seq;
        spawn_local(async move {
            match api::discard(desk.me, desk.id, seen, key).await {
                Ok(_) if here.is_still(desk.me) => {
                    here.toasts.say(say!("sample-deleted"));
                    // Who has gone elsewhere meanwhile stays there.
                    if here.nav.route_now().launch() == Some(desk.id) {
                        here.nav.go(&Route::launches());
                    }
                }
                Ok(_) => {}
                Err(trouble) => here.failed(desk.me, &trouble),
            }
        });
    });
    let ask = Callback::new(move |()| asked.set(true));
    view! {
        <Show when=move || desk.shown.with(|launch| launch.sample)>
            <section class="card" aria-labelledby="sample" data-testid="sample">
                <h2 class="card__title" id="sample">{say!("sample-here-title")}</h2>
                <p>{say!("sample-here-about")}</p>
                <Act words=say!("sample-delete").to_owned() on_press=ask locked=Signal::derive(move || locked(desk)) testid="delete-sample" />
            </section>
            <Dialog title=say!("sample-delete") open=asked id="delete-sample">
                <p>{say!("sample-delete-sure")}</p>
                <div class="buttons">
                    <Act words=say!("sample-delete").to_owned() on_press=delete danger=true testid="delete-sample-yes" />
                    <button type="button" class="button button--quiet" on:click=move |_| asked.set(false)>{say!("sample-keep")}</button>
                </div>
            </Dialog>
        </Show>
    }
}
