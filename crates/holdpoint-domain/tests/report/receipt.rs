//! Signed receipts: made, verified, changed by one bit, and forged by somebody with the server's own key.

use holdpoint_domain::check::drill::SECONDS;
use holdpoint_domain::check::{Fact, Verdict as Said};
use holdpoint_domain::id::*;
use holdpoint_domain::report::bundle::Bundle;
use holdpoint_domain::report::encoding::Base64;
use holdpoint_domain::report::receipt::SignedReceipt;
use holdpoint_domain::report::*;

use crate::story::{report_key, signed_receipt, start, trust};

fn open(bundle: &[u8]) -> SignedReceipt {
    serde_json::from_slice(&Bundle::parse(bundle).unwrap().payload).unwrap()
}

/// Changes a receipt and signs it again with the server's key.
fn forged(change: impl FnOnce(&mut SignedReceipt)) -> Vec<u8> {
    let mut statement = open(&signed_receipt(200.0));
    change(&mut statement);
    Bundle::sign(serde_json::to_vec(&statement).unwrap(), &report_key()).unwrap().to_bytes()
}

fn said(bundle: &[u8], trust: Option<&TrustRoot>) -> Verification {
    verify(bundle, trust, Beside::default()).unwrap()
}

#[test]
fn a_receipt_verifies_under_pinned_keys_and_is_self_consistent_without() {
    for (status, word) in [(200.0, "pass"), (500.0, "fail")] {
        let receipt = signed_receipt(status);
        let verified = said(&receipt, Some(&trust()));
        assert_eq!(verified.verdict, Verdict::Verified, "{verified:?}");
        assert!(verified.summary.to_string().contains(&format!("check ping, through prod: {word}, of a run at")), "{}", verified.summary);
        assert!(verified.summary.to_string().contains("fresh until"), "{}", verified.summary);
        let alone = said(&receipt, None);
        assert_eq!((alone.verdict, alone.verdict.exit_code()), (Verdict::SelfConsistent, 2), "{alone:?}");
    }
}

#[test]
fn what_is_given_beside_it_as_beside_a_report_is_refused() {
    let file = Some(b"<!doctype html><p>Go".as_slice());
    let cases = [
        (Beside { html: file, ..Beside::default() }, "html-file"),
        (Beside { tlog_proof: file, ..Beside::default() }, "tlog-proof"),
        (Beside { history: file, ..Beside::default() }, "history"),
        (Beside { earlier: file.map(|report| Earlier { report, consistency: None }), ..Beside::default() }, "consistency"),
    ];
    for (beside, step) in cases {
        for trust in [Some(trust()), None] {
            let judged = verify(&signed_receipt(200.0), trust.as_ref(), beside).unwrap();
            let failed: Vec<_> =
                judged.steps.iter().filter(|known| known.outcome == Outcome::Failed).map(|known| known.name.as_str()).collect();
            assert_eq!((judged.verdict, failed), (Verdict::NotVerified, vec![step]));
        }
    }
}

#[test]
fn it_says_how_it_came_about() {
    let pushed = forged(|receipt| receipt.predicate.connection = None);
    let drilled = forged(|receipt| {
        receipt.predicate.connection = None;
        receipt.predicate.facts.insert(SECONDS.into(), Fact::Number(20.0));
    });
    for (receipt, how) in [(pushed, "a pushed result"), (drilled, "watched in a drill")] {
        let verified = said(&receipt, Some(&trust()));
        assert_eq!(verified.verdict, Verdict::Verified, "{verified:?}");
        assert!(verified.summary.to_string().contains(&format!("check ping, {how}: pass, of a run at")), "{}", verified.summary);
    }
}

#[test]
fn it_says_what_was_asked_and_which_expectation_decided() {
    let failing = open(&signed_receipt(500.0)).predicate;
    assert_eq!(failing.decided_by.unwrap().fact, "status");
    assert_eq!(failing.next.as_deref(), Some("Mend it."));
    let told = &failing.exchanges[0];
    assert_eq!(told.request.headers["authorization"], "Bearer {env:TOKEN}");
    let answer = told.heard.answer.as_ref().unwrap();
    assert_eq!((answer.body_bytes, answer.excerpt.as_deref()), (15, Some("{\"status\":\"ok\"}")));
    assert_eq!(open(&signed_receipt(200.0)).predicate.decided_by, None, "all hold");
}

