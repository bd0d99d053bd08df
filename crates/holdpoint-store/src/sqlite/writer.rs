//! The only writer. Whatever waits when it comes round is committed together: one fsync for many answers.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::error::Error;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use holdpoint_domain::id::LaunchId;
use holdpoint_domain::launch::Launch;
use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::{Board, unavailable};
use crate::lock::lock;
use crate::loops::said;
use crate::{StoreError, StoredEvent};

/// Writes that may wait; more wait at their senders.
const WAITING: usize = 1024;

/// Writes that one commit takes along, so that the first of them does not wait for ever.
const TOGETHER: usize = 256;

/// Runs inside the transaction; answers its sender after the commit.
type Job = Box<dyn FnOnce(Result<&mut Batch<'_>, Trouble>) -> Answer + Send>;
type Answer = Box<dyn FnOnce(Result<(), Trouble>) + Send>;

/// Why nothing of a batch was committed.
type Trouble = Arc<dyn Error + Send + Sync>;

/// What a write that fails takes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// What it has written itself, and nothing else of its batch.
    Itself,
    /// The whole batch, once it has written anything. For writes that are refused before they begin or not at all, and come by the thousand:
    /// a savepoint for each is work that only a broken disk would need.
    Batch,
}

pub struct Writer {
    jobs: Mutex<Option<mpsc::Sender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    /// Whether the last commit that had something to write failed.
    refused: Arc<AtomicBool>,
}

/// One transaction, with the launches as its writes so far leave them.
pub struct Batch<'a> {
    pub connection: &'a Connection,
    board: &'a Board,
    staged: BTreeMap<LaunchId, Staged>,
    /// How often something was staged.
    stagings: u64,
    /// Why it cannot be committed.
    doomed: Option<Trouble>,
}

/// A launch as it will be shown.
pub struct Staged {
    pub launch: Arc<Launch>,
    /// What was appended to it. `None`: nobody watches it, or more than that has changed.
    pub events: Option<Vec<StoredEvent>>,
}

impl Batch<'_> {
    pub fn launch(&self, id: LaunchId) -> Option<Arc<Launch>> {
        self.staged.get(&id).map(|staged| staged.launch.clone()).or_else(|| self.board.get(id))
    }

    /// Goes on with a launch by what was appended to it; shown once it is committed. Copied once for all writes of a batch.
    pub fn go_on(&mut self, id: LaunchId, appended: &[StoredEvent]) -> Option<&Launch> {
        self.stagings += 1;
        let staged = match self.staged.entry(id) {
            Entry::Occupied(staged) => staged.into_mut(),
            Entry::Vacant(place) => {
                let events = self.board.is_watched(id).then(Vec::new);
                place.insert(Staged { launch: self.board.get(id)?, events })
            }
        };
        let launch = Arc::make_mut(&mut staged.launch);
        appended.iter().for_each(|event| launch.apply(&event.recorded));
        if let Some(events) = &mut staged.events {
            events.extend_from_slice(appended);
        }
        Some(launch)
    }

    fn do_one<T>(&mut self, guard: Guard, work: impl FnOnce(&mut Self) -> Result<T, StoreError>) -> Result<T, StoreError> {
        // SQLite gives some transactions up by itself, on a full disk for instance. What is written after that would be a transaction of its
        // own, and a commit.
        if self.connection.is_autocommit() {
            return Err(StoreError::Unavailable("the transaction was given up".into()));
        }
        match guard {
            Guard::Itself => self.in_savepoint(work),
            Guard::Batch => {
                let before = self.connection.total_changes();
                let result = work(self);
                if let Err(error) = &result
                    && self.connection.total_changes() != before
                {
                    self.doomed = Some(Arc::from(Box::from(error.to_string())));
                }
                result
            }
        }
    }

    /// One refused or failed write takes nothing else of its batch with it, unless it cannot be taken back by itself: what it staged would be shown.
    fn in_savepoint<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let (connection, before) = (self.connection, self.stagings);
        let say = |sql| connection.prepare_cached(sql).and_then(|mut statement| statement.execute([])).map_err(unavailable);
        say("SAVEPOINT one")?;
        let result = work(self);
        let taken_back = if result.is_err() { say("ROLLBACK TO one") } else { Ok(0) };
        let ended = taken_back.and_then(|_| say("RELEASE one"));
        let staged = result.as_ref().err().filter(|_| self.stagings != before);
        if let Some(error) = ended.as_ref().err().or(staged) {
            self.doomed = Some(Arc::from(Box::from(error.to_string())));
        }
        ended.and(result)
    }

    /// To be shown once it is committed. The last thing that a write does: one that fails after it takes its batch back.
    pub fn stage(&mut self, launch: Launch) {
        self.stagings += 1;
        self.staged.insert(launch.id, Staged { launch: Arc::new(launch), events: None });
    }
}

