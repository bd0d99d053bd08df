//! Single keys. They act on what is drawn, as a pointer would, so they can do nothing that a click cannot.

use holdpoint_domain::id::LaunchId;
use leptos::ev::keydown;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

use super::list::{Left, TICK, active, edge, row_of, step};
use crate::page::Here;
use crate::route::{Board, Filter, Place, Route};
use crate::{nav, say};

/// Whether single letters do anything.
pub type Letters = RwSignal<bool>;

/// What the help says.
pub fn keys() -> [(&'static str, &'static str); 12] {
    [
        (say!("keys-ctrl-k"), say!("keys-anywhere")),
        (say!("keys-ctrl-z"), say!("keys-undo")),
        (say!("keys-ctrl-enter"), say!("keys-send")),
        ("j ↓", say!("keys-next")),
        ("k ↑", say!("keys-before")),
        (say!("keys-home-end"), say!("keys-edges")),
        (say!("keys-enter"), say!("keys-open")),
        ("x", say!("keys-tick")),
        ("/", say!("checklist-find-by")),
        ("c", say!("keys-comment")),
        ("u", say!("keys-up")),
        ("?", say!("keys-these")),
    ]
}

pub fn listen(here: Here, letters: Letters, palette: RwSignal<bool>, help: RwSignal<bool>) {
    let (left, lists) = (Left::watch(), Lists::follow(here));
    let pressed = window_event_listener(keydown, move |event| {
        if nav::is_composing(&event) {
            return;
        }
        let (command, key) = (event.ctrl_key() || event.meta_key(), small(event.key(), event.shift_key()));
        // It is not lifted yet. Only steps are taken again and again.
        let held = event.repeat();
        if key == "Tab" {
            left.make_stop();
        }
        let taken = match key.as_str() {
            "k" if command && !event.shift_key() && !event.alt_key() => {
                if !held {
                    palette.update(|open| *open = !*open);
                }
                true
            }
            "Enter" if command && !event.shift_key() && !event.alt_key() => held || send(&event),
            _ if command || event.alt_key() || nav::is_writing(&event) || nav::is_dialog_open() => false,
            "ArrowDown" => step(1, true),
            "ArrowUp" => step(-1, true),
            "Home" => edge(false),
            "End" => edge(true),
            _ if !letters.get_untracked() => false,
            key if held && !matches!(key, "j" | "k") => false,
            "u" => {
                here.nav.go(&lists.above(here.nav.route_now()));
                true
            }
            "/" => to_filter(here, lists),
            key => letter(key, help),
        };
        if taken {
            event.prevent_default();
        }
    });
    on_cleanup(move || pressed.remove());
}

/// A letter is the same one where Caps Lock makes capitals of all.
fn small(key: String, shift: bool) -> String {
    if key.len() == 1 && !shift { key.to_ascii_lowercase() } else { key }
}

/// Presses the button of the form that a text is written in: by itself Enter begins a line there.
fn send(event: &web_sys::KeyboardEvent) -> bool {
    let text = event.target().and_then(|target| target.dyn_into::<Element>().ok()).filter(|element| element.tag_name() == "TEXTAREA");
    let form = text.and_then(|text| text.closest("form").ok().flatten());
    let button = form.and_then(|form| form.query_selector("[type=submit]").ok().flatten());
    let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) else { return false };
    button.click();
    true
}

fn letter(key: &str, help: RwSignal<bool>) -> bool {
    match key {
        "?" => {
            help.set(true);
            true
        }
        "j" => step(1, false),
        "k" => step(-1, false),
        "x" => tick(),
        "c" => focus("[data-pane] [data-testid=comment-form] textarea"),
        _ => false,
    }
}

/// In a narrow window the list is behind the item that is open.
fn to_filter(here: Here, lists: Lists) -> bool {
    const FILTER: &str = "input[data-filter=text]";
    let is_hidden = find(FILTER).and_then(|filter| filter.dyn_into::<HtmlElement>().ok()).map(|filter| filter.offset_parent().is_none());
    if is_hidden != Some(true) {
        return focus(FILTER);
    }
    here.nav.go(&lists.above(here.nav.route_now()));
    // Behind what an item that is closed leads the focus to.
    request_animation_frame(|| nav::focus(FILTER));
    true
}

/// The item that has the focus, or else the one that is open.
fn tick() -> bool {
    let row = active().and_then(|active| row_of(&active)).or_else(|| find("[data-item][data-chosen=true]"));
    let tick = row.and_then(|row| row.query_selector(TICK).ok().flatten());
    let Some(tick) = tick.and_then(|tick| tick.dyn_into::<HtmlElement>().ok()) else { return false };
    tick.click();
    true
}

/// The lists that one goes up to, as one left them: with their filters.
#[derive(Clone, Copy)]
struct Lists {
    launches: StoredValue<Board>,
    items: StoredValue<Option<(LaunchId, Filter)>>,
}

impl Lists {
    fn follow(here: Here) -> Self {
        let lists = Self { launches: StoredValue::new(Board::default()), items: StoredValue::new(None) };
        Effect::new(move |_| match here.nav.route() {
            Route::Launches(board) => lists.launches.set_value(board),
            Route::Launch(id, Place::Checklist { filter, .. }) => lists.items.set_value(Some((id, filter))),
            _ => {}
        });
        lists
    }

    fn above(self, route: Route) -> Route {
        let (id, filter) = match route {
            Route::Launch(id, Place::Checklist { item: Some(_), filter }) => (id, filter),
            Route::Launch(_, Place::Checklist { item: None, .. }) => return Route::Launches(self.launches.get_value()),
            Route::Launch(id, _) => (id, self.items.get_value().filter(|(of, _)| *of == id).map(|(_, filter)| filter).unwrap_or_default()),
            _ => return Route::Launches(self.launches.get_value()),
        };
        Route::Launch(id, Place::Checklist { item: None, filter })
    }
}

fn focus(selector: &str) -> bool {
    let Some(element) = find(selector).and_then(|element| element.dyn_into::<HtmlElement>().ok()) else { return false };
    element.focus().is_ok()
}

fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::small;

    #[test]
    fn caps_lock_makes_no_other_letter() {
        let cases =
            [("X", false, "x"), ("X", true, "X"), ("x", false, "x"), ("?", true, "?"), ("Enter", false, "Enter"), ("Ä", false, "Ä")];
        for (key, shift, expected) in cases {
            assert_eq!(small(key.to_owned(), shift), expected, "{key} {shift}");
        }
    }
}
