//! What the steps of a verification find: what a finding is made of, and its sentence in English. The page says it in its reader's language.

mod summary;

use std::fmt;

use serde::{Serialize, Serializer};

use super::approver::BadSignature;
use super::encoding::to_base64;
use super::history::BadHistory;
use super::html::RENDITION;
use super::merkle::Head;
use super::note::BadCheckpoint;
use super::signoff::{SNAPSHOT_MEDIA_TYPE, SignoffApproval};
use super::ssh::BadSshSignature;
use super::statement::APPROVAL;
use super::timestamp::BadTimestamp;
use super::tlog_proof::BadProof;
use super::verify::CLOCK_SLACK_MINUTES;
use super::words;
use crate::check::Verdict;
use crate::id::{CheckId, Digest, ItemId, LaunchId, Seq, Timestamp};
use crate::launch::{Decision, Reason};
use crate::sentence::counted;
use crate::template::{Role, SIGNERS};

pub use summary::Summary;

/// What a step found. Displays as a phrase for people, and is that phrase in JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    Key(Key),
    Content(Content),
    Log(Log),
    Replay(Replay),
    Stamp(Stamp),
    Receipt(Receipt),
    Approvals(Approvals),
    Approval(Who, Approval),
    Signature(Who, Signature),
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Found::Key(found) => found.fmt(f),
            Found::Content(found) => found.fmt(f),
            Found::Log(found) => found.fmt(f),
            Found::Replay(found) => found.fmt(f),
            Found::Stamp(found) => found.fmt(f),
            Found::Receipt(found) => found.fmt(f),
            Found::Approvals(found) => found.fmt(f),
            Found::Approval(who, found) => write!(f, "{who}: {found}"),
            Found::Signature(who, found) => write!(f, "{who}: {found}"),
        }
    }
}

impl Serialize for Found {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

macro_rules! groups {
    ($($group:ident)*) => { $(
        impl From<$group> for Found {
            fn from(found: $group) -> Self {
                Found::$group(found)
            }
        }
    )* };
}

groups! { Key Content Log Replay Stamp Receipt Approvals }

impl From<(&Who, Approval)> for Found {
    fn from((who, found): (&Who, Approval)) -> Self {
        Found::Approval(who.clone(), found)
    }
}

impl From<(&Who, Signature)> for Found {
    fn from((who, found): (&Who, Signature)) -> Self {
        Found::Signature(who.clone(), found)
    }
}

/// Whose approval it is, and as what they gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    pub name: String,
    pub role: Role,
}

impl Who {
    pub fn of(told: &SignoffApproval) -> Self {
        Self { name: told.approver.name.clone(), role: told.role }
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} as {}", self.name, words::role(self.role))
    }
}

/// What log, statement and report have to tell alike of an approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Launch,
    Person,
    Time,
    Place,
    Revision,
    Approval,
    Role,
    Comment,
    Snapshot,
    Statement,
    Attestation,
    Items,
    Revocation,
}

impl Part {
    pub fn words(self) -> &'static str {
        match self {
            Part::Launch => "launch",
            Part::Person => "person",
            Part::Time => "time",
            Part::Place => "place",
            Part::Revision => "revision",
            Part::Approval => "approval",
            Part::Role => "role",
            Part::Comment => "comment",
            Part::Snapshot => "snapshot",
            Part::Statement => "statement",
            Part::Attestation => "attestation",
            Part::Items => "items",
            Part::Revocation => "revocation",
        }
    }
}

/// Whether anybody believed says whose a timestamp is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Pinned,
    NonePinned,
    NoTrust,
}

impl Whose {
    /// The end of a sentence.
    fn words(self) -> &'static str {
        match self {
            Whose::Pinned => ", under a pinned certificate",
            Whose::NonePinned => "; the trust file pins no authority of timestamps, so anybody could have made it",
            Whose::NoTrust => "; no trust file was given, so anybody could have made it",
        }
    }
}

