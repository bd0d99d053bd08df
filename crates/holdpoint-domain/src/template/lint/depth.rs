//! Guards the reader's stack: dotted keys inside of inline tables multiply the levels that TOML's own reader permits.

/// Levels of tables and lists. A template has eight.
const MOST: usize = 64;

/// The offset at which a source nests too deeply, judged by brackets and dots outside of strings and comments.
pub(super) fn too_deep(source: &str) -> Option<usize> {
    // Dots of the key that each open bracket belongs to, below them those of the line.
    let mut dots = vec![0_usize];
    let mut sum = 0;
    let mut rest = source;
    while let Some(next) = rest.find(['"', '\'', '#', '[', ']', '{', '}', '.', ',', '\n']) {
        let offset = source.len() - rest.len() + next;
        let from = source.get(offset..)?;
        let length = match from.as_bytes().first()? {
            b'"' | b'\'' => string_length(from),
            b'#' => from.find('\n').unwrap_or(from.len()),
            _ => 1,
        };
        match from.as_bytes().first()? {
            b'[' | b'{' => dots.push(0),
            b']' | b'}' if 1 < dots.len() => sum -= dots.pop().unwrap_or_default(),
            b'.' => {
                sum += 1;
                *dots.last_mut()? += 1;
            }
            b',' | b'\n' => sum -= std::mem::take(dots.last_mut()?),
            _ => {}
        }
        if MOST < sum + dots.len() {
            return Some(offset);
        }
        rest = from.get(length..)?;
    }
    None
}

/// The length of the string that the source begins with, in bytes; of one that does not end, all of the source or of its line.
fn string_length(source: &str) -> usize {
    let quote = if source.starts_with('"') { "\"" } else { "'" };
    let long = quote.repeat(3);
    let (delimiter, open) = if source.starts_with(&long) { (long.as_str(), 3) } else { (quote, 1) };
    let mut at = open;
    while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(delimiter) {
            // Up to two quotes right before the end belong to a long string.
            let extra = if open == 3 { rest.chars().skip(3).take(2).take_while(|c| quote.starts_with(*c)).count() } else { 0 };
            return at + open + extra;
        }
        if open == 1 && rest.starts_with('\n') {
            return at;
        }
        let escaped = quote == "\"" && rest.starts_with('\\');
        at += rest.chars().take(if escaped { 2 } else { 1 }).map(char::len_utf8).sum::<usize>();
    }
    source.len()
}

#[cfg(test)]
mod tests {
    use toml::de::DeTable;

    use super::*;

    #[test]
    fn levels_are_counted_outside_of_strings_and_comments() {
        let keys = |count: usize| vec!["a"; count].join(".");
        let inline = |levels: usize, key: &str| format!("{}1{}", format!("{{{key} = ").repeat(levels), "}".repeat(levels));
        let cases = [
            (format!("a = {}", inline(60, "b")), false, "inline tables"),
            (format!("a = {}", inline(64, "b")), true, "more of them"),
            (format!("{} = 1", keys(60)), false, "a dotted key"),
            (format!("{} = 1", keys(70)), true, "a longer one"),
            (format!("a = {}", inline(20, &keys(10))), true, "both, multiplied"),
            (format!("a = [{}]", "1.5, ".repeat(1_000)), false, "numbers with a point"),
            ("a.b.c = 1.5\n".repeat(1_000), false, "line after line"),
            (format!("a = [{}]", "{a.b = 1, c.d = 2}, ".repeat(1_000)), false, "side by side"),
            (format!("a = \"{}\"", "[.".repeat(100)), false, "in a string"),
            (format!("a = \"\\\"{}\"", "[.".repeat(100)), false, "behind a quoted quote"),
            (format!("a = '\\'\nb = {}", inline(64, "b")), true, "a backslash quotes nothing here"),
            (format!("a = \"\"\"\n{}\n\"\"\"", "[.\n".repeat(100)), false, "in a long string"),
            (format!("a = [\"\"\"x\"\"\"\"\", {}]", inline(64, "b")), true, "behind a long string that ends in quotes"),
            (format!("a = 'b\nc = {}", inline(64, "b")), true, "behind a string that does not end"),
            (format!("# {}\n", "[.".repeat(100)), false, "in a comment"),
            ("]".repeat(1_000), false, "closed and never opened"),
            ("[".repeat(1_000), true, "opened and never closed"),
        ];
        for (source, expected, about) in cases {
            assert_eq!(too_deep(&source).is_some(), expected, "{about}");
        }
    }

    /// What the guard lets through must not exhaust the stack of a thread, 2 MiB.
    #[test]
    fn the_deepest_that_passes_can_be_read_and_dropped() {
        for (levels, dots) in [(1, 60), (2, 29), (7, 7), (15, 2), (30, 1), (60, 0)] {
            let key = vec!["a"; dots + 1].join(".");
            let header = vec!["b"; 60].join(".");
            let source = format!("[{header}]\nc = {}1{}", format!("{{{key} = ").repeat(levels), "}".repeat(levels));
            assert_eq!(too_deep(&source), None, "{levels} {dots}");
            drop(DeTable::parse(&source));
        }
    }
}
