//! `/api/launches/{id}/drills` and the addresses that it opens, asked by a plain HTTP client in place of an integration.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use holdpoint_domain::account::Scope;
use holdpoint_domain::id::Digest;
use holdpoint_server::drill::{Drill, finish};
use holdpoint_store::Sender;
use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::Request;

use crate::app::{INTERCOM, TEMPLATE, TestApp};
use crate::client::Client;

/// For what comes by itself, on a machine that does other things too.
const PATIENCE: Duration = Duration::from_secs(60);

/// What an integration may send and nobody may find again.
const CANARY: &str = "canary-7d02-from-the-integration";

/// An open drill, and the integration that is pointed at it.
pub struct Open<'a> {
    who: &'a Client,
    path: String,
    pub base: String,
}

impl<'a> Open<'a> {
    pub fn of(who: &'a Client, launch: &str, wish: Value) -> Self {
        let view: Value = who.post(&format!("/api/launches/{launch}/drills"), wish).ok();
        let path = format!("/api/launches/{launch}/drills/{}", view["drill"]["id"].as_str().unwrap());
        Self { who, path, base: view["baseUrl"].as_str().unwrap().to_owned() }
    }

    pub fn view(&self) -> Value {
        self.who.get(&self.path).ok()
    }

    fn inside(&self, app: &TestApp) -> Arc<Drill> {
        let parts: Vec<_> = self.path.split('/').collect();
        let [.., launch, _, id] = parts[..] else { unreachable!() };
        app.inside.as_ref().unwrap().drills.one(launch.parse().unwrap(), id.parse().unwrap()).unwrap()
    }

    /// Lets time pass for it that nobody has to wait for.
    pub fn let_pass(&self, app: &TestApp, milliseconds: u64) {
        self.inside(app).let_pass(milliseconds);
    }

    /// As it is once all of its plan was played: that somebody hung up is noticed a moment later.
    fn played(&self) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            let view = self.view();
            if view["steps"].as_array().unwrap().iter().all(|step| step["state"] == "played") {
                return view;
            }
            assert!(Instant::now() < end, "{}", view["steps"]);
            thread::sleep(Duration::from_millis(20));
        }
    }

    pub fn close(&self) -> Value {
        self.who.post(&format!("{}/close", self.path), json!({})).ok()
    }

    pub fn call(&self, method: &str, path: &str, body: Option<Value>) -> Got {
        call(&self.base, method, path, body, PATIENCE)
    }

    fn get(&self, path: &str) -> Got {
        self.call("GET", path, None)
    }

    /// Asks until it is answered well, with pauses that the rate limit or doubling gives. The clock goes by hand.
    fn persist(&self, app: &TestApp, path: &str, jitter: u64) -> Got {
        let mut pause = 420 + jitter;
        for _ in 0..4 {
            let got = self.get(path);
            match got.status {
                Some(200) => return got,
                // The limit ends within three seconds, by the header that came with it.
                Some(429) => self.let_pass(app, got.reset.map(|_| 3_000).unwrap()),
                _ => self.let_pass(app, pause),
            }
            pause *= 2;
        }
        panic!("{path} is never answered");
    }
}

/// What came of a request; no status: no whole answer.
#[derive(Debug)]
pub struct Got {
    pub status: Option<u16>,
    pub body: Value,
    reset: Option<i64>,
    left: Option<String>,
    version: Option<String>,
}

fn call(base: &str, method: &str, path: &str, body: Option<Value>, patience: Duration) -> Got {
    let agent: Agent = Agent::config_builder().http_status_as_error(false).timeout_global(Some(patience)).build().into();
    let request = Request::builder().method(method).uri(format!("{base}{path}")).header("authorization", format!("Bearer {CANARY}"));
    let request = request.header("intercom-version", "2.14").header("content-type", "application/json");
    let sent = match body {
        Some(body) => agent.run(request.body(body.to_string()).unwrap()),
        None => agent.run(request.body(()).unwrap()),
    };
    let mut got = Got { status: None, body: Value::Null, reset: None, left: None, version: None };
    let Ok(mut answer) = sent else { return got };
    let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    got.reset = header("x-ratelimit-reset").map(|reset| reset.parse().unwrap());
    (got.left, got.version) = (header("x-ratelimit-remaining"), header("intercom-version"));
    let status = answer.status().as_u16();
    let Ok(text) = answer.body_mut().read_to_string() else { return got };
    got.status = Some(status);
    got.body = serde_json::from_str(&text).unwrap();
    got
}

