//! What belongs to accounts, as SQL. Changes are in `change.rs`, reads of lists in `list.rs`.

mod change;
mod list;

use async_trait::async_trait;
use deadpool_postgres::{GenericClient, Transaction};
use holdpoint_domain::id::*;
use holdpoint_domain::wire::{AccountEntry, PasskeyView, SessionView, TokenView};
use tokio_postgres::Row;

pub use change::record;

use super::PostgresStore;
use super::people::{self, ACCOUNT_COLUMNS, account};
use super::pool::{maybe, unavailable, within};
use super::rows::{get, seconds, text};
use crate::accounts::{Accounts, Act, ApiToken, Change, Identity, LogQuery, OpenSession, Passkey, USED_EVERY, scopes};
use crate::{Account, Objection, StoreError};

#[async_trait]
impl Accounts for PostgresStore {
    async fn change(&self, act: Act, changes: Vec<Change>) -> Result<(), StoreError> {
        within(async {
            let mut client = self.pool().writer().await?;
            let step = client.transaction().await.map_err(unavailable)?;
            if changes.iter().any(|one| matches!(one, Change::SetOwner(_))) {
                // Of two owners who end each other's right one is too late, as with erasing. First, as there: else each could wait for the other.
                maybe(&step, "SELECT 1 FROM numbers WHERE name = 'account' FOR UPDATE", &[]).await?;
            }
            // One after the other for each account: what is counted here stays so.
            lock_account(&step, act.account).await?;
            for one in changes {
                change::make(&step, &act, one).await?;
            }
            step.commit().await.map_err(unavailable)
        })
        .await
    }

    async fn session(&self, session: Digest, now: Timestamp) -> Result<Option<OpenSession>, StoreError> {
        let sql = format!(
            "SELECT {ACCOUNT_COLUMNS}, s.id, s.proved_at, s.renew, s.used_at FROM accounts a JOIN sessions s ON s.account = a.id \
             WHERE s.digest = $1 AND $2 < s.expires_at AND NOT a.erased"
        );
        let Some(row) = self.pool().maybe(&sql, &[&&session.0[..], &now.as_second()]).await? else { return Ok(None) };
        let sql = "UPDATE sessions SET used_at = $2 WHERE digest = $1";
        self.note_use(sql, session, get(&row, 7)?, now).await;
        Ok(Some(OpenSession { account: account(&row)?, id: SessionId(get(&row, 4)?), proved_at: seconds(&row, 5)?, renew: get(&row, 6)? }))
    }

    async fn sessions(&self, account: MemberId, now: Timestamp) -> Result<Vec<SessionView>, StoreError> {
        list::sessions(self.pool(), account, now).await
    }

    async fn proved(&self, session: SessionId, at: Timestamp) -> Result<(), StoreError> {
        self.pool().run("UPDATE sessions SET proved_at = $2 WHERE id = $1", &[&session.0, &at.as_second()]).await.map(drop)
    }

    async fn passkeys(&self, account: MemberId) -> Result<Vec<PasskeyView>, StoreError> {
        list::passkeys(self.pool(), account).await
    }

    async fn passkey(&self, credential: Vec<u8>) -> Result<Option<Passkey>, StoreError> {
        let sql = "SELECT id, account, credential, name, key FROM passkeys WHERE credential = $1";
        let row = self.pool().maybe(sql, &[&credential]).await?;
        let read = |row: Row| {
            let (credential, name, key) = (get(&row, 2)?, text(&row, 3)?, text(&row, 4)?);
            Ok(Passkey { id: PasskeyId(get(&row, 0)?), account: MemberId(get(&row, 1)?), credential, name, key })
        };
        row.map(read).transpose()
    }

    async fn credentials(&self, account: MemberId) -> Result<Vec<Vec<u8>>, StoreError> {
        let found = self.pool().rows("SELECT credential FROM passkeys WHERE account = $1", &[&account.0]).await?;
        found.iter().map(|row| get(row, 0)).collect()
    }

    async fn passkey_used(&self, id: PasskeyId, at: Timestamp) -> Result<(), StoreError> {
        self.pool().run("UPDATE passkeys SET used_at = $2 WHERE id = $1", &[&id.0, &at.as_second()]).await.map(drop)
    }

    async fn recovery_codes_left(&self, account: MemberId) -> Result<u32, StoreError> {
        within(async { count(&self.pool().reader().await?, CODES, account).await }).await
    }

    async fn recovery_link(&self, link: Digest, now: Timestamp) -> Result<Option<MemberId>, StoreError> {
        let sql = "SELECT account FROM recovery_links WHERE digest = $1 AND $2 < expires_at";
        let row = self.pool().maybe(sql, &[&&link.0[..], &now.as_second()]).await?;
        row.map(|row| get(&row, 0).map(MemberId)).transpose()
    }

    async fn api_tokens(&self, account: MemberId, now: Timestamp) -> Result<Vec<TokenView>, StoreError> {
        list::tokens(self.pool(), account, now).await
    }

