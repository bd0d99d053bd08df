//! A whole team in one process: several replicas, one log, a network that loses, repeats and reorders.

mod set_back;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use holdpoint_domain::id::{Digest, LaunchId, MemberId};
use holdpoint_domain::launch::{NewLaunch, Status};
use holdpoint_domain::template::{Role, Template, TemplateRef};
use uuid::Uuid;

use super::*;

const ITEMS: [&str; 3] = ["a", "b", "c"];

fn now() -> Timestamp {
    "2026-11-24T10:00:00Z".parse().unwrap()
}

fn person(n: usize) -> Person {
    let name = ["Ann", "Ben", "Cem", "Dee"][n].to_owned();
    Person { id: MemberId(Uuid::from_u128(n as u128 + 1)), name, owner: n == 0 }
}

fn template() -> Template {
    let item = |id: &&str| serde_json::json!({ "id": id, "title": format!("Item {id}"), "level": "must", "evidence": "optional" });
    let items: Vec<_> = ITEMS.iter().map(item).collect();
    let template = serde_json::json!({
        "format": 1, "name": "story", "version": "1.0.0", "title": "Story", "summary": "",
        "sections": [{ "id": "one", "title": "One", "items": items }],
    });
    serde_json::from_value(template).unwrap()
}

/// One server, some replicas, and what is on its way to each.
struct Team {
    log: Vec<Recorded>,
    truth: Launch,
    answered: BTreeMap<CommandId, Result<Seq, String>>,
    replicas: Vec<Replica>,
    ids: u128,
    /// How many events make the launch with its people.
    first: usize,
}

impl Team {
    fn of(people: usize) -> Self {
        let reference = TemplateRef { name: "story".parse().unwrap(), version: "1.0.0".into(), digest: Digest::of(b"story") };
        let wish = NewLaunch::new("Story", reference.name.clone());
        let context = Context { actor: person(0).id, actor_name: person(0).name, owner: false, now: now(), based_on: Seq(0) };
        let mut events = Launch::create(&wish, (Arc::new(template()), reference), &context).unwrap();
        for person in (1..people).map(person) {
            events.push(holdpoint_domain::launch::Event::MemberJoined {
                member: person.id,
                name: person.name,
                role: Role::Contributor,
                sections: vec![],
                group: None,
            });
        }
        let log: Vec<Recorded> = (1..).zip(events).map(|(seq, event)| recorded(Seq(seq), person(0).id, None, event)).collect();
        let truth = Launch::fold(&log).unwrap();
        let replicas = (0..people).map(|n| Replica::new(person(n), truth.clone())).collect();
        Self { first: log.len(), log, truth, answered: BTreeMap::new(), replicas, ids: 0 }
    }

    fn id(&mut self) -> CommandId {
        self.ids += 1;
        CommandId(Uuid::from_u128(self.ids))
    }

    fn ask(&mut self, who: usize, command: Command) -> Result<Asked, Refusal> {
        let id = self.id();
        self.replicas[who].ask(id, command, now(), Seq(u64::MAX))
    }

    /// The server's side: an id counts once.
    fn submit(&mut self, who: usize, pending: &Pending) -> Result<Seq, String> {
        if let Some(known) = self.answered.get(&pending.id) {
            return known.clone();
        }
        let person = person(who % 4);
        let context = Context { actor: person.id, actor_name: person.name, owner: false, now: now(), based_on: pending.based_on };
        let answer = self.truth.decide(&pending.command, &context).map_err(|refusal| refusal.to_string()).map(|events| {
            for event in events {
                let next = recorded(self.truth.seq.next(), person.id, Some(pending.id), event);
                self.truth.apply(&next);
                self.log.push(next);
            }
            self.truth.seq
        });
        self.answered.insert(pending.id, answer.clone());
        answer
    }

    /// Sends one wish of somebody; the answer may get lost.
    fn send(&mut self, who: usize, answer_arrives: bool) -> bool {
        let Some(pending) = self.replicas[who].next_to_send() else { return false };
        match (self.submit(who, &pending), answer_arrives) {
            (_, false) => _ = self.replicas[who].unsent(pending.id),
            (Ok(seq), true) => self.replicas[who].stored(pending.id, seq),
            (Err(why), true) => _ = self.replicas[who].refused(pending.id, why, None),
        }
        true
    }

