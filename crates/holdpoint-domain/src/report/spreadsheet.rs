//! The report as CSV, for spreadsheets: RFC 4180, every field in quotes, CRLF, UTF-8 with a byte order mark, without which Excel reads it in
//! the country's old encoding. No cell is ever a formula, in whatever way the file is cut into cells.

use super::legible::legible;
use super::outline::{Entry, Outline};

/// The first line.
const COLUMNS: [&str; 14] =
    ["part", "kind", "of", "section", "id", "title", "status", "by", "when", "until", "text", "before", "link", "digest"];
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The whole file: one line for each thing that the report tells, summary and exceptions first. Same outline, same bytes.
pub fn csv(outline: &Outline) -> Vec<u8> {
    let mut bytes = BYTE_ORDER_MARK.to_vec();
    let mut lines = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .flexible(false)
        .from_writer(&mut bytes);
    // Writing to memory does not fail, and every record has as many fields as the first.
    _ = lines.write_record(COLUMNS);
    for (part, entries) in parts(outline) {
        for entry in entries {
            write(&mut lines, part, "", &entry);
            for within in &entry.within {
                write(&mut lines, part, &entry.id, within);
            }
        }
    }
    _ = lines.flush();
    drop(lines);
    bytes
}

fn parts(outline: &Outline) -> Vec<(&'static str, Vec<Entry>)> {
    let mut summary = outline.summary.clone();
    summary.push(Entry { text: outline.vouched.words().to_owned(), ..Entry::new(super::outline::Kind::Fact, "Made from") });
    let changes = outline.changes.as_ref().and_then(|changes| changes.entries.clone()).unwrap_or_default();
    vec![
        ("summary", summary),
        ("exceptions", outline.exceptions.clone()),
        ("changes", changes),
        ("approvals", outline.approvals.clone()),
        ("checklist", outline.items.clone()),
        ("checks", outline.checks.clone()),
        ("runs", outline.runs.clone()),
        ("record", outline.record.clone()),
        ("people", outline.people.clone()),
    ]
}

fn write(lines: &mut csv::Writer<&mut Vec<u8>>, part: &str, of: &str, entry: &Entry) {
    let time = |moment: Option<(&str, jiff::Timestamp)>| moment.map(|(_, at)| at.to_string()).unwrap_or_default();
    let (at, until) = (time(entry.at), time(entry.until));
    let status = entry.mark.map(|mark| mark.word).unwrap_or_default();
    let Entry { kind, section, id, title, by, text, before, link, digest, .. } = entry;
    let cells = [part, kind.words(), of, section, id, title, status, by, &at, &until, text, before, link, digest];
    _ = lines.write_record(cells.map(inert));
}

/// What a spreadsheet takes for the beginning of a formula, with the wide, small, raised and lowered forms that are folded to it.
const FORMULA: &[char] = &[
    '=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫', '⁼', '⁺', '⁻', '₌', '₊', '₋', '−', '\t', '\r', '\0',
];
/// Where a program that was told another separator begins a new cell.
const SEPARATORS: &[char] = &[',', ';', '|', '\t', '\n', '\r'];

/// A text as a cell that is a text: at its beginning, at each line's and behind each separator, what would begin a formula has an
/// apostrophe before it. Spaces and quotes before it do not help it.
pub fn inert(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut begins = true;
    for character in legible(text).chars() {
        if begins && FORMULA.contains(&character) {
            safe.push('\'');
        }
        begins = SEPARATORS.contains(&character) || (begins && is_skipped(character));
        safe.push(character);
    }
    safe
}

/// What a program may drop from the beginning of a cell.
fn is_skipped(character: char) -> bool {
    character.is_whitespace() || matches!(character, '"' | '“' | '”' | '„' | '\u{200c}' | '\u{200d}')
}

#[cfg(test)]
mod tests;
