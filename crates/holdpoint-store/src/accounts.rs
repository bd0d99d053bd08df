//! What belongs to an account: sessions, passkeys, recovery codes, API tokens, linked identities, and its log.
//!
//! Every [`Change`] is recorded in the account's log in the same transaction. Only digests of secrets are kept.

use async_trait::async_trait;
use holdpoint_domain::account::{Scope, SignedInWith};
use holdpoint_domain::id::*;
use holdpoint_domain::wire::{AccountEntry, PasskeyView, SessionView, TokenView};

use crate::signing::NewSigningKey;
use crate::{Account, StoreError};

/// How exact `used_at` of sessions and tokens is, in seconds: a write for every request would be too many.
pub(crate) const USED_EVERY: i64 = 300;

/// Of one account: nobody has more devices, and a lost script must not fill the disk.
pub(crate) const PASSKEYS: u32 = 20;
pub(crate) const TOKENS: u32 = 50;

/// Who does something to an account, where and when.
#[derive(Clone, Debug)]
pub struct Act {
    /// Whose account it is done to.
    pub account: MemberId,
    pub by: MemberId,
    pub by_name: String,
    /// Such as “Firefox on Linux”.
    pub device: String,
    pub at: Timestamp,
}

/// One thing that happens to an account.
#[derive(Clone, Debug)]
pub enum Change {
    /// Changes nothing and records nothing. Before a session is opened: what ends an account's sessions while somebody is signing in is not to
    /// leave them one that was opened with what is no more.
    ///
    /// * Errors: `NotAccepted` for what the account no longer has.
    StillOpens(WayIn),
    /// Opens a session and ends the one that this browser had.
    OpenSession(NewSession),
    /// * Errors: `NoSuch`.
    EndSession(SessionId),
    /// Sets the password and ends all sessions but one.
    SetPassword {
        /// argon2id, in PHC format.
        hash: String,
        keep: SessionId,
    },
    /// From a session that was opened by recovery it ends all others: some may be of whoever has what was lost.
    ///
    /// * Errors: `NotAccepted` for a credential that is enrolled already, or one too many.
    AddPasskey(NewPasskey),
    /// * Errors: `NoSuch`; `NotAccepted` for the last way to sign in.
    RemovePasskey(PasskeyId),
    /// Replaces all codes that there were.
    SetRecoveryCodes(Vec<Digest>),
    /// * Errors: `NotAccepted` for a code that is not there (any more).
    UseRecoveryCode(Digest),
    AddRecoveryLink {
        digest: Digest,
        expires_at: Timestamp,
    },
    /// * Errors: `NotAccepted` for a link that was used, has expired or never was.
    UseRecoveryLink(Digest),
    /// * Errors: `NotAccepted` for one too many.
    AddToken(NewApiToken),
    /// * Errors: `NoSuch`.
    RemoveToken(TokenId),
    /// * Errors: `NotAccepted` for an identity that an account has already.
    LinkIdentity(Identity),
    /// Ends all sessions but one too: some may be of whoever signs in with it.
    ///
    /// * Errors: `NoSuch`; `NotAccepted` for the last way to sign in.
    UnlinkIdentity {
        identity: Identity,
        keep: SessionId,
    },
    /// * Errors: `NotAccepted` for a key that is or was enrolled, or one too many.
    AddSigningKey(NewSigningKey),
    /// * Errors: `NoSuch`, also for one that was revoked before.
    RevokeSigningKey(SigningKeyId),
    /// Records nothing when it is so already.
    ///
    /// * Errors: `NotAccepted` for the server's only owner, who stays one.
    SetOwner(bool),
}

/// What somebody signs in with, as it was when it was looked at.
#[derive(Clone, Debug)]
pub enum WayIn {
    /// As [`Account`] has it.
    Password {
        hash: String,
    },
    Passkey(PasskeyId),
    Identity(Identity),
}

#[derive(Clone, Debug)]
pub struct NewSession {
    pub id: SessionId,
    /// Of what the cookie holds.
    pub digest: Digest,
    pub with: SignedInWith,
    pub expires_at: Timestamp,
    /// Nothing else may be done until a new password or passkey is set.
    pub renew: bool,
    /// When the person gave what they sign in with; long ago where that is not known.
    pub proved_at: Timestamp,
    /// What this browser held before.
    pub replaces: Option<Digest>,
}

/// Somebody, as an organisation's sign-in knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub issuer: String,
    /// Never given to anybody else by this issuer; names and e-mail addresses may be.
    pub subject: String,
}

impl Identity {
    /// By which addresses name it: a subject may be any text. An issuer is a URL, and has no line break.
    pub fn id(&self) -> Digest {
        Digest::of(format!("{}\n{}", self.issuer, self.subject).as_bytes())
    }
}

