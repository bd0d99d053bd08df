//! `GET /api/launches/{id}/live`: server-sent events. The log is the truth, the channels are doorbells.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use holdpoint_domain::id::{LaunchId, Seq};

use super::events::{CursorQuery, cursor};
use crate::app::App;
use crate::auth::{Key, Member};
use crate::error::ApiError;
use crate::json::Place;
use crate::limits;
use crate::live::{Joining, join};

/// Sends what happened behind the cursor (`Last-Event-ID`, else `after`), then what happens, until the reader goes, the session ends, the
/// role is taken away or the server stops.
pub async fn get(
    State(app): State<App>,
    member: Member,
    Place(id): Place<LaunchId>,
    headers: HeaderMap,
    query: CursorQuery,
) -> Result<Response, ApiError> {
    let after = match last_event_id(&headers)? {
        Some(last) => last,
        None => cursor(query)?,
    };
    let launch = super::seen(&app, &member, id).await?;
    let key = Key::shown(&app, &headers)?;
    let seat = app.presence.enter(id, key, member.person()).ok_or_else(|| {
        let detail = format!("this account has {} live pages open; close some", limits::STREAMS_PER_ACCOUNT);
        ApiError::new(StatusCode::TOO_MANY_REQUESTS, "too-many-streams", detail)
    })?;
    let (member, owner) = (member.0.id, member.0.owner);
    let stream = join(app, Joining { launch, member, owner, key, seat, after });
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        // nginx would keep events until its buffer is full.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    Ok((headers, Body::from_stream(stream)).into_response())
}

/// * Errors: 400 for one that is no number.
fn last_event_id(headers: &HeaderMap) -> Result<Option<Seq>, ApiError> {
    let Some(last) = headers.get("last-event-id") else { return Ok(None) };
    let number = last.to_str().ok().and_then(|last| last.parse().ok());
    number.map(|number| Some(Seq(number))).ok_or_else(|| {
        let detail = "the header Last-Event-ID holds the number of the last event";
        ApiError::new(StatusCode::BAD_REQUEST, "bad-cursor", detail)
    })
}
