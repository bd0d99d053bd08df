//! `GET /api/launches/{id}/live`: server-sent events. The log is the truth, the channels are doorbells.

use std::convert::Infallible;

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, FromRequestParts, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, Version, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use holdpoint_domain::id::{LaunchId, Seq};

use super::events::cursor;
use crate::app::App;
use crate::auth::{Key, Member};
use crate::error::ApiError;
use crate::json::Place;
use crate::limits;
use crate::live::{self, Joining, Reader};
use crate::serve::connection::{Handover, Peer};

/// Sends what happened behind the cursor (`Last-Event-ID`, else `after`), then what happens, until the reader goes, the session ends, the
/// role is taken away or the server stops.
pub async fn get(State(app): State<App>, member: Member, Place(id): Place<LaunchId>, asked: Asked) -> Result<Response, ApiError> {
    let Asked { after, key, way } = asked;
    let launch = super::seen(&app, &member, id).await?;
    if launch.seq < after && live::is_set_back(&app, id, after).await? {
        // Told nothing, they would wait for the log to come there again, and miss what takes the place of what it lost.
        let detail = "the log ends before the event that you have: it was set back, as by a restored backup. Read the launch again";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, "bad-cursor", detail));
    }
    let seat = app.presence.enter(id, key, member.person()).ok_or_else(|| {
        let detail = format!("this account has {} live pages open; close some", limits::STREAMS_PER_ACCOUNT);
        ApiError::new(StatusCode::TOO_MANY_REQUESTS, "too-many-streams", detail)
    })?;
    let (member, owner) = (member.account.id, member.account.owner);
    let reader = Reader::join(app, Joining { launch, member, owner, key, seat, after });
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        // nginx would keep events until its buffer is full.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    Ok((headers, way.answer(reader)).into_response())
}

/// How the answer goes out.
pub enum Way {
    /// On a connection of its own: nothing else will come on it, so the reader takes it over.
    Own(Handover),
    /// As any body: for HTTP/1.0, which has no chunks, and for `HEAD`.
    Body,
}

impl Way {
    fn answer(self, reader: Reader) -> Response {
        match self {
            Way::Own(handover) => {
                handover.ask(move |stream| drop(tokio::spawn(reader.write_to(stream))));
                let nothing = Body::from_stream(stream::pending::<Result<Bytes, Infallible>>());
                ([(header::CONNECTION, "close")], nothing).into_response()
            }
            Way::Body => Body::from_stream(reader.stream()).into_response(),
        }
    }
}

/// What a reader asks for.
pub struct Asked {
    /// The last event that they have.
    after: Seq,
    key: Key,
    way: Way,
}

impl FromRequestParts<App> for Asked {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let after = match last_event_id(&parts.headers)? {
            Some(last) => last,
            None => cursor(Query::from_request_parts(parts, app).await)?,
        };
        let chunks = parts.version == Version::HTTP_11 && parts.method == Method::GET;
        let peer = parts.extensions.get::<ConnectInfo<Peer>>().filter(|_| chunks);
        let way = peer.map_or(Way::Body, |ConnectInfo(peer)| Way::Own(peer.handover.clone()));
        Ok(Self { after, key: Key::shown(app, &parts.headers)?, way })
    }
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
