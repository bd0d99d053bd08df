//! One lane for each launch that is written to: whatever waits in it is decided in order and committed together, under the lock on the launch's
//! head. Lanes of different launches, and of other replicas, go their own ways.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use deadpool_postgres::{Object, Transaction};
use holdpoint_domain::id::*;
use holdpoint_domain::launch::Launch;
use tokio::sync::oneshot;
use tokio_postgres::Error;
use tokio_postgres::error::SqlState;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use super::board::again;
use super::log::{self, Answer, Head};
use super::pool::{SILENCE, is_lost, is_passing, maybe, rows, unavailable, within};
use super::rows::{digest, get, seq};
use super::snapshots::Work;
use super::{Shared, notices, people};
use crate::lock::lock;
use crate::{Committed, Entry, NewNotice, Sender, StoreError, StoredEvent, snapshot, writing};

/// Wishes that one commit takes along, so that the first of them does not wait for ever.
const TOGETHER: usize = 256;

/// Wishes of one launch that may wait in this replica.
const WAITING: usize = 4_096;

/// How long it is asked whether a commit that was cut off happened; and the first pause between two questions.
const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(50);

/// A wish, and who waits for its answer.
pub struct Job {
    entry: Entry,
    notices: Vec<NewNotice>,
    answer: oneshot::Sender<Result<Committed, StoreError>>,
}

#[derive(Default)]
pub struct Lanes {
    /// What waits. A launch that is in here has somebody at work.
    waiting: Mutex<HashMap<LaunchId, Vec<Job>>>,
    at_work: TaskTracker,
}

impl Lanes {
    pub async fn submit(&self, shared: &Arc<Shared>, id: LaunchId, entry: Entry, notices: Vec<NewNotice>) -> Result<Committed, StoreError> {
        let (answer, answered) = oneshot::channel();
        {
            let mut waiting = lock(&self.waiting);
            if self.at_work.is_closed() {
                return Err(StoreError::Unavailable("the store is closed".into()));
            }
            let job = Job { entry, notices, answer };
            match waiting.get_mut(&id) {
                Some(jobs) if WAITING <= jobs.len() => return Err(StoreError::Unavailable("too much waits to be written".into())),
                Some(jobs) => jobs.push(job),
                None => {
                    waiting.insert(id, vec![job]);
                    // A task of its own: what is under way is brought to its end even if who asked goes away.
                    self.at_work.spawn(work(shared.clone(), id));
                }
            }
        }
        answered.await.unwrap_or_else(|_| Err(StoreError::Unavailable("the store is closed".into())))
    }

    /// Takes nothing more, and waits until all that was accepted is answered.
    pub async fn close(&self) {
        {
            let _waiting = lock(&self.waiting);
            self.at_work.close();
        }
        self.at_work.wait().await;
    }

    fn next(&self, id: LaunchId) -> Vec<Job> {
        let mut waiting = lock(&self.waiting);
        match waiting.get_mut(&id) {
            Some(jobs) if !jobs.is_empty() => jobs.drain(..jobs.len().min(TOGETHER)).collect(),
            _ => {
                waiting.remove(&id);
                Vec::new()
            }
        }
    }
}

/// Frees a lane whose worker panics: whoever waits in it is answered, and the next wish has a worker of its own.
struct AtWork<'a> {
    lanes: &'a Lanes,
    id: LaunchId,
}

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        // Otherwise the lane was left already, and may be another's by now.
        if std::thread::panicking() {
            // Let go outside the lock: it wakes those who wait.
            let _jobs = lock(&self.lanes.waiting).remove(&self.id);
        }
    }
}

async fn work(shared: Arc<Shared>, id: LaunchId) {
    let _at_work = AtWork { lanes: &shared.lanes, id };
    loop {
        let jobs = shared.lanes.next(id);
        if jobs.is_empty() {
            return;
        }
        let wishes: Vec<_> = jobs.iter().map(|job| (&job.entry, &job.notices[..])).collect();
        let results = commit_all(&shared, id, &wishes).await;
        for (job, result) in jobs.into_iter().zip(results) {
            // A sender that went away asks again under the same id.
            let _ = job.answer.send(result);
        }
    }
}

type Wishes<'a> = &'a [(&'a Entry, &'a [NewNotice])];
type Results = Vec<Result<Committed, StoreError>>;

