//! How the page looks in this browser: its language, light or dark, roomy or dense. Kept here; of the language alone `first.js` tells the server.

use leptos::prelude::*;

use super::super::{EXACT, TIMES};
use crate::ui::{ByClock, Segments};
use crate::{keep, nav, say};

/// The choice that needs no keeping: it is what happens without one.
const USUAL: &str = "usual";

/// A name as `first.js` and `style/tokens.css` know it, with what can be chosen.
struct Choice {
    name: &'static str,
    label: &'static str,
    choices: Vec<(&'static str, &'static str)>,
}

fn choices() -> [Choice; 4] {
    [
        // A language is named in itself, so that who reads no other finds it.
        Choice {
            name: LANGUAGE,
            label: say!("look-language"),
            choices: vec![(USUAL, say!("look-as-browser")), ("en", "English"), ("de", "Deutsch")],
        },
        Choice {
            name: "scheme",
            label: say!("look-colours"),
            choices: vec![(USUAL, say!("look-as-system")), ("light", say!("look-light")), ("dark", say!("look-dark"))],
        },
        Choice {
            name: "density",
            label: say!("look-density"),
            choices: vec![(USUAL, say!("look-comfortable")), ("compact", say!("look-compact"))],
        },
        Choice {
            name: TIMES,
            label: say!("look-times"),
            choices: vec![(USUAL, say!("look-times-ago")), (EXACT, say!("look-times-exact"))],
        },
    ]
}

/// Also the event by which `first.js` hears of another one.
const LANGUAGE: &str = "language";

#[component]
pub fn Look() -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="look" data-testid="look">
            <h2 class="card__title" id="look">{say!("look-title")}</h2>
            <div class="look">{choices().into_iter().map(|choice| view! { <Chosen choice /> }).collect_view()}</div>
            <p class="aside">{say!("look-kept")}</p>
        </section>
    }
}

#[component]
fn Chosen(choice: Choice) -> impl IntoView {
    let Choice { name, label, choices } = choice;
    let kept = keep::look(name);
    let known = choices.iter().map(|(key, _)| *key).find(|key| kept.as_deref() == Some(*key));
    let chosen = RwSignal::new(known.unwrap_or(USUAL));
    let exact = expect_context::<ByClock>().0;
    let choose = Callback::new(move |key: &'static str| {
        let wanted = (key != USUAL).then_some(key);
        keep::put_look(name, wanted);
        chosen.set(key);
        if name == LANGUAGE {
            _ = web_sys::Event::new(LANGUAGE).map(|told| window().dispatch_event(&told));
            // Every text is read once; half-written ones are kept as drafts.
            return nav::reload();
        }
        if name == TIMES {
            return exact.set(wanted.is_some());
        }
        let attribute = format!("data-{name}");
        if let Some(page) = document().document_element() {
            _ = match wanted {
                Some(key) => page.set_attribute(&attribute, key),
                None => page.remove_attribute(&attribute),
            };
        }
    });
    view! {
        <div class="look__choice">
            <span class="field__label" aria-hidden="true">{label}</span>
            <Segments label choices chosen on_choice=choose testid=name />
        </div>
    }
}