    /// Everything after what somebody has seen, in order.
    fn catch_up(&mut self, who: usize) {
        let seen = self.replicas[who].confirmed().seq.0 as usize;
        for recorded in &self.log[seen..] {
            assert_eq!(self.replicas[who].receive(recorded), Received::Applied);
        }
    }

    /// The other tabs of the same person.
    fn beside(&mut self, tab: usize) -> Vec<&mut Replica> {
        let others = self.replicas.iter_mut().enumerate().filter(|(other, _)| *other != tab && other % 4 == tab % 4);
        others.map(|(_, replica)| replica).collect()
    }

    /// A tab tells the others of its refusals.
    fn share_refusals(&mut self, tab: usize) {
        let refused = self.replicas[tab].refusals().to_vec();
        self.beside(tab).into_iter().for_each(|other| other.restore_refused(refused.clone()));
    }

    /// A tab ends and is opened again, from a copy of any age and what the browser kept.
    fn crash(&mut self, tab: usize, age: usize) {
        let kept = serde_json::to_string(&(self.replicas[tab].outbox(), self.replicas[tab].refusals())).unwrap();
        let (outbox, refused) = serde_json::from_str(&kept).unwrap();
        let seen = age.max(self.first);
        let mut again = Replica::new(person(tab % 4), Launch::fold(&self.log[..seen]).unwrap());
        again.restore(outbox);
        again.restore_refused(refused);
        self.replicas[tab] = again;
    }

    fn status(&self, who: usize, item: &str) -> Status {
        self.replicas[who].shown().items[&item.parse().unwrap()].status.value
    }
}

fn recorded(seq: Seq, by: MemberId, command: Option<CommandId>, event: holdpoint_domain::launch::Event) -> Recorded {
    Recorded { launch: LaunchId(1), seq, by, at: now(), command, event }
}

fn set(item: &str, status: Status) -> Command {
    Command::SetStatus { item: item.parse().unwrap(), status, justification: None }
}

#[test]
fn a_tick_is_drawn_from_the_click_until_everybody_has_it() {
    let mut team = Team::of(2);
    assert_eq!(team.ask(0, set("a", Status::Done)), Ok(Asked::Queued));
    assert_eq!(team.status(0, "a"), Status::Done, "at once");
    assert_eq!(team.status(1, "a"), Status::Open, "not there yet");
    assert_eq!(team.replicas[0].pending_items().len(), 1);
    assert!(team.send(0, true));
    assert_eq!(team.status(0, "a"), Status::Done, "stored, and its event not here: still drawn");
    team.catch_up(0);
    team.catch_up(1);
    assert_eq!((team.status(0, "a"), team.status(1, "a")), (Status::Done, Status::Done));
    assert!(team.replicas[0].outbox().is_empty());
    assert_eq!(team.ask(0, set("a", Status::Done)), Ok(Asked::Nothing), "it is so already");
}

#[test]
fn the_event_may_come_before_the_answer() {
    let mut team = Team::of(1);
    team.ask(0, set("a", Status::Done)).unwrap();
    let pending = team.replicas[0].next_to_send().unwrap();
    let seq = team.submit(0, &pending).unwrap();
    team.catch_up(0);
    assert_eq!(team.status(0, "a"), Status::Done);
    team.replicas[0].stored(pending.id, seq);
    assert!(team.replicas[0].outbox().is_empty());
    assert_eq!(team.log.iter().filter(|recorded| recorded.command == Some(pending.id)).count(), 1);
}

#[test]
fn an_event_settles_its_wish_where_nobody_heard_the_answer() {
    let mut team = Team::of(1);
    team.replicas.push(team.replicas[0].clone());
    team.ask(0, set("a", Status::Done)).unwrap();
    let wish = team.replicas[0].outbox().to_vec();
    team.replicas[1].restore(wish.clone());
    // The other tab sends it, and its word of that is lost.
    assert!(team.send(0, true));
    team.catch_up(1);
    assert!(team.replicas[1].outbox().is_empty(), "with the event");
    let event = team.log.last().unwrap().clone();
    team.replicas[1].restore(wish.clone());
    assert_eq!(team.replicas[1].receive(&event), Received::Repeat);
    assert!(team.replicas[1].outbox().is_empty(), "and with a repeat of it");
    assert!(!team.replicas[1].unsent(wish[0].id));
}

