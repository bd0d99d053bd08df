//! `POST /api/launches/{id}/checks/{check}/runs`: the server asks, and the secret stays with it.

use std::fs;
use std::path::Path;
use std::time::Instant;

use holdpoint_emulator::{Health, Indicator, Mode, Vendor};
use serde_json::{Value, json};

use crate::app::{CANARY, INTERCOM, Settings, TEMPLATE, TestApp};
use crate::client::{Answer, Client};

fn run(client: &Client, launch: &str, check: &str) -> Answer {
    client.post(&format!("/api/launches/{launch}/checks/{check}/runs"), json!({}))
}

#[test]
fn a_receipt_tells_what_was_asked_and_seen() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, Some("emulator"));
    let ran: Value = run(&ada, &launch, "api.rate-limit").ok();
    let receipt = &ran["receipt"];
    assert_eq!(receipt["verdict"], "pass");
    assert_eq!((&receipt["check"], &receipt["connection"]), (&json!("api.rate-limit"), &json!("emulator")));
    assert_eq!(receipt["ranBy"], ada.me()["id"]);
    let finding = &receipt["findings"][0];
    assert_eq!(finding["fact"], "ratio:x-ratelimit-remaining/x-ratelimit-limit");
    assert!(finding["value"].as_f64().unwrap() > 0.9);
    assert_eq!(receipt["facts"]["status"].as_f64(), Some(200.0));
    let request = &receipt["requests"][0];
    assert_eq!((&request["method"], &request["status"]), (&json!("GET"), &json!(200)));
    assert_eq!(request["url"], format!("{}/me", app.emulator.base_url()));
    assert_eq!(request["allowedByOperator"], true);
    assert_eq!(request["headers"]["intercom-version"], "2.14");
    let authorization = request["headers"]["authorization"].as_str().unwrap();
    assert!(authorization.starts_with("Bearer {file:/") && authorization.ends_with("/token}"), "{authorization}");
    assert_eq!(app.emulator.requests_to("/me")[0].headers["authorization"], format!("Bearer {CANARY}"));

    let view = ada.view(&launch);
    assert_eq!(view["receipts"]["api.rate-limit"], *receipt);
    assert_eq!(view["seq"], ran["seq"]);
    let last = ada.events(&launch, ran["seq"].as_u64().unwrap() - 1).remove(0);
    assert_eq!((&last["event"]["type"], &last["event"]["receipt"]), (&json!("checked"), receipt));
    assert_eq!(last.get("command"), None, "no command asked for it");
}

/// A key in an address is the operator's, and who reads the address can tell where it goes all the same.
#[test]
fn the_query_of_an_address_is_told_to_nobody() {
    let keyed = "[[connections]]\nname = \"keyed\"\nwebhook_url = \"https://support.example.com/hook?key=hunter2\"\n\
                 health_url = \"https://support.example.com/health?key=hunter2\"\nwebhook_secret = \"env:NONE\"\nwebhook_deliveries = true\n";
    let app = TestApp::configured(None, Settings { more: keyed.into(), ..Settings::default() });
    let ada = app.set_up("Ada");
    let views: Value = ada.get("/api/connections").ok();
    let keyed = views.as_array().unwrap().iter().find(|view| view["name"] == "keyed").unwrap();
    let shown = "https://support.example.com/hook?…";
    assert_eq!((&keyed["webhookUrl"], &keyed["healthUrl"]), (&json!(shown), &json!("https://support.example.com/health?…")));
    let launch = ada.launch(INTERCOM, Some("keyed"));
    let path = format!("/api/launches/{launch}/checks/webhook.signature/runs");
    let detail = ada.post(&path, json!({ "deliverTo": "https://hooks.example.com/before" })).problem(409, "delivers-elsewhere").detail;
    assert!(detail.contains(shown) && !detail.contains("hunter2"), "{detail}");
    let ran: Value = ada.post(&path, json!({ "deliverTo": shown })).ok();
    assert_eq!(ran["receipt"]["verdict"], "unknown", "its secret cannot be read, so nothing is sent: {ran}");
}

