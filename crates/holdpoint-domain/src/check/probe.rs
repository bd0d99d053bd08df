//! How a check's facts are gathered: the kinds of probe with their parameters. `docs/checks.md` has the same as a table.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::drill::{Scenario, Vendor};
use crate::tagged::tagged;

tagged! {
    #[serde(tag = "kind", remote = "Probe", deny_unknown_fields)]
    /// How the facts are gathered.
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
    pub enum Probe {
        /// One request. Facts: `status`, `latency_ms`, `host` (as sent), `header:NAME`, `ratio:NAME/NAME` (of two numeric headers),
        /// `body:/JSON/POINTER`. With `samples`, the same request several times, one after the other: also `samples` (answers that
        /// came), `latency_ms.p50`, `latency_ms.p95` and `latency_ms.max`; `status` is then the highest, the rest of the last answer.
        /// With `redirects`: also `redirects` (followed); `host` and all else is of the last.
        Http {
            target: Target,
            #[serde(default)]
            method: Method,
            /// Appended to the target's URL; empty: the URL as configured.
            #[serde(default, skip_serializing_if = "String::is_empty")]
            path: String,
            /// Whether the connection's token is sent as `Authorization: Bearer`.
            #[serde(default)]
            authorize: bool,
            /// Sent as they are; `{api_version}` is replaced by the connection's.
            #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
            headers: BTreeMap<String, String>,
            /// How often it is asked, 2 to 50; absent: once.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            samples: Option<u32>,
            /// How many redirects are followed, 1 to 5; absent: none, the redirect is the answer. Each is vetted like the first address,
            /// and none gets a secret but at the secret's own origin.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            redirects: Option<u32>,
        },
        /// A webhook endpoint, spoken to as the vendor does. Facts of each case: `CASE.status`, `CASE.latency_ms`; and `scheme`.
        Webhook {
            /// The header that carries `sha1=` and the hex HMAC-SHA1 of the body.
            signature_header: String,
            /// The JSON body of the `POST`. Deliveries that are told apart get an `id` and a `created_at` of their own in it.
            body: String,
            /// What is sent, in this order; absent: `head` and `signed`.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            cases: Vec<WebhookCase>,
        },
        /// A TLS handshake in which nothing is sent. Facts: `scheme`, `verified`, `fault`, `days_left`, `not_after`, `chain_length`,
        /// `protocol`.
        Tls { target: Target },
        /// An instant query to the connection's Prometheus. Facts: `status`, `series`, and `value` where exactly one series answers.
        PrometheusQuery {
            /// PromQL.
            query: String,
        },
        /// An alerting rule in the connection's Prometheus. Facts: `status`, `present`, `matches`, and of the first match `name`,
        /// `expr`, `threshold` (the number that it compares with), `for_seconds`, `state`, `health`.
        PrometheusRule {
            /// The alert's name; empty: any.
            #[serde(default, skip_serializing_if = "String::is_empty")]
            alert: String,
            /// Labels that the rule has to have, with these values.
            #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
            labels: BTreeMap<String, String>,
            /// A metric that its expression has to name; empty: any.
            #[serde(default, skip_serializing_if = "String::is_empty")]
            metric: String,
        },
        /// Two `GET`s to the API with the connection's token: one that it may make, and the connection's `forbidden_path`, which it
        /// may not. Facts: `allowed.status`, `forbidden.status`. The first tells a token without a right from one that is not valid.
        Permission {
            /// A path that every token of the integration may read.
            allowed: String,
            /// Sent as they are; `{api_version}` is replaced by the connection's.
            #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
            headers: BTreeMap<String, String>,
        },
        /// Compares the connection's token with its `other_tokens` on this machine, and where `deployed` is expected with what the
        /// application's health document tells of its own. Facts: `count`, `distinct`, `deployed`, `stored_in`.
        SecretFingerprints {},
        /// Asks nobody: a CI job pushes the result of a scanner or of tests, and only what it says is judged. Facts of `sarif`:
        /// `findings` (errors and warnings that are not suppressed), `errors`, `warnings`, `notes`, `suppressed`, `runs`, `tool`,
        /// `first`. Facts of `junit`: `failed` (failures and errors), `executed`, `skipped`, `flaky`, `first`.
        Pushed {
            format: PushedFormat,
        },
        /// Asks nobody: the server plays the vendor for the integration under test, and watches. Facts are told by scenario, such as
        /// `rate_limit.retried`; `docs/drills.md` has them all.
        Drill {
            plays: Vendor,
            /// What is let go wrong, or watched, for this check.
            scenarios: Vec<Scenario>,
        },
    }
}

/// How a pushed result is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PushedFormat {
    /// SARIF 2.1.0, which scanners write.
    Sarif,
    /// JUnit XML, which test runners write.
    Junit,
}

/// Requests of one probe with `samples`: more tell little of a percentile and much of the network.
pub const SAMPLES: std::ops::RangeInclusive<u32> = 2..=50;

/// Redirects that one probe may follow: more are a loop.
pub const REDIRECTS: std::ops::RangeInclusive<u32> = 1..=5;

/// Which of the connection's URLs is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// `base_url`
    Api,
    /// `status_url`
    Status,
    /// `health_url`
    Health,
    /// `webhook_url`
    Webhook,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    #[default]
    Get,
    Head,
    Post,
}

/// One thing that is sent to a webhook endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WebhookCase {
    /// `HEAD`, as when an address is registered.
    Head,
    /// A well-signed delivery.
    Signed,
    /// A delivery without a signature.
    Unsigned,
    /// A delivery whose signature differs in its last digit.
    WrongSignature,
    /// Another body under the signature of the first.
    AlteredBody,
    /// The same well-signed delivery twice: `duplicate.first`, `duplicate.second`.
    Duplicate,
    /// Two well-signed deliveries, the newer first: `out_of_order.newer`, `out_of_order.older`.
    OutOfOrder,
}

impl WebhookCase {
    pub const ALL: [Self; 7] =
        [Self::Head, Self::Signed, Self::Unsigned, Self::WrongSignature, Self::AlteredBody, Self::Duplicate, Self::OutOfOrder];
    /// What a probe without `cases` sends.
    pub const USUAL: [Self; 2] = [Self::Head, Self::Signed];

    pub fn word(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Signed => "signed",
            Self::Unsigned => "unsigned",
            Self::WrongSignature => "wrong_signature",
            Self::AlteredBody => "altered_body",
            Self::Duplicate => "duplicate",
            Self::OutOfOrder => "out_of_order",
        }
    }

    /// What its facts begin with, one part a request, in the order in which they are sent.
    pub fn parts(self) -> &'static [&'static str] {
        match self {
            Self::Head => &["head"],
            Self::Signed => &["signed"],
            Self::Unsigned => &["unsigned"],
            Self::WrongSignature => &["wrong_signature"],
            Self::AlteredBody => &["altered_body"],
            Self::Duplicate => &["duplicate.first", "duplicate.second"],
            Self::OutOfOrder => &["out_of_order.newer", "out_of_order.older"],
        }
    }

    /// Whether it may leave something behind at the endpoint, or in its logs: the operator has to have permitted it.
    pub fn needs_permission(self) -> bool {
        !Self::USUAL.contains(&self)
    }

    /// Whether its deliveries are told apart by an `id` and a `created_at`, which only an object has.
    pub fn needs_object(self) -> bool {
        matches!(self, Self::Duplicate | Self::OutOfOrder)
    }
}

/// Headers that no template may set, in lower case: they carry secrets, say who is asked, or change what the connection is.
pub const RESERVED_HEADERS: &[&str] = &[
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "cookie",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];
