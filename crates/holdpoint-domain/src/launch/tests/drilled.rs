//! Receipts of drills: records of the server, for checks that a drill judges, and for no others.

use super::*;
use crate::check::drill::{SECONDS, Scenario, Vendor};
use crate::check::{Made, Receipt};

/// The story's template, with a check of its item `b` that a drill judges.
fn story() -> Story {
    let probe = Probe::Drill { plays: Vendor::Intercom, scenarios: vec![Scenario::Search] };
    Story::with_check("drill", probe, ("search.filters", 2.0))
}

fn receipt(story: &mut Story, check: usize, filters: f64) -> Receipt {
    let facts = [("search.filters", filters), (SECONDS, 60.0)].map(|(name, value)| (name.to_owned(), Fact::Number(value)));
    let observation = Observation { facts: facts.into(), failure: None, requests: vec![], latency_ms: 60_000, started_at: story.now };
    let id = ReceiptId(story.id());
    story.launch.template.checks[check].pushed_receipt(id, member(1), observation)
}

#[test]
fn a_drill_proves_and_a_failing_one_blocks() {
    let mut story = story();
    let b: ItemId = "b".parse().unwrap();
    let about_b = |story: &Story| {
        let gate = story.launch.gate(story.now);
        gate.reasons.iter().filter(|reason| reason.item.as_ref() == Some(&b)).map(|reason| reason.kind()).collect::<Vec<_>>()
    };
    story.tell("done b").unwrap();
    assert_eq!(about_b(&story), [ReasonKind::EvidenceMissing]);
    let good = receipt(&mut story, 1, 2.0);
    assert_eq!(good.made(), Made::Drilled);
    assert_eq!(story.record(1, Record::Drilled(vec![good])), Ok(1));
    assert_eq!(about_b(&story), []);
    let bad = receipt(&mut story, 1, 1.0);
    story.record(1, Record::Drilled(vec![bad])).unwrap();
    assert_eq!(about_b(&story)[0], ReasonKind::CheckFailing);
    assert_eq!(story.launch.words(&story.history.last().unwrap().event), "drilled the check drill: fail");
}

#[test]
fn only_checks_that_a_drill_judges_get_its_receipts() {
    let mut story = story();
    let (good, other) = (receipt(&mut story, 1, 2.0), receipt(&mut story, 0, 2.0));
    let said = story.record(1, Record::Drilled(vec![other.clone()]));
    assert_eq!(said.unwrap_err().kind(), "no-such-thing", "what the server runs");
    assert_eq!(story.record(1, Record::Drilled(vec![other.clone(), good.clone()])), Ok(1), "and it holds nothing else up");
    assert!(!story.launch.receipts.contains_key(&other.check));
    assert!(story.record(1, Record::Checked(Box::new(good.clone()))).is_err(), "and it does not run a drill");
    let push = NewPush { receipts: vec![good.clone()], evidence: vec![] };
    assert!(story.record(1, Record::Pushed(push)).is_err(), "nor takes one that is pushed");
    assert!(!story.launch.template.checks[1].in_preflight());
    story.role(3, "Cem", Role::Viewer, &[]).unwrap();
    assert!(matches!(story.record(3, Record::Drilled(vec![good.clone()])), Err(Refusal::NotAllowed { .. })));
    assert!(matches!(story.record(9, Record::Drilled(vec![good])), Err(Refusal::NoSuchLaunch(_))));
}

#[test]
fn of_a_drill_only_what_the_present_rules_judged_is_recorded() {
    let mut template = Template::clone(&story().launch.template);
    let mut second = template.checks[1].clone();
    second.id = "second".parse().unwrap();
    template.checks.push(second);
    let mut story = Story::of(template);
    let (good, mut outdated) = (receipt(&mut story, 1, 2.0), receipt(&mut story, 2, 2.0));
    outdated.configuration = Digest::of(b"earlier rules");
    let mut gone = outdated.clone();
    gone.check = "gone".parse().unwrap();
    assert_eq!(story.record(1, Record::Drilled(vec![outdated.clone(), gone.clone(), good])), Ok(1));
    assert!(!story.launch.receipts.contains_key(&outdated.check) && !story.launch.receipts.contains_key(&gone.check));
    assert_eq!(story.record(1, Record::Drilled(vec![gone])).unwrap_err().kind(), "no-such-thing", "nothing is left of it");
    assert_eq!(story.record(1, Record::Drilled(vec![outdated])).unwrap_err().kind(), "wrong-order", "nothing is left of it");
}

/// Such as one that a cancelled job left open.
#[test]
fn a_drill_that_was_opened_earlier_heals_no_failure_of_a_later_one() {
    let mut story = story();
    let left_open = receipt(&mut story, 1, 2.0);
    story.tell("later 10").unwrap();
    let failing = receipt(&mut story, 1, 1.0);
    story.record(1, Record::Drilled(vec![failing])).unwrap();
    story.tell("later 10").unwrap();
    let refusal = story.record(1, Record::Drilled(vec![left_open.clone()])).unwrap_err();
    assert_eq!((refusal.kind(), refusal.to_string().contains("open another drill")), ("wrong-order", true), "{refusal}");
    let verdict = |story: &Story| story.launch.receipts[&left_open.check].judgement.verdict;
    assert_eq!(verdict(&story), crate::check::Verdict::Fail);
    let mended = receipt(&mut story, 1, 2.0);
    assert_eq!(story.record(1, Record::Drilled(vec![mended])), Ok(1));
    assert_eq!(verdict(&story), crate::check::Verdict::Pass);
}
