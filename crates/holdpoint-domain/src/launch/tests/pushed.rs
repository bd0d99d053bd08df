//! Results that CI pushes: they prove, go stale and block as receipts do, and only for checks that take them.

use super::*;
use crate::check::{PushedFormat, Receipt};

/// The story's template, with a check of its item `b` whose result is pushed.
fn story() -> Story {
    Story::with_check("scan", Probe::Pushed { format: PushedFormat::Sarif }, ("findings", 0.0))
}

fn receipt(story: &mut Story, check: usize, findings: f64) -> Receipt {
    let facts = [("findings".to_owned(), Fact::Number(findings))].into();
    let observation = Observation { facts, failure: None, requests: vec![], latency_ms: 0, started_at: story.now };
    let id = ReceiptId(story.id());
    story.launch.template.checks[check].pushed_receipt(id, member(1), observation)
}

fn push(story: &mut Story, findings: f64) -> Result<usize, Refusal> {
    let receipt = receipt(story, 1, findings);
    story.record(1, Record::Pushed(NewPush { receipts: vec![receipt], evidence: vec![] }))
}

/// The gate's reasons about `b`.
fn about_b(story: &Story) -> Vec<ReasonKind> {
    let b: ItemId = "b".parse().unwrap();
    story.launch.gate(story.now).reasons.iter().filter(|reason| reason.item.as_ref() == Some(&b)).map(|reason| reason.kind()).collect()
}

#[test]
fn a_pushed_result_proves_goes_stale_and_blocks() {
    let mut story = story();
    story.tell("done b").unwrap();
    assert_eq!(about_b(&story), [ReasonKind::EvidenceMissing]);
    push(&mut story, 0.0).unwrap();
    assert_eq!(about_b(&story), []);
    story.act(1, Command::SetConnection { connection: Some("prod".parse().unwrap()) }).unwrap();
    assert_eq!(about_b(&story), [], "it is of no environment, so of every one");
    story.tell("later 60").unwrap();
    assert_eq!(about_b(&story), [ReasonKind::EvidenceExpired]);
    push(&mut story, 2.0).unwrap();
    assert_eq!(about_b(&story), [ReasonKind::CheckFailing, ReasonKind::EvidenceMissing]);
    story.tell("later 600").unwrap();
    assert_eq!(about_b(&story)[0], ReasonKind::CheckFailing, "a failure does not heal by waiting");
    assert_eq!(story.launch.words(&story.history.last().unwrap().event), "pushed a result of the check scan: fail");
}

#[test]
fn an_earlier_result_heals_no_later_failure() {
    let mut story = story();
    story.tell("done b").unwrap();
    let earlier = [0.0, 3.0].map(|findings| receipt(&mut story, 1, findings));
    story.tell("later 2").unwrap();
    push(&mut story, 2.0).unwrap();
    for late in earlier {
        let said = story.record(1, Record::Pushed(NewPush { receipts: vec![late], evidence: vec![] }));
        assert_eq!(said.unwrap_err().kind(), "wrong-order", "what it came to does not matter");
        assert_eq!(about_b(&story)[0], ReasonKind::CheckFailing);
    }
    let mended = receipt(&mut story, 1, 0.0);
    story.tell("later 1").unwrap();
    push(&mut story, 1.0).unwrap();
    story.record(1, Record::Pushed(NewPush { receipts: vec![mended], evidence: vec![] })).unwrap();
    assert_eq!(about_b(&story), [], "within a minute clocks may differ");
}

