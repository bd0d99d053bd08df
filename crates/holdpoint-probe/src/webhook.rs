//! The probe kind `webhook`: an endpoint of ours, spoken to as the vendor does: `HEAD`, then a well-signed `POST`.

use hmac::{Hmac, KeyInit as _, Mac as _};
use holdpoint_domain::check::{Method, ProbeFailure, Target as Which};
use http::HeaderName;
use sha1::Sha1;

use crate::egress::{Field, Request, Target};
use crate::http::{common_headers, not_configured};
use crate::secret::Secret;
use crate::seen::{Context, Seen, latency};

/// Sends both requests, one after the other. Each is timed from opening its connection, as the vendor would.
///
/// * `signature_header`: carries `sha1=` and the hex HMAC-SHA1 of `body`.
pub(crate) async fn observe(context: &Context<'_>, signature_header: &str, body: &str, seen: &mut Seen) -> Result<(), ProbeFailure> {
    let target = context.target(context.connection.url(Which::Webhook))?;
    let signed = signed_request(context, signature_header, body, &target)?;
    let head = Request { method: Method::Head, target: target.clone(), headers: common_headers(), body: None };
    ask(context, "head", head, seen).await?;
    ask(context, "signed", signed, seen).await?;
    seen.text("scheme", target.scheme().as_str());
    Ok(())
}

async fn ask(context: &Context<'_>, part: &str, request: Request, seen: &mut Seen) -> Result<(), ProbeFailure> {
    let exchange = context.egress.send(request).await;
    let took = exchange.latency;
    let answer = seen.note(exchange)?;
    seen.number(&format!("{part}.status"), f64::from(answer.status));
    seen.number(&format!("{part}.latency_ms"), latency(took));
    Ok(())
}

fn signed_request(context: &Context<'_>, signature_header: &str, body: &str, target: &Target) -> Result<Request, ProbeFailure> {
    let (Some(key), Some(reference)) = (&context.secrets.webhook, &context.connection.webhook_secret) else {
        return Err(not_configured("the connection's webhook_secret is missing"));
    };
    let name: HeaderName = signature_header.parse().map_err(|_| not_configured("no acceptable signature header"))?;
    let signature = format!("sha1={}", sign(key, body.as_bytes()));
    let mut headers = common_headers();
    let fields = [
        (http::header::CONTENT_TYPE, Field::plain("application/json")),
        (name, Field::shown_as(&signature, format!("sha1={{HMAC-SHA1 with {reference}}}"))),
    ];
    headers.extend(fields.into_iter().filter_map(|(name, field)| Some((name, field?))));
    Ok(Request { method: Method::Post, target: target.clone(), headers, body: Some(body.into()) })
}

/// Hex HMAC-SHA1 over the exact bytes. SHA-1 is the vendor's choice; its known weakness does not reach HMAC.
fn sign(key: &Secret, body: &[u8]) -> String {
    // HMAC takes keys of every length; the error of its type is for other algorithms.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(key.expose().as_bytes()) else { return String::new() };
    mac.update(body);
    hex::encode(mac.finalize().into_bytes())
}
