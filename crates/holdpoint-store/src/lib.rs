//! The log of every launch: append, read on, watch; and who may write to it.
//!
//! [`Store`] is the seam: [`sqlite`] is the embedded store, [`postgres`] that of several replicas; `tests/it` holds what every store has to keep.

pub mod accounts;
pub mod erasure;
pub mod files;
pub mod folder;
mod lock;
pub mod loops;
mod objection;
pub mod people;
pub mod portable;
pub mod postgres;
pub mod rooms;
#[cfg(test)]
mod sample;
pub mod signing;
mod snapshot;
pub mod sqlite;
pub mod watching;
mod writing;

use std::collections::BTreeSet;
use std::sync::Arc;

use async_trait::async_trait;
use holdpoint_domain::id::*;
use holdpoint_domain::launch::{Command, Event, Launch, NewLaunch, Record, Recorded, Refusal, Replaced};
use holdpoint_domain::report::{Leaf, LogEntry, Was};
use holdpoint_domain::template::{FORMAT, Template, TemplateRef};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

pub use accounts::Accounts;
pub use erasure::Erasing;
pub use files::{EvidenceFile, Files};
pub use loops::Loops;
pub use objection::Objection;
pub use people::{Account, Gives, NewAccount, OpenInvite, People, TokenKind};
pub use rooms::Rooms;
pub use signing::Signing;
pub use watching::{NewNotice, Watching};

/// Launches and their logs. Every method answers only after what it promises is durable.
#[async_trait]
pub trait Store: People + Accounts + Erasing + Signing + Watching + Rooms + Send + Sync + 'static {
    /// Makes a launch; its id is the next number of this server.
    async fn create(&self, new: Creation) -> Result<Created, StoreError>;

    /// Decides a wish in the order of the launch's log, and appends what it makes happen.
    async fn submit(&self, launch: LaunchId, entry: Entry) -> Result<Committed, StoreError> {
        self.submit_telling(launch, entry, Vec::new()).await
    }

    /// The same, and people are to be told: in one step, neither without the other. A wish by which nothing happens, or that was answered
    /// before, is told to nobody.
    async fn submit_telling(&self, launch: LaunchId, entry: Entry, notices: Vec<NewNotice>) -> Result<Committed, StoreError>;

    /// What a command was answered with before, and for which launch: that stays so, whatever has changed since. `None`: it was not.
    ///
    /// * Errors: `IdTaken` where it said something else then.
    async fn answered(&self, sender: &Sender) -> Result<Option<(LaunchId, Seq)>, StoreError>;

    /// The place of the last event that somebody's command made in a launch, whatever it said. `None`: it made none, or it is another's.
    async fn made(&self, launch: LaunchId, command: CommandId, by: MemberId) -> Result<Option<Seq>, StoreError>;

    /// The launch as of its last committed event.
    async fn launch(&self, id: LaunchId) -> Result<Arc<Launch>, StoreError>;

    /// All launches, in the order of their ids.
    async fn launches(&self) -> Result<Vec<Arc<Launch>>, StoreError>;

    /// The events behind `after`, in order, at most `limit`; with the place of the last one that there is.
    async fn after(&self, id: LaunchId, after: Seq, limit: usize) -> Result<Page, StoreError>;

    /// Rings when a launch's log grows: a doorbell, not a channel. Subscribe first, read second.
    fn watch(&self, id: LaunchId) -> watch::Receiver<Seq>;

    /// Keeps bytes under their digest; keeping them twice is harmless.
    async fn keep(&self, bytes: Vec<u8>) -> Result<Digest, StoreError>;

    async fn kept(&self, digest: Digest) -> Result<Option<Vec<u8>>, StoreError>;

    /// Keeps an authority's answer about a report; of several the first stays.
    ///
    /// * `bundle`: the report's digest, as its event has it.
    /// * `instead`: one that was kept and does not hold, as the caller has judged it. It gives way, unless another has taken its place already.
    async fn keep_timestamp(&self, bundle: Digest, answer: Vec<u8>, instead: Option<Vec<u8>>) -> Result<(), StoreError>;

    async fn timestamp(&self, bundle: Digest) -> Result<Option<Vec<u8>>, StoreError>;

    /// The keys that every process which has this store has to sign with. `None`: nobody noted any yet.
    async fn shared_keys(&self) -> Result<Option<SharedKeys>, StoreError>;

    /// Notes them in the place of `instead`; `false`: others are noted.
    async fn share_keys(&self, keys: SharedKeys, instead: Option<SharedKeys>) -> Result<bool, StoreError>;

    /// The evidence files that a launch's events name, those of evidence that was removed too. Only these may be given to its members.
    async fn files(&self, launch: LaunchId) -> Result<Vec<EvidenceFile>, StoreError>;

    /// Whether an event of any launch names a file, so that its bytes have to stay.
    async fn is_named(&self, file: Digest) -> Result<bool, StoreError>;

    /// Of this database, made with it: part of the log's origin.
    fn server_id(&self) -> uuid::Uuid;

    /// What the store found out about itself after it was opened, for the operator; `None`: nothing.
    fn trouble(&self) -> Option<String>;

    /// Whether what is written is taken now. Asked again only after a write that was refused: then by writing something.
    async fn takes_writes(&self) -> bool {
        true
    }

    /// What it keeps running in the background until it is closed; `None`: nothing.
    fn loops(&self) -> Option<&Loops> {
        None
    }

    /// Waits until all that was accepted is on disk, and stops writing. Later writes answer [`StoreError::Unavailable`].
    async fn close(&self);
}

