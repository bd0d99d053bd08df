//! Making a report: the launch as it is now, what was signed, and the proof that it is in the log, under one signature.

use super::approver_words::signed;
use super::approver::ssh_signature_of;
use super::bundle::Bundle;
use super::encoding::{Base64, from_base64};
use super::html;
use super::keys::{CannotSign, LogKey, ReportKey};
use super::leaf::LogEntry;
use super::merkle::{self, Hash, Head};
use super::note::sign_checkpoint;
use super::signoff::*;
use super::statement::{ApprovalPredicate, Approver, SIGNOFF, STATEMENT, Statement, Subject};
use super::tally::Counts;
use super::weigh::{Given, snapshot_gate};
use crate::id::*;
use crate::launch::{Approval, Decision, Launch, NewReport, Snapshot};

/// What a report is made of.
pub struct ReportInput<'a> {
    pub launch: &'a Launch,
    /// Every entry of the launch's log, in order, up to `launch.seq` and no further.
    pub log: &'a [LogEntry<'a>],
    pub report_key: &'a ReportKey,
    pub log_key: &'a LogKey,
    pub issued_at: Timestamp,
    /// Of the server.
    pub version: &'a str,
    /// Of the page that the server serves.
    pub page: Option<Digest>,
}

/// A report, ready to be stored and given out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedReport {
    /// `LCH-42.signoff.sigstore.json`
    pub bundle: Vec<u8>,
    /// `LCH-42.signoff.html`
    pub html: Vec<u8>,
    /// The snapshot's bytes, which the bundle contains.
    pub snapshot: Vec<u8>,
    pub revision: Seq,
    pub decision: Decision,
}

/// Why no report can be made: what was given does not fit together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IssueError {
    #[error("the log has {entries} entries and the launch is at {revision}; read the log again")]
    LogLength { entries: usize, revision: Seq },
    #[error("the approval of {approver} at {seq} cannot be told of: its stored statement or log entry is damaged")]
    Approval { approver: String, seq: Seq },
    #[error("the snapshot does not read as it was written; this build does not fit the launch")]
    Snapshot,
    #[error(transparent)]
    Signing(#[from] CannotSign),
}

impl IssuedReport {
    /// What is recorded about it.
    pub fn record(&self) -> NewReport {
        NewReport {
            revision: self.revision,
            snapshot: Digest::of(&self.snapshot),
            bundle: Digest::of(&self.bundle),
            html: Digest::of(&self.html),
            decision: self.decision,
            to: Vec::new(),
        }
    }
}

/// Makes a report of a launch as it is now; a `no_go` is reported as such.
///
/// * Errors: see [`IssueError`]. Same input, same bytes.
pub fn issue(input: &ReportInput<'_>) -> Result<IssuedReport, IssueError> {
    let launch = input.launch;
    if input.log.len() as u64 != launch.seq.0 {
        return Err(IssueError::LogLength { entries: input.log.len(), revision: launch.seq });
    }
    let bytes = launch.snapshot_bytes();
    // From here on only what a verifier will read is told.
    let snapshot: Snapshot = serde_json::from_slice(&bytes).map_err(|_| IssueError::Snapshot)?;
    let hashes: Vec<Hash> = input.log.iter().map(LogEntry::hash).collect();
    let told = launch.standing_approvals().map(|approval| tell(input, approval, &hashes).ok_or_else(|| damaged(launch, approval)));
    let predicate = SignoffPredicate {
        launch: snapshot.launch.clone(),
        producer: Producer {
            name: "holdpoint".into(),
            version: input.version.to_owned(),
            page: input.page,
            rendition: html::RENDITION,
            report_key: input.report_key.public().to_pem(),
        },
        template: snapshot.template.clone(),
        snapshot: SnapshotContent { media_type: SNAPSHOT_MEDIA_TYPE.into(), digest: Digest::of(&bytes), content: Base64(bytes.clone()) },
        result: SignoffResult { decision: Decision::NoGo, counts: Counts::default(), holds_until: None },
        approvals: told.collect::<Result<_, _>>()?,
        log: tell_log(input, Head::of(&hashes))?,
        issued_at: input.issued_at,
    };
    Ok(seal(predicate, &snapshot, bytes, input.report_key)?)
}

