//! The handlers, a file for each kind of route. Each is a sentence: extractors parse, the store decides, nothing is ruled here.

pub mod account;
pub mod approvals;
pub mod checks;
pub mod commands;
pub mod connections;
pub mod deliveries;
pub mod drills;
pub mod erasure;
pub mod events;
pub mod evidence;
pub mod files;
pub mod health;
pub mod invites;
pub mod launches;
pub mod live;
pub mod oidc;
pub mod openapi;
pub mod passkeys;
pub mod presence;
pub mod receipts;
pub mod recovery;
pub mod reports;
pub mod session;
pub mod signing_keys;
pub mod statements;
pub mod template_files;
pub mod templates;
pub mod tokens;
pub mod upgrade;
pub mod uploads;
pub mod waivers;
pub mod watch;

use std::sync::Arc;

use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use holdpoint_domain::id::{CommandId, LaunchId};
use holdpoint_domain::launch::Launch;
use holdpoint_domain::wire::{IDEMPOTENCY_KEY, Stored};
use holdpoint_store::{Sender, StoreError};

use crate::app::App;
use crate::auth::Member;
use crate::error::ApiError;

/// A launch, for somebody who may look at it.
///
/// * Errors: the same 404 for one that does not exist and for one in which they have no role.
async fn seen(app: &App, member: &Member, id: LaunchId) -> Result<Arc<Launch>, ApiError> {
    let launch = app.store.launch(id).await?;
    launch.seen_by(member.account.id, member.account.owner)?;
    Ok(launch)
}

/// The answer to a command that is refused by what the rules cannot know: where it was granted before, what it was answered with then.
async fn as_before(app: &App, id: LaunchId, sender: &Sender, refusal: ApiError) -> Result<Json<Stored>, ApiError> {
    match app.store.answered(sender).await? {
        Some((launch, seq)) if launch == id => Ok(Json(Stored::at(seq))),
        Some(_) => Err(StoreError::IdTaken.into()),
        None => Err(refusal),
    }
}

/// The id of the command that a request sends.
///
/// * Errors: 400 when the header is missing or no UUID.
fn command_id(headers: &HeaderMap) -> Result<CommandId, ApiError> {
    let given = headers.get(IDEMPOTENCY_KEY).and_then(|key| key.to_str().ok()).unwrap_or_default();
    given.parse().map_err(|error| {
        let detail = format!("the header Idempotency-Key holds the command's id, a new UUID for each command: {error}");
        ApiError::new(StatusCode::BAD_REQUEST, "bad-id", detail)
    })
}
