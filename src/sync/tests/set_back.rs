//! A log that lost its end, as by a restored backup, and goes on from there.

use holdpoint_domain::id::CommentId;

use super::*;

#[test]
fn a_log_that_was_set_back_counts_and_is_followed_from_there() {
    let mut team = Team::of(2);
    for status in [Status::InProgress, Status::Done] {
        team.ask(0, set("a", status)).unwrap();
        team.send(0, true);
        team.catch_up(1);
    }
    team.catch_up(0);
    team.ask(0, set("b", Status::Done)).unwrap();
    team.send(0, true);
    // A backup from before all of it, on which Ben goes on.
    let backup = Launch::fold(&team.log[..team.first]).unwrap();
    (team.truth, team.answered) = (backup.clone(), BTreeMap::new());
    team.log.truncate(team.first);
    team.replicas[0].renew(backup.clone(), false);
    assert_eq!(team.status(0, "a"), Status::Done, "an older copy alone says nothing");
    for who in [0, 1] {
        team.replicas[who].renew(backup.clone(), true);
    }
    assert_eq!((team.status(0, "a"), team.status(0, "b")), (Status::Open, Status::Done), "what was not confirmed is still wished");
    team.ask(1, set("a", Status::Blocked)).unwrap();
    team.send(1, true);
    team.catch_up(0);
    assert_eq!(team.status(0, "a"), Status::Blocked, "no repeat of an event of the same place");
    assert!(team.send(0, true), "and it is sent again");
    team.catch_up(0);
    assert_eq!(**team.replicas[0].confirmed(), team.truth);
    assert!(team.replicas[0].outbox().is_empty());
}

#[test]
fn a_log_that_was_set_back_and_has_grown_again_is_another_one() {
    let mut team = Team::of(2);
    team.ask(0, set("a", Status::Done)).unwrap();
    team.send(0, true);
    team.catch_up(0);
    let lost = team.log.last().unwrap().clone();
    assert_eq!(team.replicas[0].seen(), (lost.seq, Mark::of(&lost)));
    // Stored, and its event not here yet when the log loses both.
    team.ask(0, set("b", Status::Done)).unwrap();
    team.send(0, true);
    let backup = Launch::fold(&team.log[..team.first]).unwrap();
    (team.truth, team.answered) = (backup.clone(), BTreeMap::new());
    team.log.truncate(team.first);
    team.replicas[1] = Replica::new(person(1), backup);
    for item in ITEMS {
        team.ask(1, set(item, Status::Blocked)).unwrap();
        team.send(1, true);
    }
    team.catch_up(1);
    let (there, next) = (team.log[team.first].clone(), team.log[team.first + 1].clone());
    assert_eq!((there.seq, team.replicas[0].receive(&lost)), (lost.seq, Received::Repeat));
    assert_eq!(team.replicas[0].receive(&there), Received::Other);
    assert_eq!(team.replicas[0].receive(&next), Received::Other, "it does not follow on what is here");
    assert!(team.replicas[0].is_other());
    let truth = team.truth.clone();
    team.replicas[0].renew(truth, true);
    assert!(!team.replicas[0].is_other());
    assert_eq!(team.status(0, "a"), Status::Blocked);
    assert!(team.send(0, true), "what was stored in the log that is no more is sent again");
    assert_eq!(team.replicas[0].refusals().len(), 1, "and is granted, or refused visibly");
    team.catch_up(0);
    assert_eq!(**team.replicas[0].confirmed(), team.truth);
}

