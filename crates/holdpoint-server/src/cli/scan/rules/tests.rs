//! What is found, and what is left alone.

use super::*;

fn found(rules: &Rules, line: &str) -> Vec<&'static str> {
    rules.hits(line.as_bytes()).into_iter().map(|hit| hit.kind.id()).collect()
}

/// Made from words, so that no scanner takes this file for one with a token in it.
fn token(rest: &str) -> String {
    base64::engine::general_purpose::STANDARD.encode(["tok", rest].join(":"))
}

#[test]
fn tokens_are_found_wherever_they_stand() {
    let (short, padded, long) = (token("abcdefgh"), token("0123_4567_89ab:1:0"), token(&"0a1b2c3d_".repeat(6)));
    let tame = token("test");
    let other = base64::engine::general_purpose::STANDARD.encode("token: abcdefgh");
    let binary = base64::engine::general_purpose::STANDARD.encode(b"tok:\x01\x02\x03\x04\x05\x06\x07\x08");
    let cases = [
        (format!("const TOKEN = \"{long}\";"), 1, "an assignment"),
        (format!("Authorization: Bearer {padded}"), 1, "a header"),
        (format!("INTERCOM_ACCESS_TOKEN={padded}"), 1, "an env file"),
        (format!("  token: {long}"), 1, "YAML"),
        (format!("https://example.com/x?token={}&y=1", padded.replace('=', "%3D")), 1, "an address"),
        (format!("{long} {short}"), 2, "two on a line"),
        (format!("\"integrity\": \"sha512-{long}\""), 1, "a lock file"),
        (short, 1, "the shortest"),
        (tame, 0, "one of a test"),
        ("grep -rn dG9r .".into(), 0, "advice"),
        (other, 0, "base64 of other words"),
        (binary, 0, "decodes to bytes"),
        ("dG9rOg==".into(), 0, "nothing behind it"),
        (format!("{}{}", "hpt_", "0123456789abcdef".repeat(4)), 1, "a token of Holdpoint's"),
        (format!("{}{}0", "hpt_", "0123456789abcdef".repeat(4)), 0, "a digit too many"),
    ];
    let (source, logs) = (Rules::of_source().unwrap(), Rules::of_logs().unwrap());
    for (line, count, about) in cases {
        assert_eq!(found(&source, &line).len(), count, "{about}: {line}");
        assert_eq!(found(&logs, &line).len(), count, "{about}, in a log: {line}");
    }
}

#[test]
fn personal_data_is_found_in_logs() {
    let (email, phone, name) = ("log-email-address", "log-phone-number", "log-name");
    let cases: &[(&str, &[&str], &str)] = &[
        ("2026-11-24 user ann@example.com signed in", &[email], "a plain address"),
        ("to=<ann.lee+news@mail.example.co.uk>, from=<b@example.com>", &[email, email], "a mail log"),
        ("GET /logo@2x.png", &[], "a file"),
        ("ssh key of user@host", &[], "no domain"),
        ("called +49 170 1234567", &[phone], "international"),
        ("called +1 (415) 555-0123.", &[phone], "with brackets"),
        ("{\"tel\":\"+441632960961\"}", &[phone], "without spaces"),
        ("dial 415-555-0123 or (415) 555-0123", &[phone, phone], "as in North America"),
        ("phone=01701234567", &[phone], "by its field"),
        ("{\"phone_number\": \"030 1234567\"}", &[phone], "by its field, in JSON"),
        ("2026-11-24T10:00:00+0100 3 requests", &[], "a time zone"),
        ("id 2026-11-24-415-555-0123", &[], "part of an id"),
        ("took 1234567890 ns, seq +12", &[], "numbers"),
        ("{\"name\":\"Ann Lee\"}", &[name], "a full name"),
        ("{\\\"name\\\":\\\"Ann Lee\\\"}", &[name], "JSON in a text"),
        ("{\"name\": \"Søren\"}", &[name], "a first name"),
        ("first_name=Ann last_name=Lee", &[name, name], "fields"),
        ("{\"firstName\":\"ann\",\"lastName\":\"lee\"}", &[name, name], "another spelling, in small letters"),
        ("customer_name='李小龙'", &[name], "another script"),
        ("full_name=Ann+Lee&email=ann%40example.com", &[name], "a form"),
        ("{\"name\":\"worker-3\",\"hostname\":\"Web\"}", &[], "machines"),
        ("{\"name\":\"TypeError\"}", &[], "an error"),
        ("{\"name\":\"Error\"} name=Production", &[], "words of the trade"),
        ("first_name=null last_name=*** name=[REDACTED]", &[], "masked already"),
        ("first_name=REDACTED", &[], "masked by a word"),
        ("filename=Report username=ann", &[], "other fields"),
        ("{\"name\":\"Ann <ann@example.com>\"}", &[email], "the address in it"),
    ];
    let rules = Rules::of_logs().unwrap();
    for (line, expected, about) in cases {
        assert_eq!(found(&rules, line), *expected, "{about}: {line}");
    }
}

#[test]
fn any_bytes_are_looked_at() {
    let rules = Rules::of_logs().unwrap();
    let line = [b"\xff\xfe name=".as_slice(), b"\xc3", b"+4917012345678 @@@ dG9rOm", &[b'A'; 100_000]].concat();
    assert!(rules.hits(&line).len() < 3);
    assert_eq!(rules.hits(b"").len(), 0);
}
