//! What changes while a launch is watched: its connection, and what other people do meanwhile.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::mpsc::{Receiver as Receiving, Sender as Sending, channel};

use holdpoint_domain::check::{Sample, Verdict};
use holdpoint_domain::id::LaunchId;
use holdpoint_emulator::Mode;
use holdpoint_server::limits;
use holdpoint_server::watch::catch_up;
use holdpoint_store::watching::{Lease, Planned};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::receiver::Receiver;
use crate::upgrade::{served, upgrade};
use crate::watch::{Hands, alert, of_status, small, started};

/// A server with the template `small`, whose alert is told to the web server, and a second connection to a place of its own.
fn of_two_environments(web: &Receiver, production: &Receiver, folder: &Path) -> (TestApp, Client, Hands) {
    std::fs::write(folder.join("small.toml"), small("1.0.0", &["ping"], &of_status("Refused", 401))).unwrap();
    std::fs::write(folder.join("url"), format!("http://{}/told", web.address)).unwrap();
    std::fs::write(folder.join("token"), "of-production").unwrap();
    let file = |name: &str| format!("file:{}", folder.join(name).display());
    let more = format!(
        "[[connections]]\nname = \"production\"\nbase_url = \"http://{}\"\ntoken = {:?}\n\
         [[notify]]\nname = \"ops\"\nkind = \"webhook\"\nurl = {:?}\n[templates]\ndir = {folder:?}\n",
        production.address,
        file("token"),
        file("url"),
    );
    started(&more, vec![web.address.to_string(), production.address.to_string()])
}

#[test]
fn what_one_environment_was_told_of_is_told_again_of_the_next_one() {
    let (web, production, folder) = (Receiver::web(), Receiver::web(), tempfile::tempdir().unwrap());
    let (app, ada, hands) = of_two_environments(&web, &production, folder.path());
    let launch = ada.launch("small", Some("emulator"));
    ada.must(&launch, json!({ "type": "set_watching", "connection": "emulator" }));
    app.emulator.set(|vendor| vendor.mode = Mode::Unauthorized);
    hands.minutes(&app, 5);
    assert_eq!(web.taken("/told").len(), 1, "of the first environment");
    production.answer(&[401; 60]);
    ada.must(&launch, json!({ "type": "set_connection", "connection": "production" }));
    ada.must(&launch, json!({ "type": "set_watching", "connection": "production" }));
    hands.minutes(&app, 5);
    let told = web.taken("/told");
    assert!(told.len() == 2 && told[1].body.contains("fires"), "and of the second: {told:?}");
    assert!(!production.all().is_empty());
}

#[test]
fn what_a_check_saw_before_it_is_watched_or_elsewhere_fires_no_alert() {
    // When it ran, from when the watching begins: the other environment's run by a machine whose clock is ahead.
    for (seconds, connection) in [(-120, "emulator"), (90, "production")] {
        let (web, production, folder) = (Receiver::web(), Receiver::web(), tempfile::tempdir().unwrap());
        let (app, ada, hands) = of_two_environments(&web, &production, folder.path());
        let launch = ada.launch("small", Some("emulator"));
        let before = hands.clock().now() - jiff::SignedDuration::from_mins(2);
        let at = hands.clock().now() + jiff::SignedDuration::from_secs(seconds);
        let facts = [("status".to_owned(), 401.0)].into();
        let connection = Some(connection.parse().unwrap());
        let refused = Sample { at, connection, verdict: Verdict::Fail, failure: None, latency_ms: Some(9), waited_ms: None, facts };
        let store = app.inside.as_ref().unwrap().store.clone();
        app.runtime.block_on(async {
            store.plan(LaunchId(1), vec![Planned { check: "ping".parse().unwrap(), first: before, latest: Timestamp::MAX }]).await.unwrap();
            let lease = Lease { now: before, until: Timestamp::now() };
            let run = store.claim_runs(lease, 1, vec![]).await.unwrap().remove(0);
            assert!(store.finish_run(run, Timestamp::now(), refused).await.unwrap());
        });
        ada.must(&launch, json!({ "type": "set_watching", "connection": "emulator" }));
        let view: Value = ada.get(&format!("/api/launches/{launch}/watch")).ok();
        assert_eq!(view["checks"][0].get("lastRun"), None, "{view}");
        hands.minutes(&app, 5);
        assert_eq!(alert(&ada, &launch, "Refused")["state"], "quiet", "{seconds} s");
        assert!(web.all().is_empty(), "{:?}", web.all());
    }
}

