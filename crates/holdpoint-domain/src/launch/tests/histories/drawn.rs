//! What a history is drawn from: a kind for each command and each record, and what else an act is about.

use proptest::sample::select;

use super::*;
use crate::check::drill::{Scenario, Vendor};
use crate::check::{PushedFormat, Receipt};

/// A kind for each of a type's variants, and a match without a gap: a new one does not compile before it is drawn here.
macro_rules! kinds {
    ($kind:ident of $whole:ident: $($name:ident),* $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub enum $kind {
            $($name),*
        }

        impl $kind {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            fn of(whole: &$whole) -> Self {
                match whole {
                    $($whole::$name { .. } => Self::$name),*
                }
            }
        }
    };
}

kinds! {
    Wish of Command:
    SetName, SetTarget, SetWindow, SetTicket, SetArtifacts, SetConnection, SetRole, SetPolicy, RemoveMember, SetStatus, SetOwner, SetDue,
    AddEvidence, RemoveEvidence, Comment, RequestWaiver, ApproveWaiver, RefuseWaiver, StartRun, StartStep, FinishStep, AbandonRun,
    SetWatching, RevokeApproval, RetryDelivery, StopDelivery, Discard,
}

kinds! {
    Witness of Record:
    Checked, Scheduled, Pushed, Drilled, Approved, ReportSigned, DeliveryAsked, DeliveryTried, TemplateUpgraded, RoleByGroup,
}

#[derive(Clone, Copy, Debug)]
pub enum Act {
    Wish(Wish),
    Witness(Witness),
    /// Time passes.
    Later,
    /// All that makes it a go, so that goes are among the moments.
    Ready,
}

/// What an act is about; each kind takes of it what it needs.
#[derive(Clone, Debug)]
pub struct Roll {
    /// Ann is 1 and manages, Ben is 2 and approves; the others begin as strangers.
    who: u128,
    owner: bool,
    /// How many of the last events they have not seen.
    behind: usize,
    item: usize,
    choice: usize,
    id: u128,
    text: String,
    minutes: i64,
}

const STATUSES: [Status; 6] = [Status::Open, Status::InProgress, Status::Blocked, Status::Done, Status::NotApplicable, Status::Waived];
const ROLES: [Role; 4] = [Role::Viewer, Role::Contributor, Role::Approver, Role::ReleaseManager];
const SIGNING: [Role; 2] = [Role::Approver, Role::ReleaseManager];
const OUTCOMES: [StepState; 4] = [StepState::Done, StepState::Skipped, StepState::Failed, StepState::Waiting];

pub fn any_act() -> impl Strategy<Value = (Act, Roll)> {
    let act = prop_oneof![
        10 => select(Wish::ALL).prop_map(Act::Wish),
        6 => select(Witness::ALL).prop_map(Act::Witness),
        2 => Just(Act::Later),
        3 => Just(Act::Ready),
    ];
    let who = prop_oneof![3 => Just(1u128), 2 => Just(2u128), 1 => 3..6u128];
    let behind = prop_oneof![4 => Just(0usize), 1 => 1..6usize];
    let text = prop_oneof![3 => Just("words".to_owned()), 1 => ".{0,12}"];
    let roll = (who, prop::bool::weighted(0.1), behind, 0..6usize, 0..60usize, 1..9u128, text, -20..200i64);
    let roll =
        roll.prop_map(|(who, owner, behind, item, choice, id, text, minutes)| Roll { who, owner, behind, item, choice, id, text, minutes });
    (act, roll)
}

/// Rolls in their order, for who looks for one that does something.
pub fn rolls() -> impl Iterator<Item = Roll> {
    let each = (1..6u128).flat_map(|who| (0..6usize).flat_map(move |item| (0..12usize).map(move |choice| (who, item, choice))));
    let each = each.flat_map(|(who, item, choice)| (1..9u128).map(move |id| (who, item, choice, id)));
    each.flat_map(|(who, item, choice, id)| {
        [60, 61].map(|minutes| Roll { who, owner: false, behind: 0, item, choice, id, text: "words".into(), minutes })
    })
}

