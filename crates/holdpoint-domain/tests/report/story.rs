//! Launches to report of, told act by act; every key, time, id and salt is fixed, so that the same story gives the same bytes.
#![allow(dead_code, reason = "each test binary uses a part of it")]

#[path = "authenticator.rs"]
pub mod authenticator;
#[path = "authority.rs"]
pub mod authority;

use std::collections::BTreeMap;
use std::sync::Arc;

use holdpoint_domain::check::{AnswerSeen, Check, Expectation, Fact, Heard, Method, Observation, Probe, SentRequest, Target};
use holdpoint_domain::id::*;
use holdpoint_domain::launch::*;
use holdpoint_domain::report::*;
use holdpoint_domain::template::Step;
use holdpoint_domain::template::*;
use uuid::Uuid;

pub const ANN: u128 = 1;
pub const BEN: u128 = 2;
/// Signs with a passkey of their own.
pub const CLEO: u128 = 3;
/// Signs with an SSH key of their own.
pub const DAN: u128 = 4;

pub fn start() -> Timestamp {
    "2026-11-24T10:00:00Z".parse().unwrap()
}

pub fn member(n: u128) -> MemberId {
    MemberId(Uuid::from_u128(n))
}

pub fn report_key() -> ReportKey {
    ReportKey::from_seed(&[7; 32]).unwrap()
}

pub fn log_key() -> LogKey {
    LogKey::for_server(Uuid::from_u128(0x5e), &[9; 32])
}

/// What an auditor pinned when the server was set up.
pub fn trust() -> TrustRoot {
    let since = "2026-01-01T00:00:00Z".parse().unwrap();
    let person = |n, name: &str| TrustedApprover { id: member(n), name: name.into(), erased: false, roles: vec![], keys: vec![] };
    let keyed = |n, name: &str, key: ApproverKey| TrustedApprover {
        keys: vec![TrustedApproverKey { kind: key.kind(), public_key: key.to_text(), valid_from: since, valid_until: None }],
        ..person(n, name)
    };
    TrustRoot {
        v: 1,
        report_keys: vec![TrustedKey::new(&report_key().public(), since)],
        log_keys: vec![TrustedLog::new(&log_key().public(), since)],
        roster: vec![
            person(ANN, "Ann"),
            person(BEN, "Ben"),
            keyed(CLEO, "Cleo", authenticator::passkey(CLEO)),
            keyed(DAN, "Dan", authenticator::ssh(DAN)),
        ],
        rp_id: "localhost".into(),
        origins: vec!["http://localhost:8080".into()],
        timestamp_authorities: vec![TrustedAuthority { name: "Example".into(), certificates: vec![authority::root().pem()] }],
    }
}

fn item(id: &str, level: Level, evidence: EvidenceNeed) -> Item {
    Item { id: id.parse().unwrap(), title: format!("Item {id}"), level, guidance: String::new(), evidence, facts: vec![] }
}

fn section(id: &str, title: &str, items: Vec<Item>) -> Section {
    Section { id: id.parse().unwrap(), title: title.into(), summary: String::new(), items }
}

fn ping() -> Check {
    let target = Target::Health;
    Check {
        id: "ping".parse().unwrap(),
        title: "Health answers".into(),
        summary: String::new(),
        probe: Probe::Http {
            target,
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
            why: "It answered {value}.".into(),
            next: "Mend it.".into(),
            ..Expectation::default()
        }],
        proves: vec!["c".parse().unwrap()],
        ttl_minutes: 60,
        preflight: true,
        schedule: None,
    }
}

/// Items `a` (evidence optional), `b` (required), `c` (proved by check `ping`), `d` (optional), `s` (should).
pub fn template() -> Template {
    let step = |id: &str, title: &str, check: Option<&str>| Step {
        id: id.parse().unwrap(),
        title: title.into(),
        detail: String::new(),
        commands: vec![],
        check: check.map(|check| check.parse().unwrap()),
        call: None,
    };
    let required = |role| RequiredRole { role, count: 1 };
    Template {
        format: 1,
        name: "story".parse().unwrap(),
        version: "1.0.0".into(),
        title: "Story".into(),
        summary: String::new(),
        policy: Policy {
            required: vec![required(Role::ReleaseManager), required(Role::Approver)],
            distinct_approvers: true,
            segregation_of_duties: false,
        },
        sections: vec![
            section(
                "code",
                "Code & data",
                vec![item("a", Level::Must, EvidenceNeed::Optional), item("b", Level::Must, EvidenceNeed::Required)],
            ),
            section(
                "run",
                "Running",
                vec![
                    item("c", Level::Must, EvidenceNeed::Check),
                    item("d", Level::Must, EvidenceNeed::Optional),
                    item("s", Level::Should, EvidenceNeed::Optional),
                ],
            ),
        ],
        checks: vec![ping()],
        runbooks: vec![Runbook {
            id: "rollback".parse().unwrap(),
            title: "Roll back".into(),
            summary: String::new(),
            steps: vec![step("flag", "Switch the flag off", None), step("verify", "See that it is healthy", Some("ping"))],
        }],
        alerts: vec![],
        resources: vec![],
        next_steps: vec![],
    }
}

