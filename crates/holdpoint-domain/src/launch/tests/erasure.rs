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
    // Ben asks after Ann did, and is asked by her: what he asked is no question any more, and hers stands without him.
    story.role(3, "Cem", Role::Contributor, &[]).unwrap();
    for (who, text, mentions) in [(1, "@Ben or @Cem?", [2, 3]), (2, "@Cem, you decide", [3, 1])] {
        let (item, comment, mentions) = ("a".parse().unwrap(), CommentId(story.id()), mentions.map(member).to_vec());
        story.act(who, Command::Comment { item, comment, text: text.into(), mentions }).unwrap();
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
    let state = &replayed.items[&"a".parse().unwrap()];
    let told: Vec<_> = state.comments.iter().map(|one| (one.text.as_str(), one.mentions.clone(), one.unanswered.clone())).collect();
    let hers = format!("@{ERASED_NAME} or @Cem?");
    assert_eq!(told, [(hers.as_str(), vec![member(3)], vec![member(3)]), (ERASED, vec![], vec![])]);
    assert_eq!(replayed.asks(member(3), state).map(|comment| comment.by), Some(member(1)));
    assert_eq!(story.launch, replayed);
}
