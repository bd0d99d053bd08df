//! `POST /api/launches/{id}/evidence`, and `holdpoint evidence push` and `scan --push` against it.

use std::io::Write as _;
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use holdpoint_domain::account::Scope;
use holdpoint_domain::id::Digest;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{INTERCOM, TEMPLATE, TestApp};
use crate::client::{Answer, Client};

const ITEM: &str = "auth.no-token-in-source";

fn sarif(results: &Value, invocation: &Value) -> String {
    let driver = json!({ "name": "gitleaks", "semanticVersion": "8.0.0", "rules": [] });
    json!({ "version": "2.1.0", "runs": [{ "tool": { "driver": driver }, "results": results, "invocations": [invocation] }] }).to_string()
}

fn clean() -> String {
    sarif(&json!([]), &json!({ "executionSuccessful": true }))
}

fn leak() -> String {
    let region = json!({ "startLine": 7, "snippet": { "text": "canary-secret" } });
    let place = json!({ "physicalLocation": { "artifactLocation": { "uri": "app.env" }, "region": region } });
    sarif(
        &json!([{ "ruleId": "generic-api-key", "message": { "text": "canary-secret" }, "locations": [place] }]),
        &json!({ "executionSuccessful": true }),
    )
}

fn result(item: &str, content: &str) -> Value {
    json!({ "items": [item], "format": "sarif", "name": "gitleaks.sarif", "url": "https://ci.example.com/run/7", "content": content })
}

fn push(client: &Client, launch: &str, body: Value) -> Answer {
    push_as(Uuid::now_v7(), client, launch, body)
}

fn push_as(id: Uuid, client: &Client, launch: &str, body: Value) -> Answer {
    client.call("POST", &format!("/api/launches/{launch}/evidence")).with("idempotency-key", &id.to_string()).json(body).send()
}

