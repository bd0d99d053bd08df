//! Templates that the owner writes: looked through, saved as files, offered at once, and never changed.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::app::{Settings, TestApp};
use crate::client::{Answer, Client};

/// * `items`: id and title of each.
pub fn template(name: &str, version: &str, items: &[(&str, &str)]) -> String {
    let mut text = format!(
        "format = 1\nname = \"{name}\"\nversion = \"{version}\"\ntitle = \"Small\"\nsummary = \"For a test.\"\n[[sections]]\nid = \"one\"\ntitle = \"One\"\n"
    );
    for (id, title) in items {
        text.push_str(&format!("[[sections.items]]\nid = \"{id}\"\ntitle = \"{title}\"\nlevel = \"must\"\n"));
    }
    text
}

fn save(client: &Client, source: &str) -> Answer {
    client.post("/api/templates", json!({ "source": source }))
}

fn lint(client: &Client, source: &str) -> Answer {
    client.post("/api/templates/lint", json!({ "source": source }))
}

/// Version and digest of what is offered under a name.
fn offered(client: &Client, name: &str) -> Option<(Value, Value)> {
    let known: Vec<Value> = client.get("/api/templates").ok();
    let found: Vec<_> = known.into_iter().filter(|template| template["name"] == name).collect();
    assert!(found.len() < 2, "one of a name: {found:?}");
    found.into_iter().next().map(|template| (template["version"].clone(), template["digest"].clone()))
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_saved_template_is_offered_at_once_and_after_a_restart() {
    let (mut app, ada) = TestApp::with_owner();
    let text = template("mine", "1.0.0", &[("a.one", "The first “thing”")]);
    let saved: Value = save(&ada, &text).ok();
    assert_eq!((&saved["name"], &saved["version"], &saved["items"]), (&json!("mine"), &json!("1.0.0"), &json!(1)));
    assert_eq!(names(&app.data().join("templates")), ["mine@1.0.0.toml"]);
    assert_eq!(std::fs::read_to_string(app.data().join("templates/mine@1.0.0.toml")).unwrap(), text, "byte for byte");
    let source: Value = ada.get("/api/templates/mine/source").ok();
    assert_eq!((&source["source"], &source["template"]["digest"]), (&json!(text), &saved["digest"]));
    let launch = ada.launch("mine", None);
    app.restart();
    let ada = ada.moved_to(app.client());
    assert_eq!(offered(&ada, "mine"), Some((json!("1.0.0"), saved["digest"].clone())));
    assert_eq!(ada.view(&launch)["template"]["sections"][0]["items"][0]["id"], "a.one");
}

#[test]
fn a_copy_of_a_built_in_template_is_a_newer_version_of_it() {
    let (_app, ada) = TestApp::with_owner();
    let source: Value = ada.get("/api/templates/service-launch/source").ok();
    let (text, version) = (source["source"].as_str().unwrap(), source["template"]["version"].as_str().unwrap());
    let copy = text.replacen(&format!("version = \"{version}\""), "version = \"98.10.0\"", 1);
    let launch = ada.launch("service-launch", None);
    save(&ada, &copy).ok::<Value>();
    assert_eq!(offered(&ada, "service-launch").unwrap().0, "98.10.0");
    save(&ada, &copy.replacen("98.10.0", "98.9.0", 1)).problem(409, "template-lower");
    save(&ada, &copy.replacen("98.10.0", "100.0.0", 1)).ok::<Value>();
    assert_eq!(offered(&ada, "service-launch").unwrap().0, "100.0.0", "versions are numbers");
    assert_eq!(ada.view(&launch)["templateRef"]["version"], version, "a launch stays on its own");
}

#[test]
fn every_version_can_be_read() {
    let (mut app, ada) = TestApp::with_owner();
    let saved = [("1.9.0", "The first question"), ("1.10.0", "The second question")];
    for (count, (version, title)) in (1..).zip(saved) {
        let summary: Value = save(&ada, &template("mine", version, &[("a.one", title)])).ok();
        assert_eq!(summary["versions"], count);
    }
    let ben = app.invite(&ada, "Ben");
    let listed: Vec<Value> = ben.get("/api/templates").ok();
    let count = |name: &str| listed.iter().find(|template| template["name"] == name).unwrap()["versions"].as_u64();
    assert_eq!((count("mine"), count("service-launch")), (Some(2), Some(1)));
    app.client().get("/api/templates/mine/versions").problem(401, "signed-out");
    app.client().get("/api/templates/mine/versions/1.9.0").problem(401, "signed-out");
    // As files they are the same after a new start.
    app.restart();
    let ben = ben.moved_to(app.client());
    let known: Vec<Value> = ben.get("/api/templates/mine/versions").ok();
    let told: Vec<_> =
        known.iter().map(|template| (template["version"].as_str().unwrap(), template["versions"].as_u64().unwrap())).collect();
    assert_eq!(told, [("1.10.0", 2), ("1.9.0", 2)], "the highest first, and versions are numbers");
    assert_ne!(known[0]["digest"], known[1]["digest"]);
    for (version, title) in saved {
        let one: Value = ben.get(&format!("/api/templates/mine/versions/{version}")).ok();
        assert_eq!((&one["version"], &one["sections"][0]["items"][0]["title"]), (&json!(version), &json!(title)));
    }
    let problem = ben.get("/api/templates/mine/versions/2.0.0").problem(404, "not-found");
    assert!(problem.detail.contains("version"), "{}", problem.detail);
}

#[test]
fn a_version_is_saved_once() {
    let (app, ada) = TestApp::with_owner();
    let first = template("mine", "1.0.0", &[("a.one", "First")]);
    let digest = save(&ada, &first).ok::<Value>()["digest"].clone();
    assert_eq!(save(&ada, &first).ok::<Value>()["digest"], digest, "the same once more");
    let other = template("mine", "1.0.0", &[("a.one", "Another question")]);
    let problem = save(&ada, &other).problem(409, "template-exists");
    assert_eq!(problem.pointer.as_deref(), Some("/source"));
    assert!(problem.detail.contains("higher version"), "{}", problem.detail);
    assert_eq!(offered(&ada, "mine").unwrap().1, digest);
    assert_eq!(names(&app.data().join("templates")), ["mine@1.0.0.toml"]);
    assert_eq!(std::fs::read_to_string(app.data().join("templates/mine@1.0.0.toml")).unwrap(), first);
}

#[test]
fn problems_have_their_places() {
    let (_app, ada) = TestApp::with_owner();
    let good = template("mine", "1.0.0", &[("a.one", "First")]);
    let linted: Value = lint(&ada, &good).ok();
    assert_eq!((&linted["problems"], &linted["more"], &linted["template"]["name"]), (&json!([]), &json!(0), &json!("mine")));
    let linted: Value = lint(&ada, &good.replace("\"must\"", "\"perhaps\"")).ok();
    let problem = &linted["problems"][0];
    assert_eq!((&problem["line"], &problem["column"]), (&json!(12), &json!(9)), "{linted}");
    assert!(linted["template"].is_null() && problem["text"].as_str().unwrap().contains("perhaps"), "{linted}");
    let linted: Value = lint(&ada, "format = ").ok();
    assert_eq!(linted["problems"][0]["line"], 1);
    let many: Vec<_> = (0..300).map(|n| format!("a.n{n}")).collect();
    let many: Vec<_> = many.iter().map(|id| (id.as_str(), "One of many")).collect();
    let linted: Value = lint(&ada, &template("mine", "1.0.0", &many).replace("\"must\"", "\"perhaps\"")).ok();
    assert_eq!((linted["problems"].as_array().unwrap().len(), linted["more"].as_u64().unwrap()), (100, 200));
}

#[test]
fn what_is_no_template_is_refused_and_leaves_nothing() {
    let (app, ada) = TestApp::with_owner();
    let texts = [
        String::new(),
        "\u{0}".into(),
        "[".repeat(100_000),
        format!("a = {}", "[".repeat(5_000)),
        template("../../etc", "1.0.0", &[("a.one", "First")]),
        template("mine", "../1", &[("a.one", "First")]),
        template("mine", "1.0", &[("a.one", "First")]),
        template("mine", "1.0.0", &[]),
        "x".repeat(1024 * 1024 + 1),
    ];
    for text in texts {
        let shown: String = text.chars().take(40).collect();
        assert!(!lint(&ada, &text).ok::<Value>()["problems"].as_array().unwrap().is_empty(), "{shown}");
        let problem = save(&ada, &text).problem(422, "bad-field");
        assert_eq!(problem.pointer.as_deref(), Some("/source"), "{shown}");
    }
    save(&ada, &"x".repeat(3 * 1024 * 1024)).problem(413, "too-large");
    ada.post("/api/templates", json!({})).problem(422, "bad-field");
    ada.call("POST", "/api/templates").bytes("{").send().problem(400, "not-json");
    assert!(!app.data().join("templates").exists());
    assert_eq!(offered(&ada, "mine"), None);
}

#[test]
fn the_operators_folder_is_where_they_go_and_other_replicas_find_them_there() {
    let folder = tempfile::tempdir().unwrap();
    let more = format!("[templates]\ndir = {:?}\n", folder.path());
    let app = TestApp::configured(None, Settings { more: more.clone(), ..Settings::default() });
    let other = TestApp::configured(None, Settings { more, ..Settings::default() });
    let (ada, bea) = (app.set_up("Ada"), other.set_up("Bea"));
    let digest = save(&ada, &template("mine", "1.0.0", &[("a.one", "First")])).ok::<Value>()["digest"].clone();
    assert_eq!(names(folder.path()), ["mine@1.0.0.toml"]);
    // Saved elsewhere a moment ago: found before anything is written over it.
    save(&bea, &template("mine", "1.0.0", &[("a.one", "Another")])).problem(409, "template-exists");
    assert_eq!(offered(&bea, "mine"), Some((json!("1.0.0"), digest)));

    std::fs::write(folder.path().join("broken.toml"), "format = ").unwrap();
    std::fs::write(folder.path().join("by-hand.toml"), template("by-hand", "1.0.0", &[("a.one", "First")])).unwrap();
    let end = Instant::now() + Duration::from_secs(60);
    while offered(&bea, "by-hand").is_none() || offered(&ada, "by-hand").is_none() {
        assert!(Instant::now() < end, "a new file is found without a restart");
        std::thread::sleep(Duration::from_millis(100));
    }
    std::fs::write(folder.path().join("by-hand.toml"), template("by-hand", "1.1.0", &[("a.one", "First")])).unwrap();
    let end = Instant::now() + Duration::from_secs(60);
    while offered(&bea, "by-hand").unwrap().0 != "1.1.0" {
        assert!(Instant::now() < end, "and so is a newer one in its place");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let (app, ada) = TestApp::with_owner();
    std::fs::write(app.data().join("templates"), "in the way").unwrap();
    let problem = save(&ada, &template("mine", "1.0.0", &[("a.one", "First")])).problem(503, "unavailable");
    assert!(problem.detail.contains("[templates] dir"), "{}", problem.detail);
    assert_eq!(offered(&ada, "mine"), None, "nothing is offered that would be gone after a restart");
}

#[test]
fn only_the_owner_writes_templates_at_a_browser() {
    let (app, ada) = TestApp::with_owner();
    let ben = app.invite(&ada, "Ben");
    let text = template("mine", "1.0.0", &[("a.one", "First")]);
    for ask in [save, lint] {
        ask(&app.client(), &text).problem(401, "signed-out");
        ask(&ben, &text).problem(403, "owner-needed");
    }
    assert_eq!(ben.get("/api/templates/service-launch/source").status, 200, "whoever makes launches may read them");
    ben.get("/api/templates/no-such/source").problem(404, "not-found");
    let made: Value =
        ada.post("/api/account/tokens", json!({ "name": "ci", "scopes": ["launches:read", "commands:write"], "days": 1 })).ok();
    let bearer = format!("Bearer {}", made["secret"].as_str().unwrap());
    let stranger = app.client();
    for path in ["/api/templates", "/api/templates/lint"] {
        let call = stranger.call("POST", path).with("authorization", &bearer);
        call.json(json!({ "source": text })).send().problem(403, "token-not-enough");
    }
    assert_eq!(offered(&ada, "mine"), None);
}
