//! When scheduled checks are due, what their runs saw, how alerts stand, and what people are still to be told of them.
//!
//! Replicas share this: each due run and each message is claimed by one of them, for a time. A claim whose time is over may be taken
//! by another one; what the first still says of it then changes nothing. A store with row locks claims with `FOR UPDATE SKIP LOCKED`.

use async_trait::async_trait;
use holdpoint_domain::alert::Standing;
use holdpoint_domain::check::Sample;
use holdpoint_domain::id::*;
use holdpoint_domain::sentence::Sentence;
use holdpoint_domain::wire::Parts;
use uuid::Uuid;

use crate::StoreError;

/// A check that is to run by itself, and when for the first time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    pub check: CheckId,
    pub first: Timestamp,
    /// No run is due, or taken until, after this: a clock that was ahead said so.
    pub latest: Timestamp,
}

/// For how long something is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// What is due by then, and not taken any longer, can be taken.
    pub now: Timestamp,
    /// From then on another one may take it.
    pub until: Timestamp,
}

impl Lease {
    pub fn begin(now: Timestamp, time: jiff::SignedDuration) -> Self {
        Self { now, until: now.saturating_add(time).unwrap_or(Timestamp::MAX) }
    }
}

/// Samples that are forgotten at once: of what has gathered for long there may be millions, and others write in between.
pub(crate) const FORGOTTEN: usize = 1_000;

/// A limit as a statement takes it.
pub(crate) fn most(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// A due run that one replica has taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueRun {
    pub launch: LaunchId,
    pub check: CheckId,
    /// When it was due.
    pub due: Timestamp,
    /// Of this claim alone.
    pub claim: Uuid,
}

/// A scheduled check as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheduled {
    pub check: CheckId,
    pub due: Timestamp,
    /// Whether a replica has taken the run.
    pub running: bool,
}

/// What is asked of a check's history: samples behind `after`, and not before `from`; in order.
#[derive(Clone, Debug)]
pub struct SampleQuery {
    pub launch: LaunchId,
    pub check: CheckId,
    /// Exclusive.
    pub after: Option<Timestamp>,
    /// Inclusive.
    pub from: Option<Timestamp>,
    pub limit: usize,
    /// The latest ones, instead of the first ones.
    pub latest: bool,
}

/// How one alert of a launch stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertRow {
    /// Its name, by which it is the same one in every version of the launch's template.
    pub alert: String,
    pub standing: Standing,
    /// Counts the changes.
    pub version: u64,
}

/// A message that is to go out by one channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNotice {
    /// Sent along, so that a receiver can tell a repetition.
    pub id: Uuid,
    /// The name of one of the operator's channels.
    pub channel: String,
    /// What to say, as JSON: the store does not look into it.
    pub payload: String,
}

/// A message that one replica has taken to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueNotice {
    pub launch: LaunchId,
    pub notice: NewNotice,
    /// Attempts before this one.
    pub attempts: u32,
    pub claim: Uuid,
}

/// What became of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Sent,
    /// To all but some, of whom it tells.
    SentInPart(Trouble),
    /// Tried again then.
    Later(Timestamp, Trouble),
    /// Not tried again.
    Failed(Trouble),
}

/// What stood against an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub words: String,
    /// The same in parts, as JSON; absent: kept before there were any. The store does not look into it.
    pub said: Option<String>,
}

impl From<Sentence> for Trouble {
    fn from(sentence: Sentence) -> Self {
        Self { words: sentence.to_string(), said: serde_json::to_string(&Parts::from(sentence)).ok() }
    }
}

