//! Texts of people inside Markdown: nothing of them is markup. CommonMark's escapes keep structure out; mentions, references and bare
//! addresses are found later, in the finished text, so a word joiner, which is not seen, stands inside each.

use crate::report::legible::{legible, one_line};

/// Not seen, no space, and no part of a name: what looks for `@name` or `https://` does not find it.
const JOINER: char = '\u{2060}';
/// What CommonMark, GitHub, GitLab or mathematics in either give a meaning to, wherever it stands.
const MARKUP: &[char] = &['\\', '`', '*', '_', '[', ']', '|', '~', '$', '#', '!', '^', '{', '}'];
/// What begins a mention, a reference to an issue, a merge request, a snippet, a label, a milestone, an alert or an emoji.
const REFERENCE: &[char] = &['@', '＠', '#', '!', '$', '%', '~', '^', '&', '*', ':', '['];

/// A text in a paragraph, a heading, a list item or a cell: one line each.
pub fn prose(text: &str) -> String {
    let shown = one_line(text);
    let mut safe = String::with_capacity(shown.len() * 2);
    let mut characters = shown.chars().peekable();
    let mut word = String::new();
    let (mut first, mut before) = (true, None::<char>);
    while let Some(character) = characters.next() {
        let next = characters.peek().copied();
        match character {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            special if MARKUP.contains(&special) || (first && matches!(special, '-' | '+' | '=')) => safe.extend(['\\', special]),
            // `1. a` and `1) a` begin a list.
            '.' | ')' if next.is_none_or(char::is_whitespace) && word.len() == safe.len() && !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()) => {
                safe.extend(['\\', character]);
            }
            other => safe.push(other),
        }
        first = false;
        let bare = character == '.' && word.eq_ignore_ascii_case("www");
        // `10:30` is a time; `:100:` would be a picture.
        let time = character == ':' && before.is_some_and(|before| before.is_ascii_digit()) && next.is_some_and(|next| next.is_ascii_digit());
        if (REFERENCE.contains(&character) || bare) && !time && next.is_some_and(|next| !next.is_whitespace()) {
            safe.push(JOINER);
        }
        before = Some(character);
        if character.is_alphanumeric() { word.push(character) } else { word.clear() }
        if GITHUB.iter().any(|prefix| word.eq_ignore_ascii_case(prefix)) && next == Some('-') {
            safe.push(JOINER);
        }
    }
    safe
}

/// `GH-12` is an issue of GitHub.
const GITHUB: &[&str] = &["gh"];

/// A text as it is, in one line: for ids, digests and addresses. Nothing in it is markup, a mention or a link.
pub fn code(text: &str) -> String {
    let shown = legible(text).replace('\n', " ");
    let shown = shown.trim();
    if shown.is_empty() {
        return String::new();
    }
    let ticks = "`".repeat(longest_ticks(shown) + 1);
    // The spaces inside are no part of the code (CommonMark 0.31, 6.1), and keep ticks of the text apart from ours.
    let space = if shown.starts_with('`') || shown.ends_with('`') { " " } else { "" };
    format!("{ticks}{space}{shown}{space}{ticks}")
}

/// Lines as they are.
pub fn fence(text: &str) -> String {
    let shown = legible(text);
    let ticks = "`".repeat((longest_ticks(&shown) + 1).max(3));
    format!("{ticks}\n{}\n{ticks}\n", shown.trim_end_matches('\n'))
}

fn longest_ticks(text: &str) -> usize {
    text.split(|character| character != '`').map(str::len).max().unwrap_or_default()
}

#[cfg(test)]
mod tests;
