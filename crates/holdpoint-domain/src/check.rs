//! Checks: what to probe and what to expect of it (from the template), what was seen, and the verdict over it.

pub mod drill;
mod heard;
mod judge;
mod probe;
#[cfg(feature = "pushed")]
pub mod pushed;
mod schedule;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::{CheckId, ConnectionName, Digest, ItemId, MemberId, ReceiptId, Timestamp};

use drill::Scenario;

pub use heard::{AnswerSeen, BodySeen, Heard, NoExcerpt};
pub use judge::{Finding, INCOMPLETE, Judgement, judge};
pub use probe::{Method, Probe, PushedFormat, REDIRECTS, RESERVED_HEADERS, SAMPLES, Target, WebhookCase};
pub use schedule::{BadPeriod, EVERY, KEPT, LOOKED_AT, Period, Sample, Schedule};

/// A declared probe plus what is expected of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Check {
    pub id: CheckId,
    pub title: String,
    /// What a pass shows, in a sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub summary: String,
    pub probe: Probe,
    /// Judged in order; the worst outcome is the verdict.
    pub expect: Vec<Expectation>,
    /// The items that a pass proves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proves: Vec<ItemId>,
    /// How long a receipt is fresh, in minutes: 1 to 525,600 (a year).
    pub ttl_minutes: u32,
    /// Whether the pre-flight runs it.
    #[serde(default = "yes")]
    pub preflight: bool,
    /// Runs it again and again while the launch is watched; absent: never. Only for probes that leave nothing behind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Schedule>,
}

fn yes() -> bool {
    true
}

/// One rule over one fact. Exactly one of `equals`, `one_of`, `at_least`, `at_most`, `present` and `host_by_value` is set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// The fact's name, such as `status` or `body:/app/region`.
    pub fact: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equals: Option<Fact>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub one_of: Vec<Fact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<f64>,
    /// `true`: the fact must have been seen, whatever its value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub present: Option<bool>,
    /// The fact's value names the host that has to have been asked, such as `US = "api.intercom.io"`. Another host of the list does not
    /// hold; a host that is not in the list (a gateway) is a warning; a value that is not in the list is unknown.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub host_by_value: BTreeMap<String, String>,
    /// With `at_least`: a value that holds, but is below this one, is a warning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn_below: Option<f64>,
    /// With `at_most`: a value that holds, but is above this one, is a warning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn_above: Option<f64>,
    /// With `equals` and `one_of`: values that are a warning.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warn_one_of: Vec<Fact>,
    /// What it means when the rule does not hold.
    #[serde(default)]
    pub otherwise: Otherwise,
    /// What it means when the fact was not seen; absent: unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<Otherwise>,
    /// What went wrong, in a sentence; `{value}` is replaced by the fact's value.
    pub why: String,
    /// What to do about it, in a sentence.
    pub next: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Otherwise {
    Warn,
    #[default]
    Fail,
    Unknown,
}

/// The value of a fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Fact {
    Bool(bool),
    Number(f64),
    Text(String),
}

/// What a probe saw, by the fact's name. A fact that was not seen is absent: never zero, never empty.
pub type Facts = BTreeMap<String, Fact>;

/// Why a probe saw nothing. A closed list: users learn no more about the operator's network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProbeFailure {
    #[error("the server could not be reached")]
    Unreachable,
    #[error("the server did not answer in time")]
    TimedOut,
    #[error("the server's TLS certificate or handshake was not acceptable")]
    Tls,
    #[error("the operator's outbound policy refuses this address")]
    Refused,
    #[error("the server's answer was not acceptable HTTP or too large")]
    BadAnswer,
    #[error("the connection does not say where to ask or with which secret")]
    NotConfigured,
    /// Deliveries that may leave something behind, without the operator's `webhook_deliveries = true`.
    #[error("the operator has not permitted test deliveries on this connection")]
    NotPermitted,
}

/// The outcome of a check. `unknown` is never a pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Pass,
    Warn,
    Unknown,
    Fail,
}

impl Verdict {
    /// Whether it can stand behind an item. For how long, a receipt's end says.
    pub fn proves(self) -> bool {
        match self {
            Verdict::Pass | Verdict::Warn => true,
            Verdict::Unknown | Verdict::Fail => false,
        }
    }
}

