//! Request, response and problem bodies of the HTTP interface. Both sides use these types; nothing else crosses.

mod account;
mod approval;
mod connection;
mod delivery;
mod drill;
mod evidence;
mod files;
mod parts;
mod template;
mod watch;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::check::Receipt;
use crate::id::*;
use crate::launch::{Command, Conflict, Decision, Launch, Progress, Reason, Recorded, SectionProgress};
use crate::template::{Role, TemplateRef};

pub use account::*;
pub use approval::*;
pub use connection::*;
pub use delivery::*;
pub use drill::*;
pub use evidence::*;
pub use files::*;
pub use parts::*;
pub use template::*;
pub use watch::*;

/// The header that every write carries (any value), beside `Content-Type: application/json` and a matching `Origin`.
pub const WRITE_HEADER: &str = "x-holdpoint";
/// The header that carries a command's id.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// An error as RFC 9457 describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// A stable path such as `/problems/conflict`; the last part is for programs.
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    /// Which of them it is, where one type has several: of `/problems/not-found` for instance `drill`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// What went wrong and what to do.
    pub detail: String,
    /// The numbers in `detail` by their names, for whoever tells it in another language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub numbers: BTreeMap<String, u64>,
    /// Of a refusal: the sentence of `detail` in parts, by the kind's own table. Of `/problems/bad-field` what is behind the field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Parts>,
    /// JSON pointer to the field of the request's body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// Both values, when somebody else changed the field meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conflict: Option<Conflict>,
    /// The first reason, when the launch is not ready to be signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Box<Reason>>,
    /// Of `/problems/id-taken`: the place of the last event that one's own command of this id made in the launch. An older server does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<Seq>,
}

/// `GET /api/session`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// Who is signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub me: Option<Person>,
    /// Nobody has an account yet: the set-up link makes the first.
    pub setup_needed: bool,
    /// Signed in by recovery: nothing else works until a new password or passkey is set.
    #[serde(default)]
    pub renewal_needed: bool,
    /// Whether passkeys work under this server's address: a name, not an IP address.
    #[serde(default)]
    pub passkeys: bool,
    /// The organisation's own sign-ins, as the operator configured them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub oidc: Vec<OidcWay>,
    /// Of the server.
    pub version: String,
}

/// Somebody with an account here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: MemberId,
    pub name: String,
    /// Whether they own the server: they may invite.
    pub owner: bool,
}

/// `POST /api/session`
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    pub name: String,
    pub password: String,
}

/// `POST /api/setup` (the one-time token of the first start) and `POST /api/invites/accept`
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    pub token: String,
    /// 1 to 200 characters; what colleagues see. Unique, whatever its case.
    pub name: String,
    /// At least 10 characters, at most 1,000.
    pub password: String,
}

/// Days that an invite waits unless it says otherwise: over a weekend and a day off.
pub const INVITE_DAYS: u32 = 7;

/// `POST /api/invites`: all of it may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewInvite {
    /// The launch in which the colleague gets a role; absent: an account and nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub launch: Option<LaunchId>,
    /// With a launch only, and needed there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// For approvers: the sections that they answer for; empty: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<SectionId>,
    /// How long it can be accepted, in days: 1 to 30; absent: 7.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
}

/// One of `GET /api/invites`: what is open, never its token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InviteView {
    pub id: InviteId,
    pub by: Person,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub launch: Option<LaunchId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub launch_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<SectionId>,
    pub made_at: Timestamp,
    pub expires_at: Timestamp,
}

/// The answer to `POST /api/invites`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Invite {
    pub id: InviteId,
    /// To be opened by the colleague: `/invite#TOKEN` of this server.
    pub link: String,
    pub expires_at: Timestamp,
}

/// The answer to `POST /api/accounts/{id}/recovery-link`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecoveryLink {
    /// To be opened by the colleague: `/recover#TOKEN` of this server.
    pub link: String,
    pub expires_at: Timestamp,
}

/// One of `GET /api/templates` or `GET /api/templates/{name}/versions`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", from = "FlatTemplateSummary")]
pub struct TemplateSummary {
    #[serde(flatten)]
    pub template: TemplateRef,
    pub title: String,
    pub summary: String,
    pub items: u32,
    pub checks: u32,
    /// How many versions of it there are.
    pub versions: u32,
}

/// As it is read: reading a part of it by itself takes a buffer.
#[derive(Deserialize)]
struct FlatTemplateSummary {
    name: TemplateName,
    version: String,
    digest: Digest,
    title: String,
    summary: String,
    items: u32,
    checks: u32,
    versions: u32,
}

impl From<FlatTemplateSummary> for TemplateSummary {
    fn from(flat: FlatTemplateSummary) -> Self {
        let FlatTemplateSummary { name, version, digest, title, summary, items, checks, versions } = flat;
        Self { template: TemplateRef { name, version, digest }, title, summary, items, checks, versions }
    }
}

/// One of `GET /api/connections`: what there is, never a secret, and of addresses never the query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionView {
    pub name: ConnectionName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_version: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook_url: Option<String>,
    /// Whether the operator permits deliveries there that may leave something behind.
    #[serde(default)]
    pub webhook_deliveries: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub health_url: Option<String>,
    /// Whether the operator named a token, and whether it can be read now.
    pub token: SecretState,
    pub webhook_secret: SecretState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretState {
    /// `holdpoint.toml` names none.
    None,
    /// It names one, which is missing or empty.
    Missing,
    Present,
}

