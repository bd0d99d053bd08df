//! What is looked for: patterns that find candidates quickly, and a second look at each candidate.
//!
//! The second look keeps lock files and minified code in: what decodes to a token there is one.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use grep_matcher::{Captures as _, Matcher as _};
use grep_regex::{RegexCaptures, RegexMatcher, RegexMatcherBuilder};

use super::mask;

/// What a match may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    IntercomToken,
    HoldpointToken,
    Email,
    Phone,
    /// A phone number behind a field that says so.
    PhoneField,
    Name,
}

/// What every token decodes to.
const PREFIX: &[u8] = b"tok:";

/// Characters of a token behind `tok:`. Real ones have over 40; test data such as `tok:test` is none.
const TOKEN_CHARS: usize = 8;

/// Digits of a telephone number, country code included (ITU-T E.164: at most 15).
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

/// `dG9r` is base64 for `tok`, and `dG9rO` with one of `g` to `v` behind it for `tok:`. Every repetition has an end, here and below, so
/// that a line made to be slow is not.
const INTERCOM: &str = r"(dG9rO[g-v][A-Za-z0-9+/_-]{10,250}={0,2})";
const HOLDPOINT: &str = r"(hpt_[0-9a-f]{64})";
const EMAIL: &str = r"([A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.){1,8}[A-Za-z]{2,24})";
/// International, or as it is written in North America.
const PHONE: &str = r"(\+[1-9][0-9 ().-]{6,20}[0-9]|\(?[2-9][0-9]{2}\)?[ .-][2-9][0-9]{2}[.-][0-9]{4})";
const PHONE_FIELD: &str = r#"((?i:phone|mobile|telephone|msisdn)(?:_?(?i:number|no))?\\?["']?[ \t]{0,4}[:=][ \t]{0,4}\\?["']?[+(]{0,2}[0-9][0-9 ().-]{5,18}[0-9])"#;
/// The key, then a text in quotes, or one up to the next space. In bytes: letters beyond ASCII are 0x80 and above.
const NAME: &str = concat!(
    r#"((?i:(?:first|last|full|given|family|middle|display|customer|contact|person|real)[_ -]?name|surname|\bname)"#,
    r#"\\?["']?[ \t]{0,4}[:=][ \t]{0,4}"#,
    r#"(?:\\?["'][^"'\\\x00-\x1f]{1,80}|[A-Za-z\x80-\xff][^\s"'\\,;&<>{}()=:|\[\]\x00-\x1f]{1,60}))"#,
);

/// For source.
pub const OF_SOURCE: &[&str] = &[INTERCOM, HOLDPOINT];
/// For logs; tokens are as much at home there.
pub const OF_LOGS: &[&str] = &[INTERCOM, HOLDPOINT, EMAIL, PHONE_FIELD, PHONE, NAME];

/// Endings of file names that look like domains: `logo@2x.png`.
const FILES: &[&str] = &["png", "jpg", "jpeg", "gif", "svg", "webp", "ico", "js", "mjs", "css", "map", "html", "json"];

/// Values that stand for a datum that is not there.
const ABSENT: &[&str] =
    &["null", "none", "nil", "undefined", "unknown", "true", "false", "anonymous", "redacted", "masked", "filtered", "hidden"];

/// Words in a bare `name` that are seldom people's.
const TECHNICAL: &[&str] = &[
    "admin",
    "default",
    "development",
    "debug",
    "error",
    "info",
    "intercom",
    "main",
    "production",
    "root",
    "server",
    "service",
    "staging",
    "system",
    "test",
    "warning",
    "worker",
];

/// One regex for all of some kinds.
pub struct Rules {
    pub matcher: RegexMatcher,
    /// In the order of the regex's groups.
    kinds: &'static [Kind],
}

/// A match that stood the second look: which bytes of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
}

impl Kind {
    /// As people and programs name it.
    pub fn id(self) -> &'static str {
        match self {
            Kind::IntercomToken => "intercom-access-token",
            Kind::HoldpointToken => "holdpoint-api-token",
            Kind::Email => "log-email-address",
            Kind::Phone | Kind::PhoneField => "log-phone-number",
            Kind::Name => "log-name",
        }
    }
}

impl Rules {
    pub fn of_source() -> Result<Self, String> {
        Self::of(OF_SOURCE, &[Kind::IntercomToken, Kind::HoldpointToken])
    }

    pub fn of_logs() -> Result<Self, String> {
        let kinds = &[Kind::IntercomToken, Kind::HoldpointToken, Kind::Email, Kind::PhoneField, Kind::Phone, Kind::Name];
        Self::of(OF_LOGS, kinds)
    }