/// What one run of a probe saw, and how. Made by the probe crate only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Observation {
    /// Empty when `failure` says why.
    pub facts: Facts,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<ProbeFailure>,
    /// What was sent, one entry a request, each secret shown as its reference.
    pub requests: Vec<SentRequest>,
    /// From the first byte sent to the last byte read, in milliseconds, over all requests.
    pub latency_ms: u64,
    pub started_at: Timestamp,
}

/// One request as it was sent, less its secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SentRequest {
    pub method: String,
    pub url: String,
    /// Names in lower case; a secret's value is its reference, such as `Bearer {env:INTERCOM_ACCESS_TOKEN}`.
    pub headers: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Of the answer's body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_digest: Option<Digest>,
    /// The address that was dialled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peer: Option<String>,
    /// SHA-256 of the server's certificate (DER).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls_fingerprint: Option<Digest>,
    /// Whether the operator's allow-list was needed to dial this address.
    #[serde(default)]
    pub allowed_by_operator: bool,
}

impl SentRequest {
    /// What is known before anything is known of the answer.
    pub fn new(method: impl Into<String>, url: String, headers: BTreeMap<String, String>) -> Self {
        let method = method.into();
        Self { method, url, headers, status: None, body_digest: None, peer: None, tls_fingerprint: None, allowed_by_operator: false }
    }
}

/// The record of one run of a check. History keeps what was said then; it is never judged again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", from = "FlatReceipt")]
pub struct Receipt {
    pub id: ReceiptId,
    pub check: CheckId,
    /// The environment that was asked; absent: nobody was, the result was pushed or seen in a drill.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection: Option<ConnectionName>,
    /// Who ran the check, or pushed the result.
    pub ran_by: MemberId,
    /// Of the check's definition (its JSON), so that a reader sees which rules were applied.
    pub configuration: Digest,
    #[serde(flatten)]
    pub judgement: Judgement,
    #[serde(flatten)]
    pub observation: Observation,
    /// From then on it is stale: `started_at` plus the check's time-to-live.
    pub expires_at: Timestamp,
    /// Of the receipt under the server's signature, which the server keeps; absent: it is from before receipts were signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attestation: Option<Digest>,
}

/// A receipt as it is read: one object, because reading its parts one by one takes a buffer.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FlatReceipt {
    id: ReceiptId,
    check: CheckId,
    #[serde(default)]
    connection: Option<ConnectionName>,
    ran_by: MemberId,
    configuration: Digest,
    verdict: Verdict,
    why: String,
    #[serde(default)]
    next: Option<String>,
    findings: Vec<Finding>,
    facts: Facts,
    #[serde(default)]
    failure: Option<ProbeFailure>,
    requests: Vec<SentRequest>,
    latency_ms: u64,
    started_at: Timestamp,
    expires_at: Timestamp,
    #[serde(default)]
    attestation: Option<Digest>,
}

impl From<FlatReceipt> for Receipt {
    fn from(flat: FlatReceipt) -> Self {
        let FlatReceipt { id, check, connection, ran_by, configuration, expires_at, attestation, .. } = flat;
        let FlatReceipt { verdict, why, next, findings, facts, failure, requests, latency_ms, started_at, .. } = flat;
        let judgement = Judgement { verdict, why, next, findings };
        let observation = Observation { facts, failure, requests, latency_ms, started_at };
        Self { id, check, connection, ran_by, configuration, judgement, observation, expires_at, attestation }
    }
}

/// A receipt's verdict as of some time: a stale one proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Passing,
    Warning,
    Failing,
    Unknown,
    Stale,
}

impl Standing {
    /// * `over`: the result is no longer fresh.
    pub(crate) fn of(verdict: Verdict, over: bool) -> Self {
        match verdict {
            // A failure does not heal by waiting.
            Verdict::Fail => Standing::Failing,
            _ if over => Standing::Stale,
            Verdict::Pass => Standing::Passing,
            Verdict::Warn => Standing::Warning,
            Verdict::Unknown => Standing::Unknown,
        }
    }
}

impl From<Verdict> for Standing {
    /// Of a result that is fresh.
    fn from(verdict: Verdict) -> Self {
        Self::of(verdict, false)
    }
}

/// How a receipt came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// The server ran the check against an environment.
    Ran,
    /// A CI job pushed the result.
    Pushed,
    /// A drill was watched.
    Drilled,
}

