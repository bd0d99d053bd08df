//! Around a field that has no button: when what it holds is sent. Styles: none of its own.

use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// What a pointer chose is meant at once. From a keyboard, which passes other values on its way, a value is meant with Enter or when the field is
/// left; Escape puts back what was there.
#[component]
pub fn Meant(
    /// What the field shows.
    #[prop(into)]
    value: Signal<String>,
    on_value: Callback<String>,
    children: Children,
) -> impl IntoView {
    let typed = StoredValue::new(false);
    // Of what an input can do, a list of choices can do all that is asked for here.
    let settle = move |field: HtmlInputElement, meant: bool| {
        // A field that is taken away loses the focus too.
        let Some(shown) = value.try_get_untracked() else { return };
        typed.set_value(false);
        let wanted = field.value();
        // Half a date is no value, and not valid.
        if meant && wanted != shown && field.check_validity() {
            on_value.run(wanted);
        }
        // What was not granted leaves no trace.
        field.set_value(&value.get_untracked());
    };
    let press = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "Enter" => settle(event_target(&event), true),
        "Escape" => settle(event_target(&event), false),
        _ => typed.set_value(true),
    };
    let change = move |event: leptos::ev::Event| {
        if typed.try_get_value() == Some(false) {
            settle(event_target(&event), true);
        }
    };
    let leave = move |event: leptos::ev::FocusEvent| settle(event_target(&event), true);
    view! {
        <div on:pointerdown=move |_| typed.set_value(false) on:keydown=press on:change=change on:focusout=leave>{children()}</div>
    }
}
