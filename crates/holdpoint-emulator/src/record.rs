//! What was sent to the emulator, so that tests can say what must and must not have been.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, Method, Uri};
use serde::Serialize;

/// One request as it came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recorded {
    pub method: String,
    /// Path and query.
    pub path: String,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

impl Recorded {
    pub(crate) fn new(method: &Method, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self {
            method: method.to_string(),
            path: uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
            headers: headers.iter().map(|(name, value)| (name.to_string(), text(value.as_bytes()))).collect(),
            body: text(body),
        }
    }
}
