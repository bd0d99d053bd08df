//! Somebody is erased: what they wrote is gone from every file, the log verifies, and nothing else than that is accepted.

use holdpoint_domain::launch::{Comment, Decision, ERASED, ERASED_NAME, Event, GroupRole, Launch, NewReport, Record, Refusal, Status};
use holdpoint_domain::report::{History, HistoryFault, Was, history_file, merkle};
use holdpoint_domain::template::Role;
use holdpoint_store::accounts::{Act, LogQuery};
use holdpoint_store::portable::Portable;
use holdpoint_store::signing::OpenStatement;
use holdpoint_store::sqlite::backup::census;
use holdpoint_store::sqlite::{FILE, portable::export};
use holdpoint_store::watching::{Lease, NewNotice, Outcome};
use holdpoint_store::{Files, OpenInvite, StoredEvent};

use super::accounts::team_in;
use super::*;

pub const TEXT: &str = "a short text that nobody may guess";

fn by(n: u128, command: u128, name: &str, wish: Command) -> Entry {
    let sender = Sender { by: member(n), name: name.into(), ..sender(command, &format!("{wish:?}")) };
    Entry { sender, based_on: Seq(0), wish: Wish::Command(wish) }
}

pub fn said(n: u128, command: u128, text: &str) -> Entry {
    let name = if n == 1 { "Ann" } else { "Ben" };
    // Ben's ask Ann, and one of hers asks him.
    let mentions = match (n, text.starts_with("Ben says")) {
        (2, _) => vec![member(1)],
        (_, true) => vec![member(2)],
        _ => vec![],
    };
    by(
        n,
        command,
        name,
        Command::Comment { item: "a".parse().unwrap(), comment: CommentId(uuid::Uuid::from_u128(command)), text: text.into(), mentions },
    )
}

/// A launch of Ann's in which Ben works and says something, and one in which he is not.
pub async fn story(store: &dyn Store) -> LaunchId {
    let id = store.create(creation(1, "One")).await.unwrap().id;
    store.create(creation(2, "Other")).await.unwrap();
    let role = Command::SetRole { member: member(2), name: "Ben".into(), role: Role::Contributor, sections: vec![] };
    store.submit(id, by(1, 10, "Ann", role)).await.unwrap();
    store.submit(id, said(2, 11, TEXT)).await.unwrap();
    store.submit(id, said(1, 12, "Ben says so, and Benno too")).await.unwrap();
    store.submit(id, said(1, 13, "nothing of him")).await.unwrap();
    id
}

pub fn erasing(person: u128) -> Act {
    Act { account: member(person), by: member(1), by_name: "Ann".into(), device: "Firefox on Linux".into(), at: now() }
}

pub async fn events(store: &dyn Store, id: LaunchId) -> Vec<StoredEvent> {
    store.after(id, Seq(0), 1_000).await.unwrap().events
}

pub fn root(events: &[StoredEvent]) -> merkle::Hash {
    merkle::root(&events.iter().map(|event| event.entry().hash()).collect::<Vec<_>>())
}

fn is_in_a_file(folder: &Path, text: &str) -> bool {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    files.into_iter().any(|path| std::fs::read(path).unwrap().windows(text.len()).any(|part| part == text.as_bytes()))
}

