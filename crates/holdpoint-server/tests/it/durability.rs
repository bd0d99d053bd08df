//! What was acknowledged is there after a new start.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{Settings, TEMPLATE, TestApp, comment};
use crate::client::Client;

#[test]
fn a_new_start_changes_nothing() {
    let (mut app, ada) = TestApp::with_owner();
    let ben = app.invite(&ada, "Ben");
    let launch = ada.launch(TEMPLATE, Some("emulator"));
    ada.admit(&launch, &ben, "viewer");
    ada.must(&launch, comment("Before"));
    let (id, wish) = (Uuid::now_v7(), json!({ "type": "set_name", "name": "Release 2" }));
    let first: Value = ada.command_as(id, &launch, (3, wish.clone())).ok();
    ada.post(&format!("/api/launches/{launch}/reports"), json!({})).ok::<Value>();
    let paths = ["", "/events", "/snapshot", "/report/html", "/report/json", "/report/tlog-proof"]
        .map(|path| format!("/api/launches/{launch}{path}"));
    let rest = ["/api/launches", "/api/trust.json", "/api/people", "/api/session", "/api/templates"].map(str::to_owned);
    let paths: Vec<_> = paths.into_iter().chain(rest).collect();
    // Tests listen wherever there is room.
    let text = |app: &TestApp, client: &Client, path: &str| client.get(path).text().replace(app.base.rsplit(':').next().unwrap(), "PORT");
    let before: Vec<_> = paths.iter().map(|path| text(&app, &ben, path)).collect();

    for _ in 0..2 {
        app.restart();
        let ben = ben.moved_to(app.client());
        for (path, before) in paths.iter().zip(&before) {
            assert_eq!(text(&app, &ben, path), *before, "{path}");
        }
    }
    assert_eq!(app.setup_link, None, "there are accounts: nobody else becomes the owner");
    let ada = ada.moved_to(app.client());
    let again: Value = ada.command_as(id, &launch, (3, wish)).ok();
    assert_eq!(again, first, "a command that is sent again after a new start counts once");
    let later = ada.must(&launch, comment("After"));
    assert_eq!(ada.seq(&launch), later);
}

/// Their answers were lost, and what they name is gone by the time that they are sent again.
#[test]
fn a_command_is_answered_as_before_though_what_it_names_is_gone() {
    let more = "[[connections]]\nname = \"other\"\nbase_url = \"https://other.example.com\"\n".to_owned();
    let mut app = TestApp::configured(None, Settings { more, ..Settings::default() });
    let ada = app.set_up("Ada");
    let ben = app.invite(&ada, "Ben");
    let me = ben.me();
    let body = json!({ "name": "Release 1", "template": TEMPLATE, "connection": "other" });
    let (made, chosen, given) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
    let created: Value = ada.new_launch(made, body.clone()).ok();
    let launch = created["id"].as_str().unwrap().to_owned();
    ada.admit(&launch, &ben, "viewer");
    ada.must(&launch, json!({ "type": "set_connection", "connection": "emulator" }));
    let seen = ada.seq(&launch);
    let choice = (seen, json!({ "type": "set_connection", "connection": "other" }));
    let role = (seen, json!({ "type": "set_role", "member": me["id"], "name": "Ben", "role": "contributor" }));
    let first: [Value; 2] = [ada.command_as(chosen, &launch, choice.clone()).ok(), ada.command_as(given, &launch, role.clone()).ok()];
    ada.post(&format!("/api/people/{}/erasure", me["id"].as_str().unwrap()), json!({ "dryRun": false })).ok::<Value>();
    app.configure(|settings| settings.more.clear());
    app.restart();
    let ada = ada.moved_to(app.client());
    let before = ada.seq(&launch);
    let again: [Value; 2] = [ada.command_as(chosen, &launch, choice.clone()).ok(), ada.command_as(given, &launch, role.clone()).ok()];
    assert_eq!((again, ada.new_launch(made, body.clone()).ok::<Value>()), (first, created));
    assert_eq!(ada.seq(&launch), before, "nothing more has happened");
    for command in [choice, role] {
        ada.command_as(Uuid::now_v7(), &launch, command).problem(422, "bad-field");
    }
    ada.new_launch(Uuid::now_v7(), body).problem(422, "bad-field");
}

#[test]
fn stopping_under_load_loses_nothing_that_was_acknowledged() {
    let (mut app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let (base, origin) = (app.base.clone(), app.origin.clone());
    let (stopped, count) = (AtomicBool::new(false), AtomicUsize::new(0));
    let acknowledged: Vec<String> = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..3)
            .map(|writer| {
                let (launch, stopped, count) = (&launch, &stopped, &count);
                let client = ada.moved_to(crate::client::Client::new(&base, &origin));
                scope.spawn(move || {
                    let mut acknowledged = Vec::new();
                    for n in 0.. {
                        let text = format!("Writer {writer}, {n}");
                        match client.try_command(launch, json!({ "type": "set_name", "name": text })) {
                            Some(200) => {
                                acknowledged.push(text);
                                count.fetch_add(1, Ordering::SeqCst);
                            }
                            // The listener has gone, or the store takes nothing more: not acknowledged.
                            None | Some(503) => break,
                            Some(status) => panic!("{status}"),
                        }
                    }
                    assert!(stopped.load(Ordering::SeqCst), "a server that runs answers");
                    acknowledged
                })
            })
            .collect();
        let began = Instant::now();
        while count.load(Ordering::SeqCst) < 60 && began.elapsed() < Duration::from_secs(30) {
            std::thread::sleep(Duration::from_millis(5));
        }
        stopped.store(true, Ordering::SeqCst);
        app.stop();
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    });
    assert!(20 <= acknowledged.len(), "only {} were acknowledged, which shows little", acknowledged.len());

    app.restart();
    let ada = ada.moved_to(app.client());
    let mut events = Vec::new();
    loop {
        let after = events.len() as u64;
        let page = ada.events(&launch, after);
        if page.is_empty() {
            break;
        }
        assert!(page.len() <= 500);
        events.extend(page);
    }
    let kept: Vec<_> = events.iter().filter_map(|recorded| recorded["event"]["name"].as_str()).collect();
    for text in &acknowledged {
        assert!(kept.contains(&text.as_str()), "{text} was acknowledged");
    }
    assert!(events.iter().zip(1..).all(|(recorded, seq)| recorded["seq"] == seq));
}
