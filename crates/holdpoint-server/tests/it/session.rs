//! `/api/session`, `/api/setup`, `/api/invites`, `/api/people`

use std::time::Instant;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse as _;
use holdpoint_server::api::session;
use holdpoint_server::error::ApiError;
use holdpoint_store::StoreError;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{PASSWORD, Settings, TEMPLATE, TestApp, token};

#[test]
fn the_set_up_link_makes_one_owner() {
    let app = TestApp::start();
    let ada = app.client();
    let before: Value = ada.get("/api/session").ok();
    assert_eq!(before["setupNeeded"], true);
    assert_eq!(before.get("me"), None);
    ada.get("/api/launches").problem(401, "signed-out");

    let account = |token: &str, name: &str| json!({ "token": token, "name": name, "password": PASSWORD });
    ada.post("/api/setup", account("not the token", "Ada")).problem(409, "not-accepted");
    let session: Value = ada.post("/api/setup", account(&app.setup_token(), " Ada ")).ok();
    assert_eq!(session["me"]["name"], "Ada");
    assert_eq!(session["me"]["owner"], true);
    assert_eq!(session["setupNeeded"], false);
    assert_eq!(ada.me(), session["me"]);

    let late = app.client();
    late.post("/api/setup", account(&app.setup_token(), "Eve")).problem(409, "not-accepted");
    assert_eq!(late.cookie(), None);
    assert_eq!(ada.get("/api/people").ok::<Value>().as_array().unwrap().len(), 1);
}

#[test]
fn a_new_account_is_refused_with_the_field_at_fault() {
    let app = TestApp::start();
    let cases = [
        (json!({ "name": "Ada", "password": "too short" }), "/password", "9 characters"),
        (json!({ "name": "Ada", "password": "x".repeat(1_001) }), "/password", "one over the line"),
        (json!({ "name": "  ", "password": PASSWORD }), "/name", "blank"),
        (json!({ "name": "x".repeat(201), "password": PASSWORD }), "/name", "one over the line"),
        (json!({ "name": "Ada\nAda", "password": PASSWORD }), "/name", "two lines"),
        (json!({ "name": "\u{200b}\u{3164}", "password": PASSWORD }), "/name", "nothing that is seen"),
    ];
    for (mut body, pointer, about) in cases {
        body["token"] = app.setup_token().into();
        let problem = app.client().post("/api/setup", body).problem(422, "bad-field");
        assert_eq!(problem.pointer.as_deref(), Some(pointer), "{about}");
    }
    app.set_up("Ada");
}

/// A second account would sign as a colleague, for all that anybody sees.
#[test]
fn nobody_has_a_name_that_looks_like_a_colleagues() {
    let (app, ada) = TestApp::with_owner();
    let ben = app.invite(&ada, "Ben\u{a0} Baker\u{200b}");
    assert_eq!(ben.me()["name"], "Ben Baker");
    let link: Value = ada.post("/api/invites", json!({})).ok();
    for name in ["Ben  Baker", "Ben\u{2060} Baker", "\u{202d}Ben Baker\u{3164}"] {
        let body = json!({ "token": token(link["link"].as_str().unwrap()), "name": name, "password": PASSWORD });
        let problem = app.client().post("/api/invites/accept", body).problem(409, "not-accepted");
        assert_eq!(problem.case.as_deref(), Some("name-taken"), "{name:?}");
    }
    let sign_in = json!({ "name": "ben\u{a0} baker\u{200b}", "password": PASSWORD });
    assert_eq!(app.client().post("/api/session", sign_in).ok::<Value>()["me"], ben.me(), "as it was typed when it was made");
}

#[test]
fn an_invite_makes_one_colleague_and_only_the_owner_invites() {
    let (app, ada) = TestApp::with_owner();
    let invite: Value = ada.post("/api/invites", json!({})).ok();
    let link = invite["link"].as_str().unwrap();
    // The configuration names no public URL, so the link is about this machine.
    assert!(link.starts_with("http://localhost:") && link.contains("/invite#"), "{link}");

    let ben = app.client();
    let account = |name: &str| json!({ "token": token(link), "name": name, "password": PASSWORD });
    let taken = ben.post("/api/invites/accept", account("ADA")).problem(409, "not-accepted");
    assert_eq!(taken.case.as_deref(), Some("name-taken"));
    let session: Value = ben.post("/api/invites/accept", account("Ben")).ok();
    assert_eq!(session["me"]["owner"], false);
    app.client().post("/api/invites/accept", account("Eve")).problem(409, "not-accepted");
    let setup_is_no_invite = json!({ "token": app.setup_token(), "name": "Eve", "password": PASSWORD });
    app.client().post("/api/invites/accept", setup_is_no_invite).problem(409, "not-accepted");

    let problem = ben.post("/api/invites", json!({})).problem(403, "owner-needed");
    assert!(problem.detail.contains("ask them"));
    app.client().post("/api/invites", json!({})).problem(401, "signed-out");
    let people: Value = ben.get("/api/people").ok();
    let names: Vec<_> = people.as_array().unwrap().iter().map(|person| person["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Ada", "Ben"]);
}

