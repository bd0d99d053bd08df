//! Reports that are true.

use std::sync::Arc;

use holdpoint_domain::id::Digest;
use holdpoint_domain::launch::*;
use holdpoint_domain::report::signoff::SignoffPredicate;
use holdpoint_domain::report::*;
use holdpoint_domain::template::TemplateRef;

use crate::forge::{open, seal};
use crate::story::{self, ANN, BEN, trust};

fn failed(verification: &Verification) -> Vec<String> {
    verification.steps.iter().filter(|step| step.outcome == Outcome::Failed).map(|step| step.detail.to_string()).collect()
}

#[test]
fn a_true_report_is_verified_under_pinned_keys_and_self_consistent_without() {
    let mut story = story::signed(42);
    let report = story.issue();
    assert_eq!(report.decision, Decision::Go);
    assert_eq!(report, story.issue(), "same input, same bytes");
    let proof = story.file(&report);
    let beside = Beside { html: Some(&report.html), tlog_proof: Some(proof.as_bytes()), ..Beside::default() };
    let verified = verify(&report.bundle, Some(&trust()), beside).unwrap();
    assert_eq!((verified.verdict, failed(&verified)), (Verdict::Verified, vec![]));
    assert!(verified.summary.to_string().starts_with("Verified. LCH-42 “Checkout 3”: Go"), "{}", verified.summary);
    assert!(verified.summary.to_string().contains("2 approvals rest on the server's word"), "{}", verified.summary);
    let alone = verify(&report.bundle, None, beside).unwrap();
    assert_eq!((alone.verdict, failed(&alone)), (Verdict::SelfConsistent, vec![]));
    assert!(alone.summary.to_string().starts_with("Self-consistent, not verified."), "{}", alone.summary);
    let names = |outcome| verified.steps.iter().filter(move |step| step.outcome == outcome).map(|step| step.name.as_str());
    assert_eq!(names(Outcome::NotChecked).collect::<Vec<_>>(), ["approver-key", "approver-key", "history", "timestamp"]);
}

#[test]
fn what_is_not_given_is_not_checked_and_said_so() {
    let report = story::signed(42).issue();
    let mut trust = trust();
    trust.roster.clear();
    let verified = verify(&report.bundle, Some(&trust), Beside::default()).unwrap();
    assert_eq!(verified.verdict, Verdict::Verified);
    let words = " Who approved was not compared: the trust file pins no people.";
    assert!(verified.summary.to_string().ends_with(words), "{}", verified.summary);
    for name in ["html-file", "tlog-proof", "history", "roster", "timestamp"] {
        assert!(verified.steps.iter().any(|step| step.name == name && step.outcome == Outcome::NotChecked), "{name}");
    }
}

#[test]
fn a_launch_that_is_no_go_is_reported_as_such() {
    let mut story = story::ready(42);
    story.sign(ANN).unwrap();
    let report = story.issue();
    assert_eq!(report.decision, Decision::NoGo);
    let verified = verify(&report.bundle, Some(&trust()), Beside::default()).unwrap();
    assert_eq!((verified.verdict, failed(&verified)), (Verdict::Verified, vec![]));
    assert!(verified.summary.to_string().contains("No go"), "{}", verified.summary);
}

#[test]
fn stale_and_renewed_approvals_are_told_and_revoked_ones_are_not() {
    let mut story = story::signed(42);
    story.status("a", Status::Open, None);
    story.status("a", Status::Done, None);
    story.later(1);
    let stale = story.issue();
    assert_eq!(stale.decision, Decision::NoGo);
    assert_eq!(verify(&stale.bundle, Some(&trust()), Beside::default()).unwrap().verdict, Verdict::Verified);
    story.sign(BEN).unwrap();
    story.sign(ANN).unwrap();
    let renewed = story.issue();
    assert_eq!(renewed.decision, Decision::Go);
    let verified = verify(&renewed.bundle, Some(&trust()), Beside::default()).unwrap();
    assert_eq!((verified.verdict, failed(&verified)), (Verdict::Verified, vec![]));
    let told = |verified: &Verification| verified.steps.iter().filter(|step| step.name == "approval-signature").count();
    assert_eq!(told(&verified), 4);
    let approval = story.launch.approvals[3].id;
    story.act(ANN, Command::RevokeApproval { approval, reason: "too soon".into() }).unwrap();
    let revoked = story.issue();
    assert_eq!(revoked.decision, Decision::NoGo);
    let verified = verify(&revoked.bundle, Some(&trust()), Beside::default()).unwrap();
    assert_eq!((verified.verdict, told(&verified)), (Verdict::Verified, 3));
}