/// One of `GET /api/launches`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LaunchSummary {
    pub id: LaunchId,
    pub name: String,
    pub template: TemplateRef,
    pub template_title: String,
    pub target: Option<Date>,
    pub ticket: Option<String>,
    pub progress: Progress,
    pub sections: Vec<SectionProgress>,
    pub decision: Decision,
    /// How many reasons there are for no go.
    pub reasons: u32,
    /// The first few of them.
    pub first_reasons: Vec<Reason>,
    /// Who has something to do, the most first.
    #[serde(default)]
    pub waits_for: Vec<WaitsFor>,
    /// What its last signed report says; absent: there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported: Option<Decision>,
    /// It was made to look around in.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sample: bool,
    pub seq: Seq,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
}

/// Somebody who has to do something: an item of theirs is left, a waiver waits for their answer, or a comment asks them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitsFor {
    pub id: MemberId,
    pub name: String,
    pub items: u32,
}

/// One of `GET /api/waivers`: in force or waiting for an answer; the one that ends first comes first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WaiverView {
    pub launch: LaunchId,
    pub launch_name: String,
    pub item: ItemId,
    pub title: String,
    pub reason: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mitigation: Option<String>,
    /// A name.
    pub requested_by: String,
    pub requested_at: Timestamp,
    /// A name; absent: nobody has answered yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<String>,
    pub expires_at: Timestamp,
    /// Whole days; 0: it ends within a day.
    pub days_left: i64,
}

/// The answer to `POST /api/launches`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaunchCreated {
    pub id: LaunchId,
    pub seq: Seq,
}

/// `GET /api/launches/{id}`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LaunchView {
    /// Folded up to its `seq`; live updates go on from there.
    pub launch: Launch,
    /// The first of those who are here, as [`Presence`] has them.
    pub present: Vec<MemberId>,
}

/// `POST /api/launches/{id}/commands`, with the command's id in `Idempotency-Key`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Submission {
    /// The place that the sender had seen.
    pub based_on: Seq,
    pub command: Command,
}

/// The answer to a submission: durable up to `seq`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// The place of the command's last event; the present place when it made nothing happen.
    pub seq: Seq,
    /// It made nothing happen: it was so already. An older server does not tell.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nothing: bool,
}

impl Stored {
    /// Something happened, the last of it there.
    pub fn at(seq: Seq) -> Self {
        Self { seq, nothing: false }
    }

    /// Where what happened is; `None`: nothing did.
    pub fn place(&self) -> Option<Seq> {
        (!self.nothing).then_some(self.seq)
    }
}

/// `GET /api/launches/{id}/events?after=SEQ`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventsPage {
    /// In order; at most 500.
    pub events: Vec<Recorded>,
    /// The place of the last event that there is.
    pub head: Seq,
}

/// The data of a `presence` event of `GET /api/launches/{id}/live`. An event of the log has the name `event`, its `seq` as id, and a
/// [`Recorded`] as data; `goodbye` says that the server stops, the session ended or the role was taken away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// In the order in which they came, at most 50.
    pub present: Vec<Present>,
    /// How many more there are.
    pub others: u32,
}

/// Somebody who has the launch open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    pub id: MemberId,
    pub name: String,
    /// Whether they own the server.
    pub owner: bool,
    /// Where they are, one for each of their browsers; empty: at no item.
    pub items: Vec<ItemId>,
}

/// `PUT /api/launches/{id}/presence`: where this browser is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Whereabouts {
    /// `null`: at no item.
    pub item: Option<ItemId>,
}

/// `POST /api/launches/{id}/template`: to the version of its template that the server has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpgradeTemplate {
    /// The version that the launch is on, as whoever asks has seen it.
    pub from: Digest,
    /// The server's, likewise.
    pub to: Digest,
}

/// `POST /api/launches/{id}/checks/{check}/runs`
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RunCheck {
    /// For a check whose deliveries may leave something behind: the webhook endpoint that whoever runs it has read. When the operator has
    /// another one by then, nothing is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deliver_to: Option<String>,
}

/// The body of a request that says everything with its address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// The answer to a run of a check, recorded at `seq`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckRan {
    pub receipt: Receipt,
    pub seq: Seq,
}

/// `POST /api/launches/{id}/approvals`
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Approve {
    pub id: ApprovalId,
    /// The snapshot that was shown: `GET /api/launches/{id}/snapshot`, its digest over the bytes as received.
    pub snapshot: Digest,
    pub revision: Seq,
    pub role: Role,
    #[serde(default)]
    pub comment: String,
    /// Given again, just now.
    pub password: String,
}

/// The answer to `POST /api/launches/{id}/reports`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReportIssued {
    pub seq: Seq,
    pub bundle: Digest,
    pub decision: Decision,
    /// Names of the files, to be had from `GET /api/launches/{id}/report/{html|json|tlog-proof}`.
    pub files: Vec<String>,
    /// What became of the timestamp, in a sentence; `None`: the operator chose no authority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<String>,
}
