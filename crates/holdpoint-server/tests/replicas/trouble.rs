//! People who write and read through a balancer while something goes wrong behind it.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use uuid::Uuid;

use super::live::Live;
use super::server::Wire;
use super::stage::Stage;

/// Pages that listen all the time.
const READERS: usize = 8;

pub struct Found {
    pub acknowledged: usize,
    /// How often pages began to listen, all together.
    pub streams: usize,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} acknowledged; {READERS} live pages needed {} streams and missed nothing", self.acknowledged, self.streams)
    }
}

/// Sends a command until it is acknowledged, as the page does; where it is in the log then.
fn write(stage: &Stage, cookie: &str, launch: &str, name: &str) -> (Uuid, u64) {
    let id = Uuid::now_v7();
    let command = json!({ "type": "set_name", "name": name });
    let began = Instant::now();
    // Most go through the balancer, which brings a launch's commands to one replica; some go past it, to any.
    let places: Vec<_> = [stage.entrance()].into_iter().chain((0..stage.count()).map(|number| stage.address(number))).collect();
    let first = id.as_u128() as usize;
    for attempt in 0.. {
        let answer = Wire::try_to(places[(first + attempt) % places.len()], cookie).and_then(|mut wire| {
            wire.host = stage.host();
            wire.command(launch, &id.to_string(), &command)
        });
        match answer {
            Ok(answer) if answer.status == 200 => return (id, answer.ok()["seq"].as_u64().unwrap()),
            // The balancer's own words for a replica that is not there, and Holdpoint's for a database that is not.
            Ok(answer) if [502, 503, 504].contains(&answer.status) => {}
            Ok(answer) => panic!("{}: {}", answer.status, String::from_utf8_lossy(&answer.body)),
            Err(_) => {}
        }
        assert!(began.elapsed() < Duration::from_secs(60), "not acknowledged for a minute");
        std::thread::sleep(Duration::from_millis(30));
    }
    unreachable!()
}

/// Reads until an event of this place has come, through any number of streams.
fn read(stage: &Stage, cookie: &str, launch: &str, last: &AtomicU64) -> (Vec<u64>, usize) {
    let (mut seen, mut streams) = (Vec::new(), 0);
    loop {
        let place = seen.last().copied().unwrap_or(2);
        if last.load(Ordering::SeqCst) <= place {
            return (seen, streams);
        }
        let path = format!("/api/launches/{launch}/live");
        let Ok(mut live) = Live::open(stage.entrance(), &stage.host(), cookie, &path, place) else {
            std::thread::sleep(Duration::from_millis(50));
            continue;
        };
        streams += 1;
        while let Ok(heard) = live.next() {
            seen.extend(heard.id);
            if last.load(Ordering::SeqCst) <= seen.last().copied().unwrap_or(2) {
                return (seen, streams);
            }
        }
    }
}

/// The log as one replica has it: each command's place.
fn stored(wire: &mut Wire, launch: &str) -> HashMap<Uuid, u64> {
    let (mut places, mut read) = (HashMap::new(), 0);
    loop {
        let page = wire.ask("GET", &format!("/api/launches/{launch}/events?after={read}"), None).unwrap().ok();
        let events = page["events"].as_array().unwrap();
        if events.is_empty() {
            return places;
        }
        for event in events {
            assert_eq!(event["seq"], read + 1, "a gap, or a place that is taken twice");
            read += 1;
            if event["event"]["type"] == "name_set" {
                let id = event["command"].as_str().unwrap().parse().unwrap();
                assert_eq!(places.insert(id, read), None, "a command that happened twice");
            }
        }
    }
}

/// Everybody goes through the balancer, while something is done to what is behind it.
///
/// * `trouble`: is given what waits until so many more commands are acknowledged, or for a minute.
/// * Panics when an acknowledged command is missing or doubled, the log has a gap, replicas differ, or a live page missed something.
pub fn under_trouble(stage: &Stage, writers: usize, trouble: impl FnOnce(&dyn Fn(usize))) -> Found {
    let mut owner = stage.owner();
    let (launch, cookie) = (owner.launch(), owner.cookie.clone());
    let (stop, last, count) = (AtomicBool::new(false), AtomicU64::new(u64::MAX), AtomicUsize::new(0));
    let (acknowledged, seen) = std::thread::scope(|scope| {
        let (launch, cookie, stop, last, count) = (&launch, &cookie, &stop, &last, &count);
        let writing: Vec<_> = (0..writers)
            .map(|writer| {
                scope.spawn(move || {
                    let mut acknowledged = Vec::new();
                    while !stop.load(Ordering::SeqCst) {
                        acknowledged.push(write(stage, cookie, launch, &format!("{writer}, {}", acknowledged.len())));
                        count.fetch_add(1, Ordering::SeqCst);
                    }
                    acknowledged
                })
            })
            .collect();
        let reading: Vec<_> = (0..READERS).map(|_| scope.spawn(move || read(stage, cookie, launch, last))).collect();
        trouble(&|more: usize| {
            let (began, enough) = (Instant::now(), count.load(Ordering::SeqCst) + more);
            while count.load(Ordering::SeqCst) < enough && began.elapsed() < Duration::from_secs(60) {
                std::thread::sleep(Duration::from_millis(10));
            }
        });
        stop.store(true, Ordering::SeqCst);
        let mut acknowledged: Vec<_> = writing.into_iter().flat_map(|writer| writer.join().unwrap()).collect();
        acknowledged.push(write(stage, cookie, launch, "the end"));
        last.store(acknowledged.last().unwrap().1, Ordering::SeqCst);
        // Who has read the end already looks up once more.
        acknowledged.push(write(stage, cookie, launch, "behind the end"));
        (acknowledged, reading.into_iter().map(|reader| reader.join().unwrap()).collect::<Vec<_>>())
    });
    let found = Found { acknowledged: acknowledged.len(), streams: seen.iter().map(|(_, streams)| streams).sum() };
    for number in 0..stage.count() {
        let places = stored(&mut stage.replica(number, &cookie), &launch);
        for (id, seq) in &acknowledged {
            assert_eq!(places.get(id), Some(seq), "acknowledged, and as replica {number} has it");
        }
    }
    let end = last.load(Ordering::SeqCst);
    for (seen, _) in seen {
        let seen: Vec<_> = seen.into_iter().take_while(|seq| *seq <= end).collect();
        assert_eq!(seen, (3..=end).collect::<Vec<_>>(), "a live page misses nothing and sees nothing twice");
    }
    found
}
