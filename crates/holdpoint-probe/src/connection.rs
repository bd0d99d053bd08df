//! A target environment, as the operator configured it in `[[connections]]` of `holdpoint.toml`.

use std::collections::BTreeSet;

use holdpoint_domain::check::Target as Which;
use holdpoint_domain::id::ConnectionName;
use serde::{Deserialize, Serialize};

use crate::egress::{Denial, Policy, Target};
use crate::secret::SecretRef;

/// Where to ask, and which secrets to use. People pick a connection by name; they cannot change where its secrets go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Connection {
    pub name: ConnectionName,
    /// The vendor's API, without a query, such as `https://api.intercom.io`. The token is bound to its origin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    /// Replaces `{api_version}` in a check's headers, such as `2.14`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_version: Option<String>,
    /// The vendor's status document, such as `https://www.intercomstatus.com/api/v2/status.json`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_url: Option<String>,
    /// Our own webhook endpoint, as the vendor would call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook_url: Option<String>,
    /// Our own health document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub health_url: Option<String>,
    /// Sent as a bearer token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<SecretRef>,
    /// The key of the webhook signatures; itself never sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook_secret: Option<SecretRef>,
}

/// What is wrong with a connection's field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("connection {connection}, {field}: {reason}")]
pub struct BadConnection {
    pub connection: ConnectionName,
    pub field: &'static str,
    pub reason: String,
}

/// An API version's length in characters: it is a date or a number.
const API_VERSION_CHARS: usize = 64;

impl Connection {
    /// The URL that a check's target means; `None` when the operator gave none.
    pub fn url(&self, which: Which) -> Option<&str> {
        match which {
            Which::Api => self.base_url.as_deref(),
            Which::Status => self.status_url.as_deref(),
            Which::Health => self.health_url.as_deref(),
            Which::Webhook => self.webhook_url.as_deref(),
        }
    }

    /// Everything that can be known to be wrong without the network. Names are not resolved and secrets not read.
    pub fn problems(&self, policy: &Policy) -> Vec<BadConnection> {
        let mut problems = Vec::new();
        let mut note = |field, reason: String| {
            problems.push(BadConnection { connection: self.name.clone(), field, reason });
        };
        let urls = [
            ("base_url", &self.base_url),
            ("status_url", &self.status_url),
            ("webhook_url", &self.webhook_url),
            ("health_url", &self.health_url),
        ];
        for (field, url) in urls {
            if let Some(Err(denial)) = url.as_deref().map(|url| Target::parse(url, policy)) {
                note(field, denial.to_string());
            }
        }
        if let Some(url) = &self.base_url {
            if url.contains(['?', '#']) {
                note("base_url", "paths are appended to it; remove what starts with '?' or '#'".into());
            }
            if let Ok(target) = Target::parse(url, policy)
                && self.token.is_some()
                && !policy.may_carry_secret(&target)
            {
                note("base_url", Denial::SecretOverHttp { host: target.host_header() }.to_string());
            }
        } else if self.token.is_some() {
            note("token", "a token belongs to a base_url; add it, or remove the token".into());
        }
        if let Some(version) = &self.api_version {
            let good = version.bytes().all(|byte| byte.is_ascii_graphic());
            if !good || version.is_empty() || API_VERSION_CHARS < version.len() {
                note("api_version", "it takes 1 to 64 visible ASCII characters, such as 2.14".into());
            }
        }
        problems
    }
}

/// Everything that is wrong with a list of connections; empty means that it can be used.
pub fn problems(connections: &[Connection], policy: &Policy) -> Vec<BadConnection> {
    let mut seen = BTreeSet::new();
    let mut problems = Vec::new();
    for connection in connections {
        if !seen.insert(&connection.name) {
            let reason = "another connection has this name; names are unique".into();
            problems.push(BadConnection { connection: connection.name.clone(), field: "name", reason });
        }
        problems.extend(connection.problems(policy));
    }
    problems
}
