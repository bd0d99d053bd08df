//! Changes of an account, each with its entry in the log.

use holdpoint_domain::account::AccountEvent;
use holdpoint_domain::id::*;
use rusqlite::{Connection, params};

use super::super::rows::{maybe, run, value};
use super::super::writer::Batch;
use super::super::{signing, unavailable};
use super::list;
use crate::accounts::{Act, Change, Identity, NewApiToken, NewPasskey, NewSession, PASSKEYS, TOKENS, WayIn, scope_words};
use crate::{Objection, StoreError, writing};

/// Makes one change and records it.
pub fn make(batch: &Batch<'_>, act: &Act, change: Change) -> Result<(), StoreError> {
    let connection = batch.connection;
    let account = act.account.to_string();
    let event = match change {
        Change::StillOpens(way) => return still_opens(connection, &account, &way),
        Change::OpenSession(new) => open_session(connection, act, new)?,
        Change::EndSession(id) => {
            let sql = "DELETE FROM sessions WHERE id = ?1 AND account = ?2 RETURNING device";
            let device = taken(connection, sql, &id.to_string(), &account)?.ok_or(StoreError::NoSuch("session"))?;
            AccountEvent::SessionEnded { session: id, device }
        }
        Change::SetPassword { hash, keep } => {
            run(connection, "UPDATE accounts SET password_hash = ?2 WHERE id = ?1", params![account, hash])?;
            renewed(connection, act, keep)?;
            AccountEvent::PasswordChanged { sessions_ended: end_others(connection, &account, keep)? }
        }
        Change::AddPasskey(new) => add_passkey(connection, act, new)?,
        Change::RemovePasskey(id) => {
            let sql = "DELETE FROM passkeys WHERE id = ?1 AND account = ?2 RETURNING name";
            let name = taken(connection, sql, &id.to_string(), &account)?.ok_or(StoreError::NoSuch("passkey"))?;
            still_has_a_way_in(connection, &account)?;
            AccountEvent::PasskeyRemoved { passkey: id, name }
        }
        Change::SetRecoveryCodes(codes) => {
            run(connection, "DELETE FROM recovery_codes WHERE account = ?1", [&account])?;
            for digest in &codes {
                run(connection, "INSERT INTO recovery_codes (digest, account) VALUES (?1, ?2)", params![digest.0, account])?;
            }
            AccountEvent::RecoveryCodesMade { codes: u32::try_from(codes.len()).unwrap_or(u32::MAX) }
        }
        Change::UseRecoveryCode(digest) => {
            let sql = "DELETE FROM recovery_codes WHERE digest = ?1 AND account = ?2";
            if connection.execute(sql, params![digest.0, account]).map_err(unavailable)? != 1 {
                return Err(StoreError::NotAccepted(Objection::CodeUsed));
            }
            AccountEvent::RecoveryCodeUsed { left: list::codes_left(connection, act.account)? }
        }
        Change::AddRecoveryLink { digest, expires_at } => {
            // One at a time: a newer link ends the older ones.
            run(connection, "DELETE FROM recovery_links WHERE account = ?1 OR expires_at <= ?2", params![account, act.at.as_second()])?;
            let sql = "INSERT INTO recovery_links (digest, account, expires_at) VALUES (?1, ?2, ?3)";
            run(connection, sql, params![digest.0, account, expires_at.as_second()])?;
            AccountEvent::RecoveryLinkMade { expires_at }
        }
        Change::UseRecoveryLink(digest) => {
            let sql = "DELETE FROM recovery_links WHERE digest = ?1 AND account = ?2 AND ?3 < expires_at";
            if connection.execute(sql, params![digest.0, account, act.at.as_second()]).map_err(unavailable)? != 1 {
                return Err(StoreError::NotAccepted(Objection::RecoveryGone));
            }
            AccountEvent::RecoveryLinkUsed
        }
        Change::AddToken(new) => add_token(connection, act, new)?,
        Change::RemoveToken(id) => {
            let sql = "DELETE FROM api_tokens WHERE id = ?1 AND account = ?2 RETURNING name";
            let name = taken(connection, sql, &id.to_string(), &account)?.ok_or(StoreError::NoSuch("token"))?;
            AccountEvent::TokenRevoked { token: id, name }
        }
        Change::LinkIdentity(Identity { issuer, subject }) => {
            let sql = "INSERT OR IGNORE INTO identities (issuer, subject, account) VALUES (?1, ?2, ?3)";
            if connection.execute(sql, params![issuer, subject, account]).map_err(unavailable)? != 1 {
                return Err(StoreError::NotAccepted(Objection::SignInLinked));
            }
            AccountEvent::IdentityLinked { issuer }
        }
        Change::UnlinkIdentity { identity: Identity { issuer, subject }, keep } => {
            let sql = "DELETE FROM identities WHERE issuer = ?1 AND subject = ?2 AND account = ?3";
            if connection.execute(sql, params![issuer, subject, account]).map_err(unavailable)? != 1 {
                return Err(StoreError::NoSuch("linked sign-in"));
            }
            still_has_a_way_in(connection, &account)?;
            end_others(connection, &account, keep)?;
            AccountEvent::IdentityUnlinked { issuer }
        }
        Change::AddSigningKey(new) => signing::add(connection, act, new)?,
        Change::RevokeSigningKey(key) => signing::revoke(connection, act, key)?,
        Change::SetOwner(owner) => {
            let sql = "UPDATE accounts SET owner = ?2 WHERE id = ?1 AND owner <> ?2";
            if connection.execute(sql, params![account, owner]).map_err(unavailable)? == 0 {
                return Ok(());
            }
            still_has_an_owner(connection)?;
            AccountEvent::OwnerRightSet { owner }
        }
    };
    record(connection, act, &event)
}

