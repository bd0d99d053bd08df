//! The embedded store: SQLite in WAL mode with `synchronous=FULL`. One writer commits waiting writes together; an answer
//! leaves only after the commit. Readers have connections of their own and are never blocked by the writer.

mod accounts;
pub mod backup;
mod damage;
mod erasure;
mod files;
mod invites;
mod latest;
mod log;
mod notices;
mod people;
pub mod portable;
mod rows;
mod schema;
mod signing;
mod snapshots;
mod watching;
mod writer;

use std::collections::BTreeMap;
use std::fs::{File, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock, Weak};

use async_trait::async_trait;
use holdpoint_domain::id::*;
use holdpoint_domain::launch::Launch;
use rusqlite::{Connection, OpenFlags};
use tokio::sync::watch;
use uuid::Uuid;

use crate::erasure::Said;
use crate::folder::{self, LOCK};
use crate::lock::lock;
use crate::snapshot::Found;
use crate::{
    Committed, Created, Creation, Entry, EvidenceFile, NewNotice, Page, Rooms, Sender, SharedKeys, Store, StoreError, StoredEvent,
};
use latest::Latest;
pub use people::accounts_in;
use snapshots::Taken;
use writer::{Batch, Guard, Staged, Writer};

/// The database's name in its folder.
pub const FILE: &str = "holdpoint.db";

/// What is in the folder, password hashes among it, is for this user only.
const PRIVATE: u32 = 0o600;

/// Is there while a restore moves files.
const UNFINISHED: &str = "restore.unfinished";

/// How long a reader waits for a lock that only a checkpoint can hold.
const BUSY: std::time::Duration = std::time::Duration::from_secs(5);

/// Connections that are kept for the next reader.
const IDLE_READERS: usize = 4;

/// A folder with `holdpoint.db` in it, held by this process alone.
pub struct SqliteStore {
    writer: Arc<Writer>,
    board: Arc<Board>,
    readers: Arc<Readers>,
    /// For pages of histories.
    said: Arc<Said>,
    server_id: Uuid,
    /// What a replay found out after the start.
    trouble: Arc<OnceLock<String>>,
    /// Its lock says that the folder is ours; given back by the operating system even after `kill -9`.
    _lock: File,
}

/// What an acknowledged write survives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// A power cut: every commit is synchronised.
    PowerCut,
    /// The end of the process only.
    ProcessEnd,
}

/// The launches as of the last commit, with a doorbell each.
#[derive(Default)]
struct Board {
    launches: RwLock<BTreeMap<LaunchId, Arc<Launch>>>,
    bells: Mutex<BTreeMap<LaunchId, watch::Sender<Seq>>>,
    latest: Latest,
}

struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl SqliteStore {
    /// Opens or makes the database `holdpoint.db` in a folder, and takes the folder for this process.
    ///
    /// * Errors: [`StoreError::Unusable`] with a sentence that says what to do: the folder cannot be written, another process has it,
    ///   there is no room, or the file is damaged; [`StoreError::OtherBuild`]: a newer Holdpoint wrote it.
    pub async fn open(folder: &Path) -> Result<Self, StoreError> {
        Self::open_as(folder, Durability::PowerCut).await
    }

    /// The same, with another promise. For the test which shows that a power cut would be noticed.
    #[doc(hidden)]
    pub async fn open_as(folder: &Path, durability: Durability) -> Result<Self, StoreError> {
        let folder = folder.to_owned();
        let path = folder.join(FILE);
        let opened = blocking(move || Self::open_now(&folder, durability)).await;
        let (store, taken) = opened.map_err(|error| match error {
            StoreError::Unavailable(cause) => damage::out_of_reach(&path, cause),
            other => other,
        })?;
        let (path, writer) = (store.readers.path.clone(), Arc::downgrade(&store.writer));
        tokio::spawn(look_on(path, taken, writer, store.trouble.clone()));
        Ok(store)
    }

    fn open_now(folder: &Path, durability: Durability) -> Result<(Self, Vec<Taken>), StoreError> {
        let lock = take(folder)?;
        let path = folder.join(FILE);
        if folder.join(UNFINISHED).exists() {
            return Err(damage::refused(&path, "a restore into this folder was cut off"));
        }
        keep_private(&path)?;
        let unusable = |error: rusqlite::Error| damage::at_start(&path, &error);
        let mut connection = Connection::open(&path).map_err(unusable)?;
        if connection.is_readonly("main").map_err(unusable)? {
            return Err(schema::read_only(&path));
        }
        schema::prepare(&mut connection, &path, durability)?;
        let server_id = schema::server_id(&connection).map_err(unusable)?;
        let board = Arc::new(Board::default());
        let (launches, taken) = log::load(&connection, &path)?;
        launches.into_iter().for_each(|launch| board.show(Staged { launch, events: None }));
        let readers = Arc::new(Readers { path, idle: Mutex::default() });
        let writer = Arc::new(Writer::start(connection, board.clone()));
        Ok((Self { writer, board, readers, said: Arc::default(), server_id, trouble: Arc::default(), _lock: lock }, taken))
    }

    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let readers = self.readers.clone();
        blocking(move || {
            let connection = readers.take()?;
            let result = work(&connection);
            readers.give_back(connection);
            result
        })
        .await
    }

    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Batch<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.write_as(Guard::Itself, work).await
    }

    async fn write_as<T: Send + 'static>(
        &self,
        guard: Guard,
        work: impl FnOnce(&mut Batch<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        // On damage nothing is built.
        match self.trouble.get() {
            None => self.writer.write(guard, work).await,
            Some(sentence) => Err(StoreError::Unusable(sentence.clone())),
        }
    }
}

