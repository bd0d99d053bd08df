//! Who has a launch open and at which item: a seat for each session, as long as it has a live stream and a little longer.
//!
//! A board knows the streams of this process, and as much of the others that share its store as [`others`] sees of them.

pub mod others;

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Instant;

use holdpoint_domain::id::{ItemId, LaunchId, MemberId};
use holdpoint_domain::wire::{Person, Presence, Present};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::sync::{Notify, watch};

use crate::auth::Key;
use crate::limits;
use crate::lock::lock;

#[derive(Clone, Default)]
pub struct PresenceBoard(Arc<Mutex<Board>>, Arc<Notify>);

#[derive(Default)]
struct Board {
    rooms: BTreeMap<LaunchId, Room>,
    /// Live streams of each account, in all rooms.
    streams: HashMap<MemberId, usize>,
    /// Those who may have gone by then, the first of them first.
    leaving: VecDeque<(Instant, LaunchId, Key)>,
    arrivals: i64,
    /// Rooms in which something changed that the other replicas do not know yet.
    stirred: BTreeSet<LaunchId>,
}

struct Room {
    sittings: BTreeMap<Key, Sitting>,
    /// Who sits at other replicas.
    away: Vec<Away>,
    bell: watch::Sender<()>,
}

/// A session at another replica.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Away {
    person: Person,
    arrival: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    item: Option<ItemId>,
}

/// One session in a room.
struct Sitting {
    person: Person,
    /// Counts up: who came first has the lowest. Microseconds since 1970, so that replicas agree well enough.
    arrival: i64,
    streams: usize,
    /// The last that it told.
    item: Option<ItemId>,
    /// Set while it has no stream.
    stays_until: Option<Instant>,
}

/// A live stream's place in a launch's room; leaving is dropping it.
pub struct Seat {
    board: PresenceBoard,
    launch: LaunchId,
    key: Key,
    member: MemberId,
}

impl PresenceBoard {
    /// Takes a place for one stream. `None`: this account has as many as it may.
    pub fn enter(&self, launch: LaunchId, key: Key, person: Person) -> Option<Seat> {
        let mut board = self.at(Instant::now());
        let member = person.id;
        let streams = board.streams.entry(member).or_default();
        if limits::STREAMS_PER_ACCOUNT <= *streams {
            return None;
        }
        *streams += 1;
        board.arrivals = Timestamp::now().as_microsecond().max(board.arrivals + 1);
        let arrival = board.arrivals;
        let room = board.room(launch);
        let new = || Sitting { person, arrival, streams: 0, item: None, stays_until: None };
        let sitting = room.sittings.entry(key).or_insert_with(new);
        sitting.streams += 1;
        sitting.stays_until = None;
        room.bell.send_replace(());
        self.stir(&mut board, launch);
        Some(Seat { board: self.clone(), launch, key, member })
    }

    /// Where a session is; `false`, and forgotten, if it has no stream of this launch here.
    pub fn tell(&self, launch: LaunchId, key: Key, item: Option<ItemId>) -> bool {
        let mut board = self.at(Instant::now());
        let Some(room) = board.rooms.get_mut(&launch) else { return false };
        let Some(sitting) = room.sittings.get_mut(&key) else { return false };
        if sitting.item != item {
            sitting.item = item;
            room.bell.send_replace(());
            self.stir(&mut board, launch);
        }
        true
    }

    /// The same, of a session that another replica heard of.
    fn tell_marked(&self, launch: LaunchId, mark: &str, item: Option<ItemId>) {
        let key = self.lock().rooms.get(&launch).and_then(|room| room.sittings.keys().find(|key| key.mark() == mark).copied());
        if let Some(key) = key {
            self.tell(launch, key, item);
        }
    }

    /// Rooms in which somebody sits here.
    fn rooms(&self) -> BTreeSet<LaunchId> {
        self.at(Instant::now()).rooms.iter().filter(|(_, room)| !room.sittings.is_empty()).map(|(launch, _)| *launch).collect()
    }

    /// Who sits here, for the other replicas.
    fn own(&self, launch: LaunchId) -> Vec<Away> {
        let board = self.at(Instant::now());
        let sittings = board.rooms.get(&launch).into_iter().flat_map(|room| room.sittings.values());
        sittings.map(|one| Away { person: one.person.clone(), arrival: one.arrival, item: one.item.clone() }).collect()
    }

    fn set_away(&self, launch: LaunchId, away: Vec<Away>) {
        let mut board = self.at(Instant::now());
        let Some(room) = board.rooms.get_mut(&launch) else { return };
        if room.away != away {
            room.away = away;
            room.bell.send_replace(());
        }
    }

    /// Ends when something changed that the other replicas do not know yet.
    async fn stirred(&self) {
        self.1.notified().await;
    }

    fn take_stirred(&self) -> BTreeSet<LaunchId> {
        std::mem::take(&mut self.lock().stirred)
    }

