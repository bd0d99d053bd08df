//! Offsets in bytes to lines and columns, for many at once.

use super::{Notes, Problem};

/// The problems in the order of the source. Reads it once, however many there are: one long line has as many as a file.
pub(super) fn problems(source: &str, Notes(mut found): Notes) -> Vec<Problem> {
    found.sort_by_key(|found| found.at);
    let starts: Vec<usize> = source.match_indices('\n').map(|(offset, _)| offset).collect();
    let line_of = |at: usize| starts.partition_point(|start| *start < at) + 1;
    let mut characters = source.char_indices().peekable();
    let (mut line, mut column) = (1, 1);
    let mut problems = Vec::with_capacity(found.len());
    for found in found {
        while let Some((_, character)) = characters.next_if(|(offset, _)| *offset < found.at) {
            (line, column) = if character == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        let text = match found.refers_to {
            Some(at) => format!("{} (it stands in line {})", found.text, line_of(at)),
            None => found.text,
        };
        problems.push(Problem { line, column, field: found.field, text, suggestion: found.suggestion });
    }
    problems
}
