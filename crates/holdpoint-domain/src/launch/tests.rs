//! Stories in the domain's own words, and properties over any sequence of what happens.

mod attached;
mod delivery;
mod delta;
mod drilled;
mod erasure;
mod histories;
mod mentions;
mod policy;
mod pushed;
mod roles;
mod sample;
mod trend;
mod unproven;
mod unseen;
mod upgrade;
mod waivers;
mod watching;
mod window;

use uuid::Uuid;

use super::*;
use crate::check::{Check, Expectation, Fact, Method, Observation, Probe, Schedule, Target};
use crate::template::{EvidenceNeed, Item, Level, Policy, RequiredRole, Runbook, Section, Step};
use delivery::delivery;

fn now() -> Timestamp {
    "2026-11-24T10:00:00Z".parse().unwrap()
}

fn member(n: u128) -> MemberId {
    MemberId(Uuid::from_u128(n))
}

fn item(id: &str, level: Level, evidence: EvidenceNeed) -> Item {
    Item { id: id.parse().unwrap(), title: format!("Item {id}"), level, guidance: String::new(), evidence, facts: vec![] }
}

/// Items `a` (evidence optional), `b` (evidence required), `c` (proved by check `ping`), `s` (should).
pub(crate) fn template() -> Template {
    let step = |id: &str, check: Option<&str>| Step {
        id: id.parse().unwrap(),
        title: id.into(),
        detail: String::new(),
        commands: vec![],
        check: check.map(|check| check.parse().unwrap()),
        call: None,
    };
    Template {
        format: 1,
        name: "story".parse().unwrap(),
        version: "1.0.0".into(),
        title: "Story".into(),
        summary: String::new(),
        policy: Policy {
            required: vec![RequiredRole { role: Role::ReleaseManager, count: 1 }, RequiredRole { role: Role::Approver, count: 1 }],
            distinct_approvers: true,
            segregation_of_duties: false,
        },
        sections: vec![Section {
            id: "one".parse().unwrap(),
            title: "One".into(),
            summary: String::new(),
            items: vec![
                item("a", Level::Must, EvidenceNeed::Optional),
                item("b", Level::Must, EvidenceNeed::Required),
                item("c", Level::Must, EvidenceNeed::Check),
                item("s", Level::Should, EvidenceNeed::Optional),
            ],
        }],
        checks: vec![Check {
            id: "ping".parse().unwrap(),
            title: "Ping".into(),
            summary: String::new(),
            probe: Probe::Http {
                target: Target::Health,
                method: Method::Get,
                path: String::new(),
                authorize: false,
                headers: Default::default(),
                samples: None,
                redirects: None,
            },
            expect: vec![Expectation {
                fact: "status".into(),
                equals: Some(Fact::Number(200.0)),
                why: "answered {value}".into(),
                next: "mend it".into(),
                ..Expectation::default()
            }],
            proves: vec!["c".parse().unwrap()],
            ttl_minutes: 60,
            preflight: true,
            schedule: None,
        }],
        runbooks: vec![Runbook {
            id: "rollback".parse().unwrap(),
            title: "Rollback".into(),
            summary: String::new(),
            steps: vec![step("flag", None), step("verify", Some("ping"))],
        }],
        alerts: vec![],
        resources: vec![],
        next_steps: vec![],
    }
}

/// A launch with its history, and two people: Ann (1) runs it, Ben (2) approves.
pub(crate) struct Story {
    pub launch: Launch,
    pub history: Vec<Recorded>,
    pub now: Timestamp,
    ids: u128,
}

impl Story {
    pub fn begin() -> Self {
        let mut story = Self::of(template());
        story.role(2, "Ben", Role::Approver, &[]).unwrap();
        story
    }

    /// With nobody in it but Ann.
    pub fn of(template: Template) -> Self {
        Self::new(template, false)
    }

    /// With one check more, which proves item `b` where a fact has a value.
    fn with_check(id: &str, probe: Probe, (fact, value): (&str, f64)) -> Self {
        let mut template = template();
        let mut check = template.checks[0].clone();
        check.id = id.parse().unwrap();
        check.probe = probe;
        check.expect[0].fact = fact.into();
        check.expect[0].equals = Some(Fact::Number(value));
        check.proves = vec!["b".parse().unwrap()];
        template.checks.push(check);
        let mut story = Self::of(template);
        story.role(2, "Ben", Role::Approver, &[]).unwrap();
        story
    }

