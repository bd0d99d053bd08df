//! What a signed receipt tells of each request and its answer beside what people decide by. Events do without it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::Digest;

/// Of one request, in the order of [`super::Observation::requests`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Heard {
    /// What was sent as its body; absent: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_body: Option<BodySeen>,
    /// Absent: none came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<AnswerSeen>,
}

/// A body by its size and digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BodySeen {
    pub bytes: u64,
    /// SHA-256.
    pub digest: Digest,
}

/// An answer, as far as it is told. Cleaned of secrets by whoever heard it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AnswerSeen {
    /// Names in lower case: those of a list, and those that the check's expectations name.
    pub headers: BTreeMap<String, String>,
    /// As they came: nothing is decompressed.
    pub body_bytes: u64,
    /// How the body begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<String>,
    /// Whether the body goes on behind its excerpt.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
    /// Why there is no excerpt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_excerpt: Option<NoExcerpt>,
}

/// Why a body is told by its digest only: what cannot be read cannot be cleaned of secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoExcerpt {
    Empty,
    /// No UTF-8, or control characters in it.
    Binary,
    /// The server compressed it.
    Encoded,
}
