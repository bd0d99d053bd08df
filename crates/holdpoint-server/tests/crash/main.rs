//! What was acknowledged is there: after `kill -9` of the real binary at random moments, and on a disk that is full.

mod full;
mod kill;
mod server;
mod uploads;

use std::path::Path;

use holdpoint_domain::id::LaunchId;
use holdpoint_store::sqlite::{FILE, backup::census};

const BINARY: &str = env!("CARGO_BIN_EXE_holdpoint");

#[test]
fn what_was_acknowledged_survives_a_hundred_kills() {
    let folder = tempfile::tempdir().unwrap();
    // The bench runs five times as many rounds over the release build, and wants 200 a second and a start within one; here other tests run beside it.
    let plan = kill::Plan { rounds: 100, writers: 24, acknowledged: 10_000, per_second: 100.0, seed: 0x5eed };
    let found = kill::again_and_again(Path::new(BINARY), folder.path(), &plan);
    println!("{found}");
    // And every page, leaf and digest of what is left is good.
    let census = census(&folder.path().join("data").join(FILE)).unwrap();
    assert_eq!((census.launches[0].id, census.launches[0].events), (LaunchId(1), found.events));
}
