//! Two reports of one launch, without its history: whether the later one's log begins with all of the earlier one's.

use holdpoint_domain::id::Digest;
use holdpoint_domain::launch::Command;
use holdpoint_domain::report::*;

use super::forge::{fit, open, rewrite_log, seal};
use super::story::{self, ANN, Story, trust};

/// A launch that was reported, changed and reported again, its two reports, and how many entries the log had at first.
fn reported_twice() -> (Story, IssuedReport, IssuedReport, usize) {
    let mut story = story::signed(42);
    let (from, earlier) = (story.log.len(), story.issue());
    story.file(&earlier);
    story.act(ANN, Command::SetName { name: "Later".into() }).unwrap();
    story.later(1);
    let later = story.issue();
    (story, earlier, later, from)
}

fn proof(log: &[LogEntry<'_>], from: usize) -> Vec<u8> {
    serde_json::to_vec(&Consistency::of(log, from).unwrap()).unwrap()
}

/// What became of the step, and the verdict.
fn judged(later: &[u8], report: &[u8], consistency: Option<&[u8]>) -> (Verdict, Outcome, String) {
    let earlier = Some(Earlier { report, consistency });
    let verification = verify(later, Some(&trust()), Beside { earlier, ..Beside::default() }).unwrap();
    let step = verification.steps.iter().find(|step| step.name == "consistency").unwrap();
    (verification.verdict, step.outcome, step.detail.to_string())
}

#[test]
fn a_log_that_was_only_added_to_begins_with_the_earlier_reports() {
    let (story, earlier, later, from) = reported_twice();
    let proof = proof(&story.entries(), from);
    let (verdict, outcome, detail) = judged(&later.bundle, &earlier.bundle, Some(&proof));
    let words = format!("the log's {} entries begin with all {from} of the earlier report's, which holds by itself", story.log.len());
    assert_eq!((verdict, outcome, detail.starts_with(&words)), (Verdict::Verified, Outcome::Holds, true), "{detail}");
    assert!(detail.ends_with("what lies beside that one was not looked at"), "{detail}");
    let given = Some(Earlier { report: &earlier.bundle, consistency: Some(&proof) });
    let alone = verify(&later.bundle, None, Beside { earlier: given, ..Beside::default() }).unwrap();
    assert_eq!(alone.verdict, Verdict::SelfConsistent);
    let unasked = verify(&later.bundle, Some(&trust()), Beside::default()).unwrap();
    assert!(unasked.steps.iter().all(|step| step.name != "consistency"), "most reports have no earlier one");
}

/// Each checkpoint is signed with the key of its time.
#[test]
fn a_log_whose_key_was_replaced_in_between_is_one_log() {
    let (story, earlier, later, from) = reported_twice();
    let key = LogKey::for_server(uuid::Uuid::from_u128(0x5e), &[8; 32]);
    let (log, report_key) = (story.entries(), story::report_key());
    let input = ReportInput {
        launch: &story.launch,
        log: &log,
        report_key: &report_key,
        log_key: &key,
        issued_at: story.now,
        version: "0.1.0",
        page: None,
    };
    let renewed = issue(&input).unwrap();
    let mut trust = trust();
    trust.log_keys[0].valid_until = Some(story.now);
    trust.log_keys.push(TrustedLog::new(&key.public(), story.now));
    let proof = proof(&log, from);
    let given = Some(Earlier { report: &earlier.bundle, consistency: Some(&proof) });
    let verified = verify(&renewed.bundle, Some(&trust), Beside { earlier: given, ..Beside::default() }).unwrap();
    assert_eq!(verified.verdict, Verdict::Verified, "{}", verified.summary);
    let given = Some(Earlier { report: &later.bundle, consistency: None });
    let stolen = verify(&renewed.bundle, Some(&trust), Beside { earlier: given, ..Beside::default() }).unwrap();
    assert_eq!(stolen.verdict, Verdict::NotVerified, "an earlier report under a key that was not in use any more");
}

#[test]
fn what_is_the_same_needs_no_proof_and_without_one_it_is_said_which() {
    let (story, earlier, later, from) = reported_twice();
    let same = judged(&later.bundle, &later.bundle, None);
    let words = format!("both reports have the same {} entries of the log, so there is nothing to prove", story.log.len());
    assert_eq!(same, (Verdict::Verified, Outcome::Holds, words));
    let (verdict, outcome, detail) = judged(&later.bundle, &earlier.bundle, None);
    assert_eq!((verdict, outcome), (Verdict::Verified, Outcome::NotChecked));
    assert!(detail.ends_with(&format!("(…/consistency?from={from}&to={})", story.log.len())), "{detail}");
}

/// What the server's own keys can make fit.
#[test]
fn a_log_that_was_rewritten_in_between_is_found() {
    let (story, earlier, later, from) = reported_twice();
    let mut signoff = open(&later);
    let log = rewrite_log(&mut signoff, &story, |place, leaf, _| {
        if place == 3 {
            leaf.salt[0] ^= 1;
        }
    });
    let rewritten = fit(signoff);
    assert_eq!(verify(&rewritten, Some(&trust()), Beside::default()).unwrap().verdict, Verdict::Verified, "nothing else tells");
    let entries: Vec<_> = log.iter().map(|(leaf, payload)| LogEntry { leaf, payload, was: None }).collect();
    for proof in [proof(&entries, from), proof(&story.entries(), from)] {
        let (verdict, outcome, detail) = judged(&rewritten, &earlier.bundle, Some(&proof));
        assert_eq!((verdict, outcome), (Verdict::NotVerified, Outcome::Failed));
        assert!(detail.contains("the log was rewritten in between"), "{detail}");
    }
    let (verdict, outcome, detail) = judged(&rewritten, &later.bundle, None);
    assert_eq!((verdict, outcome), (Verdict::NotVerified, Outcome::Failed));
    assert!(detail.contains("and not the same ones"), "{detail}");
}

#[test]
fn what_joins_nothing_is_refused_with_what_to_do() {
    let (story, earlier, later, from) = reported_twice();
    let (earlier_file, good) = (&earlier.bundle, proof(&story.entries(), from));
    let other = story::signed(43).issue().bundle;
    let mut cut: Consistency = serde_json::from_slice(&good).unwrap();
    cut.consistency.pop();
    let cut = serde_json::to_vec(&cut).unwrap();
    let of_others = proof(&story.entries(), from - 1);
    let mut wrong = open(&earlier);
    wrong.predicate.result.counts.items.done += 1;
    let (wrong, receipt) = (seal(&wrong), story::signed_receipt(200.0));
    let mut headless = open(&later);
    headless.predicate.log.checkpoint = headless.predicate.log.checkpoint.replacen("LCH-42", "LCH-43", 1);
    let headless = fit(headless);
    let cases: [(&str, [&[u8]; 3], &str); 9] = [
        ("another launch", [&later.bundle, &other, &good], "/LCH-43, and this one of holdpoint.dev/log/"),
        ("swapped", [earlier_file, &later.bundle, &good], "give them the other way round"),
        ("a proof cut off", [&later.bundle, earlier_file, &cut], "the proof does not lead from"),
        ("a proof of other sizes", [&later.bundle, earlier_file, &of_others], "the proof does not lead from"),
        ("no proof", [&later.bundle, earlier_file, b"{}"], "the file is no proof of consistency"),
        ("an earlier report that is wrong", [&later.bundle, &wrong, &good], "the earlier report does not hold by itself ("),
        ("no earlier report", [&later.bundle, b"{}", &good], "the earlier file cannot be read as a report"),
        ("a receipt", [&later.bundle, &receipt, &good], "the earlier file cannot be read as a report"),
        ("no checkpoint", [&headless, earlier_file, &good], "without a good checkpoint"),
    ];
    for (about, [later, earlier, proof], words) in cases {
        let (verdict, outcome, detail) = judged(later, earlier, Some(proof));
        assert_eq!((verdict, outcome), (Verdict::NotVerified, Outcome::Failed), "{about}");
        assert!(detail.contains(words), "{about}: {detail}");
    }
}

#[test]
fn an_entry_that_was_replaced_stays_in_the_tree() {
    let (story, _, _, from) = reported_twice();
    let mut log = story.entries();
    let was = Was { leaf: Digest(log[3].hash()), by: story.launch.seq };
    log[3] = LogEntry { leaf: b"another", payload: b"{}", was: Some(was) };
    assert_eq!(proof(&log, from), proof(&story.entries(), from));
}
