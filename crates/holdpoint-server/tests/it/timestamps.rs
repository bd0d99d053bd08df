//! Reports and the timestamps of an authority that may be down, slow or hostile.

use std::time::{Duration, Instant};

use holdpoint_domain::id::Digest;
use holdpoint_domain::report::bundle::Bundle;
use holdpoint_domain::report::{Beside, Outcome, TrustRoot, Verdict, verify};
use serde_json::{Value, json};

use crate::app::{Settings, TEMPLATE, TestApp};
use crate::authority::{Mood, TestAuthority};
use crate::client::Client;

fn start(authority: &TestAuthority) -> (TestApp, Client) {
    let allow = vec![authority.address.to_string()];
    let app = TestApp::configured(None, Settings { allow, more: authority.settings(), ..Settings::default() });
    let ada = app.set_up("Ada");
    (app, ada)
}

fn issue(ada: &Client, launch: &str) -> Value {
    ada.post(&format!("/api/launches/{launch}/reports"), json!({})).ok()
}

fn bundle(ada: &Client, launch: &str) -> Vec<u8> {
    let file = ada.get(&format!("/api/launches/{launch}/report/json"));
    assert_eq!(file.status, 200, "{}", file.text());
    assert_eq!(file.header("x-holdpoint-digest"), Some(&*Digest::of(&file.body).to_string()));
    file.body
}

/// A launch, and a report whose timestamp came with it: the server waits three seconds for that, and a busy machine may need longer.
fn issued_with_its_timestamp(ada: &Client) -> (String, Value) {
    let mut said = String::new();
    for _ in 0..10 {
        let launch = ada.launch(TEMPLATE, None);
        let issued = issue(ada, &launch);
        said = issued["timestamp"].as_str().unwrap().to_owned();
        if said.starts_with("“Fixture TSA” says") {
            return (launch, issued);
        }
    }
    panic!("{said}")
}

