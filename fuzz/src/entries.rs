//! What a fuzzer calls: bytes in, and a panic where something that always holds does not.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use holdpoint_domain::check::pushed;
use holdpoint_domain::check::{Check, Facts, Observation, ProbeFailure, PushedFormat, Verdict, judge};
use holdpoint_domain::id::Timestamp;
use holdpoint_domain::report::bundle::Bundle;
use holdpoint_domain::report::timestamp::Kept;
use holdpoint_domain::report::tlog_proof::TlogProof;
use holdpoint_domain::report::{Beside, Files, TrustRoot, verify};
use holdpoint_domain::template::parse;
use holdpoint_probe::egress::{Class, Host, Policy, Target, classify};

/// The URL policy: what is permitted reads back as itself, and an address in it is public. Also what a `Location` leads to.
pub fn url(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let policy = Policy::default();
    permitted(Target::parse(text, &policy).ok(), &policy);
    let base = Target::parse("https://api.example.com/v1/things?a=b", &policy).expect("a good URL");
    permitted(base.reference(text, &policy).ok(), &policy);
    if let Ok(joined) = base.join(text, &policy) {
        assert_eq!(joined.origin(), base.origin(), "{text:?} left its origin");
    }
}

fn permitted(target: Option<Target>, policy: &Policy) {
    let Some(target) = target else { return };
    let shown = target.to_string();
    let again = Target::parse(&shown, policy).unwrap_or_else(|denial| panic!("{shown:?}: {denial}"));
    assert_eq!(again, target, "{shown:?}");
    assert!(target.path().starts_with('/') && !target.path().contains(|c: char| c.is_control() || c.is_whitespace()), "{shown:?}");
    assert!(matches!(target.port(), 80 | 443), "{shown:?}");
    match target.host() {
        Host::Address(address) => assert_eq!(classify(*address), Class::Public, "{shown:?}"),
        Host::Name(name) => assert!(name.contains('.') && name.is_ascii() && !name.ends_with('.'), "{shown:?}"),
    }
}

/// The classifier of DNS answers: all of them are public, or the host is denied.
pub fn dns(data: &[u8]) {
    let policy = Policy::default();
    let target = Target::parse("https://api.example.com/", &policy).expect("a good URL");
    let answers = addresses(data);
    let public = answers.iter().all(|address| classify(*address) == Class::Public);
    let vetted = policy.vet(&target, &answers);
    assert_eq!(vetted.is_ok(), public, "{answers:?}: {vetted:?}");
    for vetted in vetted.unwrap_or_default() {
        let address = vetted.socket().ip();
        assert!(classify(address) == Class::Public && vetted.allowed_by().is_none(), "{address}");
        let special = match address {
            IpAddr::V4(address) => address.is_private() || address.is_loopback() || address.is_link_local() || address.is_multicast(),
            IpAddr::V6(address) => address.is_loopback() || address.is_multicast() || address.segments()[0] >> 13 != 1,
        };
        assert!(!special, "{address}");
    }
}

/// Four bytes behind an even byte, sixteen behind an odd one.
fn addresses(mut data: &[u8]) -> Vec<IpAddr> {
    let mut found = Vec::new();
    while let Some((kind, rest)) = data.split_first() {
        data = match (kind % 2, rest.split_first_chunk::<4>(), rest.split_first_chunk::<16>()) {
            (0, Some((bytes, rest)), _) => {
                found.push(Ipv4Addr::from(*bytes).into());
                rest
            }
            (1, _, Some((bytes, rest))) => {
                found.push(Ipv6Addr::from(*bytes).into());
                rest
            }
            _ => return found,
        };
    }
    found
}

/// Assertions: JSON of expectations, a NUL, JSON of facts. A verdict follows from the findings, and nothing unseen is a pass.
pub fn assertions(data: &[u8]) {
    let mut parts = data.splitn(2, |byte| *byte == 0);
    let (Some(expect), Some(facts)) = (parts.next(), parts.next()) else { return };
    let Ok(expect) = serde_json::from_slice::<serde_json::Value>(expect) else { return };
    let probe = serde_json::json!({ "kind": "http", "target": "api" });
    let check = serde_json::json!({ "id": "c", "title": "C", "probe": probe, "expect": expect, "ttl_minutes": 1 });
    let (Ok(check), Ok(facts)) = (serde_json::from_value::<Check>(check), serde_json::from_slice::<Facts>(facts)) else { return };
    let mut seen = Observation { facts, failure: None, requests: Vec::new(), latency_ms: 0, started_at: Timestamp::UNIX_EPOCH };
    let said = judge(&check, &seen);
    assert_eq!(said.findings.len(), check.expect.len());
    let all_pass = !said.findings.is_empty() && said.findings.iter().all(|finding| finding.verdict == Verdict::Pass);
    assert_eq!(said.verdict == Verdict::Pass, all_pass, "{said:?}");
    assert!(said.findings.iter().all(|finding| finding.value.is_some() || finding.verdict != Verdict::Pass), "{said:?}");
    if let Some(index) = said.decided_by() {
        assert_eq!(said.findings.get(index).map(|finding| finding.verdict), Some(said.verdict));
    }
    assert_eq!(judge(&check, &seen), said, "the same again");
    seen.failure = Some(ProbeFailure::TimedOut);
    assert_eq!(judge(&check, &seen).verdict, Verdict::Unknown);
}

