//! Which keys do what.

use leptos::prelude::*;

use super::keys::{KEYS, Letters};
use crate::ui::Dialog;

#[component]
pub fn Help(open: RwSignal<bool>, letters: Letters) -> impl IntoView {
    view! {
        <Dialog title="Keys" open id="keys">
            <dl class="keys">
                {KEYS.map(|(keys, words)| view! {
                    <div>
                        <dt>{keys.split(' ').map(|key| view! { <kbd>{key}</kbd>" " }).collect_view()}</dt>
                        <dd>{words}</dd>
                    </div>
                }).collect_view()}
            </dl>
            <label class="choice">
                <input type="checkbox" data-testid="letters" prop:checked=move || letters.get() on:change:target=move |event| letters.set(event.target().checked()) />
                "Single letters do something in this browser"
            </label>
        </Dialog>
    }
}
