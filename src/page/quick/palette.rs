//! The palette: type what you want, and go there or do it. A combobox with its list, as ARIA describes them.

use holdpoint_domain::launch::Command;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::choices::{Act, Choice, Known, behind, fitting};
use super::press::press;
use crate::net::api;
use crate::page::{Here, here, take_back};
use crate::ui::Dialog;
use crate::{nav, say};

const LIST: &str = "palette-list";

#[component]
pub fn Palette(open: RwSignal<bool>, help: RwSignal<bool>) -> impl IntoView {
    let here = here();
    let known = RwSignal::new(Known::default());
    Effect::new(move |_| {
        if open.get() {
            spawn_local(async move {
                // What was known before is shown until then, and without the server it stays.
                if let Ok((launches, _)) = api::launches().await {
                    _ = known.try_update(|known| known.launches = launches);
                }
                if let Ok(people) = api::people().await {
                    _ = known.try_update(|known| known.people = people);
                }
            });
        }
    });
    let act = Callback::new(move |act: Act| {
        open.set(false);
        match act {
            Act::Go(route) => here.nav.go(&route),
            Act::Press { place, selector, wish } => press(here, place, selector, wish),
            Act::Own(item) => {
                if let Some(desk) = here.desk.get_untracked() {
                    desk.wish(Command::SetOwner { item, owner: Some(desk.me) });
                }
            }
            Act::Help => help.set(true),
            Act::Undo => {
                if let Some(desk) = here.desk.get_untracked() {
                    take_back(here, desk);
                }
            }
        }
    });
    view! {
        <Dialog title=say!("palette-title") open id="palette">
            <Find known act />
        </Dialog>
    }
}

/// What is shown for what was typed.
#[derive(Clone)]
struct Found {
    typed: String,
    choices: Vec<Choice>,
}

fn found(here: Here, known: RwSignal<Known>, typed: String, before: Option<&Found>) -> Found {
    let best = known.with(|known| fitting(here, known, &typed));
    let choices = match before {
        Some(shown) if shown.typed == typed => behind(&shown.choices, best),
        _ => best,
    };
    Found { typed, choices }
}

#[component]
pub fn Find(known: RwSignal<Known>, act: Callback<Act>) -> impl IntoView {
    let here = here();
    let (typed, at) = (RwSignal::new(String::new()), RwSignal::new(0_usize));
    let found = Memo::new_with_compare(move |before: Option<&Found>| found(here, known, typed.get(), before), |_, _| true);
    let count = move || found.with(|found| found.choices.len());
    let go_to = move |place: usize| {
        at.set(place);
        nav::bring_into_sight(format!("#{}", option_id(place)));
    };
    let step = move |by: usize| go_to((at.get_untracked() + by) % untrack(count).max(1));
    let press = move |event: web_sys::KeyboardEvent| {
        if nav::is_composing(&event) {
            return;
        }
        match event.key().as_str() {
            "ArrowDown" => step(1),
            "ArrowUp" => step(untrack(count).saturating_sub(1)),
            "Enter" => {
                let chosen = found.with_untracked(|found| found.choices.get(at.get_untracked()).map(|choice| choice.act.clone()));
                chosen.into_iter().for_each(|chosen| act.run(chosen));
            }
            _ => return,
        }
        event.prevent_default();
    };
    let field = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            _ = field.focus();
        }
    });
    let line = move |(place, choice): (usize, Choice)| {
        let wish = choice.act.clone();
        view! {
            <li
                id=option_id(place)
                role="option"
                class="palette__choice"
                aria-selected=move || (at.get() == place).to_string()
                on:click=move |_| act.run(wish.clone())
                on:pointermove=move |_| if at.get_untracked() != place { at.set(place) }
            >
                <span class="palette__kind">{choice.kind}</span>
                <span class="palette__words">{choice.words}</span>
                <span class="palette__aside">{choice.aside}</span>
            </li>
        }
    };
    view! {
        <input
            node_ref=field
            type="text"
            class="field__input"
            data-testid="palette-input"
            role="combobox"
            aria-label=say!("palette-label")
            aria-expanded="true"
            aria-autocomplete="list"
            aria-controls=LIST
            aria-activedescendant=move || (0 < count()).then(|| option_id(at.get()))
            autocomplete="off"
            spellcheck="false"
            placeholder=say!("palette-hint")
            on:input:target=move |event| { typed.set(event.target().value()); go_to(0) }
            on:keydown=press
        />
        <ul class="palette__list" id=LIST role="listbox" aria-label=say!("palette-choices")>
            {move || found.get().choices.into_iter().enumerate().map(line).collect_view()}
        </ul>
        <p class="aside" role="status">{move || if count() == 0 { say!("palette-nothing") } else { "" }}</p>
    }
}

fn option_id(place: usize) -> String {
    format!("palette-{place}")
}