fn reasons(client: &Client, launch: &str, item: &str) -> Vec<String> {
    let gate: Value = client.get(&format!("/api/launches/{launch}/gate")).ok();
    let about = gate["reasons"].as_array().unwrap().iter().filter(|reason| reason["item"] == item);
    about.map(|reason| reason["kind"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_pushed_result_proves_an_item_and_a_failing_one_blocks_the_gate() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, Some("emulator"));
    ada.must(&launch, json!({ "type": "set_status", "item": ITEM, "status": "done" }));
    assert_eq!(reasons(&ada, &launch, ITEM), ["evidence_missing"]);

    let pushed: Value = push(&ada, &launch, result(ITEM, &clean())).ok();
    assert_eq!((&pushed["verdict"], &pushed["digest"]), (&json!("pass"), &json!(Digest::of(clean().as_bytes()))));
    let receipt = &pushed["receipts"][0];
    assert_eq!((&receipt["check"], &receipt["ranBy"]), (&json!("scan.tokens"), &ada.me()["id"]));
    assert_eq!(receipt.get("connection"), None, "nobody was asked");
    assert_eq!(receipt["facts"]["tool"], "gitleaks 8.0.0");
    assert_eq!(receipt["facts"]["file.digest"], pushed["digest"]);
    assert_eq!(receipt["facts"]["file.url"], "https://ci.example.com/run/7");
    assert_eq!(reasons(&ada, &launch, ITEM), [""; 0], "no connection makes it stale");
    assert_eq!(ada.view(&launch)["receipts"]["scan.tokens"], *receipt);

    let failing: Value = push(&ada, &launch, result(ITEM, &leak())).ok();
    assert_eq!(failing["verdict"], "fail");
    assert_eq!(failing["receipts"][0]["facts"]["first"], "generic-api-key at app.env:7");
    assert_eq!(reasons(&ada, &launch, ITEM), ["check_failing", "evidence_missing"]);
    for path in ["", "/events", "/snapshot"] {
        assert!(!ada.get(&format!("/api/launches/{launch}{path}")).text().contains("canary-secret"), "{path}");
    }
    let broken = sarif(&json!([]), &json!({ "executionSuccessful": false }));
    assert_eq!(push(&ada, &launch, result(ITEM, &broken)).ok::<Value>()["verdict"], "unknown");
    assert_eq!(reasons(&ada, &launch, ITEM), ["check_failing", "evidence_missing"], "who saw nothing has not seen the failure go");
    let view = ada.view(&launch);
    assert_eq!(view["receipts"]["scan.tokens"], failing["receipts"][0]);
    assert_eq!(view["unseen"]["scan.tokens"]["verdict"], "unknown");
    let whole: Value = push(&ada, &launch, result(ITEM, &clean())).ok();
    assert_eq!((&whole["verdict"], reasons(&ada, &launch, ITEM)), (&json!("pass"), vec![]));
    assert_eq!(ada.view(&launch).get("unseen"), None);

    let path = format!("/api/launches/{launch}/checks/scan.tokens/runs");
    let problem = ada.post(&path, json!({})).problem(409, "pushed-only");
    assert!(problem.detail.contains("evidence push"), "{}", problem.detail);
}

#[test]
fn who_pushes_slowly_holds_up_nobody_else() {
    let (app, ada) = TestApp::with_owner();
    let ben = app.invite(&ada, "Ben");
    let launch = ada.launch(INTERCOM, None);
    ada.admit(&launch, &ben, "contributor");
    let host = app.base.strip_prefix("http://").unwrap();
    let begin = |_| {
        let head = format!(
            "POST /api/launches/{launch}/evidence HTTP/1.1\r\nhost: {host}\r\norigin: {}\r\nx-holdpoint: 1\r\ncookie: {}\r\n\
             idempotency-key: {}\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{{",
            app.origin,
            ben.cookie().unwrap(),
            Uuid::now_v7()
        );
        let mut line = TcpStream::connect(host).unwrap();
        line.write_all(head.as_bytes()).unwrap();
        line
    };
    let lines: Vec<TcpStream> = (0..8).map(begin).collect();
    let bens = app.inside.as_ref().unwrap().pushing.of(ben.me()["id"].as_str().unwrap().parse().unwrap());
    let began = Instant::now();
    while bens.available_permits() != 0 {
        assert!(began.elapsed() < Duration::from_secs(60), "nobody reads them");
        std::thread::sleep(Duration::from_millis(5));
    }
    let began = Instant::now();
    push(&ada, &launch, result(ITEM, &clean())).ok::<Value>();
    // Far from the twenty seconds for which a push waits for its turn.
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
    drop(lines);
}

#[test]
fn an_old_result_is_stale_from_the_start() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, None);
    ada.must(&launch, json!({ "type": "set_status", "item": ITEM, "status": "done" }));
    let old = sarif(&json!([]), &json!({ "executionSuccessful": true, "endTimeUtc": "2026-01-01T00:00:00Z" }));
    let pushed: Value = push(&ada, &launch, result(ITEM, &old)).ok();
    assert_eq!(pushed["receipts"][0]["startedAt"], "2026-01-01T00:00:00Z");
    assert_eq!(reasons(&ada, &launch, ITEM), ["evidence_expired"]);
    let ahead = sarif(&json!([]), &json!({ "executionSuccessful": true, "endTimeUtc": "2099-01-01T00:00:00Z" }));
    let pushed: Value = push(&ada, &launch, result(ITEM, &ahead)).ok();
    assert!(pushed["receipts"][0]["startedAt"].as_str().unwrap() < "2099", "{pushed}");
}

#[test]
fn a_file_is_attached_and_not_judged() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let items: Vec<String> = ada.view(&launch)["items"].as_object().unwrap().keys().take(2).cloned().collect();
    let digest = Digest::of(b"a load test");
    let body = json!({ "items": items, "name": "load.csv", "title": "Load test", "digest": digest, "bytes": 11 });
    let pushed: Value = push(&ada, &launch, body).ok();
    assert_eq!((&pushed["attached"], pushed.get("verdict")), (&json!(items), None));
    let evidence = ada.view(&launch)["items"][&items[1]]["evidence"][0].take();
    assert_eq!(evidence["kind"], json!({ "type": "file", "name": "load.csv", "digest": digest, "bytes": 11, "title": "Load test" }));
    assert_eq!(evidence["by"], ada.me()["id"]);
    let snapshot: Value = ada.get(&format!("/api/launches/{launch}/snapshot")).ok();
    let item = snapshot["items"].as_array().unwrap().iter().find(|item| item["id"] == items[0]).unwrap();
    assert_eq!(item["evidence"][0]["resource"], json!({ "name": "Load test: load.csv (11 bytes)", "digest": { "sha256": digest.hex() } }));
}

