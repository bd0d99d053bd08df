//! Words that reports and their verification share.

use crate::check::Standing;
use crate::launch::Decision;
use crate::template::{Level, Role};

/// A role as people say it.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Viewer => "viewer",
        Role::Contributor => "contributor",
        Role::Approver => "approver",
        Role::ReleaseManager => "release manager",
    }
}

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
