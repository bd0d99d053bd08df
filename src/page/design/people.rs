//! What people did in a launch, drawn from one that is nowhere: steps of a runbook, signatures, waivers, comments; and launches on the board.

use std::sync::Arc;

use holdpoint_domain::id::{ApprovalId, CommentId, Date, Digest, ItemId, LaunchId, MemberId, RunId, Seq, WaiverId};
use holdpoint_domain::launch::{
    Approval, Attestation, Decision, Event, Launch, Progress, Reason, Recorded, SectionProgress, StepState, Why,
};
use holdpoint_domain::template::{Role, Step, Template, TemplateRef};
use holdpoint_domain::wire::{LaunchSummary, Person, WaitsFor};
use leptos::context::Provider;
use leptos::prelude::*;

use super::Group;
use super::checks::in_minutes;
use super::work::NOWHERE;
use crate::clock::{self, Ticking};
use crate::desk::Desk;
use crate::page::item::{Talk, WaiverBlock};
use crate::page::launches::Card;
use crate::page::rollback::StepRow;
use crate::page::sign_off::Approvals;
use crate::ui::Remote;

const DAY: i64 = 24 * 60;

/// The items with waivers, and the one that is talked about.
const ITEMS: [&str; 6] = ["none", "requested", "approved", "refused", "ended", "said"];

/// What happened, one event after the other.
struct Log {
    launch: Launch,
    ann: MemberId,
    ben: MemberId,
}

impl Log {
    fn put(&mut self, by: MemberId, event: Event) {
        let seq = Seq(self.launch.seq.0 + 1);
        self.launch.apply(&Recorded { launch: NOWHERE, seq, by, at: in_minutes(-30), command: None, event });
    }

    fn begin(ann: &Person) -> Option<Self> {
        let items = ITEMS.map(|id| serde_json::json!({ "id": id, "title": format!("An item: {id}"), "level": "must" }));
        let step = |id: &str, title: &str| serde_json::json!({ "id": id, "title": title, "detail": "Wait until `kubectl rollout status` says so." });
        let call = serde_json::json!({ "name": "Network on call", "phone": "+49 30 1234567", "link": "https://example.com/rota" });
        let template: Template = serde_json::from_value(serde_json::json!({
            "format": 1, "name": "design", "version": "1.0.0", "title": "Design", "summary": "",
            "sections": [{ "id": "people", "title": "People", "items": items }],
            "runbooks": [{ "id": "back", "title": "Back", "steps": [
                step("done", "A step that is done"),
                step("skipped", "A step that was skipped"),
                step("failed", "A step that failed"),
                { "id": "started", "title": "A step that somebody is at", "commands": ["kubectl rollout undo deployment/chat"], "call": call },
                step("waiting", "A step that waits"),
            ] }],
        }))
        .ok()?;
        let template_ref = TemplateRef { name: "design".parse().ok()?, version: "1.0.0".into(), digest: Digest::of(b"design") };
        let event = Event::Created { name: "Support chat 2.4".into(), template: Arc::new(template), template_ref, sample: false };
        let recorded = Recorded { launch: NOWHERE, seq: Seq(1), by: ann.id, at: in_minutes(-DAY), command: None, event };
        let mut log = Self { launch: Launch::begin(&recorded)?, ann: ann.id, ben: MemberId(clock::new_id()) };
        for (member, name) in [(log.ann, "Ann Archer"), (log.ben, "Ben Baker")] {
            let (name, role) = (name.to_owned(), Role::ReleaseManager);
            log.put(ann.id, Event::MemberJoined { member, name, role, sections: Vec::new(), group: None });
        }
        Some(log)
    }

