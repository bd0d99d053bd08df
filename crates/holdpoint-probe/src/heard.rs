//! What a signed receipt tells of an answer: some headers, and how its body begins. Cleaned of secrets, and short.

use std::collections::BTreeMap;

use bytes::Bytes;
use holdpoint_domain::check::{AnswerSeen, BodySeen, Check, Heard, NoExcerpt};
use http::header::{self, HeaderMap, HeaderName};

use crate::egress::Answer;
use crate::limits;
use crate::scrub::Scrubber;

/// Headers that say how a server answers. None has a session in it, and none is a banner.
const SHOWN: &[HeaderName] = &[
    header::AGE,
    header::CACHE_CONTROL,
    header::CONTENT_ENCODING,
    header::CONTENT_LENGTH,
    header::CONTENT_TYPE,
    header::DATE,
    header::ETAG,
    header::LAST_MODIFIED,
    header::LOCATION,
    header::RETRY_AFTER,
    header::STRICT_TRANSPORT_SECURITY,
];

/// The same for whole families.
const FAMILIES: &[&str] = &["ratelimit", "x-ratelimit-", "x-request-id"];

/// Never told, whatever a template expects of them.
const NEVER: &[HeaderName] = &[header::SET_COOKIE, header::WWW_AUTHENTICATE, header::PROXY_AUTHENTICATE];

/// An answer as it came, as much of it as can be told.
pub(crate) struct Raw {
    headers: HeaderMap,
    begin: Vec<u8>,
    bytes: u64,
}

impl Raw {
    pub(crate) fn of(answer: &Answer) -> Self {
        let begin = answer.body.get(..limits::EXCERPT_WINDOW).unwrap_or(&answer.body).to_vec();
        Self { headers: answer.headers.clone(), begin, bytes: length(&answer.body) }
    }
}

/// * `body`: of the request.
pub(crate) fn told(body: Option<BodySeen>, raw: Option<Raw>, check: &Check, scrubber: &Scrubber) -> Heard {
    Heard { request_body: body, answer: raw.map(|raw| answer(&raw, check, scrubber)) }
}

fn answer(raw: &Raw, check: &Check, scrubber: &Scrubber) -> AnswerSeen {
    let headers = headers(&raw.headers, check, scrubber);
    let seen = AnswerSeen { headers, body_bytes: raw.bytes, ..AnswerSeen::default() };
    match excerpt(raw, scrubber) {
        Ok((text, cut)) => AnswerSeen { excerpt: Some(text), cut, ..seen },
        Err(why) => AnswerSeen { no_excerpt: Some(why), ..seen },
    }
}

fn headers(all: &HeaderMap, check: &Check, scrubber: &Scrubber) -> BTreeMap<String, String> {
    let expected = |name: &HeaderName| {
        check.expect.iter().any(|expectation| match expectation.fact.split_once(':') {
            Some(("header", wanted)) => wanted.eq_ignore_ascii_case(name.as_str()),
            Some(("ratio", wanted)) => wanted.split('/').any(|wanted| wanted.eq_ignore_ascii_case(name.as_str())),
            _ => false,
        })
    };
    let shown = |name: &HeaderName| {
        let listed = SHOWN.contains(name) || FAMILIES.iter().any(|family| name.as_str().starts_with(family));
        !NEVER.contains(name) && (listed || expected(name))
    };
    let names = all.keys().filter(|name| shown(name)).take(limits::HEADERS_SHOWN);
    names
        .map(|name| {
            let values: Vec<_> = all.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
            // Cleaned first and cut then: a cut secret would not be found.
            (name.to_string(), scrubber.scrub(&values.join(", ")).chars().take(limits::HEADER_CHARS).collect())
        })
        .collect()
}

