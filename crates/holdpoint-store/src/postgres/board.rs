//! The launches as this replica saw them last, each with its place. Whoever uses one asks the database for the present place first, and
//! reads what is missing: what other replicas wrote is seen by the next question, however it was learnt of.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use holdpoint_domain::id::*;
use holdpoint_domain::launch::{Event, Launch};
use holdpoint_domain::report::merkle::Hash;
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::watch;

use super::log::{Head, differ};
use super::pool::{Pool, is_lost, within};
use super::rows::{launch_id, seq};
use super::snapshots::Work;
use super::{log, snapshots};
use crate::erasure::Said;
use crate::lock::lock;
use crate::{StoreError, StoredEvent, snapshot};

/// The latest events that are kept in memory for live readers: all of them want the same few.
const TAIL: usize = 128;

pub struct Board {
    slots: Mutex<HashMap<LaunchId, Arc<Slot>>>,
    bells: Mutex<HashMap<LaunchId, watch::Sender<Seq>>>,
    /// Launches that this build cannot read.
    unreadable: Mutex<BTreeMap<LaunchId, String>>,
    /// Launches whose history was changed behind what was read of it.
    damaged: Mutex<BTreeMap<LaunchId, String>>,
    work: UnboundedSender<Work>,
}

/// One launch.
#[derive(Default)]
struct Slot {
    known: Mutex<Option<Known>>,
    /// Looks that have begun.
    begun: AtomicU64,
    /// Held while looking.
    looked: tokio::sync::Mutex<Looked>,
}

struct Known {
    launch: Arc<Launch>,
    /// Without a gap, up to the launch's place; may be empty.
    tail: VecDeque<StoredEvent>,
}

/// Which look ended last, and how.
struct Looked {
    number: u64,
    result: Result<Arc<Launch>, Arc<StoreError>>,
}

impl Default for Looked {
    fn default() -> Self {
        Self { number: 0, result: Err(Arc::new(StoreError::Unavailable("nobody looked yet".into()))) }
    }
}

impl Board {
    /// * `work`: takes what the background is to do about snapshots.
    pub fn new(work: UnboundedSender<Work>) -> Self {
        Self { slots: Mutex::default(), bells: Mutex::default(), unreadable: Mutex::default(), damaged: Mutex::default(), work }
    }

    /// The launch as of now. Of many that ask at the same time one looks, for all who asked before it began.
    pub async fn fresh(&self, pool: &Pool, id: LaunchId) -> Result<Arc<Launch>, StoreError> {
        let slot = match self.known_slot(id) {
            Some(slot) => slot,
            // Asking for launches that do not exist must not fill the memory.
            None => match within(async { log::head(&pool.reader().await?, id).await }).await? {
                Some(_) => self.slot(id),
                None => return Err(StoreError::NoSuchLaunch(id)),
            },
        };
        let before = slot.begun.load(Ordering::SeqCst);
        let mut looked = slot.looked.lock().await;
        if looked.number <= before {
            let number = slot.begun.fetch_add(1, Ordering::SeqCst) + 1;
            let result = self.look(pool, id).await.map_err(Arc::new);
            // Only now: who asks may go away in between.
            *looked = Looked { number, result };
        }
        looked.result.clone().map_err(|error| again(&error))
    }

    async fn look(&self, pool: &Pool, id: LaunchId) -> Result<Arc<Launch>, StoreError> {
        within(async {
            for last in [false, true] {
                let client = pool.reader().await?;
                let result = match log::head(&client, id).await {
                    Ok(Some(head)) => self.caught_up(&client, id, head).await,
                    Ok(None) => Err(StoreError::NoSuchLaunch(id)),
                    Err(error) => Err(error),
                };
                match result {
                    Err(StoreError::Unavailable(error)) if !last && error.downcast_ref().is_some_and(is_lost) => {}
                    result => return result,
                }
            }
            Err(StoreError::NoSuchLaunch(id))
        })
        .await
    }

