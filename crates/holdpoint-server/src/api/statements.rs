//! `/api/launches/{id}/statements`: what somebody signs with a key of their own, given out once and taken back once.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use holdpoint_domain::account::KeyKind;
use holdpoint_domain::id::{ApprovalId, Digest, LaunchId, Timestamp};
use holdpoint_domain::launch::{Record, Refusal};
use holdpoint_domain::report::approver::{BadSignature, OwnSignature};
use holdpoint_domain::report::statement::STATEMENT_HOURS;
use holdpoint_domain::report::{ApprovalInput, ApproverKey, Assertion, Site, approval_statement, dsse, signed_by_key};
use holdpoint_domain::wire::{NewSignature, NewStatement, StatementView, Stored};
use holdpoint_store::signing::{OpenStatement, SigningKey};
use holdpoint_store::{Entry, StoreError, Wish};
use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::approvals::nonce;
use crate::app::App;
use crate::auth::{Member, context};
use crate::error::ApiError;
use crate::json::{Json, Place};

/// `GET …/statements`: one's own that wait for a signature.
pub async fn list(State(app): State<App>, member: Member, Place(id): Place<LaunchId>) -> Result<axum::Json<Vec<StatementView>>, ApiError> {
    super::seen(&app, &member, id).await?;
    let keys = usable_keys(&app, &member).await?;
    let open = app.store.statements(member.account.id, id, Timestamp::now()).await?;
    Ok(axum::Json(open.into_iter().map(|open| view(&app, open, &keys)).collect()))
}

/// `POST …/statements`: what one would sign now.
pub async fn post(
    State(app): State<App>,
    member: Member,
    Place(id): Place<LaunchId>,
    json: Json<NewStatement>,
) -> Result<axum::Json<StatementView>, ApiError> {
    let NewStatement { role, comment, snapshot } = json.value;
    let launch = super::seen(&app, &member, id).await?;
    let (keys, now) = (usable_keys(&app, &member).await?, Timestamp::now());
    launch
        .may_approve(role, launch.seq, &context(&member.account, now, launch.seq))
        .map_err(|refusal| ApiError::from(refusal).of_body())?;
    let bytes = launch.snapshot_bytes();
    if snapshot.is_some_and(|seen| seen != Digest::of(&bytes)) {
        let detail = "the launch changed after you looked; read it again, then sign";
        return Err(ApiError::new(axum::http::StatusCode::CONFLICT, "outdated/snapshot", detail));
    }
    app.store.keep(bytes).await?;
    let (approval, comment) = (ApprovalId(Uuid::now_v7()), comment.trim());
    let input =
        ApprovalInput { launch: &launch, id: approval, approver: member.account.id, role, comment, signed_at: now, nonce: nonce()? };
    let statement = String::from_utf8(approval_statement(&input)).map_err(ApiError::internal)?;
    // Whole seconds, as the store keeps them.
    let expires_at = now.as_second().saturating_add(SignedDuration::from_hours(STATEMENT_HOURS).as_secs());
    let expires_at = Timestamp::from_second(expires_at).unwrap_or(Timestamp::MAX);
    let open = OpenStatement { id: approval, account: member.account.id, launch: id, role, statement, expires_at };
    app.store.keep_statement(open.clone(), now).await?;
    Ok(axum::Json(view(&app, open, &keys)))
}

/// `GET …/statements/{approval}`: the exact bytes to sign, as a file.
pub async fn file(
    State(app): State<App>,
    member: Member,
    Place((id, approval)): Place<(LaunchId, ApprovalId)>,
) -> Result<Response, ApiError> {
    super::seen(&app, &member, id).await?;
    let open = app.store.statements(member.account.id, id, Timestamp::now()).await?.into_iter().find(|open| open.id == approval);
    let open = open.ok_or_else(|| ApiError::not_found("there is no such statement of yours that waits for its signature"))?;
    let headers = [
        (header::CONTENT_TYPE, dsse::IN_TOTO.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{id}.approval.json\"")),
    ];
    Ok((headers, open.statement).into_response())
}

