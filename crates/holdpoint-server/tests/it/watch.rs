//! Watching: scheduled runs under a clock of the test's own, alerts, and messages that go out once for each change.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use holdpoint_domain::id::LaunchId;
use holdpoint_emulator::Mode;
use holdpoint_server::serve;
use holdpoint_server::watch::{Clock, catch_up};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::app::{INTERCOM, Settings, TestApp};
use crate::client::Client;
use crate::receiver::Receiver;
use crate::upgrade::{served, upgrade};

/// A clock that stands still until it is told.
#[derive(Clone)]
pub struct Hands(Arc<AtomicI64>);

impl Hands {
    pub fn now() -> Self {
        Self(Arc::new(AtomicI64::new(Timestamp::now().as_millisecond())))
    }

    pub fn clock(&self) -> Clock {
        let millis = self.0.clone();
        Clock::of(move || Timestamp::from_millisecond(millis.load(Ordering::SeqCst)).unwrap())
    }

    /// Minutes go by, and the server does what is due in each.
    pub fn minutes(&self, app: &TestApp, minutes: u32) {
        for _ in 0..minutes {
            self.seconds(app, 60);
        }
    }

    /// Some seconds go by, and nothing is done yet.
    pub fn pass(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000, Ordering::SeqCst);
    }

    /// Some seconds go by at once.
    pub fn seconds(&self, app: &TestApp, seconds: i64) {
        self.pass(seconds);
        app.runtime.block_on(catch_up(app.inside.as_ref().unwrap())).unwrap();
    }
}

pub fn started(more: &str, allow: Vec<String>) -> (TestApp, Client, Hands) {
    let hands = Hands::now();
    let settings = Settings { more: more.into(), allow, clock: Some(hands.clock()), ..Settings::default() };
    let app = TestApp::configured(None, settings);
    let ada = app.set_up("Ada");
    (app, ada, hands)
}

fn watched(ada: &Client) -> String {
    let launch = ada.launch(INTERCOM, Some("emulator"));
    ada.must(&launch, json!({ "type": "set_watching", "connection": "emulator" }));
    launch
}

pub fn alert(ada: &Client, launch: &str, name: &str) -> Value {
    let alerts: Vec<Value> = ada.get(&format!("/api/launches/{launch}/alerts")).ok();
    alerts.into_iter().find(|alert| alert["name"] == name).unwrap()
}

#[test]
fn scheduled_checks_run_by_themselves_keep_a_history_and_do_not_drown_the_log() {
    let (app, ada, hands) = started("", vec![]);
    let launch = ada.launch(INTERCOM, Some("emulator"));
    hands.minutes(&app, 10);
    assert_eq!(app.emulator.requests(), [], "nobody switched it on");
    ada.must(&launch, json!({ "type": "set_watching", "connection": "emulator" }));
    let before = ada.seq(&launch);
    hands.minutes(&app, 60);
    let history = format!("/api/launches/{launch}/checks/api.rate-limit/history");
    let told: Value = ada.get(&history).ok();
    let samples = told["samples"].as_array().unwrap();
    assert!((11..=13).contains(&samples.len()), "one in five minutes: {}", samples.len());
    assert_eq!(samples[0]["verdict"], "pass");
    let left = samples[0]["facts"]["ratio:x-ratelimit-remaining/x-ratelimit-limit"].as_f64().unwrap();
    assert!(0.9 < left && samples[0]["latencyMs"].is_u64(), "{told}");
    let page: Value = ada.get(&format!("{history}?from={}&limit=2", samples[3]["at"].as_str().unwrap())).ok();
    assert_eq!(page["samples"].as_array().unwrap(), &samples[3..5]);
    let next: Value = ada.get(&format!("{history}?after={}", page["next"].as_str().unwrap())).ok();
    assert_eq!(next["samples"][0], samples[5]);
    let events = ada.events(&launch, before);
    let runs = |check: &str| events.iter().filter(|event| event["event"]["receipt"]["check"] == check).count();
    assert!(runs("api.rate-limit") <= 3, "equal passes are news only when the last is nearly stale: {}", runs("api.rate-limit"));
    assert_eq!(runs("api.auth"), 1, "of a receipt that lives for four hours");
    assert!(events.iter().all(|event| event["by"] == "00000000-0000-0000-0000-000000000000"));
    assert_eq!(ada.view(&launch)["receipts"]["api.rate-limit"]["ranBy"], "00000000-0000-0000-0000-000000000000");

    let asked = app.emulator.requests().len();
    hands.0.fetch_add(6 * 3_600_000, Ordering::SeqCst);
    hands.minutes(&app, 1);
    let view: Value = ada.get(&format!("/api/launches/{launch}/watch")).ok();
    assert_eq!((&view["state"], view["checks"].as_array().unwrap().len()), (&json!("on"), 6));
    assert!(app.emulator.requests().len() - asked <= 8, "after hours of silence one run of each, not all that were missed");

    ada.must(&launch, json!({ "type": "set_watching", "connection": null }));
    hands.minutes(&app, 1);
    let asked = app.emulator.requests().len();
    hands.minutes(&app, 15);
    assert_eq!(app.emulator.requests().len(), asked, "switched off");
    assert_eq!(alert(&ada, &launch, "Token refused")["state"], "unknown", "nobody looks");
    let metrics = app.client().get("/metrics").text();
    assert!(metrics.contains("holdpoint_scheduled_runs_total{verdict=\"pass\"}"), "{metrics}");
}

