//! What somebody with the server's own keys can do to a report: change it, make everything fit that can be made to fit, sign again.

use holdpoint_domain::id::*;
use holdpoint_domain::launch::*;
use holdpoint_domain::report::encoding::Base64;
use holdpoint_domain::report::signoff::{Signoff, SignoffApproval, SignoffPredicate, SignoffResult, Staleness};
use holdpoint_domain::report::statement::{ApprovalPredicate, Statement, Subject};
use holdpoint_domain::report::tally::Counts;
use holdpoint_domain::report::weigh::Given;
use holdpoint_domain::report::*;

use crate::story::{Story, log_key, report_key};

pub fn open(report: &IssuedReport) -> Signoff {
    let bundle = bundle::Bundle::parse(&report.bundle).unwrap();
    serde_json::from_slice(&bundle.payload).unwrap()
}

/// Signs again, and changes nothing else.
pub fn seal(signoff: &Signoff) -> Vec<u8> {
    bundle::Bundle::sign(serde_json::to_vec(signoff).unwrap(), &report_key()).unwrap().to_bytes()
}

pub fn snapshot(predicate: &SignoffPredicate) -> Snapshot {
    serde_json::from_slice(&predicate.snapshot.content.0).unwrap()
}

/// Changes the snapshot, and the report's own copies of it.
pub fn change_snapshot(signoff: &mut Signoff, change: impl FnOnce(&mut Snapshot)) {
    let mut snapshot = snapshot(&signoff.predicate);
    change(&mut snapshot);
    let bytes = serde_json::to_vec(&snapshot).unwrap();
    signoff.predicate.snapshot.digest = Digest::of(&bytes);
    signoff.predicate.snapshot.content = Base64(bytes);
    signoff.predicate.launch = snapshot.launch;
    signoff.predicate.template = snapshot.template;
}

/// Calls every approval fresh.
pub fn freshen(signoff: &mut Signoff) {
    for told in &mut signoff.predicate.approvals {
        told.stale = Staleness::default();
    }
}

/// Makes counts, decision, HTML and subjects follow from the rest, as a careful forger would; then signs.
pub fn fit(mut signoff: Signoff) -> Vec<u8> {
    let predicate = &mut signoff.predicate;
    let snapshot = snapshot(predicate);
    let approvals = predicate.approvals.clone();
    let given: Vec<Given> = approvals.iter().map(given).collect();
    let gate = snapshot_gate(&snapshot, &given, (predicate.issued_at, predicate.producer.rendition));
    let counts = Counts::of(&snapshot, approvals.iter().map(|told| &told.stale), predicate.issued_at);
    predicate.result = SignoffResult { decision: gate.decision, counts, holds_until: gate.holds_until };
    let html = html::render(predicate, &snapshot, &gate);
    let artifacts = predicate.launch.artifacts.iter().map(|artifact| Subject::new(&artifact.name, artifact.digest));
    let html = Subject::new(html_name(predicate.launch.id), Digest::of(html.as_bytes()));
    signoff.subject = std::iter::once(html).chain(artifacts).collect();
    seal(&signoff)
}

/// An approval as a verifier's gate reads it.
fn given(told: &SignoffApproval) -> Given {
    let signed: Statement<ApprovalPredicate> = serde_json::from_slice(&told.statement.0).unwrap();
    Given { approver: told.approver.id, role: told.role, covers: signed.predicate.covers, covers_launch: signed.predicate.covers_launch }
}

/// Rewrites the log's entries, and with them tree, proofs and checkpoint; returns leaf and payload of each.
pub fn rewrite_log(signoff: &mut Signoff, story: &Story, change: impl Fn(usize, &mut Leaf, &mut Event)) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut log = story.log.clone();
    for (index, (leaf, payload)) in log.iter_mut().enumerate() {
        let mut changed = Leaf::parse(leaf).unwrap();
        let mut event: Event = serde_json::from_slice(payload).unwrap();
        change(index, &mut changed, &mut event);
        *payload = serde_json::to_vec(&event).unwrap();
        let recorded = Recorded {
            launch: changed.launch_id,
            seq: Seq(index as u64 + 1),
            by: changed.actor,
            at: changed.recorded_at,
            command: None,
            event,
        };
        *leaf = Leaf::of(&recorded, payload, changed.salt).1;
    }
    let hashes: Vec<_> = log.iter().map(|(leaf, _)| merkle::leaf_hash(leaf)).collect();
    let launch = signoff.predicate.launch.id;
    signoff.predicate.log.checkpoint = note::sign_checkpoint(&log_key(), launch, merkle::Head::of(&hashes)).unwrap();
    for told in &mut signoff.predicate.approvals {
        let index = told.log_entry.index as usize;
        let (leaf, payload) = &log[index];
        told.log_entry.leaf = Base64(leaf.clone());
        told.log_entry.payload = Base64(payload.clone());
        let path = merkle::inclusion_proof(&hashes, index).unwrap();
        told.log_entry.inclusion_proof = path.into_iter().map(signoff::Node).collect();
    }
    log
}

/// Rewrites what an approver signed, and lets the server vouch for it; returns the new statement's bytes.
pub fn rewrite_statement(signoff: &mut Signoff, which: usize, change: impl FnOnce(&mut Statement<ApprovalPredicate>)) -> Vec<u8> {
    let told = &mut signoff.predicate.approvals[which];
    let mut statement: Statement<ApprovalPredicate> = serde_json::from_slice(&told.statement.0).unwrap();
    change(&mut statement);
    let bytes = serde_json::to_vec(&statement).unwrap();
    told.attestation = attest(&report_key(), &bytes).unwrap();
    told.statement = Base64(bytes.clone());
    bytes
}

/// The approval inside an event.
pub fn approval(event: &mut Event) -> Option<&mut Approval> {
    match event {
        Event::Approved { approval } => Some(approval),
        _ => None,
    }
}
