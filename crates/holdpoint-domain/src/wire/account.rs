//! Bodies of `/api/account`, `/api/passkeys`, `/api/recovery` and `/api/oidc`.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::account::{AccountEvent, Scope, SignedInWith};
use crate::id::*;

/// Characters of a password.
pub const PASSWORD_CHARS: RangeInclusive<usize> = 10..=1_000;

/// Days until an API token expires: a year, and a day for whoever renews it.
pub const TOKEN_DAYS: RangeInclusive<u32> = 1..=366;

/// Entries of an account's log in one answer.
pub const LOG_ENTRIES: u32 = 100;

/// The answer to each `…/begin`: what the browser is to be asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PasskeyBegun {
    /// Given back with the answer; works once, for 5 minutes.
    pub challenge: ChallengeId,
    /// For `PublicKeyCredential.parseCreationOptionsFromJSON` or `…parseRequestOptionsFromJSON`.
    pub options: Value,
}

/// `POST /api/account/passkeys`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnrolPasskey {
    pub challenge: ChallengeId,
    /// 1 to 60 characters; for the person alone.
    pub name: String,
    /// What `PublicKeyCredential.toJSON` gives.
    pub credential: Value,
}

/// `POST /api/passkeys/sign-in` and `POST /api/account/proof/passkey`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasskeyAnswer {
    pub challenge: ChallengeId,
    /// What `PublicKeyCredential.toJSON` gives.
    pub credential: Value,
}

/// `POST /api/account/proof` and `POST /api/account/password`
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Password {
    pub password: String,
}

/// `POST /api/recovery/code`
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecoverWithCode {
    pub name: String,
    /// Hyphens, blanks and case do not matter.
    pub code: String,
}

/// `POST /api/recovery/link`
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecoverWithLink {
    pub token: String,
}

/// The answer to `POST /api/account/recovery-codes`: shown this once.
#[derive(Clone, Serialize, Deserialize)]
pub struct RecoveryCodes {
    pub codes: Vec<String>,
}

/// `GET /api/account`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    pub has_password: bool,
    pub passkeys: Vec<PasskeyView>,
    pub recovery_codes_left: u32,
    /// Issuers whose sign-in is linked.
    pub identities: Vec<String>,
    /// The same, with all that is known of each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub linked: Vec<IdentityView>,
    /// Until then nothing has to be proved again; absent when it has to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proved_until: Option<Timestamp>,
    pub sessions: Vec<SessionView>,
    pub tokens: Vec<TokenView>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyView {
    pub id: PasskeyId,
    pub name: String,
    pub created_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_at: Option<Timestamp>,
}

/// A linked sign-in of an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IdentityView {
    /// For `DELETE /api/account/identities/{id}`.
    pub id: Digest,
    pub issuer: String,
    /// As the issuer knows the person.
    pub subject: String,
    /// The operator's name for the issuer; absent where it is configured no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    /// Tells nothing of the session's secret.
    pub id: SessionId,
    /// Such as “Firefox on Linux”.
    pub device: String,
    pub with: SignedInWith,
    pub created_at: Timestamp,
    /// To within five minutes.
    pub used_at: Timestamp,
    /// Whether it is the session that asks.
    pub current: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenView {
    pub id: TokenId,
    pub name: String,
    pub scopes: Vec<Scope>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    /// To within five minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_at: Option<Timestamp>,
}

/// `POST /api/account/tokens`
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// 1 to 60 characters, such as what it is for.
    pub name: String,
    /// At least one.
    pub scopes: Vec<Scope>,
    /// Days until it expires, 1 to 366.
    pub days: u32,
}

/// The answer to `POST /api/account/tokens`: the secret is shown this once.
#[derive(Clone, Serialize, Deserialize)]
pub struct TokenMade {
    pub token: TokenView,
    /// `hpt_` and 64 hex digits, for `Authorization: Bearer`.
    pub secret: String,
}

/// One of `GET /api/account/log` and `GET /api/accounts/log`, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountEntry {
    /// Counts up; `?before=` it gives older ones.
    pub id: u64,
    pub at: Timestamp,
    /// Whose account it is about.
    pub account: MemberId,
    pub account_name: String,
    /// Who did it.
    pub by: MemberId,
    pub by_name: String,
    pub device: String,
    pub event: AccountEvent,
}

/// An organisation's own sign-in (OpenID Connect): a link to `/api/oidc/NAME/start`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OidcWay {
    /// For people, and for addresses as it is.
    pub name: String,
    /// The claim that groups are read from: whoever is refused for their groups is told of it.
    pub claim: String,
}

/// `POST /api/people/{id}/erasure`: cannot be undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Erase {
    /// Whether to say only what would be erased.
    pub dry_run: bool,
}

/// What was erased, or would be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ErasureView {
    pub person: MemberId,
    /// In the order of their ids; only those in which something is replaced, or the person has a role.
    pub launches: Vec<ErasedInLaunch>,
    pub sessions: u32,
    pub passkeys: u32,
    pub api_tokens: u32,
    /// Links with an organisation's sign-in.
    pub identities: u32,
    /// Keys for approvals: their public halves stay, so that what they signed still verifies.
    pub signing_keys: u32,
    /// Their approvals, which stay as they were signed, name and comment included.
    pub approvals: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ErasedInLaunch {
    pub launch: LaunchId,
    /// The places of the events that are replaced.
    pub events: Vec<Seq>,
    /// Whether a role is taken away.
    pub role: bool,
}

impl ErasureView {
    pub fn events(&self) -> usize {
        self.launches.iter().map(|launch| launch.events.len()).sum()
    }
}
