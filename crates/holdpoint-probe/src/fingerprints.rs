//! The probe kind `secret_fingerprints`: whether each environment has a token of its own. Asks nobody.

use std::collections::BTreeSet;

use hmac::{Hmac, KeyInit as _, Mac as _};
use holdpoint_domain::check::ProbeFailure;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::http::not_configured;
use crate::secret::{Secret, SecretRef};
use crate::seen::{Context, Seen};

/// Compares fingerprints that are worth nothing outside of this call: their key is random and forgotten at the end.
///
/// * Errors: [`ProbeFailure::NotConfigured`] when one of the tokens cannot be had: what was not compared is not told apart.
pub(crate) fn observe(context: &Context<'_>, seen: &mut Seen) -> Result<(), ProbeFailure> {
    let secrets = context.secrets;
    let reference = context.connection.token.as_ref().ok_or_else(|| not_configured("the connection has no token"))?;
    let tokens: Option<Vec<&Secret>> = [&secrets.token].into_iter().chain(&secrets.others).map(Option::as_ref).collect();
    let tokens = tokens.ok_or_else(|| not_configured("a token cannot be read"))?;
    let key = fresh_key().ok_or_else(|| not_configured("this machine gives no random numbers"))?;
    // Exact: there are at most some dozen.
    seen.number("count", tokens.len() as f64);
    seen.text("stored_in", stored_in(reference));
    if 1 < tokens.len() {
        let marks: Option<BTreeSet<_>> = tokens.iter().map(|token| fingerprint(&key, token)).collect();
        let marks = marks.ok_or_else(|| not_configured("a token has no fingerprint"))?;
        seen.flag("distinct", marks.len() == tokens.len());
    }
    Ok(())
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

/// HMAC-SHA256. The error of its type is for algorithms that not every key fits.
fn fingerprint(key: &[u8; 32], token: &Secret) -> Option<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(token.expose().as_bytes());
    Some(mac.finalize().into_bytes().into())
}