impl Roll {
    fn pick<T: Copy>(&self, all: &[T]) -> T {
        all[self.choice % all.len()]
    }

    /// One of those that there are.
    fn among<'a, T>(&self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.choice % all.len().max(1))
    }

    fn perhaps<T>(&self, value: T) -> Option<T> {
        (self.minutes % 4 != 0).then_some(value)
    }

    fn item(&self) -> ItemId {
        ["a", "b", "c", "s", "t", "nope"][self.item].parse().unwrap()
    }

    fn step(&self) -> StepId {
        ["flag", "verify", "nope"][self.item % 3].parse().unwrap()
    }

    fn uuid(&self) -> Uuid {
        Uuid::from_u128(self.id)
    }

    fn other(&self) -> MemberId {
        member(1 + self.id % 4)
    }

    fn connection(&self) -> ConnectionName {
        self.pick(&["prod", "prod", "staging"]).parse().unwrap()
    }

    fn sections(&self) -> Vec<SectionId> {
        let all: &[&str] = self.pick(&[&["one"] as &[&str], &["two"], &[]]);
        all.iter().map(|section| section.parse().unwrap()).collect()
    }

    fn time(&self, now: Timestamp) -> Timestamp {
        now + jiff::SignedDuration::from_mins(self.minutes)
    }

    fn policy(&self) -> Policy {
        let required = vec![RequiredRole { role: self.pick(&SIGNING), count: 1 + u32::from(self.id.is_multiple_of(3)) }];
        Policy { required, distinct_approvers: self.id.is_multiple_of(2), segregation_of_duties: self.choice.is_multiple_of(3) }
    }

    fn evidence(&self, launch: &Launch, now: Timestamp) -> NewEvidence {
        let receipts: Vec<&Receipt> = launch.receipts.values().collect();
        let kind = match (self.choice % 4, self.among(&receipts)) {
            (0, Some(known)) => EvidenceKind::Receipt { check: known.check.clone(), receipt: known.id },
            (1, _) => EvidenceKind::Link { url: "https://ci.example.com/7".into(), title: self.text.clone() },
            (2, _) => {
                let (name, digest, media) =
                    ("a.csv".to_owned(), Digest::of(b"x"), (self.id.is_multiple_of(2)).then(|| "text/csv".to_owned()));
                EvidenceKind::File { name, digest, bytes: 1, title: None, url: None, media }
            }
            _ => EvidenceKind::Note { text: self.text.clone() },
        };
        NewEvidence { id: EvidenceId(self.uuid()), kind, observed_at: now, expires_at: self.perhaps(self.time(now)) }
    }

    fn context(&self, story: &Story, actor: MemberId) -> Context {
        let based_on = Seq(story.launch.seq.0.saturating_sub(self.behind as u64));
        Context { actor, owner: self.owner, based_on, ..story.context(self.who) }
    }
}

/// The story's checklist with each way in which a check's result comes: the server runs `ping`, which proves `c`, and `bare`, which proves nothing;
/// `scan`, of `b`, is pushed; `drill`, of `t` in a section of its own, is watched.
///
/// * `number`: 0 to 2, each with other questions.
pub fn version(number: usize) -> Template {
    let mut template = template();
    template.version = format!("1.0.{number}");
    let mut two = template.sections[0].clone();
    (two.id, two.title, two.items) = ("two".parse().unwrap(), "Two".into(), vec![item("t", Level::Must, EvidenceNeed::Required)]);
    template.sections.push(two);
    let ping = &mut template.checks[0];
    ping.schedule = Some(Schedule { every: "15m".parse().unwrap() });
    let expected = &mut ping.expect[0];
    (expected.equals, expected.at_most, expected.warn_above) = (None, Some(499.0), Some(299.0));
    let like = ping.clone();
    let check = |id: &str, probe: Probe, proves: &[&str]| Check {
        id: id.parse().unwrap(),
        probe,
        proves: proves.iter().map(|item| item.parse().unwrap()).collect(),
        schedule: None,
        ..like.clone()
    };
    template.checks.extend([
        check("bare", like.probe.clone(), &[]),
        check("scan", Probe::Pushed { format: PushedFormat::Sarif }, &["b"]),
        check("drill", Probe::Drill { plays: Vendor::Intercom, scenarios: vec![Scenario::Search] }, &["t"]),
    ]);
    match number {
        0 => {}
        1 => {
            template.sections[0].items[0].title = "Another question".into();
            template.sections[0].items[3].level = Level::Must;
        }
        _ => {
            template.sections.truncate(1);
            template.checks.truncate(3);
            template.checks[0].title = "Another ping".into();
            template.checks[0].ttl_minutes = 20;
        }
    }
    template
}