    fn stir(&self, board: &mut Board, launch: LaunchId) {
        board.stirred.insert(launch);
        self.1.notify_one();
    }

    pub fn present(&self, launch: LaunchId, now: Instant) -> Presence {
        let people = self.at(now).rooms.get(&launch).map(Room::people).unwrap_or_default();
        let others = u32::try_from(people.len().saturating_sub(limits::PRESENCE_NAMED)).unwrap_or(u32::MAX);
        Presence { present: people.into_iter().take(limits::PRESENCE_NAMED).collect(), others }
    }

    /// Rings when somebody came, went or moved. Who goes by the clock is gone when somebody looks: see [`Self::next_leave`].
    pub fn watch(&self, launch: LaunchId) -> watch::Receiver<()> {
        self.at(Instant::now()).room(launch).bell.subscribe()
    }

    /// When the next of those who stay without a stream will have gone, at the latest.
    pub fn next_leave(&self, launch: LaunchId, now: Instant) -> Option<Instant> {
        let board = self.at(now);
        let room = board.rooms.get(&launch)?;
        let stays = |key| room.sittings.get(key).is_some_and(|sitting| sitting.stays_until.is_some());
        board.leaving.iter().find(|(_, place, key)| *place == launch && stays(key)).map(|(until, ..)| *until)
    }

    /// Live streams of all launches.
    pub fn streams(&self) -> usize {
        self.lock().streams.values().sum()
    }

    fn leave(&self, (launch, key, member): (LaunchId, Key, MemberId), now: Instant) {
        let mut board = self.at(now);
        if let Some(streams) = board.streams.get_mut(&member) {
            *streams -= 1;
            if *streams == 0 {
                board.streams.remove(&member);
            }
        }
        let stays_until = now + limits::PRESENCE_GRACE;
        let Some(room) = board.rooms.get_mut(&launch) else { return };
        let Some(sitting) = room.sittings.get_mut(&key) else { return };
        sitting.streams -= 1;
        if sitting.streams == 0 {
            sitting.stays_until = Some(stays_until);
            // Nobody sees a change yet, but somebody has to wake up in time.
            room.bell.send_replace(());
            board.leaving.push_back((stays_until, launch, key));
        }
    }

    /// The board as of now.
    fn at(&self, now: Instant) -> MutexGuard<'_, Board> {
        let mut board = self.lock();
        if board.sweep(now) {
            self.1.notify_one();
        }
        board
    }

    fn lock(&self) -> MutexGuard<'_, Board> {
        lock(&self.0)
    }
}

impl Board {
    fn room(&mut self, launch: LaunchId) -> &mut Room {
        self.rooms.entry(launch).or_insert_with(|| Room { sittings: BTreeMap::new(), away: Vec::new(), bell: watch::Sender::new(()) })
    }

    /// Lets those go whose time is up; says whether there were any.
    fn sweep(&mut self, now: Instant) -> bool {
        let mut went = false;
        while let Some((_, launch, key)) = self.leaving.pop_front_if(|(until, ..)| *until <= now) {
            let Some(room) = self.rooms.get_mut(&launch) else { continue };
            // Who came back and left again stands further behind, too.
            if room.sittings.get(&key).and_then(|sitting| sitting.stays_until).is_some_and(|until| until <= now) {
                room.sittings.remove(&key);
                room.bell.send_replace(());
                self.stirred.insert(launch);
                went = true;
            }
            if room.sittings.is_empty() && room.bell.is_closed() {
                self.rooms.remove(&launch);
            }
        }
        went
    }
}

