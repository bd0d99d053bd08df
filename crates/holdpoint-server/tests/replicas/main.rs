//! Several replicas behind a balancer, over one PostgreSQL: what is acknowledged is there once, and live pages miss nothing, whoever dies.

mod files;
mod live;
#[path = "../crash/server.rs"]
#[allow(dead_code)]
mod server;
#[allow(dead_code)]
mod stage;
mod trouble;

use std::path::Path;
use std::time::Duration;

use holdpoint_emulator::postgres::End;
use serde_json::json;
use uuid::Uuid;

use live::Live;
use stage::{Stage, copy_keys, free};
use trouble::under_trouble;

const UNSYNCED: [&str; 2] = ["fsync=off", "full_page_writes=off"];

/// For what is told at once, on a machine that does other things too.
const SOON: Duration = Duration::from_secs(30);

fn stage(replicas: usize) -> Stage {
    Stage::with(Path::new(env!("CARGO_BIN_EXE_holdpoint")), replicas, &UNSYNCED)
}

/// `None`, and a word about it, where there is no balancer.
fn balanced(replicas: usize) -> Option<Stage> {
    let stage = stage(replicas);
    if stage.is_balanced() {
        return Some(stage);
    }
    assert!(std::env::var_os("HOLDPOINT_REQUIRE_TOOLS").is_none(), "there is no HAProxy here, and all tools are required");
    println!("skipped: there is no HAProxy here; `cargo xtask setup` installs it");
    None
}

#[test]
fn a_replica_dies_and_comes_back_behind_the_balancer() {
    let Some(stage) = balanced(2) else { return };
    let found = under_trouble(&stage, 8, |wait_for| {
        wait_for(60);
        stage.kill(0);
        wait_for(60);
        stage.revive(0);
        wait_for(60);
    });
    println!("{found}");
    assert!(180 <= found.acknowledged, "too few writes show little");
}

#[test]
fn sixty_four_writers_and_a_database_that_is_killed_three_times() {
    let Some(stage) = balanced(2) else { return };
    let found = under_trouble(&stage, 64, |wait_for| {
        for how in [End::Immediate, End::Kill, End::Immediate] {
            wait_for(75);
            stage.database.end(how);
            std::thread::sleep(Duration::from_millis(200));
            stage.database.begin().unwrap();
        }
        wait_for(75);
    });
    println!("{found}");
    assert!(300 <= found.acknowledged, "too few writes show little");
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
    page.until("presence", |data| data.contains("Ben"), SOON);

    // A browser's requests go anywhere: this one to the replica that has its page's stream not.
    let mut elsewhere = stage.replica(0, &ben.cookie);
    let view = elsewhere.ask("GET", &format!("/api/launches/{launch}"), None).unwrap().ok();
    let item = view["launch"]["template"]["sections"][0]["items"][0]["id"].as_str().unwrap().to_owned();
    let whereabouts = format!("/api/launches/{launch}/presence");
    assert_eq!(elsewhere.ask("PUT", &whereabouts, Some(("", &json!({ "item": item })))).unwrap().status, 204);
    page.until("presence", |data| data.contains("Ben") && data.contains(&item), SOON);

    let mut times = Vec::new();
    for n in 0..30 {
        let name = format!("Release {n}");
        let mut other = stage.replica(1, &ada.cookie);
        other.command(&launch, &Uuid::now_v7().to_string(), &json!({ "type": "set_name", "name": name })).unwrap().ok();
        times.push(page.until("event", |data| data.contains(&name), SOON));
    }
    times.sort();
    println!("from one replica's answer to the other's page: {:?} (median), {:?} (most)", times[15], times[29]);
    // Looking round takes two seconds. Other tests run at the same time.
    assert!(times[7] < Duration::from_secs(1), "told by a word, not found by looking round: {times:?}");

    drop(bens);
    page.until("presence", |data| !data.contains("Ben"), Duration::from_secs(15));
    let _again = Live::open(stage.address(1), &stage.host(), &ben.cookie, &path, seq).unwrap();
    page.until("presence", |data| data.contains("Ben"), SOON);
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
