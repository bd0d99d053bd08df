//! Whose account it is: new ones, linked ones, and those that are nobody's to take over.

use std::collections::BTreeMap;

use holdpoint_domain::id::Timestamp;
use serde_json::{Value, json};

use super::{PUBLIC, Stage, leads_to, refusal, settings, trouble};
use crate::app::{PASSWORD, TestApp};
use crate::client::Client;
use crate::issuer::Issuer;

#[test]
fn a_new_person_gets_an_account_that_owns_nothing() {
    let stage = Stage::new("");
    let session: Value = stage.app.client().get("/api/session").ok();
    assert_eq!(session["oidc"], json!([{ "name": "Own", "claim": "groups" }]));
    let browser = stage.app.client();
    let begun = stage.follow(&browser, "/api/oidc/Own/start");
    let cookie = begun.header("set-cookie").unwrap();
    assert!(cookie.starts_with("holdpoint-oidc=") && cookie.contains("SameSite=Lax") && cookie.contains("HttpOnly"), "{cookie}");
    let address = leads_to(&begun).parse().unwrap();
    let done = stage.come_back(&browser, &stage.issuer.agree(&address));
    let cookie = done.header("set-cookie").unwrap();
    assert!(cookie.starts_with("holdpoint=") && cookie.contains("SameSite=Strict") && cookie.contains("HttpOnly"), "{cookie}");
    assert_eq!((leads_to(&done), done.header("cache-control")), ("/", Some("no-store")));

    let me = browser.me();
    assert_eq!((&me["name"], &me["owner"]), (&json!("Cleo"), &json!(false)));
    let account: Value = browser.get("/api/account").ok();
    assert_eq!((&account["hasPassword"], &account["sessions"][0]["with"]), (&json!(false), &json!("oidc")));
    assert_eq!(account["identities"], json!([stage.issuer.base()]));
    let log: Vec<Value> = browser.get("/api/account/log").ok();
    let kinds: Vec<_> = log.iter().rev().map(|entry| entry["event"]["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["identity_linked", "signed_in"]);
    browser.post("/api/session", json!({ "name": "Cleo", "password": "" })).problem(401, "wrong-password");
    let (id, snapshot) = (uuid::Uuid::now_v7(), holdpoint_domain::id::Digest::of(b""));
    let approval = json!({ "id": id, "snapshot": snapshot, "revision": 1, "role": "approver", "password": "any" });
    let problem = browser.post("/api/launches/LCH-1/approvals", approval).problem(409, "own-key-needed");
    assert_eq!(problem.case.as_deref(), Some("no-password"), "and is not told that it is wrong");

    // Known by issuer and subject: a new name there changes nothing here.
    stage.issuer.person(json!({ "sub": "u-1", "name": "Ada" }));
    assert_eq!(stage.arrive().me()["id"], me["id"]);
    let old = browser.twin();
    let again = stage.sign_in(&browser);
    assert_eq!((leads_to(&again), again.header("set-cookie")), ("/account", None), "who is signed in proves it once more");
    assert_eq!(old.get("/api/launches").status, 200, "in the same session");
    assert_eq!(stage.names(), ["Ada", "Cleo"]);
}

#[test]
fn a_provider_makes_no_first_account() {
    let issuer = Issuer::start();
    let app = TestApp::configured(Some(PUBLIC), settings(&issuer, ""));
    assert_eq!(refusal(&app.client().get("/api/oidc/Own/start")), "set-up-needed");
    assert_eq!(app.client().get("/api/session").ok::<Value>()["setupNeeded"], true);
}

#[test]
fn an_equal_name_or_address_takes_no_account_over() {
    let stage = Stage::new("");
    for claims in [
        json!({ "sub": "u-2", "name": "ada", "email": "ada@example.com", "email_verified": true }),
        json!({ "sub": "u-2", "preferred_username": " Ada\n" }),
    ] {
        stage.issuer.person(claims);
        assert_eq!(refusal(&stage.sign_in(&stage.app.client())), "name-taken");
    }
    assert_eq!(stage.names(), ["Ada"]);

    let answer = stage.round(&stage.ada, "/api/oidc/Own/link");
    assert_eq!((leads_to(&answer), answer.header("set-cookie")), ("/account", None), "she links it from her own account");
    assert_eq!(stage.ada.get("/api/account").ok::<Value>()["identities"], json!([stage.issuer.base()]));
    let elsewhere = stage.arrive();
    assert_eq!((&elsewhere.me()["id"], &elsewhere.me()["owner"]), (&stage.ada.me()["id"], &json!(true)));

    // Somebody else of the same name, whom the same provider tells apart.
    stage.issuer.person(json!({ "sub": "u-3", "name": "Ada", "preferred_username": "ada2" }));
    assert_eq!(stage.arrive().me()["name"], "Ada (ada2)");
    let (page, code) = trouble(&stage.round(&stage.ada, "/api/oidc/Own/link"));
    assert_eq!((&*page, &*code), ("/account", "linked"), "an identity has one account");
}

#[test]
fn a_link_is_seen_and_undone_by_whose_account_it_is() {
    let stage = Stage::new("");
    assert_eq!(leads_to(&stage.round(&stage.ada, "/api/oidc/Own/link")), "/account");
    let linked = stage.ada.get("/api/account").ok::<Value>()["linked"].take();
    assert_eq!((&linked[0]["issuer"], &linked[0]["provider"]), (&json!(stage.issuer.base()), &json!("Own")));
    assert_eq!(linked[0]["subject"], "u-1");
    let path = format!("/api/account/identities/{}", linked[0]["id"].as_str().unwrap());
    let elsewhere = stage.arrive();
    let ben = stage.app.invite(&stage.ada, "Ben");
    ben.call("DELETE", &path).send().problem(404, "not-found");
    assert_eq!(stage.ada.call("DELETE", &path).send().status, 204);
    elsewhere.get("/api/account").problem(401, "signed-out");
    assert_eq!(stage.ada.get("/api/account").ok::<Value>()["identities"], json!([]));
    stage.ada.call("DELETE", &path).send().problem(404, "not-found");
    let guest = {
        stage.issuer.person(json!({ "sub": "u-9", "name": "Cleo" }));
        stage.arrive()
    };
    let linked = guest.get("/api/account").ok::<Value>()["linked"].take();
    let path = format!("/api/account/identities/{}", linked[0]["id"].as_str().unwrap());
    let only = guest.call("DELETE", &path).send().problem(409, "not-accepted");
    assert_eq!(only.case.as_deref(), Some("only-way-in"));
}

#[test]
fn who_is_signed_in_becomes_nobody_else_by_signing_in_again() {
    let stage = Stage::new("");
    let refused = |about: &str| {
        let (page, code) = trouble(&stage.sign_in(&stage.ada));
        assert_eq!((&*page, &*code), ("/account", "not-linked"), "{about}");
    };
    refused("known to nobody here");
    assert_eq!(stage.names(), ["Ada"], "no second account");
    stage.arrive();
    refused("somebody else's");
    assert_eq!(stage.ada.me()["name"], "Ada");
    stage.ada.call("DELETE", "/api/session").send();
    assert_eq!(leads_to(&stage.sign_in(&stage.ada)), "/", "who has signed out signs in as whoever they are");
    assert_eq!(stage.ada.me()["name"], "Cleo");
}

#[test]
fn an_operator_may_let_a_provider_prove_it_that_never_says_when_somebody_signed_in() {
    let stage = Stage::new("sessions_prove = true\n");
    let change = |browser: &Client| browser.post("/api/account/recovery-codes", json!({}));
    stage.issuer.person(json!({ "sub": "u-1", "name": "Cleo", "auth_time": null }));
    change(&stage.arrive()).ok::<Value>();
    // One that does say is held to it.
    stage.issuer.person(json!({ "sub": "u-1", "name": "Cleo", "auth_time": Timestamp::now().as_second() - 3_600 }));
    change(&stage.arrive()).problem(403, "proof-needed");
}

#[test]
fn a_provider_proves_that_somebody_is_there_only_where_they_sign_in_to_it() {
    let stage = Stage::new("");
    let now = || Timestamp::now().as_second();
    let with = |auth_time: Value| stage.issuer.person(json!({ "sub": "u-1", "name": "Cleo", "auth_time": auth_time }));
    let asks = |browser: &Client, proof: bool| {
        let address = stage.begin(browser, "/api/oidc/Own/start");
        let asked: BTreeMap<_, _> = address.query_pairs().into_owned().collect();
        let told = (asked.get("prompt").map(String::as_str), asked.get("max_age").map(String::as_str));
        assert_eq!(told, if proof { (Some("login"), Some("0")) } else { (None, None) });
        stage.come_back(browser, &stage.issuer.agree(&address))
    };
    let change = |browser: &Client| browser.post("/api/account/recovery-codes", json!({}));

    // The provider lets people in by sessions of its own, and may not tell from when they are.
    for silent in [Value::Null, json!(now() - 3_600)] {
        with(silent.clone());
        let browser = stage.app.client();
        assert_eq!(leads_to(&asks(&browser, false)), "/");
        change(&browser).problem(403, "proof-needed");
        let code = if silent.is_null() { "no-auth-time" } else { "not-afresh" };
        let (page, told) = trouble(&asks(&browser, true));
        assert_eq!((&*page, &*told), ("/account", code));
        change(&browser).problem(403, "proof-needed");

        with(json!(now()));
        assert_eq!(leads_to(&asks(&browser, true)), "/account");
        change(&browser).ok::<Value>();
    }
    with(json!(now() + 86_400));
    let browser = stage.arrive();
    let proved: Value = browser.get("/api/account").ok();
    let until: Timestamp = proved["provedUntil"].as_str().unwrap().parse().unwrap();
    assert!(until.as_second() <= now() + 600, "a clock that is ahead gives no more time: {until}");
}

#[test]
fn linking_needs_the_session_that_began_it() {
    let stage = Stage::new("");
    let address = stage.begin(&stage.ada, "/api/oidc/Own/link");
    stage.ada.call("DELETE", "/api/session").send();
    let (page, code) = trouble(&stage.come_back(&stage.ada, &stage.issuer.agree(&address)));
    assert_eq!((&*page, &*code), ("/account", "link-ended"));
    stage.ada.post("/api/session", json!({ "name": "Ada", "password": PASSWORD })).ok::<Value>();
    assert_eq!(stage.ada.get("/api/account").ok::<Value>()["identities"], json!([]));
}

#[test]
fn linking_is_begun_only_for_whom_the_page_shows() {
    let stage = Stage::new("");
    let (ada, guest) = (stage.ada.me(), stage.arrive().me());
    let link = |person: &Value| format!("/api/oidc/Own/link?as={}", person["id"].as_str().unwrap());
    let (page, code) = trouble(&stage.follow(&stage.ada, &link(&guest)));
    assert_eq!((&*page, &*code), ("/account", "link-ended"), "somebody else has signed in since");
    stage.begin(&stage.ada, &link(&ada));
}

#[test]
fn who_has_no_name_there_is_called_by_what_there_is() {
    let stage = Stage::new("");
    let cases = [
        (json!({ "sub": "n-1", "preferred_username": "dora" }), "dora"),
        (json!({ "sub": "n-2", "email": "eve@example.com" }), "eve@example.com"),
        (json!({ "sub": "n-3" }), "n-3"),
        (json!({ "sub": "n-4", "name": format!(" Zoë\u{0}\r\n {} ", "x".repeat(300)) }), "Zoë x"),
    ];
    for (claims, name) in cases {
        stage.issuer.person(claims);
        let me = stage.arrive().me();
        assert!(me["name"].as_str().unwrap().starts_with(name), "{me}");
    }
    stage.issuer.person(json!({ "sub": "n-5" }));
    stage.issuer.lie(|lies| lies.userinfo = Some(json!({ "sub": "n-5", "name": "Told apart" })));
    assert_eq!(stage.arrive().me()["name"], "Told apart");
    stage.issuer.person(json!({ "sub": "n-6" }));
    assert_eq!(refusal(&stage.sign_in(&stage.app.client())), "token", "userinfo is about somebody else");
}

#[test]
fn browsers_are_sent_to_the_address_that_providers_send_them_back_to() {
    let issuer = Issuer::start();
    let app = TestApp::configured(None, settings(&issuer, ""));
    app.set_up("Ada");
    let port = app.base.rsplit(':').next().unwrap();
    let answer = app.client().get("/api/oidc/Own/start");
    assert_eq!(leads_to(&answer), format!("http://localhost:{port}/api/oidc/Own/start"));
    let answer = app.client().get("/api/oidc/Own/start?to=LCH-1");
    assert_eq!(leads_to(&answer), format!("http://localhost:{port}/api/oidc/Own/start?to=LCH-1"), "to what they wanted to see");
    let local = app.client().call("GET", "/api/oidc/Own/start").with("host", &format!("localhost:{port}")).send();
    assert!(leads_to(&local).starts_with(&issuer.base()));
}
