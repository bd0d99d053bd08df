//! Accounts and the one-time tokens that make them. Only hashes of secrets are kept. What an account has is in `accounts.rs`.

use async_trait::async_trait;
use holdpoint_domain::id::*;
use holdpoint_domain::template::Role;
use serde::{Deserialize, Serialize};

use crate::StoreError;

/// Open ones of one account: a lost script must not fill the disk.
pub(crate) const INVITES: u32 = 500;

/// Somebody with an account on this server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: MemberId,
    pub name: String,
    pub owner: bool,
    /// argon2id, in PHC format; empty where there is no password.
    pub password_hash: String,
}

/// An account to be made with a one-time token.
#[derive(Clone, Debug)]
pub struct NewAccount {
    pub id: MemberId,
    pub name: String,
    pub password_hash: String,
    pub token: Digest,
    pub kind: TokenKind,
    pub now: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Makes the first account, the owner's.
    Setup,
    /// Makes a colleague's account.
    Invite,
}

impl TokenKind {
    pub(crate) fn word(self) -> &'static str {
        match self {
            TokenKind::Setup => "setup",
            TokenKind::Invite => "invite",
        }
    }
}

/// An invite that nobody has accepted yet. Its token is known to whoever was given the link, and to nobody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenInvite {
    pub id: InviteId,
    pub by: MemberId,
    /// Seconds are kept, no fractions.
    pub made_at: Timestamp,
    pub expires_at: Timestamp,
    /// Absent: an account and nothing else.
    pub gives: Option<Gives>,
}

/// The role that whoever accepts an invite is given at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gives {
    pub launch: LaunchId,
    pub role: Role,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<SectionId>,
}

/// What a name is known by: nobody has another's.
pub(crate) fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

#[async_trait]
pub trait People {
    async fn has_accounts(&self) -> Result<bool, StoreError>;

    /// Makes an account and uses up its token, in one step; gives the role that the invite was made for, as who invited.
    ///
    /// * Errors: `NotAccepted` for an invite whose maker may no longer give its role, or owns the server no longer where it has none; an unknown, used or expired token, a set-up token when there are accounts, a name that is taken
    ///   (compared in lower case).
    async fn create_account(&self, new: NewAccount) -> Result<Account, StoreError>;

    /// By name, whatever its case.
    async fn account_named(&self, name: &str) -> Result<Option<Account>, StoreError>;

    async fn account(&self, id: MemberId) -> Result<Option<Account>, StoreError>;

    /// In the order of their names.
    async fn accounts(&self) -> Result<Vec<Account>, StoreError>;

    /// Keeps a one-time token; a new set-up token replaces the one before.
    async fn add_token(&self, token: Digest, kind: TokenKind, expires_at: Timestamp) -> Result<(), StoreError>;

    /// Keeps an invite under its token's digest, and forgets those that have expired.
    ///
    /// * Errors: `NoSuch` for an inviter who was erased; `NotAccepted` for one too many.
    async fn add_invite(&self, token: Digest, invite: OpenInvite) -> Result<(), StoreError>;

    /// Those that can still be accepted; the one that ends first comes first.
    async fn invites(&self, now: Timestamp) -> Result<Vec<OpenInvite>, StoreError>;

    /// `false`: there is no such open invite.
    async fn withdraw_invite(&self, id: InviteId) -> Result<bool, StoreError>;
}
