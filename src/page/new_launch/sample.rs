//! A launch to look around in, for who has none of their own yet.

use holdpoint_domain::id::{CommandId, TemplateName};
use holdpoint_domain::launch::NewLaunch;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::here;
use super::go_there;
use crate::net::api;
use crate::{clock, say};

#[component]
pub fn TrySample(template: TemplateName) -> impl IntoView {
    let here = here();
    let busy = RwSignal::new(false);
    let key = CommandId(clock::new_id());
    let make = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let me = here.me_now();
        let wish = NewLaunch { sample: true, ..NewLaunch::new(say!("sample-name"), template.clone()) };
        spawn_local(async move {
            match api::create_launch(&wish, key).await {
                Ok(created) => go_there((here, me), created.id, &wish.name),
                Err(trouble) => here.failed(me, &trouble),
            }
            _ = busy.try_set(false);
        });
    };
    view! {
        <section class="card" aria-labelledby="sample">
            <h2 class="card__title" id="sample">{say!("sample-title")}</h2>
            <p>{say!("sample-about")}</p>
            <button type="button" class="button" data-testid="make-sample" aria-disabled=move || busy.get().to_string() on:click=make>
                {say!("sample-make")}
            </button>
        </section>
    }
}
