//! Who may do what: every command by every kind of person, as one table.

use std::collections::BTreeSet;

use super::*;

/// Who asks: a letter for the table, their number, whether they own the server.
const PEOPLE: [(char, u128, bool); 7] = [
    ('n', 9, false), // no role
    ('v', 2, false), // viewer
    ('c', 3, false), // contributor
    ('a', 4, false), // approver
    ('o', 5, false), // approver of another section
    ('m', 1, false), // release manager
    ('S', 8, true),  // owner of the server, without a role
];

/// The table, and a match without a gap: a new command does not compile before it has a row here.
macro_rules! rows {
    ($($command:ident => $who:literal,)*) => {
        const ROWS: &[(&str, &str)] = &[$((stringify!($command), $who)),*];

        fn row(command: &Command) -> &'static str {
            match command { $(Command::$command { .. } => stringify!($command)),* }
        }
    };
}

rows! {
    SetName => "m",
    SetTarget => "m",
    SetWindow => "m",
    SetTicket => "m",
    SetArtifacts => "m",
    SetConnection => "m",
    SetRole => "mS",
    SetPolicy => "m",
    RemoveMember => "mS",
    SetStatus => "caom",
    SetOwner => "caom",
    SetDue => "caom",
    AddEvidence => "caom",
    RemoveEvidence => "caom",
    Comment => "caom",
    RequestWaiver => "caom",
    ApproveWaiver => "am",
    RefuseWaiver => "am",
    StartRun => "caom",
    StartStep => "caom",
    FinishStep => "caom",
    AbandonRun => "caom",
    SetWatching => "caom",
    RevokeApproval => "m", // of somebody else
    RetryDelivery => "m",
    StopDelivery => "m",
    Discard => "m",
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

/// One launch in which each command of [`examples`] has something to do.
fn stage() -> Story {
    let mut template = template();
    let mut two = template.sections[0].clone();
    (two.id, two.items) = ("two".parse().unwrap(), vec![item("t", Level::Should, EvidenceNeed::Optional)]);
    template.sections.push(two);
    let mut story = Story::of(template);
    story.role(2, "Vic", Role::Viewer, &[]).unwrap();
    story.role(3, "Cem", Role::Contributor, &[]).unwrap();
    story.role(4, "Abe", Role::Approver, &["one"]).unwrap();
    story.role(5, "Oda", Role::Approver, &["two"]).unwrap();
    story.role(7, "Gus", Role::Contributor, &[]).unwrap();
    for line in READY.split(';').map(str::trim).filter(|line| !line.is_empty()).chain(["sign 1"]) {
        story.tell(line).unwrap();
    }
    let evidence =
        NewEvidence { id: EvidenceId(id(50)), kind: EvidenceKind::Note { text: "n".into() }, observed_at: now(), expires_at: None };
    let (b, expires_at) = ("b".parse().unwrap(), now() + jiff::SignedDuration::from_hours(1));
    story.act(7, Command::AddEvidence { item: b, evidence }).unwrap();
    let (reason, mitigation) = ("r".to_owned(), Some("m".to_owned()));
    story.act(7, Command::RequestWaiver { item: "s".parse().unwrap(), waiver: WaiverId(id(51)), reason, mitigation, expires_at }).unwrap();
    story.act(7, Command::StartRun { run: RunId(id(52)), runbook: "rollback".parse().unwrap(), rehearsal: true }).unwrap();
    story.launch.watching.value = Some("prod".parse().unwrap());
    story.launch.sample = true;
    story.report("one");
    story.record(1, delivery("OPS-1", false)).unwrap();
    story
}

/// One of each command, with something to do on [`stage`].
fn examples(story: &Story) -> Vec<Command> {
    let (a, s): (ItemId, ItemId) = ("a".parse().unwrap(), "s".parse().unwrap());
    let at = now() + jiff::SignedDuration::from_hours(1);
    let (run, step, waiver): (_, StepId, _) = (RunId(id(52)), "flag".parse().unwrap(), WaiverId(id(51)));
    let evidence =
        NewEvidence { id: EvidenceId(id(60)), kind: EvidenceKind::Note { text: "n".into() }, observed_at: now(), expires_at: None };
    vec![
        Command::SetName { name: "New".into() },
        Command::SetTarget { target: Some("2026-12-24".parse().unwrap()) },
        Command::SetWindow { window: Some(Window { from: now(), to: at }) },
        Command::SetTicket { ticket: Some("CHG-1".into()) },
        Command::SetArtifacts { artifacts: vec![Artifact { name: "image".into(), digest: Digest::of(b"") }] },
        Command::SetConnection { connection: Some("prod".parse().unwrap()) },
        Command::SetRole { member: member(7), name: "Gus".into(), role: Role::Viewer, sections: vec![] },
        Command::SetPolicy { policy: Some(Policy::default()) },
        Command::RemoveMember { member: member(7) },
        Command::SetStatus { item: a.clone(), status: Status::Open, justification: None },
        Command::SetOwner { item: a.clone(), owner: Some(member(7)) },
        Command::SetDue { item: a.clone(), due: Some("2026-12-01".parse().unwrap()) },
        Command::AddEvidence { item: a.clone(), evidence },
        Command::RemoveEvidence { item: "b".parse().unwrap(), evidence: EvidenceId(id(50)) },
        Command::Comment { item: a.clone(), comment: CommentId(id(61)), text: "c".into(), mentions: vec![] },
        Command::RequestWaiver { item: a, waiver: WaiverId(id(62)), reason: "r".into(), mitigation: Some("m".into()), expires_at: at },
        Command::ApproveWaiver { item: s.clone(), waiver },
        Command::RefuseWaiver { item: s, waiver },
        Command::StartRun { run: RunId(id(63)), runbook: "other".parse().unwrap(), rehearsal: true },
        Command::StartStep { run, step: step.clone() },
        Command::FinishStep { run, step, outcome: StepState::Skipped, note: Some("n".into()) },
        Command::AbandonRun { run, note: "n".into() },
        Command::SetWatching { connection: None },
        Command::RevokeApproval { approval: story.launch.approvals[0].id, reason: "r".into() },
        Command::RetryDelivery { delivery: story.launch.deliveries[0].id },
        Command::StopDelivery { delivery: story.launch.deliveries[0].id },
        Command::Discard,
    ]
}

#[test]
fn every_command_by_every_role() {
    let mut story = stage();
    let mut other = story.launch.template.runbooks[0].clone();
    other.id = "other".parse().unwrap();
    Arc::make_mut(&mut story.launch.template).runbooks.push(other);
    let examples = examples(&story);
    let tried: BTreeSet<&str> = examples.iter().map(row).collect();
    let rows: BTreeSet<&str> = ROWS.iter().map(|(name, _)| *name).collect();
    assert_eq!(tried, rows, "each row has an example");
    for command in &examples {
        let allowed = ROWS.iter().find(|(name, _)| *name == row(command)).unwrap().1;
        for (letter, who, owner) in PEOPLE {
            let context = Context { owner, ..story.context(who) };
            let about = format!("{} by {letter}", row(command));
            match story.launch.decide(command, &context) {
                Ok(events) => assert!(allowed.contains(letter) && !events.is_empty(), "{about}: {events:?}"),
                Err(_) if allowed.contains(letter) => panic!("{about} is refused"),
                Err(refusal) if letter == 'n' => assert_eq!(refusal, Refusal::NoSuchLaunch(LaunchId(1)), "{about}"),
                Err(Refusal::NotAllowed { .. }) => {}
                Err(Refusal::OtherSection(title)) => assert_eq!((letter, title.as_str()), ('o', "One"), "{about}"),
                Err(refusal) => panic!("{about}: {refusal}"),
            }
        }
    }
}

#[test]
fn an_approval_is_revoked_by_its_giver_while_they_work_here_and_by_release_managers() {
    let mut story = stage();
    let about = |given: &[(u128, bool)], story: &Story| {
        let approval = story.launch.approvals[0].clone();
        let command = Command::RevokeApproval { approval: approval.id, reason: "r".into() };
        for (who, may) in given {
            let decided = story.launch.decide(&command, &story.context(*who));
            assert_eq!((decided.is_ok(), story.launch.may_revoke(member(*who), &approval)), (*may, *may), "{who}: {decided:?}");
        }
    };
    assert_eq!(story.launch.approvals[0].approver, member(1));
    about(&[(1, true), (2, false), (3, false), (4, false), (9, false)], &story);
    let give = |who, role| Command::SetRole { member: member(who), name: format!("Number {who}"), role, sections: vec![] };
    story.act(1, give(4, Role::ReleaseManager)).unwrap();
    for (role, may) in [(Role::Approver, true), (Role::Contributor, true), (Role::Viewer, false)] {
        story.act(4, give(1, role)).unwrap();
        about(&[(1, may), (4, true)], &story);
    }
}

#[test]
fn every_record_by_every_role() {
    let mut story = stage();
    for (who, needed) in [(1, "m"), (4, "a")] {
        let role = if who == 1 { Role::ReleaseManager } else { Role::Approver };
        let shown = |letter: char| needed.contains(letter) || (role == Role::Approver && "om".contains(letter));
        story.tell("note b").unwrap();
        for (letter, who, owner) in PEOPLE {
            let context = Context { owner, ..story.context(who) };
            let may = story.launch.may_approve(role, story.launch.seq, &context);
            assert_eq!(may.is_ok(), shown(letter), "{role:?} by {letter}: {may:?}");
        }
    }
    for (letter, who, owner) in PEOPLE {
        let context = Context { owner, ..story.context(who) };
        let asked = story.launch.decide_record(&delivery("OPS-2", false), &context);
        assert_eq!(asked.is_ok(), letter == 'm', "deliveries by {letter}");
        let work = story.launch.may_work(member(who), owner);
        assert_eq!(work.is_ok(), "caom".contains(letter), "checks and reports by {letter}");
        assert_eq!(story.launch.seen_by(member(who), owner).is_ok(), letter != 'n', "sight by {letter}");
    }
}

#[test]
fn who_lost_their_role_is_a_stranger_whose_name_histories_keep() {
    let mut story = stage();
    let remove = |who| Command::RemoveMember { member: member(who) };
    assert_eq!(story.act(1, remove(1)), Err(Refusal::LastManager));
    assert_eq!(story.role(1, "Ann", Role::Viewer, &[]), Err(Refusal::LastManager));
    assert_eq!(story.act(1, remove(4)), Ok(1));
    assert_eq!(story.act(1, remove(4)), Ok(0), "gone already");
    assert_eq!(story.launch.role_of(member(4)), None);
    assert_eq!(story.launch.name_of(member(4)), "Abe");
    assert_eq!(story.tell("sign 4"), Err(Refusal::NoSuchLaunch(LaunchId(1))));
    assert_eq!(story.role(4, "Abe", Role::Approver, &[]), Ok(1), "and may come back");
    assert!(story.launch.former.is_empty());
    story.role(2, "Vic", Role::ReleaseManager, &[]).unwrap();
    assert_eq!(story.act(2, remove(1)), Ok(1), "another one is left");
    let gate = story.launch.gate(story.now);
    assert!(gate.reasons.iter().any(|reason| reason.text().contains("No release manager has signed")), "{:?}", gate.reasons);
}

/// Ann was away while Abe, whom she had made a release manager too, gave and took roles.
#[test]
fn a_role_that_another_one_gave_or_took_meanwhile_is_not_written_over_unseen() {
    let mut story = stage();
    story.role(4, "Abe", Role::ReleaseManager, &[]).unwrap();
    let give = |who, role, sections: &[&str]| Command::SetRole {
        member: member(who),
        name: format!("Number {who}"),
        role,
        sections: sections.iter().map(|id| id.parse().unwrap()).collect(),
    };
    story.act(1, give(7, Role::Approver, &[])).unwrap();
    let seen = story.launch.seq;
    let late = |story: &Story, command: &Command| {
        let context = Context { based_on: seen, ..story.context(1) };
        story.launch.decide(command, &context).map(|events| events.len())
    };
    let conflict = |story: &Story, command: &Command| match late(story, command) {
        Err(Refusal::Conflict(conflict)) => {
            assert_eq!((&*conflict.field, &*conflict.by, conflict.seq), ("role", story.launch.name_of(member(4)), Some(story.launch.seq)));
            (conflict.theirs, conflict.yours)
        }
        other => panic!("{command:?}: {other:?}"),
    };
    let told = |theirs: &str, yours: &str| (theirs.to_owned(), yours.to_owned());
    let back = give(7, Role::Approver, &[]);
    assert_eq!(late(&story, &give(7, Role::Contributor, &[])), Ok(1), "her own");
    story.act(4, give(7, Role::Viewer, &[])).unwrap();
    assert_eq!(conflict(&story, &give(7, Role::Contributor, &[])), told("viewer", "contributor"));
    assert_eq!(late(&story, &give(7, Role::Viewer, &[])), Ok(0), "both say so");
    story.act(4, give(7, Role::Approver, &["two"])).unwrap();
    assert_eq!(conflict(&story, &back), told("approver (One)", "approver"));
    story.act(4, Command::RemoveMember { member: member(7) }).unwrap();
    assert_eq!(conflict(&story, &back), told("no role", "approver"), "nobody comes back by a wish from before");
    assert_eq!(late(&story, &give(9, Role::Viewer, &[])), Ok(1), "who was never here");
    assert_eq!(late(&story, &Command::RemoveMember { member: member(4) }), Ok(1), "a role is taken away in any case");
    assert_eq!(Launch::fold(&story.history).map(|launch| launch.given), Some(story.launch.given.clone()), "a replay says the same");
    assert_eq!(story.act(1, back), Ok(1), "who has seen it may");
}

/// What a group gives is nobody's decision: the first one by hand stands in its place, whatever was seen.
#[test]
fn a_role_by_a_group_is_no_conflict() {
    let mut story = stage();
    let seen = story.launch.seq;
    story.record(9, Record::RoleByGroup(GroupRole { role: Role::Contributor, group: "dev".into() })).unwrap();
    let give = Command::SetRole { member: member(9), name: "Nia".into(), role: Role::Viewer, sections: vec![] };
    let late = Context { based_on: seen, ..story.context(1) };
    assert_eq!(story.launch.decide(&give, &late).map(|events| events.len()), Ok(1));
}

#[test]
fn an_owner_of_the_server_rescues_a_launch_and_is_told_of() {
    let mut story = stage();
    let give = Command::SetRole { member: member(8), name: "Sue".into(), role: Role::ReleaseManager, sections: vec![] };
    let context = Context { owner: true, ..story.context(8) };
    let events = story.launch.decide(&give, &context).unwrap();
    story.store(8, events);
    assert_eq!(story.launch.role_of(member(8)), Some(Role::ReleaseManager));
    assert_eq!(story.history.last().unwrap().by, member(8));
}

#[test]
fn sections_are_the_checklists_own_and_for_approvers_only() {
    let mut story = stage();
    let cases: [(Role, &[&str], &str); 4] = [
        (Role::Approver, &["two", "one", "two"], ""),
        (Role::Approver, &["three"], "sections name three"),
        (Role::ReleaseManager, &["one"], "sections are for approvers"),
        (Role::Contributor, &["one"], "sections are for approvers"),
    ];
    for (role, sections, expected) in cases {
        let said = story.role(7, "Gus", role, sections).err().map(|refusal| refusal.to_string()).unwrap_or_default();
        assert!(said.starts_with(expected) && said.is_empty() == expected.is_empty(), "{sections:?}: {said}");
    }
    let kept: Vec<_> = story.launch.members[&member(7)].sections.iter().map(SectionId::to_string).collect();
    assert_eq!(kept, ["one", "two"], "in the checklist's order, each once");
}

#[test]
fn a_group_gives_and_raises_roles_and_leaves_what_people_decided() {
    let mut story = stage();
    let by_group = |role, group: &str| Record::RoleByGroup(GroupRole { role, group: group.into() });
    assert_eq!(story.record(9, by_group(Role::Contributor, "dev")), Ok(1), "a stranger comes in");
    assert_eq!(story.launch.members[&member(9)].group.as_deref(), Some("dev"));
    assert_eq!(story.record(9, by_group(Role::Contributor, "dev")), Ok(0), "has it already");
    assert_eq!(story.record(9, by_group(Role::Viewer, "all")), Ok(0), "nothing is lowered");
    assert_eq!(story.record(9, by_group(Role::Approver, "leads")), Ok(1), "raised");
    let last = story.history.last().unwrap();
    assert_eq!((last.by, story.launch.words(&last.event).contains("by the group “leads”")), (member(9), true));

    assert_eq!(story.record(2, by_group(Role::Approver, "leads")), Ok(0), "a viewer by hand stays one");
    assert_eq!(story.launch.role_of(member(2)), Some(Role::Viewer));
    assert_eq!(story.role(9, "Nia", Role::Approver, &[]), Ok(1), "the same role by hand is a decision");
    assert_eq!(story.record(9, by_group(Role::ReleaseManager, "chiefs")), Ok(0), "which groups leave alone");
    story.act(1, Command::RemoveMember { member: member(9) }).unwrap();
    assert_eq!(story.record(9, by_group(Role::Approver, "leads")), Ok(0), "taken out by hand: comes back by hand");
    assert_eq!(story.launch.role_of(member(9)), None);
    assert!(story.record(7, by_group(Role::Viewer, " ")).is_err(), "a group has a name");
}
