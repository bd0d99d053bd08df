//! How a find is shown: enough to know the place again, never all of it, and nothing of what stands beside it.

use super::rules::{Hit, Kind};

/// Of the text in front of a find, in bytes.
const CONTEXT: usize = 48;

/// What a find is shown as, with the name of the field that it stands in, where there is one.
pub fn excerpt(hit: Hit, line: &[u8]) -> String {
    let found = line.get(hit.start..hit.end).unwrap_or_default();
    let text = String::from_utf8_lossy(found);
    match hit.kind {
        Kind::IntercomToken | Kind::HoldpointToken => {
            let shown: String = text.chars().take(5).collect();
            format!("{}{shown}… ({} characters)", field(line.get(..hit.start).unwrap_or_default()), text.chars().count())
        }
        Kind::Email => {
            let (local, domain) = text.split_once('@').unwrap_or((&text, ""));
            let ending = domain.rsplit('.').next().unwrap_or_default();
            format!("{}@{}.{ending}", first(local, 1), first(domain, 1))
        }
        Kind::Phone => first(&text, 3),
        Kind::PhoneField | Kind::Name => {
            let shown = if hit.kind == Kind::Name { 1 } else { 3 };
            format!("{} = {}", String::from_utf8_lossy(key(found)), first(&String::from_utf8_lossy(value(found)), shown))
        }
    }
}

/// The first characters, at most half of them.
fn first(text: &str, most: usize) -> String {
    let most = most.min(text.chars().count() / 2);
    let shown: String = text.chars().take(most).collect();
    format!("{shown}…")
}

/// The value of `key = value`, without quotes.
pub fn value(found: &[u8]) -> &[u8] {
    let behind = found.iter().position(|byte| matches!(byte, b':' | b'=')).map_or(0, |at| at + 1);
    trimmed(found.get(behind..).unwrap_or_default())
}

/// The key of `key = value`, without quotes.
pub fn key(found: &[u8]) -> &[u8] {
    let end = found.iter().position(|byte| matches!(byte, b':' | b'=')).unwrap_or_default();
    trimmed(found.get(..end).unwrap_or_default())
}

fn trimmed(mut text: &[u8]) -> &[u8] {
    let outside = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'\\');
    while let Some((_, rest)) = text.split_first().filter(|(byte, _)| outside(byte)) {
        text = rest;
    }
    while let Some((_, rest)) = text.split_last().filter(|(byte, _)| outside(byte)) {
        text = rest;
    }
    text
}

/// `INTERCOM_TOKEN=` in front of a token; nothing where something else stands there, which may be a secret too.
fn field(before: &[u8]) -> String {
    let before = before.get(before.len().saturating_sub(CONTEXT)..).unwrap_or_default();
    let text = String::from_utf8_lossy(before);
    let text = text.trim_end_matches(['"', '\'', '\\', '`', ' ']);
    let (text, bearer) = match text.strip_suffix("Bearer") {
        Some(rest) => (rest.trim_end_matches(['"', '\'', '\\', '`', ' ']), "Bearer "),
        None => (text, ""),
    };
    let Some(rest) = text.strip_suffix([':', '=', '>']) else { return bearer.to_owned() };
    let rest = rest.trim_end_matches(['"', '\'', '\\', ' ', ':', '=']);
    let name: Vec<char> = rest.chars().rev().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')).collect();
    let name: String = name.into_iter().rev().collect();
    if name.is_empty() { bearer.to_owned() } else { format!("{name}={bearer}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::scan::rules::Rules;

    #[test]
    fn what_is_found_is_never_shown_whole() {
        let token = "dG9rOmYxZDRjM2IyX2E1ZTZfNzg5MF9hYmNkX2VmMDEyMzQ1Njc4OTphYmM=";
        let cases = [
            (format!("INTERCOM_TOKEN={token}"), "INTERCOM_TOKEN=dG9rO… (60 characters)"),
            (format!("  intercom_token: \"{token}\""), "intercom_token=dG9rO… (60 characters)"),
            (format!("curl -u ann:hunter2 -H 'Authorization: Bearer {token}'"), "Authorization=Bearer dG9rO… (60 characters)"),
            (format!("{{ \"token\" : '{token}' }}"), "token=dG9rO… (60 characters)"),
            (format!("hunter2 {token}"), "dG9rO… (60 characters)"),
            ("user ann.lee@mail.example.com signed in".into(), "a…@m….com"),
            ("call +49 170 1234567 now".into(), "+49…"),
            ("{\"phone\": \"0170 1234567\"}".into(), "phone = 017…"),
            ("{\"name\":\"Ann Lee\",\"id\":1}".into(), "name = A…"),
            ("first_name=Li&x=1".into(), "first_name = L…"),
        ];
        let rules = Rules::of_logs().unwrap();
        for (line, expected) in cases {
            let hits = rules.hits(line.as_bytes());
            let [hit] = hits.as_slice() else { panic!("{line}: {hits:?}") };
            assert_eq!(excerpt(*hit, line.as_bytes()), expected, "{line}");
        }
    }
}
