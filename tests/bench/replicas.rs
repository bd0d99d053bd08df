//! Replicas over one PostgreSQL: how many durable commands a second, what holds them up, and a long row of kills.

#[path = "../../crates/holdpoint-server/tests/replicas/live.rs"]
#[allow(dead_code)]
mod live;
#[path = "../../crates/holdpoint-server/tests/replicas/stage.rs"]
#[allow(dead_code)]
mod stage;
#[path = "../../crates/holdpoint-server/tests/replicas/trouble.rs"]
mod trouble;

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;
use holdpoint_emulator::postgres::End;
use serde_json::json;
use uuid::Uuid;

use crate::server::{self, Wire};
use crate::{quantiles, stage as tools};
use stage::Stage;
use trouble::under_trouble;

const WRITERS: usize = 64;
const MEASURED: Duration = Duration::from_secs(10);
/// Until everything has its connections and its statements.
const WARM: Duration = Duration::from_secs(2);

/// Every commit is synchronised with the disk, as PostgreSQL does by itself.
const DURABLE: [&str; 0] = [];

#[test]
#[ignore = "a figure, not a test: cargo xtask bench"]
fn durable_commands_for_one_two_and_four_replicas() -> Result<()> {
    let Some(tools) = tools::Tools::find() else {
        return Ok(());
    };
    println!("{WRITERS} writers, each one command after the other, through HAProxy; one row for each number of launches they share");
    for replicas in [1, 2, 4] {
        let stage = Stage::with(&tools.holdpoint, replicas, &DURABLE);
        let mut owner = stage.owner();
        let launches: Vec<_> = (0..16).map(|_| owner.launch()).collect();
        for count in [1, 4, 16] {
            println!("{replicas} replicas, {count} launches: {}", measure(&stage, &owner.cookie, &launches[..count])?);
        }
    }
    Ok(())
}

fn measure(stage: &Stage, cookie: &str, launches: &[String]) -> Result<String> {
    let (counted, stop) = (AtomicBool::new(false), AtomicBool::new(false));
    let mut times = Vec::new();
    let mut used = String::new();
    std::thread::scope(|scope| {
        let (counted, stop) = (&counted, &stop);
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let launch = &launches[writer % launches.len()];
                scope.spawn(move || {
                    let (mut wire, mut times) = (stage.anyone(cookie), Vec::new());
                    while !stop.load(Ordering::SeqCst) {
                        let began = Instant::now();
                        let command = json!({ "type": "set_name", "name": Uuid::now_v7().to_string() });
                        wire.command(launch, &Uuid::now_v7().to_string(), &command).unwrap().ok();
                        if counted.load(Ordering::SeqCst) {
                            times.push(began.elapsed().as_secs_f64() * 1_000.0);
                        }
                    }
                    times
                })
            })
            .collect();
        std::thread::sleep(WARM);
        let before = Used::now(stage);
        counted.store(true, Ordering::SeqCst);
        std::thread::sleep(MEASURED);
        counted.store(false, Ordering::SeqCst);
        used = Used::now(stage).since(&before);
        stop.store(true, Ordering::SeqCst);
        for writer in writers {
            times.extend(writer.join().unwrap());
        }
    });
    let each_second = times.len() as f64 / MEASURED.as_secs_f64();
    Ok(format!("{each_second:.0} a second; answered in {} ms; processor time: {used}", quantiles(&mut times)))
}

/// Processor time so far, in hundredths of a second.
struct Used {
    replicas: u64,
    balancer: u64,
    database: u64,
    here: u64,
}

impl Used {
    fn now(stage: &Stage) -> Self {
        let (replicas, balancer) = stage.processes();
        let database = stage.database.id().into_iter().flat_map(|id| {
            let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
            children.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<u32>>()
        });
        Self {
            replicas: replicas.into_iter().map(ticks).sum(),
            balancer: balancer.map_or(0, ticks),
            database: database.map(ticks).sum(),
            here: ticks(std::process::id()),
        }
    }

    /// Parts of one processor.
    fn since(&self, before: &Self) -> String {
        let part = |now: u64, then: u64| now.saturating_sub(then) as f64 / 100.0 / MEASURED.as_secs_f64();
        let replicas = part(self.replicas, before.replicas);
        let balancer = part(self.balancer, before.balancer);
        let (database, here) = (part(self.database, before.database), part(self.here, before.here));
        format!("replicas {replicas:.2}, PostgreSQL {database:.2}, HAProxy {balancer:.2}, writers {here:.2}")
    }
}

fn ticks(id: u32) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    // Behind the name, which may hold anything: user and system time are the 12th and 13th.
    let behind = stat.rsplit(')').next().unwrap_or_default();
    behind.split_whitespace().skip(11).take(2).filter_map(|number| number.parse::<u64>().ok()).sum()
}

#[test]
#[ignore = "a figure, not a test: cargo xtask bench"]
fn a_database_that_is_killed_fifty_times() -> Result<()> {
    let Some(tools) = tools::Tools::find() else {
        return Ok(());
    };
    let stage = Stage::with(&tools.holdpoint, 2, &DURABLE);
    let found = under_trouble(&stage, WRITERS, |_| {
        for round in 0..50 {
            std::thread::sleep(Duration::from_millis(400 + 37 * round % 700));
            stage.database.end(if round % 2 == 0 { End::Immediate } else { End::Kill });
            std::thread::sleep(Duration::from_millis(100 * (round % 5)));
            stage.database.begin().unwrap();
            if round % 10 == 9 {
                stage.kill(usize::from(round % 20 == 9));
                stage.revive(usize::from(round % 20 == 9));
            }
        }
        std::thread::sleep(Duration::from_secs(2));
    });
    println!("PostgreSQL killed fifty times, and a replica five times: {found}");
    Ok(())
}

/// The same commands with the embedded store, to compare: one process, no balancer.
#[test]
#[ignore = "a figure, not a test: cargo xtask bench"]
fn durable_commands_of_the_embedded_store() -> Result<()> {
    let Some(tools) = tools::Tools::find() else {
        return Ok(());
    };
    let folder = tempfile::tempdir()?;
    let server = server::Server::start(&tools.holdpoint, folder.path());
    let mut owner = Wire::owner(&server);
    let (launch, cookie) = (owner.launch(), owner.cookie.clone());
    let began = Instant::now();
    let mut times: Vec<f64> = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|_| {
                let (server, launch, cookie) = (&server, &launch, &cookie);
                scope.spawn(move || {
                    let (mut wire, mut times) = (Wire::to(server, cookie), Vec::new());
                    while began.elapsed() < MEASURED {
                        let sent = Instant::now();
                        let command = json!({ "type": "set_name", "name": Uuid::now_v7().to_string() });
                        wire.command(launch, &Uuid::now_v7().to_string(), &command).unwrap().ok();
                        times.push(sent.elapsed().as_secs_f64() * 1_000.0);
                    }
                    times
                })
            })
            .collect();
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    });
    let each_second = times.len() as f64 / MEASURED.as_secs_f64();
    println!("SQLite, {WRITERS} writers, one launch: {each_second:.0} a second; answered in {} ms", quantiles(&mut times));
    Ok(())
}
