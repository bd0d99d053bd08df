//! For live regions, which tell what changed.

use leptos::prelude::*;

/// The same text twice is two texts, or the second would not be told: every other one ends in a space that nobody sees.
pub fn afresh(tell: impl Fn() -> String + Send + 'static) -> impl Fn() -> String + Send + 'static {
    let odd = StoredValue::new(false);
    move || {
        let mut text = tell();
        odd.update_value(|odd| *odd = !*odd);
        if odd.get_value() && !text.is_empty() {
            text.push('\u{a0}');
        }
        text
    }
}
