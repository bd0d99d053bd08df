//! `/api/launches/{id}/uploads`: a file comes in parts, each acknowledged when it is on disk.

use axum::Json;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use holdpoint_domain::id::{LaunchId, UploadId};
use holdpoint_domain::wire::{NewUpload, UPLOAD_OFFSET, UPLOAD_PART, UploadView};

use crate::app::App;
use crate::auth::Member;
use crate::error::ApiError;
use crate::json::{self, Place};
use crate::storage::Owner;
use crate::uploads::Part;

/// Begins an upload, or says how far the same file's has come.
pub async fn post(
    State(app): State<App>,
    member: Member,
    Place(id): Place<LaunchId>,
    body: json::Json<NewUpload>,
) -> Result<Response, ApiError> {
    let owner = owner(&app, &member, id).await?;
    let new = body.value.checked().map_err(|refusal| ApiError::from(refusal).of_body())?;
    let named = app.store.files(id).await?;
    let view = app.uploads.begin(owner, new, named).await?;
    let place = format!("/api/launches/{id}/uploads/{}", view.id);
    let mut response = (StatusCode::CREATED, told(view)).into_response();
    response.headers_mut().extend(HeaderValue::try_from(place).ok().map(|place| (header::LOCATION, place)));
    Ok(response)
}

/// How far it is; `HEAD` tells the offset alone.
pub async fn get(State(app): State<App>, member: Member, Place((id, upload)): Place<(LaunchId, UploadId)>) -> Result<Response, ApiError> {
    let owner = owner(&app, &member, id).await?;
    Ok(told(app.uploads.look(owner, upload).await?).into_response())
}

/// Takes a part in.
pub async fn patch(
    State(app): State<App>,
    member: Member,
    Place((id, upload)): Place<(LaunchId, UploadId)>,
    headers: HeaderMap,
    request: Request<Body>,
) -> Result<Response, ApiError> {
    let owner = owner(&app, &member, id).await?;
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind != UPLOAD_PART {
        let detail = format!("send the bytes as they are, with Content-Type: {UPLOAD_PART}");
        return Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-a-part", detail));
    }
    let offset = headers.get(UPLOAD_OFFSET).and_then(|offset| offset.to_str().ok()?.parse().ok());
    let offset = offset.ok_or_else(|| {
        let detail = "the header Upload-Offset says where the bytes belong: how many the server has already";
        ApiError::new(StatusCode::BAD_REQUEST, "no-offset", detail)
    })?;
    let part = Part { offset, body: request.into_body() };
    // Of its own: when the connection is lost, what has come is still kept.
    let taken = tokio::spawn(app.uploads.clone().receive(owner, upload, part)).await;
    match taken.map_err(ApiError::internal)? {
        Ok(view) => Ok(told(view).into_response()),
        // Where to go on, for who has nothing but headers.
        Err(error) => match app.uploads.look(owner, upload).await {
            Ok(view) => Ok((at(view.offset), error).into_response()),
            Err(_) => Err(error),
        },
    }
}

pub async fn delete(
    State(app): State<App>,
    member: Member,
    Place((id, upload)): Place<(LaunchId, UploadId)>,
) -> Result<StatusCode, ApiError> {
    let owner = owner(&app, &member, id).await?;
    app.uploads.give_up(owner, upload).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn owner(app: &App, member: &Member, launch: LaunchId) -> Result<Owner, ApiError> {
    app.store.launch(launch).await?.may_work(member.account.id, member.account.owner)?;
    Ok(Owner { launch, account: member.account.id })
}

fn at(offset: u64) -> [(&'static str, HeaderValue); 1] {
    [(UPLOAD_OFFSET, HeaderValue::from(offset))]
}

fn told(view: UploadView) -> impl IntoResponse {
    (at(view.offset), Json(view))
}
