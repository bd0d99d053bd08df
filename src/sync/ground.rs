//! Which log a launch has: one that was set back, as by a restored backup, may have grown beyond the place that was known of it.

use holdpoint_domain::id::{CommandId, MemberId, Seq, Timestamp};
use holdpoint_domain::launch::{Conflict, Launch, Recorded, Refusal};
use serde::{Deserialize, Serialize};

use super::{Pending, Refused, Replica};

/// A place in the log, and what the log has to have there.
pub type Ground = (Seq, Mark);

/// What tells an event from all others that may have had its place in the log. Who was erased since was there all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    at: Timestamp,
    /// Who did it, and by which command; `None`: the launch came as a whole, and nobody has said yet.
    of: Option<(MemberId, Option<CommandId>)>,
}

impl Mark {
    pub(super) fn of(recorded: &Recorded) -> Self {
        Self { at: recorded.at, of: Some((recorded.by, recorded.command)) }
    }

    pub(super) fn of_last(launch: &Launch) -> Self {
        Self::at(launch.changed_at)
    }

    /// Of an event of which no more is known than when it was.
    pub fn at(at: Timestamp) -> Self {
        Self { at, of: None }
    }

    pub(super) fn is_exact(&self) -> bool {
        self.of.is_some()
    }

    /// Whether it may be of this event.
    pub fn fits(&self, recorded: &Recorded) -> bool {
        self.may_be(&Self::of(recorded))
    }

    fn may_be(&self, other: &Self) -> bool {
        self.at == other.at && (self.of.is_none() || other.of.is_none() || self.of == other.of)
    }
}

impl Replica {
    /// What a wish would write over that was not there when it was asked. In the log that it was asked on its place was another one's, so that the
    /// server could not tell.
    ///
    /// * `then`: the launch as it was then; `None`: nobody knows any longer.
    pub(super) fn unseen(&self, pending: &Pending, then: Option<&Launch>, launch: &Launch) -> Option<Conflict> {
        let context = self.context(Seq(0), pending.asked_at);
        let against = |launch: &Launch| match launch.decide(&pending.command, &context) {
            Err(Refusal::Conflict(conflict)) => Some(*conflict),
            _ => None,
        };
        let taken_for_seen = |now: &Conflict| now.seq.is_some_and(|seq| seq <= pending.based_on) && pending.based_on <= launch.seq;
        against(launch).filter(|now| taken_for_seen(now) && then.and_then(against).as_ref() != Some(now))
    }

    /// Whether the log that is followed here has it.
    pub(super) fn knows(&self, (seq, mark): &Ground) -> bool {
        *seq == self.confirmed.seq && self.mark.may_be(mark)
    }

    /// A wish that was asked just now, and the same as it is kept: another page has to be told its log.
    ///
    /// * `ground`: where it was asked, if that was before this page.
    pub fn asked(&mut self, id: CommandId, ground: Option<Ground>) -> Option<(Pending, Pending)> {
        let here = self.seen();
        let ground = ground.filter(|ground| !self.knows(ground));
        let pending = self.outbox.iter_mut().find(|pending| pending.id == id)?;
        pending.ground = ground;
        Some((pending.clone(), Pending { ground: ground.or(Some(here)), ..pending.clone() }))
    }

    /// Where the log has to be looked at before all that waits may be sent: another page had it from there, and ours may be another log.
    pub fn doubted(&self) -> Option<Ground> {
        self.outbox.iter().find_map(|pending| pending.ground)
    }

    /// The log was looked at there.
    ///
    /// * `is_other`: it has something else.
    /// * `then`: a copy of the launch from before, if there is one.
    /// * Returns wishes that would write over something unseen, to be kept like refused ones, in words.
    pub fn judge(&mut self, ground: Ground, is_other: bool, then: Option<&Launch>) -> Vec<Refused> {
        let then = then.filter(|then| then.seq == ground.0 && Mark::of_last(then).may_be(&ground.1));
        let doubtful: Vec<Refused> = if is_other {
            let asked = self.outbox.iter().filter(|pending| pending.ground == Some(ground));
            let unseen = asked.filter_map(|pending| Some((pending.clone(), self.unseen(pending, then, &self.confirmed)?)));
            unseen.map(|(pending, conflict)| Refused { pending, why: String::new(), conflict: Some(conflict) }).collect()
        } else {
            Vec::new()
        };
        self.take_back(|pending| doubtful.iter().any(|refused| refused.pending.id == pending.id));
        let head = self.confirmed.seq;
        for pending in self.outbox.iter_mut().filter(|pending| pending.ground == Some(ground)) {
            pending.ground = None;
            if is_other && head < pending.based_on {
                // The log may have grown to there by the time it is sent.
                pending.based_on = Seq(0);
            }
        }
        doubtful
    }
}
