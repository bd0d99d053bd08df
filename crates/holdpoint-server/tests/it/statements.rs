//! `/api/account/signing-keys`, `/api/launches/{id}/statements`: approvals with keys of people's own.

use std::sync::Barrier;

use holdpoint_domain::id::Digest;
use holdpoint_domain::report::challenge::{ENROL_NAMESPACE, NAMESPACE, challenge};
use holdpoint_domain::report::{Beside, Outcome, TrustRoot, Verdict, verify};
use serde_json::{Value, json};
use ssh_key::private::{Ed25519Keypair, KeypairData};
use ssh_key::{HashAlg, LineEnding, PrivateKey, SshSig};

use crate::app::{INTERCOM, PASSWORD, TEMPLATE, TestApp};
use crate::client::{Answer, Client};
use crate::device::{Device, encode};
use crate::passkeys::origin;
use crate::signoff::settle;

const KEYS: &str = "/api/account/signing-keys";

fn enrol(client: &Client, device: &mut Device) -> Answer {
    let begun: Value = client.post(&format!("{KEYS}/passkey/begin"), json!({})).ok();
    let credential = device.create(&begun["options"]);
    client.post(&format!("{KEYS}/passkey"), json!({ "challenge": begun["challenge"], "name": "Laptop", "credential": credential }))
}

fn statement(client: &Client, launch: &str, role: &str) -> Value {
    let snapshot = Digest::of(&client.get(&format!("/api/launches/{launch}/snapshot")).body);
    let wish = json!({ "role": role, "comment": "I looked.", "snapshot": snapshot });
    client.post(&format!("/api/launches/{launch}/statements"), wish).ok()
}

/// What the page asks a device for.
fn touched(device: &Device, view: &Value) -> Value {
    let text = view["statement"].as_str().unwrap();
    let options = json!({ "challenge": encode(&challenge(text.as_bytes())) });
    json!({ "type": "passkey", "credential": device.get(&options) })
}

fn send(client: &Client, launch: &str, view: &Value, signature: Value) -> Answer {
    client.post(&format!("/api/launches/{launch}/statements/{}/signature", view["id"].as_str().unwrap()), signature)
}

fn ssh_private(seed: u8) -> PrivateKey {
    PrivateKey::new(KeypairData::Ed25519(Ed25519Keypair::from_seed(&[seed; 32])), "").unwrap()
}

/// As `ssh-keygen -Y sign -n NAMESPACE` prints it.
fn armoured(key: &PrivateKey, namespace: &str, text: &Value) -> String {
    let signature = SshSig::sign(key, namespace, HashAlg::Sha512, text.as_str().unwrap().as_bytes()).unwrap();
    signature.to_pem(LineEnding::LF).unwrap()
}

fn ssh_signed(key: &PrivateKey, namespace: &str, view: &Value) -> Value {
    json!({ "type": "ssh", "signature": armoured(key, namespace, &view["statement"]) })
}

fn enrol_ssh(client: &Client, key: &PrivateKey) -> Answer {
    let begun: Value = client.post(&format!("{KEYS}/ssh/begin"), json!({})).ok();
    let signature = armoured(key, ENROL_NAMESPACE, &begun["text"]);
    client.post(&format!("{KEYS}/ssh"), json!({ "challenge": begun["challenge"], "name": "Desk", "signature": signature }))
}

fn approvals(client: &Client, launch: &str) -> Vec<Value> {
    client.view(launch)["approvals"].as_array().unwrap().clone()
}

