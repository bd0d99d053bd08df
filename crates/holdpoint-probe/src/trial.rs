//! Tries a connection that is not configured yet: whether its addresses may be asked and answer as they should, and whether its
//! secrets are there. The secrets go nowhere: only what an operator wrote down binds them to an origin.

use std::io::ErrorKind;

use futures_util::future::join_all;
use holdpoint_domain::check::{ProbeFailure, Verdict};
use holdpoint_domain::id::Timestamp;
use holdpoint_domain::sentence::Sentence;
use holdpoint_domain::wire::{ConnectionField, Finding, Sight, TriedField, Unreadable};
use serde_json::Value;

use crate::connection::Connection;
use crate::egress::{Answer, Egress, Request, Scheme, Target, Verb};
use crate::http::common_headers;
use crate::secret::{SecretError, SecretRef};
use crate::{json, limits, tls};

const SECONDS_OF_A_DAY: i64 = 86_400;
/// Fewer days than this are a warning: certificates are renewed a month before their end.
const DAYS_LEFT: i64 = 14;
/// What Statuspage calls a state, from the best to the worst; the last is planned.
const INDICATORS: [&str; 5] = ["none", "minor", "major", "critical", "maintenance"];
/// Of a health document's `/status`: a word.
const STATUS_CHARS: usize = 40;

/// Every field that the connection has, in the order of the form, each with what was found out about it.
///
/// Takes at most [`limits::RESOLVE`] and two [`limits::EXCHANGE`]: all of it is asked and looked up at the same time.
pub async fn trial(connection: &Connection, egress: &Egress) -> Vec<TriedField> {
    let problems = connection.problems(egress.policy());
    let of = |field: &'static str| problems.iter().filter(move |problem| problem.field == field).map(|problem| problem.reason.clone());
    let urls = [
        (ConnectionField::BaseUrl, "base_url", &connection.base_url),
        (ConnectionField::WebhookUrl, "webhook_url", &connection.webhook_url),
        (ConnectionField::StatusUrl, "status_url", &connection.status_url),
        (ConnectionField::HealthUrl, "health_url", &connection.health_url),
    ];
    let asked = urls.into_iter().filter_map(|(field, key, url)| Some((field, key, url.as_deref()?)));
    let asked = join_all(asked.map(async |(field, key, url)| (field, key, address(field, url, egress).await)));
    let secrets = [
        (ConnectionField::Token, "token", &connection.token),
        (ConnectionField::WebhookSecret, "webhook_secret", &connection.webhook_secret),
    ];
    let looked_up = secrets.into_iter().filter_map(|(field, key, reference)| Some((field, key, reference.as_ref()?)));
    let looked_up = join_all(looked_up.map(async |(field, key, reference)| (field, key, secret(reference).await)));
    let (asked, looked_up) = tokio::join!(asked, looked_up);
    let mut fields = vec![judged(ConnectionField::Name, accepted(of("name")))];
    for (field, key, mut findings) in asked {
        // The policy's own reason is told once.
        let known: Vec<_> = findings.iter().filter_map(Finding::reason).collect();
        let more = of(key).filter(|reason| !known.contains(&reason.to_string())).map(not_accepted).collect::<Vec<_>>();
        findings.extend(more);
        fields.push(judged(field, findings));
    }
    if connection.api_version.is_some() {
        fields.push(judged(ConnectionField::ApiVersion, accepted(of("api_version"))));
    }
    for (field, key, found) in looked_up {
        let mut findings = vec![found];
        findings.extend(of(key).map(not_accepted));
        fields.push(judged(field, findings));
    }
    fields.sort_by_key(|tried| tried.field as u8);
    fields
}

fn judged(field: ConnectionField, findings: Vec<Finding>) -> TriedField {
    TriedField { field, verdict: Finding::worst(&findings), findings }
}

fn finding(verdict: Verdict, seen: Sight) -> Finding {
    Finding { verdict, seen }
}

