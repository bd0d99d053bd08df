//! Waking readers up across replicas. `NOTIFY` only says that a log went on, and may be lost: whoever wakes reads on from their own place, and
//! every watched launch is looked at every other second, and whatever is in memory after each new connection.
//!
//! It is sent after the commit and not within it: a transaction that notifies commits under a lock of the whole database, one at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::future::poll_fn;
use std::sync::Arc;
use std::time::{Duration, Instant};

use holdpoint_domain::id::*;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::sync::{Mutex, broadcast};
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};
use tokio_postgres::{AsyncMessage, Client, Error, Notification};

use super::Shared;
use super::address::Address;
use super::log;
use super::pool::{told, unavailable};
use super::rows::{get, launch_id};
use crate::rooms::Whisper;
use crate::{Loops, StoreError};

const CHANNEL: &str = "holdpoint";

/// How long a lost word may stay lost.
const LOOK_ROUND: Duration = Duration::from_secs(2);

/// The first and the longest pause before another connection.
const PAUSE: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(5);

/// How long a question of the listener may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Words that wait are taken so many at a time; a message takes as many as fit.
const WORDS: usize = 256;
const MESSAGE_BYTES: usize = 7_900;

/// Whispers that somebody may be behind.
const WHISPERS: usize = 256;

/// What replicas say to each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    /// A launch's log goes up to there.
    Log(LaunchId, Seq),
    Room(LaunchId),
    Word(String),
}

/// Where words for the other replicas are left, and theirs heard.
pub struct Bells {
    outbox: UnboundedSender<Said>,
    overheard: broadcast::Sender<Whisper>,
}

impl Bells {
    pub fn new() -> (Self, UnboundedReceiver<Said>) {
        let (outbox, words) = mpsc::unbounded_channel();
        (Self { outbox, overheard: broadcast::Sender::new(WHISPERS) }, words)
    }

    /// Tells the other replicas, soon.
    pub fn tell(&self, id: LaunchId, seq: Seq) {
        self.say(Said::Log(id, seq));
    }

    pub fn say(&self, said: Said) {
        // Nobody takes it: the store is closed.
        let _ = self.outbox.send(said);
    }

    pub fn overhear(&self) -> broadcast::Receiver<Whisper> {
        self.overheard.subscribe()
    }
}

/// Listens and tells until the store is closed.
pub fn keep(loops: &Loops, shared: &Arc<Shared>, address: Address, words: UnboundedReceiver<Said>) {
    let (shared, address, words) = (shared.clone(), Arc::new(address), Arc::new(Mutex::new(words)));
    loops.keep("replicas", move || go_on(shared.clone(), address.clone(), words.clone()));
}

/// Comes back after every trouble. Words that were taken and not told are missed by nobody for long: each new line looks round first.
async fn go_on(shared: Arc<Shared>, address: Arc<Address>, words: Arc<Mutex<UnboundedReceiver<Said>>>) {
    let mut words = words.lock().await;
    let mut pause = PAUSE;
    while !shared.closed.is_cancelled() {
        let mut stood = Duration::ZERO;
        match connect(&address).await {
            Ok(line) => {
                let begun = Instant::now();
                if let Err(error) = line.serve(&shared, &mut words).await {
                    tracing::warn!(error = %told(&error), "the line that tells of other replicas' events is down");
                }
                stood = begun.elapsed();
            }
            Err(error) => {
                tracing::warn!(error = %told(&error), "there is no line that tells of other replicas' events");
                // It must not pile up while nobody can be told.
                while words.try_recv().is_ok() {}
            }
        }
        pause = next(pause, stood);
        tokio::select! {
            () = sleep(pause) => {}
            () = shared.closed.cancelled() => {}
        }
    }
}

/// The pause before the next connection: longer each time, until one stands for a while. A database that takes connections and ends them is not
/// asked for one after the other.
fn next(pause: Duration, stood: Duration) -> Duration {
    if LONGEST <= stood { PAUSE } else { (pause * 2).min(LONGEST) }
}

