//! Wishes from before the code was here that judges them. They are in memory: for the next desk of their launch, or for the courier where the
//! launch is left.

use std::cell::RefCell;
use std::collections::BTreeSet;

use holdpoint_domain::id::{ItemId, LaunchId, MemberId, Seq};
use holdpoint_domain::launch::Command;

use crate::sync::item_of;

thread_local! {
    static EARLY: RefCell<Vec<Early>> = RefCell::default();
}

pub(super) struct Early {
    pub me: MemberId,
    pub launch: LaunchId,
    /// Where the launch was that the person saw.
    pub seen: Seq,
    pub command: Command,
}

pub(super) fn put(early: Early) {
    EARLY.with_borrow_mut(|all| all.push(early));
}

/// Those that are somebody's for one of some launches, in the order of asking. From here on they are the caller's.
pub(super) fn take(me: MemberId, of: impl Fn(LaunchId) -> bool) -> Vec<Early> {
    let (taken, left) = EARLY.take().into_iter().partition(|early| early.me == me && of(early.launch));
    EARLY.set(left);
    taken
}

/// How many somebody's are for one launch, and which items they are about.
pub(super) fn shown(me: MemberId, launch: LaunchId) -> (usize, BTreeSet<ItemId>) {
    EARLY.with_borrow(|all| {
        let ours: Vec<_> = all.iter().filter(|early| (early.me, early.launch) == (me, launch)).collect();
        (ours.len(), ours.into_iter().filter_map(|early| item_of(&early.command)).cloned().collect())
    })
}

/// The launches that somebody's are for.
pub(super) fn launches(me: MemberId) -> Vec<LaunchId> {
    EARLY.with_borrow(|all| all.iter().filter(|early| early.me == me).map(|early| early.launch).collect())
}

/// How many of somebody's wishes are nowhere but in this page's memory.
pub fn count(me: MemberId) -> usize {
    launches(me).len()
}

/// When they sign out.
pub fn forget(me: MemberId) {
    drop(take(me, |_| true));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(me: MemberId, launch: u32, ticket: &str) {
        let command = Command::SetTicket { ticket: Some(ticket.to_owned()) };
        put(Early { me, launch: LaunchId(launch), seen: Seq(7), command });
    }

    fn tickets(taken: Vec<Early>) -> Vec<String> {
        let ticket = |early: Early| if let Command::SetTicket { ticket } = early.command { ticket } else { None };
        taken.into_iter().filter_map(ticket).collect()
    }

    #[test]
    fn a_wish_is_taken_once_by_whose_launch_it_is_for() {
        let [ann, ben]: [MemberId; 2] =
            ["01890000-0000-7000-8000-000000000001", "01890000-0000-7000-8000-000000000002"].map(|id| id.parse().unwrap());
        for (me, launch, ticket) in [(ann, 1, "a"), (ann, 2, "b"), (ben, 1, "c"), (ann, 1, "d")] {
            ask(me, launch, ticket);
        }
        assert_eq!((count(ann), count(ben)), (3, 1));
        assert_eq!(shown(ann, LaunchId(1)), (2, BTreeSet::new()), "a ticket is no item");
        assert_eq!(launches(ben), [LaunchId(1)]);
        assert_eq!(tickets(take(ann, |launch| launch == LaunchId(1))), ["a", "d"], "in the order of asking");
        assert_eq!(tickets(take(ann, |launch| launch == LaunchId(1))), [""; 0]);
        assert_eq!((count(ann), count(ben)), (1, 1), "the others wait");
        forget(ann);
        assert_eq!((count(ann), count(ben)), (0, 1));
        assert_eq!(tickets(take(ben, |launch| launch != LaunchId(2))), ["c"]);
    }
}
