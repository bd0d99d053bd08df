//! Which keys do what.

use leptos::prelude::*;

use super::keys::{Letters, keys};
use crate::say;
use crate::ui::Dialog;

#[component]
pub fn Help(open: RwSignal<bool>, letters: Letters) -> impl IntoView {
    view! {
        <Dialog title=say!("keys-title") open id="keys">
            <dl class="keys">
                {keys().map(|(keys, words)| view! {
                    <div>
                        <dt>{keys.split(' ').map(|key| view! { <kbd>{key}</kbd>" " }).collect_view()}</dt>
                        <dd>{words}</dd>
                    </div>
                }).collect_view()}
            </dl>
            <label class="choice">
                <input type="checkbox" data-testid="letters" prop:checked=move || letters.get() on:change:target=move |event| letters.set(event.target().checked()) />
                {say!("keys-letters")}
            </label>
        </Dialog>
    }
}
