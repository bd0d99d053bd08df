//! The probe kind `secret_fingerprints`: whether each environment has a token of its own, and whether the application runs with the one
//! that is tested.

use std::collections::BTreeSet;

use hmac::{Hmac, KeyInit as _, Mac as _};
use holdpoint_domain::check::{Fact, ProbeFailure};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::egress::{Request, Verb};
use crate::http::{common_headers, not_configured};
use crate::secret::{Secret, SecretRef};
use crate::seen::{Context, Seen};
use crate::{json, limits};

const DEPLOYED: &str = "deployed";

/// Compares tokens on this machine; the application is asked only where that is expected.
///
/// * Errors: [`ProbeFailure::NotConfigured`] when one of the tokens cannot be had: what was not compared is not told apart.
pub(crate) async fn observe(context: &Context<'_>, seen: &mut Seen) -> Result<(), ProbeFailure> {
    compare(context, seen)?;
    let is_asked = context.check.expect.iter().any(|expectation| expectation.fact == DEPLOYED);
    if is_asked && let Some(flag) = deployed(context, seen).await {
        seen.flag(DEPLOYED, flag);
    }
    Ok(())
}

/// By fingerprints that are worth nothing outside of this call: their key is random and forgotten at the end.
fn compare(context: &Context<'_>, seen: &mut Seen) -> Result<(), ProbeFailure> {
    let secrets = context.secrets;
    let reference = context.connection.token.as_ref().ok_or_else(|| not_configured("the connection has no token"))?;
    let tokens: Option<Vec<&Secret>> = [&secrets.token].into_iter().chain(&secrets.others).map(Option::as_ref).collect();
    let tokens = tokens.ok_or_else(|| not_configured("a token cannot be read"))?;
    let key = fresh_key().ok_or_else(|| not_configured("this machine gives no random numbers"))?;
    // Exact: there are at most some dozen.
    seen.number("count", tokens.len() as f64);
    seen.text("stored_in", stored_in(reference));
    if 1 < tokens.len() {
        let mark = |token: &&Secret| -> Option<[u8; 32]> { Some(fingerprint(key.as_slice(), token)?.finalize().into_bytes().into()) };
        let marks: Option<BTreeSet<_>> = tokens.iter().map(mark).collect();
        let marks = marks.ok_or_else(|| not_configured("a token has no fingerprint"))?;
        seen.flag("distinct", marks.len() == tokens.len());
    }
    Ok(())
}

/// Whether the application says that it runs with this token. `None`: it says nothing, or how it is asked is not configured.
async fn deployed(context: &Context<'_>, seen: &mut Seen) -> Option<bool> {
    let (connection, secrets) = (context.connection, context.secrets);
    let pointer = connection.deployed_fingerprint.as_deref()?;
    let key = secrets.fingerprint_key.as_ref()?.expose().as_bytes();
    if key.len() < limits::FINGERPRINT_KEY_BYTES {
        tracing::warn!(connection = %connection.name, least = limits::FINGERPRINT_KEY_BYTES, "the fingerprint_key is too short");
        return None;
    }
    let own = fingerprint(key, secrets.token.as_ref()?)?;
    let target = context.target(connection.health_url.as_deref()).ok()?;
    let exchange = context.egress.send(Request { method: Verb::Get, target, headers: common_headers(), body: None }).await;
    let answer = seen.note(exchange).ok()?;
    let Some(Fact::Text(told)) = json::fact(&json::parse(&answer.body)?, pointer) else { return None };
    let digits = hex::decode(told.trim()).ok().filter(|digits| digits.len() == 32)?;
    Some(own.verify_slice(&digits).is_ok())
}

fn stored_in(reference: &SecretRef) -> &'static str {
    match reference {
        SecretRef::Env(_) => "env",
        SecretRef::File(_) => "file",
    }
}

fn fresh_key() -> Option<Zeroizing<[u8; 32]>> {
    let mut key = Zeroizing::new([0; 32]);
    rustls::crypto::ring::default_provider().secure_random.fill(&mut *key).ok()?;
    Some(key)
}

/// HMAC-SHA256, not yet ended. The error of its type is for algorithms that not every key fits.
fn fingerprint(key: &[u8], token: &Secret) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(token.expose().as_bytes());
    Some(mac)
}
