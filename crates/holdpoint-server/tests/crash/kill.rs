//! A server that is killed again and again while people write to it.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::fs::File;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;
use uuid::Uuid;

use crate::server::{Server, Wire};

/// How long a machine may take that is slow, or does other things too, until enough was acknowledged.
const PATIENCE: Duration = Duration::from_secs(20 * 60);

/// For how long, in each round, it is looked what the machine can do.
const LOOK: Duration = Duration::from_millis(20);

pub struct Plan {
    /// At least; it goes on until enough was acknowledged.
    pub rounds: usize,
    /// People who write at the same time, each one wish after the other.
    pub writers: usize,
    /// Fewer acknowledged writes in all show little: the test fails.
    pub acknowledged: usize,
    /// The server runs for so many milliseconds in a round at most, and for fifty at least.
    pub longest: u64,
    pub seed: u64,
}

pub struct Found {
    pub acknowledged: usize,
    pub events: u64,
    /// Acknowledged writes, while the server runs.
    pub per_second: f64,
    pub machine: Machine,
    /// Wishes that were sent again after a kill and had been stored before it.
    pub stored_unheard: usize,
    /// From the start of the process to its first answer, sorted.
    pub starts: Vec<Duration>,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { acknowledged, events, per_second, machine, stored_unheard, starts } = self;
        let at = |part: usize| starts.get(starts.len() * part / 100).or(starts.last()).map_or(0, Duration::as_millis);
        write!(
            f,
            "{} kills: {acknowledged} acknowledged writes ({per_second:.0} a second, where the disk syncs {:.0} times and one reader gets {:.0} \
             answers), {events} events, {stored_unheard} stored and not heard of, open again in {} ms (median), {} ms (p95), {} ms (most)",
            starts.len(),
            machine.syncs.per_second(),
            machine.answers.per_second(),
            at(50),
            at(95),
            at(100)
        )
    }
}

/// What disk and processor can do beside whatever else they do, seen in the same rounds as what the server does with them.
#[derive(Default)]
pub struct Machine {
    /// Of a few KiB to a file, one after the other: what a write of the server waits for, unless it shares it with others.
    pub syncs: Rate,
    /// To one reader, one after the other: the processor's part.
    pub answers: Rate,
}

#[derive(Default)]
pub struct Rate {
    count: u32,
    within: Duration,
}

impl Rate {
    pub fn per_second(&self) -> f64 {
        f64::from(self.count) / self.within.as_secs_f64()
    }

    fn measure(&mut self, mut act: impl FnMut()) {
        let began = Instant::now();
        while began.elapsed() < LOOK {
            act();
            self.count += 1;
        }
        self.within += began.elapsed();
    }
}

impl Machine {
    /// Whether it is the server's own doing if it acknowledges fewer writes than this: the disk could synchronise each of them alone, and the
    /// processor gives one reader five times as many answers, so that several writers get as many as this.
    pub fn can_write(&self, per_second: f64) -> bool {
        per_second <= self.syncs.per_second() && 5.0 * per_second <= self.answers.per_second()
    }

    fn look_at_disk(&mut self, folder: &Path) {
        let mut file = File::create(folder.join("synchronised")).unwrap();
        self.syncs.measure(|| {
            file.write_all(&[7; 4 * 1024]).unwrap();
            file.sync_data().unwrap();
        });
    }

    fn look_at_processor(&mut self, wire: &mut Wire) {
        self.answers.measure(|| _ = wire.ask("GET", "/api/session", None).unwrap().ok());
    }
}

/// One of those who write: sends a wish until it is acknowledged, as the page does.
struct Writer {
    number: usize,
    count: u64,
    wish: Uuid,
    /// Whether the wish was sent before, to a server that died.
    again: bool,
}

