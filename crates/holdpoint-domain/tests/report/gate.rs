//! The gate from a snapshot alone against the gate of the launch, over any story.

use holdpoint_domain::check::{Fact, Observation};
use holdpoint_domain::id::*;
use holdpoint_domain::launch::*;
use holdpoint_domain::report::weigh::Given;
use holdpoint_domain::report::*;
use holdpoint_domain::template::{EvidenceNeed, Level, Policy, RequiredRole, Role, Template};
use proptest::prelude::*;

use crate::story::{ANN, BEN, Story, template, trust};

/// An act of a story; those that the rules refuse change nothing.
fn tell(story: &mut Story, (act, item, minutes): (u8, usize, i64)) {
    let item: ItemId = ["a", "b", "c", "d", "s"][item % 5].parse().unwrap();
    let until = Some(story.now + jiff::SignedDuration::from_mins(minutes.abs() + 1));
    let status = |status, why: Option<&str>| Command::SetStatus { item: item.clone(), status, justification: why.map(str::to_owned) };
    let who = if minutes % 2 == 0 { ANN } else { BEN };
    match act {
        0..=3 => drop(story.act(ANN, status(Status::Done, None))),
        4 => drop(story.act(ANN, status(Status::Blocked, None))),
        5 => drop(story.act(ANN, status(Status::NotApplicable, Some("no such part")))),
        6 => story.waive(item.as_str(), minutes.abs() % 3 + 1),
        7 | 8 => story.evidence(item.as_str(), EvidenceKind::Note { text: "seen".into() }, until.filter(|_| minutes % 3 != 0)),
        9 | 10 => drop(story.ping([200.0, 200.0, 503.0, 0.0][minutes.unsigned_abs() as usize % 4])),
        11 => {
            let receipt = story.ping(200.0);
            story.evidence(item.as_str(), EvidenceKind::Receipt { check: "ping".parse().unwrap(), receipt }, None);
        }
        12 => drop(story.act(ANN, Command::SetConnection { connection: Some(["prod", "dev"][item.as_str().len() % 2].parse().unwrap()) })),
        13 => drop(story.act(ANN, Command::SetTicket { ticket: Some(format!("CHG-{minutes}")) })),
        14 => {
            let window = Window { from: story.now, to: story.now + jiff::SignedDuration::from_mins(minutes.abs() + 1) };
            drop(story.act(ANN, Command::SetWindow { window: Some(window) }));
        }
        15..=18 => drop(story.sign(who)),
        19 => {
            if let Some(approval) = story.launch.approvals.last().map(|approval| approval.id) {
                drop(story.act(ANN, Command::RevokeApproval { approval, reason: "too soon".into() }));
            }
        }
        20 => {
            let role = [Role::Contributor, Role::Approver, Role::ReleaseManager][minutes.unsigned_abs() as usize % 3];
            let sections = if role == Role::Approver && minutes % 2 == 0 { vec!["code".parse().unwrap()] } else { vec![] };
            drop(story.act(ANN, Command::SetRole { member: crate::story::member(BEN), name: "Ben".into(), role, sections }));
        }
        23 => {
            let required = vec![RequiredRole { role: Role::Approver, count: 1 }];
            let policy = Policy { required, distinct_approvers: false, segregation_of_duties: minutes % 2 == 0 };
            drop(story.act(ANN, Command::SetPolicy { policy: (minutes % 3 != 0).then_some(policy) }));
        }
        24 if minutes % 4 == 0 => drop(story.act(ANN, Command::RemoveMember { member: crate::story::member(BEN) })),
        21 => drop(story.act(ANN, status(Status::Open, None))),
        25 => push(story, [0.0, 0.0, 2.0, -1.0][minutes.unsigned_abs() as usize % 4]),
        22 => story.later(minutes.abs() % 40),
        // Everything that makes it a go, so that goes are among the cases.
        _ => {
            for command in ["a", "b", "c", "d"].map(|item| (item, Status::Done)) {
                story.status(command.0, command.1, None);
            }
            story.evidence("b", EvidenceKind::Note { text: "seen".into() }, None);
            story.ping(200.0);
            drop(story.sign(ANN));
            drop(story.sign(BEN));
        }
    }
}

/// The story's template with a check whose result is pushed.
fn with_scan() -> Template {
    let expect = serde_json::json!([{ "fact": "findings", "equals": 0.0, "why": "{value} found", "next": "mend it" }]);
    let probe = serde_json::json!({ "kind": "pushed", "format": "sarif" });
    let check =
        serde_json::json!({ "id": "scan", "title": "Scan", "probe": probe, "expect": expect, "proves": ["b", "c"], "ttl_minutes": 90 });
    let mut template = template();
    template.checks.push(serde_json::from_value(check).unwrap());
    template
}

/// Pushes a result with so many findings; fewer than none: nothing was scanned.
fn push(story: &mut Story, findings: f64) {
    let Some(check) = story.launch.template.check(&"scan".parse().unwrap()).cloned() else { return };
    let facts = [("findings".to_owned(), Fact::Number(findings))].into_iter().filter(|_| 0.0 <= findings).collect();
    let observation = Observation { facts, failure: None, requests: vec![], latency_ms: 0, started_at: story.now };
    let receipt = check.pushed_receipt(ReceiptId(story.id()), crate::story::member(ANN), observation);
    story.record(ANN, Record::Pushed(NewPush { receipts: vec![receipt], evidence: vec![] })).unwrap();
}

/// What a gate says, less its words.
fn said(gate: &Gate) -> (Decision, Option<Timestamp>, Vec<String>) {
    let kinds =
        |reasons: &[Reason]| reasons.iter().map(|one| format!("{:?} {:?} {:?}", one.kind(), one.item, one.check)).collect::<Vec<_>>();
    (gate.decision, gate.holds_until, [kinds(&gate.reasons), vec!["/".into()], kinds(&gate.notices)].concat())
}

