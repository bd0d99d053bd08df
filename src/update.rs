//! The service worker keeps the page, and tells when the server has a newer one. It is `service-worker.js`; `start.js` registers it.
//! A browser without it (plain http, private windows of some) loses the comfort, never the function.

use std::time::Duration;

use leptos::ev::Custom;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ServiceWorkerContainer, ServiceWorkerRegistration};

/// How often a page that somebody looks at asks for a newer one: a server may be replaced by another without a break that anybody hears of.
const LOOKS: Duration = Duration::from_secs(600);

/// `None`: there are none here. The browser's own type does not know of that.
fn container() -> Option<ServiceWorkerContainer> {
    let navigator = window().navigator();
    js_sys::Reflect::get(&navigator, &"serviceWorker".into()).ok()?.dyn_into().ok()
}

/// Calls `newer` once, when another page has taken this one's place: in the browser, where the first one that is ever kept has not, or at the server,
/// which has lost a file of this one.
pub fn watch(newer: impl Fn() + Copy + 'static) {
    let told = StoredValue::new(false);
    let newer = move || {
        if told.try_update_value(|told| std::mem::replace(told, true)) == Some(false) {
            newer();
        }
    };
    // `first.js` and the script of the parts say it.
    window_event_listener(Custom::new("replaced"), move |_: web_sys::Event| newer());
    let Some(container) = container() else { return };
    let first = container.controller().is_none();
    let seen = StoredValue::new(first);
    if first {
        // Whoever reloads past all that the browser has kept has no worker for this page, and one in the browser all the same: the next is a newer one's.
        let found = JsFuture::from(container.get_registration());
        spawn_local(async move {
            if found.await.is_ok_and(|found| is_active(&found)) {
                seen.set_value(false);
            }
        });
    }
    let heard = Closure::<dyn FnMut()>::new(move || {
        if seen.try_update_value(std::mem::take) == Some(false) {
            newer();
        }
    });
    container.set_oncontrollerchange(Some(heard.as_ref().unchecked_ref()));
    // As long as the page.
    heard.forget();
    let look_if_seen = || {
        if !document().hidden() {
            look();
        }
    };
    set_interval(look_if_seen, LOOKS);
    window_event_listener(Custom::new("visibilitychange"), move |_: web_sys::Event| look_if_seen());
}

/// Whether the worker of a registration, if there is one, has taken the pages that are open.
fn is_active(registration: &JsValue) -> bool {
    let of = |value: &JsValue, name: &str| js_sys::Reflect::get(value, &name.into());
    of(registration, "active").and_then(|worker| of(&worker, "state")).is_ok_and(|state| state == "activated")
}

/// Asks the server whether it has a newer page.
pub fn look() {
    let Some(container) = container() else { return };
    spawn_local(async move {
        let Ok(ready) = container.ready() else { return };
        if let Ok(registration) = JsFuture::from(ready).await
            && let Ok(asked) = ServiceWorkerRegistration::from(registration).update()
        {
            _ = JsFuture::from(asked).await;
        }
    });
}
