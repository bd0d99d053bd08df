//! A button that copies a text, and says that it did. Styles: `copy.css`.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::icon::{Glyph, Icon};
use crate::say;

/// How long the button says what happened.
const SAID: Duration = Duration::from_secs(2);

#[component]
pub fn Copy(
    /// What is copied.
    text: String,
    /// What it is, as it follows the button's word: `the command`.
    what: &'static str,
) -> impl IntoView {
    let said = RwSignal::new(say!("copy"));
    let copy = move |_| {
        let promise = window().navigator().clipboard().write_text(&text);
        spawn_local(async move {
            let copied = JsFuture::from(promise).await.is_ok();
            said.set(if copied { say!("copy-done") } else { say!("copy-by-hand") });
            set_timeout(move || _ = said.try_set(say!("copy")), SAID);
        });
    };
    view! {
        <button type="button" class="button button--quiet copy" on:click=copy>
            <Icon glyph=Glyph::Copy />
            <span role="status">{move || said.get()}</span>
            <span class="hidden">{say!("copy-what", what = what)}</span>
        </button>
    }
}