/// * `folder`: an empty one.
/// * Panics when an acknowledged write is missing or doubled, or the log has a gap.
pub fn again_and_again(binary: &Path, folder: &Path, plan: &Plan) -> Found {
    let mut server = Server::start(binary, folder);
    let mut owner = Wire::owner(&server);
    let (launch, cookie) = (owner.launch(), owner.cookie.clone());
    let mut book = Book::default();
    let mut writers: Vec<_> = (0..plan.writers).map(|number| Writer { number, count: 0, wish: Uuid::now_v7(), again: false }).collect();
    let (mut random, mut starts, mut ran, mut unheard) = (plan.seed, Vec::new(), Duration::ZERO, 0);
    let (mut machine, first) = (Machine::default(), Instant::now());
    while starts.len() < plan.rounds || book.acknowledged.len() < plan.acknowledged && first.elapsed() < PATIENCE {
        let began = Instant::now();
        let address = server.address;
        std::thread::scope(|scope| {
            let writing: Vec<_> = writers.iter_mut().map(|writer| scope.spawn(|| writer.write_on((address, &cookie), &launch))).collect();
            std::thread::sleep(Duration::from_millis(50 + next(&mut random) % (plan.longest - 50)));
            server.kill();
            ran += began.elapsed();
            for writer in writing {
                let (acknowledged, stored_before) = writer.join().unwrap();
                unheard += stored_before.iter().filter(|wish| book.places.contains_key(*wish)).count();
                book.acknowledged.extend(acknowledged);
            }
        });
        machine.look_at_disk(folder);
        server = Server::start(binary, folder);
        starts.push(server.started_in);
        let mut wire = Wire::to(&server, &cookie);
        book.read_on(&mut wire, &launch);
        machine.look_at_processor(&mut wire);
    }
    drop(server);
    let sent: HashSet<Uuid> = book.acknowledged.iter().map(|(wish, _)| *wish).chain(writers.iter().map(|writer| writer.wish)).collect();
    assert!(book.places.keys().all(|wish| sent.contains(wish)), "nothing is stored that nobody sent");
    let per_second = book.acknowledged.len() as f64 / ran.as_secs_f64();
    starts.sort();
    let found = Found { acknowledged: book.acknowledged.len(), events: book.read, per_second, machine, stored_unheard: unheard, starts };
    assert!(plan.acknowledged <= found.acknowledged, "too few writes show little: {found}");
    found
}

impl Writer {
    /// Writes until the server dies.
    ///
    /// * Returns what was acknowledged, with its place, and those of them that had been sent before.
    fn write_on(&mut self, (address, cookie): (SocketAddr, &str), launch: &str) -> (Vec<(Uuid, u64)>, Vec<Uuid>) {
        let (mut acknowledged, mut sent_before) = (Vec::new(), Vec::new());
        let Ok(mut wire) = Wire::try_to(address, cookie) else { return (acknowledged, sent_before) };
        loop {
            let command = json!({ "type": "set_name", "name": format!("{}, {}", self.number, self.count) });
            let Ok(answer) = wire.command(launch, &self.wish.to_string(), &command) else {
                self.again = true;
                return (acknowledged, sent_before);
            };
            acknowledged.push((self.wish, answer.ok()["seq"].as_u64().unwrap()));
            if self.again {
                sent_before.push(self.wish);
            }
            (self.wish, self.count, self.again) = (Uuid::now_v7(), self.count + 1, false);
        }
    }
}

/// What was acknowledged, and what is stored.
#[derive(Default)]
struct Book {
    acknowledged: Vec<(Uuid, u64)>,
    /// Acknowledgements that were compared already.
    compared: usize,
    /// Of each stored wish.
    places: HashMap<Uuid, u64>,
    /// The last event that was read.
    read: u64,
}

impl Book {
    /// Reads what is new in the log, and compares.
    fn read_on(&mut self, wire: &mut Wire, launch: &str) {
        loop {
            let page = wire.ask("GET", &format!("/api/launches/{launch}/events?after={}", self.read), None).unwrap().ok();
            let events = page["events"].as_array().unwrap();
            if events.is_empty() {
                break;
            }
            for event in events {
                assert_eq!(event["seq"], self.read + 1, "a gap, or a place that is taken twice");
                self.read += 1;
                if event["event"]["type"] == "name_set" {
                    let wish: Uuid = event["command"].as_str().unwrap().parse().unwrap();
                    assert_eq!(self.places.insert(wish, self.read), None, "a wish that happened twice");
                }
            }
        }
        for (wish, seq) in &self.acknowledged[self.compared..] {
            assert_eq!(self.places.get(wish), Some(seq), "{wish} was acknowledged as event {seq}");
        }
        self.compared = self.acknowledged.len();
    }
}

/// xorshift64: the same moments for the same seed.
fn next(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}
