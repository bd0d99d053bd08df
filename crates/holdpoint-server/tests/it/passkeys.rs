//! `/api/passkeys`, `/api/account/passkeys`

use std::sync::Barrier;

use serde_json::{Value, json};

use crate::app::{PASSWORD, TestApp};
use crate::client::{Answer, Client};
use crate::device::{Device, encode};

/// As browsers know a server without a public URL.
pub fn origin(app: &TestApp) -> String {
    format!("http://localhost:{}", app.base.rsplit(':').next().unwrap())
}

fn enrol_as(client: &Client, device: &mut Device, name: &str) -> Answer {
    let begun: Value = client.post("/api/account/passkeys/begin", json!({})).ok();
    let credential = device.create(&begun["options"]);
    client.post("/api/account/passkeys", json!({ "challenge": begun["challenge"], "name": name, "credential": credential }))
}

fn sign_in(client: &Client, device: &Device) -> Answer {
    let begun: Value = client.post("/api/passkeys/begin", json!({})).ok();
    client.post("/api/passkeys/sign-in", json!({ "challenge": begun["challenge"], "credential": device.get(&begun["options"]) }))
}

fn passkeys(client: &Client) -> usize {
    client.get("/api/account").ok::<Value>()["passkeys"].as_array().unwrap().len()
}

#[test]
fn a_passkey_signs_in_without_a_name() {
    let (app, ada) = TestApp::with_owner();
    assert_eq!(ada.get("/api/session").ok::<Value>()["passkeys"], true);
    let begun: Value = ada.post("/api/account/passkeys/begin", json!({})).ok();
    let options = &begun["options"];
    let algorithms: Vec<_> = options["pubKeyCredParams"].as_array().unwrap().iter().map(|one| one["alg"].as_i64().unwrap()).collect();
    assert!(algorithms.contains(&-7) && algorithms.contains(&-257), "ES256, and RS256 for Windows: {algorithms:?}");
    assert_eq!(options["rp"]["id"], "localhost");
    assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
    assert_eq!(options["authenticatorSelection"]["userVerification"], "required");

    let mut device = Device::new(1, &origin(&app));
    let enrolled: Value = enrol_as(&ada, &mut device, " Laptop ").ok();
    assert_eq!(enrolled["name"], "Laptop");
    let browser = app.client();
    let asked: Value = browser.post("/api/passkeys/begin", json!({})).ok();
    assert_eq!(asked["options"]["allowCredentials"], json!([]), "no name is needed");
    let session: Value = sign_in(&browser, &device).ok();
    assert_eq!(session["me"]["name"], "Ada");
    assert_ne!(browser.cookie(), ada.cookie());
    let account: Value = browser.get("/api/account").ok();
    assert!(account["passkeys"][0]["usedAt"].is_string());
    assert_eq!(account["sessions"].as_array().unwrap().iter().find(|one| one["current"] == true).unwrap()["with"], "passkey");
    let known = ada.post("/api/account/passkeys/begin", json!({})).ok::<Value>();
    assert_eq!(known["options"]["excludeCredentials"][0]["id"], encode(&device.credential));
}

#[test]
fn a_spoilt_enrolment_enrols_nothing() {
    let (app, ada) = TestApp::with_owner();
    type Lie = fn(&mut Device);
    let lies: [(&str, Lie, &str); 5] = [
        ("another name", |device| device.rp_id = "evil.example.com".into(), "another server's name"),
        ("another origin", |device| device.origin = "http://evil.example.com".into(), "another address"),
        ("another port", |device| device.origin = "http://localhost:1".into(), "another address"),
        ("nobody verified", |device| device.verifies = false, "did not verify you"),
        ("an algorithm that was not offered", |device| device.algorithm = -8, "ES256 or RS256"),
    ];
    for (about, lie, words) in lies {
        let mut device = Device::new(2, &origin(&app));
        lie(&mut device);
        let problem = enrol_as(&ada, &mut device, "Key").problem(422, "bad-passkey");
        assert!(problem.detail.contains(words), "{about}: {}", problem.detail);
        assert_eq!(problem.pointer.as_deref(), Some("/credential"), "{about}");
    }
    let good = |client: &Client| {
        let begun: Value = client.post("/api/account/passkeys/begin", json!({})).ok();
        let credential = Device::new(3, &origin(&app)).create(&begun["options"]);
        json!({ "challenge": begun["challenge"], "name": "Key", "credential": credential })
    };
    type Spoil = fn(&mut Value);
    let spoils: [(&str, Spoil, u16, &str); 9] = [
        ("no attestation", |body| body["credential"]["response"]["attestationObject"] = "".into(), 422, "/credential"),
        ("no CBOR", |body| body["credential"]["response"]["attestationObject"] = encode(b"\xff\xff").into(), 422, "/credential"),
        ("no base64", |body| body["credential"]["response"]["attestationObject"] = "%%%".into(), 422, "/credential"),
        ("no client data", |body| body["credential"]["response"]["clientDataJSON"] = encode(b"{}").into(), 422, "/credential"),
        ("not discoverable", |body| body["credential"]["clientExtensionResults"]["credProps"]["rk"] = false.into(), 422, "/credential"),
        ("no credential", |body| body["credential"] = Value::Null, 422, "/credential"),
        ("no name", |body| body["name"] = " ".into(), 422, "/name"),
        ("a long name", |body| body["name"] = "x".repeat(61).into(), 422, "/name"),
        ("a challenge of nobody", |body| body["challenge"] = uuid::Uuid::nil().to_string().into(), 409, "/challenge"),
    ];
    for (about, spoil, status, pointer) in spoils {
        let mut body = good(&ada);
        spoil(&mut body);
        let answer = ada.post("/api/account/passkeys", body);
        assert_eq!(answer.status, status, "{about}: {}", answer.text());
        assert!(answer.text().contains(&format!("{pointer:?}")), "{about}: {}", answer.text());
    }
    let ben = app.invite(&ada, "Ben");
    ben.post("/api/account/passkeys", good(&ada)).problem(409, "no-challenge");
    assert_eq!((passkeys(&ada), passkeys(&ben)), (0, 0));
}