/// Whoever runs a check that may leave something behind read where it goes: nothing goes elsewhere.
#[test]
fn deliveries_go_where_somebody_read_that_they_go() {
    let app = TestApp::configured(None, Settings { more: "webhook_deliveries = true\n".into(), ..Settings::default() });
    let ada = app.set_up("Ada");
    let launch = ada.launch(INTERCOM, Some("emulator"));
    assert_eq!(ada.get("/api/connections").ok::<Value>()[0]["webhookDeliveries"], true);
    let path = format!("/api/launches/{launch}/checks/webhook.signature/runs");
    let read = "https://hooks.example.com/before";
    let problem = ada.post(&path, json!({ "deliverTo": read })).problem(409, "delivers-elsewhere");
    let detail = problem.detail;
    assert!(detail.contains(read) && detail.contains(&app.emulator.webhook_url()), "{detail}");
    assert!(app.emulator.requests_to("/webhook").is_empty());
    let ran: Value = ada.post(&path, json!({ "deliverTo": app.emulator.webhook_url() })).ok();
    assert_ne!(ran["receipt"]["verdict"], "unknown");
    assert!(!app.emulator.requests_to("/webhook").is_empty());
    ada.post(&path, json!({ "deliverto": read })).problem(422, "bad-field");
}

#[test]
fn verdicts_follow_what_the_vendor_does() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, Some("emulator"));
    type Change = fn(&mut Vendor);
    let cases: [(&str, Change, &str, &str); 16] = [
        ("api.auth", |_| (), "warn", "a stand-in's host shows nothing about the region"),
        ("api.auth", |vendor| vendor.mode = Mode::Unauthorized, "fail", "401"),
        ("api.auth", |vendor| vendor.token = "another".into(), "fail", "the token was replaced"),
        ("api.auth", |vendor| vendor.mode = Mode::RateLimited, "fail", "429 is not 200"),
        ("api.auth", |vendor| vendor.mode = Mode::ServerError, "fail", "503"),
        ("api.auth", |vendor| vendor.mode = Mode::Html, "unknown", "a page of HTML"),
        ("api.auth", |vendor| vendor.mode = Mode::DeepJson, "unknown", "JSON of 100,000 levels"),
        ("api.auth", |vendor| vendor.mode = Mode::ManyHeaders, "unknown", "no acceptable HTTP"),
        ("api.rate-limit", |vendor| vendor.remaining = 250, "warn", "under a fifth"),
        ("api.rate-limit", |vendor| vendor.remaining = 100, "fail", "under a tenth"),
        ("api.rate-limit", |vendor| vendor.limit = None, "unknown", "absent headers say nothing"),
        ("vendor.status", |_| (), "pass", "no incident"),
        ("vendor.status", |vendor| vendor.indicator = Indicator::Minor, "warn", "a minor incident"),
        ("vendor.status", |vendor| vendor.indicator = Indicator::Critical, "fail", "a critical incident"),
        ("webhook.endpoint", |_| (), "warn", "plain http"),
        ("app.health", |vendor| vendor.health = Health::Unhealthy, "fail", "it says so itself"),
    ];
    let usual = app.emulator.vendor();
    for (check, change, verdict, about) in cases {
        app.emulator.set(change);
        let ran: Value = run(&ada, &launch, check).ok();
        let receipt = &ran["receipt"];
        assert_eq!(receipt["verdict"], verdict, "{check}, {about}: {}", receipt["why"]);
        assert_eq!(receipt["next"].is_null(), verdict == "pass", "{about}: what to do is said");
        app.emulator.set(|vendor| *vendor = usual.clone());
    }
    app.emulator.set(|vendor| vendor.mode = Mode::Redirect);
    run(&ada, &launch, "api.auth").ok::<Value>();
    assert_eq!(app.emulator.requests_to("/elsewhere"), [], "a token does not follow a redirect");
}

#[test]
fn a_vendor_that_hangs_is_unknown_and_holds_nobody_up() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, Some("emulator"));
    app.emulator.set(|vendor| vendor.mode = Mode::Hang);
    std::thread::scope(|scope| {
        let hanging = scope.spawn(|| run(&ada, &launch, "api.auth").ok::<Value>());
        while app.emulator.requests_to("/me").is_empty() {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        ada.must(&launch, json!({ "type": "set_name", "name": "Meanwhile" }));
        assert_eq!(run(&ada, &launch, "vendor.status").ok::<Value>()["receipt"]["verdict"], "pass");
        assert!(!hanging.is_finished());
        let receipt = hanging.join().unwrap()["receipt"].take();
        assert_eq!((&receipt["verdict"], &receipt["failure"]), (&json!("unknown"), &json!("timed_out")));
    });
}

