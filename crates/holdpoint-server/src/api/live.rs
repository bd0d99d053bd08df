//! `GET /api/launches/{id}/live`: server-sent events. The log is the truth, the channels are doorbells.

use std::convert::Infallible;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::Stream;
use holdpoint_domain::id::{LaunchId, Seq};
use holdpoint_store::{StoreError, StoredEvent};
use tokio::sync::watch;
use tokio::time::{Instant, interval_at};

use super::events::{CursorQuery, cursor};
use crate::app::App;
use crate::auth::{Key, Member};
use crate::error::ApiError;
use crate::json::Place;
use crate::limits;
use crate::presence::Seat;

/// Sends what happened behind the cursor (`Last-Event-ID`, else `after`), then what happens, until the reader goes, the session ends, the
/// role is taken away or the server stops.
pub async fn get(
    State(app): State<App>,
    member: Member,
    Place(id): Place<LaunchId>,
    headers: HeaderMap,
    query: CursorQuery,
) -> Result<Response, ApiError> {
    let after = match headers.get("last-event-id").map(|last| last.to_str().ok().and_then(|last| last.parse().ok())) {
        Some(Some(last)) => Seq(last),
        Some(None) => {
            return Err(ApiError::new(
                StatusCode::BAD_REQUEST,
                "bad-cursor",
                "the header Last-Event-ID holds the number of the last event",
            ));
        }
        None => cursor(query)?,
    };
    super::seen(&app, &member, id).await?;
    let key = Key::shown(&app, &headers)?;
    let seat = app.presence.enter(id, key, member.person()).ok_or_else(|| {
        let detail = format!("this account has {} live pages open; close some", limits::STREAMS_PER_ACCOUNT);
        ApiError::new(StatusCode::TOO_MANY_REQUESTS, "too-many-streams", detail)
    })?;
    let presence = app.presence.watch(id);
    let reader = Reader { app, id, member, after, presence, _seat: seat, key };
    // An event, not a comment: a page sees no comments, and judges by these whether the line is up.
    let stream =
        Sse::new(reader.stream()).keep_alive(KeepAlive::new().interval(limits::HEARTBEAT).event(Event::default().event("ping").data("1")));
    // nginx would keep events until its buffer is full.
    Ok(([(HeaderName::from_static("x-accel-buffering"), "no")], stream).into_response())
}

struct Reader {
    app: App,
    id: LaunchId,
    member: Member,
    after: Seq,
    presence: watch::Receiver<()>,
    _seat: Seat,
    key: Key,
}

impl Reader {
    fn stream(mut self) -> impl Stream<Item = Result<Event, Infallible>> {
        async_stream::stream! {
            // Subscribe first, read second: nothing falls between.
            let mut doorbell = self.app.store.watch(self.id);
            let mut session = interval_at(Instant::now() + limits::SESSION_CHECK, limits::SESSION_CHECK);
            let stop = self.app.stop.clone();
            yield Ok(self.who());
            loop {
                // A reader too slow for its connection stops here, and holds no more than these few events.
                let Ok(page) = self.app.store.after(self.id, self.after, limits::LIVE_EVENTS).await else {
                    return;
                };
                match super::seen(&self.app, &self.member, self.id).await {
                    Ok(_) => {}
                    // A database that does not answer just now takes nobody's role: the reader comes back.
                    Err(ApiError::Store(StoreError::Unavailable(_) | StoreError::Unusable(_))) => return,
                    Err(_) => {
                        yield Ok(Event::default().event("goodbye").data("no-role"));
                        return;
                    }
                }
                let caught_up = page.events.len() < limits::LIVE_EVENTS;
                for stored in page.events {
                    self.after = stored.recorded.seq;
                    yield Ok(event(&stored));
                }
                if !caught_up {
                    continue;
                }
                tokio::select! {
                    rung = doorbell.changed() => if rung.is_err() { return },
                    changed = self.presence.changed() => {
                        if changed.is_err() { return }
                        yield Ok(self.who());
                    }
                    () = gone_by(self.app.presence.next_leave(self.id, std::time::Instant::now())) => {}
                    _ = session.tick() => if !self.still_signed_in().await {
                        yield Ok(Event::default().event("goodbye").data("signed-out"));
                        return;
                    },
                    () = stop.cancelled() => {
                        yield Ok(Event::default().event("goodbye").data("stopping"));
                        return;
                    }
                }
            }
        }
    }

    fn who(&self) -> Event {
        let presence = self.app.presence.present(self.id, std::time::Instant::now());
        Event::default().event("presence").data(serde_json::to_string(&presence).unwrap_or_default())
    }

    async fn still_signed_in(&self) -> bool {
        // A database that does not answer just now signs nobody out.
        self.key.holds(&self.app).await.unwrap_or(true)
    }
}

async fn gone_by(at: Option<std::time::Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at.into()).await,
        None => std::future::pending().await,
    }
}

fn event(stored: &StoredEvent) -> Event {
    let data = serde_json::to_string(&stored.recorded).unwrap_or_default();
    Event::default().event("event").id(stored.recorded.seq.to_string()).data(data)
}
