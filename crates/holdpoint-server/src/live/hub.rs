//! What all readers of one launch share: the latest events, who is here, and how the launch is, each with a bell.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, Weak};
use std::time::Instant;

use axum::body::Bytes;
use holdpoint_domain::id::{LaunchId, MemberId, Seq};
use holdpoint_domain::launch::{Event, Launch, Recorded};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::frame::{self, Goodbye, PING};
use super::ring::{Ring, Taken};
use super::rows::Row;
use crate::auth::Key;
use crate::lock::lock;
use crate::presence::PresenceBoard;

pub struct Hub {
    pub launch: LaunchId,
    pub presence: PresenceBoard,
    state: Mutex<State>,
    /// Rings after each change of the state.
    bell: watch::Sender<()>,
    /// Those who have everything.
    pub rows: Vec<Row>,
    passes: Mutex<BTreeMap<Key, Weak<Pass>>>,
    readers: AtomicUsize,
    over: CancellationToken,
}

struct State {
    ring: Ring,
    /// As of the ring's head, or later.
    launch: Arc<Launch>,
    presence: Bytes,
    /// Counts the presences up: a reader has seen one of them.
    presences: u64,
    pings: u64,
    end: Option<End>,
}

/// Why all streams end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Stopping,
    /// The log cannot be read now: readers come back, and are told so then.
    Unreadable,
}

/// A session or token that reads here, however many streams it has.
pub struct Pass {
    pub key: Key,
    /// Whether its holder owns the server, as of the latest look.
    owner: AtomicBool,
    ended: AtomicBool,
}

/// Where a reader stands.
#[derive(Clone)]
pub struct Cursor {
    pub after: Seq,
    presences: u64,
    pings: u64,
    pub member: MemberId,
    pass: Arc<Pass>,
}

/// What a reader is to do next.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    Send(Bytes),
    /// What comes next is in the log only.
    ReadLog,
    Wait,
    SayGoodbye(Goodbye),
    End,
}

impl Hub {
    pub fn begin(launch: Arc<Launch>, presence: PresenceBoard) -> Self {
        let id = launch.id;
        let here = frame::presence(&presence.present(id, Instant::now()));
        let state = State { ring: Ring::behind(launch.seq), launch, presence: here, presences: 1, pings: 0, end: None };
        Self {
            launch: id,
            presence,
            state: Mutex::new(state),
            bell: watch::Sender::new(()),
            rows: Row::some(),
            passes: Mutex::default(),
            readers: AtomicUsize::new(0),
            over: CancellationToken::new(),
        }
    }

    pub fn enter(&self) {
        self.readers.fetch_add(1, Ordering::Relaxed);
    }

    /// * `launch`: as a reader saw it, with a role in it that may be news here.
    pub fn know(&self, launch: &Arc<Launch>) {
        self.state().know(launch.clone());
    }

    /// How many are left.
    pub fn leave(&self) -> usize {
        self.readers.fetch_sub(1, Ordering::Relaxed) - 1
    }

    pub fn readers(&self) -> usize {
        self.readers.load(Ordering::Relaxed)
    }

    pub fn close(&self) {
        self.over.cancel();
    }

    pub async fn closed(&self) {
        self.over.cancelled().await;
    }

    pub fn watch(&self) -> watch::Receiver<()> {
        self.bell.subscribe()
    }

    /// Of a new reader: presence is told to it at once, what was pinged before it came is not.
    pub fn cursor(&self, after: Seq, (member, owner): (MemberId, bool), key: Key) -> Cursor {
        let pass = self.pass(key);
        pass.owns(owner);
        Cursor { after, presences: 0, pings: self.state().pings, member, pass }
    }

    /// Moves a reader on.
    pub fn next(&self, cursor: &mut Cursor) -> Next {
        self.state().next(cursor)
    }

