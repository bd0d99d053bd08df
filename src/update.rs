//! The service worker keeps the page, and tells when the server has a newer one. It is `service-worker.js`; `start.js` registers it.
//! A browser without it (plain http, private windows of some) loses the comfort, never the function.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ServiceWorkerContainer, ServiceWorkerRegistration};

/// `None`: there are none here. The browser's own type does not know of that.
fn container() -> Option<ServiceWorkerContainer> {
    let navigator = window().navigator();
    js_sys::Reflect::get(&navigator, &"serviceWorker".into()).ok()?.dyn_into().ok()
}

/// Calls `newer` when another page has taken this one's place in the browser; the first one that is ever kept has not.
pub fn watch(newer: impl Fn() + 'static) {
    let Some(container) = container() else { return };
    let first = container.controller().is_none();
    let seen = StoredValue::new(first);
    let heard = Closure::<dyn FnMut()>::new(move || {
        if seen.try_update_value(std::mem::take) == Some(false) {
            newer();
        }
    });
    container.set_oncontrollerchange(Some(heard.as_ref().unchecked_ref()));
    // As long as the page.
    heard.forget();
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
