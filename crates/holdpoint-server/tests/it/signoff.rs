//! `GET …/snapshot`, `POST …/approvals`, `POST …/reports`, `GET …/report/{form}`, `GET /api/trust.json`

use holdpoint_domain::id::Digest;
use holdpoint_domain::launch::Why;
use holdpoint_domain::report::tlog_proof::TlogProof;
use holdpoint_domain::report::{Beside, TrustRoot, Verdict, verify};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{INTERCOM, PASSWORD, TEMPLATE, TestApp, comment};
use crate::client::{Answer, Client};

/// Settles every item.
pub fn settle(client: &Client, launch: &str) {
    let items: Vec<_> = client.view(launch)["items"].as_object().unwrap().keys().cloned().collect();
    for item in items {
        let wish = json!({ "type": "set_status", "item": item, "status": "not_applicable", "justification": "Not part of this release." });
        client.command(launch, 0, wish).ok::<Value>();
    }
}

/// Signs what is there now, as a page does: reads the snapshot, and sends its digest.
pub fn approve(client: &Client, launch: &str, change: impl FnOnce(&mut Value)) -> Answer {
    let snapshot = client.get(&format!("/api/launches/{launch}/snapshot"));
    assert_eq!(snapshot.status, 200, "{}", snapshot.text());
    let digest = Digest::of(&snapshot.body).to_string();
    assert_eq!(snapshot.header("x-holdpoint-digest"), Some(&*digest));
    let revision: u64 = snapshot.header("x-holdpoint-revision").unwrap().parse().unwrap();
    let mut body = json!({
        "id": Uuid::now_v7(), "snapshot": digest, "revision": revision, "role": "release_manager", "comment": "I looked.", "password": PASSWORD,
    });
    change(&mut body);
    client.post(&format!("/api/launches/{launch}/approvals"), body)
}

fn nothing(_: &mut Value) {}

#[test]
fn an_approval_is_refused_before_anything_is_signed() {
    let (app, ada) = TestApp::with_owner();
    let ben = app.invite(&ada, "Ben");
    let launch = ada.launch(TEMPLATE, None);
    let problem = approve(&ada, &launch, nothing).problem(409, "not-ready");
    assert!(problem.detail.contains("not ready to be signed"), "{}", problem.detail);
    let first = problem.reason.unwrap();
    assert!(problem.detail.contains(&first.text()) && matches!(first.why, Why::ItemOpen { .. }), "{first:?}");
    assert!(1 < problem.numbers["count"]);
    settle(&ada, &launch);
    let seq = ada.admit(&launch, &ben, "contributor");
    type Change = fn(&mut Value);
    let cases: [(Change, u16, &str, &str); 4] = [
        (|body| body["password"] = "wrong horse battery".into(), 403, "wrong-password", "the password is given again"),
        (|body| body["revision"] = 1.into(), 409, "outdated", "an old revision"),
        (|body| body["snapshot"] = Digest::of(b"another").to_string().into(), 409, "outdated", "another snapshot"),
        (|body| body["role"] = "contributor".into(), 422, "bad-field", "no role that signs"),
    ];
    for (change, status, kind, about) in cases {
        let problem = approve(&ada, &launch, change).problem(status, kind);
        assert_eq!(problem.pointer.as_deref(), (status == 422).then_some("/role"));
        assert_eq!(ada.seq(&launch), seq, "{about}: nothing is stored");
    }
    approve(&ben, &launch, nothing).problem(403, "role-needed");
    let view = ada.view(&launch);
    assert_eq!((&view["seq"], &view["approvals"]), (&json!(seq), &json!([])));
}

