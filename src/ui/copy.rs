//! A button that copies a text, and says that it did. Styles: `button.css`.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::Clipboard;

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
        let promise = clipboard().map(|clipboard| clipboard.write_text(&text));
        spawn_local(async move {
            let copied = match promise {
                Some(promise) => JsFuture::from(promise).await.is_ok(),
                None => false,
            };
            said.set(if copied { say!("copy-done") } else { say!("copy-by-hand") });
            set_timeout(move || _ = said.try_set(say!("copy")), SAID);
        });
    };
    view! {
        <button type="button" class="button button--quiet copy" on:click=copy>
            <Icon glyph=Glyph::Copy />
            <span>{move || said.get()}</span>
            <span class="hidden">{say!("copy-what", what = what)}</span>
        </button>
        // Within a button nothing is told by itself.
        <span class="hidden" role="status">{move || Some(said.get()).filter(|said| *said != say!("copy"))}</span>
    }
}

/// `None`: there is none here, as over plain http. The browser's own type does not know of that.
fn clipboard() -> Option<Clipboard> {
    let clipboard = js_sys::Reflect::get(&window().navigator(), &"clipboard".into()).ok()?;
    clipboard.is_object().then(|| clipboard.unchecked_into())
}
