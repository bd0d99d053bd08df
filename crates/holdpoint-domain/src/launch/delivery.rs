//! Deliveries: a signed report on its way to a ticket. The log is the outbox: who asked, each attempt and what became of it are events, so
//! that nothing is lost with a table, and a reader of the history sees what was tried.

mod outcome;
mod reference;
mod say;

use serde::{Deserialize, Serialize};

use super::apply::Stamp;
use super::refusal::order;
use super::*;
use crate::sentence::Sentence;
use crate::template::Role;

pub use outcome::{DeliveryOutcome, DeliveryTrouble, judge_attempt};
pub use reference::{Reference, TicketKind};

/// Deliveries of one launch that may wait at the same time: a launch has a handful of tickets, and each attempt is an event.
const WAITING: usize = 20;

/// Clocks that differ by less are right: what one that is further ahead wrote is not waited for once it is set right.
const AHEAD: jiff::SignedDuration = jiff::SignedDuration::from_mins(15);

/// A ticket: one of the operator's systems, and what it calls the ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Destination {
    pub system: SystemName,
    /// As [`Reference`] reads it, such as `OPS-12`.
    pub reference: String,
}

/// A report that is to be in a ticket, and what was tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Delivery {
    /// The place of the event that asked for it.
    pub id: Seq,
    pub to: Destination,
    /// Of the report's bundle.
    pub report: Digest,
    /// Whether later reports go there by themselves.
    pub each: bool,
    /// Who asked for it, or issued the report that goes there by itself.
    pub by: MemberId,
    /// Of one that goes by itself: who said where to, by asking for each report or by writing the change ticket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_by: Option<MemberId>,
    /// Who said last to try again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again_by: Option<MemberId>,
    pub at: Timestamp,
    pub state: DeliveryState,
    /// Of one that waits: when it is tried next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// Attempts since it was asked for, or since somebody said to try again.
    pub attempts: u32,
    /// All attempts, oldest first.
    pub tried: Vec<Tried>,
}

/// One attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    pub at: Timestamp,
    pub outcome: DeliveryOutcome,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// To be tried, from [`Delivery::due`] on.
    Waiting,
    Sent,
    /// The system refused it: it waits for a person who says to try again.
    Held,
    /// Tried too often; a person may say to try again.
    GivenUp,
    /// A person stopped it.
    Stopped,
    /// A later delivery to the same ticket took its place before it was sent.
    Replaced,
}

/// What somebody wishes to be delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDelivery {
    pub to: Destination,
    /// Of the system, as the operator configured it.
    pub kind: TicketKind,
    /// By its bundle; `None`: the latest.
    pub report: Option<Digest>,
    pub each: bool,
}

/// An attempt as it ended, before it is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    pub delivery: Seq,
    /// Its number, from 1: another replica may have been faster.
    pub number: u32,
    /// What was done in the ticket; or what stood against it.
    pub seen: Result<Vec<Sentence>, DeliveryTrouble>,
}

impl Delivery {
    /// All on whose word it goes to where it goes.
    pub fn wished_by(&self) -> impl Iterator<Item = MemberId> {
        [Some(self.by), self.to_by, self.again_by].into_iter().flatten()
    }

    fn is_due(&self, now: Timestamp) -> bool {
        self.due.is_some_and(|due| {
            // When it was said: by who asked for it or for another attempt, else by the last attempt.
            let said = self.tried.last().filter(|_| 0 < self.attempts).map_or(due, |tried| tried.at);
            due <= now || AHEAD < said.duration_since(now)
        })
    }
}

impl Launch {
    /// Deliveries to be tried now.
    pub fn due_deliveries(&self, now: Timestamp) -> impl Iterator<Item = &Delivery> {
        self.deliveries.iter().filter(move |delivery| delivery.is_due(now))
    }

    pub fn delivery(&self, id: Seq) -> Option<&Delivery> {
        self.deliveries.iter().find(|delivery| delivery.id == id)
    }

    /// Whether somebody may ask for a delivery, before anything is looked at.
    ///
    /// * Errors: the role that they lack.
    pub fn may_deliver(&self, member: MemberId, owner: bool) -> Result<(), Refusal> {
        match self.seen_by(member, owner)? {
            Role::ReleaseManager => Ok(()),
            has => Err(Refusal::NotAllowed { needs: Role::ReleaseManager, has }),
        }
    }

    /// Asks for a report to be delivered.
    pub(super) fn decide_delivery(&self, new: &NewDelivery, context: &Context) -> Result<Vec<Event>, Refusal> {
        self.may_deliver(context.actor, context.owner)?;
        let reference = Reference::parse(new.kind, &new.to.reference).map_err(|rule| Refusal::Bad { field: "reference", rule })?;
        let latest = self.reports.last().ok_or_else(|| Refusal::WrongOrder(order::no_report()))?.bundle;
        let report = new.report.unwrap_or(latest);
        let place = |report| self.reports.iter().position(|known| known.bundle == report);
        let this = place(report).ok_or_else(|| Refusal::NoSuch { what: "report", id: report.to_string() })?;
        let to = Destination { system: new.to.system.clone(), reference: reference.to_string() };
        // Whoever names it may not have heard of the later one, whose words and standing order it would end.
        let counts = |delivery: &&Delivery| !matches!(delivery.state, DeliveryState::Stopped | DeliveryState::Replaced);
        let later = |delivery: &Delivery| delivery.to == to && Some(this) < place(delivery.report);
        if self.deliveries.iter().filter(counts).any(later) {
            return Err(Refusal::WrongOrder(order::later_report()));
        }
        let waits = |delivery: &&Delivery| delivery.state == DeliveryState::Waiting;
        let same = |delivery: &Delivery| delivery.to == to && delivery.report == report && delivery.each == new.each;
        if self.deliveries.iter().filter(waits).any(same) {
            return Ok(vec![]);
        }
        if WAITING <= self.deliveries.iter().filter(waits).count() {
            return Err(Refusal::Full { what: "deliveries that wait", limit: WAITING });
        }
        Ok(vec![Event::DeliveryAsked { to, report, each: new.each }])
    }

