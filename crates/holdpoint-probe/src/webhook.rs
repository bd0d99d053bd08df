//! The probe kind `webhook`: an endpoint of ours, spoken to as the vendor does, and as somebody who only pretends to be the vendor.

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE, BASE64_URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use holdpoint_domain::check::{Check, Method, ProbeFailure, Target as Which, WebhookCase};
use holdpoint_domain::id::Timestamp;
use http::HeaderName;
use serde_json::Value;
use sha1::Sha1;

use crate::egress::{Field, Request, Target};
use crate::http::{common_headers, not_configured};
use crate::secret::Secret;
use crate::seen::{Context, Seen, latency};

/// What the probe's definition asks for; see `Probe::Webhook`.
pub(crate) struct Asked<'a> {
    pub(crate) signature_header: &'a str,
    pub(crate) body: &'a str,
    pub(crate) cases: &'a [WebhookCase],
}

/// Sends the cases one after the other. Each request is timed from opening its connection, as the vendor would.
///
/// Errors: also [`ProbeFailure::NotPermitted`], before anything is sent.
pub(crate) async fn observe(context: &Context<'_>, asked: &Asked<'_>, seen: &mut Seen) -> Result<(), ProbeFailure> {
    let cases: &[WebhookCase] = if asked.cases.is_empty() { &WebhookCase::USUAL } else { asked.cases };
    if !context.connection.webhook_deliveries && cases.iter().any(|case| case.needs_permission()) {
        return Err(ProbeFailure::NotPermitted);
    }
    let target = context.target(context.connection.url(Which::Webhook))?;
    let sender = Sender::new(context, asked, &target)?;
    // Everything is made before anything is sent: a body that takes no id is found out here.
    let requests: Vec<_> = cases.iter().map(|case| sender.requests(*case)).collect::<Result<_, _>>()?;
    // What an endpoint calculates is worth as much as what it was sent, and where they differ some answer with it.
    for body in requests.iter().flatten().filter_map(|(_, request)| request.body.as_ref()) {
        seen.hide(written(sender.key, body));
    }
    seen.text("scheme", target.scheme().as_str());
    for (part, request) in requests.into_iter().flatten() {
        if !ask(context, part, request, seen).await? {
            break;
        }
    }
    Ok(())
}

/// * Returns whether there was an answer. Where none came for longer than the check permits, that was seen: it is no `unknown`.
async fn ask(context: &Context<'_>, part: &str, request: Request, seen: &mut Seen) -> Result<bool, ProbeFailure> {
    let exchange = context.egress.send(request).await;
    let (took, fact) = (latency(exchange.latency), format!("{part}.latency_ms"));
    let status = match seen.note(exchange) {
        Ok(answer) => Some(answer.status),
        Err(ProbeFailure::TimedOut) if is_too_long(context.check, &fact, took) => None,
        Err(failure) => return Err(failure),
    };
    seen.number_if(&format!("{part}.status"), status.map(f64::from));
    seen.number(&fact, took);
    Ok(status.is_some())
}

fn is_too_long(check: &Check, fact: &str, took: f64) -> bool {
    check.expect.iter().any(|rule| rule.fact == fact && rule.at_most.is_some_and(|most| most < took))
}

/// Makes requests to one endpoint.
struct Sender<'a> {
    target: &'a Target,
    key: &'a Secret,
    /// How receipts name the key.
    reference: String,
    header: HeaderName,
    body: &'a str,
    now: Timestamp,
}

/// The signature as it is sent, and as a receipt shows it: the digits would let a reader try keys.
struct Signature {
    digits: String,
    shown: String,
}

impl<'a> Sender<'a> {
    fn new(context: &Context<'a>, asked: &Asked<'a>, target: &'a Target) -> Result<Self, ProbeFailure> {
        let (Some(key), Some(reference)) = (&context.secrets.webhook, &context.connection.webhook_secret) else {
            return Err(not_configured("the connection's webhook_secret is missing"));
        };
        let header: HeaderName = asked.signature_header.parse().map_err(|_| not_configured("no acceptable signature header"))?;
        Ok(Self { target, key, reference: reference.to_string(), header, body: asked.body, now: Timestamp::now() })
    }

