//! A server that is killed again and again while people write to it.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;
use uuid::Uuid;

use crate::server::{Server, Wire};

pub struct Plan {
    /// At least; it goes on until enough was acknowledged, on a machine that does other things too.
    pub rounds: usize,
    /// People who write at the same time, each one wish after the other.
    pub writers: usize,
    /// Fewer acknowledged writes in all show little: the test fails.
    pub acknowledged: usize,
    /// The same, while the server runs.
    pub per_second: f64,
    pub seed: u64,
}

pub struct Found {
    pub acknowledged: usize,
    pub events: u64,
    pub per_second: f64,
    /// Wishes that were sent again after a kill and had been stored before it.
    pub stored_unheard: usize,
    /// From the start of the process to its first answer, sorted.
    pub starts: Vec<Duration>,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { acknowledged, events, per_second, stored_unheard, starts } = self;
        let at = |part: usize| starts.get(starts.len() * part / 100).or(starts.last()).map_or(0, Duration::as_millis);
        write!(
            f,
            "{} kills: {acknowledged} acknowledged writes ({per_second:.0} a second), {events} events, {stored_unheard} stored and not heard of, \
             open again in {} ms (median), {} ms (p95), {} ms (most)",
            starts.len(),
            at(50),
            at(95),
            at(100)
        )
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
    while starts.len() < plan.rounds || book.acknowledged.len() < plan.acknowledged && starts.len() < 4 * plan.rounds {
        let began = Instant::now();
        let address = server.address;
        std::thread::scope(|scope| {
            let writing: Vec<_> = writers.iter_mut().map(|writer| scope.spawn(|| writer.write_on((address, &cookie), &launch))).collect();
            std::thread::sleep(Duration::from_millis(50 + next(&mut random) % 550));
            server.kill();
            ran += began.elapsed();
            for writer in writing {
                let (acknowledged, stored_before) = writer.join().unwrap();
                unheard += stored_before.iter().filter(|wish| book.places.contains_key(*wish)).count();
                book.acknowledged.extend(acknowledged);
            }
        });
        server = Server::start(binary, folder);
        starts.push(server.started_in);
        book.read_on(&mut Wire::to(&server, &cookie), &launch);
    }
    drop(server);
    let sent: HashSet<Uuid> = book.acknowledged.iter().map(|(wish, _)| *wish).chain(writers.iter().map(|writer| writer.wish)).collect();
    assert!(book.places.keys().all(|wish| sent.contains(wish)), "nothing is stored that nobody sent");
    let per_second = book.acknowledged.len() as f64 / ran.as_secs_f64();
    starts.sort();
    let found = Found { acknowledged: book.acknowledged.len(), events: book.read, per_second, stored_unheard: unheard, starts };
    assert!(plan.acknowledged <= found.acknowledged, "too few writes show little: {found}");
    assert!(plan.per_second <= per_second, "too slow to show much: {found}");
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
