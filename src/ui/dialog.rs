//! A modal dialog: the browser keeps the focus in it and closes it with Escape. What is told meanwhile is told in it, because what is outside
//! can be neither heard nor pressed. Styles: `dialog.css`.

use leptos::prelude::*;
use web_sys::HtmlDialogElement;

use super::TOLD;
use crate::say;

#[component]
pub fn Dialog(
    #[prop(into)] title: String,
    open: RwSignal<bool>,
    /// The dialog's id, which its title's id begins with.
    #[prop(into)]
    id: String,
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.get() && !dialog.open() {
            _ = dialog.show_modal();
            _ = document().get_element_by_id(TOLD).map(|told| dialog.append_child(&told));
        } else if !open.get() {
            // Escape has closed it already.
            if dialog.open() {
                dialog.close();
            }
            give_back(&dialog);
        }
    });
    // Its page was left while it was open.
    on_cleanup(move || _ = dialog.get_untracked().map(|dialog| give_back(&dialog)));
    let heading = format!("{id}-title");
    view! {
        <dialog class="dialog" id=id node_ref=dialog aria-labelledby=heading.clone() on:close=move |_| open.set(false)>
            // Before the title, which leaves it room at its end.
            <button type="button" class="button button--quiet dialog__close" on:click=move |_| open.set(false)>{say!("close")}</button>
            <h2 class="dialog__title" id=heading.clone()>{title}</h2>
            <Show when=move || open.get()>{children()}</Show>
        </dialog>
    }
}

/// Unless another dialog has taken it in meanwhile.
fn give_back(dialog: &HtmlDialogElement) {
    let Some(told) = dialog.query_selector(&format!("#{TOLD}")).ok().flatten() else { return };
    let below = document().query_selector("dialog[open]").ok().flatten().filter(|below| !below.is_same_node(Some(dialog)));
    let place = below.or_else(|| document().body().map(Into::into));
    _ = place.map(|place| place.append_child(&told));
}