    fn run(&mut self) -> Option<()> {
        let (run, ann) = (RunId(clock::new_id()), self.ann);
        self.put(ann, Event::RunStarted { run, runbook: "back".parse().ok()?, rehearsal: true });
        for (step, outcome, note) in [
            ("done", Some(StepState::Done), None),
            ("skipped", Some(StepState::Skipped), Some("There is no cache in this environment.")),
            ("failed", Some(StepState::Failed), Some("The old image is gone from the registry.")),
            ("started", None, None),
        ] {
            self.put(ann, Event::StepStarted { run, step: step.parse().ok()? });
            if let Some(outcome) = outcome {
                let (step, note) = (step.parse().ok()?, note.map(str::to_owned));
                self.put(ann, Event::StepFinished { run, step, outcome, note, receipt: None });
            }
        }
        Some(())
    }

    fn waive(&mut self) -> Option<()> {
        let (ann, ben) = (self.ann, self.ben);
        for id in ["requested", "approved", "refused", "ended"] {
            let (item, waiver): (ItemId, _) = (id.parse().ok()?, WaiverId(clock::new_id()));
            let (reason, mitigation) = ("The new cache comes next week.".to_owned(), Some("It is emptied by hand.".to_owned()));
            let expires_at = in_minutes(if id == "ended" { -60 } else { 9 * DAY });
            self.put(ben, Event::WaiverRequested { item: item.clone(), waiver, reason, mitigation, expires_at });
            match id {
                "requested" => {}
                "refused" => self.put(ann, Event::WaiverRefused { item, waiver }),
                _ => self.put(ann, Event::WaiverApproved { item, waiver }),
            }
        }
        Some(())
    }

    fn talk(&mut self) -> Option<()> {
        let (ann, ben) = (self.ann, self.ben);
        for (by, text, mentions) in [
            (ben, "@Ann Archer which vault is it in?", vec![ann]),
            (ann, "@Ben Baker the one of eu-1.", vec![ben]),
            (ben, "Seen there, thank you.", Vec::new()),
        ] {
            let comment = CommentId(clock::new_id());
            self.put(by, Event::Commented { item: "said".parse().ok()?, comment, text: text.into(), mentions });
        }
        Some(())
    }

    /// One that holds, one before a change, one that was taken back, and one of somebody who has left.
    fn sign(&mut self) {
        let (ann, ben, cem, covers_launch) = (self.ann, self.ben, MemberId(clock::new_id()), self.launch.launch_digest());
        let (name, role) = ("Cem Cook".to_owned(), Role::ReleaseManager);
        self.put(ann, Event::MemberJoined { member: cem, name, role, sections: Vec::new(), group: None });
        for (approver, comment) in [(ben, "Read it all."), (ann, ""), (ben, "Too early."), (cem, "Read it before I go.")] {
            let (id, mut covers) = (ApprovalId(clock::new_id()), self.launch.item_digests());
            if approver == ann {
                covers.values_mut().take(2).for_each(|digest| *digest = Digest::of(b"before"));
            }
            let approval = Approval {
                id,
                approver,
                role: Role::ReleaseManager,
                comment: comment.into(),
                at: in_minutes(-20),
                snapshot: Digest::of(b"snapshot"),
                statement: String::new(),
                attestation: Attestation::Server { keyid: Digest::of(b"key"), signature: String::new() },
                covers,
                covers_launch,
                seq: Seq(0),
                revoked: None,
            };
            self.put(approver, Event::Approved { approval: Box::new(approval) });
            if comment == "Too early." {
                self.put(approver, Event::ApprovalRevoked { approval: id, reason: "The rehearsal failed after all.".into() });
            }
        }
        self.put(ann, Event::MemberLeft { member: cem });
    }
}

/// Of somebody who works on it; nobody else hears of it.
fn nowhere() -> Option<Desk> {
    let ann = Person { id: MemberId(clock::new_id()), name: "Ann Archer".into(), owner: false };
    let mut log = Log::begin(&ann)?;
    log.run()?;
    log.waive()?;
    log.talk()?;
    log.sign();
    Some(Desk::open(ann, log.launch.into(), false))
}