pub fn record(connection: &Connection, act: &Act, event: &AccountEvent) -> Result<(), StoreError> {
    let sql = "INSERT INTO account_log (account, by, by_name, device, at, event) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let event = writing::json(event)?;
    run(connection, sql, params![act.account.to_string(), act.by.to_string(), act.by_name, act.device, act.at.as_second(), event])
}

fn open_session(connection: &Connection, act: &Act, new: NewSession) -> Result<AccountEvent, StoreError> {
    let now = act.at.as_second();
    run(connection, "DELETE FROM sessions WHERE expires_at <= ?1", [now])?;
    if let Some(old) = new.replaces {
        run(connection, "DELETE FROM sessions WHERE digest = ?1", params![old.0])?;
    }
    let with = writing::word(&new.with)?;
    let sql = "INSERT INTO sessions (digest, id, account, device, signed_in_with, expires_at, created_at, used_at, proved_at, renew) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9)";
    let values = params![
        new.digest.0,
        new.id.to_string(),
        act.account.to_string(),
        act.device,
        with,
        new.expires_at.as_second(),
        now,
        new.proved_at.as_second(),
        new.renew
    ];
    run(connection, sql, values)?;
    Ok(AccountEvent::SignedIn { session: new.id, with: new.with })
}

fn add_passkey(connection: &Connection, act: &Act, new: NewPasskey) -> Result<AccountEvent, StoreError> {
    if PASSKEYS <= value::<u32>(connection, "SELECT count(*) FROM passkeys WHERE account = ?1", [act.account.to_string()])? {
        return Err(StoreError::NotAccepted(Objection::ManyPasskeys));
    }
    let sql = "INSERT OR IGNORE INTO passkeys (id, account, credential, name, key, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let values = params![new.id.to_string(), act.account.to_string(), new.credential, new.name, new.key, act.at.as_second()];
    if connection.execute(sql, values).map_err(unavailable)? != 1 {
        return Err(StoreError::NotAccepted(Objection::PasskeyKnown));
    }
    if renewed(connection, act, new.session)? {
        end_others(connection, &act.account.to_string(), new.session)?;
    }
    Ok(AccountEvent::PasskeyEnrolled { passkey: new.id, name: new.name })
}