/// What somebody with the server's own key may try: a name, the step that finds it out, and the bytes.
pub fn forgeries() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    type Change = fn(&mut SignedReceipt);
    let cases: [(&str, &str, Change); 9] = [
        ("receipt-fail-as-pass", "check-verdict", |receipt| receipt.predicate.facts = [("status".into(), Fact::Number(500.0))].into()),
        ("receipt-pass-as-fail", "check-verdict", |receipt| receipt.predicate.verdict = Said::Fail),
        ("receipt-finding-left-out", "check-verdict", |receipt| receipt.predicate.findings.clear()),
        ("receipt-of-another-rule", "check-definition", |receipt| receipt.predicate.check.content = Base64(b"{}".to_vec())),
        ("receipt-of-another-subject", "check-definition", |receipt| receipt.subject[0].name = "other.check.json".into()),
        ("receipt-of-two-subjects", "check-definition", |receipt| receipt.subject.push(receipt.subject[0].clone())),
        ("receipt-of-another-check", "check-definition", |receipt| receipt.predicate.check.id = "pong".parse().unwrap()),
        ("receipt-fresh-for-longer", "times", |receipt| receipt.predicate.expires_at = Timestamp::MAX),
        ("receipt-before-its-run", "times", |receipt| receipt.predicate.issued_at = start()),
    ];
    cases.into_iter().map(|(name, step, change)| (name, step, forged(change))).collect()
}

#[test]
fn the_verdict_has_to_follow_from_the_facts() {
    for (about, step, bytes) in forgeries() {
        for trust in [Some(trust()), None] {
            let verification = said(&bytes, trust.as_ref());
            assert_eq!(verification.verdict, Verdict::NotVerified, "{about}");
            let failed = verification.steps.iter().any(|known| known.outcome == Outcome::Failed && known.name == step);
            assert!(failed, "{about}: {:?}", verification.steps);
        }
    }
}

#[test]
fn another_key_an_unknown_field_and_an_old_trust_file_are_refused() {
    let stranger = ReportKey::from_seed(&[8; 32]).unwrap();
    let payload = Bundle::parse(&signed_receipt(200.0)).unwrap().payload;
    let strangers = Bundle::sign(payload.clone(), &stranger).unwrap().to_bytes();
    assert_eq!(said(&strangers, Some(&trust())).verdict, Verdict::NotVerified);
    assert_eq!(said(&strangers, None).verdict, Verdict::NotVerified, "it brings another key along");
    let more = String::from_utf8(payload).unwrap().replacen("\"receiptId\"", "\"remark\":1,\"receiptId\"", 1);
    assert_eq!(said(&Bundle::sign(more.into_bytes(), &report_key()).unwrap().to_bytes(), Some(&trust())).verdict, Verdict::NotVerified);
    let mut late = trust();
    late.report_keys[0].valid_from = start() + jiff::SignedDuration::from_hours(9_000);
    assert_eq!(said(&signed_receipt(200.0), Some(&late)).verdict, Verdict::NotVerified);
}

/// A signature takes milliseconds here: every byte of the file's frame, and every so many of the payload.
#[test]
fn no_bit_of_a_receipt_can_be_flipped() {
    let (receipt, trust) = (signed_receipt(200.0), trust());
    for at in (0..receipt.len()).filter(|at| at % 23 == 0 || *at < 200 || receipt.len() < *at + 400) {
        for bit in [0, 5] {
            let mut bytes = receipt.clone();
            bytes[at] ^= 1 << bit;
            let accepted = verify(&bytes, Some(&trust), Beside::default()).is_ok_and(|said| said.verdict != Verdict::NotVerified);
            assert!(!accepted, "byte {at}, bit {bit}");
        }
    }
}