/// Against a field: what a server with it would say instead of starting.
pub fn not_accepted(reason: Sentence) -> Finding {
    finding(Verdict::Fail, Sight::NotAccepted { reason: reason.to_string(), cause: Some(reason.into()) })
}

fn accepted(reasons: impl Iterator<Item = Sentence>) -> Vec<Finding> {
    let against: Vec<_> = reasons.map(not_accepted).collect();
    if against.is_empty() { vec![finding(Verdict::Pass, Sight::Accepted {})] } else { against }
}

/// The policy, then the certificate, then an answer; the first that fails ends it.
async fn address(field: ConnectionField, url: &str, egress: &Egress) -> Vec<Finding> {
    let explained = egress.explain(url).await;
    let target = Target::parse(url, egress.policy());
    let (explained, target) = match (explained, target) {
        (Ok(explained), Ok(target)) => (explained, target),
        (Err(denial), _) | (_, Err(denial)) => {
            // A name that is not known is nothing that an operator permits.
            let seen = match denial.failure() {
                failure @ (ProbeFailure::Unreachable | ProbeFailure::TimedOut) => Sight::NotAnswered { failure },
                _ => Sight::Refused { reason: denial.to_string(), cause: Some(denial.sentence().into()) },
            };
            return vec![finding(Verdict::Fail, seen)];
        }
    };
    let addresses = explained.addresses.iter().map(ToString::to_string).collect();
    let allowed = Sight::Allowed { addresses, port: explained.port, allowed_by: explained.allowed_by };
    let mut findings = vec![finding(Verdict::Pass, allowed)];
    match target.scheme() {
        Scheme::Http => findings.push(finding(Verdict::Warn, Sight::Unencrypted {})),
        Scheme::Https => {
            findings.push(certificate(&target, egress).await);
            if Finding::worst(&findings) == Verdict::Fail {
                return findings;
            }
        }
    }
    findings.extend(answer(field, target, egress).await);
    findings
}

async fn certificate(target: &Target, egress: &Egress) -> Finding {
    let failed = |failure| finding(Verdict::Fail, Sight::NotAnswered { failure });
    let handshake = match egress.look(target).await.handshake {
        Ok(handshake) => handshake,
        Err(failure) => return failed(failure),
    };
    let Some(until) = handshake.chain.first().and_then(|own| tls::not_after(own)) else { return failed(ProbeFailure::Tls) };
    let days_left = (until.as_second() - Timestamp::now().as_second()).div_euclid(SECONDS_OF_A_DAY);
    let verdict = match (handshake.fault, days_left) {
        (Some(_), _) => Verdict::Fail,
        (None, ..DAYS_LEFT) => Verdict::Warn,
        (None, _) => Verdict::Pass,
    };
    let fault = handshake.fault.map(|fault| fault.word().to_owned());
    finding(verdict, Sight::Certificate { fault, not_after: until, days_left, protocol: handshake.protocol.into() })
}

/// Asks once, without a secret and without a body. A webhook endpoint gets `HEAD`, which delivers nothing.
async fn answer(field: ConnectionField, target: Target, egress: &Egress) -> Vec<Finding> {
    let method = if field == ConnectionField::WebhookUrl { Verb::Head } else { Verb::Get };
    let exchange = egress.send(Request { method, target, headers: common_headers(), body: None }).await;
    let answer = match exchange.answer {
        Ok(answer) => answer,
        Err(failure) => return vec![finding(Verdict::Fail, Sight::NotAnswered { failure })],
    };
    let latency_ms = u32::try_from(exchange.latency.as_millis()).unwrap_or(u32::MAX);
    let status = answer.status;
    let mut findings = vec![finding(of_status(field, status), Sight::Answered { status, latency_ms })];
    match field {
        ConnectionField::StatusUrl => findings.push(status_page(&answer)),
        ConnectionField::HealthUrl => findings.push(health(&answer)),
        _ => {}
    }
    findings
}