#[test]
fn what_changes_after_a_look_is_not_signed_and_after_a_signature_is_told() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    settle(&ada, &launch);
    let seen = ada.seq(&launch);
    let snapshot = Digest::of(&ada.get(&format!("/api/launches/{launch}/snapshot")).body);
    ada.must(&launch, comment("Wait."));
    let stale = json!({ "id": Uuid::now_v7(), "snapshot": snapshot, "revision": seen, "role": "release_manager", "password": PASSWORD });
    ada.post(&format!("/api/launches/{launch}/approvals"), stale).problem(409, "outdated");

    approve(&ada, &launch, nothing).ok::<Value>();
    approve(&ada, &launch, nothing).problem(409, "already-signed");
    let gate = |reasons: &str| ada.get(&format!("/api/launches/{launch}/gate")).ok::<Value>()[reasons].to_string();
    assert_eq!(gate("decision"), "\"go\"");
    ada.must(
        &launch,
        json!({ "type": "set_status", "item": "readiness.owner", "status": "not_applicable", "justification": "Another reason." }),
    );
    assert_eq!(gate("decision"), "\"no_go\"");
    assert!(gate("reasons").contains("approval_missing") && gate("notices").contains("approval_stale"));

    approve(&ada, &launch, nothing).ok::<Value>();
    assert_eq!(gate("decision"), "\"go\"");
    let newest = ada.view(&launch)["approvals"].as_array().unwrap().last().unwrap()["id"].clone();
    ada.must(&launch, json!({ "type": "revoke_approval", "approval": newest, "reason": "Signed too early." }));
    assert_eq!(gate("decision"), "\"no_go\"");
}

#[test]
fn two_people_sign_and_the_report_verifies() {
    let (app, ada) = TestApp::with_owner();
    let ben = app.invite(&ada, "Ben");
    let launch = ada.launch(INTERCOM, Some("emulator"));
    let run = format!("/api/launches/{launch}/checks/api.rate-limit/runs");
    ada.post(&run, json!({})).ok::<Value>();
    settle(&ada, &launch);
    ada.admit(&launch, &ben, "approver");
    let gate = || ada.get(&format!("/api/launches/{launch}/gate")).ok::<Value>();
    assert_eq!(gate()["reasons"].as_array().unwrap().len(), 2);

    approve(&ben, &launch, nothing).problem(403, "role-needed");
    approve(&ben, &launch, |body| body["role"] = "approver".into()).ok::<Value>();
    approve(&ada, &launch, nothing).ok::<Value>();
    assert_eq!(gate()["decision"], "go", "{}", gate());

    let reports = format!("/api/launches/{launch}/reports");
    let issued: Value = ada.post(&reports, json!({})).ok();
    assert_eq!(issued["decision"], "go");
    assert_eq!(ada.get("/api/launches").ok::<Value>()[0]["reported"], "go");
    let file = |form: &str| ben.get(&format!("/api/launches/{launch}/report/{form}"));
    let (bundle, html, proof) = (file("json"), file("html"), file("tlog-proof"));
    let names = [&bundle, &html, &proof].map(|file| {
        let disposition = file.header("content-disposition").unwrap();
        assert!(file.header("content-security-policy").unwrap().starts_with("sandbox; default-src 'none'"), "never inside this origin");
        assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(file.header("x-holdpoint-digest"), Some(&*Digest::of(&file.body).to_string()));
        disposition.strip_prefix("attachment; filename=\"").unwrap().trim_end_matches('"').to_owned()
    });
    assert_eq!(json!(names), issued["files"]);
    assert_eq!(issued["bundle"], Digest::of(&bundle.body).to_string());
    let signed = &ada.view(&launch)["reports"][0];
    assert_eq!(signed["html"], Digest::of(&html.body).to_string());
    assert_eq!(signed["bundle"], issued["bundle"]);

    let trust = TrustRoot::parse(&ada.get("/api/trust.json").body).unwrap();
    TlogProof::parse(&proof.body).unwrap();
    let beside = Beside { html: Some(&html.body), tlog_proof: Some(&proof.body), ..Beside::default() };
    let verification = verify(&bundle.body, Some(&trust), beside).unwrap();
    assert_eq!(verification.verdict, Verdict::Verified, "{verification:#?}");
    assert_eq!(verify(&bundle.body, None, beside).unwrap().verdict, Verdict::SelfConsistent);
    let mut forged = html.body.clone();
    let place = forged.len() / 2;
    forged[place] ^= 1;
    let beside = Beside { html: Some(&forged), tlog_proof: Some(&proof.body), ..Beside::default() };
    assert_eq!(verify(&bundle.body, Some(&trust), beside).unwrap().verdict, Verdict::NotVerified, "one bit of the page");
    let (_strangers, stranger) = TestApp::with_owner();
    let other = TrustRoot::parse(&stranger.get("/api/trust.json").body).unwrap();
    assert_ne!(verify(&bundle.body, Some(&other), Beside::default()).unwrap().verdict, Verdict::Verified, "another server's keys");
}

