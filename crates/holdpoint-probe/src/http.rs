//! The probe kind `http`: one request, or the same several times; status, latency, headers and body as facts.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use holdpoint_domain::check::{Check, Expectation, Fact, Method, ProbeFailure, REDIRECTS, RESERVED_HEADERS, SAMPLES, Target as Which};
use http::{HeaderMap, HeaderName};
use tokio::time::Instant;

use crate::egress::{Answer, Class, Exchange, Field, Request, Scheme, Target, classify};
use crate::secret::{Secret, SecretRef};
use crate::seen::{Context, Seen, latency};
use crate::{json, limits, percentile};

/// What the probe's definition asks for; see `Probe::Http`.
pub(crate) struct Asked<'a> {
    pub(crate) target: Which,
    pub(crate) method: Method,
    pub(crate) path: &'a str,
    pub(crate) authorize: bool,
    pub(crate) headers: &'a BTreeMap<String, String>,
    /// How often: 1 or more.
    pub(crate) samples: u32,
    /// How many may be followed.
    pub(crate) redirects: u32,
}

/// Sends the request, as often as it is asked. `seen` has the facts afterwards, and what was sent even if it failed.
pub(crate) async fn observe(context: &Context<'_>, asked: &Asked<'_>, seen: &mut Seen) -> Result<(), ProbeFailure> {
    let own = context.target(context.connection.url(asked.target))?;
    let target = own.join(asked.path, context.egress.policy()).map_err(|denial| context.refuse(&denial))?;
    let samples = usize::try_from(asked.samples.min(*SAMPLES.end())).unwrap_or(1);
    let until = Instant::now() + limits::SAMPLING;
    let mut took = Vec::with_capacity(samples);
    let mut highest = 0;
    let (answer, way) = loop {
        let mut way = Way::begin(target.clone(), asked.method);
        // Of samples that are alike a receipt shows the latest.
        seen.forget_requests();
        let answer = way.follow(context, asked, seen).await?;
        took.push(latency(way.took));
        highest = answer.status.max(highest);
        if samples <= took.len() || until <= Instant::now() {
            break (answer, way);
        }
    };
    seen.number("status", f64::from(highest));
    seen.number_if("latency_ms", took.last().copied());
    seen.text("host", way.target.host_header());
    if 0 < asked.redirects {
        seen.number("redirects", f64::from(way.followed));
    }
    if 1 < samples {
        percentile::facts(took, seen);
    }
    seen.facts.extend(expected_facts(context.check, &answer));
    Ok(())
}

/// One request and the redirects behind it.
struct Way {
    target: Target,
    method: Method,
    followed: u32,
    /// By all requests of it.
    took: Duration,
}

impl Way {
    fn begin(target: Target, method: Method) -> Self {
        Self { target, method, followed: 0, took: Duration::ZERO }
    }

    /// Asks, and goes on as long as it is sent on and may go. Each place is parsed, resolved and vetted anew.
    async fn follow(&mut self, context: &Context<'_>, asked: &Asked<'_>, seen: &mut Seen) -> Result<Answer, ProbeFailure> {
        loop {
            let exchange = context.egress.send(self.request(context, asked)?).await;
            self.took += exchange.latency;
            let by_public = is_public(&exchange);
            let answer = seen.note(exchange)?;
            if asked.redirects.min(*REDIRECTS.end()) <= self.followed {
                return Ok(answer);
            }
            let Some(to) = sent_on(&answer)? else { return Ok(answer) };
            let next = self.target.reference(&to, context.egress.policy()).map_err(|denial| context.refuse(&denial))?;
            // What comes over plain http may be anybody's on the way, and was asked for over TLS: then the redirect is the answer.
            if self.target.scheme() == Scheme::Https && next.scheme() == Scheme::Http {
                return Ok(answer);
            }
            self.target = if by_public { next.led_by_public() } else { next };
            // RFC 9110, section 15.4: only these two keep the method for sure.
            if self.method == Method::Post && !matches!(answer.status, 307 | 308) {
                self.method = Method::Get;
            }
            self.followed += 1;
        }
    }

