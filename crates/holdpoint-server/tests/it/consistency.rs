//! `GET …/consistency`: what joins two reports of one launch, for who has no history.

use holdpoint_domain::report::Consistency;
use holdpoint_domain::report::bundle::Bundle;
use holdpoint_domain::report::encoding::from_base64;
use holdpoint_domain::report::merkle::Head;
use serde_json::{Value, json};

use crate::app::{TEMPLATE, TestApp, comment};
use crate::client::{Answer, Client};

/// Issues a report, and gives its file.
fn report(client: &Client, launch: &str) -> Vec<u8> {
    client.post(&format!("/api/launches/{launch}/reports"), json!({})).ok::<Value>();
    client.get(&format!("/api/launches/{launch}/report/json")).body
}

/// The log as the checkpoint in a report names it.
fn head(report: &[u8]) -> Head {
    let statement: Value = serde_json::from_slice(&Bundle::parse(report).unwrap().payload).unwrap();
    let lines: Vec<_> = statement["predicate"]["log"]["checkpoint"].as_str().unwrap().lines().collect();
    Head { size: lines[1].parse().unwrap(), root: from_base64(lines[2]).unwrap().try_into().unwrap() }
}

fn ask(client: &Client, launch: &str, from: u64, to: u64) -> Answer {
    client.get(&format!("/api/launches/{launch}/consistency?from={from}&to={to}"))
}

/// Whether the server has a proof that the log of one report begins with all of another's.
pub fn joins(client: &Client, launch: &str, [earlier, later]: [&[u8]; 2]) -> bool {
    let (earlier, later) = (head(earlier), head(later));
    let answer = ask(client, launch, earlier.size, later.size);
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")), "{}", answer.text());
    later.extends(&earlier, &Consistency::parse(&answer.body).unwrap())
}

#[test]
fn any_two_reports_of_a_launch_are_joined_however_long_its_log_is_by_now() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let mut reports = vec![report(&ada, &launch)];
    for text in ["One.", "Two.", "Three."] {
        ada.must(&launch, comment(text));
        reports.push(report(&ada, &launch));
    }
    ada.must(&launch, comment("And one that no report tells of."));
    for (index, later) in reports.iter().enumerate() {
        for earlier in &reports[..=index] {
            assert!(joins(&ada, &launch, [earlier, later]), "{:?} in {:?}", head(earlier), head(later));
        }
    }
    let other = ada.launch(TEMPLATE, None);
    let another = report(&ada, &other);
    assert_eq!(head(&another).size, head(&reports[0]).size);
    assert!(!joins(&ada, &launch, [&another, &reports[3]]), "of another launch");
}

#[test]
fn the_command_judges_what_the_server_gives() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let earlier = report(&ada, &launch);
    ada.must(&launch, comment("In between."));
    let later = report(&ada, &launch);
    let (from, to) = (head(&earlier).size, head(&later).size);
    let (trust, proof) = (ada.get("/api/trust.json").body, ask(&ada, &launch, from, to).body);
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [("earlier.json", earlier), ("later.json", later), ("trust.json", trust), ("consistency.json", proof)] {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let run = |arguments: [&str; 3], more: &[&str]| {
        let mut holdpoint = std::process::Command::new(env!("CARGO_BIN_EXE_holdpoint"));
        holdpoint.args(["verify", "--trust", "trust.json"]).args(arguments).args(more);
        let output = holdpoint.current_dir(folder.path()).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let with_proof = ["--consistency", "consistency.json"];
    let (code, said) = run(["later.json", "--earlier", "earlier.json"], &with_proof);
    assert!(code == Some(0) && said.contains(&format!("the log's {to} entries begin with all {from} of")), "{said}");
    let (code, said) = run(["later.json", "--earlier", "earlier.json"], &[]);
    assert!(code == Some(0) && said.contains(&format!("/consistency?from={from}&to={to})")), "{said}");
    let (code, said) = run(["earlier.json", "--earlier", "later.json"], &with_proof);
    assert!(code == Some(1) && said.contains("give them the other way round"), "{said}");
}

#[test]
fn sizes_that_the_log_does_not_have_are_refused_with_what_to_do() {
    let (_app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let seq = ada.seq(&launch);
    assert_eq!(ask(&ada, &launch, seq, seq).ok::<Value>(), json!({ "consistency": [] }), "the same size");
    let cases = [
        ((0, seq), "`from` is 0, with which every log begins; give the size of the earlier checkpoint"),
        ((seq, 1), "give the size of the earlier checkpoint as `from`"),
        ((1, seq + 1), "give the later checkpoint's size"),
    ];
    for ((from, to), words) in cases {
        let problem = ask(&ada, &launch, from, to).problem(400, "bad-range");
        assert!(problem.detail.contains(words), "{}", problem.detail);
    }
    let place = format!("/api/launches/{launch}/consistency?from=1");
    let problem = ada.get(&place).problem(400, "bad-range");
    assert!(problem.detail.contains("such as from=12&to=31"), "{}", problem.detail);
}