impl Writer {
    pub fn start(connection: Connection, board: Arc<Board>) -> Self {
        let (jobs, waiting) = mpsc::channel(WAITING);
        let (thread, refused) = (std::thread::Builder::new().name("holdpoint-writer".into()), Arc::<AtomicBool>::default());
        let told = refused.clone();
        let thread = thread.spawn(move || {
            // What is shown may lack what was committed, so nothing more is decided on it: the next start reads all of it.
            if let Err(panic) = catch_unwind(AssertUnwindSafe(|| write_on(&connection, &board, &told, waiting))) {
                told.store(true, Ordering::Relaxed);
                let panic = said(&*panic);
                tracing::error!(
                    panic,
                    "SQLite's writer panicked; nothing more is written until the server is started again. This is a defect"
                );
            }
        });
        let thread = thread.ok();
        Self { jobs: Mutex::new(Some(jobs)), thread: Mutex::new(thread), refused }
    }

    /// Whether the disk refused what was written last.
    pub fn is_refused(&self) -> bool {
        self.refused.load(Ordering::Relaxed)
    }

    pub async fn write<T: Send + 'static>(
        &self,
        guard: Guard,
        work: impl FnOnce(&mut Batch<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |batch| {
            let result = match batch {
                Ok(batch) => batch.do_one(guard, work),
                Err(trouble) => Err(StoreError::Unavailable(Box::new(trouble))),
            };
            Box::new(move |committed| {
                let result = match (committed, result) {
                    (Ok(()), result) => result,
                    (Err(_), Err(error @ (StoreError::Unavailable(_) | StoreError::Unusable(_)))) => Err(error),
                    // A refusal, too, may rest on what the batch had written before and did not keep.
                    (Err(trouble), _) => Err(StoreError::Unavailable(Box::new(trouble))),
                };
                // A sender that went away asks again under the same id.
                let _ = answer.send(result);
            })
        });
        let jobs = lock(&self.jobs).clone();
        let gone = || StoreError::Unavailable("the store is closed".into());
        jobs.ok_or_else(gone)?.send(job).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }

    /// Writes what waits, then stops.
    pub async fn close(&self) {
        drop(lock(&self.jobs).take());
        let thread = lock(&self.thread).take();
        if let Some(thread) = thread {
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
    }
}

fn write_on(connection: &Connection, board: &Board, refused: &AtomicBool, mut waiting: mpsc::Receiver<Job>) {
    let mut jobs = Vec::with_capacity(TOGETHER);
    while waiting.blocking_recv_many(&mut jobs, TOGETHER) != 0 {
        let mut batch = Batch { connection, board, staged: BTreeMap::new(), stagings: 0, doomed: None };
        let before = connection.total_changes();
        let begun = execute(connection, "BEGIN IMMEDIATE");
        let mut answers = Vec::with_capacity(jobs.len());
        for job in jobs.drain(..) {
            let given = match begun.as_ref().err().or(batch.doomed.as_ref()) {
                None => Ok(&mut batch),
                Some(trouble) => Err(trouble.clone()),
            };
            // A fault in one write must not end all that come after it. What it left half done is not committed.
            match catch_unwind(AssertUnwindSafe(|| job(given))) {
                Ok(answer) => answers.push(answer),
                Err(_) => batch.doomed = Some(Arc::from(Box::from("a write of this batch panicked"))),
            }
        }
        let committed = begun.and_then(|()| match batch.doomed {
            None => execute(connection, "COMMIT"),
            Some(trouble) => Err(trouble),
        });
        match &committed {
            Ok(()) => {
                // A commit of nothing finds room on every disk.
                if connection.total_changes() != before {
                    refused.store(false, Ordering::Relaxed);
                }
                batch.staged.into_values().for_each(|staged| board.show(staged));
            }
            Err(trouble) => {
                refused.store(true, Ordering::Relaxed);
                tracing::error!(error = %trouble, "a commit failed; nothing of it was acknowledged");
                let _ = connection.execute_batch("ROLLBACK");
            }
        }
        for answer in answers {
            answer(committed.clone());
        }
    }
}

fn execute(connection: &Connection, sql: &str) -> Result<(), Trouble> {
    connection.execute_batch(sql).map_err(|error| Arc::new(error) as Trouble)
}

