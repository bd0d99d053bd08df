//! Readers who have everything so far. What happens then is written to their connections from here, by few tasks: to wake the task of each
//! of thousands costs nearly as much as the writing.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use axum::body::Bytes;
use tokio::net::TcpStream;
use tokio::sync::{Notify, oneshot};

use super::chunked;
use super::hub::{Cursor, Hub, Next};
use crate::limits;
use crate::lock::lock;

/// Pieces that each of some is sent before others have their turn.
const TURNS: usize = 4;

/// Part of a launch's readers.
#[derive(Default)]
pub struct Row {
    seats: Mutex<BTreeMap<u64, Seat>>,
    taken: AtomicUsize,
    /// Wakes the row's task when the first one sits down.
    came: Notify,
}

struct Seat {
    stream: Arc<TcpStream>,
    cursor: Cursor,
    /// Wakes the reader's own task.
    call: oneshot::Sender<Called>,
}

/// What a reader's own task has to see to: it waits for slow connections, reads the log, and says goodbye.
pub struct Called {
    pub cursor: Cursor,
    /// What the connection did not take.
    pub rest: Bytes,
}

/// A seat as its reader has it: left when it is dropped.
pub struct Seated<'a> {
    row: &'a Row,
    number: u64,
    called: oneshot::Receiver<Called>,
}

/// One chunk for all who are sent the same bytes.
#[derive(Default)]
struct Shared {
    of: Bytes,
    chunk: Bytes,
}

impl Row {
    /// As many as can be written to at the same time.
    pub fn some() -> Vec<Self> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        (0..cores.min(limits::ROWS)).map(|_| Self::default()).collect()
    }

    fn seats(&self) -> MutexGuard<'_, BTreeMap<u64, Seat>> {
        lock(&self.seats)
    }

    /// Everybody in it comes back by a connection of their own: nothing more is written to this one.
    pub fn clear(&self) {
        // Let go outside the lock.
        let _seats = std::mem::take(&mut *self.seats());
    }

    /// Writes to everybody, again and again, as the hub's bell rings. Where nobody sits it is not heard: each event would wake a core for nothing.
    pub async fn serve(&self, hub: &Hub) {
        // Subscribe first, look second: nothing falls between.
        let mut bell = hub.watch();
        loop {
            let mut from = 0;
            while let Some(next) = self.serve_some(hub, from) {
                from = next;
                tokio::task::yield_now().await;
            }
            if self.seats().is_empty() {
                self.came.notified().await;
            } else if bell.changed().await.is_err() {
                return;
            }
        }
    }

    /// Writes to some from a seat on, until they have everything. `None`: there is nobody behind them.
    fn serve_some(&self, hub: &Hub, from: u64) -> Option<u64> {
        let mut seats = self.seats();
        let (last, _) = seats.range(from..).take(limits::SEATS_AT_ONCE).last()?;
        let (last, mut shared) = (*last, Shared::default());
        for _ in 0..TURNS {
            let next = hub.next_of_all(seats.range_mut(from..=last).map(|(_, seat)| &mut seat.cursor));
            if next.iter().all(|next| *next == Next::Wait) {
                return Some(last + 1);
            }
            let mut calls = Vec::new();
            for ((number, seat), next) in seats.range_mut(from..=last).zip(next) {
                if let Err(rest) = seat.follow(next, &mut shared) {
                    calls.push((*number, rest));
                }
            }
            for (number, rest) in calls {
                if let Some(Seat { cursor, call, .. }) = seats.remove(&number) {
                    // A task that has gone needs nothing.
                    _ = call.send(Called { cursor, rest });
                }
            }
        }
        // They are not done, but it is others' turn: whoever wants to leave waits for this row.
        Some(from)
    }
}

impl Seat {
    /// * Errors: its own task has to go on, with what is left to be written first.
    fn follow(&self, next: Next, shared: &mut Shared) -> Result<(), Bytes> {
        match next {
            Next::Send(bytes) => {
                let mut rest = shared.chunk(bytes);
                let written = chunked::write_now(&self.stream, &mut rest);
                if written.is_ok() && rest.is_empty() { Ok(()) } else { Err(rest) }
            }
            Next::Wait => Ok(()),
            Next::ReadLog | Next::SayGoodbye(_) | Next::End => Err(Bytes::new()),
        }
    }
}

impl Shared {
    fn chunk(&mut self, bytes: Bytes) -> Bytes {
        if self.of.as_ptr() != bytes.as_ptr() || self.of.len() != bytes.len() {
            (self.chunk, self.of) = (chunked::chunk(&bytes), bytes);
        }
        self.chunk.clone()
    }
}

