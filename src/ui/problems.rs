//! What is wrong with a form: a sentence next to each field, and in a longer form a summary. One of them takes the focus. Styles: `field.css`.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use crate::{say, text};

/// The faults of one form.
#[derive(Clone, Copy)]
pub struct Problems {
    /// Of each the field's name (empty: the form as a whole) and a sentence.
    faults: RwSignal<Vec<(String, String)>>,
    /// Whether the form has a summary.
    summed: StoredValue<bool>,
}

impl Problems {
    pub fn none() -> Self {
        Self { faults: RwSignal::default(), summed: StoredValue::new(false) }
    }

    pub fn clear(self) {
        self.faults.update(Vec::clear);
    }

    pub fn add(self, field: &str, sentence: impl Into<String>) {
        self.faults.update(|problems| problems.push((field.to_owned(), sentence.into())));
    }

    /// One fault that somebody else found, and tells in a phrase.
    pub fn only(self, field: Option<&str>, phrase: &str) {
        self.faults.set(vec![(field.unwrap_or_default().to_owned(), text::sentence(phrase))]);
    }

    pub fn is_empty(self) -> bool {
        self.faults.with_untracked(Vec::is_empty)
    }

    pub fn of(self, field: &str) -> Option<String> {
        self.faults.with(|problems| problems.iter().find(|(name, _)| name == field).map(|(_, sentence)| sentence.clone()))
    }

    /// Whether the focus goes to this field: it is the first that is wrong, and no summary takes it.
    pub fn lead_to(self, field: &str) -> bool {
        self.faults.with(|problems| problems.first().is_some_and(|(name, _)| name == field)) && !self.summed.get_value()
    }
}

/// Whether there was an input to take the focus to.
pub(super) fn focus(id: &str) -> bool {
    let input = document().get_element_by_id(id).and_then(|input| input.dyn_into::<web_sys::HtmlElement>().ok());
    input.is_some_and(|input| input.focus().is_ok())
}

#[component]
pub fn ErrorSummary(
    problems: Problems,
    /// What the ids of this form's inputs begin with.
    form: &'static str,
) -> impl IntoView {
    problems.summed.set_value(true);
    let summary = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        let any = problems.faults.with(|problems| !problems.is_empty());
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
            if focus(&id) {
                click.prevent_default();
            }
        };
        view! { <li><a href=href on:click=go>{sentence}</a></li> }.into_any()
    };
    let any = move || problems.faults.with(|problems| !problems.is_empty());
    view! {
        <Show when=any>
            <div class="error-summary" role="alert" tabindex="-1" node_ref=summary>
                <h2 class="error-summary__title">{say!("problems-title")}</h2>
                <ul>{move || problems.faults.get().into_iter().map(line).collect_view()}</ul>
            </div>
        </Show>
    }
}