/// One item, one approver: the smallest launch that can be signed off.
pub fn small_template() -> Template {
    let mut template = template();
    template.sections = vec![section("s", "S", vec![item("a", Level::Must, EvidenceNeed::Optional)])];
    template.checks.clear();
    template.runbooks.clear();
    template.policy = Policy { required: vec![], distinct_approvers: false, segregation_of_duties: false };
    template
}

/// A launch with its log.
pub struct Story {
    pub launch: Launch,
    /// Leaf and payload of every event.
    pub log: Vec<(Vec<u8>, Vec<u8>)>,
    pub now: Timestamp,
    ids: u128,
}

impl Story {
    /// Ann (1) makes the launch and runs it, Ben (2) approves.
    pub fn begin(template: Template, number: u32) -> Self {
        let digest = Digest::of(&serde_json::to_vec(&template).unwrap());
        let template_ref = TemplateRef { name: template.name.clone(), version: template.version.clone(), digest };
        let wish = NewLaunch {
            ticket: Some("CHG-1042".into()),
            connection: Some("prod".parse().unwrap()),
            ..NewLaunch::new("Checkout 3", template.name.clone())
        };
        let context = Context { actor: member(ANN), actor_name: "Ann".into(), owner: false, now: start(), based_on: Seq(0) };
        let events = Launch::create(&wish, (Arc::new(template), template_ref), &context).unwrap();
        let mut events = events.into_iter();
        let first =
            Recorded { launch: LaunchId(number), seq: Seq(1), by: member(ANN), at: start(), command: None, event: events.next().unwrap() };
        let mut story = Self { launch: Launch::begin(&first).unwrap(), log: vec![], now: start(), ids: 100 };
        story.keep(&first);
        story.store(ANN, events.collect());
        story.act(ANN, Command::SetRole { member: member(BEN), name: "Ben".into(), role: Role::Approver, sections: vec![] }).unwrap();
        story
    }

    fn keep(&mut self, recorded: &Recorded) {
        let payload = serde_json::to_vec(&recorded.event).unwrap();
        let mut salt = [0; 16];
        salt[..8].copy_from_slice(&recorded.seq.0.to_le_bytes());
        self.log.push((Leaf::of(recorded, &payload, salt).1, payload));
    }

    fn store(&mut self, who: u128, events: Vec<Event>) {
        for event in events {
            let seq = self.launch.seq.next();
            let recorded = Recorded { launch: self.launch.id, seq, by: member(who), at: self.now, command: None, event };
            self.launch.apply(&recorded);
            self.keep(&recorded);
        }
    }

    fn context(&self, who: u128) -> Context {
        let actor_name = name(who).to_owned();
        Context { actor: member(who), actor_name, owner: false, now: self.now, based_on: self.launch.seq }
    }

    pub fn act(&mut self, who: u128, command: Command) -> Result<(), Refusal> {
        let events = self.launch.decide(&command, &self.context(who))?;
        self.store(who, events);
        Ok(())
    }

    pub fn record(&mut self, who: u128, record: Record) -> Result<(), Refusal> {
        let events = self.launch.decide_record(&record, &self.context(who))?;
        self.store(who, events);
        Ok(())
    }

    pub fn id(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u128(self.ids)
    }

    pub fn status(&mut self, item: &str, status: Status, why: Option<&str>) {
        let command = Command::SetStatus { item: item.parse().unwrap(), status, justification: why.map(str::to_owned) };
        self.act(ANN, command).unwrap();
    }

    pub fn evidence(&mut self, item: &str, kind: EvidenceKind, expires_at: Option<Timestamp>) {
        let evidence = NewEvidence { id: EvidenceId(self.id()), kind, observed_at: self.now, expires_at };
        self.act(ANN, Command::AddEvidence { item: item.parse().unwrap(), evidence }).unwrap();
    }

