//! `/api/passkeys/…`, `/api/account/passkeys…`, `/api/account/proof/passkey`: enrolling passkeys, and signing in with them.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use holdpoint_domain::account::SignedInWith;
use holdpoint_domain::id::{ChallengeId, MemberId, PasskeyId, SessionId, Timestamp};
use holdpoint_domain::wire::{EnrolPasskey, Nothing, PasskeyAnswer, PasskeyBegun, PasskeyView};
use holdpoint_store::StoreError;
use holdpoint_store::accounts::{Change, NewPasskey, Passkey, WayIn};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::account::label;
use crate::app::App;
use crate::auth::enter::enter;
use crate::auth::passkeys::Passkeys;
use crate::auth::{Fresh, Insider, Renewing, Visit};
use crate::error::ApiError;
use crate::json::{Json, Place};
use crate::limits;

/// What the answer to an enrolment is compared with: the session that asked belongs to it.
#[derive(Serialize, Deserialize)]
pub(super) struct Enrolment {
    pub session: SessionId,
    pub state: String,
}

/// `POST /api/passkeys/begin`: a question to any passkey of this server; its answer signs in or proves.
pub async fn begin(State(app): State<App>, visit: Visit, _: Json<Nothing>) -> Result<axum::Json<PasskeyBegun>, ApiError> {
    app.door.knock_from(visit.address)?;
    let (options, state) = rules(&app)?.ask_to_sign_in()?;
    let challenge = keep(&app, "sign-in", state).await?;
    Ok(axum::Json(PasskeyBegun { challenge, options }))
}

/// `POST /api/passkeys/sign-in`
pub async fn sign_in(State(app): State<App>, visit: Visit, json: Json<PasskeyAnswer>) -> Result<Response, ApiError> {
    let passkey = checked(&app, json.value).await?;
    let account = app.store.account(passkey.account).await?.ok_or_else(unknown)?;
    let still = Change::StillOpens(WayIn::Passkey(passkey.id));
    enter(&app, &visit, &account, (SignedInWith::Passkey, vec![still])).await.map_err(|error| match error {
        ApiError::Store(StoreError::NotAccepted(_)) => unknown(),
        other => other,
    })
}

