//! Bad input is refused with a problem that names the field, and leaves nothing behind.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{TEMPLATE, TestApp};
use crate::client::Client;

const ITEM: &str = "readiness.owner";

/// Both count whatever was stored.
fn stored(client: &Client, launch: &str) -> (u64, usize) {
    (client.seq(launch), client.get("/api/launches").ok::<Value>().as_array().unwrap().len())
}

#[test]
fn a_command_of_the_wrong_shape_names_its_field() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let path = format!("/api/launches/{launch}/commands");
    let before = stored(&ada, &launch);
    let name = json!({ "type": "set_name", "name": "x" });
    let command = |command: Value| json!({ "basedOn": 1, "command": command });
    let link = |url: &str| {
        let kind = json!({ "type": "link", "url": url, "title": "Run" });
        let evidence = json!({ "id": Uuid::now_v7(), "kind": kind, "observedAt": "2026-01-01T00:00:00Z" });
        command(json!({ "type": "add_evidence", "item": ITEM, "evidence": evidence }))
    };
    let status = |status: &str| command(json!({ "type": "set_status", "item": ITEM, "status": status }));
    let comment = |text: String| command(json!({ "type": "comment", "item": ITEM, "comment": Uuid::now_v7(), "text": text }));
    let cases = [
        (command(json!({ "type": "launch_missiles" })), 422, "bad-field", "/command/type", "unknown command"),
        (command(json!({ "type": "checked", "receipt": {} })), 422, "bad-field", "/command/type", "an event is no command"),
        (command(json!({ "type": "set_name", "name": "x", "force": true })), 422, "bad-field", "/command/force", "unknown field"),
        (command(json!({ "type": "set_name" })), 422, "bad-field", "/command/name", "missing field"),
        (command(json!({ "type": "set_name", "name": 7 })), 422, "bad-field", "/command", "a number for a text"),
        (command(json!([])), 422, "bad-field", "/command", "a list for a command"),
        (json!({ "basedOn": 1, "command": name, "by": "somebody" }), 422, "bad-field", "/by", "who sends is not the body's to say"),
        (json!({ "basedOn": "1", "command": name }), 422, "bad-field", "/basedOn", "a text for a number"),
        (json!({ "basedOn": -1, "command": name }), 422, "bad-field", "/basedOn", "under zero"),
        (json!({ "basedOn": 1.5, "command": name }), 422, "bad-field", "/basedOn", "between two places"),
        (json!({ "basedOn": 1 }), 422, "bad-field", "/command", "no command"),
        (json!({ "command": name }), 422, "bad-field", "/basedOn", "no place"),
        (json!([]), 422, "bad-field", "", "a list"),
        (Value::Null, 422, "bad-field", "", "nothing"),
        (command(json!({ "type": "set_status", "item": "UPPER", "status": "done" })), 422, "bad-field", "/command/item", "malformed item"),
        (command(json!({ "type": "set_status", "item": "no.such", "status": "done" })), 404, "no-such-item", "/command/item", "item"),
        (command(json!({ "type": "set_due", "item": ITEM, "due": "2026-02-30" })), 422, "bad-field", "/command", "no such day"),
        (status("finished"), 422, "bad-field", "/command", "no such status"),
        (status("waived"), 422, "bad-field", "/command/status", "waived by an approved waiver only"),
        (status("not_applicable"), 422, "bad-field", "/command/justification", "why?"),
        (link("http://ci.example.com"), 422, "bad-field", "/command/evidence/kind/url", "not secure"),
        (link("javascript:alert(1)"), 422, "bad-field", "/command/evidence/kind/url", "a script"),
        (link("data:text/html,x"), 422, "bad-field", "/command/evidence/kind/url", "a page"),
        (comment(String::new()), 422, "bad-field", "/command/text", "empty"),
        (comment("x".repeat(10_001)), 422, "bad-field", "/command/text", "one over the line"),
        (comment("\u{1b}[2J".into()), 422, "bad-field", "/command/text", "a terminal's control"),
        (command(json!({ "type": "set_name", "name": "a\nb" })), 422, "bad-field", "/command/name", "two lines"),
        (command(json!({ "type": "set_connection", "connection": "nowhere" })), 422, "bad-field", "/command/connection", "unknown"),
    ];
    for (body, status, kind, pointer, about) in cases {
        let answer = ada.call("POST", &path).with("idempotency-key", &Uuid::now_v7().to_string()).json(body).send();
        let problem = answer.problem(status, kind);
        assert_eq!(problem.pointer.as_deref(), Some(pointer), "{about}: {}", problem.detail);
    }
    assert_eq!(stored(&ada, &launch), before);
}

