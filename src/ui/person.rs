//! Somebody, as a small round mark with their initials. Styles: `person.css`.

use leptos::prelude::*;

use crate::text;

#[component]
pub fn Person(
    name: String,
    /// Where they are, as it follows the name.
    #[prop(optional)]
    at: String,
) -> impl IntoView {
    // Six quiet hues, the same for the same name on every screen.
    let hue = name.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte))) % 6;
    let words = format!("{name}{at}");
    let title = words.clone();
    view! {
        <span class="person" data-hue=hue.to_string() title=title>
            <span aria-hidden="true">{text::initials(&name)}</span>
            <span class="hidden">{words}</span>
        </span>
    }
}
