//! Reports for whoever writes their own verifier: `tests/vectors/good` and `bad`, with `trust.json` and what is expected.
//!
//! `UPDATE_VECTORS=1 cargo test -p holdpoint-domain --test report vectors` writes them anew. When the HTML of a good one changes,
//! `holdpoint_domain::report::html::RENDITION` counts up.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use holdpoint_domain::report::*;
use serde::{Deserialize, Serialize};

use crate::story::{self, ANN, BEN, trust};

fn folder(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", "..", "tests", "vectors", name].iter().collect()
}

/// What a verifier has to say about a file.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Expected {
    verdict: Verdict,
    /// The step that has to fail.
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<String>,
}

type Files = BTreeMap<String, Vec<u8>>;

fn with_expected(mut files: Files, expected: &BTreeMap<String, Expected>) -> Files {
    let mut text = serde_json::to_vec_pretty(expected).unwrap();
    text.push(b'\n');
    files.insert("expected.json".into(), text);
    files.insert("trust.json".into(), trust().to_bytes());
    files
}

fn good() -> Files {
    let mut stale = story::signed(43);
    stale.status("a", holdpoint_domain::launch::Status::Open, None);
    stale.status("a", holdpoint_domain::launch::Status::Done, None);
    stale.later(1);
    let mut renewed = story::signed(44);
    renewed.status("a", holdpoint_domain::launch::Status::Open, None);
    renewed.status("a", holdpoint_domain::launch::Status::Done, None);
    renewed.sign(ANN).unwrap();
    renewed.sign(BEN).unwrap();
    let (mut files, mut expected) = (Files::new(), BTreeMap::new());
    // The last two have a timestamp: one at once, one that came a week later.
    let stories = [story::signed(42), stale, renewed, story::small(), story::signed_with_keys(45), story::signed(46), story::signed(47)];
    for mut story in stories {
        let (mut report, launch) = (story.issue(), story.launch.id);
        let proof = story.file(&report);
        match launch.0 {
            46 => report.bundle = crate::timestamps::stamped(&report.bundle, "20261124101210Z"),
            47 => report.bundle = crate::timestamps::stamped(&report.bundle, "20261130235959.25Z"),
            _ => {}
        }
        expected.insert(bundle_name(launch), Expected { verdict: Verdict::Verified, step: None });
        files.insert(bundle_name(launch), report.bundle);
        files.insert(html_name(launch), report.html);
        files.insert(tlog_proof_name(launch), proof.into_bytes());
    }
    for (name, status) in [("LCH-42.ping", 200.0), ("LCH-42.ping-fails", 500.0)] {
        let name = format!("{name}.receipt.sigstore.json");
        expected.insert(name.clone(), Expected { verdict: Verdict::Verified, step: None });
        files.insert(name, story::signed_receipt(status));
    }
    with_expected(files, &expected)
}

fn bad() -> Files {
    let (mut files, mut expected) = (Files::new(), BTreeMap::new());
    for (name, step, bytes) in crate::forgeries::all().into_iter().chain(crate::receipt::forgeries()) {
        let name = format!("{name}.sigstore.json");
        expected.insert(name.clone(), Expected { verdict: Verdict::NotVerified, step: Some(step.into()) });
        files.insert(name, bytes);
    }
    with_expected(files, &expected)
}

fn compare(name: &str, files: &Files) {
    let folder = folder(name);
    if std::env::var_os("UPDATE_VECTORS").is_some() {
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        files.iter().for_each(|(file, bytes)| std::fs::write(folder.join(file), bytes).unwrap());
    }
    for (file, bytes) in files {
        let stored = std::fs::read(folder.join(file)).unwrap_or_default();
        assert!(stored == *bytes, "{name}/{file} is not what this build makes; see the head of {}", file!());
    }
    let stored = std::fs::read_dir(&folder).unwrap().count();
    assert_eq!(stored, files.len(), "{name} has other files too");
}

#[test]
fn vectors_are_what_this_build_makes() {
    compare("good", &good());
    compare("bad", &bad());
}

/// Maps whose keys are data and no names of fields.
const MAPS: [&str; 3] = ["covers", "facts", "headers"];

fn fields(value: &serde_json::Value, into: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(object) => {
            into.extend(object.keys().cloned());
            object.iter().filter(|(name, _)| !MAPS.contains(&name.as_str())).for_each(|(_, value)| fields(value, into));
        }
        serde_json::Value::Array(list) => list.iter().for_each(|value| fields(value, into)),
        _ => {}
    }
}

#[test]
fn the_document_names_every_field() {
    let page = std::fs::read_to_string(folder("../../docs").join("report-format.md")).unwrap();
    let words: BTreeSet<&str> = page.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
    let mut found = BTreeSet::new();
    for story in [story::signed(42), story::signed_with_keys(45)] {
        let bundle = bundle::Bundle::parse(&story.issue().bundle).unwrap();
        fields(&serde_json::from_slice(&bundle.payload).unwrap(), &mut found);
        fields(&serde_json::from_slice(&story.launch.snapshot_bytes()).unwrap(), &mut found);
    }
    let untold: Vec<&String> = found.iter().filter(|field| !words.contains(field.as_str())).collect();
    assert!(untold.is_empty(), "docs/report-format.md says nothing of {untold:?}");
}

/// The files as they lie there: a report that was ever good stays good.
#[test]
fn vectors_are_judged_as_expected() {
    if std::env::var_os("UPDATE_VECTORS").is_some() {
        return; // They are being written.
    }
    for name in ["good", "bad", "earlier"] {
        let read = |file: &str| std::fs::read(folder(name).join(file)).ok();
        let trust = TrustRoot::parse(&read("trust.json").unwrap()).unwrap();
        let expected: BTreeMap<String, Expected> = serde_json::from_slice(&read("expected.json").unwrap()).unwrap();
        for (file, Expected { verdict, step }) in expected {
            let stem = file.strip_suffix(".sigstore.json").unwrap();
            let (html, proof) = (read(&format!("{stem}.html")), read(&format!("{stem}.tlog-proof")));
            let beside = Beside { html: html.as_deref(), tlog_proof: proof.as_deref(), ..Beside::default() };
            let verification = verify(&read(&file).unwrap(), Some(&trust), beside).unwrap();
            assert_eq!(verification.verdict, verdict, "{file}: {}", verification.summary);
            let failed = |name: &String| verification.steps.iter().any(|step| step.name == *name && step.outcome == Outcome::Failed);
            assert!(step.as_ref().is_none_or(failed), "{file}: {step:?}");
            let made_again = |step: &Step| step.name != "html-content" || step.outcome == Outcome::Holds;
            assert!(verdict != Verdict::Verified || verification.steps.iter().all(made_again), "{file}: its HTML cannot be made again");
        }
    }
}