fn newer(roll: &Roll, launch: &Launch) -> NewTemplate {
    let number = roll.choice % 3;
    let template = version(number);
    // The first is the one that stories begin with.
    let digest = if number == 0 { Digest::of(b"story") } else { Digest::of(template.version.as_bytes()) };
    let reference = TemplateRef { name: template.name.clone(), version: template.version.clone(), digest };
    let from = if roll.behind == 0 { launch.template_ref.digest } else { Digest::of(b"another") };
    NewTemplate { template: Arc::new(template), reference, from }
}

fn command(wish: Wish, roll: &Roll, launch: &Launch, now: Timestamp) -> Command {
    let (item, text, time) = (roll.item(), roll.text.clone(), roll.time(now));
    let state = launch.items.get(&item);
    let evidence = state.and_then(|state| roll.among(&state.evidence)).map_or(EvidenceId(roll.uuid()), |known| known.id);
    let waiver = state.and_then(|state| state.waiver.as_ref()).map_or(WaiverId(roll.uuid()), |known| known.id);
    let run = launch.runs.last().map_or(RunId(roll.uuid()), |known| known.id);
    let delivery = roll.among(&launch.deliveries).map_or(Seq(1), |known| known.id);
    let approval = roll.among(&launch.approvals).map_or(ApprovalId(roll.uuid()), |known| known.id);
    match wish {
        Wish::SetName => Command::SetName { name: text },
        Wish::SetTarget => Command::SetTarget { target: roll.perhaps("2026-12-24".parse().unwrap()) },
        Wish::SetWindow => Command::SetWindow { window: roll.perhaps(Window { from: now, to: time }) },
        Wish::SetTicket => Command::SetTicket { ticket: roll.perhaps(text) },
        Wish::SetArtifacts => Command::SetArtifacts { artifacts: vec![Artifact { name: text, digest: Digest::of(b"image") }] },
        Wish::SetConnection => Command::SetConnection { connection: roll.perhaps(roll.connection()) },
        Wish::SetRole => Command::SetRole { member: roll.other(), name: text, role: roll.pick(&ROLES), sections: roll.sections() },
        Wish::SetPolicy => Command::SetPolicy { policy: roll.perhaps(roll.policy()) },
        Wish::RemoveMember => Command::RemoveMember { member: roll.other() },
        Wish::SetStatus => Command::SetStatus { item, status: roll.pick(&STATUSES), justification: roll.perhaps(text) },
        Wish::SetOwner => Command::SetOwner { item, owner: roll.perhaps(roll.other()) },
        Wish::SetDue => Command::SetDue { item, due: roll.perhaps("2026-12-01".parse().unwrap()) },
        Wish::AddEvidence => Command::AddEvidence { item, evidence: roll.evidence(launch, now) },
        Wish::RemoveEvidence => Command::RemoveEvidence { item, evidence },
        Wish::Comment => {
            let mentions = roll.perhaps(roll.other()).into_iter().collect();
            Command::Comment { item, comment: CommentId(roll.uuid()), text, mentions }
        }
        Wish::RequestWaiver => {
            let (waiver, mitigation) = (WaiverId(roll.uuid()), roll.perhaps("m".to_owned()));
            Command::RequestWaiver { item, waiver, reason: text, mitigation, expires_at: time }
        }
        Wish::ApproveWaiver => Command::ApproveWaiver { item, waiver },
        Wish::RefuseWaiver => Command::RefuseWaiver { item, waiver },
        Wish::StartRun => {
            Command::StartRun { run: RunId(roll.uuid()), runbook: "rollback".parse().unwrap(), rehearsal: roll.choice.is_multiple_of(2) }
        }
        Wish::StartStep => Command::StartStep { run, step: roll.step() },
        Wish::FinishStep => Command::FinishStep { run, step: roll.step(), outcome: roll.pick(&OUTCOMES), note: roll.perhaps(text) },
        Wish::AbandonRun => Command::AbandonRun { run, note: text },
        Wish::SetWatching => Command::SetWatching { connection: roll.perhaps(roll.connection()) },
        Wish::RevokeApproval => Command::RevokeApproval { approval, reason: text },
        Wish::RetryDelivery => Command::RetryDelivery { delivery },
        Wish::StopDelivery => Command::StopDelivery { delivery },
        Wish::Discard => Command::Discard,
    }
}

