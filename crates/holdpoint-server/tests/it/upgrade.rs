//! `POST …/template`, and the trend: a launch moves to the version of its template that the server has.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{Settings, TestApp};
use crate::client::{Answer, Client};
use crate::template_files::template;

pub fn upgrade(client: &Client, launch: &str, from: &Value, to: &Value) -> Answer {
    let key = Uuid::now_v7().to_string();
    let path = format!("/api/launches/{launch}/template");
    client.call("POST", &path).with("idempotency-key", &key).json(json!({ "from": from, "to": to })).send()
}

/// The template `small`, as the server offers it.
pub fn served(client: &Client) -> Value {
    let known: Vec<Value> = client.get("/api/templates").ok();
    known.into_iter().find(|template| template["name"] == "small").unwrap()
}

#[test]
fn answers_stay_where_the_question_is_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("small.toml");
    std::fs::write(
        &file,
        template("small", "1.0.0", &[("a.same", "The same"), ("a.other", "The first question"), ("a.gone", "Gone soon")]),
    )
    .unwrap();
    let more = format!("[templates]\ndir = {:?}\n", folder.path());
    let mut app = TestApp::configured(None, Settings { more, ..Settings::default() });
    let ada = app.set_up("Ada");
    let launch = ada.launch("small", None);
    let first = served(&ada)["digest"].clone();
    for item in ["a.same", "a.other", "a.gone"] {
        ada.must(&launch, json!({ "type": "set_status", "item": item, "status": "done" }));
    }
    let before = ada.seq(&launch);
    upgrade(&ada, &launch, &first, &first).ok::<Value>();
    assert_eq!(ada.seq(&launch), before, "it is on that one");

    std::fs::write(&file, template("small", "1.1.0", &[("a.same", "The same"), ("a.other", "A second question"), ("a.new", "New")]))
        .unwrap();
    app.restart();
    let ada = ada.moved_to(app.client());
    let second = served(&ada)["digest"].clone();
    upgrade(&ada, &launch, &first, &json!(format!("sha256:{}", "0".repeat(64)))).problem(409, "other-version");
    upgrade(&ada, &launch, &second, &second).problem(409, "wrong-order");
    upgrade(&ada, &launch, &json!("nothing"), &second).problem(422, "bad-field");
    assert_eq!(ada.seq(&launch), before);

    let stored: Value = upgrade(&ada, &launch, &first, &second).ok();
    assert_eq!(stored["seq"], before + 1);
    let view = ada.view(&launch);
    let status = |item: &str| view["items"][item]["status"]["value"].clone();
    assert_eq!([status("a.same"), status("a.other"), status("a.new")], [json!("done"), json!("open"), json!("open")]);
    assert_eq!((&view["items"]["a.gone"], &view["templateRef"]["version"]), (&Value::Null, &json!("1.1.0")));
    let ben = app.invite(&ada, "Ben");
    ada.admit(&launch, &ben, "contributor");
    upgrade(&ben, &launch, &first, &second).problem(403, "role-needed");

    // The whole history says the same after another start, and the trend saw both.
    let trend: Vec<Value> = ada.get(&format!("/api/launches/{launch}/trend")).ok();
    let last = trend.last().unwrap();
    assert_eq!((&last["settled"], &last["total"]), (&json!(1), &json!(3)));
    app.restart();
    let ada = ada.moved_to(app.client());
    assert_eq!(ada.view(&launch)["items"], view["items"]);
}