#[test]
fn people_sign_with_keys_of_their_own_and_the_report_verifies() {
    let (app, ada) = TestApp::with_owner();
    let ben = app.invite(&ada, "Ben");
    let launch = ada.launch(INTERCOM, None);
    settle(&ada, &launch);
    ada.admit(&launch, &ben, "approver");

    let mut device = Device::new(1, &origin(&app));
    let begun: Value = ada.post(&format!("{KEYS}/passkey/begin"), json!({})).ok();
    assert_ne!(begun["options"]["user"]["id"], ada.me()["id"], "a handle apart from the one for signing in");
    assert_eq!(begun["options"]["authenticatorSelection"]["userVerification"], "required");
    let enrolled: Value = enrol(&ada, &mut device).ok();
    assert_eq!((&enrolled["kind"], &enrolled["name"]), (&json!("passkey"), &json!("Laptop")));
    let view = statement(&ada, &launch, "release_manager");
    assert_eq!(view["credentials"], json!([encode(&device.credential)]));
    assert_eq!(view["rpId"], "localhost");
    send(&ada, &launch, &view, touched(&device, &view)).ok::<Value>();

    let key = ssh_private(9);
    let enrolled: Value = enrol_ssh(&ben, &key).ok();
    assert_eq!(enrolled["fingerprint"], key.fingerprint(HashAlg::Sha256).to_string());
    let view = statement(&ben, &launch, "approver");
    assert_eq!(view["ssh"], true);
    assert_eq!(ben.get(&format!("/api/launches/{launch}/statements")).ok::<Value>()[0], view, "it waits, for a terminal elsewhere");
    // A comment changes nothing that is signed.
    let comment = json!({ "type": "comment", "item": "auth.scopes", "comment": uuid::Uuid::now_v7(), "text": "Good." });
    ada.must(&launch, comment);
    send(&ben, &launch, &view, ssh_signed(&key, NAMESPACE, &view)).ok::<Value>();
    assert_eq!(ben.get(&format!("/api/launches/{launch}/statements")).ok::<Value>(), json!([]));

    let kinds: Vec<_> = approvals(&ada, &launch).iter().map(|one| one["attestation"]["attestedBy"].clone()).collect();
    assert_eq!(kinds, ["passkey", "ssh"]);
    ada.post(&format!("/api/launches/{launch}/reports"), json!({})).ok::<Value>();
    let bundle = ada.get(&format!("/api/launches/{launch}/report/json")).body;
    let trust = TrustRoot::parse(&ada.get("/api/trust.json").body).unwrap();
    let judged = verify(&bundle, Some(&trust), Beside::default()).unwrap();
    assert_eq!(judged.verdict, Verdict::Verified, "{judged:#?}");
    let own = judged.steps.iter().filter(|step| step.name == "approver-key" && step.outcome == Outcome::Holds);
    assert_eq!(own.count(), 2, "{judged:#?}");
    let signers = ada.get("/api/allowed_signers").text();
    assert_eq!(signers.lines().count(), 2, "{signers}");
}

/// Devices list it beside those for signing in.
#[test]
fn a_passkey_for_approvals_signs_nobody_in_and_is_to_be_kept() {
    let (app, ada) = TestApp::with_owner();
    let mut device = Device::new(1, &origin(&app));
    enrol(&ada, &mut device).ok::<Value>();
    let sign_in = || {
        let browser = app.client();
        let begun: Value = browser.post("/api/passkeys/begin", json!({})).ok();
        let answer = json!({ "challenge": begun["challenge"], "credential": device.get(&begun["options"]) });
        browser.post("/api/passkeys/sign-in", answer).problem(401, "unknown-passkey").detail
    };
    let said = sign_in();
    assert!(said.contains("is for approvals") && said.contains("keep it"), "{said}");
    let keys: Value = ada.get(KEYS).ok();
    let path = format!("{KEYS}/{}", keys[0]["id"].as_str().unwrap());
    assert_eq!(ada.call("DELETE", &path).send().status, 204);
    let said = sign_in();
    assert!(said.contains("not known here"), "{said}");
}

