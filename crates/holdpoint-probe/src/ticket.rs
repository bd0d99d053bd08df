//! A signed report into a change ticket: GitHub, GitLab, Jira, ServiceNow. People name the ticket; where the system is, and which secret
//! opens it, is the operator's configuration.
//!
//! Each system is looked at before it is written to: what an earlier attempt left there is found by a marker or by a file's name, so that a
//! server that died between writing and recording writes nothing twice.

mod client;
mod did;
mod files;
mod github;
mod gitlab;
mod jira;
mod multipart;
mod servicenow;
mod text;

use holdpoint_domain::id::{LaunchId, MemberId, SystemName};
use holdpoint_domain::launch::{DeliveryTrouble, Reference, TicketKind};
use holdpoint_domain::sentence::Sentence;
use serde::Deserialize;

use crate::egress::{Egress, Policy, Target};
use crate::limits;
use crate::secret::SecretRef;

/// A ticket system, as the operator configured it in `[[tickets]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TicketSystem {
    pub name: SystemName,
    pub kind: TicketKind,
    /// Where its API is, without a query: `https://api.github.com`, `https://gitlab.example.com`, `https://example.atlassian.net`.
    pub base_url: String,
    pub token: SecretRef,
    /// Whose token it is: with it the token is a password (Jira Cloud, ServiceNow), without it a bearer token.
    #[serde(default)]
    pub user: Option<String>,
    /// ServiceNow: the table that the numbers are of.
    #[serde(default)]
    pub table: Option<String>,
    /// GitHub: whether a commit gets a check run beside its status, which takes the token of a GitHub App.
    #[serde(default)]
    pub check_runs: bool,
    /// Whether each report goes to the launch's change ticket by itself, where that is a ticket of this system.
    #[serde(default)]
    pub on_report: bool,
    /// Of which launches it takes reports. Empty: of every one, whoever made it.
    #[serde(default)]
    pub launches: Vec<LaunchId>,
    /// Whose reports it takes: who asked for the delivery, or issued the report that goes by itself. Empty: anybody's.
    #[serde(default)]
    pub people: Vec<MemberId>,
    /// Where a report can let something happen by itself: that it takes anybody's of every launch all the same.
    #[serde(default)]
    pub anybody: bool,
    /// Larger files stay out of its tickets, in MiB.
    #[serde(default)]
    pub attachment_mib: Option<u32>,
}

/// What is wrong with one of its settings.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("ticket system {system}, {field}: {reason}")]
pub struct BadSystem {
    pub system: SystemName,
    pub field: &'static str,
    pub reason: String,
}

/// What goes to a ticket.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// Of this server and launch: by it a comment is known again. ASCII letters, digits, `-` and `:`.
    pub marker: String,
    /// Of this report: what cannot be changed later is known again by it.
    pub version: String,
    /// What machines go by: the report says go, and it is so still.
    pub go: bool,
    /// What commit statuses and check runs are called.
    pub name: String,
    pub title: String,
    /// In one line, for a status.
    pub line: String,
    /// In a few lines, as Markdown and as plain text.
    pub markdown: String,
    pub plain: String,
    /// The report as Markdown.
    pub whole: String,
    /// The launch's page.
    pub link: String,
    pub files: Vec<TicketFile>,
}

/// A file for systems that keep files.
#[derive(Clone, Debug)]
pub struct TicketFile {
    /// With the report's version in it: by it the file is known again.
    pub name: String,
    pub media_type: &'static str,
    pub bytes: bytes::Bytes,
}

