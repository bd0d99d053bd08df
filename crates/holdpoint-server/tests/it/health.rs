//! `GET /health`, `GET /metrics`: for machines that are not signed in.

use std::time::{Duration, Instant};

use holdpoint_emulator::Mode;
use serde_json::{Value, json};

use crate::app::{CANARY, Settings, TEMPLATE, TestApp};
use crate::client::Answer;
use crate::receiver::Receiver;

fn document(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap()
}

#[test]
fn health_tells_of_every_part_and_repeats_it_for_a_while() {
    let app = TestApp::start();
    let begun = Instant::now();
    let first = app.client().get("/health");
    let health = document(&first);
    assert_eq!(first.status, 200, "{health}");
    assert_eq!(first.header("content-type"), Some("application/json"));
    assert_eq!(health.as_object().unwrap().keys().collect::<Vec<_>>(), ["status", "services", "timestamp"]);
    assert_eq!(health["status"], "healthy");
    for (name, service) in health["services"].as_object().unwrap() {
        assert_eq!(service["status"], "healthy", "{name}");
        assert!(service["latencyMs"].as_u64().unwrap() < 5_000, "{name}");
    }
    let vendor = &health["services"]["emulator"];
    assert_eq!((&vendor["authenticated"], &vendor["rateLimitRemaining"]), (&json!(true), &json!(1_600)));
    assert!(health["services"]["database"].is_object());
    health["timestamp"].as_str().unwrap().parse::<holdpoint_domain::id::Timestamp>().unwrap();

    app.emulator.set(|vendor| vendor.mode = Mode::Unauthorized);
    let second = app.client().get("/health");
    if begun.elapsed() < Duration::from_secs(29) {
        assert_eq!(second.status, 200, "what was seen is repeated");
        assert_eq!(app.emulator.requests_to("/me").len(), 1, "so that asking here asks nobody else");
    }
}

#[test]
fn health_is_503_while_a_part_is_not_well() {
    let cases = [
        (Mode::Unauthorized, "unhealthy", json!(false)),
        (Mode::ServerError, "unhealthy", Value::Null),
        (Mode::RateLimited, "degraded", Value::Null),
        (Mode::Html, "degraded", Value::Null),
        (Mode::ManyHeaders, "unhealthy", Value::Null),
    ];
    for (mode, status, authenticated) in cases {
        let app = TestApp::start();
        app.emulator.set(|vendor| vendor.mode = mode);
        let answer = app.client().get("/health");
        let health = document(&answer);
        assert_eq!(answer.status, 503, "{mode:?}: {health}");
        assert_eq!(health["status"], status, "{mode:?}: {health}");
        let vendor = &health["services"]["emulator"];
        assert_eq!((&vendor["status"], &vendor["authenticated"]), (&json!(status), &authenticated), "{mode:?}: {health}");
        assert!(vendor["error"].as_str().unwrap().contains(' '), "{mode:?}: a sentence");
        assert_eq!(health["services"]["database"]["status"], "healthy");
        assert!(
            !answer.text().contains(CANARY) && !answer.text().contains(&app.emulator.base_url()),
            "{mode:?}: neither secret nor address"
        );
    }
    assert_eq!(crate::logs::failed_polls(), 0, "each poll is no error of its own");
}

#[test]
fn a_server_that_is_not_ready_is_no_error_with_each_poll() {
    let app = TestApp::start();
    assert_eq!(app.client().get("/ready").status, 200);
    // Told to stop, it goes on for what is under way.
    app.inside.as_ref().unwrap().stop.cancel();
    for _ in 0..3 {
        let answer = app.client().get("/ready");
        assert_eq!((answer.status, &document(&answer)["ready"]), (503, &json!(false)));
    }
    assert_eq!(crate::logs::failed_polls(), 0);
}

/// One check: that the vendor's own address answers.
const OWN: &str = r#"
format = 1
name = "own"
version = "1.0.0"
title = "Own"
summary = "For a test."
[[sections]]
id = "one"
title = "One"
[[sections.items]]
id = "a"
title = "A"
level = "must"
[[checks]]
id = "own.api"
title = "API"
ttl_minutes = 60
[checks.probe]
kind = "http"
target = "api"
path = "/v1/self"
authorize = true
[[checks.expect]]
fact = "status"
equals = 200
why = "{value}"
next = "Look."
"#;

#[test]
fn a_vendor_is_asked_what_its_launches_ask_and_never_without_a_token() {
    let (vendor, folder) = (Receiver::web(), tempfile::tempdir().unwrap());
    let token = folder.path().join("token");
    std::fs::write(&token, "another-vendors-token").unwrap();
    std::fs::write(folder.path().join("own.toml"), OWN).unwrap();
    let connection = |name: &str| format!("[[connections]]\nname = \"{name}\"\nbase_url = \"http://{}\"\n", vendor.address);
    let more = format!(
        "{}{}token = \"file:{}\"\n[templates]\ndir = {:?}\n",
        connection("public"),
        connection("other"),
        token.display(),
        folder.path()
    );
    let app = TestApp::configured(None, Settings { more, allow: vec![vendor.address.to_string()], ..Settings::default() });
    app.set_up("Ada").launch("own", Some("other"));
    let health = document(&app.client().get("/health"));
    assert_eq!(health["services"]["other"]["status"], "healthy", "{health}");
    assert_eq!(health["services"].get("public"), None, "{health}");
    assert_eq!(vendor.all().iter().map(|got| got.path.as_str()).collect::<Vec<_>>(), ["/v1/self"]);
}