#[test]
fn nothing_follows_on_a_copy_of_this_browser_before_the_server_has_told_the_launch() {
    let mut team = Team::of(2);
    team.ask(0, set("a", Status::Done)).unwrap();
    team.send(0, true);
    let copy = team.truth.clone();
    // The log loses that, and has grown beyond its place when the server is back.
    let backup = Launch::fold(&team.log[..team.first]).unwrap();
    (team.truth, team.answered) = (backup.clone(), BTreeMap::new());
    team.log.truncate(team.first);
    team.replicas[1] = Replica::new(person(1), backup.clone());
    for item in ["b", "c"] {
        team.ask(1, set(item, Status::Blocked)).unwrap();
        team.send(1, true);
    }
    team.replicas[0] = Replica::new(person(0), copy.clone()).kept(true);
    let (there, next) = (team.log[team.first].clone(), team.log[team.first + 1].clone());
    assert_eq!(there.seq, copy.seq);
    for recorded in [&there, &next, &there] {
        assert_eq!(team.replicas[0].receive(recorded), Received::Gap, "another log's, or this one's: it does not tell");
    }
    assert_eq!((&**team.replicas[0].confirmed(), team.replicas[0].is_kept()), (&copy, true));
    let truth = team.truth.clone();
    team.replicas[0].renew(truth, false);
    assert!(!team.replicas[0].is_kept());
    assert_eq!((team.status(0, "a"), team.status(0, "b")), (Status::Open, Status::Blocked));
    team.ask(1, set("a", Status::InProgress)).unwrap();
    team.send(1, true);
    team.catch_up(0);
    assert_eq!(**team.replicas[0].confirmed(), team.truth, "and it is followed from there");
    // Set back between two answers: it is older, and the only one that the server has.
    team.replicas[0] = Replica::new(person(0), copy).kept(true);
    team.replicas[0].renew(backup.clone(), false);
    assert_eq!(**team.replicas[0].confirmed(), backup);
}

#[test]
fn a_launch_that_came_as_a_whole_is_told_its_last_event_once_more() {
    let mut team = Team::of(1);
    team.ask(0, set("a", Status::Done)).unwrap();
    team.send(0, true);
    let last = team.log.last().unwrap().clone();
    let mut fresh = Replica::new(person(0), team.truth.clone());
    assert_eq!(fresh.listens_from().next(), last.seq);
    assert_eq!(fresh.receive(&last), Received::Repeat);
    assert_eq!(fresh.listens_from(), last.seq);
    let erased = Recorded { event: Event::NameSet { name: "erased".into() }, ..last.clone() };
    assert_eq!(fresh.receive(&erased), Received::Repeat, "its words are others, and it is the same");
    assert_eq!(fresh.receive(&Recorded { command: None, ..last }), Received::Other);
}

/// As a page that is opened while the log is set back, or from this browser's copy after that.
#[test]
fn a_launch_that_came_as_a_whole_knows_when_its_last_event_was() {
    let mut team = Team::of(1);
    team.ask(0, set("a", Status::Done)).unwrap();
    team.send(0, true);
    let last = team.log.last().unwrap().clone();
    let there = Recorded { at: last.at + jiff::SignedDuration::from_secs(1), ..last.clone() };
    let mut fresh = Replica::new(person(0), team.truth.clone());
    let (seen, mark) = fresh.seen();
    assert_eq!((seen, mark.fits(&last), mark.fits(&there)), (last.seq, true, false));
    assert_eq!(fresh.receive(&there), Received::Other);

    // What waits beside such a copy is not to write over what the log has instead.
    let backup = Launch::fold(&team.log[..team.first]).unwrap();
    let mut kept = Replica::new(person(0), backup.clone()).kept(true);
    assert_eq!(kept.ask(CommandId(Uuid::from_u128(99)), set("b", Status::Done), now(), Seq(u64::MAX)), Ok(Asked::Queued));
    let mut other = backup;
    let by_ben = Event::StatusSet { item: "b".parse().unwrap(), status: Status::Blocked, justification: None };
    other.apply(&Recorded { seq: other.seq, by: person(1).id, event: by_ben, ..there });
    assert_eq!(kept.renew(other, true).len(), 1);
}

