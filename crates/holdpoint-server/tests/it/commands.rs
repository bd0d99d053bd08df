//! `/api/launches`, `POST …/commands`: once each, in order, by whom may.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{INTERCOM, TEMPLATE, TestApp};

const ITEM: &str = "readiness.owner";

fn status(status: &str) -> Value {
    json!({ "type": "set_status", "item": ITEM, "status": status })
}

#[test]
fn the_same_command_twice_counts_once() {
    let (app, ada) = TestApp::with_owner();
    let ben = app.invite(&ada, "Ben");
    let launch = ada.launch(TEMPLATE, None);
    let id = Uuid::now_v7();
    let first: Value = ada.command_as(id, &launch, (2, status("done"))).ok();
    ada.must(&launch, json!({ "type": "set_name", "name": "Release 2" }));
    let again: Value = ada.command_as(id, &launch, (2, status("done"))).ok();
    assert_eq!(again, first, "the answer of the first time, although more happened since");

    for other in [(2, status("blocked")), (3, status("done"))] {
        let problem = ada.command_as(id, &launch, other).problem(422, "id-taken");
        assert_eq!(problem.seq.map(|seq| seq.0), first["seq"].as_u64(), "where her own is, in whatever words");
    }
    assert_eq!(ben.command_as(id, &launch, (2, status("blocked"))).problem(422, "id-taken").seq, None, "it is not his");
    let of_item = |event: &Value| event["event"]["type"] == "status_set";
    let events = ada.events(&launch, 0);
    assert_eq!(events.iter().filter(|event| of_item(event)).count(), 1);
    let event = events.iter().find(|event| of_item(event)).unwrap();
    assert_eq!(event["command"], id.to_string());
    assert_eq!(event["by"], ada.me()["id"]);
}

/// A page that had no answer, and the next one says it from another place of the log: it is no refusal, and nothing else may be asked.
#[test]
fn who_has_no_role_any_longer_is_told_where_their_command_came_about() {
    let (app, ada) = TestApp::with_owner();
    let ben = app.invite(&ada, "Ben");
    let launch = ada.launch(TEMPLATE, None);
    let seen = ada.admit(&launch, &ben, "contributor");
    let id = Uuid::now_v7();
    let stored: Value = ben.command_as(id, &launch, (seen, status("done"))).ok();
    ada.must(&launch, json!({ "type": "remove_member", "member": ben.me()["id"] }));
    ben.get(&format!("/api/launches/{launch}/events?after={seen}")).problem(404, "not-found");
    let problem = ben.command_as(id, &launch, (seen - 1, status("done"))).problem(422, "id-taken");
    assert_eq!(problem.seq.map(|seq| seq.0), stored["seq"].as_u64());
}

/// What takes back a change that was refused, for instance: of a log that lost its end nobody need miss it.
#[test]
fn a_command_that_made_nothing_happen_says_so_however_often_it_is_sent() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let ids = [Uuid::now_v7(), Uuid::now_v7()];
    let answers = || ids.map(|id| ada.command_as(id, &launch, (2, status("done"))).ok::<Value>());
    let first = answers();
    let at = &first[0]["seq"];
    assert_eq!(first, [json!({ "seq": at }), json!({ "seq": at, "nothing": true })]);
    ada.must(&launch, json!({ "type": "set_name", "name": "Release 2" }));
    assert_eq!(answers(), first);
}

#[test]
fn a_refused_command_may_be_sent_again_when_it_can_succeed() {
    let (app, ada) = TestApp::with_owner();
    let ben = app.invite(&ada, "Ben");
    let launch = ada.launch(TEMPLATE, None);
    let (id, wish) = (Uuid::now_v7(), json!({ "type": "set_name", "name": "Ben's" }));
    ben.command_as(id, &launch, (2, wish.clone())).problem(404, "not-found");
    ada.admit(&launch, &ben, "contributor");
    let problem = ben.command_as(id, &launch, (3, wish.clone())).problem(403, "role-needed");
    let in_parts = json!({ "kind": "role", "values": { "has": "contributor", "needs": "release-manager" } });
    assert_eq!(serde_json::to_value(problem.said).unwrap(), in_parts);
    ada.admit(&launch, &ben, "release_manager");
    ben.command_as(id, &launch, (2, wish)).ok::<Value>();
    assert_eq!(ada.view(&launch)["details"]["name"]["value"], "Ben's");
}