/// A person who has only a terminal, but for the paste.
#[test]
fn the_command_line_writes_the_statement() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let key = ssh_private(8);
    let token: Value = ada.post("/api/account/tokens", json!({ "name": "Desk", "scopes": ["launches:read"], "days": 1 })).ok();
    let folder = tempfile::tempdir().unwrap();
    let run = |server: &str, token: &str| {
        let mut holdpoint = std::process::Command::new(env!("CARGO_BIN_EXE_holdpoint"));
        holdpoint.args(["statement", &launch, "--role", "release_manager", "--comment", "From a terminal.", "--server", server]);
        let output = holdpoint.current_dir(folder.path()).env("HOLDPOINT_API_TOKEN", token).output().unwrap();
        let said = [output.stdout.as_slice(), &output.stderr].map(String::from_utf8_lossy).concat();
        (output.status.code().unwrap(), said)
    };
    let token = token["secret"].as_str().unwrap();
    assert!(run(&app.base, token).1.contains("no key for approvals"));
    enrol_ssh(&ada, &key).ok::<Value>();
    let (code, said) = run(&app.base, token);
    assert!(code == 1 && said.contains("not ready to be signed"), "{said}");
    settle(&ada, &launch);
    for (server, token, words) in [
        (app.base.as_str(), "hpt_wrong", "not"),
        ("http://127.0.0.1:1", token, "cannot be asked"),
        ("nowhere", token, "is no server's address"),
        ("http://user@localhost", token, "is no server's address"),
    ] {
        let (code, said) = run(server, token);
        assert!(code == 2 && said.contains(words), "{server}: {said}");
    }
    let (code, said) = run(&app.base, token);
    assert_eq!(code, 0, "{said}");
    let snapshot = Digest::of(&ada.get(&format!("/api/launches/{launch}/snapshot")).body).to_string();
    assert!(said.contains(&snapshot) && said.contains("ssh-keygen -Y sign -n approval@holdpoint.dev"), "{said}");
    for words in ["release manager, signs for", "with the comment “From a terminal.”", "not applicable: "] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let shown = std::fs::read(folder.path().join(format!("{launch}.approval.snapshot.json"))).unwrap();
    assert_eq!(Digest::of(&shown).to_string(), snapshot, "what is signed, to be read");
    assert_eq!(run(&app.base, token).0, 2, "never over another file");
    let written = std::fs::read_to_string(folder.path().join(format!("{launch}.approval.json"))).unwrap();
    let waiting: Value = ada.get(&format!("/api/launches/{launch}/statements")).ok();
    assert_eq!(waiting[0]["statement"], written.as_str());
    let file = ada.get(&format!("/api/launches/{launch}/statements/{}", waiting[0]["id"].as_str().unwrap()));
    assert_eq!(file.text(), written);
    send(&ada, &launch, &waiting[0], ssh_signed(&key, NAMESPACE, &waiting[0])).ok::<Value>();
    assert_eq!(approvals(&ada, &launch)[0]["comment"], "From a terminal.");
}

#[test]
fn what_is_not_signed_as_it_should_be_approves_nothing() {
    let (app, ada) = TestApp::with_owner();
    let ben = app.invite(&ada, "Ben");
    let launch = ada.launch(TEMPLATE, None);
    settle(&ada, &launch);
    ada.admit(&launch, &ben, "release_manager");
    let statements = format!("/api/launches/{launch}/statements");
    ada.post(&statements, json!({ "role": "release_manager" })).problem(409, "no-signing-key");
    let mut device = Device::new(2, &origin(&app));
    enrol(&ada, &mut device).ok::<Value>();
    let stale = json!({ "role": "release_manager", "snapshot": Digest::of(b"another") });
    let problem = ada.post(&statements, stale).problem(409, "outdated");
    assert!(!problem.detail.contains(&ada.seq(&launch).to_string()), "from which revision nobody told: {}", problem.detail);
    let view = statement(&ada, &launch, "release_manager");
    type Lie = fn(&mut Device);
    let lies: [(&str, Lie, &str); 4] = [
        ("another origin", |device| device.origin = "http://localhost:1".into(), "where no approvals are given"),
        ("another site", |device| device.rp_id = "evil.example".into(), "belongs to another site"),
        ("nobody verified", |device| device.verifies = false, "did not ask who is there"),
        ("another key", |device| device.key = Device::new(3, "x").key, "does not fit the enrolled key"),
    ];
    for (about, lie, words) in lies {
        let mut liar = Device::new(2, &origin(&app));
        lie(&mut liar);
        let problem = send(&ada, &launch, &view, touched(&liar, &view)).problem(422, "bad-field");
        assert!(problem.detail.contains(words), "{about}: {}", problem.detail);
    }
    let other = statement(&ada, &launch, "release_manager");
    let swapped = send(&ada, &launch, &view, touched(&device, &other)).problem(422, "bad-field");
    assert!(swapped.detail.contains("something else than this approval"), "{}", swapped.detail);
    let mut stranger = Device::new(4, &origin(&app));
    send(&ada, &launch, &view, touched(&stranger, &view)).problem(422, "bad-field");
    enrol(&ben, &mut stranger).ok::<Value>();
    send(&ben, &launch, &view, touched(&stranger, &view)).problem(409, "no-statement");
    send(&ada, &launch, &view, json!({ "type": "passkey", "credential": {} })).problem(422, "bad-field");
    send(&ada, &launch, &view, json!({ "type": "ssh", "signature": "x" })).problem(422, "bad-field");
    send(&ada, &launch, &view, json!({ "type": "magic" })).problem(422, "bad-field");
    // At another launch's address it is none, and stays what it is.
    let elsewhere = ada.launch(TEMPLATE, None);
    send(&ada, &elsewhere, &view, touched(&device, &view)).problem(409, "no-statement");
    assert_eq!(approvals(&ada, &launch), Vec::<Value>::new());
    send(&ada, &launch, &view, touched(&device, &view)).ok::<Value>();
    send(&ada, &launch, &view, touched(&device, &view)).problem(409, "no-statement");
    assert_eq!(approvals(&ada, &launch).len(), 1);
}