    /// The launch up to `head` at least.
    ///
    /// * `head`: as the database told it, a moment ago perhaps.
    pub async fn caught_up(&self, on: &impl deadpool_postgres::GenericClient, id: LaunchId, head: Head) -> Result<Arc<Launch>, StoreError> {
        if let Some(sentence) = lock(&self.damaged).get(&id) {
            return Err(StoreError::Unusable(sentence.clone()));
        }
        let (mut seen, mut head) = (self.seen(id), head);
        if seen.as_ref().is_some_and(|(known, _)| head.seq < known.seq) {
            // Somebody here committed since the head was read, most often. What is shown was committed before, so the next answer has it.
            head = log::head(on, id).await?.ok_or(StoreError::NoSuchLaunch(id))?;
        }
        if seen.as_ref().is_some_and(|(known, mark)| head.is_other(known.seq, *mark)) {
            self.was_set_back(id, head.seq);
            seen = None;
        }
        if let Some((known, _)) = &seen
            && known.seq == head.seq
        {
            return Ok(known.clone());
        }
        let mut news = Vec::new();
        let folded = match seen {
            Some(seen) => self.go_on(on, id, seen, &mut news).await,
            None => self.begin(on, id, head.seq, &mut news).await,
        };
        let mut unreadable = lock(&self.unreadable);
        match folded {
            Ok(launch) => {
                unreadable.remove(&id);
                drop(unreadable);
                self.show(launch.clone(), news);
                Ok(launch)
            }
            Err(StoreError::Unusable(sentence)) => {
                if unreadable.insert(id, sentence.clone()).is_none() {
                    tracing::error!(launch = %id, %sentence, "a launch cannot be read");
                }
                Err(StoreError::Unusable(sentence))
            }
            Err(error) => Err(error),
        }
    }

    /// A launch that is in memory, with what came since.
    async fn go_on(
        &self,
        on: &impl deadpool_postgres::GenericClient,
        id: LaunchId,
        (known, mark): (Arc<Launch>, Option<Hash>),
        news: &mut Vec<StoredEvent>,
    ) -> Result<Arc<Launch>, StoreError> {
        let seq = known.seq;
        // Both questions at once: the log may have lost that event, and have grown beyond it since.
        let (there, folded) = tokio::join!(log::mark(on, id, seq), log::fold_on(on, id, Some(known), |event| news.push(event)));
        let (there, folded) = (there?, folded?);
        // Their name may stand anywhere in what was folded before, and in what was read of it.
        let erased = news.iter().any(|event| matches!(event.recorded.event, Event::Erased { .. }));
        if differ(there, mark) {
            self.was_set_back(id, folded.seq);
        } else if erased {
            self.forget(id);
        } else {
            return Ok(folded);
        }
        news.clear();
        self.begin(on, id, folded.seq, news).await
    }

    /// A database that was set back: what it forgot did not happen.
    fn was_set_back(&self, id: LaunchId, head: Seq) {
        tracing::error!(launch = %id, %head, "the database does not have what was read from it; it is read anew");
        self.forget(id);
    }

    /// A launch that is not in memory: from its snapshot where there is a good one, else from its first event.
    ///
    /// * `news`: takes its last event, which shows what log it is of. A whole history is nobody's tail.
    async fn begin(
        &self,
        on: &impl deadpool_postgres::GenericClient,
        id: LaunchId,
        head: Seq,
        news: &mut Vec<StoredEvent>,
    ) -> Result<Arc<Launch>, StoreError> {
        let taken = if snapshot::EVERY <= head.0 { snapshots::latest(on, id).await? } else { None };
        let taken = taken.map(Arc::new);
        let began = taken.as_ref().map_or(Seq(0), |launch| launch.seq);
        let mut last = None;
        let launch = log::fold_on(on, id, taken.clone(), |event| last = Some(event)).await?;
        if let Some(last) = last.as_ref().filter(|_| snapshot::is_due(began, launch.seq)) {
            self.do_later(Work::keep(&launch, last));
        }
        if let Some(taken) = taken {
            self.do_later(Work::Replay(taken));
        }
        if last.is_none() {
            last = log::after(on, &Said::default(), (id, Seq(launch.seq.0.saturating_sub(1))), 1).await?.pop();
        }
        news.extend(last);
        Ok(launch)
    }

    pub fn do_later(&self, work: Work) {
        // Once the store is closed there is nothing left to do.
        let _ = self.work.send(work);
    }

    /// Nothing more is written to a launch, or read of it.
    pub fn damaged(&self, id: LaunchId, sentence: String) {
        lock(&self.damaged).insert(id, sentence);
    }

