//! Drills, tried with a client that is not ours: the npm package intercom-client, well configured and badly. And the answers of
//! drills, held against Intercom's own OpenAPI description by Prism, where that file is at hand.

use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::Request;

use crate::app::{INTERCOM, TestApp};
use crate::drills::Open;

/// `None` where it is not installed.
fn client(base: &str, how: &str) -> Option<Output> {
    let package = std::env::var_os("HOLDPOINT_INTERCOM_CLIENT").filter(|folder| Path::new(folder).exists());
    let Some(package) = package else {
        assert!(std::env::var_os("HOLDPOINT_REQUIRE_TOOLS").is_none(), "intercom-client is not here, and all tools are required");
        println!("skipped: drills with intercom-client (HOLDPOINT_INTERCOM_CLIENT is not set; `cargo xtask test` sets it)");
        return None;
    };
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/tools/intercom-client.mjs");
    Some(Command::new("node").arg(script).arg(package).args([base, how]).output().unwrap())
}

/// Check, verdict and why, of those that were judged.
fn said(view: &Value) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let judged = view["checks"].as_array().unwrap().iter().filter(|check| check["judgement"].is_object());
    judged.map(|check| (text(&check["check"]), text(&check["judgement"]["verdict"]), text(&check["judgement"]["why"]))).collect()
}

#[test]
fn the_official_client_passes_when_it_is_well_configured() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, None);
    for how in ["well", "plain"] {
        let open = Open::of(&ada, &launch, json!({ "hangSeconds": 20 }));
        let Some(output) = client(&open.base, how) else { return };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let closed = open.close();
        let said = said(&closed);
        assert_eq!(said.len(), 6, "{closed}");
        for (check, verdict, why) in said {
            // The library alone does not ask again after a connection that broke: a warning, with what to do.
            let expected = if how == "plain" && check == "drill.server-errors" { "warn" } else { "pass" };
            assert_eq!(verdict, expected, "{how}: {check}: {why}: {}", closed["traffic"]);
        }
        assert!(!closed.to_string().contains("canary"));
    }
}

#[test]
fn the_official_client_fails_when_it_is_badly_configured() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, None);
    let open = Open::of(&ada, &launch, json!({ "hangSeconds": 2 }));
    let Some(output) = client(&open.base, "badly") else { return };
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && stderr.contains("404"), "an error that nobody catches ends it: {stderr}");
    // A retry is due when the limit ends, and five seconds later it counts as not made.
    open.let_pass(&app, 8_100);
    let closed = open.close();
    let expected = [
        ("drill.rate-limit", "A call that was answered 429 was not made again."),
        ("drill.server-errors", "A call that was answered with a server error was not made again."),
        ("drill.timeouts", "Calls that waited until the hang was over: 1."),
        ("drill.pagination", "Pages that were never asked for: 3."),
        ("drill.error-handling", "After the error answers nothing was asked for any more."),
        ("drill.search", "The largest query had 1 condition."),
    ];
    let expected = expected.map(|(check, why)| (check.to_owned(), "fail".to_owned(), why.to_owned()));
    assert_eq!(said(&closed), expected, "{}", closed["traffic"]);
}

struct Validator(Child);

