//! A list by keys: from row to row with the arrows. For Tab the rows of the checklist are one stop: the one where somebody was last, with all that
//! is in it. It is done to what is drawn, so that a row costs nothing for it.

use leptos::ev::focusin;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

use crate::ui::pieces::{DRAW, UNDRAWN};

#[wasm_bindgen]
extern "C" {
    type Whole;

    #[wasm_bindgen(method, js_name = querySelectorAll)]
    fn query_selector_all(this: &Whole, selector: &str) -> JsValue;
}

/// What can be stepped through: a launch's items, or launches. Where a piece of a long list is not drawn, it is the next step.
const STEPS: &str = ".row__title, .board__title a, .part .rows[data-drawn=false]";

const ROWS: &str = ".part .row";

/// What takes the focus in the rows.
const STOPS: &str = ".part .row :is(a, button, input)";

pub const TICK: &str = "input[type=checkbox]";

/// The item of the row that had the focus last.
#[derive(Clone, Copy)]
pub struct Left(StoredValue<Option<String>>);

impl Left {
    pub fn watch() -> Self {
        let left = Self(StoredValue::new(None));
        let focused = window_event_listener(focusin, move |_| {
            let Some(row) = row_with_focus() else { return };
            // At once: what is no stop shows no ring.
            found(STOPS).iter().filter(|part| row.contains(Some(part))).for_each(|part| _ = part.remove_attribute("tabindex"));
            left.0.set_value(row.get_attribute("data-item"));
        });
        on_cleanup(move || focused.remove());
        left
    }

    /// Before Tab goes on: of the rows, which others may have drawn anew since, one is a stop.
    pub fn make_stop(self) {
        let rows = all(ROWS);
        let item = row_with_focus().and_then(|row| row.get_attribute("data-item")).or_else(|| self.0.get_value());
        let last = |row: &&Element| item.is_some() && row.get_attribute("data-item") == item;
        let chosen = |row: &&Element| row.get_attribute("data-chosen").is_some_and(|chosen| chosen == "true");
        let Some(stop) = rows.iter().find(last).or_else(|| rows.iter().find(chosen)).or(rows.first()) else { return };
        for part in found(STOPS) {
            _ = match stop.contains(Some(&part)) {
                true => part.remove_attribute("tabindex"),
                false => part.set_attribute("tabindex", "-1"),
            };
        }
    }
}

fn row_with_focus() -> Option<Element> {
    active()?.closest(ROWS).ok().flatten()
}

/// * `within`: only when the focus is in the list already; otherwise the arrows scroll.
pub fn step(by: i32, within: bool) -> bool {
    let all = all(STEPS);
    let next = match place_in(&all) {
        None if within => return false,
        // From where one left the list, or from its beginning.
        None => all.iter().position(|link| link.get_attribute("aria-current").is_some()).unwrap_or(0),
        Some(now) => now.saturating_add_signed(by as isize).min(all.len().saturating_sub(1)),
    };
    all.get(next).is_some_and(|next| go_to(next, by))
}

/// To the first row or the last one, for who is in the list.
pub fn edge(last: bool) -> bool {
    let all = all(STEPS);
    let (edge, by) = if last { (all.last(), -1) } else { (all.first(), 1) };
    place_in(&all).is_some() && edge.is_some_and(|edge| go_to(edge, by))
}

fn place_in(steps: &[Element]) -> Option<usize> {
    let row = row_of(&active()?)?;
    steps.iter().position(|link| row.contains(Some(link)))
}

fn go_to(step: &Element, by: i32) -> bool {
    if step.matches(UNDRAWN).unwrap_or(false) {
        return step_into(step.clone(), by);
    }
    // Who is at a tick goes to the next tick.
    let ticks = active().is_some_and(|active| active.matches(TICK).unwrap_or(false));
    let tick = row_of(step).filter(|_| ticks).and_then(|row| row.query_selector(TICK).ok().flatten());
    // The browser brings what has the focus into sight.
    tick.as_ref().unwrap_or(step).dyn_ref::<HtmlElement>().is_some_and(|there| there.focus().is_ok())
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

fn found(selector: &str) -> Vec<Element> {
    let body = document().unchecked_into::<Whole>();
    let found = js_sys::Array::from(&body.query_selector_all(selector));
    found.iter().filter_map(|found| found.dyn_into::<Element>().ok()).collect()
}

/// All that are laid out: nothing in a section that is folded or filtered away, nor in a list behind an item.
fn all(selector: &str) -> Vec<Element> {
    let mut all = found(selector);
    all.retain(|element| element.dyn_ref::<HtmlElement>().is_some_and(|element| element.offset_parent().is_some()));
    all
}

pub fn active() -> Option<Element> {
    document().active_element()
}

pub fn row_of(element: &Element) -> Option<Element> {
    element.closest("[data-item], [data-launch].board__card").ok().flatten()
}
