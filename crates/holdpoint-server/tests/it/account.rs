//! `/api/account`: sessions, the password, the log.

use serde_json::{Value, json};

use crate::app::{PASSWORD, TestApp};
use crate::client::Client;

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

fn sign_in(app: &TestApp, name: &str, password: &str) -> Client {
    let client = app.client();
    let body = json!({ "name": name, "password": password });
    client.call("POST", "/api/session").with("user-agent", FIREFOX).json(body).send().ok::<Value>();
    client
}

fn sessions(client: &Client) -> Vec<Value> {
    client.get("/api/account/sessions").ok()
}

fn said(client: &Client, path: &str) -> Vec<String> {
    let entries: Vec<holdpoint_domain::wire::AccountEntry> = client.get(path).ok();
    entries.into_iter().map(|entry| format!("{} {}", entry.by_name, entry.event.words())).collect()
}

#[test]
fn sessions_are_listed_and_end_one_by_one() {
    let (app, ada) = TestApp::with_owner();
    let laptop = sign_in(&app, "Ada", PASSWORD);
    let listed = sessions(&laptop);
    assert_eq!(listed.len(), 2);
    let own = listed.iter().find(|one| one["current"] == true).unwrap();
    assert_eq!((own["device"].as_str(), own["with"].as_str()), (Some("Firefox on Linux"), Some("password")));
    let secret = laptop.cookie().unwrap();
    assert!(!secret.contains(own["id"].as_str().unwrap()), "the id tells nothing of the secret");

    let ben = app.invite(&ada, "Ben");
    let path = format!("/api/account/sessions/{}", own["id"].as_str().unwrap());
    ben.call("DELETE", &path).send().problem(404, "not-found");
    assert_eq!(ada.call("DELETE", &path).send().status, 204);
    laptop.get("/api/launches").problem(401, "signed-out");
    assert_eq!(sessions(&ada).len(), 1);
    ada.call("DELETE", "/api/account/sessions/nothing").send().problem(400, "bad-address");
}

#[test]
fn a_browser_that_signs_in_again_has_one_session() {
    let (app, ada) = TestApp::with_owner();
    let before = ada.cookie().unwrap();
    ada.post("/api/session", json!({ "name": "Ada", "password": PASSWORD })).ok::<Value>();
    assert_ne!(ada.cookie().unwrap(), before, "a new id at each sign-in");
    assert_eq!(sessions(&ada).len(), 1);
    app.client().call("GET", "/api/launches").with("cookie", &before).send().problem(401, "signed-out");
}

#[test]
fn a_new_password_ends_the_other_sessions() {
    let (app, ada) = TestApp::with_owner();
    let laptop = sign_in(&app, "Ada", PASSWORD);
    let problem = ada.post("/api/account/password", json!({ "password": "too short" })).problem(422, "bad-field");
    assert_eq!((problem.pointer.as_deref(), problem.case.as_deref()), (Some("/password"), Some("password")));
    assert_eq!(problem.numbers.keys().collect::<Vec<_>>(), ["least", "most"]);
    assert_eq!(sessions(&laptop).len(), 2, "nothing was changed");
    assert_eq!(ada.post("/api/account/password", json!({ "password": "another horse battery" })).status, 204);
    laptop.get("/api/launches").problem(401, "signed-out");
    assert_eq!(ada.me()["name"], "Ada");
    app.client().post("/api/session", json!({ "name": "Ada", "password": PASSWORD })).problem(401, "wrong-password");
    sign_in(&app, "Ada", "another horse battery");
}

#[test]
fn the_log_says_what_happened_in_plain_words() {
    let (app, ada) = TestApp::with_owner();
    let ben = app.invite(&ada, "Ben");
    sign_in(&app, "Ada", PASSWORD);
    ada.post("/api/account/password", json!({ "password": "another horse battery" }));
    let own = said(&ada, "/api/account/log");
    let expected =
        ["Ada set a new password, which ended one other session", "Ada signed in with the password", "Ada signed in with the new account"];
    assert_eq!(own, expected);
    assert_eq!(said(&ben, "/api/account/log"), ["Ben signed in with the new account"]);
    assert_eq!(said(&ada, "/api/accounts/log").len(), 4);
    ben.get("/api/accounts/log").problem(403, "owner-needed");
    app.client().get("/api/account/log").problem(401, "signed-out");
    let entries: Vec<Value> = ada.get("/api/account/log").ok();
    let older = said(&ada, &format!("/api/account/log?before={}", entries[1]["id"]));
    assert_eq!(older, expected[2..]);
    ada.get("/api/account/log?before=x").problem(400, "bad-cursor");
}

#[test]
fn attempts_are_counted_by_what_trusted_proxies_say() {
    let (app, _ada) = TestApp::with_owner();
    // No proxy is configured: who writes the header is one and the same.
    let too_many = (0..60).any(|n| {
        let client = app.client();
        let body = json!({ "name": format!("Nobody {n}"), "password": PASSWORD });
        client.call("POST", "/api/session").with("x-forwarded-for", &format!("1.1.1.{n}")).json(body).send().status == 429
    });
    assert!(too_many);
}