#[test]
fn where_to_ask_is_the_operators_to_say() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, None);
    let problem = run(&ada, &launch, "api.auth").problem(409, "no-connection");
    assert!(problem.detail.contains("choose one"), "{}", problem.detail);
    let path = format!("/api/launches/{launch}/checks/api.auth/runs");
    for field in ["connection", "url", "base_url", "token", "headers", "verdict"] {
        let problem = ada.post(&path, json!({ field: "x" })).problem(422, "bad-field");
        assert_eq!(problem.pointer.as_deref(), Some(&*format!("/{field}")));
    }
    app.client().post(&path, json!({})).problem(401, "signed-out");
    assert_eq!(app.emulator.requests(), []);
    ada.must(&launch, json!({ "type": "set_connection", "connection": "emulator" }));
    assert_eq!(run(&ada, &launch, "api.rate-limit").ok::<Value>()["receipt"]["verdict"], "pass");
    app.lose_token();
    let receipt = run(&ada, &launch, "api.rate-limit").ok::<Value>()["receipt"].take();
    assert_eq!((&receipt["verdict"], &receipt["failure"]), (&json!("unknown"), &json!("not_configured")));
}

#[test]
fn the_proxy_is_no_load_generator() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, Some("emulator"));
    let at_once = |client: &Client| {
        // Until one is refused, however slow the machine: five more are permitted each second.
        let answers = || {
            let mut answers = Vec::new();
            while answers.last().is_none_or(|last: &Answer| last.status == 200) && answers.len() < 500 {
                answers.push(run(client, &launch, "vendor.status"));
            }
            answers
        };
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(answers)).collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
        })
    };
    let began = Instant::now();
    let answers = at_once(&ada);
    let most = 300 + 5 * (1 + began.elapsed().as_secs());
    let ran = answers.iter().filter(|answer| answer.status == 200).count();
    assert!((300..=most).contains(&(ran as u64)), "as many as a minute has, and what it gave back meanwhile: {ran}, and {most} at most");
    assert_eq!(app.emulator.requests_to("/api/v2/status.json").len(), ran, "nothing is asked beyond that");
    let refused = answers.iter().find(|answer| answer.status != 200).unwrap();
    let problem = refused.problem(429, "too-many-checks");
    let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait) && problem.detail.ends_with(&format!("try again in {wait} s")), "{}", problem.detail);
}

#[test]
fn the_token_appears_nowhere() {
    let (mut app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, Some("emulator"));
    let mut answers = Vec::new();
    for mode in [Mode::Ok, Mode::Echo, Mode::Unauthorized] {
        app.emulator.set(|vendor| vendor.mode = mode);
        for check in ["api.auth", "api.rate-limit", "webhook.endpoint"] {
            answers.push(run(&ada, &launch, check));
        }
    }
    assert!(app.emulator.requests().iter().any(|request| format!("{request:?}").contains(CANARY)), "the vendor did see it");
    answers.push(ada.post(&format!("/api/launches/{launch}/reports"), json!({})));
    let paths = ["", "/events", "/gate", "/snapshot", "/report/html", "/report/json", "/report/tlog-proof"];
    answers.extend(paths.map(|path| ada.get(&format!("/api/launches/{launch}{path}"))));
    answers.extend(["/health", "/metrics", "/api/connections", "/api/launches", "/api/trust.json"].map(|path| ada.get(path)));
    for (number, answer) in answers.iter().enumerate() {
        assert!([200, 503].contains(&answer.status), "{number}: {}", answer.text());
        assert!(!answer.text().contains(CANARY) && !format!("{:?}", answer.headers).contains(CANARY), "answer {number}");
    }
    let service = ada.launch(TEMPLATE, Some("emulator"));
    assert!(!ada.get(&format!("/api/launches/{service}")).text().contains(CANARY));

    app.stop();
    let mut looked_at = 0;
    search(&app.data(), &mut looked_at);
    assert!(100_000 < looked_at, "the database was looked at: {looked_at} bytes");
}

fn search(folder: &Path, looked_at: &mut usize) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            search(&entry.path(), looked_at);
            continue;
        }
        let bytes = fs::read(entry.path()).unwrap();
        *looked_at += bytes.len();
        let secrets = [CANARY, crate::app::PASSWORD, "emulator-client-secret"];
        for secret in secrets {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret} in {}", entry.path().display());
        }
    }
}