#[test]
fn signing_in_and_out() {
    let (app, ada) = TestApp::with_owner();
    let browser = app.client();
    let wrong = [("Ada", "wrong horse battery"), ("Nobody", PASSWORD), ("", ""), ("Ada", "")];
    for (name, password) in wrong {
        let problem = browser.post("/api/session", json!({ "name": name, "password": password })).problem(401, "wrong-password");
        assert!(problem.detail.contains("the name or the password"), "which of the two is not told");
        assert_eq!(browser.cookie(), None);
    }
    browser.post("/api/session", json!({ "name": "ada", "password": PASSWORD })).ok::<Value>();
    assert_eq!(browser.me()["name"], "Ada");
    assert_ne!(browser.cookie(), ada.cookie(), "a session of its own");

    let kept = browser.cookie().unwrap();
    let out = browser.call("DELETE", "/api/session").send();
    assert_eq!(out.status, 204);
    assert!(out.header("set-cookie").unwrap().contains("Max-Age=0"));
    assert_eq!(browser.cookie(), None);
    let thief = browser.call("GET", "/api/launches").with("cookie", &kept).send();
    thief.problem(401, "signed-out");
    assert_eq!(ada.get("/api/launches").status, 200, "other sessions go on");
}

#[test]
fn nobody_is_told_that_they_are_signed_out_while_the_session_goes_on() {
    let (app, ada) = TestApp::with_owner();
    // The store does not tell whose session it is.
    let away = || ApiError::Store(StoreError::Unavailable("away".into()));
    let inside = || State(app.inside.clone().unwrap());
    let asked = app.runtime.block_on(session::get(inside(), Err(away()))).into_response();
    assert_eq!(asked.status().as_u16(), 503, "nobody is told that they are nobody");
    let answer = app.runtime.block_on(session::delete(inside(), HeaderMap::new(), Err(away()))).into_response();
    assert_eq!((answer.status().as_u16(), answer.headers().get("set-cookie")), (503, None), "the browser keeps its cookie");
    assert_eq!(ada.get("/api/launches").status, 200);
    assert_eq!(app.client().call("DELETE", "/api/session").send().status, 204, "who is signed out already stays so");
}

#[test]
fn a_page_that_shows_one_person_does_nothing_as_another() {
    let (app, ada) = TestApp::with_owner();
    let ben = app.invite(&ada, "Ben");
    let launch = ada.launch(TEMPLATE, None);
    ada.admit(&launch, &ben, "contributor");
    // Another tab of Ben's browser shows Ada still: their cookie is one.
    let (shows_ada, shows_ben) = (ada.me()["id"].as_str().unwrap().to_owned(), ben.me()["id"].as_str().unwrap().to_owned());
    let seen = ada.seq(&launch);
    let commands = format!("/api/launches/{launch}/commands");
    let comment = json!({ "basedOn": seen, "command": { "type": "comment", "item": "no.such", "comment": Uuid::now_v7(), "text": "Hi" } });
    let send = |shows: &str| {
        let call = ben.call("POST", &commands).with("x-holdpoint", shows).with("idempotency-key", &Uuid::now_v7().to_string());
        call.json(comment.clone()).send()
    };
    send(&shows_ada).problem(401, "signed-out");
    for shows in [&*shows_ben, "1", "anything"] {
        assert_ne!(send(shows).status, 401, "{shows}");
    }
    let read = |path: &str, shows: &str| ben.call("GET", path).with("x-holdpoint", shows).send().status;
    for path in ["/api/account", "/api/launches"] {
        assert_eq!((read(path, &shows_ada), read(path, &shows_ben)), (401, 200), "{path}");
    }
    for stream in ["events", "live"] {
        ben.get(&format!("/api/launches/{launch}/{stream}?after=1&as={shows_ada}")).problem(401, "signed-out");
    }
    assert_eq!(ben.get(&format!("/api/launches/{launch}/events?as={shows_ben}")).status, 200);
    let out = ben.call("DELETE", "/api/session").with("x-holdpoint", &shows_ada).send();
    assert_eq!((out.status, out.header("set-cookie")), (204, None), "Ben's session goes on, and so does his cookie");
    assert_eq!(ben.me()["name"], "Ben");
}

