//! Invites, and the roles that they give, as SQL.

use holdpoint_domain::id::*;
use holdpoint_domain::launch::Command;
use rusqlite::{Connection, Row, params};

use super::accounts::is_here;
use super::rows::{id, maybe, maybe_json, rows, run, seconds, value};
use super::writer::Batch;
use super::{log, people, unavailable};
use crate::people::INVITES;
use crate::{Account, Entry, Gives, Objection, OpenInvite, Sender, StoreError, TokenKind, Wish, writing};

/// What an invite promised, and who did.
pub struct Promise {
    by: MemberId,
    /// Absent: an account and nothing else.
    gives: Option<Gives>,
}

/// * Errors: `NoSuch` for an inviter who was erased.
pub fn add(connection: &Connection, token: Digest, invite: &OpenInvite) -> Result<(), StoreError> {
    is_here(connection, invite.by)?;
    let (kind, by) = (TokenKind::Invite.word(), invite.by.to_string());
    run(connection, "DELETE FROM tokens WHERE kind = ?1 AND expires_at <= ?2", params![kind, invite.made_at.as_second()])?;
    let sql = "SELECT count(*) FROM tokens WHERE kind = ?1 AND made_by = ?2";
    let open: u32 = value(connection, sql, params![kind, by])?;
    if INVITES <= open {
        return Err(StoreError::NotAccepted(Objection::ManyInvites));
    }
    let sql = "INSERT INTO tokens (digest, kind, expires_at, id, made_by, made_at, gives) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let gives = invite.gives.as_ref().map(writing::json).transpose()?;
    let id = invite.id.to_string();
    let values = params![token.0, kind, invite.expires_at.as_second(), id, by, invite.made_at.as_second(), gives];
    run(connection, sql, values)
}

pub fn open(connection: &Connection, now: Timestamp) -> Result<Vec<OpenInvite>, StoreError> {
    let sql = "SELECT id, made_by, made_at, expires_at, gives FROM tokens \
        WHERE kind = ?1 AND id IS NOT NULL AND ?2 < expires_at ORDER BY expires_at, id";
    rows(connection, sql, params![TokenKind::Invite.word(), now.as_second()], invite)
}

pub fn withdraw(connection: &Connection, id: InviteId) -> Result<bool, StoreError> {
    let sql = "DELETE FROM tokens WHERE kind = ?1 AND id = ?2";
    let gone = connection.execute(sql, params![TokenKind::Invite.word(), id.to_string()]).map_err(unavailable)?;
    Ok(gone == 1)
}

/// What a token promises, and who did; `None` where nobody is noted.
pub fn promise(connection: &Connection, token: Digest) -> Result<Option<Promise>, StoreError> {
    let sql = "SELECT made_by, gives FROM tokens WHERE digest = ?1 AND made_by IS NOT NULL";
    let read = |row: &Row<'_>| Ok(Promise { by: id(row, 0)?, gives: maybe_json(row, 1)? });
    maybe(connection, sql, params![token.0], read)
}

/// Gives a new account its role, as who invited; where there is none, only an owner of the server invites. The last thing of its write: it stages the launch.
pub fn keep_promise(batch: &mut Batch<'_>, promise: &Promise, (account, now): (&Account, Timestamp)) -> Result<(), StoreError> {
    const BROKEN: StoreError = StoreError::NotAccepted(Objection::InviterMayNot);
    let inviter = people::one(batch.connection, &format!("{} WHERE id = ?1", people::ACCOUNT), [promise.by.to_string()])?;
    let Some(inviter) = inviter else {
        return Err(BROKEN);
    };
    let Some(Gives { launch, role, sections }) = promise.gives.clone() else {
        return if inviter.owner { Ok(()) } else { Err(BROKEN) };
    };
    let wish = Wish::Command(Command::SetRole { member: account.id, name: account.name.clone(), role, sections });
    let fingerprint = Digest::of(b"");
    let sender = Sender { by: inviter.id, name: inviter.name, owner: inviter.owner, at: now, command: None, fingerprint };
    match log::submit(batch, launch, &Entry { sender, based_on: Seq(0), wish }, &[]) {
        Ok(_) => Ok(()),
        Err(StoreError::Refused(_) | StoreError::NoSuchLaunch(_)) => Err(BROKEN),
        Err(other) => Err(other),
    }
}

fn invite(row: &Row<'_>) -> rusqlite::Result<OpenInvite> {
    Ok(OpenInvite { id: id(row, 0)?, by: id(row, 1)?, made_at: seconds(row, 2)?, expires_at: seconds(row, 3)?, gives: maybe_json(row, 4)? })
}
