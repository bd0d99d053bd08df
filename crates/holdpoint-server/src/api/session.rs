//! `/api/session`, `/api/setup`, `/api/invites/accept`, `/api/people`

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use holdpoint_domain::id::{Digest, MemberId, Timestamp};
use holdpoint_domain::wire::{self, Person, Session, SignIn};
use holdpoint_store::{Account, NewAccount, TokenKind};
use uuid::Uuid;

use crate::app::App;
use crate::auth::{self, From, Member, person};
use crate::error::ApiError;
use crate::json::Json;
use crate::limits;

/// `GET /api/session`
pub async fn get(State(app): State<App>, member: Result<Member, ApiError>) -> Result<axum::Json<Session>, ApiError> {
    Ok(axum::Json(session(&app, member.ok().map(|member| member.person())).await?))
}

/// `POST /api/session`: signs in, under a new session id.
pub async fn post(State(app): State<App>, From(address): From, json: Json<SignIn>) -> Result<Response, ApiError> {
    let SignIn { name, password } = json.value;
    app.door.knock(&format!("name {name}"), address)?;
    let account = app.store.account_named(&name).await?;
    let right = app.door.is_right(account.as_ref(), password).await?;
    match account.filter(|_| right) {
        Some(account) => signed_in(&app, &account).await,
        None => Err(ApiError::new(StatusCode::UNAUTHORIZED, "wrong-password", "the name or the password is not right; check both")),
    }
}

/// `DELETE /api/session`: signs out.
pub async fn delete(State(app): State<App>, headers: HeaderMap) -> Result<Response, ApiError> {
    if let Some(session) = app.door.session_of(&headers) {
        app.store.end_session(session).await?;
    }
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, app.door.no_cookie())]).into_response())
}

/// `POST /api/setup`: the owner's account, with the one-time token of the first start.
pub async fn set_up(State(app): State<App>, From(address): From, json: Json<wire::NewAccount>) -> Result<Response, ApiError> {
    app.door.knock("set-up", address)?;
    let account = make_account(&app, json.value, TokenKind::Setup).await?;
    signed_in(&app, &account).await
}

/// `POST /api/invites/accept`: a colleague's account, with the token of an invite.
pub async fn accept(State(app): State<App>, From(address): From, json: Json<wire::NewAccount>) -> Result<Response, ApiError> {
    app.door.knock("invite", address)?;
    let account = make_account(&app, json.value, TokenKind::Invite).await?;
    signed_in(&app, &account).await
}

/// `GET /api/people`
pub async fn people(State(app): State<App>, _: Member) -> Result<axum::Json<Vec<Person>>, ApiError> {
    Ok(axum::Json(app.store.accounts().await?.iter().map(person).collect()))
}

async fn session(app: &App, me: Option<Person>) -> Result<Session, ApiError> {
    let setup_needed = me.is_none() && !app.store.has_accounts().await?;
    Ok(Session { me, setup_needed, version: env!("CARGO_PKG_VERSION").into() })
}

async fn make_account(app: &App, new: wire::NewAccount, kind: TokenKind) -> Result<Account, ApiError> {
    let name = new.name.trim();
    if name.is_empty() || 200 < name.chars().count() || name.chars().any(char::is_control) {
        return Err(ApiError::field("/name", "the name takes 1 to 200 characters in one line; it is what colleagues see"));
    }
    let password_hash = app.door.hash(new.password).await?;
    let token = Digest::of(new.token.trim().as_bytes());
    let id = MemberId(Uuid::now_v7());
    let new = NewAccount { id, name: name.to_owned(), password_hash, token, kind, now: Timestamp::now() };
    Ok(app.store.create_account(new).await?)
}

async fn signed_in(app: &App, account: &Account) -> Result<Response, ApiError> {
    let id = auth::secret()?;
    let expires_at = Timestamp::now().saturating_add(limits::SESSION).unwrap_or(Timestamp::MAX);
    app.store.add_session(Digest::of(id.as_bytes()), account.id, expires_at).await?;
    let body = axum::Json(session(app, Some(person(account))).await?);
    Ok(([(header::SET_COOKIE, app.door.cookie(&id))], body).into_response())
}