/// `POST …/statements/{approval}/signature`: the approval itself.
pub async fn sign(
    State(app): State<App>,
    member: Member,
    Place((id, approval)): Place<(LaunchId, ApprovalId)>,
    json: Json<NewSignature>,
) -> Result<axum::Json<Stored>, ApiError> {
    let launch = super::seen(&app, &member, id).await?;
    let keys = usable_keys(&app, &member).await?;
    let sender = member.sender(json.fingerprint);
    let (candidates, signature) = chosen(&keys, json.value)?;
    let at = sender.at;
    // It waits until it is answered. Of many signatures of it at once `decide` takes one, because they are approvals of the same id.
    let open = app.store.statements(member.account.id, id, at).await?.into_iter().find(|open| open.id == approval).ok_or_else(gone)?;
    let bytes = open.statement.as_bytes();
    let told = serde_json::from_slice(bytes).map_err(ApiError::internal)?;
    let rp_id = app.passkeys.as_ref().map(|passkeys| passkeys.rp_id.as_str()).unwrap_or_default();
    let site = Site { rp_id, origins: app.origins.get(..1).unwrap_or_default() };
    let mut verdict = Err(BadSignature::Kind);
    for key in &candidates {
        verdict = signed_by_key(bytes, &told, (key, &signature), site);
        if verdict.is_ok() {
            break;
        }
    }
    // What was not accepted may be signed again.
    let signed = verdict.map_err(|why| ApiError::shown_field("bad-field/signature", "/signature", why.to_string()))?;
    let entry = Entry { based_on: launch.seq, sender, wish: Wish::Record(Record::Approved(Box::new(signed))) };
    let committed = app.submit(id, entry).await;
    // A store that did not answer wastes nobody's signature, nor does a check that fails just then: its receipts are not signed.
    let may_come_again =
        matches!(committed, Err(StoreError::Unavailable(_) | StoreError::Unusable(_) | StoreError::Refused(Refusal::NotReady { .. })));
    if !may_come_again && let Err(error) = app.store.take_statement(approval, member.account.id, at).await {
        tracing::warn!(%error, "a statement that was answered stays until it expires");
    }
    let committed = committed.map_err(|error| ApiError::from(error).of_body())?;
    Ok(axum::Json(Stored::at(committed.seq)))
}

/// Keys of the person that still approve.
///
/// * Errors: 409 when there is none.
async fn usable_keys(app: &App, member: &Member) -> Result<Vec<SigningKey>, ApiError> {
    let mut keys = app.store.signing_keys(Some(member.account.id)).await?;
    keys.retain(|key| key.revoked_at.is_none());
    if keys.is_empty() {
        let detail = "you have no key for approvals; enrol one on your account page, or approve with your password";
        return Err(ApiError::new(axum::http::StatusCode::CONFLICT, "no-signing-key", detail));
    }
    Ok(keys)
}

fn view(app: &App, open: OpenStatement, keys: &[SigningKey]) -> StatementView {
    StatementView {
        id: open.id,
        role: open.role,
        statement: open.statement,
        expires_at: open.expires_at,
        rp_id: app.passkeys.as_ref().map(|passkeys| passkeys.rp_id.clone()).unwrap_or_default(),
        credentials: keys.iter().filter_map(|key| key.credential.as_ref()).map(|id| URL_SAFE_NO_PAD.encode(id)).collect(),
        ssh: keys.iter().any(|key| key.kind == KeyKind::Ssh),
    }
}

/// What `PublicKeyCredential.toJSON` gives for an assertion, as far as it matters here.
#[derive(Deserialize)]
struct Credential {
    id: String,
    response: Given,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Given {
    authenticator_data: String,
    #[serde(rename = "clientDataJSON")]
    client_data_json: String,
    signature: String,
}

/// The keys that can have made a signature.
///
/// * Errors: 422 for what is no signature, or of a passkey that is not enrolled.
fn chosen(keys: &[SigningKey], given: NewSignature) -> Result<(Vec<ApproverKey>, OwnSignature), ApiError> {
    let parse = |key: &SigningKey| ApproverKey::parse(key.kind, &key.public_key).ok();
    match given {
        NewSignature::Ssh { signature } => {
            let keys: Vec<_> = keys.iter().filter(|key| key.kind == KeyKind::Ssh).filter_map(parse).collect();
            if keys.is_empty() {
                return Err(ApiError::shown_field(
                    "bad-field/no-ssh-key",
                    "/type",
                    "you have enrolled no SSH key; enrol one on your account page",
                ));
            }
            Ok((keys, OwnSignature::Ssh(signature)))
        }
        NewSignature::Passkey { credential } => {
            let (id, assertion) = assertion(credential).ok_or_else(|| {
                ApiError::field("/credential", "this is no answer of a passkey; send what PublicKeyCredential.toJSON() gives")
            })?;
            let known = keys.iter().find(|key| key.credential.as_ref() == Some(&id)).and_then(parse);
            let known = known.ok_or_else(|| {
                ApiError::shown_field(
                    "bad-field/not-enrolled",
                    "/credential/id",
                    "this passkey is not enrolled for approvals, or was revoked; use one that is",
                )
            })?;
            Ok((vec![known], OwnSignature::Passkey(assertion)))
        }
    }
}

fn assertion(credential: Value) -> Option<(Vec<u8>, Assertion)> {
    let Credential { id, response } = serde_json::from_value(credential).ok()?;
    let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok();
    let assertion = Assertion {
        authenticator_data: bytes(&response.authenticator_data)?,
        client_data_json: bytes(&response.client_data_json)?,
        signature: bytes(&response.signature)?,
    };
    Some((bytes(&id)?, assertion))
}

fn gone() -> ApiError {
    let detail = "this statement was signed already, has expired or is not yours; open the sign-off again";
    ApiError::new(axum::http::StatusCode::CONFLICT, "no-statement", detail)
}
