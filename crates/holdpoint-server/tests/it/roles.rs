//! Who has no role in a launch learns nothing of it; invites bring roles.

use std::time::Duration;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{PASSWORD, TEMPLATE, TestApp, token};
use crate::client::{Answer, Client};

/// Every route below a launch, asked well.
fn ask(client: &Client, launch: &str) -> Vec<(String, Answer)> {
    let path = |rest: &str| format!("/api/launches/{launch}{rest}");
    let digest = format!("sha256:{}", "0".repeat(64));
    let kept = format!("/snapshots/{digest}");
    let file = format!("/files/{digest}");
    let upload = format!("/uploads/{}", Uuid::now_v7());
    let gets = [
        "",
        "/events",
        "/live",
        "/gate",
        "/trend",
        "/badge.svg",
        "/history",
        "/consistency?from=1&to=2",
        "/snapshot",
        &kept,
        &file,
        &upload,
        "/report/html",
        "/report/json",
        "/report/tlog-proof",
        "/deliveries",
    ];
    let mut answers: Vec<_> = gets.iter().map(|rest| (path(rest), client.get(&path(rest)))).collect();
    let approval = json!({ "id": Uuid::now_v7(), "snapshot": digest, "revision": 2, "role": "approver", "password": PASSWORD });
    let new = json!({ "name": "a.txt", "bytes": 1 });
    let posts = [("/checks/service.health/runs", json!({})), ("/approvals", approval), ("/reports", json!({})), ("/uploads", new)];
    let template = path("/template");
    let upgrade = client.call("POST", &template).with("idempotency-key", &Uuid::now_v7().to_string());
    answers.push((template.clone(), upgrade.json(json!({ "from": digest, "to": digest })).send()));
    let (place, key) = (path("/deliveries"), Uuid::now_v7().to_string());
    let deliver = client.call("POST", &place).with("idempotency-key", &key);
    answers.push((path("/deliveries"), deliver.json(json!({ "system": "jira", "reference": "OPS-1" })).send()));
    let place = path("/presence");
    answers.push((place.clone(), client.call("PUT", &place).json(json!({ "item": "readiness.owner" })).send()));
    answers.extend(posts.map(|(rest, body)| (path(rest), client.post(&path(rest), body))));
    let commands = [
        json!({ "type": "set_status", "item": "readiness.owner", "status": "done" }),
        json!({ "type": "set_role", "member": client.me()["id"], "name": "Ben", "role": "release_manager" }),
    ];
    answers.extend(commands.map(|command| (format!("{launch}: {command}"), client.command(launch, 2, command))));
    answers
}

#[test]
fn a_launch_without_a_role_is_as_one_that_does_not_exist() {
    let (app, ada) = TestApp::with_owner();
    let ben = app.invite(&ada, "Ben");
    let launch = ada.launch(TEMPLATE, None);
    let before = ada.seq(&launch);
    let (hidden, missing) = (ask(&ben, &launch), ask(&ben, "LCH-999"));
    assert_eq!(hidden.len(), 25);
    for ((about, hidden), (_, missing)) in hidden.iter().zip(&missing) {
        assert_eq!(hidden.status, 404, "{about}: {}", hidden.text());
        assert_eq!(hidden.text().replace(&launch, "LCH-999"), missing.text(), "{about}");
    }
    assert_eq!(ada.seq(&launch), before, "nothing happened");
    assert_eq!(ben.get("/api/launches").ok::<Value>(), json!([]));
    ada.admit(&launch, &ben, "viewer");
    assert_eq!(ben.get("/api/launches").ok::<Value>()[0]["id"], *launch);
    let shown = ["", "/events", "/gate", "/snapshot"].map(|rest| ben.get(&format!("/api/launches/{launch}{rest}")).status);
    assert_eq!(shown, [200; 4]);
}

#[test]
fn the_servers_owner_sees_every_launch_and_can_only_set_its_roles() {
    let (app, ada) = TestApp::with_owner();
    let ben = app.invite(&ada, "Ben");
    let launch = ben.launch(TEMPLATE, None);
    assert_eq!(ada.get("/api/launches").ok::<Value>()[0]["id"], *launch);
    let status = json!({ "type": "set_status", "item": "readiness.owner", "status": "done" });
    ada.command(&launch, 2, status.clone()).problem(403, "role-needed");
    ada.post(&format!("/api/launches/{launch}/reports"), json!({})).problem(403, "role-needed");
    ada.admit(&launch, &ada, "release_manager");
    let last = ada.events(&launch, 2).pop().unwrap();
    assert_eq!((&last["by"], &last["event"]["type"]), (&ada.me()["id"], &json!("member_joined")));
    ada.must(&launch, status);
    ada.must(&launch, json!({ "type": "remove_member", "member": ben.me()["id"] }));
    ben.get(&format!("/api/launches/{launch}")).problem(404, "not-found");
    ada.command(&launch, 0, json!({ "type": "remove_member", "member": ada.me()["id"] })).problem(409, "last-manager");
}

fn accept(app: &TestApp, invite: &Value, name: &str) -> (Client, Answer) {
    let client = app.client();
    let body = json!({ "token": token(invite["link"].as_str().unwrap()), "name": name, "password": PASSWORD });
    let answer = client.post("/api/invites/accept", body);
    (client, answer)
}

