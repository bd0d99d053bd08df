//! Why a launch may not go, or what a reader should know all the same: what a reason is made of, its sentence in English, and its JSON.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Status;
use super::refusal::role_words;
use crate::check::Standing;
use crate::id::{CheckId, ItemId, Timestamp};
use crate::sentence::counted;
use crate::template::Role;

/// One reason, with what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "FlatReason", into = "FlatReason")]
pub struct Reason {
    pub item: Option<ItemId>,
    pub check: Option<CheckId>,
    pub why: Why,
}

impl Reason {
    pub fn kind(&self) -> ReasonKind {
        self.why.kind()
    }

    /// The sentence, in English.
    pub fn text(&self) -> String {
        self.why.to_string()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasonKind {
    ItemOpen,
    EvidenceMissing,
    EvidenceExpired,
    CheckFailing,
    CheckMissing,
    CheckStale,
    CheckUnknown,
    CheckWarning,
    /// It proves nothing now, and nothing rests on it alone.
    CheckUnproven,
    WaiverExpired,
    WaiverInForce,
    NotApplicable,
    ApprovalMissing,
    ApprovalStale,
    /// Segregation of duties: who did it is the only one who signed for it.
    SameHands,
    EndsInWindow,
    /// A newer server's, which this build does not know.
    #[serde(other)]
    Other,
}

impl ReasonKind {
    /// Whether it goes away by signing.
    pub fn is_about_approvals(self) -> bool {
        matches!(self, ReasonKind::ApprovalMissing | ReasonKind::ApprovalStale | ReasonKind::SameHands)
    }

    /// Where it comes among others, for people: what is broken, then what is only open, then what is only to be signed.
    pub fn rank(self) -> usize {
        match self {
            ReasonKind::ItemOpen => 1,
            ReasonKind::ApprovalMissing | ReasonKind::ApprovalStale | ReasonKind::SameHands => 2,
            ReasonKind::EvidenceMissing
            | ReasonKind::EvidenceExpired
            | ReasonKind::CheckFailing
            | ReasonKind::CheckMissing
            | ReasonKind::CheckStale
            | ReasonKind::CheckUnknown
            | ReasonKind::CheckWarning
            | ReasonKind::CheckUnproven
            | ReasonKind::WaiverExpired
            | ReasonKind::WaiverInForce
            | ReasonKind::NotApplicable
            | ReasonKind::EndsInWindow
            | ReasonKind::Other => 0,
        }
    }
}

/// Why a check proves nothing, though it does not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lack {
    NotRun,
    Stale,
    Unknown,
}

impl Lack {
    /// * `standing`: of the check's receipt, if it has one.
    pub(super) fn of(standing: Option<Standing>) -> Option<Self> {
        match standing {
            None => Some(Lack::NotRun),
            Some(Standing::Stale) => Some(Lack::Stale),
            Some(Standing::Unknown) => Some(Lack::Unknown),
            Some(Standing::Passing | Standing::Warning | Standing::Failing) => None,
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Lack::NotRun => "has not run",
            Lack::Stale => "is stale",
            Lack::Unknown => "has an unknown result",
        }
    }
}

/// Declares [`Why`] and how its values come and go. Of several with one kind, the one with more values stands first: it is read by what is there.
macro_rules! whys {
    ($($(#[$doc:meta])* $kind:ident: $name:ident { $($value:ident: $type:ty),* };)*) => {
        /// What a reason says, and of what. `T` is a text: borrowed while the launch is weighed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Why<T = String> {
            $($(#[$doc])* $name { $($value: $type),* },)*
            /// As another version of the server tells it, when this build does not know of what.
            Told { kind: ReasonKind, text: T },
        }

        impl<T> Why<T> {
            pub fn kind(&self) -> ReasonKind {
                match self {
                    $(Why::$name { .. } => ReasonKind::$kind,)*
                    Why::Told { kind, .. } => *kind,
                }
            }
        }

        impl Why<&str> {
            pub(super) fn owned(self) -> Why {
                match self {
                    $(Why::$name { $($value),* } => Why::$name { $($value: $value.into()),* },)*
                    Why::Told { kind, text } => Why::Told { kind, text: text.to_owned() },
                }
            }
        }

        impl Why {
            fn values(self) -> Option<Values> {
                match self {
                    $(Why::$name { $($value),* } => Some(Values { $($value: Some($value),)* ..Values::default() }),)*
                    Why::Told { .. } => None,
                }
            }

            /// `None`: a sentence that this build does not know.
            fn of(kind: ReasonKind, values: Values) -> Option<Self> {
                match (kind, values) {
                    $((ReasonKind::$kind, Values { $($value: Some($value),)* .. }) => Some(Why::$name { $($value),* }),)*
                    _ => None,
                }
            }
        }
    };
}

whys! {
    ItemOpen: ItemOpen { title: T, status: Status };
    EvidenceMissing: EvidenceMissing { title: T };
    EvidenceExpired: EvidenceExpired { title: T };
    CheckFailing: CheckFailing { title: T, check: T };
    /// It proves no item.
    CheckFailing: BareCheckFailing { check: T };
    CheckMissing: CheckMissing { title: T, check: T };
    CheckStale: CheckStale { title: T, check: T };
    CheckUnknown: CheckUnknown { title: T, check: T };
    CheckWarning: CheckWarning { title: T, check: T };
    CheckUnproven: CheckUnproven { title: T, check: T, lack: Lack };
    CheckUnproven: BareCheckUnproven { check: T, lack: Lack };
    WaiverExpired: WaiverExpired { title: T };
    WaiverInForce: WaiverInForce { title: T, end: Timestamp, why: T };
    NotApplicable: NotApplicable { title: T, why: T };
    /// Nobody said why.
    NotApplicable: NotJustified { title: T };
    /// The first item, and how many more.
    ApprovalMissing: ItemsNotSigned { title: T, more: usize, count: u32, role: Role };
    ApprovalMissing: ItemNotSigned { title: T, count: u32, role: Role };
    ApprovalMissing: TooFewSigned { have: u32, count: u32, role: Role };
    ApprovalMissing: NobodySigned { role: Role };
    ApprovalStale: SignedBeforeItem { name: T, item: T };
    ApprovalStale: SignedBeforeItems { name: T, items: usize };
    ApprovalStale: SignedBeforeDetails { name: T };
    /// The first item, and how many more.
    SameHands: SameHandsMore { title: T, more: usize };
    SameHands: SameHands { title: T };
    EndsInWindow: EndsInWindow { end: Timestamp, to: Timestamp };
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::ItemOpen { title, status } => write!(f, "“{title}” is {}.", status.words()),
            Why::EvidenceMissing { title } => write!(f, "“{title}” is ticked without evidence."),
            Why::EvidenceExpired { title } => write!(f, "The evidence of “{title}” has expired."),
            Why::CheckFailing { title, check } => write!(f, "“{title}” is ticked, but the check “{check}” fails."),
            Why::BareCheckFailing { check } => write!(f, "The check “{check}” fails."),
            Why::CheckMissing { title, check } => write!(f, "“{title}” needs the check “{check}”; it has not run."),
            Why::CheckStale { title, check } => write!(f, "“{title}” rests on the check “{check}”, which is stale."),
            Why::CheckUnknown { title, check } => write!(f, "“{title}” needs the check “{check}”; its result is unknown."),
            Why::CheckWarning { title, check } => write!(f, "The check “{check}” of “{title}” warns."),
            Why::CheckUnproven { title, check, lack } => write!(f, "The check “{check}” of “{title}” {}.", lack.words()),
            Why::BareCheckUnproven { check, lack } => write!(f, "The check “{check}” {}.", lack.words()),
            Why::WaiverExpired { title } => write!(f, "The waiver of “{title}” has expired; it is open again."),
            Why::WaiverInForce { title, end, why } => write!(f, "“{title}” is waived until {end}: {why}"),
            Why::NotApplicable { title, why } => write!(f, "“{title}” does not apply: {why}"),
            Why::NotJustified { title } => write!(f, "“{title}” does not apply: no justification"),
            Why::ItemsNotSigned { title, more, count, role } => {
                write!(f, "“{title}” and {} are not signed by {} as they are now.", more_items(*more), signers(*count, *role))
            }
            Why::ItemNotSigned { title, count, role } => write!(f, "“{title}” is not signed by {} as it is now.", signers(*count, *role)),
            Why::TooFewSigned { have, count, role } => write!(f, "{have} of {count} people have signed as {}.", role_words(*role)),
            Why::NobodySigned { role } => write!(f, "No {} has signed what is here now.", role_words(*role)),
            Why::SignedBeforeItem { name, item } => write!(f, "{name} signed before item {item} changed."),
            Why::SignedBeforeItems { name, items } => write!(f, "{name} signed before {items} items changed."),
            Why::SignedBeforeDetails { name } => write!(f, "{name} signed before the launch's details changed."),
            Why::SameHandsMore { title, more } => {
                write!(f, "“{title}” and {} are signed only by who did them; somebody else has to sign too.", more_items(*more))
            }
            Why::SameHands { title } => write!(f, "“{title}” is signed only by who did it; somebody else has to sign for it too."),
            Why::EndsInWindow { end, to } => {
                write!(f, "What the sign-off rests on ends at {end}, before the change window does at {to}.")
            }
            Why::Told { text, .. } => f.write_str(text),
        }
    }
}

fn signers(count: u32, role: Role) -> String {
    let role = role_words(role);
    if count == 1 { format!("any {role}") } else { format!("{count} people as {role}") }
}

fn more_items(count: usize) -> String {
    counted(count, "more item", "more items")
}

/// A reason in JSON.
#[derive(Serialize, Deserialize)]
struct FlatReason {
    kind: ReasonKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    item: Option<ItemId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    check: Option<CheckId>,
    text: String,
    /// Absent: an older server's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    values: Option<Values>,
}

macro_rules! values {
    ($($name:ident: $type:ty,)*) => {
        /// What stands in the sentence, by its names: those of [`Why`].
        #[derive(Default, Serialize, Deserialize)]
        struct Values {
            $(#[serde(default, skip_serializing_if = "Option::is_none")] $name: Option<$type>,)*
        }
    };
}

values! {
    title: String,
    check: String,
    lack: Lack,
    status: Status,
    end: Timestamp,
    to: Timestamp,
    why: String,
    have: u32,
    count: u32,
    role: Role,
    more: usize,
    name: String,
    item: String,
    items: usize,
}

impl From<Reason> for FlatReason {
    fn from(reason: Reason) -> Self {
        let (kind, text) = (reason.kind(), reason.text());
        let Reason { item, check, why } = reason;
        Self { kind, item, check, text, values: why.values() }
    }
}

impl From<FlatReason> for Reason {
    fn from(flat: FlatReason) -> Self {
        let FlatReason { kind, item, check, text, values } = flat;
        let why = values.and_then(|values| Why::of(kind, values)).unwrap_or(Why::Told { kind, text });
        Self { item, check, why }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Reason {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn a_reason_in_json_has_its_sentence_and_what_stands_in_it() {
        let why = Why::CheckFailing { title: "Backups".into(), check: "Restore".into() };
        let reason = Reason { item: Some("backups".parse().unwrap()), check: Some("restore".parse().unwrap()), why };
        let text = "“Backups” is ticked, but the check “Restore” fails.";
        let about = r#""item":"backups","check":"restore""#;
        let json = format!(r#"{{"kind":"check_failing",{about},"text":"{text}","values":{{"title":"Backups","check":"Restore"}}}}"#);
        assert_eq!(serde_json::to_string(&reason).unwrap(), json);
        assert_eq!(read(&json), reason);
        let end = "2026-12-01T00:00:00Z".parse().unwrap();
        let reason = Reason { item: None, check: None, why: Why::EndsInWindow { end, to: end } };
        assert_eq!(read(&serde_json::to_string(&reason).unwrap()), reason);
    }

    #[test]
    fn what_another_version_says_stays_as_it_came() {
        let older = r#"{"kind":"item_open","item":"a","text":"“A” is open."}"#;
        assert_eq!((read(older).kind(), read(older).text().as_str()), (ReasonKind::ItemOpen, "“A” is open."));
        assert_eq!(serde_json::to_string(&read(older)).unwrap(), older);
        for newer in [
            r#"{"kind":"moon_full","text":"The moon is full.","values":{"moons":1}}"#,
            r#"{"kind":"item_open","text":"The moon is full.","values":{"moons":1}}"#,
        ] {
            assert_eq!(read(newer).text(), "The moon is full.");
        }
    }
}