/// Reads a request, and answers it.
fn answer(mut stream: TcpStream, status: u16) {
    let lines = BufReader::new(stream.try_clone().unwrap()).lines();
    lines.map_while(Result::ok).take_while(|line| !line.is_empty()).for_each(drop);
    write!(stream, "HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
}

/// A vendor that accepts, keeps its second caller waiting, refuses a third one meanwhile, and accepts the second when it is told to.
/// Returns where it is, what says that the second has come, and what tells it to go on.
fn vendor_that_waits() -> (SocketAddr, Receiving<()>, Sending<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let ((came, has_come), (go, goes)) = (channel(), channel());
    std::thread::spawn(move || {
        let next = || listener.accept().unwrap().0;
        answer(next(), 200);
        let second = next();
        came.send(()).unwrap();
        answer(next(), 401);
        goes.recv().unwrap();
        answer(second, 200);
    });
    (address, has_come, go)
}

/// A server that watches a launch of the template `small` over the connection `production`, which is that vendor.
fn watched_over(vendor: SocketAddr, checks: &[&str], folder: &Path) -> (TestApp, Client, Hands, String) {
    std::fs::write(folder.join("small.toml"), small("1.0.0", checks, "")).unwrap();
    std::fs::write(folder.join("token"), "of-production").unwrap();
    let more = format!(
        "[[connections]]\nname = \"production\"\nbase_url = \"http://{vendor}\"\ntoken = \"file:{}/token\"\n[templates]\ndir = {:?}\n",
        folder.display(),
        folder
    );
    let (app, ada, hands) = started(&more, vec![vendor.to_string()]);
    let launch = ada.launch("small", Some("production"));
    ada.must(&launch, json!({ "type": "set_watching", "connection": "production" }));
    (app, ada, hands, launch)
}

/// It is planned in the first minute, and runs in the second.
fn first_run(app: &TestApp, ada: &Client, hands: &Hands, launch: &str) {
    let ran = (0..5).any(|_| {
        hands.minutes(app, 1);
        ada.view(launch)["receipts"]["ping"]["verdict"] == "pass"
    });
    assert!(ran, "the first run");
}

#[test]
fn what_becomes_news_while_it_runs_is_an_event_with_its_signed_form() {
    let (vendor, has_come, go) = vendor_that_waits();
    let folder = tempfile::tempdir().unwrap();
    let (app, ada, hands, launch) = watched_over(vendor, &["ping"], folder.path());
    first_run(&app, &ada, &hands, &launch);
    // The next run is due: an equal pass, which is no news.
    hands.pass(120);
    let inside = app.inside.clone().unwrap();
    let look = app.runtime.spawn(async move { catch_up(&inside).await });
    has_come.recv().unwrap();
    ada.post(&format!("/api/launches/{launch}/checks/ping/runs"), json!({})).ok::<Value>();
    assert_eq!(ada.view(&launch)["receipts"]["ping"]["verdict"], "fail", "somebody ran it meanwhile");
    go.send(()).unwrap();
    app.runtime.block_on(look).unwrap().unwrap();
    let receipt = ada.view(&launch)["receipts"]["ping"].take();
    assert_eq!(receipt["verdict"], "pass");
    let file = ada.get(&format!("/api/launches/{launch}/receipts/{}", receipt["id"].as_str().unwrap()));
    assert_eq!((file.status, file.header("x-holdpoint-digest")), (200, receipt["attestation"].as_str()));
}

/// A vendor that keeps as many callers waiting as may be there at once, until it is told to go on. Returns where it is, what says that one has
/// come, and what tells it to go on.
fn vendor_that_is_full() -> (SocketAddr, Receiving<()>, Sending<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let ((came, has_come), (go, goes)) = (channel(), channel());
    std::thread::spawn(move || {
        let next = || {
            let stream = listener.accept().unwrap().0;
            came.send(()).unwrap();
            stream
        };
        let held: Vec<TcpStream> = (0..limits::WATCH_PER_CONNECTION).map(|_| next()).collect();
        goes.recv().unwrap();
        held.into_iter().for_each(|stream| answer(stream, 200));
        answer(next(), 200);
    });
    (address, has_come, go)
}

#[test]
fn a_run_that_waited_for_its_place_asks_the_target_of_now() {
    let (vendor, has_come, go) = vendor_that_is_full();
    let folder = tempfile::tempdir().unwrap();
    let checks: Vec<String> = (0..=limits::WATCH_PER_CONNECTION).map(|n| format!("ping-{n}")).collect();
    let checks: Vec<&str> = checks.iter().map(String::as_str).collect();
    let (app, ada, hands, launch) = watched_over(vendor, &checks, folder.path());
    // They are planned, and then all of them are due.
    hands.seconds(&app, 0);
    hands.pass(120);
    let inside = app.inside.clone().unwrap();
    let look = app.runtime.spawn(async move { catch_up(&inside).await });
    for _ in 0..limits::WATCH_PER_CONNECTION {
        has_come.recv().unwrap();
    }
    let asked = app.emulator.requests().len();
    ada.must(&launch, json!({ "type": "set_connection", "connection": "emulator" }));
    ada.must(&launch, json!({ "type": "set_watching", "connection": "emulator" }));
    go.send(()).unwrap();
    app.runtime.block_on(look).unwrap().unwrap();
    assert_eq!(has_come.try_iter().count(), 0, "the former target is asked no more");
    assert_eq!(app.emulator.requests().len(), asked + 1);
}

#[test]
fn a_run_during_which_its_launch_moves_is_followed_by_one_when_the_new_version_says() {
    let (vendor, has_come, go) = vendor_that_waits();
    let folder = tempfile::tempdir().unwrap();
    let (app, ada, hands, launch) = watched_over(vendor, &["ping"], folder.path());
    first_run(&app, &ada, &hands, &launch);
    let from = served(&ada)["digest"].clone();
    let rarer = small("1.1.0", &["ping"], "").replace("1m", "30m");
    std::fs::write(folder.path().join("small.toml"), rarer).unwrap();
    let to = std::iter::repeat_with(|| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        served(&ada)["digest"].clone()
    });
    let to = to.take(600).find(|to| *to != from).unwrap();
    hands.pass(120);
    let inside = app.inside.clone().unwrap();
    let look = app.runtime.spawn(async move { catch_up(&inside).await });
    has_come.recv().unwrap();
    upgrade(&ada, &launch, &from, &to).ok::<Value>();
    // The vendor answers another one before the one that waits.
    ada.post(&format!("/api/launches/{launch}/checks/ping/runs"), json!({})).ok::<Value>();
    go.send(()).unwrap();
    app.runtime.block_on(look).unwrap().unwrap();
    let store = &app.inside.as_ref().unwrap().store;
    let planned = app.runtime.block_on(store.planned(LaunchId(1), hands.clock().now())).unwrap();
    let wait = planned[0].due.duration_since(hands.clock().now());
    assert!(jiff::SignedDuration::from_mins(10) < wait, "half of the new period at least: {wait:?}");
}
