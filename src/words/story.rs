//! What happened in a launch, in the reader's language.

use holdpoint_domain::check::{Made, Receipt, Verdict};
use holdpoint_domain::id::{MemberId, SectionId, Seq};
use holdpoint_domain::launch::{Delivery, DeliveryOutcome, Event, EvidenceKind, Launch, StepState};
use holdpoint_domain::template::Role;

use super::{moment, person, roles};
use crate::{say, text};

/// The event without its actor and time: `set the status to done`; of a delivery only whether it came, see [`super::delivery::told`]. How a language puts the actor before it is `history-line`'s to say.
pub fn told(launch: &Launch, event: &Event) -> String {
    match event {
        Event::Created { name, template_ref, .. } => {
            say!("story-created", name = name, template = template_ref.name.to_string(), version = template_ref.version.to_string())
        }
        Event::MemberJoined { .. } | Event::RoleSet { .. } | Event::MemberLeft { .. } | Event::PolicySet { .. } => people(launch, event),
        Event::WatchingSet { connection: Some(name) } => say!("story-watching-on", name = name.to_string()),
        Event::WatchingSet { connection: None } => say!("story-watching-off").into(),
        Event::TemplateUpgraded { template_ref, .. } => say!("story-upgraded", version = template_ref.version.to_string()),
        Event::NameSet { name } => say!("story-named", name = name),
        Event::TargetSet { target: Some(date) } => say!("story-target", date = text::date(*date)),
        Event::TargetSet { target: None } => say!("story-target-none").into(),
        Event::WindowSet { window: Some(window) } => say!("story-window", from = moment(window.from), to = moment(window.to)),
        Event::WindowSet { window: None } => say!("story-window-none").into(),
        Event::TicketSet { ticket: Some(ticket) } => say!("story-ticket", ticket = ticket),
        Event::TicketSet { ticket: None } => say!("story-ticket-none").into(),
        Event::ArtifactsSet { artifacts } => say!("story-artifacts", count = artifacts.len()),
        Event::ConnectionSet { connection: Some(name) } => say!("story-connection", name = name.to_string()),
        Event::ConnectionSet { connection: None } => say!("story-connection-none").into(),
        Event::StatusSet { .. }
        | Event::OwnerSet { .. }
        | Event::DueSet { .. }
        | Event::EvidenceAdded { .. }
        | Event::EvidenceRemoved { .. }
        | Event::Commented { .. }
        | Event::WaiverRequested { .. }
        | Event::WaiverApproved { .. }
        | Event::WaiverRefused { .. } => item(launch, event),
        Event::Checked { receipt, .. } => checked(receipt),
        Event::RunStarted { runbook, rehearsal: true, .. } => say!("story-rehearsal", runbook = runbook.to_string()),
        Event::RunStarted { runbook, rehearsal: false, .. } => say!("story-run", runbook = runbook.to_string()),
        Event::StepStarted { step, .. } => say!("story-step-started", step = step.to_string()),
        Event::StepFinished { step, outcome, note: Some(note), .. } => {
            say!("story-step-noted", step = step.to_string(), outcome = step_state(*outcome), note = note)
        }
        Event::StepFinished { step, outcome, note: None, .. } => {
            say!("story-step", step = step.to_string(), outcome = step_state(*outcome))
        }
        Event::RunEnded { note: Some(note), .. } => say!("story-run-abandoned", note = note),
        Event::RunEnded { note: None, .. } => say!("story-run-ended").into(),
        Event::Approved { approval } => say!("story-signed", role = roles::role(approval.role)),
        Event::ApprovalRevoked { reason, .. } => say!("story-revoked", reason = reason),
        Event::ReportSigned { report } => say!("story-report", report = report.bundle.short()),
        Event::DeliveryAsked { .. } | Event::DeliveryTried { .. } | Event::DeliveryResumed { .. } | Event::DeliveryStopped { .. } => {
            delivery(launch, event)
        }
        Event::Discarded => say!("story-discarded").into(),
        Event::Erased { events, .. } => say!("story-erased", count = events.len()),
    }
}

/// Who did something: a person by their name, and what does things without one in the reader's language.
pub fn who(launch: &Launch, by: MemberId) -> String {
    if by == MemberId::SCHEDULE {
        say!("who-schedule").into()
    } else if by == MemberId::SERVER {
        say!("who-server").into()
    } else if !launch.members.contains_key(&by) && !launch.former.contains_key(&by) {
        say!("who-owner").into()
    } else {
        person(launch.name_of(by)).to_owned()
    }
}

