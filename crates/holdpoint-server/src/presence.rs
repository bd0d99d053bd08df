//! Who has a launch open: one entry for each live stream, gone with it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use holdpoint_domain::id::{LaunchId, MemberId};
use holdpoint_domain::wire::Person;
use tokio::sync::watch;

use crate::limits;

#[derive(Clone, Default)]
pub struct PresenceBoard(Arc<Mutex<BTreeMap<LaunchId, Room>>>);

struct Room {
    /// Each person with the number of their streams.
    people: BTreeMap<MemberId, (Person, usize)>,
    bell: watch::Sender<u64>,
}

/// A place in a launch's room; leaving is dropping it.
pub struct Seat {
    board: PresenceBoard,
    launch: LaunchId,
    member: MemberId,
}

impl PresenceBoard {
    /// Takes a place. `None`: this account has as many streams as it may.
    pub fn enter(&self, launch: LaunchId, person: Person) -> Option<(Seat, watch::Receiver<u64>)> {
        let mut rooms = self.rooms();
        let streams: usize = rooms.values().filter_map(|room| room.people.get(&person.id)).map(|(_, streams)| streams).sum();
        if limits::STREAMS_PER_ACCOUNT <= streams {
            return None;
        }
        let room = rooms.entry(launch).or_insert_with(|| Room { people: BTreeMap::new(), bell: watch::Sender::new(0) });
        let member = person.id;
        room.people.entry(member).or_insert((person, 0)).1 += 1;
        room.bell.send_modify(|changes| *changes += 1);
        Some((Seat { board: self.clone(), launch, member }, room.bell.subscribe()))
    }

    pub fn present(&self, launch: LaunchId) -> Vec<Person> {
        self.rooms().get(&launch).map(|room| room.people.values().map(|(person, _)| person.clone()).collect()).unwrap_or_default()
    }

    /// Live streams of all launches.
    pub fn streams(&self) -> usize {
        self.rooms().values().flat_map(|room| room.people.values()).map(|(_, streams)| streams).sum()
    }

    fn rooms(&self) -> MutexGuard<'_, BTreeMap<LaunchId, Room>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut rooms = self.board.rooms();
        let Some(room) = rooms.get_mut(&self.launch) else {
            return;
        };
        if let Some((_, streams)) = room.people.get_mut(&self.member) {
            *streams -= 1;
            if *streams == 0 {
                room.people.remove(&self.member);
            }
        }
        if room.people.is_empty() {
            rooms.remove(&self.launch);
        } else {
            room.bell.send_modify(|changes| *changes += 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(n: u128) -> Person {
        Person { id: MemberId(uuid::Uuid::from_u128(n)), name: format!("Person {n}"), owner: false }
    }

    #[test]
    fn somebody_with_two_tabs_is_here_once_until_both_are_closed() {
        let board = PresenceBoard::default();
        let (first, bell) = board.enter(LaunchId(1), person(1)).unwrap();
        let (second, _) = board.enter(LaunchId(1), person(1)).unwrap();
        let (_ben, _) = board.enter(LaunchId(1), person(2)).unwrap();
        assert_eq!(board.present(LaunchId(1)).len(), 2);
        assert!(bell.has_changed().unwrap());
        drop(first);
        assert_eq!(board.present(LaunchId(1)).len(), 2);
        drop(second);
        assert_eq!(board.present(LaunchId(1)), [person(2)]);
        assert_eq!(board.present(LaunchId(2)), []);
        assert_eq!(board.streams(), 1);
    }

    #[test]
    fn one_account_cannot_take_all_places() {
        let board = PresenceBoard::default();
        let seats: Vec<_> = (0..limits::STREAMS_PER_ACCOUNT).map(|_| board.enter(LaunchId(1), person(1)).unwrap()).collect();
        assert!(board.enter(LaunchId(2), person(1)).is_none());
        drop(seats);
        assert!(board.enter(LaunchId(2), person(1)).is_some());
    }
}
