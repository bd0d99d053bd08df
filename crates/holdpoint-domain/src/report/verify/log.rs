//! The launch's log: its checkpoint, and the sidecar of the report.

use super::step::{Steps, names};
use super::{Report, in_order};
use crate::id::Timestamp;
use crate::report::found::Log;
use crate::report::keys::LogPublicKey;
use crate::report::note::{Checkpoint, open_checkpoint};
use crate::report::tlog_proof::TlogProof;

/// The log's name, size and root, if its checkpoint is good.
pub fn checkpoint(report: &Report<'_>, steps: &mut Steps) -> Option<Checkpoint> {
    let key = key(report, steps)?;
    let log = &report.signoff.predicate.log;
    let (known, result) = match open_checkpoint(log.checkpoint.as_bytes(), &key) {
        Err(fault) => (None, Err(Log::BadCheckpoint { fault })),
        Ok(checkpoint) if checkpoint.head.size != report.snapshot.revision.0 => {
            let (size, revision) = (checkpoint.head.size, report.snapshot.revision);
            (None, Err(Log::CheckpointOther { size, revision }))
        }
        Ok(checkpoint) => {
            let head = checkpoint.head;
            (Some(checkpoint), Ok(Log::Checkpoint { head }))
        }
    };
    steps.check(names::CHECKPOINT, result);
    known
}

/// The sidecar, when it was given.
pub fn tlog_proof(report: &Report<'_>, file: Option<&[u8]>, steps: &mut Steps) {
    let Some(file) = file else {
        return steps.not_checked(names::TLOG_PROOF, Log::ProofNotGiven);
    };
    let proof = match TlogProof::parse(file) {
        Ok(proof) => proof,
        Err(fault) => return steps.failed(names::TLOG_PROOF, Log::BadProof { fault }),
    };
    // The sidecar may be younger than the report: then it is signed with the key that came after.
    let mut tried = known_keys(report).into_iter().map(|key| shown(report, &proof, key));
    let Some(first) = tried.next() else {
        return steps.failed(names::TLOG_PROOF, Log::KeyUnknown);
    };
    let shown = first.or_else(|fault| tried.find_map(Result::ok).ok_or(fault));
    steps.check(names::TLOG_PROOF, shown.map(|at| Log::Proof { at }));
}

/// A key of the log, and when it was replaced.
type KnownKey = (LogPublicKey, Option<Timestamp>);

/// When the report was recorded.
fn shown(report: &Report<'_>, proof: &TlogProof, (key, until): KnownKey) -> Result<Timestamp, Log> {
    let issued = report.signoff.predicate.issued_at;
    let at = proof.shows(report.bundle, report.snapshot.launch.id, &key).map_err(|fault| Log::BadProof { fault })?;
    if !in_order(issued, at) {
        return Err(Log::ProofEarly { at, issued });
    }
    // Whoever has a key that was replaced, because it was stolen say, shows nothing of what came after.
    if until.is_some_and(|until| until <= at) {
        return Err(Log::ProofKeyOutOfUse { at });
    }
    Ok(at)
}

fn known_keys(report: &Report<'_>) -> Vec<KnownKey> {
    let log = &report.signoff.predicate.log;
    match report.trust {
        Some(trust) => trust.log_keys(&log.origin, report.snapshot.launch.id).map(|(pinned, key)| (key, pinned.valid_until)).collect(),
        None => LogPublicKey::from_vkey(&log.vkey).into_iter().map(|key| (key, None)).collect(),
    }
}

fn key(report: &Report<'_>, steps: &mut Steps) -> Option<LogPublicKey> {
    let (log, at) = (&report.signoff.predicate.log, report.signoff.predicate.issued_at);
    let launch = report.snapshot.launch.id;
    let told = LogPublicKey::from_vkey(&log.vkey).ok().filter(|key| key.name() == log.origin);
    let Some(told) = told.filter(|_| log.origin.ends_with(&format!("/{launch}"))) else {
        steps.failed(names::LOG_KEY, Log::KeyOther { launch });
        return None;
    };
    let Some(trust) = report.trust else {
        steps.not_checked(names::LOG_KEY, Log::KeyOwn);
        return Some(told);
    };
    let (pinned, log) = (trust.log_keys(&log.origin, launch).find(|(_, key)| *key == told), log.origin.clone());
    match pinned {
        Some((pinned, key)) if pinned.is_valid_at(at) => {
            steps.holds(names::LOG_KEY, Log::KeyInUse { log, at });
            Some(key)
        }
        Some(_) => {
            steps.failed(names::LOG_KEY, Log::KeyOutOfUse { log, at });
            None
        }
        None => {
            steps.failed(names::LOG_KEY, Log::KeyUnlisted { log });
            None
        }
    }
}
