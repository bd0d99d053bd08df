//! What is wrong with a form: a summary that takes the focus, and a sentence next to each field. Styles: `field.css`.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use crate::say;

/// The faults of one form: the field's name (empty: the form as a whole) and a sentence.
#[derive(Clone, Copy)]
pub struct Problems(RwSignal<Vec<(String, String)>>);

impl Problems {
    pub fn none() -> Self {
        Self(RwSignal::default())
    }

    pub fn clear(self) {
        self.0.update(Vec::clear);
    }

    pub fn add(self, field: &str, sentence: impl Into<String>) {
        self.0.update(|problems| problems.push((field.to_owned(), sentence.into())));
    }

    /// One fault that somebody else found.
    pub fn only(self, field: Option<&str>, sentence: impl Into<String>) {
        self.0.set(vec![(field.unwrap_or_default().to_owned(), sentence.into())]);
    }

    pub fn is_empty(self) -> bool {
        self.0.with_untracked(Vec::is_empty)
    }

    pub fn of(self, field: &str) -> Option<String> {
        self.0.with(|problems| problems.iter().find(|(name, _)| name == field).map(|(_, sentence)| sentence.clone()))
    }
}

#[component]
pub fn ErrorSummary(
    problems: Problems,
    /// What the ids of this form's inputs begin with.
    form: &'static str,
) -> impl IntoView {
    let summary = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        let any = problems.0.with(|problems| !problems.is_empty());
        if let (true, Some(summary)) = (any, summary.get()) {
            _ = summary.focus();
        }
    });
    let line = move |(field, sentence): (String, String)| {
        if field.is_empty() {
            return view! { <li>{sentence}</li> }.into_any();
        }
        let id = format!("{form}-{field}");
        let href = format!("#{id}");
        let go = move |click: leptos::ev::MouseEvent| {
            let input = document().get_element_by_id(&id).and_then(|input| input.dyn_into::<web_sys::HtmlElement>().ok());
            if let Some(input) = input {
                click.prevent_default();
                _ = input.focus();
            }
        };
        view! { <li><a href=href on:click=go>{sentence}</a></li> }.into_any()
    };
    let any = move || problems.0.with(|problems| !problems.is_empty());
    view! {
        <Show when=any>
            <div class="error-summary" role="alert" tabindex="-1" node_ref=summary>
                <h2 class="error-summary__title">{say!("problems-title")}</h2>
                <ul>{move || problems.0.get().into_iter().map(line).collect_view()}</ul>
            </div>
        </Show>
    }
}
