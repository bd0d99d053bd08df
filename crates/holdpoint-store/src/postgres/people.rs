//! Accounts and the one-time tokens that make them, as SQL.

use std::collections::BTreeSet;

use async_trait::async_trait;
use deadpool_postgres::{GenericClient, Transaction};
use holdpoint_domain::id::*;
use tokio_postgres::Row;
use uuid::Uuid;

use super::pool::{maybe, rows, run, unavailable, within};
use super::rows::{get, text};
use super::{PostgresStore, invites};
use crate::people::key;
use crate::{Account, NewAccount, Objection, OpenInvite, People, StoreError, TokenKind};

/// What [`account`] reads, of the table `accounts` called `a`.
pub const ACCOUNT_COLUMNS: &str = "a.id, a.name, a.owner, a.password_hash";

#[async_trait]
impl People for PostgresStore {
    async fn has_accounts(&self) -> Result<bool, StoreError> {
        Ok(self.pool().maybe("SELECT 1 FROM accounts LIMIT 1", &[]).await?.is_some())
    }

    async fn create_account(&self, new: NewAccount) -> Result<Account, StoreError> {
        let (account, given) = within(async {
            let mut client = self.pool().writer().await?;
            let step = client.transaction().await.map_err(unavailable)?;
            let made = self.create(&step, new).await?;
            step.commit().await.map_err(unavailable)?;
            Ok(made)
        })
        .await?;
        if let Some((launch, news)) = given {
            let (id, seq) = (launch.id, launch.seq);
            self.shared.board.show(launch, news);
            self.shared.bells.tell(id, seq);
        }
        Ok(account)
    }

    async fn account_named(&self, name: &str) -> Result<Option<Account>, StoreError> {
        let sql = format!("SELECT {ACCOUNT_COLUMNS} FROM accounts a WHERE a.name_key = $1 AND NOT a.erased");
        self.pool().maybe(&sql, &[&key(name)]).await?.map(|row| account(&row)).transpose()
    }

    async fn account(&self, id: MemberId) -> Result<Option<Account>, StoreError> {
        let sql = format!("SELECT {ACCOUNT_COLUMNS} FROM accounts a WHERE a.id = $1 AND NOT a.erased");
        self.pool().maybe(&sql, &[&id.0]).await?.map(|row| account(&row)).transpose()
    }

    async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let sql = format!("SELECT {ACCOUNT_COLUMNS} FROM accounts a WHERE NOT a.erased ORDER BY a.name_key");
        self.pool().rows(&sql, &[]).await?.iter().map(account).collect()
    }

    async fn add_token(&self, token: Digest, kind: TokenKind, expires_at: Timestamp) -> Result<(), StoreError> {
        within(async {
            let mut client = self.pool().writer().await?;
            let step = client.transaction().await.map_err(unavailable)?;
            if kind == TokenKind::Setup {
                run(&step, "DELETE FROM tokens WHERE kind = $1", &[&kind.word()]).await?;
            }
            let sql = "INSERT INTO tokens (digest, kind, expires_at) VALUES ($1, $2, $3)";
            run(&step, sql, &[&&token.0[..], &kind.word(), &expires_at.as_second()]).await?;
            step.commit().await.map_err(unavailable)
        })
        .await
    }

    async fn add_invite(&self, token: Digest, invite: OpenInvite) -> Result<(), StoreError> {
        within(async {
            let mut client = self.pool().writer().await?;
            let step = client.transaction().await.map_err(unavailable)?;
            invites::add(&step, token, &invite).await?;
            step.commit().await.map_err(unavailable)
        })
        .await
    }

    async fn invites(&self, now: Timestamp) -> Result<Vec<OpenInvite>, StoreError> {
        let sql = "SELECT id, made_by, made_at, expires_at, gives FROM tokens \
                   WHERE kind = $1 AND id IS NOT NULL AND $2 < expires_at ORDER BY expires_at, id";
        let found = self.pool().rows(sql, &[&TokenKind::Invite.word(), &now.as_second()]).await?;
        found.iter().map(invites::invite).collect()
    }

    async fn withdraw_invite(&self, id: InviteId) -> Result<bool, StoreError> {
        let sql = "DELETE FROM tokens WHERE kind = $1 AND id = $2";
        Ok(self.pool().run(sql, &[&TokenKind::Invite.word(), &id.0]).await? == 1)
    }
}

impl PostgresStore {
    async fn create(&self, step: &Transaction<'_>, new: NewAccount) -> Result<(Account, Option<invites::Given>), StoreError> {
        // Of two that would be the first one is.
        run(step, "UPDATE numbers SET value = value + 1 WHERE name = 'account'", &[]).await?;
        let first = !any_account(step).await?;
        if new.kind == TokenKind::Setup && !first {
            return Err(StoreError::NotAccepted(Objection::SetUpAlready));
        }
        let promise = invites::promise(step, new.token).await?;
        let sql = "DELETE FROM tokens WHERE digest = $1 AND kind = $2 AND $3 < expires_at";
        if run(step, sql, &[&&new.token.0[..], &new.kind.word(), &new.now.as_second()]).await? != 1 {
            return Err(StoreError::NotAccepted(Objection::LinkGone));
        }
        let account = Account { id: new.id, name: new.name, owner: first, password_hash: new.password_hash };
        if !insert(step, &account).await? {
            return Err(StoreError::NotAccepted(Objection::NameTaken));
        }
        let given = match promise {
            Some(promise) => Some(invites::keep_promise(&self.shared, step, &promise, (&account, new.now)).await?),
            None => None,
        };
        Ok((account, given.flatten()))
    }
}

pub async fn any_account(on: &impl GenericClient) -> Result<bool, StoreError> {
    Ok(maybe(on, "SELECT 1 FROM accounts LIMIT 1", &[]).await?.is_some())
}

/// `false`: somebody has the name.
pub async fn insert(on: &impl GenericClient, new: &Account) -> Result<bool, StoreError> {
    let sql =
        "INSERT INTO accounts (id, name, name_key, owner, password_hash) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (name_key) DO NOTHING";
    Ok(run(on, sql, &[&new.id.0, &new.name, &key(&new.name), &new.owner, &new.password_hash]).await? == 1)
}

pub async fn one(on: &impl GenericClient, id: MemberId) -> Result<Option<Account>, StoreError> {
    let sql = format!("SELECT {ACCOUNT_COLUMNS} FROM accounts a WHERE a.id = $1");
    rows(on, &sql, &[&id.0]).await?.first().map(account).transpose()
}

/// Those of these people who were erased; none of the others is before this transaction ends.
pub async fn erased_of(step: &Transaction<'_>, people: Vec<Uuid>) -> Result<BTreeSet<MemberId>, StoreError> {
    let mut erased = BTreeSet::new();
    if people.is_empty() {
        return Ok(erased);
    }
    let sql = "SELECT erased, id FROM accounts WHERE id = ANY($1) ORDER BY id FOR SHARE";
    for row in &rows(step, sql, &[&people]).await? {
        if get(row, 0)? {
            erased.insert(MemberId(get(row, 1)?));
        }
    }
    Ok(erased)
}

pub fn account(row: &Row) -> Result<Account, StoreError> {
    Ok(Account { id: MemberId(get(row, 0)?), name: text(row, 1)?, owner: get(row, 2)?, password_hash: text(row, 3)? })
}
