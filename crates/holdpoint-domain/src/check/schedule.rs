//! When a check runs by itself, which checks may, and what is kept of each run.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Check, Fact, Method, Probe, ProbeFailure, Receipt, Verdict};
use crate::id::{ConnectionName, Timestamp};

/// How often a check may run by itself, in seconds: a minute is no load on anybody, and after a day nobody calls it watching.
pub const EVERY: RangeInclusive<u32> = 60..=86_400;

/// Runs of one check that an alert looks at, the latest ones: a day of runs each minute.
pub const LOOKED_AT: u32 = 1_440;

/// How long what a run saw is kept, in seconds: 90 days.
pub const KEPT: u32 = 90 * 86_400;

/// Numeric facts that are kept of one run: a probe has fewer of its own, and headers are named by hand.
const FACTS: usize = 16;

/// Runs a check again and again while its launch is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// From one run to the next, such as `15m`: 1 minute to 1 day, and less than the receipt's time-to-live.
    #[cfg_attr(feature = "template-source", schemars(with = "String"))]
    pub every: Period,
}

/// A length of time as templates write it: a whole number and `s`, `m`, `h` or `d`. Kept in seconds; 1 second to 366 days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period(u32);

/// Why a text is no period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no length of time; write a whole number and s, m, h or d, such as 15m")]
pub struct BadPeriod;

/// The longest period, in seconds.
const LONGEST: u32 = 366 * 86_400;

const UNITS: [(char, u32); 4] = [('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

impl Period {
    pub fn seconds(self) -> u32 {
        self.0
    }

    pub fn duration(self) -> jiff::SignedDuration {
        jiff::SignedDuration::from_secs(i64::from(self.0))
    }

    /// As people say it, such as `15 minutes`.
    pub fn words(self) -> String {
        let (count, unit) = self.parts();
        let unit = match unit {
            'd' => "day",
            'h' => "hour",
            'm' => "minute",
            _ => "second",
        };
        if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
    }

    fn parts(self) -> (u32, char) {
        let whole = UNITS.iter().find(|(_, seconds)| self.0.is_multiple_of(*seconds));
        whole.map_or((self.0, 's'), |(unit, seconds)| (self.0 / seconds, *unit))
    }
}

impl FromStr for Period {
    type Err = BadPeriod;

    fn from_str(text: &str) -> Result<Self, BadPeriod> {
        let (_, seconds) = UNITS.iter().find(|(unit, _)| text.ends_with(*unit)).ok_or(BadPeriod)?;
        let digits = text.get(..text.len() - 1).unwrap_or_default();
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
        let count: u32 = if plain { digits.parse().map_err(|_| BadPeriod)? } else { return Err(BadPeriod) };
        let whole = count.checked_mul(*seconds).filter(|whole| *whole <= LONGEST);
        whole.map(Self).ok_or(BadPeriod)
    }
}
impl TryFrom<String> for Period {
    type Error = BadPeriod;
    fn try_from(text: String) -> Result<Self, BadPeriod> {
        text.parse()
    }
}
impl From<Period> for String {
    fn from(period: Period) -> String {
        period.to_string()
    }
}
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, unit) = self.parts();
        write!(f, "{count}{unit}")
    }
}

impl Probe {
    /// Whether it may run again and again with nobody looking: it only reads, or does what needs no operator's word. Refused requests
    /// (`permission`) would fill the vendor's log of attacks, pushed results come by themselves, and a drill needs somebody at the other end.
    pub fn repeatable(&self) -> bool {
        match self {
            Probe::Http { method, .. } => *method != Method::Post,
            Probe::Webhook { .. } => !self.leaves_something(),
            Probe::Tls { .. } | Probe::PrometheusQuery { .. } | Probe::PrometheusRule { .. } | Probe::SecretFingerprints {} => true,
            Probe::Permission { .. } | Probe::Pushed { .. } | Probe::Drill { .. } => false,
        }
    }
}

impl Probe {
    /// Whether its deliveries may stay at the webhook endpoint, or in its logs: the operator has to have permitted them, and whoever runs
    /// it is told where they go.
    pub fn leaves_something(&self) -> bool {
        matches!(self, Probe::Webhook { cases, .. } if cases.iter().any(|case| case.needs_permission()))
    }
}

impl Check {
    /// How often it runs while its launch is watched; `None`: only when somebody asks.
    pub fn every(&self) -> Option<Period> {
        self.schedule.filter(|_| self.probe.repeatable()).map(|schedule| schedule.every)
    }
}

/// What is kept of one run: enough for charts and alerts, no texts from outside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sample {
    /// When the run began.
    pub at: Timestamp,
    /// Where it ran; absent: kept before this was noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection: Option<ConnectionName>,
    pub verdict: Verdict,
    /// Why nothing was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<ProbeFailure>,
    /// In milliseconds, over all requests of the run; absent when nothing was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latency_ms: Option<u64>,
    /// How long a run waited that got no answer in time, in milliseconds: no answer came sooner than that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waited_ms: Option<u64>,
    /// The facts that are finite numbers, under their own names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<String, f64>,
}