/// One process has a folder: there is nobody to tell.
impl Rooms for SqliteStore {}

#[async_trait]
impl Store for SqliteStore {
    async fn create(&self, new: Creation) -> Result<Created, StoreError> {
        self.write(move |batch| log::create(batch, &new)).await
    }

    async fn submit_telling(&self, launch: LaunchId, entry: Entry, notices: Vec<NewNotice>) -> Result<Committed, StoreError> {
        self.write_as(Guard::Batch, move |batch| log::submit(batch, launch, &entry, &notices)).await
    }

    async fn answered(&self, sender: &Sender) -> Result<Option<(LaunchId, Seq)>, StoreError> {
        let sender = sender.clone();
        self.read(move |connection| log::answered(connection, &sender)).await
    }

    async fn made(&self, launch: LaunchId, command: CommandId, by: MemberId) -> Result<Option<Seq>, StoreError> {
        self.read(move |connection| log::made(connection, launch, command, by)).await
    }

    async fn launch(&self, id: LaunchId) -> Result<Arc<Launch>, StoreError> {
        self.board.get(id).ok_or(StoreError::NoSuchLaunch(id))
    }

    async fn launches(&self) -> Result<Vec<Arc<Launch>>, StoreError> {
        Ok(self.board.all())
    }

    async fn after(&self, id: LaunchId, after: Seq, limit: usize) -> Result<Page, StoreError> {
        // The head first: events that come while the rows are read are told by the next page.
        let head = self.launch(id).await?.seq;
        if let Some(events) = self.board.latest.behind((id, after), head, limit) {
            return Ok(Page { head: last_of(&events, head), events });
        }
        let said = self.said.clone();
        let events = self.read(move |connection| log::after(connection, &said, (id, after), limit)).await?;
        Ok(Page { head: last_of(&events, head), events })
    }

    fn watch(&self, id: LaunchId) -> watch::Receiver<Seq> {
        self.board.bell(id).subscribe()
    }

    async fn keep(&self, bytes: Vec<u8>) -> Result<Digest, StoreError> {
        let digest = Digest::of(&bytes);
        self.write(move |batch| log::keep(batch, digest, &bytes)).await?;
        Ok(digest)
    }

    async fn kept(&self, digest: Digest) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(move |connection| log::kept(connection, digest)).await
    }

    async fn keep_timestamp(&self, bundle: Digest, answer: Vec<u8>, instead: Option<Vec<u8>>) -> Result<(), StoreError> {
        self.write(move |batch| log::keep_timestamp(batch, bundle, &answer, instead.as_deref())).await
    }

    async fn timestamp(&self, bundle: Digest) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(move |connection| log::timestamp(connection, bundle)).await
    }

    async fn files(&self, launch: LaunchId) -> Result<Vec<EvidenceFile>, StoreError> {
        self.read(move |connection| files::of_launch(connection, launch)).await
    }

    async fn is_named(&self, file: Digest) -> Result<bool, StoreError> {
        self.read(move |connection| files::is_named(connection, file)).await
    }

    async fn shared_keys(&self) -> Result<Option<SharedKeys>, StoreError> {
        self.read(schema::shared_keys).await
    }

    async fn share_keys(&self, keys: SharedKeys, instead: Option<SharedKeys>) -> Result<bool, StoreError> {
        self.write(move |batch| schema::share_keys(batch.connection, &keys, instead.as_ref())).await
    }

    fn server_id(&self) -> Uuid {
        self.server_id
    }

    fn trouble(&self) -> Option<String> {
        self.trouble.get().cloned()
    }

    async fn takes_writes(&self) -> bool {
        !self.writer.is_refused() || self.write(|batch| schema::try_room(batch.connection)).await.is_ok()
    }

    async fn close(&self) {
        self.writer.close().await;
    }
}

