//! `/api/account/tokens`: API tokens, for CI. The secret is shown once; only its digest is stored.

use axum::extract::State;
use axum::http::StatusCode;
use holdpoint_domain::id::{Digest, Timestamp, TokenId};
use holdpoint_domain::wire::{NewToken, TokenMade, TokenView};
use holdpoint_store::accounts::{Change, NewApiToken};
use jiff::SignedDuration;
use uuid::Uuid;

use super::account::label;
use crate::app::App;
use crate::auth::key::TOKEN_PREFIX;
use crate::auth::{Fresh, Insider, secret};
use crate::error::ApiError;
use crate::json::{Json, Place};
use crate::limits;

/// `GET /api/account/tokens`
pub async fn list(State(app): State<App>, insider: Insider) -> Result<axum::Json<Vec<TokenView>>, ApiError> {
    Ok(axum::Json(app.store.api_tokens(insider.id(), Timestamp::now()).await?))
}

/// `POST /api/account/tokens`
pub async fn post(State(app): State<App>, Fresh(insider): Fresh, json: Json<NewToken>) -> Result<axum::Json<TokenMade>, ApiError> {
    let NewToken { name, mut scopes, days } = json.value;
    let name = label(&name)?;
    scopes.sort_unstable();
    scopes.dedup();
    if scopes.is_empty() {
        return Err(ApiError::shown_field("bad-field/scopes", "/scopes", "a token needs at least one scope; give it as few as it needs"));
    }
    if !limits::TOKEN_DAYS.contains(&days) {
        return Err(ApiError::shown_field("bad-field/days-of-token", "/days", "a token expires after 1 to 366 days; make a new one then"));
    }
    let secret = format!("{TOKEN_PREFIX}{}", secret()?);
    let act = insider.act();
    let expires_at = act.at.saturating_add(SignedDuration::from_hours(24 * i64::from(days))).unwrap_or(Timestamp::MAX);
    let (id, created_at) = (TokenId(Uuid::now_v7()), act.at);
    let new = NewApiToken { id, digest: Digest::of(secret.as_bytes()), name: name.clone(), scopes: scopes.clone(), expires_at };
    app.store.change(act, vec![Change::AddToken(new)]).await?;
    Ok(axum::Json(TokenMade { token: TokenView { id, name, scopes, created_at, expires_at, used_at: None }, secret }))
}

/// `DELETE /api/account/tokens/{id}`
pub async fn delete(State(app): State<App>, insider: Insider, Place(id): Place<TokenId>) -> Result<StatusCode, ApiError> {
    app.store.change(insider.act(), vec![Change::RemoveToken(id)]).await?;
    Ok(StatusCode::NO_CONTENT)
}
