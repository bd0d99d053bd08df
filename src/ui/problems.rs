//! What is wrong with a form: a sentence next to each field, and in a longer form a summary. One of them takes the focus. None is without a place:
//! the server may name what the form has no input for. Styles: `field.css`.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use crate::{say, text};

/// The faults of one form.
#[derive(Clone, Copy)]
pub struct Problems {
    /// Of each the field's name (empty: the form as a whole) and a sentence.
    faults: RwSignal<Vec<(String, String)>>,
    /// The inputs that are there, by their fields, in the order in which they came.
    inputs: RwSignal<Vec<&'static str>>,
    /// Whether the form has a summary.
    summed: StoredValue<bool>,
}

impl Problems {
    pub fn none() -> Self {
        Self { faults: RwSignal::default(), inputs: RwSignal::default(), summed: StoredValue::new(false) }
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

    /// Whether the form is there to show any.
    pub fn is_there(self) -> bool {
        self.faults.try_with_untracked(|_| ()).is_some()
    }

    /// What is said at an input, for what says it there: as long as that is there, faults of its field have their place.
    pub fn at(self, field: &'static str) -> impl Fn() -> Option<String> + Copy + Send + Sync + 'static {
        self.inputs.update(|inputs| inputs.push(field));
        on_cleanup(move || {
            _ = self.inputs.try_update(|inputs| {
                let gone = inputs.iter().position(|input| *input == field);
                gone.map(|gone| inputs.remove(gone))
            });
        });
        move || self.of(field)
    }

    /// What is said at an input, all of it.
    pub(super) fn of(self, field: &str) -> Option<String> {
        self.faults.with(|faults| {
            let here = faults.iter().filter(|(name, _)| self.place(name) == Some(field)).map(|(_, sentence)| sentence.clone());
            Some(text::row(here)).filter(|said| !said.is_empty())
        })
    }

    /// At which input a fault is said. `None`: in the summary alone.
    fn place(self, fault: &str) -> Option<&'static str> {
        self.inputs.with(|inputs| {
            let own = inputs.iter().find(|input| **input == fault);
            own.or_else(|| inputs.first().filter(|_| !self.summed.get_value())).copied()
        })
    }

    /// Whether the focus goes to this input: the first fault is said there, and no summary takes it.
    pub(super) fn lead_to(self, field: &str) -> bool {
        let first = |faults: &Vec<(String, String)>| faults.first().is_some_and(|(name, _)| untrack(|| self.place(name)) == Some(field));
        !self.summed.get_value() && self.faults.with(first)
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
        let id = format!("{form}-{field}");
        // There is nothing to lead to.
        if document().get_element_by_id(&id).is_none() {
            return view! { <li>{sentence}</li> }.into_any();
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The forms by their inputs, in their order, and whether they have a summary.
    const FORMS: [(&str, &[&str], bool); 12] = [
        ("sign-in", &["name", "password"], true),
        ("account", &["name", "password", "again"], true),
        ("recover", &["name", "code"], true),
        ("confirm", &["password"], true),
        ("token", &["name", "days", "scopes"], true),
        ("new", &["name", "template", "target", "ticket", "connection"], true),
        ("trial", &["name", "baseUrl", "token"], true),
        ("approve", &["comment", "password"], true),
        ("evidence", &["url", "title", "seen", "holds"], true),
        ("deliver", &["system", "reference"], true),
        ("invite", &["role", "days"], false),
        ("file", &["file", "title", "seen", "holds"], false),
    ];

    /// What a server names, also one that is newer than the page, and what it names nothing of.
    const NAMED: [&str; 17] = [
        "",
        "0",
        "bytes",
        "challenge",
        "connection",
        "content",
        "credential",
        "days",
        "launch",
        "member",
        "name",
        "password",
        "report",
        "role",
        "scopes",
        "sections",
        "title",
    ];

    fn form(inputs: &[&'static str], has_summary: bool) -> Problems {
        let problems = Problems::none();
        problems.summed.set_value(has_summary);
        inputs.iter().for_each(|&input| _ = problems.at(input));
        problems
    }

    fn said(problems: Problems, input: &str) -> Option<String> {
        untrack(|| problems.of(input))
    }

    #[test]
    fn every_form_says_whatever_the_server_names_once_and_at_its_input_where_it_has_one() {
        for (name, inputs, has_summary) in FORMS {
            let problems = form(inputs, has_summary);
            for named in NAMED {
                problems.only(Some(named).filter(|named| !named.is_empty()), "not like this");
                let of =
                    |there: fn(Problems, &str) -> bool| inputs.iter().copied().filter(|input| there(problems, input)).collect::<Vec<_>>();
                let expected = match (inputs.contains(&named), has_summary) {
                    (true, _) => vec![named],
                    (false, true) => vec![],
                    (false, false) => vec![inputs[0]],
                };
                assert_eq!(of(|problems, input| said(problems, input).is_some()), expected, "{name}: {named}");
                let led = of(|problems, input| untrack(|| problems.lead_to(input)));
                assert_eq!(led, if has_summary { vec![] } else { expected }, "{name}: {named}");
            }
        }
    }

    #[test]
    fn what_is_said_at_an_input_goes_elsewhere_with_it() {
        let (problems, owner) = (form(&["kind"], false), Owner::new());
        owner.with(|| _ = problems.at("url"));
        problems.only(Some("url"), "no address");
        problems.add("size", "Too large");
        let both = || ["kind", "url"].map(|input| said(problems, input).unwrap_or_default());
        assert_eq!(both(), ["Too large", "No address"]);
        owner.cleanup();
        assert_eq!(both(), [text::row(["No address", "Too large"]), String::new()]);
    }
}