    /// * `sample`: one to look around in.
    fn new(template: Template, sample: bool) -> Self {
        let digest = Digest::of(b"story");
        let reference = TemplateRef { name: "story".parse().unwrap(), version: "1.0.0".into(), digest };
        let wish = NewLaunch { sample, ..NewLaunch::new("Story", reference.name.clone()) };
        let context = Context { actor: member(1), actor_name: "Ann".into(), owner: false, now: now(), based_on: Seq(0) };
        let events = Launch::create(&wish, (Arc::new(template), reference), &context).unwrap();
        let record = |(i, event): (usize, Event)| Recorded {
            launch: LaunchId(1),
            seq: Seq(i as u64 + 1),
            by: member(1),
            at: now(),
            command: None,
            event,
        };
        let history: Vec<_> = events.into_iter().enumerate().map(record).collect();
        let launch = Launch::fold(&history).unwrap();
        Self { launch, history, now: now(), ids: 100 }
    }

    /// Ann gives somebody a role.
    pub fn role(&mut self, who: u128, name: &str, role: Role, sections: &[&str]) -> Result<usize, Refusal> {
        let sections = sections.iter().map(|id| id.parse().unwrap()).collect();
        self.act(1, Command::SetRole { member: member(who), name: name.into(), role, sections })
    }

    pub fn context(&self, who: u128) -> Context {
        let actor_name = ["Ann", "Ben", "Cem"].get(who as usize - 1).unwrap_or(&"Somebody").to_string();
        Context { actor: member(who), actor_name, owner: false, now: self.now, based_on: self.launch.seq }
    }

    fn store(&mut self, who: u128, events: Vec<Event>) {
        for event in events {
            let seq = self.launch.seq.next();
            let recorded = Recorded { launch: LaunchId(1), seq, by: member(who), at: self.now, command: None, event };
            self.launch.apply(&recorded);
            self.history.push(recorded);
        }
    }

    pub fn act(&mut self, who: u128, command: Command) -> Result<usize, Refusal> {
        let events = self.launch.decide(&command, &self.context(who))?;
        let count = events.len();
        self.store(who, events);
        Ok(count)
    }

    fn id(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u128(self.ids)
    }

    /// `done a`, `open a`, `na a`, `note b`, `ping 200`, `sign 1`, `later 61` (minutes), `comment a`, `waive a` (Ann asks, Ben approves)
    pub fn tell(&mut self, line: &str) -> Result<usize, Refusal> {
        let (verb, object) = line.split_once(' ').unwrap_or((line, ""));
        let item = || object.parse::<ItemId>().unwrap();
        let status = |status, why: Option<&str>| Command::SetStatus { item: item(), status, justification: why.map(str::to_owned) };
        match verb {
            "done" => self.act(1, status(Status::Done, None)),
            "open" => self.act(1, status(Status::Open, None)),
            "na" => self.act(1, status(Status::NotApplicable, Some("no such part"))),
            "note" => {
                let id = EvidenceId(self.id());
                let kind = EvidenceKind::Note { text: "seen".into() };
                let evidence = NewEvidence { id, kind, observed_at: self.now, expires_at: None };
                self.act(1, Command::AddEvidence { item: item(), evidence })
            }
            "comment" => {
                let comment = CommentId(self.id());
                self.act(2, Command::Comment { item: item(), comment, text: "hm".into(), mentions: vec![] })
            }
            "waive" => {
                let waiver = WaiverId(self.id());
                let expires_at = self.now + jiff::SignedDuration::from_hours(2);
                let (reason, mitigation) = ("later".into(), Some("watched".into()));
                self.act(1, Command::RequestWaiver { item: item(), waiver, reason, mitigation, expires_at })?;
                self.act(2, Command::ApproveWaiver { item: item(), waiver })
            }
            "ping" => {
                let status = object.parse::<f64>().ok();
                let facts = status.map(|status| ("status".to_owned(), Fact::Number(status))).into_iter().collect();
                let observation = Observation { facts, failure: None, requests: vec![], latency_ms: 1, started_at: self.now };
                let id = ReceiptId(self.id());
                let receipt = self.launch.template.checks[0].receipt(id, "prod".parse().unwrap(), member(1), observation);
                self.record(1, Record::Checked(Box::new(receipt)))
            }
            "sign" => {
                let who: u128 = object.parse().unwrap();
                self.sign(who, if who == 1 { Role::ReleaseManager } else { Role::Approver })
            }
            "later" => {
                self.now += jiff::SignedDuration::from_mins(object.parse().unwrap());
                Ok(0)
            }
            other => panic!("no such verb: {other}"),
        }
    }