/// What somebody has done themselves, with the item that it is about.
pub fn done(launch: &Launch, event: &Event) -> String {
    let words = told(launch, event);
    match event.item().and_then(|item| launch.template.item(item)) {
        Some(item) => say!("undo-of-item", title = &item.title, words = words),
        None => say!("undo-of-launch", words = words),
    }
}

fn people(launch: &Launch, event: &Event) -> String {
    match event {
        Event::MemberJoined { role, group: Some(group), .. } => say!("story-joined-by-group", role = roles::role(*role), group = group),
        Event::RoleSet { role, group: Some(group), .. } => say!("story-role-by-group", role = roles::role(*role), group = group),
        Event::MemberJoined { name, role, sections, .. } => joined(name, *role, &titles(launch, sections)),
        Event::RoleSet { member, role, sections, .. } => role_set(launch.name_of(*member), *role, &titles(launch, sections)),
        Event::MemberLeft { member } => say!("story-left", name = launch.name_of(*member)),
        Event::PolicySet { policy: Some(policy) } => say!("story-policy", policy = roles::policy(policy)),
        Event::PolicySet { policy: None } => say!("story-policy-none").into(),
        _ => launch.words(event),
    }
}

fn joined(name: &str, role: Role, sections: &str) -> String {
    let role = roles::role(role);
    match sections {
        "" => say!("story-role-given", name = name, role = role),
        sections => say!("story-role-given-for", name = name, role = role, sections = sections),
    }
}

fn role_set(name: &str, role: Role, sections: &str) -> String {
    let role = roles::role(role);
    match sections {
        "" => say!("story-role", name = name, role = role),
        sections => say!("story-role-for", name = name, role = role, sections = sections),
    }
}

/// Empty: all sections.
fn titles(launch: &Launch, sections: &[SectionId]) -> String {
    let chosen = launch.template.sections.iter().filter(|section| sections.contains(&section.id));
    text::list(chosen.map(|section| section.title.as_str()))
}

fn item(launch: &Launch, event: &Event) -> String {
    match event {
        Event::StatusSet { status, justification: Some(why), .. } => say!("story-status-why", status = text::status(*status), why = why),
        Event::StatusSet { status, justification: None, .. } => say!("story-status", status = text::status(*status)),
        Event::OwnerSet { owner: Some(owner), .. } => say!("story-owner", name = launch.name_of(*owner)),
        Event::OwnerSet { owner: None, .. } => say!("story-owner-none").into(),
        Event::DueSet { due: Some(due), .. } => say!("story-due", due = text::date(*due)),
        Event::DueSet { due: None, .. } => say!("story-due-none").into(),
        Event::EvidenceAdded { evidence, .. } => match &evidence.kind {
            EvidenceKind::Link { title, .. } => say!("story-evidence-link", title = title),
            EvidenceKind::Note { .. } => say!("story-evidence-note").into(),
            EvidenceKind::Receipt { check, .. } => say!("story-evidence-receipt", check = check.to_string()),
            EvidenceKind::File { name, media: None, .. } => say!("story-evidence-file", name = name),
            EvidenceKind::File { name, media: Some(_), .. } => say!("story-evidence-upload", name = name),
        },
        Event::EvidenceRemoved { .. } => say!("story-evidence-removed").into(),
        Event::Commented { mentions, .. } if mentions.is_empty() => say!("story-commented").into(),
        Event::Commented { mentions, .. } => say!("story-asked", names = launch.names_of(mentions)),
        Event::WaiverRequested { reason, expires_at, .. } => say!("story-waiver-asked", end = moment(*expires_at), reason = reason),
        Event::WaiverApproved { .. } => say!("story-waiver-approved").into(),
        Event::WaiverRefused { .. } => say!("story-waiver-refused").into(),
        _ => launch.words(event),
    }
}

fn checked(receipt: &Receipt) -> String {
    let (check, verdict) = (receipt.check.to_string(), verdict(receipt.judgement.verdict));
    match receipt.made() {
        Made::Ran => say!("story-check-ran", check = check, verdict = verdict),
        Made::Pushed => say!("story-check-pushed", check = check, verdict = verdict),
        Made::Drilled => say!("story-check-drilled", check = check, verdict = verdict),
    }
}