/// `POST /api/account/proof/passkey`: a passkey given again, before something that needs it.
pub async fn prove(State(app): State<App>, insider: Insider, json: Json<PasskeyAnswer>) -> Result<StatusCode, ApiError> {
    let passkey = checked(&app, json.value).await?;
    if passkey.account != insider.id() {
        return Err(ApiError::pointed(
            StatusCode::FORBIDDEN,
            "bad-passkey",
            "/credential",
            "this passkey is of another account; use one of yours",
        ));
    }
    app.store.proved(insider.session.id, Timestamp::now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /api/account/passkeys/begin`
pub async fn begin_enrolment(
    State(app): State<App>,
    Renewing(insider): Renewing,
    _: Json<Nothing>,
) -> Result<axum::Json<PasskeyBegun>, ApiError> {
    let known = app.store.credentials(insider.id()).await?;
    let (options, state) = rules(&app)?.ask_to_enrol(&insider.session.account, &known)?;
    let challenge = keep_for(&app, &insider, "enrol", state).await?;
    Ok(axum::Json(PasskeyBegun { challenge, options }))
}

/// `POST /api/account/passkeys`
pub async fn enrol(
    State(app): State<App>,
    Renewing(insider): Renewing,
    json: Json<EnrolPasskey>,
) -> Result<axum::Json<PasskeyView>, ApiError> {
    let EnrolPasskey { challenge, name, credential } = json.value;
    let name = label(&name)?;
    let asked = asked(&app, &insider, (challenge, "enrol")).await?;
    let made = rules(&app)?.enrol(&asked, credential)?;
    let (id, session) = (PasskeyId(Uuid::now_v7()), insider.session.id);
    let new = NewPasskey { id, credential: made.credential, name: name.clone(), key: made.key, session };
    let act = insider.act();
    let created_at = act.at;
    app.store.change(act, vec![Change::AddPasskey(new)]).await?;
    Ok(axum::Json(PasskeyView { id, name, created_at, used_at: None }))
}

/// `DELETE /api/account/passkeys/{id}`
pub async fn remove(State(app): State<App>, Fresh(insider): Fresh, Place(id): Place<PasskeyId>) -> Result<StatusCode, ApiError> {
    app.store.change(insider.act(), vec![Change::RemovePasskey(id)]).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The passkey that answered, once the answer is right.
async fn checked(app: &App, PasskeyAnswer { challenge, credential }: PasskeyAnswer) -> Result<Passkey, ApiError> {
    let now = Timestamp::now();
    let state = app.store.take_challenge(challenge, "sign-in", now).await?.ok_or_else(no_challenge)?;
    let rules = rules(app)?;
    let claim = rules.claim(credential)?;
    let known = app.store.passkey(claim.credential.clone()).await?.filter(|known| known.account == MemberId(claim.account));
    let Some(known) = known else {
        return Err(of_nobody(app, &claim.credential).await?);
    };
    rules.check(&claim, &state, &known.key)?;
    app.store.passkey_used(known.id, now).await?;
    Ok(known)
}

/// Why a passkey signs nobody in. Devices list those for approvals beside the others: whoever chose one is not to remove it.
async fn of_nobody(app: &App, credential: &[u8]) -> Result<ApiError, ApiError> {
    let keys = app.store.signing_keys(None).await?;
    let approves = keys.iter().any(|key| key.revoked_at.is_none() && key.credential.as_deref() == Some(credential));
    if !approves {
        return Ok(unknown());
    }
    let detail = "this passkey is for approvals and signs nobody in; keep it, and choose another one or another way";
    Ok(ApiError::pointed(StatusCode::UNAUTHORIZED, "unknown-passkey/approvals", "/credential", detail))
}

/// A question that is answered once, and soon.
async fn keep(app: &App, kind: &'static str, state: String) -> Result<ChallengeId, ApiError> {
    let id = ChallengeId(Uuid::new_v4());
    let expires_at = Timestamp::now().saturating_add(limits::CHALLENGE).unwrap_or(Timestamp::MAX);
    app.store.keep_challenge(id, kind, state, expires_at).await?;
    Ok(id)
}

/// The same, to this session, with what its answer is compared with.
pub(super) async fn keep_for(app: &App, insider: &Insider, kind: &'static str, state: String) -> Result<ChallengeId, ApiError> {
    let state = Enrolment { session: insider.session.id, state };
    keep(app, kind, serde_json::to_string(&state).map_err(ApiError::internal)?).await
}

/// What the session was asked, which it answers now.
pub(super) async fn asked(app: &App, insider: &Insider, (id, kind): (ChallengeId, &'static str)) -> Result<String, ApiError> {
    let kept = app.store.take_challenge(id, kind, Timestamp::now()).await?.ok_or_else(no_challenge)?;
    let asked: Enrolment = serde_json::from_str(&kept).map_err(ApiError::internal)?;
    if asked.session == insider.session.id { Ok(asked.state) } else { Err(no_challenge()) }
}

pub(super) fn rules(app: &App) -> Result<&Passkeys, ApiError> {
    app.passkeys.as_ref().ok_or_else(|| {
        let detail = "passkeys need a server with a name; set [server] public_url to one, such as https://holdpoint.example.com";
        ApiError::new(StatusCode::CONFLICT, "no-passkeys", detail)
    })
}

fn no_challenge() -> ApiError {
    let detail = "this question was answered already, has expired or was asked elsewhere; start again";
    ApiError::pointed(StatusCode::CONFLICT, "no-challenge", "/challenge", detail)
}

fn unknown() -> ApiError {
    let detail = "this passkey is not known here (any more); sign in another way, and remove it from your device";
    ApiError::pointed(StatusCode::UNAUTHORIZED, "unknown-passkey", "/credential", detail)
}
