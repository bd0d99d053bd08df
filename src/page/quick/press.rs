//! Presses a button for who chose it in the palette. What it does, and why it cannot be pressed now, is the button's own matter.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use crate::page::Here;
use crate::route::Route;
use crate::say;

/// How often, and how many milliseconds apart, is looked whether it is drawn: its page may have to be fetched.
const LOOKS: usize = 100;
const APART_MS: u32 = 50;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    Press,
    /// Something is to be chosen or written there first.
    GoThere,
}

/// * `place`: the page where it is; `None`: this one.
pub fn press(here: Here, place: Option<Route>, selector: String, wish: Wish) {
    place.iter().for_each(|place| here.nav.go(place));
    let place = here.nav.route_now();
    spawn_local(async move {
        let Some(there) = drawn(here, &place, &selector).await else { return };
        _ = there.focus();
        if wish == Wish::GoThere {
            return;
        }
        match there.get_attribute("aria-disabled").is_some_and(|locked| locked == "true") {
            true => there.get_attribute("title").into_iter().for_each(|why| here.toasts.warn(why)),
            false => there.click(),
        }
    });
}

/// `None`: it did not come, which is told, or one went elsewhere meanwhile, or out.
async fn drawn(here: Here, place: &Route, selector: &str) -> Option<HtmlElement> {
    let me = here.me_now();
    for _ in 0..LOOKS {
        // The page that is left is still there at first.
        TimeoutFuture::new(APART_MS).await;
        if here.nav.route_now() != *place || !here.is_still(me) {
            return None;
        }
        let found = document().query_selector(selector).ok().flatten();
        if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            return Some(found);
        }
    }
    here.toasts.warn(say!("quick-not-here"));
    None
}
