//! `/api/account/tokens`, and what a token may do: each route with each scope.

use holdpoint_domain::account::Scope;
use holdpoint_server::api::openapi::ROUTES;
use holdpoint_server::auth::scope;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{TEMPLATE, TestApp};
use crate::client::{Answer, Client};

fn token(client: &Client, scopes: &[Scope]) -> String {
    let made: Value = client.post("/api/account/tokens", json!({ "name": "CI", "scopes": scopes, "days": 1 })).ok();
    made["secret"].as_str().unwrap().to_owned()
}

/// As a program sends it: no cookie, no Origin, no X-Holdpoint.
fn send(app: &TestApp, token: &str, (method, path): (&str, &str), body: Value) -> Answer {
    let client = app.client();
    let call = client.call(method, path).without("origin").without("x-holdpoint");
    call.with("authorization", &format!("Bearer {token}")).with("idempotency-key", &Uuid::now_v7().to_string()).json(body).send()
}

#[test]
fn each_route_with_each_scope() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    // Routes that ask nobody who they are.
    let open =
        ["/api/session", "/api/setup", "/api/invites/accept", "/api/trust.json", "/api/openapi.json", "/health", "/ready", "/metrics"];
    let open_too = ["/api/passkeys/begin", "/api/passkeys/sign-in", "/api/recovery/code", "/api/recovery/link"];
    let mut asked = 0;
    for only in Scope::ALL {
        let secret = token(&ada, &[only]);
        for (method, path, ..) in ROUTES {
            if open.contains(path) || open_too.contains(path) || path.starts_with("/api/oidc") || path.ends_with("/live") {
                continue;
            }
            let method = method.to_uppercase();
            let filled = path
                .replace("{id}", &launch)
                .replace("{check}", "no-such")
                .replace("{name}", TEMPLATE)
                .replace("{form}", "html")
                .replace("{drill}", "01980000-0000-7000-8000-000000000000");
            let answer = send(&app, &secret, (&method, &filled), json!({}));
            let may = scope::needed(&method, path).contains(&only);
            let refused = answer.status == 403 && answer.text().contains("token-not-enough");
            assert_eq!(refused, !may, "{method} {path} with {}: {} {}", only.key(), answer.status, answer.text());
            asked += 1;
        }
    }
    assert!(100 < asked);
    let every = token(&ada, &Scope::ALL);
    for (method, path) in [("POST", "/api/account/tokens"), ("GET", "/api/account"), ("POST", "/api/invites"), ("GET", "/api/accounts/log")]
    {
        send(&app, &every, (method, path), json!({})).problem(403, "token-not-enough");
    }
    let approvals = format!("/api/launches/{launch}/approvals");
    send(&app, &every, ("POST", &approvals), json!({})).problem(403, "token-not-enough");
}

#[test]
fn a_token_acts_as_its_owner_within_its_scopes() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let commands = format!("/api/launches/{launch}/commands");
    let item = ada.view(&launch)["items"].as_object().unwrap().keys().next().unwrap().clone();
    let seq = ada.seq(&launch);
    let comment = json!({ "basedOn": seq, "command": { "type": "comment", "item": item, "comment": Uuid::now_v7(), "text": "Hello" } });
    let link = json!({ "type": "link", "url": "https://ci.example.com/1", "title": "Build" });
    let now = jiff::Timestamp::now();
    let evidence = json!({ "basedOn": seq, "command": {
        "type": "add_evidence", "item": item, "evidence": { "id": Uuid::now_v7(), "kind": link, "observedAt": now } } });

    let narrow = token(&ada, &[Scope::EvidenceWrite]);
    send(&app, &narrow, ("POST", &commands), comment.clone()).problem(403, "token-not-enough");
    send(&app, &narrow, ("POST", &commands), evidence).ok::<Value>();
    let wide = token(&ada, &[Scope::CommandsWrite]);
    send(&app, &wide, ("POST", &commands), comment.clone()).ok::<Value>();
    let accepts = json!({ "basedOn": seq, "command": { "type": "approve_waiver", "item": item, "waiver": Uuid::now_v7() } });
    let problem = send(&app, &wide, ("POST", &commands), accepts).problem(403, "token-not-enough");
    assert!(problem.detail.contains("accepts no risk"), "{}", problem.detail);
    let by: Vec<_> = ada.events(&launch, seq).into_iter().map(|event| event["by"].clone()).collect();
    assert!(by.iter().all(|by| *by == ada.me()["id"]) && by.len() == 2, "{by:?}");

    let client = app.client();
    let text = client.call("POST", &commands).with("authorization", &format!("Bearer {wide}")).with("content-type", "text/plain");
    text.json(comment).send().problem(415, "not-json");
    let tokens: Vec<Value> = ada.get("/api/account/tokens").ok();
    assert!(tokens.iter().all(|token| token["usedAt"].is_string()));
    assert!(!ada.get("/api/account/tokens").text().contains("hpt_"), "shown once");
}