    /// * Errors: none that these patterns have; said rather than hidden.
    fn of(patterns: &[&str], kinds: &'static [Kind]) -> Result<Self, String> {
        let mut builder = RegexMatcherBuilder::new();
        builder.unicode(false).line_terminator(Some(b'\n'));
        let matcher = builder.build_many(patterns).map_err(|error| format!("a pattern is unusable: {error}; this is a defect"))?;
        Ok(Self { matcher, kinds })
    }

    /// Everything on a line, from left to right.
    pub fn hits(&self, line: &[u8]) -> Vec<Hit> {
        let (mut hits, mut from) = (Vec::new(), 0);
        let Ok(mut captures) = self.matcher.new_captures() else { return hits };
        while from < line.len() && self.matcher.captures_at(line, from, &mut captures).unwrap_or(false) {
            let Some(hit) = self.candidate(&captures) else { break };
            let good = holds(hit, line);
            // A candidate that is none may begin with the first letters of another that is one.
            from = if good { hit.end.max(hit.start + 1) } else { hit.start + 1 };
            hits.extend(good.then_some(hit));
        }
        hits
    }

    fn candidate(&self, captures: &RegexCaptures) -> Option<Hit> {
        let groups = self.kinds.iter().zip(1..);
        groups.filter_map(|(kind, group)| Some((kind, captures.get(group)?))).next().map(|(kind, place)| Hit {
            kind: *kind,
            start: place.start(),
            end: place.end(),
        })
    }
}

/// The second look.
fn holds(hit: Hit, line: &[u8]) -> bool {
    let found = line.get(hit.start..hit.end).unwrap_or_default();
    let before = hit.start.checked_sub(1).and_then(|at| line.get(at)).copied();
    let behind = line.get(hit.end).copied();
    match hit.kind {
        Kind::IntercomToken => is_token(found),
        Kind::HoldpointToken => !behind.is_some_and(|byte| byte.is_ascii_alphanumeric()),
        Kind::Email => {
            let ending = found.rsplit(|byte| *byte == b'.').next().unwrap_or_default().to_ascii_lowercase();
            !FILES.iter().any(|file| file.as_bytes() == ending)
        }
        Kind::Phone => {
            let inside = |byte: u8| byte.is_ascii_alphanumeric() || b"+-_./".contains(&byte);
            let digits = found.iter().filter(|byte| byte.is_ascii_digit()).count();
            PHONE_DIGITS.contains(&digits)
                && !before.is_some_and(inside)
                && !behind.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        }
        Kind::PhoneField => mask::value(found).iter().filter(|byte| byte.is_ascii_digit()).count() >= 6,
        Kind::Name => is_name(found),
    }
}

/// Begins with what decodes to `tok:` and enough printable characters. What follows may be the rest of a path, and is not judged.
fn is_token(found: &[u8]) -> bool {
    let to_standard = |byte: &u8| match byte {
        b'-' => b'+',
        b'_' => b'/',
        other => *other,
    };
    let begin: Vec<u8> = found.iter().take((PREFIX.len() + TOKEN_CHARS).div_ceil(3) * 4).map(to_standard).collect();
    let decoded = STANDARD_NO_PAD.decode(begin).unwrap_or_default();
    let token = decoded.strip_prefix(PREFIX).and_then(|rest| rest.get(..TOKEN_CHARS));
    token.is_some_and(|token| token.iter().all(u8::is_ascii_graphic))
}

fn is_name(found: &[u8]) -> bool {
    let text = String::from_utf8_lossy(mask::value(found)).replace('+', " ").replace("%20", " ");
    let value = text.trim();
    let lower = value.to_lowercase();
    let letters = value.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 2 || value.contains(['*', '•', '<', '[', '{', '$']) || ABSENT.iter().any(|word| lower == *word) {
        return false;
    }
    let bare = mask::key(found).eq_ignore_ascii_case(b"name");
    if !bare {
        return !value.contains(char::is_numeric);
    }
    // Services, queues and errors have a `name` too: this one has to look like a person's.
    let words: Vec<&str> = value.split_whitespace().collect();
    let is_part = |word: &&str| {
        let mut chars = word.chars();
        let begins = chars.next().is_some_and(|first| first.is_uppercase() || (first.is_alphabetic() && !first.is_lowercase()));
        begins && chars.all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\''))
    };
    let people = !words.is_empty() && words.len() <= 4 && words.iter().all(is_part);
    match words.as_slice() {
        [one] => people && one.chars().skip(1).all(char::is_lowercase) && !TECHNICAL.contains(&lower.as_str()),
        _ => people,
    }
}

#[cfg(test)]
mod tests;