    /// Moves several on, each of them once.
    pub fn next_of_all<'a>(&self, cursors: impl Iterator<Item = &'a mut Cursor>) -> Vec<Next> {
        let mut state = self.state();
        cursors.map(|cursor| state.next(cursor)).collect()
    }

    /// The place of the last event that readers can have from here.
    pub fn head(&self) -> Seq {
        self.state().ring.head()
    }

    /// * `launch`: as of the last of the events, or later.
    pub fn append<'a>(&self, events: impl Iterator<Item = &'a Recorded>, launch: Arc<Launch>) {
        // Encoded before the lock: nobody waits for it.
        let encode = |recorded: &Recorded| (recorded.seq, matches!(recorded.event, Event::Erased { .. }), frame::event(recorded));
        let frames: Vec<_> = events.map(encode).collect();
        self.change(|state| {
            for (seq, erased, frame) in frames {
                if erased {
                    // What came before may say what is no longer to be said: the log has it as it is now.
                    state.ring.forget();
                }
                state.ring.push(seq, frame);
            }
            state.know(launch);
        });
    }

    /// Takes the last event up to which the launch was when this began.
    pub fn seed(&self, recorded: &Recorded) {
        let frame = frame::event(recorded);
        self.change(|state| state.ring.seed(recorded.seq, frame));
    }

    /// Tells who is here. `false`: everybody knows.
    pub fn tell_presence(&self) -> bool {
        let here = frame::presence(&self.presence.present(self.launch, Instant::now()));
        if here == self.state().presence {
            return false;
        }
        self.change(|state| {
            state.presence = here;
            state.presences += 1;
        });
        true
    }

    pub fn ping(&self) {
        self.change(|state| state.pings += 1);
    }

    pub fn end(&self, why: End) {
        self.change(|state| state.end = Some(why));
    }

    /// One for all streams of a session.
    fn pass(&self, key: Key) -> Arc<Pass> {
        let mut passes = lock(&self.passes);
        if let Some(pass) = passes.get(&key).and_then(Weak::upgrade) {
            return pass;
        }
        let pass = Arc::new(Pass { key, owner: AtomicBool::new(false), ended: AtomicBool::new(false) });
        passes.insert(key, Arc::downgrade(&pass));
        pass
    }

    /// Those that still read.
    pub fn passes(&self) -> Vec<Arc<Pass>> {
        let mut passes = lock(&self.passes);
        passes.retain(|_, pass| pass.strong_count() != 0);
        passes.values().filter_map(Weak::upgrade).collect()
    }

    /// These open nothing any longer. All readers look whether they still see the launch.
    pub fn sign_out(&self, ended: &[Arc<Pass>]) {
        ended.iter().for_each(|pass| pass.ended.store(true, Ordering::Relaxed));
        self.change(|_| {});
    }

    fn change(&self, act: impl FnOnce(&mut State)) {
        act(&mut self.state());
        self.bell.send_replace(());
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

impl State {
    /// Moves a reader on. Who may not see the launch any longer is told nothing more of it.
    fn next(&mut self, cursor: &mut Cursor) -> Next {
        if cursor.pass.ended() {
            return Next::SayGoodbye(Goodbye::SignedOut);
        }
        match self.end {
            Some(End::Stopping) => return Next::SayGoodbye(Goodbye::Stopping),
            Some(End::Unreadable) => return Next::End,
            None => {}
        }
        if self.launch.seen_by(cursor.member, cursor.owner()).is_err() {
            return Next::SayGoodbye(Goodbye::NoRole);
        }
        if cursor.presences != self.presences {
            cursor.presences = self.presences;
            return Next::Send(self.presence.clone());
        }
        match self.ring.take(cursor.after) {
            Taken::Chunk(chunk) => {
                cursor.after = chunk.upto;
                // It is as good a sign of life.
                cursor.pings = self.pings;
                return Next::Send(chunk.bytes);
            }
            Taken::Behind => return Next::ReadLog,
            Taken::Nothing => {}
        }
        if cursor.pings != self.pings {
            cursor.pings = self.pings;
            return Next::Send(PING);
        }
        Next::Wait
    }

    fn know(&mut self, launch: Arc<Launch>) {
        if self.launch.seq < launch.seq {
            self.launch = launch;
        }
    }
}

impl Cursor {
    /// Whether the reader owns the server.
    pub fn owner(&self) -> bool {
        self.pass.owner.load(Ordering::Relaxed)
    }
}

impl Pass {
    /// Notes whether its holder owns the server. `true`: that is news.
    pub fn owns(&self, owner: bool) -> bool {
        self.owner.swap(owner, Ordering::Relaxed) != owner
    }

    fn ended(&self) -> bool {
        self.ended.load(Ordering::Relaxed)
    }
}
