//! `PUT /api/launches/{id}/presence`

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use holdpoint_domain::id::LaunchId;
use holdpoint_domain::wire::Whereabouts;

use crate::app::App;
use crate::auth::{Key, Member};
use crate::error::ApiError;
use crate::json::{self, Place};
use crate::presence::others;

/// The last item that a session told is where it is. A session without a live stream is nowhere: what it tells is forgotten.
pub async fn put(
    State(app): State<App>,
    member: Member,
    Place(id): Place<LaunchId>,
    headers: HeaderMap,
    json: json::Json<Whereabouts>,
) -> Result<StatusCode, ApiError> {
    let launch = super::seen(&app, &member, id).await?;
    let item = json.value.item;
    if item.as_ref().is_some_and(|item| launch.template.item(item).is_none()) {
        return Err(ApiError::field("/item", "this launch has no such item; send the id of one, or null"));
    }
    let key = Key::shown(&app, &headers)?;
    if !app.presence.tell(id, key, item.clone()) {
        others::whisper(&app, id, key, item.as_ref());
    }
    Ok(StatusCode::NO_CONTENT)
}
