//! Answers to what `first.js` has asked while this module was compiled.

use js_sys::{JsString, Map, Promise, Reflect};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;

/// * Returns `None` if it was not asked, was taken already, or got no good answer, such as before signing in: then one asks by oneself.
pub(super) async fn take(path: &str) -> Option<JsString> {
    let early: Map = Reflect::get(&js_sys::global(), &"early".into()).ok()?.dyn_into().ok()?;
    let answer: Promise = early.get(&path.into()).dyn_into().ok()?;
    early.delete(&path.into());
    let told: JsString = JsFuture::from(answer).await.ok()?.dyn_into().ok()?;
    // A page is a proxy's.
    (!told.starts_with("<", 0)).then_some(told)
}
