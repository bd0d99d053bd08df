//! Why a wish is not granted: a stable kind, the field, and a sentence that says what to do.

use serde::{Deserialize, Serialize};

use crate::id::*;
use crate::template::Role;

/// A refused command changed nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// To whoever has no role in the launch; the same words as for one that does not exist.
    #[error("there is no launch {0}")]
    NoSuchLaunch(LaunchId),
    #[error("there is no item {0} in this launch's checklist; reload the page to see the present one")]
    NoSuchItem(ItemId),
    #[error("there is no {what} {id} here; it may have been removed, so reload the page")]
    NoSuch { what: &'static str, id: String },
    #[error("this {what} exists already under the same id; send a new id")]
    Exists { what: &'static str },
    #[error("{field} {rule}")]
    Bad { field: &'static str, rule: String },
    #[error("{} set this to {} meanwhile; yours was {}. Choose one and save again", .0.by, .0.theirs, .0.yours)]
    Conflict(Box<Conflict>),
    #[error("this needs the role {}; yours is {}. Ask a release manager of this launch", role_words(*.needs), role_words(*.has))]
    NotAllowed { needs: Role, has: Role },
    #[error("you answer for other sections than “{0}”; ask an approver of that section, or a release manager")]
    OtherSection(String),
    #[error("nobody approves their own waiver; ask somebody else with the role approver")]
    OwnWaiver,
    #[error("the launch is not ready to be signed: {first} ({count} reasons in all). Settle them, then sign")]
    NotReady { count: usize, first: String },
    #[error("the launch changed after you looked (from {seen} to {now}); read it again, then sign")]
    Outdated { seen: Seq, now: Seq },
    #[error("you already signed as {} for everything that you answer for, and nothing of it changed since; revoke that approval first to sign anew", role_words(*.0))]
    AlreadySigned(Role),
    #[error("{0}")]
    WrongOrder(String),
    #[error("a launch keeps at least one release manager; give somebody else the role first")]
    LastManager,
    #[error("only a sample launch can be deleted: the history of every other launch is kept")]
    Kept,
    #[error("a sample launch has no report; make a launch of your own for that")]
    Sample,
    #[error("there is no room for more than {limit} {what}; remove some first")]
    Full { what: &'static str, limit: usize },
}

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

/// A role as people say it.
pub fn role_words(role: Role) -> &'static str {
    match role {
        Role::Viewer => "viewer",
        Role::Contributor => "contributor",
        Role::Approver => "approver",
        Role::ReleaseManager => "release manager",
    }
}
