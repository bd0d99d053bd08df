//! A list whose rows stay as they are while others come and go. What compares two lists is several kilobytes for each kind of row, so there is
//! one kind for all lists of the first screen.

use std::sync::Arc;

use leptos::prelude::*;

type Keys = Box<dyn Fn() -> Vec<u32> + Send>;
type Row = Arc<dyn Fn(u32) -> AnyView + Send + Sync>;

/// * `keys`: one for each row, in their order; it is followed.
/// * `row`: draws the row of a key that was not there before.
pub fn each(keys: impl Fn() -> Vec<u32> + Send + 'static, row: impl Fn(u32) -> AnyView + Send + Sync + 'static) -> AnyView {
    list(Box::new(keys), Arc::new(row))
}

fn list(keys: Keys, row: Row) -> AnyView {
    view! { <For each=keys key=|key| *key children=move |key| row(key) /> }.into_any()
}
