//! Answers to what `first.js` has asked while this module was compiled, and how it asks.

use js_sys::{JsString, Map, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// An answer that has begun within so many milliseconds.
    #[wasm_bindgen(catch, js_name = answerTo)]
    pub(super) async fn answer_to(request: &web_sys::Request, begins_in: u32) -> Result<JsValue, JsValue>;
}

/// * Returns `None` if it was not asked, was taken already, or got no good answer, such as before signing in: then one asks by oneself.
pub(super) async fn take(path: &str) -> Option<JsString> {
    let early: Map = Reflect::get(&js_sys::global(), &"early".into()).ok()?.dyn_into().ok()?;
    let answer: Promise = early.get(&path.into()).dyn_into().ok()?;
    early.delete(&path.into());
    let told: JsString = JsFuture::from(answer).await.ok()?.dyn_into().ok()?;
    // A page is a proxy's.
    (!told.starts_with("<", 0)).then_some(told)
}
