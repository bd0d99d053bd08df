//! Accounts: what happens to one, and what a token may do. Stored words are forever: `testdata/account-events-v1.jsonl` has one of every kind.

mod oidc;

use serde::{Deserialize, Serialize};

use crate::id::*;
use crate::sentence::counted;

pub use oidc::OidcTrouble;

/// What an API token may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// Read launches, their events and their gate.
    #[serde(rename = "launches:read")]
    LaunchesRead,
    /// Make launches and send any command but the approval of a waiver: who has which role and whose signatures it takes, as far as its person may.
    #[serde(rename = "commands:write")]
    CommandsWrite,
    /// Run checks.
    #[serde(rename = "checks:run")]
    ChecksRun,
    /// Add evidence, and nothing else.
    #[serde(rename = "evidence:write")]
    EvidenceWrite,
    /// Download reports.
    #[serde(rename = "reports:read")]
    ReportsRead,
}

impl Scope {
    pub const ALL: [Scope; 5] = [Scope::LaunchesRead, Scope::CommandsWrite, Scope::ChecksRun, Scope::EvidenceWrite, Scope::ReportsRead];

    /// As it is written in requests and in the database.
    pub fn key(self) -> &'static str {
        match self {
            Scope::LaunchesRead => "launches:read",
            Scope::CommandsWrite => "commands:write",
            Scope::ChecksRun => "checks:run",
            Scope::EvidenceWrite => "evidence:write",
            Scope::ReportsRead => "reports:read",
        }
    }

    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.key() == key)
    }

    /// What it permits, for people.
    pub fn words(self) -> &'static str {
        match self {
            Scope::LaunchesRead => "read launches",
            Scope::CommandsWrite => "make and change launches, their roles and policy too",
            Scope::ChecksRun => "run checks",
            Scope::EvidenceWrite => "add evidence",
            Scope::ReportsRead => "download reports",
        }
    }
}

/// What kind of key a person approves with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyKind {
    Passkey,
    Ssh,
}

impl KeyKind {
    pub fn words(self) -> &'static str {
        match self {
            KeyKind::Passkey => "passkey",
            KeyKind::Ssh => "SSH key",
        }
    }
}

/// What somebody signed in with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignedInWith {
    Password,
    Passkey,
    RecoveryCode,
    RecoveryLink,
    /// The organisation's own sign-in.
    Oidc,
    /// The account was made just then.
    NewAccount,
}

impl SignedInWith {
    pub fn words(self) -> &'static str {
        match self {
            SignedInWith::Password => "the password",
            SignedInWith::Passkey => "a passkey",
            SignedInWith::RecoveryCode => "a recovery code",
            SignedInWith::RecoveryLink => "a recovery link of the server's owner",
            SignedInWith::Oidc => "the organisation's sign-in",
            SignedInWith::NewAccount => "the new account",
        }
    }
}

/// Something that happened to an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum AccountEvent {
    SignedIn {
        session: SessionId,
        with: SignedInWith,
    },
    SessionEnded {
        session: SessionId,
        device: String,
    },
    PasswordChanged {
        sessions_ended: u32,
    },
    PasskeyEnrolled {
        passkey: PasskeyId,
        name: String,
    },
    PasskeyRemoved {
        passkey: PasskeyId,
        name: String,
    },
    RecoveryCodesMade {
        codes: u32,
    },
    RecoveryCodeUsed {
        left: u32,
    },
    RecoveryLinkMade {
        expires_at: Timestamp,
    },
    RecoveryLinkUsed,
    TokenMade {
        token: TokenId,
        name: String,
        scopes: Vec<Scope>,
        expires_at: Timestamp,
    },
    TokenRevoked {
        token: TokenId,
        name: String,
    },
    IdentityLinked {
        issuer: String,
    },
    IdentityUnlinked {
        issuer: String,
    },
    OwnerRightSet {
        owner: bool,
    },
    SigningKeyEnrolled {
        key: SigningKeyId,
        kind: KeyKind,
        name: String,
    },
    SigningKeyRevoked {
        key: SigningKeyId,
        name: String,
    },
    /// The person was erased, with what this many events of launches told of them.
    Erased {
        launches: u32,
        events: u32,
    },
}

impl AccountEvent {
    /// What happened, for people; the sentence goes on after “Ada”.
    pub fn words(&self) -> String {
        match self {
            AccountEvent::SignedIn { with, .. } => format!("signed in with {}", with.words()),
            AccountEvent::SessionEnded { device, .. } => format!("ended the session of {device}"),
            AccountEvent::PasswordChanged { sessions_ended: 0 } => "set a new password".into(),
            AccountEvent::PasswordChanged { sessions_ended: 1 } => "set a new password, which ended one other session".into(),
            AccountEvent::PasswordChanged { sessions_ended } => {
                format!("set a new password, which ended {sessions_ended} other sessions")
            }
            AccountEvent::PasskeyEnrolled { name, .. } => format!("enrolled the passkey “{name}”"),
            AccountEvent::PasskeyRemoved { name, .. } => format!("removed the passkey “{name}”"),
            AccountEvent::RecoveryCodesMade { codes } => format!("made {codes} new recovery codes; older ones ended"),
            AccountEvent::RecoveryCodeUsed { left: 1 } => "used a recovery code; 1 is left".into(),
            AccountEvent::RecoveryCodeUsed { left } => format!("used a recovery code; {left} are left"),
            AccountEvent::RecoveryLinkMade { .. } => "made a recovery link for this account".into(),
            AccountEvent::RecoveryLinkUsed => "used a recovery link".into(),
            AccountEvent::TokenMade { name, scopes, .. } => {
                let scopes: Vec<_> = scopes.iter().map(|scope| scope.words()).collect();
                format!("made the API token “{name}”, which may {}", scopes.join(", "))
            }
            AccountEvent::TokenRevoked { name, .. } => format!("revoked the API token “{name}”"),
            AccountEvent::IdentityLinked { issuer } => format!("linked the sign-in of {issuer}"),
            AccountEvent::IdentityUnlinked { issuer } => format!("unlinked the sign-in of {issuer}, which ended all other sessions"),
            AccountEvent::OwnerRightSet { owner: true } => "made this account an owner of this server".into(),
            AccountEvent::OwnerRightSet { owner: false } => "took from this account the right of an owner of this server".into(),
            AccountEvent::SigningKeyEnrolled { kind, name, .. } => format!("enrolled the {} “{name}” for approvals", kind.words()),
            AccountEvent::SigningKeyRevoked { name, .. } => format!("revoked the key “{name}” for approvals"),
            AccountEvent::Erased { launches, events } => {
                let (events, launches) = (counted(*events, "event", "events"), counted(*launches, "launch", "launches"));
                format!("erased this person, with what {events} of {launches} told of them")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORED: &str = include_str!("../testdata/account-events-v1.jsonl");

    #[test]
    fn every_account_event_ever_stored_still_reads_and_writes_the_same() {
        for line in STORED.lines() {
            let event: AccountEvent = serde_json::from_str(line).unwrap();
            assert_eq!(serde_json::to_string(&event).unwrap(), line);
            assert!(event.words().contains(' '), "{line}");
        }
        assert_eq!(STORED.lines().count(), 17 + 5, "one of every kind, and one for each way to sign in");
    }

    #[test]
    fn scopes_read_back_as_they_are_written() {
        for scope in Scope::ALL {
            assert_eq!(Scope::of(scope.key()), Some(scope));
            assert_eq!(serde_json::to_value(scope).unwrap(), scope.key());
        }
        assert_eq!(Scope::of("commands:approve"), None);
    }
}
