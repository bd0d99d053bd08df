//! The organisation's sign-ins that are linked with the account, and links to link one.

use leptos::prelude::*;

use super::Mine;
use crate::page::Providers;
use crate::say;

#[component]
pub fn Linked(mine: Mine) -> impl IntoView {
    let some = mine.here.ways.with_untracked(|ways| !ways.oidc.is_empty());
    let linked = move || mine.read(|view| view.identities.join(", ")).filter(|issuers| !issuers.is_empty());
    some.then(|| {
        view! {
            <section class="card" aria-labelledby="linked" data-testid="linked">
                <h2 class="card__title" id="linked">{say!("linked-title")}</h2>
                <p class="aside">
                    {move || linked().map_or_else(|| say!("linked-none").to_owned(), |issuers| say!("linked-to", issuers = issuers))}
                </p>
                {move || match mine.locked() {
                    Some(why) => view! { <p class="aside">{why}</p> }.into_any(),
                    None => view! { <Providers words=|name| say!("provider-link", name = name) action="link" /> }.into_any(),
                }}
            </section>
        }
    })
}