#[derive(Clone, Debug)]
pub struct NewPasskey {
    pub id: PasskeyId,
    pub credential: Vec<u8>,
    pub name: String,
    /// The public key, as the verifier wants it: JSON.
    pub key: String,
    /// The session that enrolled it: it needs no renewal any more.
    pub session: SessionId,
}

#[derive(Clone, Debug)]
pub struct NewApiToken {
    pub id: TokenId,
    pub digest: Digest,
    pub name: String,
    pub scopes: Vec<Scope>,
    pub expires_at: Timestamp,
}

/// A token's scopes, in one column of every store.
pub(crate) fn scope_words(scopes: &[Scope]) -> String {
    scopes.iter().copied().map(Scope::key).collect::<Vec<_>>().join(" ")
}

/// What a newer build wrote and this one does not know permits nothing here.
pub(crate) fn scopes(words: &str) -> Vec<Scope> {
    words.split(' ').filter_map(Scope::of).collect()
}

/// A session that has not ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenSession {
    pub id: SessionId,
    pub account: Account,
    /// When a password or passkey was given last, here or at a provider.
    pub proved_at: Timestamp,
    pub renew: bool,
}

/// A token that has neither expired nor been revoked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    pub id: TokenId,
    pub account: Account,
    pub scopes: Vec<Scope>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    pub id: PasskeyId,
    pub account: MemberId,
    pub credential: Vec<u8>,
    pub name: String,
    pub key: String,
}

/// Which entries of the log.
#[derive(Clone, Copy, Debug)]
pub struct LogQuery {
    /// `None`: everybody's.
    pub account: Option<MemberId>,
    /// Only entries older than this one.
    pub before: Option<u64>,
    pub limit: u32,
}

#[async_trait]
pub trait Accounts {
    /// Makes changes in one step: all of them and their entries in the log, or nothing.
    ///
    /// * Errors: those of the changes; `NoSuch` for an account that was erased.
    async fn change(&self, act: Act, changes: Vec<Change>) -> Result<(), StoreError>;

    /// Whose session it is, unless it has ended. Notes the use, to within five minutes.
    async fn session(&self, session: Digest, now: Timestamp) -> Result<Option<OpenSession>, StoreError>;

    /// The account's open sessions, used last first; none of them is `current`.
    async fn sessions(&self, account: MemberId, now: Timestamp) -> Result<Vec<SessionView>, StoreError>;

    /// Notes that a password or passkey was given again, here or at a provider.
    async fn proved(&self, session: SessionId, at: Timestamp) -> Result<(), StoreError>;

    async fn passkeys(&self, account: MemberId) -> Result<Vec<PasskeyView>, StoreError>;

    async fn passkey(&self, credential: Vec<u8>) -> Result<Option<Passkey>, StoreError>;

    /// The credential ids of an account, so that a device does not enrol twice.
    async fn credentials(&self, account: MemberId) -> Result<Vec<Vec<u8>>, StoreError>;

    async fn passkey_used(&self, id: PasskeyId, at: Timestamp) -> Result<(), StoreError>;

    async fn recovery_codes_left(&self, account: MemberId) -> Result<u32, StoreError>;

    /// Whose recovery link it is, unless it was used or has expired.
    async fn recovery_link(&self, link: Digest, now: Timestamp) -> Result<Option<MemberId>, StoreError>;

    /// The account's tokens that have not expired.
    async fn api_tokens(&self, account: MemberId, now: Timestamp) -> Result<Vec<TokenView>, StoreError>;

    /// Whose token it is. Notes the use, to within five minutes.
    async fn api_token(&self, token: Digest, now: Timestamp) -> Result<Option<ApiToken>, StoreError>;

    /// Keeps what the answer of a passkey, an SSH key or another server has to be compared with.
    async fn keep_challenge(&self, id: ChallengeId, kind: &'static str, state: String, expires_at: Timestamp) -> Result<(), StoreError>;

    /// Takes it away: of many that ask at once, one gets it.
    async fn take_challenge(&self, id: ChallengeId, kind: &'static str, now: Timestamp) -> Result<Option<String>, StoreError>;

    /// What an account is linked with, in the order of the issuers.
    async fn identities(&self, account: MemberId) -> Result<Vec<Identity>, StoreError>;

    async fn identified(&self, identity: Identity) -> Result<Option<Account>, StoreError>;

    /// Makes an account without a password for an identity that is new here, in one step; it never owns the server by itself.
    ///
    /// * `act`: its account and name are the new ones.
    /// * Errors: `NotAccepted` when nobody has an account yet, for a name that is taken, or for an identity that an account has.
    async fn make_account(&self, act: Act, identity: Identity) -> Result<Account, StoreError>;

    /// Newest first.
    async fn account_log(&self, query: LogQuery) -> Result<Vec<AccountEntry>, StoreError>;
}
