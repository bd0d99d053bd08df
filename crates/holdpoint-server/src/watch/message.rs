//! What is said of a change of an alert. No secret, no answer of a target is in it.

use holdpoint_domain::alert::{Change, Standing};
use holdpoint_domain::id::{LaunchId, Timestamp};
use holdpoint_domain::launch::Launch;
use holdpoint_domain::report::words::minute;
use holdpoint_domain::template::{Alert, Severity};
use serde::{Deserialize, Serialize};

use super::report::in_one_line;

/// A message about an alert. This is also what the kind `webhook` sends, with an `id`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    pub launch: LaunchId,
    pub launch_name: String,
    pub alert: String,
    pub severity: Severity,
    pub change: Change,
    pub since: Timestamp,
    /// What decided it.
    pub why: String,
    pub action: String,
    /// The launch's page.
    pub link: String,
}

impl Message {
    pub fn new(launch: &Launch, alert: &Alert, (change, standing): (Change, &Standing), public: &str) -> Self {
        Self {
            launch: launch.id,
            launch_name: in_one_line(&launch.details.name.value),
            alert: alert.name.clone(),
            severity: alert.severity,
            change,
            since: standing.since,
            why: standing.why.clone(),
            action: alert.action.clone(),
            link: format!("{public}/launches/{}/watch", launch.id),
        }
    }

    /// What an operator sends to try a channel.
    pub fn test(now: Timestamp, public: &str) -> Self {
        Self {
            launch: LaunchId(1),
            launch_name: "no launch".into(),
            alert: "Test".into(),
            severity: Severity::P4,
            change: Change::Fires,
            since: now,
            why: "This is a test of the channel; nothing is wrong.".into(),
            action: "Nothing.".into(),
            link: public.to_owned(),
        }
    }

    /// In one line.
    pub fn subject(&self) -> String {
        let Self { launch, launch_name, alert, severity, .. } = self;
        match self.change {
            Change::Fires => format!("{severity:?} {alert}: {launch_name} ({launch})"),
            Change::Recovers => format!("Over: {alert}: {launch_name} ({launch})"),
        }
    }

    /// What happened, and what to do.
    pub fn lines(&self) -> Vec<String> {
        std::iter::once(self.sentence()).chain(self.what_to_do()).collect()
    }

    fn sentence(&self) -> String {
        let since = minute(self.since);
        match self.change {
            Change::Fires => format!("The alert fires since {since}. {}", self.why),
            Change::Recovers => format!("The alert is quiet again since {since}. {}", self.why),
        }
    }

    fn what_to_do(&self) -> Option<String> {
        (self.change == Change::Fires).then(|| format!("What to do: {}", self.action))
    }
}