    pub fn sign(&mut self, who: u128, role: Role) -> Result<usize, Refusal> {
        let id = ApprovalId(self.id());
        let launch = &self.launch;
        let new = NewApproval {
            id,
            role,
            comment: String::new(),
            revision: launch.seq,
            snapshot: Digest::of(&launch.snapshot_bytes()),
            statement: String::new(),
            attestation: Attestation::Server { keyid: Digest::of(b""), signature: String::new() },
            covers: launch.covers_for(member(who), role),
            covers_launch: launch.launch_digest(),
        };
        self.record(who, Record::Approved(Box::new(new)))
    }

    fn record(&mut self, who: u128, record: Record) -> Result<usize, Refusal> {
        let events = self.launch.decide_record(&record, &self.context(who))?;
        let count = events.len();
        self.store(who, events);
        Ok(count)
    }
}

/// Tells a story, and compares the last line's refusal, or else the gate's reasons, with a part of a sentence.
fn check(story: &str, expected: &str) {
    let mut told = Story::begin();
    let mut last = Ok(0);
    for line in story.split(';').map(str::trim).filter(|line| !line.is_empty()) {
        assert!(last.is_ok(), "{story}: before {line}: {last:?}");
        last = told.tell(line);
    }
    let gate = told.launch.gate(told.now);
    let said = match last {
        Err(refusal) => refusal.to_string(),
        Ok(_) if gate.decision == Decision::Go => "go".into(),
        Ok(_) => gate.reasons.iter().map(|reason| reason.text()).collect::<Vec<_>>().join("\n"),
    };
    assert!(said.contains(expected), "{story}\nexpected: {expected}\nsaid: {said}");
}

const READY: &str = "done a; done b; note b; done c; ping 200;";

#[test]
fn the_gate_waits_for_every_must_item_and_its_proof() {
    check("", "“Item a” is open");
    check("done a; done b; done c; ping 200", "“Item b” is ticked without evidence");
    check("done a; done b; note b; done c", "has not run");
    check("done a; done b; note b; done c; ping 503", "fails");
    check("done a; done b; note b; done c; ping x", "unknown");
    check(READY, "No release manager has signed");
    check(&format!("{READY} sign 1; sign 2"), "go");
    check(&format!("{READY} sign 1; sign 2; later 61"), "stale");
    check("na a; done b; note b; done c; ping 200; sign 1; sign 2", "go");
    check("waive a; done b; note b; done c; ping 200; sign 1; sign 2", "go");
    check("waive a; done b; note b; done c; ping 200; sign 1; sign 2; later 121", "The waiver of “Item a” has expired");
}

#[test]
fn signing_needs_readiness_and_a_change_makes_it_stale_for_the_changed_item() {
    check("sign 1", "not ready to be signed");
    check(&format!("{READY} sign 1"), "No approver has signed");
    check(&format!("{READY} sign 1; sign 1"), "already signed");
    check(&format!("{READY} sign 1; sign 2; comment a"), "go");
    check(&format!("{READY} sign 1; sign 2; note b"), "“Item b” is not signed by any release manager as it is now");
    check(&format!("{READY} sign 1; sign 2; note b; sign 2; sign 1"), "go");
    check(&format!("{READY} sign 1; sign 2; ping 503"), "fails");
    check(&format!("{READY} sign 1; sign 2; ping 200"), "go");
    check(&format!("{READY} sign 3"), "there is no launch LCH-1");
}

#[test]
fn a_failing_check_that_proves_no_item_blocks_by_itself() {
    let mut story = Story::begin();
    Arc::make_mut(&mut story.launch.template).checks[0].proves.clear();
    story.tell("ping 503").unwrap();
    let gate = story.launch.gate(story.now);
    assert!(gate.reasons.iter().any(|reason| reason.kind() == ReasonKind::CheckFailing && reason.item.is_none()));
    story.tell("ping 200").unwrap();
    assert!(story.launch.gate(story.now).reasons.iter().all(|reason| reason.kind() != ReasonKind::CheckFailing));
}

#[test]
fn a_failing_check_flags_a_ticked_item_and_never_unticks_it() {
    let mut story = Story::begin();
    for line in ["done c", "ping 503"] {
        story.tell(line).unwrap();
    }
    assert_eq!(story.launch.items[&"c".parse().unwrap()].status.value, Status::Done);
    let gate = story.launch.gate(story.now);
    assert!(gate.reasons.iter().any(|reason| reason.kind() == ReasonKind::CheckFailing));
}

