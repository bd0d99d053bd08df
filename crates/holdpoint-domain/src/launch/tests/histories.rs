//! Any history: whatever people wish for and the server witnesses, in any order. A replay says what the launch says, nothing panics, everybody
//! who weighs a launch says the same, and no go lacks its proof or its signatures.

mod drawn;

use std::cell::Cell;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::*;
use crate::check::Verdict;
use crate::report::weigh::{Given, snapshot_gate};
use drawn::{Wish, Witness, any_act, make_ready, play, rolls, version, wished, witnessed};

fn begin(sample: bool) -> Story {
    let mut story = Story::new(version(0), sample);
    story.role(2, "Ben", Role::Approver, &[]).unwrap();
    story
}

/// What a check says as of some time: `true` proves, `false` stands against; what is stale, unknown or of another environment says nothing.
fn says(launch: &Launch, check: &CheckId, at: Timestamp) -> Option<bool> {
    let receipt = launch.receipts.get(check)?;
    let both = receipt.connection.as_ref().zip(launch.details.connection.value.as_ref());
    let here = both.is_none_or(|(asked, connection)| asked == connection);
    match receipt.judgement.verdict {
        Verdict::Fail if here => Some(false),
        Verdict::Pass | Verdict::Warn if here && at < receipt.expires_at => Some(true),
        Verdict::Pass | Verdict::Warn | Verdict::Fail | Verdict::Unknown => None,
    }
}

/// Whether an item that is ticked has the proof that it needs.
fn is_proved(launch: &Launch, item: &Item, at: Timestamp) -> bool {
    let said: Vec<Option<bool>> = launch.template.checks_of(&item.id).map(|check| says(launch, &check.id, at)).collect();
    let attached = |evidence: &Evidence| {
        let counts = match &evidence.kind {
            EvidenceKind::Receipt { check, .. } => says(launch, check, at) == Some(true),
            EvidenceKind::Link { .. } | EvidenceKind::Note { .. } | EvidenceKind::File { .. } => true,
        };
        counts && evidence.expires_at.is_none_or(|end| at < end)
    };
    let enough = match item.evidence {
        EvidenceNeed::Optional => true,
        EvidenceNeed::Required => said.contains(&Some(true)) || launch.items[&item.id].evidence.iter().any(attached),
        EvidenceNeed::Check => said.iter().all(|said| *said == Some(true)),
    };
    enough && !said.contains(&Some(false))
}

/// What a go lacks: the rules of the gate, written down once more.
fn lacks(launch: &Launch, at: Timestamp) -> Vec<String> {
    let must = launch.template.items().map(|(_, item)| item).filter(|item| item.level == Level::Must);
    let settled = |item: &&Item| {
        let state = &launch.items[&item.id];
        match state.status.value {
            Status::Done => is_proved(launch, item, at),
            Status::NotApplicable => state.justification.is_some(),
            Status::Waived => state.waiver_in_force(at).is_some(),
            Status::Open | Status::InProgress | Status::Blocked => false,
        }
    };
    let mut lacks: Vec<String> = must.filter(|item| !settled(item)).map(|item| item.id.to_string()).collect();
    let bare = launch.template.checks.iter().filter(|check| check.proves.is_empty());
    lacks.extend(bare.filter(|check| says(launch, &check.id, at) == Some(false)).map(|check| check.id.to_string()));
    lacks.extend((!delta::every_item_is_signed(launch)).then(|| "the signatures of now".to_owned()));
    lacks
}

/// The gate, which the count and a snapshot alone say too.
fn gate(launch: &Launch, at: Timestamp) -> Gate {
    let gate = launch.gate(at);
    let given: Vec<Given> = launch.standing_approvals().map(Given::from).collect();
    assert_eq!(snapshot_gate(&launch.snapshot(), &given, (at, crate::report::html::RENDITION)), gate, "from a snapshot");
    let GateBrief { decision, reasons, notices, holds_until } = launch.brief_gate(at);
    assert_eq!((decision, reasons, notices, holds_until), (gate.decision, gate.reasons.len(), gate.notices.len(), gate.holds_until));
    gate
}

