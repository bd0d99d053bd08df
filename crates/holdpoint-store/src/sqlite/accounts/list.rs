//! Lists of what an account has.

use holdpoint_domain::account::SignedInWith;
use holdpoint_domain::id::*;
use holdpoint_domain::wire::{AccountEntry, PasskeyView, SessionView, TokenView};
use rusqlite::types::Type;
use rusqlite::{Connection, Params, Row, params};

use super::super::unavailable;
use super::{id, scopes, time};
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

pub fn rows<T>(
    connection: &Connection,
    sql: &str,
    values: impl Params,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = connection.prepare_cached(sql).map_err(unavailable)?;
    let rows = statement.query_map(values, read).map_err(unavailable)?;
    rows.collect::<Result<_, _>>().map_err(unavailable)
}

pub fn sessions(connection: &Connection, account: MemberId, now: Timestamp) -> Result<Vec<SessionView>, StoreError> {
    let sql = "SELECT id, device, signed_in_with, created_at, used_at FROM sessions WHERE account = ?1 AND ?2 < expires_at \
               ORDER BY used_at DESC, created_at DESC";
    rows(connection, sql, params![account.to_string(), now.as_second()], |row| {
        let with: SignedInWith = json(format!("{:?}", row.get::<_, String>(2)?), 2)?;
        let (created_at, used_at) = (time(row, 3)?, time(row, 4)?);
        Ok(SessionView { id: id(row, 0)?, device: row.get(1)?, with, created_at, used_at, current: false })
    })
}

pub fn passkeys(connection: &Connection, account: MemberId) -> Result<Vec<PasskeyView>, StoreError> {
    let sql = "SELECT id, name, created_at, used_at FROM passkeys WHERE account = ?1 ORDER BY created_at, id";
    all(connection, sql, account, |row| {
        Ok(PasskeyView { id: id(row, 0)?, name: row.get(1)?, created_at: time(row, 2)?, used_at: maybe_time(row, 3)? })
    })
}

pub fn identities(connection: &Connection, account: MemberId) -> Result<Vec<Identity>, StoreError> {
    let sql = "SELECT issuer, subject FROM identities WHERE account = ?1 ORDER BY issuer, subject";
    all(connection, sql, account, |row| Ok(Identity { issuer: row.get(0)?, subject: row.get(1)? }))
}

pub fn codes_left(connection: &Connection, account: MemberId) -> Result<u32, StoreError> {
    let sql = "SELECT count(*) FROM recovery_codes WHERE account = ?1";
    connection.query_row(sql, [account.to_string()], |row| row.get(0)).map_err(unavailable)
}

pub fn tokens(connection: &Connection, account: MemberId, now: Timestamp) -> Result<Vec<TokenView>, StoreError> {
    let sql = "SELECT id, name, scopes, created_at, expires_at, used_at FROM api_tokens WHERE account = ?1 AND ?2 < expires_at \
               ORDER BY created_at, id";
    rows(connection, sql, params![account.to_string(), now.as_second()], |row| {
        Ok(TokenView {
            id: id(row, 0)?,
            name: row.get(1)?,
            scopes: scopes(&row.get::<_, String>(2)?),
            created_at: time(row, 3)?,
            expires_at: time(row, 4)?,
            used_at: maybe_time(row, 5)?,
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
            at: time(row, 6)?,
            event: json(row.get(7)?, 7)?,
        })
    })
}

pub fn maybe_time(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Timestamp>> {
    match row.get::<_, Option<i64>>(column)? {
        Some(_) => time(row, column).map(Some),
        None => Ok(None),
    }
}

pub fn json<T: serde::de::DeserializeOwned>(text: String, column: usize) -> rusqlite::Result<T> {
    serde_json::from_str(&text).map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error)))
}
