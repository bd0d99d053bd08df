//! Somebody is erased: a copy that hears of it tells what the log tells from then on.

use super::*;

#[test]
fn their_name_goes_from_a_copy_wherever_it_goes_from_the_log() {
    let mut story = Story::begin();
    let run = RunId(Uuid::from_u128(7));
    let commands = [
        Command::SetName { name: "Ben's launch, for Benno".into() },
        Command::SetTicket { ticket: Some("OPS-12, ask Ben".into()) },
        Command::StartRun { run, runbook: "rollback".parse().unwrap(), rehearsal: true },
        Command::AbandonRun { run, note: "Ben was ill".into() },
    ];
    for command in commands {
        story.act(1, command).unwrap();
    }
    let erased = Erased::new(member(2), ["Ben".to_owned()]);
    let anew = |recorded: &Recorded| match erased.replace(recorded.by, &recorded.event) {
        Some(event) => Recorded { event, ..recorded.clone() },
        None => recorded.clone(),
    };
    let log: Vec<Recorded> = story.history.iter().map(anew).collect();
    story.store(1, vec![Event::Erased { person: member(2), events: vec![] }]);
    let replayed = Launch::fold(log.iter().chain(story.history.last())).unwrap();
    assert_eq!(replayed.details.name.value, format!("{ERASED_NAME}'s launch, for Benno"));
    assert_eq!(replayed.runs[0].abandoned.as_deref(), Some(format!("{ERASED_NAME} was ill").as_str()));
    assert_eq!(story.launch, replayed);
}
