//! Watching on and off, its end, and which receipts of the schedule are news.

use super::*;
use crate::check::{ProbeFailure, Receipt, Schedule, Verdict};

fn prod() -> ConnectionName {
    "prod".parse().unwrap()
}

/// Watched, with a check `ping` every 15 minutes whose receipts live for an hour.
fn watched() -> Story {
    let mut template = template();
    template.checks[0].schedule = Some(Schedule { every: "15m".parse().unwrap() });
    template.checks[0].ttl_minutes = 60;
    let mut story = Story::of(template);
    story.act(1, Command::SetConnection { connection: Some(prod()) }).unwrap();
    assert_eq!(story.act(1, watch(true)), Ok(1));
    story
}

fn watch(on: bool) -> Command {
    Command::SetWatching { connection: on.then(prod) }
}

fn receipt(story: &mut Story, status: Option<f64>) -> Receipt {
    let facts = status.map(|status| ("status".to_owned(), Fact::Number(status))).into_iter().collect();
    let failure = status.is_none().then_some(ProbeFailure::TimedOut);
    let observation = Observation { facts, failure, requests: vec![], latency_ms: 1, started_at: story.now };
    let id = ReceiptId(story.id());
    story.launch.template.checks[0].receipt(id, prod(), MemberId::SCHEDULE, observation)
}

/// Events that a run of the schedule makes.
fn run(story: &mut Story, status: Option<f64>) -> Result<usize, Refusal> {
    let receipt = receipt(story, status);
    let context = Context { actor: MemberId::SCHEDULE, ..story.context(1) };
    let events = story.launch.decide_record(&Record::Scheduled(Box::new(receipt)), &context)?;
    let count = events.len();
    story.store(0, events);
    Ok(count)
}

#[test]
fn equal_passes_are_one_event_until_the_receipt_is_nearly_stale() {
    let mut story = watched();
    let mut events = Vec::new();
    for _ in 0..8 {
        events.push(run(&mut story, Some(200.0)).unwrap());
        assert_eq!(story.launch.receipts.values().next().unwrap().standing(story.now), crate::check::Standing::Passing);
        story.now += jiff::SignedDuration::from_mins(15);
    }
    assert_eq!(events, [1, 0, 1, 0, 1, 0, 1, 0], "half of an hour is left at the second run after it");
    assert_eq!(run(&mut story, Some(500.0)), Ok(1), "another verdict");
    assert_eq!(run(&mut story, Some(500.0)), Ok(0));
    assert_eq!(run(&mut story, None), Ok(1), "unknown");
    assert_eq!(run(&mut story, None), Ok(0), "still");
    let (stays, last) = (story.launch.receipts.values().next().unwrap(), story.launch.unseen.values().next().unwrap());
    assert_eq!(stays.judgement.verdict, Verdict::Fail, "nobody has seen the failure go");
    assert_eq!((last.judgement.verdict, last.ran_by), (Verdict::Unknown, MemberId::SCHEDULE));
    assert_eq!(story.launch.name_of(last.ran_by), "the schedule");
    assert_eq!(run(&mut story, Some(200.0)), Ok(1));
    assert!(story.launch.unseen.is_empty());
    assert_eq!(run(&mut story, None), Ok(1), "what passed and may not any more");
    assert_eq!(story.launch.receipts.values().next().unwrap().judgement.verdict, Verdict::Unknown);
}

#[test]
fn only_the_schedule_records_by_schedule_and_only_while_the_launch_is_watched() {
    let mut story = watched();
    let own = receipt(&mut story, Some(200.0));
    for who in [1, 2, 9] {
        let refused = story.launch.decide_record(&Record::Scheduled(Box::new(own.clone())), &story.context(who));
        assert!(refused.is_err(), "{who}");
    }
    let mut other = own.clone();
    other.connection = Some("other".parse().unwrap());
    let context = Context { actor: MemberId::SCHEDULE, ..story.context(1) };
    assert!(story.launch.decide_record(&Record::Scheduled(Box::new(other)), &context).is_err(), "another connection");
    let mut outdated = own.clone();
    outdated.configuration = Digest::of(b"earlier rules");
    let refused = story.launch.decide_record(&Record::Scheduled(Box::new(outdated)), &context);
    assert_eq!(refused.unwrap_err().kind(), "wrong-order", "judged by rules that the checklist has no more");
    assert_eq!(story.launch.decide_record(&Record::Scheduled(Box::new(own)), &context).unwrap().len(), 1);
    story.act(1, watch(false)).unwrap();
    assert!(matches!(run(&mut story, Some(200.0)), Err(Refusal::WrongOrder(_))), "switched off meanwhile");
}

#[test]
fn watching_ends_by_itself() {
    let mut story = watched();
    assert_eq!(story.act(1, watch(true)), Ok(0), "on already");
    let until = now() + WITHOUT_WINDOW;
    assert_eq!(story.launch.watch(now()), Watch::On { connection: prod(), until });
    assert!(matches!(story.launch.watch(until), Watch::Ended(_)));
    story.now = until;
    assert_eq!(story.act(1, watch(true)), Ok(1), "and may be switched on again");
    let to = story.now + jiff::SignedDuration::from_hours(2);
    story.act(1, Command::SetWindow { window: Some(Window { from: story.now, to }) }).unwrap();
    assert_eq!(story.launch.watch(story.now), Watch::On { connection: prod(), until: to + AFTER_WINDOW });
    story.now = to + AFTER_WINDOW;
    assert_eq!(story.launch.watch(story.now), Watch::Ended(WatchEnd::WindowOver));
    assert!(matches!(story.act(1, watch(true)), Err(Refusal::WrongOrder(_))), "not without a later window");
    story.act(1, Command::SetWindow { window: None }).unwrap();
    story.act(1, Command::SetConnection { connection: Some("other".parse().unwrap()) }).unwrap();
    assert_eq!(story.launch.watch(story.now), Watch::Ended(WatchEnd::OtherConnection));
    assert!(matches!(story.act(1, watch(true)), Err(Refusal::Bad { field: "connection", .. })));
    assert_eq!(story.act(1, watch(false)), Ok(1));
    assert_eq!(story.launch.watch(story.now), Watch::Off);
}

#[test]
fn a_checklist_without_a_schedule_has_nothing_to_watch() {
    let mut story = Story::begin();
    story.act(1, Command::SetConnection { connection: Some(prod()) }).unwrap();
    assert!(matches!(story.act(1, watch(true)), Err(Refusal::WrongOrder(_))));
    assert_eq!(story.act(1, watch(false)), Ok(0));
}
