//! The outline of a report: everything that it tells, in words and in order. Markdown, CSV and PDF are drawn from it, so that they
//! cannot disagree. Summary first, then what a reader should know before relying on it, then everything.

mod approvals;
mod checks;
mod items;
mod record;
mod summary;

use super::changes::{Incomparable, changes};
use super::reading::Reading;
use super::timestamp::Stamped;
use super::words;
use crate::id::{Digest, LaunchId, Timestamp};
use crate::launch::Decision;

/// How a word about the launch is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Good,
    /// Worth knowing, and no fault.
    Note,
    Bad,
    Plain,
}

/// How something stands, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub word: &'static str,
    pub tone: Tone,
}

/// What an [`Entry`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Fact,
    Exception,
    Change,
    Approval,
    Item,
    Waiver,
    Evidence,
    Check,
    Seen,
    Request,
    Run,
    Step,
    Person,
}

impl Kind {
    /// In a word.
    pub fn words(self) -> &'static str {
        match self {
            Kind::Fact => "fact",
            Kind::Exception => "exception",
            Kind::Change => "change",
            Kind::Approval => "approval",
            Kind::Item => "item",
            Kind::Waiver => "waiver",
            Kind::Evidence => "evidence",
            Kind::Check => "check",
            Kind::Seen => "seen",
            Kind::Request => "request",
            Kind::Run => "run",
            Kind::Step => "step",
            Kind::Person => "person",
        }
    }
}

/// A time, and what happened then: `seen`, `ends`.
pub type Moment = (&'static str, Timestamp);

/// One thing that a report tells. What is empty, it does not have. Texts are as people wrote them: whoever draws them escapes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub kind: Kind,
    /// The title of the section that an item is in.
    pub section: String,
    pub id: String,
    pub title: String,
    pub mark: Option<Mark>,
    /// Who did it.
    pub by: String,
    pub at: Option<Moment>,
    pub until: Option<Moment>,
    pub text: String,
    /// Of a change: what was there.
    pub before: String,
    pub link: String,
    /// `sha256:` and hex digits, or as the evidence gives it.
    pub digest: String,
    /// What belongs to it.
    pub within: Vec<Entry>,
}

impl Entry {
    pub fn new(kind: Kind, title: impl Into<String>) -> Self {
        let (id, section, by, text, before, link, digest) = Default::default();
        Self { kind, section, id, title: title.into(), mark: None, by, at: None, until: None, text, before, link, digest, within: vec![] }
    }
}

/// A fact: a term and what it is.
fn fact(term: &str, text: impl Into<String>) -> Entry {
    Entry { text: text.into(), ..Entry::new(Kind::Fact, term) }
}

/// A fact that is a digest.
fn digest_fact(term: &str, digest: Digest) -> Entry {
    Entry { digest: digest.to_string(), ..Entry::new(Kind::Fact, term) }
}

/// Who says that what is told is what the bundle says, and that the bundle is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vouched {
    /// The server that issued the report.
    Issuer,
    /// It was verified just then, under pinned keys.
    Verified,
    /// Nobody: no trust file was given.
    Nobody,
}

impl Vouched {
    /// In a sentence or two.
    pub fn words(self) -> &'static str {
        match self {
            Vouched::Issuer => {
                "Made by the server that issued the report. It is for reading: the proof is the signed file, which anybody can verify."
            }
            Vouched::Verified => "Made from a report that was verified just before, under pinned keys.",
            Vouched::Nobody => {
                "NOT VERIFIED. Made from a report without a trust file: anybody could have written it. Verify the signed file before relying on this."
            }
        }
    }
}

/// The earlier report that this one is compared with.
#[derive(Clone, Copy, Debug)]
pub enum Since<'a> {
    /// Nobody asked.
    Unasked,
    /// There is none.
    First,
    /// It was issued then, and its file is no longer kept.
    Gone(Timestamp, Digest),
    Report(&'a Reading),
}

/// What changed since an earlier report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    pub since: Timestamp,
    /// Of the earlier bundle.
    pub bundle: Digest,
    /// `None`: its file is no longer kept.
    pub entries: Option<Vec<Entry>>,
}

/// Everything that a report tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    pub launch: LaunchId,
    /// The launch's name.
    pub name: String,
    pub decision: Decision,
    /// The decision in a sentence.
    pub verdict: String,
    pub issued_at: Timestamp,
    /// What the proof's timestamp says, if it has one.
    pub stamped: Option<Stamped>,
    /// Of the bundle's bytes.
    pub bundle: Digest,
    pub vouched: Vouched,
    pub summary: Vec<Entry>,
    pub exceptions: Vec<Entry>,
    /// Whether this is known to be the launch's first report.
    pub first: bool,
    pub changes: Option<Changes>,
    pub approvals: Vec<Entry>,
    pub items: Vec<Entry>,
    pub checks: Vec<Entry>,
    pub runs: Vec<Entry>,
    pub record: Vec<Entry>,
    pub people: Vec<Entry>,
    /// The signed note over the launch's log.
    pub checkpoint: String,
}

impl Outline {
    /// The outline of a report. Same input, same outline.
    ///
    /// * Errors: the earlier report is not one to compare with.
    pub fn of(reading: &Reading, since: Since<'_>, vouched: Vouched) -> Result<Self, Incomparable> {
        let predicate = &reading.signoff.predicate;
        let changes = match since {
            Since::Unasked | Since::First => None,
            Since::Gone(since, bundle) => Some(Changes { since, bundle, entries: None }),
            Since::Report(then) => Some(Changes {
                since: then.signoff.predicate.issued_at,
                bundle: then.bundle,
                entries: Some(changes(then, reading)?.into_iter().map(changed).collect()),
            }),
        };
        Ok(Self {
            launch: reading.snapshot.launch.id,
            name: reading.snapshot.launch.name.clone(),
            decision: reading.gate.decision,
            verdict: summary::verdict(reading),
            issued_at: predicate.issued_at,
            stamped: reading.stamped.clone(),
            bundle: reading.bundle,
            vouched,
            summary: summary::summary(reading),
            exceptions: summary::exceptions(reading),
            first: matches!(since, Since::First),
            changes,
            approvals: approvals::approvals(reading),
            items: items::items(reading),
            checks: checks::checks(reading),
            runs: checks::runs(reading),
            record: record::record(reading),
            people: record::people(reading),
            checkpoint: predicate.log.checkpoint.clone(),
        })
    }

    /// When the first thing that a go rests on ends.
    pub fn holds_until(&self) -> Option<Timestamp> {
        self.summary.iter().find_map(|entry| entry.until).map(|(_, at)| at)
    }

    /// `LCH-42 Checkout 3: Go`
    pub fn title(&self) -> String {
        format!("{} {}: {}", self.launch, self.name, words::decision(self.decision))
    }
}

fn changed(change: super::changes::Change) -> Entry {
    let word = match (change.then.is_empty(), change.now.is_empty()) {
        (true, false) => "added",
        (false, true) => "removed",
        _ => "changed",
    };
    Entry {
        id: change.about,
        before: change.then,
        text: change.now,
        mark: Some(Mark { word, tone: Tone::Plain }),
        ..Entry::new(Kind::Change, change.what)
    }
}