/// One transaction for all; one for each where the database says no to all of them.
async fn commit_all(shared: &Shared, id: LaunchId, wishes: Wishes<'_>) -> Results {
    match commit(shared, id, wishes).await {
        Ok(results) => results,
        Err(error) if wishes.len() == 1 => vec![Err(error)],
        Err(error) if !is_refusal(&error) => wishes.iter().map(|_| Err(again(&error))).collect(),
        Err(_) => {
            let mut results = Vec::with_capacity(wishes.len());
            for one in wishes.chunks(1) {
                results.extend(commit(shared, id, one).await.unwrap_or_else(|error| vec![Err(error)]));
            }
            results
        }
    }
}

/// Whether it may be about one wish of many.
fn is_refusal(error: &StoreError) -> bool {
    match error {
        StoreError::Unavailable(cause) => {
            cause.downcast_ref().is_some_and(|error: &Error| error.as_db_error().is_some() && !is_passing(error))
        }
        StoreError::IdTaken => true,
        _ => false,
    }
}

/// Somebody else holds the launch, and whoever is tried alone would wait for as long again.
fn of_all(error: StoreError) -> StoreError {
    let is_held = |error: &Error| error.code() == Some(&SqlState::LOCK_NOT_AVAILABLE);
    if matches!(&error, StoreError::Unavailable(cause) if cause.downcast_ref::<Error>().is_some_and(is_held)) {
        again(&error)
    } else {
        error
    }
}

/// What a transaction is about to make true.
struct Staged {
    launch: Arc<Launch>,
    /// Nothing else can be at the place of the last of them: leaves are salted.
    news: Vec<StoredEvent>,
    answers: Vec<Answer>,
    results: Results,
}

enum Attempt {
    Committed(Staged),
    /// The line broke after the commit was asked for: it may have happened.
    Unknown(Staged),
}

/// Commits, and comes back to a commit whose answer was lost: an acknowledgement is never a guess, and nothing happens twice.
async fn commit(shared: &Shared, id: LaunchId, wishes: Wishes<'_>) -> Result<Results, StoreError> {
    let (begun, mut pause, mut tried) = (Instant::now(), PAUSE, false);
    loop {
        let staged = match attempt(shared, id, wishes).await {
            Ok(Attempt::Committed(staged)) => return Ok(done(shared, id, staged)),
            Ok(Attempt::Unknown(staged)) => staged,
            // Once more, at once: the connection may have been an old one.
            Err(StoreError::Unavailable(cause)) if !tried && cause.downcast_ref().is_some_and(is_passing) => {
                tried = true;
                continue;
            }
            Err(error) => return Err(error),
        };
        tracing::warn!(launch = %id, "the answer to a commit was lost; it is looked up");
        let happened = loop {
            match within(happened(shared, id, &staged)).await {
                Ok(happened) => break happened,
                // No refusal of one of them, after which the others would be tried again: all of them may have happened.
                Err(error) if PATIENCE <= begun.elapsed() => return Err(again(&error)),
                Err(_) => tokio::time::sleep(pause).await,
            }
            pause = (pause * 2).min(Duration::from_secs(1));
        };
        if happened {
            return Ok(done(shared, id, staged));
        }
    }
}

fn done(shared: &Shared, id: LaunchId, staged: Staged) -> Results {
    let seq = staged.launch.seq;
    if let Some((first, last)) = staged.news.first().zip(staged.news.last()) {
        if snapshot::is_due(Seq(first.recorded.seq.0 - 1), seq) {
            shared.board.do_later(Work::keep(&staged.launch, last));
        }
        shared.board.show(staged.launch, staged.news);
        shared.bells.tell(id, seq);
    }
    staged.results
}

async fn attempt(shared: &Shared, id: LaunchId, wishes: Wishes<'_>) -> Result<Attempt, StoreError> {
    let mut client = shared.pool.writer().await?;
    let (step, staged) = within(async {
        let step = client.transaction().await.map_err(unavailable)?;
        let staged = stage(shared, &step, id, wishes).await?;
        Ok((step, staged))
    })
    .await?;
    if staged.news.is_empty() && staged.answers.is_empty() {
        return Ok(Attempt::Committed(staged));
    }
    match tokio::time::timeout(SILENCE, step.commit()).await {
        Ok(Ok(())) => Ok(Attempt::Committed(staged)),
        Ok(Err(error)) if !is_lost(&error) => Err(unavailable(error)),
        Ok(Err(_)) | Err(_) => {
            // Whatever still comes over this line is nobody's answer.
            drop(Object::take(client));
            Ok(Attempt::Unknown(staged))
        }
    }
}