#[test]
fn a_renewal_covers_the_difference_and_the_report_says_so() {
    let mut story = story::signed(42);
    story.status("a", Status::Open, None);
    story.status("a", Status::Done, None);
    story.sign(BEN).unwrap();
    story.sign(ANN).unwrap();
    let report = story.issue();
    let verified = verify(&report.bundle, Some(&trust()), Beside { html: Some(&report.html), ..Beside::default() }).unwrap();
    assert_eq!((report.decision, verified.verdict, failed(&verified)), (Decision::Go, Verdict::Verified, vec![]));
    let told: Vec<_> = verified.steps.iter().filter(|step| step.name == "staleness").map(|step| step.detail.to_string()).collect();
    let expected = ["stale for 1 item that changed since", "covers 1 item as the report tells it"];
    assert!(expected.iter().all(|words| told.iter().filter(|detail| detail.contains(words)).count() == 2), "{told:?}");
    let html = String::from_utf8(report.html).unwrap();
    assert!(html.contains("covers 1 of 5 items") && html.contains("Changed after this signature: <code>a</code>."));
}

#[test]
fn an_approval_is_stale_for_an_item_that_a_newer_checklist_has_no_more() {
    let mut story = story::signed(42);
    let mut newer = story::template();
    newer.version = "2.0.0".into();
    newer.sections[1].items.retain(|item| item.id.as_str() != "s");
    let reference = TemplateRef { name: newer.name.clone(), version: newer.version.clone(), digest: Digest::of(b"newer") };
    let from = story.launch.template_ref.digest;
    story.record(ANN, Record::TemplateUpgraded(NewTemplate { template: Arc::new(newer), reference, from })).unwrap();
    story.later(1);
    let moved = story.issue();
    let verified = verify(&moved.bundle, Some(&trust()), Beside { html: Some(&moved.html), ..Beside::default() }).unwrap();
    assert_eq!((moved.decision, verified.verdict, failed(&verified)), (Decision::NoGo, Verdict::Verified, vec![]));
    let words = "stale, the launch itself changed since, and 1 item";
    assert_eq!(verified.steps.iter().filter(|step| step.name == "staleness" && step.detail.to_string().contains(words)).count(), 2);
    story.sign(BEN).unwrap();
    story.sign(ANN).unwrap();
    let renewed = story.issue();
    let verified = verify(&renewed.bundle, Some(&trust()), Beside::default()).unwrap();
    assert_eq!((renewed.decision, verified.verdict, failed(&verified)), (Decision::Go, Verdict::Verified, vec![]));
}

/// People read the HTML, so what it says has to be known: rules that were never there are a forgery, and newer ones are a newer verifier's.
#[test]
fn html_by_rules_that_nobody_here_knows_is_never_verified() {
    let kept = open(&story::signed(42).issue());
    let with = |rendition: u32, change: fn(&mut SignoffPredicate)| {
        let mut signoff = kept.clone();
        signoff.predicate.producer.rendition = rendition;
        change(&mut signoff.predicate);
        verify(&seal(&signoff), Some(&trust()), Beside::default())
    };
    let newer = with(html::RENDITION + 1, |_| {});
    assert_eq!(newer, Err(Unreadable::NewerRendition { found: html::RENDITION + 1 }));
    let wrong = with(html::RENDITION + 1, |it| it.result.counts.items.done += 1).unwrap();
    assert_eq!(wrong.verdict, Verdict::NotVerified, "what is wrong stays so");
    let earlier = with(html::FIRST_RENDITION - 1, |_| {});
    assert_eq!(earlier, Err(Unreadable::EarlierRendition { found: html::FIRST_RENDITION - 1 }), "there are such reports");
    let none = with(0, |_| {}).unwrap();
    assert_eq!(none.verdict, Verdict::NotVerified);
    assert!(failed(&none).iter().any(|detail| detail.contains("which no report has")), "{:?}", failed(&none));
}

#[test]
fn the_log_of_a_later_report_extends_the_earlier_one() {
    let mut story = story::signed(42);
    let leaves = |story: &story::Story| story.log.iter().map(|(leaf, _)| merkle::leaf_hash(leaf)).collect::<Vec<_>>();
    let before = merkle::Head::of(&leaves(&story));
    let report = story.issue();
    story.file(&report);
    let after = leaves(&story);
    let proof = merkle::consistency_proof(&after, before.size as usize).unwrap();
    assert!(merkle::Head::of(&after).extends(&before, &proof));
}

