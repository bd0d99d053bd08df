//! Leptos brings server functions, and they bring `wasm-streams`, whose classes are exported to JavaScript: no linker may drop what is
//! exported, so the page would carry them although it has no server function. This has what server functions ask for, and does nothing.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use wasm_bindgen::{JsCast as _, JsValue};

pub struct ReadableStream(web_sys::ReadableStream);

impl ReadableStream {
    /// A stream that has nothing: what it is given is dropped.
    pub fn from_stream(_: impl Stream<Item = Result<JsValue, JsValue>> + 'static) -> Self {
        Self(JsValue::UNDEFINED.unchecked_into())
    }

    pub fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self(raw)
    }

    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    pub fn into_stream(self) -> Nothing {
        Nothing
    }
}

/// Ends at once.
pub struct Nothing;

impl Stream for Nothing {
    type Item = Result<JsValue, JsValue>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(None)
    }
}