#[tokio::test]
async fn what_they_wrote_is_gone_and_the_log_is_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let store = team_in(open(folder.path()).await).await;
    let id = story(&*store).await;
    let before = events(&*store, id).await;
    let salts: Vec<_> = before.iter().map(|event| event.leaf.clone()).collect();
    let told = store.would_erase(member(2)).await.unwrap();
    assert_eq!(events(&*store, id).await.len(), before.len(), "nothing is changed by a look");
    assert!(is_in_a_file(folder.path(), TEXT));
    // Somebody's copy, which has heard all of it.
    let mut copy = Launch::clone(&*store.launch(id).await.unwrap());

    assert_eq!(store.erase(erasing(2)).await.unwrap(), told);
    let places: Vec<_> = told.launches.iter().map(|one| (one.launch, one.events.clone(), one.role)).collect();
    assert_eq!(places, [(id, vec![Seq(3), Seq(4), Seq(5)], true)]);
    let after = events(&*store, id).await;
    assert_eq!(root(&after[..before.len()]), root(&before), "what was signed over the log still is");
    let launch = store.launch(id).await.unwrap();
    let comments = |launch: &Launch| launch.items[&"a".parse().unwrap()].comments.iter().map(|one| one.text.clone()).collect::<Vec<_>>();
    assert_eq!(comments(&launch), [ERASED, &format!("{ERASED_NAME} says so, and Benno too"), "nothing of him"]);
    let asks = |one: &Comment| !one.mentions.is_empty() || !one.unanswered.is_empty();
    assert_eq!(before.iter().filter(|event| String::from_utf8_lossy(&event.payload).contains("\"mentions\"")).count(), 2);
    assert!(!launch.items[&"a".parse().unwrap()].comments.iter().any(asks), "he asks nobody, and nobody asks him");
    assert_eq!((launch.name_of(member(2)), launch.members.contains_key(&member(2))), (ERASED_NAME, false));
    for event in &after[before.len()..] {
        copy.apply(&event.recorded);
    }
    assert_eq!(copy, *launch, "whoever hears of it forgets too");
    let Event::Erased { person, events: named } = &after[before.len()].recorded.event else { panic!("{:?}", after[before.len()]) };
    assert_eq!((*person, named.len(), after[before.len()].recorded.by), (member(2), 3, member(1)));

    assert!(!is_in_a_file(folder.path(), TEXT), "nor in free pages, nor in the write-ahead log");
    for (at, leaf) in salts.iter().enumerate() {
        let kept = !(2..5).contains(&at);
        assert_eq!(is_in_a_file(folder.path(), std::str::from_utf8(leaf).unwrap()), kept, "the salt of event {}", at + 1);
    }
    assert_eq!(store.account(member(2)).await.unwrap(), None);
    assert_eq!((store.accounts().await.unwrap().len(), store.erased().await.unwrap()), (1, vec![member(2)]));
    assert!(matches!(store.erase(erasing(2)).await, Err(StoreError::NoSuch(_))), "once");
    is_not_accepted(store.erase(erasing(1)).await, "only owner");
    assert!(matches!(store.submit(id, said(2, 11, TEXT)).await, Err(StoreError::IdTaken)), "no digest of the text is left to guess by");
    let log = store.account_log(LogQuery { account: Some(member(2)), before: None, limit: 9 }).await.unwrap();
    assert_eq!(log.len(), 1);
    assert!(log[0].event.words().contains("3 events of 1 launch") && log[0].account_name == ERASED_NAME, "{log:?}");

    store.close().await;
    drop(store);
    let store = open(folder.path()).await;
    assert_eq!(*store.launch(id).await.unwrap(), *launch, "after a restart");
    let census = census(&folder.path().join(FILE)).unwrap();
    assert_eq!((census.launches[0].erased, census.launches[1].erased), (3, 0));
    assert_eq!(Digest(root(&after)), census.launches[0].root);
    assert_eq!(store.submit(id, said(1, 14, "on")).await.unwrap().seq, launch.seq.next(), "and it goes on");
}