/// Declares findings, in groups: `Name { values } "the sentence";`. The compiler holds the names in a sentence to its values.
macro_rules! findings {
    ($(
        $(#[$about:meta])*
        $group:ident { $($(#[$doc:meta])* $name:ident $({ $($value:ident: $type:ty),* })? $words:literal $(, $shown:expr)*;)* }
    )*) => { $(
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $group { $($(#[$doc])* $name $({ $($value: $type),* })?,)* }

        impl fmt::Display for $group {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $($group::$name $({ $($value),* })? => write!(f, $words $(, $shown)*),)*
                }
            }
        }
    )* };
}

findings! {
    /// Of the server's keys, and what is signed with them; of the trust file's countersignature.
    Key {
        Own "no trust file was given, so the key is the one that the file brings along";
        NoneOwn "no trust file was given, and the file does not bring its own key along";
        Unlisted { key: Digest } "the file is signed with {key}, which the trust file does not list";
        InUse { key: Digest, at: Timestamp } "{key} is pinned, and was in use at {at}";
        OutOfUse { key: Digest, at: Timestamp } "{key} is pinned, but was not in use at {at}, when the file says it was issued";
        ReportUnfit { key: Digest } "the signature does not fit the report under the key {key}";
        ReceiptUnfit { key: Digest } "the signature does not fit the receipt under the key {key}";
        Fits { key: Digest } "ECDSA P-256 under the key {key}";
        StatementForm { form: &'static str, why: String } "the signed statement is not of the form that {form} has: {why}";
        Statement { form: &'static str } "in-toto Statement v1 with {form}";
        NotCountersigned "the trust file is not countersigned: trust.json.sig, as ssh-keygen -Y sign makes it, was not given";
        BadCountersignature { fault: BadSshSignature } "{fault}";
        /// `key`: its fingerprint.
        Countersigned { key: String } "the trust file is countersigned with {key}";
    }

    /// Of what a report contains, and what follows from it.
    Content {
        Snapshot { digest: Digest, revision: Seq, items: usize } "{digest}, revision {revision}, {}", counted(*items, "item", "items");
        SnapshotMedia "the snapshot's media type is not {SNAPSHOT_MEDIA_TYPE}";
        SnapshotDigest "the snapshot's bytes do not have the digest that the report gives";
        SnapshotUnread { why: String } "the snapshot cannot be read: {why}";
        SnapshotVersion { version: u32 } "the snapshot has the version {version}; this build reads 1";
        /// `id`: of an item, a check or a person.
        SnapshotTwice { id: String } "the snapshot has {id} twice";
        SnapshotPolicy "no launch has the policy that the snapshot tells: one asks {} to {} people to sign as approver or as release manager, and names a role once", SIGNERS.start(), SIGNERS.end();
        SnapshotOwnWaiver { item: ItemId } "the waiver of item {item} is approved by who requested it";
        SnapshotProvesNothing { check: CheckId, item: ItemId } "the check {check} proves item {item}, which the snapshot does not have";
        LaunchOther "the launch that the report names is not the one in its snapshot: name, ticket, artifacts or members differ";
        TemplateOther "the template that the report names is not the one in its snapshot";
        Launch { id: LaunchId, name: String, ticket: Option<String> } "{id} “{name}”, {}, as in the snapshot", ticket.as_deref().unwrap_or("no change ticket");
        NoSubject "the report is about nothing: it has no subject";
        /// `html`: the name of the HTML file.
        SubjectsOther { html: String, artifacts: usize } "the report's subjects are not {html} and the {} of the launch", counted(*artifacts, "artifact", "artifacts");
        Subjects { html: String, artifacts: usize } "{html} and {}", counted(*artifacts, "artifact", "artifacts");
        HtmlNotGiven "the HTML file was not given";
        Html { digest: Digest } "the HTML file is the one that was signed, {digest}";
        HtmlOther { digest: Digest, signed: Digest } "the HTML file at hand has {digest}, the one that was signed {signed}";
        HtmlNoRules "the HTML was made by the rules 0, which no report has; the first are 1";
        HtmlOtherRules { rules: u32 } "the HTML was made by other rules ({rules}; this build knows {RENDITION}), so believe the bundle";
        HtmlSame "the HTML that was signed tells what the bundle tells: made again, it is the same";
        HtmlDiffers "the HTML that was signed does not tell what the bundle tells";
        Counts { items: u32, checks: u32, approvals: u32 } "{}, {}, {}",
            counted(*items, "item", "items"), counted(*checks, "check", "checks"), counted(*approvals, "approval", "approvals");
        CountsWrong "the counts that the report gives do not follow from its snapshot";
        /// `why`: the first reason for what follows.
        DecisionOther { says: Decision, follows: Decision, why: Option<Reason> } "the report says “{}”, but “{}” follows from what it contains: {}",
            words::decision(*says), words::decision(*follows), why.as_ref().map_or_else(|| "nothing stands against it".to_owned(), Reason::text);
        DecisionUntil "the report is wrong about until when it holds";
        Decision { says: Decision } "“{}” follows from the snapshot, the approvals and the time", words::decision(*says);
        TimesLater { issued: Timestamp, later: Timestamp } "the report says it was issued at {issued}, but tells of something at {later}";
        Times { issued: Timestamp } "nothing that the report tells of is later than {issued}";
    }

    /// Of the launch's log, the report's own place in it, and the log of an earlier report.
    Log {
        KeyOther { launch: LaunchId } "the report's log key is not one of the log of {launch}";
        KeyOwn "no trust file was given, so the log's key is the one that the report brings along";
        KeyUnlisted { log: String } "the trust file does not list this key for the log {log}";
        KeyInUse { log: String, at: Timestamp } "{log} is pinned, and was in use at {at}";
        KeyOutOfUse { log: String, at: Timestamp } "{log} is pinned, but was not in use at {at}";
        Checkpoint { head: Head } "{}, root {}", counted(head.size, "entry", "entries"), to_base64(&head.root);
        CheckpointOther { size: u64, revision: Seq } "the checkpoint is over {}, but the snapshot is of revision {revision}", counted(*size, "entry", "entries");
        BadCheckpoint { fault: BadCheckpoint } "{fault}";
        ProofNotGiven "the .tlog-proof file was not given";
        KeyUnknown "the log's key is not known";
        Proof { at: Timestamp } "the report is in the launch's log, recorded {at}";
        ProofEarly { at: Timestamp, issued: Timestamp } "by the proof the report was recorded at {at}, before {issued}, when it says it was issued";
        ProofKeyOutOfUse { at: Timestamp } "the proof is signed with a key of the log that was not in use any more at {at}, when it says that the report was recorded";
        BadProof { fault: BadProof } "{fault}";
        NoCheckpoint "without a good checkpoint nothing says which log an earlier report's has to be the beginning of";
        EarlierUnread "the earlier file cannot be read as a report; verify it by itself to see why";
        EarlierRefused { step: String } "the earlier report does not hold by itself ({step}); verify it by itself to see why";
        EarlierOfOther { log: String, wanted: String } "the earlier report is of the log {log}, and this one of {wanted}";
        EarlierIsLater { from: u64, to: u64 } "the report that was given as the earlier one has {from} entries of the log, and this one {to}; give them the other way round";
        Same { size: u64 } "both reports have the same {size} entries of the log, so there is nothing to prove";
        Forked { size: u64 } "both reports have {size} entries of the log, and not the same ones; one of them was made from a log that was rewritten";
        ConsistencyNotGiven { from: u64, to: u64 } "the proof was not given; the server has it, for {from} to {to} entries (…/consistency?from={from}&to={to})";
        BadConsistency "the file is no proof of consistency, which is a JSON object with a list of hashes";
        NotExtended { from: u64, to: u64 } "the proof does not lead from the {from} entries of the earlier report to the {to} of this one; where it is the server's own for these sizes, the log was rewritten in between";
        // Its HTML and its history are judged with it alone.
        Extends { from: u64, to: u64 } "the log's {to} entries begin with all {from} of the earlier report's, which holds by itself; what lies beside that one was not looked at";
    }

    /// Of the launch's exported history, and what comes of playing it.
    Replay {
        // An approval's own proof says that it was given; only what came after it says that it was not taken back. And an item that came with
        // another version of the checklist is in nothing that was signed before.
        NotGiven "the .history.jsonl file was not given; that none of the approvals was revoked, that nobody lost their role since, and that no item was left out that nobody signed for, is the server's word";
        BadHistory { fault: BadHistory } "{fault}";
        NoCheckpoint "without a good checkpoint nothing says which history is the right one";
        /// `replaced`: of its first entries; `later`: behind them.
        History { size: u64, replaced: usize, later: u64 } "its first {size} entries are those of the log{}{}", were_replaced(*replaced), are_later(*later);
        HistoryOther "it is another history than the one that the report's checkpoint is over";
        HistoryShort { size: u64, wanted: u64 } "it has {}, but the report's checkpoint is over {wanted}", counted(*size, "entry", "entries");
        Played { revision: Seq, replaced: usize } "played from its first event to its {revision}th, the launch is what the snapshot says{}", may_have_revoked(*replaced);
        Differs "played event by event, the launch is not what the snapshot says";
        OtherForm "played event by event, the launch is what the snapshot says, which is not in the form of this version";
        Unfounded { name: String } "by the history an approval of {name} does not stand any more, and the report counts it";
        LeftOut { name: String } "by the history an approval of {name} stands, and the report leaves it out";
        Overtaken { later: usize } "the report does not tell of {} recorded more than {CLOCK_SLACK_MINUTES} minutes before it was issued", counted(*later, "later entry, which was", "later entries, which were");
        /// `names`: of those whose approval was revoked.
        OvertakenRevoked { later: usize, names: Vec<String> } "{}; an approval of {} that it counts was revoked there", Replay::Overtaken { later: *later }, names.join(", ");
        Erased "events were erased from the history later, so it cannot be played as it was; that none of the approvals was revoked since is the server's word";
        ErasedRevoked { revoked: usize } "events were erased from the history later, so it cannot be played as it was; {revoked} of them revoked an approval, which may be one of this report";
    }

    /// Of the timestamp.
    Stamp {
        NoStamp "there is no timestamp of an independent authority; the times are the server's claims";
        BadStamp { fault: BadTimestamp } "the timestamp {fault}";
        /// `late`: when the file says that it was issued, if that is long before.
        Stamped { by: String, at: Timestamp, late: Option<Timestamp>, whose: Whose } "“{by}” says that the signature was there at {at}{}{}", is_claimed(*late), whose.words();
    }

    /// Of a check's receipt.
    Receipt {
        Definition { title: String } "“{title}”, with the digest that the receipt names";
        DefinitionDigest "the definition's bytes do not have the digest that the receipt names";
        DefinitionSubject "the subject is not the check's definition";
        DefinitionUnread { why: String } "the definition cannot be read: {why}";
        DefinitionOther { check: CheckId, wanted: CheckId } "the definition is of {check}, not of {wanted}";
        VerdictOther { follows: Verdict, says: Verdict } "the facts give {}, and the receipt says {}", follows.words(), says.words();
        Verdict { follows: Verdict } "the facts give {} by the definition", follows.words();
        TimesOther { at: Timestamp, end: Timestamp, says: Timestamp } "a run at {at} is fresh until {end}, and the receipt says {says}";
        TooEarly { issued: Timestamp, at: Timestamp } "the receipt was issued at {issued}, before the run at {at}";
        Times { at: Timestamp, end: Timestamp } "run at {at}, fresh until {end}";
        NoReport "the file is the receipt of a check and no report, so it says nothing of what was given beside it";
    }

    /// Of all approvals together, and of everybody whom the report names.
    Approvals {
        /// `id`: of the approval, or the digest of its statement.
        Twice { id: String } "an approval is there twice: {id}";
        EntryTwice { index: u64 } "an approval is there twice: log entry {index}";
        Disordered "the approvals are not in the order of the log";
        Once { count: usize } "{}", counted(*count, "approval, once", "approvals, each once");
        NameOther { name: String, known: String } "the report calls somebody {name}, whom the pinned roster knows as {known}";
        Names { count: usize } "{} called as the pinned roster has them", counted(*count, "person is", "people are");
        NamesAlike { names: Vec<String> } "the pinned roster knows {} by another id, so what the report tells of them may be of somebody else", names.join(", ");
        NamesUnknown { count: usize } "{} not in the pinned roster: what they are called is the server's word", counted(*count, "person of the launch is", "people of the launch are");
    }

    /// Of one approval.
    Approval {
        Form { why: String } "the signed statement is not of the form that {APPROVAL} has: {why}";
        NoApproval "what was signed is no approval";
        LaunchOther { about: LaunchId, launch: LaunchId } "what was signed is about {about}, not {launch}";
        SnapshotOther "what was signed is not about one snapshot of this launch";
        PersonOther "the report names another approval, person or role than what was signed";
        NoSuchRole { role: Role } "nobody signs as {}", words::role(*role);
        NoMember "the approver is no member of the launch";
        NameOther { known: String } "the launch knows the approver as {known}";
        /// `what`: the snapshot's digest.
        Signed { what: String } "signed {what}";
        NoCheckpoint "the log's checkpoint does not hold, so nothing is known to be in the log";
        NotEntry { index: u64 } "it is not entry {index} of the log: the proof does not lead to the checkpoint's root";
        NoLeaf "its entry in the log is no leaf of version 1";
        EventOther "the event that the report gives is not the one in the log";
        EntryOther "its entry in the log is not about an approval";
        NotAlike { part: Part } "the log, the signed statement and the report do not tell the same {}", part.words();
        Recorded { index: u64, at: Timestamp } "entry {index} of the log, recorded {at}";
        TimesOther { claimed: Timestamp, at: Timestamp } "it says that it was signed at {claimed}, but was recorded at {at}";
        TooLate { at: Timestamp, issued: Timestamp } "it was recorded at {at}, after the report was issued at {issued}";
        TooEarly { at: Timestamp, item: ItemId, later: Timestamp } "it was recorded at {at}, but covers item {item}, which became so at {later}";
        Times { claimed: Timestamp, at: Timestamp } "signed {claimed}, recorded {at}";
        Lost { item: ItemId } "what was signed covers item {item}, which the snapshot does not have";
        StaleWrong "the report is wrong about what changed since it was signed";
        CoversAll "covers everything that the report tells";
        Covers { items: usize } "covers {}", counted(*items, "item as the report tells it", "items as the report tells them");
        LaunchStale { items: usize } "stale, the launch itself changed since, and {}", counted(*items, "item", "items");
        ItemsStale { items: usize } "stale for {} that changed since", counted(*items, "item", "items");
        NoRoster "no roster of approvers was pinned";
        NotInRoster "not in the pinned roster of approvers";
        RosterName { known: String } "the pinned roster knows this person as {known}";
        RosterRole "the pinned roster does not let them approve in this role";
        InRosterErased "in the pinned roster by their id; the name was erased there";
        InRoster "in the pinned roster of approvers";
        Seen { events: u64 } "what was signed is the launch as the history has it after {}", counted(*events, "event", "events");
        SeenOther { events: u64 } "what was signed is not the launch as the history has it after {}", counted(*events, "event", "events");
        SeenErased "events were erased from the history later, so what was signed cannot be compared with it";
        SeenForm "what was signed is not in the form of this version, so it cannot be compared with the history";
    }

    /// Of whose signature stands behind an approval.
    Signature {
        Unread "the key or the signature of their own cannot be read";
        Bad { fault: BadSignature } "{fault}";
        Passkey { algorithm: &'static str } "signed with a passkey ({algorithm})";
        PasskeyAnywhere { algorithm: &'static str, site: String } "signed with a passkey ({algorithm}) for {site}; the trust file pins no site, so that approvals are given there is the report's word";
        /// `key`: its fingerprint.
        Ssh { key: String } "signed with the SSH key {key}";
        SiteOther { says: String, wanted: String } "the report says that the passkey belongs to {says}, not to {wanted}";
        SshReadable "the report is wrong about whether ssh-keygen can read the signature";
        SshOther "the signature that the report gives for ssh-keygen is not this one";
        NoRoster "no roster was pinned, so nobody says whose key it is";
        NotInRoster "not in the pinned roster of approvers";
        KeyUnknown "the key is not one that the pinned roster has for this person";
        KeyOutOfUse { at: Timestamp } "the key is pinned, but was not in use at {at}";
        KeyTheirs "the key is theirs in the pinned roster";
        ServerKeyNotBrought { key: Digest } "signed with {key}, which the report does not bring along";
        ServerKeyUnlisted { key: Digest } "signed with {key}, which the trust file does not list";
        ServerKeyOutOfUse { key: Digest } "signed with {key} at a time when it was not in use";
        ServerUnfit "the signature does not fit what was signed";
        ServerSsh "the server's word has no signature for ssh-keygen";
        Server { key: Digest } "attested by the server with {key}";
        NoneOwnAlthough "there is no signature of their own, although the pinned roster has a key of theirs; whoever holds the server's key could have written this approval";
        NoneOwn "there is no signature of their own. That they approved rests on the server's word that they gave their password; whoever holds the server's key could have written it";
        NoneOwnBefore { from: Timestamp, at: Timestamp } "there is no signature of their own, and the pinned roster has a key of theirs from {from} on. That the approval is older, of {at}, is the server's word alone; whoever holds the server's key could have written it later and dated it back";
        NoneOwnAfter { until: Timestamp, at: Timestamp } "there is no signature of their own; the last key that the pinned roster has for them was in use until {until}. That they approved later, at {at}, rests on the server's word that they gave their password; whoever holds the server's key could have written it";
    }
}

fn were_replaced(entries: usize) -> String {
    match entries {
        0 => String::new(),
        1 => "; of these 1 was replaced when a person was erased, and what it said before cannot be checked".into(),
        entries => format!("; of these {entries} were replaced when a person was erased, and what they said before cannot be checked"),
    }
}

fn are_later(entries: u64) -> String {
    match entries {
        0 => String::new(),
        entries => format!("; {} in the file, which this report says nothing of", counted(entries, "later one is", "later ones are")),
    }
}

/// An event that revoked something may have been replaced too, by who writes an erasure that no person asked for.
fn may_have_revoked(entries: usize) -> String {
    match entries {
        0 => String::new(),
        1 => "; that the 1 replaced entry revoked no approval and ended no role is the server's word".into(),
        entries => format!("; that none of the {entries} replaced entries revoked an approval or ended a role is the server's word"),
    }
}

fn is_claimed(issued: Option<Timestamp>) -> String {
    issued.map(|issued| format!("; that it is as old as {issued} is the server's claim")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::verify::{self, Outcome, Step, Verification};

    #[test]
    fn in_json_what_was_found_is_a_sentence() {
        let step = |detail: Found| Step { name: "step".into(), outcome: Outcome::Failed, detail };
        let who = Who { name: "Ann".into(), role: Role::ReleaseManager };
        let steps = vec![step(Log::KeyOwn.into()), step((&who, Approval::NoMember).into())];
        let summary = Summary::Refused { first: steps.first().cloned().map(Box::new), more: 1 };
        let verification = Verification { verdict: verify::Verdict::NotVerified, summary, steps };
        let own = "no trust file was given, so the log's key is the one that the report brings along";
        let told = serde_json::json!({
            "verdict": "not_verified",
            "summary": format!("Not verified. step: {own}. One more step failed."),
            "steps": [
                { "name": "step", "outcome": "failed", "detail": own },
                { "name": "step", "outcome": "failed", "detail": "Ann as release manager: the approver is no member of the launch" },
            ],
        });
        assert_eq!(serde_json::to_value(&verification).unwrap(), told);
    }

    #[test]
    fn one_is_told_as_one() {
        let html = || "a.html".to_owned();
        let cases: [(Found, &str); 8] = [
            (Content::Subjects { html: html(), artifacts: 1 }.into(), "a.html and 1 artifact"),
            (Content::Subjects { html: html(), artifacts: 0 }.into(), "a.html and 0 artifacts"),
            (Content::Counts { items: 5, checks: 1, approvals: 1 }.into(), "5 items, 1 check, 1 approval"),
            (Approvals::Once { count: 1 }.into(), "1 approval, once"),
            (Approvals::Names { count: 1 }.into(), "1 person is called as the pinned roster has them"),
            (Log::CheckpointOther { size: 1, revision: Seq(2) }.into(), "the checkpoint is over 1 entry, but the snapshot is of revision 2"),
            (
                Replay::History { size: 9, replaced: 0, later: 1 }.into(),
                "its first 9 entries are those of the log; 1 later one is in the file, which this report says nothing of",
            ),
            (
                Replay::Overtaken { later: 1 }.into(),
                "the report does not tell of 1 later entry, which was recorded more than 5 minutes before it was issued",
            ),
        ];
        for (found, expected) in cases {
            assert_eq!(found.to_string(), expected);
        }
    }
}
