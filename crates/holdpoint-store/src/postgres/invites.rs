//! Invites, and the roles that they give, as SQL.

use std::sync::Arc;

use deadpool_postgres::{GenericClient, Transaction};
use holdpoint_domain::id::*;
use holdpoint_domain::launch::{Command, Launch};
use tokio_postgres::Row;

use super::accounts::{count, lock_account};
use super::pool::{maybe, run};
use super::rows::{get, maybe_json, seconds};
use super::{Shared, log, people};
use crate::people::INVITES;
use crate::{Account, Entry, Gives, Objection, OpenInvite, Sender, StoreError, StoredEvent, TokenKind, Wish, writing};

/// What an invite promised, and who did.
pub struct Promise {
    by: MemberId,
    /// Absent: an account and nothing else.
    gives: Option<Gives>,
}

/// A launch in which somebody was given a role, with what happened.
pub type Given = (Arc<Launch>, Vec<StoredEvent>);

/// * Errors: `NoSuch` for an inviter who was erased.
pub async fn add(on: &Transaction<'_>, token: Digest, invite: &OpenInvite) -> Result<(), StoreError> {
    lock_account(on, invite.by).await?;
    let (kind, made_at) = (TokenKind::Invite.word(), invite.made_at.as_second());
    run(on, "DELETE FROM tokens WHERE kind = $1 AND expires_at <= $2", &[&kind, &made_at]).await?;
    if INVITES <= count(on, "SELECT count(*) FROM tokens WHERE made_by = $1 AND kind = 'invite'", invite.by).await? {
        return Err(StoreError::NotAccepted(Objection::ManyInvites));
    }
    let sql = "INSERT INTO tokens (digest, kind, expires_at, id, made_by, made_at, gives) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let gives = invite.gives.as_ref().map(writing::json).transpose()?;
    let expires_at = invite.expires_at.as_second();
    run(on, sql, &[&&token.0[..], &kind, &expires_at, &invite.id.0, &invite.by.0, &made_at, &gives]).await.map(drop)
}

/// What a token promises, and who did; `None` where nobody is noted.
pub async fn promise(on: &impl GenericClient, token: Digest) -> Result<Option<Promise>, StoreError> {
    let sql = "SELECT made_by, gives FROM tokens WHERE digest = $1 AND made_by IS NOT NULL";
    let row = maybe(on, sql, &[&&token.0[..]]).await?;
    row.map(|row| Ok(Promise { by: MemberId(get(&row, 0)?), gives: maybe_json(&row, 1)? })).transpose()
}

/// Gives a new account its role, as who invited; where there is none, only an owner of the server invites.
pub async fn keep_promise(
    shared: &Shared,
    step: &Transaction<'_>,
    promise: &Promise,
    (account, now): (&Account, Timestamp),
) -> Result<Option<Given>, StoreError> {
    const BROKEN: StoreError = StoreError::NotAccepted(Objection::InviterMayNot);
    let inviter = people::one(step, promise.by).await?.ok_or(BROKEN)?;
    let Some(Gives { launch: id, role, sections }) = promise.gives.clone() else {
        return if inviter.owner { Ok(None) } else { Err(BROKEN) };
    };
    let wish = Wish::Command(Command::SetRole { member: account.id, name: account.name.clone(), role, sections });
    let sender = Sender { by: inviter.id, name: inviter.name, owner: inviter.owner, at: now, command: None, fingerprint: Digest::of(b"") };
    let seq = log::lock_head(step, id).await?.ok_or(BROKEN)?;
    let head = log::Head { seq, mark: log::mark(step, id, seq).await? };
    let mut launch = shared.board.caught_up(step, id, head).await?;
    let events = writing::decide(&launch, &Entry { sender: sender.clone(), based_on: Seq(0), wish }).map_err(|error| match error {
        StoreError::Refused(_) => BROKEN,
        other => other,
    })?;
    let news = writing::written((id, launch.seq), &sender, events)?;
    if news.is_empty() {
        return Ok(None);
    }
    log::append(step, id, &news, &[]).await.map_err(super::unavailable)?;
    news.iter().for_each(|event| Arc::make_mut(&mut launch).apply(&event.recorded));
    Ok(Some((launch, news)))
}

pub fn invite(row: &Row) -> Result<OpenInvite, StoreError> {
    Ok(OpenInvite {
        id: InviteId(get(row, 0)?),
        by: MemberId(get(row, 1)?),
        made_at: seconds(row, 2)?,
        expires_at: seconds(row, 3)?,
        gives: maybe_json(row, 4)?,
    })
}
