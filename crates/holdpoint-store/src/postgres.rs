//! The store of several replicas: PostgreSQL. Order comes from a lock on the row of a launch's head, and `UNIQUE (launch, seq)` holds it; `NOTIFY`
//! only wakes, and readers catch up by `seq`. A database that went away is [`StoreError::Unavailable`] until it is back; nothing is to be started again.

mod accounts;
mod address;
mod bells;
mod board;
mod erasure;
mod invites;
mod lane;
mod log;
mod notices;
mod people;
mod pool;
mod portable;
mod rooms;
mod rows;
mod schema;
mod signing;
mod snapshots;
mod watching;

use std::sync::Arc;

use async_trait::async_trait;
use holdpoint_domain::id::*;
use holdpoint_domain::launch::Launch;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::erasure::Said;
use crate::{
    Committed, Created, Creation, Entry, EvidenceFile, Loops, NewNotice, Objection, Page, Sender, SharedKeys, Store, StoreError, writing,
};
use address::Address;
use bells::Bells;
use board::Board;
use lane::Lanes;
use pool::{Pool, told, unavailable, within};

/// A database that any number of processes may share.
pub struct PostgresStore {
    shared: Arc<Shared>,
    server_id: Uuid,
    loops: Loops,
}

struct Shared {
    pool: Pool,
    board: Board,
    lanes: Lanes,
    bells: Bells,
    /// For pages of histories.
    said: Said,
    closed: CancellationToken,
    /// This process, as the others know it.
    replica: Uuid,
}

impl PostgresStore {
    /// Opens a database and brings its tables up to date.
    ///
    /// * `url`: as `psql` takes it: `postgres://USER:PASSWORD@HOST/NAME?sslmode=verify-full`.
    /// * Errors: [`StoreError::Unusable`] with a sentence that says what to do: the URL is wrong, nobody answers there, a newer Holdpoint changed the
    ///   tables, or a launch cannot be read.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let address = Address::parse(url)?;
        let (bells, words) = Bells::new();
        let pool = Pool::new(&address)?;
        let out_of_reach = |error: StoreError| match error {
            StoreError::Unavailable(cause) => StoreError::Unusable(format!(
                "the database cannot be used ({}); see that it runs, that --database names it, and that its certificate is one that this machine trusts",
                told(&*cause)
            )),
            other => other,
        };
        schema::prepare(&pool).await.map_err(out_of_reach)?;
        let server_id = schema::server_id(&pool).await.map_err(out_of_reach)?;
        let closed = CancellationToken::new();
        let loops = Loops::new(closed.clone());
        let (work, to_do) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared {
            pool,
            board: Board::new(work),
            lanes: Lanes::default(),
            bells,
            said: Said::default(),
            closed,
            replica: Uuid::new_v4(),
        });
        rooms::sweep(&shared.pool).await.map_err(out_of_reach)?;
        shared.board.all(&shared.pool).await.map_err(out_of_reach)?;
        if let Some(sentence) = shared.board.trouble() {
            return Err(StoreError::Unusable(sentence));
        }
        bells::keep(&loops, &shared, address, words);
        snapshots::keep_up(&loops, &shared, to_do);
        Ok(Self { shared, server_id, loops })
    }

    fn pool(&self) -> &Pool {
        &self.shared.pool
    }
}

impl Drop for PostgresStore {
    fn drop(&mut self) {
        self.shared.closed.cancel();
    }
}

#[async_trait]
impl Store for PostgresStore {
    async fn create(&self, new: Creation) -> Result<Created, StoreError> {
        let (launch, news) = match within(create(&self.shared, &new)).await? {
            Ok(made) => made,
            Err(before) => return Ok(before),
        };
        let created = Created { id: launch.id, seq: launch.seq };
        self.shared.board.show(launch, news);
        Ok(created)
    }

    async fn submit_telling(&self, launch: LaunchId, entry: Entry, notices: Vec<NewNotice>) -> Result<Committed, StoreError> {
        self.shared.lanes.submit(&self.shared, launch, entry, notices).await
    }

    async fn answered(&self, sender: &Sender) -> Result<Option<(LaunchId, Seq)>, StoreError> {
        within(async { log::answered(&self.pool().reader().await?, sender).await }).await
    }

    async fn made(&self, launch: LaunchId, command: CommandId, by: MemberId) -> Result<Option<Seq>, StoreError> {
        let sql = "SELECT seq FROM commands JOIN events USING (launch, seq) \
                   WHERE launch = $1 AND commands.id = $2 AND events.command = $2 AND events.actor = $3";
        let row = self.pool().maybe(sql, &[&i64::from(launch.0), &command.0, &by.0]).await?;
        row.map(|row| rows::seq(&row, 0)).transpose()
    }

    async fn launch(&self, id: LaunchId) -> Result<Arc<Launch>, StoreError> {
        self.shared.board.fresh(self.pool(), id).await
    }

    async fn launches(&self) -> Result<Vec<Arc<Launch>>, StoreError> {
        self.shared.board.all(self.pool()).await
    }