fn verdict(view: &Value, check: &str) -> (String, String) {
    let found = view["checks"].as_array().unwrap().iter().find(|seen| seen["check"] == check).unwrap();
    let said = |name: &str| found["judgement"][name].as_str().unwrap_or("none").to_owned();
    (said("verdict"), said("why"))
}

fn state(view: &Value, scenario: &str) -> String {
    let steps = view["steps"].as_array().unwrap();
    let step = steps.iter().find(|seen| seen["step"]["scenario"] == scenario).unwrap();
    step["state"].as_str().unwrap().to_owned()
}

fn both() -> Value {
    let email = json!({ "field": "email_domain", "operator": "=", "value": "example.com" });
    json!({ "query": { "operator": "AND", "value": [email, { "field": "role", "operator": "=", "value": "user" }] } })
}

/// All that the plan asks for, by an integration that is well. The clock goes by hand.
fn behave(app: &TestApp, open: &Open) {
    assert_eq!(open.persist(app, "/me", 0).body["type"], "admin");
    for id in 0..4 {
        open.persist(app, &format!("/contacts/{CANARY}{id}"), id * 40);
    }
    assert_eq!(open.persist(app, "/admins", 0).body["type"], "admin.list");
    assert_eq!(call(&open.base, "GET", "/tags", None, Duration::from_secs(3)).status, None);
    let statuses: Vec<_> = (0..4).map(|id| open.get(&format!("/contacts/find_by_external_id/{id}")).status).collect();
    assert_eq!(statuses, [Some(404), Some(403), Some(422), Some(200)]);
    let (mut path, mut read) = ("/contacts".to_owned(), 0);
    loop {
        let page = open.get(&path);
        read += page.body["data"].as_array().unwrap().len();
        let Some(next) = page.body["pages"]["next"]["starting_after"].as_str() else { break };
        path = format!("/contacts?starting_after={next}");
    }
    assert_eq!(read, 10);
    assert_eq!(open.call("POST", "/contacts/search", Some(both())).body["total_count"], 1);
}

const CHECKS: [&str; 6] =
    ["drill.rate-limit", "drill.server-errors", "drill.timeouts", "drill.pagination", "drill.error-handling", "drill.search"];

#[test]
fn an_integration_that_is_well_gets_receipts_that_prove_items() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, None);
    let before: Value = ada.get(&format!("/api/launches/{launch}/drills")).ok();
    let plan = before["plan"].as_array().unwrap();
    assert_eq!((plan.len(), &plan[0]["call"]), (7, &json!("GET /me")), "the plan is there before anything is opened");

    let open = Open::of(&ada, &launch, json!({ "hangSeconds": 20 }));
    open.inside(&app).by_hand();
    assert!(open.base.starts_with("http://localhost:") && open.base.contains("/drill/"), "{}", open.base);
    assert_eq!(open.base.rsplit('.').next().unwrap().len(), 64, "256 bits");
    assert_eq!((state(&open.view(), "pages"), verdict(&open.view(), "drill.pagination").0), ("waiting".into(), "none".into()));
    behave(&app, &open);
    let seen = open.played();
    assert!(seen["drill"]["endedAt"].is_null() && seen["seq"].is_null());

    let closed = open.close();
    for check in CHECKS {
        assert_eq!(verdict(&closed, check), ("pass".into(), "Everything expected was seen.".into()), "{check}: {closed}");
    }
    let receipts = &ada.view(&launch)["receipts"];
    for check in CHECKS {
        let receipt = &receipts[check];
        assert_eq!((&receipt["verdict"], &receipt["connection"]), (&json!("pass"), &Value::Null), "{check}");
        assert_eq!(receipt["ranBy"], ada.me()["id"], "{check}");
    }
    let seq = ada.seq(&launch);
    assert_eq!(closed["seq"], seq);
    assert_eq!(open.close()["seq"], seq, "closed twice, recorded once");
    assert_eq!(ada.seq(&launch), seq);
    assert!(open.view()["baseUrl"].is_null(), "an address that has ended");

    // What it sent is nowhere: not in the picture, the history, nor in any file.
    let told = [closed.to_string(), ada.get(&format!("/api/launches/{launch}/events")).text()];
    assert!(told.iter().all(|text| !text.contains(CANARY) && !text.contains(open.base.rsplit('/').next().unwrap())));
    for file in std::fs::read_dir(app.data()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap_or_default();
        let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        assert!(!holds(CANARY) && !holds(open.base.rsplit('/').next().unwrap()));
    }
}

