//! A sample is a launch like any other, but for three things: it is filled, it has no report, and it can be deleted.

use super::*;

fn sample() -> Story {
    Story::new(template(), true)
}

#[test]
fn a_sample_shows_what_items_can_be() {
    let story = sample();
    assert!(story.launch.sample && !story.launch.discarded);
    let has = |fits: fn(&ItemState) -> bool| story.launch.items.values().any(|state| fits(state));
    assert!(has(|item| item.status.value == Status::Done && !item.evidence.is_empty()));
    assert!(has(|item| item.status.value == Status::InProgress && item.owner.value.is_some() && item.due.value.is_some()));
    assert_eq!(story.launch.gate(story.now).decision, Decision::NoGo);
}

#[test]
fn a_deleted_sample_is_nowhere() {
    let mut story = sample();
    story.act(1, Command::SetRole { member: member(2), name: "Ben".into(), role: Role::Contributor, sections: vec![] }).unwrap();
    let denied = story.act(2, Command::Discard).unwrap_err();
    assert!(matches!(denied, Refusal::NotAllowed { needs: Role::ReleaseManager, .. }), "{denied}");
    story.act(1, Command::Discard).unwrap();
    for (who, owner) in [(1, false), (2, false), (3, true)] {
        assert_eq!(story.launch.seen_by(member(who), owner), Err(Refusal::NoSuchLaunch(story.launch.id)));
    }
    assert_eq!(story.act(1, Command::SetName { name: "Again".into() }), Err(Refusal::NoSuchLaunch(story.launch.id)));
    let by_group = Record::RoleByGroup(GroupRole { role: Role::Viewer, group: "all".into() });
    assert_eq!(story.record(9, by_group), Ok(0), "nobody comes to it any more");
}

#[test]
fn no_other_launch_is_deleted_and_no_sample_has_a_report() {
    let mut story = Story::begin();
    assert_eq!(story.act(1, Command::Discard), Err(Refusal::Kept));
    assert_eq!(story.launch.may_report(), Ok(()));
    assert_eq!(sample().launch.may_report(), Err(Refusal::Sample));
}