    /// All launches as of now, in the order of their ids, but those that cannot be read: of these [`Board::trouble`] tells.
    pub async fn all(&self, pool: &Pool) -> Result<Vec<Arc<Launch>>, StoreError> {
        let heads = pool.rows("SELECT id, seq FROM launches ORDER BY id", &[]).await?;
        let (mut launches, mut client) = (Vec::with_capacity(heads.len()), None);
        for row in &heads {
            let (id, head) = (launch_id(row, 0)?, seq(row, 1)?);
            let damaged = lock(&self.damaged).contains_key(&id);
            // To hold each of them against its log is for who asks for it, and for whoever finds the database gone: see `bells`.
            if let Some(known) = self.get(id).filter(|known| known.seq == head && !damaged) {
                launches.push(known);
                continue;
            }
            if client.is_none() {
                client = Some(pool.reader().await?);
            }
            let Some(client) = &client else { continue };
            match within(self.caught_up(client, id, Head { seq: head, mark: None })).await {
                Ok(launch) => launches.push(launch),
                Err(StoreError::Unusable(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(launches)
    }

    /// Shows a committed state, then rings; unless a later one is shown already.
    pub fn show(&self, launch: Arc<Launch>, news: Vec<StoredEvent>) {
        let (id, seq) = (launch.id, launch.seq);
        let slot = self.slot(id);
        {
            let mut known = lock(&slot.known);
            if known.as_ref().is_some_and(|known| seq <= known.launch.seq) {
                return;
            }
            let mut tail = known.take().map(|known| known.tail).unwrap_or_default();
            let goes_on = tail.back().zip(news.first()).is_some_and(|(last, first)| last.recorded.seq.next() == first.recorded.seq);
            // Behind an erasure nothing is told as it was read before it, perhaps by somebody who was slower.
            let erased = news.iter().any(|event| matches!(event.recorded.event, Event::Erased { .. }));
            if !goes_on || erased {
                tail.clear();
            }
            tail.extend(news);
            let surplus = tail.len().saturating_sub(TAIL);
            tail.drain(..surplus);
            *known = Some(Known { launch, tail });
        }
        self.ring(id, seq);
    }

    pub fn get(&self, id: LaunchId) -> Option<Arc<Launch>> {
        lock(&self.known_slot(id)?.known).as_ref().map(|known| known.launch.clone())
    }

    /// The launch as it is in memory, with the mark of its last event.
    fn seen(&self, id: LaunchId) -> Option<(Arc<Launch>, Option<Hash>)> {
        let slot = self.known_slot(id)?;
        let known = lock(&slot.known);
        known.as_ref().map(|known| (known.launch.clone(), known.tail.back().map(|last| last.entry().hash())))
    }

    /// The events behind `after`, where all of them are in memory.
    pub fn recent(&self, id: LaunchId, after: Seq, limit: usize) -> Option<Vec<StoredEvent>> {
        let slot = self.known_slot(id)?;
        let known = lock(&slot.known);
        let known = known.as_ref()?;
        if known.launch.seq <= after {
            return Some(Vec::new());
        }
        let covered = known.tail.front().is_some_and(|first| first.recorded.seq <= after.next());
        covered.then(|| known.tail.iter().filter(|event| after < event.recorded.seq).take(limit).cloned().collect())
    }

    pub fn trouble(&self) -> Option<String> {
        let damaged = lock(&self.damaged).values().next().cloned();
        damaged.or_else(|| lock(&self.unreadable).values().next().cloned())
    }

    pub fn bell(&self, id: LaunchId) -> watch::Receiver<Seq> {
        let mut bells = lock(&self.bells);
        // Bells that nobody listens to any more are taken down with the next look round.
        bells.entry(id).or_insert_with(|| watch::Sender::new(Seq(0))).subscribe()
    }

    pub fn ring(&self, id: LaunchId, seq: Seq) {
        if let Some(bell) = lock(&self.bells).get(&id) {
            bell.send_replace(seq);
        }
    }

    /// Launches whose bells somebody listens to.
    pub fn watched(&self) -> Vec<i64> {
        let mut bells = lock(&self.bells);
        bells.retain(|_, bell| 0 < bell.receiver_count());
        bells.keys().map(|id| i64::from(id.0)).collect()
    }

    /// Launches that are in memory.
    pub fn known(&self) -> Vec<i64> {
        lock(&self.slots).keys().map(|id| i64::from(id.0)).collect()
    }

    /// Rings where a log went on, or was set back, and nobody said so. What it forgot is forgotten here.
    pub fn ring_late(&self, id: LaunchId, head: Head) {
        let rung = lock(&self.bells).get(&id).map(|bell| *bell.borrow());
        let other = self.seen(id).is_some_and(|(known, mark)| known.seq == head.seq && head.is_other(known.seq, mark));
        if other {
            self.was_set_back(id, head.seq);
        }
        if other || rung.is_some_and(|rung| rung != head.seq) {
            self.ring(id, head.seq);
        }
    }

    pub fn forget(&self, id: LaunchId) {
        if let Some(slot) = self.known_slot(id) {
            *lock(&slot.known) = None;
        }
    }

    fn known_slot(&self, id: LaunchId) -> Option<Arc<Slot>> {
        lock(&self.slots).get(&id).cloned()
    }

    fn slot(&self, id: LaunchId) -> Arc<Slot> {
        lock(&self.slots).entry(id).or_default().clone()
    }
}

/// A failure for everybody who waited for the same look.
pub fn again(error: &StoreError) -> StoreError {
    match error {
        StoreError::NoSuchLaunch(id) => StoreError::NoSuchLaunch(*id),
        StoreError::Unusable(sentence) => StoreError::Unusable(sentence.clone()),
        other => StoreError::Unavailable(super::pool::told(other).into()),
    }
}

#[cfg(test)]
mod tests;