impl Sample {
    pub fn of(receipt: &Receipt) -> Self {
        let seen = &receipt.observation;
        let number = |fact: &Fact| match fact {
            Fact::Number(number) => Some(*number).filter(|number| number.is_finite()),
            Fact::Bool(_) | Fact::Text(_) => None,
        };
        let facts = seen.facts.iter().filter_map(|(name, fact)| Some((name.clone(), number(fact)?)));
        Self {
            at: seen.started_at,
            connection: receipt.connection.clone(),
            verdict: receipt.judgement.verdict,
            failure: seen.failure,
            latency_ms: seen.failure.is_none().then_some(seen.latency_ms),
            waited_ms: (seen.failure == Some(ProbeFailure::TimedOut)).then_some(seen.latency_ms),
            facts: facts.take(FACTS).collect(),
        }
    }

    /// Whether it may tell of what is watched over this connection: by times alone a run of the former one, on a machine whose clock is ahead,
    /// would.
    pub fn is_of(&self, connection: Option<&ConnectionName>) -> bool {
        self.connection.is_none() || self.connection.as_ref() == connection
    }

    /// A fact's number; `latency_ms` is every run's.
    pub fn value(&self, fact: &str) -> Option<f64> {
        let of_run = || self.latency_ms.filter(|_| fact == "latency_ms").map(|millis| millis as f64);
        self.facts.get(fact).copied().or_else(of_run)
    }

    /// What a fact's number is at least where it was not seen: of a run that timed out, `latency_ms`.
    pub fn at_least(&self, fact: &str) -> Option<f64> {
        self.waited_ms.filter(|_| fact == "latency_ms").map(|millis| millis as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Facts, Observation};
    use crate::id::{MemberId, ReceiptId};

    #[test]
    fn a_period_has_one_spelling() {
        let cases = [
            ("15m", Some(900), "15m"),
            ("90s", Some(90), "90s"),
            ("60s", Some(60), "1m"),
            ("24h", Some(86_400), "1d"),
            ("366d", Some(31_622_400), "366d"),
            ("367d", None, ""),
            ("0m", None, ""),
            ("05m", None, ""),
            ("1.5h", None, ""),
            ("m", None, ""),
            ("", None, ""),
            ("15", None, ""),
            ("15 m", None, ""),
            ("-1m", None, ""),
            ("4294967296s", None, ""),
            ("1ü", None, ""),
        ];
        for (text, seconds, shown) in cases {
            let period = text.parse::<Period>().ok();
            assert_eq!(period.map(Period::seconds), seconds, "{text}");
            assert_eq!(period.map(|period| period.to_string()).unwrap_or_default(), shown, "{text}");
        }
        assert_eq!("1h".parse::<Period>().map(Period::words), Ok("1 hour".into()));
        assert_eq!("90m".parse::<Period>().map(Period::words), Ok("90 minutes".into()));
    }

    #[test]
    fn a_sample_is_of_its_connection_and_one_from_before_that_was_noted_of_any() {
        let sample = |text: &str| serde_json::from_str::<Sample>(text).unwrap();
        let [prod, other] = ["prod", "other"].map(|name| name.parse::<ConnectionName>().unwrap());
        let noted = sample(r#"{ "at": "2026-11-24T10:00:00Z", "connection": "prod", "verdict": "pass" }"#);
        assert!(noted.is_of(Some(&prod)) && !noted.is_of(Some(&other)) && !noted.is_of(None));
        let text = r#"{"at":"2026-11-24T10:00:00Z","verdict":"pass"}"#;
        let before = sample(text);
        assert!(before.is_of(Some(&prod)) && before.is_of(Some(&other)));
        assert_eq!(serde_json::to_string(&before).unwrap(), text);
    }

    #[test]
    fn a_run_that_timed_out_has_no_latency_but_how_long_it_waited() {
        let probe = serde_json::json!({ "kind": "http", "target": "api" });
        let check = serde_json::json!({ "id": "a", "title": "A", "probe": probe, "expect": [], "ttl_minutes": 60 });
        let check: Check = serde_json::from_value(check).unwrap();
        let of = |failure| {
            let started_at = Timestamp::UNIX_EPOCH;
            let seen = Observation { facts: Facts::new(), failure, requests: vec![], latency_ms: 10_000, started_at };
            Sample::of(&check.receipt(ReceiptId(uuid::Uuid::nil()), "prod".parse().unwrap(), MemberId::SCHEDULE, seen))
        };
        let late = of(Some(ProbeFailure::TimedOut));
        assert_eq!((late.value("latency_ms"), late.at_least("latency_ms"), late.at_least("left")), (None, Some(10_000.0), None));
        let [away, seen] = [Some(ProbeFailure::Unreachable), None].map(of);
        assert_eq!((away.value("latency_ms"), away.at_least("latency_ms")), (None, None));
        assert_eq!((seen.value("latency_ms"), seen.at_least("latency_ms")), (Some(10_000.0), None));
    }

    #[test]
    fn only_what_leaves_nothing_behind_repeats() {
        let probe = |json: serde_json::Value| serde_json::from_value::<Probe>(json).unwrap().repeatable();
        let webhook =
            |cases: &[&str]| probe(serde_json::json!({ "kind": "webhook", "signature_header": "x", "body": "{}", "cases": cases }));
        assert!(probe(serde_json::json!({ "kind": "http", "target": "api" })));
        assert!(!probe(serde_json::json!({ "kind": "http", "target": "api", "method": "POST" })));
        assert!(webhook(&[]) && webhook(&["head", "signed"]) && !webhook(&["head", "unsigned"]));
        assert!(probe(serde_json::json!({ "kind": "tls", "target": "api" })));
        assert!(!probe(serde_json::json!({ "kind": "permission", "allowed": "/me" })));
        assert!(!probe(serde_json::json!({ "kind": "pushed", "format": "junit" })));
    }
}
