//! `/api/recovery`, `/api/account/recovery-codes`, `/api/accounts/{id}/recovery-link`

use serde_json::{Value, json};

use crate::app::{PASSWORD, TestApp, token};
use crate::client::Client;

fn codes(client: &Client) -> Vec<String> {
    let made: Value = client.post("/api/account/recovery-codes", json!({})).ok();
    made["codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect()
}

fn left(client: &Client) -> u64 {
    client.get("/api/account").ok::<Value>()["recoveryCodesLeft"].as_u64().unwrap()
}

#[test]
fn a_recovery_code_works_once_and_only_to_set_something_new() {
    let (app, ada) = TestApp::with_owner();
    assert_eq!(left(&ada), 0);
    let all = codes(&ada);
    assert_eq!((all.len(), left(&ada)), (10, 10));

    let lost = app.client();
    let body = json!({ "name": "ada", "code": all[0].to_lowercase().replace('-', " ") });
    let session: Value = lost.post("/api/recovery/code", body.clone()).ok();
    assert_eq!(session["renewalNeeded"], true);
    assert_eq!(lost.get("/api/session").ok::<Value>()["renewalNeeded"], true);
    for path in ["/api/launches", "/api/people", "/api/templates"] {
        lost.get(path).problem(403, "renewal-needed");
    }
    let wish = json!({ "name": "CI", "scopes": ["launches:read"], "days": 1 });
    lost.post("/api/account/tokens", wish).problem(403, "renewal-needed");
    lost.post("/api/account/recovery-codes", json!({})).problem(403, "renewal-needed");
    lost.get("/api/accounts/log").problem(403, "owner-needed");
    app.client().post("/api/recovery/code", body).problem(401, "wrong-code");

    assert_eq!(lost.post("/api/account/password", json!({ "password": "another horse battery" })).status, 204);
    assert_eq!(lost.get("/api/launches").status, 200);
    assert_eq!(left(&lost), 9);
    ada.get("/api/launches").problem(401, "signed-out");
    let newer = codes(&lost);
    app.client().post("/api/recovery/code", json!({ "name": "Ada", "code": all[1] })).problem(401, "wrong-code");
    app.client().post("/api/recovery/code", json!({ "name": "Ada", "code": newer[1] })).ok::<Value>();
}

#[test]
fn a_wrong_code_tells_nothing() {
    let (app, ada) = TestApp::with_owner();
    let code = &codes(&ada)[0];
    let told = |name: &str, code: &str| {
        let client = app.client();
        let problem = client.post("/api/recovery/code", json!({ "name": name, "code": code })).problem(401, "wrong-code");
        assert_eq!(client.cookie(), None);
        problem.detail
    };
    assert_eq!(told("Nobody", code), told("Ada", "0000-0000-0000-0000"));
    assert_eq!(told("Ada", ""), told("", ""));
    assert_eq!(left(&ada), 10);
}

#[test]
fn the_owner_makes_a_link_for_a_colleague() {
    let (app, ada) = TestApp::with_owner();
    let ben = app.invite(&ada, "Ben");
    let id = ben.me()["id"].as_str().unwrap().to_owned();
    let path = format!("/api/accounts/{id}/recovery-link");
    ben.post(&path, json!({})).problem(403, "owner-needed");
    ada.post("/api/accounts/0192f0c4-0000-7000-8000-000000000000/recovery-link", json!({})).problem(404, "not-found");
    let made: Value = ada.post(&path, json!({})).ok();
    let link = made["link"].as_str().unwrap();
    assert!(link.contains("/recover#"), "{link}");

    let lost = app.client();
    let body = json!({ "token": token(link) });
    let session: Value = lost.post("/api/recovery/link", body.clone()).ok();
    assert_eq!((session["me"]["name"].as_str(), session["renewalNeeded"].as_bool()), (Some("Ben"), Some(true)));
    app.client().post("/api/recovery/link", body).problem(409, "not-accepted");
    app.client().post("/api/recovery/link", json!({ "token": "made up" })).problem(409, "not-accepted");
    let log: Vec<holdpoint_domain::wire::AccountEntry> = lost.get("/api/account/log").ok();
    let made = log.iter().find(|entry| entry.event.words().contains("made a recovery link")).unwrap();
    assert_eq!(made.by_name, "Ada");
    app.client().post("/api/session", json!({ "name": "Ben", "password": PASSWORD })).ok::<Value>();
}
