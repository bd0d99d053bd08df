//! The file as a whole: everything that is wrong with it, each with its place.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Deserialize as _;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, Deserializer, Error};

use super::places::{Places, place};
use super::{BadConfig, Config};

/// Tables of which there may be several, each with a name of its own.
pub(super) const LISTS: [&str; 4] = ["connections", "notify", "oidc", "tickets"];

/// Mistakes that are told: who made more of them meant another file.
const MISTAKES: usize = 50;

/// A name that is repeated in a mistake, in characters.
const NAME_CHARS: usize = 80;

/// Where it begins, and what it is.
type Mistake = (usize, String);

/// The configuration that the text is.
///
/// * Errors: all mistakes in their order, a line each: `LINE:COLUMN: …`. What is no TOML hides the others.
pub(super) fn whole(text: &str) -> Result<Config, BadConfig> {
    let (root, broken) = DeTable::parse_recoverable(text);
    if !broken.is_empty() {
        return Err(told(text, broken.iter().map(mistake).collect()));
    }
    let mut mistakes = twins(root.get_ref());
    let places = Places::of(text, root.get_ref());
    let config = meant(root, &mut mistakes);
    if mistakes.is_empty() { Ok(Config { places, ..config }) } else { Err(told(text, mistakes)) }
}

/// Reads it again and again, each time without what was wrong the last time.
fn meant(mut root: Spanned<DeTable<'_>>, mistakes: &mut Vec<Mistake>) -> Config {
    // Tables and lists that are not as they were written.
    let mut touched: Vec<Range<usize>> = Vec::new();
    while mistakes.len() < MISTAKES {
        let error = match Config::deserialize(Deserializer::from(root.clone())) {
            Ok(config) => return config,
            Err(error) => error,
        };
        let place = error.span().unwrap_or_default();
        // What is said of a whole from which something was taken may be because of that.
        if !touched.contains(&place) {
            mistakes.push(mistake(&error));
        }
        match take_out_of(root.get_mut(), &(0..0), &place) {
            Some(within) => touched.push(within),
            None => break,
        }
    }
    Config::default()
}

/// Takes out the innermost entry or element that stands there; returns the place of what it was in.
fn take_out_of(table: &mut DeTable<'_>, within: &Range<usize>, place: &Range<usize>) -> Option<Range<usize>> {
    for (_, value) in table.iter_mut() {
        let span = value.span();
        if let Some(found) = take_out(value.get_mut(), &span, place) {
            return Some(found);
        }
    }
    let (key, _) = table.iter().find(|(key, value)| key.span() == *place || value.span() == *place)?;
    let key = key.get_ref().to_string();
    table.remove(key.as_str());
    Some(within.clone())
}

fn take_out(value: &mut DeValue<'_>, within: &Range<usize>, place: &Range<usize>) -> Option<Range<usize>> {
    match value {
        DeValue::Table(table) => take_out_of(table, within, place),
        DeValue::Array(list) => {
            for element in list.iter_mut() {
                let span = element.span();
                if let Some(found) = take_out(element.get_mut(), &span, place) {
                    return Some(found);
                }
            }
            let others: DeArray<'_> = list.iter().filter(|element| element.span() != *place).cloned().collect();
            if others.len() == list.len() {
                return None;
            }
            *list = others;
            Some(within.clone())
        }
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => None,
    }
}

/// Names that stand twice in a list.
fn twins(root: &DeTable<'_>) -> Vec<Mistake> {
    let mut found = Vec::new();
    for list in LISTS {
        let mut seen = BTreeSet::new();
        let elements = root.get(list).and_then(|list| list.get_ref().as_array()).into_iter().flatten();
        for name in elements.filter_map(|element| element.get_ref().as_table()?.get("name")) {
            let Some(text) = name.get_ref().as_str() else { continue };
            // The name of a sign-in is a part of addresses.
            let same = if list == "oidc" { text.to_ascii_lowercase() } else { text.to_owned() };
            if !seen.insert(same) {
                let shown: String = text.chars().take(NAME_CHARS).collect();
                found.push((name.span().start, format!("another of [[{list}]] is called {shown:?}; names are unique")));
            }
        }
    }
    found
}

