//! `GET /api/launches/{id}/events?after=SEQ`

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use holdpoint_domain::id::{LaunchId, Seq};
use holdpoint_domain::wire::EventsPage;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Member;
use crate::error::ApiError;
use crate::json::Place;
use crate::{limits, live};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cursor {
    #[serde(default)]
    pub after: Seq,
    /// Whom the page shows; `auth::key` reads it.
    #[serde(rename = "as")]
    _shown: Option<String>,
}

pub type CursorQuery = Result<Query<Cursor>, QueryRejection>;

/// * Errors: 400 for a cursor that is no number.
pub fn cursor(query: CursorQuery) -> Result<Seq, ApiError> {
    match query {
        Ok(Query(cursor)) => Ok(cursor.after),
        Err(rejection) => {
            let detail = format!("{}; `after` takes the number of the last event that you have", rejection.body_text());
            Err(ApiError::new(StatusCode::BAD_REQUEST, "bad-cursor", detail))
        }
    }
}

/// The events behind a cursor, in order. A head before the cursor says that the log was set back.
pub async fn get(
    State(app): State<App>,
    member: Member,
    Place(id): Place<LaunchId>,
    query: CursorQuery,
) -> Result<Json<EventsPage>, ApiError> {
    super::seen(&app, &member, id).await?;
    let after = cursor(query)?;
    let page = app.store.after(id, after, limits::PAGE_EVENTS).await?;
    // Who has an event may ask a moment before the store tells that it is there.
    let head = if page.head < after && !live::is_set_back(&app, id, after).await? { after } else { page.head };
    Ok(Json(EventsPage { events: page.events.into_iter().map(|event| event.recorded).collect(), head }))
}
