//! `POST /api/launches/{id}/template`: the launch moves to the version of its template that the server has.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use holdpoint_domain::id::LaunchId;
use holdpoint_domain::launch::{NewTemplate, Record};
use holdpoint_domain::wire::{Stored, UpgradeTemplate};
use holdpoint_store::{Entry, Wish};

use super::command_id;
use crate::app::App;
use crate::auth::Member;
use crate::error::ApiError;
use crate::json::{self, Place};

/// * Errors: 409 `other-version` where the server has another version than the one that was looked at: nothing is changed unseen.
pub async fn post(
    State(app): State<App>,
    member: Member,
    Place(id): Place<LaunchId>,
    headers: HeaderMap,
    json: json::Json<UpgradeTemplate>,
) -> Result<Json<Stored>, ApiError> {
    let launch = super::seen(&app, &member, id).await?;
    let mut sender = member.sender(json.fingerprint);
    sender.command = Some(command_id(&headers)?);
    let name = &launch.template_ref.name;
    let Some(known) = app.templates.get(name) else {
        let detail = format!("this server no longer has the template {name}");
        let refusal = ApiError::new(StatusCode::CONFLICT, "other-version/gone", detail);
        return super::as_before(&app, id, &sender, refusal).await;
    };
    if known.reference.digest != json.value.to {
        let version = known.reference.version;
        let detail = format!("this server's {name} is version {version} with another digest; look at what differs now");
        let refusal = ApiError::new(StatusCode::CONFLICT, "other-version", detail);
        return super::as_before(&app, id, &sender, refusal).await;
    }
    let new = NewTemplate { template: known.template.clone(), reference: known.reference.clone(), from: json.value.from };
    let wish = Wish::Record(Record::TemplateUpgraded(new));
    let committed = app.submit(id, Entry { sender, based_on: launch.seq, wish }).await;
    let committed = committed.map_err(|error| ApiError::from(error).of_body())?;
    Ok(Json(Stored::at(committed.seq)))
}