fn mistake(error: &Error) -> Mistake {
    (error.span().unwrap_or_default().start, discreet(error.message()))
}

/// The reader repeats a text that stands where something else belongs: it may be a secret that somebody pasted.
fn discreet(message: &str) -> String {
    let parts = message.split_once(" string \"").and_then(|(before, rest)| Some((before, rest.rsplit_once("\", expected ")?.1)));
    match parts {
        Some((before, expected)) => format!("{before} a text, expected {expected}"),
        None => message.to_owned(),
    }
}

fn told(text: &str, mut mistakes: Vec<Mistake>) -> BadConfig {
    mistakes.sort();
    let lines: Vec<_> = mistakes.iter().map(|(at, what)| format!("{}: {}", place(text, *at), what.replace('\n', " "))).collect();
    BadConfig(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_mistakes_are_told_at_once_in_their_order() {
        let text = r#"
[server]
listen = "nowhere"
lissten = 1

[[notify]]
name = "ops"
kind = "slack"

[[notify]]
name = "ops"
kind = "pager"
url = "hunter2"

[[notify]]
name = "more"
kind = "email"
url = "env:U"

[[oidc]]
name = "Own"
[[oidc]]
name = "own"
issuer = "id.example.com"
scopes = ["a b"]

[files]
file_mib = 0
"#;
        let refused = whole(text).unwrap_err().to_string();
        let begins = [
            "3:10: invalid socket address",
            "4:1: unknown field `lissten`",
            "6:1: the channel ops of kind slack needs a url",
            "11:8: another of [[notify]] is called \"ops\"",
            "12:8: unknown variant `pager`",
            "13:7: this is no reference to a secret",
            "15:1: the channel more of kind email takes no url",
            "20:1: missing field `issuer`",
            "23:8: another of [[oidc]] is called \"own\"",
            "24:10: \"id.example.com\" is no issuer",
            "25:10: \"a b\" is no name of a scope",
            "27:1: [files] file_mib",
        ];
        let lines: Vec<_> = refused.lines().collect();
        assert_eq!(lines.len(), begins.len(), "{refused}");
        assert!(lines.iter().zip(begins).all(|(line, begin)| line.starts_with(begin)), "{refused}");
        assert!(!refused.contains("hunter2"), "a secret that was pasted by mistake is not repeated");
    }

    #[test]
    fn a_text_in_a_wrong_place_is_not_repeated() {
        let connection = |line: &str| format!("[[connections]]\nname = \"a\"\n{line}\n");
        for (line, expected) in [
            ("other_tokens = \"hunter2\"", "3:16: invalid type: a text, expected a map"),
            ("other_tokens = \"hunter2\\\", expected a\"", "3:16: invalid type: a text, expected a map"),
            ("webhook_deliveries = \"hunter2\"", "3:22: invalid type: a text, expected a boolean"),
        ] {
            assert_eq!(whole(&connection(line)).unwrap_err().to_string(), expected, "{line}");
        }
    }

    #[test]
    fn a_file_of_mistakes_ends_somewhere() {
        let many: String = (0..200).map(|n| format!("key{n} = {n}\n")).collect();
        assert_eq!(whole(&many).unwrap_err().to_string().lines().count(), MISTAKES);
        let channel = |n: usize| format!("[[notify]]\nname = \"c{n}\"\nkind = \"slack\"\nurl = \"env:U\"\n");
        let channels: String = (0..crate::limits::CHANNELS + 10).map(channel).collect();
        assert_eq!(whole(&channels).unwrap_err().to_string().lines().count(), 1, "told once");
        assert!(whole("a = 1\n= 2\n[b\n").unwrap_err().to_string().contains("2:1: "));
    }
}