#[test]
fn a_change_to_what_somebody_else_changed_meanwhile_shows_both_values() {
    let mut story = Story::begin();
    let seen = story.launch.seq;
    story.tell("done a").unwrap();
    let blocked = Command::SetStatus { item: "a".parse().unwrap(), status: Status::Blocked, justification: None };
    let late = Context { based_on: seen, ..story.context(2) };
    let refusal = story.launch.decide(&blocked, &late).unwrap_err();
    assert_eq!(refusal.to_string(), "Ann set this to done meanwhile; yours was blocked. Choose one and save again");
    let same = Command::SetStatus { item: "a".parse().unwrap(), status: Status::Done, justification: None };
    assert_eq!(story.launch.decide(&same, &late), Ok(vec![]), "both ticked: nothing is left to happen");
    let other = Command::SetDue { item: "a".parse().unwrap(), due: Some("2026-12-01".parse().unwrap()) };
    assert!(story.launch.decide(&other, &late).is_ok(), "different fields merge");
}

#[test]
fn a_reason_that_somebody_gave_meanwhile_is_not_written_over_by_the_same_status() {
    let mut story = Story::begin();
    let blocked = |why: Option<&str>| Command::SetStatus {
        item: "a".parse().unwrap(),
        status: Status::Blocked,
        justification: why.map(str::to_owned),
    };
    let seen = story.launch.seq;
    story.act(1, blocked(Some("waits for the vendor"))).unwrap();
    let late = Context { based_on: seen, ..story.context(2) };
    for (why, yours) in [(Some("waits for the key"), "waits for the key"), (None, "nothing")] {
        let Err(Refusal::Conflict(conflict)) = story.launch.decide(&blocked(why), &late) else { panic!("{why:?}: no conflict") };
        assert_eq!((&*conflict.field, &*conflict.theirs, &*conflict.yours), ("justification", "waits for the vendor", yours));
        assert_eq!((&*conflict.by, conflict.seq), ("Ann", Some(story.launch.seq)));
        assert_eq!(story.launch.decide(&blocked(why), &story.context(2)).map(|events| events.len()), Ok(1), "who has seen it may");
    }
    assert_eq!(story.launch.decide(&blocked(Some("waits for the vendor")), &late), Ok(vec![]), "both say so");
    story.act(1, blocked(None)).unwrap();
    assert_eq!(story.launch.decide(&blocked(Some("waits for the key")), &late).map(|events| events.len()), Ok(1), "there is none to lose");
}

#[test]
fn an_item_waits_for_its_owner_and_its_waiver_for_an_approver() {
    let mut story = Story::begin();
    let (a, s): (ItemId, ItemId) = ("a".parse().unwrap(), "s".parse().unwrap());
    story.role(3, "Cem", Role::Contributor, &[]).unwrap();
    story.act(1, Command::SetOwner { item: a.clone(), owner: Some(member(3)) }).unwrap();
    let expires_at = story.now + jiff::SignedDuration::from_hours(1);
    let (reason, mitigation) = ("r".to_owned(), Some("m".to_owned()));
    story.act(1, Command::RequestWaiver { item: s.clone(), waiver: WaiverId(Uuid::from_u128(9)), reason, mitigation, expires_at }).unwrap();
    let waits = |story: &Story, item: &ItemId| -> Vec<u128> {
        let (section, _) = story.launch.template.items().find(|(_, known)| known.id == *item).unwrap();
        (1..=3).filter(|who| story.launch.waits_for(member(*who), &section.id, &story.launch.items[item], story.now)).collect()
    };
    let waited = |story: &Story| -> Vec<(u128, u32)> {
        story.launch.waited_for(story.now).into_iter().map(|(who, items)| (who.0.as_u128(), items)).collect()
    };
    assert_eq!(waits(&story, &a), [3], "its owner");
    assert_eq!(waits(&story, &s), [2], "neither who asked nor who may not answer");
    assert_eq!(waited(&story), [(2, 1), (3, 1)], "counted over all items, the same");
    story.act(1, Command::SetOwner { item: s.clone(), owner: Some(member(2)) }).unwrap();
    assert_eq!((waits(&story, &s), waited(&story)), (vec![2], vec![(2, 1), (3, 1)]), "counted once, though its owner answers too");
    story.tell("done a").unwrap();
    assert_eq!(waits(&story, &a), Vec::<u128>::new());
    assert_eq!(waited(&story), [(2, 1)]);
    story.act(1, Command::SetOwner { item: s.clone(), owner: None }).unwrap();
    story.now = expires_at;
    assert_eq!((waits(&story, &s), waited(&story)), (vec![], vec![]), "it is over");
}

