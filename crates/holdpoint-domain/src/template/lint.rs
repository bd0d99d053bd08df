//! Every problem of a template's source, with its place and what to do about it.

mod place;

use std::fmt;

use toml::de::DeTable;

/// A template file's length in bytes. The built-in ones have some 30 KiB; a larger file is no checklist that people read.
pub(super) const SOURCE_BYTES: usize = 1024 * 1024;

/// One problem of a template's source. Displays as `line:column: text; suggestion`; who has the file's name puts it in front.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Counts from 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// The path to what is wrong, such as `sections[2].items[0].id`; empty: the file as a whole.
    pub field: String,
    /// What is wrong.
    pub text: String,
    /// What to do about it.
    pub suggestion: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.text)?;
        match &self.suggestion {
            Some(suggestion) => write!(f, "; {suggestion}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Problem {}

/// A problem whose place is still an offset into the source, in bytes.
pub(super) struct Found {
    at: usize,
    field: String,
    text: String,
    suggestion: Option<String>,
}

impl Found {
    fn new(at: usize, field: impl Into<String>, text: impl Into<String>) -> Self {
        Self { at, field: field.into(), text: text.into(), suggestion: None }
    }

    fn suggest(mut self, suggestion: impl Into<String>) -> Self {
        self.suggestion = Some(suggestion.into());
        self
    }
}

/// Every problem of a template's source, in the order of the file; of TOML that cannot be read, the first one.
///
/// * Returns nothing for a source that [`parse`](super::parse) takes.
pub fn lint(source: &str) -> Vec<Problem> {
    if SOURCE_BYTES < source.len() {
        let text = format!("the file has {} bytes, more than {SOURCE_BYTES}", source.len());
        return place::problems(source, vec![Found::new(0, "", text).suggest("split it into several templates")]);
    }
    match DeTable::parse(source) {
        Err(error) => vec![unreadable(source, &error)],
        Ok(_) => Vec::new(),
    }
}

/// The problem that TOML's own reader tells of.
pub(super) fn unreadable(source: &str, error: &toml::de::Error) -> Problem {
    let at = error.span().map_or(0, |span| span.start);
    place::problem(source, Found::new(at, "", format!("this is no TOML that can be read: {}", error.message())))
}

/// * `at`: the offset of the first byte that is no UTF-8.
pub(super) fn not_utf8(bytes: &[u8], at: usize) -> Problem {
    let before = String::from_utf8_lossy(bytes.get(..at).unwrap_or_default());
    place::problem(&before, Found::new(at, "", "the file is not UTF-8 from here on").suggest("save it as UTF-8"))
}