#[test]
fn what_was_saved_and_is_lost_with_the_end_of_the_log_is_told_once() {
    let mut team = Team::of(2);
    let comment = CommentId(Uuid::from_u128(7));
    let comment = Command::Comment { item: "a".parse().unwrap(), comment, text: "look".into(), mentions: vec![] };
    let twice = [Status::Done, Status::Open, Status::Done].map(|status| set("b", status));
    let of_ann = [set("a", Status::InProgress), set("a", Status::Done)].into_iter().chain(twice);
    for command in of_ann.chain([set("c", Status::Done), comment.clone()]) {
        team.ask(0, command).unwrap();
        team.send(0, true);
        team.catch_up(0);
    }
    team.catch_up(1);
    team.ask(1, set("c", Status::Blocked)).unwrap();
    team.send(1, true);
    (0..2).for_each(|who| team.catch_up(who));
    let commands = |lost: Vec<Refused>| lost.into_iter().map(|lost| lost.pending.command).collect::<Vec<_>>();
    let whole = team.truth.clone();
    assert_eq!(commands(team.replicas[0].clone().renew(whole, true)), [], "another log that has all of it");

    // What was done to `a` is in the backup.
    let backup = Launch::fold(&team.log[..team.first + 2]).unwrap();
    let mut other_tab = team.replicas[0].clone();
    let lost = team.replicas[0].renew(backup.clone(), true);
    assert_eq!(commands(lost.clone()), [set("b", Status::Done), comment], "what Ben changed again is his");
    assert_eq!(commands(team.replicas[1].renew(backup.clone(), true)), [set("c", Status::Blocked)]);
    assert_eq!(commands(team.replicas[0].renew(backup.clone(), true)), [], "it is told");
    other_tab.restore_refused(lost);
    assert_eq!((commands(other_tab.renew(backup, true)), other_tab.refusals().len()), (vec![], 2), "in another tab too");
}

/// Asks for each, and has it granted: what the browser remembers of that.
fn granted(team: &mut Team, wishes: &[(&str, Status)]) -> Vec<Pending> {
    let mut saved = Vec::new();
    for (item, status) in wishes {
        team.ask(0, set(item, *status)).unwrap();
        saved.extend(team.replicas[0].outbox().last().cloned());
        team.send(0, true);
        team.catch_up(0);
    }
    saved
}

/// Before a reload, or by a page that had only the board open.
#[test]
fn what_another_page_saved_is_told_as_lost_too() {
    let mut team = Team::of(1);
    let saved = granted(&mut team, &[("a", Status::Done), ("b", Status::Done), ("b", Status::Open), ("c", Status::Blocked)]);
    let backup = Launch::fold(&team.log[..team.first]).unwrap();
    let mut reloaded = Replica::new(person(0), team.truth.clone());
    let now = Arc::new(backup.clone());
    let before = reloaded.before(now.clone());
    assert_eq!(reloaded.renew(now.clone(), true), [], "of itself it knows nothing");
    // Somebody was faster than the disk: it counts how the log was then.
    let set_again = Event::StatusSet { item: "a".parse().unwrap(), status: Status::Blocked, justification: None };
    assert_eq!(reloaded.receive(&recorded(now.seq.next(), person(0).id, None, set_again)), Received::Applied);
    let lost = reloaded.miss(saved.clone(), &before);
    let commands = |lost: &[Refused]| lost.iter().map(|lost| lost.pending.command.clone()).collect::<Vec<_>>();
    assert_eq!(commands(&lost), [set("a", Status::Done), set("c", Status::Blocked)], "what was changed again is not missed");
    reloaded.restore_refused(lost.clone());
    assert_eq!(reloaded.miss(saved.clone(), &before), [], "once");
    reloaded.remember(saved.clone());
    assert_eq!(reloaded.renew(backup.clone(), true), [], "and not when it is set back again");

    // One that had the launch open while another saved it knows of some of that.
    let mut beside = Replica::new(person(0), team.truth.clone());
    beside.remember(saved[..1].to_vec());
    let before = beside.before(now);
    let own = beside.renew(backup, true);
    assert_eq!(commands(&own), [set("a", Status::Done)]);
    beside.restore_refused(own.clone());
    beside.dismiss(own[0].pending.id);
    assert_eq!(commands(&beside.miss(saved, &before)), [set("c", Status::Blocked)], "what somebody has read is not told again");
}

