//! Who signed before signs only the difference; a signature is stale for what changed, and for nothing else.

use super::*;

/// The rule of the gate over approvals, written down once more: for each required role, every item has as many different
/// people who hold the role and whose approvals cover it and the launch as they are now.
pub(super) fn every_item_is_signed(launch: &Launch) -> bool {
    let (items, whole) = (launch.item_digests(), launch.launch_digest());
    launch.policy().required().iter().all(|RequiredRole { role, count }| {
        items.iter().all(|(item, digest)| {
            let signed = |who: &MemberId, test: &dyn Fn(&Approval) -> bool| {
                let own = |known: &&Approval| known.approver == *who && known.role == *role && known.revoked.is_none();
                launch.approvals.iter().filter(own).any(test)
            };
            let covers = |who: &MemberId| {
                signed(who, &|known| known.covers.get(item) == Some(digest)) && signed(who, &|known| known.covers_launch == whole)
            };
            let holders = launch.members.iter().filter(|(_, member)| *role <= member.role).map(|(who, _)| who);
            *count as usize <= holders.filter(|who| covers(who)).count()
        })
    })
}

fn ready() -> Story {
    let mut story = Story::begin();
    tell(&mut story, READY);
    story
}

fn tell(story: &mut Story, lines: &str) {
    for line in lines.split(';').map(str::trim).filter(|line| !line.is_empty()) {
        story.tell(line).unwrap_or_else(|refusal| panic!("{line}: {refusal}"));
    }
}

fn ids<'a>(items: impl IntoIterator<Item = &'a ItemId>) -> Vec<String> {
    items.into_iter().map(ItemId::to_string).collect()
}

#[test]
fn who_signed_before_signs_only_the_difference() {
    let mut story = ready();
    tell(&mut story, "sign 1; sign 2; note b");
    assert_eq!(ids(story.launch.covers_for(member(1), Role::ReleaseManager).keys()), ["b"]);
    tell(&mut story, "sign 1");
    assert_eq!(ids(story.launch.approvals[2].covers.keys()), ["b"]);
    assert_eq!(ids(&story.launch.stale_items(&story.launch.approvals[0])), ["b"], "the first stays, stale for one item");
    assert!(matches!(story.tell("sign 1"), Err(Refusal::AlreadySigned(_))));
    let gate = story.launch.gate(story.now);
    let said: Vec<_> = gate.reasons.iter().map(|reason| reason.text()).collect();
    assert_eq!(said, ["“Item b” is not signed by any approver as it is now."]);
    let stale: Vec<_> = gate.notices.iter().filter(|one| one.kind() == ReasonKind::ApprovalStale).map(|one| one.text()).collect();
    assert_eq!(stale, ["Ben signed before item b changed."], "Ann has renewed hers");
    tell(&mut story, "sign 2");
    assert_eq!(story.launch.gate(story.now).decision, Decision::Go, "two partial signatures of each make a whole");
}

#[test]
fn a_comment_and_what_else_is_no_part_of_an_item_make_nothing_stale() {
    let mut story = ready();
    tell(&mut story, "sign 1; sign 2; comment a; ping 200");
    story.role(3, "Cem", Role::Contributor, &[]).unwrap();
    story.act(1, Command::SetDue { item: "a".parse().unwrap(), due: Some("2026-12-01".parse().unwrap()) }).unwrap();
    assert!(story.launch.approvals.iter().all(|approval| story.launch.stale_items(approval).is_empty()));
    assert_eq!(story.launch.gate(story.now).decision, Decision::Go);
    assert!(matches!(story.tell("sign 1"), Err(Refusal::AlreadySigned(_))), "nobody is asked to sign again");
}

#[test]
fn a_changed_launch_is_signed_again_without_its_items() {
    let mut story = ready();
    tell(&mut story, "sign 1; sign 2");
    story.act(1, Command::SetTicket { ticket: Some("CHG-2".into()) }).unwrap();
    let gate = story.launch.gate(story.now);
    assert_eq!(gate.reasons.len(), 2, "{:?}", gate.reasons);
    assert!(gate.notices.iter().any(|one| one.text() == "Ann signed before the launch's details changed."));
    tell(&mut story, "sign 1; sign 2");
    assert!(story.launch.approvals[2].covers.is_empty(), "the items did not change");
    assert_eq!(story.launch.gate(story.now).decision, Decision::Go);
}

#[test]
fn a_revoked_signature_takes_its_part_away() {
    let mut story = ready();
    tell(&mut story, "sign 1; sign 2; note b; sign 1; sign 2");
    let first = story.launch.approvals[0].id;
    story.act(1, Command::RevokeApproval { approval: first, reason: "too soon".into() }).unwrap();
    let gate = story.launch.gate(story.now);
    assert_eq!(gate.reasons[0].text(), "“Item a” and 2 more items are not signed by any release manager as they are now.");
    assert_eq!(ids(story.launch.covers_for(member(1), Role::ReleaseManager).keys()), ["a", "c", "s"]);
    tell(&mut story, "sign 1");
    assert_eq!(story.launch.gate(story.now).decision, Decision::Go);
}