    async fn after(&self, id: LaunchId, after: Seq, limit: usize) -> Result<Page, StoreError> {
        // The head first: events that come while the rows are read are told by the next page.
        let head = self.launch(id).await?.seq;
        let events = match self.shared.board.recent(id, after, limit) {
            Some(events) => events,
            None => within(async { log::after(&self.pool().reader().await?, &self.shared.said, (id, after), limit).await }).await?,
        };
        let head = events.last().map_or(head, |last| head.max(last.recorded.seq));
        Ok(Page { events, head })
    }

    fn watch(&self, id: LaunchId) -> watch::Receiver<Seq> {
        self.shared.board.bell(id)
    }

    async fn keep(&self, bytes: Vec<u8>) -> Result<Digest, StoreError> {
        let digest = Digest::of(&bytes);
        within(async { log::keep(&self.pool().writer().await?, digest, &bytes).await }).await?;
        Ok(digest)
    }

    async fn kept(&self, digest: Digest) -> Result<Option<Vec<u8>>, StoreError> {
        let row = self.pool().maybe("SELECT bytes FROM blobs WHERE digest = $1", &[&&digest.0[..]]).await?;
        log::kept(row.as_ref(), digest)
    }

    async fn keep_timestamp(&self, bundle: Digest, answer: Vec<u8>, instead: Option<Vec<u8>>) -> Result<(), StoreError> {
        within(async { log::keep_timestamp(&self.pool().writer().await?, bundle, &answer, instead.as_deref()).await }).await
    }

    async fn timestamp(&self, bundle: Digest) -> Result<Option<Vec<u8>>, StoreError> {
        let row = self.pool().maybe("SELECT answer FROM timestamps WHERE bundle = $1", &[&&bundle.0[..]]).await?;
        row.map(|row| rows::get(&row, 0)).transpose()
    }

    async fn files(&self, launch: LaunchId) -> Result<Vec<EvidenceFile>, StoreError> {
        let sql = "SELECT digest, bytes FROM launch_files WHERE launch = $1 ORDER BY digest";
        let found = self.pool().rows(sql, &[&i64::from(launch.0)]).await?;
        found
            .iter()
            .map(|row| Ok(EvidenceFile { digest: rows::digest(row, 0)?, bytes: rows::get::<i64>(row, 1)?.unsigned_abs() }))
            .collect()
    }

    async fn is_named(&self, file: Digest) -> Result<bool, StoreError> {
        Ok(self.pool().maybe("SELECT 1 FROM launch_files WHERE digest = $1 LIMIT 1", &[&&file.0[..]]).await?.is_some())
    }

    async fn shared_keys(&self) -> Result<Option<SharedKeys>, StoreError> {
        schema::shared_keys(self.pool()).await
    }

    async fn share_keys(&self, keys: SharedKeys, instead: Option<SharedKeys>) -> Result<bool, StoreError> {
        schema::share_keys(self.pool(), &keys, instead.as_ref()).await
    }

    fn server_id(&self) -> Uuid {
        self.server_id
    }

    fn trouble(&self) -> Option<String> {
        self.shared.board.trouble()
    }

    fn loops(&self) -> Option<&Loops> {
        Some(&self.loops)
    }

    async fn close(&self) {
        self.shared.lanes.close().await;
        self.shared.closed.cancel();
        self.shared.pool.close();
    }
}

/// A launch that was made, with its events; or what the same command made before.
type Made = Result<(Arc<Launch>, Vec<crate::StoredEvent>), Created>;

async fn create(shared: &Shared, new: &Creation) -> Result<Made, StoreError> {
    let mut client = shared.pool.writer().await?;
    let step = client.transaction().await.map_err(unavailable)?;
    // Whoever makes a launch holds the number: the same command cannot be answered twice, and no number is left out.
    let row = pool::maybe(&step, "UPDATE numbers SET value = value + 1 WHERE name = 'launch' RETURNING value", &[]).await?;
    let row = row.ok_or_else(|| rows::unreadable(&"the number of the last launch is gone"))?;
    if let Some((id, seq)) = log::answered(&step, &new.sender).await? {
        return Ok(Err(Created { id, seq }));
    }
    let events = Launch::create(&new.wish, (new.template.clone(), new.template_ref.clone()), &writing::context(&new.sender, Seq(0)))?;
    let joining = writing::joining(&events).map(|member| member.0).collect();
    if !people::erased_of(&step, joining).await?.is_empty() {
        return Err(StoreError::NoSuch("person"));
    }
    let id = rows::launch_id(&row, 0)?;
    let stored = writing::written((id, Seq(0)), &new.sender, events)?;
    let launch = Launch::fold(stored.iter().map(|event| &event.recorded));
    let launch = Arc::new(launch.ok_or(StoreError::NotAccepted(Objection::NotCreated))?);
    let (fingerprint, seq) = (new.sender.fingerprint, launch.seq);
    let answer = new.sender.command.map(|command| log::Answer { command, fingerprint, seq });
    pool::run(&step, "INSERT INTO launches (id, seq) VALUES ($1, 0)", &[&i64::from(id.0)]).await?;
    log::append(&step, id, &stored, answer.as_slice()).await.map_err(lane::not_twice)?;
    step.commit().await.map_err(unavailable)?;
    Ok(Ok((launch, stored)))
}
