//! What a probe saw, on its way to an [`Observation`]: cleaned of secrets and cut to a readable size.

use std::time::Duration;

use holdpoint_domain::check::{BodySeen, Check, Fact, Facts, Observation, ProbeFailure, SentRequest};
use holdpoint_domain::id::Timestamp;
use zeroize::Zeroizing;

use crate::connection::Connection;
use crate::egress::{Answer, Denial, Egress, Exchange, Handshake, Look, Target};
use crate::heard::{self, Raw};
use crate::preflight::Witnessed;
use crate::scrub::Scrubber;
use crate::secret::Secrets;
use crate::{json, limits};

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
    /// One for each request.
    heard: Vec<(Option<BodySeen>, Option<Raw>)>,
    hidden: Vec<Zeroizing<String>>,
    /// Where an answer tells the fingerprint of a token, as a JSON pointer.
    fingerprint_at: Option<String>,
    latency: Duration,
}

impl Seen {
    pub(crate) fn of(connection: &Connection) -> Self {
        Self { fingerprint_at: connection.deployed_fingerprint.clone(), ..Self::default() }
    }

    /// Notes an exchange and hands on its answer.
    pub(crate) fn note(&mut self, exchange: Exchange) -> Result<Answer, ProbeFailure> {
        self.requests.push(exchange.sent);
        self.heard.push((exchange.body, exchange.answer.as_ref().ok().map(Raw::of)));
        self.hidden.extend(exchange.hidden);
        let fingerprint = exchange.answer.as_ref().ok().and_then(|answer| self.fingerprint(answer));
        self.hidden.extend(fingerprint);
        self.latency += exchange.latency;
        exchange.answer
    }

    /// The fingerprint of a token in an answer, whichever check asked: it stays the same as long as the token does, so no receipt has it.
    fn fingerprint(&self, answer: &Answer) -> Option<Zeroizing<String>> {
        let pointer = self.fingerprint_at.as_deref()?;
        let Some(Fact::Text(told)) = json::fact(&json::parse(&answer.body)?, pointer) else { return None };
        let told = told.trim();
        limits::FINGERPRINT_BYTES.contains(&told.len()).then(|| Zeroizing::new(told.to_owned()))
    }

    /// What no receipt may have, although it was not sent.
    pub(crate) fn hide(&mut self, values: impl IntoIterator<Item = String>) {
        self.hidden.extend(values.into_iter().map(Zeroizing::new));
    }

    /// Before the same is asked again: the receipt shows the latest only, because all of them are alike.
    pub(crate) fn forget_requests(&mut self) {
        self.requests.clear();
        self.heard.clear();
    }

    /// Notes a look at a server's certificate, and hands on what was seen.
    pub(crate) fn note_look(&mut self, look: Look) -> Result<Handshake, ProbeFailure> {
        self.requests.push(look.sent);
        self.heard.push((None, None));
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

    pub(crate) fn into_witnessed(self, failure: Option<ProbeFailure>, started_at: Timestamp, context: &Context<'_>) -> Witnessed {
        let scrubber = context.secrets.scrubber(&self.hidden);
        let facts = match failure {
            Some(_) => Facts::new(),
            None => self.facts.into_iter().map(|(name, fact)| (name, clean(fact, &scrubber))).collect(),
        };
        let mut requests = self.requests;
        for request in &mut requests {
            request.url = scrubber.scrub(&request.url);
            for value in request.headers.values_mut() {
                *value = scrubber.scrub(value);
            }
        }
        let heard = self.heard.into_iter().map(|(body, raw)| heard::told(body, raw, context.check, &scrubber)).collect();
        let observation = Observation { facts, failure, requests, latency_ms: milliseconds(self.latency), started_at };
        Witnessed { observation, heard }
    }
}

/// Cleaned first and cut then: a cut secret would not be found.
fn clean(fact: Fact, scrubber: &Scrubber) -> Fact {
    let text = match &fact {
        Fact::Bool(_) => return fact,
        Fact::Number(number) => number.to_string(),
        Fact::Text(text) => text.clone(),
    };
    let scrubbed = scrubber.scrub(&text);
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
