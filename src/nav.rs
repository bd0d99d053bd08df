//! The only user of the browser's history: the present route as a signal, links within the app, the document's title, focus.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, HtmlElement, MouseEvent, MutationObserver, MutationObserverInit, PerformanceNavigation};

use crate::route::Route;

/// What is not painted by then is not looked at.
const UNPAINTED: Duration = Duration::from_secs(3);

#[derive(Clone, Copy)]
pub struct Nav {
    route: RwSignal<Route>,
}

impl Nav {
    /// Reads the address and follows it from here on.
    pub fn start() -> Self {
        let nav = Self { route: RwSignal::new(Route::parse(&address())) };
        let popped = window_event_listener(leptos::ev::popstate, move |_| {
            leave_field();
            nav.arrive();
        });
        pass_over_slips();
        let clicked = window_event_listener(leptos::ev::click, move |click| {
            nav.follow(&click);
            keep_place(&click);
        });
        on_cleanup(move || {
            popped.remove();
            clicked.remove();
        });
        nav
    }

    /// At an address that no browser shows.
    #[cfg(test)]
    pub fn at(route: Route) -> Self {
        Self { route: RwSignal::new(route) }
    }

    pub fn route(self) -> Route {
        self.route.get()
    }

    pub fn route_now(self) -> Route {
        self.route.get_untracked()
    }

    pub fn go(self, route: &Route) {
        self.go_to(&route.to_string());
    }

    /// Changes the address without a new entry in the history.
    pub fn replace(self, route: &Route) {
        let href = route.to_string();
        if let Ok(history) = window().history() {
            _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&href));
        }
        self.arrive_at(&href);
    }

    fn go_to(self, href: &str) {
        // Where one is already is no new step back.
        if let Some(history) = window().history().ok().filter(|_| href != address()) {
            _ = history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(href));
        }
        self.arrive_at(href);
    }

    fn arrive(self) {
        self.arrive_at(&address());
    }

    /// Whether the browser shows the address or not: of many in a few seconds it takes no more, as where a key is held down in a filter.
    fn arrive_at(self, href: &str) {
        let address = href.split_once('#').map_or(href, |(address, _)| address);
        let route = Route::parse(address);
        if self.route.with_untracked(|known| *known != route) {
            self.route.set(route);
        }
    }

    /// Plain clicks on the app's own links stay in the app; all others are the browser's.
    fn follow(self, click: &MouseEvent) {
        let special = click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key();
        if click.default_prevented() || click.button() != 0 || special {
            return;
        }
        let target = click.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(link) = target.and_then(|target| target.closest("a[href]").ok().flatten()) else { return };
        let href = link.get_attribute("href").unwrap_or_default();
        let ours = href.starts_with('/') && !href.starts_with("//") && !href.starts_with("/api/");
        if ours && !link.has_attribute("download") && !link.has_attribute("target") {
            click.prevent_default();
            self.go_to(&href);
        }
    }
}

