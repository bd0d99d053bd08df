//! Ticks from before the code was here that judges them. The storage that answers at once has them: for the next desk of their launch, for the
//! courier where that is left, and for the next page where this one ends. They stay there until the database has what they became, under the same
//! id. Where it takes none, they are in this page's memory.

use std::cell::RefCell;
use std::collections::BTreeSet;

use holdpoint_domain::id::{CommandId, ItemId, LaunchId, MemberId, Seq, Timestamp};
use holdpoint_domain::launch::{Command, Status};
use holdpoint_domain::order;
use uuid::Uuid;

use crate::sync::{Ground, Mark};
use crate::{clock, keep, text};

thread_local! {
    static UNKEPT: RefCell<Vec<(MemberId, Early)>> = RefCell::default();
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Early {
    /// Of the wish that it becomes: it counts once, though two tabs take it up.
    pub id: CommandId,
    pub launch: LaunchId,
    /// Where the launch was that the person saw.
    pub seen: Seq,
    /// When its last event was; an earlier build kept none.
    pub at: Option<Timestamp>,
    pub item: ItemId,
    pub status: Status,
}

impl Early {
    fn told(&self) -> String {
        // Numbers: to write a time as others read it is code that the first screen has not.
        let at = self.at.map(|at| format!("@{}.{}", at.as_second(), at.subsec_nanosecond())).unwrap_or_default();
        format!("{}{at} {} {}", self.seen, text::status_key(self.status), self.item)
    }

    /// * `place`: the launch and the id, with a `/` between.
    fn read(place: &str, told: &str) -> Option<Self> {
        let (launch, id) = place.split_once('/')?;
        let (seen, told) = told.split_once(' ')?;
        let (status, item) = told.split_once(' ')?;
        let (seen, at) = seen.split_once('@').map_or((seen, None), |(seen, at)| (seen, at.split_once('.')));
        let at = at.and_then(|(seconds, rest)| Timestamp::new(seconds.parse().ok()?, rest.parse().ok()?).ok());
        let (launch, id, seen) = (launch.parse().ok()?, id.parse().ok()?, Seq(seen.parse().ok()?));
        Some(Self { id, launch, seen, at, item: item.parse().ok()?, status: text::status_of(status)? })
    }

    pub fn ground(&self) -> Option<Ground> {
        self.at.map(|at| (self.seen, Mark::at(at)))
    }
}

/// The wish that a tick is.
pub(super) fn tick(item: ItemId, status: Status) -> Command {
    Command::SetStatus { item, status, justification: None }
}

pub(super) fn put(me: MemberId, early: Early) {
    if !keep::put_early(me, early.launch, early.id, &early.told()) {
        UNKEPT.with_borrow_mut(|all| all.push((me, early)));
    }
}

/// Somebody's, in the order of asking.
fn all(me: MemberId) -> Vec<Early> {
    let mut all: Vec<Early> = keep::early(me).iter().filter_map(|(place, told)| Early::read(place, told)).collect();
    UNKEPT.with_borrow(|unkept| all.extend(unkept.iter().filter(|(whose, _)| *whose == me).map(|(_, early)| early.clone())));
    order::sort_by_key(&mut all, |early| early.id);
    all
}

/// Those of them that are for one of some launches. From here on they are the caller's, to be asked for as they are behind what waits.
pub(super) fn take(me: MemberId, of: impl Fn(LaunchId) -> bool) -> Vec<Early> {
    let mut taken = all(me);
    taken.retain(|early| of(early.launch));
    UNKEPT.with_borrow_mut(|unkept| unkept.retain(|(whose, early)| *whose != me || !of(early.launch)));
    taken
}

/// One of them under an id behind the last that waits, for wishes are sent in the order of their ids: it is kept under that, too.
///
/// * `last`: the id of that.
pub(super) fn behind(me: MemberId, early: Early, last: Option<Uuid>) -> Early {
    let id = CommandId(clock::id_behind(last, early.id.0));
    if id == early.id {
        return early;
    }
    keep::drop_early(me, early.launch, early.id);
    let early = Early { id, ..early };
    keep::put_early(me, early.launch, id, &early.told());
    early
}

/// How many somebody's are for one launch, and which items they are about.
pub(super) fn shown(me: MemberId, launch: LaunchId) -> (usize, BTreeSet<ItemId>) {
    // Hardly ever is there one, and a first screen has no time for what reads them.
    if !keep::has_early(me) && UNKEPT.with_borrow(Vec::is_empty) {
        return Default::default();
    }
    let mut ours = all(me);
    ours.retain(|early| early.launch == launch);
    (ours.len(), ours.into_iter().map(|early| early.item).collect())
}

/// The launches that somebody's are for.
pub(super) fn launches(me: MemberId) -> Vec<LaunchId> {
    all(me).into_iter().map(|early| early.launch).collect()
}

pub fn count(me: MemberId) -> usize {
    all(me).len()
}

/// How many of somebody's are nowhere but in this page's memory.
pub fn unkept(me: MemberId) -> usize {
    UNKEPT.with_borrow(|unkept| unkept.iter().filter(|(whose, _)| *whose == me).count())
}

/// When they sign out.
pub fn forget(me: MemberId) {
    drop(take(me, |_| true));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn early(id: u128, launch: u32, item: &str) -> Early {
        let id = CommandId(uuid::Uuid::from_u128(id));
        Early { id, launch: LaunchId(launch), seen: Seq(7), at: None, item: item.parse().unwrap(), status: Status::Done }
    }

    fn items(taken: Vec<Early>) -> Vec<String> {
        taken.into_iter().map(|early| early.item.to_string()).collect()
    }

    #[test]
    fn what_is_kept_of_a_tick_says_all_of_it() {
        let tick = early(1, 42, "auth.scopes");
        assert_eq!(tick.told(), "7 done auth.scopes");
        let place = "LCH-42/00000000-0000-0000-0000-000000000001";
        assert_eq!(Early::read(place, &tick.told()).as_ref(), Some(&tick));
        assert_eq!(tick.id.to_string(), place.trim_start_matches("LCH-42/"));
        let timed = Early { at: "2026-11-24T10:00:00.25Z".parse().ok(), ..tick };
        assert_eq!(Early::read(place, &timed.told()).and_then(|read| read.ground()), timed.ground());
        assert!(timed.ground().is_some(), "which log it was");
        let others = [
            ("LCH-42", "7 done a"),
            ("LCH-42/1", "7 done a"),
            (place, "7 done"),
            (place, "x done a"),
            (place, "7 ready a"),
            (place, "7 done A!"),
        ];
        for (place, told) in others {
            assert_eq!(Early::read(place, told), None, "{place} {told}");
        }
    }

    /// Where tests run the browser keeps nothing.
    #[test]
    fn a_tick_is_taken_once_by_whose_launch_it_is_for() {
        let [ann, ben]: [MemberId; 2] =
            ["01890000-0000-7000-8000-000000000001", "01890000-0000-7000-8000-000000000002"].map(|id| id.parse().unwrap());
        for (me, tick) in [(ann, early(1, 1, "a")), (ann, early(2, 2, "b")), (ben, early(3, 1, "c")), (ann, early(4, 1, "d"))] {
            put(me, tick);
        }
        assert_eq!((count(ann), count(ben), unkept(ann)), (3, 1, 3));
        assert_eq!(shown(ann, LaunchId(1)), (2, BTreeSet::from(["a", "d"].map(|item| item.parse::<ItemId>().unwrap()))));
        assert_eq!(launches(ben), [LaunchId(1)]);
        assert_eq!(items(take(ann, |launch| launch == LaunchId(1))), ["a", "d"], "in the order of asking");
        assert_eq!(items(take(ann, |launch| launch == LaunchId(1))), [""; 0]);
        assert_eq!((count(ann), count(ben)), (1, 1), "the others wait");
        forget(ann);
        assert_eq!((count(ann), count(ben)), (0, 1));
        assert_eq!(items(take(ben, |launch| launch != LaunchId(2))), ["c"]);
    }
}