#[test]
fn an_integration_that_is_not_well_is_told_what_is_wrong() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, None);
    ada.must(&launch, json!({ "type": "set_status", "item": "api.timeouts", "status": "done" }));
    let open = Open::of(&ada, &launch, json!({ "hangSeconds": 1 }));
    open.inside(&app).by_hand();
    thread::scope(|scope| {
        // Tries again at once, and too early.
        scope.spawn(|| (0..3).for_each(|_| _ = open.get("/me")));
        scope.spawn(|| (0..3).for_each(|_| _ = open.get("/contacts/1")));
        scope.spawn(|| _ = open.get("/admins"));
        scope.spawn(|| assert_eq!(open.get("/tags").status, Some(200), "waits until it is over"));
        scope.spawn(|| (0..3).for_each(|_| _ = open.get("/contacts/find_by_external_id/1")));
        // A loop that counts pages in place of passing cursors on.
        scope.spawn(|| (1..4).for_each(|page| _ = open.get(&format!("/contacts?page={page}"))));
        for field in ["email", "name", "phone"] {
            let query = json!({ "query": { "field": field, "operator": "=", "value": "x" } });
            scope.spawn(|| assert_eq!(open.call("POST", "/contacts/search", Some(query)).status, Some(200)));
        }
    });
    // What was not asked for within five seconds is not asked for any more.
    open.let_pass(&app, 5_100);
    let closed = open.close();
    let cases = [
        ("drill.rate-limit", "fail", "Retries before the time in X-RateLimit-Reset: 2."),
        ("drill.server-errors", "fail", "ms after the error: a loop like that keeps a struggling server down."),
        ("drill.timeouts", "fail", "Calls that waited until the hang was over: 1."),
        ("drill.pagination", "fail", "Pages that were never asked for: 3."),
        ("drill.error-handling", "unknown", "Only 1 of the three error answers were asked for."),
        ("drill.search", "fail", "The largest query had 1 condition."),
    ];
    for (check, expected, words) in cases {
        let (verdict, why) = verdict(&closed, check);
        assert!(verdict == expected && why.contains(words), "{check}: {verdict}: {why}");
    }
    let gate: Value = ada.get(&format!("/api/launches/{launch}/gate")).ok();
    let blocks = |reason: &Value| reason["kind"] == "check_failing" && reason["item"] == "api.timeouts";
    assert!(gate["reasons"].as_array().unwrap().iter().any(blocks), "{gate}");
}

#[test]
fn what_gives_up_is_told_once_that_is_certain_and_what_was_not_called_gets_no_receipt() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, None);
    let wish = json!({ "checks": ["drill.server-errors", "drill.search"] });
    let first = Open::of(&ada, &launch, wish.clone());
    assert_eq!(first.view()["steps"].as_array().unwrap().len(), 3, "of these checks only");
    first.inside(&app).by_hand();
    first.get("/contacts/1");
    let soon = first.close();
    let (said, why) = verdict(&soon, "drill.server-errors");
    assert_eq!((said.as_str(), why.contains("ended before a retry was due")), ("unknown", true), "{why}");
    assert_eq!(verdict(&soon, "drill.search").0, "none");
    assert!(ada.view(&launch)["receipts"].as_object().unwrap().keys().eq(["drill.server-errors"]));

    let second = Open::of(&ada, &launch, wish);
    assert_eq!(second.get("/contacts/1").status, Some(503));
    // The same scenario by its own address, for an integration that calls something else.
    assert_eq!(second.get("/server_errors/tags").status, Some(500));
    let metrics = app.client().get("/metrics").text();
    assert!(!metrics.contains("status=\"50"), "the vendor's errors are played: {metrics}");
    second.let_pass(&app, 5_100);
    let late = second.close();
    assert_eq!(
        verdict(&late, "drill.server-errors"),
        ("fail".into(), "A call that was answered with a server error was not made again.".into())
    );
    let nothing = Open::of(&ada, &launch, json!({}));
    let seq = ada.seq(&launch);
    assert_eq!((&nothing.close()["seq"], ada.seq(&launch)), (&Value::Null, seq), "nothing called, nothing recorded");
}

