//! What a probe saw, on its way to an [`Observation`]: cleaned of secrets and cut to a readable size.

use std::time::Duration;

use holdpoint_domain::check::{Check, Fact, Facts, Observation, ProbeFailure, SentRequest};
use holdpoint_domain::id::Timestamp;

use crate::connection::Connection;
use crate::egress::{Answer, Denial, Egress, Exchange, Handshake, Look, Target};
use crate::limits;
use crate::secret::Secrets;

/// What a probe has to work with.
pub(crate) struct Context<'a> {
    pub(crate) check: &'a Check,
    pub(crate) connection: &'a Connection,
    pub(crate) egress: &'a Egress,
    pub(crate) secrets: &'a Secrets,
}

impl Context<'_> {
    /// The URL as a target. Errors: the operator gave none, or the policy refuses it.
    pub(crate) fn target(&self, url: Option<&str>) -> Result<Target, ProbeFailure> {
        let url = url.ok_or(ProbeFailure::NotConfigured)?;
        Target::parse(url, self.egress.policy()).map_err(|denial| self.refuse(&denial))
    }

    pub(crate) fn refuse(&self, denial: &Denial) -> ProbeFailure {
        tracing::debug!(check = self.check.id.as_str(), %denial, "refused");
        denial.failure()
    }
}

/// What one run of a probe saw so far.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) facts: Facts,
    requests: Vec<SentRequest>,
    latency: Duration,
}

impl Seen {
    /// Notes an exchange and hands on its answer.
    pub(crate) fn note(&mut self, exchange: Exchange) -> Result<Answer, ProbeFailure> {
        self.requests.push(exchange.sent);
        self.latency += exchange.latency;
        exchange.answer
    }

    /// The same of a request that is made again: the receipt shows the latest only, because all of them are alike.
    pub(crate) fn note_again(&mut self, exchange: Exchange) -> Result<Answer, ProbeFailure> {
        self.requests.clear();
        self.note(exchange)
    }

    /// Notes a look at a server's certificate, and hands on what was seen.
    pub(crate) fn note_look(&mut self, look: Look) -> Result<Handshake, ProbeFailure> {
        self.requests.push(look.sent);
        self.latency += look.latency;
        look.handshake
    }

    pub(crate) fn flag(&mut self, name: &str, flag: bool) {
        self.facts.insert(name.into(), Fact::Bool(flag));
    }

    pub(crate) fn number(&mut self, name: &str, number: f64) {
        self.facts.insert(name.into(), Fact::Number(number));
    }

    /// A number that may not have been seen.
    pub(crate) fn number_if(&mut self, name: &str, number: Option<f64>) {
        if let Some(number) = number {
            self.number(name, number);
        }
    }

    pub(crate) fn text(&mut self, name: &str, text: impl Into<String>) {
        self.facts.insert(name.into(), Fact::Text(text.into()));
    }

    pub(crate) fn into_observation(self, failure: Option<ProbeFailure>, started_at: Timestamp, secrets: &Secrets) -> Observation {
        let facts = match failure {
            Some(_) => Facts::new(),
            None => self.facts.into_iter().map(|(name, fact)| (name, clean(fact, secrets))).collect(),
        };
        let mut requests = self.requests;
        for request in &mut requests {
            request.url = secrets.scrub(&request.url);
            for value in request.headers.values_mut() {
                *value = secrets.scrub(value);
            }
        }
        Observation { facts, failure, requests, latency_ms: milliseconds(self.latency), started_at }
    }
}

/// Cleaned first and cut then: a cut secret would not be found.
fn clean(fact: Fact, secrets: &Secrets) -> Fact {
    let text = match &fact {
        Fact::Bool(_) => return fact,
        Fact::Number(number) => number.to_string(),
        Fact::Text(text) => text.clone(),
    };
    let scrubbed = secrets.scrub(&text);
    match fact {
        // A token may consist of digits, but not of as few as a status has.
        Fact::Number(_) if scrubbed == text || text.len() < 6 => fact,
        _ => Fact::Text(cut(scrubbed)),
    }
}

fn cut(text: String) -> String {
    if text.chars().nth(limits::FACT_CHARS).is_none() {
        return text;
    }
    text.chars().take(limits::FACT_CHARS).chain(['…']).collect()
}

/// Whole milliseconds, rounded down.
pub(crate) fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Whole milliseconds as a fact has them.
pub(crate) fn latency(duration: Duration) -> f64 {
    // Exact: no exchange takes 2^53 ms.
    milliseconds(duration) as f64
}