#[test]
fn a_copy_from_the_server_settles_what_is_stored_in_it() {
    let mut team = Team::of(1);
    team.ask(0, set("a", Status::Done)).unwrap();
    assert!(team.send(0, true));
    assert_eq!(team.replicas[0].outbox().len(), 1, "its event is not here");
    let truth = team.truth.clone();
    team.replicas[0].renew(truth, false);
    assert!(team.replicas[0].outbox().is_empty());
}

#[test]
fn wishes_go_one_at_a_time_and_in_order() {
    let mut team = Team::of(1);
    for item in ITEMS {
        team.ask(0, set(item, Status::Done)).unwrap();
    }
    let first = team.replicas[0].next_to_send().unwrap();
    assert_eq!(first.command, set("a", Status::Done));
    assert_eq!(team.replicas[0].next_to_send(), None, "one is on its way");
    team.replicas[0].unsent(first.id);
    assert_eq!(team.replicas[0].next_to_send().unwrap().id, first.id, "the same again, under the same id");
}

#[test]
fn a_lost_answer_counts_once() {
    let mut team = Team::of(1);
    team.ask(0, set("a", Status::Done)).unwrap();
    let before = team.log.len();
    assert!(team.send(0, false));
    assert!(team.send(0, false));
    assert!(team.send(0, true));
    assert_eq!(team.log.len(), before + 1);
    team.catch_up(0);
    assert!(team.replicas[0].outbox().is_empty());
}

#[test]
fn who_comes_second_is_told_and_chooses() {
    let mut team = Team::of(2);
    team.ask(0, set("a", Status::Done)).unwrap();
    team.ask(1, set("a", Status::Blocked)).unwrap();
    team.send(0, true);
    team.send(1, true);
    let refused = team.replicas[1].refusals()[0].clone();
    assert!(refused.why.contains("Ann set this to done meanwhile; yours was blocked"), "{}", refused.why);
    team.catch_up(1);
    assert_eq!(team.status(1, "a"), Status::Done, "rolled back to theirs");
    let mine = team.replicas[1].dismiss(refused.pending.id).unwrap();
    team.ask(1, mine.pending.command).unwrap();
    team.send(1, true);
    team.catch_up(0);
    assert_eq!(team.status(0, "a"), Status::Blocked, "and mine, once chosen");
}

#[test]
fn who_chooses_has_not_seen_what_a_third_one_wrote_since() {
    let mut team = Team::of(3);
    let cem = team.replicas[2].clone();
    let based_on = cem.confirmed().seq;
    let mine = set("a", Status::Blocked);
    let refused = |replica: &Replica, refusal: &Refusal| replica.refuse_here(CommandId(Uuid::from_u128(900)), mine.clone(), now(), refusal);
    team.ask(0, set("a", Status::Done)).unwrap();
    team.send(0, true);
    let context = Context { actor: person(2).id, actor_name: person(2).name, owner: false, now: now(), based_on };
    let first = refused(&cem, &team.truth.decide(&mine, &context).unwrap_err());
    assert_eq!(first.seen(), team.truth.seq);
    // Ben is faster than the choice between the two.
    team.catch_up(1);
    team.ask(1, set("a", Status::InProgress)).unwrap();
    team.send(1, true);
    team.catch_up(2);
    let id = team.id();
    let second = team.replicas[2].ask(id, mine.clone(), now(), first.seen()).unwrap_err();
    let second = refused(&team.replicas[2], &second);
    assert_eq!(second.conflict.as_ref().map(|conflict| conflict.by.as_str()), Some("Ben"), "told, and not written over");
    assert_eq!(team.replicas[2].ask(id, mine.clone(), now(), second.seen()), Ok(Asked::Queued), "once they have seen that too");
    let other = refused(&team.replicas[2], &Refusal::OwnWaiver);
    assert_eq!(other.seen(), Seq(u64::MAX), "it is tried again as things are");
}