/// What was seen: a status, or nothing.
fn seen(status: Option<f64>, now: Timestamp) -> Observation {
    let facts = status.map(|status| ("status".to_owned(), Fact::Number(status))).into_iter().collect();
    Observation { facts, failure: None, requests: vec![], latency_ms: 1, started_at: now }
}

fn made(check: &Check, id: ReceiptId, (connection, ran_by): (ConnectionName, MemberId), observation: Observation) -> Receipt {
    match check.can_be_run() {
        true => check.receipt(id, connection, ran_by, observation),
        false => check.pushed_receipt(id, ran_by, observation),
    }
}

/// A receipt of one of the checks that fit: it passes, warns, fails or has seen nothing.
fn receipt(story: &mut Story, roll: &Roll, ran_by: MemberId, fits: fn(&Check) -> bool) -> Receipt {
    let id = ReceiptId(story.id());
    let checks = &story.launch.template.checks;
    let fitting: Vec<&Check> = checks.iter().filter(|check| fits(check)).collect();
    // Where none fits, another one is refused.
    let check = roll.among(&fitting).copied().unwrap_or(&checks[0]);
    let status = roll.pick(&[Some(200.0), Some(200.0), Some(404.0), Some(503.0), None]);
    made(check, id, (roll.connection(), ran_by), seen(status, story.now))
}

/// A signature under what somebody saw, which may be of before the last events.
fn approval(story: &mut Story, roll: &Roll) -> NewApproval {
    let id = ApprovalId(story.id());
    let shown = story.history.len().saturating_sub(roll.behind).max(1);
    let shown = Launch::fold(&story.history[..shown]).unwrap();
    let role = roll.pick(&SIGNING);
    NewApproval {
        id,
        role,
        comment: roll.text.clone(),
        revision: shown.seq,
        snapshot: Digest::of(&shown.snapshot_bytes()),
        statement: String::new(),
        attestation: Attestation::Server { keyid: Digest::of(b""), signature: String::new() },
        covers: shown.covers_for(member(roll.who), role),
        covers_launch: shown.launch_digest(),
    }
}

fn report(roll: &Roll, launch: &Launch) -> NewReport {
    let digest = Digest::of(launch.seq.to_string().as_bytes());
    let also = Destination { system: "jira".parse().unwrap(), reference: "OPS-2".into() };
    let (revision, decision, to) = (launch.seq, Decision::NoGo, roll.perhaps(also).into_iter().collect());
    NewReport { revision, snapshot: digest, bundle: digest, html: digest, decision, to }
}

fn attempt(roll: &Roll, launch: &Launch) -> Attempt {
    let known = roll.among(&launch.deliveries);
    let (delivery, number) = known.map_or((Seq(1), 1), |known| (known.id, known.attempts + 1));
    let status = |status| Err(DeliveryTrouble::Status { doing: "commenting", status, wait_s: None });
    let seen = match roll.id % 3 {
        0 => delivery::commented(),
        1 => status(503),
        _ => status(401),
    };
    Attempt { delivery, number, seen }
}