/// Receipts are not signed: what was signed holds as soon as the check passes again.
#[test]
fn a_signature_that_comes_while_a_check_fails_is_taken_once_it_passes() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, Some("emulator"));
    settle(&ada, &launch);
    let key = ssh_private(10);
    enrol_ssh(&ada, &key).ok::<Value>();
    let enough = app.emulator.vendor().remaining;
    let run = |remaining| {
        app.emulator.set(|vendor| vendor.remaining = remaining);
        ada.post(&format!("/api/launches/{launch}/checks/api.rate-limit/runs"), json!({})).ok::<Value>()
    };
    run(enough);
    let view = statement(&ada, &launch, "release_manager");
    run(0);
    send(&ada, &launch, &view, ssh_signed(&key, NAMESPACE, &view)).problem(409, "not-ready");
    assert_eq!(ada.get(&format!("/api/launches/{launch}/statements")).ok::<Value>()[0], view, "it waits still");
    run(enough);
    send(&ada, &launch, &view, ssh_signed(&key, NAMESPACE, &view)).ok::<Value>();
    assert_eq!(approvals(&ada, &launch).len(), 1);
}

#[test]
fn of_a_hundred_answers_to_one_statement_one_approves() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    settle(&ada, &launch);
    let mut device = Device::new(5, &origin(&app));
    enrol(&ada, &mut device).ok::<Value>();
    let view = statement(&ada, &launch, "release_manager");
    let body = touched(&device, &view);
    let start = Barrier::new(100);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let answer = || {
            start.wait();
            send(&ada, &launch, &view, body.clone()).status
        };
        let threads: Vec<_> = (0..100).map(|_| scope.spawn(answer)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 99, "{statuses:?}");
    assert_eq!(approvals(&ada, &launch).len(), 1);
}

#[test]
fn who_has_a_key_signs_with_it_until_it_is_revoked() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    settle(&ada, &launch);
    let mut device = Device::new(6, &origin(&app));
    let key: Value = enrol(&ada, &mut device).ok();
    let by_password = || {
        let snapshot = ada.get(&format!("/api/launches/{launch}/snapshot"));
        let body = json!({
            "id": uuid::Uuid::now_v7(), "snapshot": Digest::of(&snapshot.body), "revision": ada.seq(&launch), "role": "release_manager",
            "password": PASSWORD,
        });
        ada.post(&format!("/api/launches/{launch}/approvals"), body)
    };
    by_password().problem(409, "own-key-needed");
    let view = statement(&ada, &launch, "release_manager");
    enrol(&ada, &mut device).problem(409, "not-accepted");
    let path = format!("{KEYS}/{}", key["id"].as_str().unwrap());
    assert_eq!(ada.call("DELETE", &path).send().status, 204);
    ada.call("DELETE", &path).send().problem(404, "not-found");
    send(&ada, &launch, &view, touched(&device, &view)).problem(409, "no-signing-key");
    let keys: Value = ada.get(KEYS).ok();
    assert!(keys[0]["revokedAt"].is_string(), "{keys}");
    enrol(&ada, &mut Device::new(6, &origin(&app))).problem(409, "not-accepted");
    by_password().ok::<Value>();
    let log = ada.get("/api/account/log").text();
    assert!(log.contains("signing_key_enrolled") && log.contains("signing_key_revoked"), "{log}");
}

