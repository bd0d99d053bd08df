//! A connection that is tried before the operator writes it into `holdpoint.toml`.

use serde::{Deserialize, Serialize};

use super::Parts;
use crate::check::{ProbeFailure, Verdict};
use crate::id::*;
use crate::tagged::tagged;

/// `POST /api/connections/trial`: a connection as it might be written. Nothing of it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TryConnection {
    pub name: ConnectionName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_version: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook_url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub health_url: Option<String>,
    /// Where the token is to be found, `env:NAME` or `file:/absolute/path`; never the token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The same for the key of webhook signatures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook_secret: Option<String>,
}

/// The answer to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionTrial {
    /// Of each field that was given, in the order of [`TryConnection`].
    pub fields: Vec<TriedField>,
    /// The finished `[[connections]]` table, whatever was found.
    pub toml: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TriedField {
    pub field: ConnectionField,
    /// The worst of its findings.
    pub verdict: Verdict,
    pub findings: Vec<Finding>,
}

/// One field of [`TryConnection`], by its name there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ConnectionField {
    Name,
    BaseUrl,
    ApiVersion,
    WebhookUrl,
    StatusUrl,
    HealthUrl,
    Token,
    WebhookSecret,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub verdict: Verdict,
    pub seen: Sight,
}

impl Finding {
    /// Of several; none at all is nothing bad.
    pub fn worst(findings: &[Finding]) -> Verdict {
        let order = [Verdict::Fail, Verdict::Unknown, Verdict::Warn];
        let worst = order.into_iter().find(|verdict| findings.iter().any(|finding| finding.verdict == *verdict));
        worst.unwrap_or(Verdict::Pass)
    }

    /// The server's own sentence, where it has one.
    pub fn reason(&self) -> Option<String> {
        match &self.seen {
            Sight::NotAccepted { reason, .. } | Sight::Refused { reason, .. } => Some(reason.clone()),
            _ => None,
        }
    }
}

/// Why a secret's file is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unreadable {
    /// The server's user may not.
    NotPermitted,
    /// A part of the path is no folder.
    NoFolder,
    /// Its disk or network gave nothing in time.
    TimedOut,
    Other,
}

tagged! {
    #[serde(tag = "kind", remote = "Sight", rename_all_fields = "camelCase")]
    /// What was found out about a field.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum Sight {
        /// A server with it would not start, and says this.
        NotAccepted {
            reason: String,
            /// The same in parts.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            cause: Option<Parts>,
        },
        /// Nothing is against it that can be known here.
        Accepted {},
        /// The outbound policy refuses the address, and says why.
        Refused {
            reason: String,
            /// The same in parts.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            cause: Option<Parts>,
        },
        /// The outbound policy lets checks ask there.
        Allowed {
            addresses: Vec<String>,
            port: u16,
            /// The operator's entries that were needed.
            #[serde(default)]
            allowed_by: Vec<String>,
        },
        /// Spoken without TLS.
        Unencrypted {},
        Certificate {
            /// What is wrong with it, in words of the check kind `tls`; absent: it is believed.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            fault: Option<String>,
            not_after: Timestamp,
            /// Below zero once it has lapsed.
            days_left: i64,
            /// `TLS 1.2` or `TLS 1.3`.
            protocol: String,
        },
        NotAnswered { failure: ProbeFailure },
        Answered { status: u16, latency_ms: u32 },
        /// A status document as Statuspage (v2) writes it.
        StatusPage { indicator: String },
        NoStatusPage {},
        /// JSON whose `/status` is a word.
        Health { status: String },
        NoHealth {},
        /// The reference leads to a secret. Never its value, and never its length.
        SecretThere {},
        SecretMissing {},
        /// It is there, or may be, and the server cannot read it.
        SecretUnreadable {
            #[serde(default, skip_serializing_if = "Option::is_none")]
            why: Option<Unreadable>,
        },
        /// Empty, too large, or not one line of visible ASCII.
        SecretUnusable {},
    }
}
