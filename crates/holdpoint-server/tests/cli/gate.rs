//! `holdpoint gate --server`: what is asked, how long, and what is said. Of a data folder: `data.rs`.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::thread::JoinHandle;

use serde_json::{Value, json};

use crate::Desk;

/// Answers one request after the other with a status and a body; the heads that came.
pub fn answer(answers: Vec<(u16, Value)>) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let serving = std::thread::spawn(move || {
        let serve = |(status, body): (u16, Value)| {
            let (stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream);
            let mut head = String::new();
            while !head.ends_with("\r\n\r\n") {
                assert_ne!(reader.read_line(&mut head).unwrap(), 0, "{head}");
            }
            let told = head.to_lowercase().lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            reader.read_exact(&mut vec![0_u8; told.unwrap_or_default()]).unwrap();
            let (body, length) = (body.to_string(), body.to_string().len());
            let answer = format!(
                "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
            );
            reader.into_inner().write_all(answer.as_bytes()).unwrap();
            head
        };
        answers.into_iter().map(serve).collect()
    });
    (base, serving)
}

fn no_go() -> Value {
    json!({ "decision": "no_go", "reasons": [{ "kind": "item_open", "item": "a", "text": "“A” is open" }], "notices": [] })
}

fn go() -> Value {
    json!({ "decision": "go", "reasons": [], "notices": [], "holdsUntil": "2026-12-01T00:00:00Z" })
}

fn desk() -> Desk {
    Desk::new().set("HOLDPOINT_API_TOKEN", "hp_token")
}

#[test]
fn a_pipeline_asks_a_server_with_its_token() {
    let (base, serving) = answer(vec![(200, no_go())]);
    desk().run(["gate", "LCH-1", "--server", &base]).code(1).says(&["LCH-1: No go", "a: “A” is open"]);
    let heads = serving.join().unwrap();
    assert!(heads[0].starts_with("GET /api/launches/LCH-1/gate HTTP/1.1\r\n"), "{}", heads[0]);
    assert!(heads[0].to_lowercase().contains("authorization: bearer hp_token\r\n"), "{}", heads[0]);
    let (base, _) = answer(vec![(200, go())]);
    let json = desk().set("HOLDPOINT_SERVER", &base).run(["gate", "LCH-1", "--json"]).code(0).json();
    assert_eq!((json["decision"].as_str(), json["holdsUntil"].as_str()), (Some("go"), Some("2026-12-01T00:00:00Z")));
}

#[test]
fn it_waits_for_go_through_a_restart_of_the_server() {
    let (base, serving) = answer(vec![(200, no_go()), (503, json!({})), (200, go())]);
    let ran = desk().run(["gate", "LCH-1", "--server", &base, "--wait", "60s"]).code(0).says(&["LCH-1: Go", "holds until"]);
    assert!(ran.err.starts_with("LCH-1: No go, 1 reason; asking again\n"), "{}", ran.err);
    assert_eq!(serving.join().unwrap().len(), 3);
}

#[test]
fn when_the_time_is_over_it_says_what_it_saw_last() {
    let (base, _) = answer(vec![(200, no_go()), (200, no_go())]);
    desk().run(["gate", "LCH-1", "--server", &base, "--wait", "1s"]).code(1).says(&["No go"]);
}

#[test]
fn what_waiting_does_not_help_against_ends_at_once() {
    let problem = json!({ "type": "not-found", "title": "Not found", "status": 404, "detail": "there is no launch LCH-9 for you" });
    let (base, _) = answer(vec![(404, problem)]);
    desk().run(["gate", "LCH-9", "--server", &base, "--wait", "1h"]).cannot_tell(&["no launch LCH-9"]);
    desk().run(["gate", "LCH-1", "--server", "http://127.0.0.1:9", "--wait", "0s"]).cannot_tell(&["the server cannot be asked"]);
    let (moved, _) = answer(vec![(301, json!({}))]);
    desk().run(["gate", "LCH-1", "--server", &moved, "--wait", "1h"]).cannot_tell(&["redirects (status 301)"]);
    desk().run(["gate", "LCH-1", "--server", "http://10.0.0.9:8080", "--wait", "1h"]).cannot_tell(&["over https only"]);
    let without_token = Desk::new().run(["gate", "LCH-1", "--server", "http://127.0.0.1:9", "--wait", "1h"]);
    without_token.cannot_tell(&["the API token cannot be had", "HOLDPOINT_API_TOKEN is not set"]);
    for (wrong, words) in [
        (&["--wait", "10m"][..], "--server"),
        (&["--server", &base, "--wait", "soon"], "90s, 10m or 1h"),
        (&["--server", &base, "--wait", "9223372036854775807s"], "7 days at most"),
        (&["--server", &base, "--wait", "10m", "--data", "."], "--data"),
    ] {
        let ran = desk().run([&["gate", "LCH-1"], wrong].concat()).code(2);
        assert!(ran.err.contains(words), "{}", ran.err);
    }
}

#[test]
fn a_server_and_a_folder_are_not_asked_both() {
    let both = ["gate", "LCH-1", "--server", "http://127.0.0.1:9"];
    for place in [["--data", "."], ["--database", "postgres://ann@127.0.0.1:9/holdpoint"]] {
        desk().run(both.into_iter().chain(place)).cannot_tell(&["--server", place[0], "leave one of the two out"]);
    }
    // What stands on the command line counts, and not what the environment has for all commands.
    let named = desk().set("HOLDPOINT_SERVER", "http://127.0.0.1:9");
    named.run(["gate", "LCH-1", "--data", "."]).cannot_tell(&["no database in ."]);
    named.run(["gate", "LCH-1"]).cannot_tell(&["the server cannot be asked"]);
}