/// A template with checks that are due each minute, and alerts.
pub fn small(version: &str, checks: &[&str], alerts: &str) -> String {
    let mut text = format!(
        "format = 1\nname = \"small\"\nversion = \"{version}\"\ntitle = \"Small\"\nsummary = \"For a test.\"\n[[sections]]\nid = \"one\"\n\
         title = \"One\"\n[[sections.items]]\nid = \"a\"\ntitle = \"A\"\nlevel = \"must\"\n"
    );
    for id in checks {
        text += &format!(
            "[[checks]]\nid = \"{id}\"\ntitle = \"C\"\nttl_minutes = 60\nschedule = {{ every = \"1m\" }}\n[checks.probe]\nkind = \"http\"\n\
             target = \"api\"\npath = \"/me\"\nauthorize = true\n[[checks.expect]]\nfact = \"status\"\nequals = 200\nwhy = \"{{value}}\"\n\
             next = \"Look.\"\n"
        );
    }
    text + alerts
}

/// Moves a launch to another version of `small`, which takes the first one's place. Returns who asked, at the server that has it.
fn moved(app: &mut TestApp, ada: &Client, (launch, hands): (&str, &Hands), (file, text): (&Path, String)) -> Client {
    let from = served(ada)["digest"].clone();
    std::fs::write(file, text).unwrap();
    app.restart();
    let ada = ada.moved_to(app.client());
    // On the former version still.
    hands.minutes(app, 1);
    upgrade(&ada, launch, &from, &served(&ada)["digest"]).ok::<Value>();
    ada
}

#[test]
fn another_version_of_the_template_brings_its_own_checks() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("small.toml");
    std::fs::write(&file, small("1.0.0", &["before", "both"], "")).unwrap();
    let (mut app, ada, hands) = started(&format!("[templates]\ndir = {:?}\n", folder.path()), vec![]);
    let launch = ada.launch("small", Some("emulator"));
    ada.must(&launch, json!({ "type": "set_watching", "connection": "emulator" }));
    hands.minutes(&app, 2);
    let ada = moved(&mut app, &ada, (launch.as_str(), &hands), (file.as_path(), small("1.1.0", &["both", "after"], "")));
    hands.minutes(&app, 10);
    let history: Value = ada.get(&format!("/api/launches/{launch}/checks/after/history")).ok();
    assert!(3 <= history["samples"].as_array().unwrap().len(), "{history}");
    let store = &app.inside.as_ref().unwrap().store;
    let planned = app.runtime.block_on(store.planned(LaunchId(1), Timestamp::now())).unwrap();
    assert_eq!(planned.iter().map(|one| one.check.as_str()).collect::<Vec<_>>(), ["after", "both"], "and what is gone is claimed no more");
}

/// Fires when the check `ping` got an answer of that status.
pub fn of_status(name: &str, status: u16) -> String {
    format!(
        "[[alerts]]\nname = \"{name}\"\ncondition = \"x\"\nseverity = \"P1\"\naction = \"Look.\"\n[alerts.when]\nkind = \"count\"\n\
         checks = [\"ping\"]\nwithin = \"15m\"\nabove = 0\nmatching = {{ fact = \"status\", at_least = {status}, at_most = {status} }}\n"
    )
}

