//! Deliveries: asked for once, tried in turn, never twice, and kept for a person where another attempt would end the same.

use super::*;
use crate::sentence::Sentence;

/// A wish for the latest report to be in a ticket of Jira.
pub fn delivery(reference: &str, each: bool) -> Record {
    Record::DeliveryAsked(NewDelivery { to: to(reference), kind: TicketKind::Jira, report: None, each })
}

fn to(reference: &str) -> Destination {
    Destination { system: "jira".parse().unwrap(), reference: reference.into() }
}

impl Story {
    /// Ann issues a report; its digests are those of the words.
    pub fn report(&mut self, words: &str) {
        let digest = Digest::of(words.as_bytes());
        let (revision, decision, to) = (self.launch.seq, Decision::NoGo, vec![]);
        let new = NewReport { revision, snapshot: digest, bundle: digest, html: digest, decision, to };
        self.record(1, Record::ReportSigned(new)).unwrap();
    }

    /// The server tries the latest delivery.
    fn tries(&mut self, seen: Result<Vec<Sentence>, DeliveryTrouble>) -> Result<DeliveryState, Refusal> {
        let latest = self.launch.deliveries.last().unwrap();
        let (id, number) = (latest.id, latest.attempts + 1);
        self.attempt(Attempt { delivery: id, number, seen })?;
        Ok(self.launch.delivery(id).unwrap().state)
    }

    fn attempt(&mut self, attempt: Attempt) -> Result<(), Refusal> {
        let context = Context { actor: MemberId::SERVER, ..self.context(1) };
        let events = self.launch.decide_record(&Record::DeliveryTried(attempt), &context)?;
        self.store(Uuid::max().as_u128(), events);
        Ok(())
    }

    fn states(&self) -> Vec<DeliveryState> {
        self.launch.deliveries.iter().map(|delivery| delivery.state).collect()
    }
}

pub fn commented() -> Result<Vec<Sentence>, DeliveryTrouble> {
    Ok(vec![Sentence { kind: "commented", words: "commented", values: vec![] }])
}

fn status(status: u16) -> Result<Vec<Sentence>, DeliveryTrouble> {
    Err(DeliveryTrouble::Status { doing: "commenting", status, wait_s: None })
}

/// Tells of every kind of event about deliveries, and of every outcome.
pub fn every_kind(story: &mut Story) {
    story.record(1, delivery("OPS-1", true)).unwrap();
    story.tries(status(503)).unwrap();
    story.tries(status(401)).unwrap();
    let delivery = story.launch.deliveries.last().unwrap().id;
    story.act(1, Command::RetryDelivery { delivery }).unwrap();
    for _ in 0..14 {
        story.tries(status(503)).unwrap();
    }
    story.act(1, Command::RetryDelivery { delivery }).unwrap();
    story.tries(commented()).unwrap();
    story.act(1, Command::StopDelivery { delivery }).unwrap();
}

