//! A launch's exported history: played again it leads to the snapshot, and what was changed, cut or moved in it is found.

use super::forge::{approval, change_snapshot, fit, open, rewrite_log, rewrite_statement};
use super::story::{self, trust};
use holdpoint_domain::id::{Digest, Seq};
use holdpoint_domain::launch::{Command, Decision};
use holdpoint_domain::report::encoding::to_base64;
use holdpoint_domain::report::statement::Subject;
use holdpoint_domain::report::{
    Beside, History, HistoryFault, LogEntry, Outcome, Step, Verdict, Verification, history_file, merkle, signoff, verify,
};

fn file(story: &story::Story) -> String {
    written(&story.log)
}

fn written(log: &[(Vec<u8>, Vec<u8>)]) -> String {
    let entries = log.iter().map(|(leaf, payload)| LogEntry { leaf, payload, was: None });
    String::from_utf8(history_file(entries)).unwrap()
}

fn judged(bundle: &[u8], history: &str) -> Verification {
    let beside = Beside { history: Some(history.as_bytes()), ..Beside::default() };
    verify(bundle, Some(&trust()), beside).unwrap()
}

fn outcome(verification: &Verification, name: &str) -> (Option<Outcome>, String) {
    let step = verification.steps.iter().find(|step| step.name == name);
    (step.map(|step| step.outcome), step.map(|step| step.detail.to_string()).unwrap_or_default())
}

#[test]
fn a_history_leads_to_what_the_report_says_and_may_go_on_after_it() {
    let mut story = story::signed(42);
    let report = story.issue();
    let verification = judged(&report.bundle, &file(&story));
    assert_eq!(verification.verdict, Verdict::Verified);
    assert_eq!(outcome(&verification, "history").0, Some(Outcome::Holds));
    assert_eq!(outcome(&verification, "replay").0, Some(Outcome::Holds));
    let signed = verification.steps.iter().filter(|step| step.name == "approval-snapshot" && step.outcome == Outcome::Holds);
    assert_eq!(signed.count(), 2, "{:#?}", verification.steps);
    let parsed = History::parse(file(&story).as_bytes()).unwrap();
    let launch = parsed.launch_at(parsed.size()).unwrap();
    assert_eq!(launch.snapshot_bytes(), story.launch.snapshot_bytes());
    story.act(story::ANN, Command::SetName { name: "Later".into() }).unwrap();
    let (outcome, detail) = outcome(&verification, "history");
    assert_eq!(outcome, Some(Outcome::Holds), "{detail}");
    let longer = judged(&report.bundle, &file(&story));
    assert!(self::outcome(&longer, "history").1.contains("1 later one is in the file"), "{:?}", self::outcome(&longer, "history"));
    assert_eq!(longer.verdict, Verdict::Verified);
}

/// Which is how an auditor learns that the log of a later report goes on from that of an earlier one.
#[test]
fn two_reports_hold_under_one_history_where_their_logs_are_one() {
    let renamed = |name: &str| {
        let mut story = story::signed(42);
        story.act(story::ANN, Command::SetName { name: name.into() }).unwrap();
        story
    };
    let mut story = renamed("Earlier");
    let earlier = story.issue();
    story.act(story::ANN, Command::SetName { name: "Later".into() }).unwrap();
    let later = story.issue();
    for report in [&earlier, &later] {
        let verification = judged(&report.bundle, &file(&story));
        assert_eq!((verification.verdict, outcome(&verification, "history").0), (Verdict::Verified, Some(Outcome::Holds)));
    }
    let rewritten = judged(&earlier.bundle, &file(&renamed("Another")));
    assert_eq!((rewritten.verdict, outcome(&rewritten, "history").0), (Verdict::NotVerified, Some(Outcome::Failed)));
}

#[test]
fn without_it_the_verifier_says_so() {
    let report = story::signed(42).issue();
    let verification = verify(&report.bundle, Some(&trust()), Beside::default()).unwrap();
    let (found, detail) = outcome(&verification, "history");
    assert_eq!(found, Some(Outcome::NotChecked));
    for word in ["none of the approvals was revoked", "nobody lost their role", "no item was left out", "is the server's word"] {
        assert!(detail.contains(word), "{detail}");
    }
    assert_eq!(outcome(&verification, "replay").0, None);
}

