//! The team of an earlier launch for a new one: who has which role, and who owns which item.

use holdpoint_domain::id::{CommandId, LaunchId, MemberId, SectionId};
use holdpoint_domain::launch::{Command, Launch};
use holdpoint_domain::wire::{LaunchSummary, Person};
use leptos::prelude::*;

use super::super::{Here, here};
use crate::net::api::{self, Trouble};
use crate::sync::{Pending, Stage};
use crate::ui::{Problems, Remote, SelectField};
use crate::{clock, keep, say};

/// More owners at once would keep everybody's browser busy: then roles only are taken over.
const MOST: usize = 200;

/// Which launch's team to take over, among those with the chosen checklist.
#[component]
pub fn Team(
    /// The checklist's name.
    template: RwSignal<String>,
    /// The launch's id; empty: none.
    team: RwSignal<String>,
    problems: Problems,
) -> impl IntoView {
    let here = here();
    let launches = RwSignal::new(Remote::<Vec<LaunchSummary>>::Waiting);
    Remote::load(launches, async move {
        let answer = api::launches().await;
        answer.map(|(launches, _)| launches).map_err(|trouble| here.trouble(&trouble))
    });
    let choices = Memo::new(move |_| {
        let chosen = template.get();
        let all = launches.with(|known| known.here().cloned().unwrap_or_default());
        let fits = all.into_iter().filter(|launch| !launch.sample && launch.template.name.to_string() == chosen);
        let some = fits.map(|launch| (launch.id.to_string(), say!("new-team-choice", name = launch.name, id = launch.id.to_string())));
        std::iter::once((String::new(), say!("new-no-team").to_owned())).chain(some).collect::<Vec<_>>()
    });
    // Another checklist has other launches; and one may be gone since it was chosen.
    Effect::new(move |_| {
        let gone = choices.with(|choices| team.with_untracked(|team| choices.iter().all(|(id, _)| id != team)));
        if gone && launches.with(|launches| launches.here().is_some()) {
            team.set(String::new());
        }
    });
    view! {
        <Show when=move || choices.with(|choices| 1 < choices.len())>
            <SelectField
                form="new"
                name="team"
                label=say!("new-team")
                hint=say!("new-team-hint")
                options=choices
                value=team
                on_choice=Callback::new(move |choice| team.set(choice))
                problems
            />
        </Show>
    }
}

/// Leaves the wishes for it in this browser: they are drawn when the new launch is opened, and sent one after the other.
///
/// * Errors: what they are made of could not be read; nothing is taken over.
pub async fn take_over_team(here: Here, new: LaunchId, earlier: LaunchId) -> Result<(), Trouble> {
    let Some(me) = here.me_now() else { return Ok(()) };
    let (new, _) = api::launch(new).await?;
    let (earlier, _) = api::launch(earlier).await?;
    let people = api::people().await?;
    let commands = commands(&new.launch, &earlier.launch, (me, &people));
    for command in commands {
        let id = CommandId(clock::new_id());
        let pending = Pending { id, based_on: new.launch.seq, asked_at: clock::now(), command, ground: None, stage: Stage::Waiting };
        keep::put_pending(me, new.launch.id, &pending);
    }
    Ok(())
}