impl Hub {
    /// Gives a reader a seat who has everything.
    ///
    /// * Errors: what the reader is to do first.
    pub fn sit_down(&self, stream: &Arc<TcpStream>, cursor: &mut Cursor) -> Result<Seated<'_>, Next> {
        static NUMBERS: AtomicU64 = AtomicU64::new(0);
        let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        let row = &self.rows[self.next_row()];
        // What happens after this look finds the seat taken.
        let mut seats = row.seats();
        match self.next(cursor) {
            Next::Wait => {}
            next => return Err(next),
        }
        let (call, called) = oneshot::channel();
        if seats.is_empty() {
            row.came.notify_one();
        }
        seats.insert(number, Seat { stream: stream.clone(), cursor: cursor.clone(), call });
        row.taken.fetch_add(1, Ordering::Relaxed);
        Ok(Seated { row, number, called })
    }

    /// Where the next one sits: in the shortest.
    fn next_row(&self) -> usize {
        (0..self.rows.len()).min_by_key(|row| self.rows[*row].taken.load(Ordering::Relaxed)).unwrap_or_default()
    }
}

impl Seated<'_> {
    /// `None`: the hub is gone.
    pub async fn called(mut self) -> Option<Called> {
        (&mut self.called).await.ok()
    }
}

impl Drop for Seated<'_> {
    fn drop(&mut self) {
        self.row.taken.fetch_sub(1, Ordering::Relaxed);
        // Let go outside the lock.
        let _seat = self.row.seats().remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use std::pin::{Pin, pin};
    use std::task::{Context, Wake, Waker};
    use std::time::Duration;

    use holdpoint_domain::id::Digest;
    use tokio::net::TcpListener;

    use super::*;
    use crate::auth::Key;
    use crate::live::sample::{ANN, launch};
    use crate::presence::PresenceBoard;

    #[derive(Default)]
    struct Wakes(AtomicUsize);

    impl Wake for Wakes {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    impl Wakes {
        fn count(&self) -> usize {
            self.0.load(Ordering::Relaxed)
        }

        /// How often a row's task is woken by something.
        fn by(&self, what: impl FnOnce()) -> usize {
            let before = self.count();
            what();
            self.count() - before
        }

        /// Lets a row's task do what it has to; others have their turn in between.
        fn turn(self: &Arc<Self>, mut serving: Pin<&mut impl Future<Output = ()>>) {
            for _ in 0..3 {
                assert!(serving.as_mut().poll(&mut Context::from_waker(&Waker::from(self.clone()))).is_pending());
            }
        }
    }

    /// A hub with two rows, and a connection to sit down with.
    async fn hub() -> (Hub, Arc<TcpStream>, TcpStream) {
        let mut hub = Hub::begin(Arc::new(launch()), PresenceBoard::default());
        hub.rows = vec![Row::default(), Row::default()];
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let here = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        (hub, Arc::new(here), listener.accept().await.unwrap().0)
    }

    fn sit<'a>(hub: &'a Hub, stream: &Arc<TcpStream>) -> Seated<'a> {
        let mut cursor = hub.cursor(hub.head(), (ANN, true), Key::Session(Digest::of(b"one")));
        assert!(matches!(hub.next(&mut cursor), Next::Send(_)), "who is here");
        hub.sit_down(stream, &mut cursor).ok().unwrap()
    }

    /// Waits for so many signs of life: what was written to a connection need not be at its other end yet.
    async fn pings(there: &TcpStream, count: usize) {
        let mut told = Vec::new();
        let coming = async {
            while String::from_utf8_lossy(&told).matches("event: ping").count() < count {
                there.readable().await.unwrap();
                // It may have been a false alarm.
                _ = there.try_read_buf(&mut told);
            }
        };
        tokio::time::timeout(Duration::from_secs(10), coming).await.expect("signs of life");
    }

    #[tokio::test]
    async fn a_row_in_which_nobody_sits_is_woken_by_who_comes_and_by_no_event() {
        let (hub, here, there) = hub().await;
        let wakes = Arc::<Wakes>::default();
        let mut serving = pin!(hub.rows[0].serve(&hub));
        let rung = || wakes.by(|| hub.ping());
        wakes.turn(serving.as_mut());
        assert_eq!(rung(), 0);
        let mut seated = None;
        assert_eq!(wakes.by(|| seated = Some(sit(&hub, &here))), 1);
        wakes.turn(serving.as_mut());
        assert_eq!(rung(), 1);
        wakes.turn(serving.as_mut());
        pings(&there, 1).await;
        drop(seated);
        hub.ping();
        wakes.turn(serving.as_mut());
        assert_eq!(rung(), 0, "and by none any more");
    }

    #[tokio::test]
    async fn readers_sit_in_rows_of_equal_length() {
        let (hub, here, _there) = hub().await;
        let lengths = || [0, 1].map(|row: usize| hub.rows[row].taken.load(Ordering::Relaxed));
        let seated: Vec<_> = (0..12).map(|_| sit(&hub, &here)).collect();
        assert_eq!(lengths(), [6, 6]);
        drop(seated);
        assert_eq!(lengths(), [0, 0]);
    }
}
