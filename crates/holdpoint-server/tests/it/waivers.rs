//! `GET /api/waivers`

use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{TEMPLATE, TestApp};
use crate::client::{Answer, Client};

fn ask(client: &Client, launch: &str, hours: i64, mitigation: Value) -> Answer {
    let ends = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(hours);
    let wish = json!({
        "type": "request_waiver", "item": "readiness.owner", "waiver": Uuid::now_v7(), "reason": "The vendor is late.",
        "mitigation": mitigation, "expiresAt": ends,
    });
    client.command(launch, client.seq(launch), wish)
}

#[test]
fn waivers_of_all_launches_that_one_sees_are_listed_the_first_to_end_first() {
    let (app, ada) = TestApp::with_owner();
    let (ben, cem) = (app.invite(&ada, "Ben"), app.invite(&ada, "Cem"));
    let (one, two) = (ben.launch(TEMPLATE, None), ben.launch(TEMPLATE, None));
    ben.admit(&one, &cem, "approver");
    ask(&ben, &one, 100, json!("A person watches.")).ok::<Value>();
    ask(&ben, &two, 47, json!("A person watches.")).ok::<Value>();
    let problem = ask(&ben, &two, 47, Value::Null).problem(422, "bad-field");
    assert_eq!(problem.pointer.as_deref(), Some("/command/mitigation"));
    let waiver = ben.view(&one)["items"]["readiness.owner"]["waiver"]["id"].clone();
    cem.must(&one, json!({ "type": "approve_waiver", "item": "readiness.owner", "waiver": waiver }));

    let listed = |client: &Client| {
        let views: Value = client.get("/api/waivers").ok();
        let views = views.as_array().unwrap().iter();
        views
            .map(|view| (view["launch"].as_str().unwrap().to_owned(), view["daysLeft"].as_i64().unwrap(), view["approvedBy"].clone()))
            .collect::<Vec<_>>()
    };
    let (first, second) = ((two.clone(), 1, Value::Null), (one.clone(), 4, json!("Cem")));
    assert_eq!(listed(&ben), [first.clone(), second.clone()]);
    assert_eq!(listed(&cem), std::slice::from_ref(&second), "Cem has a role in one of them");
    assert_eq!(listed(&ada), [first, second], "who owns the server sees all");
    let view = &cem.get("/api/waivers").ok::<Value>()[0];
    assert_eq!((&view["requestedBy"], &view["mitigation"]), (&json!("Ben"), &json!("A person watches.")));
    cem.must(&one, json!({ "type": "refuse_waiver", "item": "readiness.owner", "waiver": waiver }));
    assert_eq!(listed(&cem), []);
    app.client().get("/api/waivers").problem(401, "signed-out");
}

#[test]
fn the_board_counts_waivers_that_wait_for_an_answer_beside_own_items() {
    let (app, ada) = TestApp::with_owner();
    let (ben, cem) = (app.invite(&ada, "Ben"), app.invite(&ada, "Cem"));
    let launch = ben.launch(TEMPLATE, None);
    ben.admit(&launch, &cem, "approver");
    let waits = |client: &Client| {
        let board: Value = client.get("/api/launches").ok();
        let all = board[0]["waitsFor"].as_array().unwrap().clone();
        all.iter().map(|one| (one["name"].as_str().unwrap().to_owned(), one["items"].as_u64().unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(waits(&ben), []);
    ask(&ben, &launch, 47, json!("A person watches.")).ok::<Value>();
    assert_eq!(waits(&ben), [("Cem".to_owned(), 1)], "who asked does not answer");
    let waiver = ben.view(&launch)["items"]["readiness.owner"]["waiver"]["id"].clone();
    cem.must(&launch, json!({ "type": "refuse_waiver", "item": "readiness.owner", "waiver": waiver }));
    assert_eq!(waits(&cem), []);
}