/// The browser was closed all the while, and its page has the launch from the log that was set back.
#[test]
fn what_was_granted_and_is_not_in_the_log_is_lost_though_nobody_saw_it_go() {
    let mut team = Team::of(2);
    let saved = granted(&mut team, &[("a", Status::InProgress), ("a", Status::Done), ("b", Status::Done), ("c", Status::Done)]);
    team.catch_up(1);
    let missing = |team: &Team| {
        let mut opened = Replica::new(person(0), team.truth.clone());
        opened.remember(saved.clone());
        opened.missing()
    };
    assert_eq!(missing(&team), [], "all of it is there, or was changed again by herself");
    let by_ben = |team: &mut Team, item: &str, status: Status| {
        team.ask(1, set(item, status)).unwrap();
        team.send(1, true);
        team.catch_up(1);
    };
    by_ben(&mut team, "c", Status::Blocked);
    let changed = missing(&team);
    assert_eq!(changed.len(), 1);
    assert!(changed[0].is_in(&team.log[changed[0].based_on().0 as usize..]), "what Ben changed since was there");

    // What was done to `a` is in the backup; Ben goes on from there, and somebody is faster with `c`.
    let backup = Launch::fold(&team.log[..team.first + 2]).unwrap();
    (team.truth, team.answered) = (backup.clone(), BTreeMap::new());
    team.log.truncate(team.first + 2);
    team.replicas[1] = Replica::new(person(1), backup);
    let commands = |missing: Vec<Missing>| missing.into_iter().map(|missing| missing.lost().pending.command).collect::<Vec<_>>();
    assert_eq!(commands(missing(&team)), [set("b", Status::Done), set("c", Status::Done)]);
    for (item, status) in [("b", Status::Blocked), ("c", Status::Done), ("c", Status::Open)] {
        by_ben(&mut team, item, status);
    }
    let mut lost = missing(&team);
    lost.retain(|missing| !missing.is_in(&team.log[missing.based_on().0 as usize..]));
    assert_eq!(commands(lost), [set("b", Status::Done)], "whatever stands in its place");
}

/// Two tabs look at once, and somebody has read what the first has found before the second one is done.
#[test]
fn what_another_tab_has_told_as_lost_is_missed_no_more() {
    let mut team = Team::of(1);
    let saved = granted(&mut team, &[("a", Status::Done), ("b", Status::Done)]);
    let mut opened = Replica::new(person(0), Launch::fold(&team.log[..team.first]).unwrap());
    opened.remember(saved);
    let missing = opened.missing();
    let told = missing[0].clone().lost();
    opened.restore_refused(vec![told.clone()]);
    opened.dismiss(told.pending.id);
    let still: Vec<bool> = missing.iter().map(|missing| opened.misses(missing)).collect();
    assert_eq!((told.pending.command, still), (set("a", Status::Done), vec![false, true]));
}

/// It was asked on a longer log than the one that has it now.
#[test]
fn what_was_sent_again_to_a_log_that_was_set_back_is_looked_for_where_it_came_about() {
    let mut team = Team::of(2);
    team.ask(0, set("b", Status::Done)).unwrap();
    let asked = Pending { based_on: Seq(50), ..team.replicas[0].outbox()[0].clone() };
    team.send(0, true);
    let granted = asked.granted_at(team.truth.seq);
    assert_eq!(granted.granted_at(Seq(50)), granted, "where it was asked at an earlier place that counts");
    team.catch_up(1);
    team.ask(1, set("b", Status::Blocked)).unwrap();
    team.send(1, true);
    let mut opened = Replica::new(person(0), team.truth.clone());
    opened.remember(vec![granted]);
    let missing = opened.missing();
    assert_eq!(missing.len(), 1);
    assert!(missing[0].is_in(&team.log[missing[0].based_on().0 as usize..]), "Ben has changed it since");
}