#[test]
fn what_was_begun_before_somebody_elses_change_is_a_conflict_on_the_spot() {
    let mut team = Team::of(2);
    let begun = team.replicas[1].confirmed().seq;
    team.ask(0, set("a", Status::Done)).unwrap();
    team.send(0, true);
    team.catch_up(1);
    let id = team.id();
    let refusal = team.replicas[1].ask(id, set("a", Status::Blocked), now(), begun).unwrap_err();
    assert!(matches!(refusal, Refusal::Conflict(_)), "{refusal:?}");
    let told = team.replicas[1].confirmed().seq;
    assert_eq!(team.replicas[1].ask(id, set("a", Status::Blocked), now(), told), Ok(Asked::Queued), "once they have read it");
}

#[test]
fn changes_to_different_fields_merge() {
    let mut team = Team::of(2);
    team.ask(0, set("a", Status::Done)).unwrap();
    team.ask(1, Command::SetDue { item: "a".parse().unwrap(), due: Some("2026-12-01".parse().unwrap()) }).unwrap();
    team.send(0, true);
    team.send(1, true);
    assert!(team.replicas[1].refusals().is_empty());
    team.catch_up(1);
    let item = team.replicas[1].shown().items[&"a".parse().unwrap()].clone();
    assert_eq!((item.status.value, item.due.value.is_some()), (Status::Done, true));
}

#[test]
fn repeats_are_ignored_and_gaps_are_noticed() {
    let mut team = Team::of(2);
    for item in ITEMS {
        team.ask(0, set(item, Status::Done)).unwrap();
        team.send(0, true);
    }
    let last = team.log.len() - 1;
    let (first_new, third_new) = (team.log[last - 2].clone(), team.log[last].clone());
    let ben = &mut team.replicas[1];
    assert_eq!(ben.receive(&third_new), Received::Gap);
    assert_eq!(ben.receive(&first_new), Received::Applied);
    assert_eq!(ben.receive(&first_new), Received::Repeat);
    team.catch_up(1);
    assert_eq!(**team.replicas[1].confirmed(), team.truth);
}

/// It would wait for the next one, which may not come for an hour.
#[test]
fn what_is_heard_while_what_was_missed_is_on_its_way_is_fetched_too() {
    let mut team = Team::of(2);
    for item in ITEMS {
        team.ask(0, set(item, Status::Done)).unwrap();
        team.send(0, true);
    }
    let [first, second, third] = &team.log[team.first..] else { panic!("an event for each item") };
    let ben = &mut team.replicas[1];
    assert_eq!(ben.receive(second), Received::Gap);
    // The answer tells no more than that one, and another tab of the third meanwhile.
    assert_eq!(ben.receive(third), Received::Gap);
    assert_eq!([ben.receive(first), ben.receive(second)], [Received::Applied, Received::Applied]);
    assert!(ben.lags());
    assert!(!ben.lags(), "it is asked for once");
    assert_eq!(ben.receive(third), Received::Applied);
    assert!(!ben.lags());
    let mut kept = Replica::new(person(1), Launch::fold(&team.log[..team.first]).unwrap()).kept(true);
    assert_eq!(kept.receive(third), Received::Gap);
    assert!(kept.lags(), "nor does a copy of this browser wait for it");
    assert_eq!(kept.receive(first), Received::Gap);
    kept.renew(team.truth.clone(), false);
    assert!(!kept.lags(), "the server's has it");
}

#[test]
fn an_unknown_event_asks_for_a_reload_and_changes_nothing() {
    let mut team = Team::of(1);
    let before = team.replicas[0].confirmed().clone();
    let mut event = serde_json::to_value(&team.log[1]).unwrap();
    event["seq"] = (before.seq.0 + 1).into();
    event["event"] = serde_json::json!({ "type": "teleported" });
    let ann = &mut team.replicas[0];
    assert_eq!(ann.receive_text(&event.to_string()).0, Received::Unknown);
    assert!(ann.outdated());
    assert_eq!(ann.confirmed(), &before);
    let next = recorded(before.seq.next(), person(0).id, None, holdpoint_domain::launch::Event::NameSet { name: "x".into() });
    assert_eq!(ann.receive(&next), Received::Unknown, "no guess from here on");
}

