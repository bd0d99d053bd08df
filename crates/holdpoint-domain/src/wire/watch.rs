//! Watching: scheduled checks with their history, alerts, and messages about them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Parts;
use crate::alert::Why;
use crate::check::{Sample, Verdict};
use crate::id::*;
use crate::launch::Decision;
use crate::template::Severity;

/// Samples of `GET /api/launches/{id}/checks/{check}/history` in one answer, at most; a week of runs every ten minutes.
pub const HISTORY_SAMPLES: u32 = 1_000;

/// The answer to `GET /api/launches/{id}/watch`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WatchView {
    pub state: WatchState,
    /// The connection that is watched, or was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection: Option<ConnectionName>,
    /// When it ends by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Why it ended, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The checks that have a schedule, in the template's order.
    pub checks: Vec<ScheduledCheck>,
    /// In the template's order.
    pub alerts: Vec<AlertView>,
    /// The operator's channels for messages, by name.
    pub channels: Vec<String>,
    /// Those of them that are told of this launch's signed reports.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub report_channels: Vec<String>,
    /// The latest messages, newest first.
    pub notices: Vec<NoticeView>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WatchState {
    Off,
    On,
    Ended,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScheduledCheck {
    pub check: CheckId,
    pub title: String,
    /// In words, such as `15 minutes`.
    pub every: String,
    /// The share of something that is left, where the check looks at one: a fact between 0 and 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headroom: Option<String>,
    /// Absent: nothing is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_run: Option<Timestamp>,
    pub running: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_run: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_verdict: Option<Verdict>,
}

/// One row of the alert table, as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AlertView {
    pub name: String,
    pub severity: Severity,
    /// For people and their own monitoring, as the template has it.
    pub condition: String,
    /// What is looked for here, in a sentence; absent: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub watches: Option<String>,
    pub action: String,
    pub state: AlertStateView,
    /// Absent: it was never looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// What decided it, in a sentence.
    pub why: String,
    /// The same in parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Why>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertStateView {
    Firing,
    Quiet,
    Unknown,
}

/// A message about an alert or a signed report, to one channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NoticeView {
    /// Sent along with the message; the same in each attempt.
    pub id: String,
    pub channel: String,
    /// Empty in a message about a report.
    pub alert: String,
    /// Whether it tells that the alert fires; otherwise that it is over.
    pub fires: bool,
    /// What the signed report decided that it tells of, instead of an alert.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<Decision>,
    pub state: NoticeStateView,
    pub attempts: u32,
    /// Of the last attempt that failed, or of who was left out, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
    /// The same in parts; absent: it was kept before there were any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Parts>,
    pub made_at: Timestamp,
    /// When it was sent or given up; of one that waits, when it is tried next.
    pub at: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeStateView {
    Waiting,
    Sent,
    Failed,
}

/// `GET /api/launches/{id}/checks/{check}/history`: times are RFC 3339, latencies milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckHistory {
    pub check: CheckId,
    /// What the numbers are in, by name of the fact, as far as that is known.
    pub units: BTreeMap<String, String>,
    /// Oldest first.
    pub samples: Vec<Sample>,
    /// For `after`, where there may be more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Timestamp>,
}
