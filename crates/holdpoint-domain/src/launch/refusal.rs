//! Why a wish is not granted: a stable kind, the field, and a sentence that says what to do.

pub(super) mod order;
pub(super) mod rule;
mod say;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Reason;
use crate::id::*;
use crate::sentence::{Said, Sentence, counted};
use crate::template::Role;

/// A refused command changed nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// To whoever has no role in the launch; the same words as for one that does not exist.
    NoSuchLaunch(LaunchId),
    NoSuchItem(ItemId),
    NoSuch {
        what: &'static str,
        id: String,
    },
    Exists {
        what: &'static str,
    },
    /// The sentence begins with the field; the rule is the rest of it.
    Bad {
        field: &'static str,
        rule: Sentence,
    },
    Conflict(Box<Conflict>),
    NotAllowed {
        needs: Role,
        has: Role,
    },
    OtherSection(String),
    OwnWaiver,
    NotReady {
        count: usize,
        first: Box<Reason>,
    },
    Outdated {
        seen: Seq,
        now: Seq,
    },
    AlreadySigned(Role),
    WrongOrder(Sentence),
    LastManager,
    Kept,
    Sample,
    Full {
        what: &'static str,
        limit: usize,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Refusal::Bad { field, .. } = self {
            write!(f, "{field} ")?;
        }
        self.said().fmt(f)
    }
}

impl std::error::Error for Refusal {}

/// A change to a field that somebody else changed since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    pub field: String,
    /// What the field is now.
    pub theirs: String,
    pub yours: String,
    /// The name of who changed it.
    pub by: String,
    pub at: Option<Timestamp>,
    /// The place of that change: who insists on theirs has seen the field as it was there, and nothing later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<Seq>,
}

impl Refusal {
    /// A stable word for programs, the last part of the problem's `type`.
    pub fn kind(&self) -> &'static str {
        match self {
            Refusal::NoSuchLaunch(_) => "not-found",
            Refusal::NoSuchItem(_) => "no-such-item",
            Refusal::NoSuch { .. } => "no-such-thing",
            Refusal::Exists { .. } => "exists",
            Refusal::Bad { .. } => "bad-field",
            Refusal::Conflict(_) => "conflict",
            Refusal::NotAllowed { .. } => "role-needed",
            Refusal::OtherSection(_) => "other-section",
            Refusal::OwnWaiver => "own-waiver",
            Refusal::NotReady { .. } => "not-ready",
            Refusal::Outdated { .. } => "outdated",
            Refusal::AlreadySigned(_) => "already-signed",
            Refusal::WrongOrder(_) => "wrong-order",
            Refusal::LastManager => "last-manager",
            Refusal::Kept => "kept",
            Refusal::Sample => "sample",
            Refusal::Full { .. } => "full",
        }
    }

    /// The sentence with its kind and values; of [`Refusal::Bad`] what is behind the field.
    pub fn said(&self) -> Sentence {
        match self {
            Refusal::NoSuchLaunch(id) => say::no_launch(id.to_string()),
            Refusal::NoSuchItem(id) => say::no_item(id.as_str()),
            Refusal::NoSuch { what, id } => say::no_such(Said::words(*what), id.as_str()),
            Refusal::Exists { what } => say::exists(Said::words(*what)),
            Refusal::Bad { rule, .. } => rule.clone(),
            Refusal::Conflict(told) => say::conflict(told.by.as_str(), told.theirs.as_str(), told.yours.as_str()),
            Refusal::NotAllowed { needs, has } => say::role(said_role(*needs), said_role(*has)),
            Refusal::OtherSection(section) => say::other_section(section.as_str()),
            Refusal::OwnWaiver => say::own_waiver(),
            Refusal::NotReady { count, first } => say::not_ready(first.why.to_string(), reasons(*count)),
            Refusal::Outdated { seen, now } => say::outdated(seen.0, now.0),
            Refusal::AlreadySigned(role) => say::already_signed(said_role(*role)),
            Refusal::WrongOrder(order) => order.clone(),
            Refusal::LastManager => say::last_manager(),
            Refusal::Kept => say::kept(),
            Refusal::Sample => say::sample(),
            Refusal::Full { what, limit } => say::full(*limit, Said::words(*what)),
        }
    }

    /// The field of the command that it is about, as a JSON pointer below `/command`.
    pub fn field(&self) -> Option<&str> {
        match self {
            Refusal::NoSuchItem(_) => Some("item"),
            Refusal::Bad { field, .. } => Some(field),
            Refusal::Conflict(conflict) => Some(&conflict.field),
            Refusal::NoSuchLaunch(_)
            | Refusal::NoSuch { .. }
            | Refusal::OtherSection(_)
            | Refusal::Exists { .. }
            | Refusal::NotAllowed { .. }
            | Refusal::OwnWaiver
            | Refusal::NotReady { .. }
            | Refusal::Outdated { .. }
            | Refusal::AlreadySigned(_)
            | Refusal::WrongOrder(_)
            | Refusal::LastManager
            | Refusal::Kept
            | Refusal::Sample
            | Refusal::Full { .. } => None,
        }
    }
}

fn reasons(count: usize) -> Said {
    Said::counted(count, counted(count, "reason", "reasons"))
}

/// A role in a sentence.
pub(super) fn said_role(role: Role) -> Said {
    Said::words(role_words(role))
}

/// A role as people say it.
pub fn role_words(role: Role) -> &'static str {
    match role {
        Role::Viewer => "viewer",
        Role::Contributor => "contributor",
        Role::Approver => "approver",
        Role::ReleaseManager => "release manager",
    }
}
