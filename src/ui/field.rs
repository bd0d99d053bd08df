//! Labelled inputs with a hint and an error. Styles: `field.css` and `input.css`.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlInputElement;

use super::problems::{Problems, focus};
use crate::say;

/// What every field has around its input. The input's id is `{form}-{name}`.
#[component]
pub fn Frame(
    form: &'static str,
    name: &'static str,
    label: String,
    hint: &'static str,
    problems: Problems,
    children: Children,
) -> impl IntoView {
    let id = format!("{form}-{name}");
    let wrong = problems.at(name);
    let input = id.clone();
    Effect::new(move |_| {
        if problems.lead_to(name) {
            focus(&input);
        }
    });
    view! {
        <div class="field" data-wrong=move || wrong().is_some().to_string()>
            <label class="field__label" for=id.clone()>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="field__hint" id=format!("{id}-hint")>{hint}</p> })}
            {
                let id = id.clone();
                move || wrong().map(|sentence| view! {
                    <p class="field__error" id=format!("{id}-error")>
                        <span class="hidden">{say!("field-error")}" "</span>
                        {sentence}
                    </p>
                })
            }
            {children()}
        </div>
    }
}

/// The ids of what is said about an input.
pub fn described(id: &str, hint: bool, wrong: bool) -> Option<String> {
    match (hint, wrong) {
        (false, false) => None,
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (true, true) => Some(format!("{id}-hint {id}-error")),
    }
}

/// Whether an input has a part of a day or of a time only: the browser calls that empty, as if there were none.
pub fn is_half(form: &str, name: &str) -> bool {
    let input = document().get_element_by_id(&format!("{form}-{name}")).and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
    input.is_some_and(|input| input.value().is_empty() && !input.check_validity())
}

#[component]
pub fn TextField(
    form: &'static str,
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(optional)] hint: &'static str,
    /// The input's type.
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    /// An address, a digest or the like: no keyboard makes words of it.
    #[prop(optional)]
    code: bool,
    value: RwSignal<String>,
    problems: Problems,
) -> impl IntoView {
    let id = format!("{form}-{name}");
    let described = {
        let id = id.clone();
        move || described(&id, !hint.is_empty(), problems.of(name).is_some())
    };
    view! {
        <Frame form name label hint problems>
            <input
                class="field__input"
                id=id
                name=name
                type=kind
                autocomplete=autocomplete
                autocapitalize=code.then_some("none")
                spellcheck=code.then_some("false")
                prop:value=value
                on:input:target=move |ev| value.set(ev.target().value())
                aria-invalid=move || problems.of(name).map(|_| "true")
                aria-describedby=described
            />
        </Frame>
    }
}

#[component]
pub fn AreaField(
    form: &'static str,
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(optional)] hint: &'static str,
    #[prop(default = "3")] rows: &'static str,
    value: RwSignal<String>,
    problems: Problems,
) -> impl IntoView {
    let id = format!("{form}-{name}");
    let described = {
        let id = id.clone();
        move || described(&id, !hint.is_empty(), problems.of(name).is_some())
    };
    view! {
        <Frame form name label hint problems>
            <textarea
                class="field__input"
                id=id
                name=name
                rows=rows
                prop:value=value
                on:input:target=move |ev| value.set(ev.target().value())
                aria-invalid=move || problems.of(name).map(|_| "true")
                aria-describedby=described
            ></textarea>
        </Frame>
    }
}

#[component]
pub fn SelectField(
    form: &'static str,
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(optional)] hint: &'static str,
    /// Values and words; follows changes, and keeps what is chosen.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    #[prop(into)] value: Signal<String>,
    /// Absent: what stands around the field listens.
    #[prop(optional)]
    on_choice: Option<Callback<String>>,
    problems: Problems,
) -> impl IntoView {
    let id = format!("{form}-{name}");
    let described = {
        let id = id.clone();
        move || described(&id, !hint.is_empty(), problems.of(name).is_some())
    };
    let option = move |(key, words): (String, String)| {
        let chosen = key.clone();
        view! { <option value=key prop:selected=move || value.get() == chosen>{words}</option> }
    };
    view! {
        <Frame form name label hint problems>
            <select
                class="field__input"
                id=id
                name=name
                on:change:target=move |ev| {
                    let Some(on_choice) = on_choice else { return };
                    on_choice.run(ev.target().value());
                    // A refused choice leaves no trace.
                    ev.target().set_value(&value.get_untracked());
                }
                aria-invalid=move || problems.of(name).map(|_| "true")
                aria-describedby=described
            >
                {move || options.get().into_iter().map(option).collect_view()}
            </select>
        </Frame>
    }
}