    pub fn waive(&mut self, item: &str, hours: i64) {
        let waiver = WaiverId(self.id());
        let expires_at = self.now + jiff::SignedDuration::from_hours(hours);
        let item: ItemId = item.parse().unwrap();
        let (reason, mitigation) = ("The vendor's sandbox is down.".into(), Some("A second person watches.".into()));
        self.act(ANN, Command::RequestWaiver { item: item.clone(), waiver, reason, mitigation, expires_at }).unwrap();
        // Refused when Ben may not.
        let _ = self.act(BEN, Command::ApproveWaiver { item, waiver });
    }

    /// Runs the check; zero: nothing was seen, so that its result is unknown.
    pub fn ping(&mut self, status: f64) -> ReceiptId {
        let request = SentRequest {
            method: "GET".into(),
            url: "https://shop.example.com/health".into(),
            headers: Default::default(),
            status: Some(status as u16),
            body_digest: Some(Digest::of(b"{}")),
            peer: Some("203.0.113.7:443".into()),
            tls_fingerprint: Some(Digest::of(b"certificate")),
            allowed_by_operator: false,
        };
        let facts = [("status".to_owned(), Fact::Number(status)), ("latency_ms".to_owned(), Fact::Number(41.5))];
        let facts = facts.into_iter().filter(|_| status != 0.0).collect();
        let observation = Observation { facts, failure: None, requests: vec![request], latency_ms: 42, started_at: self.now };
        let id = ReceiptId(self.id());
        let receipt = self.launch.template.checks[0].receipt(id, "prod".parse().unwrap(), member(ANN), observation);
        self.record(ANN, Record::Checked(Box::new(receipt))).unwrap();
        id
    }

    pub fn rehearse(&mut self) {
        let run = RunId(self.id());
        let step = |id: &str| id.parse::<StepId>().unwrap();
        self.act(ANN, Command::StartRun { run, runbook: "rollback".parse().unwrap(), rehearsal: true }).unwrap();
        self.act(ANN, Command::StartStep { run, step: step("flag") }).unwrap();
        self.later(2);
        let finish = |step, note: Option<&str>| Command::FinishStep { run, step, outcome: StepState::Done, note: note.map(str::to_owned) };
        self.act(ANN, finish(step("flag"), Some("off in 40 s"))).unwrap();
        self.act(BEN, Command::StartStep { run, step: step("verify") }).unwrap();
        self.ping(200.0);
        self.act(BEN, finish(step("verify"), None)).unwrap();
    }

    pub fn sign(&mut self, who: u128) -> Result<(), Refusal> {
        let role = if who == ANN { Role::ReleaseManager } else { Role::Approver };
        let id = ApprovalId(self.id());
        let comment = if who == BEN { "Read it all; <b>good</b>." } else { "" };
        let nonce = id.0.into_bytes();
        let input = ApprovalInput { launch: &self.launch, id, approver: member(who), role, comment, signed_at: self.now, nonce };
        let new = attested_approval(&input, &report_key()).unwrap();
        self.record(who, Record::Approved(Box::new(new)))
    }

    /// What somebody would sign now.
    pub fn statement(&mut self, who: u128, role: Role) -> Vec<u8> {
        let id = ApprovalId(self.id());
        let nonce = id.0.into_bytes();
        approval_statement(&ApprovalInput {
            launch: &self.launch,
            id,
            approver: member(who),
            role,
            comment: "",
            signed_at: self.now,
            nonce,
        })
    }

    /// Records what somebody signed with their own key.
    pub fn sign_own(&mut self, who: u128, statement: &[u8], key: &ApproverKey, signature: &approver::OwnSignature) {
        let told = serde_json::from_slice(statement).unwrap();
        let origins = trust().origins;
        let new = signed_by_key(statement, &told, (key, signature), authenticator::site(&origins)).unwrap();
        self.record(who, Record::Approved(Box::new(new))).unwrap();
    }

    pub fn later(&mut self, minutes: i64) {
        self.now += jiff::SignedDuration::from_mins(minutes);
    }

    pub fn entries(&self) -> Vec<LogEntry<'_>> {
        self.log.iter().map(|(leaf, payload)| LogEntry { leaf, payload, was: None }).collect()
    }

    pub fn issue(&self) -> IssuedReport {
        let (log, report_key, log_key) = (self.entries(), report_key(), log_key());
        let page = Some(Digest::of(b"page"));
        let input = ReportInput {
            launch: &self.launch,
            log: &log,
            report_key: &report_key,
            log_key: &log_key,
            issued_at: self.now,
            version: "0.1.0",
            page,
        };
        issue(&input).unwrap()
    }

    /// Records a report, and gives its sidecar.
    pub fn file(&mut self, report: &IssuedReport) -> String {
        self.record(ANN, Record::ReportSigned(report.record())).unwrap();
        tlog_proof(&log_key(), self.launch.id, &self.entries(), self.launch.seq).unwrap()
    }
}

