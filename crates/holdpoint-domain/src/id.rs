//! Newtypes for every id, place and digest. Serde runs the rules too, so no handler can see a bad one.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::Digest as _;
use uuid::Uuid;

pub use jiff::Timestamp;
pub use jiff::civil::Date;

/// Why a text is no id. The sentence names the kind, what was given and the rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{given:?} is no {kind}: it takes {rule}")]
pub struct BadId {
    kind: &'static str,
    given: String,
    rule: &'static str,
}

impl BadId {
    fn new(kind: &'static str, given: &str, rule: &'static str) -> Self {
        // A hostile megabyte is not worth repeating.
        let given = given.chars().take(80).collect();
        Self { kind, given, rule }
    }

    /// What the text should have been, such as `item id`.
    pub fn kind(&self) -> &'static str {
        self.kind
    }
}

const NAME_RULE: &str = "1 to 64 of a-z, 0-9, '-', '.' and '_', a letter or digit first";

fn is_name(text: &str) -> bool {
    let inner = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '-' | '.' | '_');
    text.len() <= 64 && text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit()) && text.chars().all(inner)
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident = $kind:literal;)*) => {$(
        $(#[$doc])*
        ///
        /// 1 to 64 of `a-z`, `0-9`, `-`, `.` and `_`, a letter or digit first.
        // Its copies share one text: a launch is copied at each change.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "template-source", derive(schemars::JsonSchema))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(#[cfg_attr(feature = "template-source", schemars(regex(pattern = r"^[a-z0-9][a-z0-9._-]{0,63}$")))] Arc<str>);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl TryFrom<String> for $name {
            type Error = BadId;
            fn try_from(text: String) -> Result<Self, BadId> {
                if is_name(&text) { Ok(Self(text.into())) } else { Err(BadId::new($kind, &text, NAME_RULE)) }
            }
        }
        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                text.to_owned().try_into()
            }
        }
        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.as_str().to_owned()
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

names! {
    /// A checklist item, such as `webhooks.signature`.
    ItemId = "item id";
    /// A section of a checklist, such as `webhooks`.
    SectionId = "section id";
    /// A check of a template, such as `api.auth`.
    CheckId = "check id";
    /// A runbook of a template, such as `rollback`.
    RunbookId = "runbook id";
    /// A step of a runbook, such as `flag-off`.
    StepId = "step id";
    /// A target environment that the operator configured, such as `intercom-prod`.
    ConnectionName = "connection name";
    /// A ticket system that the operator configured, such as `jira`.
    SystemName = "ticket system's name";
    /// A template, such as `intercom-production`.
    TemplateName = "template name";
}

macro_rules! uuids {
    ($($(#[$doc:meta])* $name:ident = $kind:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(pub Uuid);

        impl TryFrom<String> for $name {
            type Error = BadId;
            fn try_from(text: String) -> Result<Self, BadId> {
                text.parse()
            }
        }
        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                // Only the hyphenated spelling: one id, one text.
                match Uuid::try_parse(text) {
                    Ok(id) if id.hyphenated().to_string() == text => Ok(Self(id)),
                    _ => Err(BadId::new($kind, text, "a UUID in lower case with hyphens")),
                }
            }
        }
        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.to_string()
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }
    )*};
}

uuids! {
    /// A person with an account on this server.
    MemberId = "member id";
    /// One wish of one person: a UUID made by the sender, so that resending is harmless. Those of the page are UUIDv7, which sort by time; any other will do.
    CommandId = "command id";
    /// One drill.
    DrillId = "drill id";
    /// One piece of evidence.
    EvidenceId = "evidence id";
    /// One comment.
    CommentId = "comment id";
    /// One accepted risk.
    WaiverId = "waiver id";
    /// One execution of a runbook.
    RunId = "run id";
    /// One run of a check.
    ReceiptId = "receipt id";
    /// One person's signature over a snapshot.
    ApprovalId = "approval id";
    /// One browser that is signed in: no secret, unlike what its cookie holds.
    SessionId = "session id";
    /// One passkey of an account.
    PasskeyId = "passkey id";
    /// One key that approves for its person.
    SigningKeyId = "signing key id";
    /// One API token: no secret, unlike the token itself.
    TokenId = "token id";
    /// One question to a passkey or an SSH key, which may be answered once.
    ChallengeId = "challenge id";
    /// One invitation of a colleague; not its token.
    InviteId = "invite id";
    /// One file on its way to the server.
    UploadId = "upload id";
}

