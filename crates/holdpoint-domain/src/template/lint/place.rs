//! Offsets in bytes to lines and columns, for many at once.

use super::{Found, Problem};

/// Where the lines of a source end.
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub(super) fn of(source: &str) -> Self {
        Self(source.match_indices('\n').map(|(offset, _)| offset).collect())
    }

    /// The line, from 1, of an offset in bytes.
    pub(super) fn line(&self, at: usize) -> usize {
        self.0.partition_point(|end| *end < at) + 1
    }
}

/// The problems in the order of the source. Reads it once, however many there are: one long line has as many as a file.
pub(super) fn problems(source: &str, mut found: Vec<Found>) -> Vec<Problem> {
    found.sort_by_key(|found| found.at);
    let mut characters = source.char_indices().peekable();
    let (mut line, mut column) = (1, 1);
    let mut problems = Vec::with_capacity(found.len());
    for found in found {
        while let Some((_, character)) = characters.next_if(|(offset, _)| *offset < found.at) {
            (line, column) = if character == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        problems.push(Problem { line, column, field: found.field, text: found.text, suggestion: found.suggestion });
    }
    problems
}