#[test]
fn a_spoilt_key_is_not_enrolled() {
    let (app, ada) = TestApp::with_owner();
    let begun: Value = ada.post(&format!("{KEYS}/ssh/begin"), json!({})).ok();
    let signature = armoured(&ssh_private(1), ENROL_NAMESPACE, &begun["text"]);
    for (name, signature, pointer) in [
        ("x", "", "/signature"),
        ("x", "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n", "/signature"),
        ("x", ssh_private(1).public_key().to_openssh().unwrap().as_str(), "/signature"),
        ("x", ssh_private(1).to_openssh(LineEnding::LF).unwrap().as_str(), "/signature"),
        ("", signature.as_str(), "/name"),
    ] {
        let body = json!({ "challenge": begun["challenge"], "name": name, "signature": signature });
        let problem = ada.post(&format!("{KEYS}/ssh"), body).problem(422, "bad-field");
        assert_eq!(problem.pointer.as_deref(), Some(pointer));
    }
    let mut device = Device::new(7, "http://evil.example");
    enrol(&ada, &mut device).problem(422, "bad-passkey");
    let begun: Value = ada.post(&format!("{KEYS}/passkey/begin"), json!({})).ok();
    let sign_in =
        json!({ "challenge": begun["challenge"], "name": "x", "credential": Device::new(7, &origin(&app)).create(&begun["options"]) });
    ada.post("/api/account/passkeys", sign_in).problem(409, "no-challenge");
    assert_eq!(ada.get(KEYS).ok::<Value>(), json!([]));
}

/// Public keys are known, as from a forge or from `allowed_signers`: whoever could enrol a colleague's would block it for them.
#[test]
fn an_ssh_key_is_enrolled_by_who_holds_it() {
    let (app, ada) = TestApp::with_owner();
    let (ben, key) = (app.invite(&ada, "Ben"), ssh_private(10));
    let begin = |client: &Client| client.post(&format!("{KEYS}/ssh/begin"), json!({})).ok::<Value>();
    let send = |client: &Client, begun: &Value, signature: String| {
        client.post(&format!("{KEYS}/ssh"), json!({ "challenge": begun["challenge"], "name": "Desk", "signature": signature }))
    };
    let begun = begin(&ben);
    let text = begun["text"].as_str().unwrap();
    for part in [
        origin(&app).as_str(),
        ben.me()["id"].as_str().unwrap(),
        begun["challenge"].as_str().unwrap(),
        begun["expiresAt"].as_str().unwrap(),
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains(['\'', '\n']), "it stands between quotes in the page's command: {text}");
    // Signatures of the key that were made for something else, and could be had by somebody who has only those.
    let of_ben = armoured(&key, ENROL_NAMESPACE, &begun["text"]);
    type Lie = fn(&PrivateKey, &Value) -> String;
    let lies: [(&str, Lie); 3] = [
        ("of an approval", |key, begun| armoured(key, NAMESPACE, &begun["text"])),
        ("of a file", |key, begun| armoured(key, "file", &begun["text"])),
        ("of another text", |key, _| armoured(key, ENROL_NAMESPACE, &json!("another"))),
    ];
    for (about, lie) in lies {
        let begun = begin(&ada);
        let problem = send(&ada, &begun, lie(&key, &begun)).problem(422, "bad-field");
        assert_eq!((problem.pointer.as_deref(), problem.case.as_deref()), (Some("/signature"), Some("signature")), "{about}");
        send(&ada, &begun, armoured(&key, ENROL_NAMESPACE, &begun["text"])).problem(409, "no-challenge");
    }
    send(&ada, &begin(&ada), of_ben).problem(422, "bad-field");
    assert_eq!(ada.get(KEYS).ok::<Value>(), json!([]));
    // What somebody was asked only they answer.
    let asked = begin(&ben);
    send(&ada, &asked, armoured(&key, ENROL_NAMESPACE, &asked["text"])).problem(409, "no-challenge");
    enrol_ssh(&ben, &key).ok::<Value>();
    enrol_ssh(&ada, &key).problem(409, "not-accepted");
}
