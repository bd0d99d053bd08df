//! What people write to name a ticket: never a host, which is the operator's to configure.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::launch::refusal::rule;
use crate::sentence::Sentence;

/// A reference's length in characters: the longest are paths of projects.
const REFERENCE_CHARS: usize = 300;

/// The operator's kinds of ticket systems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TicketKind {
    #[serde(rename = "github")]
    GitHub,
    #[serde(rename = "gitlab")]
    GitLab,
    #[serde(rename = "jira")]
    Jira,
    #[serde(rename = "servicenow")]
    ServiceNow,
}

impl TicketKind {
    /// What a reference looks like, for people.
    pub fn example(self) -> &'static str {
        match self {
            TicketKind::GitHub => {
                "owner/repo#12 (issue or pull request), owner/repo@COMMIT (40 hex digits), owner/repo/runs/123/ENVIRONMENT"
            }
            TicketKind::GitLab => "group/project#12 (issue), group/project!34 (merge request), group/project@COMMIT (40 hex digits)",
            TicketKind::Jira => "OPS-12",
            TicketKind::ServiceNow => "CHG0030192",
        }
    }

    /// Whether a report can let something happen there by itself: GitHub's reviews of deployments do.
    pub fn acts(self) -> bool {
        match self {
            TicketKind::GitHub => true,
            TicketKind::GitLab | TicketKind::Jira | TicketKind::ServiceNow => false,
        }
    }
}

/// A reference that can be a ticket of its kind. Printed, it is as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// An issue or pull request of GitHub, an issue of GitLab.
    Issue { project: String, number: u64 },
    /// A merge request of GitLab.
    MergeRequest { project: String, number: u64 },
    /// A commit, in full.
    Commit { project: String, sha: String },
    /// A run of GitHub Actions that waits to deploy into an environment.
    Deployment { project: String, run: u64, environment: String },
    /// An issue of Jira.
    Key(String),
    /// A record's number in ServiceNow.
    Record(String),
}

impl Reference {
    /// * Errors: the rule that the text breaks, as the rest of a sentence that begins with the field.
    pub fn parse(kind: TicketKind, text: &str) -> Result<Self, Sentence> {
        let text = text.trim();
        let bad = || rule::reference(kind.example());
        if text.is_empty() || REFERENCE_CHARS < text.chars().count() {
            return Err(bad());
        }
        let found = match kind {
            TicketKind::GitHub => github(text),
            TicketKind::GitLab => project(text, 2..=20),
            TicketKind::Jira => key(text).then(|| Self::Key(text.to_owned())),
            TicketKind::ServiceNow => record(text).then(|| Self::Record(text.to_owned())),
        };
        found.ok_or_else(bad)
    }
}

fn github(text: &str) -> Option<Reference> {
    if let Some((project, rest)) = text.split_once("/runs/") {
        let (run, environment) = rest.split_once('/')?;
        let fits = path(project, 2..=2) && !environment.trim().is_empty() && !environment.chars().any(char::is_control);
        let (project, environment) = (project.to_owned(), environment.to_owned());
        return fits.then_some(Reference::Deployment { project, run: number(run)?, environment });
    }
    match project(text, 2..=2)? {
        Reference::MergeRequest { .. } => None,
        other => Some(other),
    }
}

/// `a/b#1`, `a/b!1`, `a/b@COMMIT`
fn project(text: &str, parts: std::ops::RangeInclusive<usize>) -> Option<Reference> {
    let place = text.find(['#', '!', '@'])?;
    let (name, rest) = (text.get(..place)?, text.get(place + 1..)?);
    if !path(name, parts) {
        return None;
    }
    let project = name.to_owned();
    match text.get(place..=place)? {
        "#" => Some(Reference::Issue { project, number: number(rest)? }),
        "!" => Some(Reference::MergeRequest { project, number: number(rest)? }),
        _ => {
            let hex = rest.len() == 40 && rest.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
            hex.then(|| Reference::Commit { project, sha: rest.to_owned() })
        }
    }
}

/// Names with slashes between: none of them can climb out of the address that they become a part of.
fn path(text: &str, parts: std::ops::RangeInclusive<usize>) -> bool {
    let good = |part: &str| {
        let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        !part.is_empty() && part.len() <= 100 && part.chars().all(inner) && part.chars().any(|c| c != '.')
    };
    parts.contains(&text.split('/').count()) && text.split('/').all(good)
}

