//! The readers: thousands of connections in one thread, which look for times of writing and note how long they took.

use std::cell::RefCell;
use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::task::{Context, Poll, ready};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use tokio::io::{AsyncRead as _, AsyncReadExt, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, oneshot};
use tokio::task::{JoinSet, LocalSet};

use crate::stage;

/// Readers that come in at the same time.
const DOOR: usize = 32;

/// `@@`, sixteen digits, `@@`: microseconds since 1970.
const MARK: usize = 20;

/// How a reader gets in.
pub struct Opening {
    pub address: SocketAddr,
    pub request: Vec<u8>,
    /// What the answer begins with.
    pub answer: &'static str,
    /// What is said then.
    pub then: Vec<u8>,
}

pub struct Crowd {
    heard: Arc<AtomicUsize>,
    go: oneshot::Sender<()>,
    thread: JoinHandle<Result<Vec<Receipt>>>,
    /// The thread's place below `/proc`.
    place: String,
}

/// What one of them heard.
pub struct Receipt {
    /// In microseconds since 1970.
    pub written: u64,
    /// In microseconds.
    pub wait: u32,
}

/// What all readers share.
struct Room {
    heard: Arc<AtomicUsize>,
    receipts: RefCell<Vec<Receipt>>,
    buffer: RefCell<Vec<u8>>,
    door: Semaphore,
    inside: RefCell<mpsc::Sender<()>>,
}

/// A time of writing as both servers carry it.
pub fn mark() -> String {
    format!("@@{:016}@@", now_us())
}

fn now_us() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or_default()
}

impl Crowd {
    /// Waits until everybody is in.
    pub fn gather(openings: Vec<Opening>) -> Result<Self> {
        let (count, heard) = (openings.len(), Arc::new(AtomicUsize::new(0)));
        let (inside, entered) = mpsc::channel();
        let (go, gone) = oneshot::channel();
        let (shared, (told, place)) = (heard.clone(), mpsc::channel());
        let thread = std::thread::spawn(move || -> Result<Vec<Receipt>> {
            told.send(std::fs::read_link("/proc/thread-self")?)?;
            read(openings, shared, inside, gone)
        });
        let place = place.recv().context("the readers' thread")?.display().to_string();
        for number in 0..count {
            if entered.recv_timeout(Duration::from_secs(30)).is_err() {
                let why = if thread.is_finished() { thread.join().map(Result::err) } else { Ok(None) };
                bail!("only {number} of {count} readers came in: {why:?}");
            }
        }
        Ok(Self { heard, go, thread, place })
    }

    /// What all readers have computed so far, in seconds of one core; nothing once one was sent away.
    pub fn cpu_seconds(&self) -> f64 {
        stage::cpu_seconds(&self.place).unwrap_or_default()
    }

    /// Waits until so much was heard, or until nobody has patience any more.
    pub fn listen(&self, expected: usize, patience: Duration) {
        let end = Instant::now() + patience;
        while self.heard.load(Ordering::Relaxed) < expected && Instant::now() < end && !self.thread.is_finished() {
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Everybody goes, and tells what they heard.
    pub fn disperse(self) -> Result<Vec<Receipt>> {
        _ = self.go.send(());
        self.thread.join().map_err(|_| anyhow!("the readers panicked"))?
    }
}

fn read(openings: Vec<Opening>, heard: Arc<AtomicUsize>, inside: mpsc::Sender<()>, gone: oneshot::Receiver<()>) -> Result<Vec<Receipt>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let room = Room {
        heard,
        receipts: RefCell::default(),
        buffer: RefCell::new(vec![0; 64 * 1024]),
        door: Semaphore::new(DOOR),
        inside: RefCell::new(inside),
    };
    let room = Rc::new(room);
    LocalSet::new().block_on(&runtime, async {
        let mut readers = JoinSet::new();
        for opening in openings {
            let room = room.clone();
            readers.spawn_local(async move { listen(opening, &room).await });
        }
        tokio::select! {
            _ = gone => Ok(()),
            Some(ended) = readers.join_next() => ended?.context("a reader was sent away"),
        }
    })?;
    Ok(room.receipts.take())
}

/// Ends with the connection only.
async fn listen(opening: Opening, room: &Room) -> Result<()> {
    let mut stream = enter(opening, room).await?;
    let mut kept = Vec::new();
    // Not `try_read`: that would ask the system twice for each answer, which is not to be measured.
    poll_fn(|context| {
        loop {
            ready!(room.read(&mut stream, &mut kept, context))?
        }
    })
    .await
}

async fn enter(opening: Opening, room: &Room) -> Result<TcpStream> {
    let _permit = room.door.acquire().await?;
    let mut stream = TcpStream::connect(opening.address).await?;
    stream.set_nodelay(true)?;
    stream.write_all(&opening.request).await?;
    let (mut answer, mut byte) = (Vec::new(), [0]);
    while !answer.ends_with(b"\r\n\r\n") {
        ensure!(stream.read(&mut byte).await? == 1, "no answer: {}", String::from_utf8_lossy(&answer));
        answer.extend_from_slice(&byte);
    }
    ensure!(answer.starts_with(opening.answer.as_bytes()), "{}", String::from_utf8_lossy(&answer));
    stream.write_all(&opening.then).await?;
    // The first thing that both servers send by themselves.
    stream.readable().await?;
    room.inside.borrow().send(())?;
    Ok(stream)
}

impl Room {
    /// Reads once. All readers share one buffer, and keep what may be the beginning of a mark.
    ///
    /// * Errors: the connection is gone.
    fn read(&self, stream: &mut TcpStream, kept: &mut Vec<u8>, context: &mut Context<'_>) -> Poll<Result<()>> {
        let (mut buffer, from) = (self.buffer.borrow_mut(), kept.len());
        buffer[..from].copy_from_slice(kept);
        let mut place = ReadBuf::new(&mut buffer);
        place.advance(from);
        ready!(Pin::new(stream).poll_read(context, &mut place))?;
        if place.filled().len() == from {
            return Poll::Ready(Err(anyhow!("the connection was closed")));
        }
        let rest = self.hear(place.filled());
        kept.clear();
        kept.extend_from_slice(rest);
        Poll::Ready(Ok(()))
    }

    /// Notes all marks; what may be the beginning of one is given back.
    fn hear<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        let now = now_us();
        let mut at = 0;
        while let Some(found) = bytes[at..].iter().position(|byte| *byte == b'@') {
            at += found;
            let Some(mark) = bytes.get(at..at + MARK) else { return &bytes[at..] };
            match written(mark) {
                Some(written) => {
                    let wait = u32::try_from(now.saturating_sub(written)).unwrap_or(u32::MAX);
                    self.receipts.borrow_mut().push(Receipt { written, wait });
                    self.heard.fetch_add(1, Ordering::Relaxed);
                    at += MARK;
                }
                None => at += 1,
            }
        }
        &[]
    }
}

fn written(mark: &[u8]) -> Option<u64> {
    let digits = mark.strip_prefix(b"@@")?.strip_suffix(b"@@")?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}
