//! `/api/recovery/…`, `/api/account/recovery-codes`, `/api/accounts/{id}/recovery-link`: for who lost what they sign in with.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use holdpoint_domain::account::SignedInWith;
use holdpoint_domain::id::{Digest, MemberId, Timestamp};
use holdpoint_domain::wire::{Nothing, RecoverWithCode, RecoverWithLink, RecoveryCodes, RecoveryLink};
use holdpoint_store::accounts::Change;
use holdpoint_store::{Objection, StoreError};

use super::account::owner;
use crate::app::App;
use crate::auth::enter::enter;
use crate::auth::{Fresh, Visit, named, recovery_link};
use crate::error::ApiError;
use crate::json::{Json, Place};
use crate::limits;

/// Without those that look like others (Crockford's base 32).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Of a code: 80 bits, which nobody guesses, not even with the database in hand.
const CODE_LETTERS: usize = 16;

/// `POST /api/account/recovery-codes`: ten new ones, shown this once; older ones end.
pub async fn make_codes(State(app): State<App>, Fresh(insider): Fresh, _: Json<Nothing>) -> Result<axum::Json<RecoveryCodes>, ApiError> {
    let codes = (0..limits::RECOVERY_CODES).map(|_| new_code()).collect::<Result<Vec<_>, _>>()?;
    let digests = codes.iter().map(|code| digest(insider.id(), code)).collect();
    app.store.change(insider.act(), vec![Change::SetRecoveryCodes(digests)]).await?;
    Ok(axum::Json(RecoveryCodes { codes }))
}

/// `POST /api/recovery/code`: signs in, to set a new password or passkey and nothing else.
pub async fn code(State(app): State<App>, visit: Visit, json: Json<RecoverWithCode>) -> Result<Response, ApiError> {
    let RecoverWithCode { name, code } = json.value;
    app.door.knock_for(&name, visit.address)?;
    // Whether the name or the code is at fault is not told.
    let wrong = || {
        let detail = "the name or the recovery code is not right, or the code was used already; check both";
        ApiError::new(StatusCode::UNAUTHORIZED, "wrong-code", detail)
    };
    let account = named(&app, &name).await?.ok_or_else(wrong)?;
    let used = Change::UseRecoveryCode(digest(account.id, &code));
    enter(&app, &visit, &account, (SignedInWith::RecoveryCode, vec![used])).await.map_err(|error| match error {
        ApiError::Store(StoreError::NotAccepted(_)) => wrong(),
        other => other,
    })
}

/// `POST /api/recovery/link`: the same with a link that the owner of the server made.
pub async fn link(State(app): State<App>, visit: Visit, json: Json<RecoverWithLink>) -> Result<Response, ApiError> {
    app.door.knock_from(visit.address)?;
    let link = Digest::of(json.value.token.trim().as_bytes());
    let gone = || StoreError::NotAccepted(Objection::RecoveryGone);
    let account = app.store.recovery_link(link, Timestamp::now()).await?.ok_or_else(gone)?;
    let account = app.store.account(account).await?.ok_or_else(gone)?;
    enter(&app, &visit, &account, (SignedInWith::RecoveryLink, vec![Change::UseRecoveryLink(link)])).await
}

/// `POST /api/accounts/{id}/recovery-link`: for a colleague, by the owner.
pub async fn make_link(
    State(app): State<App>,
    Fresh(insider): Fresh,
    Place(id): Place<MemberId>,
    _: Json<Nothing>,
) -> Result<axum::Json<RecoveryLink>, ApiError> {
    owner(&insider)?;
    app.store.account(id).await?.ok_or_else(|| ApiError::not_found("there is no such account"))?;
    let act = insider.act_on(id);
    let public = app.public_url();
    let (link, made) = recovery_link(public, act.at).map_err(ApiError::internal)?;
    app.store.change(act, vec![made]).await?;
    Ok(axum::Json(link))
}

/// `ABCD-EFGH-JKMN-PQRS`
fn new_code() -> Result<String, ApiError> {
    let seed = crate::sign::seed().map_err(ApiError::internal)?;
    let mut code = String::new();
    for (place, byte) in seed.iter().take(CODE_LETTERS).enumerate() {
        if place != 0 && place % 4 == 0 {
            code.push('-');
        }
        // 256 is a multiple of 32: every letter is as likely as any other.
        code.push(char::from(LETTERS[usize::from(byte % 32)]));
    }
    Ok(code)
}

/// Bound to the account. Hyphens, blanks and case do not matter, and letters that look like digits are read as those.
fn digest(account: MemberId, code: &str) -> Digest {
    let letters = code.chars().filter(char::is_ascii_alphanumeric).map(|letter| match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    });
    let letters: String = letters.take(CODE_LETTERS + 1).collect();
    Digest::of(format!("{account} {letters}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let account = MemberId(uuid::Uuid::from_u128(1));
        let same = |code: &str| digest(account, code) == digest(account, "ABCD-EFGH-JKMN-PQ01");
        for typed in ["abcd-efgh-jkmn-pq01", "ABCDEFGHJKMNPQ01", " abcd efgh jkmn pqol ", "ABCD-EFGH-JKMN-PQOI"] {
            assert!(same(typed), "{typed}");
        }
        for typed in ["", "ABCD-EFGH-JKMN-PQ02", "ABCD-EFGH-JKMN-PQ011"] {
            assert!(!same(typed), "{typed}");
        }
        let other = MemberId(uuid::Uuid::from_u128(2));
        assert_ne!(digest(other, "ABCD-EFGH-JKMN-PQ01"), digest(account, "ABCD-EFGH-JKMN-PQ01"));
        assert_eq!(new_code().unwrap().len(), 19);
    }
}
