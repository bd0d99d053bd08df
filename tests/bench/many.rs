//! Thousands of readers of one launch, beside a collaboration server that is not ours doing the same in the same run.
//!
//! Somebody changes a name twenty times a second, and everybody reads it: over server-sent events here, over WebSockets there. A name is the
//! time at which it was written, in microseconds, so whoever reads it knows how long it took. Readers, servers and writers share one machine.

mod crowd;
mod ours;
mod theirs;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Result, ensure};

use super::quantiles;
use crowd::{Crowd, Receipt};
use ours::Ours;
use theirs::Theirs;

/// Names that are written, and the time between two of them.
const WRITES: usize = 400;
const EVERY: Duration = Duration::from_millis(50);

/// Readers, and how often they are measured at both, by turns: four writes while something else runs on this machine are the p99 of 400.
const ROUNDS: [(usize, usize); 2] = [(1_000, 3), (5_000, 1)];

/// How long readers may take for the last of it.
const PATIENCE: Duration = Duration::from_secs(60);

/// Something that many read.
trait Served {
    fn name(&self) -> &'static str;
    /// What a reader says to get in.
    fn opening(&self, reader: usize) -> crowd::Opening;
    /// Writes [`WRITES`] names, one each [`EVERY`].
    fn write(&mut self) -> Result<()>;
    /// What the server holds, in KiB.
    fn memory_kib(&self) -> Result<u64>;
    /// What it has computed so far, in seconds of one core.
    fn cpu_seconds(&self) -> Result<f64>;
}

struct Figures {
    p99_ms: f64,
    kib_for_each: f64,
    memory_mib: u64,
}

fn measure(mut served: impl Served, readers: usize) -> Result<Figures> {
    let alone = served.memory_kib()?;
    let crowd = Crowd::gather((0..readers).map(|reader| served.opening(reader)).collect())?;
    // Everybody has been told that everybody is there.
    std::thread::sleep(Duration::from_secs(8));
    let (crowded, cpu, reading) = (served.memory_kib()?, served.cpu_seconds()?, crowd.cpu_seconds());
    served.write()?;
    crowd.listen(readers * WRITES, PATIENCE);
    let (after, cpu, reading) = (served.memory_kib()?, served.cpu_seconds()? - cpu, crowd.cpu_seconds() - reading);
    let receipts = crowd.disperse()?;
    ensure!(receipts.len() == readers * WRITES, "{} readers heard {} of {}", readers, receipts.len(), readers * WRITES);
    let waits: Vec<u32> = receipts.iter().map(|receipt| receipt.wait).collect();
    let at = parts(waits);
    let mut last = BTreeMap::<u64, u32>::new();
    for Receipt { written, wait } in receipts {
        let longest = last.entry(written).or_default();
        *longest = wait.max(*longest);
    }
    let last_at = parts(last.into_values().collect());
    let memory = crowded.max(after);
    let figures =
        Figures { p99_ms: at(0.99), kib_for_each: memory.saturating_sub(alone) as f64 / readers as f64, memory_mib: memory / 1024 };
    println!(
        "{readers} readers of {}: write to receipt median {:.1}, p99 {:.1}, max {:.1} ms, to the last receipt median {:.1}, p90 {:.1} ms; \
         {:.1} KiB for each ({:.1} before anything was written), {} MiB in all; {:.1} s of a core for {:.0} s, and {reading:.1} s of one for \
         the readers",
        served.name(),
        at(0.5),
        figures.p99_ms,
        at(1.0),
        last_at(0.5),
        last_at(0.9),
        figures.kib_for_each,
        crowded.saturating_sub(alone) as f64 / readers as f64,
        figures.memory_mib,
        cpu,
        (EVERY * WRITES as u32).as_secs_f64()
    );
    Ok(figures)
}

/// Of waits in microseconds how long the one is, in milliseconds, behind which a part of them lies.
fn parts(mut waits: Vec<u32>) -> impl Fn(f64) -> f64 {
    waits.sort_unstable();
    move |part| f64::from(waits[((waits.len() - 1) as f64 * part).round() as usize]) / 1_000.0
}

fn tool(name: &str) -> Option<PathBuf> {
    let found = std::env::var_os(name).map(PathBuf::from).filter(|path| path.exists());
    if found.is_none() {
        println!("skipped: {name} is not set; cargo xtask bench sets it");
    }
    found
}

#[test]
#[ignore = "a figure, not a test: cargo xtask bench"]
fn many_readers_beside_another_server() -> Result<()> {
    let (Some(holdpoint), Some(hocuspocus)) = (tool("HOLDPOINT_BIN"), tool("HOLDPOINT_HOCUSPOCUS")) else {
        return Ok(());
    };
    for (readers, rounds) in ROUNDS {
        let (mut ratios, mut memory) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            let theirs = measure(Theirs::start(&hocuspocus)?, readers)?;
            let ours = measure(Ours::start(&holdpoint, readers)?, readers)?;
            ratios.push(ours.p99_ms / theirs.p99_ms);
            memory.push(ours.kib_for_each);
        }
        println!("{readers} readers, p99 over theirs, {rounds} times: {} (aim: at most 0.5)", quantiles(&mut ratios));
        println!("{readers} readers, memory for each: {} KiB (aim: at most 12)", quantiles(&mut memory));
    }
    Ok(())
}

#[test]
#[ignore = "a figure, not a test: cargo xtask bench"]
fn ten_thousand_readers() -> Result<()> {
    let Some(holdpoint) = tool("HOLDPOINT_BIN") else {
        return Ok(());
    };
    let figures = measure(Ours::start(&holdpoint, 10_000)?, 10_000)?;
    println!("10000 readers: {} MiB (aim: at most 256), p99 {:.0} ms (aim: under 800)", figures.memory_mib, figures.p99_ms);
    Ok(())
}
