//! What belongs to accounts, as SQL. Changes are in `change.rs`, reads of lists in `list.rs`.

mod change;
mod list;

use async_trait::async_trait;
use holdpoint_domain::id::*;
use holdpoint_domain::wire::{AccountEntry, PasskeyView, SessionView, TokenView};
use rusqlite::{OptionalExtension, Row, params};

pub(super) use change::record;

use super::people::{ACCOUNT_COLUMNS, account, any_account, one};
use super::rows::{id, maybe, run, seconds, value};
use super::{SqliteStore, unavailable};
use crate::accounts::{Accounts, Act, ApiToken, Change, Identity, LogQuery, OpenSession, Passkey, USED_EVERY, scopes};
use crate::people::key;
use crate::{Account, Objection, StoreError};

#[async_trait]
impl Accounts for SqliteStore {
    async fn change(&self, act: Act, changes: Vec<Change>) -> Result<(), StoreError> {
        self.write(move |batch| {
            is_here(batch.connection, act.account)?;
            changes.into_iter().try_for_each(|one| change::make(batch, &act, one))
        })
        .await
    }

    async fn session(&self, session: Digest, now: Timestamp) -> Result<Option<OpenSession>, StoreError> {
        let sql = format!(
            "SELECT {ACCOUNT_COLUMNS}, s.id, s.proved_at, s.renew, s.used_at FROM accounts a JOIN sessions s ON s.account = a.id \
             WHERE s.digest = ?1 AND ?2 < s.expires_at AND a.erased = 0"
        );
        let Some((open, used_at)) = self.opened(sql, session, now, open_session).await? else { return Ok(None) };
        self.note_use("UPDATE sessions SET used_at = ?2 WHERE digest = ?1", session, used_at, now).await;
        Ok(Some(open))
    }

    async fn sessions(&self, account: MemberId, now: Timestamp) -> Result<Vec<SessionView>, StoreError> {
        self.read(move |connection| list::sessions(connection, account, now)).await
    }

    async fn proved(&self, session: SessionId, at: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE sessions SET proved_at = ?2 WHERE id = ?1";
        self.write(move |batch| run(batch.connection, sql, params![session.to_string(), at.as_second()])).await
    }

    async fn passkeys(&self, account: MemberId) -> Result<Vec<PasskeyView>, StoreError> {
        self.read(move |connection| list::passkeys(connection, account)).await
    }

