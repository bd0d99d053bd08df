//! Whether a request may be listened to at all, and what every answer carries. Missing means denied.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use holdpoint_domain::wire::WRITE_HEADER;

use crate::app::App;
use crate::auth::key;
use crate::error::ApiError;

/// Runs wasm, and nothing from anywhere else; takes no text for markup, but by the policy that start.js makes.
const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; font-src 'self'; \
    connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types holdpoint";

/// What the addresses of drills begin with.
const DRILL: &str = "/drill/";

/// For machines that are not signed in.
const MACHINES: [&str; 3] = ["/health", "/metrics", "/ready"];

/// Refuses foreign hosts (DNS rebinding) and writes that a page of another origin could make.
pub async fn listen(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    // Probes of a platform come by address, and learn nothing.
    let open = MACHINES.contains(&path.as_str());
    let mut response = match judge(&app, &request, open) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    };
    // What a drill answers is the vendor's part, which it plays: its errors are none of this server.
    if !path.starts_with(DRILL) {
        app.metrics.answered(response.status());
    }
    dress(response.headers_mut(), &path, app.secure);
    response
}

fn judge(app: &App, request: &Request, open: bool) -> Result<(), ApiError> {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).map(str::to_lowercase);
    let known = host.is_some_and(|host| app.origins.iter().any(|origin| origin.split("://").nth(1) == Some(host.as_str())));
    if !known && !open {
        let detail = "this server answers under its own name only; set [server] public_url to the address that you use, and let a proxy in front \
                      pass the header Host on";
        return Err(ApiError::new(StatusCode::MISDIRECTED_REQUEST, "unknown-host", detail));
    }
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(());
    }
    // Changes nothing of anybody's, and reads no cookie: whoever has the address may write to it.
    if request.uri().path().starts_with(DRILL) {
        return Ok(());
    }
    // A page cannot send a token of its own accord, as it sends a cookie: nothing is to be feared from other origins.
    if key::has_token(request.headers()) {
        return Ok(());
    }
    let denied = |detail: &str| Err(ApiError::new(StatusCode::FORBIDDEN, "write-denied", detail));
    let Some(origin) = request.headers().get(header::ORIGIN).and_then(|origin| origin.to_str().ok()) else {
        return denied("a write needs the header Origin, with this server's address");
    };
    if !app.origins.contains(&origin.to_lowercase()) {
        return denied("a write from another origin is not accepted; open this server's own page");
    }
    if !request.headers().contains_key(WRITE_HEADER) {
        return denied("a write needs the header X-Holdpoint, such as X-Holdpoint: 1");
    }
    Ok(())
}

/// What every answer carries, whoever gives it: a page that is not in this binary is tried out under the same.
pub fn dress(headers: &mut HeaderMap, path: &str, secure: bool) {
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    if secure {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    // What a handler says of its own answer counts: a public badge is a picture on pages of other hosts.
    let mut usual = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    usual(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    usual(header::CONTENT_SECURITY_POLICY, CSP);
    if path.starts_with("/api/") || path.starts_with(DRILL) || MACHINES.contains(&path) {
        usual(header::CACHE_CONTROL, "no-store");
    }
}
