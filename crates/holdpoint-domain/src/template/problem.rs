//! One thing that is wrong with a template's source, and where it stands.

use std::fmt;

use crate::sentence::Sentence;

/// A problem of a template's source. Displays as `line:column: text`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// Which field, such as `checks[0].ttl_minutes`; empty: the file as a whole.
    pub field: String,
    /// What is wrong.
    pub text: Sentence,
    /// What was probably meant.
    pub suggestion: Option<Sentence>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.text)
    }
}

/// Line and column, both from 1, of a byte offset. An offset beyond the end is the end.
pub(super) fn place(text: &str, offset: usize) -> (usize, usize) {
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = text.get(..end).unwrap_or(text);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or(before).chars().count() + 1;
    (line, column)
}
