//! Trust files, good and bad.

use super::*;
use crate::report::keys::{LogKey, ReportKey};

fn good() -> TrustRoot {
    let since = "2026-01-01T00:00:00Z".parse().unwrap();
    let server = "0192f0c4-0000-7000-8000-000000000000".parse().unwrap();
    TrustRoot {
        v: 1,
        report_keys: vec![TrustedKey::new(&ReportKey::from_seed(&[7; 32]).unwrap().public(), since)],
        log_keys: vec![TrustedLog::new(&LogKey::for_server(server, &[9; 32]).public(), since)],
        roster: vec![TrustedApprover { id: "0192f0c4-0000-7000-8000-000000000001".parse().unwrap(), name: "Ann".into(), erased: false, roles: vec![], keys: vec![] }],
        rp_id: "localhost".into(),
        origins: vec!["http://localhost:8080".into()],
        timestamp_authorities: vec![],
    }
}

/// What is said about a trust file, in which `from` was replaced by `to`.
fn check(from: &str, to: &str, expected: &str) {
    let text = String::from_utf8(good().to_bytes()).unwrap();
    assert!(text.contains(from), "{from}");
    let said = TrustRoot::parse(text.replacen(from, to, 1).as_bytes()).unwrap_err().to_string();
    assert!(said.contains(expected), "expected: {expected}\nsaid: {said}");
}

#[test]
fn a_trust_file_reads_as_it_was_written() {
    assert_eq!(TrustRoot::parse(&good().to_bytes()), Ok(good()));
}

#[test]
fn what_is_wrong_in_a_trust_file_is_named() {
    check("\"v\": 1", "\"v\": 2", "version 2");
    check("\"roster\"", "\"rooster\"", "unknown field `rooster`");
    check("\"rpId\"", "\"validUntil\": null, \"rpId\"", "unknown field `validUntil`");
    check("sha256:", "sha256:x", "sha256: and 64");
    check("BEGIN PUBLIC KEY", "BEGIN PRIVATE KEY", "no P-256 key");
    check("MFkw", "MFkx", "no P-256 key");
    check("holdpoint.dev/log/0192", "holdpoint.dev/log/1192", "no Ed25519 verifier key");
    check("2026-01-01T00:00:00Z", "last year", "not JSON of the form");
    let mut twice = good();
    twice.roster.push(twice.roster[0].clone());
    assert!(matches!(TrustRoot::parse(&twice.to_bytes()), Err(BadTrust::Twice(_))));
    let mut empty = good();
    empty.report_keys.clear();
    assert_eq!(TrustRoot::parse(&empty.to_bytes()), Err(BadTrust::Empty));
    let mut other = good();
    other.report_keys[0].keyid = Digest::of(b"");
    assert!(matches!(TrustRoot::parse(&other.to_bytes()), Err(BadTrust::ReportKey(_))));
}

#[test]
fn a_key_counts_from_its_first_moment_to_before_its_last() {
    let mut key = good().report_keys.remove(0);
    key.valid_until = Some("2026-02-01T00:00:00Z".parse().unwrap());
    let cases = [
        ("2025-12-31T23:59:59Z", false, "too early"),
        ("2026-01-01T00:00:00Z", true, "the first moment"),
        ("2026-01-31T23:59:59Z", true, "the last one"),
        ("2026-02-01T00:00:00Z", false, "over"),
    ];
    for (at, valid, about) in cases {
        assert_eq!(key.is_valid_at(at.parse().unwrap()), valid, "{about}");
    }
}
