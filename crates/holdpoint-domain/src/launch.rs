//! One release under review. `decide` holds the rules, `apply` the bookkeeping, `gate` the verdict.
//!
//! ```text
//! Command ──decide(Launch, Context)──▶ Vec<Event> ──(stored: Recorded)──▶ apply ──▶ Launch ──gate(now)──▶ go | no_go
//! ```

mod apply;
mod command;
mod covering;
mod decide;
mod delivery;
mod difference;
mod erasure;
mod event;
mod gate;
pub(crate) mod members;
mod mentions;
mod policy;
mod progress;
mod reason;
mod record;
mod refusal;
pub(crate) mod rules;
mod runs;
mod sample;
mod snapshot;
mod trend;
mod upgrade;
mod waivers;
mod watching;
pub(crate) mod weighing;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::check::Receipt;
use crate::id::*;
use crate::tagged::tagged;
use crate::template::{Policy, Role, Template, TemplateRef};

pub use command::{Command, NewEvidence, NewLaunch};
pub(crate) use covering::{Coverable, Covering, Signed};
pub use delivery::{
    Attempt, Delivery, DeliveryOutcome, DeliveryState, DeliveryTrouble, Destination, NewDelivery, Reference, TicketKind, Tried,
    judge_attempt,
};
pub use difference::{Compared, Difference};
pub use erasure::{ERASED, ERASED_NAME, Erased, Replaced};
pub use event::{Event, Recorded};
pub use gate::{Decision, Found, Gate, GateBrief};
pub use progress::{Progress, SectionProgress};
pub use reason::{Lack, Reason, ReasonKind, Why};
pub use record::{GroupRole, NewApproval, NewPush, NewReport, Record};
pub use refusal::{Conflict, Refusal, role_words};
pub use runs::{Run, RunState, StepRun, StepState};
pub use snapshot::{
    Resource, Snapshot, SnapshotCheck, SnapshotEvidence, SnapshotFormer, SnapshotItem, SnapshotLaunch, SnapshotMember, SnapshotPolicy,
    SnapshotRequired, SnapshotRun, SnapshotStep, SnapshotTemplate, SnapshotWaiver,
};
pub use trend::{Trend, TrendPoint};
pub use upgrade::{ItemPart, NewTemplate, TemplateChanges};
pub use watching::{AFTER_WINDOW, WITHOUT_WINDOW, Watch, WatchEnd};

/// Everything that happened to a launch up to `seq`, folded. Made by [`Launch::begin`] and [`Launch::apply`] only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Launch {
    pub id: LaunchId,
    /// The place of the last event that is folded in.
    pub seq: Seq,
    pub created_by: MemberId,
    pub created_at: Timestamp,
    /// Of the last event.
    pub changed_at: Timestamp,
    pub template: Arc<Template>,
    pub template_ref: TemplateRef,
    pub details: Details,
    /// Whose approvals this launch needs; unset: what the template says.
    #[serde(default)]
    pub own_policy: Field<Option<Policy>>,
    /// It was made to look around in, and can be deleted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sample: bool,
    /// It was deleted: nobody sees it any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub discarded: bool,
    /// The connection whose scheduled checks run by themselves; unset: none do.
    #[serde(default)]
    pub watching: Field<Option<ConnectionName>>,
    pub members: BTreeMap<MemberId, Member>,
    /// Names of people who had a role once: histories still speak of them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub former: BTreeMap<MemberId, String>,
    /// The role that a person gave to somebody last, by hand; none: it was taken away. Who has theirs from a group is not there.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub given: BTreeMap<MemberId, Field<Option<Role>>>,
    /// One for each item of the template. Copies of a launch share those that are equal: a browser copies it at each change.
    pub items: BTreeMap<ItemId, Arc<ItemState>>,
    /// The latest receipt of each check that was run. One that fails or is stale stays until a run sees something again.
    pub receipts: BTreeMap<CheckId, Receipt>,
    /// The latest receipt that saw nothing, beside one that stays.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub unseen: BTreeMap<CheckId, Receipt>,
    /// Executions of runbooks, oldest first.
    pub runs: Vec<Run>,
    /// All that were ever given, oldest first; revoked ones too.
    pub approvals: Vec<Approval>,
    /// Oldest first.
    pub reports: Vec<SignedReport>,
    /// Reports on their way to tickets, and those that have arrived; oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deliveries: Vec<Delivery>,
    /// The evidence files that the server keeps for it, with their lengths; those of evidence that was removed too.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<Digest, u64>,
    /// The place of the last event that a report tells of: a delivery changes nothing about the launch.
    #[serde(default)]
    pub told: Seq,
}