#[component]
pub fn WithPeople() -> impl IntoView {
    let Some(desk) = nowhere() else { return ().into_any() };
    let run = Memo::new(move |_| desk.shown.with(|launch| launch.runs.last().cloned()));
    let steps = desk.shown.with_untracked(|launch| launch.template.runbooks.iter().flat_map(|book| book.steps.clone()).collect::<Vec<_>>());
    let step = move |(place, step): (usize, Step)| view! { <StepRow place=place + 1 step shown=run /> };
    let items = ITEMS.map(|id| id.parse::<ItemId>().ok()).into_iter().flatten();
    let of = move |item: ItemId| {
        let state = Memo::new({
            let item = item.clone();
            move |_| desk.shown.with(|launch| launch.items.get(&item).map(|state| (**state).clone()))
        });
        (item, state)
    };
    let (said, waived): (Vec<_>, Vec<_>) = items.map(of).partition(|(item, _)| item.as_str() == "said");
    view! {
        <Provider value=desk>
            // Whoever pressed something here would tell the server of a launch that is nowhere.
            <fieldset class="hands" disabled=true>
                <Group id="steps" title="A runbook's steps">
                    <ol class="runbook">{steps.into_iter().enumerate().map(step).collect_view()}</ol>
                </Group>
                <Group id="signed" title="Who signed">
                    <Approvals />
                </Group>
                <Group id="waived" title="Accepted risks">
                    {waived.into_iter().map(|(item, state)| view! { <WaiverBlock item state /> }).collect_view()}
                </Group>
                <Group id="said" title="What people said">
                    {said.into_iter().map(|(item, state)| view! { <Talk item state /> }).collect_view()}
                </Group>
            </fieldset>
        </Provider>
    }
    .into_any()
}

#[component]
pub fn OnTheBoard() -> impl IntoView {
    let today = untrack(|| expect_context::<Ticking>().today());
    let chart: fn() -> AnyView = || ().into_any();
    let all: Vec<_> = [
        summary(4, "It goes", Decision::Go, (Some(today), None)),
        summary(3, "It is late", Decision::NoGo, (today.yesterday().ok(), None)),
        summary(2, "It is over", Decision::NoGo, (today.yesterday().ok(), Some(Decision::Go))),
        summary(1, "It has no day, and is there to look around", Decision::NoGo, (None, None)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let launches = RwSignal::new(Remote::of(all.clone()));
    view! {
        <Group id="board" title="Launches on the board">
            <ul class="board">{all.into_iter().map(|launch| view! { <Card launch launches chart /> }).collect_view()}</ul>
        </Group>
    }
}

fn summary(id: u32, name: &str, decision: Decision, (target, reported): (Option<Date>, Option<Decision>)) -> Option<LaunchSummary> {
    let part = |section: &str, title: &str, settled: u32| {
        let progress = Progress { settled, blocked: 0, total: 5 };
        Some(SectionProgress { section: section.parse().ok()?, title: title.into(), progress })
    };
    let open = decision == Decision::NoGo;
    let why = Why::NobodySigned { role: Role::ReleaseManager };
    let waits = |name: &str, items: u32| WaitsFor { id: MemberId(clock::new_id()), name: name.into(), items };
    Some(LaunchSummary {
        // None has such a number.
        id: LaunchId(u32::MAX - id),
        name: name.into(),
        template: TemplateRef { name: "design".parse().ok()?, version: "1.0.0".into(), digest: Digest::of(b"design") },
        template_title: "Design".into(),
        target,
        ticket: Some("CHG-4711".into()),
        progress: Progress { settled: if open { 7 } else { 10 }, blocked: 0, total: 10 },
        sections: vec![part("access", "Access and secrets", 5)?, part("data", "Data", if open { 2 } else { 5 })?],
        decision,
        reasons: if open { 4 } else { 0 },
        first_reasons: if open { vec![Reason { item: None, check: None, why }] } else { Vec::new() },
        waits_for: if open { vec![waits("Ann Archer", 3), waits("Ben Baker", 1)] } else { Vec::new() },
        reported,
        sample: target.is_none(),
        seq: Seq(9),
        created_at: in_minutes(-9 * DAY),
        changed_at: in_minutes(-DAY),
    })
}
