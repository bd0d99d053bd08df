//! There is nothing at this address.

use leptos::prelude::*;

use super::Heading;
use crate::route::Route;
use crate::say;

#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <div class="narrow page">
            <Heading words=say!("not-found-title") />
            <p>{say!("not-found-why")}</p>
            <p><a href=Route::launches().to_string()>{say!("not-found-launches")}</a></p>
        </div>
    }
}