#[test]
fn a_spoilt_sign_in_signs_nobody_in() {
    let (app, ada) = TestApp::with_owner();
    let mut device = Device::new(4, &origin(&app));
    enrol_as(&ada, &mut device, "Key").ok::<Value>();
    type Lie = fn(&mut Device);
    let lies: [(&str, Lie, u16, &str); 7] = [
        ("another name", |device| device.rp_id = "evil.example.com".into(), 422, "another server's name"),
        ("another origin", |device| device.origin = "https://localhost".into(), 422, "another address"),
        ("nobody verified", |device| device.verifies = false, 422, "did not verify you"),
        ("another credential", |device| device.credential = vec![9; 16], 401, "not known here"),
        ("another account", |device| device.user = vec![9; 16], 401, "not known here"),
        ("no account", |device| device.user = Vec::new(), 422, "whose passkey"),
        (
            "another key",
            |device| {
                let (credential, user) = (device.credential.clone(), device.user.clone());
                *device = Device { credential, user, ..Device::new(5, &device.origin) };
            },
            422,
            "signature is not right",
        ),
    ];
    for (about, lie, status, words) in lies {
        let (browser, mut liar) = (app.client(), Device::new(4, &origin(&app)));
        liar.user.clone_from(&device.user);
        lie(&mut liar);
        let kind = if status == 401 { "unknown-passkey" } else { "bad-passkey" };
        let problem = sign_in(&browser, &liar).problem(status, kind);
        assert!(problem.detail.contains(words), "{about}: {}", problem.detail);
        assert_eq!(browser.cookie(), None, "{about}");
    }
}

#[test]
fn a_removed_passkey_opens_nothing() {
    let (app, ada) = TestApp::with_owner();
    let mut device = Device::new(6, &origin(&app));
    let enrolled: Value = enrol_as(&ada, &mut device, "Key").ok();
    enrol_as(&ada, &mut device, "Again").problem(409, "not-accepted");
    let path = format!("/api/account/passkeys/{}", enrolled["id"].as_str().unwrap());
    assert_eq!(ada.call("DELETE", &path).send().status, 204);
    ada.call("DELETE", &path).send().problem(404, "not-found");
    sign_in(&app.client(), &device).problem(401, "unknown-passkey");
}

#[test]
fn of_a_hundred_answers_to_one_question_one_signs_in() {
    let (app, ada) = TestApp::with_owner();
    let mut device = Device::new(7, &origin(&app));
    enrol_as(&ada, &mut device, "Key").ok::<Value>();
    let begun: Value = ada.post("/api/passkeys/begin", json!({})).ok();
    let body = json!({ "challenge": begun["challenge"], "credential": device.get(&begun["options"]) });
    let start = Barrier::new(100);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let send = || {
            let client = app.client();
            start.wait();
            client.post("/api/passkeys/sign-in", body.clone()).status
        };
        let threads: Vec<_> = (0..100).map(|_| scope.spawn(send)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 99, "{statuses:?}");
}

#[test]
fn a_passkey_proves_who_is_there() {
    let (app, ada) = TestApp::with_owner();
    let ben = app.invite(&ada, "Ben");
    let mut device = Device::new(8, &origin(&app));
    enrol_as(&ada, &mut device, "Key").ok::<Value>();
    let prove = |client: &Client| {
        let begun: Value = client.post("/api/passkeys/begin", json!({})).ok();
        client.post("/api/account/proof/passkey", json!({ "challenge": begun["challenge"], "credential": device.get(&begun["options"]) }))
    };
    assert_eq!(prove(&ada).status, 204);
    prove(&ben).problem(403, "bad-passkey");
    ada.post("/api/account/proof", json!({ "password": "wrong horse battery" })).problem(403, "wrong-password");
    assert_eq!(ada.post("/api/account/proof", json!({ "password": PASSWORD })).status, 204);
}

#[test]
fn a_server_at_an_address_says_that_it_has_no_passkeys() {
    let app = TestApp::named(Some("http://192.0.2.1"));
    let session: Value = app.client().get("/api/session").ok();
    assert_eq!(session["passkeys"], false);
    let problem = app.client().post("/api/passkeys/begin", json!({})).problem(409, "no-passkeys");
    assert!(problem.detail.contains("public_url"));
}
