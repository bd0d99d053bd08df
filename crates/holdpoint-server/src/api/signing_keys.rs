//! `/api/account/signing-keys`: the keys that a person approves with, apart from those for signing in.

use axum::extract::State;
use axum::http::StatusCode;
use holdpoint_domain::account::KeyKind;
use holdpoint_domain::id::{Digest, SigningKeyId, Timestamp};
use holdpoint_domain::report::ApproverKey;
use holdpoint_domain::wire::{EnrolPasskey, EnrolSshKey, Nothing, PasskeyBegun, SigningKeyView};
use holdpoint_store::accounts::Change;
use holdpoint_store::signing::{NewSigningKey, SigningKey};
use uuid::Uuid;

use super::account::label;
use super::passkeys::{Enrolment, keep, no_challenge, rules};
use crate::app::App;
use crate::auth::{Fresh, Insider};
use crate::error::ApiError;
use crate::json::{Json, Place};

/// What a challenge of these is kept under.
const KIND: &str = "enrol-signing";

/// `GET /api/account/signing-keys`
pub async fn list(State(app): State<App>, insider: Insider) -> Result<axum::Json<Vec<SigningKeyView>>, ApiError> {
    let keys = app.store.signing_keys(Some(insider.id())).await?;
    Ok(axum::Json(keys.iter().map(view).collect()))
}

/// `POST /api/account/signing-keys/passkey/begin`
pub async fn begin(State(app): State<App>, Fresh(insider): Fresh, _: Json<Nothing>) -> Result<axum::Json<PasskeyBegun>, ApiError> {
    let keys = app.store.signing_keys(Some(insider.id())).await?;
    let known: Vec<_> = keys.into_iter().filter_map(|key| key.credential).collect();
    let (options, state) = rules(&app)?.ask_to_enrol_signer(&insider.session.account, &known)?;
    let state = Enrolment { session: insider.session.id, state };
    let state = serde_json::to_string(&state).map_err(ApiError::internal)?;
    Ok(axum::Json(PasskeyBegun { challenge: keep(&app, KIND, state).await?, options }))
}

/// `POST /api/account/signing-keys/passkey`
pub async fn enrol_passkey(
    State(app): State<App>,
    Fresh(insider): Fresh,
    json: Json<EnrolPasskey>,
) -> Result<axum::Json<SigningKeyView>, ApiError> {
    let EnrolPasskey { challenge, name, credential } = json.value;
    let name = label(&name)?;
    let state = app.store.take_challenge(challenge, KIND, Timestamp::now()).await?.ok_or_else(no_challenge)?;
    let asked: Enrolment = serde_json::from_str(&state).map_err(ApiError::internal)?;
    if asked.session != insider.session.id {
        return Err(no_challenge());
    }
    let made = rules(&app)?.enrol_signer(&asked.state, credential)?;
    add(&app, &insider, name, (ApproverKey::Passkey(made.key), Some(made.credential))).await
}

/// `POST /api/account/signing-keys/ssh`
pub async fn enrol_ssh(
    State(app): State<App>,
    Fresh(insider): Fresh,
    json: Json<EnrolSshKey>,
) -> Result<axum::Json<SigningKeyView>, ApiError> {
    let EnrolSshKey { name, public_key } = json.value;
    let name = label(&name)?;
    let key = ApproverKey::parse(KeyKind::Ssh, &public_key)
        .map_err(|error| ApiError::shown_field("bad-field/public-key", "/publicKey", error.to_string()))?;
    add(&app, &insider, name, (key, None)).await
}

/// `DELETE /api/account/signing-keys/{id}`: it approves nothing from now on; what it approved stays good.
pub async fn revoke(State(app): State<App>, Fresh(insider): Fresh, Place(id): Place<SigningKeyId>) -> Result<StatusCode, ApiError> {
    app.store.change(insider.act(), vec![Change::RevokeSigningKey(id)]).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn add(
    app: &App,
    insider: &Insider,
    name: String,
    (key, credential): (ApproverKey, Option<Vec<u8>>),
) -> Result<axum::Json<SigningKeyView>, ApiError> {
    let (act, id) = (insider.act(), SigningKeyId(Uuid::now_v7()));
    let new = NewSigningKey { id, kind: key.kind(), name: name.clone(), public_key: key.to_text(), credential };
    let view = SigningKeyView { id, kind: key.kind(), name, fingerprint: fingerprint(&key), created_at: act.at, revoked_at: None };
    app.store.change(act, vec![Change::AddSigningKey(new)]).await?;
    Ok(axum::Json(view))
}

fn view(key: &SigningKey) -> SigningKeyView {
    let read = ApproverKey::parse(key.kind, &key.public_key);
    SigningKeyView {
        id: key.id,
        kind: key.kind,
        name: key.name.clone(),
        fingerprint: read.map(|key| fingerprint(&key)).unwrap_or_default(),
        created_at: key.created_at,
        revoked_at: key.revoked_at,
    }
}

fn fingerprint(key: &ApproverKey) -> String {
    match key {
        ApproverKey::Passkey(_) => Digest::of(key.to_text().as_bytes()).to_string(),
        ApproverKey::Ssh(key) => key.fingerprint(),
    }
}