/// Locks the head, catches up with what others wrote, decides, and writes.
async fn stage(shared: &Shared, step: &Transaction<'_>, id: LaunchId, wishes: Wishes<'_>) -> Result<Staged, StoreError> {
    // Accounts before heads, as who erases locks them: nobody waits in a circle.
    let may_join = wishes.iter().filter_map(|(entry, _)| writing::may_join(entry)).map(|member| member.0).collect();
    let erased = people::erased_of(step, may_join).await?;
    let head = log::lock_head(step, id).await.map_err(of_all)?.ok_or(StoreError::NoSuchLaunch(id))?;
    // Only now: what was answered, and erased, while we waited for the lock counts.
    let (mut known, gone, mark) = tokio::try_join!(answered(step, id, wishes), gone(step, wishes), log::mark(step, id, head))?;
    let launch = shared.board.caught_up(step, id, Head { seq: head, mark }).await?;
    let mut staged = Staged { launch, news: Vec::new(), answers: Vec::new(), results: Vec::with_capacity(wishes.len()) };
    let mut tell = Vec::new();
    for (entry, notices) in wishes {
        let result = staged.one(entry, &mut known, (&erased, &gone));
        if result.as_ref().is_ok_and(|committed| !committed.events.is_empty()) {
            tell.extend(notices.iter().map(|notice| (notice, entry.sender.at)));
        }
        staged.results.push(result);
    }
    if !staged.news.is_empty() || !staged.answers.is_empty() {
        log::append(step, id, &staged.news, &staged.answers).await.map_err(not_twice)?;
    }
    for (notice, at) in tell {
        notices::add(step, id, notice, at).await?;
    }
    Ok(staged)
}

/// What commands of this launch were answered with.
type Known = HashMap<Uuid, (Digest, Seq)>;

async fn answered(step: &Transaction<'_>, id: LaunchId, wishes: Wishes<'_>) -> Result<Known, StoreError> {
    let ids: Vec<Uuid> = wishes.iter().filter_map(|(entry, _)| entry.sender.command).map(|command| command.0).collect();
    if ids.is_empty() {
        return Ok(Known::new());
    }
    let sql = "SELECT id, fingerprint, seq FROM commands WHERE launch = $1 AND id = ANY($2)";
    let found = rows(step, sql, &[&i64::from(id.0), &ids]).await?;
    found.iter().map(|row| Ok((get(row, 0)?, (digest(row, 1)?, seq(row, 2)?)))).collect()
}

/// Snapshots that wishes are about, and that are not kept.
async fn gone(step: &Transaction<'_>, wishes: Wishes<'_>) -> Result<BTreeSet<Digest>, StoreError> {
    let mut about: BTreeSet<Digest> = wishes.iter().filter_map(|(entry, _)| writing::about(entry)).collect();
    if !about.is_empty() {
        let digests: Vec<&[u8]> = about.iter().map(|digest| &digest.0[..]).collect();
        let kept = rows(step, "SELECT digest FROM blobs WHERE digest = ANY($1)", &[&digests]).await?;
        for row in &kept {
            about.remove(&digest(row, 0)?);
        }
    }
    Ok(about)
}

impl Staged {
    fn one(
        &mut self,
        entry: &Entry,
        known: &mut Known,
        (erased, gone): (&BTreeSet<MemberId>, &BTreeSet<Digest>),
    ) -> Result<Committed, StoreError> {
        let Sender { command, fingerprint, .. } = entry.sender;
        match command.and_then(|command| known.get(&command.0)) {
            Some((before, seq)) if *before == fingerprint => return Ok(Committed { seq: *seq, events: Vec::new() }),
            Some(_) => return Err(StoreError::IdTaken),
            None => {}
        }
        let events = writing::decide(&self.launch, entry)?;
        if writing::joining(&events).any(|member| erased.contains(&member)) {
            return Err(StoreError::NoSuch("person"));
        }
        if writing::about(entry).is_some_and(|snapshot| gone.contains(&snapshot)) {
            return Err(writing::gone(entry, self.launch.seq));
        }
        let events = writing::written((self.launch.id, self.launch.seq), &entry.sender, events)?;
        let seq = events.last().map_or(self.launch.seq, |last| last.recorded.seq);
        if !events.is_empty() {
            let launch = Arc::make_mut(&mut self.launch);
            events.iter().for_each(|event| launch.apply(&event.recorded));
        }
        if let Some(command) = command {
            known.insert(command.0, (fingerprint, seq));
            self.answers.push(Answer { command, fingerprint, seq });
        }
        self.news.extend(events.iter().cloned());
        Ok(Committed { seq, events })
    }
}