impl Made {
    /// By what a receipt has: only who asked an environment names one, and only a drill tells how long it lasted.
    pub(crate) fn of(connection: Option<&ConnectionName>, facts: &Facts) -> Self {
        match connection {
            Some(_) => Made::Ran,
            None if facts.contains_key(drill::SECONDS) => Made::Drilled,
            None => Made::Pushed,
        }
    }
}

impl Receipt {
    pub fn made(&self) -> Made {
        Made::of(self.connection.as_ref(), &self.observation.facts)
    }

    pub fn standing(&self, now: Timestamp) -> Standing {
        Standing::of(self.judgement.verdict, self.expires_at <= now)
    }
}

impl Check {
    /// SHA-256 of the definition's JSON.
    pub fn digest(&self) -> Digest {
        Digest::of(&serde_json::to_vec(self).unwrap_or_default())
    }

    /// How its result is written, when it is pushed and not run.
    pub fn pushed(&self) -> Option<PushedFormat> {
        if let Probe::Pushed { format } = self.probe { Some(format) } else { None }
    }

    /// What is played for it, when it is judged by a drill and not run.
    pub fn drill(&self) -> Option<&[Scenario]> {
        if let Probe::Drill { scenarios, .. } = &self.probe { Some(scenarios) } else { None }
    }

    /// Whether the server can run it there and then: neither a push nor a drill has to come first.
    pub fn can_be_run(&self) -> bool {
        self.pushed().is_none() && self.drill().is_none()
    }

    /// Whether the pre-flight runs it.
    pub fn in_preflight(&self) -> bool {
        self.preflight && self.can_be_run()
    }

    /// The receipt of one run: the observation, judged.
    pub fn receipt(&self, id: ReceiptId, connection: ConnectionName, ran_by: MemberId, observation: Observation) -> Receipt {
        Receipt { connection: Some(connection), ..self.pushed_receipt(id, ran_by, observation) }
    }

    /// The receipt of a result that was pushed, or seen in a drill: of no environment.
    pub fn pushed_receipt(&self, id: ReceiptId, ran_by: MemberId, mut observation: Observation) -> Receipt {
        // JSON has no word for them: a ratio of nothing to nothing was not seen.
        observation.facts.retain(|_, fact| !matches!(fact, Fact::Number(number) if !number.is_finite()));
        let lifetime = jiff::SignedDuration::from_mins(i64::from(self.ttl_minutes));
        Receipt {
            id,
            check: self.id.clone(),
            connection: None,
            ran_by,
            configuration: self.digest(),
            judgement: judge(self, &observation),
            expires_at: observation.started_at.saturating_add(lifetime).unwrap_or(Timestamp::MAX),
            observation,
            attestation: None,
        }
    }
}

impl PushedFormat {
    /// As people say it.
    pub fn words(self) -> &'static str {
        match self {
            PushedFormat::Sarif => "SARIF",
            PushedFormat::Junit => "JUnit XML",
        }
    }
}

impl std::fmt::Display for Fact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Fact::Bool(value) => value.fmt(f),
            Fact::Number(value) => value.fmt(f),
            Fact::Text(value) => value.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_that_is_no_longer_fresh_is_stale_unless_it_failed() {
        use Standing::{Failing, Passing, Stale, Unknown, Warning};

        let stands = [
            (Verdict::Pass, Passing, Stale),
            (Verdict::Warn, Warning, Stale),
            (Verdict::Unknown, Unknown, Stale),
            (Verdict::Fail, Failing, Failing),
        ];
        for (verdict, fresh, over) in stands {
            assert_eq!((Standing::from(verdict), Standing::of(verdict, true)), (fresh, over), "{verdict:?}");
        }
    }

    /// A browser that read the last digit differently would compute another digest than the server, and refuse to sign.
    #[test]
    fn a_number_that_was_seen_reads_back_as_itself() {
        for number in [0.959_808_038_392_321_5, 0.1 + 0.2, 5e-324, f64::MAX, 1.0 / 3.0, 200.0, 123_456_789.123_456_78] {
            let text = serde_json::to_string(&Fact::Number(number)).unwrap();
            assert_eq!(serde_json::from_str::<Fact>(&text).unwrap(), Fact::Number(number), "{text}");
        }
    }
}
