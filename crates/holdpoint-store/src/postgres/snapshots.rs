//! Shortcuts for the start, as of [`crate::snapshot`]: read when a launch is not in memory yet, written and replayed by one task in the background.

use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::GenericClient;
use holdpoint_domain::id::*;
use holdpoint_domain::launch::Launch;
use holdpoint_domain::report::merkle::leaf_hash;
use tokio::sync::Mutex;
use tokio::sync::mpsc::UnboundedReceiver;

use super::board::Board;
use super::pool::{is_refused, maybe, run, told, unavailable, within};
use super::rows::get;
use super::{Shared, log};
use crate::erasure::Said;
use crate::snapshot::{Found, Snapshot};
use crate::{Loops, StoreError, StoredEvent};

/// Before something is tried again that the database did not answer.
const PAUSE: Duration = Duration::from_secs(5);

/// How long after a launch was mended it is looked at once more: who had read it before may have shown it after.
const SETTLED: Duration = Duration::from_secs(1);

/// What the background has to do about a launch.
#[derive(Clone)]
pub enum Work {
    /// Keep it as it is, behind the event whose leaf has this hash.
    Keep(Arc<Launch>, [u8; 32]),
    /// It was taken from a snapshot: replay what that stood for.
    Replay(Arc<Launch>),
}

impl Work {
    /// * `last`: its last event.
    pub fn keep(launch: &Arc<Launch>, last: &StoredEvent) -> Self {
        Self::Keep(launch.clone(), leaf_hash(&last.leaf))
    }
}

/// A launch from its snapshot, where there is a good one.
///
/// * Errors: [`StoreError::Unusable`] for a log that is not the one which the snapshot was taken of.
pub async fn latest(on: &impl GenericClient, id: LaunchId) -> Result<Option<Launch>, StoreError> {
    let sql = "SELECT seq, rules, leaf, digest, state, EXISTS (SELECT 1 FROM events WHERE launch = $1 AND snapshots.seq < was_by) \
               FROM snapshots WHERE launch = $1";
    let Some(row) = maybe(on, sql, &[&i64::from(id.0)]).await? else { return Ok(None) };
    // Somebody was erased behind it, by a build that knows no snapshots.
    if get::<bool>(&row, 5)? {
        return Ok(None);
    }
    let hash = |column| get::<Vec<u8>>(&row, column).map(|bytes| bytes.try_into().unwrap_or_default());
    let snapshot = Snapshot { seq: get(&row, 0)?, rules: get(&row, 1)?, leaf: hash(2)?, digest: hash(3)?, state: get(&row, 4)? };
    let Some(state) = snapshot.launch(id) else { return Ok(None) };
    let seq = snapshot.place();
    // What was once the log must still be in it: a snapshot that is whole shows that a log was cut off or written anew.
    let event = log::after(on, &Said::default(), (id, Seq(seq.0.saturating_sub(1))), 1).await?;
    let same = event.first().is_some_and(|event| event.recorded.seq == seq && leaf_hash(&event.leaf) == snapshot.leaf);
    if !same || state.id != id || state.seq != seq {
        return Err(StoreError::Unusable(format!(
            "{id} cannot be read: its log does not hold event {seq} as it was once written; restore a backup"
        )));
    }
    Ok(Some(state))
}

/// Works off what there is to do, one after the other, until the store is closed.
pub fn keep_up(loops: &Loops, shared: &Arc<Shared>, work: UnboundedReceiver<Work>) {
    let (shared, work) = (shared.clone(), Arc::new(Mutex::new(work)));
    loops.keep("snapshots", move || go_on(shared.clone(), work.clone()));
}

/// Brings work back whose doing panics, behind all that waits: no history goes without its replay.
pub struct UnderWay<'a> {
    pub board: &'a Board,
    pub work: Work,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.board.do_later(self.work.clone());
        }
    }
}