#[test]
fn the_same_push_is_recorded_once() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, None);
    let id = Uuid::now_v7();
    let first: Value = push_as(id, &ada, &launch, result(ITEM, &leak())).ok();
    let seq = ada.seq(&launch);
    ada.must(&launch, json!({ "type": "set_name", "name": "Meanwhile" }));
    let again: Value = push_as(id, &ada, &launch, result(ITEM, &leak())).ok();
    assert_eq!(again, first, "answered as before");
    assert_eq!(ada.seq(&launch), seq + 1);
    let recorded = ada.events(&launch, seq - 1).remove(0);
    assert_eq!(recorded["command"], id.to_string());
    push_as(id, &ada, &launch, result(ITEM, &clean())).problem(422, "id-taken");
    let path = format!("/api/launches/{launch}/evidence");
    ada.post(&path, result(ITEM, &clean())).problem(400, "bad-id");
}

#[test]
fn only_who_works_in_the_launch_may_push() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, None);
    let [ben, cem, dan] = ["Ben", "Cem", "Dan"].map(|name| app.invite(&ada, name));
    ada.admit(&launch, &ben, "contributor");
    ada.admit(&launch, &cem, "viewer");
    push(&ben, &launch, result(ITEM, &clean())).ok::<Value>();
    push(&cem, &launch, result(ITEM, &clean())).problem(403, "role-needed");
    push(&dan, &launch, result(ITEM, &clean())).problem(404, "not-found");
    push(&dan, "LCH-99", result(ITEM, &clean())).problem(404, "not-found");
    push(&app.client(), &launch, result(ITEM, &clean())).problem(401, "signed-out");
    // Who may not push learns nothing of what is wrong with it.
    push(&dan, &launch, json!({})).problem(404, "not-found");
}

#[test]
fn what_cannot_be_recorded_is_refused_with_the_field() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, None);
    let seq = ada.seq(&launch);
    let with = |field: &str, value: Value| {
        let mut body = result(ITEM, &clean());
        body[field] = value;
        body
    };
    let laughs = "<!DOCTYPE x [<!ENTITY a \"b\">]><testsuite name=\"&a;\"/>";
    let junit = json!({ "items": ["api.error-handling"], "format": "junit", "name": "a.xml", "content": laughs });
    let file = json!({ "items": [ITEM], "name": "a", "bytes": 1 });
    let cases = [
        (with("items", json!([])), 422, "bad-field", "/items", "1 to 20"),
        (with("items", json!(["no.such"])), 404, "no-such-item", "/items/0", "no.such"),
        (with("items", json!([ITEM, "api.search"])), 422, "not-provable", "/items/1", "SARIF proves auth.no-token-in-source"),
        (with("format", json!("csv")), 422, "bad-field", "/format", "csv"),
        (with("format", json!("junit")), 422, "not-provable", "/items/0", "JUnit XML proves"),
        (with("name", json!("")), 422, "bad-field", "/name", "empty"),
        (with("name", json!("a\nb")), 422, "bad-field", "/name", "one line"),
        (with("url", json!("http://ci.example.com")), 422, "bad-field", "/url", "https"),
        (with("content", json!("{")), 422, "bad-field", "/content", "line 1, column 1"),
        (with("content", json!("{\"version\": \"2.1.0\", \"runs\": [{}]}")), 422, "bad-field", "/content", "runs[0]"),
        (with("content", Value::Null), 422, "bad-field", "/content", "missing"),
        (with("digest", json!(Digest::of(b""))), 422, "bad-field", "/digest", "leave it out"),
        (with("verdict", json!("pass")), 422, "bad-field", "/verdict", "unknown field"),
        (junit, 422, "bad-field", "/content", "DOCTYPE"),
        (file, 422, "bad-field", "/digest", "missing"),
    ];
    for (body, status, kind, pointer, says) in cases {
        let problem = push(&ada, &launch, body).problem(status, kind);
        assert_eq!(problem.pointer.as_deref(), Some(pointer), "{problem:?}");
        assert!(problem.detail.contains(says), "{says:?}: {}", problem.detail);
    }
    let path = format!("/api/launches/{launch}/evidence");
    let call = || ada.call("POST", &path).with("idempotency-key", &Uuid::now_v7().to_string());
    let problem = call().json(with("content", json!("x".repeat(10 << 20)))).send().problem(413, "too-large");
    assert!(problem.detail.contains("10240 KiB"), "{}", problem.detail);
    call().bytes(b"{\"name\": \"\xff\"}".to_vec()).send().problem(400, "not-json");
    assert_eq!(ada.seq(&launch), seq, "nothing was recorded");
    // Much more than a command may have is no fault here.
    push(&ada, &launch, with("content", json!(format!("{}{}", clean(), " ".repeat(2 << 20))))).ok::<Value>();
}

