//! Templates as their files: read, looked through while somebody edits a copy, and saved.

use serde::{Deserialize, Serialize};

use super::Parts;
#[cfg(feature = "template-source")]
use crate::template::Problem;
use crate::template::{Template, TemplateRef};

/// Problems that one answer tells; the others are counted. Whoever mends a hundred asks again.
pub const PROBLEMS_TOLD: usize = 100;

/// `GET /api/templates/{name}/source`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateSource {
    pub template: TemplateRef,
    /// The file's bytes, which are UTF-8.
    pub source: String,
}

/// `POST /api/templates/lint` and `POST /api/templates`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateText {
    /// TOML, at most 1 MiB.
    pub source: String,
}

/// The answer to `POST /api/templates/lint`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Linted {
    /// In the order of the file, at most [`PROBLEMS_TOLD`].
    #[serde(default)]
    pub problems: Vec<TemplateProblem>,
    /// How many more there are.
    pub more: u32,
    /// What it is, once there are no problems.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<Box<Template>>,
}

/// What `holdpoint template lint` says too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateProblem {
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
    /// Which field, such as `checks[0].ttl_minutes`; empty: the file as a whole.
    #[serde(default)]
    pub field: String,
    /// What is wrong, in a sentence.
    pub text: String,
    /// What was probably meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
    /// `text` in parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<Parts>,
    /// `suggestion` in parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Parts>,
}

#[cfg(feature = "template-source")]
impl From<Problem> for TemplateProblem {
    fn from(problem: Problem) -> Self {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Self {
            line: number(problem.line),
            column: number(problem.column),
            field: problem.field,
            text: problem.text.to_string(),
            suggestion: problem.suggestion.as_ref().map(ToString::to_string),
            fault: Some(problem.text.into()),
            hint: problem.suggestion.map(Parts::from),
        }
    }
}
