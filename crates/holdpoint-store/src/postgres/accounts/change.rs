//! Changes of an account, each with its entry in the log.

use deadpool_postgres::Transaction;
use holdpoint_domain::account::AccountEvent;
use holdpoint_domain::id::*;
use uuid::Uuid;

use super::super::pool::{maybe, run};
use super::super::rows::text;
use super::super::signing;
use super::{CODES, count};
use crate::accounts::{Act, Change, Identity, NewApiToken, NewPasskey, NewSession, PASSKEYS, TOKENS, WayIn, scope_words};
use crate::{Objection, StoreError, writing};

/// Makes one change and records it.
pub async fn make(on: &Transaction<'_>, act: &Act, change: Change) -> Result<(), StoreError> {
    let (account, now) = (act.account.0, act.at.as_second());
    let event = match change {
        Change::StillOpens(way) => return still_opens(on, account, &way).await,
        Change::OpenSession(new) => open_session(on, act, new).await?,
        Change::EndSession(id) => {
            let sql = "DELETE FROM sessions WHERE id = $1 AND account = $2 RETURNING device";
            let device = taken(on, sql, id.0, account).await?.ok_or(StoreError::NoSuch("session"))?;
            AccountEvent::SessionEnded { session: id, device }
        }
        Change::SetPassword { hash, keep } => {
            run(on, "UPDATE accounts SET password_hash = $2 WHERE id = $1", &[&account, &hash]).await?;
            renewed(on, act, keep).await?;
            AccountEvent::PasswordChanged { sessions_ended: end_others(on, account, keep).await? }
        }
        Change::AddPasskey(new) => add_passkey(on, act, new).await?,
        Change::RemovePasskey(id) => {
            let sql = "DELETE FROM passkeys WHERE id = $1 AND account = $2 RETURNING name";
            let name = taken(on, sql, id.0, account).await?.ok_or(StoreError::NoSuch("passkey"))?;
            still_has_a_way_in(on, account).await?;
            AccountEvent::PasskeyRemoved { passkey: id, name }
        }
        Change::SetRecoveryCodes(codes) => {
            run(on, "DELETE FROM recovery_codes WHERE account = $1", &[&account]).await?;
            for digest in &codes {
                run(on, "INSERT INTO recovery_codes (digest, account) VALUES ($1, $2)", &[&&digest.0[..], &account]).await?;
            }
            AccountEvent::RecoveryCodesMade { codes: u32::try_from(codes.len()).unwrap_or(u32::MAX) }
        }
        Change::UseRecoveryCode(digest) => {
            if run(on, "DELETE FROM recovery_codes WHERE digest = $1 AND account = $2", &[&&digest.0[..], &account]).await? != 1 {
                return Err(StoreError::NotAccepted(Objection::CodeUsed));
            }
            AccountEvent::RecoveryCodeUsed { left: count(on, CODES, act.account).await? }
        }
        Change::AddRecoveryLink { digest, expires_at } => {
            // One at a time: a newer link ends the older ones.
            run(on, "DELETE FROM recovery_links WHERE account = $1 OR expires_at <= $2", &[&account, &now]).await?;
            let sql = "INSERT INTO recovery_links (digest, account, expires_at) VALUES ($1, $2, $3)";
            run(on, sql, &[&&digest.0[..], &account, &expires_at.as_second()]).await?;
            AccountEvent::RecoveryLinkMade { expires_at }
        }
        Change::UseRecoveryLink(digest) => {
            let sql = "DELETE FROM recovery_links WHERE digest = $1 AND account = $2 AND $3 < expires_at";
            if run(on, sql, &[&&digest.0[..], &account, &now]).await? != 1 {
                return Err(StoreError::NotAccepted(Objection::RecoveryGone));
            }
            AccountEvent::RecoveryLinkUsed
        }
        Change::AddToken(new) => add_token(on, act, new).await?,
        Change::RemoveToken(id) => {
            let sql = "DELETE FROM api_tokens WHERE id = $1 AND account = $2 RETURNING name";
            let name = taken(on, sql, id.0, account).await?.ok_or(StoreError::NoSuch("token"))?;
            AccountEvent::TokenRevoked { token: id, name }
        }
        Change::LinkIdentity(Identity { issuer, subject }) => {
            let sql = "INSERT INTO identities (issuer, subject, account) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
            if run(on, sql, &[&issuer, &subject, &account]).await? != 1 {
                return Err(StoreError::NotAccepted(Objection::SignInLinked));
            }
            AccountEvent::IdentityLinked { issuer }
        }
        Change::UnlinkIdentity { identity: Identity { issuer, subject }, keep } => {
            let sql = "DELETE FROM identities WHERE issuer = $1 AND subject = $2 AND account = $3";
            if run(on, sql, &[&issuer, &subject, &account]).await? != 1 {
                return Err(StoreError::NoSuch("linked sign-in"));
            }
            still_has_a_way_in(on, account).await?;
            end_others(on, account, keep).await?;
            AccountEvent::IdentityUnlinked { issuer }
        }
        Change::AddSigningKey(new) => signing::add(on, act, new).await?,
        Change::RevokeSigningKey(key) => signing::revoke(on, act, key).await?,
        Change::SetOwner(owner) => {
            if run(on, "UPDATE accounts SET owner = $2 WHERE id = $1 AND owner <> $2", &[&account, &owner]).await? == 0 {
                return Ok(());
            }
            still_has_an_owner(on).await?;
            AccountEvent::OwnerRightSet { owner }
        }
    };
    record(on, act, &event).await
}