/// A page of another build may send it, while replicas are replaced one by one: it has words for that.
#[test]
fn what_only_another_build_knows_has_a_case_of_its_own() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let path = format!("/api/launches/{launch}/commands");
    let cases = [
        (json!({ "type": "launch_missiles" }), Some("shape")),
        (json!({ "type": "set_name", "name": "x", "force": true }), Some("shape")),
        (json!({ "type": "set_name" }), Some("shape")),
        (json!({ "type": "set_name", "name": 7 }), None),
        (json!({ "type": "set_name", "name": "a\nb" }), None),
    ];
    for (command, case) in cases {
        let body = json!({ "basedOn": 1, "command": command });
        let answer = ada.call("POST", &path).with("idempotency-key", &Uuid::now_v7().to_string()).json(body).send();
        assert_eq!(answer.problem(422, "bad-field").case.as_deref(), case, "{command}");
    }
    assert_eq!(ada.post("/api/account/nothing/begin", json!({})).problem(404, "not-found").case.as_deref(), Some("address"));
}

#[test]
fn a_body_that_is_no_json_is_told_why() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let path = format!("/api/launches/{launch}/commands");
    let before = stored(&ada, &launch);
    let good = json!({ "basedOn": 1, "command": { "type": "set_name", "name": "x" } }).to_string();
    let deep = |open: &str, close: &str| format!("{{\"basedOn\":1,\"command\":{{\"x\":{}{}}}}}", open.repeat(10_000), close.repeat(10_000));
    let cases = [
        (Vec::new(), 400, "not-json", "empty"),
        (good.as_bytes()[..good.len() - 2].to_vec(), 400, "not-json", "truncated"),
        (format!("{good} x").into_bytes(), 400, "not-json", "trailing garbage"),
        (format!("{good}{good}").into_bytes(), 400, "not-json", "twice"),
        (format!("\u{feff}{good}").into_bytes(), 400, "not-json", "a byte-order mark"),
        (good.replace('x', "\u{0}").into_bytes(), 400, "not-json", "a raw NUL in a text"),
        (good.replace("\"x\"", "\"\\ud800\"").into_bytes(), 400, "not-json", "half a character"),
        (good.replace('1', "NaN").into_bytes(), 400, "not-json", "no number"),
        (good.replace('x', "\u{ff}").chars().map(|c| c as u8).collect(), 400, "not-json", "Latin-1"),
        (deep("[", "]").into_bytes(), 400, "not-json", "10,000 lists deep"),
        (deep("{\"type\":", "}").into_bytes(), 400, "not-json", "10,000 objects deep, truncated"),
        (good.replacen("\"basedOn\":1", "\"basedOn\":1,\"basedOn\":2", 1).into_bytes(), 422, "bad-field", "the same field twice"),
        (good.replace('x', &"x".repeat(256 * 1024)).into_bytes(), 413, "too-large", "over the limit"),
        (vec![b' '; 3 * 1024 * 1024], 413, "too-large", "far over the limit: the answer can be read all the same"),
    ];
    for (body, status, kind, about) in cases {
        let answer = ada.call("POST", &path).with("idempotency-key", &Uuid::now_v7().to_string()).bytes(body).send();
        assert_eq!(answer.status, status, "{about}: {}", answer.text());
        answer.problem(status, kind);
    }
    assert_eq!(stored(&ada, &launch), before);
}