async fn go_on(shared: Arc<Shared>, work: Arc<Mutex<UnboundedReceiver<Work>>>) {
    let mut work = work.lock().await;
    loop {
        let next = tokio::select! {
            next = work.recv() => next,
            () = shared.closed.cancelled() => None,
        };
        let Some(next) = next else { return };
        let _under_way = UnderWay { board: &shared.board, work: next.clone() };
        let done = async {
            loop {
                let done = match &next {
                    Work::Keep(launch, leaf) => keep(&shared, launch, *leaf).await,
                    Work::Replay(launch) => replay(&shared, launch).await,
                };
                match done {
                    // What waits behind it would wait for ever. A start does without it, and the next one may be taken.
                    Err(StoreError::Unavailable(error)) if is_hopeless(&next, &*error) => {
                        let error = told(&*error);
                        tracing::warn!(%error, "the database refuses a snapshot of a launch; until it takes one, a start replays more of the history");
                        return;
                    }
                    Err(StoreError::Unavailable(error)) => tracing::debug!(%error, "a snapshot waits for the database"),
                    // What is wrong with the launch was told where it was found.
                    Ok(()) | Err(_) => return,
                }
                tokio::time::sleep(PAUSE).await;
            }
        };
        tokio::select! {
            () = done => {}
            () = shared.closed.cancelled() => return,
        }
    }
}