#[test]
fn an_alert_goes_on_as_it_stood_wherever_another_version_of_the_template_has_it() {
    let (web, templates, secrets) = (Receiver::web(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (file, url) = (templates.path().join("small.toml"), secrets.path().join("url"));
    std::fs::write(&url, format!("http://{}/told", web.address)).unwrap();
    std::fs::write(&file, small("1.0.0", &["ping"], &of_status("Refused", 401))).unwrap();
    let more = format!(
        "[[notify]]\nname = \"ops\"\nkind = \"webhook\"\nurl = \"file:{}\"\n[templates]\ndir = {:?}\n",
        url.display(),
        templates.path()
    );
    let (mut app, ada, hands) = started(&more, vec![web.address.to_string()]);
    let launch = ada.launch("small", Some("emulator"));
    ada.must(&launch, json!({ "type": "set_watching", "connection": "emulator" }));
    app.emulator.set(|vendor| vendor.mode = Mode::Unauthorized);
    hands.minutes(&app, 5);
    let firing = alert(&ada, &launch, "Refused");
    assert_eq!((&firing["state"], web.taken("/told").len()), (&json!("firing"), 1));

    let alerts = of_status("Too many", 429) + &of_status("Refused", 401);
    let ada = moved(&mut app, &ada, (launch.as_str(), &hands), (file.as_path(), small("1.1.0", &["ping"], &alerts)));
    hands.minutes(&app, 5);
    let still = alert(&ada, &launch, "Refused");
    assert_eq!((&still["state"], &still["since"]), (&json!("firing"), &firing["since"]));
    assert_eq!(alert(&ada, &launch, "Too many")["state"], "quiet");
    assert_eq!(web.taken("/told").len(), 1, "neither told again, nor is the new one over: {:?}", web.all());

    app.emulator.set(|vendor| vendor.mode = Mode::Ok);
    hands.minutes(&app, 30);
    let taken = web.taken("/told");
    assert!(taken.len() == 2 && taken[1].body.contains("Over: Refused"), "{taken:?}");
}

#[test]
fn a_change_of_an_alert_is_told_once_by_each_kind_of_channel_over_restarts() {
    let (web, mail) = (Receiver::web(), Receiver::mail());
    let folder = tempfile::tempdir().unwrap();
    let mut more = String::new();
    for kind in ["slack", "teams", "webhook"] {
        let file = folder.path().join(kind);
        std::fs::write(&file, format!("http://{}/{kind}-secret", web.address)).unwrap();
        more += &format!("[[notify]]\nname = \"my-{kind}\"\nkind = \"{kind}\"\nurl = \"file:{}\"\n", file.display());
    }
    more += &format!(
        "[[notify]]\nname = \"my-mail\"\nkind = \"email\"\nhost = \"127.0.0.1\"\nport = {}\ntls = \"none\"\n\
         from = \"Holdpoint <holdpoint@example.com>\"\nto = [\"ops@example.com\", \"Ada <ada@example.com>\"]\n\
         [[notify]]\nname = \"others\"\nkind = \"slack\"\nurl = \"env:NOT_SET\"\nlaunches = [\"LCH-99\"]\n",
        mail.address.port()
    );
    let (mut app, ada, hands) = started(&more, vec![web.address.to_string()]);
    let warned = app.runtime.block_on(serve::unknown(app.inside.as_ref().unwrap()));
    assert_eq!(warned, ["[[notify]] others, launches: there is no launch LCH-99 here yet"]);
    let launch = watched(&ada);
    hands.minutes(&app, 12);
    assert_eq!(alert(&ada, &launch, "Token refused")["state"], "quiet");
    assert!(web.all().is_empty() && mail.all().is_empty(), "nothing changed for the worse");

    app.emulator.set(|vendor| vendor.mode = Mode::Unauthorized);
    web.answer(&[503, 503]);
    mail.answer(&[451]);
    hands.minutes(&app, 8);
    let restart = |app: &mut TestApp, ada: &Client| {
        app.restart();
        ada.moved_to(app.client())
    };
    let ada = restart(&mut app, &ada);
    hands.minutes(&app, 20);
    let firing = alert(&ada, &launch, "Token refused");
    assert_eq!(firing["state"], "firing");
    assert!(firing["since"].is_string() && firing["action"].as_str().unwrap().contains("Replace the token"));
    app.emulator.set(|vendor| vendor.mode = Mode::Ok);
    hands.minutes(&app, 10);
    let ada = restart(&mut app, &ada);
    hands.minutes(&app, 30);
    let quiet = alert(&ada, &launch, "Token refused");
    assert_eq!(quiet["state"], "quiet", "{quiet}");

    for kind in ["slack", "teams", "webhook"] {
        let taken = web.taken(&format!("/{kind}-secret"));
        assert_eq!(taken.len(), 2, "{kind}: it fires, and it is over: {taken:?}");
        assert!(taken[0].body.contains("What to do: Replace the token") && taken[0].body.contains(&format!("/launches/{launch}/watch")));
        assert!(taken[1].body.contains("Over: Token refused"));
        assert!(taken[0].id != taken[1].id);
    }
    let refused: Vec<_> = web.all().into_iter().filter(|got| !got.taken).collect();
    assert_eq!(refused.len(), 2);
    assert!(refused.iter().all(|got| web.taken(&got.path)[0].id == got.id), "tried again under the same id");
    let teams = web.taken("/teams-secret")[0].json();
    assert_eq!(teams["attachments"][0]["contentType"], "application/vnd.microsoft.card.adaptive");
    let generic = web.taken("/webhook-secret")[0].json();
    assert_eq!((&generic["change"], &generic["alert"], &generic["severity"]), (&json!("fires"), &json!("Token refused"), &json!("P1")));
    let mails: Vec<_> = mail.all().into_iter().filter(|got| got.taken).collect();
    assert_eq!(mails.len(), 2, "{mails:?}");
    assert!(mails[0].body.contains("Subject: P1 Token refused: Release 1 (LCH-1)") && mails[0].path.contains("<ada@example.com>"));
    assert_eq!(mail.all().len(), 3, "once refused for now");

    let told: Vec<Value> = ada.get(&format!("/api/launches/{launch}/notifications")).ok();
    assert_eq!(told.len(), 8, "two for each of the four, none for a channel of another launch: {told:?}");
    assert!(told.iter().all(|notice| notice["state"] == "sent"));
    let text = json!(told).to_string() + &ada.get(&format!("/api/launches/{launch}/watch")).text();
    assert!(!text.contains("-secret") && !text.contains(&web.address.to_string()), "where it went is a secret");
    assert!(app.client().get("/metrics").text().contains("holdpoint_notifications_total{kind=\"email\",outcome=\"sent\"}"));
}

#[test]
fn a_message_that_nobody_takes_is_given_up_visibly() {
    let web = Receiver::web();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("url");
    std::fs::write(&file, format!("http://{}/gone", web.address)).unwrap();
    let plain = folder.path().join("plain");
    std::fs::write(&plain, "http://hooks.example.com/x").unwrap();
    let channel = |name: &str, file: &std::path::Path| {
        format!("[[notify]]\nname = \"{name}\"\nkind = \"webhook\"\nurl = \"file:{}\"\n", file.display())
    };
    let more = channel("gone", &file) + &channel("plain", &plain);
    let (app, ada, hands) = started(&more, vec![web.address.to_string()]);
    let launch = watched(&ada);
    app.emulator.set(|vendor| vendor.mode = Mode::Unauthorized);
    web.answer(&[404]);
    hands.minutes(&app, 10);
    let told = || ada.get(&format!("/api/launches/{launch}/notifications")).ok::<Vec<Value>>();
    let of = |name: &str| told().into_iter().find(|notice| notice["channel"] == name).unwrap();
    let gone = of("gone");
    assert_eq!((&gone["state"], &gone["attempts"]), (&json!("failed"), &json!(1)));
    assert_eq!(gone["trouble"], "the receiver answered with status 404");
    assert_eq!(gone["said"], json!({ "kind": "status", "values": { "status": "404" } }));
    let plain = of("plain");
    assert_eq!(plain["state"], "waiting", "the operator may mend it");
    assert!(plain["trouble"].as_str().unwrap().contains("outbound policy"), "{plain}");
    hands.minutes(&app, 6 * 60);
    assert_eq!((&of("plain")["state"], &of("plain")["attempts"]), (&json!("failed"), &json!(12)));
    assert_eq!(web.all().len(), 1);
}

#[test]
fn who_may_watch_and_who_may_look() {
    let (app, ada, _hands) = started("", vec![]);
    let (vic, eve) = (app.invite(&ada, "Vic"), app.invite(&ada, "Eve"));
    let launch = ada.launch(INTERCOM, Some("emulator"));
    ada.admit(&launch, &vic, "viewer");
    let watch = json!({ "type": "set_watching", "connection": "emulator" });
    vic.command(&launch, 99, watch.clone()).problem(403, "role-needed");
    eve.command(&launch, 99, watch).problem(404, "not-found");
    let other = json!({ "type": "set_watching", "connection": "elsewhere" });
    let problem = ada.command(&launch, 99, other).problem(422, "bad-field");
    assert_eq!(problem.pointer.as_deref(), Some("/command/connection"));
    for path in ["watch", "alerts", "notifications", "checks/api.auth/history"] {
        let path = format!("/api/launches/{launch}/{path}");
        vic.get(&path).ok::<Value>();
        eve.get(&path).problem(404, "not-found");
        app.client().get(&path).problem(401, "signed-out");
    }
    let history = format!("/api/launches/{launch}/checks");
    ada.get(&format!("{history}/no.such/history")).problem(404, "not-found");
    for query in ["limit=0", "limit=1001", "limit=x", "after=yesterday", "before=2026-11-24T10:00:00Z"] {
        ada.get(&format!("{history}/api.auth/history?{query}")).problem(400, "bad-range");
    }
}
