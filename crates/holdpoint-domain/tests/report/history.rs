//! A launch's exported history: played again it leads to the snapshot, and what was changed, cut or moved in it is found.

use super::story::{self, trust};
use holdpoint_domain::launch::Command;
use holdpoint_domain::report::{Beside, History, LogEntry, Outcome, Verdict, Verification, history_file, verify};

fn file(story: &story::Story) -> String {
    let entries = story.log.iter().map(|(leaf, payload)| LogEntry { leaf, payload, was: None });
    String::from_utf8(history_file(entries)).unwrap()
}

fn judged(bundle: &[u8], history: &str) -> Verification {
    let beside = Beside { history: Some(history.as_bytes()), ..Beside::default() };
    verify(bundle, Some(&trust()), beside).unwrap()
}

fn outcome<'a>(verification: &'a Verification, name: &str) -> (Option<Outcome>, &'a str) {
    let step = verification.steps.iter().find(|step| step.name == name);
    (step.map(|step| step.outcome), step.map_or("", |step| step.detail.as_str()))
}

#[test]
fn a_history_leads_to_what_the_report_says_and_may_go_on_after_it() {
    let mut story = story::signed(42);
    let report = story.issue();
    let verification = judged(&report.bundle, &file(&story));
    assert_eq!(verification.verdict, Verdict::Verified);
    assert_eq!(outcome(&verification, "history").0, Some(Outcome::Holds));
    assert_eq!(outcome(&verification, "replay").0, Some(Outcome::Holds));
    let parsed = History::parse(file(&story).as_bytes()).unwrap();
    let launch = parsed.launch_at(parsed.size()).unwrap();
    assert_eq!(launch.snapshot_bytes(), story.launch.snapshot_bytes());
    story.act(story::ANN, Command::SetName { name: "Later".into() }).unwrap();
    let (outcome, detail) = outcome(&verification, "history");
    assert_eq!(outcome, Some(Outcome::Holds), "{detail}");
    let longer = judged(&report.bundle, &file(&story));
    assert!(self::outcome(&longer, "history").1.contains("1 later ones are in the file"), "{:?}", self::outcome(&longer, "history"));
    assert_eq!(longer.verdict, Verdict::Verified);
}

#[test]
fn without_it_the_verifier_says_so() {
    let report = story::signed(42).issue();
    let verification = verify(&report.bundle, Some(&trust()), Beside::default()).unwrap();
    assert_eq!(outcome(&verification, "history").0, Some(Outcome::NotChecked));
    assert_eq!(outcome(&verification, "replay").0, None);
}

#[test]
fn what_was_changed_in_it_is_found() {
    let story = story::signed(42);
    let report = story.issue();
    let good = file(&story);
    let lines: Vec<&str> = good.lines().collect();
    let without = |index: usize| lines.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, line)| format!("{line}\n")).collect();
    let swapped = {
        let mut lines = lines.clone();
        lines.swap(2, 3);
        lines.join("\n")
    };
    let other = file(&story::signed(43));
    let cases: [(&str, String, &str); 7] = [
        ("an event is gone", without(3), "but the report's checkpoint is over"),
        ("two changed places", swapped, "another history"),
        ("one is there twice", format!("{}\n{good}", lines[0]), "another history"),
        ("a payload is another", good.replacen("\\\"done\\\"", "\\\"open\\\"", 1), "another payload than its leaf says"),
        ("it is another launch's", other, "history"),
        ("it is none", "{}".into(), "line 1 of the history is not one of a history"),
        ("it is empty", "\n\n".into(), "the file is empty"),
    ];
    for (what, history, words) in cases {
        assert_ne!(history, good, "{what}: nothing was changed");
        let verification = judged(&report.bundle, &history);
        let (outcome, detail) = outcome(&verification, "history");
        assert_eq!((verification.verdict, outcome), (Verdict::NotVerified, Some(Outcome::Failed)), "{what}");
        assert!(detail.contains(words), "{what}: {detail}");
    }
}

#[test]
fn what_was_erased_leaves_the_root_and_no_replay() {
    let story = story::signed(42);
    let report = story.issue();
    let erase = |(number, line): (usize, &str)| {
        let mut line: serde_json::Value = serde_json::from_str(line).unwrap();
        if number == 1 {
            line.as_object_mut().unwrap().remove("payload");
        }
        line.to_string()
    };
    let erased = file(&story).lines().enumerate().map(erase).collect::<Vec<_>>().join("\n");
    let verification = judged(&report.bundle, &erased);
    assert_eq!(verification.verdict, Verdict::Verified);
    assert_eq!(outcome(&verification, "history").0, Some(Outcome::Holds));
    assert_eq!(outcome(&verification, "replay").0, Some(Outcome::NotChecked));
}
