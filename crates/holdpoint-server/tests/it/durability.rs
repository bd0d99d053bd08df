//! What was acknowledged is there after a new start.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{TEMPLATE, TestApp, comment};
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