#[test]
fn keys_and_files_that_do_not_belong_to_the_report_are_refused() {
    let mut story = story::signed(42);
    let report = story.issue();
    let proof = story.file(&report);
    let other = story.issue();
    let refused = |trust: &TrustRoot, beside: Beside<'_>, step: &str| {
        let verification = verify(&report.bundle, Some(trust), beside).unwrap();
        assert_eq!(verification.verdict, Verdict::NotVerified, "{step}");
        assert!(verification.steps.iter().any(|found| found.name == step && found.outcome == Outcome::Failed), "{step}: {verification:#?}");
    };
    let late = "2026-11-24T11:00:00Z".parse().unwrap();
    let foreign = ReportKey::from_seed(&[8; 32]).unwrap().public();
    let foreign_log = LogKey::for_server(uuid::Uuid::from_u128(0x5e), &[8; 32]).public();
    type Strangers = (ReportPublicKey, LogPublicKey, jiff::Timestamp);
    type Change = fn(&mut TrustRoot, &Strangers);
    let cases: [(&str, Change); 6] = [
        ("report-key", |trust, (key, _, at)| trust.report_keys = vec![TrustedKey::new(key, *at)]),
        ("report-key", |trust, (_, _, at)| trust.report_keys[0].valid_from = *at),
        ("report-key", |trust, _| trust.report_keys[0].valid_until = Some(trust.report_keys[0].valid_from)),
        ("log-key", |trust, (_, key, at)| trust.log_keys = vec![TrustedLog::new(key, *at)]),
        ("roster", |trust, _| trust.roster.truncate(1)),
        ("roster", |trust, _| trust.roster[1].name = "Carl".into()),
    ];
    for (step, change) in cases {
        let mut trust = trust();
        change(&mut trust, &(foreign.clone(), foreign_log.clone(), late));
        refused(&trust, Beside::default(), step);
    }
    refused(&trust(), Beside { html: Some(&other.html), ..Beside::default() }, "html-file");
    let wrong = story.file(&other);
    refused(&trust(), Beside { tlog_proof: Some(wrong.as_bytes()), ..Beside::default() }, "tlog-proof");
    let cut = &proof.as_bytes()[..proof.len() - 20];
    refused(&trust(), Beside { tlog_proof: Some(cut), ..Beside::default() }, "tlog-proof");
}

/// A key may have been replaced because somebody has it: what it signs of later reports is theirs.
#[test]
fn a_proof_under_a_key_of_the_log_that_was_replaced_shows_nothing_of_later_reports() {
    let mut story = story::signed(42);
    let report = story.issue();
    let good = story.file(&report);
    let other = LogKey::for_server(uuid::Uuid::from_u128(0x5e), &[8; 32]);
    let proof = tlog_proof(&other, story.launch.id, &story.entries(), story.launch.seq).unwrap();
    let recorded = story.now;
    let judge = |until: Option<jiff::Timestamp>, proof: &str| {
        let mut trust = trust();
        let since = trust.log_keys[0].valid_from;
        trust.log_keys.push(TrustedLog { valid_until: until, ..TrustedLog::new(&other.public(), since) });
        let beside = Beside { tlog_proof: Some(proof.as_bytes()), ..Beside::default() };
        verify(&report.bundle, Some(&trust), beside).unwrap()
    };
    let second = jiff::SignedDuration::from_secs(1);
    for (until, expected) in
        [(None, Verdict::Verified), (Some(recorded + second), Verdict::Verified), (Some(recorded), Verdict::NotVerified)]
    {
        let verified = judge(until, &proof);
        assert_eq!(verified.verdict, expected, "{until:?}: {:?}", failed(&verified));
        assert_eq!(judge(until, &good).verdict, Verdict::Verified, "the report's own key is in use");
    }
    assert!(has_failed(&judge(Some(recorded), &proof), "tlog-proof"));
}

#[test]
fn a_report_is_not_recorded_before_it_is_issued() {
    for (minutes, expected) in [(0, Verdict::Verified), (-5, Verdict::Verified), (-6, Verdict::NotVerified)] {
        let mut story = story::signed(42);
        let report = story.issue();
        story.later(minutes);
        let proof = story.file(&report);
        for trust in [Some(trust()), None] {
            let beside = Beside { tlog_proof: Some(proof.as_bytes()), ..Beside::default() };
            let verified = verify(&report.bundle, trust.as_ref(), beside).unwrap();
            let expected = if trust.is_none() && expected == Verdict::Verified { Verdict::SelfConsistent } else { expected };
            assert_eq!(verified.verdict, expected, "{minutes}: {:?}", failed(&verified));
            assert_eq!(has_failed(&verified, "tlog-proof"), expected == Verdict::NotVerified, "{minutes}");
        }
    }
}

fn has_failed(verification: &Verification, step: &str) -> bool {
    verification.steps.iter().any(|found| found.name == step && found.outcome == Outcome::Failed)
}

#[test]
fn every_leaf_has_the_type_of_its_event() {
    for (leaf, payload) in story::signed(42).log {
        let payload: serde_json::Value = serde_json::from_slice(&payload).unwrap();
        assert_eq!(payload["type"], Leaf::parse(&leaf).unwrap().kind);
    }
}