fn address() -> String {
    let location = window().location();
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

/// Where one writes is left before the page goes back or forward, as it is by any other way to somewhere else. What is drawn next may have its field in
/// the same place: the day that was written for one item would be the next one's.
fn leave_field() {
    let active = document().active_element().filter(|active| active.matches("input, select, textarea").unwrap_or(false));
    if let Some(field) = active.and_then(|active| active.dyn_into::<HtmlElement>().ok()) {
        _ = field.blur();
    }
}

/// What stands behind `#` in the address: a one-time token, which never reaches a server's log.
pub fn fragment() -> String {
    window().location().hash().unwrap_or_default().trim_start_matches('#').to_owned()
}

/// `https://holdpoint.example.com`
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// Loads the whole page anew, for a newer build.
pub fn reload() {
    _ = window().location().reload();
}

pub fn set_title(words: &str) {
    document().set_title(&format!("{words} – Holdpoint"));
}

/// Moves the focus to the first element that matches, once it is drawn.
pub fn focus(selector: impl Into<String>) {
    let selector = selector.into();
    request_animation_frame(move || focus_now(&selector, false));
}

/// The same; where that is not there, or in what is folded, and nothing has the focus: to the other.
pub fn focus_or(selector: String, other: &'static str) {
    request_animation_frame(move || {
        focus_now(&selector, false);
        if nothing_has_focus() {
            focus_now(other, false);
        }
    });
}

/// The same where nothing has the focus, so that nobody is pulled out of a field; nor away from what an address led them to.
pub fn focus_if_lost(selector: &'static str) {
    request_animation_frame(move || {
        if nothing_has_focus() {
            focus_now(selector, true);
        }
    });
}

/// The same from a page's heading, for what comes after it.
pub fn focus_from_heading(selector: String) {
    request_animation_frame(move || {
        if nothing_has_focus() || document().active_element().is_some_and(|active| active.id() == "heading") {
            focus_now(&selector, false);
        }
    });
}

/// The same from anything within an element, such as what led there.
pub fn focus_from(within: String, selector: &'static str) {
    request_animation_frame(move || {
        let active = document().active_element();
        if nothing_has_focus() || active.is_some_and(|active| active.closest(&within).is_ok_and(|found| found.is_some())) {
            focus_now(selector, false);
        }
    });
}

/// What has the focus keeps it when it is taken out of the page now, and put back elsewhere.
pub fn hold_focus() {
    let Some(active) = document().active_element() else { return };
    request_animation_frame(move || {
        if nothing_has_focus() {
            give_focus(&active, true);
        }
    });
}

/// Of a double click only the first one presses a button.
fn pass_over_slips() {
    let slipped = Closure::<dyn Fn(MouseEvent)>::new(|click: MouseEvent| {
        if is_slip(&click) {
            click.prevent_default();
            click.stop_immediate_propagation();
        }
    });
    // Before whatever it was on hears of it.
    _ = window().add_event_listener_with_callback_and_bool("click", slipped.as_ref().unchecked_ref(), true);
    // As long as the page.
    slipped.forget();
}

/// Whether it is the second click of a double click. It was meant for what the first one was on, which may have given way to another button, or to the
/// next one of a list. What opens and shuts is pressed again and again, and so are messages put away.
fn is_slip(click: &MouseEvent) -> bool {
    const AGAIN: &str = "[aria-expanded], .toasts button";
    let target = click.target().and_then(|target| target.dyn_into::<Element>().ok());
    let button = target.and_then(|target| target.closest("button").ok().flatten());
    1 < click.detail() && button.is_some_and(|button| !button.matches(AGAIN).unwrap_or(false))
}

/// What takes the focus for whatever was in it. A dialog that is shut takes none.
const PLACES: &str = "li, form, section, article, dialog[open], .block, main";

/// Whoever pressed what goes with it stays at what it stood in, and does not begin at the top of the page again.
fn keep_place(click: &MouseEvent) {
    // As it was when the click came: what is gone since has no ancestors.
    let path = click.composed_path();
    let look = move || {
        let mut path = path.iter().filter_map(|place| place.dyn_into::<Element>().ok());
        let pressed = path.find(|element| element.matches("button, input").unwrap_or(false));
        if pressed.is_none_or(|pressed| pressed.is_connected()) || !nothing_has_focus() {
            return;
        }
        stand_in(path);
    };
    // A form that this click sends is asked after it: where that leads the focus is first, and not passed by on another way.
    request_animation_frame(move || request_animation_frame(look));
}

/// The first of these that is there takes the focus.
fn stand_in(mut path: impl Iterator<Item = Element>) {
    // Messages stand in nothing of the page.
    let place = path.find(|place| place.is_connected() && place.matches(PLACES).unwrap_or(false));
    if let Some(place) = place.or_else(|| document().query_selector("main").ok().flatten()) {
        _ = place.set_attribute("tabindex", "-1");
        give_focus(&place, true);
    }
}

/// What has the focus and goes later, with an answer of the server or by what somebody else does, leaves it to what it stood in as well.
pub fn stay_in_place() {
    // From the inside out: what is gone has no ancestors.
    let path = StoredValue::new_local(Vec::<Element>::new());
    let changed = Closure::<dyn Fn()>::new(move || {
        let is_gone = |path: &Vec<Element>| path.first().is_some_and(|first| !first.is_connected());
        if path.try_with_value(is_gone) == Some(true) {
            let path = path.try_update_value(std::mem::take).unwrap_or_default();
            let look = move || {
                if nothing_has_focus() {
                    stand_in(path.into_iter());
                }
            };
            // Where the page itself leads the focus is first.
            request_animation_frame(move || request_animation_frame(look));
        }
    });
    let Ok(observer) = MutationObserver::new(changed.as_ref().unchecked_ref()) else { return };
    let observing = StoredValue::new_local((observer, changed));
    let came = window_event_listener(leptos::ev::focusin, move |_| {
        let all = std::iter::successors(document().active_element(), |element| element.parent_element()).collect::<Vec<_>>();
        // It, or any of these, is taken out of one of these.
        let children = MutationObserverInit::new();
        children.set_child_list(true);
        observing.with_value(|(observer, _)| {
            observer.disconnect();
            all.iter().for_each(|place| _ = observer.observe_with_options(place, &children));
        });
        path.set_value(all);
    });
    on_cleanup(move || {
        came.remove();
        observing.with_value(|(observer, _)| observer.disconnect());
    });
}

/// The page as a whole counts as nothing: it takes the focus for want of better.
fn nothing_has_focus() -> bool {
    document().active_element().is_none_or(|active| matches!(active.tag_name().as_str(), "BODY" | "MAIN"))
}

/// * `still`: what is in sight stays there.
fn focus_now(selector: &str, still: bool) {
    if let Some(element) = document().query_selector(selector).ok().flatten() {
        give_focus(&element, still);
    }
}

fn give_focus(element: &Element, still: bool) {
    let how = js_sys::Object::new();
    _ = js_sys::Reflect::set(&how, &"preventScroll".into(), &still.into());
    let focus = js_sys::Reflect::get(element, &"focus".into()).ok().and_then(|focus| focus.dyn_into::<js_sys::Function>().ok());
    _ = focus.map(|focus| focus.call1(element, &how));
}

/// Scrolls as far as it takes to see the first element that matches, once it is drawn.
pub fn bring_into_sight(selector: String) {
    request_animation_frame(move || {
        if let Some(element) = document().query_selector(&selector).ok().flatten() {
            let nearest = web_sys::ScrollIntoViewOptions::new();
            _ = js_sys::Reflect::set(&nearest, &"block".into(), &"nearest".into());
            element.scroll_into_view_with_scroll_into_view_options(&nearest);
        }
    });
}

/// Whether a key was pressed in something that is written into: there it belongs to the browser.
pub fn is_writing(event: &web_sys::KeyboardEvent) -> bool {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else { return false };
    let ticked = element.get_attribute("type").is_some_and(|kind| kind == "checkbox" || kind == "radio");
    matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") && !ticked
}

/// What all keys have for their code that what is composed has for itself.
const COMPOSED: u32 = 229;

/// Whether a key belongs to what is composed, as Japanese is. Safari tells of the Enter that ends it only after it has ended.
pub fn is_composing(event: &web_sys::KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == COMPOSED
}

/// What lies behind a dialog is not acted on.
pub fn is_dialog_open() -> bool {
    document().query_selector("dialog[open]").is_ok_and(|open| open.is_some())
}

/// Does something behind what is drawn now: once that is painted, and once more where it may not be. Nothing is painted in a tab that nobody looks at,
/// or that is left at once.
pub fn once_painted(act: impl Fn() + Copy + 'static) {
    request_animation_frame(move || set_timeout(act, Duration::ZERO));
    set_timeout(act, if document().hidden() { Duration::ZERO } else { UNPAINTED });
}

/// Whether the browser brings the reader back to where they were on this page: it was loaded anew, or one went back to it.
pub fn comes_back() -> bool {
    window().performance().is_some_and(|performance| performance.navigation().type_() != PerformanceNavigation::TYPE_NAVIGATE)
}

pub fn scroll_to_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}
