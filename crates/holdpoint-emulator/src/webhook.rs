//! Webhook consumers: one with a habit, and one that verifies nothing.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha1::Sha1;

use crate::record::Recorded;
use crate::respond::wait;
use crate::vendor::{Habit, Vendor};

/// A consumer that verifies signatures, as far as its habit goes: 401 for a bad or missing one.
///
/// * `before`: what was delivered to it so far.
pub(crate) async fn webhook(vendor: &Vendor, request: &Recorded, before: &[Recorded]) -> Response {
    wait(vendor.webhook_delay_ms).await;
    if request.method != "POST" {
        return accept(vendor, &request.method);
    }
    if !passes(vendor, request, before) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let conflicts = match vendor.webhook_habit {
        Habit::RefusesRepeats => before.iter().any(|other| other.body == request.body),
        Habit::RefusesOlder => before.iter().any(|other| created_at(request) < created_at(other)),
        Habit::Careful | Habit::Stubborn | Habit::FormOnly | Habit::FirstHalf | Habit::Remembers => false,
    };
    if conflicts { StatusCode::CONFLICT.into_response() } else { accept(vendor, "POST") }
}

/// A consumer that verifies nothing.
pub(crate) async fn careless(vendor: &Vendor, request: &Recorded) -> Response {
    wait(vendor.webhook_delay_ms).await;
    accept(vendor, &request.method)
}

fn accept(vendor: &Vendor, method: &str) -> Response {
    let status = match method {
        "POST" => StatusCode::from_u16(vendor.webhook_status),
        "HEAD" => StatusCode::from_u16(vendor.webhook_head_status),
        _ => Ok(StatusCode::METHOD_NOT_ALLOWED),
    };
    status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}

fn passes(vendor: &Vendor, request: &Recorded, before: &[Recorded]) -> bool {
    let Some(given) = signature(request) else { return false };
    let good = is_signed(vendor, request);
    match vendor.webhook_habit {
        Habit::Stubborn => false,
        Habit::FormOnly => given.len() == 20,
        Habit::FirstHalf => {
            mac(vendor, request).is_some_and(|mac| mac.finalize().into_bytes().starts_with(given.get(..10).unwrap_or(&[0])))
        }
        Habit::Remembers => good || before.iter().any(|other| signature(other).as_ref() == Some(&given) && is_signed(vendor, other)),
        Habit::Careful | Habit::RefusesRepeats | Habit::RefusesOlder => good,
    }
}

fn signature(request: &Recorded) -> Option<Vec<u8>> {
    hex::decode(request.headers.get("x-hub-signature")?.strip_prefix("sha1=")?).ok()
}

fn mac(vendor: &Vendor, request: &Recorded) -> Option<Hmac<Sha1>> {
    let mut mac = Hmac::<Sha1>::new_from_slice(vendor.webhook_secret.as_bytes()).ok()?;
    mac.update(request.body.as_bytes());
    Some(mac)
}

fn is_signed(vendor: &Vendor, request: &Recorded) -> bool {
    signature(request).zip(mac(vendor, request)).is_some_and(|(given, mac)| mac.verify_slice(&given).is_ok())
}

fn created_at(request: &Recorded) -> i64 {
    let body: Option<Value> = serde_json::from_str(&request.body).ok();
    body.and_then(|body| body.get("created_at")?.as_i64()).unwrap_or(i64::MAX)
}