pub async fn record(on: &Transaction<'_>, act: &Act, event: &AccountEvent) -> Result<(), StoreError> {
    let sql = "INSERT INTO account_log (account, by, by_name, device, at, event) VALUES ($1, $2, $3, $4, $5, $6)";
    let event = writing::json(event)?;
    run(on, sql, &[&act.account.0, &act.by.0, &act.by_name, &act.device, &act.at.as_second(), &event]).await.map(drop)
}

async fn open_session(on: &Transaction<'_>, act: &Act, new: NewSession) -> Result<AccountEvent, StoreError> {
    let now = act.at.as_second();
    run(on, "DELETE FROM sessions WHERE expires_at <= $1", &[&now]).await?;
    if let Some(old) = new.replaces {
        run(on, "DELETE FROM sessions WHERE digest = $1", &[&&old.0[..]]).await?;
    }
    let sql = "INSERT INTO sessions (digest, id, account, device, signed_in_with, expires_at, created_at, used_at, proved_at, renew) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9)";
    let (with, expires_at, proved_at) = (writing::word(&new.with)?, new.expires_at.as_second(), new.proved_at.as_second());
    run(on, sql, &[&&new.digest.0[..], &new.id.0, &act.account.0, &act.device, &with, &expires_at, &now, &proved_at, &new.renew]).await?;
    Ok(AccountEvent::SignedIn { session: new.id, with: new.with })
}

async fn add_passkey(on: &Transaction<'_>, act: &Act, new: NewPasskey) -> Result<AccountEvent, StoreError> {
    if PASSKEYS <= count(on, "SELECT count(*) FROM passkeys WHERE account = $1", act.account).await? {
        return Err(StoreError::NotAccepted(Objection::ManyPasskeys));
    }
    let sql =
        "INSERT INTO passkeys (id, account, credential, name, key, created_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    let at = act.at.as_second();
    if run(on, sql, &[&new.id.0, &act.account.0, &new.credential, &new.name, &new.key, &at]).await? != 1 {
        return Err(StoreError::NotAccepted(Objection::PasskeyKnown));
    }
    if renewed(on, act, new.session).await? {
        end_others(on, act.account.0, new.session).await?;
    }
    Ok(AccountEvent::PasskeyEnrolled { passkey: new.id, name: new.name })
}