/// It is so already: no event came of it that a log could lose.
#[test]
fn a_wish_that_takes_back_what_was_refused_is_not_missed() {
    let mut team = Team::of(2);
    for status in [Status::Blocked, Status::Open] {
        team.ask(1, set("a", status)).unwrap();
        team.send(1, true);
        team.catch_up(1);
    }
    team.catch_up(0);
    for status in [Status::Done, Status::Open] {
        team.ask(0, set("a", status)).unwrap();
    }
    let pending = team.replicas[0].next_to_send().unwrap();
    assert!(team.replicas[0].refused(pending.id, "not yours to change".into(), None));
    let head = team.truth.seq;
    assert!(team.send(0, true));
    assert_eq!((team.truth.seq, team.replicas[0].outbox()), (head, &[][..]));
    let backup = Launch::fold(&team.log[..team.first + 1]).unwrap();
    assert_eq!(team.replicas[0].renew(backup, true), [], "what the log lost is Ben's");
}

#[test]
fn so_many_saved_wishes_are_remembered() {
    let mut team = Team::of(1);
    for n in 0..REMEMBERED + 5 {
        let text = n.to_string();
        let comment = CommentId(Uuid::from_u128(1_000 + n as u128));
        team.ask(0, Command::Comment { item: ITEMS[n % 3].parse().unwrap(), comment, text, mentions: vec![] }).unwrap();
        team.send(0, true);
        team.catch_up(0);
    }
    let backup = Launch::fold(&team.log[..team.first]).unwrap();
    let lost = team.replicas[0].renew(backup, true);
    assert_eq!((lost.len(), text_of(&lost[0].pending.command)), (REMEMBERED, Some("5")), "the latest");
}

#[test]
fn a_wish_that_waits_does_not_write_over_what_another_log_has_in_the_place_of_what_was_seen() {
    let mut team = Team::of(2);
    team.ask(1, set("c", Status::Blocked)).unwrap();
    team.send(1, true);
    let behind = team.log.len();
    team.catch_up(0);
    for status in [Status::InProgress, Status::Done, Status::InProgress] {
        team.ask(0, set("a", status)).unwrap();
        team.send(0, true);
        team.catch_up(0);
    }
    // Ann is away; the log loses what she did, and is longer than it was when she comes back.
    for item in ITEMS {
        team.ask(0, set(item, Status::Done)).unwrap();
    }
    let backup = Launch::fold(&team.log[..behind]).unwrap();
    (team.truth, team.answered) = (backup.clone(), BTreeMap::new());
    team.log.truncate(behind);
    team.replicas[1] = Replica::new(person(1), backup);
    for (item, status) in [("b", Status::Blocked), ("a", Status::InProgress), ("a", Status::Blocked), ("a", Status::Open)] {
        team.ask(1, set(item, status)).unwrap();
        team.send(1, true);
        team.catch_up(1);
    }
    let truth = team.truth.clone();
    assert!(team.replicas[0].seen().0 <= truth.seq);
    let doubtful = team.replicas[0].renew(truth, true);
    let told = |one: &Refused| Some((item_of(&one.pending.command)?.to_string(), one.conflict.as_ref()?.theirs.clone()));
    let told: Vec<_> = doubtful.iter().filter_map(told).collect();
    assert_eq!(told, [("b".to_owned(), "blocked".to_owned())], "it was open when she asked; of `a` the server tells, and `c` she saw");
    while team.send(0, true) {}
    assert_eq!(team.replicas[0].refusals().len(), 1, "that of `a`");
    team.catch_up(0);
    assert_eq!(["a", "b", "c"].map(|item| team.status(0, item)), [Status::Open, Status::Blocked, Status::Done]);
}

