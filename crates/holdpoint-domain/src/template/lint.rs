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
mod shape;
mod text;
mod walk;

use toml::de::{DeTable, DeValue};

use self::node::Node;
use super::FORMAT;
use super::problem::{self, Problem};
use super::source::MAX_BYTES;

/// Every problem of a template's source, in the order of the file; of TOML that cannot be read, the first one.
///
/// * Returns nothing for a source that [`parse`](super::parse()) takes.
pub fn lint(source: &str) -> Vec<Problem> {
    if MAX_BYTES < source.len() {
        return vec![at(source, 0, format!("the file has {} bytes, more than {MAX_BYTES}; split the template", source.len()))];
    }
    if let Some(offset) = depth::too_deep(source) {
        return vec![at(source, offset, "tables and lists are nested too deeply here; a template needs few levels".into())];
    }
    let table = match DeTable::parse(source) {
        Ok(table) => DeValue::Table(table.into_inner()),
        Err(error) => return vec![unreadable(source, &error)],
    };
    let root = Node::root(&table);
    let mut notes = Notes::default();
    if let Some(newer) = newer_format(&root) {
        // Its keys may mean anything: what else is wrong with it only a newer build knows.
        notes.push(newer);
        return place::problems(source, notes);
    }
    walk::walk(&root, &shape::TEMPLATE, &mut notes);
    links::links(&root, &mut notes);
    probes::probes(&root, &mut notes);
    expect::expectations(&root, &mut notes);
    alerts::schedules(&root, &mut notes);
    alerts::alerts(&root, &mut notes);
    place::problems(source, notes)
}

fn newer_format(root: &Node<'_>) -> Option<Found> {
    let format = root.get("format")?;
    let number = format.whole().filter(|number| i64::from(FORMAT) < *number)?;
    let text = format!("the file has format {number}, and this build reads {FORMAT}; use a newer Holdpoint");
    Some(Found::of(&format, text))
}

/// The problem that TOML's own reader tells of.
pub(super) fn unreadable(source: &str, error: &toml::de::Error) -> Problem {
    at(source, error.span().map_or(0, |span| span.start), format!("this is not readable as TOML: {}", error.message()))
}

/// * `offset`: of the first byte that is no UTF-8.
pub(super) fn not_utf8(bytes: &[u8], offset: usize) -> Problem {
    let before = String::from_utf8_lossy(bytes.get(..offset).unwrap_or_default());
    at(&before, offset, "the file is not UTF-8 from here on; save it as UTF-8".into())
}

fn at(source: &str, offset: usize, text: String) -> Problem {
    let (line, column) = problem::place(source, offset);
    Problem { line, column, field: String::new(), text, suggestion: None }
}

/// A problem whose place is still an offset into the source, in bytes.
struct Found {
    at: usize,
    field: String,
    text: String,
    suggestion: Option<String>,
    /// The offset of something else that a reader has to see.
    refers_to: Option<usize>,
}

impl Found {
    fn new(at: usize, field: impl Into<String>, text: impl Into<String>) -> Self {
        Self { at, field: field.into(), text: text.into(), suggestion: None, refers_to: None }
    }

    fn of(node: &Node<'_>, text: impl Into<String>) -> Self {
        Self::new(node.at, &node.field, text)
    }

    /// What to do, where there is more to say than the text does.
    fn suggest(mut self, suggestion: impl Into<Option<String>>) -> Self {
        self.suggestion = suggestion.into();
        self
    }

    fn refer_to(mut self, at: usize) -> Self {
        self.refers_to = Some(at);
        self
    }
}

/// What was found so far.
#[derive(Default)]
struct Notes(Vec<Found>);

impl Notes {
    fn push(&mut self, found: Found) {
        self.0.push(found);
    }
}