/// A check's verdict as a word in a sentence.
pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => say!("verdict-pass"),
        Verdict::Warn => say!("verdict-warning"),
        Verdict::Unknown => say!("verdict-unknown"),
        Verdict::Fail => say!("verdict-fail"),
    }
}

/// How a step of a runbook is, as a word in a sentence.
pub fn step_state(state: StepState) -> &'static str {
    match state {
        StepState::Waiting => say!("step-waiting"),
        StepState::Started => say!("step-started"),
        StepState::Done => say!("step-done"),
        StepState::Skipped => say!("step-skipped"),
        StepState::Failed => say!("step-failed"),
    }
}

fn delivery(launch: &Launch, event: &Event) -> String {
    match event {
        Event::DeliveryAsked { to, report, each } => {
            let (report, ticket, system) = (report.short(), to.reference.as_str(), to.system.to_string());
            match each {
                true => say!("story-delivery-asked-each", report = report, ticket = ticket, system = system),
                false => say!("story-delivery-asked", report = report, ticket = ticket, system = system),
            }
        }
        Event::DeliveryTried { delivery, outcome: DeliveryOutcome::Sent { .. } } => {
            say!("story-brought", what = delivered(launch, *delivery))
        }
        Event::DeliveryTried { delivery, .. } => say!("story-not-brought", what = delivered(launch, *delivery)),
        Event::DeliveryResumed { delivery } => say!("story-delivery-resumed", what = delivered(launch, *delivery)),
        Event::DeliveryStopped { delivery } => say!("story-delivery-stopped", what = delivered(launch, *delivery)),
        _ => launch.words(event),
    }
}

pub(super) fn delivered(launch: &Launch, id: Seq) -> String {
    match launch.delivery(id) {
        Some(Delivery { to, report, .. }) => {
            say!("story-report-to", report = report.short(), ticket = to.reference.as_str(), system = to.system.to_string())
        }
        None => say!("story-report-of", place = id.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use holdpoint_domain::id::LaunchId;
    use holdpoint_domain::launch::{ERASED_NAME, Recorded};
    use uuid::Uuid;

    use super::*;
    use crate::words::{delivery, language};

    fn stored() -> (Launch, Vec<Recorded>) {
        let stored = include_str!("../../crates/holdpoint-domain/testdata/events-v1.jsonl");
        let (launch, by): (LaunchId, _) = ("LCH-1".parse().unwrap(), MemberId(Uuid::from_u128(1)));
        let at = "2026-11-24T10:00:00Z".parse().unwrap();
        let events = stored.lines().map(|line| serde_json::from_str(line).unwrap());
        let recorded = |(seq, event)| Recorded { launch, seq: Seq(seq), by, at, command: None, event };
        let log: Vec<Recorded> = (1..).zip(events).map(recorded).collect();
        (Launch::fold(&log).unwrap(), log)
    }

    #[test]
    fn who_was_erased_is_named_in_the_readers_language() {
        let (mut launch, _) = stored();
        let gone = MemberId(Uuid::from_u128(99));
        launch.former.insert(gone, ERASED_NAME.into());
        assert_eq!(who(&launch, gone), "(erased person)");
        assert_eq!(language::in_german(|| who(&launch, gone)), "(gelöschte Person)");
    }

    #[test]
    fn every_kind_of_event_reads_in_english_as_the_domain_has_it() {
        let (launch, log) = stored();
        for by in [MemberId::SCHEDULE, MemberId::SERVER, MemberId(Uuid::from_u128(99))].into_iter().chain(launch.members.keys().copied()) {
            assert_eq!(who(&launch, by), launch.name_of(by));
        }
        let mut others = Vec::new();
        for Recorded { event, .. } in &log {
            match (delivery::told(&launch, event), launch.words(event)) {
                (told, domains) if told == domains => {}
                // The domain has no calendar of the reader's.
                (told, domains) => {
                    assert!(domains.contains("2026-") && !told.contains("2026-"), "{told} | {domains}");
                    others.push(told);
                }
            }
        }
        for words in [
            "due date to 1 Dec 2026",
            "target date to 24 Dec 2026",
            "window to 24 Nov 2026, 10:00 – ",
            "waiver until 24 Nov 2026, 11:00",
            "Tried again at 24 Nov",
        ] {
            assert!(others.iter().any(|told| told.contains(words)), "{words}: {others:?}");
        }
    }
}