/// Whether it is a go at `at`, which then lacks nothing, and holds until the time that it names.
fn goes(launch: &Launch, at: Timestamp) -> bool {
    let gate = gate(launch, at);
    if gate.decision == Decision::NoGo {
        return false;
    }
    assert_eq!(lacks(launch, at), Vec::<String>::new(), "go without these");
    if let Some(end) = gate.holds_until {
        assert_eq!(launch.gate(end).decision, Decision::NoGo, "past its end");
        assert_eq!(launch.gate(end - jiff::SignedDuration::from_nanos(1)).decision, Decision::Go, "until its end");
        assert!(launch.details.window.value.is_none_or(|window| window.to <= end), "through the change window");
    }
    true
}

fn through_text<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> T {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

/// Folds the history as it is stored, from its beginning and from a launch that was kept half-way.
fn replays(story: &Story) {
    let Story { launch, history, .. } = story;
    let places: Vec<u64> = history.iter().map(|recorded| recorded.seq.0).collect();
    assert_eq!(places, (1..=history.len() as u64).collect::<Vec<_>>());
    let stored: Vec<Recorded> = history.iter().map(through_text).collect();
    assert_eq!(Launch::fold(&stored).as_ref(), Some(launch));
    let (before, after) = stored.split_at(stored.len() / 2);
    let mut kept = through_text(&Launch::fold(before).unwrap());
    after.iter().for_each(|recorded| kept.apply(recorded));
    assert_eq!(&kept, launch);
    assert_eq!(&through_text(launch), launch);
    assert!(history.iter().all(|recorded| !launch.words(&recorded.event).is_empty()));
}

#[test]
fn any_history_replays_to_the_live_launch_and_no_go_lacks_anything() {
    let told = Cell::new(0);
    let config = ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() };
    let histories = (any::<bool>(), proptest::collection::vec(any_act(), 0..32), 0..600i64);
    let outcome = TestRunner::new(config).run(&histories, |(sample, acts, minutes)| {
        let mut story = begin(sample);
        for (act, roll) in &acts {
            play(&mut story, *act, roll);
            told.set(told.get() + u32::from(goes(&story.launch, story.now)));
        }
        replays(&story);
        goes(&story.launch, story.now + jiff::SignedDuration::from_mins(minutes));
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    assert!(20 <= told.get(), "only {} of the moments were a go: the others show little", told.get());
}

/// A sample in which each kind of command and record has something to do.
///
/// * `run`: with a runbook under way, which stands against another version of the checklist.
fn eventful(run: bool) -> Story {
    let mut story = begin(true);
    let prod: ConnectionName = "prod".parse().unwrap();
    story.act(1, Command::SetConnection { connection: Some(prod.clone()) }).unwrap();
    story.act(1, Command::SetWatching { connection: Some(prod) }).unwrap();
    make_ready(&mut story, None);
    assert_eq!(story.launch.gate(story.now).decision, Decision::Go);
    story.tell("note b").unwrap();
    let (item, waiver, expires_at) = ("s".parse().unwrap(), WaiverId(Uuid::from_u128(90)), now() + jiff::SignedDuration::from_hours(1));
    story.act(1, Command::RequestWaiver { item, waiver, reason: "r".into(), mitigation: Some("m".into()), expires_at }).unwrap();
    story.report("report");
    story.record(1, delivery("OPS-1", true)).unwrap();
    if run {
        let run = RunId(Uuid::from_u128(91));
        story.act(1, Command::StartRun { run, runbook: "rollback".parse().unwrap(), rehearsal: true }).unwrap();
    }
    story
}

/// What is drawn is not only refused.
#[test]
fn each_kind_of_command_and_record_happens_in_some_history() {
    let mut stages = [eventful(false), eventful(true)];
    let happens = |decided: Result<Vec<Event>, Refusal>| decided.is_ok_and(|events| !events.is_empty());
    for wish in Wish::ALL {
        let found = stages.iter().any(|story| rolls().any(|roll| happens(wished(story, *wish, &roll))));
        assert!(found, "{wish:?}");
    }
    for witness in Witness::ALL {
        let found = stages.iter_mut().any(|story| rolls().any(|roll| happens(witnessed(story, *witness, &roll).1)));
        assert!(found, "{witness:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_text_panics_a_command(text in ".{0,200}") {
        let _ = serde_json::from_str::<Command>(&text);
        let _ = serde_json::from_str::<Event>(&text);
    }
}
