//! Waivers: accepted risks, always with an end, never approved by who asked.

use super::refusal::{Refusal, order, rule};
use super::rules;
use super::*;

/// To the end of the same day of the next year, by any clock. Without a last day an accepted risk would be one that nobody looks at again.
const LONGEST: jiff::SignedDuration = jiff::SignedDuration::from_hours(367 * 24);

impl Launch {
    pub(super) fn decide_request(
        &self,
        (item, waiver): (&ItemId, WaiverId),
        (reason, mitigation): (&str, Option<&str>),
        expires_at: Timestamp,
        context: &Context,
    ) -> Result<Vec<Event>, Refusal> {
        let state = self.item(item)?;
        // An answer to one that was replaced may still be on its way: it is not to find other words under the same id.
        if state.waiver.as_ref().is_some_and(|known| known.id == waiver) || state.former_waivers.contains(&waiver) {
            return Err(Refusal::Exists { what: "waiver" });
        }
        if expires_at <= context.now {
            return Err(Refusal::Bad { field: "expiresAt", rule: rule::waiver_past() });
        }
        if context.now.saturating_add(LONGEST).is_ok_and(|latest| latest < expires_at) {
            return Err(Refusal::Bad { field: "expiresAt", rule: rule::waiver_far() });
        }
        // Requests from before this rule have none, and still read.
        let Some(mitigation) = mitigation.filter(|words| !words.trim().is_empty()) else {
            return Err(Refusal::Bad { field: "mitigation", rule: rule::mitigation() });
        };
        let (reason, mitigation) = (rules::text("reason", reason)?, Some(rules::text("mitigation", mitigation)?));
        // It takes the place of the one before, which may have been asked for, or approved, unseen. Of one that was refused nothing is lost.
        let standing = state.waiver.as_ref().and_then(|known| match known.state {
            WaiverState::Requested => Some((known, known.requested_by, known.requested_at)),
            WaiverState::Approved { by, at } => Some((known, by, at)),
            WaiverState::Refused { .. } => None,
        });
        if let Some((known, by, at)) = standing {
            let theirs = Field { value: known.id, seq: known.seq.unwrap_or_default(), by: Some(by), at: Some(at) };
            let words = |id: &WaiverId| if *id == waiver { reason.clone() } else { known.reason.clone() };
            self.unchanged(context, ("waiver", &theirs), &waiver, words)?;
        }
        Ok(vec![Event::WaiverRequested { item: item.clone(), waiver, reason, mitigation, expires_at }])
    }

    /// * `yes`: it is approved; else refused, or withdrawn.
    pub(super) fn decide_waiver(&self, (item, id): (&ItemId, WaiverId), yes: bool, context: &Context) -> Result<Vec<Event>, Refusal> {
        let of = self.template.items().find(|(_, known)| known.id == *item).map(|(section, _)| section);
        if let Some(section) = of.filter(|section| !self.answers_for(context.actor, &section.id)) {
            return Err(Refusal::OtherSection(section.title.clone()));
        }
        let known = self.item(item)?.waiver.as_ref().filter(|known| known.id == id);
        let waiver = known.ok_or_else(|| Refusal::NoSuch { what: "waiver", id: id.to_string() })?;
        if yes && waiver.requested_by == context.actor {
            return Err(Refusal::OwnWaiver);
        }
        if yes && waiver.expires_at <= context.now {
            return Err(Refusal::WrongOrder(order::waiver_expired()));
        }
        let (item, waiver_id) = (item.clone(), id);
        Ok(match (&waiver.state, yes) {
            (WaiverState::Approved { .. }, true) | (WaiverState::Refused { .. }, false) => vec![],
            (WaiverState::Refused { .. }, true) => {
                return Err(Refusal::WrongOrder(order::waiver_refused()));
            }
            (WaiverState::Requested, true) => vec![Event::WaiverApproved { item, waiver: waiver_id }],
            // Refusing an approved waiver withdraws it.
            (WaiverState::Requested | WaiverState::Approved { .. }, false) => vec![Event::WaiverRefused { item, waiver: waiver_id }],
        })
    }
}

impl Launch {
    /// Waivers that are in force or wait for an answer at `now`, each with its item, in the checklist's order.
    pub fn open_waivers(&self, now: Timestamp) -> impl Iterator<Item = (&crate::template::Item, &Waiver)> {
        let open = move |(_, item)| -> Option<(&crate::template::Item, &Waiver)> {
            let item: &crate::template::Item = item;
            let state = self.items.get(&item.id)?;
            let waits = |waiver: &&Waiver| waiver.state == WaiverState::Requested && now < waiver.expires_at;
            let carries = state.status_at(now) == Status::Waived;
            let waiver = state.waiver_in_force(now).filter(|_| carries).or(state.waiver.as_ref().filter(waits))?;
            Some((item, waiver))
        };
        self.template.items().filter_map(open)
    }
}

impl ItemState {
    /// The status as it counts at `now`: an item whose waiver has expired is open again.
    pub fn status_at(&self, now: Timestamp) -> Status {
        match self.status.value {
            Status::Waived if self.waiver_in_force(now).is_none() => Status::Open,
            status => status,
        }
    }

    /// Whether it is somebody's, and not settled at `now`.
    pub fn is_left_to(&self, member: MemberId, now: Timestamp) -> bool {
        self.owner.value == Some(member) && !self.status_at(now).is_settled()
    }

    /// The waiver that holds at `now`, if any.
    pub fn waiver_in_force(&self, now: Timestamp) -> Option<&Waiver> {
        let waiver = self.waiver.as_ref()?;
        let approved = matches!(waiver.state, WaiverState::Approved { .. });
        (approved && now < waiver.expires_at).then_some(waiver)
    }
}