    /// What a case consists of: the facts' first part, and the request.
    fn requests(&self, case: WebhookCase) -> Result<Vec<(&'static str, Request)>, ProbeFailure> {
        let requests = match case {
            WebhookCase::Head => vec![self.request(Method::Head, None, None)],
            WebhookCase::Signed => vec![self.delivery(self.body)],
            WebhookCase::Unsigned => vec![self.request(Method::Post, Some(self.body), None)],
            WebhookCase::WrongSignature => vec![self.request(Method::Post, Some(self.body), Some(self.spoilt()))],
            WebhookCase::AlteredBody => {
                let mut signature = self.sign(self.body);
                signature.shown = format!("sha1={{HMAC-SHA1 of another body with {}}}", self.reference);
                vec![self.request(Method::Post, Some(&altered(self.body)), Some(signature))]
            }
            WebhookCase::Duplicate => {
                let body = self.told_apart("duplicate", 0)?;
                vec![self.delivery(&body), self.delivery(&body)]
            }
            WebhookCase::OutOfOrder => {
                let (newer, older) = (self.told_apart("newer", 0)?, self.told_apart("older", MINUTE)?);
                vec![self.delivery(&newer), self.delivery(&older)]
            }
        };
        Ok(case.parts().iter().copied().zip(requests).collect())
    }

    fn delivery(&self, body: &str) -> Request {
        self.request(Method::Post, Some(body), Some(self.sign(body)))
    }

    fn request(&self, method: Method, body: Option<&str>, signature: Option<Signature>) -> Request {
        let mut headers = common_headers();
        let json = body.and_then(|_| Field::plain("application/json"));
        headers.extend(json.map(|field| (http::header::CONTENT_TYPE, field)));
        let signed = signature.and_then(|signature| Field::shown_as(&format!("sha1={}", signature.digits), signature.shown));
        headers.extend(signed.map(|field| (self.header.clone(), field)));
        let body = body.map(|body| body.to_owned().into());
        Request { method: method.into(), target: self.target.clone(), headers, body }
    }

    fn sign(&self, body: &str) -> Signature {
        Signature { digits: sign(self.key, body.as_bytes()), shown: format!("sha1={{HMAC-SHA1 with {}}}", self.reference) }
    }

    /// The right signature but for its last digit: an endpoint that compares only the beginning is found out as well.
    fn spoilt(&self) -> Signature {
        let mut digits = sign(self.key, self.body.as_bytes());
        let last = digits.pop();
        digits.push(if last == Some('0') { '1' } else { '0' });
        Signature { digits, shown: format!("sha1={{HMAC-SHA1 with {}, its last digit changed}}", self.reference) }
    }

    /// The body with an `id` that no delivery had before, and a `created_at` some seconds ago.
    fn told_apart(&self, what: &str, seconds_ago: i64) -> Result<String, ProbeFailure> {
        let Ok(Value::Object(mut body)) = serde_json::from_str(self.body) else {
            return Err(not_configured("the body is no JSON object, so its deliveries cannot be told apart"));
        };
        body.insert("id".into(), format!("holdpoint-{what}-{}", self.now.as_nanosecond()).into());
        body.insert("created_at".into(), (self.now.as_second() - seconds_ago).into());
        serde_json::to_string(&body).map_err(|_| not_configured("the body cannot be written"))
    }
}

/// By how much the older of two deliveries is older.
const MINUTE: i64 = 60;

/// Another body that is as acceptable to a parser as the first.
fn altered(body: &str) -> String {
    match serde_json::from_str(body) {
        Ok(Value::Object(mut fields)) => {
            fields.insert("altered_by_holdpoint".into(), true.into());
            Value::Object(fields).to_string()
        }
        _ => format!("{body} "),
    }
}

/// Hex HMAC-SHA1 over the exact bytes.
fn sign(key: &Secret, body: &[u8]) -> String {
    hex::encode(mac(key, body))
}

/// HMAC-SHA1: SHA-1 is the vendor's choice; its known weakness does not reach HMAC.
fn mac(key: &Secret, body: &[u8]) -> Vec<u8> {
    // HMAC takes keys of every length; the error of its type is for other algorithms.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(key.expose().as_bytes()) else { return Vec::new() };
    mac.update(body);
    mac.finalize().into_bytes().to_vec()
}

/// The right signature of a body, as an endpoint may write it into its answer.
fn written(key: &Secret, body: &[u8]) -> impl Iterator<Item = String> {
    let mac = mac(key, body);
    let base64 = [BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE, BASE64_URL_SAFE_NO_PAD].map(|writer| writer.encode(&mac));
    [hex::encode(&mac), hex::encode_upper(&mac)].into_iter().chain(base64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_altered_body_is_another_one_and_still_json() {
        for body in [r#"{"a":1}"#, "{}", "[1]", "\"x\"", " {\"a\": 1} "] {
            let altered = altered(body);
            assert_ne!(altered, body);
            assert!(serde_json::from_str::<Value>(&altered).is_ok(), "{altered}");
        }
    }
}
