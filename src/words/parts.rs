//! Sentences that the server tells in parts, in the reader's language.

use holdpoint_domain::wire::{Part, Parts};

use super::Value;
use crate::{say, text};

/// The sentence whose message is called `PREFIX-KIND`, for which `tests/words/main.rs` holds one; `None`: this page knows no such kind.
pub fn told(prefix: &str, parts: &Parts) -> Option<String> {
    told_with(prefix, parts, |_, text| Value::Text(text))
}

/// The same.
///
/// * `value`: what a value is in the reader's language, by its name and as it came.
pub(super) fn told_with(prefix: &str, parts: &Parts, value: fn(&str, String) -> Value) -> Option<String> {
    let values: Vec<_> = parts.values.0.iter().map(|(name, part)| (name.as_str(), value(name, filled(part)))).collect();
    super::named(&format!("{prefix}-{}", parts.kind.replace('_', "-")), &values)
}

fn filled(value: &Part) -> String {
    match value {
        Part::Text(text) => text.clone(),
        Part::OneOf(all) => match all.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => say!("parts-or", before = text::list(first), last = last),
        },
    }
}
