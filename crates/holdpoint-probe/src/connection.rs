//! A target environment, as the operator configured it in `[[connections]]` of `holdpoint.toml`.

use std::collections::{BTreeMap, BTreeSet};

use holdpoint_domain::check::Target as Which;
use holdpoint_domain::id::ConnectionName;
use holdpoint_domain::sentence::Sentence;
use serde::{Deserialize, Serialize};

use crate::egress::{Denial, Policy, Target};
use crate::secret::SecretRef;
use crate::{limits, reasons};

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
    /// Whether checks may send the webhook endpoint deliveries that leave something behind: duplicates, late ones, badly signed ones.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub webhook_deliveries: bool,
    /// A path at the vendor's API that the token must not be able to read, such as `/admins`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forbidden_path: Option<String>,
    /// The tokens of other environments, by the environment's name. They are compared with `token` on this machine, and never sent.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub other_tokens: BTreeMap<String, SecretRef>,
    /// Where the health document tells the fingerprint of the token that the application runs with, as a JSON pointer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployed_fingerprint: Option<String>,
    /// The key of that fingerprint, which the application has too; itself never sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint_key: Option<SecretRef>,
    /// Your own Prometheus, such as `https://prometheus.example.com`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prometheus_url: Option<String>,
    /// Sent to it as a bearer token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prometheus_token: Option<SecretRef>,
}

/// What is wrong with a connection's field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("connection {connection}, {field}: {reason}")]
pub struct BadConnection {
    pub connection: ConnectionName,
    pub field: &'static str,
    pub reason: Sentence,
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
        let mut found = Vec::new();
        self.urls(policy, &mut found);
        self.secrets(policy, &mut found);
        self.details(policy, &mut found);
        found.into_iter().map(|(field, reason)| BadConnection { connection: self.name.clone(), field, reason }).collect()
    }

    fn urls(&self, policy: &Policy, found: &mut Vec<(&'static str, Sentence)>) {
        let urls = [
            ("base_url", &self.base_url),
            ("status_url", &self.status_url),
            ("webhook_url", &self.webhook_url),
            ("health_url", &self.health_url),
            ("prometheus_url", &self.prometheus_url),
        ];
        for (field, url) in urls {
            if let Some(Err(denial)) = url.as_deref().map(|url| Target::parse(url, policy)) {
                found.push((field, denial.sentence()));
            }
        }
        for (field, url) in [("base_url", &self.base_url), ("prometheus_url", &self.prometheus_url)] {
            if url.as_ref().is_some_and(|url| url.contains(['?', '#'])) {
                found.push((field, reasons::base_of_paths()));
            }
        }
    }

    /// A secret has an origin, and may travel there.
    fn secrets(&self, policy: &Policy, found: &mut Vec<(&'static str, Sentence)>) {
        let bound = [
            ("token", &self.token, "base_url", &self.base_url),
            ("prometheus_token", &self.prometheus_token, "prometheus_url", &self.prometheus_url),
        ];
        for (field, secret, place, url) in bound {
            match (secret, url.as_deref().map(|url| Target::parse(url, policy))) {
                (Some(_), None) => found.push((field, reasons::token_without_url(place))),
                (Some(_), Some(Ok(target))) if !policy.may_carry_secret(&target) => {
                    found.push((place, Denial::SecretOverHttp { host: target.host_header() }.sentence()));
                }
                _ => {}
            }
        }
    }

    fn details(&self, policy: &Policy, found: &mut Vec<(&'static str, Sentence)>) {
        if let Some(version) = &self.api_version {
            let good = version.bytes().all(|byte| byte.is_ascii_graphic());
            if !good || version.is_empty() || API_VERSION_CHARS < version.len() {
                found.push(("api_version", reasons::no_api_version(API_VERSION_CHARS)));
            }
        }
        if self.webhook_deliveries && (self.webhook_url.is_none() || self.webhook_secret.is_none()) {
            found.push(("webhook_deliveries", reasons::deliveries_without_target()));
        }
        if !self.other_tokens.is_empty() && self.token.is_none() {
            found.push(("other_tokens", reasons::other_tokens_alone()));
        }
        if limits::OTHER_TOKENS < self.other_tokens.len() {
            found.push(("other_tokens", reasons::many_other_tokens(limits::OTHER_TOKENS)));
        }
        self.fingerprint(found);
        let Some(path) = &self.forbidden_path else { return };
        match self.base_url.as_deref().map(|url| Target::parse(url, policy)) {
            None => found.push(("forbidden_path", reasons::forbidden_path_alone())),
            Some(Ok(base)) if path.is_empty() || base.join(path, policy).is_err() => {
                found.push(("forbidden_path", reasons::no_forbidden_path()));
            }
            Some(_) => {}
        }
    }

    /// A fingerprint is compared only where all of its parts are there.
    fn fingerprint(&self, found: &mut Vec<(&'static str, Sentence)>) {
        match &self.deployed_fingerprint {
            None if self.fingerprint_key.is_some() => found.push(("fingerprint_key", reasons::fingerprint_key_alone())),
            None => {}
            Some(pointer) if !pointer.starts_with('/') => found.push(("deployed_fingerprint", reasons::no_pointer())),
            Some(_) if self.token.is_none() || self.health_url.is_none() || self.fingerprint_key.is_none() => {
                found.push(("deployed_fingerprint", reasons::fingerprint_without_parts()));
            }
            Some(_) => {}
        }
    }
}

/// What is against a name that is there already.
pub fn name_taken() -> Sentence {
    reasons::name_taken()
}

/// Everything that is wrong with a list of connections; empty means that it can be used.
pub fn problems(connections: &[Connection], policy: &Policy) -> Vec<BadConnection> {
    let mut seen = BTreeSet::new();
    let mut problems = Vec::new();
    for connection in connections {
        if !seen.insert(&connection.name) {
            problems.push(BadConnection { connection: connection.name.clone(), field: "name", reason: name_taken() });
        }
        problems.extend(connection.problems(policy));
    }
    problems
}
