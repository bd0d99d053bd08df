//! in-toto statements, and the one that an approver signs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::hex_form::{hex_bytes, hex_digest};
use crate::id::*;
use crate::launch::{Launch, Snapshot};
use crate::template::Role;

/// `_type` of every statement (in-toto attestation framework, v1).
pub const STATEMENT: &str = "https://in-toto.io/Statement/v1";
/// What an approver signs.
pub const APPROVAL: &str = "https://holdpoint.dev/attestation/approval/v1";
/// How long a statement may wait for its signature, in hours: an SSH key may be on another machine.
pub const STATEMENT_HOURS: i64 = 24;
/// What a report says.
pub const SIGNOFF: &str = "https://holdpoint.dev/attestation/signoff/v1";

/// An in-toto statement with one kind of predicate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Statement<P> {
    #[serde(rename = "_type")]
    pub kind: String,
    pub subject: Vec<Subject>,
    pub predicate_type: String,
    pub predicate: P,
}

/// Something that a statement is about, by its digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    pub name: String,
    digest: DigestSet,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DigestSet {
    #[serde(with = "hex_digest")]
    sha256: Digest,
}

impl Subject {
    pub fn new(name: impl Into<String>, digest: Digest) -> Self {
        Self { name: name.into(), digest: DigestSet { sha256: digest } }
    }

    pub fn digest(&self) -> Digest {
        self.digest.sha256
    }
}

/// What an approval says. Its subject is the snapshot that was seen, by digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApprovalPredicate {
    pub approval_id: ApprovalId,
    pub launch_id: LaunchId,
    /// The place of the launch's log that the snapshot tells of.
    pub revision: Seq,
    pub decision: ApprovalDecision,
    pub approver: Approver,
    pub role: Role,
    pub comment: String,
    /// By the clock of whoever asked for the signature: a claim.
    pub signed_at_claimed: Timestamp,
    /// 32 hex digits, random: no two approvals have the same bytes.
    #[serde(with = "hex_bytes")]
    pub nonce: [u8; 16],
    /// What the approver signed for, as they saw it; what their earlier approvals cover is not in it. An item that differs
    /// later makes the approval stale for it.
    pub covers: BTreeMap<ItemId, Digest>,
    /// What the approver saw of the launch itself, its policy and its checks.
    pub covers_launch: Digest,
}

impl ApprovalPredicate {
    /// Whether it may be signed at `now`, by the clock of who signs: the time in it is another's word, and under their own signature it would be
    /// theirs. Clocks are wrong by minutes or hours; an approval of another day is not what anybody means to give.
    pub fn is_dated(&self, now: Timestamp) -> bool {
        let day = jiff::SignedDuration::from_hours(STATEMENT_HOURS);
        (-day..=day).contains(&self.signed_at_claimed.duration_since(now))
    }
}

/// The one thing that is signed today; a refusal is no signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalDecision {
    Approve,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approver {
    pub id: MemberId,
    pub name: String,
}

/// Who approves what, when.
pub struct ApprovalInput<'a> {
    /// As it is now: what the approver saw.
    pub launch: &'a Launch,
    pub id: ApprovalId,
    pub approver: MemberId,
    pub role: Role,
    pub comment: &'a str,
    pub signed_at: Timestamp,
    /// 16 random bytes.
    pub nonce: [u8; 16],
}

/// The bytes that an approver signs: JSON in one line, written once.
pub fn approval_statement(input: &ApprovalInput<'_>) -> Vec<u8> {
    let launch = input.launch;
    let snapshot = Digest::of(&launch.snapshot_bytes());
    let statement = Statement {
        kind: STATEMENT.into(),
        subject: vec![Subject::new(snapshot_name(launch.id), snapshot)],
        predicate_type: APPROVAL.into(),
        predicate: ApprovalPredicate {
            approval_id: input.id,
            launch_id: launch.id,
            revision: launch.seq,
            decision: ApprovalDecision::Approve,
            approver: Approver { id: input.approver, name: launch.name_of(input.approver).to_owned() },
            role: input.role,
            comment: input.comment.trim().to_owned(),
            signed_at_claimed: input.signed_at,
            nonce: input.nonce,
            covers: launch.covers_for(input.approver, input.role),
            covers_launch: launch.launch_digest(),
        },
    };
    serde_json::to_vec(&statement).unwrap_or_default()
}