/// What a status says without a token and without a delivery: an API may well ask for the one, and an endpoint for the other.
fn of_status(field: ConnectionField, status: u16) -> Verdict {
    match (field, status) {
        (_, 200..=299) => Verdict::Pass,
        (ConnectionField::BaseUrl, 400..=499) => Verdict::Pass,
        (ConnectionField::WebhookUrl, 404 | 410) => Verdict::Fail,
        (ConnectionField::WebhookUrl, 400..=499) => Verdict::Warn,
        (ConnectionField::HealthUrl, 503) => Verdict::Warn,
        (ConnectionField::StatusUrl | ConnectionField::HealthUrl, _) => Verdict::Fail,
        _ => Verdict::Warn,
    }
}

fn status_page(answer: &Answer) -> Finding {
    let json = json::parse(&answer.body);
    let indicator = json.as_ref().and_then(|json| json.pointer("/status/indicator")).and_then(Value::as_str);
    let page = json.as_ref().is_some_and(|json| json.pointer("/page").is_some_and(Value::is_object));
    match indicator.filter(|indicator| page && INDICATORS.contains(indicator)) {
        None => finding(Verdict::Fail, Sight::NoStatusPage {}),
        Some(indicator) => {
            // What a vendor has today is nothing against its address.
            finding(Verdict::Pass, Sight::StatusPage { indicator: indicator.to_owned() })
        }
    }
}

fn health(answer: &Answer) -> Finding {
    let json = json::parse(&answer.body);
    let status = json.as_ref().and_then(|json| json.pointer("/status")).and_then(Value::as_str);
    // A longer text is no status, and may be anything.
    let word = |status: &&str| {
        !status.is_empty()
            && status.len() <= STATUS_CHARS
            && status.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" _-".contains(&byte))
    };
    match status.filter(word) {
        Some(status) => finding(Verdict::Pass, Sight::Health { status: status.to_owned() }),
        None => finding(Verdict::Fail, Sight::NoHealth {}),
    }
}

async fn secret(reference: &SecretRef) -> Finding {
    match tokio::time::timeout(limits::SECRET_READ, read(reference)).await {
        Ok(Ok(())) => finding(Verdict::Pass, Sight::SecretThere {}),
        // To put it there is the operator's next step, and no fault of the form.
        Ok(Err(SecretError::Missing(_))) => finding(Verdict::Warn, Sight::SecretMissing {}),
        Ok(Err(SecretError::Unreadable { kind, .. })) => finding(Verdict::Fail, Sight::SecretUnreadable { why: Some(unreadable(kind)) }),
        Err(_) => finding(Verdict::Fail, Sight::SecretUnreadable { why: Some(Unreadable::TimedOut) }),
        Ok(Err(SecretError::Unusable(_))) => finding(Verdict::Fail, Sight::SecretUnusable {}),
    }
}

async fn read(reference: &SecretRef) -> Result<(), SecretError> {
    // Whoever opens a pipe waits for somebody who writes.
    if let SecretRef::File(path) = reference
        && tokio::fs::metadata(path).await.is_ok_and(|about| !about.is_file())
    {
        return Err(SecretError::Unusable(reference.clone()));
    }
    reference.resolve().await.map(drop)
}

