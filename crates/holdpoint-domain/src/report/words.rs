//! Words that reports and their verification share.

use crate::check::Standing;
use crate::id::Timestamp;
use crate::launch::{Decision, ReasonKind};
use crate::template::{EvidenceNeed, Level};

pub use crate::launch::role_words as role;

/// A decision as people say it.
pub fn decision(decision: Decision) -> &'static str {
    match decision {
        Decision::Go => "Go",
        Decision::NoGo => "No go",
    }
}

/// How a check stands; `None`: it never ran.
pub fn standing(standing: Option<Standing>) -> &'static str {
    match standing {
        Some(Standing::Passing) => "pass",
        Some(Standing::Warning) => "warning",
        Some(Standing::Failing) => "fail",
        Some(Standing::Unknown) => "unknown",
        Some(Standing::Stale) => "stale",
        None => "not run",
    }
}

/// Whether the gate waits for an item.
pub fn level(level: Level) -> &'static str {
    match level {
        Level::Must => "must",
        Level::Should => "should",
    }
}

/// What a reason is about, in a word or two.
pub fn reason(kind: ReasonKind) -> &'static str {
    match kind {
        ReasonKind::ItemOpen => "open",
        ReasonKind::EvidenceMissing => "no evidence",
        ReasonKind::EvidenceExpired => "evidence expired",
        ReasonKind::CheckFailing => "check fails",
        ReasonKind::CheckMissing => "check not run",
        ReasonKind::CheckStale => "check stale",
        ReasonKind::CheckUnknown => "check unknown",
        ReasonKind::CheckWarning => "check warns",
        ReasonKind::CheckUnproven => "check proves nothing",
        ReasonKind::WaiverExpired => "waiver expired",
        ReasonKind::WaiverInForce => "waived",
        ReasonKind::NotApplicable => "not applicable",
        ReasonKind::ApprovalMissing => "not signed",
        ReasonKind::ApprovalStale => "signature stale",
        ReasonKind::SameHands => "same hands",
        ReasonKind::EndsInWindow => "ends too early",
        ReasonKind::Other => "other",
    }
}

/// What an item needs besides a person's word.
pub fn needs(need: EvidenceNeed) -> &'static str {
    match need {
        EvidenceNeed::Optional => "a person's word is enough",
        EvidenceNeed::Required => "needs evidence",
        EvidenceNeed::Check => "needs a passing check",
    }
}

/// A time as people read it, in UTC, to the minute.
pub fn minute(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// The same, to the second.
pub fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}
