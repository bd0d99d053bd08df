//! `GET /api/launches/{id}/receipts/{receipt}`: each receipt signed by itself, verified offline, and without a secret in it.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use holdpoint_domain::report::{Beside, TrustRoot, Verdict, verify};
use holdpoint_emulator::Mode;
use serde_json::{Value, json};

use crate::app::{CANARY, INTERCOM, TEMPLATE, TestApp};
use crate::client::Client;

fn run(client: &Client, launch: &str, check: &str) -> Value {
    client.post(&format!("/api/launches/{launch}/checks/{check}/runs"), json!({})).ok::<Value>()["receipt"].take()
}

fn path(launch: &str, receipt: &Value) -> String {
    format!("/api/launches/{launch}/receipts/{}", receipt["id"].as_str().unwrap())
}

#[test]
fn a_receipt_verifies_offline_and_says_what_its_event_says() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, Some("emulator"));
    let receipt = run(&ada, &launch, "api.rate-limit");
    let file = ada.get(&path(&launch, &receipt));
    assert_eq!(file.status, 200, "{}", file.text());
    let name = format!("{launch}.api.rate-limit.{}.receipt.sigstore.json", receipt["id"].as_str().unwrap());
    assert!(file.header("content-disposition").is_some_and(|told| told.contains(&name)));
    assert_eq!(file.header("x-holdpoint-digest"), receipt["attestation"].as_str(), "the event names the file by digest");
    let trust = TrustRoot::parse(ada.get("/api/trust.json").text().as_bytes()).unwrap();
    let said = verify(file.text().as_bytes(), Some(&trust), Beside::default()).unwrap();
    assert_eq!(said.verdict, Verdict::Verified, "{said:?}");
    assert_eq!(verify(file.text().as_bytes(), None, Beside::default()).unwrap().verdict, Verdict::SelfConsistent);

    let bundle: Value = serde_json::from_str(&file.text()).unwrap();
    let payload = BASE64_STANDARD.decode(bundle["dsseEnvelope"]["payload"].as_str().unwrap()).unwrap();
    let statement: Value = ada.get(&format!("{}/statement", path(&launch, &receipt))).ok();
    assert_eq!(statement, serde_json::from_slice::<Value>(&payload).unwrap());
    let told = &statement["predicate"];
    for field in ["verdict", "why", "findings", "facts", "startedAt", "expiresAt", "connection", "latencyMs"] {
        assert_eq!(told[field], receipt[field], "{field}");
    }
    assert_eq!((&told["launchId"], &told["ranBy"]["name"]), (&json!(launch), &json!("Ada")));
    assert_eq!(told["check"]["digest"], receipt["configuration"]);
    let exchange = &told["exchanges"][0];
    assert_eq!(exchange["request"], receipt["requests"][0]);
    let answer = &exchange["heard"]["answer"];
    assert_eq!(answer["headers"]["content-type"], "application/json");
    assert!(answer["headers"]["x-ratelimit-remaining"].is_string(), "{answer}");
    assert!(answer["excerpt"].as_str().unwrap().contains("\"type\":\"admin\""), "{answer}");
    assert_eq!(answer["bodyBytes"].as_u64().unwrap(), answer["excerpt"].as_str().unwrap().len() as u64);
}

#[test]
fn an_older_receipt_is_found_and_a_foreign_one_is_not() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, Some("emulator"));
    let first = run(&ada, &launch, "vendor.status");
    let second = run(&ada, &launch, "vendor.status");
    assert_ne!(first["attestation"], second["attestation"]);
    for receipt in [&first, &second] {
        let file = ada.get(&path(&launch, receipt));
        assert_eq!(file.header("x-holdpoint-digest"), receipt["attestation"].as_str());
    }
    let other = ada.launch(TEMPLATE, Some("emulator"));
    ada.get(&path(&other, &first)).problem(404, "not-found");
    ada.get(&path(&launch, &json!({ "id": "00000000-0000-0000-0000-000000000000" }))).problem(404, "not-found");
    ada.get(&path(&launch, &json!({ "id": "latest" }))).problem(400, "bad-address");
    app.client().get(&path(&launch, &first)).problem(401, "signed-out");
    let eve = app.invite(&ada, "Eve");
    eve.get(&path(&launch, &first)).problem(404, "not-found");
    assert_eq!(ada.admit(&launch, &eve, "viewer"), ada.seq(&launch));
    assert_eq!(eve.get(&path(&launch, &first)).status, 200, "whoever sees the launch sees its receipts");
}

#[test]
fn a_secret_that_an_answer_repeats_is_not_in_the_file() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, Some("emulator"));
    app.emulator.set(|vendor| vendor.mode = Mode::Echo);
    let receipt = run(&ada, &launch, "api.auth");
    let statement: Value = ada.get(&format!("{}/statement", path(&launch, &receipt))).ok();
    let excerpt = statement["predicate"]["exchanges"][0]["heard"]["answer"]["excerpt"].as_str().unwrap();
    assert!(excerpt.contains("Bearer [secret]"), "{excerpt}");
    let text = statement.to_string();
    for form in [CANARY.to_owned(), BASE64_STANDARD.encode(CANARY), hex::encode(CANARY)] {
        assert!(!text.contains(&form), "{text}");
    }
    let authorization = statement["predicate"]["exchanges"][0]["request"]["headers"]["authorization"].as_str().unwrap();
    assert!(authorization.starts_with("Bearer {file:/"), "{authorization}");
}

#[test]
fn a_failure_names_the_expectation_that_decided() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, Some("emulator"));
    app.emulator.set(|vendor| vendor.remaining = 100);
    let receipt = run(&ada, &launch, "api.rate-limit");
    let statement: Value = ada.get(&format!("{}/statement", path(&launch, &receipt))).ok();
    let told = &statement["predicate"];
    assert_eq!((&told["verdict"], &told["decidedBy"]["fact"]), (&json!("fail"), &receipt["findings"][0]["fact"]));
    app.emulator.set(|vendor| vendor.mode = Mode::Endless);
    let receipt = run(&ada, &launch, "api.auth");
    let statement: Value = ada.get(&format!("{}/statement", path(&launch, &receipt))).ok();
    let told = &statement["predicate"];
    assert_eq!((&told["verdict"], &told["failure"], &told["decidedBy"]), (&json!("unknown"), &json!("bad_answer"), &Value::Null));
    assert_eq!(told["exchanges"][0]["heard"], json!({}), "nothing was heard");
}
