//! `GET /api/openapi.json` says what the router does, no more and no less.

use std::collections::BTreeSet;

use holdpoint_server::api::openapi::ROUTES;
use serde_json::{Value, json};

use crate::app::{TEMPLATE, TestApp};

const ROUTER: &str = include_str!("../../src/app.rs");

#[test]
fn every_described_route_answers() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    // Signing out comes last.
    let mut routes: Vec<_> = ROUTES.iter().filter(|(_, path, ..)| !path.ends_with("/live")).collect();
    routes.sort_by_key(|(method, ..)| *method == "delete");
    for (method, path, ..) in routes {
        let filled = path
            .replace("{id}", &launch)
            .replace("{check}", "no-such")
            .replace("{drill}", "01980000-0000-7000-8000-000000000000")
            .replace("{name}", TEMPLATE)
            .replace("{form}", "html")
            .replace("{digest}", &format!("sha256:{}", "0".repeat(64)));
        let answer = ada.call(&method.to_uppercase(), &filled).send();
        let text = answer.text();
        assert!(answer.status != 405 && !text.contains("such address") && !text.contains("<html"), "{method} {path}: {text}");
        assert!(answer.status < 500, "{method} {path}: {text}");
    }
}

#[test]
fn every_route_is_described_once() {
    let described: Vec<_> = ROUTES.iter().map(|(method, path, ..)| format!("{method} {path}")).collect();
    let set: BTreeSet<_> = described.iter().cloned().collect();
    assert_eq!(set.len(), described.len());
    assert_eq!(set, routed());
}

#[test]
fn the_document_is_of_the_form_that_tools_read() {
    let app = TestApp::start();
    let document: Value = app.client().get("/api/openapi.json").ok();
    assert_eq!(document["openapi"], "3.1.0");
    for (method, path, summary, body, _) in ROUTES {
        let operation = &document["paths"][path][method];
        assert_eq!(operation["summary"], *summary, "{method} {path}");
        assert_eq!(operation.get("requestBody").is_some(), *body != "-", "{method} {path}");
        let parameters = operation["parameters"].as_array().unwrap();
        let in_path = parameters.iter().filter(|parameter| parameter["in"] == "path").count();
        assert_eq!(in_path, path.matches('{').count(), "{method} {path}");
    }
}

#[test]
fn the_document_says_who_may_ask() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let document: Value = app.client().get("/api/openapi.json").ok();
    // A browser on its way to a provider is always led on.
    for (method, path, ..) in ROUTES.iter().filter(|(_, path, ..)| !path.starts_with("/api/oidc")) {
        let open = document["paths"][path][method]["security"] == json!([]);
        let answer = app.client().call(&method.to_uppercase(), &path.replace("{id}", &launch)).json(json!({})).send();
        let refused = answer.status == 401 && answer.text().contains("signed-out");
        assert_eq!(refused, !open, "{method} {path}: {} {}", answer.status, answer.text());
    }
    let gate = &document["paths"]["/api/launches/{id}/gate"]["get"];
    assert_eq!(gate["security"], json!([{ "session": [] }, { "token": ["launches:read"] }]));
    assert_eq!(gate["responses"]["2XX"]["content"]["application/json"]["schema"]["$ref"], "#/components/schemas/Gate");
    assert_eq!(document["paths"]["/api/account/log"]["get"]["parameters"][0]["name"], "before");
}

#[test]
fn a_move_to_another_template_needs_the_key_that_the_document_names() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let known: Vec<Value> = ada.get("/api/templates").ok();
    let digest = &known.iter().find(|template| template["name"] == TEMPLATE).unwrap()["digest"];
    ada.post(&format!("/api/launches/{launch}/template"), json!({ "from": digest, "to": digest })).problem(400, "bad-id");
    let document: Value = app.client().get("/api/openapi.json").ok();
    let parameters = document["paths"]["/api/launches/{id}/template"]["post"]["parameters"].as_array().unwrap();
    assert!(parameters.iter().any(|parameter| parameter["name"] == "Idempotency-Key" && parameter["required"] == true), "{parameters:?}");
}

/// The routes as `src/app.rs` writes them: `.route("PATH", get(…).post(…))`, those of a launch nested.
fn routed() -> BTreeSet<String> {
    let mut routes = BTreeSet::new();
    let (mut home, mut prefix) = ("", "");
    for line in ROUTER.lines() {
        let line = line.trim();
        match line {
            "fn api() -> Router<App> {" => home = "/api",
            "let launch = Router::new()" => prefix = "/api/launches/{id}",
            "Router::new()" => prefix = home,
            _ => {}
        }
        let Some((path, handlers)) = line.strip_prefix(".route(\"").and_then(|rest| rest.split_once('"')) else {
            continue;
        };
        let path = if path == "/" { "" } else { path };
        for method in ["get", "post", "put", "patch", "delete"] {
            if handlers.contains(&format!(" {method}(")) || handlers.contains(&format!(".{method}(")) {
                routes.insert(format!("{method} {prefix}{path}"));
            }
        }
    }
    routes
}