/// Downloads the proof until it has its timestamp.
fn stamped(ada: &Client, launch: &str) -> Vec<u8> {
    let begun = Instant::now();
    loop {
        let bytes = bundle(ada, launch);
        if Bundle::parse(&bytes).unwrap().timestamp.is_some() {
            return bytes;
        }
        assert!(begun.elapsed() < Duration::from_secs(300), "no timestamp came");
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// Verdict, and what is said of the timestamp.
fn judged(ada: &Client, launch: &str, bundle: &[u8]) -> (Verdict, Outcome, String) {
    let trust = TrustRoot::parse(&ada.get("/api/trust.json").body).unwrap();
    let file = |form: &str| ada.get(&format!("/api/launches/{launch}/report/{form}")).body;
    let (html, proof) = (file("html"), file("tlog-proof"));
    let beside = Beside { html: Some(&html), tlog_proof: Some(&proof), ..Beside::default() };
    let verification = verify(bundle, Some(&trust), beside).unwrap();
    let step = verification.steps.iter().find(|step| step.name == "timestamp").unwrap();
    (verification.verdict, step.outcome, step.detail.to_string())
}

#[test]
fn a_report_has_a_timestamp_that_openssl_accepts() {
    let Some(authority) = TestAuthority::start() else { return };
    let (_app, ada) = start(&authority);
    let (launch, issued) = issued_with_its_timestamp(&ada);
    let bytes = bundle(&ada, &launch);
    let (verdict, outcome, said) = judged(&ada, &launch, &bytes);
    assert_eq!((verdict, outcome), (Verdict::Verified, Outcome::Holds), "{said}");
    assert!(said.contains("“Fixture TSA” says") && said.contains("under a pinned certificate"), "{said}");
    let opened = Bundle::parse(&bytes).unwrap();
    assert_eq!(issued["bundle"], opened.issued_digest(&bytes).to_string(), "the log has the report without it");
    let answer = opened.timestamp.unwrap();
    assert!(authority.verifies(&answer, &opened.signature), "openssl accepts it");
    for at in [answer.len() / 3, answer.len() / 2, answer.len() - 1] {
        let mut changed = answer.clone();
        changed[at] ^= 1;
        assert!(!authority.verifies(&changed, &opened.signature), "openssl refuses a changed byte at {at}");
    }
    assert!(!authority.verifies(&answer, b"another signature"));
    assert_eq!(bundle(&ada, &launch), bytes, "the first timestamp stays");
    let pdf = ada.get(&format!("/api/launches/{launch}/report/pdf"));
    assert_eq!(pdf.status, 200, "{}", pdf.text());
}

#[test]
fn an_authority_that_is_down_slow_or_hostile_holds_nothing_up() {
    let Some(authority) = TestAuthority::start() else { return };
    let (_app, ada) = start(&authority);
    let moods = [Mood::Down, Mood::Slow, Mood::Garbage, Mood::Huge, Mood::Broken, Mood::WrongNonce, Mood::WrongImprint, Mood::Rejects];
    let launches: Vec<_> = moods.map(|mood| (mood, ada.launch(TEMPLATE, None))).into();
    for (mood, launch) in &launches {
        authority.set(*mood);
        let issued = issue(&ada, launch);
        let said = issued["timestamp"].as_str().unwrap();
        assert!(said.starts_with("There is no timestamp of the authority yet"), "{mood:?}: {said}");
        if *mood == Mood::Slow {
            continue; // It may be there by now.
        }
        let bytes = bundle(&ada, launch);
        assert_eq!(Digest::of(&bytes).to_string(), issued["bundle"], "{mood:?}: as it was issued");
        let (verdict, outcome, said) = judged(&ada, launch, &bytes);
        assert_eq!((verdict, outcome), (Verdict::Verified, Outcome::NotChecked), "{mood:?}");
        assert!(said.contains("no timestamp of an independent authority"), "{said}");
    }
    authority.set(Mood::Good);
    for (mood, launch) in launches {
        let (verdict, outcome, said) = judged(&ada, &launch, &stamped(&ada, &launch));
        assert_eq!((verdict, outcome), (Verdict::Verified, Outcome::Holds), "{mood:?}: {said}");
    }
}

#[test]
fn who_downloads_later_asks_again() {
    let Some(authority) = TestAuthority::start() else { return };
    let (mut app, ada) = start(&authority);
    let launch = ada.launch(TEMPLATE, None);
    authority.set(Mood::Down);
    issue(&ada, &launch);
    let before = bundle(&ada, &launch);
    // What was under way ends with the process.
    app.restart();
    let ada = ada.moved_to(app.client());
    authority.set(Mood::Good);
    let after = stamped(&ada, &launch);
    assert_ne!(after, before);
    assert_eq!(Bundle::parse(&after).unwrap().issued_digest(&after), Digest::of(&before));
}

/// An earlier build took answers that no verifier takes.
#[test]
fn a_kept_timestamp_that_does_not_hold_gives_way_to_one_that_does() {
    let Some(authority) = TestAuthority::start() else { return };
    let (mut app, ada) = start(&authority);
    let launch = ada.launch(TEMPLATE, None);
    authority.set(Mood::Down);
    issue(&ada, &launch);
    let issued = bundle(&ada, &launch);
    let report = Digest::of(&issued);
    let inside = app.inside.clone().unwrap();
    app.runtime.block_on(inside.store.keep_timestamp(report, b"no timestamp".to_vec(), None)).unwrap();
    drop(inside);
    assert_eq!(bundle(&ada, &launch), issued, "it is left out");
    // What was under way ends with the process.
    app.restart();
    let ada = ada.moved_to(app.client());
    authority.set(Mood::Good);
    let (verdict, outcome, said) = judged(&ada, &launch, &stamped(&ada, &launch));
    assert_eq!((verdict, outcome), (Verdict::Verified, Outcome::Holds), "{said}");
}

#[test]
fn without_an_authority_nothing_is_said_of_timestamps() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    assert_eq!(issue(&ada, &launch).get("timestamp"), None);
    let trust: Value = ada.get("/api/trust.json").ok();
    assert_eq!(trust.get("timestampAuthorities"), None);
}