#[test]
fn a_delivery_is_tried_until_it_arrives_or_waits_for_a_person() {
    let mut story = Story::begin();
    let refused = story.record(1, delivery("OPS-1", false)).unwrap_err();
    assert!(refused.to_string().contains("no report to deliver yet"), "{refused}");
    story.report("one");
    let told = story.launch.told;
    let bad = story.record(1, delivery("https://jira.example.com/OPS-1", false)).unwrap_err();
    assert_eq!(bad.field(), Some("reference"), "{bad}");
    assert_eq!(story.record(1, delivery(" OPS-1 ", false)), Ok(1));
    assert_eq!(story.record(1, delivery("OPS-1", false)), Ok(0), "it waits already");
    assert_eq!(story.launch.due_deliveries(story.now).count(), 1);

    assert_eq!(story.tries(status(503)), Ok(DeliveryState::Waiting));
    let then = story.launch.deliveries[0].due.unwrap();
    assert_eq!(then.duration_since(story.now).as_secs(), 30);
    assert_eq!(story.launch.due_deliveries(story.now).count(), 0, "not before");
    story.tell("later 1").unwrap();
    assert_eq!(story.tries(status(401)), Ok(DeliveryState::Held));
    let id = story.launch.deliveries[0].id;
    let late = Attempt { delivery: id, number: 3, seen: commented() };
    assert!(story.attempt(late).is_err(), "nobody asked for a third");
    story.act(1, Command::RetryDelivery { delivery: id }).unwrap();
    let twice = Attempt { delivery: id, number: 1, seen: commented() };
    story.attempt(twice.clone()).unwrap();
    assert!(story.attempt(twice).is_err(), "another replica was faster");
    assert_eq!(story.states(), [DeliveryState::Sent]);
    assert!(story.act(1, Command::RetryDelivery { delivery: id }).is_err(), "it has arrived");
    let results: Vec<_> = story.launch.deliveries[0].tried.iter().map(|tried| serde_json::to_value(&tried.outcome).unwrap()).collect();
    assert_eq!(results.iter().map(|one| one["result"].as_str().unwrap()).collect::<Vec<_>>(), ["later", "held", "sent"]);
    let last = &story.history.last().unwrap();
    assert_eq!(story.launch.words(&last.event), format!("delivered the report {} to OPS-1 in jira: commented", Digest::of(b"one").short()));
    assert_eq!(story.launch.name_of(last.by), "the server");
    assert_eq!(story.launch.told, told, "a delivery says nothing about the launch");
}

#[test]
fn a_delivery_does_not_wait_for_where_a_clock_was_that_is_set_right() {
    let mut story = Story::begin();
    story.report("one");
    story.record(1, delivery("OPS-1", false)).unwrap();
    let due = |story: &Story, back: i64| {
        let now = story.now.saturating_sub(jiff::SignedDuration::from_mins(back)).unwrap();
        story.launch.due_deliveries(now).count()
    };
    assert_eq!([0, 14, 16].map(|back| due(&story, back)), [1, 0, 1], "asked for by a clock that was ahead");
    assert_eq!(story.tries(status(503)), Ok(DeliveryState::Waiting));
    assert_eq!([0, 14, 16].map(|back| due(&story, back)), [0, 0, 1], "tried by a clock that was ahead");
    let wait = DeliveryTrouble::Status { doing: "commenting", status: 429, wait_s: Some(24 * 3_600) };
    assert_eq!(story.tries(Err(wait)), Ok(DeliveryState::Waiting));
    assert_eq!(due(&story, 0), 0, "a system may ask to wait for a day");
    let delivery = story.launch.deliveries[0].id;
    story.act(1, Command::RetryDelivery { delivery }).unwrap();
    assert_eq!([0, 14, 16].map(|back| due(&story, back)), [1, 0, 1]);
}

/// Somebody may issue another one between the look and the wish.
#[test]
fn the_report_that_is_meant_is_delivered() {
    let mut story = Story::begin();
    let [one, two, strange] = [&b"one"[..], b"two", b"strange"].map(Digest::of);
    let named = |report| Record::DeliveryAsked(NewDelivery { to: to("OPS-1"), kind: TicketKind::Jira, report: Some(report), each: false });
    assert!(matches!(story.record(1, named(one)), Err(Refusal::WrongOrder(_))));
    story.report("one");
    story.report("two");
    let none = Refusal::NoSuch { what: "report", id: strange.to_string() };
    assert_eq!(story.record(1, named(strange)), Err(none));
    for report in [one, two] {
        story.record(1, named(report)).unwrap();
        assert_eq!(story.launch.deliveries.last().unwrap().report, report);
    }
    assert_eq!(story.record(1, delivery("OPS-1", false)), Ok(0), "the latest is on its way");
}