#[test]
fn a_vendor_is_asked_once_though_the_first_check_takes_samples() {
    let (vendor, folder) = (Receiver::web(), tempfile::tempdir().unwrap());
    let token = folder.path().join("token");
    std::fs::write(&token, "another-vendors-token").unwrap();
    let (head, check) = OWN.split_at(OWN.find("[[checks]]").unwrap());
    let sampled = check.replace("own.api", "own.latency").replace("/v1/self", "/v1/slow\"\nsamples = 5\nmethod = \"GET");
    std::fs::write(folder.path().join("own.toml"), [head, &sampled, check].concat()).unwrap();
    let more = format!(
        "[[connections]]\nname = \"other\"\nbase_url = \"http://{}\"\ntoken = \"file:{}\"\n[templates]\ndir = {:?}\n",
        vendor.address,
        token.display(),
        folder.path()
    );
    let app = TestApp::configured(None, Settings { more, allow: vec![vendor.address.to_string()], ..Settings::default() });
    app.set_up("Ada").launch("own", Some("other"));
    let health = document(&app.client().get("/health"));
    assert_eq!(health["services"]["other"]["status"], "healthy", "{health}");
    assert_eq!(vendor.all().iter().map(|got| got.path.as_str()).collect::<Vec<_>>(), ["/v1/self"]);
}

#[test]
fn a_connection_that_is_called_as_a_part_of_the_server_is_told_beside_it() {
    let (vendor, folder) = (Receiver::web(), tempfile::tempdir().unwrap());
    let token = folder.path().join("token");
    std::fs::write(&token, "another-vendors-token").unwrap();
    std::fs::write(folder.path().join("own.toml"), OWN).unwrap();
    let connection = |name: &str| {
        format!("[[connections]]\nname = \"{name}\"\nbase_url = \"http://{}\"\ntoken = \"file:{}\"\n", vendor.address, token.display())
    };
    let connections = ["database", "files", "background"].map(connection).concat();
    let more = format!("{connections}[templates]\ndir = {:?}\n", folder.path());
    let app = TestApp::configured(None, Settings { more, allow: vec![vendor.address.to_string()], ..Settings::default() });
    let ada = app.set_up("Ada");
    for name in ["database", "files", "background"] {
        ada.launch("own", Some(name));
    }
    let health = document(&app.client().get("/health"));
    for name in ["database", "files", "background"] {
        let (ours, theirs) = (&health["services"][name], &health["services"][format!("connection:{name}")]);
        assert_eq!((ours.get("authenticated"), &theirs["authenticated"]), (None, &json!(true)), "{health}");
    }
}

async fn broken() {
    panic!("a defect")
}

#[test]
fn what_panics_in_the_background_is_begun_again_and_told_of() {
    let app = TestApp::start();
    let background = || {
        let answer = app.client().get("/health");
        (answer.status, document(&answer)["services"]["background"].take())
    };
    assert_eq!(background().1["status"], "healthy");
    {
        let _inside = app.runtime.enter();
        app.inside.as_ref().unwrap().loops.keep("broken", broken);
    }
    let mut asked = (0..1_200).map(|_| {
        std::thread::sleep(Duration::from_millis(50));
        background()
    });
    let (status, told) = asked.find(|(status, _)| *status != 200).unwrap();
    assert_eq!((status, &told["status"]), (503, &json!("degraded")), "{told}");
    assert!(told["error"].as_str().unwrap().contains(": broken; "), "{told}");
    let text = app.client().get("/metrics").text();
    let failures = |name: &str| {
        let begin = format!("holdpoint_loop_failures_total{{name=\"{name}\"}} ");
        text.lines().find_map(|line| line.strip_prefix(&begin)).unwrap().parse::<u64>().unwrap()
    };
    assert!(3 <= failures("broken"), "{text}");
    for name in ["files", "presence", "schedules", "templates"] {
        assert_eq!(failures(name), 0, "{name}");
    }
}

#[test]
fn metrics_count_without_naming_anybody() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, Some("emulator"));
    ada.post(&format!("/api/launches/{launch}/checks/service.health/runs"), json!({})).ok::<Value>();
    app.client().get("/api/launches").problem(401, "signed-out");
    let answer = app.client().get("/metrics");
    assert!(answer.header("content-type").unwrap().starts_with("application/openmetrics-text"));
    let text = answer.text();
    for line in [
        "holdpoint_launches 1",
        "holdpoint_live_streams 0",
        "holdpoint_http_requests_total{status=\"401\"} 1",
        "holdpoint_check_runs_total{verdict=\"",
        "# EOF",
    ] {
        assert!(text.lines().any(|known| known.starts_with(line)), "{line}:\n{text}");
    }
    for name in ["Ada", "LCH-", "Release 1", "emulator", CANARY] {
        assert!(!text.contains(name), "{name}:\n{text}");
    }
}