    fn request(&self, context: &Context<'_>, asked: &Asked<'_>) -> Result<Request, ProbeFailure> {
        let mut headers = template_headers(context, asked.headers)?;
        if asked.authorize {
            let field = authorization(context)?;
            // The place that was asked for may refuse the token; a place that somebody else named does not get to see it.
            if self.followed == 0 || field.belongs_to(self.target.origin()) {
                headers.push((http::header::AUTHORIZATION, field));
            }
        }
        Ok(Request { method: self.method.into(), target: self.target.clone(), headers, body: None })
    }
}

/// Whether who was asked has a public address.
fn is_public(exchange: &Exchange) -> bool {
    let peer = exchange.sent.peer.as_deref().and_then(|peer| peer.parse::<SocketAddr>().ok());
    peer.is_none_or(|peer| classify(peer.ip()) == Class::Public)
}

/// Where an answer sends its reader; `None`: nowhere.
///
/// Errors: to two places at once, or to what is no text.
fn sent_on(answer: &Answer) -> Result<Option<String>, ProbeFailure> {
    if !matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let mut places = answer.headers.get_all(http::header::LOCATION).iter();
    match (places.next(), places.next()) {
        (None, _) => Ok(None),
        (Some(place), None) => place.to_str().map(|place| Some(place.to_owned())).map_err(|_| ProbeFailure::BadAnswer),
        (Some(_), Some(_)) => Err(ProbeFailure::BadAnswer),
    }
}

/// The common headers and those of the template, which wins where both have one.
pub(crate) fn template_headers(context: &Context<'_>, asked: &BTreeMap<String, String>) -> Result<Vec<(HeaderName, Field)>, ProbeFailure> {
    let mut headers = common_headers();
    for (name, template) in asked {
        let name: HeaderName = name.parse().map_err(|_| not_configured("a header's name is not acceptable"))?;
        if RESERVED_HEADERS.contains(&name.as_str()) {
            return Err(not_configured("a check may not set this header"));
        }
        let text = match (&context.connection.api_version, template.contains("{api_version}")) {
            (Some(version), true) => template.replace("{api_version}", version),
            (None, true) => return Err(not_configured("the connection has no api_version")),
            (_, false) => template.clone(),
        };
        let field = Field::plain(&text).ok_or_else(|| not_configured("a header's value is not acceptable"))?;
        headers.retain(|(other, _)| *other != name);
        headers.push((name, field));
    }
    Ok(headers)
}

/// What every request carries.
pub(crate) fn common_headers() -> Vec<(HeaderName, Field)> {
    let fields = [(http::header::ACCEPT, "application/json"), (http::header::USER_AGENT, concat!("holdpoint/", env!("CARGO_PKG_VERSION")))];
    fields.into_iter().filter_map(|(name, text)| Some((name, Field::plain(text)?))).collect()
}

/// The token, bound to the origin of the connection's API wherever the request goes.
pub(crate) fn authorization(context: &Context<'_>) -> Result<Field, ProbeFailure> {
    let connection = context.connection;
    let own: Target = context.target(connection.base_url.as_deref())?;
    bearer(&context.secrets.token, connection.token.as_ref(), &own)
}

/// A secret as a bearer token for one origin and no other.
///
/// Errors: [`ProbeFailure::NotConfigured`] when there is none, or when no header takes it.
pub(crate) fn bearer(secret: &Option<Secret>, reference: Option<&SecretRef>, own: &Target) -> Result<Field, ProbeFailure> {
    let (Some(secret), Some(reference)) = (secret, reference) else {
        return Err(not_configured("the connection's token is missing"));
    };
    let text = zeroize::Zeroizing::new(format!("Bearer {}", secret.expose()));
    Field::secret(&text, format!("Bearer {{{reference}}}"), own.origin().clone())
        .ok_or_else(|| not_configured("the token is not acceptable in a header"))
}

pub(crate) fn not_configured(why: &str) -> ProbeFailure {
    tracing::debug!(why, "not configured");
    ProbeFailure::NotConfigured
}

