//! Backups of a server that is written to meanwhile, and launches that move to another server.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

use holdpoint_domain::id::{Seq, Timestamp};
use holdpoint_server::backup::{Elsewhere, pack, restore};
use holdpoint_server::config::Config;
use holdpoint_server::serve;
use holdpoint_server::sign::Keys;
use holdpoint_store::sqlite::SqliteStore;
use holdpoint_store::sqlite::portable::export;
use holdpoint_store::{People as _, Store as _};
use serde_json::{Value, json};

use crate::app::{TEMPLATE, TestApp};
use crate::client::Client;

#[test]
fn a_backup_under_load_holds_all_that_was_acknowledged_before_it() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let folder = tempfile::tempdir().unwrap();
    let done = AtomicBool::new(false);
    let backups = std::thread::scope(|scope| {
        for writer in 0..3 {
            let (launch, done) = (&launch, &done);
            let client = ada.moved_to(Client::new(&app.base, &app.origin));
            scope.spawn(move || {
                for n in 0.. {
                    if done.load(Ordering::SeqCst) {
                        break;
                    }
                    let status = client.try_command(launch, json!({ "type": "set_name", "name": format!("{writer}, {n}") }));
                    assert_eq!(status, Some(200), "a backup stops nobody");
                }
            });
        }
        let (mut backups, mut last) = (Vec::new(), ada.seq(&launch));
        for n in 0..4 {
            // Something is written between two of them, however slow the machine is.
            for _ in 0..600 {
                std::thread::sleep(std::time::Duration::from_millis(100));
                if last < ada.seq(&launch) {
                    break;
                }
            }
            let before = ada.seq(&launch);
            last = before;
            let made = pack(&app.data(), &folder.path().join(format!("{n}.tar")), Timestamp::now(), None).unwrap();
            backups.push((before, made));
        }
        done.store(true, Ordering::SeqCst);
        backups
    });
    assert!(backups.windows(2).all(|pair| pair[0].0 < pair[1].0), "it was written to meanwhile");
    for (n, (before, (file, manifest))) in backups.iter().enumerate() {
        let counted = &manifest.census.launches[0];
        assert!(*before <= counted.events, "{before} events were acknowledged, {} are in the backup", counted.events);
        let data = folder.path().join(format!("data-{n}"));
        restore(file, &data, false, Timestamp::now()).unwrap();
        app.runtime.block_on(async {
            let store = SqliteStore::open(&data).await.unwrap();
            let page = store.after(counted.id, Seq(0), usize::MAX).await.unwrap();
            assert_eq!((page.head, page.events.len() as u64), (Seq(counted.events), counted.events));
            assert_eq!(store.accounts().await.unwrap().len(), 1);
        });
    }
}

/// A file that is attached meanwhile is in the bucket before the database names it: looked at first, the bucket would not have it yet.
#[test]
fn a_bucket_is_looked_into_once_the_database_is_copied() {
    let (app, _) = TestApp::with_owner();
    let folder = tempfile::tempdir().unwrap();
    let look = || -> Result<Elsewhere, String> {
        let mut desks = std::fs::read_dir(folder.path()).unwrap().flatten();
        assert!(desks.any(|desk| desk.path().join("holdpoint.db").is_file()), "nothing is copied yet");
        Ok(Elsewhere { place: "https://files.example.com".into(), files: BTreeSet::new() })
    };
    let (_, manifest) = pack(&app.data(), &folder.path().join("one.tar"), Timestamp::now(), Some(&look)).unwrap();
    assert_eq!(manifest.evidence_in.as_deref(), Some("https://files.example.com"));
}

#[test]
fn a_server_whose_keys_were_lost_says_so_and_makes_no_others() {
    let (mut app, _) = TestApp::with_owner();
    let server = app.inside.as_ref().unwrap().store.server_id();
    app.stop();
    let (keys, away) = (app.data().join("keys"), app.data().join("away"));
    std::fs::rename(&keys, &away).unwrap();
    let config = Config::parse(&format!("[server]\nlisten = \"127.0.0.1:0\"\ndata = {:?}\n", app.data())).unwrap();
    let refused = app.runtime.block_on(serve::open(config)).err().unwrap();
    assert!(refused.contains("sign with the report key sha256:") && refused.contains("of a backup"), "{refused}");
    assert!(!keys.exists(), "it made none");
    std::fs::rename(&away, &keys).unwrap();
    app.restart();
    app.stop();
    // Those that came after them, by a rotation, are the server's own.
    Keys::rotate(&app.data(), server).unwrap();
    app.restart();
}

#[test]
fn a_launch_that_moved_still_shows_the_report_that_was_signed() {
    let (from, ada) = TestApp::with_owner();
    let (mut to, bea) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, Some("emulator"));
    ada.post(&format!("/api/launches/{launch}/reports"), json!({})).ok::<Value>();
    let portable = export(&from.data(), launch.parse().unwrap()).unwrap();
    assert!(!portable.files.is_empty());
    to.stop();
    to.runtime.block_on(async {
        let store = SqliteStore::open(&to.data()).await.unwrap();
        store.import(portable).await.unwrap();
        store.close().await;
    });
    to.restart();
    let bea = bea.moved_to(to.client());
    for path in ["", "/events", "/history", "/report/json", "/report/html"] {
        let path = format!("/api/launches/{launch}{path}");
        let text = |client: &Client| client.get(&path).text();
        assert_eq!(text(&bea).replace("Bea", "Ada"), text(&ada), "{path}");
    }
    // Who owns the new server gives its people their roles, and the launch goes on.
    let seq = bea.admit(&launch, &bea, "release_manager");
    assert_eq!(bea.must(&launch, json!({ "type": "set_name", "name": "It goes on" })), seq + 1);
}