/// Whether a commit that was cut off happened. The lock waits for its end, should it be under way still.
async fn happened(shared: &Shared, id: LaunchId, staged: &Staged) -> Result<bool, StoreError> {
    let mut client = shared.pool.writer().await?;
    let step = client.transaction().await.map_err(unavailable)?;
    log::lock_head(&step, id).await?;
    if let Some(last) = staged.news.last() {
        // As it stands in the log's tree, also where it was replaced since, because somebody was erased.
        return Ok(log::mark(&step, id, last.recorded.seq).await? == Some(last.entry().hash()));
    }
    let Some(answer) = staged.answers.last() else { return Ok(true) };
    Ok(maybe(&step, "SELECT 1 FROM commands WHERE launch = $1 AND id = $2", &[&i64::from(id.0), &answer.command.0]).await?.is_some())
}

/// An id that was used for another launch.
pub fn not_twice(error: Error) -> StoreError {
    let once = error.as_db_error().is_some_and(|said| *said.code() == SqlState::UNIQUE_VIOLATION && said.table() == Some("commands"));
    if once { StoreError::IdTaken } else { unavailable(error) }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use holdpoint_domain::launch::{Event, Recorded};
    use holdpoint_emulator::postgres::{Postgres, execute};

    use super::*;
    use crate::accounts::Act;
    use crate::postgres::PostgresStore;
    use crate::sample::{creation, named};
    use crate::{Erasing as _, Store};

    async fn panics(lanes: &Lanes, id: LaunchId) {
        let _at_work = AtWork { lanes, id };
        tokio::task::yield_now().await;
        panic!("a rule that nobody thought of")
    }

    #[tokio::test]
    async fn a_worker_that_panics_leaves_its_lane_free() {
        let (lanes, id) = (Lanes::default(), LaunchId(1));
        lock(&lanes.waiting).insert(id, Vec::new());
        drop(AtWork { lanes: &lanes, id });
        assert!(lock(&lanes.waiting).contains_key(&id), "it is another's by now");
        let mut work = Box::pin(panics(&lanes, id));
        let ended = std::future::poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
            Ok(poll) => poll.map(|()| false),
            Err(_) => std::task::Poll::Ready(true),
        });
        assert!(ended.await && !lock(&lanes.waiting).contains_key(&id));
    }

    /// Else what a server records by itself would be recorded twice.
    #[tokio::test(flavor = "multi_thread")]
    async fn a_commit_of_what_was_replaced_since_is_found() {
        let server = Postgres::shared().unwrap();
        let url = server.database().await.unwrap();
        let store = PostgresStore::open(&url).await.unwrap();
        let [by, ben] = [1, 2].map(|n| MemberId(Uuid::from_u128(n)));
        let account = format!("INSERT INTO accounts (id, name, name_key, owner, password_hash) VALUES ('{ben}', 'Ben', 'ben', false, '')");
        execute(&url, &account).await.unwrap();
        let id = Store::create(&store, creation(1, "One")).await.unwrap().id;
        let news = store.submit(id, named(2, "Release of Ben")).await.unwrap().events;
        let launch = store.launch(id).await.unwrap();
        let unknown = |news: Vec<StoredEvent>| Staged { launch: launch.clone(), news, answers: Vec::new(), results: Vec::new() };
        let act = Act { account: ben, by, by_name: "Ann".into(), device: String::new(), at: Timestamp::UNIX_EPOCH };
        assert_eq!(store.erase(act).await.unwrap().events(), 1);
        assert!(happened(&store.shared, id, &unknown(news.clone())).await.unwrap());
        let event = Event::NameSet { name: "Another".into() };
        let other = writing::one(Recorded { event, ..news[0].recorded.clone() }).unwrap();
        assert!(!happened(&store.shared, id, &unknown(vec![other])).await.unwrap(), "another event is in its place");
    }
}