/// A connection that listens.
struct Line {
    client: Client,
    messages: UnboundedReceiver<Result<Notification, Error>>,
    /// By which the database knows it.
    own: i32,
}

async fn connect(address: &Address) -> Result<Line, StoreError> {
    let (client, mut connection) = within(address.config.connect(address.tls.clone())).await?.map_err(unavailable)?;
    let (sender, messages) = mpsc::unbounded_channel();
    // Ends with the connection, or with the client.
    tokio::spawn(async move {
        while let Some(message) = poll_fn(|context| connection.poll_message(context)).await {
            let told = match message {
                Ok(AsyncMessage::Notification(notification)) => sender.send(Ok(notification)),
                Ok(_) => continue,
                Err(error) => sender.send(Err(error)),
            };
            if told.is_err() {
                return;
            }
        }
    });
    // First the ear, then the eyes: nothing falls between.
    within(client.batch_execute(&format!("LISTEN {CHANNEL}"))).await?.map_err(unavailable)?;
    let row = within(client.query_one("SELECT pg_backend_pid()", &[])).await?.map_err(unavailable)?;
    let own = get(&row, 0)?;
    Ok(Line { client, messages, own })
}

impl Line {
    async fn serve(mut self, shared: &Shared, words: &mut UnboundedReceiver<Said>) -> Result<(), StoreError> {
        // The first round is at once.
        let mut rounds = interval(LOOK_ROUND);
        rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let (mut taken, mut is_new) = (Vec::new(), true);
        loop {
            tokio::select! {
                message = self.messages.recv() => match message {
                    Some(Ok(message)) => self.hear(shared, &message),
                    Some(Err(error)) => return Err(unavailable(error)),
                    None => return Err(StoreError::Unavailable("the database ended it".into())),
                },
                count = words.recv_many(&mut taken, WORDS) => {
                    if count == 0 {
                        return Ok(());
                    }
                    for text in spoken(taken.drain(..)) {
                        within(self.client.execute("SELECT pg_notify($1, $2)", &[&CHANNEL, &text])).await?.map_err(unavailable)?;
                    }
                }
                _ = rounds.tick() => {
                    // It may be another database by now, which does not have all that was read from the one before.
                    let launches = if std::mem::take(&mut is_new) { shared.board.known() } else { Vec::new() };
                    self.look_round(shared, [launches, shared.board.watched()].concat()).await?;
                }
                () = shared.closed.cancelled() => return Ok(()),
            }
        }
    }

    /// Asked even when nobody listens: whether the line still stands.
    async fn look_round(&self, shared: &Shared, launches: Vec<i64>) -> Result<(), StoreError> {
        let sql = format!("{} WHERE launches.id = ANY($1)", log::HEADS);
        let rows = within(self.client.query(&sql, &[&launches])).await?.map_err(unavailable)?;
        for row in &rows {
            shared.board.ring_late(launch_id(row, 0)?, log::head_in(row)?);
        }
        Ok(())
    }

    fn hear(&self, shared: &Shared, message: &Notification) {
        // For what this replica said itself it has rung already.
        if message.process_id() != self.own {
            for said in heard(message.payload()) {
                let whisper = match said {
                    Said::Log(id, seq) => {
                        shared.board.ring(id, seq);
                        continue;
                    }
                    Said::Room(id) => Whisper::Room(id),
                    Said::Word(word) => Whisper::Word(word),
                };
                // Nobody listens to whispers.
                let _ = shared.bells.overheard.send(whisper);
            }
        }
    }
}

async fn within<T>(work: impl Future<Output = T>) -> Result<T, StoreError> {
    timeout(PATIENCE, work).await.map_err(|_| StoreError::Unavailable("the database does not answer".into()))
}