#[test]
fn the_outbox_survives_a_reload() {
    let mut team = Team::of(1);
    team.ask(0, set("a", Status::Done)).unwrap();
    team.ask(0, set("b", Status::InProgress)).unwrap();
    team.send(0, false);
    let kept = serde_json::to_string(team.replicas[0].outbox()).unwrap();
    let mut reloaded = Replica::new(person(0), team.truth.clone());
    reloaded.restore(serde_json::from_str(&kept).unwrap());
    reloaded.restore(serde_json::from_str(&kept).unwrap());
    assert_eq!(reloaded.outbox().len(), 2, "twice restored, once there");
    team.replicas[0] = reloaded;
    assert_eq!(team.status(0, "b"), Status::InProgress);
    while team.send(0, true) {}
    team.catch_up(0);
    assert!(team.replicas[0].outbox().is_empty());
    assert_eq!(**team.replicas[0].confirmed(), team.truth);
    assert_eq!(team.answered.len(), 2);
}

#[test]
fn what_the_rules_forbid_is_refused_on_the_spot() {
    let mut team = Team::of(1);
    assert!(team.ask(0, set("a", Status::Waived)).is_err());
    assert!(team.ask(0, set("nowhere", Status::Done)).is_err());
    assert!(team.replicas[0].outbox().is_empty());
}

/// Who leaves before it is put into words is told when the launch is opened again.
#[test]
fn what_was_refused_on_the_spot_is_kept_without_words_and_told_later() {
    let mut team = Team::of(1);
    let refused = |team: &mut Team, command: Command| {
        let refusal = team.ask(0, command.clone()).unwrap_err();
        let id = team.id();
        let kept = serde_json::to_string(&team.replicas[0].refuse_here(id, command, now(), &refusal)).unwrap();
        (json::read::<Refused>(kept.as_bytes()).unwrap(), refusal)
    };
    let (kept, refusal) = refused(&mut team, set("a", Status::Waived));
    assert_eq!((kept.why.as_str(), &kept.pending.command), ("", &set("a", Status::Waived)));
    let mut again = Replica::new(person(0), team.truth.clone());
    assert_eq!(again.judge_again(&kept), Err(refusal), "the same rules say the same");
    again.restore_refused(vec![Refused { why: "in words".into(), ..kept.clone() }]);
    again.restore_refused(vec![kept]);
    assert_eq!(again.refusals().len(), 1, "it is one refusal, in words");
    assert_eq!(again.refusals()[0].why, "in words");

    let (kept, _) = refused(&mut team, set("a", Status::NotApplicable));
    let command = Command::SetStatus { item: "a".parse().unwrap(), status: Status::NotApplicable, justification: Some("none here".into()) };
    let granted = Refused { pending: Pending { command, ..kept.pending.clone() }, ..kept.clone() };
    assert_eq!(team.replicas[0].judge_again(&granted), Ok(Asked::Queued), "nothing is against it any more");
    let conflict = Conflict { field: "status".into(), theirs: "done".into(), yours: "open".into(), by: "Ben".into(), at: None, seq: None };
    let told = Refused { conflict: Some(conflict.clone()), ..kept.clone() };
    assert_eq!(team.replicas[0].judge_again(&told), Err(Refusal::Conflict(Box::new(conflict))));

    team.ask(0, set("a", Status::Done)).unwrap();
    let there = Refused { pending: Pending { command: set("a", Status::Done), ..kept.pending.clone() }, ..kept };
    assert_eq!(team.replicas[0].judge_again(&there), Ok(Asked::Nothing), "it came about without it");
}

/// A small generator (SplitMix64), so that the story of a seed is always the same.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}

