//! `POST /api/people/{id}/erasure`: by the server's owner, who has just shown who they are.

use axum::Json;
use axum::extract::State;
use holdpoint_domain::id::MemberId;
use holdpoint_domain::wire::{Erase, ErasureView};

use super::account::owner;
use crate::app::App;
use crate::auth::Fresh;
use crate::error::ApiError;
use crate::json::{self, Place};

/// Erases a person, or says what that would take away.
pub async fn post(
    State(app): State<App>,
    Fresh(insider): Fresh,
    Place(id): Place<MemberId>,
    body: json::Json<Erase>,
) -> Result<Json<ErasureView>, ApiError> {
    owner(&insider)?;
    if body.value.dry_run {
        return Ok(Json(app.store.would_erase(id).await?));
    }
    // On its own: it may take longer than a proxy waits, and what it began is brought to its end.
    let erasing = tokio::spawn(async move {
        let view = app.store.erase(insider.act_on(id)).await?;
        tracing::info!(person = %id, by = %insider.id(), events = view.events(), "a person was erased");
        if let Err(fault) = app.uploads.forget_all_of(id).await {
            // It is done, and cannot be done once more. What is left of uploads goes with the next sweep, as of those whom the command erased.
            tracing::warn!(person = %id, %fault, "uploads of somebody who was erased are not forgotten yet");
        }
        Ok::<_, ApiError>(view)
    });
    erasing.await.map_err(ApiError::internal)?.map(Json)
}
