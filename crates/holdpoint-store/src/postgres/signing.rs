//! Keys that approve and statements that wait, as SQL.

use async_trait::async_trait;
use deadpool_postgres::{GenericClient, Transaction};
use holdpoint_domain::account::AccountEvent;
use holdpoint_domain::id::*;
use tokio_postgres::Row;

use super::PostgresStore;
use super::accounts::{count, lock_account};
use super::pool::{maybe, run, unavailable, within};
use super::rows::{get, launch_id, maybe_seconds, seconds, text, word};
use crate::accounts::Act;
use crate::signing::{KEYS, NewSigningKey, OpenStatement, STATEMENTS, Signing, SigningKey};
use crate::{Objection, StoreError, writing};

#[async_trait]
impl Signing for PostgresStore {
    async fn signing_keys(&self, account: Option<MemberId>) -> Result<Vec<SigningKey>, StoreError> {
        let sql = "SELECT id, account, kind, name, public_key, credential, created_at, revoked_at FROM signing_keys \
                   WHERE $1::uuid IS NULL OR account = $1 ORDER BY created_at, id";
        self.pool().rows(sql, &[&account.map(|account| account.0)]).await?.iter().map(key).collect()
    }

    async fn keep_statement(&self, new: OpenStatement, now: Timestamp) -> Result<(), StoreError> {
        within(async {
            let mut client = self.pool().writer().await?;
            let step = client.transaction().await.map_err(unavailable)?;
            lock_account(&step, new.account).await?;
            run(&step, "DELETE FROM statements WHERE expires_at <= $1", &[&now.as_second()]).await?;
            let sql = "DELETE FROM statements WHERE account = $1 AND id NOT IN \
                       (SELECT id FROM statements WHERE account = $1 ORDER BY expires_at DESC, id DESC LIMIT $2)";
            run(&step, sql, &[&new.account.0, &i64::from(STATEMENTS - 1)]).await?;
            let sql = "INSERT INTO statements (id, account, launch, role, statement, expires_at) VALUES ($1, $2, $3, $4, $5, $6)";
            let (launch, role, expires_at) = (i64::from(new.launch.0), writing::word(&new.role)?, new.expires_at.as_second());
            run(&step, sql, &[&new.id.0, &new.account.0, &launch, &role, &new.statement, &expires_at]).await?;
            step.commit().await.map_err(unavailable)
        })
        .await
    }

    async fn statements(&self, account: MemberId, launch: LaunchId, now: Timestamp) -> Result<Vec<OpenStatement>, StoreError> {
        let sql = "SELECT id, account, launch, role, statement, expires_at FROM statements \
                   WHERE account = $1 AND launch = $2 AND $3 < expires_at ORDER BY expires_at, id";
        let found = self.pool().rows(sql, &[&account.0, &i64::from(launch.0), &now.as_second()]).await?;
        found.iter().map(statement).collect()
    }

    async fn take_statement(&self, id: ApprovalId, account: MemberId, now: Timestamp) -> Result<Option<OpenStatement>, StoreError> {
        let sql = "DELETE FROM statements WHERE id = $1 AND account = $2 AND $3 < expires_at \
                   RETURNING id, account, launch, role, statement, expires_at";
        self.pool().changed(sql, &[&id.0, &account.0, &now.as_second()]).await?.first().map(statement).transpose()
    }
}

pub async fn add(on: &Transaction<'_>, act: &Act, new: NewSigningKey) -> Result<AccountEvent, StoreError> {
    let open = "SELECT count(*) FROM signing_keys WHERE account = $1 AND revoked_at IS NULL";
    if KEYS <= count(on, open, act.account).await? {
        return Err(StoreError::NotAccepted(Objection::ManySigningKeys));
    }
    let sql = "INSERT INTO signing_keys (id, account, kind, name, public_key, credential, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
               ON CONFLICT DO NOTHING";
    let (kind, at) = (writing::word(&new.kind)?, act.at.as_second());
    if run(on, sql, &[&new.id.0, &act.account.0, &kind, &new.name, &new.public_key, &new.credential, &at]).await? != 1 {
        return Err(StoreError::NotAccepted(Objection::SigningKeyKnown));
    }
    Ok(AccountEvent::SigningKeyEnrolled { key: new.id, kind: new.kind, name: new.name })
}

pub async fn revoke(on: &impl GenericClient, act: &Act, key: SigningKeyId) -> Result<AccountEvent, StoreError> {
    // What it signed within this second stays good.
    let sql = "UPDATE signing_keys SET revoked_at = $3 WHERE id = $1 AND account = $2 AND revoked_at IS NULL RETURNING name";
    let row = maybe(on, sql, &[&key.0, &act.account.0, &(act.at.as_second() + 1)]).await?;
    let row = row.ok_or(StoreError::NoSuch("key for approvals"))?;
    Ok(AccountEvent::SigningKeyRevoked { key, name: text(&row, 0)? })
}

fn key(row: &Row) -> Result<SigningKey, StoreError> {
    Ok(SigningKey {
        id: SigningKeyId(get(row, 0)?),
        account: MemberId(get(row, 1)?),
        kind: word(row, 2)?,
        name: text(row, 3)?,
        public_key: text(row, 4)?,
        credential: get(row, 5)?,
        created_at: seconds(row, 6)?,
        revoked_at: maybe_seconds(row, 7)?,
    })
}

fn statement(row: &Row) -> Result<OpenStatement, StoreError> {
    Ok(OpenStatement {
        id: ApprovalId(get(row, 0)?),
        account: MemberId(get(row, 1)?),
        launch: launch_id(row, 2)?,
        role: word(row, 3)?,
        statement: text(row, 4)?,
        expires_at: seconds(row, 5)?,
    })
}
