//! What an alert looks for in the runs of scheduled checks. How it is evaluated is in `alert.rs`.

use serde::{Deserialize, Serialize};

use crate::check::{Period, ProbeFailure, Verdict};
use crate::id::CheckId;

/// A rule over the latest runs of some checks. One table for all kinds; each kind takes the keys that its line names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Condition {
    pub kind: ConditionKind,
    /// Scheduled checks of this template, whose runs are looked at.
    pub checks: Vec<CheckId>,
    /// Only runs of this time until now are looked at.
    #[cfg_attr(feature = "template-source", schemars(with = "String"))]
    pub within: Period,
    /// `count`, `share`, `streak`: which runs are meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matching: Option<Matching>,
    /// `percentile`, `level`: a fact that is a number, such as `latency_ms`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    /// `percentile`: which one, 1 to 99; nearest rank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<u32>,
    /// `streak`: how many runs in a row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runs: Option<u32>,
    /// It fires above this number: of runs (`count`), of all (`share`, 0 to 1), of the fact (`percentile`, `level`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above: Option<f64>,
    /// `level`: it fires below this number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below: Option<f64>,
    /// `share`, `percentile`: with fewer runs it is unknown; absent: 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_samples: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConditionKind {
    /// More than `above` runs match.
    Count,
    /// More than the share `above` of the runs match.
    Share,
    /// The percentile of a fact is above `above`.
    Percentile,
    /// The latest value of a fact is above `above` or below `below`.
    Level,
    /// The last `runs` runs of a check all match.
    Streak,
}

/// Which runs are meant: those with one of the verdicts, one of the failures, or a fact between two numbers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Matching {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub verdicts: Vec<Verdict>,
    /// Why nothing was seen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<ProbeFailure>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<f64>,
}
