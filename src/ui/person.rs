//! Somebody, as a small round mark with their initials. Styles: `person.css`.

use leptos::prelude::*;

use crate::text;

#[component]
pub fn Person(
    name: String,
    /// A sentence that says more than the name, such as where they are.
    #[prop(optional)]
    words: Option<String>,
) -> impl IntoView {
    // Six quiet hues, the same for the same name on every screen.
    let hue = name.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte))) % 6;
    let words = words.unwrap_or_else(|| name.clone());
    let title = words.clone();
    view! {
        <span class="person" data-hue=hue.to_string() title=title>
            <span aria-hidden="true">{text::initials(&name)}</span>
            <span class="hidden">{words}</span>
        </span>
    }
}
