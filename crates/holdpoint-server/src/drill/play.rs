//! Requests to a drill's address: read, matched with the plan, answered or not. What they carry is forgotten at once.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt as _;
use holdpoint_domain::check::drill::Scenario;
use holdpoint_domain::check::drill::plan::Reply;
use holdpoint_domain::id::{Digest, Timestamp};
use serde_json::Value;

use super::Drill;
use super::intercom::{self, Answer, Found};
use super::watch::{Asked, Turn};
use crate::app::App;
use crate::limits;

/// Requests that a client has left in a window, and how many there are: as the vendor tells them.
const LIMIT: (&str, &str) = ("1667", "1666");

/// `/drill/{token}/…`
pub async fn any(State(app): State<App>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let mut parts = path.split('/').filter(|part| !part.is_empty()).skip(1);
    let drill = parts.next().and_then(|token| app.drills.by_token(token));
    let Some(drill) = drill else {
        return plain(&Answer::refusal(StatusCode::NOT_FOUND, "drill_ended", intercom::ENDED));
    };
    let mut segments: Vec<&str> = parts.collect();
    let own = segments.first().and_then(|first| Scenario::of(first));
    if own.is_some() {
        segments.remove(0);
    }
    let found = intercom::find(request.method(), &segments);
    let (method, query) = (request.method().clone(), request.uri().query().unwrap_or_default().to_owned());
    let headers = request.headers().clone();
    let Some(body) = read(request.into_body()).await else {
        return plain(&Answer::refusal(StatusCode::PAYLOAD_TOO_LARGE, "request_too_large", "This body is larger than a drill reads."));
    };
    let key = Digest::of(&[method.as_str().as_bytes(), b"\n", path.as_bytes(), b"\n", query.as_bytes(), b"\n", &body].concat());
    let heard = Heard { found, own, method, query, body, key };
    let answer = respond(&app, &drill, &heard, &headers).await;
    dressed(answer, &headers)
}

/// A request that was read whole.
struct Heard {
    /// `None`: an address that is not played.
    found: Option<Found>,
    /// The scenario that stands in the address itself.
    own: Option<Scenario>,
    method: Method,
    query: String,
    body: Vec<u8>,
    key: Digest,
}

async fn respond(app: &App, drill: &Arc<Drill>, heard: &Heard, headers: &HeaderMap) -> Response {
    let good = answer_to(drill, heard, headers);
    let scenario = heard
        .own
        .or(heard.found.as_ref().and_then(|found| found.scenario))
        .filter(|_| heard.found.is_some() && good.status != StatusCode::UNAUTHORIZED);
    let asked = Asked {
        scenario,
        method: heard.method.as_str().chars().take(limits::DRILL_METHOD_CHARS).collect(),
        path: heard.found.as_ref().map_or(intercom::ELSEWHERE, |found| found.path),
        key: heard.key,
        page: good.page,
        filters: good.filters,
        // Writes go well: whether they may be sent twice is not a drill's to try.
        planned: good.status.is_success() && heard.found.as_ref().is_some_and(|found| found.reads),
    };
    let Some(turn) = drill.begin(asked) else {
        return plain(&Answer::refusal(StatusCode::SERVICE_UNAVAILABLE, "drill_full", intercom::FULL));
    };
    match turn.reply {
        Reply::Good => told(turn, &good, None),
        Reply::Limited => limited(turn),
        Reply::Fails(status) => told(turn, &intercom::server_error(status), None),
        Reply::Refuses(number) => told(turn, &intercom::refusal(number), None),
        Reply::Breaks => {
            turn.answered(None, None);
            broken(&good)
        }
        Reply::Hangs => hang(app, drill, turn, &good).await,
    }
}

/// What the vendor would answer, were all well.
fn answer_to(drill: &Drill, heard: &Heard, headers: &HeaderMap) -> Answer {
    let authorized =
        headers.get(header::AUTHORIZATION).is_some_and(|value| 7 < value.len() && value.as_bytes()[..7].eq_ignore_ascii_case(b"bearer "));
    match &heard.found {
        _ if !authorized => Answer::refusal(StatusCode::UNAUTHORIZED, "unauthorized", "Access Token Invalid"),
        None => Answer::refusal(StatusCode::NOT_FOUND, "not_found", intercom::NOT_PLAYED),
        Some(found) => {
            let body: Option<Value> = serde_json::from_slice(&heard.body).ok();
            intercom::answer(found, &heard.query, body.as_ref(), &drill.token_digest)
        }
    }
}

