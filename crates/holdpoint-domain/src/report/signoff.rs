//! What a report says: the predicate of its statement.

use serde::{Deserialize, Serialize};

use super::encoding::Base64;
use super::merkle::Hash;
use super::statement::{Approver, Statement};
use super::tally::Counts;
use crate::id::*;
use crate::launch::{Attestation, Decision, SnapshotLaunch, SnapshotTemplate};
use crate::template::Role;

/// A report's statement.
pub type Signoff = Statement<SignoffPredicate>;

/// The media type of a snapshot inside a report.
pub const SNAPSHOT_MEDIA_TYPE: &str = "application/vnd.holdpoint.snapshot.v1+json";

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignoffPredicate {
    /// Equal to the snapshot's.
    pub launch: SnapshotLaunch,
    pub producer: Producer,
    /// Equal to the snapshot's.
    pub template: SnapshotTemplate,
    pub snapshot: SnapshotContent,
    pub result: SignoffResult,
    /// In the order of the log; revoked ones, and those of people without a role, are not told.
    pub approvals: Vec<SignoffApproval>,
    pub log: SignoffLog,
    /// By the server's clock: a claim.
    pub issued_at: Timestamp,
}

/// What made the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Producer {
    /// `holdpoint`
    pub name: String,
    pub version: String,
    /// Of the page that the server serves; absent: it serves none.
    pub page: Option<Digest>,
    /// Which rules turned the report into its HTML file: [`super::html::RENDITION`].
    pub rendition: u32,
    /// The report key's SPKI in PEM. Says what to pin, and proves nothing by itself.
    pub report_key: String,
}

/// The exact bytes of the snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SnapshotContent {
    pub media_type: String,
    pub digest: Digest,
    pub content: Base64,
}

/// What follows from the snapshot, the approvals and the time; every verifier computes it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignoffResult {
    pub decision: Decision,
    pub counts: Counts,
    /// The earliest time at which something that it rests on expires; absent: nothing does.
    pub holds_until: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignoffApproval {
    pub id: ApprovalId,
    pub approver: Approver,
    pub role: Role,
    /// The bytes that were signed.
    pub statement: Base64,
    pub attestation: Attestation,
    /// The person's own signature as `ssh-keygen -Y verify` reads it; absent: there is none, or it cannot be written so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ssh_signature: Option<String>,
    pub log_entry: SignoffEntry,
    pub stale: Staleness,
}

/// What differs now of what an approver signed for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Staleness {
    /// The launch itself: details, template, policy, checks.
    pub launch: bool,
    pub items: Vec<ItemId>,
}

impl Staleness {
    /// Whether the approval still covers everything.
    pub fn is_none(&self) -> bool {
        !self.launch && self.items.is_empty()
    }
}

/// An approval's event in the launch's log, with the proof that it is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignoffEntry {
    /// From 0: the event's place less one.
    pub index: u64,
    pub leaf: Base64,
    /// The stored JSON of the event.
    pub payload: Base64,
    /// From the leaf's sibling up.
    pub inclusion_proof: Vec<Node>,
}

/// A hash of the tree, in base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Base64", into = "Base64")]
pub struct Node(pub Hash);

impl TryFrom<Base64> for Node {
    type Error = &'static str;
    fn try_from(bytes: Base64) -> Result<Self, Self::Error> {
        bytes.0.try_into().map(Self).map_err(|_| "a hash has 32 bytes")
    }
}
impl From<Node> for Base64 {
    fn from(node: Node) -> Base64 {
        Base64(node.0.to_vec())
    }
}

/// The launch's log up to the snapshot's revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignoffLog {
    pub origin: String,
    /// A C2SP signed note.
    pub checkpoint: String,
    /// The log's verifier key under this launch's origin. Says what to pin, and proves nothing by itself.
    pub vkey: String,
}

/// The name of a launch's report in HTML, a subject of its statement.
pub fn html_name(launch: LaunchId) -> String {
    format!("{launch}.signoff.html")
}

/// The name of a launch's report itself.
pub fn bundle_name(launch: LaunchId) -> String {
    format!("{launch}.signoff.sigstore.json")
}

/// The name of the proof that the report is in the launch's log.
pub fn tlog_proof_name(launch: LaunchId) -> String {
    format!("{launch}.signoff.tlog-proof")
}

/// The name of a launch's report as PDF.
pub fn pdf_name(launch: LaunchId) -> String {
    format!("{launch}.signoff.pdf")
}

/// The name of a launch's report as Markdown.
pub fn markdown_name(launch: LaunchId) -> String {
    format!("{launch}.signoff.md")
}

/// The name of a launch's report as CSV.
pub fn csv_name(launch: LaunchId) -> String {
    format!("{launch}.signoff.csv")
}
