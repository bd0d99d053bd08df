//! `holdpoint serve`, when it cannot start.

use std::net::TcpListener;

use holdpoint_store::sqlite::SqliteStore;

use crate::Desk;

#[test]
fn a_port_that_is_taken() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    Desk::new().run(["serve", "--listen", &address]).cannot_tell(&[&taken.local_addr().unwrap().port().to_string(), "--listen"]);
}

#[test]
fn a_data_folder_that_is_a_file() {
    let desk = Desk::new();
    desk.write("data", "");
    desk.run(["serve", "--listen", "127.0.0.1:0"]).cannot_tell(&["data", "--data"]);
}

#[test]
fn a_data_folder_that_another_process_uses() {
    let desk = Desk::new();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let held = runtime.block_on(SqliteStore::open(&desk.path("data"))).unwrap();
    desk.run(["serve", "--listen", "127.0.0.1:0"]).cannot_tell(&["another holdpoint process", "--data"]);
    drop(held);
}

#[test]
fn a_mistake_in_the_configuration() {
    let desk = Desk::new();
    desk.write("holdpoint.toml", "[server]\nlissten = \"127.0.0.1:1\"\n");
    desk.run(["serve"]).cannot_tell(&["holdpoint.toml:2:1: ", "lissten"]);
    desk.run(["preflight"]).cannot_tell(&["holdpoint.toml:2:1: ", "lissten"]);
    desk.run(["serve", "--config", "absent.toml"]).cannot_tell(&["absent.toml: "]);
    let desk = Desk::new().set("HOLDPOINT_LISTEN", "nowhere");
    desk.run(["serve"]).cannot_tell(&["HOLDPOINT_LISTEN"]);
    let desk = Desk::new();
    desk.write("holdpoint.toml", "[[connections]]\nname = \"a\"\nhealth_url = \"ftp://example.com\"\n");
    desk.run(["serve"]).cannot_tell(&["holdpoint.toml:3:14: connection a, health_url", "http"]);
    desk.write("holdpoint.toml", "[server]\nlissten = 1\n[watch]\nenabled = 1\n");
    let ran = desk.run(["serve"]).code(2);
    let places: Vec<_> = ran.err.lines().map(|line| line.trim_start_matches("holdpoint: ").split(": ").next().unwrap()).collect();
    assert_eq!(places, ["holdpoint.toml:2:1", "holdpoint.toml:4:11"], "all mistakes at once: {}", ran.err);
    desk.write(
        "holdpoint.toml",
        "[server]\nlisten = \"127.0.0.1:0\"\npublic_url = \"nowhere\"\n[timestamp]\nurl = \"https://tsa.example.com\"\n",
    );
    let ran = desk.run(["serve"]).code(2);
    assert_eq!(ran.err.lines().count(), 2, "{}", ran.err);
    assert!(ran.err.contains("public_url") && ran.err.contains("[timestamp]"), "{}", ran.err);
    assert!(!desk.path("data").exists(), "nothing is made before the configuration is good");
}