/// Ben took his approval back, so the launch is no go; a report that counts it again, and fits in everything that the server's keys can make fit.
fn revoked() -> (story::Story, Vec<u8>) {
    let mut story = story::signed(42);
    let mut taken_back = open(&story.issue()).predicate.approvals.remove(1);
    let revoke = Command::RevokeApproval { approval: taken_back.id, reason: "too soon".into() };
    story.act(story::BEN, revoke).unwrap();
    let hashes: Vec<_> = story.log.iter().map(|(leaf, _)| merkle::leaf_hash(leaf)).collect();
    let path = merkle::inclusion_proof(&hashes, taken_back.log_entry.index as usize).unwrap();
    taken_back.log_entry.inclusion_proof = path.into_iter().map(signoff::Node).collect();
    let mut forged = open(&story.issue());
    assert_eq!(forged.predicate.result.decision, Decision::NoGo);
    forged.predicate.approvals.push(taken_back);
    (story, fit(forged))
}

/// Of an event that is left out later its leaf's type is all that is told: a revocation could pass for a comment.
#[test]
fn a_leaf_is_of_the_type_of_its_event() {
    let mut log = revoked().0.log;
    let texts: Vec<_> = log.iter().map(|(leaf, _)| String::from_utf8(leaf.clone()).unwrap()).collect();
    let place = texts.iter().position(|leaf| leaf.contains("approval_revoked")).unwrap();
    assert!(History::parse(written(&log).as_bytes()).is_ok());
    log[place].0 = texts[place].replace("approval_revoked", "commented").into_bytes();
    let bad = History::parse(written(&log).as_bytes()).unwrap_err();
    assert_eq!((bad.line, bad.fault), (place + 1, HistoryFault::OtherPayload));
}