#[cfg(test)]
mod tests {
    use holdpoint_domain::id::Seq;

    use super::*;
    use crate::sample::creation;
    use crate::writing;

    #[tokio::test]
    async fn a_write_that_panics_ends_no_other() {
        let writer = Writer::start(Connection::open_in_memory().unwrap(), Arc::default());
        let say = |batch: &mut Batch<'_>, sql: &str| batch.connection.execute_batch(sql).map_err(unavailable);
        writer.write(Guard::Itself, move |batch| say(batch, "CREATE TABLE one (n)")).await.unwrap();
        let broken = writer.write(Guard::Itself, move |batch| -> Result<(), StoreError> {
            say(batch, "CREATE TABLE two (n)")?;
            panic!("a rule that nobody thought of")
        });
        assert!(broken.await.is_err());
        writer.write(Guard::Itself, move |batch| say(batch, "INSERT INTO one VALUES (1)")).await.unwrap();
        assert!(!writer.is_refused());
        let half = writer.write(Guard::Itself, move |batch| say(batch, "INSERT INTO two VALUES (1)"));
        assert!(half.await.is_err(), "nothing of it was committed");
        writer.close().await;
    }

    /// Somebody's role was taken away, what they did was refused for that, and then the disk was full: their role is still there.
    #[tokio::test]
    async fn a_refusal_by_what_was_not_kept_is_none() {
        let writer = Writer::start(Connection::open_in_memory().unwrap(), Arc::default());
        let say = |batch: &mut Batch<'_>, sql: &str| batch.connection.execute_batch(sql).map_err(unavailable);
        let ((begun, has_begun), (go, may_go)) = (oneshot::channel(), std::sync::mpsc::channel());
        let before = writer.write(Guard::Itself, move |batch| {
            say(batch, "CREATE TABLE one (n)")?;
            _ = begun.send(());
            may_go.recv().map_err(|error| StoreError::Unavailable(Box::new(error)))
        });
        let together = async {
            has_begun.await.unwrap();
            tokio::join!(
                writer.write(Guard::Itself, move |batch| say(batch, "INSERT INTO one VALUES (1)")),
                writer.write(Guard::Itself, |_| Err::<(), _>(StoreError::NoSuch("role"))),
                writer.write(Guard::Batch, move |batch| say(batch, "INSERT INTO one VALUES (2); INSERT INTO none VALUES (3)")),
                async { go.send(()).unwrap() },
            )
        };
        let (before, (written, refused, failed, ())) = tokio::join!(before, together);
        before.unwrap();
        assert!(matches!((written, failed), (Err(StoreError::Unavailable(_)), Err(StoreError::Unavailable(_)))));
        assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
        let alone = writer.write(Guard::Itself, |_| Err::<(), _>(StoreError::NoSuch("role"))).await;
        assert!(matches!(alone, Err(StoreError::NoSuch("role"))), "{alone:?}");
    }

    /// Shown, the launch would be ahead of its log, and what is appended next would leave a gap.
    #[tokio::test]
    async fn what_a_failed_write_staged_is_not_shown() {
        let board = Arc::new(Board::default());
        let writer = Writer::start(Connection::open_in_memory().unwrap(), board.clone());
        let new = creation(1, "One");
        let events = Launch::create(&new.wish, (new.template, new.template_ref), &writing::context(&new.sender, Seq(0))).unwrap();
        let stored = writing::written((LaunchId(1), Seq(0)), &new.sender, events).unwrap();
        let launch = Launch::fold(stored.iter().map(|event| &event.recorded)).unwrap();
        let staged = launch.clone();
        let failed = writer.write(Guard::Itself, move |batch| {
            batch.stage(staged);
            Err::<(), _>(StoreError::NoSuch("room"))
        });
        assert!(failed.await.is_err());
        assert!(board.get(launch.id).is_none());
        let kept = launch.clone();
        let written = writer.write(Guard::Itself, move |batch| {
            batch.stage(kept);
            Ok(())
        });
        written.await.unwrap();
        assert_eq!(board.get(launch.id).as_deref(), Some(&launch));
    }

    #[tokio::test]
    async fn a_writer_that_has_ended_takes_no_writes() {
        let writer = Writer::start(Connection::open_in_memory().unwrap(), Arc::default());
        assert!(!writer.is_refused());
        let job: Job = Box::new(|_| Box::new(|_| panic!("a defect of the writer's own")));
        let jobs = writer.jobs.lock().unwrap().clone().unwrap();
        assert!(jobs.send(job).await.is_ok());
        writer.close().await;
        assert!(writer.is_refused());
    }
}
