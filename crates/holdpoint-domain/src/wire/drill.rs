//! Drills: opened, watched and closed.

use serde::{Deserialize, Serialize};

use crate::check::Judgement;
use crate::check::drill::{Exchange, Scenario};
use crate::id::*;

/// `POST /api/launches/{id}/drills`: all of it may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpenDrill {
    /// What it is to judge; empty: every check of the launch's template that a drill judges.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<CheckId>,
    /// How long it is open: 1 to 60; absent: 20.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// How long an answer is held back that hangs: 1 to 120; absent: 45. Choose more than the client's time-out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hang_seconds: Option<u32>,
}

/// `POST /api/launches/{id}/drills/{drill}/close`
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CloseDrill {}

/// `GET /api/launches/{id}/drills`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DrillsView {
    /// What a drill of this launch plays, in an order in which it may be called.
    pub plan: Vec<DrillStep>,
    /// Newest first. Drills live in the server's memory: after a new start there are none.
    pub drills: Vec<DrillSummary>,
}

/// What one scenario asks for, and does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DrillStep {
    pub scenario: Scenario,
    pub title: String,
    /// What the integration has to call, such as `GET /me`.
    pub call: String,
    /// What it is answered.
    pub answers: String,
    /// What an integration that is well does.
    pub expects: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DrillSummary {
    pub id: DrillId,
    /// A name.
    pub opened_by: String,
    pub opened_at: Timestamp,
    /// When it ends by itself.
    pub ends_at: Timestamp,
    /// When it ended; absent: it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    pub requests: u32,
}

/// `GET /api/launches/{id}/drills/{drill}`, and the answer to opening and closing one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DrillView {
    pub drill: DrillSummary,
    /// Where the client is to be pointed. Absent for who may not run checks, and when the drill has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    pub hang_seconds: u32,
    pub steps: Vec<StepSeen>,
    /// One for each check that it judges, as of now; recorded when the drill ends.
    pub checks: Vec<CheckSeen>,
    /// In order of arrival.
    pub traffic: Vec<Exchange>,
    /// Since it was opened, until it ended or until now, in milliseconds.
    pub elapsed_ms: u64,
    /// Requests over the limit, which were refused and are not in `traffic`.
    pub refused: u32,
    /// The place of its last receipt, once they are recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<Seq>,
    /// It has ended, and what it saw is not recorded yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub recording: bool,
    /// Why its receipts were not recorded, or some of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
}

/// How far a scenario has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StepSeen {
    pub step: DrillStep,
    /// The same for this scenario alone, whatever is called: for integrations that call something else. Absent as `base_url` is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    pub state: StepProgress,
    /// Requests that it has seen.
    pub requests: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepProgress {
    /// Nothing has been called yet.
    Waiting,
    /// It has been called, and the scenario goes on.
    Begun,
    /// All of it was played, and its requests came through.
    Played,
}

/// What a drill says of a check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckSeen {
    pub check: CheckId,
    pub title: String,
    pub proves: Vec<ItemId>,
    /// Absent: none of its scenarios was called, so it gets no receipt, and an earlier one stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judgement: Option<Judgement>,
}
