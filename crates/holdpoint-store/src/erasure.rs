//! Erasing a person: their account, and what the launches' logs tell of them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use holdpoint_domain::account::AccountEvent;
use holdpoint_domain::id::*;
use holdpoint_domain::launch::{ERASED_NAME, Erased, Event, Launch, Recorded, Replaced};
use holdpoint_domain::report::Was;
use holdpoint_domain::report::merkle::{self, Hash};
use holdpoint_domain::wire::{ErasedInLaunch, ErasureView};

use crate::accounts::Act;
use crate::lock::lock;
use crate::portable::files_of;
use crate::{Sender, StoreError, StoredEvent, writing};

#[async_trait]
pub trait Erasing {
    /// What erasing somebody would take away; nothing is changed.
    ///
    /// * Errors: as of [`Erasing::erase`].
    async fn would_erase(&self, person: MemberId) -> Result<ErasureView, StoreError>;

    /// Erases the account that `act` is done to, in one step: what belongs to it is removed; in every launch the events that tell its name, or were
    /// written by it, are replaced, and an event says which.
    ///
    /// * Errors: `NoSuch`; `NotAccepted` for the server's only owner.
    async fn erase(&self, act: Act) -> Result<ErasureView, StoreError>;

    /// Those who were erased, whose keys still verify what they signed.
    async fn erased(&self) -> Result<Vec<MemberId>, StoreError>;
}

/// What is to be done, in memory: a launch's log has some thousand events.
pub(crate) struct Plan {
    pub view: ErasureView,
    pub launches: Vec<(LaunchId, Vec<(StoredEvent, Event)>)>,
    /// The kept files that these launches' logs name.
    pub named: Named,
}

pub(crate) type Named = BTreeMap<LaunchId, BTreeSet<Digest>>;

impl Plan {
    pub fn take(&mut self, id: LaunchId, looked: Looked) {
        self.view.approvals = self.view.approvals.saturating_add(looked.approvals);
        if let Some(Found { role, replaced, named }) = looked.found {
            let events = replaced.iter().map(|(event, _)| event.recorded.seq).collect();
            self.view.launches.push(ErasedInLaunch { launch: id, events, role });
            self.launches.push((id, replaced));
            self.named.insert(id, named);
        }
    }
}

/// What was read before anybody was held up by it. Of a launch it counts as long as nothing was appended since: whatever replaces events appends one.
/// Nobody is renamed meanwhile but by being erased.
#[derive(Default)]
pub(crate) struct Ahead {
    pub launches: Launches,
    pub kept: Kept,
}

pub(crate) type Launches = BTreeMap<LaunchId, Looked>;

/// Of all that is kept, by its digest: whose snapshot it is, if it is one. That never changes.
pub(crate) type Kept = BTreeMap<Digest, Option<LaunchId>>;

/// What a launch's log tells of somebody.
#[derive(Default)]
pub(crate) struct Looked {
    /// The place of the last event that was looked at.
    pub up_to: Seq,
    /// Its leaf's hash: in a database that was set back another event may have its place. `None`: it is not known.
    pub mark: Option<Hash>,
    approvals: u32,
    /// `None`: nothing of it is to be replaced, and they have no role.
    found: Option<Found>,
}

struct Found {
    role: bool,
    replaced: Vec<(StoredEvent, Event)>,
    /// The kept files that the log names.
    named: BTreeSet<Digest>,
}

impl Looked {
    /// * `events`: the whole log.
    pub fn through(events: Vec<StoredEvent>, (person, name): (MemberId, &str)) -> Self {
        let (up_to, mark) = events.last().map(|last| (last.recorded.seq, last.entry().hash())).unzip();
        let here = events.iter().filter_map(|event| match &event.recorded.event {
            Event::MemberJoined { member, name, .. } if *member == person => Some(name.clone()),
            _ => None,
        });
        let erased = Erased::new(person, here.chain([name.to_owned()]));
        let role = Launch::fold(events.iter().map(|event| &event.recorded)).is_some_and(|launch| launch.members.contains_key(&person));
        let approvals = events.iter().filter(|event| event.recorded.by == person && matches!(event.recorded.event, Event::Approved { .. }));
        let approvals = u32::try_from(approvals.count()).unwrap_or(u32::MAX);
        let named = files_of(events.iter().map(|event| &event.recorded.event));
        let replaced: Vec<(StoredEvent, Event)> = (events.into_iter())
            .filter_map(|event| erased.replace(event.recorded.by, &event.recorded.event).map(|now| (event, now)))
            .collect();
        let found = (role || !replaced.is_empty()).then_some(Found { role, replaced, named });
        Self { up_to: up_to.unwrap_or_default(), mark, approvals, found }
    }

