//! Wishes that were granted and that the launch does not show: somebody has changed it since, or the log has lost them.

use std::sync::Arc;

use holdpoint_domain::id::Seq;
use holdpoint_domain::launch::{Event, Launch, Recorded};

use super::{Pending, REMEMBERED, Refused, Replica};

#[derive(Clone, Debug, PartialEq)]
pub struct Missing {
    pending: Pending,
    /// What it would do now.
    events: Vec<Event>,
}

/// What a page knew before a log that was set back took the place of ours.
#[derive(Clone, Debug)]
pub struct Before {
    then: Arc<Launch>,
    now: Arc<Launch>,
    /// Our saved wishes.
    known: Vec<Pending>,
}

impl Missing {
    /// Behind which place of the log it came about.
    pub fn based_on(&self) -> Seq {
        self.pending.based_on
    }

    /// Whether it came about in these events; or somebody else, who was faster, did the same.
    pub fn is_in(&self, log: &[Recorded]) -> bool {
        log.iter().any(|recorded| recorded.command == Some(self.pending.id) || self.events.contains(&recorded.event))
    }

    /// It is in no event behind that place: to be kept like one that was refused, in words.
    pub fn lost(self) -> Refused {
        Refused::lost(self.pending)
    }
}

impl Pending {
    /// As it is remembered.
    ///
    /// * `seq`: the place of its event. In a log that was set back since it was asked that may be an earlier one than it was asked at.
    pub fn granted_at(&self, seq: Seq) -> Self {
        Self { based_on: self.based_on.min(Seq(seq.0.saturating_sub(1))), ground: None, ..self.clone() }
    }
}

impl Replica {
    /// Of the wishes that are remembered. What one has changed again oneself is not missing.
    pub fn missing(&self) -> Vec<Missing> {
        let mut all_done = self.confirmed.clone();
        for pending in &self.saved {
            let events = self.would_do(&all_done, pending);
            if !events.is_empty() {
                self.draw_wish(Arc::make_mut(&mut all_done), pending, events);
            }
        }
        let of = |pending: &Pending| Missing { pending: pending.clone(), events: self.would_do(&self.confirmed, pending) };
        let missing = self.saved.iter().map(of).filter(|missing| !missing.events.is_empty());
        missing.filter(|missing| self.would_do(&all_done, &missing.pending).is_empty()).collect()
    }

    /// As it is before a log that was set back takes its place.
    ///
    /// * `now`: the launch as that has it.
    pub fn before(&self, now: Arc<Launch>) -> Before {
        Before { then: self.confirmed.clone(), now, known: self.saved.clone() }
    }

    /// Takes up wishes that were granted to an earlier page, or to another tab, oldest first, after a log that was set back took the place of ours.
    ///
    /// * Returns those that it has lost, to be kept like refused ones, in words. Of what this page knew by itself it was told then.
    pub fn miss(&mut self, mut kept: Vec<Pending>, before: &Before) -> Vec<Refused> {
        let surplus = kept.len().saturating_sub(REMEMBERED);
        kept.drain(..surplus);
        kept.retain(|pending| {
            let refused = self.refused.iter().map(|refused| &refused.pending);
            let mut known = before.known.iter().chain(&self.saved).chain(refused);
            known.all(|known| known.id != pending.id && known.command != pending.command)
        });
        let (lost, saved): (Vec<_>, Vec<_>) = kept.into_iter().partition(|pending| self.is_lost(pending, &before.then, &before.now));
        self.remember(saved);
        lost.into_iter().map(Refused::lost).collect()
    }

    /// Whether what a wish did was there then, and is not in the launch as it is now.
    pub(super) fn is_lost(&self, pending: &Pending, then: &Launch, now: &Launch) -> bool {
        let context = self.context(Seq(u64::MAX), pending.asked_at);
        let [then, now] = [then, now].map(|launch| launch.decide(&pending.command, &context));
        match (then, now) {
            // It was changed again since.
            (Ok(events), _) if !events.is_empty() => false,
            (_, Ok(events)) => !events.is_empty(),
            (Ok(_), Err(_)) => true,
            (Err(then), Err(now)) => then.kind() != now.kind(),
        }
    }

    /// Whether it is still missed here: another tab may have told of it since, and somebody has read it there.
    pub fn misses(&self, missing: &Missing) -> bool {
        self.saved.iter().any(|saved| saved.id == missing.pending.id)
    }

    fn would_do(&self, launch: &Launch, pending: &Pending) -> Vec<Event> {
        launch.decide(&pending.command, &self.context(Seq(u64::MAX), pending.asked_at)).unwrap_or_default()
    }
}
