//! `GET /api/launches/{id}/snapshot`, `POST …/approvals`

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use holdpoint_domain::id::{Digest, LaunchId};
use holdpoint_domain::launch::{Record, Refusal};
use holdpoint_domain::report::{ApprovalInput, attested_approval};
use holdpoint_domain::wire::{Approve, Stored};
use holdpoint_store::{Entry, Wish};

use crate::app::App;
use crate::auth::{From, Member, context};
use crate::error::ApiError;
use crate::json::{self, Place};

/// The exact bytes that an approver signs for.
pub async fn snapshot(State(app): State<App>, member: Member, Place(id): Place<LaunchId>) -> Result<Response, ApiError> {
    let launch = super::seen(&app, &member, id).await?;
    let bytes = launch.snapshot_bytes();
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (HeaderName::from_static("x-holdpoint-digest"), Digest::of(&bytes).to_string()),
        (HeaderName::from_static("x-holdpoint-revision"), launch.seq.to_string()),
    ];
    Ok((headers, bytes).into_response())
}

/// Takes an approval, attested by this server after the password was given again.
pub async fn post(
    State(app): State<App>,
    member: Member,
    From(address): From,
    Place(id): Place<LaunchId>,
    json: json::Json<Approve>,
) -> Result<Json<Stored>, ApiError> {
    let wish = json.value;
    let mut sender = member.sender(json.fingerprint);
    // Not under the name: who knows it could keep somebody from signing.
    app.door.knock(&format!("member {}", member.account.id), address)?;
    let keys = app.store.signing_keys(Some(member.account.id)).await?;
    if keys.iter().any(|key| key.revoked_at.is_none()) {
        let detail = "you have a key for approvals, so this server does not vouch for you; sign with your key";
        return Err(ApiError::new(StatusCode::CONFLICT, "own-key-needed", detail));
    }
    if member.account.password_hash.is_empty() {
        let detail =
            "you have no password, so this server cannot vouch for you; set one, or make a key for approvals, on your account's page";
        return Err(ApiError::new(StatusCode::CONFLICT, "own-key-needed/no-password", detail));
    }
    if !app.door.is_right(Some(&member.account), wish.password).await? {
        return Err(ApiError::new(StatusCode::FORBIDDEN, "wrong-password/approval", "the password is not right; nothing was signed"));
    }
    let launch = super::seen(&app, &member, id).await?;
    launch
        .may_approve(wish.role, wish.revision, &context(&member.account, sender.at, launch.seq))
        .map_err(|refusal| ApiError::from(refusal).of_body())?;
    let snapshot = launch.snapshot_bytes();
    if launch.seq != wish.revision || Digest::of(&snapshot) != wish.snapshot {
        return Err(Refusal::Outdated { seen: wish.revision, now: launch.seq }.into());
    }
    app.keys.in_use(sender.at)?;
    app.store.keep(snapshot).await?;
    let input = ApprovalInput {
        launch: &launch,
        id: wish.id,
        approver: member.account.id,
        role: wish.role,
        comment: wish.comment.trim(),
        signed_at: sender.at,
        nonce: nonce()?,
    };
    let approval = attested_approval(&input, &app.keys.report)?;
    sender.command = None;
    let wish = Wish::Record(Record::Approved(Box::new(approval)));
    let committed = app.submit(id, Entry { sender, based_on: launch.seq, wish }).await.map_err(|error| ApiError::from(error).of_body())?;
    Ok(Json(Stored::at(committed.seq)))
}

pub(super) fn nonce() -> Result<[u8; 16], ApiError> {
    let mut nonce = [0; 16];
    getrandom::fill(&mut nonce).map_err(ApiError::internal)?;
    Ok(nonce)
}
