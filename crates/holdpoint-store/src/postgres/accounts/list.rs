//! Lists of what an account has.

use holdpoint_domain::id::*;
use holdpoint_domain::wire::{AccountEntry, PasskeyView, SessionView, TokenView};

use super::super::pool::Pool;
use super::super::rows::{get, json, maybe_seconds, seconds, text, word};
use super::scopes;
use crate::StoreError;
use crate::accounts::LogQuery;

pub async fn sessions(pool: &Pool, account: MemberId, now: Timestamp) -> Result<Vec<SessionView>, StoreError> {
    let sql = "SELECT id, device, signed_in_with, created_at, used_at FROM sessions WHERE account = $1 AND $2 < expires_at \
               ORDER BY used_at DESC, created_at DESC";
    let found = pool.rows(sql, &[&account.0, &now.as_second()]).await?;
    let read = found.iter().map(|row| {
        let (created_at, used_at) = (seconds(row, 3)?, seconds(row, 4)?);
        Ok(SessionView { id: SessionId(get(row, 0)?), device: text(row, 1)?, with: word(row, 2)?, created_at, used_at, current: false })
    });
    read.collect()
}

pub async fn passkeys(pool: &Pool, account: MemberId) -> Result<Vec<PasskeyView>, StoreError> {
    let sql = "SELECT id, name, created_at, used_at FROM passkeys WHERE account = $1 ORDER BY created_at, id";
    let found = pool.rows(sql, &[&account.0]).await?;
    let read = found.iter().map(|row| {
        Ok(PasskeyView { id: PasskeyId(get(row, 0)?), name: text(row, 1)?, created_at: seconds(row, 2)?, used_at: maybe_seconds(row, 3)? })
    });
    read.collect()
}

pub async fn tokens(pool: &Pool, account: MemberId, now: Timestamp) -> Result<Vec<TokenView>, StoreError> {
    let sql = "SELECT id, name, scopes, created_at, expires_at, used_at FROM api_tokens WHERE account = $1 AND $2 < expires_at \
               ORDER BY created_at, id";
    let found = pool.rows(sql, &[&account.0, &now.as_second()]).await?;
    let read = found.iter().map(|row| {
        Ok(TokenView {
            id: TokenId(get(row, 0)?),
            name: text(row, 1)?,
            scopes: scopes(&text(row, 2)?),
            created_at: seconds(row, 3)?,
            expires_at: seconds(row, 4)?,
            used_at: maybe_seconds(row, 5)?,
        })
    });
    read.collect()
}

pub async fn log(pool: &Pool, query: LogQuery) -> Result<Vec<AccountEntry>, StoreError> {
    let sql = "SELECT l.id, l.account, coalesce(a.name, l.by_name), l.by, l.by_name, l.device, l.at, l.event \
               FROM account_log l LEFT JOIN accounts a ON a.id = l.account \
               WHERE ($1::uuid IS NULL OR l.account = $1) AND ($2::bigint IS NULL OR l.id < $2) ORDER BY l.id DESC LIMIT $3";
    let account = query.account.map(|account| account.0);
    let before = query.before.map(|before| i64::try_from(before).unwrap_or(i64::MAX));
    let found = pool.rows(sql, &[&account, &before, &i64::from(query.limit)]).await?;
    let read = found.iter().map(|row| {
        Ok(AccountEntry {
            id: u64::try_from(get::<i64>(row, 0)?).unwrap_or_default(),
            account: MemberId(get(row, 1)?),
            account_name: text(row, 2)?,
            by: MemberId(get(row, 3)?),
            by_name: text(row, 4)?,
            device: text(row, 5)?,
            at: seconds(row, 6)?,
            event: json(row, 7)?,
        })
    });
    read.collect()
}