/// Templates: a whole one, or problems each with its place.
pub fn template(data: &[u8]) {
    match parse(data) {
        Ok((template, digest)) => {
            let (again, same) = parse(data).expect("the same bytes");
            assert_eq!((again, same), (template, digest));
        }
        Err(problems) => assert!(!problems.is_empty() && problems.iter().all(|problem| !problem.to_string().is_empty())),
    }
}

/// Results that CI pushed: the first byte says which form.
pub fn pushed(data: &[u8]) {
    let Some((form, rest)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let form = if form % 2 == 0 { PushedFormat::Sarif } else { PushedFormat::Junit };
    if let Err(bad) = pushed::read(form, text) {
        assert!(!bad.to_string().is_empty());
    }
}

/// Reports and receipts of strangers: never verified under keys that did not sign them, and no panic.
pub fn bundle(data: &[u8]) {
    let trust = TrustRoot {
        v: 1,
        report_keys: vec![],
        log_keys: vec![],
        roster: vec![],
        rp_id: String::new(),
        origins: vec![],
        timestamp_authorities: vec![],
    };
    for trust in [Some(&trust), None] {
        if let Ok(said) = verify(data, trust, Beside::default()) {
            assert!(said.verdict.exit_code() != 0, "{said:?}");
        }
    }
}

// A true report with what lies beside it, of the vectors: whatever a stranger puts in the place of a part has to be that part, or is refused.
const REPORT: &[u8] = include_bytes!("../../tests/vectors/good/LCH-7.signoff.sigstore.json");
const HTML: &[u8] = include_bytes!("../../tests/vectors/good/LCH-7.signoff.html");
const PROOF: &[u8] = include_bytes!("../../tests/vectors/good/LCH-7.signoff.tlog-proof");
const STAMPED: &[u8] = include_bytes!("../../tests/vectors/good/LCH-46.signoff.sigstore.json");
const TRUST: &[u8] = include_bytes!("../../tests/vectors/good/trust.json");

fn verified(files: Files<'_>) -> bool {
    files.verify().is_ok_and(|said| said.verdict.exit_code() == 0)
}

/// The HTML beside a true report.
pub fn html(data: &[u8]) {
    let beside = Beside { html: Some(data), ..Beside::default() };
    assert_eq!(verified(Files { report: REPORT, trust: Some(TRUST), beside, ..Files::default() }), data == HTML);
}

/// The sidecar of a true report. Signatures of witnesses may be added to its checkpoint; the rest is as it was.
pub fn tlog_proof(data: &[u8]) {
    let beside = Beside { tlog_proof: Some(data), ..Beside::default() };
    if verified(Files { report: REPORT, trust: Some(TRUST), beside, ..Files::default() }) {
        let [given, ours] = [data, PROOF].map(|bytes| TlogProof::parse(bytes).expect("a proof that was accepted"));
        assert_eq!((given.extra, given.index, given.path), (ours.extra, ours.index, ours.path));
    }
}

/// Trust files: what is one reads back as itself, and a report is true under the key that signed it or not at all.
pub fn trust(data: &[u8]) {
    let Ok(trust) = TrustRoot::parse(data) else { return };
    assert_eq!(TrustRoot::parse(&trust.to_bytes()).as_ref(), Ok(&trust));
    assert!(!trust.allowed_signers().contains('\0'));
    let signed_by = Bundle::parse(REPORT).expect("a report").keyid;
    let said = verify(REPORT, Some(&trust), Beside::default()).expect("a report");
    assert!(said.verdict.exit_code() != 0 || trust.report_key(signed_by).is_some());
}

/// Timestamps over a true report's signature: that of its authority, or none.
pub fn timestamp(data: &[u8]) {
    let bundle = Bundle::parse(STAMPED).expect("a report");
    let pinned = TrustRoot::parse(TRUST).expect("a trust file").authorities();
    let over = (bundle.signature.as_slice(), bundle.issued_at().expect("a report"));
    let judged = |kept: &[u8]| Kept::open(kept, over).and_then(|(kept, stamped)| kept.is_of(&pinned).map(|()| stamped));
    if let Ok(stamped) = judged(data) {
        assert_eq!(Ok(stamped), judged(&bundle.timestamp.expect("a timestamp")));
    }
}
