//! The launch's log: its checkpoint, and the sidecar of the report.

use super::step::{Steps, names};
use super::{KnownHead, Report};
use crate::report::encoding::to_base64;
use crate::report::keys::LogPublicKey;
use crate::report::note::open_checkpoint;
use crate::report::tlog_proof::TlogProof;

/// The log's size and root, if its checkpoint is good.
pub fn checkpoint(report: &Report<'_>, steps: &mut Steps) -> KnownHead {
    let key = key(report, steps)?;
    let log = &report.signoff.predicate.log;
    let opened = open_checkpoint(log.checkpoint.as_bytes(), &key);
    let (head, result) = match opened {
        Err(error) => (None, Err(error.to_string())),
        Ok(checkpoint) if checkpoint.head.size != report.snapshot.revision.0 => {
            let (size, revision) = (checkpoint.head.size, report.snapshot.revision);
            (None, Err(format!("the checkpoint is over {size} entries, but the snapshot is of revision {revision}")))
        }
        Ok(checkpoint) => {
            let detail = format!("{} entries, root {}", checkpoint.head.size, to_base64(&checkpoint.head.root));
            (Some(checkpoint.head), Ok(detail))
        }
    };
    steps.check(names::CHECKPOINT, result);
    head
}

/// The sidecar, when it was given.
pub fn tlog_proof(report: &Report<'_>, file: Option<&[u8]>, steps: &mut Steps) {
    let Some(file) = file else {
        return steps.not_checked(names::TLOG_PROOF, "the .tlog-proof file was not given");
    };
    let launch = report.snapshot.launch.id;
    let proof = match TlogProof::parse(file) {
        Ok(proof) => proof,
        Err(error) => return steps.failed(names::TLOG_PROOF, error.to_string()),
    };
    // The sidecar may be younger than the report: then it is signed with the key that came after.
    let mut tried = known_keys(report).into_iter().map(|key| proof.shows(report.bundle, launch, &key));
    let Some(first) = tried.next() else {
        return steps.failed(names::TLOG_PROOF, "the log's key is not known");
    };
    let shown = first.or_else(|error| tried.find_map(Result::ok).ok_or(error));
    let result = shown.map(|at| format!("the report is in the launch's log, recorded {at}")).map_err(|error| error.to_string());
    steps.check(names::TLOG_PROOF, result);
}

fn known_keys(report: &Report<'_>) -> Vec<LogPublicKey> {
    let log = &report.signoff.predicate.log;
    match report.trust {
        Some(trust) => trust.log_keys(&log.origin, report.snapshot.launch.id).map(|(_, key)| key).collect(),
        None => LogPublicKey::from_vkey(&log.vkey).into_iter().collect(),
    }
}

fn key(report: &Report<'_>, steps: &mut Steps) -> Option<LogPublicKey> {
    let (log, at) = (&report.signoff.predicate.log, report.signoff.predicate.issued_at);
    let launch = report.snapshot.launch.id;
    let told = LogPublicKey::from_vkey(&log.vkey).ok().filter(|key| key.name() == log.origin);
    let Some(told) = told.filter(|_| log.origin.ends_with(&format!("/{launch}"))) else {
        steps.failed(names::LOG_KEY, format!("the report's log key is not one of the log of {launch}"));
        return None;
    };
    let Some(trust) = report.trust else {
        steps.not_checked(names::LOG_KEY, "no trust file was given, so the log's key is the one that the report brings along");
        return Some(told);
    };
    let pinned = trust.log_keys(&log.origin, launch).find(|(_, key)| *key == told);
    match pinned {
        Some((pinned, key)) if pinned.is_valid_at(at) => {
            steps.holds(names::LOG_KEY, format!("{} is pinned, and was in use at {at}", log.origin));
            Some(key)
        }
        Some(_) => {
            steps.failed(names::LOG_KEY, format!("{} is pinned, but was not in use at {at}", log.origin));
            None
        }
        None => {
            steps.failed(names::LOG_KEY, format!("the trust file does not list this key for the log {}", log.origin));
            None
        }
    }
}
