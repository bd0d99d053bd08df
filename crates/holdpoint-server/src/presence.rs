//! Who has a launch open and at which item: a seat for each session, as long as it has a live stream and a little longer.
//!
//! A board knows the streams of this process. Where several serve one store, what the others know belongs into [`Room::people`].

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use holdpoint_domain::id::{ItemId, LaunchId, MemberId};
use holdpoint_domain::wire::{Person, Presence, Present};
use tokio::sync::watch;

use crate::auth::Key;
use crate::limits;

#[derive(Clone, Default)]
pub struct PresenceBoard(Arc<Mutex<Board>>);

#[derive(Default)]
struct Board {
    rooms: BTreeMap<LaunchId, Room>,
    /// Live streams of each account, in all rooms.
    streams: HashMap<MemberId, usize>,
    /// Those who may have gone by then, the first of them first.
    leaving: VecDeque<(Instant, LaunchId, Key)>,
    arrivals: u64,
}

struct Room {
    sittings: BTreeMap<Key, Sitting>,
    bell: watch::Sender<()>,
}

/// One session in a room.
struct Sitting {
    person: Person,
    /// Counts up: who came first has the lowest.
    arrival: u64,
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
        board.arrivals += 1;
        let arrival = board.arrivals;
        let room = board.room(launch);
        let new = || Sitting { person, arrival, streams: 0, item: None, stays_until: None };
        let sitting = room.sittings.entry(key).or_insert_with(new);
        sitting.streams += 1;
        sitting.stays_until = None;
        room.bell.send_replace(());
        Some(Seat { board: self.clone(), launch, key, member })
    }

    /// Where a session is; forgotten if it has no stream of this launch.
    pub fn tell(&self, launch: LaunchId, key: Key, item: Option<ItemId>) {
        let mut board = self.at(Instant::now());
        let Some(room) = board.rooms.get_mut(&launch) else { return };
        let Some(sitting) = room.sittings.get_mut(&key) else { return };
        if sitting.item != item {
            sitting.item = item;
            room.bell.send_replace(());
        }
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
        board.sweep(now);
        board
    }

    fn lock(&self) -> MutexGuard<'_, Board> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Board {
    fn room(&mut self, launch: LaunchId) -> &mut Room {
        self.rooms.entry(launch).or_insert_with(|| Room { sittings: BTreeMap::new(), bell: watch::Sender::new(()) })
    }

    /// Lets those go whose time is up.
    fn sweep(&mut self, now: Instant) {
        while let Some((_, launch, key)) = self.leaving.pop_front_if(|(until, ..)| *until <= now) {
            let Some(room) = self.rooms.get_mut(&launch) else { continue };
            // Who came back and left again stands further behind, too.
            if room.sittings.get(&key).and_then(|sitting| sitting.stays_until).is_some_and(|until| until <= now) {
                room.sittings.remove(&key);
                room.bell.send_replace(());
            }
            if room.sittings.is_empty() && room.bell.is_closed() {
                self.rooms.remove(&launch);
            }
        }
    }
}

impl Room {
    /// Each person once, in the order in which they came.
    fn people(&self) -> Vec<Present> {
        let mut sittings: Vec<_> = self.sittings.values().collect();
        sittings.sort_unstable_by_key(|sitting| sitting.arrival);
        let mut places: HashMap<MemberId, usize> = HashMap::new();
        let mut people: Vec<Present> = Vec::new();
        for Sitting { person, item, .. } in sittings {
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