/// It waited in the browser while nobody had the launch open.
#[test]
fn what_an_earlier_page_asked_does_not_write_over_what_another_log_has_either() {
    let mut team = Team::of(2);
    team.ask(1, set("c", Status::Blocked)).unwrap();
    team.send(1, true);
    let behind = team.log.len();
    team.catch_up(0);
    team.ask(0, set("a", Status::InProgress)).unwrap();
    team.send(0, true);
    team.catch_up(0);
    let copy = team.truth.clone();
    let mut kept = Vec::new();
    for item in ["b", "c"] {
        team.ask(0, set(item, Status::Done)).unwrap();
        let id = team.replicas[0].outbox().last().unwrap().id;
        kept.push(team.replicas[0].asked(id, None).unwrap().1);
    }
    assert_eq!(team.replicas[0].doubted(), None, "its own page is sure of them");
    let kept: Vec<Pending> = serde_json::from_str(&serde_json::to_string(&kept).unwrap()).unwrap();
    let opened = |launch: &Launch| {
        let mut opened = Replica::new(person(0), launch.clone());
        opened.restore(kept.clone());
        opened
    };
    let ground = team.replicas[0].seen();
    assert_eq!(opened(&copy).doubted(), None, "nothing happened since");
    team.catch_up(1);
    team.ask(1, set("a", Status::Blocked)).unwrap();
    team.send(1, true);
    let mut grown = opened(&team.truth);
    assert_eq!(grown.doubted(), Some(ground));
    assert_eq!((grown.judge(ground, false, None), grown.doubted(), grown.outbox().len()), (vec![], None, 2), "it is the same log");

    let backup = Launch::fold(&team.log[..behind]).unwrap();
    (team.truth, team.answered) = (backup.clone(), BTreeMap::new());
    team.log.truncate(behind);
    team.replicas[1] = Replica::new(person(1), backup.clone());
    for (item, status) in [("b", Status::Blocked), ("a", Status::InProgress)] {
        team.ask(1, set(item, status)).unwrap();
        team.send(1, true);
        team.catch_up(1);
    }
    let there = team.log.iter().find(|recorded| recorded.seq == ground.0).unwrap();
    assert!(!ground.1.fits(there));
    let items = |doubtful: Vec<Refused>| {
        let of = |one: &Refused| Some((item_of(&one.pending.command)?.to_string(), one.conflict.as_ref()?.theirs.clone()));
        doubtful.iter().filter_map(of).collect::<Vec<_>>()
    };
    let blocked = |item: &str| (item.to_owned(), "blocked".to_owned());
    let mut other = opened(&team.truth);
    assert_eq!(items(other.judge(ground, true, Some(&copy))), [blocked("b")], "`c` was so when she asked");
    assert_eq!((other.outbox().len(), other.doubted()), (1, None));
    assert_eq!(items(opened(&team.truth).judge(ground, true, None)), [blocked("b"), blocked("c")], "nobody knows what she saw");
    let mut shorter = opened(&backup);
    assert_eq!(items(shorter.judge(ground, true, Some(&copy))), []);
    assert_eq!(shorter.outbox()[0].based_on, Seq(0), "she has seen nothing of what comes to her place");
}

/// A tick from before the code was here that judges it.
#[test]
fn what_was_ticked_on_an_earlier_page_is_doubted_and_what_was_ticked_on_this_one_is_not() {
    let mut team = Team::of(1);
    let [id, then] = [CommandId(Uuid::from_u128(91)), CommandId(Uuid::from_u128(92))];
    let launch = team.truth.clone();
    let ground = (launch.seq, Mark::at(launch.changed_at));
    assert_eq!(team.replicas[0].ask(id, set("a", Status::Done), now(), ground.0), Ok(Asked::Queued));
    let (pending, kept) = team.replicas[0].asked(id, Some(ground)).unwrap();
    assert_eq!((pending.ground, kept.ground), (None, Some(ground)));
    let earlier = (ground.0, Mark::at(now() - jiff::SignedDuration::from_secs(1)));
    assert_eq!(team.replicas[0].ask(then, set("b", Status::Done), now(), earlier.0), Ok(Asked::Queued));
    let (pending, kept) = team.replicas[0].asked(then, Some(earlier)).unwrap();
    assert_eq!((pending.ground, kept.ground, team.replicas[0].doubted()), (Some(earlier), Some(earlier), Some(earlier)));
}