#[test]
fn an_invite_brings_its_role() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let section = ada.view(&launch)["template"]["sections"][0]["id"].clone();
    let invite: Value = ada.post("/api/invites", json!({ "launch": launch, "role": "approver", "sections": [section], "days": 1 })).ok();
    let listed = ada.get("/api/invites");
    let view = &listed.ok::<Value>()[0];
    assert_eq!((&view["id"], &view["role"], &view["sections"]), (&invite["id"], &json!("approver"), &json!([section])));
    assert_eq!((&view["by"]["name"], &view["launchName"]), (&json!("Ada"), &json!("Release 1")));
    assert!(!listed.text().contains(&token(invite["link"].as_str().unwrap())), "never the token");
    let (ben, answer) = accept(&app, &invite, "Ben");
    answer.ok::<Value>();
    let member = ben.view(&launch)["members"][ben.me()["id"].as_str().unwrap()].clone();
    assert_eq!(member, json!({ "name": "Ben", "role": "approver", "sections": [section] }));
    let last = ada.events(&launch, 2).pop().unwrap();
    assert_eq!((&last["by"], &last["event"]["member"]), (&ada.me()["id"], &ben.me()["id"]), "as who invited");
    assert_eq!(ada.get("/api/invites").ok::<Value>(), json!([]), "used up");
}

#[test]
fn who_may_give_a_role_may_invite_to_it_until_they_may_no_longer() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let (ben, cem) = (app.invite(&ada, "Ben"), app.invite(&ada, "Cem"));
    let wish = json!({ "launch": launch, "role": "contributor" });
    ben.post("/api/invites", wish.clone()).problem(404, "not-found");
    ada.admit(&launch, &cem, "contributor");
    cem.post("/api/invites", wish.clone()).problem(403, "role-needed");
    ada.admit(&launch, &ben, "release_manager");
    let (kept, broken): (Value, Value) = (ben.post("/api/invites", wish.clone()).ok(), ben.post("/api/invites", wish).ok());
    accept(&app, &kept, "Dee").1.ok::<Value>();
    ada.admit(&launch, &ben, "contributor");
    let problem = accept(&app, &broken, "Eve").1.problem(409, "not-accepted");
    assert!(problem.detail.contains("may no longer give the role"), "{}", problem.detail);
    let people: Value = ada.get("/api/people").ok();
    assert_eq!(people.as_array().unwrap().len(), 4, "no account either: {people}");
    assert_eq!(ben.get("/api/invites").ok::<Value>().as_array().unwrap().len(), 1, "still open, for when he may again");
}

#[test]
fn invites_are_withdrawn_by_who_made_them_or_the_owner() {
    let (app, ada) = TestApp::with_owner();
    let ben = app.invite(&ada, "Ben");
    let invite: Value = ada.post("/api/invites", json!({})).ok();
    let path = format!("/api/invites/{}", invite["id"].as_str().unwrap());
    assert_eq!(ben.get("/api/invites").ok::<Value>(), json!([]));
    ben.call("DELETE", &path).send().problem(404, "not-found");
    assert_eq!(ada.call("DELETE", &path).send().status, 204);
    ada.call("DELETE", &path).send().problem(404, "not-found");
    ada.call("DELETE", "/api/invites/x").send().problem(400, "bad-address");
    accept(&app, &invite, "Cem").1.problem(409, "not-accepted");
}

#[test]
fn an_invite_that_makes_no_sense_is_refused_at_its_field() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let cases = [
        (json!({ "days": 0 }), 422, "/days", "one under the line"),
        (json!({ "days": 31 }), 422, "/days", "one over the line"),
        (json!({ "days": -1 }), 422, "/days", "no number of days"),
        (json!({ "role": "viewer" }), 422, "/role", "of which launch?"),
        (json!({ "sections": ["x"] }), 422, "/sections", "of which launch?"),
        (json!({ "launch": launch }), 422, "/role", "as what?"),
        (json!({ "launch": launch, "role": "king" }), 422, "/role", "no such role"),
        (json!({ "launch": launch, "role": "approver", "sections": ["no-such"] }), 422, "/sections", "no such section"),
        (json!({ "launch": launch, "role": "viewer", "sections": ["team"] }), 422, "/sections", "not an approver"),
        (json!({ "launch": "LCH-0", "role": "viewer" }), 422, "/launch", "no launch's id"),
    ];
    for (body, status, pointer, about) in cases {
        let problem = ada.post("/api/invites", body).problem(status, "bad-field");
        assert_eq!(problem.pointer.as_deref(), Some(pointer), "{about}: {}", problem.detail);
    }
    ada.post("/api/invites", json!({ "launch": "LCH-999", "role": "viewer" })).problem(404, "not-found");
    assert_eq!(ada.get("/api/invites").ok::<Value>(), json!([]));
    for (days, hours) in [(1, 24), (30, 720)] {
        let invite: Value = ada.post("/api/invites", json!({ "days": days })).ok();
        let ends: jiff::Timestamp = invite["expiresAt"].as_str().unwrap().parse().unwrap();
        let left = ends.duration_since(jiff::Timestamp::now()).as_secs().unsigned_abs();
        assert!(Duration::from_secs(left) <= Duration::from_secs(hours * 3_600) && (hours * 3_600 - 60) < left, "{days} days: {left} s");
    }
}
