//! Sample launches: made to look around in, without a report, deleted when they are no longer wanted.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{Settings, TestApp};

#[test]
fn a_sample_can_be_deleted_and_nothing_else_can() {
    let mut app = TestApp::configured(None, Settings { server: "public_badges = true\n".into(), ..Settings::default() });
    let ada = app.set_up("Ada");
    let wish = json!({ "name": "Sample", "template": "intercom-production", "sample": true });
    let made: Value = ada.new_launch(Uuid::now_v7(), wish).ok();
    let sample = made["id"].as_str().unwrap().to_owned();
    let other = ada.launch("intercom-production", None);
    let view = ada.view(&sample);
    assert_eq!(view["sample"], true);
    let done = view["items"].as_object().unwrap().values().filter(|item| item["status"]["value"] == "done").count();
    assert_eq!(done, 2, "some of it is done already");
    ada.post(&format!("/api/launches/{sample}/reports"), json!({})).problem(409, "sample");

    let ben = app.invite(&ada, "Ben");
    ada.admit(&sample, &ben, "contributor");
    let discard = || json!({ "type": "discard" });
    ben.command(&sample, ben.seq(&sample), discard()).problem(403, "role-needed");
    ada.command(&other, ada.seq(&other), discard()).problem(409, "kept");
    assert_eq!(app.client().get(&format!("/api/launches/{sample}/badge.svg")).status, 200);
    ada.must(&sample, discard());
    for restarted in [false, true] {
        if restarted {
            app.restart();
        }
        let ada = ada.moved_to(app.client());
        ada.get(&format!("/api/launches/{sample}")).problem(404, "not-found");
        ada.get(&format!("/api/launches/{sample}/live")).problem(404, "not-found");
        let gone = app.client().get(&format!("/api/launches/{sample}/badge.svg")).problem(404, "not-found");
        let never = app.client().get("/api/launches/LCH-99/badge.svg").problem(404, "not-found");
        assert_eq!(gone.detail.replace(&sample, "LCH-99"), never.detail, "as if it had never been");
        ada.command(&sample, 1, json!({ "type": "set_name", "name": "Again" })).problem(404, "not-found");
        let listed: Vec<Value> = ada.get("/api/launches").ok();
        let ids: Vec<&Value> = listed.iter().map(|launch| &launch["id"]).collect();
        assert_eq!(ids, [&json!(other)]);
    }
}