    async fn api_token(&self, token: Digest, now: Timestamp) -> Result<Option<ApiToken>, StoreError> {
        let sql = format!(
            "SELECT {ACCOUNT_COLUMNS}, t.id, t.scopes, coalesce(t.used_at, 0) FROM accounts a JOIN api_tokens t ON t.account = a.id \
             WHERE t.digest = $1 AND $2 < t.expires_at AND NOT a.erased"
        );
        let Some(row) = self.pool().maybe(&sql, &[&&token.0[..], &now.as_second()]).await? else { return Ok(None) };
        let sql = "UPDATE api_tokens SET used_at = $2 WHERE digest = $1";
        self.note_use(sql, token, get(&row, 6)?, now).await;
        Ok(Some(ApiToken { account: account(&row)?, id: TokenId(get(&row, 4)?), scopes: scopes(&text(&row, 5)?) }))
    }

    async fn keep_challenge(&self, id: ChallengeId, kind: &'static str, state: String, expires_at: Timestamp) -> Result<(), StoreError> {
        let sql = "INSERT INTO challenges (id, kind, state, expires_at) VALUES ($1, $2, $3, $4)";
        self.pool().run(sql, &[&id.0, &kind, &state, &expires_at.as_second()]).await.map(drop)
    }

    async fn take_challenge(&self, id: ChallengeId, kind: &'static str, now: Timestamp) -> Result<Option<String>, StoreError> {
        self.pool().run("DELETE FROM challenges WHERE expires_at <= $1", &[&now.as_second()]).await?;
        let taken = self.pool().changed("DELETE FROM challenges WHERE id = $1 AND kind = $2 RETURNING state", &[&id.0, &kind]).await?;
        taken.first().map(|row| text(row, 0)).transpose()
    }

    async fn identities(&self, account: MemberId) -> Result<Vec<Identity>, StoreError> {
        let sql = "SELECT issuer, subject FROM identities WHERE account = $1 ORDER BY issuer COLLATE \"C\", subject COLLATE \"C\"";
        let found = self.pool().rows(sql, &[&account.0]).await?;
        found.iter().map(|row| Ok(Identity { issuer: text(row, 0)?, subject: text(row, 1)? })).collect()
    }

    async fn identified(&self, identity: Identity) -> Result<Option<Account>, StoreError> {
        let sql = format!(
            "SELECT {ACCOUNT_COLUMNS} FROM accounts a JOIN identities i ON i.account = a.id \
             WHERE i.issuer = $1 AND i.subject = $2 AND NOT a.erased"
        );
        self.pool().maybe(&sql, &[&identity.issuer, &identity.subject]).await?.map(|row| account(&row)).transpose()
    }

    async fn make_account(&self, act: Act, identity: Identity) -> Result<Account, StoreError> {
        within(async {
            let mut client = self.pool().writer().await?;
            let step = client.transaction().await.map_err(unavailable)?;
            if !people::any_account(&step).await? {
                return Err(StoreError::NotAccepted(Objection::NobodyYet));
            }
            let account = Account { id: act.account, name: act.by_name.clone(), owner: false, password_hash: String::new() };
            if !people::insert(&step, &account).await? {
                return Err(StoreError::NotAccepted(Objection::NameHere));
            }
            change::make(&step, &act, Change::LinkIdentity(identity)).await?;
            step.commit().await.map_err(unavailable)?;
            Ok(account)
        })
        .await
    }

    async fn account_log(&self, query: LogQuery) -> Result<Vec<AccountEntry>, StoreError> {
        list::log(self.pool(), query).await
    }
}

impl PostgresStore {
    /// Notes a use, to within some minutes: a write for every request would be too many.
    async fn note_use(&self, sql: &str, digest: Digest, used_at: i64, now: Timestamp) {
        if USED_EVERY <= now.as_second() - used_at {
            // Reading goes on when nothing can be written.
            let noted = self.pool().run(sql, &[&&digest.0[..], &now.as_second()]).await;
            noted.map(drop).unwrap_or_else(|error| tracing::warn!(%error, "the use of a session or token was not noted"));
        }
    }
}

const CODES: &str = "SELECT count(*) FROM recovery_codes WHERE account = $1";

/// Whoever changes what an account has waits here for the one before: who erases it, too.
///
/// * Errors: `NoSuch` for an account that was erased, by the end of the wait.
pub async fn lock_account(step: &Transaction<'_>, account: MemberId) -> Result<(), StoreError> {
    let row = maybe(step, "SELECT 1 FROM accounts WHERE id = $1 AND NOT erased FOR UPDATE", &[&account.0]).await?;
    row.map(drop).ok_or(StoreError::NoSuch("person"))
}

pub async fn count(on: &impl GenericClient, sql: &str, account: MemberId) -> Result<u32, StoreError> {
    let number: i64 = maybe(on, sql, &[&account.0]).await?.map(|row| get(&row, 0)).transpose()?.unwrap_or_default();
    Ok(u32::try_from(number).unwrap_or(u32::MAX))
}
