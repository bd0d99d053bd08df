//! `POST /api/connections/trial`: by the owner only, what is told of each field, and the lines for `holdpoint.toml`.

use std::path::Path;

use holdpoint_emulator::Indicator;
use holdpoint_server::config::Config;
use serde_json::{Value, json};

use crate::app::{CANARY, TestApp};
use crate::client::{Answer, Client};

const PATH: &str = "/api/connections/trial";

fn attempt(client: &Client, wish: Value) -> Answer {
    client.post(PATH, wish)
}

/// What the emulator is called, with references that lead somewhere.
fn good(app: &TestApp, folder: &Path) -> Value {
    std::fs::write(folder.join("token"), CANARY).unwrap();
    std::fs::write(folder.join("webhook"), "emulator-client-secret\n").unwrap();
    let file = |name: &str| format!("file:{}", folder.join(name).display());
    let vendor = &app.emulator;
    json!({
        "name": "second",
        "baseUrl": vendor.base_url(),
        "apiVersion": "2.14",
        "webhookUrl": vendor.webhook_url(),
        "statusUrl": vendor.status_url(),
        "healthUrl": vendor.health_url(),
        "token": file("token"),
        "webhookSecret": file("webhook"),
    })
}

fn field<'a>(trial: &'a Value, name: &str) -> &'a Value {
    let fields = trial["fields"].as_array().unwrap();
    fields.iter().find(|tried| tried["field"] == name).unwrap_or_else(|| panic!("{name} in {trial}"))
}

