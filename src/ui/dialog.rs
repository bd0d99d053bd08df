//! A modal dialog: the browser keeps the focus in it and closes it with Escape. Styles: `dialog.css`.

use leptos::prelude::*;

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
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    let heading = format!("{id}-title");
    view! {
        <dialog class="dialog" id=id node_ref=dialog aria-labelledby=heading.clone() on:close=move |_| open.set(false)>
            <div class="dialog__head">
                <h2 class="dialog__title" id=heading.clone()>{title}</h2>
                <button type="button" class="button button--quiet" on:click=move |_| open.set(false)>{say!("close")}</button>
            </div>
            <Show when=move || open.get()>{children()}</Show>
        </dialog>
    }
}
