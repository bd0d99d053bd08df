//! What is said of a signed report: the decision, who and when, until when, the exceptions in short, and the digests by which a changed
//! history is found out.

use holdpoint_domain::id::{Digest, LaunchId, Timestamp};
use holdpoint_domain::launch::Decision;
use holdpoint_domain::report::brief::root;
use holdpoint_domain::report::legible::legible;
use holdpoint_domain::report::{Brief, Outline, words};
use holdpoint_store::watching::NewNotice;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Notice;
use crate::app::App;
use crate::limits;
use crate::rendition::{NoRendition, tell_briefly};

/// A message about a report. This is also what the kind `webhook` sends, with `id` and `event`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReportMessage {
    pub launch: LaunchId,
    pub launch_name: String,
    pub decision: Decision,
    pub issued_by: String,
    pub issued_at: Timestamp,
    /// `None`: it does not hold, or nothing that it rests on expires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holds_until: Option<Timestamp>,
    /// The first ones, a line each.
    pub exceptions: Vec<String>,
    /// How many more there are.
    pub more_exceptions: usize,
    /// The digest of the signed proof.
    pub report: Digest,
    /// Of the launch's log as its signed checkpoint states them, the root in base64.
    pub log_size: String,
    pub log_root: String,
    /// The launch's page.
    pub link: String,
}

impl ReportMessage {
    pub fn new((outline, brief): (&Outline, &Brief), issued_by: &str, public: &str) -> Self {
        let (log_size, log_root) = root(&outline.checkpoint).unwrap_or_default();
        let named = brief.exceptions.iter().take(limits::NOTICE_EXCEPTIONS);
        let exceptions: Vec<String> = named.map(|line| in_one_line(line)).collect();
        Self {
            launch: outline.launch,
            launch_name: in_one_line(&outline.name),
            decision: outline.decision,
            issued_by: in_one_line(issued_by),
            issued_at: outline.issued_at,
            holds_until: outline.holds_until(),
            more_exceptions: brief.exceptions.len() - exceptions.len() + brief.more,
            exceptions,
            report: outline.bundle,
            log_size: log_size.to_owned(),
            log_root: log_root.to_owned(),
            link: format!("{public}/launches/{}/sign-off", outline.launch),
        }
    }

    /// In one line.
    pub fn subject(&self) -> String {
        format!("{}: the report of {} ({}) is signed", words::decision(self.decision), self.launch_name, self.launch)
    }

    /// Lines that belong together: what was decided, the exceptions, the digests.
    pub fn parts(&self) -> Vec<Vec<String>> {
        let mut exceptions: Vec<String> = self.exceptions.iter().map(|line| format!("- {line}")).collect();
        if !exceptions.is_empty() {
            exceptions.insert(0, "Exceptions:".into());
        }
        exceptions.extend((0 < self.more_exceptions).then(|| format!("- and {} more, which the report tells", self.more_exceptions)));
        let digests = vec![
            format!("Signed proof: {}", self.report),
            format!("Root of the launch's log: {} over {} entries", self.log_root, self.log_size),
        ];
        let parts = [vec![self.sentence()], exceptions, digests];
        parts.into_iter().filter(|part| !part.is_empty()).collect()
    }

    fn sentence(&self) -> String {
        let holds = match (self.decision, self.holds_until) {
            (Decision::NoGo, _) => String::new(),
            (Decision::Go, Some(end)) => format!(" It holds until {}.", words::minute(end)),
            (Decision::Go, None) => " Nothing that it rests on expires.".into(),
        };
        format!("{} issued it {}.{holds}", self.issued_by, words::minute(self.issued_at))
    }
}

/// What people wrote, as others are told it.
pub(super) fn in_one_line(text: &str) -> String {
    legible(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A message for each channel that is to be told of a launch's reports, to be kept together with the report. One that cannot be made is no
/// reason to issue none.
pub async fn report_notices(app: &App, launch: LaunchId, issued_by: &str, bundle: &[u8]) -> Vec<NewNotice> {
    let wanting: Vec<&str> =
        app.watch.channels.iter().filter(|channel| channel.wants_reports(launch)).map(|channel| channel.name.as_str()).collect();
    if wanting.is_empty() {
        return Vec::new();
    }
    match payload(app, issued_by, bundle.to_vec()).await {
        Ok(payload) => {
            let notice = |name: &str| NewNotice { id: Uuid::now_v7(), channel: name.to_owned(), payload: payload.clone() };
            wanting.into_iter().map(notice).collect()
        }
        Err(why) => {
            tracing::warn!(%launch, why, "nobody is told of a signed report");
            Vec::new()
        }
    }
}

async fn payload(app: &App, issued_by: &str, bundle: Vec<u8>) -> Result<String, String> {
    let _turn = app.renditions.acquire().await.map_err(|error| error.to_string())?;
    let told = tokio::task::spawn_blocking(move || tell_briefly(&bundle)).await.map_err(|error| error.to_string())?;
    let (outline, brief) = told.map_err(|error: NoRendition| error.to_string())?;
    let public = app.public_url();
    let notice = Notice::Report(ReportMessage::new((&outline, &brief), issued_by, public));
    serde_json::to_string(&notice).map_err(|error| error.to_string())
}
