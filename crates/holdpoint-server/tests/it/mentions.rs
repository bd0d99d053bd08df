//! Comments that ask somebody: whom they may mention, and for whom the board says that a launch waits.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{TEMPLATE, TestApp, comment};
use crate::client::Client;

const ITEM: &str = "readiness.owner";

fn asking(who: &Value) -> Value {
    let mut comment = comment("@Ben, which one?");
    comment["mentions"] = json!([who]);
    comment
}

fn waits(client: &Client) -> Vec<(String, u64)> {
    let board: Value = client.get("/api/launches").ok();
    let all = board[0]["waitsFor"].as_array().unwrap().iter();
    all.map(|one| (one["name"].as_str().unwrap().to_owned(), one["items"].as_u64().unwrap())).collect()
}

#[test]
fn a_launch_waits_for_who_is_asked_until_they_answer() {
    let (app, ada) = TestApp::with_owner();
    let ben = app.invite(&ada, "Ben");
    let launch = ada.launch(TEMPLATE, None);
    ada.admit(&launch, &ben, "contributor");
    let id = ben.me()["id"].clone();
    ada.must(&launch, asking(&id));
    assert_eq!(waits(&ben), [("Ben".to_owned(), 1)]);
    let told = |client: &Client| client.view(&launch)["items"][ITEM]["comments"][0].clone();
    assert_eq!((&told(&ben)["mentions"], &told(&ben)["unanswered"]), (&json!([id]), &json!([id])));
    // As a program writes it that knows nothing of mentions.
    ben.must(&launch, comment("The first one."));
    assert_eq!(waits(&ada), []);
    assert_eq!((&told(&ada)["mentions"], &told(&ada)["unanswered"]), (&json!([id]), &Value::Null));
}

#[test]
fn a_mention_of_who_cannot_answer_is_refused_at_its_field() {
    let (app, ada) = TestApp::with_owner();
    let (vic, cem) = (app.invite(&ada, "Vic"), app.invite(&ada, "Cem"));
    let launch = ada.launch(TEMPLATE, None);
    ada.admit(&launch, &vic, "viewer");
    let before = ada.seq(&launch);
    let (vic, cem, nobody) = (vic.me()["id"].clone(), cem.me()["id"].clone(), json!(Uuid::now_v7()));
    for (who, words) in [(vic, "Vic, who only reads here"), (cem, "not a member of this launch"), (nobody, "not a member of this launch")] {
        let problem = ada.command(&launch, before, asking(&who)).problem(422, "bad-field");
        assert_eq!(problem.pointer.as_deref(), Some("/command/mentions"));
        assert!(problem.detail.contains(words), "{}", problem.detail);
    }
    assert_eq!((ada.seq(&launch), waits(&ada)), (before, vec![]), "nothing happened");
}
