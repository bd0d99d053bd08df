//! A launch as the server tells it, read in pieces. A long one's text stays with the browser: read whole, text, tree and launch would be in the
//! module's memory at the same time, which never becomes smaller again.

use std::sync::Arc;

use holdpoint_domain::id::ItemId;
use holdpoint_domain::launch::ItemState;
use holdpoint_domain::template::Item;
use holdpoint_domain::wire::LaunchView;
use js_sys::{Array, JsString, Object, Reflect};
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

use super::read;

/// From so many characters on a text is long.
const LONG: u32 = 200_000;
/// Items that are read together.
const PIECE: u32 = 50;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = JSON, catch)]
    fn parse(text: &JsString) -> Result<JsValue, JsValue>;
}

/// * Returns `None` for what is no JSON, or no launch.
pub fn read_launch(told: &JsString) -> Option<LaunchView> {
    if told.length() < LONG {
        return read(String::from(told).as_bytes());
    }
    let view = parse(told).ok()?;
    let launch = get(&view, "launch")?;
    let sections: Array = get(&get(&launch, "template")?, "sections")?.dyn_into().ok()?;
    let items =
        sections.iter().map(|section| take(&section, "items", &Array::new())?.dyn_into::<Array>().ok()).collect::<Option<Vec<_>>>()?;
    let states = Object::entries(&take(&launch, "items", &Object::new())?.into());
    let mut view: LaunchView = read_value(&view)?;
    let template = Arc::get_mut(&mut view.launch.template)?;
    for (section, items) in template.sections.iter_mut().zip(&items) {
        section.items.reserve_exact(items.length() as usize);
        for piece in pieces(items) {
            section.items.extend(read_value::<Vec<Item>>(&piece)?);
        }
    }
    let mut last: Option<(JsString, Arc<ItemState>)> = None;
    for state in states.iter() {
        let (id, state) = (Reflect::get_u32(&state, 0).ok()?, Reflect::get_u32(&state, 1).ok()?);
        let text = js_sys::JSON::stringify(&state).ok()?;
        // Those that nobody has touched are equal, and mostly beside each other.
        let state = match last.take().filter(|(last, _)| *last == text) {
            Some((_, state)) => state,
            None => Arc::new(read::<ItemState>(String::from(&text).as_bytes())?),
        };
        view.launch.items.insert(ItemId::try_from(id.as_string()?).ok()?, state.clone());
        last = Some((text, state));
    }
    Some(view)
}

fn pieces(all: &Array) -> impl Iterator<Item = Array> {
    (0..all.length()).step_by(PIECE as usize).map(|from| all.slice(from, from + PIECE))
}

fn read_value<T: DeserializeOwned>(value: &JsValue) -> Option<T> {
    read(String::from(js_sys::JSON::stringify(value).ok()?).as_bytes())
}

fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok().filter(|value| !value.is_undefined())
}

/// Takes a field's value out, and leaves something empty.
fn take(object: &JsValue, name: &str, empty: &JsValue) -> Option<JsValue> {
    let taken = get(object, name)?;
    Reflect::set(object, &name.into(), empty).ok()?;
    Some(taken)
}
