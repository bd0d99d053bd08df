//! The readers: thousands of connections in one thread with one poll, which look for times of writing and note how long they took. They
//! compute on the machine of the server that is measured, so what came costs one call of the system, and nobody has a task.

mod tests;

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use mio::event::Event;
use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token, Waker};

use crate::stage;

/// Readers that come in at the same time.
const DOOR: usize = 32;

/// For how long nobody may come in while somebody is outside, and how often that is looked at.
const ENTRY: Duration = Duration::from_secs(30);
const GLANCE: Duration = Duration::from_secs(1);

/// The longest head of an answer, in bytes.
const HEAD: usize = 16 * 1024;

/// `@@`, sixteen digits, `@@`: microseconds since 1970.
const MARK: usize = 20;

/// What calls everybody away, among the numbers of the readers.
const HOME: Token = Token(usize::MAX);

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
    waker: Waker,
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

/// What all readers heard.
#[derive(Default)]
struct Heard {
    receipts: Vec<Receipt>,
    /// How many these are, for another thread.
    count: Arc<AtomicUsize>,
}

/// How far a reader is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The connection is being made.
    Connecting,
    /// The request is sent; the head of the answer is not here, or a part of it is.
    Asking,
    /// The answer was the right one, and nothing has come behind its head.
    Admitted,
    Reading,
}

/// What a reader and the server say to each other.
struct Talk {
    opening: Opening,
    stage: Stage,
    /// What came and is the beginning of something, or may be.
    kept: Vec<u8>,
}

struct Reader {
    stream: TcpStream,
    talk: Talk,
}

/// Where all readers are.
struct Room {
    poll: Poll,
    outside: std::vec::IntoIter<Opening>,
    /// Who is in, or at the door.
    readers: Vec<Reader>,
    inside: usize,
    /// When the latest one came in.
    latest: Instant,
    heard: Heard,
    /// They take turns with it.
    buffer: Vec<u8>,
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
    ///
    /// * Errors: one was sent away, or nobody came in for [`ENTRY`].
    pub fn gather(openings: Vec<Opening>) -> Result<Self> {
        let room = Room::before(openings)?;
        let (waker, heard) = (Waker::new(room.poll.registry(), HOME)?, room.heard.count.clone());
        let (told, place) = mpsc::channel();
        let (everybody, entered) = mpsc::channel();
        let thread = std::thread::spawn(move || -> Result<Vec<Receipt>> {
            told.send(std::fs::read_link("/proc/thread-self")?)?;
            room.read(&everybody)
        });
        let place = place.recv().context("the readers' thread")?.display().to_string();
        if entered.recv().is_err() {
            ended(thread)?;
            bail!("the readers went by themselves");
        }
        Ok(Self { heard, waker, thread, place })
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
    ///
    /// * Errors: one was sent away before.
    pub fn disperse(self) -> Result<Vec<Receipt>> {
        self.waker.wake()?;
        ended(self.thread)
    }
}

fn ended(thread: JoinHandle<Result<Vec<Receipt>>>) -> Result<Vec<Receipt>> {
    thread.join().map_err(|_| anyhow!("the readers panicked"))?
}

impl Room {
    fn before(openings: Vec<Opening>) -> Result<Self> {
        Ok(Self {
            poll: Poll::new()?,
            outside: openings.into_iter(),
            readers: Vec::new(),
            inside: 0,
            latest: Instant::now(),
            heard: Heard::default(),
            buffer: vec![0; 64 * 1024],
        })
    }

    /// Until everybody is called away.
    ///
    /// * `everybody`: is told when they are in.
    fn read(mut self, everybody: &mpsc::Sender<()>) -> Result<Vec<Receipt>> {
        let (count, mut events) = (self.outside.len(), Events::with_capacity(1_024));
        for _ in 0..DOOR {
            self.admit()?;
        }
        while self.inside < count {
            self.turn(&mut events, Some(GLANCE))?;
            ensure!(
                self.latest.elapsed() < ENTRY,
                "{} of {count} readers came in, then nobody for {ENTRY:?}; the first of the others: {:?}",
                self.inside,
                self.first_outside()
            );
        }
        everybody.send(())?;
        while self.turn(&mut events, None)? {}
        Ok(self.heard.receipts)
    }

    /// Has the next one come to the door.
    fn admit(&mut self) -> Result<()> {
        let Some(opening) = self.outside.next() else { return Ok(()) };
        let number = self.readers.len();
        let mut stream = TcpStream::connect(opening.address).with_context(|| format!("reader {number}"))?;
        self.poll.registry().register(&mut stream, Token(number), Interest::READABLE | Interest::WRITABLE)?;
        self.readers.push(Reader { stream, talk: Talk::before(opening) });
        Ok(())
    }

    /// Waits until something comes, and takes it. `false`: everybody is called away.
    fn turn(&mut self, events: &mut Events, limit: Option<Duration>) -> Result<bool> {
        match self.poll.poll(events, limit) {
            Err(error) if error.kind() == ErrorKind::Interrupted => return Ok(true),
            polled => polled?,
        }
        for event in events.iter() {
            if event.token() == HOME {
                return Ok(false);
            }
            self.attend(event)?;
        }
        Ok(true)
    }