#[test]
fn nobody_approves_their_own_waiver() {
    let mut story = Story::begin();
    let waiver = WaiverId(Uuid::from_u128(9));
    let item: ItemId = "a".parse().unwrap();
    let expires_at = now() + jiff::SignedDuration::from_hours(1);
    let ask = Command::RequestWaiver { item: item.clone(), waiver, reason: "r".into(), mitigation: Some("m".into()), expires_at };
    story.act(1, ask).unwrap();
    assert_eq!(story.act(1, Command::ApproveWaiver { item: item.clone(), waiver }), Err(Refusal::OwnWaiver));
    assert_eq!(story.act(2, Command::ApproveWaiver { item, waiver }), Ok(1));
}

#[test]
fn a_runbook_goes_step_by_step_and_ends_with_its_check() {
    let mut story = Story::begin();
    let run = RunId(Uuid::from_u128(7));
    let step = |id: &str| id.parse::<StepId>().unwrap();
    let start = |id| Command::StartStep { run, step: step(id) };
    let finish = |id, outcome, note: Option<&str>| Command::FinishStep { run, step: step(id), outcome, note: note.map(str::to_owned) };
    story.act(1, Command::StartRun { run, runbook: "rollback".parse().unwrap(), rehearsal: true }).unwrap();
    assert!(story.act(1, start("verify")).is_err(), "flag comes first");
    assert!(story.act(1, finish("flag", StepState::Done, None)).is_err(), "not started");
    assert!(story.act(1, finish("flag", StepState::Skipped, None)).is_err(), "a note is missing");
    story.act(1, start("flag")).unwrap();
    story.act(1, finish("flag", StepState::Done, None)).unwrap();
    story.act(1, start("verify")).unwrap();
    assert!(story.act(1, finish("verify", StepState::Done, None)).is_err(), "the check has not run");
    story.tell("ping 200").unwrap();
    for elsewhere in [None, Some("staging")] {
        let connection: Option<ConnectionName> = elsewhere.map(|name| name.parse().unwrap());
        story.act(1, Command::SetConnection { connection }).unwrap();
        assert!(story.act(1, finish("verify", StepState::Done, None)).is_err(), "seen in another environment");
    }
    let refusal = story.act(1, Command::SetConnection { connection: None }).unwrap_err();
    assert!(refusal.to_string().contains("cannot be removed"), "its receipts would count beside those of staging: {refusal}");
    story.act(1, Command::SetConnection { connection: Some("prod".parse().unwrap()) }).unwrap();
    assert_eq!(story.act(1, finish("verify", StepState::Done, None)), Ok(2), "the run ends with its last step");
    assert_eq!(story.launch.runs[0].state(), RunState::Succeeded);
    assert!(story.launch.runs[0].steps[1].receipt.is_some());
}

#[test]
fn a_step_that_fails_or_is_skipped_says_why_and_decides_how_the_run_ended() {
    use StepState::{Done, Failed, Skipped};
    let cases = [([Done, Skipped], RunState::Succeeded), ([Failed, Skipped], RunState::Failed), ([Skipped, Failed], RunState::Failed)];
    for (outcomes, ended) in cases {
        let mut story = Story::begin();
        let run = RunId(Uuid::from_u128(7));
        story.act(1, Command::StartRun { run, runbook: "rollback".parse().unwrap(), rehearsal: false }).unwrap();
        for (step, outcome) in ["flag", "verify"].into_iter().zip(outcomes) {
            let step: StepId = step.parse().unwrap();
            let finish = |note: Option<&str>| Command::FinishStep { run, step: step.clone(), outcome, note: note.map(str::to_owned) };
            if outcome != Skipped {
                story.act(1, Command::StartStep { run, step: step.clone() }).unwrap();
            }
            assert_eq!(story.act(1, finish(None)).is_ok(), outcome == Done, "{outcomes:?}: {outcome:?} without a note");
            if outcome != Done {
                story.act(1, finish(Some("it hung"))).unwrap();
            }
        }
        let run = &story.launch.runs[0];
        assert_eq!((run.state(), run.rehearsal), (ended, false), "{outcomes:?}");
        assert_eq!(run.steps[1].note.as_deref(), Some("it hung"), "{outcomes:?}");
    }
}