#[tokio::test]
async fn two_people_in_one_event_are_erased_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let store = team_in(open(folder.path()).await).await;
    let id = store.create(creation(1, "One")).await.unwrap().id;
    let role = Command::SetRole { member: member(2), name: "Ben".into(), role: Role::Contributor, sections: vec![] };
    store.submit(id, by(1, 10, "Ann", role)).await.unwrap();
    store.add_token(Digest::of(b"Cem"), holdpoint_store::TokenKind::Invite, super::accounts::later(1)).await.unwrap();
    let token = Digest::of(b"Cem");
    let new = holdpoint_store::NewAccount {
        id: member(3),
        name: "Cem".into(),
        password_hash: "hash".into(),
        token,
        kind: holdpoint_store::TokenKind::Invite,
        now: now(),
    };
    store.create_account(new).await.unwrap();
    store.submit(id, said(2, 11, "Cem knows")).await.unwrap();
    let before = root(&events(&*store, id).await);
    store.erase(erasing(3)).await.unwrap();
    store.erase(erasing(2)).await.unwrap();
    let after = events(&*store, id).await;
    assert_eq!(root(&after[..4]), before);
    assert_eq!(after[3].was.map(|was| was.by), Some(Seq(6)), "the later one says what stands there now");
    store.close().await;
    drop(store);
    assert_eq!(open(folder.path()).await.launches().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_payload_that_was_replaced_without_a_record_of_it_is_found() {
    let cases = [
        (
            "UPDATE events SET payload = replace(payload, '[erased]', 'forged!!') WHERE launch = 1 AND seq = 4",
            "event 4 is not what was written",
        ),
        ("UPDATE events SET was = NULL, was_by = NULL WHERE launch = 1 AND seq = 4", ""),
        ("UPDATE events SET was_by = NULL WHERE launch = 1 AND seq = 4", "half of it"),
        ("UPDATE events SET was_by = 6 WHERE launch = 1 AND seq = 4", "no later event says so"),
        ("UPDATE events SET was_by = 99 WHERE launch = 1 AND seq = 4", "no later event says so"),
        ("UPDATE events SET was = zeroblob(32) WHERE launch = 1 AND seq = 4", "no later event says so"),
        // Another event is made to look like one that was replaced.
        ("UPDATE events SET was = zeroblob(32), was_by = 7 WHERE launch = 1 AND seq = 6", "no later event says so"),
    ];
    for (damage, expected) in cases {
        let folder = tempfile::tempdir().unwrap();
        let store = team_in(open(folder.path()).await).await;
        let id = story(&*store).await;
        let whole = root(&events(&*store, id).await);
        store.erase(erasing(2)).await.unwrap();
        store.close().await;
        drop(store);
        let database = rusqlite::Connection::open(folder.path().join(FILE)).unwrap();
        assert_eq!(database.execute(damage, []).unwrap(), 1, "{damage}");
        drop(database);
        let opened = SqliteStore::open(folder.path()).await;
        match opened {
            Err(StoreError::Unusable(sentence)) => assert!(!expected.is_empty() && sentence.contains(expected), "{damage}: {sentence}"),
            Ok(store) => {
                // What nobody can tell from the events alone: the log's root is another than every report and copy has.
                assert!(expected.is_empty(), "{damage}: it opened");
                assert_ne!(root(&events(&store, id).await[..6]), whole, "{damage}");
            }
            Err(error) => panic!("{damage}: {error:?}"),
        }
    }
}

#[tokio::test]
async fn what_was_exported_says_what_was_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let store = team_in(open(folder.path()).await).await;
    let id = story(&*store).await;
    let before = events(&*store, id).await;
    store.erase(erasing(2)).await.unwrap();
    let after = events(&*store, id).await;
    let file = history_file(after.iter().map(StoredEvent::entry));
    let history = History::parse(&file).unwrap();
    let text = String::from_utf8(file.clone()).unwrap();
    assert!(!text.contains(TEXT));
    let place = before.len() as u64;
    assert_eq!((history.root(place), history.replaced(place), history.replaced(2)), (Some(root(&before)), 3, 0));
    assert!(history.launch_at(place).is_none(), "as it was then, it cannot be played");
    assert_eq!(history.launch_at(2).map(|launch| launch.seq), Some(Seq(2)));
    assert_eq!(history.launch_at(history.size()).as_ref(), Some(&*store.launch(id).await.unwrap()));
    let lines: Vec<&str> = text.lines().collect();
    let without_record = lines[..6].join("\n");
    assert_eq!(History::parse(without_record.as_bytes()).unwrap_err().fault, HistoryFault::ReplacedUnsaid);
    let forged = text.replacen("\"was\":{\"leaf\":\"sha256:", "\"was\":{\"leaf\":\"sha256:0", 1).replacen("00", "0", 1);
    assert!(History::parse(forged.as_bytes()).is_err());

    let portable = export(folder.path(), id).unwrap();
    let mut whole = Vec::new();
    portable.write(&portable.head(now()), &Files::of(folder.path()), &mut whole).unwrap();
    let (_, read) = Portable::read(whole.as_slice(), None).unwrap();
    let to = tempfile::tempdir().unwrap();
    let other = SqliteStore::open(to.path()).await.unwrap();
    other.import(read).await.unwrap();
    assert_eq!(root(&events(&other, id).await), root(&after));
    let place = portable.events.iter().position(|event| event.was.is_some()).unwrap();
    let was = portable.events[place].was.unwrap();
    let others = [Was { leaf: Digest::of(b"other"), ..was }, Was { by: Seq(place as u64 + 1), ..was }, Was { by: Seq(99), ..was }];
    let other = |was: Was| {
        let mut forged = portable.clone();
        forged.events[place].was = Some(was);
        forged
    };
    let mut cut = portable.clone();
    cut.events.truncate(6);
    cut.commands.clear();
    for forged in others.map(other).into_iter().chain([cut]) {
        let mut whole = Vec::new();
        forged.write(&forged.head(now()), &Files::of(folder.path()), &mut whole).unwrap();
        assert!(Portable::read(whole.as_slice(), None).unwrap_err().to_string().contains("no later event says so"));
    }
}