impl Outcome {
    /// What is kept of it: the state, when it came about or is tried again, and what stood against it.
    pub(crate) fn kept(&self, now: Timestamp) -> (&'static str, Timestamp, Option<&Trouble>) {
        match self {
            Outcome::Sent => ("sent", now, None),
            Outcome::SentInPart(trouble) => ("sent", now, Some(trouble)),
            Outcome::Later(at, trouble) => ("waiting", *at, Some(trouble)),
            Outcome::Failed(trouble) => ("failed", now, Some(trouble)),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeState {
    Waiting,
    Sent,
    Failed,
}

impl NoticeState {
    /// By its word, as of [`Outcome::kept`].
    pub(crate) fn of(word: &str) -> Self {
        match word {
            "sent" => NoticeState::Sent,
            "failed" => NoticeState::Failed,
            _ => NoticeState::Waiting,
        }
    }
}

/// A message as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeRow {
    pub notice: NewNotice,
    pub state: NoticeState,
    pub attempts: u32,
    /// Of the last attempt that failed, or of who was left out.
    pub trouble: Option<Trouble>,
    pub made_at: Timestamp,
    /// When it was sent or given up; of one that waits, when it is tried next.
    pub at: Timestamp,
}

#[async_trait]
pub trait Watching {
    /// Makes these the scheduled checks of a launch, and no others. One that is there keeps its due time and its claim, unless
    /// those are later than they can be: then it is as new.
    async fn plan(&self, launch: LaunchId, checks: Vec<Planned>) -> Result<(), StoreError>;

    /// A launch's scheduled checks, in the order of their ids.
    async fn planned(&self, launch: LaunchId, now: Timestamp) -> Result<Vec<Scheduled>, StoreError>;

    /// Takes due runs that nobody has, those that are due longest first: of many that ask at once, one gets each.
    ///
    /// * `but`: not those of these launches.
    async fn claim_runs(&self, lease: Lease, limit: usize, but: Vec<LaunchId>) -> Result<Vec<DueRun>, StoreError>;

    /// Keeps what a run saw and when the check is due next, in one step.
    ///
    /// * Returns `false`, and keeps nothing, when the claim is another's by now or the check is not scheduled any more.
    async fn finish_run(&self, run: DueRun, next: Timestamp, sample: Sample) -> Result<bool, StoreError>;

    /// When the next run that nobody has is due; `None`: nothing is scheduled.
    async fn next_run(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError>;

    async fn samples(&self, query: SampleQuery) -> Result<Vec<Sample>, StoreError>;

    /// Forgets samples from before `before`, and messages that were settled before it.
    async fn forget(&self, before: Timestamp) -> Result<(), StoreError>;

    /// The alerts of a launch that were ever looked at, in the order of their names; also those that its template has no more.
    async fn alerts(&self, launch: LaunchId) -> Result<Vec<AlertRow>, StoreError>;

    /// Sets how an alert stands, together with what people are to be told: neither without the other.
    ///
    /// * `row.version`: of the row that was read; 0 where there was none.
    /// * Returns `false`, and keeps nothing, when another replica was faster.
    async fn set_alert(&self, launch: LaunchId, row: AlertRow, notices: Vec<NewNotice>, now: Timestamp) -> Result<bool, StoreError>;

    /// Takes messages to be sent now, oldest first.
    ///
    /// * `latest`: none waits, or is taken, until after this: a clock that was ahead said so, and it is to be sent now.
    async fn claim_notices(&self, lease: Lease, latest: Timestamp, limit: usize) -> Result<Vec<DueNotice>, StoreError>;

    /// * Returns `false`, and keeps nothing, when the claim is another's by now.
    async fn settle_notice(&self, notice: DueNotice, outcome: Outcome, now: Timestamp) -> Result<bool, StoreError>;

    /// Takes a launch's way to one ticket: of many that ask at once, one gets it.
    ///
    /// * `latest`: nobody has it until after this: a clock that was ahead said so.
    /// * Returns `None` when another has it.
    async fn claim_delivery(
        &self,
        launch: LaunchId,
        destination: String,
        lease: Lease,
        latest: Timestamp,
    ) -> Result<Option<Uuid>, StoreError>;

    /// Gives it back, unless the claim is another's by now.
    async fn release_delivery(&self, launch: LaunchId, destination: String, claim: Uuid) -> Result<(), StoreError>;

    /// A launch's messages, newest first.
    async fn notices(&self, launch: LaunchId, limit: usize) -> Result<Vec<NoticeRow>, StoreError>;
}
