//! Accounts and the one-time tokens that make them, as SQL.

use std::path::Path;

use async_trait::async_trait;
use holdpoint_domain::id::*;
use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use super::rows::{id, rows, run, value};
use super::writer::Batch;
use super::{FILE, SqliteStore, backup, invites, schema, unavailable};
use crate::people::key;
use crate::{Account, NewAccount, Objection, OpenInvite, People, StoreError, TokenKind};

pub(super) const ACCOUNT: &str = "SELECT id, name, owner, password_hash FROM accounts";
/// What [`account`] reads, of the table `accounts` called `a`.
pub const ACCOUNT_COLUMNS: &str = "a.id, a.name, a.owner, a.password_hash";

#[async_trait]
impl People for SqliteStore {
    async fn has_accounts(&self) -> Result<bool, StoreError> {
        self.read(any_account).await
    }

    async fn create_account(&self, new: NewAccount) -> Result<Account, StoreError> {
        self.write(move |batch| create(batch, new)).await
    }

    async fn account_named(&self, name: &str) -> Result<Option<Account>, StoreError> {
        let key = key(name);
        self.read(move |connection| one(connection, &format!("{ACCOUNT} WHERE name_key = ?1 AND erased = 0"), [key])).await
    }

    async fn account(&self, id: MemberId) -> Result<Option<Account>, StoreError> {
        self.read(move |connection| one(connection, &format!("{ACCOUNT} WHERE id = ?1 AND erased = 0"), [id.to_string()])).await
    }

    async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        self.read(all).await
    }

    async fn add_token(&self, token: Digest, kind: TokenKind, expires_at: Timestamp) -> Result<(), StoreError> {
        self.write(move |batch| {
            if kind == TokenKind::Setup {
                run(batch.connection, "DELETE FROM tokens WHERE kind = ?1", [kind.word()])?;
            }
            let sql = "INSERT INTO tokens (digest, kind, expires_at) VALUES (?1, ?2, ?3)";
            run(batch.connection, sql, params![token.0, kind.word(), expires_at.as_second()])
        })
        .await
    }

    async fn add_invite(&self, token: Digest, invite: OpenInvite) -> Result<(), StoreError> {
        self.write(move |batch| invites::add(batch.connection, token, &invite)).await
    }

    async fn invites(&self, now: Timestamp) -> Result<Vec<OpenInvite>, StoreError> {
        self.read(move |connection| invites::open(connection, now)).await
    }

    async fn withdraw_invite(&self, id: InviteId) -> Result<bool, StoreError> {
        self.write(move |batch| invites::withdraw(batch.connection, id)).await
    }
}

/// Everybody with an account, in the order of their names. A server may be writing meanwhile.
///
/// * Errors: [`StoreError::OtherBuild`] when a newer Holdpoint wrote the database.
pub fn accounts_in(folder: &Path) -> Result<Vec<Account>, StoreError> {
    let path = folder.join(FILE);
    let connection = backup::reader(&path)?;
    schema::version(&connection, &path)?;
    all(&connection)
}

fn all(connection: &Connection) -> Result<Vec<Account>, StoreError> {
    rows(connection, &format!("{ACCOUNT} WHERE erased = 0 ORDER BY name_key"), [], account)
}

fn create(batch: &mut Batch<'_>, new: NewAccount) -> Result<Account, StoreError> {
    let first = !any_account(batch.connection)?;
    if new.kind == TokenKind::Setup && !first {
        return Err(StoreError::NotAccepted(Objection::SetUpAlready));
    }
    let promise = invites::promise(batch.connection, new.token)?;
    let sql = "DELETE FROM tokens WHERE digest = ?1 AND kind = ?2 AND ?3 < expires_at";
    let used = batch.connection.execute(sql, params![new.token.0, new.kind.word(), new.now.as_second()]).map_err(unavailable)?;
    if used != 1 {
        return Err(StoreError::NotAccepted(Objection::LinkGone));
    }
    let account = Account { id: new.id, name: new.name, owner: first, password_hash: new.password_hash };
    let sql = "INSERT OR IGNORE INTO accounts (id, name, name_key, owner, password_hash) VALUES (?1, ?2, ?3, ?4, ?5)";
    let values = params![account.id.to_string(), account.name, key(&account.name), account.owner, account.password_hash];
    match batch.connection.execute(sql, values).map_err(unavailable)? {
        1 => {
            if let Some(promise) = promise {
                invites::keep_promise(batch, &promise, (&account, new.now))?;
            }
            Ok(account)
        }
        _ => Err(StoreError::NotAccepted(Objection::NameTaken)),
    }
}

pub fn any_account(connection: &Connection) -> Result<bool, StoreError> {
    value(connection, "SELECT EXISTS (SELECT 1 FROM accounts)", [])
}

pub fn one(connection: &Connection, sql: &str, values: impl Params) -> Result<Option<Account>, StoreError> {
    let mut statement = connection.prepare_cached(sql).map_err(unavailable)?;
    statement.query_row(values, account).optional().map_err(unavailable)
}

pub fn account(row: &Row<'_>) -> rusqlite::Result<Account> {
    Ok(Account { id: id(row, 0)?, name: row.get(1)?, owner: row.get(2)?, password_hash: row.get(3)? })
}