fn unreadable(kind: ErrorKind) -> Unreadable {
    match kind {
        ErrorKind::PermissionDenied => Unreadable::NotPermitted,
        ErrorKind::NotADirectory => Unreadable::NoFolder,
        ErrorKind::TimedOut => Unreadable::TimedOut,
        _ => Unreadable::Other,
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use futures_util::FutureExt as _;

    use super::*;
    use crate::egress::EgressConfig;
    use crate::secret::tests::without_files;

    fn answered(status: u16, body: &str) -> Answer {
        Answer { status, headers: http::HeaderMap::new(), body: body.to_owned().into() }
    }

    #[test]
    fn a_file_system_that_is_away_is_waited_for_no_longer_than_the_limit() {
        without_files(async {
            let reference = SecretRef::File("/a/token".into());
            let mut tried = pin!(secret(&reference));
            assert_eq!(tried.as_mut().now_or_never(), None);
            tokio::time::advance(limits::SECRET_READ).await;
            let why = Some(Unreadable::TimedOut);
            assert_eq!(tried.now_or_never(), Some(finding(Verdict::Fail, Sight::SecretUnreadable { why })));
        });
    }

    #[test]
    fn all_secrets_are_waited_for_at_the_same_time() {
        let egress = Egress::new(EgressConfig::default()).unwrap();
        let connection = serde_json::json!({ "name": "away", "token": "file:/nowhere/first", "webhook_secret": "file:/nowhere/second" });
        let connection = serde_json::from_value(connection).unwrap();
        without_files(async {
            let mut tried = pin!(trial(&connection, &egress));
            assert!(tried.as_mut().now_or_never().is_none());
            tokio::time::advance(limits::SECRET_READ).await;
            let fields = tried.now_or_never().unwrap_or_default();
            let late = |tried: &&TriedField| matches!(tried.findings[..], [Finding { seen: Sight::SecretUnreadable { .. }, .. }, ..]);
            assert_eq!(fields.iter().filter(late).count(), 2);
        });
    }

    #[test]
    fn a_status_page_is_known_by_its_shape() {
        let cases = [
            (r#"{"page":{"id":"a"},"status":{"indicator":"none","description":"All Systems Operational"}}"#, Some("none")),
            (r#"{"page":{},"status":{"indicator":"critical"}}"#, Some("critical")),
            (r#"{"status":{"indicator":"none"}}"#, None),
            (r#"{"page":"x","status":{"indicator":"none"}}"#, None),
            (r#"{"page":{},"status":{"indicator":"fine"}}"#, None),
            (r#"{"page":{},"status":"none"}"#, None),
            ("<html>All Systems Operational</html>", None),
            ("", None),
        ];
        for (body, expected) in cases {
            let seen = status_page(&answered(200, body)).seen;
            let expected = expected.map_or(Sight::NoStatusPage {}, |indicator| Sight::StatusPage { indicator: indicator.into() });
            assert_eq!(seen, expected, "{body}");
        }
    }

    #[test]
    fn a_health_document_has_a_word_as_its_status() {
        let long = format!(r#"{{"status":"{}"}}"#, "x".repeat(STATUS_CHARS + 1));
        let cases = [
            (r#"{"status":"healthy"}"#, Some("healthy")),
            (r#"{"status":"not ready","more":[1]}"#, Some("not ready")),
            (r#"{"status":true}"#, None),
            (r#"{"status":""}"#, None),
            (r#"{"status":"<b>"}"#, None),
            (long.as_str(), None),
            (r#"["status"]"#, None),
            ("OK", None),
        ];
        for (body, expected) in cases {
            let expected = expected.map_or(Sight::NoHealth {}, |status| Sight::Health { status: status.into() });
            assert_eq!(health(&answered(200, body)).seen, expected, "{body}");
        }
    }

    #[test]
    fn a_status_is_judged_by_what_may_be_expected_without_a_token() {
        let cases = [
            (ConnectionField::BaseUrl, 401, Verdict::Pass),
            (ConnectionField::BaseUrl, 404, Verdict::Pass),
            (ConnectionField::BaseUrl, 302, Verdict::Warn),
            (ConnectionField::BaseUrl, 500, Verdict::Warn),
            (ConnectionField::WebhookUrl, 200, Verdict::Pass),
            (ConnectionField::WebhookUrl, 405, Verdict::Warn),
            (ConnectionField::WebhookUrl, 404, Verdict::Fail),
            (ConnectionField::StatusUrl, 204, Verdict::Pass),
            (ConnectionField::StatusUrl, 301, Verdict::Fail),
            (ConnectionField::HealthUrl, 503, Verdict::Warn),
            (ConnectionField::HealthUrl, 404, Verdict::Fail),
        ];
        for (field, status, expected) in cases {
            assert_eq!(of_status(field, status), expected, "{field:?} {status}");
        }
    }
}