    /// What goes along with a new report by itself: to where each report goes, and to where the operator sends all of them.
    pub(super) fn deliveries_of_report(&self, report: Digest, also: &[Destination]) -> Vec<Event> {
        let mut places: Vec<&Destination> = Vec::new();
        let standing = self.deliveries.iter().filter(|delivery| delivery.each).map(|delivery| &delivery.to);
        for to in standing.chain(also) {
            if !places.contains(&to) {
                places.push(to);
            }
        }
        let each = |to: &Destination| self.deliveries.iter().any(|delivery| delivery.each && delivery.to == *to);
        places.into_iter().map(|to| Event::DeliveryAsked { to: to.clone(), report, each: each(to) }).collect()
    }

    pub(super) fn decide_attempt(&self, attempt: &Attempt, context: &Context) -> Result<Vec<Event>, Refusal> {
        if context.actor != MemberId::SERVER {
            return Err(Refusal::NoSuchLaunch(self.id));
        }
        let delivery = self.known_delivery(attempt.delivery)?;
        if delivery.state != DeliveryState::Waiting || attempt.number != delivery.attempts + 1 {
            return Err(Refusal::WrongOrder(order::delivery_went_on()));
        }
        let outcome = judge_attempt(&attempt.seen, attempt.number, context.now);
        Ok(vec![Event::DeliveryTried { delivery: delivery.id, outcome }])
    }

    pub(super) fn decide_retry(&self, id: Seq) -> Result<Vec<Event>, Refusal> {
        match self.known_delivery(id)?.state {
            DeliveryState::Held | DeliveryState::GivenUp | DeliveryState::Waiting => Ok(vec![Event::DeliveryResumed { delivery: id }]),
            DeliveryState::Sent => Err(Refusal::WrongOrder(order::delivered())),
            DeliveryState::Stopped => Err(Refusal::WrongOrder(order::delivery_stopped())),
            DeliveryState::Replaced => Err(Refusal::WrongOrder(order::delivery_replaced())),
        }
    }

    pub(super) fn decide_stop(&self, id: Seq) -> Result<Vec<Event>, Refusal> {
        let delivery = self.known_delivery(id)?;
        let open = matches!(delivery.state, DeliveryState::Waiting | DeliveryState::Held | DeliveryState::GivenUp);
        Ok(if open || delivery.each { vec![Event::DeliveryStopped { delivery: id }] } else { vec![] })
    }

    fn known_delivery(&self, id: Seq) -> Result<&Delivery, Refusal> {
        self.delivery(id).ok_or_else(|| Refusal::NoSuch { what: "delivery", id: id.to_string() })
    }

    /// * `by_itself`: it goes along with the report, and so has no command of its own.
    pub(super) fn apply_delivery(&mut self, to: &Destination, (report, each): (Digest, bool), (stamp, by_itself): (Stamp, bool)) {
        let standing = self.deliveries.iter().find(|earlier| earlier.each && earlier.to == *to);
        let chosen = standing.map(|earlier| earlier.to_by.unwrap_or(earlier.by)).or(self.details.ticket.by);
        let to_by = chosen.filter(|_| by_itself);
        for earlier in self.deliveries.iter_mut().filter(|earlier| earlier.to == *to) {
            earlier.each = false;
            if matches!(earlier.state, DeliveryState::Waiting | DeliveryState::Held | DeliveryState::GivenUp) {
                (earlier.state, earlier.due) = (DeliveryState::Replaced, None);
            }
        }
        let Stamp { seq: id, by, at } = stamp;
        let (to, state, due) = (to.clone(), DeliveryState::Waiting, Some(at));
        let (again_by, attempts, tried) = (None, 0, Vec::new());
        self.deliveries.push(Delivery { id, to, report, each, by, to_by, again_by, at, state, due, attempts, tried });
    }

    pub(super) fn apply_attempt(&mut self, id: Seq, outcome: &DeliveryOutcome, stamp: Stamp) {
        if let Some(delivery) = self.delivery_mut(id) {
            delivery.attempts += 1;
            (delivery.state, delivery.due) = outcome.state();
            delivery.tried.push(Tried { at: stamp.at, outcome: outcome.clone() });
        }
    }

    pub(super) fn apply_retry(&mut self, id: Seq, stamp: Stamp) {
        if let Some(delivery) = self.delivery_mut(id) {
            (delivery.attempts, delivery.again_by) = (0, Some(stamp.by));
            (delivery.state, delivery.due) = (DeliveryState::Waiting, Some(stamp.at));
        }
    }

    pub(super) fn apply_stop(&mut self, id: Seq) {
        if let Some(delivery) = self.delivery_mut(id) {
            (delivery.each, delivery.due) = (false, None);
            if delivery.state != DeliveryState::Sent {
                delivery.state = DeliveryState::Stopped;
            }
        }
    }

    fn delivery_mut(&mut self, id: Seq) -> Option<&mut Delivery> {
        self.deliveries.iter_mut().find(|delivery| delivery.id == id)
    }

    /// A delivery as an object of a sentence: `report 0a1b2c to OPS-12 in jira`.
    pub(super) fn delivery_words(&self, id: Seq) -> String {
        match self.delivery(id) {
            Some(Delivery { to, report, .. }) => format!("the report {} to {} in {}", report.short(), to.reference, to.system),
            None => format!("the report of place {id}"),
        }
    }
}
