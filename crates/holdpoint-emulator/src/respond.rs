//! The answers, in the shapes that Intercom, Statuspage and the health document have.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Json, Response};
use futures_util::stream;
use jiff::Timestamp;
use serde_json::json;

use crate::record::Recorded;
use crate::vendor::{Health, Mode, Vendor};

pub(crate) async fn wait(milliseconds: u64) {
    if milliseconds != 0 {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
    }
}

/// `GET /me`
pub(crate) async fn me(vendor: &Vendor, request: &Recorded) -> Response {
    wait(vendor.delay_ms).await;
    match vendor.mode {
        Mode::Ok | Mode::NoApp => authenticated(vendor, request),
        Mode::Unauthorized => error(StatusCode::UNAUTHORIZED, "unauthorized", "Access Token Invalid"),
        Mode::RateLimited => {
            let answer = error(StatusCode::TOO_MANY_REQUESTS, "rate_limit_exceeded", "Exceeded rate limit");
            with_rate_limit(answer, &Vendor { remaining: 0, ..vendor.clone() })
        }
        Mode::ServerError => error(StatusCode::SERVICE_UNAVAILABLE, "service_unavailable", "Sorry, we are down"),
        Mode::Echo => Json(json!({ "type": "admin", "id": "1", "headers": request.headers })).into_response(),
        Mode::Redirect => (StatusCode::FOUND, [(header::LOCATION, "/elsewhere")]).into_response(),
        Mode::Html => Html("<h1>Not the API</h1>").into_response(),
        Mode::InvalidUtf8 => json_bytes(b"{\"type\":\"adm\xff\xfein\"}".to_vec()),
        Mode::DeepJson => json_bytes("[".repeat(100_000).into_bytes()),
        Mode::Endless => {
            let chunk = Bytes::from(vec![b' '; 64 * 1024]);
            Body::from_stream(stream::repeat_with(move || Ok::<_, Infallible>(chunk.clone()))).into_response()
        }
        Mode::Trickle => Body::from_stream(stream::unfold((), |()| async {
            wait(100).await;
            Some((Ok::<_, Infallible>(Bytes::from_static(b" ")), ()))
        }))
        .into_response(),
        Mode::Hang => std::future::pending().await,
        Mode::ManyHeaders => {
            let mut answer = authenticated(vendor, request);
            for number in 0..200 {
                let name = HeaderName::try_from(format!("x-more-{number}"));
                if let Ok(name) = name {
                    answer.headers_mut().insert(name, HeaderValue::from_static("1"));
                }
            }
            answer
        }
    }
}

fn authenticated(vendor: &Vendor, request: &Recorded) -> Response {
    let sent = |name: &str| request.headers.get(name).map(String::as_str);
    if request.method != "GET" {
        return error(StatusCode::NOT_FOUND, "not_found", "The requested resource was not found");
    }
    if sent("authorization") != Some(&format!("Bearer {}", vendor.token)) {
        return error(StatusCode::UNAUTHORIZED, "unauthorized", "Access Token Invalid");
    }
    if !vendor.api_version.is_empty() && sent("intercom-version") != Some(&vendor.api_version) {
        return error(StatusCode::BAD_REQUEST, "intercom_version_invalid", "The requested version could not be found");
    }
    let app = json!({
        "type": "app",
        "id_code": "emul8or",
        "name": "Emulator workspace",
        "created_at": 1_671_465_577,
        "identity_verification": false,
        "region": vendor.region,
        "timezone": "America/Los_Angeles",
    });
    let admin = json!({
        "type": "admin",
        "id": "991267459",
        "email": "admin@example.com",
        "name": "Emulated Admin",
        "email_verified": true,
        "has_inbox_seat": true,
        "app": if vendor.mode == Mode::NoApp { serde_json::Value::Null } else { app },
    });
    with_rate_limit(Json(admin).into_response(), vendor)
}

/// `GET /admins`: something that an integration need not be able to read.
pub(crate) fn admins(vendor: &Vendor, request: &Recorded) -> Response {
    if request.headers.get("authorization") != Some(&format!("Bearer {}", vendor.token)) || vendor.mode == Mode::Unauthorized {
        return error(StatusCode::UNAUTHORIZED, "unauthorized", "Access Token Invalid");
    }
    if !vendor.may_list_admins {
        return error(StatusCode::FORBIDDEN, "api_plan_restricted", "Active subscription or permission needed");
    }
    Json(json!({ "type": "admin.list", "admins": [] })).into_response()
}

/// Intercom's error body.
fn error(status: StatusCode, code: &str, message: &str) -> Response {
    let body = json!({
        "type": "error.list",
        "request_id": "00000000-0000-4000-8000-000000000000",
        "errors": [{ "code": code, "message": message }],
    });
    (status, Json(body)).into_response()
}

fn with_rate_limit(mut answer: Response, vendor: &Vendor) -> Response {
    let Some(limit) = vendor.limit else { return answer };
    // Windows of 10 s: the next one begins at the next multiple.
    let reset = (Timestamp::now().as_second() / 10 + 1) * 10;
    let headers = answer.headers_mut();
    headers.insert("x-ratelimit-limit", HeaderValue::from(limit));
    headers.insert("x-ratelimit-remaining", HeaderValue::from(vendor.remaining));
    headers.insert("x-ratelimit-reset", HeaderValue::from(reset));
    answer
}

fn json_bytes(body: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// Statuspage v2.
pub(crate) async fn status(vendor: &Vendor) -> Response {
    wait(vendor.status_delay_ms).await;
    let indicator = vendor.indicator.as_str();
    let description = if indicator == "none" { "All Systems Operational" } else { "Some systems are affected" };
    Json(json!({
        "page": {
            "id": "1m1j8k4rtldg",
            "name": "Emulated vendor",
            "url": "https://status.example.com",
            "time_zone": "Etc/UTC",
            "updated_at": Timestamp::now().to_string(),
        },
        "status": { "indicator": indicator, "description": description },
    }))
    .into_response()
}

/// The integration's health document.
pub(crate) async fn health(vendor: &Vendor) -> Response {
    wait(vendor.health_delay_ms).await;
    let status = match vendor.health {
        Health::Healthy => StatusCode::OK,
        Health::Degraded | Health::Unhealthy => StatusCode::SERVICE_UNAVAILABLE,
    };
    let mut body = json!({
        "status": vendor.health.as_str(),
        "services": {
            "intercom": {
                "status": vendor.health.as_str(),
                "latencyMs": 42,
                "authenticated": vendor.health != Health::Unhealthy,
                "rateLimitRemaining": vendor.remaining,
            },
        },
        "timestamp": Timestamp::now().to_string(),
    });
    if !vendor.token_fingerprint.is_empty() {
        body["tokenFingerprint"] = vendor.token_fingerprint.as_str().into();
    }
    (status, Json(body)).into_response()
}
