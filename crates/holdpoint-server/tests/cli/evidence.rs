//! `holdpoint evidence push`: what is sent, and what is said. Against a real server: `tests/it/evidence.rs`.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::{Value, json};

use crate::Desk;
use crate::gate::answer;

/// What one request brought.
struct Asked {
    head: String,
    body: Value,
}

impl Asked {
    fn header(&self, name: &str) -> &str {
        let line = self.head.lines().find_map(|line| line.split_once(": ").filter(|(key, _)| key.eq_ignore_ascii_case(name)));
        line.map(|(_, value)| value).unwrap_or_default()
    }
}

/// Answers one request with a status and a body, and says what it was asked.
fn answer_once(status: u16, body: &Value) -> (String, JoinHandle<Asked>) {
    answer_after(|| {}, status, body)
}

/// The same, when something else is done.
fn answer_after(first: impl FnOnce() + Send + 'static, status: u16, body: &Value) -> (String, JoinHandle<Asked>) {
    let (listener, base) = listen();
    let body = body.clone();
    let serving = std::thread::spawn(move || {
        let (reader, asked) = heard(&listener);
        first();
        give(reader, status, &body);
        asked
    });
    (base, serving)
}

/// Hangs up once, answers with 503 once, and then as it should.
fn answer_at_last(body: &Value) -> (String, JoinHandle<[Asked; 3]>) {
    let (listener, base) = listen();
    let body = body.clone();
    let serving = std::thread::spawn(move || {
        let first = heard(&listener).1;
        let (reader, second) = heard(&listener);
        give(reader, 503, &json!("a proxy"));
        let (reader, third) = heard(&listener);
        give(reader, 200, &body);
        [first, second, third]
    });
    (base, serving)
}

fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    (listener, base)
}

fn heard(listener: &TcpListener) -> (BufReader<TcpStream>, Asked) {
    let (stream, _) = listener.accept().unwrap();
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert_ne!(reader.read_line(&mut head).unwrap(), 0, "{head}");
    }
    let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ").map(|text| text.parse().unwrap()));
    let mut bytes = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut bytes).unwrap();
    (reader, Asked { head, body: serde_json::from_slice(&bytes).unwrap() })
}

fn give(reader: BufReader<TcpStream>, status: u16, body: &Value) {
    let body = body.to_string();
    let head = format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close", body.len());
    reader.into_inner().write_all(format!("{head}\r\n\r\n{body}").as_bytes()).unwrap();
}

fn attached() -> Value {
    json!({ "seq": 7, "attached": ["a"], "digest": format!("sha256:{}", "0".repeat(64)) })
}

/// Pushes to a server that takes everything.
fn push(desk: &Desk, arguments: &[&str]) -> Asked {
    let (base, serving) = answer_once(200, &attached());
    let all = ["evidence", "push", "--launch", "LCH-1", "--item", "a", "--server", &base];
    desk.run(all.iter().chain(arguments)).code(0).says(&["attached to a", "LCH-1", "place 7"]);
    serving.join().unwrap()
}

/// What CI systems say of themselves must not reach the test from the one that runs it.
fn desk() -> Desk {
    let names =
        ["GITHUB_RUN_ID", "GITHUB_RUN_ATTEMPT", "GITHUB_JOB", "GITHUB_SERVER_URL", "CI_JOB_ID", "CI_JOB_URL", "BUILD_TAG", "BUILD_URL"];
    names.into_iter().fold(Desk::new().set("HOLDPOINT_API_TOKEN", "hpt_canary"), |desk, name| desk.set(name, ""))
}

#[test]
fn a_file_goes_by_its_digest_and_a_result_whole() {
    let desk = desk();
    desk.write("load.csv", "a,b");
    let asked = push(&desk, &["load.csv", "--digest-only", "--item", "b", "--title", "Load test"]);
    assert!(asked.head.starts_with("POST /api/launches/LCH-1/evidence HTTP/1.1\r\n"), "{}", asked.head);
    assert_eq!(asked.header("authorization"), "Bearer hpt_canary");
    let digest = holdpoint_domain::id::Digest::of(b"a,b");
    assert_eq!(asked.body, json!({ "items": ["a", "b"], "name": "load.csv", "title": "Load test", "digest": digest, "bytes": 3 }));
    desk.write("a.sarif", "{}");
    let asked = push(&desk, &["a.sarif", "--url", "https://ci.example.com/7"]);
    assert_eq!(
        asked.body,
        json!({ "items": ["a"], "format": "sarif", "name": "a.sarif", "url": "https://ci.example.com/7", "content": "{}" })
    );
    let asked = push(&desk, &["a.sarif", "--format", "file", "--digest-only"]);
    assert!(asked.body.get("content").is_none() && asked.body.get("format").is_none(), "{}", asked.body);
}

#[test]
fn a_push_waits_for_its_turn_longer_than_other_requests_for_an_answer() {
    let desk = desk();
    desk.write("a.sarif", "{}");
    let (base, serving) = answer_after(|| std::thread::sleep(Duration::from_secs(11)), 200, &attached());
    desk.run(["evidence", "push", "--launch", "LCH-1", "--item", "a", "--server", &base, "a.sarif"]).code(0).says(&["place 7"]);
    serving.join().unwrap();
}

#[test]
fn a_push_is_sent_again_as_the_same_one_while_the_server_is_away() {
    let desk = desk();
    desk.write("a.sarif", "{}");
    let commands: [&[&str]; 2] = [&["evidence", "push", "a.sarif"], &["scan", ".", "--push"]];
    for command in commands {
        let (base, serving) = answer_at_last(&attached());
        let ran =
            desk.run(command.iter().copied().chain(["--launch", "LCH-1", "--item", "a", "--server", &base])).code(0).says(&["place 7"]);
        assert_eq!(ran.err.matches("trying again").count(), 2, "{}", ran.err);
        let [first, second, third] = serving.join().unwrap();
        for again in [second, third] {
            assert_eq!(again.header("idempotency-key"), first.header("idempotency-key"), "{command:?}");
            assert_eq!(again.body, first.body, "{command:?}");
        }
    }
}

