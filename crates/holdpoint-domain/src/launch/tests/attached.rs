//! Receipts that somebody attached to an item as its evidence.

use super::*;

/// Attaches the latest receipt of `ping` to `b`, which needs evidence and which that check does not prove.
fn attach(story: &mut Story) -> Result<usize, Refusal> {
    let check: CheckId = "ping".parse().unwrap();
    let receipt = story.launch.receipts[&check].id;
    let id = EvidenceId(story.id());
    let evidence = NewEvidence { id, kind: EvidenceKind::Receipt { check, receipt }, observed_at: story.now, expires_at: None };
    story.act(1, Command::AddEvidence { item: "b".parse().unwrap(), evidence })
}

/// Whether the gate finds evidence behind `b`.
fn proved(story: &Story) -> bool {
    let b: ItemId = "b".parse().unwrap();
    story.launch.gate(story.now).reasons.iter().all(|reason| reason.item.as_ref() != Some(&b))
}

/// Whether what was attached counts, and until when, as the page has it beside each piece.
fn counts(story: &Story) -> (bool, Option<Timestamp>) {
    let b: ItemId = "b".parse().unwrap();
    story.launch.evidence_counts(&story.launch.items[&b].evidence[0], story.now)
}

fn told(lines: &[&str]) -> Story {
    let mut story = Story::begin();
    for line in lines {
        story.tell(line).unwrap();
    }
    story
}

#[test]
fn it_counts_as_long_as_the_check_does_not_say_otherwise() {
    let mut story = told(&["done b", "ping 200"]);
    assert!(!proved(&story), "the check does not prove it by itself");
    attach(&mut story).unwrap();
    assert!(proved(&story));
    let cases = [
        ("ping 200", true, "it passes again"),
        ("ping x", false, "nothing was seen"),
        ("ping x", false, "and again nothing"),
        ("ping 200", true, "it passes again"),
        ("ping 503", false, "it fails"),
        ("ping x", false, "nothing was seen of it, so it goes on failing"),
        ("ping 200", true, "it passes again"),
        ("later 60", false, "all of it is stale"),
        ("ping 200", false, "what was attached has ended"),
    ];
    for (line, expected, about) in cases {
        story.tell(line).unwrap();
        assert_eq!((proved(&story), counts(&story).0), (expected, expected), "{line}: {about}");
    }
}

#[test]
fn one_that_proves_nothing_is_not_attached() {
    for line in ["ping 503", "ping x"] {
        let refusal = attach(&mut told(&["done b", line])).unwrap_err();
        assert_eq!(refusal.field(), Some("evidence/kind/receipt"));
        assert!(refusal.to_string().contains("proves nothing"), "{refusal}");
    }
}

/// Logs of before have such events: they fold, and do not count while the check says so, however often it does.
#[test]
fn one_that_was_attached_before_does_not_count_by_another_run() {
    let mut story = told(&["done b", "ping x"]);
    let check: CheckId = "ping".parse().unwrap();
    let receipt = &story.launch.receipts[&check];
    let evidence = Evidence {
        id: EvidenceId(Uuid::from_u128(60)),
        kind: EvidenceKind::Receipt { check: check.clone(), receipt: receipt.id },
        observed_at: story.now,
        recorded_at: story.now,
        by: member(1),
        expires_at: Some(receipt.expires_at),
    };
    story.store(1, vec![Event::EvidenceAdded { item: "b".parse().unwrap(), evidence }]);
    assert!(!proved(&story), "it is the latest");
    story.tell("ping x").unwrap();
    assert!(!proved(&story), "another one is");
    assert_eq!(Launch::fold(&story.history).as_ref(), Some(&story.launch));
}

/// The check's rules may have given its receipts a shorter life meanwhile.
#[test]
fn it_holds_no_longer_than_the_checks_latest_receipt() {
    let minutes = |minutes| now() + jiff::SignedDuration::from_mins(minutes);
    let mut story = told(&["done b", "ping 200"]);
    attach(&mut story).unwrap();
    assert_eq!(story.launch.gate(story.now).holds_until, Some(minutes(60)));
    Arc::make_mut(&mut story.launch.template).checks[0].ttl_minutes = 20;
    story.tell("ping 200").unwrap();
    story.act(1, Command::SetWindow { window: Some(Window { from: now(), to: minutes(30) }) }).unwrap();
    let gate = story.launch.gate(story.now);
    assert_eq!((gate.holds_until, counts(&story)), (Some(minutes(20)), (true, Some(minutes(20)))));
    assert!(gate.reasons.iter().any(|reason| reason.kind() == ReasonKind::EndsInWindow), "{:?}", gate.reasons);
    story.tell("later 20").unwrap();
    assert!(!proved(&story));
}
