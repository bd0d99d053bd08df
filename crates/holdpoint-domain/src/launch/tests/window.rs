//! Until when a verdict holds: waivers, evidence and receipts end by themselves, and with them the sign-off.

use super::*;

/// Ready and signed at 10:00; `a` is waived until 12:00, the note of `b` is good for three hours, `c`'s receipt for one.
fn signed() -> Story {
    let mut story = Story::begin();
    for line in ["waive a", "done b", "done c", "ping 200"] {
        story.tell(line).unwrap();
    }
    let expires_at = Some(now() + jiff::SignedDuration::from_hours(3));
    let kind = EvidenceKind::Note { text: "seen".into() };
    let evidence = NewEvidence { id: EvidenceId(Uuid::from_u128(900)), kind, observed_at: now(), expires_at };
    story.act(1, Command::AddEvidence { item: "b".parse().unwrap(), evidence }).unwrap();
    for line in ["sign 1", "sign 2"] {
        story.tell(line).unwrap();
    }
    story
}

fn at(text: &str) -> Timestamp {
    format!("2026-11-24T{text}Z").parse().unwrap()
}

#[test]
fn a_verdict_holds_until_the_first_end_of_what_it_rests_on() {
    let mut story = signed();
    assert_eq!(story.launch.gate(now()).holds_until, Some(at("11:00:00")), "the receipt ends first");
    let cases = [("10:59:59", Decision::Go), ("11:00:00", Decision::NoGo)];
    for (time, decision) in cases {
        assert_eq!(story.launch.gate(at(time)).decision, decision, "{time}");
    }
    story.now = at("10:30:00");
    Arc::make_mut(&mut story.launch.template).checks[0].ttl_minutes = 600;
    // Another lifetime is another check, which is signed for anew.
    for line in ["ping 200", "sign 1", "sign 2"] {
        story.tell(line).unwrap();
    }
    assert_eq!(story.launch.gate(story.now).holds_until, Some(at("12:00:00")), "then the waiver");
    for (time, decision) in [("11:59:59", Decision::Go), ("12:00:00", Decision::NoGo)] {
        assert_eq!(story.launch.gate(at(time)).decision, decision, "{time}");
    }
    story.tell("done a").unwrap();
    assert_eq!(story.launch.gate(story.now).holds_until, Some(at("13:00:00")), "then the evidence");
}

#[test]
fn an_end_inside_the_change_window_is_no_go() {
    // The receipt ends at 11:00.
    let cases = [
        ("10:30:00", "11:00:00", true, "the window ends as the receipt does: it is never used past its end"),
        ("10:30:00", "11:00:01", false, "a second longer"),
        ("11:00:00", "11:30:00", false, "begins when it ends"),
        ("09:00:00", "09:30:00", true, "over already"),
    ];
    for (from, to, go, about) in cases {
        let mut story = signed();
        story.act(1, Command::SetWindow { window: Some(Window { from: at(from), to: at(to) }) }).unwrap();
        for line in ["sign 1", "sign 2"] {
            // Refused where the window stands against it.
            let _ = story.tell(line);
        }
        let gate = story.launch.gate(now());
        let ends = gate.reasons.iter().any(|reason| reason.kind() == ReasonKind::EndsInWindow);
        assert_eq!((gate.decision == Decision::Go, ends), (go, !go), "{about}: {:?}", gate.reasons);
    }
}

#[test]
fn of_several_checks_that_an_item_needs_the_first_end_counts_and_of_proofs_the_last() {
    let mut template = template();
    let mut slow = template.checks[0].clone();
    (slow.id, slow.ttl_minutes) = ("slow".parse().unwrap(), 600);
    template.checks.insert(0, slow);
    template.checks[1].proves.push("b".parse().unwrap());
    template.checks[0].proves.push("b".parse().unwrap());
    let mut story = Story::of(template);
    for line in ["done a", "done b", "done c", "ping 200"] {
        story.tell(line).unwrap();
    }
    let gate = story.launch.gate(now());
    assert_eq!(gate.holds_until, Some(at("20:00:00")), "only the slow one has run: `b` rests on it");
    let facts = [("status".to_owned(), Fact::Number(200.0))].into();
    let observation = Observation { facts, failure: None, requests: vec![], latency_ms: 1, started_at: now() };
    let receipt = story.launch.template.checks[1].receipt(ReceiptId(Uuid::from_u128(901)), "prod".parse().unwrap(), member(1), observation);
    story.record(1, Record::Checked(Box::new(receipt))).unwrap();
    assert_eq!(story.launch.gate(now()).holds_until, Some(at("11:00:00")), "`c` needs both, `b` the longer");
}

#[test]
fn an_expired_waiver_reopens_its_item_by_itself() {
    let story = signed();
    let item = &story.launch.items[&"a".parse().unwrap()];
    let section = &story.launch.template.sections[0];
    for (time, status, settled, waivers) in [("11:59:59", Status::Waived, 3, 1), ("12:00:00", Status::Open, 2, 0)] {
        assert_eq!(item.status_at(at(time)), status, "{time}");
        assert_eq!(story.launch.progress_of(section, at(time)).settled, settled, "{time}");
        assert_eq!(story.launch.open_waivers(at(time)).count(), waivers, "{time}");
    }
    let gate = story.launch.gate(at("12:00:00"));
    let said = gate.reasons.iter().find(|reason| reason.kind() == ReasonKind::WaiverExpired).unwrap();
    assert_eq!(said.text(), "The waiver of “Item a” has expired; it is open again.");
    let snapshot: Snapshot = serde_json::from_slice(&story.launch.snapshot_bytes()).unwrap();
    assert_eq!(snapshot.items[0].status_at(at("12:00:00")), Status::Open);
}

#[test]
fn a_waiver_says_what_limits_the_risk() {
    let mut story = Story::begin();
    let ask = |mitigation: Option<&str>| Command::RequestWaiver {
        item: "a".parse().unwrap(),
        waiver: WaiverId(Uuid::from_u128(9)),
        reason: "later".into(),
        mitigation: mitigation.map(str::to_owned),
        expires_at: at("11:00:00"),
    };
    for (mitigation, good) in [(None, false), (Some("  "), false), (Some("A person watches."), true)] {
        let said = story.act(1, ask(mitigation));
        assert_eq!(said.is_ok(), good, "{mitigation:?}");
        assert!(said.is_ok() || said.unwrap_err().field() == Some("mitigation"));
    }
    assert_eq!(story.launch.open_waivers(now()).count(), 1, "it waits for an answer");
    assert_eq!(story.launch.open_waivers(at("11:00:00")).count(), 0, "too late for one");
}