#[test]
fn a_conflict_shows_both_values() {
    let (app, ada) = TestApp::with_owner();
    let ben = app.invite(&ada, "Ben");
    let launch = ada.launch(TEMPLATE, None);
    let seen = ada.admit(&launch, &ben, "contributor");
    ada.command(&launch, seen, status("done")).ok::<Value>();
    let at = ada.seq(&launch);
    let problem = ben.command(&launch, seen, status("blocked")).problem(409, "conflict");
    let conflict = problem.conflict.unwrap();
    assert_eq!((&*conflict.theirs, &*conflict.yours, &*conflict.by), ("done", "blocked", "Ada"));
    assert_eq!(problem.pointer.as_deref(), Some("/command/status"));
    assert!(problem.detail.contains("Choose one"), "{}", problem.detail);
    // As a page sends it that has read a log which was set back since.
    ben.command(&launch, at + 100, status("blocked")).problem(409, "conflict");
    assert_eq!(ada.seq(&launch), at, "nothing happened");

    let same: Value = ben.command(&launch, seen, status("done")).ok();
    assert_eq!(same["seq"], at, "who wants the same has no conflict, and nothing more happens");
    ben.command(&launch, at, status("blocked")).ok::<Value>();
    assert_eq!(ada.view(&launch)["items"][ITEM]["status"]["value"], "blocked");
}

#[test]
fn who_has_read_further_than_the_log_goes_is_told_where_it_ends() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let head = ada.seq(&launch);
    for after in [head, head + 1] {
        let page: Value = ada.get(&format!("/api/launches/{launch}/events?after={after}")).ok();
        assert_eq!(page, json!({ "events": [], "head": head }));
    }
}

#[test]
fn roles_are_kept() {
    let (app, ada) = TestApp::with_owner();
    let ben = app.invite(&ada, "Ben");
    let launch = ada.launch(TEMPLATE, None);
    ben.command(&launch, 2, status("done")).problem(404, "not-found");
    let role = |role: &str| json!({ "type": "set_role", "member": ben.me()["id"], "name": "Ben", "role": role });
    let (manager, contributor, viewer) = (role("release_manager"), role("contributor"), role("viewer"));
    let cases = [
        (&contributor, json!({ "type": "set_name", "name": "x" }), 403, "a contributor does not rename"),
        (&contributor, manager, 403, "nor makes themselves manager"),
        (&contributor, json!({ "type": "set_connection", "connection": "emulator" }), 403, "nor changes what is asked"),
        (&contributor, status("in_progress"), 200, "but works on items"),
        (&viewer, status("done"), 403, "a viewer only reads"),
    ];
    for (given, wish, expected, about) in cases {
        ada.must(&launch, given.clone());
        let seen = ada.seq(&launch);
        let answer = ben.command(&launch, seen, wish);
        assert_eq!(answer.status, expected, "{about}: {}", answer.text());
        if expected == 403 {
            answer.problem(403, "role-needed");
            assert_eq!(ada.seq(&launch), seen, "{about}");
        }
    }
    ben.post(&format!("/api/launches/{launch}/checks/service.health/runs"), json!({})).problem(403, "role-needed");
    ben.post(&format!("/api/launches/{launch}/reports"), json!({})).problem(403, "role-needed");
    assert_eq!(ben.view(&launch)["items"][ITEM]["status"]["value"], "in_progress");
    let step_down = json!({ "type": "set_role", "member": ada.me()["id"], "name": "Ada", "role": "contributor" });
    ada.command(&launch, ada.seq(&launch), step_down).problem(409, "last-manager");
}

#[test]
fn a_role_is_for_somebody_with_an_account_under_their_own_name() {
    let (app, ada) = TestApp::with_owner();
    let ben = app.invite(&ada, "Ben");
    let launch = ada.launch(TEMPLATE, None);
    let nobody = json!(Uuid::now_v7());
    for (member, name, pointer) in [(&ben.me()["id"], "Ada", "/command/name"), (&nobody, "Eve", "/command/member")] {
        let wish = json!({ "type": "set_role", "member": member, "name": name, "role": "approver" });
        let problem = ada.command(&launch, 2, wish).problem(422, "bad-field");
        assert_eq!(problem.pointer.as_deref(), Some(pointer));
    }
}