/// How the body begins, and whether it goes on behind that.
///
/// * Errors: why it is not told. What cannot be read cannot be cleaned.
fn excerpt(raw: &Raw, scrubber: &Scrubber) -> Result<(String, bool), NoExcerpt> {
    if raw.bytes == 0 {
        return Err(NoExcerpt::Empty);
    }
    let encoding = raw.headers.get(header::CONTENT_ENCODING);
    if encoding.is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return Err(NoExcerpt::Encoded);
    }
    let is_whole = raw.bytes == raw.begin.len() as u64;
    let text = match str::from_utf8(&raw.begin) {
        Ok(text) => text,
        // Cut within a character, by us.
        Err(error) if !is_whole && error.error_len().is_none() => {
            str::from_utf8(raw.begin.get(..error.valid_up_to()).unwrap_or_default()).unwrap_or_default()
        }
        Err(_) => return Err(NoExcerpt::Binary),
    };
    if text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r')) {
        return Err(NoExcerpt::Binary);
    }
    let mut clean = scrubber.scrub(text);
    if !is_whole {
        // The window may end within a secret: as much as that could be is left out.
        let end = clean.floor_char_boundary(clean.len().saturating_sub(scrubber.longest()));
        clean.truncate(end);
    }
    let end = clean.floor_char_boundary(limits::EXCERPT_BYTES);
    let cut = !is_whole || end < clean.len();
    clean.truncate(end);
    Ok((clean, cut))
}

fn length(bytes: &Bytes) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "canary-4e1c7f-of-twenty-nine!";

    fn raw(body: &[u8]) -> Raw {
        Raw::of(&Answer { status: 200, headers: HeaderMap::new(), body: Bytes::copy_from_slice(body) })
    }

    #[test]
    fn an_excerpt_is_short_and_never_ends_within_a_secret() {
        let scrubber = Scrubber::of(std::iter::once(SECRET));
        for at in [0, 900, 1_000, 1_010, 1_023, 1_024, limits::EXCERPT_WINDOW - 30, limits::EXCERPT_WINDOW - 10] {
            for after in [0, 10, 200_000] {
                let body = format!("{}{SECRET}{}", "a".repeat(at), "b".repeat(after));
                let (text, cut) = excerpt(&raw(body.as_bytes()), &scrubber).unwrap();
                assert!(text.len() <= limits::EXCERPT_BYTES, "{at} {after}");
                assert!(!text.contains("cana"), "{at} {after}: {text}");
                assert_eq!(cut, limits::EXCERPT_BYTES < body.replace(SECRET, "[secret]").len(), "{at} {after}");
            }
        }
        // Many secrets shrink what stands before a cut one, and move it forward.
        let body = SECRET.repeat(limits::EXCERPT_WINDOW / SECRET.len() + 1);
        let (text, _) = excerpt(&raw(body.as_bytes()), &scrubber).unwrap();
        assert!(!text.contains("cana"), "{text}");
    }

    #[test]
    fn what_cannot_be_read_is_told_by_its_size_only() {
        let scrubber = Scrubber::of(std::iter::empty());
        let long = [b"a".repeat(limits::EXCERPT_WINDOW - 1), "é".repeat(10).into_bytes()].concat();
        let cases: [(&[u8], Option<NoExcerpt>, &str); 7] = [
            (b"", Some(NoExcerpt::Empty), "nothing"),
            (b"{\"a\": 1}\n", None, "text"),
            (b"\x89PNG\r\n\x1a\n", Some(NoExcerpt::Binary), "a picture"),
            (b"a\0b", Some(NoExcerpt::Binary), "a NUL"),
            (b"a\x1b[2J", Some(NoExcerpt::Binary), "what moves a cursor"),
            (b"caf\xe9", Some(NoExcerpt::Binary), "another encoding"),
            (&long, None, "a character across the window's end"),
        ];
        for (body, expected, about) in cases {
            assert_eq!(excerpt(&raw(body), &scrubber).err(), expected, "{about}");
        }
        let mut packed = raw(b"plain");
        packed.headers.insert(header::CONTENT_ENCODING, "gzip".parse().unwrap());
        assert_eq!(excerpt(&packed, &scrubber), Err(NoExcerpt::Encoded));
    }
}