/// Keys by the names of their public halves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedKeys {
    /// Reports: `sha256:` of the public key.
    pub report: String,
    /// Logs: as verifiers of signed notes have it.
    pub log: String,
}

/// Who wants something, when, and under which id, so that resending is harmless.
#[derive(Clone, Debug)]
pub struct Sender {
    pub by: MemberId,
    pub name: String,
    /// Whether they own the server.
    pub owner: bool,
    pub at: Timestamp,
    /// The id of the command; what the server records by itself has none.
    pub command: Option<CommandId>,
    /// Of the request's body: the same id with another body is refused.
    pub fingerprint: Digest,
}

/// A launch to be made.
#[derive(Clone, Debug)]
pub struct Creation {
    pub sender: Sender,
    pub wish: NewLaunch,
    pub template: Arc<Template>,
    pub template_ref: TemplateRef,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created {
    pub id: LaunchId,
    pub seq: Seq,
}

/// A wish for one launch.
#[derive(Clone, Debug)]
pub struct Entry {
    pub sender: Sender,
    /// The place that the sender had seen.
    pub based_on: Seq,
    pub wish: Wish,
}

#[derive(Clone, Debug)]
pub enum Wish {
    Command(Command),
    Record(Record),
}

#[derive(Clone, Debug)]
pub struct Committed {
    /// The place of the wish's last event; the present place when nothing was left to happen.
    pub seq: Seq,
    /// What happened; empty as well when the same command was answered before.
    pub events: Vec<StoredEvent>,
}

/// An event as it is stored: its bytes were written once.
#[derive(Clone, Debug)]
pub struct StoredEvent {
    pub recorded: Recorded,
    /// The event's JSON.
    pub payload: Arc<[u8]>,
    /// The bytes of its leaf in the launch's Merkle tree; of what stands there now, where it was replaced.
    pub leaf: Arc<[u8]>,
    /// Present: it was replaced when a person was erased.
    pub was: Option<Was>,
}

impl StoredEvent {
    /// An event as it was read from somewhere, held against its leaf: the two were written together.
    ///
    /// * `None`: they do not fit, so one of them, or the actor or time beside them, was changed.
    pub fn checked(recorded: Recorded, payload: &[u8], leaf: &[u8]) -> Option<Self> {
        let known = Leaf::parse(leaf)?;
        let fits = Leaf::of(&recorded, payload, known.salt).1 == leaf;
        fits.then(|| Self { recorded, payload: payload.into(), leaf: leaf.into(), was: None })
    }

    /// What it says was replaced when a person was erased; of one that was replaced itself nothing counts.
    pub(crate) fn says_replaced(&self) -> BTreeSet<Replaced> {
        match &self.recorded.event {
            Event::Erased { events, .. } if self.was.is_none() => events.iter().copied().collect(),
            _ => BTreeSet::new(),
        }
    }

