//! A checklist definition. `templates/*.toml` in the repository are the built-in ones.
//!
//! The same names are used in TOML and JSON, so that a launch's history and the template's file read alike.

mod condition;
#[cfg(feature = "template-source")]
mod lint;
#[cfg(feature = "template-source")]
mod problem;
#[cfg(feature = "template-source")]
mod source;

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::check::Check;
use crate::id::{CheckId, Date, Digest, ItemId, RunbookId, SectionId, StepId, TemplateName};

pub use condition::{Condition, ConditionKind, Matching};
#[cfg(feature = "template-source")]
pub use lint::lint;
#[cfg(feature = "template-source")]
pub use problem::Problem;
#[cfg(feature = "template-source")]
pub use source::{MAX_BYTES, json_schema, parse, parse_new};

/// The format number that this build reads and writes.
pub const FORMAT: u32 = 1;

/// People that a policy may ask for in one role.
pub const SIGNERS: RangeInclusive<u32> = 1..=20;

/// A versioned checklist definition. Identified by name, version and the SHA-256 of its bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// The format of this file: 1.
    pub format: u32,
    pub name: TemplateName,
    /// `MAJOR.MINOR.PATCH`.
    pub version: String,
    pub title: String,
    /// What the checklist is for, in a sentence or two.
    pub summary: String,
    #[serde(default)]
    pub policy: Policy,
    pub sections: Vec<Section>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub runbooks: Vec<Runbook>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alerts: Vec<Alert>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<Resource>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next_steps: Vec<NextStep>,
}

/// Which template a launch is pinned to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateRef {
    pub name: TemplateName,
    pub version: String,
    /// Of the template file's bytes.
    pub digest: Digest,
}

/// Whose approvals a launch needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Empty: one release manager.
    #[serde(default)]
    pub required: Vec<RequiredRole>,
    /// Whether one person may count for one role only.
    #[serde(default)]
    pub distinct_approvers: bool,
    /// Whether who settled an item, or gave its only evidence, may not be the only one who signs for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub segregation_of_duties: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RequiredRole {
    pub role: Role,
    /// How many different people: 1 to 20.
    pub count: u32,
}

/// What a member may do in a launch; each role includes the ones before it, but only an approver or release manager
/// signs as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads.
    Viewer,
    /// Works on items, runs checks and runbooks.
    Contributor,
    /// Answers for the work with a signature (team lead).
    Approver,
    /// Runs the launch: details, roles, sign-off.
    ReleaseManager,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub id: SectionId,
    pub title: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub summary: String,
    pub items: Vec<Item>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Stable over versions of the template, such as `webhooks.signature`.
    pub id: ItemId,
    /// What is true when the item is done, as a short statement.
    pub title: String,
    pub level: Level,
    /// How to do it, and how to see that it is done. Plain text; blank lines part paragraphs, and what stands between backticks is shown as code.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub guidance: String,
    #[serde(default)]
    pub evidence: EvidenceNeed,
    /// What the guidance rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<OutsideFact>,
}

/// Whether the gate waits for an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// No launch without it.
    Must,
    /// An open one is reported, and does not block.
    Should,
}

/// What has to stand behind a `done`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum EvidenceNeed {
    /// A person's word is enough.
    Optional,
    /// A link, a note, a file or a passing receipt.
    #[default]
    Required,
    /// A fresh passing receipt of every check that proves the item.
    Check,
}

/// Something that the template says about the world outside, with where it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OutsideFact {
    pub claim: String,
    /// A URL or the name of a document.
    pub source: String,
    /// When it was read.
    #[cfg_attr(feature = "template-source", schemars(with = "String"))]
    pub date: Date,
    pub confidence: Confidence,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// The vendor's documentation says so.
    Documented,
    /// Somebody saw it happen.
    Observed,
    /// Somebody says so.
    Claimed,
}

/// Ordered steps: a rollback or a rehearsal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Runbook {
    pub id: RunbookId,
    pub title: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub summary: String,
    pub steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub id: StepId,
    pub title: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// Commands to copy, one each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commands: Vec<String>,
    /// The check that ends the step, run through the proxy. Absent: a person says how it went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<CheckId>,
    /// Who is called in this step; Holdpoint calls nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<Call>,
}

/// Somebody to call, such as who is on call for the network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Call {
    pub name: String,
    /// As it is dialled, such as `+49 30 1234567`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Where they are reached, such as a rota or a chat: `https:` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// One row of the alert table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Alert {
    /// Unique in its template.
    pub name: String,
    /// When it fires, for people: what their own monitoring has to look for.
    pub condition: String,
    /// `P1` (page somebody now) to `P4`.
    pub severity: Severity,
    pub action: String,
    /// What Holdpoint itself looks for, in the runs of scheduled checks; absent: nothing, and the row stays unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
pub enum Severity {
    P1,
    P2,
    P3,
    P4,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Resource {
    pub title: String,
    /// `https:` only.
    pub url: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// What to do after the launch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NextStep {
    pub title: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

impl Template {
    /// All items in the order of the page.
    pub fn items(&self) -> impl Iterator<Item = (&Section, &Item)> {
        self.sections.iter().flat_map(|section| section.items.iter().map(move |item| (section, item)))
    }

    pub fn item(&self, id: &ItemId) -> Option<&Item> {
        self.items().map(|(_, item)| item).find(|item| item.id == *id)
    }

    pub fn check(&self, id: &CheckId) -> Option<&Check> {
        self.checks.iter().find(|check| check.id == *id)
    }

    pub fn runbook(&self, id: &RunbookId) -> Option<&Runbook> {
        self.runbooks.iter().find(|runbook| runbook.id == *id)
    }

    /// The checks that can prove an item.
    pub fn checks_of<'a>(&'a self, item: &'a ItemId) -> impl Iterator<Item = &'a Check> {
        self.checks.iter().filter(move |check| check.proves.contains(item))
    }
}

impl Policy {
    /// The required roles with the default filled in: one release manager.
    pub fn required(&self) -> Vec<RequiredRole> {
        if self.required.is_empty() {
            return vec![RequiredRole { role: Role::ReleaseManager, count: 1 }];
        }
        self.required.clone()
    }
}