fn upload(offset: u64) -> Value {
    json!({
        "id": "00000000-0000-0000-0000-000000000001", "name": "load.csv", "media": "text/csv", "bytes": 3, "offset": offset,
        "expiresAt": "2026-11-25T10:00:00Z",
    })
}

#[test]
fn an_upload_goes_on_where_the_server_has_come_to_before_it_failed() {
    let desk = desk();
    desk.write("load.csv", "a,b");
    let mut whole = upload(3);
    whole["digest"] = json!(format!("sha256:{}", "0".repeat(64)));
    let answers =
        vec![(200, upload(0)), (500, json!({})), (200, upload(1)), (507, json!({})), (200, upload(1)), (200, whole), (200, attached())];
    let (base, serving) = answer(answers);
    let push = ["evidence", "push", "--launch", "LCH-1", "--item", "a", "--server", &base, "load.csv"];
    let ran = desk.run(push).code(0).says(&["place 7"]);
    assert_eq!(ran.err.matches("trying again").count(), 2, "{}", ran.err);
    let heads: Vec<String> = serving.join().unwrap().iter().map(|head| head.to_lowercase()).collect();
    let offsets = heads.iter().filter_map(|head| head.lines().find_map(|line| line.strip_prefix("upload-offset: ")));
    assert_eq!(offsets.collect::<Vec<_>>(), ["0", "1", "1"]);
}

#[test]
fn a_file_that_becomes_shorter_while_it_is_read_is_no_evidence() {
    let desk = desk();
    let path = desk.write("load.csv", "a,b");
    let (base, serving) = answer_after(move || std::fs::write(path, "").unwrap(), 200, &upload(0));
    let all = ["evidence", "push", "--launch", "LCH-1", "--item", "a", "--server", &base, "load.csv"];
    desk.run(all).cannot_tell(&["load.csv", "became shorter"]);
    serving.join().unwrap();
}

#[test]
fn the_same_file_of_the_same_job_has_the_same_id() {
    let desk = desk();
    let path = desk.write("a.sarif", "{}");
    let id = |desk: &Desk| push(desk, &["a.sarif"]).header("idempotency-key").to_owned();
    let first = id(&desk);
    assert_eq!(first.len(), 36);
    assert_eq!(id(&desk), first, "sent again");
    let changed = std::fs::File::options().append(true).open(&path).unwrap();
    changed.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
    let made_anew = id(&desk);
    assert_ne!(made_anew, first, "a scan that found the same");
    let desk = desk.set("GITHUB_RUN_ID", "8").set("GITHUB_SERVER_URL", "https://github.com").set("GITHUB_REPOSITORY", "o/r");
    assert_ne!(id(&desk), made_anew, "another job");
    assert_eq!(push(&desk, &["a.sarif"]).body["url"], "https://github.com/o/r/actions/runs/8");
}

#[test]
fn what_was_not_recorded_could_not_be_told() {
    let desk = desk();
    desk.write("a.sarif", "{}");
    desk.write("latin1.xml", b"<testsuite name='\xe4'/>");
    let push = ["evidence", "push", "--launch", "LCH-1", "--item", "a", "--wait", "0s", "--server"];
    let to = |base: &str, file: &str| desk.run(push.into_iter().chain([base, file]));
    let problem = json!({ "type": "/problems/x", "title": "X", "status": 422, "detail": "line 3 is \u{1b}[2J no good; mend it" });
    let (base, serving) = answer_once(422, &problem);
    let ran = to(&base, "a.sarif").cannot_tell(&["line 3 is", "mend it"]);
    assert!(!ran.err.contains('\u{1b}'), "{:?}", ran.err);
    serving.join().unwrap();
    let (base, serving) = answer_once(502, &json!("a proxy"));
    to(&base, "a.sarif").cannot_tell(&["cannot reach it (status 502)"]);
    serving.join().unwrap();
    let (base, serving) = answer_once(413, &json!("a proxy"));
    to(&base, "a.sarif").cannot_tell(&["status 413", "client_max_body_size"]);
    serving.join().unwrap();
    to("http://127.0.0.1:9", "a.sarif").cannot_tell(&["cannot be asked"]);
    to("nowhere", "a.sarif").cannot_tell(&["nowhere", "https://"]);
    to("http://127.0.0.1:9", "absent.sarif").cannot_tell(&["absent.sarif"]);
    to("http://127.0.0.1:9", ".").cannot_tell(&["no file"]);
    assert!(Command::new("mkfifo").arg(desk.path("pipe")).status().unwrap().success());
    to("http://127.0.0.1:9", "pipe").cannot_tell(&["pipe is no file"]);
    to("http://127.0.0.1:9", "latin1.xml").cannot_tell(&["not UTF-8 from byte 17"]);
    desk.write("huge.sarif", vec![b' '; 10 << 20]);
    to("http://127.0.0.1:9", "huge.sarif").cannot_tell(&["10 MiB", "--format file"]);
    let nameless = Desk::new();
    nameless.write("a.sarif", "{}");
    let all = ["evidence", "push", "--launch", "LCH-1", "--item", "a", "--server", "http://127.0.0.1:9", "a.sarif"];
    nameless.run(all).cannot_tell(&["API token", "HOLDPOINT_API_TOKEN"]);
}