/// What the server witnesses, and who it is by.
fn record(witness: Witness, roll: &Roll, story: &mut Story) -> (MemberId, Record) {
    let who = member(roll.who);
    let record = match witness {
        Witness::Checked => Record::Checked(Box::new(receipt(story, roll, who, Check::can_be_run))),
        Witness::Scheduled => {
            let by = MemberId::SCHEDULE;
            return (by, Record::Scheduled(Box::new(receipt(story, roll, by, |check| check.every().is_some()))));
        }
        Witness::Pushed => {
            let receipts = vec![receipt(story, roll, who, |check| check.pushed().is_some())];
            let evidence = vec![(roll.item(), roll.evidence(&story.launch, story.now))];
            Record::Pushed(NewPush { receipts, evidence })
        }
        Witness::Drilled => {
            let judged = receipt(story, roll, who, |check| check.drill().is_some());
            Record::Drilled(vec![judged, receipt(story, roll, who, |_| true)])
        }
        Witness::Approved => Record::Approved(Box::new(approval(story, roll))),
        Witness::ReportSigned => Record::ReportSigned(report(roll, &story.launch)),
        Witness::DeliveryAsked => delivery(roll.pick(&["OPS-1", "OPS-2"]), roll.id.is_multiple_of(2)),
        Witness::DeliveryTried => return (MemberId::SERVER, Record::DeliveryTried(attempt(roll, &story.launch))),
        Witness::TemplateUpgraded => Record::TemplateUpgraded(newer(roll, &story.launch)),
        Witness::RoleByGroup => Record::RoleByGroup(GroupRole { role: roll.pick(&ROLES), group: roll.text.clone() }),
    };
    (who, record)
}

pub fn wished(story: &Story, wish: Wish, roll: &Roll) -> Result<Vec<Event>, Refusal> {
    let command = command(wish, roll, &story.launch, story.now);
    assert_eq!(Wish::of(&command), wish);
    story.launch.decide(&command, &roll.context(story, member(roll.who)))
}

pub fn witnessed(story: &mut Story, witness: Witness, roll: &Roll) -> (MemberId, Result<Vec<Event>, Refusal>) {
    let (by, record) = record(witness, roll, story);
    assert_eq!(Witness::of(&record), witness);
    (by, story.launch.decide_record(&record, &roll.context(story, by)))
}

/// Ann ticks everything and runs, pushes and drills every check; she and Ben sign. What the rules refuse by now changes nothing.
///
/// * `expires_at`: of the notes that she attaches.
pub fn make_ready(story: &mut Story, expires_at: Option<Timestamp>) {
    let items: Vec<(ItemId, EvidenceNeed)> = story.launch.template.items().map(|(_, item)| (item.id.clone(), item.evidence)).collect();
    for (item, need) in items {
        let _ = story.act(1, Command::SetStatus { item: item.clone(), status: Status::Done, justification: None });
        if need == EvidenceNeed::Required {
            let (id, kind) = (EvidenceId(story.id()), EvidenceKind::Note { text: "seen".into() });
            let evidence = NewEvidence { id, kind, observed_at: story.now, expires_at };
            let _ = story.act(1, Command::AddEvidence { item, evidence });
        }
    }
    let connection = story.launch.details.connection.value.clone().unwrap_or_else(|| "prod".parse().unwrap());
    for check in story.launch.template.checks.clone() {
        let id = ReceiptId(story.id());
        let receipt = made(&check, id, (connection.clone(), member(1)), seen(Some(200.0), story.now));
        let record = match (check.pushed(), check.drill()) {
            (Some(_), _) => Record::Pushed(NewPush { receipts: vec![receipt], evidence: vec![] }),
            (None, Some(_)) => Record::Drilled(vec![receipt]),
            (None, None) => Record::Checked(Box::new(receipt)),
        };
        let _ = story.record(1, record);
    }
    let _ = story.sign(1, Role::ReleaseManager);
    let _ = story.sign(2, Role::Approver);
}

pub fn play(story: &mut Story, act: Act, roll: &Roll) {
    match act {
        Act::Wish(wish) => {
            if let Ok(events) = wished(story, wish, roll) {
                story.store(roll.who, events);
            }
        }
        Act::Witness(witness) => {
            if let (by, Ok(events)) = witnessed(story, witness, roll) {
                story.store(by.0.as_u128(), events);
            }
        }
        Act::Later => story.now += jiff::SignedDuration::from_mins(roll.minutes.abs()),
        Act::Ready => make_ready(story, roll.perhaps(roll.time(story.now))),
    }
}
