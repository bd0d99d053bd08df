//! `/api/session`, `/api/setup`, `/api/invites/accept`, `/api/people`

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use holdpoint_domain::account::SignedInWith;
use holdpoint_domain::id::{Digest, MemberId, Timestamp};
use holdpoint_domain::unseen::seen_name;
use holdpoint_domain::wire::{self, Person, Session, SignIn};
use holdpoint_store::accounts::{Change, WayIn};
use holdpoint_store::{Account, NewAccount, StoreError, TokenKind};
use uuid::Uuid;

use crate::app::App;
use crate::auth::enter::{enter, session};
use crate::auth::key::shown_person;
use crate::auth::{Insider, Member, Visit, named, person};
use crate::error::ApiError;
use crate::json::Json;

/// `GET /api/session`
///
/// * Errors: the store did not say whose session it is: nobody is told that they are signed out.
pub async fn get(State(app): State<App>, insider: Result<Insider, ApiError>) -> Result<axum::Json<Session>, ApiError> {
    let (me, renew) = match insider {
        Ok(insider) => (Some(insider.session.account), insider.session.renew),
        // A token is nobody at a browser.
        Err(error) if is(&error, StatusCode::UNAUTHORIZED) || is(&error, StatusCode::FORBIDDEN) => (None, false),
        Err(error) => return Err(error),
    };
    Ok(axum::Json(session(&app, me.as_ref(), renew).await?))
}

/// `POST /api/session`: signs in, under a new session id.
pub async fn post(State(app): State<App>, visit: Visit, json: Json<SignIn>) -> Result<Response, ApiError> {
    let SignIn { name, password } = json.value;
    app.door.knock_for(&name, visit.address)?;
    let account = named(&app, &name).await?;
    let right = app.door.is_right(account.as_ref(), password).await?;
    let wrong = || ApiError::new(StatusCode::UNAUTHORIZED, "wrong-password/sign-in", "the name or the password is not right; check both");
    let account = account.filter(|_| right).ok_or_else(wrong)?;
    // It may have been changed while it was compared.
    let still = Change::StillOpens(WayIn::Password { hash: account.password_hash.clone() });
    enter(&app, &visit, &account, (SignedInWith::Password, vec![still])).await.map_err(|error| match error {
        ApiError::Store(StoreError::NotAccepted(_)) => wrong(),
        other => other,
    })
}

fn is(error: &ApiError, status: StatusCode) -> bool {
    matches!(error, ApiError::Bad(problem) if problem.status == status.as_u16())
}

/// `DELETE /api/session`: signs out. Who is signed out already stays so; if the browser's session is another person's than the page shows, that
/// one goes on.
///
/// * Errors: the session goes on, and so does its cookie: the store did not say whose it is, or did not end it.
pub async fn delete(State(app): State<App>, headers: HeaderMap, insider: Result<Insider, ApiError>) -> Result<Response, ApiError> {
    match insider {
        Ok(insider) => app.store.change(insider.act(), vec![Change::EndSession(insider.session.id)]).await?,
        // The cookie may be another person's: it stays.
        Err(error) if is(&error, StatusCode::UNAUTHORIZED) && shown_person(&headers).is_some() => {
            return Ok(StatusCode::NO_CONTENT.into_response());
        }
        Err(error) if is(&error, StatusCode::UNAUTHORIZED) => {}
        Err(error) => return Err(error),
    }
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, app.door.no_cookie())]).into_response())
}

/// `POST /api/setup`: the owner's account, with the one-time token of the first start.
pub async fn set_up(State(app): State<App>, visit: Visit, json: Json<wire::NewAccount>) -> Result<Response, ApiError> {
    app.door.knock_from(visit.address)?;
    let account = make_account(&app, json.value, TokenKind::Setup).await?;
    enter(&app, &visit, &account, (SignedInWith::NewAccount, vec![])).await
}

/// `POST /api/invites/accept`: a colleague's account, with the token of an invite.
pub async fn accept(State(app): State<App>, visit: Visit, json: Json<wire::NewAccount>) -> Result<Response, ApiError> {
    app.door.knock_from(visit.address)?;
    let account = make_account(&app, json.value, TokenKind::Invite).await?;
    enter(&app, &visit, &account, (SignedInWith::NewAccount, vec![])).await
}

/// `GET /api/people`
pub async fn people(State(app): State<App>, _: Member) -> Result<axum::Json<Vec<Person>>, ApiError> {
    Ok(axum::Json(app.store.accounts().await?.iter().map(person).collect()))
}

async fn make_account(app: &App, new: wire::NewAccount, kind: TokenKind) -> Result<Account, ApiError> {
    let given = new.name.trim();
    // Else somebody's second account would look like a colleague's.
    let name = seen_name(given);
    if name.is_empty() || 200 < given.chars().count() || given.chars().any(char::is_control) {
        return Err(ApiError::shown_field(
            "bad-field/name-of-account",
            "/name",
            "the name takes 1 to 200 characters in one line; it is what colleagues see",
        ));
    }
    let password_hash = app.door.hash(new.password).await?;
    let token = Digest::of(new.token.trim().as_bytes());
    let id = MemberId(Uuid::now_v7());
    let new = NewAccount { id, name, password_hash, token, kind, now: Timestamp::now() };
    Ok(app.store.create_account(new).await?)
}
