//! Single keys. They act on what is drawn, as a pointer would, so they can do nothing that a click cannot.

use leptos::ev::keydown;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

use crate::page::Here;
use crate::route::{Place, Route};
use crate::ui::pieces::{DRAW, UNDRAWN};
use crate::{nav, say};

#[wasm_bindgen]
extern "C" {
    type Whole;

    #[wasm_bindgen(method, js_name = querySelectorAll)]
    fn query_selector_all(this: &Whole, selector: &str) -> JsValue;
}

/// Whether single letters do anything.
pub type Letters = RwSignal<bool>;

/// What the help says.
pub fn keys() -> [(&'static str, &'static str); 11] {
    [
        (say!("keys-ctrl-k"), say!("keys-anywhere")),
        (say!("keys-ctrl-z"), say!("keys-undo")),
        (say!("keys-ctrl-enter"), say!("keys-send")),
        ("j ↓", say!("keys-next")),
        ("k ↑", say!("keys-before")),
        (say!("keys-enter"), say!("keys-open")),
        ("x", say!("keys-tick")),
        ("/", say!("checklist-find-by")),
        ("c", say!("keys-comment")),
        ("u", say!("keys-up")),
        ("?", say!("keys-these")),
    ]
}

/// What can be stepped through: a launch's items, or launches. Where a piece of a long list is not drawn, it is the next step.
const STEPS: &str = ".row__title, .board__title a, .part .rows[data-drawn=false]";

pub fn listen(here: Here, letters: Letters, palette: RwSignal<bool>, help: RwSignal<bool>) {
    let pressed = window_event_listener(keydown, move |event| {
        let (command, key) = (event.ctrl_key() || event.meta_key(), event.key());
        let taken = match key.as_str() {
            "k" | "K" if command && !event.shift_key() && !event.alt_key() => {
                palette.update(|open| *open = !*open);
                true
            }
            "Enter" if command && !event.shift_key() && !event.alt_key() => send(&event),
            _ if command || event.alt_key() || nav::is_writing(&event) || is_dialog_open() => false,
            "ArrowDown" => step(1, true),
            "ArrowUp" => step(-1, true),
            _ if !letters.get_untracked() => false,
            key => letter(here, key, help),
        };
        if taken {
            event.prevent_default();
        }
    });
    on_cleanup(move || pressed.remove());
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

fn letter(here: Here, key: &str, help: RwSignal<bool>) -> bool {
    match key {
        "?" => {
            help.set(true);
            true
        }
        "j" => step(1, false),
        "k" => step(-1, false),
        "x" => tick(),
        "/" => focus("input[data-filter=text]"),
        "c" => focus("[data-pane] [data-testid=comment-form] textarea"),
        "u" => up(here),
        _ => false,
    }
}

/// * `within`: only when the focus is in the list already; otherwise the arrows scroll.
fn step(by: i32, within: bool) -> bool {
    let all = all(STEPS);
    let now = active().and_then(|active| row_of(&active)).and_then(|row| all.iter().position(|link| row.contains(Some(link))));
    let next = match now {
        None if within => return false,
        // From where one left the list, or from its beginning.
        None => all.iter().position(|link| link.get_attribute("aria-current").is_some()).unwrap_or(0),
        Some(now) => now.saturating_add_signed(by as isize).min(all.len().saturating_sub(1)),
    };
    let Some(next) = all.get(next) else { return false };
    if next.matches(UNDRAWN).unwrap_or(false) {
        return step_into(next.clone(), by);
    }
    // The browser brings what has the focus into sight.
    next.dyn_ref::<HtmlElement>().is_some_and(|link| link.focus().is_ok())
}

/// To the first row of a piece, or the last one, after it is drawn.
fn step_into(piece: Element, by: i32) -> bool {
    let asked = web_sys::Event::new(DRAW).is_ok_and(|draw| piece.dispatch_event(&draw).is_ok());
    request_animation_frame(move || {
        let row = if 0 < by { piece.first_element_child() } else { piece.last_element_child() };
        let link = row.and_then(|row| row.query_selector(".row__title").ok().flatten());
        _ = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()).map(|link| link.focus());
    });
    asked
}

/// The item that has the focus, or else the one that is open.
fn tick() -> bool {
    let row = active().and_then(|active| row_of(&active)).or_else(|| find("[data-item][data-chosen=true]"));
    let tick = row.and_then(|row| row.query_selector("input[type=checkbox]").ok().flatten());
    let Some(tick) = tick.and_then(|tick| tick.dyn_into::<HtmlElement>().ok()) else { return false };
    tick.click();
    true
}

fn up(here: Here) -> bool {
    let route = match here.nav.route_now() {
        Route::Launch(id, Place::Checklist { item: Some(_), filter }) => Route::Launch(id, Place::Checklist { item: None, filter }),
        Route::Launch(_, Place::Checklist { item: None, .. }) => Route::launches(),
        Route::Launch(id, _) => Route::checklist(id),
        _ => Route::launches(),
    };
    here.nav.go(&route);
    true
}

fn focus(selector: &str) -> bool {
    let Some(element) = find(selector).and_then(|element| element.dyn_into::<HtmlElement>().ok()) else { return false };
    element.focus().is_ok()
}

fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

/// All that are laid out: nothing in a section that is folded or filtered away, nor in a list behind an item.
fn all(selector: &str) -> Vec<Element> {
    let body = document().unchecked_into::<Whole>();
    let found = js_sys::Array::from(&body.query_selector_all(selector));
    let elements = found.iter().filter_map(|found| found.dyn_into::<Element>().ok());
    elements.filter(|element| element.dyn_ref::<HtmlElement>().is_some_and(|element| element.offset_parent().is_some())).collect()
}

fn active() -> Option<Element> {
    document().active_element()
}

fn row_of(element: &Element) -> Option<Element> {
    element.closest("[data-item], [data-launch].board__card").ok().flatten()
}

fn is_dialog_open() -> bool {
    find("dialog[open]").is_some()
}
