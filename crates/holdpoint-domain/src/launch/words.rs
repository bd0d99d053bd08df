//! Events in plain words, for histories.

use super::refusal::role_words;
use super::*;
use crate::check::{Made, Verdict};

impl Launch {
    /// What happened, as a sentence without its actor and time: `set the status to done`.
    pub fn words(&self, event: &Event) -> String {
        match event {
            Event::Discarded => "deleted this sample".into(),
            Event::Created { name, template_ref, .. } => {
                format!("created “{name}” from {} {}", template_ref.name, template_ref.version)
            }
            Event::MemberJoined { role, group: Some(group), .. } => {
                format!("came in as {}, by the group “{group}” of the organisation's sign-in", role_words(*role))
            }
            Event::RoleSet { role, group: Some(group), .. } => {
                format!("became {}, by the group “{group}” of the organisation's sign-in", role_words(*role))
            }
            Event::MemberJoined { name, role, sections, .. } => {
                format!("gave {name} the role {}{}", role_words(*role), self.section_words(sections))
            }
            Event::RoleSet { member, role, sections, .. } => {
                format!("made {} {}{}", self.name_of(*member), role_words(*role), self.section_words(sections))
            }
            Event::MemberLeft { member } => format!("took the role of {} away", self.name_of(*member)),
            Event::WatchingSet { connection: Some(name) } => format!("switched watching of {name} on"),
            Event::WatchingSet { connection: None } => "switched watching off".into(),
            Event::PolicySet { policy: Some(policy) } => format!("set what has to be signed: {}", policy.words()),
            Event::TemplateUpgraded { template_ref, .. } => format!("moved to version {} of the checklist", template_ref.version),
            Event::PolicySet { policy: None } => "went back to the checklist's own rules of who has to sign".into(),
            Event::NameSet { name } => format!("named the launch “{name}”"),
            Event::TargetSet { target: Some(date) } => format!("set the target date to {date}"),
            Event::TargetSet { target: None } => "removed the target date".into(),
            Event::WindowSet { window: Some(window) } => format!("set the change window to {} – {}", window.from, window.to),
            Event::WindowSet { window: None } => "removed the change window".into(),
            Event::TicketSet { ticket: Some(ticket) } => format!("set the change ticket to {ticket}"),
            Event::TicketSet { ticket: None } => "removed the change ticket".into(),
            Event::ArtifactsSet { artifacts } if artifacts.len() == 1 => "listed 1 artifact".into(),
            Event::ArtifactsSet { artifacts } => format!("listed {} artifacts", artifacts.len()),
            Event::ConnectionSet { connection: Some(name) } => format!("chose the connection {name}"),
            Event::ConnectionSet { connection: None } => "removed the connection".into(),
            Event::StatusSet { status, justification: Some(why), .. } => format!("set the status to {}: {why}", status.words()),
            Event::StatusSet { status, justification: None, .. } => format!("set the status to {}", status.words()),
            Event::OwnerSet { owner: Some(owner), .. } => format!("made {} the owner", self.name_of(*owner)),
            Event::OwnerSet { owner: None, .. } => "removed the owner".into(),
            Event::DueSet { due: Some(due), .. } => format!("set the due date to {due}"),
            Event::DueSet { due: None, .. } => "removed the due date".into(),
            Event::EvidenceAdded { evidence, .. } => match &evidence.kind {
                EvidenceKind::Link { title, .. } => format!("added the link “{title}” as evidence"),
                EvidenceKind::Note { .. } => "added a note as evidence".into(),
                EvidenceKind::Receipt { check, .. } => format!("added the receipt of {check} as evidence"),
                EvidenceKind::File { name, media: None, .. } => format!("attached the file {name} as evidence"),
                EvidenceKind::File { name, media: Some(_), .. } => format!("uploaded the file {name} as evidence"),
            },
            Event::EvidenceRemoved { .. } => "removed a piece of evidence".into(),
            Event::Commented { mentions, .. } if mentions.is_empty() => "commented".into(),
            Event::Commented { mentions, .. } => format!("asked {} in a comment", self.names_of(mentions)),
            Event::WaiverRequested { reason, expires_at, .. } => format!("asked for a waiver until {expires_at}: {reason}"),
            Event::WaiverApproved { .. } => "approved the waiver".into(),
            Event::WaiverRefused { .. } => "refused the waiver".into(),
            Event::Checked { receipt, .. } => {
                let did = match receipt.made() {
                    Made::Ran => "ran the check",
                    Made::Pushed => "pushed a result of the check",
                    Made::Drilled => "drilled the check",
                };
                format!("{did} {}: {}", receipt.check, receipt.judgement.verdict.words())
            }
            Event::RunStarted { runbook, rehearsal: true, .. } => format!("started a rehearsal of {runbook}"),
            Event::RunStarted { runbook, rehearsal: false, .. } => format!("started {runbook}"),
            Event::StepStarted { step, .. } => format!("started step {step}"),
            Event::StepFinished { step, outcome, note, .. } => {
                let note = note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
                format!("step {step} {}{note}", outcome.words())
            }
            Event::RunEnded { note: Some(note), .. } => format!("abandoned the run: {note}"),
            Event::RunEnded { note: None, .. } => "the run ended".into(),
            Event::Approved { approval } => format!("signed as {}", role_words(approval.role)),
            Event::ApprovalRevoked { reason, .. } => format!("revoked an approval: {reason}"),
            Event::ReportSigned { report } => format!("issued the report {}", report.bundle.short()),
            Event::DeliveryAsked { to, report, each } => {
                let each = if *each { ", and each later one by itself" } else { "" };
                format!("asked to deliver the report {} to {} in {}{each}", report.short(), to.reference, to.system)
            }
            Event::DeliveryTried { delivery, outcome } => {
                let what = self.delivery_words(*delivery);
                match outcome {
                    DeliveryOutcome::Sent { did, .. } => format!("delivered {what}: {did}"),
                    DeliveryOutcome::Later { why, at, .. } => format!("could not deliver {what}: {why}. Tried again at {at}"),
                    DeliveryOutcome::Held { why, .. } => format!("could not deliver {what}: {why}. It waits for a person to try again"),
                    DeliveryOutcome::GivenUp { why, .. } => format!("gave up delivering {what}: {why}"),
                }
            }
            Event::DeliveryResumed { delivery } => format!("said to try again to deliver {}", self.delivery_words(*delivery)),
            Event::DeliveryStopped { delivery } => format!("stopped delivering {}", self.delivery_words(*delivery)),
            Event::Erased { events, .. } if events.len() == 1 => "erased a person: what 1 event told of them was replaced".into(),
            Event::Erased { events, .. } => format!("erased a person: what {} events told of them was replaced", events.len()),
        }
    }

    /// Which sections, as an addition to a role; nothing for all of them.
    fn section_words(&self, sections: &[SectionId]) -> String {
        let titles: Vec<&str> = (self.template.sections.iter())
            .filter(|section| sections.contains(&section.id))
            .map(|section| section.title.as_str())
            .collect();
        if titles.is_empty() { String::new() } else { format!(" for {}", titles.join(", ")) }
    }
}

impl Verdict {
    /// The verdict as people say it.
    pub fn words(self) -> &'static str {
        match self {
            Verdict::Pass => "pass",
            Verdict::Warn => "warning",
            Verdict::Unknown => "unknown",
            Verdict::Fail => "fail",
        }
    }
}

impl StepState {
    /// The state as people say it.
    pub fn words(self) -> &'static str {
        match self {
            StepState::Waiting => "waiting",
            StepState::Started => "started",
            StepState::Done => "done",
            StepState::Skipped => "skipped",
            StepState::Failed => "failed",
        }
    }
}