#[test]
fn any_team_on_any_network_ends_up_with_the_same_launch() {
    for seed in 0..200 {
        let mut chance = Chance(seed);
        let mut team = Team::of(4);
        // Ann and Ben have a second tab each: the first four replicas are people, the others tabs of the first two.
        let tabs: Vec<Replica> = team.replicas[..2].to_vec();
        team.replicas.extend(tabs);
        let mut asked = 0;
        for _ in 0..160 {
            let tab = chance.below(6) as usize;
            match chance.below(6) {
                0 | 1 => {
                    let item = ITEMS[chance.below(3) as usize];
                    let status = [Status::Open, Status::InProgress, Status::Done][chance.below(3) as usize];
                    if team.ask(tab, set(item, status)) == Ok(Asked::Queued) {
                        asked += 1;
                        let wish = team.replicas[tab].outbox().last().unwrap().clone();
                        team.beside(tab).into_iter().for_each(|other| other.restore(vec![wish.clone()]));
                    }
                }
                2 => {
                    let arrives = chance.below(3) != 0;
                    team.send(tab, arrives);
                    team.share_refusals(tab);
                }
                3 => {
                    // Any event at all: old, next or from the far end.
                    let any = chance.below(team.log.len() as u64) as usize;
                    let recorded = team.log[any].clone();
                    team.replicas[tab].receive(&recorded);
                }
                4 => team.crash(tab, chance.below(team.log.len() as u64) as usize),
                _ => team.catch_up(tab),
            }
        }
        for tab in 0..6 {
            while team.send(tab, true) {}
            team.share_refusals(tab);
        }
        let mut refused = BTreeSet::new();
        for tab in 0..6 {
            team.catch_up(tab);
            let replica = &team.replicas[tab];
            assert_eq!(**replica.confirmed(), team.truth, "seed {seed}");
            assert_eq!(**replica.shown(), team.truth, "seed {seed}");
            assert!(replica.outbox().is_empty(), "seed {seed}");
            refused.extend(replica.refusals().iter().map(|refused| refused.pending.id));
        }
        let answered = team.answered.values().filter(|answer| answer.is_ok()).count();
        assert_eq!(asked, refused.len() + answered, "seed {seed}: every wish is granted once or refused visibly");
        let granted = team.log.iter().filter_map(|recorded| recorded.command).collect::<Vec<_>>();
        assert_eq!(granted.len(), granted.iter().collect::<BTreeSet<_>>().len(), "seed {seed}: nothing happened twice");
    }
}

#[test]
fn the_last_change_is_taken_back_unless_somebody_changed_it_since() {
    let mut team = Team::of(2);
    let me = person(0).id;
    team.ask(0, set("a", Status::InProgress)).unwrap();
    team.ask(0, set("a", Status::Done)).unwrap();
    let undo = team.replicas[0].take_undo().unwrap();
    assert_eq!(undo.back, set("a", Status::InProgress));
    assert!(undo.holds(team.replicas[0].shown(), me), "before the server has it too");
    while team.send(0, true) {}
    team.catch_up(0);
    assert!(undo.holds(team.replicas[0].shown(), me));
    team.catch_up(1);
    team.ask(1, set("a", Status::Blocked)).unwrap();
    team.send(1, true);
    team.catch_up(0);
    assert!(!undo.holds(team.replicas[0].shown(), me), "it is Ben's now");
    assert_eq!(team.replicas[0].take_undo(), None);
}

#[test]
fn removed_evidence_comes_back_under_a_new_id_and_a_comment_stays() {
    let mut team = Team::of(1);
    let item: ItemId = "a".parse().unwrap();
    let note = holdpoint_domain::launch::EvidenceKind::Note { text: "Seen it".into() };
    let id = holdpoint_domain::id::EvidenceId(Uuid::from_u128(77));
    let evidence = holdpoint_domain::launch::NewEvidence { id, kind: note.clone(), observed_at: now(), expires_at: None };
    team.ask(0, Command::AddEvidence { item: item.clone(), evidence }).unwrap();
    assert_eq!(team.replicas[0].undo().unwrap().back, Command::RemoveEvidence { item: item.clone(), evidence: id });
    team.ask(0, Command::RemoveEvidence { item: item.clone(), evidence: id }).unwrap();
    let back = team.replicas[0].take_undo().unwrap().back;
    team.ask(0, back).unwrap();
    let shown = team.replicas[0].shown().items[&item].evidence.clone();
    assert_eq!((shown.len(), &shown[0].kind, shown[0].id == id), (1, &note, false));
    let comment = holdpoint_domain::id::CommentId(Uuid::from_u128(78));
    team.ask(0, Command::Comment { item, comment, text: "Hm".into(), mentions: vec![] }).unwrap();
    assert_eq!(team.replicas[0].undo(), None);
}