/// Somebody whose page has not heard of the later report presses the button.
#[test]
fn an_earlier_report_takes_the_place_of_no_later_one() {
    let mut story = Story::begin();
    let named = |reference, report: &[u8]| {
        let report = Some(Digest::of(report));
        Record::DeliveryAsked(NewDelivery { to: to(reference), kind: TicketKind::Jira, report, each: false })
    };
    story.report("one");
    story.record(1, delivery("OPS-1", true)).unwrap();
    story.report("two");
    assert_eq!(story.states(), [DeliveryState::Replaced, DeliveryState::Waiting], "the later one goes there by itself");
    let refused = |story: &mut Story| matches!(story.record(1, named("OPS-1", b"one")), Err(Refusal::WrongOrder(_)));
    assert!(refused(&mut story), "it is on its way");
    story.tries(commented()).unwrap();
    assert!(refused(&mut story), "it has arrived");
    assert!(story.launch.deliveries[1].each, "and later ones go there still");
    assert_eq!(story.record(1, named("OPS-2", b"one")), Ok(1), "to another ticket");
    assert_eq!(story.record(1, named("OPS-1", b"two")), Ok(1));
    let delivery = story.launch.deliveries.last().unwrap().id;
    story.act(1, Command::StopDelivery { delivery }).unwrap();
    assert!(refused(&mut story), "an earlier delivery of it has arrived");
}

#[test]
fn each_report_goes_where_somebody_asked_for_each() {
    let mut story = Story::begin();
    story.report("one");
    story.record(1, delivery("OPS-1", true)).unwrap();
    story.record(1, delivery("OPS-2", false)).unwrap();
    let digest = Digest::of(b"two");
    let by_operator = vec![to("OPS-1"), to("OPS-3")];
    let new =
        NewReport { revision: story.launch.seq, snapshot: digest, bundle: digest, html: digest, decision: Decision::Go, to: by_operator };
    assert_eq!(story.record(2, Record::ReportSigned(new)), Ok(3), "the report, OPS-1 once, OPS-3");
    let waiting = DeliveryState::Waiting;
    assert_eq!(story.states(), [DeliveryState::Replaced, waiting, waiting, waiting]);
    let latest = &story.launch.deliveries[2];
    assert_eq!((latest.to.reference.as_str(), latest.report, latest.each), ("OPS-1", digest, true));
    story.act(1, Command::StopDelivery { delivery: latest.id }).unwrap();
    story.report("three");
    assert_eq!(story.launch.deliveries.len(), 4, "nobody wishes for more");
}

#[test]
fn it_is_known_on_whose_word_a_delivery_goes() {
    let mut story = Story::begin();
    story.report("one");
    let wished = |story: &Story| story.launch.deliveries.last().unwrap().wished_by().collect::<Vec<_>>();
    // As the server stores it: what somebody asks for has a command, what goes along with a report has none.
    let happens = |story: &mut Story, by: u128, command: Option<CommandId>, event: Event| {
        let (launch, seq) = (story.launch.id, story.launch.seq.next());
        story.launch.apply(&Recorded { launch, seq, by: member(by), at: story.now, command, event });
    };
    let asked = |story: &mut Story, by: u128, command: Option<CommandId>| {
        let event = Event::DeliveryAsked { to: to("OPS-1"), report: Digest::of(b"one"), each: true };
        happens(story, by, command, event);
    };
    let command = |n: u128| Some(CommandId(Uuid::from_u128(n)));
    asked(&mut story, 2, command(1));
    assert_eq!(wished(&story), [member(2)]);
    for by in [1, 3] {
        asked(&mut story, by, None);
        assert_eq!(wished(&story), [member(by), member(2)], "to where the second asked for each, however often since");
    }
    asked(&mut story, 3, command(2));
    assert_eq!(wished(&story), [member(3)]);
    let delivery = story.launch.deliveries.last().unwrap().id;
    happens(&mut story, 2, command(3), Event::DeliveryResumed { delivery });
    assert_eq!(wished(&story), [member(3), member(2)]);
}

#[test]
fn only_the_server_tells_what_became_of_an_attempt() {
    let mut story = Story::begin();
    story.report("one");
    story.record(1, delivery("OPS-1", false)).unwrap();
    let delivery = story.launch.deliveries[0].id;
    let claim = Record::DeliveryTried(Attempt { delivery, number: 1, seen: commented() });
    assert_eq!(story.record(1, claim), Err(Refusal::NoSuchLaunch(LaunchId(1))));
    let lost = Attempt { delivery: Seq(99), number: 1, seen: Ok(vec![]) };
    assert!(matches!(story.attempt(lost), Err(Refusal::NoSuch { .. })));
}