#[test]
fn every_event_ever_stored_still_reads_and_writes_the_same() {
    let stored = include_str!("../../testdata/events-v1.jsonl");
    assert_eq!(stored.lines().count(), 56);
    for line in stored.lines() {
        let event: Event = serde_json::from_str(line).unwrap();
        assert_eq!(serde_json::to_string(&event).unwrap(), line);
    }
}

/// One event of every kind, made by telling stories; the stored file has them all.
fn one_of_each() -> Vec<Event> {
    let mut story = Story::begin();
    let item: ItemId = "a".parse().unwrap();
    let step: StepId = "flag".parse().unwrap();
    let run = RunId(Uuid::from_u128(70));
    let at = now() + jiff::SignedDuration::from_hours(1);
    let waiver = |n| WaiverId(Uuid::from_u128(n));
    let ask = |n| Command::RequestWaiver {
        item: item.clone(),
        waiver: waiver(n),
        reason: "r".into(),
        mitigation: Some("m".into()),
        expires_at: at,
    };
    let artifact = Artifact { name: "image".into(), digest: Digest::of(b"image") };
    let evidence = NewEvidence {
        id: EvidenceId(Uuid::from_u128(71)),
        kind: EvidenceKind::Note { text: "n".into() },
        observed_at: now(),
        expires_at: None,
    };
    let commands = [
        Command::SetRole { member: member(2), name: "Ben".into(), role: Role::ReleaseManager, sections: vec![] },
        Command::SetRole { member: member(3), name: "Cem".into(), role: Role::Approver, sections: vec!["one".parse().unwrap()] },
        Command::RemoveMember { member: member(3) },
        Command::SetPolicy { policy: Some(Policy { segregation_of_duties: true, ..Policy::default() }) },
        Command::SetPolicy { policy: None },
        Command::SetName { name: "New".into() },
        Command::SetTarget { target: Some("2026-12-24".parse().unwrap()) },
        Command::SetWindow { window: Some(Window { from: now(), to: at }) },
        Command::SetWindow { window: None },
        Command::SetTicket { ticket: Some("CHG-1".into()) },
        Command::SetArtifacts { artifacts: vec![artifact] },
        Command::SetConnection { connection: Some("prod".parse().unwrap()) },
        Command::SetOwner { item: item.clone(), owner: Some(member(2)) },
        Command::SetDue { item: item.clone(), due: Some("2026-12-01".parse().unwrap()) },
        Command::AddEvidence { item: item.clone(), evidence },
        Command::RemoveEvidence { item: item.clone(), evidence: EvidenceId(Uuid::from_u128(71)) },
        Command::Comment { item: item.clone(), comment: CommentId(Uuid::from_u128(72)), text: "c".into(), mentions: vec![member(2)] },
        ask(73),
        Command::RefuseWaiver { item: item.clone(), waiver: waiver(73) },
        ask(74),
        Command::StartRun { run, runbook: "rollback".parse().unwrap(), rehearsal: true },
        Command::StartStep { run, step: step.clone() },
        Command::FinishStep { run, step, outcome: StepState::Failed, note: Some("n".into()) },
        Command::AbandonRun { run, note: "n".into() },
    ];
    for command in commands {
        story.act(1, command).unwrap();
    }
    story.act(2, Command::ApproveWaiver { item: item.clone(), waiver: waiver(74) }).unwrap();
    for line in READY.split(';').map(str::trim).filter(|line| !line.is_empty()).chain(["sign 1"]) {
        story.tell(line).unwrap();
    }
    let approval = story.launch.approvals[0].id;
    story.act(1, Command::RevokeApproval { approval, reason: "r".into() }).unwrap();
    story.report("report");
    delivery::every_kind(&mut story);
    Arc::make_mut(&mut story.launch.template).checks[0].schedule = Some(Schedule { every: "15m".parse().unwrap() });
    story.act(1, Command::SetWatching { connection: Some("prod".parse().unwrap()) }).unwrap();
    story.history.into_iter().map(|recorded| recorded.event).collect()
}

#[test]
fn the_stored_file_has_every_kind_of_event() {
    let kind = |event: &Event| serde_json::to_value(event).unwrap()["type"].as_str().unwrap().to_owned();
    let stored = include_str!("../../testdata/events-v1.jsonl");
    let stored: std::collections::BTreeSet<String> = stored.lines().map(|line| kind(&serde_json::from_str(line).unwrap())).collect();
    for event in one_of_each() {
        assert!(stored.contains(&kind(&event)), "add this line:\n{}", serde_json::to_string(&event).unwrap());
    }
}
