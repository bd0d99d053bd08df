//! `POST /api/people/{id}/erasure`: by the owner only, and what it leaves.

use holdpoint_domain::report::{Beside, Outcome, TrustRoot, Verdict, Verification, verify};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{TEMPLATE, TestApp, comment};
use crate::client::{Answer, Client};
use crate::consistency;
use crate::signoff::{approve, settle};

const SECRET: &str = "my landlord says no";

fn erase(client: &Client, person: &Value, dry_run: bool) -> Answer {
    client.post(&format!("/api/people/{}/erasure", person["id"].as_str().unwrap()), json!({ "dryRun": dry_run }))
}

fn file(client: &Client, launch: &str, name: &str) -> Vec<u8> {
    let answer = client.get(&format!("/api/launches/{launch}/{name}"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.body
}

/// Judges a report by what the server tells auditors now.
fn judge(client: &Client, launch: &str, bundle: &[u8]) -> Verification {
    let trust = TrustRoot::parse(&client.get("/api/trust.json").body).unwrap();
    let history = file(client, launch, "history");
    verify(bundle, Some(&trust), Beside { history: Some(&history), ..Beside::default() }).unwrap()
}

fn step(verification: &Verification, name: &str) -> (Outcome, String) {
    let step = verification.steps.iter().find(|step| step.name == name).unwrap();
    (step.outcome, step.detail.to_string())
}

/// A launch that Ben Meyer worked in, approved and had reported.
fn story(app: &TestApp, ada: &Client) -> (Client, Value, String) {
    let ben = app.invite(ada, "Ben Meyer");
    let me = ben.me();
    let launch = ada.launch(TEMPLATE, None);
    settle(ada, &launch);
    ada.admit(&launch, &ben, "release_manager");
    ben.must(&launch, comment(SECRET));
    ada.must(&launch, comment("Ben Meyer looked at it"));
    approve(&ben, &launch, |_| {}).ok::<Value>();
    ada.post(&format!("/api/launches/{launch}/reports"), json!({})).ok::<Value>();
    (ben, me, launch)
}

#[test]
fn an_erased_person_is_nowhere_but_in_what_was_signed() {
    let (mut app, ada) = TestApp::with_owner();
    let (ben, me, launch) = story(&app, &ada);
    let report = file(&ada, &launch, "report/json");
    assert_eq!(judge(&ada, &launch, &report).verdict, Verdict::Verified);
    let before = ada.seq(&launch);

    let would: Value = erase(&ada, &me, true).ok();
    assert_eq!(would["launches"], json!([{ "launch": launch, "events": would["launches"][0]["events"], "role": true }]));
    assert_eq!((&would["approvals"], &would["sessions"]), (&json!(1), &json!(1)));
    assert_eq!((ada.seq(&launch), ben.get("/api/account").status), (before, 200), "nothing has happened");
    assert_eq!(erase(&ada, &me, false).ok::<Value>(), would);
    erase(&ada, &me, false).problem(404, "not-found");

    ben.get("/api/account").problem(401, "signed-out");
    let people = ada.get("/api/people").text();
    assert!(!people.contains("Meyer"), "{people}");
    for path in ["", "/events", "/snapshot", "/gate"] {
        let told = ada.get(&format!("/api/launches/{launch}{path}")).text();
        assert!(!told.contains(SECRET) && !told.contains("Ben Meyer\""), "{path}: {told}");
    }
    let view = ada.view(&launch);
    let texts: Vec<_> = view["items"]["readiness.owner"]["comments"].as_array().unwrap().iter().map(|one| one["text"].clone()).collect();
    assert_eq!(texts, ["[erased]", "(erased person) looked at it"]);
    assert_eq!(view["former"][me["id"].as_str().unwrap()], "(erased person)");
    let last = ada.events(&launch, before);
    assert_eq!((&last[0]["event"]["type"], &last[0]["by"]), (&json!("erased"), &ada.me()["id"]));

    // The report that was signed before is what it was, and verifies by what auditors get now.
    assert_eq!(file(&ada, &launch, "report/json"), report);
    let verification = judge(&ada, &launch, &report);
    assert_eq!(verification.verdict, Verdict::Verified, "{}", verification.summary);
    let (outcome, detail) = step(&verification, "history");
    assert!(outcome == Outcome::Holds && detail.contains("of these 3 were replaced"), "{detail}");
    assert_eq!(step(&verification, "replay").0, Outcome::NotChecked);
    assert!(step(&verification, "roster").1.contains("the name was erased there"), "{:?}", step(&verification, "roster"));

    // One that is issued now tells of the launch as it is now, and is played from its beginning.
    ada.post(&format!("/api/launches/{launch}/reports"), json!({})).ok::<Value>();
    let newer = file(&ada, &launch, "report/json");
    let verification = judge(&ada, &launch, &newer);
    let (outcome, detail) = step(&verification, "replay");
    assert_eq!((verification.verdict, outcome), (Verdict::Verified, Outcome::Holds), "{}", verification.summary);
    assert!(detail.ends_with("replaced entries revoked an approval or ended a role is the server's word"), "{detail}");
    assert!(!String::from_utf8(file(&ada, &launch, "report/html")).unwrap().contains("Meyer"));
    assert!(consistency::joins(&ada, &launch, [&report, &newer]), "the log is the one that the earlier report was made from");

    app.restart();
    let ada = ada.moved_to(app.client());
    assert_eq!(ada.view(&launch)["items"]["readiness.owner"]["comments"][0]["text"], "[erased]");
    // The name is free again, and whoever has it next is somebody else.
    let other = app.invite(&ada, "Ben Meyer");
    assert_ne!(other.me()["id"], me["id"]);
}

#[test]
fn only_the_owner_erases_and_never_the_last_one() {
    let (app, ada) = TestApp::with_owner();
    let (ben, me, _) = story(&app, &ada);
    erase(&ben, &ada.me(), true).problem(403, "owner-needed");
    erase(&ben, &me, false).problem(403, "owner-needed");
    let problem = erase(&ada, &ada.me(), false).problem(409, "not-accepted");
    assert!(problem.detail.contains("only owner"), "{}", problem.detail);
    erase(&ada, &json!({ "id": Uuid::now_v7() }), false).problem(404, "not-found");
    erase(&ada, &json!({ "id": "x" }), false).problem(400, "bad-address");
    let problem = ada.post(&format!("/api/people/{}/erasure", me["id"].as_str().unwrap()), json!({})).problem(422, "bad-field");
    assert!(problem.detail.contains("dryRun"), "{}", problem.detail);
    assert_eq!(ben.get("/api/account").status, 200);
}

/// Nobody can be erased twice: told that it failed, the owner would try again, and find nobody.
#[test]
fn who_was_erased_while_uploads_could_not_be_reached_is_told_as_erased() {
    let (app, ada) = TestApp::with_owner();
    let me = app.invite(&ada, "Ben Meyer").me();
    // As if the folder were on another machine, which is away.
    std::fs::remove_dir_all(app.data().join("uploads")).unwrap();
    assert_eq!(erase(&ada, &me, false).ok::<Value>()["person"], me["id"]);
    erase(&ada, &me, false).problem(404, "not-found");
}
