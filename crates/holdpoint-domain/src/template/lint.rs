//! Every problem of a template's source, with its place and what to do about it.

mod alerts;
mod depth;
mod expect;
mod facts;
mod links;
mod near;
mod node;
mod place;
mod probes;
mod say;
mod shape;
mod text;
mod walk;

use toml::de::{DeTable, DeValue};

use self::node::Node;
use super::FORMAT;
use super::problem::{self, Problem};
use super::source::MAX_BYTES;
use crate::sentence::{Said, Sentence};

/// Every problem of a template's source, in the order of the file; of TOML that cannot be read, the first one.
///
/// * Returns nothing for a source that [`parse_new`](super::parse_new()) takes.
pub fn lint(source: &str) -> Vec<Problem> {
    problems(source, true)
}

/// Those for which a source is no template.
pub(super) fn faults(source: &str) -> Vec<Problem> {
    problems(source, false)
}

/// * `advise`: also tell whoever writes it what it is read with all the same.
fn problems(source: &str, advise: bool) -> Vec<Problem> {
    if MAX_BYTES < source.len() {
        return vec![at(source, 0, say::too_long(source.len(), MAX_BYTES))];
    }
    if let Some(offset) = depth::too_deep(source) {
        return vec![at(source, offset, say::too_deep())];
    }
    let table = match DeTable::parse(source) {
        Ok(table) => DeValue::Table(table.into_inner()),
        Err(error) => return vec![unreadable(source, &error)],
    };
    let root = Node::root(&table);
    let mut notes = Notes::of(source);
    if let Some(newer) = newer_format(&root) {
        // Its keys may mean anything: what else is wrong with it only a newer build knows.
        notes.push(newer);
        return place::problems(source, notes.found);
    }
    walk::walk(&root, &shape::TEMPLATE, &mut notes);
    links::links(&root, &mut notes);
    probes::probes(&root, &mut notes);
    expect::expectations(&root, &mut notes);
    alerts::schedules(&root, &mut notes);
    alerts::alerts(&root, &mut notes);
    if advise {
        probes::advice(&root, &mut notes);
        alerts::advice(&root, &mut notes);
    }
    place::problems(source, notes.found)
}

fn newer_format(root: &Node<'_>) -> Option<Found> {
    let format = root.get("format")?;
    let number = format.whole().filter(|number| i64::from(FORMAT) < *number)?;
    Some(Found::of(&format, say::newer_format(number, FORMAT)))
}

/// The problem that TOML's own reader tells of.
pub(super) fn unreadable(source: &str, error: &toml::de::Error) -> Problem {
    // The reader's own words: what is amiss, and what it expected instead.
    let said = error.message();
    let fault = said.split_once(", expected ").map_or(said, |(fault, _)| fault);
    // Of whichever type the value is.
    let fault = fault.split_once(" of type ").map_or(fault, |(fault, _)| fault);
    at(source, error.span().map_or(0, |span| span.start), say::not_toml(said, Said::words(fault)))
}

/// * `offset`: of the first byte that is no UTF-8.
pub(super) fn not_utf8(bytes: &[u8], offset: usize) -> Problem {
    let before = String::from_utf8_lossy(bytes.get(..offset).unwrap_or_default());
    at(&before, offset, say::not_utf8())
}

fn at(source: &str, offset: usize, text: Sentence) -> Problem {
    let (line, column) = problem::place(source, offset);
    Problem { line, column, field: String::new(), text, suggestion: None }
}

/// A problem whose place is still an offset into the source, in bytes.
struct Found {
    at: usize,
    field: String,
    text: Sentence,
    suggestion: Option<Sentence>,
}

impl Found {
    fn new(at: usize, field: impl Into<String>, text: Sentence) -> Self {
        Self { at, field: field.into(), text, suggestion: None }
    }

    fn of(node: &Node<'_>, text: Sentence) -> Self {
        Self::new(node.at, &node.field, text)
    }

    /// What to do, where there is more to say than the text does.
    fn suggest(mut self, suggestion: impl Into<Option<Sentence>>) -> Self {
        self.suggestion = suggestion.into();
        self
    }
}

/// What was found so far.
struct Notes {
    found: Vec<Found>,
    lines: place::Lines,
}

impl Notes {
    fn of(source: &str) -> Self {
        Self { found: Vec::new(), lines: place::Lines::of(source) }
    }

    fn push(&mut self, found: Found) {
        self.found.push(found);
    }
}
