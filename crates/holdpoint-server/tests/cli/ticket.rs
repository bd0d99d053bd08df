//! `holdpoint ticket`: what the command asks a server, and what its exit status says.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use serde_json::{Value, json};

use crate::Desk;

/// A server that answers each request with the next of these, and tells what it was asked.
fn server(answers: Vec<(u16, Value)>) -> (String, std::thread::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let task = std::thread::spawn(move || {
        let mut asked = Vec::new();
        for (status, body) in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let (mut bytes, mut text) = ([0; 8192], String::new());
            let whole = |text: &str| text.contains("\r\n\r\n") && (text.starts_with("GET ") || text.ends_with('}'));
            while !whole(&text) {
                let count = stream.read(&mut bytes).unwrap();
                text.push_str(&String::from_utf8_lossy(&bytes[..count]));
            }
            let body = body.to_string();
            write!(stream, "HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len()).unwrap();
            asked.push(text);
        }
        asked
    });
    (url, task)
}

fn delivery(state: Value, outcome: Value) -> Value {
    json!({
        "id": 9, "to": { "system": "jira", "reference": "OPS-12" }, "report": format!("sha256:{}", "0".repeat(64)), "each": false,
        "by": "00000000-0000-0000-0000-000000000001", "at": "2026-11-25T10:00:00Z", "state": state, "attempts": 1,
        "tried": [{ "at": "2026-11-25T10:00:01Z", "outcome": outcome }],
    })
}

#[test]
fn a_report_is_sent_waited_for_and_listed() {
    let waiting = delivery(json!("waiting"), json!({ "result": "later", "why": "out of order", "at": "2026-11-25T10:00:30Z" }));
    let sent = delivery(json!("sent"), json!({ "result": "sent", "did": "commented" }));
    let held = delivery(json!("held"), json!({ "result": "held", "why": "401" }));
    let view = |delivery: &Value| (200, json!({ "systems": [], "deliveries": [delivery] }));
    let (url, task) = server(vec![
        (200, json!({ "seq": 9 })),
        (200, json!({ "seq": 9 })),
        view(&waiting),
        view(&sent),
        (200, json!({ "seq": 9 })),
        view(&held),
        view(&held),
    ]);
    let desk = Desk::new().set("HOLDPOINT_SERVER", &url).set("HOLDPOINT_API_TOKEN", "hpt_canary");
    let send = ["ticket", "send", "--launch", "LCH-1", "--system", "jira", "--reference", "OPS-12"];
    desk.run(send).code(0).says(&["asked for: OPS-12 in jira"]);
    desk.run(send.into_iter().chain(["--wait", "1m"])).code(0).says(&["OPS-12 in jira: sent: commented"]);
    desk.run(send.into_iter().chain(["--wait", "1m"])).code(1).says(&["refused, waits for a person: 401"]);
    desk.run(["ticket", "list", "--launch", "LCH-1"]).code(1).says(&["refused, waits for a person"]);
    let asked = task.join().unwrap();
    assert!(asked[0].starts_with("POST /api/launches/LCH-1/deliveries ") && asked[0].contains("idempotency-key: "), "{}", asked[0]);
    assert!(asked[0].ends_with("{\"system\":\"jira\",\"reference\":\"OPS-12\"}"), "{}", asked[0]);
}

#[test]
fn it_waits_for_its_own_delivery_through_a_restart_of_the_server() {
    let mut own = delivery(json!("sent"), json!({ "result": "sent", "did": "commented" }));
    let mut other = delivery(json!("held"), json!({ "result": "held", "why": "401" }));
    own["id"] = json!(8);
    other["to"]["reference"] = json!("OPS-13");
    let view = |deliveries: &[&Value]| (200, json!({ "systems": [], "deliveries": deliveries }));
    let (url, task) = server(vec![
        (200, json!({ "seq": 9 })),
        (503, json!({})),
        view(&[&own, &other]),
        (200, json!({ "seq": 9 })),
        view(&[&other]),
        (200, json!({ "seq": 9 })),
        (403, json!({})),
    ]);
    let desk = Desk::new().set("HOLDPOINT_SERVER", &url).set("HOLDPOINT_API_TOKEN", "hpt_canary");
    let send = ["ticket", "send", "--launch", "LCH-1", "--system", "jira", "--reference", "OPS-12", "--wait", "1m"];
    // It was asked for before: the place that is answered is that of another ticket's.
    desk.run(send).code(0).says(&["OPS-12 in jira: sent: commented"]);
    desk.run(send).code(2).says(&["asked for: OPS-12 in jira"]);
    desk.run(send).cannot_tell(&["status 403"]);
    task.join().unwrap();
}

#[test]
fn it_is_asked_for_again_as_the_same_one_while_the_server_is_away() {
    let (url, task) = server(vec![(503, json!({})), (502, json!({})), (200, json!({ "seq": 9 }))]);
    let desk = Desk::new().set("HOLDPOINT_SERVER", &url).set("HOLDPOINT_API_TOKEN", "hpt_canary");
    let ran = desk.run(["ticket", "send", "--launch", "LCH-1", "--system", "jira", "--reference", "OPS-12"]).code(0);
    assert_eq!(ran.err.matches("trying again").count(), 2, "{}", ran.err);
    let key = |text: &String| text.lines().find_map(|line| line.strip_prefix("idempotency-key: ").map(str::to_owned)).unwrap();
    let keys: Vec<String> = task.join().unwrap().iter().map(key).collect();
    assert_eq!(keys, [&*keys[0], &*keys[0], &*keys[0]]);
}

#[test]
fn a_refusal_is_told_and_could_not_tell() {
    let problem =
        json!({ "type": "/problems/bad-field", "title": "x", "status": 422, "detail": "no ticket system of this name; it has: jira" });
    let (url, task) = server(vec![(422, problem)]);
    let desk = Desk::new().set("HOLDPOINT_SERVER", &url).set("HOLDPOINT_API_TOKEN", "hpt_canary");
    let send = ["ticket", "send", "--launch", "LCH-1", "--system", "redmine", "--reference", "1"];
    desk.run(send).cannot_tell(&["no ticket system of this name"]);
    task.join().unwrap();
}

#[test]
fn a_time_to_wait_runs_forward_and_ends_before_anything_is_asked_for() {
    let desk = Desk::new().set("HOLDPOINT_SERVER", "http://127.0.0.1:9").set("HOLDPOINT_API_TOKEN", "hpt_canary");
    for (time, words) in [("--wait=-5m", "be negative"), ("--wait=9223372036854775807s", "7 days at most"), ("--wait=2", "90s, 10m or 1h")]
    {
        let ran = desk.run(["ticket", "send", "--launch", "LCH-1", "--system", "jira", "--reference", "OPS-12", time]).code(2);
        assert!(ran.err.contains(words), "{time}: {}", ran.err);
    }
}