fn add_token(connection: &Connection, act: &Act, new: NewApiToken) -> Result<AccountEvent, StoreError> {
    run(connection, "DELETE FROM api_tokens WHERE expires_at <= ?1", [act.at.as_second()])?;
    if TOKENS <= value::<u32>(connection, "SELECT count(*) FROM api_tokens WHERE account = ?1", [act.account.to_string()])? {
        return Err(StoreError::NotAccepted(Objection::ManyTokens));
    }
    let sql = "INSERT INTO api_tokens (id, account, digest, name, scopes, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let (id, account, scopes) = (new.id.to_string(), act.account.to_string(), scope_words(&new.scopes));
    run(connection, sql, params![id, account, new.digest.0, new.name, scopes, act.at.as_second(), new.expires_at.as_second()])?;
    Ok(AccountEvent::TokenMade { token: new.id, name: new.name, scopes: new.scopes, expires_at: new.expires_at })
}

/// A session that was opened by recovery has what it was for. Returns whether it was one.
fn renewed(connection: &Connection, act: &Act, session: SessionId) -> Result<bool, StoreError> {
    let (session, account) = (session.to_string(), act.account.to_string());
    let sql = "UPDATE sessions SET renew = 0 WHERE id = ?1 AND account = ?2 AND renew = 1";
    let recovered = connection.execute(sql, params![session, account]).map_err(unavailable)? == 1;
    let sql = "UPDATE sessions SET proved_at = ?3 WHERE id = ?1 AND account = ?2";
    run(connection, sql, params![session, account, act.at.as_second()])?;
    Ok(recovered)
}

fn still_opens(connection: &Connection, account: &str, way: &WayIn) -> Result<(), StoreError> {
    let there: bool = match way {
        WayIn::Password { hash } => {
            let sql = "SELECT EXISTS (SELECT 1 FROM accounts WHERE id = ?1 AND password_hash = ?2)";
            value(connection, sql, params![account, hash])?
        }
        WayIn::Passkey(id) => {
            let sql = "SELECT EXISTS (SELECT 1 FROM passkeys WHERE account = ?1 AND id = ?2)";
            value(connection, sql, params![account, id.to_string()])?
        }
        WayIn::Identity(Identity { issuer, subject }) => {
            let sql = "SELECT EXISTS (SELECT 1 FROM identities WHERE account = ?1 AND issuer = ?2 AND subject = ?3)";
            value(connection, sql, params![account, issuer, subject])?
        }
    };
    if there { Ok(()) } else { Err(StoreError::NotAccepted(Objection::KeyChanged)) }
}

/// Ends all sessions but one; how many there were.
fn end_others(connection: &Connection, account: &str, keep: SessionId) -> Result<u32, StoreError> {
    let sql = "DELETE FROM sessions WHERE account = ?1 AND id <> ?2";
    let ended = connection.execute(sql, params![account, keep.to_string()]).map_err(unavailable)?;
    Ok(u32::try_from(ended).unwrap_or(u32::MAX))
}

fn still_has_a_way_in(connection: &Connection, account: &str) -> Result<(), StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM accounts WHERE id = ?1 AND password_hash <> '') \
               OR EXISTS (SELECT 1 FROM passkeys WHERE account = ?1) OR EXISTS (SELECT 1 FROM identities WHERE account = ?1)";
    match value(connection, sql, [account])? {
        true => Ok(()),
        false => Err(StoreError::NotAccepted(Objection::OnlyWayIn)),
    }
}

fn still_has_an_owner(connection: &Connection) -> Result<(), StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM accounts WHERE owner = 1)";
    match value(connection, sql, [])? {
        true => Ok(()),
        false => Err(StoreError::NotAccepted(Objection::OnlyOwner)),
    }
}

/// What a deleted row says of itself.
fn taken(connection: &Connection, sql: &str, id: &str, account: &str) -> Result<Option<String>, StoreError> {
    maybe(connection, sql, [id, account], |row| row.get(0))
}