/// As a backup does for as long as it copies.
#[tokio::test]
async fn what_they_wrote_is_overwritten_once_nobody_reads_it_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let store = team_in(open(folder.path()).await).await;
    let id = story(&*store).await;
    let reader = rusqlite::Connection::open(folder.path().join(FILE)).unwrap();
    reader.execute_batch("BEGIN").unwrap();
    reader.query_row("SELECT count(*) FROM events", [], |row| row.get::<_, i64>(0)).unwrap();
    store.erase(erasing(2)).await.unwrap();
    assert!(is_in_a_file(folder.path(), TEXT));
    store.submit(id, said(1, 14, "on")).await.unwrap();
    reader.execute_batch("COMMIT").unwrap();
    let began = std::time::Instant::now();
    while is_in_a_file(folder.path(), TEXT) {
        assert!(began.elapsed() < std::time::Duration::from_secs(60));
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

/// They could not be erased once more.
#[tokio::test]
async fn a_launch_that_was_exported_before_brings_no_name_back() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = team_in(open(from.path()).await).await;
    let id = story(&*store).await;
    let before = export(from.path(), id).unwrap();
    store.erase(erasing(2)).await.unwrap();
    let after = export(from.path(), id).unwrap();
    let other = Arc::new(SqliteStore::open(to.path()).await.unwrap());
    team_in(other.clone()).await.erase(erasing(2)).await.unwrap();
    is_not_accepted(other.import(before).await, "erased here");
    assert!(other.launches().await.unwrap().is_empty() && !is_in_a_file(to.path(), TEXT));
    other.import(after).await.unwrap();
    assert_eq!(other.launch(id).await.unwrap().name_of(member(2)), ERASED_NAME);
}