impl Room {
    /// Each person once, in the order in which they came.
    fn people(&self) -> Vec<Present> {
        let here = self.sittings.values().map(|one| (one.arrival, &one.person, &one.item));
        let mut sittings: Vec<_> = here.chain(self.away.iter().map(|one| (one.arrival, &one.person, &one.item))).collect();
        sittings.sort_unstable_by_key(|(arrival, ..)| *arrival);
        let mut places: HashMap<MemberId, usize> = HashMap::new();
        let mut people: Vec<Present> = Vec::new();
        for (_, person, item) in sittings {
            let place = *places.entry(person.id).or_insert_with(|| {
                people.push(Present { id: person.id, name: person.name.clone(), owner: person.owner, items: Vec::new() });
                people.len() - 1
            });
            if let (Some(item), Some(one)) = (item, people.get_mut(place))
                && !one.items.contains(item)
            {
                one.items.push(item.clone());
            }
        }
        people
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.board.leave((self.launch, self.key, self.member), Instant::now());
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use holdpoint_domain::id::Digest;

    use super::*;

    const LAUNCH: LaunchId = LaunchId(1);

    fn person(n: u128) -> Person {
        Person { id: MemberId(uuid::Uuid::from_u128(n)), name: format!("Person {n}"), owner: false }
    }

    fn session(n: u8) -> Key {
        Key::Session(Digest([n; 32]))
    }

    fn item(id: &str) -> Option<ItemId> {
        Some(id.parse().unwrap())
    }

    /// Who is present so many milliseconds from now, with their items.
    fn told(board: &PresenceBoard, ms: u64) -> String {
        let presence = board.present(LAUNCH, Instant::now() + Duration::from_millis(ms));
        let words = presence.present.iter().map(|one| {
            let items: Vec<_> = one.items.iter().map(ItemId::as_str).collect();
            format!("{}@{}", one.name.trim_start_matches("Person "), items.join("+"))
        });
        words.collect::<Vec<_>>().join(" ")
    }

    const GRACE_MS: u64 = limits::PRESENCE_GRACE.as_millis() as u64;

    #[test]
    fn somebody_with_two_tabs_is_here_once_until_a_while_after_both_are_closed() {
        let board = PresenceBoard::default();
        let first = board.enter(LAUNCH, session(1), person(1)).unwrap();
        let second = board.enter(LAUNCH, session(1), person(1)).unwrap();
        let bell = board.watch(LAUNCH);
        let _ben = board.enter(LAUNCH, session(2), person(2)).unwrap();
        assert!(bell.has_changed().unwrap());
        drop(first);
        assert_eq!(told(&board, 10 * GRACE_MS), "1@ 2@");
        assert_eq!(board.next_leave(LAUNCH, Instant::now()), None);
        drop(second);
        assert_eq!(board.streams(), 1, "a stream is gone at once");
        assert_eq!(told(&board, GRACE_MS - 100), "1@ 2@", "its person is not");
        let leaves = board.next_leave(LAUNCH, Instant::now()).unwrap();
        assert!(leaves <= Instant::now() + limits::PRESENCE_GRACE);
        let mut bell = board.watch(LAUNCH);
        assert_eq!((board.next_leave(LAUNCH, leaves), bell.has_changed().unwrap()), (None, true), "who looks then lets them go");
        bell.mark_unchanged();
        assert_eq!(told(&board, GRACE_MS), "2@");
        assert_eq!(board.present(LaunchId(2), Instant::now()).present, []);
    }

    #[test]
    fn who_comes_back_in_time_was_never_gone() {
        let board = PresenceBoard::default();
        let _ann = board.enter(LAUNCH, session(1), person(1)).unwrap();
        let before = board.enter(LAUNCH, session(2), person(2)).unwrap();
        board.tell(LAUNCH, session(2), item("a"));
        drop(before);
        let after = board.enter(LAUNCH, session(2), person(2)).unwrap();
        assert_eq!(told(&board, 2 * GRACE_MS), "1@ 2@a");
        drop(after);
        assert_eq!(told(&board, GRACE_MS), "1@");
    }

    #[test]
    fn a_person_is_where_their_browsers_are() {
        let board = PresenceBoard::default();
        board.tell(LAUNCH, session(1), item("a"));
        let laptop = board.enter(LAUNCH, session(1), person(1)).unwrap();
        assert_eq!(told(&board, 0), "1@", "what was told without a stream is forgotten");
        let _phone = board.enter(LAUNCH, session(2), person(1)).unwrap();
        let mut bell = board.watch(LAUNCH);
        board.tell(LAUNCH, session(1), item("a"));
        board.tell(LAUNCH, session(2), item("b"));
        assert_eq!(told(&board, 0), "1@a+b");
        assert!(bell.has_changed().unwrap());
        bell.mark_unchanged();
        board.tell(LAUNCH, session(2), item("b"));
        assert!(!bell.has_changed().unwrap(), "it said nothing new");
        board.tell(LAUNCH, session(2), item("a"));
        assert_eq!(told(&board, 0), "1@a");
        board.tell(LAUNCH, session(2), None);
        drop(laptop);
        assert_eq!(told(&board, GRACE_MS), "1@");
    }

    #[test]
    fn of_many_the_first_are_named() {
        let board = PresenceBoard::default();
        let count = limits::PRESENCE_NAMED + 7;
        let seats: Vec<_> =
            (0..count).map(|n| board.enter(LAUNCH, session(u8::try_from(n).unwrap()), person(n as u128)).unwrap()).collect();
        let presence = board.present(LAUNCH, Instant::now());
        assert_eq!((presence.present.len(), presence.others), (limits::PRESENCE_NAMED, 7));
        assert!(presence.present.iter().enumerate().all(|(n, one)| one.name == format!("Person {n}")));
        drop(seats);
        assert_eq!(told(&board, GRACE_MS), "");
        assert!(board.lock().rooms.is_empty() && board.lock().streams.is_empty(), "nothing is left behind");
    }

    #[test]
    fn one_account_cannot_take_all_places() {
        let board = PresenceBoard::default();
        let seats: Vec<_> = (0..limits::STREAMS_PER_ACCOUNT).map(|_| board.enter(LAUNCH, session(1), person(1)).unwrap()).collect();
        assert!(board.enter(LaunchId(2), session(2), person(1)).is_none());
        drop(seats);
        assert!(board.enter(LaunchId(2), session(2), person(1)).is_some());
    }
}
