//! Several replicas behind a balancer, over one PostgreSQL: what is acknowledged is there once, and live pages miss nothing, whoever dies.

mod live;
#[path = "../crash/server.rs"]
#[allow(dead_code)]
mod server;
mod stage;

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use holdpoint_emulator::postgres::End;
use serde_json::json;
use uuid::Uuid;

use live::Live;
use server::Wire;
use stage::{Stage, copy_keys, free};

const UNSYNCED: [&str; 2] = ["fsync=off", "full_page_writes=off"];

fn stage(replicas: usize) -> Stage {
    Stage::with(Path::new(env!("CARGO_BIN_EXE_holdpoint")), replicas, &UNSYNCED)
}

/// Sends a command until it is acknowledged, as the page does; where it is in the log then.
fn write(stage: &Stage, cookie: &str, launch: &str, name: &str) -> (Uuid, u64) {
    let id = Uuid::now_v7();
    let command = json!({ "type": "set_name", "name": name });
    let began = Instant::now();
    loop {
        let answer = Wire::try_to(stage.entrance(), cookie).and_then(|mut wire| {
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
fn under_trouble(stage: &Stage, writers: usize, trouble: impl FnOnce()) {
    let mut owner = stage.owner();
    let (launch, cookie) = (owner.launch(), owner.cookie.clone());
    let (stop, last) = (AtomicBool::new(false), AtomicU64::new(u64::MAX));
    let (acknowledged, seen) = std::thread::scope(|scope| {
        let (launch, cookie, stop, last) = (&launch, &cookie, &stop, &last);
        let writing: Vec<_> = (0..writers)
            .map(|writer| {
                scope.spawn(move || {
                    let mut acknowledged = Vec::new();
                    while !stop.load(Ordering::SeqCst) {
                        acknowledged.push(write(stage, cookie, launch, &format!("{writer}, {}", acknowledged.len())));
                    }
                    acknowledged
                })
            })
            .collect();
        let reading: Vec<_> = (0..8).map(|_| scope.spawn(move || read(stage, cookie, launch, last))).collect();
        trouble();
        stop.store(true, Ordering::SeqCst);
        let mut acknowledged: Vec<_> = writing.into_iter().flat_map(|writer| writer.join().unwrap()).collect();
        acknowledged.push(write(stage, cookie, launch, "the end"));
        last.store(acknowledged.last().unwrap().1, Ordering::SeqCst);
        // Who has read the end already looks up once more.
        acknowledged.push(write(stage, cookie, launch, "behind the end"));
        (acknowledged, reading.into_iter().map(|reader| reader.join().unwrap()).collect::<Vec<_>>())
    });
    let streams: Vec<_> = seen.iter().map(|(_, streams)| streams).collect();
    println!("{} acknowledged; streams of each reader: {streams:?}", acknowledged.len());
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
}

/// `None`, and a word about it, where there is no balancer.
fn balanced(replicas: usize) -> Option<Stage> {
    let stage = stage(replicas);
    if stage.is_balanced() {
        return Some(stage);
    }
    println!("skipped: there is no HAProxy here; `cargo xtask setup` installs it");
    None
}

#[test]
fn a_replica_dies_and_comes_back_behind_the_balancer() {
    let Some(stage) = balanced(2) else { return };
    under_trouble(&stage, 8, || {
        std::thread::sleep(Duration::from_millis(1_500));
        stage.kill(0);
        std::thread::sleep(Duration::from_secs(2));
        stage.revive(0);
        std::thread::sleep(Duration::from_secs(2));
    });
}

#[test]
fn sixty_four_writers_and_a_database_that_is_killed_three_times() {
    let Some(stage) = balanced(2) else { return };
    under_trouble(&stage, 64, || {
        for how in [End::Immediate, End::Kill, End::Immediate] {
            std::thread::sleep(Duration::from_millis(1_200));
            stage.database.end(how);
            std::thread::sleep(Duration::from_millis(200));
            stage.database.begin().unwrap();
        }
        std::thread::sleep(Duration::from_secs(2));
    });
}

#[test]
fn pages_at_different_replicas_see_each_others_changes_and_people() {
    let stage = stage(2);
    let mut ada = stage.owner();
    let launch = ada.launch();
    let link = ada.ask("POST", "/api/invites", Some(("", &json!({})))).unwrap().ok();
    let token = link["link"].as_str().unwrap().rsplit('#').next().unwrap().to_owned();
    let mut ben = stage.replica(1, "");
    ben.ask("POST", "/api/invites/accept", Some(("", &json!({ "token": token, "name": "Ben", "password": "correct horse battery" }))))
        .unwrap()
        .ok();
    let me = ben.ask("GET", "/api/session", None).unwrap().ok()["me"].clone();
    let role = json!({ "type": "set_role", "member": me["id"], "name": "Ben", "role": "contributor" });
    let seq = ada.command(&launch, &Uuid::now_v7().to_string(), &role).unwrap().ok()["seq"].as_u64().unwrap();

    let path = format!("/api/launches/{launch}/live");
    let mut page = Live::open(stage.address(0), &stage.host(), &ada.cookie, &path, seq).unwrap();
    let bens = Live::open(stage.address(1), &stage.host(), &ben.cookie, &path, seq).unwrap();
    page.until("presence", |data| data.contains("Ben"), Duration::from_secs(5));

    // A browser's requests go anywhere: this one to the replica that has its page's stream not.
    let mut elsewhere = stage.replica(0, &ben.cookie);
    let view = elsewhere.ask("GET", &format!("/api/launches/{launch}"), None).unwrap().ok();
    let item = view["launch"]["template"]["sections"][0]["items"][0]["id"].as_str().unwrap().to_owned();
    let whereabouts = format!("/api/launches/{launch}/presence");
    assert_eq!(elsewhere.ask("PUT", &whereabouts, Some(("", &json!({ "item": item })))).unwrap().status, 204);
    page.until("presence", |data| data.contains("Ben") && data.contains(&item), Duration::from_secs(5));

    let mut times = Vec::new();
    for n in 0..30 {
        let name = format!("Release {n}");
        let mut other = stage.replica(1, &ada.cookie);
        other.command(&launch, &Uuid::now_v7().to_string(), &json!({ "type": "set_name", "name": name })).unwrap().ok();
        times.push(page.until("event", |data| data.contains(&name), Duration::from_secs(5)));
    }
    times.sort();
    println!("from one replica's answer to the other's page: {:?} (median), {:?} (most)", times[15], times[29]);
    assert!(times[15] < Duration::from_millis(500), "told by a word, not found by looking round: {times:?}");

    drop(bens);
    page.until("presence", |data| !data.contains("Ben"), Duration::from_secs(15));
    let _again = Live::open(stage.address(1), &stage.host(), &ben.cookie, &path, seq).unwrap();
    page.until("presence", |data| data.contains("Ben"), Duration::from_secs(5));
    stage.kill(1);
    page.until("presence", |data| !data.contains("Ben"), Duration::from_secs(15));
}

#[test]
fn a_replica_with_other_keys_does_not_start() {
    let stage = stage(1);
    let other = stage.data(7);
    let said = stage.start(&other, free()).err().unwrap();
    assert!(said.contains("sign with the report key sha256:") && said.contains("Put the folder `keys`"), "{said}");
    assert!(!other.join("keys/report.pem").exists(), "and made none");
    // Those of another server.
    let foreign = stage.data(8);
    holdpoint_server::sign::Keys::open(&foreign, Uuid::from_u128(7)).unwrap();
    assert!(stage.start(&foreign, free()).err().unwrap().contains("are others"));
    // Those that came after them, by a rotation.
    copy_keys(&stage.data(0), &other);
    drop(stage.start(&other, free()).unwrap());
    holdpoint_server::sign::Keys::rotate(&other, Uuid::from_u128(7)).unwrap();
    drop(stage.start(&other, free()).unwrap());
    assert!(stage.start(&stage.data(0), free()).err().unwrap().contains("are others"), "the former ones sign nothing any more");
}