#[test]
fn the_vendor_is_played_with_its_headers_and_its_refusals() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, None);
    let open = Open::of(&ada, &launch, json!({}));
    open.inside(&app).by_hand();
    let now = || jiff::Timestamp::now().as_second();
    let (before, limited, after) = (now(), open.get("/me"), now());
    assert_eq!((limited.status, limited.left.as_deref(), limited.version.as_deref()), (Some(429), Some("0"), Some("2.14")));
    assert_eq!(limited.body["errors"][0]["code"], "rate_limit_exceeded");
    let reset = limited.reset.unwrap();
    assert!((before + 3..=after + 3).contains(&reset), "{before} {reset} {after}");
    let failed = open.get("/contacts/1");
    assert_eq!((failed.status, failed.reset), (Some(503), None), "a gateway's error has no such headers");
    assert_eq!(open.get("/contacts").left.as_deref(), Some("1666"));
    assert_eq!(open.get("/contacts?starting_after=made-up").body["errors"][0]["code"], "parameter_invalid");
    assert_eq!(open.call("POST", "/contacts", Some(json!({ "email": CANARY }))).status, Some(200), "writes go well");
    assert_eq!(open.call("PUT", "/server_errors/contacts/1", Some(json!({ "name": CANARY }))).status, Some(200));
    assert_eq!(open.call("POST", "/contacts/search", Some(json!("no query"))).status, Some(400));
    assert_eq!(open.get("/nothing/of/the/kind").body["type"], "error.list");
    assert_eq!(open.get("/earthquake/me").status, Some(404), "no such scenario");
    let long = json!({ "query": "x".repeat(70 * 1024) });
    assert_eq!(open.call("POST", "/contacts/search", Some(long)).status, Some(413));
    let agent: Agent = Agent::config_builder().http_status_as_error(false).build().into();
    assert_eq!(agent.get(format!("{}/me", open.base)).call().unwrap().status(), 401, "without a token");
    assert_eq!(agent.get(&open.base).call().unwrap().status(), 401);

    let traffic = open.view()["traffic"].as_array().unwrap().clone();
    assert!(traffic.iter().any(|exchange| exchange["path"] == "(an address that is not played)" && exchange["scenario"].is_null()));
    assert_eq!(traffic[0]["path"], "/me");
    assert_eq!(verdict(&open.view(), "drill.rate-limit").0, "unknown");
}

#[test]
fn drills_are_for_who_may_run_checks() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, None);
    let (ben, cem) = (app.invite(&ada, "Ben"), app.invite(&ada, "Cem"));
    ada.admit(&launch, &ben, "viewer");
    let path = format!("/api/launches/{launch}/drills");
    let open = Open::of(&ada, &launch, json!({}));
    ben.post(&path, json!({})).problem(403, "role-needed");
    ben.post(&format!("{}/close", open.path), json!({})).problem(403, "role-needed");
    assert!(ben.get(&open.path).ok::<Value>()["baseUrl"].is_null(), "a viewer sees the traffic, not the address");
    for answer in [cem.get(&path), cem.get(&open.path), cem.post(&path, json!({})), cem.post(&format!("{}/close", open.path), json!({}))] {
        assert_eq!(answer.status, 404, "who has no role is told that there is nothing");
    }
    app.client().get(&path).problem(401, "signed-out");
    let read: Value = ada.post("/api/account/tokens", json!({ "name": "CI", "scopes": [Scope::LaunchesRead], "days": 1 })).ok();
    let bearer = format!("Bearer {}", read["token"].as_str().or(read["secret"].as_str()).unwrap());
    let by_token = app.client();
    let seen: Value = by_token.call("GET", &open.path).with("authorization", &bearer).send().ok();
    assert!(seen["baseUrl"].is_null(), "a token that may only read");
    by_token.call("POST", &path).with("authorization", &bearer).json(json!({})).send().problem(403, "token-not-enough");
}

#[test]
fn what_cannot_be_opened_is_refused_with_the_field() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, Some("emulator"));
    let path = format!("/api/launches/{launch}/drills");
    let cases = [
        (json!({ "checks": ["drill.nothing"] }), "/checks/0", "no such check"),
        (json!({ "checks": ["drill.search", "api.auth"] }), "/checks/1", "a check that is run"),
        (json!({ "minutes": 0 }), "/minutes", "none"),
        (json!({ "minutes": 61 }), "/minutes", "over the line"),
        (json!({ "hangSeconds": 0 }), "/hangSeconds", "none"),
        (json!({ "hangSeconds": 121 }), "/hangSeconds", "over the line"),
        (json!({ "scenario": "hang" }), "/scenario", "no such key"),
    ];
    for (body, pointer, about) in cases {
        assert_eq!(ada.post(&path, body).problem(422, "bad-field").pointer.as_deref(), Some(pointer), "{about}");
    }
    let opened: Vec<Open> = (0..2).map(|_| Open::of(&ada, &launch, json!({ "minutes": 60 }))).collect();
    ada.post(&path, json!({})).problem(409, "too-many-drills");
    opened[0].close();
    for _ in 0..7 {
        Open::of(&ada, &launch, json!({ "minutes": 1 })).close();
    }
    let list: Value = ada.get(&path).ok();
    assert_eq!(list["drills"].as_array().unwrap().len(), 6, "an open one and five that have ended: {list}");
    ada.get(&opened[0].path).problem(404, "not-found");
    assert_eq!(opened[0].get("/contacts").body["errors"][0]["code"], "drill_ended");
    assert_eq!(opened[1].get("/contacts").status, Some(200));

    ada.post(&format!("/api/launches/{launch}/checks/drill.search/runs"), json!({})).problem(409, "drill-only");
    let service = ada.launch(TEMPLATE, None);
    ada.post(&format!("/api/launches/{service}/drills"), json!({})).problem(409, "nothing-to-drill");
    let page: Value = ada.get(&format!("/api/launches/{service}/drills")).ok();
    assert_eq!(page["plan"], json!([]));
}