/// A launch, written `LCH-42`. Numbers count up per server from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LaunchId(pub u32);

impl FromStr for LaunchId {
    type Err = BadId;
    fn from_str(text: &str) -> Result<Self, BadId> {
        let bad = || BadId::new("launch id", text, "LCH- and a number, such as LCH-42");
        let number: u32 = text.strip_prefix("LCH-").ok_or_else(bad)?.parse().map_err(|_| bad())?;
        let id = Self(number);
        if number == 0 || id.to_string() != text {
            return Err(bad());
        }
        Ok(id)
    }
}
impl TryFrom<String> for LaunchId {
    type Error = BadId;
    fn try_from(text: String) -> Result<Self, BadId> {
        text.parse()
    }
}
impl From<LaunchId> for String {
    fn from(id: LaunchId) -> String {
        id.to_string()
    }
}
impl fmt::Display for LaunchId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LCH-{}", self.0)
    }
}

/// A place in a launch's log: 1, 2, 3 … without gaps. 0 is before the first event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Seq(pub u64);

impl Seq {
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl fmt::Display for Seq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// SHA-256 of some bytes, written `sha256:` and 64 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest(pub [u8; 32]);

impl Digest {
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// 64 lower-case hex digits, as in-toto's digest sets want them.
    pub fn hex(&self) -> String {
        // Not `hex::encode`, which builds a string digit by digit: this is done for every event.
        let mut digits = [0; 64];
        _ = hex::encode_to_slice(self.0, &mut digits);
        str::from_utf8(&digits).unwrap_or_default().to_owned()
    }

    /// The first 12 hex digits, for people to compare at a glance.
    pub fn short(&self) -> String {
        hex::encode(&self.0[..6])
    }
}

impl FromStr for Digest {
    type Err = BadId;
    fn from_str(text: &str) -> Result<Self, BadId> {
        let bad = || BadId::new("digest", text, "sha256: and 64 lower-case hex digits");
        let digits = text.strip_prefix("sha256:").ok_or_else(bad)?;
        let mut bytes = [0; 32];
        hex::decode_to_slice(digits, &mut bytes).map_err(|_| bad())?;
        let digest = Self(bytes);
        if digest.hex() == digits { Ok(digest) } else { Err(bad()) }
    }
}
impl TryFrom<String> for Digest {
    type Error = BadId;
    fn try_from(text: String) -> Result<Self, BadId> {
        text.parse()
    }
}
impl From<Digest> for String {
    fn from(digest: Digest) -> String {
        digest.to_string()
    }
}
impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sha256:{}", self.hex())
    }
}
impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl MemberId {
    /// Who asked for a run that nobody asked for: no account has it.
    pub const SCHEDULE: Self = Self(Uuid::nil());

    /// The server itself, where it writes down what became of its own work: no account has it either.
    pub const SERVER: Self = Self(Uuid::max());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_one_spelling() {
        let cases = [
            ("LCH-1", true, "the first"),
            ("LCH-4294967295", true, "the last"),
            ("LCH-4294967296", false, "one more"),
            ("LCH-0", false, "counting starts at 1"),
            ("LCH-01", false, "no leading zero"),
            ("LCH-+1", false, "no sign"),
            ("lch-1", false, "upper case"),
            ("LCH-", false, "no number"),
        ];
        for (text, good, about) in cases {
            assert_eq!(text.parse::<LaunchId>().is_ok(), good, "{about}: {text}");
        }
        assert!("webhooks.signature".parse::<ItemId>().is_ok());
        assert!("".parse::<ItemId>().is_err());
        assert!(".x".parse::<ItemId>().is_err());
        assert!("a".repeat(64).parse::<ItemId>().is_ok());
        assert!("a".repeat(65).parse::<ItemId>().is_err());
        assert!("0192F0C4-0000-7000-8000-000000000000".parse::<MemberId>().is_err());
        assert!("0192f0c4-0000-7000-8000-000000000000".parse::<MemberId>().is_ok());
        let digest = Digest::of(b"");
        assert_eq!(digest.to_string().parse::<Digest>(), Ok(digest));
        assert!(digest.to_string().to_uppercase().parse::<Digest>().is_err());
    }
}