#[test]
fn cookies_that_are_no_session_are_nobody() {
    let (app, ada) = TestApp::with_owner();
    let session = ada.cookie().unwrap();
    let value = session.split_once('=').unwrap().1;
    let cases = [
        ("holdpoint=".to_owned(), 401, "empty"),
        ("holdpoint=0".to_owned(), 401, "made up"),
        (format!("__Host-holdpoint={value}"), 401, "the name of another server's cookie"),
        (format!("HOLDPOINT={value}"), 401, "names of cookies have a case"),
        (format!("a=b; holdpoint={value}; c=d"), 200, "among others"),
    ];
    for (cookie, status, about) in cases {
        let answer = app.client().call("GET", "/api/people").with("cookie", &cookie).send();
        assert_eq!(answer.status, status, "{about}");
    }
}

#[test]
fn too_many_attempts_wait() {
    let (app, ada) = TestApp::with_owner();
    let browser = app.client();
    let wrong = || browser.post("/api/session", json!({ "name": "Ada", "password": "wrong horse battery" }));
    let began = Instant::now();
    let (heard, refused) = (0..60).map(|_| wrong()).enumerate().find(|(_, answer)| answer.status != 401).expect("60 attempts are too many");
    let most = 10 + began.elapsed().as_secs() / 6;
    assert!(heard as u64 <= most, "as many as a minute has, and what it gave back meanwhile: {heard}, and {most} at most");
    refused.problem(429, "too-many-attempts");
    let seconds: u32 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&seconds));
    let right = browser.post("/api/session", json!({ "name": "Ada", "password": PASSWORD }));
    right.problem(429, "too-many-attempts");
    assert_eq!(ada.me()["name"], "Ada", "who is signed in stays so");
}

#[test]
fn attempts_for_a_name_count_together_however_it_is_written() {
    let app = TestApp::configured(None, Settings { server: "trusted_hops = 1\n".into(), ..Settings::default() });
    app.set_up("Ada");
    for (path, rest) in [("/api/session", json!({ "password": "" })), ("/api/recovery/code", json!({ "code": "" }))] {
        let tried = |n: usize| {
            let mut body = rest.clone();
            body["name"] = format!("{}{}", " ".repeat(n), if n.is_multiple_of(2) { "Ada" } else { "ADA\t" }).into();
            let eve = app.client();
            eve.call("POST", path).with("x-forwarded-for", &format!("192.0.2.{n}")).json(body).send()
        };
        let refused = (1..=60).map(tried).find(|answer| answer.status != 401).expect("60 attempts for a name are too many");
        refused.problem(429, "too-many-attempts");
    }
}

#[test]
fn who_tries_links_out_keeps_nobody_else_from_using_theirs() {
    let app = TestApp::configured(None, Settings { server: "trusted_hops = 1\n".into(), ..Settings::default() });
    let account = json!({ "token": "made up", "name": "Eve", "password": PASSWORD });
    for (n, path, body) in
        [(1, "/api/setup", &account), (2, "/api/invites/accept", &account), (3, "/api/recovery/link", &json!({ "token": "made up" }))]
    {
        let address = format!("192.0.2.{n}");
        let eve = app.client();
        let tried = || eve.call("POST", path).with("x-forwarded-for", &address).json(body.clone()).send();
        let refused = (0..60).map(|_| tried()).find(|answer| answer.status != 409).expect("60 attempts are too many");
        refused.problem(429, "too-many-attempts");
    }
    let ada = app.set_up("Ada");
    let ben = app.invite(&ada, "Ben");
    let path = format!("/api/accounts/{}/recovery-link", ben.me()["id"].as_str().unwrap());
    let made: Value = ada.post(&path, json!({})).ok();
    let link = token(made["link"].as_str().unwrap());
    app.client().post("/api/recovery/link", json!({ "token": link })).ok::<Value>();
}

#[test]
fn the_cookie_is_the_browsers_own_secret() {
    let cases = [
        (None, "holdpoint=", false),
        (Some("http://holdpoint.internal"), "holdpoint=", false),
        (Some("https://holdpoint.example.com"), "__Host-holdpoint=", true),
    ];
    for (public_url, start, secure) in cases {
        let app = TestApp::named(public_url);
        let body = json!({ "token": app.setup_token(), "name": "Ada", "password": PASSWORD });
        let answer = app.client().post("/api/setup", body);
        assert_eq!(answer.status, 200, "{}", answer.text());
        let cookie = answer.header("set-cookie").unwrap();
        assert!(cookie.starts_with(start), "{cookie}");
        let attributes: Vec<_> = cookie.split("; ").skip(1).collect();
        for needed in ["Path=/", "HttpOnly", "SameSite=Strict", "Max-Age=604800"] {
            assert!(attributes.contains(&needed), "{needed}: {cookie}");
        }
        assert_eq!(attributes.contains(&"Secure"), secure, "{cookie}");
        assert!(!cookie.contains("Domain"), "{cookie}");
        assert_eq!(answer.header("strict-transport-security").is_some(), secure);
        let link = app.setup_link.as_ref().unwrap();
        assert!(public_url.is_none_or(|url| link.starts_with(url)), "{link}");
    }
}