#[test]
fn launches_are_made_once_and_listed() {
    let (_app, ada) = TestApp::with_owner();
    let id = Uuid::now_v7();
    let wish = json!({ "name": "Release 1", "template": INTERCOM, "target": "2027-01-31", "ticket": "OPS-1", "connection": "emulator" });
    let first: Value = ada.new_launch(id, wish.clone()).ok();
    let again: Value = ada.new_launch(id, wish.clone()).ok();
    assert_eq!(first, again);
    ada.new_launch(id, json!({ "name": "Release 2", "template": INTERCOM })).problem(422, "id-taken");
    let bad = [
        (json!({ "name": "x", "template": "no-such" }), "/template", None),
        (json!({ "name": "x", "template": INTERCOM, "connection": "no-such" }), "/connection", None),
        (json!({ "name": "x", "template": INTERCOM, "connection": "http://169.254.169.254" }), "/connection", None),
        (json!({ "name": "x", "template": INTERCOM, "target": "soon" }), "/target", None),
        (json!({ "name": "x", "template": INTERCOM, "checks": [] }), "/checks", None),
        (json!({ "name": " ", "template": INTERCOM }), "/name", Some("empty")),
        (json!({ "name": "x", "template": INTERCOM, "ticket": "a\nb" }), "/ticket", Some("one_line")),
    ];
    for (wish, pointer, rule) in bad {
        let problem = ada.new_launch(Uuid::now_v7(), wish).problem(422, "bad-field");
        assert_eq!(problem.pointer.as_deref(), Some(pointer), "{}", problem.detail);
        assert_eq!(problem.said.map(|said| said.kind).as_deref(), rule, "{}", problem.detail);
    }
    let second = ada.launch(TEMPLATE, None);
    let list: Value = ada.get("/api/launches").ok();
    let ids: Vec<_> = list.as_array().unwrap().iter().map(|launch| launch["id"].as_str().unwrap()).collect();
    assert_eq!(ids, [&*second, first["id"].as_str().unwrap()], "newest first");
    let summary = &list[1];
    assert_eq!((&summary["ticket"], &summary["target"]), (&json!("OPS-1"), &json!("2027-01-31")));
    assert_eq!(summary["decision"], "no_go");
    assert_eq!(summary["firstReasons"].as_array().unwrap().len(), 3);
    // What is broken is told before what is only open.
    let tick = json!({ "type": "set_status", "item": "auth.scopes", "status": "done" });
    ada.command(ids[1], ada.seq(ids[1]), tick).ok::<Value>();
    let list: Value = ada.get("/api/launches").ok();
    let summary = list.as_array().unwrap().iter().find(|launch| launch["id"] == ids[1]).unwrap();
    assert_eq!(summary["firstReasons"][0]["item"], "auth.scopes", "{summary}");
    assert!(summary["firstReasons"][0]["values"]["title"].is_string(), "{summary}");
    let gate: Value = ada.get(&format!("/api/launches/{}/gate", ids[1])).ok();
    assert_eq!(gate["reasons"].as_array().unwrap().len() as u64, summary["reasons"].as_u64().unwrap());
}

#[test]
fn templates_and_connections_are_shown_without_secrets() {
    let (app, ada) = TestApp::with_owner();
    let templates: Value = ada.get("/api/templates").ok();
    let names: Vec<_> = templates.as_array().unwrap().iter().map(|template| template["name"].as_str().unwrap()).collect();
    assert_eq!(names, [INTERCOM, TEMPLATE, "webhook-consumer"]);
    for (name, summary) in names.iter().zip(templates.as_array().unwrap()) {
        let template: Value = ada.get(&format!("/api/templates/{name}")).ok();
        assert_eq!(template["title"], summary["title"]);
    }
    let connections = ada.get("/api/connections");
    let shown: Value = connections.ok();
    assert_eq!(shown[0]["name"], "emulator");
    assert_eq!((&shown[0]["token"], &shown[0]["webhookSecret"]), (&json!("present"), &json!("present")));
    assert!(!connections.text().contains("token\":\"file:"), "not even where a secret lies");
    app.lose_token();
    assert_eq!(ada.get("/api/connections").ok::<Value>()[0]["token"], "missing");
}