/// No history goes without its replay, but a snapshot is only a shortcut.
fn is_hopeless(work: &Work, error: &(dyn std::error::Error + Send + Sync + 'static)) -> bool {
    matches!(work, Work::Keep(..)) && error.downcast_ref().is_some_and(is_refused)
}

async fn keep(shared: &Shared, launch: &Launch, leaf: [u8; 32]) -> Result<(), StoreError> {
    let Some(snapshot) = Snapshot::of(launch, leaf) else { return Ok(()) };
    within(async {
        let mut client = shared.pool.writer().await?;
        let step = client.transaction().await.map_err(unavailable)?;
        // Whoever erases somebody holds this too: what they replaced does not come back with a snapshot from before.
        log::lock_head(&step, launch.id).await?;
        // It may have waited while the database was set back: a start refuses one of events that the log does not have.
        if log::mark(&step, launch.id, launch.seq).await? != Some(leaf) {
            return Ok(());
        }
        let sql = "INSERT INTO snapshots (launch, seq, rules, leaf, digest, state) SELECT $1, $2, $3, $4, $5, $6 \
                   WHERE NOT EXISTS (SELECT 1 FROM events WHERE launch = $1 AND $2 < was_by) \
                   ON CONFLICT (launch) DO UPDATE SET seq = excluded.seq, rules = excluded.rules, leaf = excluded.leaf, \
                   digest = excluded.digest, state = excluded.state";
        let Snapshot { seq, rules, leaf, digest, state } = &snapshot;
        run(&step, sql, &[&i64::from(launch.id.0), seq, rules, &&leaf[..], &&digest[..], state]).await?;
        step.commit().await.map_err(unavailable)
    })
    .await
}

/// Plays the history that a snapshot stood for.
async fn judge(on: &impl GenericClient, taken: &Launch) -> Result<Found, StoreError> {
    let history = log::fold_up_to(on, taken.id, taken.seq).await?;
    if *history == *taken {
        return Ok(Found::Same);
    }
    let sql = "SELECT 1 FROM events WHERE launch = $1 AND $2 < was_by LIMIT 1";
    let erased = maybe(on, sql, &[&i64::from(taken.id.0), &log::number(taken.seq)]).await?;
    Ok(erased.map_or(Found::Other, |_| Found::Erased))
}

/// The events count.
async fn replay(shared: &Shared, taken: &Launch) -> Result<(), StoreError> {
    let id = taken.id;
    match judge(&shared.pool.reader().await?, taken).await {
        Ok(Found::Same) => Ok(()),
        Ok(found) => {
            if found == Found::Other {
                tracing::error!(launch = %id, "its snapshot was not what its events make; the events count");
            }
            mend(shared, id).await
        }
        Err(StoreError::Unusable(sentence)) => {
            tracing::error!(launch = %id, %sentence, "a launch is damaged; nothing more is written to it");
            shared.board.damaged(id, sentence);
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// Shows a launch as its events make it, whatever was shown before.
async fn mend(shared: &Shared, id: LaunchId) -> Result<(), StoreError> {
    loop {
        let mut client = shared.pool.writer().await?;
        let step = client.transaction().await.map_err(unavailable)?;
        // Nobody decides on the wrong one meanwhile; what was decided on it before has a place before this.
        log::lock_head(&step, id).await?;
        run(&step, "DELETE FROM snapshots WHERE launch = $1", &[&i64::from(id.0)]).await?;
        let mut last = None;
        let truth = log::fold_on(&step, id, None, |event| last = Some(event)).await?;
        let seq = truth.seq;
        shared.board.forget(id);
        shared.board.show(truth, last.into_iter().collect());
        step.commit().await.map_err(unavailable)?;
        shared.bells.tell(id, seq);
        tokio::time::sleep(SETTLED).await;
        let Some(shown) = shared.board.get(id) else { return Ok(()) };
        if *log::fold_up_to(&shared.pool.reader().await?, id, shown.seq).await? == *shown {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use holdpoint_emulator::postgres::{Postgres, execute};
    use uuid::Uuid;

    use super::*;
    use crate::accounts::Act;
    use crate::postgres::PostgresStore;
    use crate::sample::creation;
    use crate::{Erasing as _, Store};

    /// A start that was a moment earlier has begun to replay it.
    #[tokio::test(flavor = "multi_thread")]
    async fn a_snapshot_from_before_an_erasure_is_not_told_as_wrong() {
        let server = Postgres::shared().unwrap();
        let url = server.database().await.unwrap();
        let store = PostgresStore::open(&url).await.unwrap();
        let [ann, ben] = [1, 2].map(|n| MemberId(Uuid::from_u128(n)));
        let account = format!("INSERT INTO accounts (id, name, name_key, owner, password_hash) VALUES ('{ben}', 'Ben', 'ben', false, '')");
        execute(&url, &account).await.unwrap();
        let id = Store::create(&store, creation(1, "One of Ben")).await.unwrap().id;
        let taken = store.launch(id).await.unwrap();
        let mut wrong = Launch::clone(&taken);
        wrong.details.name.value = "Another".into();
        let reader = async || store.pool().reader().await.unwrap();
        assert_eq!(judge(&reader().await, &taken).await.unwrap(), Found::Same);
        assert_eq!(judge(&reader().await, &wrong).await.unwrap(), Found::Other);
        let at = "2026-11-24T10:00:00Z".parse().unwrap();
        store.erase(Act { account: ben, by: ann, by_name: "Ann".into(), device: String::new(), at }).await.unwrap();
        assert_eq!(judge(&reader().await, &taken).await.unwrap(), Found::Erased);
    }

    /// All that waits behind it would wait for ever, with a launch in memory each.
    #[tokio::test(flavor = "multi_thread")]
    async fn a_snapshot_that_the_database_refuses_holds_up_no_other() {
        let server = Postgres::shared().unwrap();
        let url = server.database().await.unwrap();
        let store = PostgresStore::open(&url).await.unwrap();
        let refused = Store::create(&store, creation(1, "One")).await.unwrap().id;
        let taken = Store::create(&store, creation(2, "One")).await.unwrap().id;
        execute(&url, &format!("ALTER TABLE snapshots ADD CONSTRAINT never CHECK (launch <> {})", refused.0)).await.unwrap();
        for id in [refused, taken] {
            let launch = store.launch(id).await.unwrap();
            let leaf = log::mark(&store.pool().reader().await.unwrap(), id, launch.seq).await.unwrap().unwrap();
            store.shared.board.do_later(Work::Keep(launch, leaf));
        }
        let began = std::time::Instant::now();
        while store.pool().maybe("SELECT 1 FROM snapshots WHERE launch = $1", &[&i64::from(taken.0)]).await.unwrap().is_none() {
            assert!(began.elapsed() < Duration::from_secs(120), "the second is never kept");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}
