//! The only writer. Whatever waits when it comes round is committed together: one fsync for many answers.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use holdpoint_domain::id::LaunchId;
use holdpoint_domain::launch::Launch;
use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::{Board, unavailable};
use crate::StoreError;

/// Writes that may wait; more wait at their senders.
const WAITING: usize = 1024;

/// Writes that one commit takes along, so that the first of them does not wait for ever.
const TOGETHER: usize = 256;

/// Runs inside the transaction; answers its sender after the commit.
type Job = Box<dyn FnOnce(Result<&mut Batch<'_>, Trouble>) -> Answer + Send>;
type Answer = Box<dyn FnOnce(Result<(), Trouble>) + Send>;

/// Why nothing of a batch was committed.
type Trouble = Arc<rusqlite::Error>;

pub struct Writer {
    jobs: Mutex<Option<mpsc::Sender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// One transaction, with the launches as its writes so far leave them.
pub struct Batch<'a> {
    pub connection: &'a Connection,
    board: &'a Board,
    staged: BTreeMap<LaunchId, Arc<Launch>>,
}

impl Batch<'_> {
    pub fn launch(&self, id: LaunchId) -> Option<Arc<Launch>> {
        self.staged.get(&id).cloned().or_else(|| self.board.get(id))
    }

    /// To be shown once it is committed. The last thing that a write does: nothing may fail after it.
    pub fn stage(&mut self, launch: Launch) {
        self.staged.insert(launch.id, Arc::new(launch));
    }
}

impl Writer {
    pub fn start(connection: Connection, board: Arc<Board>) -> Self {
        let (jobs, waiting) = mpsc::channel(WAITING);
        let thread = std::thread::Builder::new().name("holdpoint-writer".into());
        let thread = thread.spawn(move || write_on(&connection, &board, waiting)).ok();
        Self { jobs: Mutex::new(Some(jobs)), thread: Mutex::new(thread) }
    }

    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Batch<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |batch| {
            let result = match batch {
                Ok(batch) => in_savepoint(batch, work),
                Err(trouble) => Err(StoreError::Unavailable(Box::new(trouble))),
            };
            Box::new(move |committed| {
                let result = match committed {
                    Ok(()) => result,
                    Err(trouble) => result.and(Err(StoreError::Unavailable(Box::new(trouble)))),
                };
                // A sender that went away asks again under the same id.
                let _ = answer.send(result);
            })
        });
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let gone = || StoreError::Unavailable("the store is closed".into());
        jobs.ok_or_else(gone)?.send(job).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }

    /// Writes what waits, then stops.
    pub async fn close(&self) {
        drop(self.jobs.lock().unwrap_or_else(PoisonError::into_inner).take());
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
    }
}

/// One refused or failed write takes nothing else of its batch with it.
fn in_savepoint<T>(batch: &mut Batch<'_>, work: impl FnOnce(&mut Batch<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
    // SQLite gives some transactions up by itself, on a full disk for instance. A savepoint would begin one of its own then, and commit it.
    if batch.connection.is_autocommit() {
        return Err(StoreError::Unavailable("the transaction was given up".into()));
    }
    let connection = batch.connection;
    let say = |sql| connection.prepare_cached(sql).and_then(|mut statement| statement.execute([])).map_err(unavailable);
    say("SAVEPOINT one")?;
    let result = work(batch);
    if result.is_err() {
        say("ROLLBACK TO one")?;
    }
    say("RELEASE one")?;
    result
}

fn write_on(connection: &Connection, board: &Board, mut waiting: mpsc::Receiver<Job>) {
    let mut jobs = Vec::with_capacity(TOGETHER);
    while waiting.blocking_recv_many(&mut jobs, TOGETHER) != 0 {
        let mut batch = Batch { connection, board, staged: BTreeMap::new() };
        let begun = connection.execute_batch("BEGIN IMMEDIATE").map_err(Arc::new);
        let mut answers = Vec::with_capacity(jobs.len());
        for job in jobs.drain(..) {
            answers.push(job(match &begun {
                Ok(()) => Ok(&mut batch),
                Err(trouble) => Err(trouble.clone()),
            }));
        }
        let committed = match begun {
            Ok(()) => connection.execute_batch("COMMIT").map_err(Arc::new),
            Err(trouble) => Err(trouble),
        };
        match &committed {
            Ok(()) => batch.staged.into_values().for_each(|launch| board.show(launch)),
            Err(trouble) => {
                tracing::error!(error = %trouble, "a commit failed; nothing of it was acknowledged");
                let _ = connection.execute_batch("ROLLBACK");
            }
        }
        for answer in answers {
            answer(committed.clone());
        }
    }
}
