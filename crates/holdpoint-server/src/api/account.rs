//! `/api/account`: what an account has, its sessions, its password and its log.

use axum::extract::State;
use axum::extract::rejection::QueryRejection;
use axum::http::StatusCode;
use holdpoint_domain::id::{Digest, MemberId, SessionId, Timestamp};
use holdpoint_domain::wire::{AccountEntry, AccountView, IdentityView, Password, SessionView};
use holdpoint_store::StoreError;
use holdpoint_store::accounts::{Change, Identity, LogQuery};
use serde::Deserialize;

use crate::app::App;
use crate::auth::{Fresh, Insider, Renewing};
use crate::error::ApiError;
use crate::json::{Json, Place};
use crate::limits;

/// `GET /api/account`
pub async fn get(State(app): State<App>, insider: Insider) -> Result<axum::Json<AccountView>, ApiError> {
    let (id, now) = (insider.id(), Timestamp::now());
    let linked: Vec<IdentityView> = app.store.identities(id).await?.into_iter().map(|identity| view(&app, identity)).collect();
    Ok(axum::Json(AccountView {
        has_password: !insider.session.account.password_hash.is_empty(),
        passkeys: app.store.passkeys(id).await?,
        recovery_codes_left: app.store.recovery_codes_left(id).await?,
        identities: linked.iter().map(|one| one.issuer.clone()).collect(),
        linked,
        proved_until: insider.proved_until(),
        sessions: open_sessions(&app, &insider).await?,
        tokens: app.store.api_tokens(id, now).await?,
    }))
}

/// `POST /api/account/proof`: the password given again, before something that needs it.
pub async fn prove(State(app): State<App>, insider: Insider, json: Json<Password>) -> Result<StatusCode, ApiError> {
    // Not under the name: who knows it could keep somebody out.
    app.door.knock(&format!("member {}", insider.id()), insider.visit.address)?;
    if !app.door.is_right(Some(&insider.session.account), json.value.password).await? {
        let detail = "the password is not right; nothing was changed";
        return Err(ApiError::pointed(StatusCode::FORBIDDEN, "wrong-password", "/password", detail));
    }
    app.store.proved(insider.session.id, Timestamp::now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /api/account/password`: sets it, and ends all other sessions.
pub async fn password(State(app): State<App>, Renewing(insider): Renewing, json: Json<Password>) -> Result<StatusCode, ApiError> {
    let hash = app.door.hash(json.value.password).await?;
    app.store.change(insider.act(), vec![Change::SetPassword { hash, keep: insider.session.id }]).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /api/account/sessions`
pub async fn sessions(State(app): State<App>, insider: Insider) -> Result<axum::Json<Vec<SessionView>>, ApiError> {
    Ok(axum::Json(open_sessions(&app, &insider).await?))
}

/// `DELETE /api/account/sessions/{id}`
pub async fn end_session(State(app): State<App>, insider: Insider, Place(id): Place<SessionId>) -> Result<StatusCode, ApiError> {
    app.store.change(insider.act(), vec![Change::EndSession(id)]).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE /api/account/identities/{id}`: it signs in to this account no more, and all other sessions end.
pub async fn unlink(State(app): State<App>, Fresh(insider): Fresh, Place(id): Place<Digest>) -> Result<StatusCode, ApiError> {
    let linked = app.store.identities(insider.id()).await?;
    let identity = linked.into_iter().find(|identity| identity.id() == id).ok_or(StoreError::NoSuch("linked sign-in"))?;
    app.store.change(insider.act(), vec![Change::UnlinkIdentity { identity, keep: insider.session.id }]).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn view(app: &App, identity: Identity) -> IdentityView {
    let (id, provider) = (identity.id(), app.oidc.name_of(&identity.issuer));
    IdentityView { id, provider, issuer: identity.issuer, subject: identity.subject }
}

/// `?before=ID`
#[derive(Deserialize)]
pub struct Before {
    before: Option<u64>,
}

type BeforeQuery = Result<axum::extract::Query<Before>, QueryRejection>;

/// `GET /api/account/log?before=ID`
pub async fn log(State(app): State<App>, insider: Insider, query: BeforeQuery) -> Result<axum::Json<Vec<AccountEntry>>, ApiError> {
    entries(&app, Some(insider.id()), query).await
}

/// `GET /api/accounts/log?before=ID`: everybody's, for the owner.
pub async fn everybodys_log(
    State(app): State<App>,
    insider: Insider,
    query: BeforeQuery,
) -> Result<axum::Json<Vec<AccountEntry>>, ApiError> {
    owner(&insider)?;
    entries(&app, None, query).await
}

/// * Errors: 403 for everybody else.
pub fn owner(insider: &Insider) -> Result<(), ApiError> {
    if insider.session.account.owner && !insider.session.renew {
        return Ok(());
    }
    Err(ApiError::new(StatusCode::FORBIDDEN, "owner-needed", "only the owner of this server may do this; ask them"))
}

/// A name that a person gives to a passkey or a token of theirs.
///
/// * Errors: 422.
pub fn label(name: &str) -> Result<String, ApiError> {
    let name = name.trim();
    if name.is_empty() || 60 < name.chars().count() || name.chars().any(char::is_control) {
        return Err(ApiError::shown_field(
            "bad-field/name-of-key",
            "/name",
            "the name takes 1 to 60 characters in one line, such as the device or what it is for",
        ));
    }
    Ok(name.to_owned())
}

async fn entries(app: &App, account: Option<MemberId>, query: BeforeQuery) -> Result<axum::Json<Vec<AccountEntry>>, ApiError> {
    let bad = |_| ApiError::new(StatusCode::BAD_REQUEST, "bad-cursor", "the query ?before= takes the number of an entry");
    let axum::extract::Query(Before { before }) = query.map_err(bad)?;
    Ok(axum::Json(app.store.account_log(LogQuery { account, before, limit: limits::LOG_ENTRIES }).await?))
}

async fn open_sessions(app: &App, insider: &Insider) -> Result<Vec<SessionView>, ApiError> {
    let mut sessions = app.store.sessions(insider.id(), Timestamp::now()).await?;
    for session in &mut sessions {
        session.current = session.id == insider.session.id;
    }
    Ok(sessions)
}