/// An approval's statement, read back from its bytes. `None`: it is none, or not written as [`approval_statement`] writes them.
pub fn read_approval(bytes: &[u8]) -> Option<Statement<ApprovalPredicate>> {
    let told: Statement<ApprovalPredicate> = serde_json::from_slice(bytes).ok()?;
    let ours = told.kind == STATEMENT && told.predicate_type == APPROVAL;
    // A field that is there twice, or in another order, would be read in two ways.
    (ours && serde_json::to_vec(&told).is_ok_and(|again| again == bytes)).then_some(told)
}

/// What somebody asked to sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked<'a> {
    pub launch: LaunchId,
    pub role: Role,
    pub comment: &'a str,
    /// By the clock of who is to sign.
    pub now: Timestamp,
}

/// Why a statement is not signed: it says something else than what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAsked {
    #[error("it is for another launch")]
    Launch,
    #[error("it is for another role")]
    Role,
    #[error("it has another comment")]
    Comment,
    #[error("it is dated {0}, more than a day from what this machine's clock says")]
    Dated(Timestamp),
    #[error("it is about another snapshot than the one that the server showed")]
    Snapshot,
    #[error("the snapshot is none that this version reads")]
    Unreadable,
    #[error("what it covers is not what the snapshot says")]
    Covers,
}

impl Statement<ApprovalPredicate> {
    /// Whether it is what was asked for, over a snapshot of these bytes, and covers what that says.
    ///
    /// * Returns the snapshot, to be shown: the bytes that were compared, and no others.
    /// * Errors: the first difference.
    pub fn answers(&self, asked: Asked<'_>, snapshot: &[u8]) -> Result<Snapshot, NotAsked> {
        let Asked { launch, role, comment, now } = asked;
        let predicate = &self.predicate;
        if predicate.launch_id != launch {
            return Err(NotAsked::Launch);
        }
        if predicate.role != role {
            return Err(NotAsked::Role);
        }
        if predicate.comment != comment.trim() {
            return Err(NotAsked::Comment);
        }
        if !predicate.is_dated(now) {
            return Err(NotAsked::Dated(predicate.signed_at_claimed));
        }
        if self.subject != [Subject::new(snapshot_name(launch), Digest::of(snapshot))] {
            return Err(NotAsked::Snapshot);
        }
        let shown: Snapshot = serde_json::from_slice(snapshot).map_err(|_| NotAsked::Unreadable)?;
        if shown.launch.id != launch || shown.revision != predicate.revision {
            return Err(NotAsked::Snapshot);
        }
        let items = shown.item_digests();
        let follows = predicate.covers.iter().all(|(item, digest)| items.get(item) == Some(digest));
        if !follows || predicate.covers_launch != shown.launch_digest() {
            return Err(NotAsked::Covers);
        }
        Ok(shown)
    }

    /// Whether it covers what its approver would sign for now: a launch goes on while a signature is made in a terminal.
    pub fn holds(&self, launch: &Launch) -> bool {
        let predicate = &self.predicate;
        predicate.launch_id == launch.id
            && predicate.covers == launch.covers_for(predicate.approver.id, predicate.role)
            && predicate.covers_launch == launch.launch_digest()
    }
}

/// The name of a launch's snapshot as a subject.
pub fn snapshot_name(launch: LaunchId) -> String {
    format!("{launch}.snapshot.json")
}

/// A statement as far as every kind has it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kind {
    #[serde(rename = "_type")]
    kind: String,
    predicate_type: String,
}

/// The `_type` and `predicateType` of a statement, before anything else of it is read. `None`: it is no statement.
pub fn kinds(statement: &[u8]) -> Option<(String, String)> {
    let Kind { kind, predicate_type } = serde_json::from_slice(statement).ok()?;
    Some((kind, predicate_type))
}
