//! Reading and writing what stands at the top of a template's text, and finding a place in it. The server alone knows TOML: here a line is a line.

/// `KEY = "…"` or `KEY = '…'`, before the first table: where the text between the quotes is.
fn span(source: &str, key: &str) -> Option<std::ops::Range<usize>> {
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        // Some editors begin a file with a mark that nobody sees.
        let text = line.trim_start_matches('\u{feff}').trim_start();
        if text.starts_with('[') {
            return None;
        }
        let value = text.strip_prefix(key).and_then(|rest| rest.trim_start().strip_prefix('=')).map(str::trim_start);
        if let Some((text, end)) = value.and_then(quoted) {
            let begin = start + (line.len() - text.len());
            return Some(begin..begin + end);
        }
        start += line.len();
    }
    None
}

/// What stands behind the quote that begins a value, and where in that the quote is that ends it. Three begin a text of several lines.
fn quoted(value: &str) -> Option<(&str, usize)> {
    let quote = ['"', '\''].into_iter().find(|quote| value.starts_with(*quote))?;
    let text = value.strip_prefix(quote)?;
    let end = text.find(quote)?;
    (!text[end + 1..].starts_with(quote)).then_some((text, end))
}

/// What the key says; empty where it is not written in one line.
pub fn value(source: &str, key: &str) -> String {
    span(source, key).map(|span| source[span].to_owned()).unwrap_or_default()
}

/// Whether there is a place for a value.
pub fn is_there(source: &str, key: &str) -> bool {
    span(source, key).is_some()
}

/// The text with another value; a key that is not there stays away.
pub fn with_value(source: &str, key: &str, value: &str) -> String {
    let mut text = source.to_owned();
    if let Some(span) = span(source, key) {
        // What would end the string, or escape its end, is no part of a name or a version.
        let plain: String = value.chars().filter(|sign| !matches!(sign, '"' | '\'' | '\\') && !sign.is_control()).collect();
        text.replace_range(span, &plain);
    }
    text
}

/// Where a line and a column (from 1, in characters) are, as browsers count: in units of UTF-16.
pub fn place(source: &str, line: u32, column: u32) -> u32 {
    let (line, column) = (line.saturating_sub(1) as usize, column.saturating_sub(1) as usize);
    let before: usize = source.split_inclusive('\n').take(line).map(|line| line.encode_utf16().count()).sum();
    let own = source.split_inclusive('\n').nth(line).unwrap_or_default();
    let within: usize = own.trim_end_matches('\n').chars().take(column).map(char::len_utf16).sum();
    u32::try_from(before + within).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "# A “copy”\nformat = 1\nname = \"small\"\nversion=\"1.0.0\" # first\ntitle = \"Ünder 𝒳\"\n[[sections]]\nname = \"no\"\n";

    #[test]
    fn the_head_is_read_and_written_in_place() {
        assert_eq!((value(TEXT, "name"), value(TEXT, "version")), ("small".into(), "1.0.0".into()));
        assert_eq!(value("[[sections]]\nname = \"x\"", "name"), "", "a table's own");
        for unreadable in
            ["name = small", "name = 'small\nx'", "name = 'small\"", "name = \"\"\"small\"\"\"", "name = \"small", "names = \"small\"", ""]
        {
            assert_eq!(value(unreadable, "name"), "", "{unreadable}");
            assert_eq!(with_value(unreadable, "name", "x"), unreadable);
        }
        assert_eq!(with_value("name = 'small' # \"s\"\n", "name", "x'y"), "name = 'xy' # \"s\"\n");
        assert_eq!(with_value("\u{feff}name = \"small\"\n", "name", "x"), "\u{feff}name = \"x\"\n", "behind a byte order mark");
        let other = with_value(TEXT, "version", "1.1.0");
        assert!(other.contains("version=\"1.1.0\" # first\n") && other.len() == TEXT.len(), "{other}");
        assert_eq!(value(&with_value(TEXT, "name", "a\"\n[x]\\"), "name"), "a[x]", "nobody writes out of the string");
    }

    #[test]
    fn a_place_is_counted_as_browsers_count() {
        let at = |line, column| {
            let units: Vec<u16> = TEXT.encode_utf16().collect();
            String::from_utf16(&units[place(TEXT, line, column) as usize..]).unwrap()
        };
        assert!(at(1, 1).starts_with("# A"));
        assert!(at(3, 8).starts_with("\"small\""));
        assert!(at(5, 16).starts_with("𝒳"));
        assert!(at(6, 1).starts_with("[[sections]]"));
        assert_eq!(at(5, 99), format!("\n{}", "[[sections]]\nname = \"no\"\n"), "no further than its line");
        assert_eq!((place(TEXT, 0, 0), at(99, 1).as_str(), place("", 7, 7)), (0, "", 0));
    }
}
