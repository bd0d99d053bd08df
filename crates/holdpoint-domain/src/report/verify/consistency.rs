//! An earlier report of the same launch: whether the log of this one begins with all of that one's.

use super::step::{Steps, names};
use super::{Beside, Earlier, Outcome, Report, judged};
use crate::report::consistency::Consistency;
use crate::report::found::Log;
use crate::report::note::Checkpoint;
use crate::report::trust::TrustRoot;

/// Nothing is said where no earlier report was given: most have none.
pub fn joined(report: &Report<'_>, now: Option<&Checkpoint>, (earlier, steps): (Option<Earlier<'_>>, &mut Steps)) {
    let Some(earlier) = earlier else { return };
    match begins_with(now, earlier, report.trust) {
        Err(found @ Log::ConsistencyNotGiven { .. }) => steps.not_checked(names::CONSISTENCY, found),
        result => steps.check(names::CONSISTENCY, result),
    }
}

fn begins_with(now: Option<&Checkpoint>, earlier: Earlier<'_>, trust: Option<&TrustRoot>) -> Result<Log, Log> {
    let now = now.ok_or(Log::NoCheckpoint)?;
    let before = checkpoint(earlier.report, trust)?;
    if before.origin != now.origin {
        return Err(Log::EarlierOfOther { log: before.origin, wanted: now.origin.clone() });
    }
    let (from, to) = (before.head.size, now.head.size);
    if to < from {
        return Err(Log::EarlierIsLater { from, to });
    }
    if to == from {
        return if before.head == now.head { Ok(Log::Same { size: to }) } else { Err(Log::Forked { size: to }) };
    }
    let file = earlier.consistency.ok_or(Log::ConsistencyNotGiven { from, to })?;
    let proof = Consistency::parse(file).ok_or(Log::BadConsistency)?;
    if now.head.extends(&before.head, &proof) { Ok(Log::Extends { from, to }) } else { Err(Log::NotExtended { from, to }) }
}

/// Of the earlier report, which has to hold by itself: what another checkpoint is joined to would say nothing otherwise.
fn checkpoint(report: &[u8], trust: Option<&TrustRoot>) -> Result<Checkpoint, Log> {
    let (verification, checkpoint) = judged(report, trust, Beside::default()).map_err(|_| Log::EarlierUnread)?;
    match verification.steps.into_iter().find(|step| step.outcome == Outcome::Failed) {
        Some(failed) => Err(Log::EarlierRefused { step: failed.name }),
        None => checkpoint.ok_or(Log::EarlierUnread),
    }
}