/// `17:4 23:1 r:17 w:word`; of each launch the last place only, and nothing twice.
fn spoken(said: impl Iterator<Item = Said>) -> Vec<String> {
    let (mut last, mut others) = (BTreeMap::new(), BTreeSet::new());
    for said in said {
        match said {
            Said::Log(id, seq) => _ = last.insert(id, seq),
            Said::Room(_) | Said::Word(_) => _ = others.insert(said),
        }
    }
    let logs = last.into_iter().map(|(id, seq)| format!("{}:{}", id.0, seq.0));
    let others = others.into_iter().filter_map(|said| match said {
        Said::Room(id) => Some(format!("r:{}", id.0)),
        Said::Word(word) => Some(format!("w:{word}")),
        Said::Log(..) => None,
    });
    let mut messages: Vec<String> = Vec::new();
    for word in logs.chain(others) {
        match messages.last_mut() {
            Some(message) if message.len() + word.len() < MESSAGE_BYTES => {
                message.push(' ');
                message.push_str(&word);
            }
            _ => messages.push(word),
        }
    }
    messages
}

/// What a newer build may say beside, and anybody who may connect, is not understood and does no harm.
fn heard(payload: &str) -> impl Iterator<Item = Said> {
    payload.split(' ').filter_map(|word| match word.split_once(':')? {
        ("r", id) => Some(Said::Room(LaunchId(id.parse().ok()?))),
        ("w", word) => Some(Said::Word(word.to_owned())),
        (id, seq) => Some(Said::Log(LaunchId(id.parse().ok()?), Seq(seq.parse().ok()?))),
    })
}

#[cfg(test)]
mod tests {
    use tokio_util::sync::CancellationToken;

    use super::super::board::Board;
    use super::super::pool::Pool;
    use super::*;

    #[test]
    fn of_each_launch_the_last_place_is_told_and_what_is_no_word_is_passed_over() {
        let (one, two) = (LaunchId(1), LaunchId(2));
        let said = [
            Said::Log(two, Seq(1)),
            Said::Room(two),
            Said::Log(one, Seq(7)),
            Said::Word("t:x".into()),
            Said::Log(two, Seq(3)),
            Said::Room(two),
        ];
        let said = spoken(said.into_iter());
        assert_eq!(said, ["1:7 2:3 r:2 w:t:x"]);
        let back: Vec<_> = heard(&format!("{} x 9: :9 9:x 1:2:3 r:x 4294967296:1", said[0])).collect();
        assert_eq!(back, [Said::Log(one, Seq(7)), Said::Log(two, Seq(3)), Said::Room(two), Said::Word("t:x".into())]);
        let many = spoken((0..1_000).map(|n| Said::Word(format!("{n:0>200}"))));
        assert!(many.iter().all(|message| message.len() < 8_000), "what one message may have");
        assert_eq!(many.iter().flat_map(|message| heard(message)).count(), 1_000);
    }

    #[test]
    fn pauses_grow_until_a_line_stands_for_a_while() {
        let mut pause = PAUSE;
        let pauses = [0, 0, 1, 4, 0, 0, 0, 60, 0].map(|stood| {
            pause = next(pause, Duration::from_secs(stood));
            pause.as_millis()
        });
        assert_eq!(pauses, [200, 400, 800, 1_600, 3_200, 5_000, 5_000, 100, 200]);
    }

    #[tokio::test]
    async fn what_is_said_while_nobody_can_be_told_does_not_pile_up() {
        let address = Address::parse(&format!("postgres://ann@127.0.0.1:{}/none", holdpoint_emulator::free_port())).unwrap();
        let ((bells, words), (work, _to_do)) = (Bells::new(), mpsc::unbounded_channel());
        let (pool, board, closed) = (Pool::new(&address).unwrap(), Board::new(work), CancellationToken::new());
        let (lanes, said, replica) = Default::default();
        let shared = Arc::new(Shared { pool, board, lanes, bells, said, closed: closed.clone(), replica });
        let words = Arc::new(Mutex::new(words));
        for n in 0..3 {
            shared.bells.tell(LaunchId(1), Seq(n));
        }
        let calling = tokio::spawn(go_on(shared.clone(), Arc::new(address), words.clone()));
        // Its turn: it has begun to call when this one goes on.
        tokio::task::yield_now().await;
        closed.cancel();
        calling.await.unwrap();
        assert!(words.lock().await.is_empty());
    }
}