/// Judges, renders and signs.
fn seal(mut predicate: SignoffPredicate, snapshot: &Snapshot, bytes: Vec<u8>, key: &ReportKey) -> Result<IssuedReport, CannotSign> {
    let gate = snapshot_gate(snapshot, &given(&predicate), (predicate.issued_at, predicate.producer.rendition));
    let stale = predicate.approvals.iter().map(|approval| &approval.stale);
    let counts = Counts::of(snapshot, stale, predicate.issued_at);
    predicate.result = SignoffResult { decision: gate.decision, counts, holds_until: gate.holds_until };
    let html = html::render(&predicate, snapshot, &gate).into_bytes();
    let statement =
        Statement { kind: STATEMENT.into(), subject: subjects(&predicate, Digest::of(&html)), predicate_type: SIGNOFF.into(), predicate };
    let bundle = Bundle::sign(serde_json::to_vec(&statement).unwrap_or_default(), key)?.to_bytes();
    Ok(IssuedReport { bundle, html, snapshot: bytes, revision: snapshot.revision, decision: gate.decision })
}

/// What a report's statement is about: its HTML form, then what is launched.
pub(super) fn subjects(predicate: &SignoffPredicate, html: Digest) -> Vec<Subject> {
    let artifacts = predicate.launch.artifacts.iter().map(|artifact| Subject::new(&artifact.name, artifact.digest));
    std::iter::once(Subject::new(html_name(predicate.launch.id), html)).chain(artifacts).collect()
}

/// The approvals as the gate asks for them, each with what its signed statement says that it covers.
pub(super) fn given(predicate: &SignoffPredicate) -> Vec<Given> {
    predicate.approvals.iter().filter_map(given_one).collect()
}

/// `None`: what was signed cannot be read, so it covers nothing.
fn given_one(told: &SignoffApproval) -> Option<Given> {
    let ApprovalPredicate { covers, covers_launch, .. } = signed(told)?.predicate;
    Some(Given { approver: told.approver.id, role: told.role, covers, covers_launch })
}

fn tell(input: &ReportInput<'_>, approval: &Approval, hashes: &[Hash]) -> Option<SignoffApproval> {
    let launch = input.launch;
    let index = usize::try_from(approval.seq.0.checked_sub(1)?).ok()?;
    let entry = input.log.get(index)?;
    let proof = merkle::inclusion_proof(hashes, index)?;
    Some(SignoffApproval {
        id: approval.id,
        approver: Approver { id: approval.approver, name: launch.name_of(approval.approver).to_owned() },
        role: approval.role,
        statement: Base64(from_base64(&approval.statement).ok()?),
        attestation: approval.attestation.clone(),
        ssh_signature: ssh_signature_of(&approval.attestation),
        log_entry: SignoffEntry {
            index: index as u64,
            leaf: Base64(entry.leaf.to_vec()),
            payload: Base64(entry.payload.to_vec()),
            inclusion_proof: proof.into_iter().map(Node).collect(),
        },
        stale: Staleness { launch: launch.launch_changed(approval), items: launch.stale_items(approval) },
    })
}

fn damaged(launch: &Launch, approval: &Approval) -> IssueError {
    IssueError::Approval { approver: launch.name_of(approval.approver).to_owned(), seq: approval.seq }
}

fn tell_log(input: &ReportInput<'_>, head: Head) -> Result<SignoffLog, CannotSign> {
    let launch = input.launch.id;
    let key = input.log_key.public().of_launch(launch);
    Ok(SignoffLog { origin: key.name().to_owned(), checkpoint: sign_checkpoint(input.log_key, launch, head)?, vkey: key.vkey() })
}