#[test]
fn an_approval_that_was_revoked_is_found_by_the_history() {
    let (story, forged) = revoked();
    let verification = verify(&forged, Some(&trust()), Beside::default()).unwrap();
    assert_eq!(verification.verdict, Verdict::Verified, "nothing else tells: {}", verification.summary);
    let verification = judged(&forged, &file(&story));
    assert_eq!((verification.verdict, outcome(&verification, "history").0), (Verdict::NotVerified, Some(Outcome::Holds)));
    let words = "by the history an approval of Ben does not stand any more, and the report counts it";
    assert_eq!(outcome(&verification, "replay"), (Some(Outcome::Failed), words.to_owned()));
    let without = |left_out: usize| {
        let all = file(&story);
        let lines = all.lines().enumerate().map(|(number, line)| {
            let mut line: serde_json::Value = serde_json::from_str(line).unwrap();
            if number == left_out {
                line.as_object_mut().unwrap().remove("payload");
            }
            line.to_string()
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    let verification = judged(&forged, &without(1));
    assert_eq!(
        outcome(&verification, "replay"),
        (Some(Outcome::Failed), words.to_owned()),
        "it cannot be played, and says so all the same"
    );
    let verification = judged(&forged, &without(story.log.len() - 1));
    let (outcome, detail) = outcome(&verification, "replay");
    assert_eq!((verification.verdict, outcome), (Verdict::Verified, Some(Outcome::NotChecked)));
    assert!(detail.contains("1 of them revoked an approval, which may be one of this report"), "{detail}");
}

/// Whoever has the server's keys can make a report from the log as it was, when somebody has taken their approval back since.
#[test]
fn a_report_of_an_earlier_state_than_there_was_is_told_by_what_it_leaves_out() {
    let mut story = story::signed(42);
    let mut signoff = open(&story.issue());
    let revoke = Command::RevokeApproval { approval: signoff.predicate.approvals[1].id, reason: "too soon".into() };
    story.act(story::BEN, revoke).unwrap();
    let later = "the report does not tell of 1 later entry, which was recorded more than 5 minutes before it was issued; \
                 an approval of Ben that it counts was revoked there";
    for (minutes, expected) in [(4, None), (2, Some(later))] {
        story.later(minutes);
        signoff.predicate.issued_at = story.now;
        let verification = judged(&fit(signoff.clone()), &file(&story));
        let (found, detail) = outcome(&verification, "replay");
        let wanted = if expected.is_some() { Outcome::NotChecked } else { Outcome::Holds };
        assert_eq!((verification.verdict, found), (Verdict::Verified, Some(wanted)), "{}", verification.summary);
        assert!(expected.is_none_or(|words| detail == words), "{detail}");
    }
}

#[test]
fn an_approval_that_stands_is_not_left_out() {
    let story = story::signed(42);
    let mut signoff = open(&story.issue());
    signoff.predicate.approvals.pop();
    let verification = judged(&fit(signoff), &file(&story));
    assert_eq!(verification.verdict, Verdict::NotVerified);
    let words = "by the history an approval of Ben stands, and the report leaves it out";
    assert_eq!(outcome(&verification, "replay"), (Some(Outcome::Failed), words.to_owned()));
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
    assert_eq!(outcome(&verification, "approval-snapshot").0, Some(Outcome::NotChecked));
}

/// Early builds called what an approver gives by another word; whatever else differs is no matter of form.
#[test]
fn a_snapshot_in_an_earlier_form_is_no_other_launch() {
    let story = story::signed(42);
    for (name, expected) in [("Checkout 3", Outcome::NotChecked), ("Another", Outcome::Failed)] {
        let mut signoff = open(&story.issue());
        change_snapshot(&mut signoff, |snapshot| {
            snapshot.policy.user_verification = "password".into();
            snapshot.launch.name = name.into();
        });
        let verification = judged(&fit(signoff), &file(&story));
        assert_eq!(outcome(&verification, "replay").0, Some(expected), "{name}");
    }
}

/// Of no place there is no launch in the history that it could be compared with.
#[test]
fn nobody_signs_a_launch_that_has_not_begun() {
    let story = story::signed(42);
    let mut signoff = open(&story.issue());
    let index = signoff.predicate.approvals[1].log_entry.index;
    let statement = rewrite_statement(&mut signoff, 1, |statement| statement.predicate.revision = Seq(0));
    let attestation = signoff.predicate.approvals[1].attestation.clone();
    let log = rewrite_log(&mut signoff, &story, |place, _, event| {
        if place as u64 == index {
            let approval = approval(event).unwrap();
            (approval.attestation, approval.statement) = (attestation.clone(), to_base64(&statement));
        }
    });
    let verification = judged(&fit(signoff), &written(&log));
    let step = verification.steps.iter().find(|step| step.name == "approval-log" && step.detail.to_string().starts_with("Ben")).unwrap();
    assert_eq!((verification.verdict, step.outcome), (Verdict::NotVerified, Outcome::Failed));
    assert!(step.detail.to_string().ends_with("do not tell the same revision"), "{}", step.detail);
}

/// Ben was shown something else than the launch, and what he signed is told everywhere as if it were the launch.
#[test]
fn a_snapshot_that_is_not_the_launch_is_found_by_the_history() {
    let story = story::signed(42);
    let other = Digest::of(b"another snapshot");
    let cases = [
        (None, Verdict::NotVerified, Outcome::Failed, "is not the launch as the history has it after"),
        (Some(Digest::of(b"as it was digested once")), Verdict::Verified, Outcome::NotChecked, "is not in the form of this version"),
    ];
    for (launch, verdict, found, words) in cases {
        let mut signoff = open(&story.issue());
        let index = signoff.predicate.approvals[1].log_entry.index;
        let statement = rewrite_statement(&mut signoff, 1, |statement| {
            statement.subject[0] = Subject::new(statement.subject[0].name.clone(), other);
            statement.predicate.covers_launch = launch.unwrap_or(statement.predicate.covers_launch);
        });
        signoff.predicate.approvals[1].stale.launch = launch.is_some();
        let attestation = signoff.predicate.approvals[1].attestation.clone();
        let log = rewrite_log(&mut signoff, &story, |place, _, event| {
            if place as u64 == index {
                let approval = approval(event).unwrap();
                (approval.snapshot, approval.covers_launch) = (other, launch.unwrap_or(approval.covers_launch));
                (approval.attestation, approval.statement) = (attestation.clone(), to_base64(&statement));
            }
        });
        let verification = judged(&fit(signoff), &written(&log));
        let of_ben = |step: &&Step| step.name == "approval-snapshot" && step.detail.to_string().starts_with("Ben");
        let step = verification.steps.iter().find(of_ben).unwrap();
        assert_eq!((verification.verdict, step.outcome), (verdict, found), "{}", verification.summary);
        assert!(step.detail.to_string().contains(words), "{}", step.detail);
    }
}
