//! Offsets in bytes to lines and columns.

use super::{Found, Problem};

/// The problems in the order of the source. Reads it once, however many there are.
pub(super) fn problems(source: &str, mut found: Vec<Found>) -> Vec<Problem> {
    found.sort_by_key(|found| found.at);
    let (mut line, mut column) = (1, 1);
    let mut characters = source.char_indices().peekable();
    let mut problems = Vec::with_capacity(found.len());
    for Found { at, field, text, suggestion } in found {
        while let Some((_, character)) = characters.next_if(|(offset, _)| *offset < at) {
            (line, column) = if character == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        problems.push(Problem { line, column, field, text, suggestion });
    }
    problems
}

/// One problem.
pub(super) fn problem(source: &str, found: Found) -> Problem {
    let Found { at, field, text, suggestion } = found;
    let before = source.get(..at).unwrap_or(source);
    let (line, column) = line_and_column(before);
    Problem { line, column, field, text, suggestion }
}

/// Of what comes after `before`.
fn line_and_column(before: &str) -> (usize, usize) {
    let lines = before.bytes().filter(|byte| *byte == b'\n').count();
    let last = before.rsplit('\n').next().unwrap_or_default();
    (lines + 1, last.chars().count() + 1)
}