/// The facts that the check's expectations name, as far as the answer has them.
fn expected_facts(check: &Check, answer: &Answer) -> Vec<(String, Fact)> {
    let has_body_facts = check.expect.iter().any(|expectation| expectation.fact.starts_with("body:"));
    let json = if has_body_facts { json::parse(&answer.body) } else { None };
    let find = |fact: &str| {
        if let Some(name) = fact.strip_prefix("header:") {
            return header_fact(&answer.headers, name, wants_number(&check.expect, fact));
        }
        if let Some(names) = fact.strip_prefix("ratio:") {
            return ratio(&answer.headers, names).map(Fact::Number);
        }
        json::fact(json.as_ref()?, fact.strip_prefix("body:")?)
    };
    let names = check.expect.iter().map(|expectation| expectation.fact.as_str());
    names.filter_map(|name| Some((name.to_owned(), find(name)?))).collect()
}

/// A header is text unless an expectation compares it with a number.
fn wants_number(expectations: &[Expectation], fact: &str) -> bool {
    let is_number = |fact: &Fact| matches!(fact, Fact::Number(_));
    expectations.iter().filter(|expectation| expectation.fact == fact).any(|expectation| {
        expectation.at_least.is_some()
            || expectation.at_most.is_some()
            || expectation.equals.iter().chain(&expectation.one_of).chain(&expectation.warn_one_of).any(is_number)
    })
}

fn header_fact(headers: &HeaderMap, name: &str, wants_number: bool) -> Option<Fact> {
    let text = header(headers, name)?;
    match decimal(&text) {
        Some(number) if wants_number => Some(Fact::Number(number)),
        _ => Some(Fact::Text(text)),
    }
}

/// A header's value; values of a repeated header are joined, so that two numbers are no number.
fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    let name: HeaderName = name.parse().ok()?;
    let values: Vec<_> = headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
    if values.is_empty() { None } else { Some(values.join(", ").trim().to_owned()) }
}

/// `NAME/NAME`, both numeric, the second above zero.
fn ratio(headers: &HeaderMap, names: &str) -> Option<f64> {
    let (part, whole) = names.split_once('/')?;
    let (part, whole) = (decimal(&header(headers, part)?)?, decimal(&header(headers, whole)?)?);
    (0.0 < whole).then(|| part / whole)
}

/// A plain decimal number. Rust's own parser would also take `inf`, `nan` and `1e9`.
fn decimal(text: &str) -> Option<f64> {
    let plain = text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    if plain { text.parse().ok().filter(|number: &f64| number.is_finite()) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_needs_two_numbers() {
        let cases = [
            (Some("1500"), Some("2000"), Some(0.75), "both"),
            (Some("0"), Some("2000"), Some(0.0), "none left is a number"),
            (None, Some("2000"), None, "remaining is absent"),
            (Some("1500"), None, None, "limit is absent"),
            (Some("many"), Some("2000"), None, "not numeric"),
            (Some("inf"), Some("2000"), None, "what only Rust takes for a number"),
            (Some("-1"), Some("2000"), None, "below zero"),
            (Some(""), Some("2000"), None, "empty"),
            (Some("1.2.3"), Some("2000"), None, "a version"),
            (Some("1500"), Some("0"), None, "nothing divides by zero"),
        ];
        for (remaining, limit, expected, about) in cases {
            let mut headers = HeaderMap::new();
            if let Some(text) = remaining {
                headers.insert("x-ratelimit-remaining", text.parse().unwrap());
            }
            if let Some(text) = limit {
                headers.insert("x-ratelimit-limit", text.parse().unwrap());
            }
            assert_eq!(ratio(&headers, "X-RateLimit-Remaining/X-RateLimit-Limit"), expected, "{about}");
        }
        let mut headers = HeaderMap::new();
        headers.append("a", "1".parse().unwrap());
        headers.append("a", "2".parse().unwrap());
        headers.append("b", "2".parse().unwrap());
        assert_eq!(ratio(&headers, "a/b"), None, "two values are no number");
        assert_eq!(ratio(&headers, "a"), None, "no slash");
    }
}