#[test]
fn only_checks_that_take_results_get_them() {
    let mut story = story();
    let claimed = receipt(&mut story, 0, 0.0);
    let said = story.record(1, Record::Pushed(NewPush { receipts: vec![claimed], evidence: vec![] }));
    assert_eq!(said.unwrap_err().kind(), "no-such-thing", "what the server runs itself nobody claims");
    let ran = receipt(&mut story, 1, 0.0);
    assert!(story.record(1, Record::Checked(Box::new(ran))).is_err(), "and what is pushed it does not run");
    assert!(!story.launch.template.checks[1].in_preflight() && story.launch.template.checks[0].in_preflight());
    let mut outdated = receipt(&mut story, 1, 0.0);
    outdated.configuration = Digest::of(b"earlier rules");
    let said = story.record(1, Record::Pushed(NewPush { receipts: vec![outdated], evidence: vec![] }));
    assert_eq!(said.unwrap_err().kind(), "wrong-order", "judged by rules that the checklist has no more");
    story.role(3, "Cem", Role::Viewer, &[]).unwrap();
    let good = receipt(&mut story, 1, 0.0);
    let record = Record::Pushed(NewPush { receipts: vec![good], evidence: vec![] });
    assert!(matches!(story.record(3, record.clone()), Err(Refusal::NotAllowed { .. })));
    assert!(matches!(story.record(9, record), Err(Refusal::NoSuchLaunch(_))));
}

#[test]
fn a_push_is_recorded_whole_or_not_at_all() {
    let mut story = story();
    let before = story.launch.seq;
    let file = |name: &str, url: Option<&str>| EvidenceKind::File {
        name: name.into(),
        digest: Digest::of(b"x"),
        bytes: 1,
        title: Some(" ".into()),
        url: url.map(str::to_owned),
        media: None,
    };
    let push = |story: &mut Story, item: &str, kind: EvidenceKind| {
        let receipts = vec![receipt(story, 1, 0.0)];
        let evidence = NewEvidence { id: EvidenceId(story.id()), kind, observed_at: story.now, expires_at: None };
        story.record(1, Record::Pushed(NewPush { receipts, evidence: vec![(item.parse().unwrap(), evidence)] }))
    };
    let cases = [
        ("nope", file("a", None), "item", "no such item"),
        ("a", file("", None), "evidence/kind/name", "no name"),
        ("a", file("a\u{1b}", None), "evidence/kind/name", "a control character"),
        ("a", file("a", Some("http://x")), "evidence/kind/url", "no https"),
    ];
    for (item, kind, field, about) in cases {
        assert_eq!(push(&mut story, item, kind).unwrap_err().field(), Some(field), "{about}");
        assert_eq!(story.launch.seq, before, "{about}");
    }
    assert_eq!(push(&mut story, "a", file("a", Some("https://ci.example.com"))), Ok(2));
    let a: ItemId = "a".parse().unwrap();
    let EvidenceKind::File { title, .. } = &story.launch.items[&a].evidence[0].kind else { panic!("a file") };
    assert_eq!(title.as_deref(), None, "a blank title is none");
}

#[test]
fn a_kept_file_is_named_again_only_where_it_was_before() {
    let mut story = story();
    let a: ItemId = "a".parse().unwrap();
    let file = |bytes: u64, name: &str| EvidenceKind::File {
        name: name.into(),
        digest: Digest::of(b"x"),
        bytes,
        title: None,
        url: None,
        media: Some("text/csv".into()),
    };
    let new =
        |story: &mut Story, kind: EvidenceKind| NewEvidence { id: EvidenceId(story.id()), kind, observed_at: story.now, expires_at: None };
    let add = |story: &mut Story, kind: EvidenceKind| {
        let evidence = new(story, kind);
        story.act(1, Command::AddEvidence { item: a.clone(), evidence })
    };
    assert_eq!(add(&mut story, file(1, "a.csv")).unwrap_err().field(), Some("evidence/kind/media"), "no command can claim it");
    let evidence = new(&mut story, file(1, "../a.csv"));
    let id = evidence.id;
    story.record(1, Record::Pushed(NewPush { receipts: vec![], evidence: vec![(a.clone(), evidence)] })).unwrap();
    story.act(1, Command::RemoveEvidence { item: a.clone(), evidence: id }).unwrap();
    assert_eq!(story.launch.files.len(), 1, "its bytes stay");
    assert!(add(&mut story, file(2, "a.csv")).is_err(), "of that length only");
    add(&mut story, file(1, "a.csv")).unwrap();
    let EvidenceKind::File { name, .. } = &story.launch.items[&a].evidence[0].kind else { panic!("a file") };
    assert_eq!(name, "a.csv");
}
