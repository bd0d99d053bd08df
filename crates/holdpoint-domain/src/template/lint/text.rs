//! Rules for single texts. Each takes the key's name in quotes and the text, and returns what is wrong.

use std::str::FromStr;

use serde::de::IgnoredAny;

use super::node::quoted;
use super::say;
use crate::check::{Period, RESERVED_HEADERS};
use crate::id::{BadId, Date};
use crate::sentence::{Said, Sentence};

/// What is wrong with a text; `None`: nothing.
pub(super) type Rule = fn(&str, &str) -> Option<Sentence>;

pub(super) fn anything(_: &str, _: &str) -> Option<Sentence> {
    None
}

pub(super) fn not_empty(name: &str, text: &str) -> Option<Sentence> {
    text.trim().is_empty().then(|| say::blank(name))
}

/// The rule of names that a template gives itself.
pub(super) fn some_name(_: &str, text: &str) -> Option<Sentence> {
    text.trim().is_empty().then(say::blank_name)
}

/// The rule of an id's own type.
pub(super) fn id<T: FromStr<Err = BadId>>(_: &str, text: &str) -> Option<Sentence> {
    text.parse::<T>().err().map(|bad| say::no_id(quoted(text), Said::words(bad.kind())))
}

/// `MAJOR.MINOR.PATCH`, without anything behind it: versions are compared by people.
pub(super) fn version(_: &str, text: &str) -> Option<Sentence> {
    let is_number = |part: &str| part.parse::<u32>().is_ok_and(|number| number.to_string() == part);
    let parts: Vec<&str> = text.split('.').collect();
    let good = parts.len() == 3 && parts.into_iter().all(is_number);
    (!good).then(|| say::no_version(quoted(text)))
}

pub(super) fn date(_: &str, text: &str) -> Option<Sentence> {
    let good = text.parse::<Date>().is_ok_and(|date| date.to_string() == text);
    (!good).then(|| say::no_date(quoted(text)))
}

/// A link that a page may show.
pub(super) fn https(_: &str, text: &str) -> Option<Sentence> {
    let host = text.strip_prefix("https://").map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let plain = text.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '\\' | '^' | '`' | '{' | '|' | '}'));
    let good = plain && host.is_some_and(|host| host.starts_with(|c: char| c.is_ascii_alphanumeric()) && !host.contains('@'));
    (!good).then(|| say::no_https(quoted(text)))
}

/// Digits as people write them, with the country's code or without.
pub(super) fn phone(_: &str, text: &str) -> Option<Sentence> {
    let number = text.strip_prefix('+').unwrap_or(text);
    let plain = number.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '(' | ')' | '.' | '/' | '-'));
    let digits = number.chars().filter(char::is_ascii_digit).count();
    (!(plain && PHONE_DIGITS.contains(&digits))).then(|| say::no_phone(quoted(text)))
}

/// From an emergency number to one of E.164 with an extension.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 3..=20;

/// What is appended to a connection's URL.
pub(super) fn path(_: &str, text: &str) -> Option<Sentence> {
    let good = text.is_empty() || (text.starts_with('/') && text.chars().all(|c| c.is_ascii_graphic() && c != '#'));
    (!good).then(|| say::no_path(quoted(text)))
}

/// A path that is asked by itself, so that an empty one would be another one.
pub(super) fn path_of_its_own(name: &str, text: &str) -> Option<Sentence> {
    not_empty(name, text).or_else(|| path(name, text))
}

/// PromQL, as far as it can be told without a parser: it travels in a URL.
pub(super) fn promql(name: &str, text: &str) -> Option<Sentence> {
    let long = PROMQL_CHARS < text.chars().count();
    not_empty(name, text).or_else(|| long.then(|| say::long_query(name, PROMQL_CHARS)))
}

/// Percent-encoded three times as long, it still fits into a URL.
const PROMQL_CHARS: usize = 600;

/// A label's name, as Prometheus has them.
pub(super) fn label_name(_: &str, text: &str) -> Option<Sentence> {
    let inner = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let good = text.chars().all(inner) && text.starts_with(|c: char| inner(c) && !c.is_ascii_digit());
    (!good).then(|| say::no_label(quoted(text)))
}

/// A metric's name, as Prometheus has them.
pub(super) fn metric_name(_: &str, text: &str) -> Option<Sentence> {
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':');
    let good = text.chars().all(inner) && text.starts_with(|c: char| inner(c) && !c.is_ascii_digit());
    (!good).then(|| say::no_metric(quoted(text)))
}

/// A name as hosts are compared: `api.example.com`, with a port where it is not the usual one.
pub(super) fn host(_: &str, text: &str) -> Option<Sentence> {
    let good = !text.is_empty() && text.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '-' | '.' | ':'));
    (!good).then(|| say::no_host(quoted(text)))
}

/// RFC 9110, section 5.6.2, "token".
pub(super) fn is_header_name(text: &str) -> bool {
    let in_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !text.is_empty() && text.chars().all(in_token)
}

/// A header that a template may set.
pub(super) fn header_name(_: &str, text: &str) -> Option<Sentence> {
    if !is_header_name(text) {
        return Some(say::no_header(quoted(text)));
    }
    let reserved = RESERVED_HEADERS.contains(&text.to_ascii_lowercase().as_str());
    reserved.then(|| say::own_header(quoted(text)))
}

/// A header's value, in which `{api_version}` is replaced.
pub(super) fn header_value(name: &str, text: &str) -> Option<Sentence> {
    if !text.chars().all(|c| c == ' ' || c.is_ascii_graphic()) {
        return Some(say::not_ascii(name, quoted(text)));
    }
    unknown_placeholder(text, &["api_version"])
}

/// A sentence about a fact, in which `{value}` is replaced.
pub(super) fn why(name: &str, text: &str) -> Option<Sentence> {
    not_empty(name, text).or_else(|| unknown_placeholder(text, &["value"]))
}

/// A sentence in which nothing is replaced.
pub(super) fn next(name: &str, text: &str) -> Option<Sentence> {
    not_empty(name, text).or_else(|| unknown_placeholder(text, &[]))
}

/// A length of time.
pub(super) fn period(name: &str, text: &str) -> Option<Sentence> {
    text.parse::<Period>().err().map(|_| say::no_period(name, quoted(text)))
}

pub(super) fn json(name: &str, text: &str) -> Option<Sentence> {
    let error = serde_json::from_str::<IgnoredAny>(text).err()?;
    let (line, column, said) = (error.line(), error.column(), error.to_string());
    let fault = said.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&said);
    Some(say::not_json(name, fault, Said::words(fault), format!("{line}:{column}")))
}

fn unknown_placeholder(text: &str, known: &[&str]) -> Option<Sentence> {
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once('{') {
        rest = behind;
        let Some((inner, _)) = behind.split_once(['{', '}']) else { break };
        let closed = behind.get(inner.len()..).is_some_and(|end| end.starts_with('}'));
        if closed && !known.contains(&inner) {
            let given = quoted(&format!("{{{inner}}}"));
            return Some(match known {
                [] => say::no_placeholder_here(given),
                [one, ..] => say::no_placeholder(given, format!("{{{one}}}")),
            });
        }
    }
    None
}
