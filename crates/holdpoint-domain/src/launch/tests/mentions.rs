//! Whom a comment asks, and until when the item waits for them.

use super::*;

fn a() -> ItemId {
    "a".parse().unwrap()
}

/// Ann (1) runs it, Ben (2) approves, Cem (3) contributes, Vic (4) reads.
fn story() -> Story {
    let mut story = Story::begin();
    story.role(3, "Cem", Role::Contributor, &[]).unwrap();
    story.role(4, "Vic", Role::Viewer, &[]).unwrap();
    story
}

fn ask(story: &mut Story, who: u128, mentions: &[u128]) -> Result<usize, Refusal> {
    let comment = CommentId(story.id());
    let mentions = mentions.iter().map(|who| member(*who)).collect();
    story.act(who, Command::Comment { item: a(), comment, text: "Which one?".into(), mentions })
}

/// For whom how many items wait.
fn waited(story: &Story) -> Vec<(u128, u32)> {
    story.launch.waited_for(story.now).into_iter().map(|(who, items)| (who.0.as_u128(), items)).collect()
}

fn asked_by(story: &Story, who: u128) -> Option<MemberId> {
    story.launch.asks(member(who), &story.launch.items[&a()]).map(|comment| comment.by)
}

#[test]
fn an_item_waits_for_whoever_is_asked_and_once_for_several_questions() {
    let mut story = story();
    ask(&mut story, 1, &[2, 3, 1, 2]).unwrap();
    let mentions = &story.launch.items[&a()].comments[0].mentions;
    assert_eq!(*mentions, [member(2), member(3), member(1)], "each once");
    assert_eq!(waited(&story), [(2, 1), (3, 1)], "nobody waits for themselves");
    ask(&mut story, 3, &[2]).unwrap();
    assert_eq!(waited(&story), [(2, 1)], "Cem has said something");
    assert_eq!((asked_by(&story, 2), asked_by(&story, 3)), (Some(member(3)), None), "the latest who asks");
    story.tell("done a").unwrap();
    assert_eq!(waited(&story), [(2, 1)], "a settled item waits for its answer too");
    story.tell("comment a").unwrap();
    assert_eq!(waited(&story), [], "one answer to all of them");
    ask(&mut story, 1, &[2]).unwrap();
    assert_eq!(waited(&story), [(2, 1)], "asked again");
}

#[test]
fn what_somebody_does_about_the_item_answers() {
    let (waiver, at) = (WaiverId(Uuid::from_u128(9)), now() + jiff::SignedDuration::from_hours(1));
    let note = EvidenceKind::Note { text: "n".into() };
    let evidence = NewEvidence { id: EvidenceId(Uuid::from_u128(8)), kind: note, observed_at: now(), expires_at: None };
    let cases = [
        (Command::Comment { item: a(), comment: CommentId(Uuid::from_u128(7)), text: "That one.".into(), mentions: vec![] }, true),
        (Command::SetStatus { item: a(), status: Status::InProgress, justification: None }, true),
        (Command::SetOwner { item: a(), owner: Some(member(1)) }, true),
        (Command::SetDue { item: a(), due: Some("2026-12-01".parse().unwrap()) }, true),
        (Command::AddEvidence { item: a(), evidence }, true),
        (Command::RequestWaiver { item: a(), waiver, reason: "r".into(), mitigation: Some("m".into()), expires_at: at }, true),
        (Command::SetStatus { item: "b".parse().unwrap(), status: Status::Done, justification: None }, false),
        (Command::StartRun { run: RunId(Uuid::from_u128(6)), runbook: "rollback".parse().unwrap(), rehearsal: true }, false),
    ];
    for (command, answers) in cases {
        for (who, about) in [(3, "who is asked"), (1, "somebody else")] {
            let mut story = story();
            ask(&mut story, 1, &[3]).unwrap();
            story.act(who, command.clone()).unwrap();
            assert_eq!(asked_by(&story, 3).is_none(), answers && who == 3, "{about}: {command:?}");
        }
    }
}

#[test]
fn nobody_waits_for_who_cannot_answer_any_more() {
    let mut story = story();
    ask(&mut story, 1, &[2, 3]).unwrap();
    story.role(2, "Ben", Role::Viewer, &[]).unwrap();
    story.act(1, Command::RemoveMember { member: member(3) }).unwrap();
    assert_eq!(waited(&story), []);
    story.role(2, "Ben", Role::Contributor, &[]).unwrap();
    assert_eq!(waited(&story), [(2, 1)]);
}

#[test]
fn a_mention_names_people_who_can_answer_and_not_too_many() {
    let mut story = story();
    for who in 10..31 {
        story.role(who, &format!("Person {who}"), Role::Contributor, &[]).unwrap();
    }
    let many: Vec<u128> = (10..31).collect();
    let cases: [(&[u128], &str); 4] = [
        (&many[1..], ""),
        (&many, "mentions name more than 20 people"),
        (&[2, 9], "mentions name somebody who is not a member"),
        (&[2, 4], "mentions name Vic, who only reads here"),
    ];
    for (mentions, expected) in cases {
        match ask(&mut story, 1, mentions) {
            Ok(_) => assert_eq!(expected, "", "{mentions:?}"),
            Err(refusal) => {
                assert_eq!(refusal.field(), Some("mentions"));
                assert!(!expected.is_empty() && refusal.to_string().starts_with(expected), "{mentions:?}: {refusal}");
            }
        }
    }
    assert_eq!(story.launch.items[&a()].comments.len(), 1, "a refused comment is none");
}

#[test]
fn a_comment_that_asks_nobody_is_written_as_it_always_was() {
    let old = r#"{"type":"comment","item":"a","comment":"00000000-0000-0000-0000-000000000007","text":"c"}"#;
    let read: Command = serde_json::from_str(old).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), old);
    let mut story = story();
    story.act(2, read).unwrap();
    let told = serde_json::to_string(&story.launch.items[&a()].comments[0]).unwrap();
    assert!(!told.contains("mentions") && !told.contains("unanswered"), "{told}");
}

#[test]
fn questions_stay_when_the_checklist_moves_to_another_version() {
    let mut story = story();
    ask(&mut story, 1, &[2]).unwrap();
    let mut template = template();
    template.sections[0].items[0].title = "Another question".into();
    let event = Event::TemplateUpgraded { template: Arc::new(template), template_ref: story.launch.template_ref.clone() };
    story.store(1, vec![event]);
    assert_eq!(waited(&story), [(2, 1)]);
}