async fn add_token(on: &Transaction<'_>, act: &Act, new: NewApiToken) -> Result<AccountEvent, StoreError> {
    let now = act.at.as_second();
    run(on, "DELETE FROM api_tokens WHERE expires_at <= $1", &[&now]).await?;
    if TOKENS <= count(on, "SELECT count(*) FROM api_tokens WHERE account = $1", act.account).await? {
        return Err(StoreError::NotAccepted(Objection::ManyTokens));
    }
    let sql = "INSERT INTO api_tokens (id, account, digest, name, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let (scopes, expires_at) = (scope_words(&new.scopes), new.expires_at.as_second());
    run(on, sql, &[&new.id.0, &act.account.0, &&new.digest.0[..], &new.name, &scopes, &now, &expires_at]).await?;
    Ok(AccountEvent::TokenMade { token: new.id, name: new.name, scopes: new.scopes, expires_at: new.expires_at })
}

/// A session that was opened by recovery has what it was for. Returns whether it was one.
async fn renewed(on: &Transaction<'_>, act: &Act, session: SessionId) -> Result<bool, StoreError> {
    let sql = "UPDATE sessions SET renew = false WHERE id = $1 AND account = $2 AND renew";
    let recovered = run(on, sql, &[&session.0, &act.account.0]).await? == 1;
    let sql = "UPDATE sessions SET proved_at = $3 WHERE id = $1 AND account = $2";
    run(on, sql, &[&session.0, &act.account.0, &act.at.as_second()]).await?;
    Ok(recovered)
}

async fn still_opens(on: &Transaction<'_>, account: Uuid, way: &WayIn) -> Result<(), StoreError> {
    let there = match way {
        WayIn::Password { hash } => maybe(on, "SELECT 1 FROM accounts WHERE id = $1 AND password_hash = $2", &[&account, hash]).await?,
        WayIn::Passkey(id) => maybe(on, "SELECT 1 FROM passkeys WHERE account = $1 AND id = $2", &[&account, &id.0]).await?,
        WayIn::Identity(Identity { issuer, subject }) => {
            let sql = "SELECT 1 FROM identities WHERE account = $1 AND issuer = $2 AND subject = $3";
            maybe(on, sql, &[&account, issuer, subject]).await?
        }
    };
    there.map(drop).ok_or(StoreError::NotAccepted(Objection::KeyChanged))
}

/// Ends all sessions but one; how many there were.
async fn end_others(on: &Transaction<'_>, account: Uuid, keep: SessionId) -> Result<u32, StoreError> {
    let ended = run(on, "DELETE FROM sessions WHERE account = $1 AND id <> $2", &[&account, &keep.0]).await?;
    Ok(u32::try_from(ended).unwrap_or(u32::MAX))
}

async fn still_has_a_way_in(on: &Transaction<'_>, account: Uuid) -> Result<(), StoreError> {
    let sql = "SELECT 1 WHERE EXISTS (SELECT 1 FROM accounts WHERE id = $1 AND password_hash <> '') \
               OR EXISTS (SELECT 1 FROM passkeys WHERE account = $1) OR EXISTS (SELECT 1 FROM identities WHERE account = $1)";
    match maybe(on, sql, &[&account]).await? {
        Some(_) => Ok(()),
        None => Err(StoreError::NotAccepted(Objection::OnlyWayIn)),
    }
}

async fn still_has_an_owner(on: &Transaction<'_>) -> Result<(), StoreError> {
    match maybe(on, "SELECT 1 FROM accounts WHERE owner LIMIT 1", &[]).await? {
        Some(_) => Ok(()),
        None => Err(StoreError::NotAccepted(Objection::OnlyOwner)),
    }
}

/// What a deleted row says of itself.
async fn taken(on: &Transaction<'_>, sql: &str, id: Uuid, account: Uuid) -> Result<Option<String>, StoreError> {
    maybe(on, sql, &[&id, &account]).await?.map(|row| text(&row, 0)).transpose()
}