#[test]
fn a_drill_ends_by_itself_and_is_recorded() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, None);
    let inside = app.inside.clone().unwrap();
    let id = launch.parse().unwrap();
    let folded = app.runtime.block_on(inside.store.launch(id)).unwrap();
    let checks = folded.template.checks.iter().filter(|check| check.drill().is_some()).cloned().collect();
    let me = ada.me();
    let by = me["id"].as_str().unwrap().parse().unwrap();
    let at = jiff::Timestamp::now();
    let sender = Sender { by, name: "Ada".into(), owner: true, at, command: None, fingerprint: Digest::of(b"") };
    let base = format!("{}/drill/token", app.base);
    let drill = Arc::new(Drill::new(id, sender, checks, (base.clone(), Digest::of(b"token"))));
    inside.drills.add(drill.clone()).unwrap();
    assert_eq!(call(&base, "POST", "/contacts/search", Some(both()), PATIENCE).status, Some(200));
    app.runtime.block_on(async { finish::end_in_time(&inside, &drill, Duration::from_millis(50)) });
    let end = Instant::now() + PATIENCE;
    while ada.view(&launch)["receipts"]["drill.search"].is_null() {
        assert!(Instant::now() < end, "it does not end");
        thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(ada.view(&launch)["receipts"]["drill.search"]["verdict"], "pass");
    assert_eq!(call(&base, "GET", "/me", None, PATIENCE).status, Some(404));
}

#[test]
fn what_whoever_ended_a_drill_could_not_record_is_recorded_later() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, None);
    let open = Open::of(&ada, &launch, json!({}));
    assert_eq!(open.call("POST", "/contacts/search", Some(both())).status, Some(200));
    let drills = app.inside.as_ref().unwrap().drills.of(launch.parse().unwrap());
    // As whoever closes it leaves it when the database takes nothing.
    drills[0].ended.cancel();
    let end = Instant::now() + PATIENCE;
    while ada.view(&launch)["receipts"]["drill.search"].is_null() {
        assert!(Instant::now() < end, "nobody records it");
        thread::sleep(Duration::from_millis(20));
    }
    assert!(open.close()["seq"].is_u64(), "and once only");
}

#[test]
fn a_stop_waits_for_no_hang_and_leaves_no_drill_open() {
    let (mut app, ada) = TestApp::with_owner();
    let launch = ada.launch(INTERCOM, None);
    let open = Open::of(&ada, &launch, json!({ "hangSeconds": 120 }));
    open.call("POST", "/contacts/search", Some(both()));
    let base = open.base.clone();
    let waiting = thread::spawn(move || call(&base, "GET", "/tags", None, PATIENCE));
    while open.view()["traffic"].as_array().unwrap().len() < 2 {
        thread::sleep(Duration::from_millis(10));
    }
    let (path, seq) = (open.path.clone(), ada.seq(&launch));
    let begun = Instant::now();
    app.stop();
    // Less than requests may go on for then.
    assert!(begun.elapsed() < Duration::from_secs(9), "{:?}", begun.elapsed());
    assert_eq!(waiting.join().unwrap().body["errors"][0]["code"], "drill_ended");
    app.restart();
    let ada = ada.moved_to(app.client());
    ada.get(&path).problem(404, "not-found");
    assert_eq!(ada.get(&format!("/api/launches/{launch}/drills")).ok::<Value>()["drills"], json!([]));
    assert_eq!(ada.seq(&launch), seq, "half of a drill is not judged");
}
