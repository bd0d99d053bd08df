//! Events: what happened. Stored words are forever: `testdata/events-v1.jsonl` has one of every kind.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Approval, Artifact, DeliveryOutcome, Destination, Evidence, Replaced, SignedReport, Status, StepState, Window};
use crate::check::Receipt;
use crate::id::*;
use crate::tagged::tagged;
use crate::template::{Policy, Role, Template, TemplateRef};

/// An event with its place, actor and time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    pub launch: LaunchId,
    pub seq: Seq,
    pub by: MemberId,
    pub at: Timestamp,
    /// The command that asked for it; absent for what the server recorded by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<CommandId>,
    pub event: Event,
}

tagged! {
    #[serde(tag = "type", remote = "Event", rename_all_fields = "camelCase")]
    /// Something that happened to a launch.
    #[derive(Clone, Debug, PartialEq)]
    pub enum Event {
        /// The first of every launch. Carries the whole template, so that a history can be read without anything else.
        Created {
            name: String,
            template: Arc<Template>,
            template_ref: TemplateRef,
            /// It was made to look around in.
            #[serde(default, skip_serializing_if = "std::ops::Not::not")]
            sample: bool,
        },
        MemberJoined {
            member: MemberId,
            name: String,
            role: Role,
            /// Of an approver: the sections that they answer for; empty: all.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            sections: Vec<SectionId>,
            /// The group of the organisation's sign-in that gave it; absent: a person did.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            group: Option<String>,
        },
        RoleSet {
            member: MemberId,
            role: Role,
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            sections: Vec<SectionId>,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            group: Option<String>,
        },
        /// The launch's own policy; absent: the template's counts again.
        PolicySet {
            policy: Option<Policy>,
        },
        /// The launch moved to another version of its template, which it carries like its creation does.
        TemplateUpgraded {
            template: Arc<Template>,
            template_ref: TemplateRef,
        },
        /// Somebody lost their role, and with it sight of the launch.
        MemberLeft {
            member: MemberId,
        },
        NameSet {
            name: String,
        },
        TargetSet {
            target: Option<Date>,
        },
        WindowSet {
            window: Option<Window>,
        },
        TicketSet {
            ticket: Option<String>,
        },
        ArtifactsSet {
            artifacts: Vec<Artifact>,
        },
        ConnectionSet {
            connection: Option<ConnectionName>,
        },
        StatusSet {
            item: ItemId,
            status: Status,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            justification: Option<String>,
        },
        OwnerSet {
            item: ItemId,
            owner: Option<MemberId>,
        },
        DueSet {
            item: ItemId,
            due: Option<Date>,
        },
        EvidenceAdded {
            item: ItemId,
            evidence: Evidence,
        },
        EvidenceRemoved {
            item: ItemId,
            evidence: EvidenceId,
        },
        Commented {
            item: ItemId,
            comment: CommentId,
            text: String,
            /// People whom it asks for their word.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            mentions: Vec<MemberId>,
        },
        WaiverRequested {
            item: ItemId,
            waiver: WaiverId,
            reason: String,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            mitigation: Option<String>,
            expires_at: Timestamp,
        },
        WaiverApproved {
            item: ItemId,
            waiver: WaiverId,
        },
        WaiverRefused {
            item: ItemId,
            waiver: WaiverId,
        },
        /// A check was run, or a result of it was pushed, or a drill was watched. No command makes this one: only the server, which ran it,
        /// read what was pushed, or played the vendor.
        Checked {
            receipt: Box<Receipt>,
            /// It saw nothing, and stands beside the check's receipt, which stays.
            #[serde(default, skip_serializing_if = "std::ops::Not::not")]
            beside: bool,
        },
        RunStarted {
            run: RunId,
            runbook: RunbookId,
            rehearsal: bool,
        },
        StepStarted {
            run: RunId,
            step: StepId,
        },
        StepFinished {
            run: RunId,
            step: StepId,
            outcome: StepState,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            note: Option<String>,
            /// What the step's check saw.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            receipt: Option<ReceiptId>,
        },
        RunEnded {
            run: RunId,
            /// Present when it was abandoned.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            note: Option<String>,
        },
        Approved {
            approval: Box<Approval>,
        },
        ApprovalRevoked {
            approval: ApprovalId,
            reason: String,
        },
        ReportSigned {
            report: SignedReport,
        },
        /// Scheduled checks run by themselves over this connection; absent: no longer.
        WatchingSet {
            connection: Option<ConnectionName>,
        },
        /// A report is to go to a ticket: somebody asked for it, or asked earlier for each report. The event's place is the delivery's id.
        DeliveryAsked {
            to: Destination,
            /// Of the report's bundle.
            report: Digest,
            /// Whether later reports go there by themselves.
            #[serde(default, skip_serializing_if = "std::ops::Not::not")]
            each: bool,
        },
        /// The server tried to deliver.
        DeliveryTried {
            delivery: Seq,
            outcome: DeliveryOutcome,
        },
        /// Somebody said to try again.
        DeliveryResumed {
            delivery: Seq,
        },
        /// Somebody stopped it; later reports do not go there by themselves either.
        DeliveryStopped {
            delivery: Seq,
        },
        /// Somebody deleted it, which only a sample allows: nobody sees it any more.
        Discarded,
        /// The server's owner erased a person: at these places of the log, what told their name or was written by them was replaced.
        Erased {
            person: MemberId,
            events: Vec<Replaced>,
        },
    }
}

impl Event {
    /// The item that it is about.
    pub fn item(&self) -> Option<&ItemId> {
        match self {
            Event::StatusSet { item, .. }
            | Event::OwnerSet { item, .. }
            | Event::DueSet { item, .. }
            | Event::EvidenceAdded { item, .. }
            | Event::EvidenceRemoved { item, .. }
            | Event::Commented { item, .. }
            | Event::WaiverRequested { item, .. }
            | Event::WaiverApproved { item, .. }
            | Event::WaiverRefused { item, .. } => Some(item),
            Event::Created { .. }
            | Event::MemberJoined { .. }
            | Event::RoleSet { .. }
            | Event::MemberLeft { .. }
            | Event::PolicySet { .. }
            | Event::TemplateUpgraded { .. }
            | Event::NameSet { .. }
            | Event::TargetSet { .. }
            | Event::WindowSet { .. }
            | Event::TicketSet { .. }
            | Event::ArtifactsSet { .. }
            | Event::ConnectionSet { .. }
            | Event::Checked { .. }
            | Event::RunStarted { .. }
            | Event::StepStarted { .. }
            | Event::StepFinished { .. }
            | Event::RunEnded { .. }
            | Event::Approved { .. }
            | Event::ApprovalRevoked { .. }
            | Event::ReportSigned { .. }
            | Event::WatchingSet { .. }
            | Event::DeliveryAsked { .. }
            | Event::DeliveryTried { .. }
            | Event::DeliveryResumed { .. }
            | Event::DeliveryStopped { .. }
            | Event::Discarded
            | Event::Erased { .. } => None,
        }
    }

    /// Whether it is about a report on its way to a ticket, and not about the launch.
    pub fn is_about_delivery(&self) -> bool {
        matches!(
            self,
            Event::DeliveryAsked { .. } | Event::DeliveryTried { .. } | Event::DeliveryResumed { .. } | Event::DeliveryStopped { .. }
        )
    }
}