    async fn passkey(&self, credential: Vec<u8>) -> Result<Option<Passkey>, StoreError> {
        let sql = "SELECT id, account, credential, name, key FROM passkeys WHERE credential = ?1";
        self.read(move |connection| {
            let read = |row: &Row<'_>| {
                let (credential, name, key) = (row.get(2)?, row.get(3)?, row.get(4)?);
                Ok(Passkey { id: id(row, 0)?, account: id(row, 1)?, credential, name, key })
            };
            maybe(connection, sql, [credential], read)
        })
        .await
    }

    async fn credentials(&self, account: MemberId) -> Result<Vec<Vec<u8>>, StoreError> {
        self.read(move |connection| list::all(connection, "SELECT credential FROM passkeys WHERE account = ?1", account, |row| row.get(0)))
            .await
    }

    async fn passkey_used(&self, id: PasskeyId, at: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE passkeys SET used_at = ?2 WHERE id = ?1";
        self.write(move |batch| run(batch.connection, sql, params![id.to_string(), at.as_second()])).await
    }

    async fn recovery_codes_left(&self, account: MemberId) -> Result<u32, StoreError> {
        self.read(move |connection| list::codes_left(connection, account)).await
    }

    async fn recovery_link(&self, link: Digest, now: Timestamp) -> Result<Option<MemberId>, StoreError> {
        let sql = "SELECT account FROM recovery_links WHERE digest = ?1 AND ?2 < expires_at";
        self.read(move |connection| maybe(connection, sql, params![link.0, now.as_second()], |row| id(row, 0))).await
    }

    async fn api_tokens(&self, account: MemberId, now: Timestamp) -> Result<Vec<TokenView>, StoreError> {
        self.read(move |connection| list::tokens(connection, account, now)).await
    }

    async fn api_token(&self, token: Digest, now: Timestamp) -> Result<Option<ApiToken>, StoreError> {
        let sql = format!(
            "SELECT {ACCOUNT_COLUMNS}, t.id, t.scopes, coalesce(t.used_at, 0) FROM accounts a JOIN api_tokens t ON t.account = a.id \
             WHERE t.digest = ?1 AND ?2 < t.expires_at AND a.erased = 0"
        );
        let Some((known, used_at)) = self.opened(sql, token, now, api_token).await? else { return Ok(None) };
        self.note_use("UPDATE api_tokens SET used_at = ?2 WHERE digest = ?1", token, used_at, now).await;
        Ok(Some(known))
    }

    async fn keep_challenge(&self, id: ChallengeId, kind: &'static str, state: String, expires_at: Timestamp) -> Result<(), StoreError> {
        let sql = "INSERT INTO challenges (id, kind, state, expires_at) VALUES (?1, ?2, ?3, ?4)";
        self.write(move |batch| run(batch.connection, sql, params![id.to_string(), kind, state, expires_at.as_second()])).await
    }

    async fn take_challenge(&self, id: ChallengeId, kind: &'static str, now: Timestamp) -> Result<Option<String>, StoreError> {
        self.write(move |batch| {
            run(batch.connection, "DELETE FROM challenges WHERE expires_at <= ?1", [now.as_second()])?;
            let sql = "DELETE FROM challenges WHERE id = ?1 AND kind = ?2 RETURNING state";
            maybe(batch.connection, sql, params![id.to_string(), kind], |row| row.get(0))
        })
        .await
    }

    async fn identities(&self, account: MemberId) -> Result<Vec<Identity>, StoreError> {
        self.read(move |connection| list::identities(connection, account)).await
    }

    async fn identified(&self, identity: Identity) -> Result<Option<Account>, StoreError> {
        let sql = format!(
            "SELECT {ACCOUNT_COLUMNS} FROM accounts a JOIN identities i ON i.account = a.id \
             WHERE i.issuer = ?1 AND i.subject = ?2 AND a.erased = 0"
        );
        self.read(move |connection| one(connection, &sql, params![identity.issuer, identity.subject])).await
    }

    async fn make_account(&self, act: Act, identity: Identity) -> Result<Account, StoreError> {
        self.write(move |batch| {
            if !any_account(batch.connection)? {
                return Err(StoreError::NotAccepted(Objection::NobodyYet));
            }
            let account = Account { id: act.account, name: act.by_name.clone(), owner: false, password_hash: String::new() };
            let sql = "INSERT OR IGNORE INTO accounts (id, name, name_key, owner, password_hash) VALUES (?1, ?2, ?3, 0, '')";
            if batch.connection.execute(sql, params![account.id.to_string(), account.name, key(&account.name)]).map_err(unavailable)? != 1 {
                return Err(StoreError::NotAccepted(Objection::NameHere));
            }
            change::make(batch, &act, Change::LinkIdentity(identity))?;
            Ok(account)
        })
        .await
    }

    async fn account_log(&self, query: LogQuery) -> Result<Vec<AccountEntry>, StoreError> {
        self.read(move |connection| list::log(connection, query)).await
    }
}

impl SqliteStore {
    /// What a digest opens, and when it was used last.
    async fn opened<T: Send + 'static>(
        &self,
        sql: String,
        digest: Digest,
        now: Timestamp,
        read: fn(&Row<'_>) -> rusqlite::Result<(T, i64)>,
    ) -> Result<Option<(T, i64)>, StoreError> {
        self.read(move |connection| {
            connection
                .prepare_cached(&sql)
                .and_then(|mut statement| statement.query_row(params![digest.0, now.as_second()], read).optional())
                .map_err(unavailable)
        })
        .await
    }

    /// Notes a use, to within some minutes: a write for every request would be too many.
    async fn note_use(&self, sql: &'static str, digest: Digest, used_at: i64, now: Timestamp) {
        if USED_EVERY <= now.as_second() - used_at {
            // Reading goes on when the disk is full.
            let noted = self.write(move |batch| run(batch.connection, sql, params![digest.0, now.as_second()])).await;
            noted.unwrap_or_else(|error| tracing::warn!(%error, "the use of a session or token was not noted"));
        }
    }
}

fn open_session(row: &Row<'_>) -> rusqlite::Result<(OpenSession, i64)> {
    let open = OpenSession { account: account(row)?, id: id(row, 4)?, proved_at: seconds(row, 5)?, renew: row.get(6)? };
    Ok((open, row.get(7)?))
}

fn api_token(row: &Row<'_>) -> rusqlite::Result<(ApiToken, i64)> {
    let token = ApiToken { account: account(row)?, id: id(row, 4)?, scopes: scopes(&row.get::<_, String>(5)?) };
    Ok((token, row.get(6)?))
}

/// * Errors: `NoSuch` for an account that was erased: nothing is given to it any more.
pub(super) fn is_here(connection: &rusqlite::Connection, account: MemberId) -> Result<(), StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM accounts WHERE id = ?1 AND erased = 0)";
    match value(connection, sql, [account.to_string()])? {
        true => Ok(()),
        false => Err(StoreError::NoSuch("person")),
    }
}