/// What a start has no time for: looks through a large database, and plays the histories that snapshots stood for.
async fn look_on(path: PathBuf, taken: Vec<Taken>, writer: Weak<Writer>, trouble: Arc<OnceLock<String>>) {
    let looked = match std::fs::metadata(&path) {
        Ok(file) if damage::AT_ONCE < file.len() => {
            let path = path.clone();
            blocking(move || damage::look(&backup::reader(&path)?, &path, false)).await
        }
        _ => Ok(()),
    };
    let found = match looked {
        Ok(()) => replay(&path, taken, &writer).await,
        Err(error) => Err(error),
    };
    if let Err(error) = found {
        damage::note(error, &trouble);
    }
}

/// A snapshot that said something else than its history is dropped, and its launch shown as its events make it.
async fn replay(path: &Path, taken: Vec<Taken>, writer: &Weak<Writer>) -> Result<(), StoreError> {
    for taken in taken {
        let (id, of) = (taken.id, path.to_owned());
        let truth = blocking(move || snapshots::replay(&of, &taken)).await;
        let mended = match (truth, writer.upgrade()) {
            // The store was closed meanwhile.
            (_, None) => return Ok(()),
            (Ok(Found::Same), _) => continue,
            (Ok(found), Some(writer)) => {
                if found == Found::Other {
                    tracing::error!(launch = %id, "its snapshot was not what its events make; the events count");
                }
                writer.write(Guard::Itself, move |batch| log::refold(batch, id)).await
            }
            (Err(error), _) => Err(error),
        };
        mended.map_err(|error| match error {
            StoreError::Unusable(_) => damage::in_launch(path, id, error),
            other => other,
        })?;
    }
    Ok(())
}

impl Board {
    fn get(&self, id: LaunchId) -> Option<Arc<Launch>> {
        self.launches.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    fn all(&self) -> Vec<Arc<Launch>> {
        self.launches.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    /// Shows a committed state, then rings.
    fn show(&self, Staged { launch, events }: Staged) {
        let (id, seq) = (launch.id, launch.seq);
        if events.is_none() {
            self.latest.forget(id);
        }
        self.launches.write().unwrap_or_else(PoisonError::into_inner).insert(id, launch);
        // Behind the launch: what is read of it is never ahead of who may see it.
        if let Some(events) = events {
            self.latest.add(events);
        }
        self.bell(id).send_replace(seq);
    }

    /// Whether anybody waits for what happens in a launch.
    fn is_watched(&self, id: LaunchId) -> bool {
        lock(&self.bells).get(&id).is_some_and(|bell| bell.receiver_count() != 0)
    }

    fn bell(&self, id: LaunchId) -> watch::Sender<Seq> {
        let mut bells = lock(&self.bells);
        if let Some(bell) = bells.get(&id) {
            return bell.clone();
        }
        let bell = watch::Sender::new(Seq(0));
        // Asking for launches that do not exist must not fill the memory.
        if self.get(id).is_some() {
            bells.insert(id, bell.clone());
        }
        bell
    }
}

impl Readers {
    fn take(&self) -> Result<Connection, StoreError> {
        if let Some(connection) = lock(&self.idle).pop() {
            return Ok(connection);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags).map_err(unavailable)?;
        connection.busy_timeout(BUSY).map_err(unavailable)?;
        Ok(connection)
    }

    fn give_back(&self, connection: Connection) {
        let mut idle = lock(&self.idle);
        if idle.len() < IDLE_READERS {
            idle.push(connection);
        }
    }
}

/// The place of the last event that there is: some may have come since `head` was looked at.
fn last_of(events: &[StoredEvent], head: Seq) -> Seq {
    events.last().map_or(head, |last| head.max(last.recorded.seq))
}

/// Takes the folder for this process, or says who to ask.
fn take(folder: &Path) -> Result<File, StoreError> {
    let lock = folder::take(folder).map_err(StoreError::Unusable)?;
    narrow(&folder.join(LOCK));
    Ok(lock)
}

/// Makes the database's file, or takes the rights of others away from those that are there: the folder may be one that others can enter. What
/// SQLite makes beside it gets the same rights.
fn keep_private(path: &Path) -> Result<(), StoreError> {
    // One that is there is not opened: closing it would let go of locks that SQLite has on it.
    match File::options().write(true).create_new(true).mode(PRIVATE).open(path) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            ["", "-wal", "-shm"].iter().for_each(|ending| narrow(&path.with_file_name(format!("{FILE}{ending}"))));
        }
        Err(error) => return Err(damage::out_of_reach(path, error)),
    }
    Ok(())
}

fn narrow(path: &Path) {
    let wide = std::fs::metadata(path).is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o077 != 0);
    if wide && let Err(error) = std::fs::set_permissions(path, Permissions::from_mode(PRIVATE)) {
        tracing::warn!(%error, file = %path.display(), "other users of this machine can read this file, and it could not be changed");
    }
}

fn unavailable(error: rusqlite::Error) -> StoreError {
    StoreError::Unavailable(Box::new(error))
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, StoreError> + Send + 'static) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work).await.map_err(StoreError::unavailable)?
}