fn told(turn: Turn, answer: &Answer, reset_in: Option<Duration>) -> Response {
    turn.answered(Some(answer.status.as_u16()), reset_in);
    plain(answer)
}

/// 429; the limit ends with a whole second, as the header counts.
fn limited(turn: Turn) -> Response {
    let now = Timestamp::now();
    let reset = now.as_second() + limits::DRILL_RESET_SECONDS;
    let reset_in = Timestamp::from_second(reset).ok().and_then(|at| Duration::try_from(at.duration_since(now)).ok()).unwrap_or_default();
    let mut response = told(turn, &intercom::limited(), Some(reset_in));
    let headers = response.headers_mut();
    headers.insert(RESET, HeaderValue::from(reset));
    headers.insert(REMAINING, HeaderValue::from_static("0"));
    response
}

/// Says nothing for as long as the drill hangs; does not hold up the end of the drill, nor of the server.
async fn hang(app: &App, drill: &Drill, turn: Turn, good: &Answer) -> Response {
    tokio::select! {
        () = tokio::time::sleep(drill.hang) => told(turn, good, None),
        () = drill.ended.cancelled() => {
            turn.left();
            plain(&Answer::refusal(StatusCode::SERVICE_UNAVAILABLE, "drill_ended", intercom::ENDED))
        }
        () = app.stop.cancelled() => {
            turn.left();
            plain(&Answer::refusal(StatusCode::SERVICE_UNAVAILABLE, "drill_ended", intercom::ENDED))
        }
    }
}

/// The head and the first half of an answer; then hyper closes the connection, because its body fails.
fn broken(good: &Answer) -> Response {
    let whole = good.body.to_string();
    let half = whole.get(..whole.len() / 2).unwrap_or_default().to_owned();
    let parts = [Ok(Bytes::from(half)), Err(std::io::Error::other("the drill breaks this connection"))];
    // Once around, so that the half is sent before the error comes.
    let body = futures_util::stream::iter(parts).then(async |part| {
        if part.is_err() {
            tokio::time::sleep(limits::DRILL_BREAK).await;
        }
        part
    });
    let length = HeaderValue::from(whole.len());
    (StatusCode::OK, [(header::CONTENT_LENGTH, length), (header::CONTENT_TYPE, JSON)], Body::from_stream(body)).into_response()
}

const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");

fn plain(answer: &Answer) -> Response {
    (answer.status, [(header::CONTENT_TYPE, JSON)], answer.body.to_string()).into_response()
}

/// What every answer of the vendor carries. A gateway's 5xx has no rate-limit headers, and a refused token none either.
fn dressed(mut response: Response, asked: &HeaderMap) -> Response {
    let version = HeaderName::from_static("intercom-version");
    let limited = response.status().is_success() || response.status() == StatusCode::TOO_MANY_REQUESTS;
    let headers = response.headers_mut();
    if let Some(asked) = asked.get(&version).filter(|asked| asked.len() <= limits::DRILL_METHOD_CHARS) {
        headers.insert(version, asked.clone());
    }
    if limited {
        headers.insert(HeaderName::from_static("x-ratelimit-limit"), HeaderValue::from_static(LIMIT.0));
        headers.entry(REMAINING).or_insert(HeaderValue::from_static(LIMIT.1));
        let window = Timestamp::now().as_second() / limits::DRILL_WINDOW_SECONDS + 1;
        headers.entry(RESET).or_insert(HeaderValue::from(window * limits::DRILL_WINDOW_SECONDS));
    }
    response
}

/// `None`: larger than a drill reads, or cut off.
async fn read(body: Body) -> Option<Vec<u8>> {
    let mut parts = body.into_data_stream();
    let mut bytes = Vec::new();
    while let Some(part) = parts.next().await {
        bytes.extend_from_slice(&part.ok()?);
        if limits::DRILL_BODY_BYTES < bytes.len() {
            return None;
        }
    }
    Some(bytes)
}
