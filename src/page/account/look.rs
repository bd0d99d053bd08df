//! How the page looks in this browser: light or dark, roomy or dense. Kept here, told to no server.

use leptos::prelude::*;

use crate::keep;
use crate::ui::Segments;

/// The choice that needs no keeping: it is what happens without one.
const USUAL: &str = "usual";

/// A name as `look.js` and `style/tokens.css` know it, with what can be chosen.
struct Choice {
    name: &'static str,
    label: &'static str,
    testid: &'static str,
    choices: &'static [(&'static str, &'static str)],
}

const CHOICES: [Choice; 2] = [
    Choice {
        name: "scheme",
        label: "Colours",
        testid: "scheme",
        choices: &[(USUAL, "As the system"), ("light", "Light"), ("dark", "Dark")],
    },
    Choice { name: "density", label: "Density", testid: "density", choices: &[(USUAL, "Comfortable"), ("compact", "Compact")] },
];

#[component]
pub fn Look() -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="look" data-testid="look">
            <h2 class="card__title" id="look">"How this browser shows it"</h2>
            <div class="look">{CHOICES.into_iter().map(|choice| view! { <Chosen choice /> }).collect_view()}</div>
            <p class="aside">"Kept in this browser, for whoever uses it."</p>
        </section>
    }
}

#[component]
fn Chosen(choice: Choice) -> impl IntoView {
    let Choice { name, label, testid, choices } = choice;
    let kept = keep::look(name);
    let known = choices.iter().map(|(key, _)| *key).find(|key| kept.as_deref() == Some(*key));
    let chosen = RwSignal::new(known.unwrap_or(USUAL));
    let choose = Callback::new(move |key: &'static str| {
        let wanted = (key != USUAL).then_some(key);
        keep::put_look(name, wanted);
        let attribute = format!("data-{name}");
        if let Some(page) = document().document_element() {
            _ = match wanted {
                Some(key) => page.set_attribute(&attribute, key),
                None => page.remove_attribute(&attribute),
            };
        }
        chosen.set(key);
    });
    view! {
        <div class="look__choice">
            <span class="field__label" aria-hidden="true">{label}</span>
            <Segments label choices=choices.to_vec() chosen on_choice=choose testid />
        </div>
    }
}