/// In JSON a quote and a backslash are written otherwise than in the name.
pub async fn a_message_that_was_sent_goes_with_the_name_in_it(place: &Place) {
    let store = team_in(place.open().await).await;
    let (name, token, kind) = (r#"Cem "C" O\Neil""#, Digest::of(b"Cem"), holdpoint_store::TokenKind::Invite);
    store.add_token(token, kind, super::accounts::later(1)).await.unwrap();
    let new = holdpoint_store::NewAccount { id: member(3), name: name.into(), password_hash: "hash".into(), token, kind, now: now() };
    store.create_account(new).await.unwrap();
    let id = store.create(creation(1, "One")).await.unwrap().id;
    let notice = |n, launch: String| {
        let payload = serde_json::json!({ "launchName": launch }).to_string();
        NewNotice { id: uuid::Uuid::from_u128(n), channel: "ops".into(), payload }
    };
    let notices = vec![notice(1, format!("Release of {name}, again")), notice(2, "Release of somebody".into())];
    store.submit_telling(id, comment(100, "hello"), notices).await.unwrap();
    let lease = Lease { now: now(), until: super::accounts::later(1) };
    for due in store.claim_notices(lease, lease.until, 9).await.unwrap() {
        assert!(store.settle_notice(due, Outcome::Sent, now()).await.unwrap());
    }
    assert_eq!(store.notices(id, 9).await.unwrap().len(), 2);
    store.erase(erasing(3)).await.unwrap();
    let left: Vec<_> = store.notices(id, 9).await.unwrap().into_iter().map(|row| row.notice.id).collect();
    assert_eq!(left, [uuid::Uuid::from_u128(2)]);
}

/// What was asked for before somebody was erased may come to the store afterwards.
pub async fn the_name_of_who_was_erased_does_not_come_back(place: &Place) {
    let store = team_in(place.open().await).await;
    let id = store.create(creation(1, "One")).await.unwrap().id;
    store.erase(erasing(2)).await.unwrap();
    let role = Command::SetRole { member: member(2), name: "Ben".into(), role: Role::Contributor, sections: vec![] };
    let group = Wish::Record(Record::RoleByGroup(GroupRole { role: Role::Viewer, group: "all".into() }));
    let ben = |command| Sender { by: member(2), name: "Ben".into(), ..sender(command, "late") };
    for late in [by(1, 10, "Ann", role), Entry { sender: ben(11), based_on: Seq(0), wish: group }] {
        let refused = store.submit(id, late.clone()).await;
        assert!(matches!(refused, Err(StoreError::NoSuch("person"))), "{late:?}: {refused:?}");
    }
    let refused = store.create(Creation { sender: ben(12), ..creation(12, "Other") }).await;
    assert!(matches!(refused, Err(StoreError::NoSuch("person"))), "{refused:?}");
    let invite = OpenInvite {
        id: InviteId(uuid::Uuid::from_u128(1)),
        by: member(2),
        made_at: now(),
        expires_at: super::accounts::later(1),
        gives: None,
    };
    let refused = store.add_invite(Digest::of(b"late"), invite).await;
    assert!(matches!(refused, Err(StoreError::NoSuch("person"))), "{refused:?}");
    store.submit(id, said(1, 13, "on")).await.unwrap();
    assert_eq!(store.create(creation(14, "Other")).await.unwrap().id, LaunchId(2), "no number is left out");
    for launch in store.launches().await.unwrap() {
        assert!(!launch.members.contains_key(&member(2)) && !format!("{launch:?}").contains("Ben"), "{launch:?}");
    }
}

/// Ben says twice what an item is blocked by: the second time nothing happens, and no event names that request.
pub async fn no_digest_is_left_of_a_text_by_which_nothing_happened(place: &Place) {
    let store = team_in(place.open().await).await;
    let id = story(&*store).await;
    let blocked = |command| {
        let (item, justification) = ("a".parse().unwrap(), Some(TEXT.to_owned()));
        by(2, command, "Ben", Command::SetStatus { item, status: Status::Blocked, justification })
    };
    store.submit(id, blocked(20)).await.unwrap();
    let again = store.submit(id, blocked(21)).await.unwrap();
    assert!(again.events.is_empty());
    assert_eq!(store.submit(id, blocked(21)).await.unwrap().seq, again.seq, "answered as before");
    store.erase(erasing(2)).await.unwrap();
    for command in [20, 21] {
        let guessed = store.submit(id, blocked(command)).await;
        assert!(matches!(guessed, Err(StoreError::IdTaken)), "{command}: {guessed:?}");
    }
    let made = store.made(id, CommandId(uuid::Uuid::from_u128(20)), member(2)).await.unwrap();
    assert_eq!(made, Some(again.seq), "where it came about is known all the same");
    let sent = store.submit(id, said(1, 13, "nothing of him")).await.unwrap();
    assert_eq!((sent.seq, sent.events.len()), (Seq(6), 0), "what others sent is answered as before");
}

/// What was accepted before they had no role any longer is erased, and nothing of it is lost.
pub async fn what_somebody_writes_while_they_are_erased_is_erased_too(place: &Place) {
    let store = team_in(place.open().await).await;
    let id = story(&*store).await;
    let writer = store.clone();
    let writing = tokio::spawn(async move {
        let mut accepted = 0;
        loop {
            let (item, justification) = ("a".parse().unwrap(), Some(format!("{TEXT}: {accepted}")));
            let wish = Command::SetStatus { item, status: Status::Blocked, justification };
            match writer.submit(id, by(2, 1_000 + accepted, "Ben", wish)).await {
                Ok(_) => accepted += 1,
                Err(StoreError::Refused(_)) => return accepted,
                Err(error) => panic!("{error}"),
            }
        }
    });
    while !writing.is_finished() && store.launch(id).await.unwrap().seq < Seq(20) {
        tokio::task::yield_now().await;
    }
    store.erase(erasing(2)).await.unwrap();
    let accepted = writing.await.unwrap();
    let head = store.launch(id).await.unwrap().seq;
    let all = store.after(id, Seq(0), usize::try_from(head.0).unwrap()).await.unwrap().events;
    assert_eq!(all.iter().map(|event| event.recorded.seq.0).collect::<Vec<_>>(), (1..=head.0).collect::<Vec<_>>());
    let set = all.iter().filter(|event| matches!(event.recorded.event, Event::StatusSet { .. }));
    assert_eq!(set.count() as u128, accepted);
    assert!(all.iter().all(|event| !String::from_utf8_lossy(&event.payload).contains(TEXT)));
}

/// What is to be signed is kept first, and has names in it.
pub async fn what_nobody_signed_goes_and_what_was_signed_stays(place: &Place) {
    let store = team_in(place.open().await).await;
    let id = story(&*store).await;
    let keep = async |launch: LaunchId| store.keep(store.launch(launch).await.unwrap().snapshot_bytes()).await.unwrap();
    let (unsigned, elsewhere) = (keep(id).await, keep(LaunchId(2)).await);
    store.submit(id, said(1, 14, "on")).await.unwrap();
    let signed = keep(id).await;
    let report = |snapshot: Digest| {
        let report = NewReport { revision: Seq(7), snapshot, bundle: snapshot, html: snapshot, decision: Decision::NoGo, to: Vec::new() };
        let sender = Sender { command: None, ..sender(0, "") };
        Entry { sender, based_on: Seq(7), wish: Wish::Record(Record::ReportSigned(report)) }
    };
    store.submit(id, report(signed)).await.unwrap();
    let (account, role, expires_at) = (member(1), Role::Approver, super::accounts::later(1));
    for launch in [id, LaunchId(2)] {
        let statement = "{}".to_owned();
        let waits = OpenStatement { id: ApprovalId(uuid::Uuid::from_u128(launch.0.into())), account, launch, role, statement, expires_at };
        store.keep_statement(waits, now()).await.unwrap();
    }
    store.erase(erasing(2)).await.unwrap();
    let is_kept = async |digest: Digest| store.kept(digest).await.unwrap().is_some();
    assert_eq!([is_kept(unsigned).await, is_kept(signed).await, is_kept(elsewhere).await], [false, true, true]);
    let wait = async |launch: LaunchId| store.statements(account, launch, now()).await.unwrap().len();
    assert_eq!([wait(id).await, wait(LaunchId(2)).await], [0, 1]);
    // Kept just before, and recorded just after.
    let late = store.submit(id, report(unsigned)).await;
    assert!(matches!(late, Err(StoreError::Refused(Refusal::Outdated { .. }))), "{late:?}");
    let now_kept = keep(id).await;
    store.submit(id, report(now_kept)).await.unwrap();
}

pub async fn who_watches_the_launch_reads_nothing_of_them_any_more(place: &Place) {
    let store = team_in(place.open().await).await;
    let id = story(&*store).await;
    let _bell = store.watch(id);
    let before = store.launch(id).await.unwrap().seq;
    store.submit(id, said(2, 14, TEXT)).await.unwrap();
    store.submit(id, said(1, 15, "nothing of him")).await.unwrap();
    store.erase(erasing(2)).await.unwrap();
    let events = store.after(id, before, 9).await.unwrap().events;
    assert!(events[0].was.is_some() && events[1].was.is_none());
    assert!(!events.iter().any(|event| String::from_utf8_lossy(&event.payload).contains(TEXT)));
}

/// It may name most of a launch, and every page of that launch's history asks for it.
pub async fn what_an_erasure_says_is_read_once_for_all_pages(place: &Place) {
    let store = team_in(place.open().await).await;
    let id = story(&*store).await;
    store.erase(erasing(2)).await.unwrap();
    let erasure = Digest(events(&*store, id).await[6].entry().hash());
    let leaves = async || {
        let page = store.after(id, Seq(2), 3).await;
        page.map(|page| page.events.into_iter().map(|event| (event.was.is_some(), event.leaf)).collect::<Vec<_>>())
    };
    let page = leaves().await.unwrap();
    assert!(page.len() == 3 && page.iter().all(|(was, _)| *was), "{page:?}");
    place.change("UPDATE events SET payload = replace(payload, 'sha256:', 'sha256;') WHERE launch = 1 AND seq = 7").await;
    assert_eq!(leaves().await.unwrap(), page, "it is not parsed again");
    let read = async || store.after(id, Seq(6), 1).await;
    assert!(matches!(read().await, Err(StoreError::Unusable(_))), "but by who reads it");
    let literal = match place {
        Place::Folder(_) => format!("x'{}'", erasure.hex()),
        Place::Database(..) => format!("'\\x{}'", erasure.hex()),
    };
    place.change(&format!("UPDATE events SET was = {literal}, was_by = 8 WHERE launch = 1 AND seq = 7")).await;
    let replaced = leaves().await;
    assert!(matches!(replaced, Err(StoreError::Unusable(_))), "what was replaced itself says nothing: {replaced:?}");
    place.change("UPDATE events SET was = NULL, was_by = NULL WHERE launch = 1 AND seq = 7").await;
    assert_eq!(leaves().await.unwrap(), page);
    place.change("UPDATE events SET leaf = (SELECT leaf FROM events WHERE launch = 1 AND seq = 6) WHERE launch = 1 AND seq = 7").await;
    let other = leaves().await;
    assert!(matches!(other, Err(StoreError::Unusable(_))), "another one in its place is: {other:?}");
}

on_every_store!(
    a_message_that_was_sent_goes_with_the_name_in_it,
    no_digest_is_left_of_a_text_by_which_nothing_happened,
    the_name_of_who_was_erased_does_not_come_back,
    what_an_erasure_says_is_read_once_for_all_pages,
    what_nobody_signed_goes_and_what_was_signed_stays,
    what_somebody_writes_while_they_are_erased_is_erased_too,
    who_watches_the_launch_reads_nothing_of_them_any_more,
);
