//! Keys that approve for their people, and statements that wait for a signature. Keys are never deleted: what they approved has to
//! verify years later.

use async_trait::async_trait;
use holdpoint_domain::account::KeyKind;
use holdpoint_domain::id::*;
use holdpoint_domain::template::Role;

use crate::StoreError;

/// Of one account, revoked ones not counted.
pub(crate) const KEYS: u32 = 20;
/// Of one account at a time, the newest: a lost script must not fill the disk, nor keep anybody from signing.
pub(crate) const STATEMENTS: u32 = 50;

/// A key that approves, or did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningKey {
    pub id: SigningKeyId,
    pub account: MemberId,
    pub kind: KeyKind,
    pub name: String,
    /// Passkey: SPKI in PEM. SSH: kind and base64.
    pub public_key: String,
    /// Of a passkey.
    pub credential: Option<Vec<u8>>,
    pub created_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

#[derive(Clone, Debug)]
pub struct NewSigningKey {
    pub id: SigningKeyId,
    pub kind: KeyKind,
    pub name: String,
    pub public_key: String,
    pub credential: Option<Vec<u8>>,
}

/// A statement that was given out to be signed, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenStatement {
    pub id: ApprovalId,
    pub account: MemberId,
    pub launch: LaunchId,
    pub role: Role,
    /// The exact bytes, which are text.
    pub statement: String,
    pub expires_at: Timestamp,
}

#[async_trait]
pub trait Signing {
    /// An account's keys, revoked ones too, in the order of their making; `None`: everybody's.
    async fn signing_keys(&self, account: Option<MemberId>) -> Result<Vec<SigningKey>, StoreError>;

    /// Of many open ones the account's oldest goes: each touch that somebody breaks off leaves one.
    ///
    /// * Errors: `NoSuch` for an account that was erased.
    async fn keep_statement(&self, statement: OpenStatement, now: Timestamp) -> Result<(), StoreError>;

    /// An account's open statements about a launch, oldest first.
    async fn statements(&self, account: MemberId, launch: LaunchId, now: Timestamp) -> Result<Vec<OpenStatement>, StoreError>;

    /// Takes it away: of many that answer at once, one gets it.
    async fn take_statement(&self, id: ApprovalId, account: MemberId, now: Timestamp) -> Result<Option<OpenStatement>, StoreError>;
}