    fn attend(&mut self, event: &Event) -> Result<()> {
        let number = event.token().0;
        let reader = self.readers.get_mut(number).context("an event of nobody")?;
        let entered = reader.attend(event, &mut self.buffer, &mut self.heard).with_context(|| format!("reader {number}"))?;
        if entered {
            self.inside += 1;
            self.latest = Instant::now();
            self.admit()?;
        }
        Ok(())
    }

    /// Number and stage of somebody at the door.
    fn first_outside(&self) -> Option<(usize, Stage)> {
        self.readers.iter().map(|reader| reader.talk.stage).enumerate().find(|(_, stage)| *stage != Stage::Reading)
    }
}

impl Reader {
    /// `true`: it came in just now, with the first thing that both servers send by themselves.
    ///
    /// * Errors: the connection is gone, or the answer is another one.
    fn attend(&mut self, event: &Event, buffer: &mut [u8], heard: &mut Heard) -> Result<bool> {
        let before = self.talk.stage;
        if before == Stage::Connecting && !self.ask()? {
            return Ok(false);
        }
        // That there is room to write into is told too, and means nothing here.
        if event.is_readable() || event.is_read_closed() || event.is_error() {
            self.read(buffer, heard, event.is_read_closed())?;
        }
        Ok(before != Stage::Reading && self.talk.stage == Stage::Reading)
    }

    /// Sends the request if the connection is made. `false`: it is not.
    fn ask(&mut self) -> Result<bool> {
        if let Some(error) = self.stream.take_error()? {
            return Err(error.into());
        }
        match self.stream.peer_addr() {
            Err(error) if error.kind() == ErrorKind::NotConnected => return Ok(false),
            known => _ = known?,
        }
        self.stream.set_nodelay(true)?;
        say(&mut self.stream, &self.talk.opening.request)?;
        self.talk.stage = Stage::Asking;
        Ok(true)
    }

    /// Reads what has come.
    ///
    /// * `closing`: the other side says nothing more.
    /// * Errors: the connection is gone, or the answer is another one.
    fn read(&mut self, buffer: &mut [u8], heard: &mut Heard, closing: bool) -> Result<()> {
        loop {
            let kept = self.talk.kept.len();
            buffer[..kept].copy_from_slice(&self.talk.kept);
            let read = match self.stream.read(&mut buffer[kept..]) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                read => read?,
            };
            ensure!(read != 0, "closed while {:?}: {}", self.talk.stage, String::from_utf8_lossy(&self.talk.kept));
            let filled = kept + read;
            let then = self.talk.take(&buffer[..filled], heard)?;
            if !then.is_empty() {
                say(&mut self.stream, then)?;
            }
            // Less than there was room for is everything: asking the system once more for each piece would be measured too. An end is not
            // told of a second time, so that is read up to.
            if filled < buffer.len() && !closing {
                return Ok(());
            }
        }
    }
}

/// A request is short, and nothing is on its way before it: a connection takes it as a whole.
fn say(stream: &mut TcpStream, words: &[u8]) -> Result<()> {
    let written = stream.write(words)?;
    ensure!(written == words.len(), "only {written} of {} bytes were taken", words.len());
    Ok(())
}

impl Talk {
    fn before(opening: Opening) -> Self {
        Self { opening, stage: Stage::Connecting, kept: Vec::new() }
    }

    /// Takes what came, with what was kept before it.
    ///
    /// * Returns what is to be said now.
    /// * Errors: the answer is another one.
    fn take(&mut self, bytes: &[u8], heard: &mut Heard) -> Result<&[u8]> {
        let asking = self.stage == Stage::Asking;
        let body = if asking { behind_head(bytes, self.opening.answer)? } else { Some(bytes) };
        let rest = match body {
            Some(body) => {
                self.stage = if body.is_empty() { Stage::Admitted } else { Stage::Reading };
                heard.hear(body)
            }
            None => bytes,
        };
        self.kept.clear();
        self.kept.extend_from_slice(rest);
        let then: &[u8] = if asking && body.is_some() { &self.opening.then } else { &[] };
        Ok(then)
    }
}

/// `None`: the head has not come to its end.
///
/// * Errors: it begins otherwise, or is too long.
fn behind_head<'a>(bytes: &'a [u8], answer: &str) -> Result<Option<&'a [u8]>> {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
        ensure!(bytes.len() < HEAD, "a head without an end: {}", String::from_utf8_lossy(bytes));
        return Ok(None);
    };
    ensure!(bytes.starts_with(answer.as_bytes()), "{}", String::from_utf8_lossy(bytes));
    Ok(Some(&bytes[end + 4..]))
}

impl Heard {
    /// Notes all marks; what may be the beginning of one is given back.
    fn hear<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let now = now_us();
        let mut at = 0;
        while let Some(found) = bytes[at..].iter().position(|byte| *byte == b'@') {
            at += found;
            let Some(mark) = bytes.get(at..at + MARK) else { return &bytes[at..] };
            match written(mark) {
                Some(written) => {
                    let wait = u32::try_from(now.saturating_sub(written)).unwrap_or(u32::MAX);
                    self.receipts.push(Receipt { written, wait });
                    self.count.fetch_add(1, Ordering::Relaxed);
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