fn kinds(trial: &Value, name: &str) -> Vec<String> {
    let findings = field(trial, name)["findings"].as_array().unwrap();
    findings.iter().map(|finding| finding["seen"]["kind"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_field_is_tried_and_the_lines_are_what_the_configuration_reads() {
    let (app, ada) = TestApp::with_owner();
    let folder = tempfile::tempdir().unwrap();
    let wish = good(&app, folder.path());
    let answer = attempt(&ada, wish.clone());
    let trial: Value = answer.ok();
    let names: Vec<_> = trial["fields"].as_array().unwrap().iter().map(|tried| tried["field"].as_str().unwrap()).collect();
    assert_eq!(names, ["name", "baseUrl", "apiVersion", "webhookUrl", "statusUrl", "healthUrl", "token", "webhookSecret"]);
    assert_eq!(kinds(&trial, "baseUrl"), ["allowed", "unencrypted", "answered"], "{trial}");
    assert_eq!(kinds(&trial, "webhookUrl"), ["allowed", "unencrypted", "answered"]);
    assert_eq!(kinds(&trial, "statusUrl"), ["allowed", "unencrypted", "answered", "status_page"]);
    assert_eq!(kinds(&trial, "healthUrl"), ["allowed", "unencrypted", "answered", "health"]);
    for name in ["name", "apiVersion"] {
        assert_eq!(kinds(&trial, name), ["accepted"]);
    }
    for name in ["token", "webhookSecret"] {
        assert_eq!(
            field(&trial, name),
            &json!({ "field": name, "verdict": "pass", "findings": [{ "verdict": "pass", "seen": { "kind": "secret_there" } }] })
        );
    }
    let allowed = &field(&trial, "baseUrl")["findings"][0]["seen"];
    assert_eq!(allowed["allowedBy"], json!([app.emulator.address().to_string()]), "as `egress explain` says");

    let config = Config::parse(trial["toml"].as_str().unwrap()).unwrap();
    let [connection] = config.connections.as_slice() else { panic!("one connection: {trial}") };
    let read = serde_json::to_value(connection).unwrap();
    for (wished, written) in [
        ("baseUrl", "base_url"),
        ("statusUrl", "status_url"),
        ("webhookUrl", "webhook_url"),
        ("token", "token"),
        ("webhookSecret", "webhook_secret"),
    ] {
        assert_eq!(read[written], wish[wished], "{written}");
    }
    assert_eq!(ada.get("/api/connections").ok::<Value>().as_array().unwrap().len(), 1, "nothing was kept");
}

#[test]
fn secrets_are_looked_for_and_neither_told_nor_sent() {
    let (app, ada) = TestApp::with_owner();
    let folder = tempfile::tempdir().unwrap();
    let answer = attempt(&ada, good(&app, folder.path()));
    assert!(!answer.text().contains(CANARY) && !answer.text().contains("emulator-client-secret"), "{}", answer.text());
    let requests = app.emulator.requests();
    assert!(3 < requests.len(), "the addresses were asked");
    for request in requests {
        assert!(!request.headers.contains_key("authorization"), "{request:?}");
        assert!(!format!("{request:?}").contains(CANARY));
    }
}

#[test]
fn a_secret_that_is_not_there_is_told_apart_from_one_that_cannot_be_used() {
    let (_app, ada) = TestApp::with_owner();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("two-lines"), "a\nb\n").unwrap();
    std::fs::write(folder.path().join("empty"), "").unwrap();
    let file = |name: &str| format!("file:{}", folder.path().join(name).display());
    let cases = [
        ("env:HOLDPOINT_NO_SUCH_SECRET".to_owned(), "secret_missing", "warn"),
        (file("nowhere"), "secret_missing", "warn"),
        (file("two-lines"), "secret_unusable", "fail"),
        (file("empty"), "secret_unusable", "fail"),
        (file(""), "secret_unusable", "fail"),
    ];
    let trial: Value = attempt(&ada, json!({ "name": "a", "token": file("two-lines/below") })).ok();
    let seen = &field(&trial, "token")["findings"][0]["seen"];
    assert_eq!(seen, &json!({ "kind": "secret_unreadable", "why": "no_folder" }));
    for (reference, kind, verdict) in cases {
        let trial: Value = attempt(&ada, json!({ "name": "a", "webhookSecret": reference })).ok();
        let tried = field(&trial, "webhookSecret");
        assert_eq!((&tried["findings"][0]["seen"], &tried["verdict"]), (&json!({ "kind": kind }), &json!(verdict)), "{reference}");
    }
}

#[test]
fn what_is_no_reference_is_refused_at_its_field_and_never_repeated() {
    let (_app, ada) = TestApp::with_owner();
    for (name, text) in
        [("token", CANARY), ("token", "env:1X"), ("webhookSecret", "file:relative/path"), ("webhookSecret", CANARY), ("token", "")]
    {
        let answer = attempt(&ada, json!({ "name": "a", name: text }));
        let problem = answer.problem(422, "bad-field");
        assert_eq!(problem.pointer, Some(format!("/{name}")), "{text}");
        assert!(text.is_empty() || !answer.text().contains(text), "{}", answer.text());
    }
    for (body, pointer) in [
        (json!({ "name": "UPPER" }), "/name"),
        (json!({ "name": "a", "baseUrl": 1 }), "/baseUrl"),
        (json!({ "name": "a", "secret": "x" }), "/secret"),
    ] {
        assert_eq!(attempt(&ada, body).problem(422, "bad-field").pointer.as_deref(), Some(pointer));
    }
    ada.call("POST", PATH).bytes("{").send().problem(400, "not-json");
}

#[test]
fn the_policy_refuses_and_says_why() {
    let (app, ada) = TestApp::with_owner();
    let own = app.base.clone();
    let cases = [
        ("http://169.254.169.254/latest/meta-data", "link-local", "no_public_address"),
        ("https://10.1.2.3/", "[egress] allow", "no_public_address"),
        ("http://127.0.0.1:9/", "[egress] allow", "no_public_address"),
        ("https://db.internal/", "it is for private networks", "no_public_name"),
        ("ftp://files.example.com/", "http://", "scheme"),
        ("https://ann:hunter2@api.example.com/", "user name or password", "user_info"),
        (own.as_str(), "this server itself", "own_listener"),
        ("", "http://", "scheme"),
    ];
    for (url, words, kind) in cases {
        let answer = attempt(&ada, json!({ "name": "a", "healthUrl": url }));
        let trial: Value = answer.ok();
        assert_eq!(kinds(&trial, "healthUrl"), ["refused"], "{url}: {trial}");
        assert_eq!(field(&trial, "healthUrl")["verdict"], "fail");
        let seen = &field(&trial, "healthUrl")["findings"][0]["seen"];
        assert!(seen["reason"].as_str().unwrap().contains(words), "{url}: {seen}");
        assert_eq!(seen["cause"]["kind"], kind, "{url}: {seen}");
    }
    let trial: Value = attempt(&ada, json!({ "name": "a", "healthUrl": "https://10.1.2.3/" })).ok();
    let values = &field(&trial, "healthUrl")["findings"][0]["seen"]["cause"]["values"];
    assert_eq!(values, &json!({ "host": "10.1.2.3", "address": "10.1.2.3", "why": "in-a-private-network-rfc-1918" }));
    assert!(app.emulator.requests().is_empty(), "nobody was asked");
}

#[test]
fn what_the_server_would_not_start_with_is_told_at_its_field() {
    let (app, ada) = TestApp::with_owner();
    let base = format!("{}/?x=1", app.emulator.base_url());
    let wish = json!({ "name": "emulator", "baseUrl": base, "apiVersion": "2 14", "webhookSecret": "env:NOWHERE" });
    let trial: Value = attempt(&ada, wish).ok();
    for name in ["name", "baseUrl", "apiVersion"] {
        assert_eq!(field(&trial, name)["verdict"], "fail", "{name}: {trial}");
        assert!(kinds(&trial, name).contains(&"not_accepted".to_owned()), "{name}: {trial}");
    }
    let trial: Value = attempt(&ada, json!({ "name": "a", "token": "env:NOWHERE" })).ok();
    assert_eq!(kinds(&trial, "token"), ["secret_missing", "not_accepted"], "a token belongs to a base_url");
}

#[test]
fn other_documents_are_not_taken_for_a_status_page_or_a_health_document() {
    let (app, ada) = TestApp::with_owner();
    app.emulator.set(|vendor| vendor.indicator = Indicator::Major);
    let (status, health) = (app.emulator.status_url(), app.emulator.health_url());
    let trial: Value = attempt(&ada, json!({ "name": "a", "statusUrl": status, "healthUrl": health })).ok();
    assert_eq!(field(&trial, "statusUrl")["findings"][3]["seen"], json!({ "kind": "status_page", "indicator": "major" }));
    assert_eq!(field(&trial, "statusUrl")["findings"][3]["verdict"], "pass", "the address is right, whatever the vendor has");
    let trial: Value = attempt(&ada, json!({ "name": "a", "statusUrl": health })).ok();
    assert_eq!(kinds(&trial, "statusUrl").last().unwrap(), "no_status_page");
    let nowhere = format!("{}/no/such/document", app.emulator.base_url());
    let trial: Value = attempt(&ada, json!({ "name": "a", "healthUrl": nowhere })).ok();
    assert_eq!(field(&trial, "healthUrl")["verdict"], "fail");
    assert_eq!(kinds(&trial, "healthUrl").last().unwrap(), "no_health");
}

#[test]
fn only_the_owner_tries_connections_at_a_browser_and_has_just_shown_who_they_are() {
    let (app, ada) = TestApp::with_owner();
    let ben = app.invite(&ada, "Ben");
    let wish = json!({ "name": "a" });
    attempt(&app.client(), wish.clone()).problem(401, "signed-out");
    attempt(&ben, wish.clone()).problem(403, "owner-needed");
    let made: Value =
        ada.post("/api/account/tokens", json!({ "name": "ci", "scopes": ["launches:read", "commands:write"], "days": 1 })).ok();
    let bearer = format!("Bearer {}", made["secret"].as_str().unwrap());
    let stranger = app.client();
    stranger.call("POST", PATH).with("authorization", &bearer).json(wish.clone()).send().problem(403, "token-not-enough");
    attempt(&ada, wish).ok::<Value>();
}