#[test]
fn who_may_read_launches_reads_all_that_is_of_them() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let reader = token(&ada, &[Scope::LaunchesRead]);
    for path in [format!("/api/launches/{launch}/trend"), "/api/waivers".into()] {
        send(&app, &reader, ("GET", &path), Value::Null).ok::<Value>();
        assert_eq!(send(&app, &reader, ("HEAD", &path), Value::Null).status, 200, "{path}");
    }
    let snapshot = format!("/api/launches/{launch}/snapshots/sha256:{}", "0".repeat(64));
    send(&app, &reader, ("GET", &snapshot), Value::Null).problem(404, "not-found");
    let account = send(&app, &reader, ("HEAD", "/api/account"), Value::Null);
    assert_eq!(account.status, 403, "but not their person's account");
}

#[test]
fn what_is_no_token_is_nobody() {
    let (app, ada) = TestApp::with_owner();
    let good = token(&ada, &[Scope::LaunchesRead]);
    let cases = [
        (format!("Bearer {good}"), 200, "as it is"),
        (format!("Bearer {}", &good[..good.len() - 1]), 401, "a letter short"),
        (format!("Bearer {}", good.to_uppercase()), 401, "another case"),
        (format!("Basic {good}"), 401, "another way"),
        ("Bearer ".into(), 401, "nothing"),
        (String::new(), 401, "empty"),
    ];
    for (header, status, about) in cases {
        // With a cookie beside it, which does not count.
        let answer = ada.call("GET", "/api/launches").with("authorization", &header).send();
        assert_eq!(answer.status, status, "{about}: {}", answer.text());
    }
    let tokens: Vec<Value> = ada.get("/api/account/tokens").ok();
    let path = format!("/api/account/tokens/{}", tokens[0]["id"].as_str().unwrap());
    assert_eq!(ada.call("DELETE", &path).send().status, 204);
    send(&app, &good, ("GET", "/api/launches"), Value::Null).problem(401, "bad-token");
    ada.call("DELETE", &path).send().problem(404, "not-found");
}

#[test]
fn a_token_is_refused_with_the_field_at_fault() {
    let (_app, ada) = TestApp::with_owner();
    let cases = [
        (json!({ "name": "CI", "scopes": [], "days": 1 }), "/scopes", "no scope"),
        (json!({ "name": "CI", "scopes": ["launches:write"], "days": 1 }), "/scopes/0", "an unknown scope"),
        (json!({ "name": "CI", "scopes": ["launches:read"], "days": 0 }), "/days", "expired before it is made"),
        (json!({ "name": "CI", "scopes": ["launches:read"], "days": 367 }), "/days", "one over the line"),
        (json!({ "name": "", "scopes": ["launches:read"], "days": 1 }), "/name", "no name"),
    ];
    for (body, pointer, about) in cases {
        let problem = ada.post("/api/account/tokens", body).problem(422, "bad-field");
        assert_eq!(problem.pointer.as_deref(), Some(pointer), "{about}");
    }
    ada.post("/api/account/tokens", json!({ "name": "CI", "scopes": ["launches:read"] })).problem(422, "bad-field");
    assert_eq!(ada.get("/api/account/tokens").ok::<Value>(), json!([]));
}