impl TicketSystem {
    /// Everything that can be known to be wrong without the network.
    pub fn problems(&self, policy: &Policy) -> Vec<BadSystem> {
        let mut found: Vec<(&'static str, String)> = Vec::new();
        match Target::parse(self.base_url.trim_end_matches('/'), policy) {
            Err(denial) => found.push(("base_url", denial.to_string())),
            Ok(target) if self.base_url.contains(['?', '#']) => {
                found.push(("base_url", format!("it has a query or a fragment; write {} and a path only", target.origin())));
            }
            Ok(target) if !policy.may_carry_secret(&target) => {
                found.push(("base_url", "the token is sent over https only; use https".into()));
            }
            Ok(_) => {}
        }
        let only = |field: &'static str, given: bool, kinds: &[TicketKind]| {
            (given && !kinds.contains(&self.kind)).then(|| (field, "is not for this kind of system; remove it".to_owned()))
        };
        found.extend(only("user", self.user.is_some(), &[TicketKind::Jira, TicketKind::ServiceNow]));
        found.extend(only("table", self.table.is_some(), &[TicketKind::ServiceNow]));
        found.extend(only("check_runs", self.check_runs, &[TicketKind::GitHub]));
        found.extend(only("attachment_mib", self.attachment_mib.is_some(), &[TicketKind::Jira, TicketKind::ServiceNow]));
        let bad_user = |user: &String| user.is_empty() || user.contains(':') || user.chars().any(char::is_control);
        if self.user.as_ref().is_some_and(bad_user) {
            found.push(("user", "is empty, or has a colon or a control character in it; write the account's name".into()));
        }
        if !self.table().bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_') {
            found.push(("table", "has something else than a-z, 0-9 and _ in it; write a table's name such as change_request".into()));
        }
        found.extend(self.whose());
        found.into_iter().map(|(field, reason)| BadSystem { system: self.name.clone(), field, reason }).collect()
    }

    /// What is wrong with whose reports it takes: whoever has an account can make a launch, and report that it goes.
    fn whose(&self) -> Option<(&'static str, String)> {
        let named = !self.launches.is_empty() || !self.people.is_empty();
        if named && self.anybody {
            return Some((
                "anybody",
                "is true, and launches or people name those whose reports are taken; remove the one or the other".into(),
            ));
        }
        let open = self.kind.acts() && !named && !self.anybody;
        open.then(|| {
            let why = "a report can approve a deployment there, and whoever has an account can make a launch that says go; write \
                       people = [\"ACCOUNT-ID\"] for those who may send reports there (`holdpoint person list` shows the ids), or \
                       launches = [\"LCH-1\"], or both; or anybody = true";
            ("kind", why.to_owned())
        })
    }

    /// Whether it takes a report of this launch that this person asked to be delivered, or issued.
    pub fn takes_from(&self, launch: LaunchId, person: MemberId) -> bool {
        let launch = self.launches.is_empty() || self.launches.contains(&launch);
        launch && (self.people.is_empty() || self.people.contains(&person))
    }

    fn table(&self) -> &str {
        self.table.as_deref().unwrap_or("change_request")
    }

    /// Whether a file is small enough for its tickets.
    fn takes(&self, file: &TicketFile) -> bool {
        let most = self.attachment_mib.map_or(limits::ATTACHMENT_BYTES, |mib| u64::from(mib) * 1024 * 1024);
        file.bytes.len() as u64 <= most
    }

    /// Whether it keeps files beside comments.
    pub fn keeps_files(&self) -> bool {
        matches!(self.kind, TicketKind::Jira | TicketKind::ServiceNow)
    }
}

/// Brings a report into a ticket; doing it again changes nothing.
///
/// * Returns what was done there.
/// * Errors: what stands against it. Some of it may be in the ticket already; the next attempt finds it.
pub async fn deliver(
    egress: &Egress,
    system: &TicketSystem,
    reference: &Reference,
    parcel: &Parcel,
) -> Result<Vec<Sentence>, DeliveryTrouble> {
    let client = client::Client::new(egress, system).await?;
    match system.kind {
        TicketKind::GitHub => github::deliver(&client, system, reference, parcel).await,
        TicketKind::GitLab => gitlab::deliver(&client, reference, parcel).await,
        TicketKind::Jira => jira::deliver(&client, system, reference, parcel).await,
        TicketKind::ServiceNow => servicenow::deliver(&client, system, reference, parcel).await,
    }
}

/// A reference of another kind of system: the configuration changed since it was written.
fn foreign() -> DeliveryTrouble {
    DeliveryTrouble::Reference("names a ticket of another kind of system".into())
}
