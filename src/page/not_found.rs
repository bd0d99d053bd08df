//! There is nothing at this address.

use leptos::prelude::*;

use super::Heading;
use crate::route::Route;

#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <div class="narrow">
            <Heading words="There is no such page" />
            <p>"The address may be mistyped, or the link that led here may be out of date."</p>
            <p><a href=Route::launches().to_string()>"See all launches"</a></p>
        </div>
    }
}