#[test]
fn the_command_line_pushes_files_and_scans() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, None);
    let made: Value = ada.post("/api/account/tokens", json!({ "name": "CI", "scopes": [Scope::EvidenceWrite], "days": 1 })).ok();
    let token = made["secret"].as_str().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(Path::join(folder.path(), name), text).unwrap();
    let run = |arguments: &[&str]| {
        let mut holdpoint = Command::new(env!("CARGO_BIN_EXE_holdpoint"));
        holdpoint.args(arguments).args(["--launch", &launch, "--server", &app.base]);
        let output = holdpoint.current_dir(folder.path()).env("HOLDPOINT_API_TOKEN", token).output().unwrap();
        let said = [output.stdout.as_slice(), &output.stderr].map(String::from_utf8_lossy).concat();
        (output.status.code().unwrap(), said)
    };
    write("clean.sarif", &clean());
    write("leak.json", &leak());
    let ran_at = |time: &str| sarif(&json!([]), &json!({ "executionSuccessful": true, "endTimeUtc": time }));
    write("old.sarif", &ran_at("2026-01-02T00:00:00Z"));
    write("older.sarif", &ran_at("2026-01-01T00:00:00Z"));
    write("junit.xml", "<testsuite><testcase name='a'><skipped/></testcase></testsuite>");
    write("load.csv", "a,b");
    let seq = ada.seq(&launch);
    let first = run(&["evidence", "push", "--item", ITEM, "clean.sarif"]);
    assert_eq!(first.0, 0, "{}", first.1);
    assert!(first.1.contains("pass") && first.1.contains("scan.tokens"), "{}", first.1);
    assert_eq!(run(&["evidence", "push", "--item", ITEM, "clean.sarif"]), first, "the same, answered as before");
    assert_eq!(ada.seq(&launch), seq + 1);
    let cases: &[(&[&str], i32, &str)] = &[
        (&["evidence", "push", "--item", ITEM, "old.sarif"], 2, "It is stale already"),
        (&["evidence", "push", "--item", ITEM, "leak.json"], 1, "generic-api-key at app.env:7"),
        (&["evidence", "push", "--item", ITEM, "older.sarif"], 2, "push the result of a new run"),
        (&["evidence", "push", "--item", "api.error-handling", "junit.xml"], 2, "none of its tests was run"),
        (&["evidence", "push", "--item", ITEM, "load.csv"], 0, "nothing of it was judged"),
        (&["evidence", "push", "--item", ITEM, "--format", "sarif", "load.csv"], 2, "line 1, column 1"),
        (&["evidence", "push", "--item", "api.search", "clean.sarif"], 2, "no check"),
        (&["evidence", "push", "--item", ITEM, "absent.sarif"], 2, "absent.sarif"),
        (&["scan", ".", "--push", "--item", ITEM], 0, "scan.tokens"),
    ];
    for (arguments, code, says) in cases {
        let (status, said) = run(arguments);
        assert_eq!(status, *code, "{arguments:?}: {said}");
        assert!(said.contains(says), "{arguments:?}: {said}");
    }
    assert_eq!(ada.view(&launch)["receipts"]["scan.tokens"]["verdict"], "pass");
    assert_eq!(ada.view(&launch)["receipts"]["scan.tokens"]["facts"]["tool"], format!("holdpoint scan {}", env!("CARGO_PKG_VERSION")));
    write("app.env", &format!("TOKEN={}{}", "hpt_", "0123456789abcdef".repeat(4)));
    let (status, said) = run(&["scan", ".", "--push", "--item", ITEM]);
    assert_eq!(status, 1, "{said}");
    let facts = &ada.view(&launch)["receipts"]["scan.tokens"]["facts"];
    assert_eq!((&facts["findings"], &facts["first"]), (&json!(1.0), &json!("holdpoint-api-token at app.env:1")));
    assert!(!ada.get(&format!("/api/launches/{launch}/events")).text().contains("0123456789abcdef0123"), "masked");
}
