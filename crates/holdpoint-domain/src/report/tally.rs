//! Counts of a snapshot, which a report states and every verifier computes again.

use serde::{Deserialize, Serialize};

use super::signoff::Staleness;
use crate::check::Standing;
use crate::id::Timestamp;
use crate::launch::{Snapshot, Status};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    pub items: ItemCounts,
    pub checks: CheckCounts,
    pub approvals: ApprovalCounts,
}

/// Items by their status when the report was issued; one whose waiver had expired is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ItemCounts {
    pub total: u32,
    pub done: u32,
    pub not_applicable: u32,
    pub waived: u32,
    pub blocked: u32,
    pub in_progress: u32,
    pub open: u32,
}

/// Checks by how they stood when the report was issued.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CheckCounts {
    pub total: u32,
    pub passing: u32,
    pub warning: u32,
    pub failing: u32,
    pub unknown: u32,
    pub stale: u32,
    pub not_run: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApprovalCounts {
    pub total: u32,
    /// Given before something that they cover changed.
    pub stale: u32,
}

impl Counts {
    /// * `at`: when the report was issued.
    pub fn of<'a>(snapshot: &Snapshot, approvals: impl Iterator<Item = &'a Staleness>, at: Timestamp) -> Self {
        let mut counts = Self::default();
        for item in &snapshot.items {
            counts.items.total += 1;
            *match item.status_at(at) {
                Status::Open => &mut counts.items.open,
                Status::InProgress => &mut counts.items.in_progress,
                Status::Blocked => &mut counts.items.blocked,
                Status::Done => &mut counts.items.done,
                Status::NotApplicable => &mut counts.items.not_applicable,
                Status::Waived => &mut counts.items.waived,
            } += 1;
        }
        for check in &snapshot.checks {
            counts.checks.total += 1;
            *match snapshot.standing(check, at) {
                Some(Standing::Passing) => &mut counts.checks.passing,
                Some(Standing::Warning) => &mut counts.checks.warning,
                Some(Standing::Failing) => &mut counts.checks.failing,
                Some(Standing::Unknown) => &mut counts.checks.unknown,
                Some(Standing::Stale) => &mut counts.checks.stale,
                None => &mut counts.checks.not_run,
            } += 1;
        }
        for stale in approvals {
            counts.approvals.total += 1;
            counts.approvals.stale += u32::from(!stale.is_none());
        }
        counts
    }
}
