//! Keys that approve and statements that wait, as SQL.

use async_trait::async_trait;
use holdpoint_domain::account::AccountEvent;
use holdpoint_domain::id::*;
use rusqlite::{Connection, Row, params};

use super::accounts::is_here;
use super::rows::{id, maybe, maybe_seconds, rows, run, seconds, value, word};
use super::{SqliteStore, unavailable};
use crate::accounts::Act;
use crate::signing::{KEYS, NewSigningKey, OpenStatement, STATEMENTS, Signing, SigningKey};
use crate::{Objection, StoreError, writing};

#[async_trait]
impl Signing for SqliteStore {
    async fn signing_keys(&self, account: Option<MemberId>) -> Result<Vec<SigningKey>, StoreError> {
        let sql = "SELECT id, account, kind, name, public_key, credential, created_at, revoked_at FROM signing_keys \
                   WHERE ?1 IS NULL OR account = ?1 ORDER BY created_at, id";
        self.read(move |connection| rows(connection, sql, params![account.map(|account| account.to_string())], key)).await
    }

    async fn keep_statement(&self, new: OpenStatement, now: Timestamp) -> Result<(), StoreError> {
        self.write(move |batch| {
            let (connection, account) = (batch.connection, new.account.to_string());
            is_here(connection, new.account)?;
            run(connection, "DELETE FROM statements WHERE expires_at <= ?1", [now.as_second()])?;
            let sql = "DELETE FROM statements WHERE account = ?1 AND id NOT IN \
                       (SELECT id FROM statements WHERE account = ?1 ORDER BY expires_at DESC, id DESC LIMIT ?2)";
            run(connection, sql, params![account, STATEMENTS - 1])?;
            let sql = "INSERT INTO statements (id, account, launch, role, statement, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            let (id, launch, role) = (new.id.to_string(), new.launch.to_string(), writing::word(&new.role)?);
            run(connection, sql, params![id, account, launch, role, new.statement, new.expires_at.as_second()])
        })
        .await
    }

    async fn statements(&self, account: MemberId, launch: LaunchId, now: Timestamp) -> Result<Vec<OpenStatement>, StoreError> {
        let sql = "SELECT id, account, launch, role, statement, expires_at FROM statements \
                   WHERE account = ?1 AND launch = ?2 AND ?3 < expires_at ORDER BY expires_at, id";
        self.read(move |connection| rows(connection, sql, params![account.to_string(), launch.to_string(), now.as_second()], statement))
            .await
    }

    async fn take_statement(&self, id: ApprovalId, account: MemberId, now: Timestamp) -> Result<Option<OpenStatement>, StoreError> {
        self.write(move |batch| {
            let sql = "DELETE FROM statements WHERE id = ?1 AND account = ?2 AND ?3 < expires_at \
                       RETURNING id, account, launch, role, statement, expires_at";
            let values = params![id.to_string(), account.to_string(), now.as_second()];
            maybe(batch.connection, sql, values, statement)
        })
        .await
    }
}

pub(super) fn add(connection: &Connection, act: &Act, new: NewSigningKey) -> Result<AccountEvent, StoreError> {
    let account = act.account.to_string();
    let open = "SELECT count(*) FROM signing_keys WHERE account = ?1 AND revoked_at IS NULL";
    if KEYS <= value::<u32>(connection, open, [&account])? {
        return Err(StoreError::NotAccepted(Objection::ManySigningKeys));
    }
    let sql = "INSERT OR IGNORE INTO signing_keys (id, account, kind, name, public_key, credential, created_at) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let (id, kind) = (new.id.to_string(), writing::word(&new.kind)?);
    let values = params![id, account, kind, new.name, new.public_key, new.credential, act.at.as_second()];
    if connection.execute(sql, values).map_err(unavailable)? != 1 {
        return Err(StoreError::NotAccepted(Objection::SigningKeyKnown));
    }
    Ok(AccountEvent::SigningKeyEnrolled { key: new.id, kind: new.kind, name: new.name })
}

pub(super) fn revoke(connection: &Connection, act: &Act, key: SigningKeyId) -> Result<AccountEvent, StoreError> {
    // What it signed within this second stays good.
    let sql = "UPDATE signing_keys SET revoked_at = ?3 WHERE id = ?1 AND account = ?2 AND revoked_at IS NULL RETURNING name";
    let values = params![key.to_string(), act.account.to_string(), act.at.as_second() + 1];
    let name = maybe(connection, sql, values, |row| row.get(0))?;
    name.map(|name| AccountEvent::SigningKeyRevoked { key, name }).ok_or(StoreError::NoSuch("key for approvals"))
}

fn key(row: &Row<'_>) -> rusqlite::Result<SigningKey> {
    Ok(SigningKey {
        id: id(row, 0)?,
        account: id(row, 1)?,
        kind: word(row, 2)?,
        name: row.get(3)?,
        public_key: row.get(4)?,
        credential: row.get(5)?,
        created_at: seconds(row, 6)?,
        revoked_at: maybe_seconds(row, 7)?,
    })
}

fn statement(row: &Row<'_>) -> rusqlite::Result<OpenStatement> {
    Ok(OpenStatement {
        id: id(row, 0)?,
        account: id(row, 1)?,
        launch: id(row, 2)?,
        role: word(row, 3)?,
        statement: row.get(4)?,
        expires_at: seconds(row, 5)?,
    })
}