/// A launch with one of everything, ready to be signed: a link, notes, a receipt, a waiver, something that does not apply, a
/// rehearsal, artifacts, a window.
pub fn ready(number: u32) -> Story {
    let mut story = Story::begin(template(), number);
    let artifacts = ["shop-api", "shop-web"].map(|name| Artifact { name: name.into(), digest: Digest::of(name.as_bytes()) }).to_vec();
    story.act(ANN, Command::SetArtifacts { artifacts }).unwrap();
    let window = Window { from: "2026-11-24T10:30:00Z".parse().unwrap(), to: "2026-11-24T11:00:00Z".parse().unwrap() };
    story.act(ANN, Command::SetWindow { window: Some(window) }).unwrap();
    story.act(ANN, Command::SetTarget { target: Some("2026-11-24".parse().unwrap()) }).unwrap();
    story.status("a", Status::Done, None);
    story.status("b", Status::Done, None);
    story.evidence("b", EvidenceKind::Note { text: "Seen by Ann & Ben:\n<script>alert(1)</script>".into() }, None);
    let link = EvidenceKind::Link { url: "https://ci.example.com/run/7?a=1&b=2".into(), title: "CI run 7".into() };
    story.evidence("b", link, None);
    story.later(3);
    let receipt = story.ping(200.0);
    story.status("c", Status::Done, None);
    story.evidence("c", EvidenceKind::Receipt { check: "ping".parse().unwrap(), receipt }, None);
    story.waive("d", 48);
    story.status("s", Status::NotApplicable, Some("There is no such part."));
    story.rehearse();
    story.later(5);
    story
}

/// [`ready`], signed by both.
pub fn signed(number: u32) -> Story {
    let mut story = ready(number);
    story.sign(ANN).unwrap();
    story.later(1);
    story.sign(BEN).unwrap();
    story.later(1);
    story
}

fn name(who: u128) -> &'static str {
    match who {
        ANN => "Ann",
        BEN => "Ben",
        CLEO => "Cleo",
        _ => "Dan",
    }
}

/// [`ready`], signed by Cleo as release manager with a passkey, and by Dan as approver with an SSH key.
pub fn signed_with_keys(number: u32) -> Story {
    let mut story = ready(number);
    for (who, role) in [(CLEO, Role::ReleaseManager), (DAN, Role::Approver)] {
        story.act(ANN, Command::SetRole { member: member(who), name: name(who).into(), role, sections: vec![] }).unwrap();
    }
    let statement = story.statement(CLEO, Role::ReleaseManager);
    let touch = authenticator::Touch::default();
    story.sign_own(CLEO, &statement, &authenticator::passkey(CLEO), &authenticator::touch(CLEO, &statement, &touch));
    story.later(1);
    let statement = story.statement(DAN, Role::Approver);
    story.sign_own(DAN, &statement, &authenticator::ssh(DAN), &authenticator::ssh_sign(DAN, challenge::NAMESPACE, &statement));
    story.later(1);
    story
}

/// The smallest launch that is a go.
pub fn small() -> Story {
    let mut story = Story::begin(small_template(), 7);
    story.status("a", Status::Done, None);
    story.sign(ANN).unwrap();
    story
}

/// A run of `ping` that saw a status, signed by itself.
pub fn signed_receipt(status: f64) -> Vec<u8> {
    let check = ping();
    let started_at = start() + jiff::SignedDuration::from_mins(30);
    let headers = BTreeMap::from([("authorization".to_owned(), "Bearer {env:TOKEN}".to_owned())]);
    let mut sent = SentRequest::new("GET", "https://app.example.com/health".into(), headers);
    (sent.status, sent.body_digest) = (Some(status as u16), Some(Digest::of(b"{\"status\":\"ok\"}")));
    let facts = [("status".to_owned(), Fact::Number(status))].into();
    let observation = Observation { facts, failure: None, requests: vec![sent], latency_ms: 12, started_at };
    let receipt = check.receipt(ReceiptId(Uuid::from_u128(7)), "prod".parse().unwrap(), member(1), observation);
    let answer = AnswerSeen { body_bytes: 15, excerpt: Some("{\"status\":\"ok\"}".into()), ..AnswerSeen::default() };
    let heard = [Heard { request_body: None, answer: Some(answer) }];
    let issued_at = started_at + jiff::SignedDuration::from_secs(1);
    let input = ReceiptInput {
        launch: LaunchId(42),
        check: &check,
        receipt: &receipt,
        name: "Ann",
        heard: &heard,
        issued_at,
        version: "0.1.0",
        key: &report_key(),
    };
    sign_receipt(&input).unwrap()
}