impl Drop for Validator {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Prism as a proxy before `upstream`: it tells in a header what does not fit the description. `None` where it is not at hand.
fn validator(upstream: &str) -> Option<(Validator, String)> {
    let tool = |name: &str| std::env::var_os(name).filter(|path| Path::new(path).exists());
    let (Some(prism), Some(description)) = (tool("HOLDPOINT_PRISM"), tool("HOLDPOINT_INTERCOM_OPENAPI")) else {
        println!("skipped: answers of drills against Intercom's description (HOLDPOINT_PRISM or HOLDPOINT_INTERCOM_OPENAPI is not set)");
        return None;
    };
    let port = holdpoint_emulator::free_port();
    let mut command = Command::new(prism);
    command.args(["proxy", "-h", "127.0.0.1", "-p", &port.to_string()]).arg(description).arg(upstream);
    let child = Validator(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    let end = Instant::now() + Duration::from_secs(180);
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(Instant::now() < end, "Prism does not listen");
        thread::sleep(Duration::from_millis(100));
    }
    Some((child, format!("http://127.0.0.1:{port}")))
}

/// Not ours: the description says that `url` of a contact's tags is a URI, and gives a path in each of its own examples, as its servers do;
/// and it lists neither 429 nor any 5xx, which Prism tells as a warning.
fn is_the_descriptions_own(violation: &Value) -> bool {
    let place: Vec<&str> = violation["location"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    violation["code"] == "format" && place.last() == Some(&"url") || violation["severity"] == "Warning"
}

/// The schema `error`, for statuses that the description does not list.
fn is_error_list(said: &Value) -> bool {
    let errors = said["errors"].as_array().is_some_and(|errors| !errors.is_empty() && errors.iter().all(|error| error["code"].is_string()));
    said["type"] == "error.list" && errors && (said["request_id"].is_null() || said["request_id"].is_string())
}

#[test]
fn every_answer_has_the_shape_of_the_vendors_description() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, None);
    let open = Open::of(&ada, &launch, json!({ "hangSeconds": 1 }));
    let Some((_prism, base)) = validator(&open.base) else { return };
    let agent: Agent = Agent::config_builder().http_status_as_error(false).timeout_global(Some(Duration::from_secs(120))).build().into();
    let ask = |method: &str, path: &str, body: Option<Value>| {
        let request = Request::builder().method(method).uri(format!("{base}{path}")).header("authorization", "Bearer any");
        let request = request.header("intercom-version", "2.14").header("content-type", "application/json");
        let mut answer = match body {
            Some(body) => agent.run(request.body(body.to_string()).unwrap()).unwrap(),
            None => agent.run(request.body(()).unwrap()).unwrap(),
        };
        let violations = answer.headers().get("sl-violations").map(|told| told.to_str().unwrap().to_owned());
        let violations: Vec<Value> = violations.map(|told| serde_json::from_str(&told).unwrap()).unwrap_or_default();
        let unfit: Vec<&Value> = violations.iter().filter(|violation| !is_the_descriptions_own(violation)).collect();
        assert!(unfit.is_empty(), "{method} {path}: {unfit:?}");
        let text = answer.body_mut().read_to_string().unwrap();
        let said: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{method} {path}: {error}: {text}"));
        let status = answer.status().as_u16();
        assert!(status == 200 || is_error_list(&said), "{method} {path}: {said}");
        (status, said)
    };
    let condition = |field: &str| json!({ "field": field, "operator": "=", "value": "x" });
    let query = json!({ "query": { "operator": "AND", "value": [condition("email"), condition("name")] } });
    let (mut path, mut pages) = ("/contacts".to_owned(), 0);
    loop {
        let (status, page) = ask("GET", &path, None);
        assert_eq!(status, 200);
        pages += 1;
        let Some(next) = page["pages"]["next"]["starting_after"].as_str() else { break };
        path = format!("/contacts?starting_after={next}");
    }
    assert_eq!(pages, 4);
    assert_eq!(ask("POST", "/contacts/search", Some(query)).0, 200);
    assert_eq!(ask("GET", "/tags", None).0, 200, "late, and in shape");
    assert_eq!(ask("POST", "/contacts", Some(json!({ "email": "a@example.com" }))).0, 200);
    let statuses = |path: &str, tries: usize| (0..tries).map(|_| ask("GET", path, None).0).collect::<Vec<_>>();
    assert_eq!(statuses("/me", 3), [429, 429, 200]);
    assert_eq!(statuses("/contacts/6762f0dd1bb69f9f2193bb01", 3), [503, 502, 200]);
    let refused = ["a", "b", "c", "d"].map(|id| ask("GET", &format!("/contacts/find_by_external_id/{id}"), None).0);
    assert_eq!(refused, [404, 403, 422, 200]);
    // Prism takes the broken answer for an error of its own; the next one is whole.
    let _ = agent.get(format!("{base}/admins")).header("authorization", "Bearer any").call();
    assert_eq!(ask("GET", "/admins", None).0, 200);
}