#[test]
fn a_malformed_address_is_refused_and_an_unknown_one_not_found() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, Some("emulator"));
    let cases = [
        ("/api/launches/lch-1", 400, "bad-address"),
        ("/api/launches/LCH-0", 400, "bad-address"),
        ("/api/launches/LCH-01", 400, "bad-address"),
        ("/api/launches/LCH-4294967296", 400, "bad-address"),
        ("/api/launches/1", 400, "bad-address"),
        ("/api/launches/%00", 400, "bad-address"),
        ("/api/launches/%ff", 400, "bad-address"),
        ("/api/launches/LCH-999", 404, "not-found"),
        ("/api/launches/LCH-999/events", 404, "not-found"),
        ("/api/launches/LCH-999/live", 404, "not-found"),
        ("/api/launches/LCH-999/gate", 404, "not-found"),
        ("/api/launches/LCH-999/snapshot", 404, "not-found"),
        ("/api/launches/LCH-999/report/html", 404, "not-found"),
        ("/api/launches/LCH-1/report/html", 404, "not-found"),
        ("/api/launches/LCH-1/events?after=-1", 400, "bad-cursor"),
        ("/api/launches/LCH-1/events?after=x", 400, "bad-cursor"),
        ("/api/launches/LCH-1/events?after=1.5", 400, "bad-cursor"),
        ("/api/launches/LCH-1/events?after=", 400, "bad-cursor"),
        ("/api/launches/LCH-1/events?after=99999999999999999999", 400, "bad-cursor"),
        ("/api/launches/LCH-1/events?before=1", 400, "bad-cursor"),
        ("/api/launches/LCH-1/live?after=x", 400, "bad-cursor"),
        ("/api/launches/LCH-1/live?after=99", 400, "bad-cursor"),
        ("/api/launches/LCH-1/consistency", 400, "bad-range"),
        ("/api/launches/LCH-1/consistency?from=1", 400, "bad-range"),
        ("/api/launches/LCH-1/consistency?from=x&to=2", 400, "bad-range"),
        ("/api/launches/LCH-1/consistency?from=-1&to=2", 400, "bad-range"),
        ("/api/launches/LCH-1/consistency?from=1&to=99999999999999999999", 400, "bad-range"),
        ("/api/launches/LCH-1/consistency?from=1&to=2&at=3", 400, "bad-range"),
        ("/api/launches/LCH-1/consistency?from=0&to=2", 400, "bad-range"),
        ("/api/launches/LCH-1/consistency?from=2&to=1", 400, "bad-range"),
        ("/api/launches/LCH-1/consistency?from=1&to=99", 400, "bad-range"),
        ("/api/launches/LCH-999/consistency?from=1&to=2", 404, "not-found"),
        ("/api/templates/UPPER", 400, "bad-address"),
        ("/api/templates/no-such", 404, "not-found"),
        ("/api/templates/UPPER/versions", 400, "bad-address"),
        ("/api/templates/no-such/versions", 404, "not-found"),
        ("/api/templates/no-such/versions/1.0.0", 404, "not-found"),
        ("/api/templates/service-launch/versions/%ff", 400, "bad-address"),
        ("/api/templates/service-launch/versions/0.0.1", 404, "not-found"),
        ("/api/templates/service-launch/versions/latest", 404, "not-found"),
        ("/api/nothing", 404, "not-found"),
        ("/api/", 404, "not-found"),
        ("/api", 404, "not-found"),
    ];
    assert_eq!(launch, "LCH-1");
    for (path, status, kind) in cases {
        let answer = ada.get(path);
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
        answer.problem(status, kind);
    }
    let live = ada.call("GET", "/api/launches/LCH-1/live").with("last-event-id", "x").send();
    live.problem(400, "bad-cursor");
    let runs = [("UPPER", 400, "bad-address"), ("%2e%2e", 400, "bad-address"), ("no-such", 404, "not-found")];
    for (check, status, kind) in runs {
        ada.post(&format!("/api/launches/LCH-1/checks/{check}/runs"), json!({})).problem(status, kind);
    }
    assert_eq!(ada.events("LCH-1", 1_000_000), Vec::<Value>::new(), "behind the last event there is nothing yet");
}

#[test]
fn a_command_has_an_id_of_one_spelling() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let commands = format!("/api/launches/{launch}/commands");
    let before = stored(&ada, &launch);
    let command = json!({ "basedOn": 1, "command": { "type": "set_name", "name": "x" } });
    let new = json!({ "name": "x", "template": TEMPLATE });
    let id = "019a0000-0000-7000-8000-00000000000a";
    let keys = [
        None,
        Some(""),
        Some("1"),
        Some("not-a-uuid"),
        Some(&*id.to_uppercase()),
        Some(&*format!("{{{id}}}")),
        Some(&*id.replace('-', "")),
    ]
    .map(|key| key.map(str::to_owned));
    for key in keys {
        for (path, body) in [(commands.as_str(), &command), ("/api/launches", &new)] {
            let call = ada.call("POST", path).json(body.clone());
            let call = match &key {
                Some(key) => call.with("idempotency-key", key),
                None => call,
            };
            let problem = call.send().problem(400, "bad-id");
            let told = "the header Idempotency-Key holds the command's id, a new UUID for each command: ";
            assert!(problem.detail.starts_with(told), "{key:?}: {}", problem.detail);
        }
    }
    assert_eq!(stored(&ada, &launch), before);
}

#[test]
fn other_bodies_are_as_strict() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, Some("emulator"));
    let before = stored(&ada, &launch);
    let at = |rest: &str| format!("/api/launches/{launch}/{rest}");
    let approval = json!({ "id": Uuid::now_v7(), "snapshot": "sha256:00", "revision": 1, "role": "approver", "password": "x" });
    let cases = [
        (at("checks/service.health/runs"), json!({ "url": "http://169.254.169.254/" }), "/url", "where to ask is not the request's to say"),
        (at("checks/service.health/runs"), json!({ "connection": "emulator" }), "/connection", "nor through what"),
        (at("reports"), json!({ "decision": "go" }), "/decision", "nor what comes out"),
        (at("approvals"), approval, "/snapshot", "no digest"),
        ("/api/invites".into(), json!({ "name": "Eve" }), "/name", "unknown field"),
        ("/api/session".into(), json!({ "name": ["Ada"], "password": "x" }), "/name", "a list for a text"),
    ];
    for (path, body, pointer, about) in cases {
        let problem = ada.post(&path, body).problem(422, "bad-field");
        assert_eq!(problem.pointer.as_deref(), Some(pointer), "{about}: {}", problem.detail);
    }
    assert_eq!(stored(&ada, &launch), before);
    assert_eq!(app.emulator.requests(), [], "nobody was asked");
}
