//! Opens a session: a new id at each sign-in, and the one that this browser had ends.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use holdpoint_domain::account::SignedInWith;
use holdpoint_domain::id::{Digest, SessionId, Timestamp};
use holdpoint_domain::wire::Session;
use holdpoint_store::Account;
use holdpoint_store::accounts::{Change, NewSession};
use uuid::Uuid;

use super::{Visit, person, secret};
use crate::app::App;
use crate::error::ApiError;
use crate::limits;

/// Signs somebody in; `before` happens in the same step, such as using up a recovery code.
pub async fn enter(app: &App, visit: &Visit, account: &Account, (with, before): (SignedInWith, Vec<Change>)) -> Result<Response, ApiError> {
    let cookie = cookie(app, visit, account, (with, before), Timestamp::now()).await?;
    let renew = needs_renewal(with);
    let account = app.store.account(account.id).await?.unwrap_or_else(|| account.clone());
    let body = axum::Json(session(app, Some(&account), renew).await?);
    Ok(([(header::SET_COOKIE, cookie)], body).into_response())
}

/// The same, for an answer of another form: the `Set-Cookie` of the new session.
///
/// * `proved_at`: when the person gave what they sign in with.
pub async fn cookie(
    app: &App,
    visit: &Visit,
    account: &Account,
    (with, before): (SignedInWith, Vec<Change>),
    proved_at: Timestamp,
) -> Result<HeaderValue, ApiError> {
    let id = secret()?;
    let mut changes = before;
    changes.push(Change::OpenSession(NewSession {
        id: SessionId(Uuid::now_v7()),
        digest: Digest::of(id.as_bytes()),
        with,
        expires_at: Timestamp::now().saturating_add(limits::SESSION).unwrap_or(Timestamp::MAX),
        renew: needs_renewal(with),
        proved_at,
        replaces: visit.session,
    }));
    app.store.change(visit.act(account), changes).await?;
    Ok(app.door.cookie(&id))
}

/// Who lost what they sign in with sets it anew before anything else.
fn needs_renewal(with: SignedInWith) -> bool {
    match with {
        SignedInWith::RecoveryCode | SignedInWith::RecoveryLink => true,
        SignedInWith::Password | SignedInWith::Passkey | SignedInWith::Oidc | SignedInWith::NewAccount => false,
    }
}

/// The body of `GET /api/session`.
pub async fn session(app: &App, me: Option<&Account>, renewal_needed: bool) -> Result<Session, ApiError> {
    Ok(Session {
        me: me.map(person),
        setup_needed: me.is_none() && !app.store.has_accounts().await?,
        renewal_needed,
        passkeys: app.passkeys.is_some(),
        oidc: app.oidc.ways(),
        version: env!("CARGO_PKG_VERSION").into(),
    })
}
