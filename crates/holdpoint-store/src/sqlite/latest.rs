//! The last events of launches that somebody watches. Who was rung has them at once: on the way to the disk and back two threads wait for a core, for
//! what was written a moment ago.

use std::collections::VecDeque;
use std::sync::Mutex;

use holdpoint_domain::id::{LaunchId, Seq};

use crate::StoredEvent;
use crate::lock::lock;

/// Events of all launches together: what is committed until who was rung has looked. Further behind is the disk.
const EVENTS: usize = 64;

/// Bytes of their payloads: evidence may be long.
const BYTES: usize = 128 * 1024;

/// Of each launch that is here the last events without gaps, in the order of commits.
#[derive(Default)]
pub struct Latest(Mutex<VecDeque<StoredEvent>>);

impl Latest {
    /// * `events`: all that a commit appended to a launch.
    pub fn add(&self, events: Vec<StoredEvent>) {
        let mut kept = lock(&self.0);
        kept.extend(events);
        let mut bytes: usize = kept.iter().map(|event| event.payload.len()).sum();
        while EVENTS < kept.len() || BYTES < bytes {
            let Some(oldest) = kept.pop_front() else { break };
            bytes -= oldest.payload.len();
        }
    }

    /// Leaves a launch to the disk.
    pub fn forget(&self, launch: LaunchId) {
        lock(&self.0).retain(|event| event.recorded.launch != launch);
    }

    /// The events behind a place, at most so many. `None`: the disk has to be asked, also where there is none here. Who has heard of one that was
    /// committed a moment ago asks for it, and it is not in memory before its launch is shown.
    ///
    /// * `head`: the last event that there is, at least.
    pub fn behind(&self, (launch, after): (LaunchId, Seq), head: Seq, limit: usize) -> Option<Vec<StoredEvent>> {
        let kept = lock(&self.0);
        let here: Vec<&StoredEvent> = kept.iter().filter(|event| event.recorded.launch == launch).collect();
        let (first, last) = (here.first()?.recorded.seq, here.last()?.recorded.seq);
        let is_whole = first.0 <= after.0.saturating_add(1) && head <= last;
        (is_whole && after < last).then(|| here.into_iter().filter(|event| after < event.recorded.seq).take(limit).cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use holdpoint_domain::id::{MemberId, Timestamp};
    use holdpoint_domain::launch::{Event, Recorded};

    use super::*;
    use crate::writing;

    fn event(launch: u32, seq: u64, length: usize) -> StoredEvent {
        let (by, at, event) = (MemberId::SERVER, Timestamp::UNIX_EPOCH, Event::NameSet { name: "x".repeat(length) });
        writing::one(Recorded { launch: LaunchId(launch), seq: Seq(seq), by, at, command: None, event }).unwrap()
    }

    fn behind(latest: &Latest, launch: u32, after: u64, limit: usize) -> Option<Vec<u64>> {
        let events = latest.behind((LaunchId(launch), Seq(after)), Seq(1), limit)?;
        Some(events.iter().map(|event| event.recorded.seq.0).collect())
    }

    #[test]
    fn what_reaches_back_far_enough_is_given_and_all_else_is_on_the_disk() {
        let latest = Latest::default();
        assert_eq!(behind(&latest, 1, 0, 9), None);
        latest.add(vec![event(1, 5, 1), event(2, 8, 1), event(1, 6, 1)]);
        latest.add(vec![event(1, 7, 1)]);
        assert_eq!(behind(&latest, 1, 4, 9), Some(vec![5, 6, 7]));
        assert_eq!(behind(&latest, 1, 5, 1), Some(vec![6]));
        assert_eq!(behind(&latest, 1, 7, 9), None, "the next one may be on the disk by now");
        assert_eq!(behind(&latest, 1, u64::MAX, 9), None);
        assert_eq!(behind(&latest, 1, 3, 9), None, "event 4 is not here");
        assert!(latest.behind((LaunchId(1), Seq(6)), Seq(8), 9).is_none(), "nor is one that was shown a moment ago");
        latest.forget(LaunchId(1));
        assert_eq!((behind(&latest, 1, 6, 9), behind(&latest, 2, 7, 9)), (None, Some(vec![8])));
    }

    #[test]
    fn it_is_bounded_by_number_and_by_bytes() {
        let latest = Latest::default();
        let many = EVENTS as u64;
        latest.add((1..=many + 2).map(|seq| event(1, seq, 1)).collect());
        assert_eq!((behind(&latest, 1, 1, 1), behind(&latest, 1, 2, 1)), (None, Some(vec![3])));
        latest.add(vec![event(1, many + 3, BYTES / 2), event(1, many + 4, BYTES / 2)]);
        assert_eq!(behind(&latest, 1, many + 3, 9), Some(vec![many + 4]));
        assert_eq!(behind(&latest, 1, many + 2, 9), None);
        latest.add(vec![event(1, many + 5, BYTES)]);
        assert_eq!(behind(&latest, 1, many + 5, 9), None, "one that is larger than all is left to the disk");
    }
}
