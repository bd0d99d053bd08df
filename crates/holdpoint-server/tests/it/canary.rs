//! A secret that is planted, and then looked for everywhere: database, logs, events, streams, errors, exports.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD};
use holdpoint_emulator::Mode;
use holdpoint_emulator::raw::RawServer;
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

use crate::app::{CANARY, INTERCOM, Settings, TestApp};
use crate::client::Answer;
use crate::live::Live;
use crate::logs;

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// The secret as answers may give it back. Of base64 the digits that nothing around them changes.
pub fn forms() -> Vec<String> {
    let within = |before: &str| {
        let digits = BASE64_STANDARD_NO_PAD.encode(format!("{before}{CANARY}"));
        digits[(before.len() * 8).div_ceil(6)..(before.len() + CANARY.len()) * 8 / 6].to_owned()
    };
    vec![CANARY.into(), hex::encode(CANARY), hex::encode(CANARY).to_uppercase(), percent(CANARY), within(""), within("u"), within("u:")]
}

/// A server that repeats the token in every form, in headers and in its body.
fn echo() -> String {
    let (user, b64) = (BASE64_STANDARD.encode(format!("user:{CANARY}")), BASE64_STANDARD.encode(CANARY));
    let body = json!({
        "type": format!("admin {CANARY}"), "basic": user, "plain": b64, "hex": hex::encode(CANARY), "upper": hex::encode(CANARY).to_uppercase(),
        "url": percent(CANARY), "app": { "region": CANARY, "id_code": b64 },
    });
    let body = body.to_string();
    let headers =
        format!("x-request-id: {CANARY}\r\nlocation: https://x.example.com/?t={}\r\nx-ratelimit-limit: {user}\r\n", percent(CANARY));
    format!("HTTP/1.1 200 OK\r\n{headers}x-ratelimit-remaining: {CANARY}\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

/// With a connection `echo` to such a server beside the usual one.
fn planted() -> (TestApp, RawServer, TempDir) {
    let (keeper, folder) = (tokio::runtime::Runtime::new().unwrap(), tempfile::tempdir().unwrap());
    let server = keeper.block_on(RawServer::answering(echo())).unwrap();
    // The server's task goes on for as long as the process does.
    std::mem::forget(keeper);
    let token = folder.path().join("token");
    fs::write(&token, CANARY).unwrap();
    let url = server.url();
    let more = format!(
        "[[connections]]\nname = \"echo\"\nbase_url = {url:?}\napi_version = \"2.14\"\nhealth_url = \"{url}/health\"\ntoken = \"file:{}\"\n",
        token.display()
    );
    let settings = Settings { allow: vec![server.address().to_string()], more, ..Settings::default() };
    (TestApp::configured(None, settings), server, folder)
}

#[test]
fn a_planted_secret_is_found_nowhere() {
    let (mut app, server, _folder) = planted();
    let ada = app.set_up("Ada");
    let launches = ["emulator", "echo"].map(|connection| ada.launch(INTERCOM, Some(connection)));
    let mut answers: Vec<(String, Answer)> = Vec::new();
    for launch in &launches {
        for mode in [Mode::Ok, Mode::Echo, Mode::Unauthorized] {
            app.emulator.set(|vendor| vendor.mode = mode);
            for check in ["api.auth", "api.rate-limit", "app.health", "webhook.endpoint"] {
                let ran = ada.post(&format!("/api/launches/{launch}/checks/{check}/runs"), json!({}));
                let receipt = ran.ok::<Value>()["receipt"]["id"].as_str().unwrap().to_owned();
                answers.push((format!("{launch} {check}"), ran));
                for place in [String::new(), "/statement".into()] {
                    let path = format!("/api/launches/{launch}/receipts/{receipt}{place}");
                    answers.push((path.clone(), ada.get(&path)));
                }
            }
        }
        let sarif = json!({ "version": "2.1.0", "runs": [{ "tool": { "driver": { "name": "scanner" } }, "results": [{
            "ruleId": "token", "level": "error", "message": { "text": "a token" },
            "locations": [{ "physicalLocation": { "artifactLocation": { "uri": "src/a.rs" }, "region": { "startLine": 1, "snippet": { "text": CANARY } } } }],
        }] }] });
        let push = json!({ "format": "sarif", "name": "scan.sarif", "items": ["auth.no-token-in-source"], "content": sarif.to_string() });
        let (path, key) = (format!("/api/launches/{launch}/evidence"), Uuid::now_v7().to_string());
        let pushed = ada.call("POST", &path).with("idempotency-key", &key);
        answers.push(("push".into(), pushed.json(push).send()));
        answers.push(("report".into(), ada.post(&format!("/api/launches/{launch}/reports"), json!({}))));
        // Errors: what is refused is not repeated either.
        answers.push(("bad body".into(), ada.post(&format!("/api/launches/{launch}/checks/api.auth/runs"), json!({ "token": 1 }))));
        answers.push(("no such check".into(), ada.post(&format!("/api/launches/{launch}/checks/nothing/runs"), json!({}))));
        let paths = ["", "/events", "/gate", "/snapshot", "/report/html", "/report/json", "/report/tlog-proof"];
        answers.extend(paths.map(|path| (path.to_owned(), ada.get(&format!("/api/launches/{launch}{path}")))));
    }
    let paths = ["/health", "/metrics", "/api/connections", "/api/launches", "/api/trust.json", "/api/account/log", "/api/waivers"];
    answers.extend(paths.map(|path| (path.to_owned(), ada.get(path))));
    assert!(9 <= server.connections(), "it did repeat the token: {}", server.connections());
    let forms = forms();
    let clean = |about: &str, text: &str| {
        let found = forms.iter().find(|form| text.contains(form.as_str()));
        assert_eq!(found, None, "{about}: {text}");
    };
    for (about, answer) in &answers {
        clean(about, &answer.text());
        clean(about, &format!("{:?}", answer.headers));
    }
    let scrubbed = answers.iter().filter(|(_, answer)| answer.text().contains("[secret]")).count();
    assert!(10 < scrubbed, "and it was there to be found: {scrubbed}");
    for launch in &launches {
        let (mut live, last) = (Live::open(&app, &ada, launch, ("?after=0", "")), ada.seq(launch));
        loop {
            let (seq, event) = live.event();
            clean("the live stream", &event.to_string());
            if last <= seq {
                break;
            }
        }
    }
    app.stop();
    let mut looked_at = 0;
    search(&app.data(), &forms, &mut looked_at);
    assert!(100_000 < looked_at, "the database was looked at: {looked_at} bytes");
    let (bytes, lines) = logs::seen();
    assert!(10_000 < bytes, "the log was looked at: {bytes} bytes");
    assert!(lines.is_empty(), "{} lines of the log, the first: {}", lines.len(), lines[0]);
}

pub fn search(folder: &Path, forms: &[String], looked_at: &mut usize) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            search(&entry.path(), forms, looked_at);
            continue;
        }
        let bytes = fs::read(entry.path()).unwrap();
        *looked_at += bytes.len();
        for form in forms {
            let found = bytes.windows(form.len()).position(|window| window == form.as_bytes());
            assert_eq!(found, None, "{form} in {}", entry.path().display());
        }
    }
}