fn both(launch: &Launch, at: Timestamp) -> (Gate, Gate) {
    let snapshot: Snapshot = serde_json::from_slice(&launch.snapshot_bytes()).unwrap();
    let given: Vec<Given> = launch.standing_approvals().map(Given::from).collect();
    (launch.gate(at), snapshot_gate(&snapshot, &given, (at, html::RENDITION)))
}

/// What a report says follows from what it contains by the rules of its HTML, and earlier ones told nothing of it.
#[test]
fn a_check_that_proves_nothing_is_told_by_the_rules_of_its_report() {
    let mut template = template();
    template.checks[0].proves = vec!["a".parse().unwrap()];
    let mut story = Story::begin(template, 1);
    story.status("a", Status::Done, None);
    story.ping(200.0);
    story.later(61);
    let snapshot: Snapshot = serde_json::from_slice(&story.launch.snapshot_bytes()).unwrap();
    let told = |rendition| {
        let gate = snapshot_gate(&snapshot, &[], (story.now, rendition));
        gate.notices.iter().filter(|notice| notice.kind() == ReasonKind::CheckUnproven).count()
    };
    assert_eq!((told(html::RENDITION), told(3)), (1, 0));
}

/// The same of when an attached receipt ends.
#[test]
fn an_attached_receipt_ends_by_the_rules_of_its_report() {
    let mut story = Story::begin(template(), 1);
    story.status("b", Status::Done, None);
    let receipt = story.ping(200.0);
    story.evidence("b", EvidenceKind::Receipt { check: "ping".parse().unwrap(), receipt }, None);
    std::sync::Arc::make_mut(&mut story.launch.template).checks[0].ttl_minutes = 20;
    story.ping(200.0);
    let snapshot: Snapshot = serde_json::from_slice(&story.launch.snapshot_bytes()).unwrap();
    let holds =
        |rendition| snapshot_gate(&snapshot, &[], (story.now, rendition)).holds_until.map(|end| end.duration_since(story.now).as_mins());
    assert_eq!((holds(html::RENDITION), holds(3)), (Some(20), Some(60)));
}

fn any_policy() -> impl Strategy<Value = Policy> {
    let role = prop_oneof![Just(Role::Approver), Just(Role::ReleaseManager)];
    let required = (role, 1..3u32).prop_map(|(role, count)| RequiredRole { role, count });
    (proptest::collection::vec(required, 0..3), any::<bool>(), any::<bool>())
        .prop_map(|(required, distinct_approvers, segregation_of_duties)| Policy { required, distinct_approvers, segregation_of_duties })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_verifier_never_says_go_where_the_launch_does_not(
        acts in proptest::collection::vec((0..28u8, 0..5usize, -200..200i64), 0..24),
        needs in proptest::collection::vec((0..3u8, any::<bool>()), 5),
        policy in any_policy(),
        minutes in 0..300i64,
    ) {
        let mut template = with_scan();
        template.policy = policy;
        for (item, (need, must)) in template.sections.iter_mut().flat_map(|section| &mut section.items).zip(needs) {
            item.evidence = [EvidenceNeed::Optional, EvidenceNeed::Required, EvidenceNeed::Check][usize::from(need)];
            item.level = if must { Level::Must } else { Level::Should };
        }
        let mut story = Story::begin(template, 1);
        for act in acts {
            tell(&mut story, act);
            let (live, told) = both(&story.launch, story.now);
            prop_assert_eq!(said(&live), said(&told));
        }
        let (live, told) = both(&story.launch, story.now + jiff::SignedDuration::from_mins(minutes));
        prop_assert_eq!(said(&live), said(&told));
        prop_assert!(live.decision == Decision::Go || told.decision == Decision::NoGo);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_report_that_is_issued_is_verified(acts in proptest::collection::vec((0..28u8, 0..5usize, -200..200i64), 0..16)) {
        let mut story = Story::begin(with_scan(), 1);
        for act in acts {
            tell(&mut story, act);
        }
        let report = story.issue();
        prop_assert_eq!(report.decision, story.launch.gate(story.now).decision);
        let proof = story.file(&report);
        let beside = Beside { html: Some(&report.html), tlog_proof: Some(proof.as_bytes()), ..Beside::default() };
        let verification = verify(&report.bundle, Some(&trust()), beside).unwrap();
        prop_assert_eq!(verification.verdict, Verdict::Verified, "{:#?}", verification);
    }
}

#[test]
fn an_attached_receipt_counts_while_its_check_proves() {
    let mut story = Story::begin(template(), 1);
    let b: ItemId = "b".parse().unwrap();
    story.status("b", Status::Done, None);
    let receipt = story.ping(200.0);
    story.evidence("b", EvidenceKind::Receipt { check: "ping".parse().unwrap(), receipt }, None);
    let cases = [(200.0, true, "it passes"), (0.0, false, "unknown"), (0.0, false, "unknown again"), (503.0, false, "it fails")];
    for (status, proved, about) in cases {
        story.ping(status);
        let (live, told) = both(&story.launch, story.now);
        assert_eq!(said(&live), said(&told), "{about}");
        assert_eq!(told.reasons.iter().all(|reason| reason.item.as_ref() != Some(&b)), proved, "{about}");
    }
}

#[test]
fn the_words_are_the_launchs_own() {
    let mut story = crate::story::signed(42);
    story.status("a", Status::Open, None);
    let (live, told) = both(&story.launch, story.now + jiff::SignedDuration::from_hours(100));
    assert_eq!(live, told);
    assert!(4 < live.reasons.len() + live.notices.len());
}