/// As after an import from another server: what vouched for the approval is nothing that this server's trust file knows.
#[test]
fn a_report_that_its_own_trust_file_would_refuse_is_not_issued() {
    let (mut app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    settle(&ada, &launch);
    approve(&ada, &launch, nothing).ok::<Value>();
    app.stop();
    let file = app.data().join("keys/report.pem");
    let text = std::fs::read_to_string(&file).unwrap();
    let (_, key) = text.split_once('\n').unwrap();
    std::fs::write(&file, format!("# In use since {}\n{key}", jiff::Timestamp::now())).unwrap();
    app.restart();
    let ada = ada.moved_to(app.client());
    let reports = format!("/api/launches/{launch}/reports");
    let problem = ada.post(&reports, json!({})).problem(409, "not-verifiable");
    assert_eq!(problem.case.as_deref(), Some("approval"), "{}", problem.detail);
    assert!(problem.detail.contains("approval-signature: Ada as release manager"), "{}", problem.detail);
    assert_eq!(ada.view(&launch)["reports"], json!([]));
    let approval = ada.view(&launch)["approvals"][0]["id"].take();
    ada.must(&launch, json!({ "type": "revoke_approval", "approval": approval, "reason": "Given before the move." }));
    approve(&ada, &launch, nothing).ok::<Value>();
    assert_eq!(ada.post(&reports, json!({})).ok::<Value>()["decision"], "go");
}

#[test]
fn who_signed_before_signs_the_difference_beside_what_they_saw() {
    let (app, ada) = TestApp::with_owner();
    let ben = app.invite(&ada, "Ben");
    let launch = ada.launch(TEMPLATE, None);
    settle(&ada, &launch);
    approve(&ada, &launch, nothing).ok::<Value>();
    approve(&ada, &launch, nothing).problem(409, "already-signed");
    let seen = ada.view(&launch)["approvals"][0]["snapshot"].as_str().unwrap().to_owned();
    let path = |launch: &str| format!("/api/launches/{launch}/snapshots/{seen}");
    let then = ada.get(&path(&launch));
    assert_eq!((then.status, Digest::of(&then.body).to_string()), (200, seen.clone()), "the bytes that were signed");
    ben.get(&path(&launch)).problem(404, "not-found");
    let other = ben.launch(TEMPLATE, None);
    ben.get(&path(&other)).problem(404, "not-found");
    ada.get(&format!("/api/launches/{launch}/snapshots/sha256:0")).problem(400, "bad-address");

    let why = json!({ "type": "set_status", "item": "readiness.owner", "status": "not_applicable", "justification": "Another reason." });
    ada.must(&launch, why);
    approve(&ada, &launch, nothing).ok::<Value>();
    let approvals = ada.view(&launch)["approvals"].take();
    let covers = approvals[1]["covers"].as_object().unwrap();
    assert_eq!(covers.keys().collect::<Vec<_>>(), ["readiness.owner"]);
    assert_eq!(ada.get(&format!("/api/launches/{launch}/gate")).ok::<Value>()["decision"], "go");
}

#[test]
fn a_report_of_no_go_is_a_report_and_later_events_leave_it_true() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let file = |form: &str| ada.get(&format!("/api/launches/{launch}/report/{form}"));
    assert_eq!(file("json").problem(404, "not-found").detail, "there is no report of this launch yet; issue one first");
    let issued: Value = ada.post(&format!("/api/launches/{launch}/reports"), json!({})).ok();
    assert_eq!(issued["decision"], "no_go");
    file("docx").problem(404, "not-found");
    app.client().get(&format!("/api/launches/{launch}/report/json")).problem(401, "signed-out");
    settle(&ada, &launch);
    let bundle = file("json");
    assert_eq!(Digest::of(&bundle.body).to_string(), issued["bundle"], "the report that was issued, not a new one");
    let trust = TrustRoot::parse(&ada.get("/api/trust.json").body).unwrap();
    let (html, proof) = (file("html"), file("tlog-proof"));
    let beside = Beside { html: Some(&html.body), tlog_proof: Some(&proof.body), ..Beside::default() };
    let verification = verify(&bundle.body, Some(&trust), beside).unwrap();
    assert_eq!(verification.verdict, Verdict::Verified, "{verification:#?}");
}