/// Roles first: who owns an item has to have one. Who makes the launch keeps theirs.
fn commands(new: &Launch, earlier: &Launch, (me, people): (MemberId, &[Person])) -> Vec<Command> {
    let (mut commands, mut team) = (Vec::new(), vec![me]);
    for (id, member) in earlier.members.iter().filter(|(id, _)| **id != me) {
        // Somebody without an account any longer is not taken over, somebody with another name by now is under that.
        let Some(person) = people.iter().find(|person| person.id == *id) else { continue };
        let there = |section: &&SectionId| new.template.sections.iter().any(|known| known.id == **section);
        let sections: Vec<SectionId> = member.sections.iter().filter(there).cloned().collect();
        // None would be all of them.
        if sections.is_empty() && !member.sections.is_empty() {
            continue;
        }
        team.push(*id);
        commands.push(Command::SetRole { member: *id, name: person.name.clone(), role: member.role, sections });
    }
    let owned = earlier.items.iter().filter(|(item, _)| new.items.contains_key(*item));
    let owned = owned.filter_map(|(item, state)| Some((item, state.owner.value.filter(|owner| team.contains(owner))?)));
    let owners: Vec<Command> = owned.map(|(item, owner)| Command::SetOwner { item: item.clone(), owner: Some(owner) }).collect();
    if owners.len() <= MOST {
        commands.extend(owners);
    }
    commands
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use holdpoint_domain::id::{Digest, Seq, Timestamp};
    use holdpoint_domain::launch::{Event, Recorded};
    use holdpoint_domain::template::{Role, Template, TemplateRef};
    use uuid::Uuid;

    use super::*;

    fn person(number: u128) -> MemberId {
        MemberId(Uuid::from_u128(number))
    }

    /// A launch with these sections, each with one item of the same id, after these events.
    fn launch(sections: &[&str], events: Vec<Event>) -> Launch {
        let section = |id: &&str| {
            let item = serde_json::json!({ "id": id, "title": id, "level": "must", "guidance": "" });
            serde_json::json!({ "id": id, "title": id, "items": [item] })
        };
        let template: Template = serde_json::from_value(serde_json::json!({
            "format": 1, "name": "story", "version": "1.0.0", "title": "Story", "summary": "",
            "sections": sections.iter().map(section).collect::<Vec<_>>(),
        }))
        .unwrap();
        let template_ref = TemplateRef { name: "story".parse().unwrap(), version: "1.0.0".into(), digest: Digest::of(b"story") };
        let created = Event::Created { name: "Story".into(), template: Arc::new(template), template_ref, sample: false };
        let history = std::iter::once(created).chain(events).zip(1..);
        let history: Vec<Recorded> = history
            .map(|(event, seq)| Recorded {
                launch: LaunchId(1),
                seq: Seq(seq),
                by: person(1),
                at: Timestamp::UNIX_EPOCH,
                command: None,
                event,
            })
            .collect();
        Launch::fold(&history).unwrap()
    }

    fn joined(number: u128, role: Role, sections: &[&str]) -> Event {
        let sections = sections.iter().map(|id| id.parse().unwrap()).collect();
        Event::MemberJoined { member: person(number), name: format!("Person {number}"), role, sections, group: None }
    }

    fn owned(item: &str, number: u128) -> Event {
        Event::OwnerSet { item: item.parse().unwrap(), owner: Some(person(number)) }
    }

    #[test]
    fn a_team_is_taken_over_with_roles_before_what_it_owns() {
        let earlier = launch(
            &["one", "two", "old"],
            vec![
                joined(1, Role::ReleaseManager, &[]),
                joined(2, Role::Approver, &["one", "old"]),
                joined(3, Role::Approver, &["old"]),
                joined(4, Role::Contributor, &[]),
                joined(5, Role::Contributor, &[]),
                owned("one", 2),
                owned("two", 5),
                owned("old", 2),
            ],
        );
        let new = launch(&["one", "two"], vec![joined(1, Role::ReleaseManager, &[])]);
        let account = |number: u128, name: &str| Person { id: person(number), name: name.into(), owner: false };
        let people = [account(1, "Ann"), account(2, "Ben"), account(3, "Cem"), account(4, "Dora")];
        let role = |number: u128, name: &str, role, sections: &[&str]| Command::SetRole {
            member: person(number),
            name: name.into(),
            role,
            sections: sections.iter().map(|id| id.parse().unwrap()).collect(),
        };
        let expected = [
            // The section that is gone is left out.
            role(2, "Ben", Role::Approver, &["one"]),
            // Cem answered for nothing that is there, and the fifth has no account any longer: nor do they own anything.
            role(4, "Dora", Role::Contributor, &[]),
            Command::SetOwner { item: "one".parse().unwrap(), owner: Some(person(2)) },
        ];
        assert_eq!(commands(&new, &earlier, (person(1), &people)), expected);
    }

    #[test]
    fn what_one_owned_oneself_is_ones_own_again() {
        let earlier = launch(&["one"], vec![joined(1, Role::Contributor, &[]), owned("one", 1)]);
        let new = launch(&["one"], vec![joined(1, Role::ReleaseManager, &[])]);
        let own = Command::SetOwner { item: "one".parse().unwrap(), owner: Some(person(1)) };
        assert_eq!(commands(&new, &earlier, (person(1), &[])), [own]);
    }
}