/// What a launch is about. Each is a field of its own: changes to different ones merge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Details {
    pub name: Field<String>,
    pub target: Field<Option<Date>>,
    pub window: Field<Option<Window>>,
    /// The change ticket's id or address, as people write it.
    pub ticket: Field<Option<String>>,
    pub artifacts: Field<Vec<Artifact>>,
    /// The environment whose checks count.
    pub connection: Field<Option<ConnectionName>>,
}

/// When the change may be made: `from` inclusive, `to` exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    pub from: Timestamp,
    pub to: Timestamp,
}

/// Something that is launched, such as a container image.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Artifact {
    pub name: String,
    pub digest: Digest,
}

/// A value, and who set it when: what a later change is checked against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field<T> {
    pub value: T,
    /// 0: never set.
    pub seq: Seq,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<MemberId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
}

impl<T: Default> Default for Field<T> {
    fn default() -> Self {
        Self::unset(T::default())
    }
}

impl<T> Field<T> {
    pub fn unset(value: T) -> Self {
        Self { value, seq: Seq(0), by: None, at: None }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub name: String,
    pub role: Role,
    /// The sections that an approver answers for; empty: all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<SectionId>,
    /// The group of the organisation's sign-in that gave the role; absent: a person did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    #[default]
    Open,
    InProgress,
    Blocked,
    Done,
    /// Needs a justification.
    NotApplicable,
    /// Needs an approved waiver; set by approving one.
    Waived,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ItemState {
    pub status: Field<Status>,
    /// Why it does not apply, or what it is blocked by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub justification: Option<String>,
    pub owner: Field<Option<MemberId>>,
    pub due: Field<Option<Date>>,
    pub evidence: Vec<Evidence>,
    pub comments: Vec<Comment>,
    /// The latest one that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiver: Option<Waiver>,
    /// Those that were asked for before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former_waivers: Vec<WaiverId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    pub id: EvidenceId,
    pub kind: EvidenceKind,
    /// When it was true; not when it was written down.
    pub observed_at: Timestamp,
    pub recorded_at: Timestamp,
    pub by: MemberId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}

tagged! {
    #[serde(tag = "type", remote = "EvidenceKind", deny_unknown_fields)]
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum EvidenceKind {
        /// `https:` only.
        Link {
            url: String,
            title: String,
        },
        Note {
            text: String,
        },
        /// The receipt of a check, as it was when it was attached.
        Receipt {
            check: CheckId,
            receipt: ReceiptId,
        },
        /// A file; its digest says which one was meant. Nothing of it was judged.
        File {
            name: String,
            /// Of its bytes.
            digest: Digest,
            /// Its length.
            bytes: u64,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            title: Option<String>,
            /// `https:` only: where it can be had, or the job that made it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            url: Option<String>,
            /// What its bytes are, such as `text/csv`. Present: the server keeps them; absent: the file stays where it is.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            media: Option<String>,
        },
    }
}

impl EvidenceKind {
    /// The file whose bytes the server keeps for it, and their number.
    pub fn kept(&self) -> Option<(Digest, u64)> {
        match self {
            EvidenceKind::File { digest, bytes, media: Some(_), .. } => Some((*digest, *bytes)),
            EvidenceKind::File { .. } | EvidenceKind::Link { .. } | EvidenceKind::Note { .. } | EvidenceKind::Receipt { .. } => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    pub id: CommentId,
    pub by: MemberId,
    pub at: Timestamp,
    pub text: String,
    /// People whom it asks for their word.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<MemberId>,
    /// Those of them who have done nothing about the item since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unanswered: Vec<MemberId>,
}

/// An accepted risk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Waiver {
    pub id: WaiverId,
    pub reason: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mitigation: Option<String>,
    pub expires_at: Timestamp,
    pub requested_by: MemberId,
    pub requested_at: Timestamp,
    pub state: WaiverState,
    /// The place of the last event about it. None: the launch is as an earlier build folded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<Seq>,
}

tagged! {
    #[serde(tag = "type", remote = "WaiverState")]
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum WaiverState {
        Requested,
        Approved { by: MemberId, at: Timestamp },
        Refused { by: MemberId, at: Timestamp },
    }
}

/// One person's signature, in one role, over the exact snapshot they saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Approval {
    pub id: ApprovalId,
    pub approver: MemberId,
    pub role: Role,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
    pub at: Timestamp,
    /// Of the snapshot's bytes.
    pub snapshot: Digest,
    /// The in-toto statement's bytes, in base64: what the signature covers.
    pub statement: String,
    pub attestation: Attestation,
    /// What the approver signed for, as they saw it: what differs now makes the approval stale for that item. What earlier
    /// approvals of theirs cover is not in it.
    pub covers: BTreeMap<ItemId, Digest>,
    /// What the approver saw of the launch itself (name, ticket, artifacts, template).
    pub covers_launch: Digest,
    /// The place of the event: its leaf in the launch's log is `seq` − 1.
    pub seq: Seq,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<Revocation>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revocation {
    pub by: MemberId,
    pub at: Timestamp,
    pub reason: String,
}

tagged! {
    #[serde(tag = "attestedBy", remote = "Attestation", rename_all_fields = "camelCase")]
    /// Who vouches for an approval, and with what.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum Attestation {
        /// The server says that the person gave their password just then: plainly weaker than a signature of their own.
        Server {
            /// The server's report key, `sha256:` of its SPKI.
            keyid: Digest,
            /// ECDSA P-256 over the DSSE pre-authentication encoding of the statement; DER, in base64.
            signature: String,
        },
        /// A passkey of the person's own, enrolled for approvals; its challenge was made from the statement.
        Passkey {
            /// SPKI in PEM.
            public_key: String,
            /// The relying party's id: the host that the passkey belongs to.
            rp_id: String,
            /// In base64, as are the next two: what the authenticator returned.
            authenticator_data: String,
            #[serde(rename = "clientDataJSON")]
            client_data_json: String,
            /// ES256: DER; RS256: PKCS#1 v1.5.
            signature: String,
            /// Whether stock `ssh-keygen` can read it; some browsers order `clientDataJSON` differently.
            ssh_verifiable: bool,
        },
        /// An SSH key of the person's own.
        Ssh {
            /// As a `.pub` file has it, without the comment.
            public_key: String,
            /// Armoured, by `ssh-keygen -Y sign`.
            signature: String,
        },
    }
}

/// A report that was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignedReport {
    /// The place up to which the report tells.
    pub revision: Seq,
    pub snapshot: Digest,
    /// Of the bundle's bytes.
    pub bundle: Digest,
    /// Of the HTML rendition's bytes.
    pub html: Digest,
    pub decision: Decision,
    pub by: MemberId,
    pub at: Timestamp,
    pub seq: Seq,
}

/// Who wants something, when, and on the ground of what they saw.
#[derive(Clone, Debug)]
pub struct Context {
    pub actor: MemberId,
    /// The name of their account, which is recorded when they make a launch.
    pub actor_name: String,
    /// Whether they own the server: they see every launch, and may set its roles.
    pub owner: bool,
    pub now: Timestamp,
    /// The place that the actor had seen.
    pub based_on: Seq,
}

impl Launch {
    /// The launch after its first event, which has to be [`Event::Created`].
    pub fn begin(first: &Recorded) -> Option<Self> {
        let Event::Created { name, template, template_ref, sample } = &first.event else {
            return None;
        };
        let set = Field { value: name.clone(), seq: first.seq, by: Some(first.by), at: Some(first.at) };
        let items = template.items().map(|(_, item)| (item.id.clone(), Arc::new(ItemState::new()))).collect();
        Some(Self {
            id: first.launch,
            seq: first.seq,
            created_by: first.by,
            created_at: first.at,
            changed_at: first.at,
            template: template.clone(),
            template_ref: template_ref.clone(),
            details: Details {
                name: set,
                target: Field::unset(None),
                window: Field::unset(None),
                ticket: Field::unset(None),
                artifacts: Field::unset(Vec::new()),
                connection: Field::unset(None),
            },
            own_policy: Field::unset(None),
            sample: *sample,
            discarded: false,
            watching: Field::unset(None),
            members: BTreeMap::new(),
            former: BTreeMap::new(),
            given: BTreeMap::new(),
            items,
            receipts: BTreeMap::new(),
            unseen: BTreeMap::new(),
            runs: Vec::new(),
            approvals: Vec::new(),
            reports: Vec::new(),
            deliveries: Vec::new(),
            files: BTreeMap::new(),
            told: first.seq,
        })
    }

    /// Folds a whole history. `None`: it does not begin with a creation.
    pub fn fold<'a>(history: impl IntoIterator<Item = &'a Recorded>) -> Option<Self> {
        let mut history = history.into_iter();
        let mut launch = Self::begin(history.next()?)?;
        for recorded in history {
            launch.apply(recorded);
        }
        Some(launch)
    }

    /// A member's name, for people to read.
    pub fn name_of(&self, member: MemberId) -> &str {
        if member == MemberId::SCHEDULE {
            return "the schedule";
        }
        if member == MemberId::SERVER {
            return "the server";
        }
        let present = self.members.get(&member).map(|member| member.name.as_str());
        // Nobody else without a role ever did something here.
        present.or_else(|| self.former.get(&member).map(String::as_str)).unwrap_or("the server's owner")
    }
}

impl ItemState {
    fn new() -> Self {
        Self {
            status: Field::unset(Status::Open),
            justification: None,
            owner: Field::unset(None),
            due: Field::unset(None),
            evidence: Vec::new(),
            comments: Vec::new(),
            waiver: None,
            former_waivers: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
