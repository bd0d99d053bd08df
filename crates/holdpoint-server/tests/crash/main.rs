//! What was acknowledged is there: after `kill -9` of the real binary at random moments, and on a disk that is full.

mod full;
mod kill;
mod server;
mod uploads;

use std::path::Path;
use std::time::Duration;

use holdpoint_domain::id::LaunchId;
use holdpoint_store::sqlite::{FILE, backup::census};

const BINARY: &str = env!("CARGO_BIN_EXE_holdpoint");

#[test]
fn what_was_acknowledged_survives_a_hundred_kills() {
    let folder = tempfile::tempdir().unwrap();
    // 200 acknowledged writes a second, and each start within one, are what the release build has to hold: `five_hundred_kills` of the bench asserts
    // both. A debug build beside other tests is held to half of the writes, and to the second for half of its starts.
    let plan = kill::Plan { rounds: 100, writers: 24, acknowledged: 10_000, per_second: 100.0, seed: 0x5eed };
    let found = kill::again_and_again(Path::new(BINARY), folder.path(), &plan);
    println!("{found}");
    let median = found.starts[found.starts.len() / 2];
    assert!(median < Duration::from_secs(1), "open again too late: {found}");
    // And every page, leaf and digest of what is left is good.
    let census = census(&folder.path().join("data").join(FILE)).unwrap();
    assert_eq!((census.launches[0].id, census.launches[0].events), (LaunchId(1), found.events));
}