#[test]
fn approvers_of_sections_cover_a_launch_together_and_only_their_own() {
    let mut template = template();
    let mut two = template.sections[0].clone();
    (two.id, two.title, two.items) = ("two".parse().unwrap(), "Two".into(), vec![item("t", Level::Must, EvidenceNeed::Optional)]);
    template.sections.push(two);
    let mut story = Story::of(template);
    story.role(2, "Ben", Role::Approver, &["one"]).unwrap();
    story.role(3, "Cem", Role::Approver, &["two"]).unwrap();
    tell(&mut story, READY);
    tell(&mut story, "done t; sign 1; sign 2");
    assert_eq!(ids(story.launch.approvals[1].covers.keys()), ["a", "b", "c", "s"]);
    let gate = story.launch.gate(story.now);
    assert_eq!(gate.reasons[0].text(), "“Item t” is not signed by any approver as it is now.");
    tell(&mut story, "sign 3");
    assert_eq!(story.launch.gate(story.now).decision, Decision::Go);
    story.role(3, "Cem", Role::Approver, &["one"]).unwrap();
    assert_eq!(story.launch.gate(story.now).decision, Decision::NoGo, "Cem no longer answers for section two");
}

#[test]
fn a_signature_for_more_than_its_giver_answers_for_is_refused() {
    let mut story = ready();
    tell(&mut story, "sign 2; note b");
    let launch = &story.launch;
    let new = NewApproval {
        id: ApprovalId(Uuid::from_u128(900)),
        role: Role::Approver,
        comment: String::new(),
        revision: launch.seq,
        snapshot: Digest::of(&launch.snapshot_bytes()),
        statement: String::new(),
        attestation: Attestation::Server { keyid: Digest::of(b""), signature: String::new() },
        covers: launch.item_digests(),
        covers_launch: launch.launch_digest(),
    };
    let refusal = story.record(2, Record::Approved(Box::new(new))).unwrap_err();
    assert_eq!(refusal.field(), Some("covers"));
}

#[test]
fn counts_are_of_different_people() {
    let cases = [
        ("sign 1; sign 2", 1, "go", "one each"),
        ("sign 1; sign 2", 2, "1 of 2 people have signed as approver", "one of two"),
        ("sign 1; sign 2; sign 3", 2, "go", "two of two"),
        ("sign 1; sign 2; sign 3; note b; sign 1; sign 2", 2, "“Item b” is not signed by 2 people as approver", "one renewed"),
        ("sign 1; sign 2; sign 3; note b; sign 1; sign 3; sign 2", 2, "go", "both renewed"),
    ];
    for (lines, count, expected, about) in cases {
        let mut template = template();
        template.policy.required[1].count = count;
        let mut story = Story::of(template);
        story.role(2, "Ben", Role::Approver, &[]).unwrap();
        story.role(3, "Cem", Role::Approver, &[]).unwrap();
        tell(&mut story, READY);
        tell(&mut story, lines);
        let gate = story.launch.gate(story.now);
        let said = gate.reasons.first().map_or("go".to_owned(), |reason| reason.text());
        assert!(said.contains(expected), "{about}: {said}");
    }
}

#[test]
fn what_changed_since_a_signature_is_shown_side_by_side() {
    let mut story = ready();
    let snapshot = |story: &Story| serde_json::from_slice::<Snapshot>(&story.launch.snapshot_bytes()).unwrap();
    let then = snapshot(&story);
    let words = |then: &Snapshot, story: &Story, item: &str| {
        let differences = then.item_differences(&snapshot(story), &item.parse().unwrap());
        differences.into_iter().map(|one| format!("{}: {} | {}", one.what.words(), one.then, one.now)).collect::<Vec<_>>()
    };
    tell(&mut story, "comment a; later 5; na a; note b");
    let status = "Status: done | not applicable";
    let set = "Set by: Ann, 2026-11-24T10:00:00Z | Ann, 2026-11-24T10:05:00Z";
    assert_eq!(words(&then, &story, "a"), [status, "Why:  | no such part", set]);
    let [evidence] = words(&then, &story, "b").try_into().unwrap();
    assert!(
        evidence.starts_with("Evidence: seen, seen 2026-11-24T10:00:00Z by Ann | seen") && evidence.contains("10:05:00Z"),
        "{evidence}"
    );
    assert_eq!(words(&then, &story, "c"), [] as [&str; 0]);
    assert_eq!(then.launch_differences(&snapshot(&story)), []);
    story.act(1, Command::SetTicket { ticket: Some("CHG-2".into()) }).unwrap();
    let now = snapshot(&story);
    assert_eq!(then.launch_differences(&now), [Difference { what: Compared::ChangeTicket, then: String::new(), now: "CHG-2".into() }]);
}
