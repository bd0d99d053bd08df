//! Lists of what an account has.

use holdpoint_domain::id::*;
use holdpoint_domain::wire::{AccountEntry, PasskeyView, SessionView, TokenView};
use rusqlite::{Connection, Row, params};

use super::super::rows::{id, json, maybe_seconds, rows, seconds, value, word};
use super::scopes;
use crate::StoreError;
use crate::accounts::{Identity, LogQuery};

/// Rows of one account.
pub fn all<T>(
    connection: &Connection,
    sql: &str,
    account: MemberId,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, StoreError> {
    rows(connection, sql, [account.to_string()], read)
}

pub fn sessions(connection: &Connection, account: MemberId, now: Timestamp) -> Result<Vec<SessionView>, StoreError> {
    let sql = "SELECT id, device, signed_in_with, created_at, used_at FROM sessions WHERE account = ?1 AND ?2 < expires_at \
               ORDER BY used_at DESC, created_at DESC";
    rows(connection, sql, params![account.to_string(), now.as_second()], |row| {
        let (created_at, used_at) = (seconds(row, 3)?, seconds(row, 4)?);
        Ok(SessionView { id: id(row, 0)?, device: row.get(1)?, with: word(row, 2)?, created_at, used_at, current: false })
    })
}

pub fn passkeys(connection: &Connection, account: MemberId) -> Result<Vec<PasskeyView>, StoreError> {
    let sql = "SELECT id, name, created_at, used_at FROM passkeys WHERE account = ?1 ORDER BY created_at, id";
    all(connection, sql, account, |row| {
        Ok(PasskeyView { id: id(row, 0)?, name: row.get(1)?, created_at: seconds(row, 2)?, used_at: maybe_seconds(row, 3)? })
    })
}

pub fn identities(connection: &Connection, account: MemberId) -> Result<Vec<Identity>, StoreError> {
    let sql = "SELECT issuer, subject FROM identities WHERE account = ?1 ORDER BY issuer, subject";
    all(connection, sql, account, |row| Ok(Identity { issuer: row.get(0)?, subject: row.get(1)? }))
}

pub fn codes_left(connection: &Connection, account: MemberId) -> Result<u32, StoreError> {
    let sql = "SELECT count(*) FROM recovery_codes WHERE account = ?1";
    value(connection, sql, [account.to_string()])
}

pub fn tokens(connection: &Connection, account: MemberId, now: Timestamp) -> Result<Vec<TokenView>, StoreError> {
    let sql = "SELECT id, name, scopes, created_at, expires_at, used_at FROM api_tokens WHERE account = ?1 AND ?2 < expires_at \
               ORDER BY created_at, id";
    rows(connection, sql, params![account.to_string(), now.as_second()], |row| {
        Ok(TokenView {
            id: id(row, 0)?,
            name: row.get(1)?,
            scopes: scopes(&row.get::<_, String>(2)?),
            created_at: seconds(row, 3)?,
            expires_at: seconds(row, 4)?,
            used_at: maybe_seconds(row, 5)?,
        })
    })
}

pub fn log(connection: &Connection, query: LogQuery) -> Result<Vec<AccountEntry>, StoreError> {
    let sql = "SELECT l.id, l.account, coalesce(a.name, l.by_name), l.by, l.by_name, l.device, l.at, l.event \
               FROM account_log l LEFT JOIN accounts a ON a.id = l.account \
               WHERE (?1 IS NULL OR l.account = ?1) AND (?2 IS NULL OR l.id < ?2) ORDER BY l.id DESC LIMIT ?3";
    let account = query.account.map(|account| account.to_string());
    let before = query.before.map(|before| i64::try_from(before).unwrap_or(i64::MAX));
    rows(connection, sql, params![account, before, query.limit], |row| {
        Ok(AccountEntry {
            id: u64::try_from(row.get::<_, i64>(0)?).unwrap_or_default(),
            account: id(row, 1)?,
            account_name: row.get(2)?,
            by: id(row, 3)?,
            by_name: row.get(4)?,
            device: row.get(5)?,
            at: seconds(row, 6)?,
            event: json(row, 7)?,
        })
    })
}