    /// A log that tells nothing of them.
    pub fn nothing(up_to: Seq, mark: Option<Hash>) -> Self {
        Self { up_to, mark, ..Self::default() }
    }

    /// Whether something is to be done in it.
    pub fn tells(&self) -> bool {
        self.found.is_some()
    }
}

/// What a launch's log is told of it, and by whom.
pub(crate) fn told(act: &Act, replaced: Vec<Replaced>, role: bool) -> (Sender, Vec<Event>) {
    let mut told = vec![Event::Erased { person: act.account, events: replaced }];
    told.extend(role.then_some(Event::MemberLeft { member: act.account }));
    let fingerprint = Digest::of(act.account.to_string().as_bytes());
    (Sender { by: act.by, name: act.by_name.clone(), owner: true, at: act.at, command: None, fingerprint }, told)
}

/// What the log of accounts is told of it, and by whom: who erases themselves leaves no name there either.
pub(crate) fn noted(view: &ErasureView, act: &Act) -> (Act, AccountEvent) {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let event = AccountEvent::Erased { launches: count(view.launches.len()), events: count(view.events()) };
    let by_name = if act.by == act.account { ERASED_NAME.to_owned() } else { act.by_name.clone() };
    (Act { by_name, ..act.clone() }, event)
}

/// What stands in an event's place from now on. Its former salt is gone with its leaf.
///
/// * `by`: the place of the event that says so.
pub(crate) fn anew(event: &StoredEvent, now: Event, by: Seq) -> Result<(StoredEvent, Replaced), StoreError> {
    let was = Was { leaf: Digest(event.entry().hash()), by };
    let written = writing::one(Recorded { event: now, ..event.recorded.clone() })?;
    let replaced = Replaced { seq: written.recorded.seq, was: was.leaf, now: Digest(merkle::leaf_hash(&written.leaf)) };
    Ok((StoredEvent { was: Some(was), ..written }, replaced))
}

/// Of how many replaced events is kept in memory what erasures say: some ten megabytes. The erasure that was read last is kept in any case.
const SAID: usize = 100_000;

/// What erasures say was replaced. Each may name most of a launch, and is asked for by every page of that launch's history.
///
/// They are known by their leaves' hashes: a log that was set back has another one in the same place.
#[derive(Default)]
pub(crate) struct Said(Mutex<VecDeque<(Hash, Arc<BTreeSet<Replaced>>)>>);

impl Said {
    /// * `leaf`: of the event as it stands in the log now. One that was replaced says nothing.
    pub fn by(&self, leaf: Hash) -> Option<Arc<BTreeSet<Replaced>>> {
        let mut known = lock(&self.0);
        let place = known.iter().position(|(of, _)| *of == leaf)?;
        let found = known.remove(place)?;
        let said = found.1.clone();
        known.push_back(found);
        Some(said)
    }

    /// * `event`: as [`StoredEvent::checked`] found it good.
    pub fn note(&self, event: &StoredEvent) -> Arc<BTreeSet<Replaced>> {
        let said = Arc::new(event.says_replaced());
        let mut known = lock(&self.0);
        known.push_back((event.entry().hash(), said.clone()));
        while 1 < known.len() && SAID < known.iter().map(|(_, said)| said.len() + 1).sum::<usize>() {
            known.pop_front();
        }
        said
    }
}

/// How a snapshot begins, before its launch's id. Other bytes are kept beside snapshots.
const SNAPSHOT: &[u8] = br#"{"v":1,"launch":{"id":""#;
/// How many bytes of what is kept tell whose snapshot it is.
pub(crate) const BEGIN: i32 = 64;

/// Whose snapshot kept bytes are, if they are one.
///
/// * `begin`: their first [`BEGIN`], or all.
pub(crate) fn snapshot_of(begin: &[u8]) -> Option<LaunchId> {
    let id = begin.strip_prefix(SNAPSHOT)?.split(|byte| *byte == b'"').next()?;
    str::from_utf8(id).ok()?.parse().ok()
}

/// Whether what is kept is a snapshot of one of these launches that nobody signed: no event names it.
pub(crate) fn is_unsigned(digest: Digest, of: Option<LaunchId>, named: &Named) -> bool {
    of.and_then(|launch| named.get(&launch)).is_some_and(|named| !named.contains(&digest))
}

/// As a text stands in JSON, without the quotes around it.
pub(crate) fn in_json(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(&quoted).to_owned()
}

/// Instead of a command's fingerprint, which is a digest without a salt over what was sent: a short text could be guessed from it. Whoever sends
/// the command again is refused.
pub(crate) fn no_fingerprint() -> Result<Vec<u8>, StoreError> {
    Ok([writing::salt()?, writing::salt()?].concat())
}
