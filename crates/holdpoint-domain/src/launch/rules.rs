//! Small rules that several commands share: texts, links, roles, conflicts.

use jiff::SignedDuration;

use super::refusal::rule;
use super::{Conflict, Context, Field, Launch, Refusal};
use crate::id::Timestamp;
use crate::unseen::is_unseen;

/// A name or title: one line.
pub const NAME_CHARS: usize = 200;
/// A justification, note or comment.
pub const TEXT_CHARS: usize = 10_000;
/// An address.
pub const URL_CHARS: usize = 2_048;
/// Pieces of evidence on one item; comments on one item.
pub const PER_ITEM: usize = 200;
/// People whom one comment mentions.
pub const MENTIONS: usize = 20;
/// Artifacts of one launch.
pub const ARTIFACTS: usize = 100;

/// A one-line text: trimmed, not empty, no control characters.
pub fn line(field: &'static str, text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::Bad { field, rule: rule::empty() });
    }
    short(field, text, NAME_CHARS)?;
    if text.chars().any(char::is_control) {
        return Err(Refusal::Bad { field, rule: rule::one_line() });
    }
    Ok(text.to_owned())
}

/// A text of so many characters at most.
pub fn short(field: &'static str, text: &str, most: usize) -> Result<(), Refusal> {
    if most < text.chars().count() { Err(Refusal::Bad { field, rule: rule::long_line(most) }) } else { Ok(()) }
}

/// The length of a file that shows something.
pub fn bytes(field: &'static str, bytes: u64) -> Result<(), Refusal> {
    if bytes == 0 { Err(Refusal::Bad { field, rule: rule::empty_file() }) } else { Ok(()) }
}

/// A text of several lines: trimmed, not empty.
pub fn text(field: &'static str, text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::Bad { field, rule: rule::empty_text() });
    }
    if TEXT_CHARS < text.chars().count() {
        return Err(Refusal::Bad { field, rule: rule::long_text(TEXT_CHARS) });
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\r')) {
        return Err(Refusal::Bad { field, rule: rule::control() });
    }
    Ok(text.to_owned())
}

/// A link that a page may show: `https:` with a host, nothing invisible in it.
pub fn link(field: &'static str, url: &str) -> Result<String, Refusal> {
    let url = url.trim();
    let host = url.strip_prefix("https://").unwrap_or_default();
    let host = host.split(['/', '?', '#']).next().unwrap_or_default();
    if host.is_empty() || host.contains('@') {
        return Err(Refusal::Bad { field, rule: rule::https() });
    }
    if URL_CHARS < url.chars().count() || url.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(Refusal::Bad { field, rule: rule::url(URL_CHARS) });
    }
    Ok(url.to_owned())
}

/// What kind of bytes a file has, such as `text/csv`: type and subtype in lower case, without parameters (RFC 6838, section 4.2).
pub fn media(field: &'static str, text: &str) -> Result<String, Refusal> {
    let essence = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_name = |name: &str| {
        let inner = |c: char| c.is_ascii_alphanumeric() || "!#$&-^_.+".contains(c);
        (1..=127).contains(&name.len()) && name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.chars().all(inner)
    };
    match essence.split_once('/') {
        Some((kind, rest)) if is_name(kind) && is_name(rest) => Ok(essence),
        _ => Err(Refusal::Bad { field, rule: rule::media() }),
    }
}

/// The name of a file that was uploaded: its last part, without what is invisible or turns the direction of the text.
pub fn file_name(field: &'static str, text: &str) -> Result<String, Refusal> {
    let last = text.rsplit(['/', '\\']).next().unwrap_or_default();
    // Directional marks make `evidence\u{202e}fdp.exe` look like a PDF.
    let seen: String = last.chars().filter(|c| !is_unseen(*c)).collect();
    // What begins with a dot is hidden, or a folder.
    line(field, seen.trim().trim_start_matches('.'))
}

/// Refuses proof that was seen in the future, but for a minute for clocks that differ, and proof that ends before it was seen.
///
/// * `fields`: what both are called where they were given.
pub fn times(
    (observed_at, expires_at): (Timestamp, Option<Timestamp>),
    now: Timestamp,
    [observed, expires]: [&'static str; 2],
) -> Result<(), Refusal> {
    if now.saturating_add(SignedDuration::from_mins(1)).is_ok_and(|latest| latest < observed_at) {
        return Err(Refusal::Bad { field: observed, rule: rule::observed() });
    }
    if expires_at.is_some_and(|expires_at| expires_at <= observed_at) {
        return Err(Refusal::Bad { field: expires, rule: rule::evidence_end() });
    }
    Ok(())
}

impl Launch {
    /// Refuses a change to a field that somebody else changed since the actor looked.
    pub(super) fn unchanged<T: PartialEq>(
        &self,
        context: &Context,
        (name, field): (&str, &Field<T>),
        yours: &T,
        words: impl Fn(&T) -> String,
    ) -> Result<(), Refusal> {
        if field.seq <= context.based_on || field.by == Some(context.actor) || field.value == *yours {
            return Ok(());
        }
        Err(Refusal::Conflict(Box::new(Conflict {
            field: name.into(),
            theirs: words(&field.value),
            yours: words(yours),
            by: field.by.map_or("somebody", |by| self.name_of(by)).into(),
            at: field.at,
            seq: Some(field.seq),
        })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_name_is_what_people_see() {
        let cases = [
            ("load.csv", Some("load.csv"), "plain"),
            ("../../etc/passwd", Some("passwd"), "no folder"),
            (r"C:\fakepath\load.csv", Some("load.csv"), "nor one of Windows"),
            ("evidence\u{202e}fdp.exe", Some("evidencefdp.exe"), "nothing turns the direction"),
            ("a\u{0}\nb\u{200b}.txt", Some("ab.txt"), "nothing invisible"),
            (".htaccess", Some("htaccess"), "not hidden"),
            ("Prüfbericht №1.pdf", Some("Prüfbericht №1.pdf"), "any language"),
            ("..", None, "a folder"),
            ("a/", None, "nothing behind the last slash"),
        ];
        for (given, expected, about) in cases {
            assert_eq!(file_name("name", given).ok().as_deref(), expected, "{about}: {given:?}");
        }
    }

    #[test]
    fn media_types_have_two_parts() {
        let cases = [
            ("text/csv", Some("text/csv")),
            ("Text/HTML; charset=utf-8", Some("text/html")),
            ("image/svg+xml", Some("image/svg+xml")),
            ("text", None),
            ("text/", None),
            ("text/a b", None),
            ("text/csv\r\nX: 1", None),
            ("a/b/c", None),
        ];
        for (given, expected) in cases {
            assert_eq!(media("media", given).ok().as_deref(), expected, "{given:?}");
        }
    }

    #[test]
    fn links_are_https_with_a_host() {
        let cases = [
            ("https://ci.example.com/run/7", true, "plain"),
            (" https://ci.example.com ", true, "trimmed"),
            ("http://ci.example.com", false, "not secure"),
            ("javascript:alert(1)", false, "script"),
            ("data:text/html,x", false, "data"),
            ("https://", false, "no host"),
            ("https:///x", false, "empty host"),
            ("https://user@example.com", false, "a user hides the host"),
            ("https://a b", false, "space"),
            ("HTTPS://example.com", false, "one spelling"),
        ];
        for (url, good, about) in cases {
            assert_eq!(link("url", url).is_ok(), good, "{about}: {url}");
        }
    }
}
