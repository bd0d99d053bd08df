//! Commands: what people (and their pages) may wish for.

use serde::{Deserialize, Serialize};

use super::{Artifact, EvidenceKind, Status, StepState, Window};
use crate::id::*;
use crate::tagged::tagged;
use crate::template::{Policy, Role};

/// A new launch, from a template that the server has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewLaunch {
    pub name: String,
    pub template: TemplateName,
    #[serde(default)]
    pub target: Option<Date>,
    #[serde(default)]
    pub ticket: Option<String>,
    #[serde(default)]
    pub connection: Option<ConnectionName>,
    /// To look around in: filled a little, deleted when it is no longer wanted, and without a report.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sample: bool,
}

impl NewLaunch {
    /// With a name and a checklist, and nothing else yet.
    pub fn new(name: impl Into<String>, template: TemplateName) -> Self {
        Self { name: name.into(), template, target: None, ticket: None, connection: None, sample: false }
    }
}

tagged! {
    #[serde(tag = "type", remote = "Command", rename_all_fields = "camelCase", deny_unknown_fields)]
    /// A wish to make something happen. Ids of what it makes come from the sender, so that resending is harmless.
    #[derive(Clone, Debug, PartialEq)]
    pub enum Command {
        SetName {
            name: String,
        },
        SetTarget {
            target: Option<Date>,
        },
        SetWindow {
            window: Option<Window>,
        },
        SetTicket {
            ticket: Option<String>,
        },
        SetArtifacts {
            artifacts: Vec<Artifact>,
        },
        SetConnection {
            connection: Option<ConnectionName>,
        },
        /// Gives a person of this server a role; who has not joined yet joins by it.
        SetRole {
            member: MemberId,
            name: String,
            role: Role,
            /// For approvers: the sections that they answer for; empty: all.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            sections: Vec<SectionId>,
        },
        /// Overrides the template's policy; `null`: what the template says counts again.
        SetPolicy {
            policy: Option<Policy>,
        },
        /// Takes somebody's role away; they no longer see the launch.
        RemoveMember {
            member: MemberId,
        },
        SetStatus {
            item: ItemId,
            status: Status,
            /// Required for `not_applicable`; for `blocked`, what it waits for.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            justification: Option<String>,
        },
        SetOwner {
            item: ItemId,
            owner: Option<MemberId>,
        },
        SetDue {
            item: ItemId,
            due: Option<Date>,
        },
        AddEvidence {
            item: ItemId,
            evidence: NewEvidence,
        },
        RemoveEvidence {
            item: ItemId,
            evidence: EvidenceId,
        },
        Comment {
            item: ItemId,
            comment: CommentId,
            text: String,
            /// People of the launch whom it asks for their word; for them the item waits.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            mentions: Vec<MemberId>,
        },
        RequestWaiver {
            item: ItemId,
            waiver: WaiverId,
            reason: String,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            mitigation: Option<String>,
            expires_at: Timestamp,
        },
        ApproveWaiver {
            item: ItemId,
            waiver: WaiverId,
        },
        RefuseWaiver {
            item: ItemId,
            waiver: WaiverId,
        },
        StartRun {
            run: RunId,
            runbook: RunbookId,
            /// A rehearsal is recorded like the real thing, and says so.
            rehearsal: bool,
        },
        StartStep {
            run: RunId,
            step: StepId,
        },
        FinishStep {
            run: RunId,
            step: StepId,
            /// `done`, `skipped` or `failed`; the last two need a note.
            outcome: StepState,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            note: Option<String>,
        },
        /// Ends a run before its last step.
        AbandonRun {
            run: RunId,
            note: String,
        },
        /// Runs the scheduled checks by themselves over this connection, which is the launch's; `null`: no longer.
        SetWatching {
            connection: Option<ConnectionName>,
        },
        RevokeApproval {
            approval: ApprovalId,
            reason: String,
        },
        /// Deletes a sample launch: nobody sees it any more.
        Discard,
        /// Tries a delivery again, from the first attempt on.
        RetryDelivery {
            delivery: Seq,
        },
        /// Ends a delivery that has not arrived; later reports do not go there by themselves either.
        StopDelivery {
            delivery: Seq,
        },
    }
}

/// Evidence as its giver writes it; who and when it was recorded is added by the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewEvidence {
    pub id: EvidenceId,
    pub kind: EvidenceKind,
    /// When it was true.
    pub observed_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}
