//! `/api/account/signing-keys`: the keys that a person approves with, apart from those for signing in.

use axum::extract::State;
use axum::http::StatusCode;
use holdpoint_domain::id::{ChallengeId, Digest, SigningKeyId, Timestamp};
use holdpoint_domain::report::ApproverKey;
use holdpoint_domain::report::challenge::ENROL_NAMESPACE;
use holdpoint_domain::report::ssh::SshPublicKey;
use holdpoint_domain::wire::{EnrolPasskey, EnrolSshKey, Nothing, PasskeyBegun, SigningKeyView, SshKeyBegun};
use holdpoint_store::accounts::Change;
use holdpoint_store::signing::{NewSigningKey, SigningKey};
use uuid::Uuid;

use super::account::label;
use super::passkeys::{Enrolment, asked, keep_for, rules};
use crate::app::App;
use crate::auth::{Fresh, Insider};
use crate::error::ApiError;
use crate::json::{Json, Place};
use crate::limits;

/// What the challenges of these are kept under.
const KIND: &str = "enrol-signing";
const SSH_KIND: &str = "enrol-ssh";

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
    Ok(axum::Json(PasskeyBegun { challenge: keep_for(&app, &insider, KIND, state).await?, options }))
}

/// `POST /api/account/signing-keys/passkey`
pub async fn enrol_passkey(
    State(app): State<App>,
    Fresh(insider): Fresh,
    json: Json<EnrolPasskey>,
) -> Result<axum::Json<SigningKeyView>, ApiError> {
    let EnrolPasskey { challenge, name, credential } = json.value;
    let name = label(&name)?;
    let asked = asked(&app, &insider, (challenge, KIND)).await?;
    let made = rules(&app)?.enrol_signer(&asked, credential)?;
    add(&app, &insider, name, (ApproverKey::Passkey(made.key), Some(made.credential))).await
}

/// `POST /api/account/signing-keys/ssh/begin`: what the key has to sign. A public key alone is everybody's, and is enrolled only once.
pub async fn begin_ssh(State(app): State<App>, Fresh(insider): Fresh, _: Json<Nothing>) -> Result<axum::Json<SshKeyBegun>, ApiError> {
    let challenge = ChallengeId(Uuid::new_v4());
    // Whole seconds, to be read.
    let expires_at = Timestamp::now().as_second().saturating_add(limits::SSH_CHALLENGE.as_secs());
    let expires_at = Timestamp::from_second(expires_at).unwrap_or(Timestamp::MAX);
    let (server, account) = (app.public_url(), insider.id());
    let text =
        format!("Holdpoint: this key is to approve at {server} for account {account}; question {challenge}, open until {expires_at}");
    let state = Enrolment { session: insider.session.id, state: text.clone() };
    let state = serde_json::to_string(&state).map_err(ApiError::internal)?;
    app.store.keep_challenge(challenge, SSH_KIND, state, expires_at).await?;
    Ok(axum::Json(SshKeyBegun { challenge, text, expires_at }))
}

/// `POST /api/account/signing-keys/ssh`
pub async fn enrol_ssh(
    State(app): State<App>,
    Fresh(insider): Fresh,
    json: Json<EnrolSshKey>,
) -> Result<axum::Json<SigningKeyView>, ApiError> {
    let EnrolSshKey { challenge, name, signature } = json.value;
    let name = label(&name)?;
    let key = SshPublicKey::of_signature(&signature).ok_or_else(|| {
        let detail = "this is no signature of an SSH key that approves; paste it whole, of a key of the kind ssh-ed25519, \
                      ecdsa-sha2-nistp256 or ssh-rsa (2,048 bits or more)";
        ApiError::shown_field("bad-field/signer", "/signature", detail)
    })?;
    let asked = asked(&app, &insider, (challenge, SSH_KIND)).await?;
    key.check(ENROL_NAMESPACE, asked.as_bytes(), &signature).map_err(|_| {
        let detail =
            format!("this signature does not fit what was to be signed; begin again, and sign the new text with -n {ENROL_NAMESPACE}");
        ApiError::shown_field("bad-field/signature", "/signature", detail)
    })?;
    add(&app, &insider, name, (ApproverKey::Ssh(key), None)).await
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