#[test]
fn evidence_whose_removal_was_refused_does_not_come_back_twice() {
    let mut team = Team::of(2);
    let (item, id): (ItemId, _) = ("a".parse().unwrap(), holdpoint_domain::id::EvidenceId(Uuid::from_u128(77)));
    let kind = holdpoint_domain::launch::EvidenceKind::Note { text: "Seen it".into() };
    let evidence = holdpoint_domain::launch::NewEvidence { id, kind, observed_at: now(), expires_at: None };
    team.ask(0, Command::AddEvidence { item: item.clone(), evidence }).unwrap();
    team.send(0, true);
    team.catch_up(1);
    team.ask(1, Command::RemoveEvidence { item: item.clone(), evidence: id }).unwrap();
    let undo = team.replicas[1].take_undo().unwrap();
    assert!(undo.holds(team.replicas[1].shown(), person(1).id), "it is gone, as far as one can see");
    // They were made a viewer meanwhile, for instance.
    let pending = team.replicas[1].next_to_send().unwrap();
    team.replicas[1].refused(pending.id, "no longer yours to change".into(), None);
    assert_eq!(team.replicas[1].shown().items[&item].evidence.len(), 1);
    assert!(!undo.holds(team.replicas[1].shown(), person(1).id), "there is nothing to take back");
}

/// The tab that was asked for it is slow, as one that was hidden at once: what it kept was taken up, sent and refused before it says so.
#[test]
fn what_is_refused_by_now_is_taken_up_no_more() {
    let mut team = Team::of(1);
    team.ask(0, set("a", Status::Done)).unwrap();
    let wish = team.replicas[0].outbox().to_vec();
    let pending = team.replicas[0].next_to_send().unwrap();
    let leader = &mut team.replicas[0];
    assert!(leader.refused(pending.id, "not yours to change".into(), None));
    leader.restore(wish);
    assert_eq!((leader.outbox().len(), leader.next_to_send()), (0, None), "it would be asked for, and told as refused, once more");
}

/// A tab that slept sends what another one has sent: to one of them it was refused, as before a role was given.
#[test]
fn what_was_granted_to_another_tab_is_not_told_as_refused() {
    let mut team = Team::of(1);
    team.ask(0, set("a", Status::Done)).unwrap();
    let pending = team.replicas[0].next_to_send().unwrap();
    let mut tabs: [Replica; 3] = std::array::from_fn(|_| team.replicas[0].clone());
    let seq = team.submit(0, &pending).unwrap();
    let event = team.log.last().unwrap().clone();
    let refuse = |tab: &mut Replica| tab.refused(pending.id, "not yours to change".into(), None);

    assert!(refuse(&mut tabs[0]), "its answer comes first");
    assert_eq!((tabs[0].receive(&event), tabs[0].refusals().len()), (Received::Applied, 1));
    assert_eq!((tabs[0].disprove(&event), tabs[0].refusals().len()), (Some(pending.id), 0), "and goes with the event");
    assert_eq!(tabs[0].disprove(&event), None);

    assert_eq!(tabs[1].receive(&event), Received::Applied);
    assert!(!refuse(&mut tabs[1]), "the event comes first");
    tabs[2].stored(pending.id, seq);
    assert!(!refuse(&mut tabs[2]), "the other tab's word comes first");
    assert_eq!(tabs.map(|tab| tab.refusals().len()), [0; 3]);
}

/// By a replica that knew of no deliveries and of no policy of a launch's own, or kept by a page of that time.
#[test]
fn a_launch_that_an_earlier_build_told_is_read() {
    let mut told = serde_json::to_value(&Team::of(2).truth).unwrap();
    for later in ["told", "ownPolicy", "watching"] {
        assert!(told.as_object_mut().unwrap().remove(later).is_some(), "{later}");
    }
    let plain: Launch = serde_json::from_value(told.clone()).unwrap();
    assert_eq!(json::read::<Launch>(told.to_string().as_bytes()), Some(plain));
}
