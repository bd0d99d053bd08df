//! The steps of a verification, and the verdict that follows from them.

use serde::{Deserialize, Serialize};

use super::{Verdict, Verification};
use crate::report::found::{Found, Summary, Who};

/// What became of one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Holds,
    Failed,
    /// What would be needed was not given, or the report does not have it. The detail says so.
    NotChecked,
}

impl Outcome {
    /// As people read it.
    pub fn words(self) -> &'static str {
        match self {
            Outcome::Holds => "holds",
            Outcome::Failed => "FAILED",
            Outcome::NotChecked => "not checked",
        }
    }
}

/// One step: a stable name, and what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// One of [`names`].
    pub name: String,
    pub outcome: Outcome,
    pub detail: Found,
}

/// Stable names of steps, for programs.
pub mod names {
    /// The key that signed the report is pinned, and was in use.
    pub const REPORT_KEY: &str = "report-key";
    /// The DSSE signature over the statement's bytes.
    pub const SIGNATURE: &str = "signature";
    /// The statement has the form of a sign-off.
    pub const STATEMENT: &str = "statement";
    /// The snapshot's bytes have their digest and can be read.
    pub const SNAPSHOT: &str = "snapshot";
    /// Launch and template are the snapshot's.
    pub const LAUNCH: &str = "launch";
    /// The subjects are the HTML file and the snapshot's artifacts.
    pub const SUBJECTS: &str = "subjects";
    /// The HTML file at hand is the one that was signed.
    pub const HTML_FILE: &str = "html-file";
    /// The HTML that was signed tells what the bundle tells.
    pub const HTML_CONTENT: &str = "html-content";
    /// The key of the log is pinned, and was in use.
    pub const LOG_KEY: &str = "log-key";
    /// The log's checkpoint is signed and is of this launch, at the snapshot's revision.
    pub const CHECKPOINT: &str = "checkpoint";
    /// No approval is there twice; they are in the log's order.
    pub const APPROVALS: &str = "approvals";
    /// An approval's statement is about this launch, person and role.
    pub const APPROVAL_STATEMENT: &str = "approval-statement";
    /// An approval's signature.
    pub const APPROVAL_SIGNATURE: &str = "approval-signature";
    /// An approval is in the log, as it is told.
    pub const APPROVAL_LOG: &str = "approval-log";
    /// An approval's times do not contradict each other.
    pub const APPROVAL_TIMES: &str = "approval-times";
    /// An approver is in the pinned roster, under that name, and nobody else whom it knows is called otherwise.
    pub const ROSTER: &str = "roster";
    /// The organisation's own key countersigned the trust file.
    pub const COUNTERSIGNATURE: &str = "countersignature";
    /// Whose word stands behind an approval.
    pub const APPROVER_KEY: &str = "approver-key";
    /// What changed since the approvals is told.
    pub const STALENESS: &str = "staleness";
    /// The counts follow from the snapshot.
    pub const COUNTS: &str = "counts";
    /// The decision follows from the snapshot, the approvals and the time.
    pub const DECISION: &str = "decision";
    /// No time in the snapshot is later than the report.
    pub const TIMES: &str = "times";
    /// The check's definition has its digest, and is what the receipt is about.
    pub const CHECK: &str = "check-definition";
    /// The verdict follows from the facts and the definition.
    pub const CHECK_VERDICT: &str = "check-verdict";
    /// The sidecar shows that the report itself is in the log.
    pub const TLOG_PROOF: &str = "tlog-proof";
    /// The log begins with all of the log of an earlier report, which holds by itself.
    pub const CONSISTENCY: &str = "consistency";
    /// The exported history is what the log had when the report was issued.
    pub const HISTORY: &str = "history";
    /// Played event by event, that history leads to the snapshot, and to the approvals that the report tells.
    pub const REPLAY: &str = "replay";
    /// What an approver signed is the launch at the place of that history which they named.
    pub const APPROVAL_SNAPSHOT: &str = "approval-snapshot";
    /// A timestamp of an independent authority.
    pub const TIMESTAMP: &str = "timestamp";
}

#[derive(Default)]
pub(super) struct Steps(Vec<Step>);

impl Steps {
    pub fn holds(&mut self, name: &'static str, found: impl Into<Found>) {
        self.push(name, Outcome::Holds, found.into());
    }

    pub fn failed(&mut self, name: &'static str, found: impl Into<Found>) {
        self.push(name, Outcome::Failed, found.into());
    }

    pub fn not_checked(&mut self, name: &'static str, found: impl Into<Found>) {
        self.push(name, Outcome::NotChecked, found.into());
    }

    /// What holds, or what is wrong.
    pub fn check<F: Into<Found>>(&mut self, name: &'static str, result: Result<F, F>) {
        match result {
            Ok(found) => self.holds(name, found),
            Err(found) => self.failed(name, found),
        }
    }

    /// The same of one approval.
    pub fn check_of<'a, F>(&mut self, name: &'static str, (who, result): (&'a Who, Result<F, F>))
    where
        (&'a Who, F): Into<Found>,
    {
        self.check(name, result.map(|found| (who, found)).map_err(|found| (who, found)));
    }

    fn push(&mut self, name: &'static str, outcome: Outcome, detail: Found) {
        self.0.push(Step { name: name.to_owned(), outcome, detail });
    }

    /// * `pinned`: whether the keys came from outside the report.
    pub fn verdict(&self, pinned: bool) -> Verdict {
        match pinned {
            _ if self.0.iter().any(|step| step.outcome == Outcome::Failed) => Verdict::NotVerified,
            true => Verdict::Verified,
            false => Verdict::SelfConsistent,
        }
    }

    /// The summary when a step failed.
    pub fn refused(&self) -> Summary {
        let mut failed = self.0.iter().filter(|step| step.outcome == Outcome::Failed);
        let first = failed.next().cloned().map(Box::new);
        Summary::Refused { first, more: failed.count() }
    }

    /// The end after a step that failed.
    pub fn refusal(self) -> Verification {
        Verification { verdict: Verdict::NotVerified, summary: self.refused(), steps: self.0 }
    }

    pub fn into_vec(self) -> Vec<Step> {
        self.0
    }
}