    /// An event that was replaced, where a later event says so.
    ///
    /// * `self`: as [`StoredEvent::checked`] found it good.
    /// * `said`: what the event at [`Was::by`] says was replaced.
    /// * `None`: that event says nothing of it, or something else.
    pub(crate) fn replaced(self, was: Was, said: &BTreeSet<Replaced>) -> Option<Self> {
        self.is_said(was, said).then_some(Self { was: Some(was), ..self })
    }

    /// Looked up and not searched: of an erased person it may be most of a launch.
    pub(crate) fn is_said(&self, was: Was, said: &BTreeSet<Replaced>) -> bool {
        let seq = self.recorded.seq;
        seq < was.by && said.contains(&was.to_be_said(seq, &self.leaf))
    }

    pub fn entry(&self) -> LogEntry<'_> {
        LogEntry { leaf: &self.leaf, payload: &self.payload, was: self.was }
    }
}

/// What every store holds a launch against once its events are folded.
///
/// * Errors: its template is of a newer format than this build reads.
fn known_format(launch: &Launch) -> Result<(), String> {
    let format = launch.template.format;
    if FORMAT < format {
        return Err(format!("its template has format {format}, which is newer than this build's {FORMAT}"));
    }
    Ok(())
}

/// Kept bytes, held against their digest.
///
/// * Errors: [`StoreError::Unusable`] where they are not what was kept.
fn whole(bytes: Option<Vec<u8>>, digest: Digest) -> Result<Option<Vec<u8>>, StoreError> {
    match bytes {
        Some(bytes) if Digest::of(&bytes) != digest => Err(StoreError::Unusable(format!("the bytes kept as {digest} were changed"))),
        bytes => Ok(bytes),
    }
}

#[derive(Clone, Debug)]
pub struct Page {
    pub events: Vec<StoredEvent>,
    pub head: Seq,
}

/// Why a store did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("there is no launch {0}")]
    NoSuchLaunch(LaunchId),
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("this id was used for another command already; send a new id")]
    IdTaken,
    #[error("{0}")]
    NotAccepted(Objection),
    #[error("there is no such {0} of this account")]
    NoSuch(&'static str),
    /// Nothing was acknowledged; the same command may be sent again.
    #[error("the database cannot be written now")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The database cannot be opened or read: the sentence says what to do.
    #[error("{0}")]
    Unusable(String),
    /// Nothing is wrong with the database, but it is another build's: the sentence says what to do.
    #[error("{0}")]
    OtherBuild(String),
}

impl StoreError {
    pub fn unavailable(cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        StoreError::Unavailable(Box::new(cause))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn stored(seq: u64, event: Event) -> StoredEvent {
        let (by, at) = (MemberId(Uuid::from_u128(1)), Timestamp::UNIX_EPOCH);
        let recorded = Recorded { launch: LaunchId(1), seq: Seq(seq), by, at, command: None, event };
        let payload = serde_json::to_vec(&recorded.event).unwrap();
        let (_, leaf) = Leaf::of(&recorded, &payload, [0; 16]);
        StoredEvent::checked(recorded, &payload, &leaf).unwrap()
    }

    #[test]
    fn an_event_was_replaced_where_a_later_one_says_so_that_was_not_replaced_itself() {
        let (event, was) = (stored(2, Event::NameSet { name: "Anew".into() }), Was { leaf: Digest::of(b"before"), by: Seq(3) });
        let erasure = |events| stored(3, Event::Erased { person: MemberId(Uuid::from_u128(2)), events });
        let right = was.to_be_said(Seq(2), &event.leaf);
        let good = erasure(vec![Replaced { seq: Seq(1), ..right }, right]);
        let is_replaced = |was: Was, erasure: &StoredEvent| event.clone().replaced(was, &erasure.says_replaced()).is_some();
        assert!(is_replaced(was, &good));
        for other in [Was { leaf: Digest::of(b"other"), ..was }, Was { by: Seq(2), ..was }] {
            assert!(!is_replaced(other, &good), "{other:?}");
        }
        assert!(!is_replaced(was, &StoredEvent { was: Some(Was { by: Seq(4), ..was }), ..good }));
        for said in [
            Replaced { seq: Seq(1), ..right },
            Replaced { was: Digest::of(b"other"), ..right },
            Replaced { now: Digest::of(b"other"), ..right },
        ] {
            assert!(!is_replaced(was, &erasure(vec![said])), "{said:?}");
        }
        assert!(!is_replaced(was, &stored(3, Event::NameSet { name: "Other".into() })));
    }
}
