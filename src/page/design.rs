//! `/design`: the design system as it is, every part in every state. Only in development builds; nothing here changes anything.

mod checks;
mod colours;
mod forms;
mod parts;
mod people;
mod told;
mod work;

use leptos::prelude::*;

use super::Heading;
use crate::desk::Desk;
use crate::keep;
use crate::ui::Segments;

#[component]
pub fn Design(
    /// Draws a launch's gate bar, which is the shell's.
    gate: fn(Desk) -> AnyView,
) -> impl IntoView {
    view! {
        <div class="wide page" data-testid="design">
            <Heading words="Design" />
            <p class="lead">
                "What the pages are made of. A colour, a space or a size is a custom property in style/tokens.css; a part has its styles beside its code, in src/ui."
            </p>
            <Scheme />
            <colours::Colours />
            <parts::Type />
            <parts::Tags />
            <parts::Bars />
            <forms::Buttons />
            <forms::Fields />
            <parts::Messages />
            <parts::Lists />
            <checks::OnItsWay />
            <checks::Receipts />
            <checks::GateReasons />
            <work::AtWork gate />
            <people::WithPeople />
            <people::OnTheBoard />
            <told::OnReports />
            <told::Watched />
            <told::Tried />
            <told::Played />
            <work::Charts />
            <work::Uploads />
            <work::PaletteHere />
        </div>
    }
}

/// A group of parts with its title.
#[component]
fn Group(id: &'static str, title: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby=id data-design=id>
            <h2 class="card__title" id=id>{title}</h2>
            {children()}
        </section>
    }
}

/// One state, with what it is called.
#[component]
fn State(name: &'static str, children: Children) -> impl IntoView {
    view! {
        <div class="field">
            <span class="aside">{name}</span>
            <div class="buttons">{children()}</div>
        </div>
    }
}

/// For looking only: what is chosen here is not kept.
#[component]
fn Scheme() -> impl IntoView {
    let choice = |name: &'static str, label: &'static str, choices: Vec<(&'static str, &'static str)>| {
        let first = choices.first().map_or("", |(key, _)| *key);
        let chosen = RwSignal::new(first);
        let choose = Callback::new(move |key: &'static str| {
            if let Some(page) = document().document_element() {
                _ = page.set_attribute(&format!("data-{name}"), key);
            }
            chosen.set(key);
        });
        on_cleanup(move || {
            let Some(page) = document().document_element() else { return };
            _ = match keep::look(name) {
                Some(kept) => page.set_attribute(&format!("data-{name}"), &kept),
                None => page.remove_attribute(&format!("data-{name}")),
            };
        });
        view! { <Segments label choices chosen on_choice=choose testid="design" /> }
    };
    view! {
        <div class="buttons">
            {choice("scheme", "Colours", vec![("usual", "As the system"), ("light", "Light"), ("dark", "Dark")])}
            {choice("density", "Density", vec![("roomy", "Comfortable"), ("compact", "Compact")])}
        </div>
    }
}
