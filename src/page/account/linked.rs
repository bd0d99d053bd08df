//! The organisation's sign-ins that are linked with the account: listed, unlinked, and links to link one.

use holdpoint_domain::wire::IdentityView;
use leptos::prelude::*;

use super::Mine;
use crate::net::api;
use crate::page::Providers;
use crate::say;
use crate::ui::Act;

#[component]
pub fn Linked(mine: Mine) -> impl IntoView {
    let linked = Memo::new(move |_| mine.read(|view| view.linked.clone()).unwrap_or_default());
    let none = move || linked.with(Vec::is_empty);
    // One that the operator has taken out of the configuration is linked still.
    let some = move || !none() || mine.here.ways.with(|ways| !ways.oidc.is_empty());
    view! {
        <Show when=some>
            <section class="card" aria-labelledby="linked" data-testid="linked">
                <h2 class="card__title" id="linked">{say!("linked-title")}</h2>
                <Show when=none>
                    <p class="aside">{say!("linked-none")}</p>
                </Show>
                <ul class="roster">
                    <For each=move || linked.get() key=|one| one.id let:one>
                        <Row mine one />
                    </For>
                </ul>
                {move || match mine.locked() {
                    Some(why) => view! { <p class="aside">{why}</p> }.into_any(),
                    None => view! { <Providers words=|name| say!("provider-link", name = name) action="link" /> }.into_any(),
                }}
            </section>
        </Show>
    }
}

#[component]
fn Row(mine: Mine, one: IdentityView) -> impl IntoView {
    let IdentityView { id, issuer, subject, provider } = one;
    let unlink = Callback::new(move |()| mine.act(api::unlink(id), say!("linked-gone")));
    let name = provider.unwrap_or_else(|| issuer.clone());
    let words = say!("linked-unlink", name = &name, subject = &subject);
    view! {
        <li class="roster__row" data-identity=id.to_string()>
            <span class="roster__name">{name}</span>
            <span class="aside">{say!("linked-as", issuer = &issuer, subject = &subject)}</span>
            <Act words on_press=unlink locked=Signal::derive(move || mine.locked()) testid="unlink" />
        </li>
    }
}