/// One spelling only: no sign, no leading zero.
fn number(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text && 0 < number).then_some(number)
}

/// `OPS-12`: a project's key, a dash, a number.
fn key(text: &str) -> bool {
    let Some((project, rest)) = text.rsplit_once('-') else { return false };
    let inner = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    project.len() <= 40 && project.starts_with(|c: char| c.is_ascii_uppercase()) && project.chars().all(inner) && number(rest).is_some()
}

/// `CHG0030192`: letters, then digits.
fn record(text: &str) -> bool {
    let letters = text.chars().take_while(char::is_ascii_uppercase).count();
    let digits = text.get(letters..).unwrap_or_default();
    (2..=10).contains(&letters) && (4..=20).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit())
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reference::Issue { project, number } => write!(f, "{project}#{number}"),
            Reference::MergeRequest { project, number } => write!(f, "{project}!{number}"),
            Reference::Commit { project, sha } => write!(f, "{project}@{sha}"),
            Reference::Deployment { project, run, environment } => write!(f, "{project}/runs/{run}/{environment}"),
            Reference::Key(text) | Reference::Record(text) => f.write_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_system_takes_its_own_and_nobody_names_a_host() {
        use TicketKind::*;
        let sha = "0123456789abcdef0123456789abcdef01234567";
        let cases = [
            (GitHub, "acme/app#12".to_owned(), true, "an issue or pull request"),
            (GitHub, format!("acme/app@{sha}"), true, "a commit"),
            (GitHub, "acme/app/runs/8123/production".into(), true, "a run that waits"),
            (GitHub, "acme/app/runs/8123/eu/production".into(), true, "environments may have slashes"),
            (GitHub, "acme/app@0123456".into(), false, "a short commit"),
            (GitHub, format!("acme/app@{}", sha.to_uppercase()), false, "another spelling"),
            (GitHub, "acme/app!12".into(), false, "GitHub has none of these"),
            (GitHub, "acme/team/app#12".into(), false, "too deep"),
            (GitHub, "app#12".into(), false, "whose?"),
            (GitHub, "acme/app#0".into(), false, "counting starts at 1"),
            (GitHub, "acme/app#012".into(), false, "one spelling"),
            (GitHub, "acme/..#1".into(), false, "climbs"),
            (GitHub, "../app#1".into(), false, "climbs"),
            (GitHub, "acme/app/runs/8123/".into(), false, "into where?"),
            (GitHub, "https://github.com/acme/app/issues/12".into(), false, "a host"),
            (GitLab, "acme/team/app#12".into(), true, "an issue in a subgroup"),
            (GitLab, "acme/app!34".into(), true, "a merge request"),
            (GitLab, format!("acme/app@{sha}"), true, "a commit"),
            (GitLab, "app!34".into(), false, "whose?"),
            (Jira, "OPS-12".into(), true, "an issue"),
            (Jira, " OPS-12 ".into(), true, "trimmed"),
            (Jira, "O_1-12".into(), true, "keys may have these"),
            (Jira, "ops-12".into(), false, "one spelling"),
            (Jira, "OPS-12/comment".into(), false, "climbs"),
            (Jira, "OPS".into(), false, "which?"),
            (ServiceNow, "CHG0030192".into(), true, "a change"),
            (ServiceNow, "CHG0030192^ORnumber=1".into(), false, "a query"),
            (ServiceNow, "0030192".into(), false, "of what?"),
        ];
        for (kind, text, good, about) in cases {
            let read = Reference::parse(kind, &text);
            assert_eq!(read.is_ok(), good, "{about}: {text}: {read:?}");
            assert_eq!(read.is_ok_and(|read| read.to_string() == text.trim()), good, "printed as written: {text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics_and_what_is_read_stays_what_it_is(text in r"[a-zA-Z0-9/#!@._ \-é]{0,60}") {
            for kind in [TicketKind::GitHub, TicketKind::GitLab, TicketKind::Jira, TicketKind::ServiceNow] {
                if let Ok(read) = Reference::parse(kind, &text) {
                    proptest::prop_assert_eq!(Reference::parse(kind, &read.to_string()), Ok(read));
                }
            }
        }
    }
}
