//! Records: what only the server may make happen. No browser can claim a check's result or a signature.

use std::collections::BTreeMap;

use super::refusal::{Refusal, order, rule};
use super::rules;
use super::{
    Approval, Attempt, Attestation, Context, Decision, Destination, Event, Launch, NewDelivery, NewEvidence, NewTemplate, SignedReport,
};
use crate::check::{Check, Receipt, Standing, Verdict};
use crate::id::*;
use crate::template::Role;

/// Something that the server itself did or witnessed.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// It ran a check.
    Checked(Box<Receipt>),
    /// It ran a check by its schedule; the actor is [`MemberId::SCHEDULE`].
    Scheduled(Box<Receipt>),
    /// Somebody pushed results, which it read and judged, or files, of which it judged nothing.
    Pushed(NewPush),
    /// It watched an integration in a drill: a receipt for each check that the drill had something to say about.
    Drilled(Vec<Receipt>),
    /// A person signed in front of it.
    Approved(Box<NewApproval>),
    /// It issued a report.
    ReportSigned(NewReport),
    /// Somebody asked for a report to be delivered, to a system that the server knows.
    DeliveryAsked(NewDelivery),
    /// It tried to deliver; the actor is [`MemberId::SERVER`].
    DeliveryTried(Attempt),
    /// A release manager moves the launch to a version of its template that the server has.
    TemplateUpgraded(NewTemplate),
    /// Somebody signed in whose group has a role here. The actor is who signed in.
    RoleByGroup(GroupRole),
}

/// A role that the operator gives to the members of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupRole {
    pub role: Role,
    /// As the organisation's sign-in calls it.
    pub group: String,
}

/// What one push brings: all of it is recorded, or nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewPush {
    pub receipts: Vec<Receipt>,
    pub evidence: Vec<(ItemId, NewEvidence)>,
}

/// An approval as it was signed; what it covers is [`Launch::covers_for`] of the launch whose snapshot was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewApproval {
    pub id: ApprovalId,
    pub role: Role,
    pub comment: String,
    /// The place that the snapshot tells of.
    pub revision: Seq,
    pub snapshot: Digest,
    pub statement: String,
    pub attestation: Attestation,
    pub covers: BTreeMap<ItemId, Digest>,
    pub covers_launch: Digest,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReport {
    pub revision: Seq,
    pub snapshot: Digest,
    pub bundle: Digest,
    pub html: Digest,
    pub decision: Decision,
    /// To where the operator's configuration sends it by itself.
    pub to: Vec<Destination>,
}

impl Launch {
    /// What a record makes happen.
    ///
    /// * Errors: the rule that stands against it: a role, an open item, a launch that changed since the snapshot.
    pub fn decide_record(&self, record: &Record, context: &Context) -> Result<Vec<Event>, Refusal> {
        if !matches!(record, Record::RoleByGroup(_) | Record::Scheduled(_) | Record::DeliveryTried(_)) {
            self.need(context, Role::Contributor)?;
        }
        let events = match record {
            Record::RoleByGroup(new) => self.decide_group_role(new, context)?,
            Record::TemplateUpgraded(new) => self.decide_template(new, context)?,
            Record::Checked(receipt) => {
                let check = self.template.check(&receipt.check).filter(|check| check.can_be_run());
                let check = check.ok_or_else(|| Refusal::NoSuch { what: "check that can be run", id: receipt.check.to_string() })?;
                by_these_rules(check, receipt)?;
                vec![self.checked(receipt.clone(), context)]
            }
            Record::Scheduled(receipt) => self.decide_scheduled(receipt, context)?,
            Record::Pushed(new) => self.decide_push(new, context)?,
            Record::Drilled(receipts) => self.decide_drill(receipts, context)?,
            Record::Approved(new) => vec![self.decide_approval(new, context)?],
            Record::ReportSigned(new) => self.decide_report(new, context),
            Record::DeliveryAsked(new) => self.decide_delivery(new, context)?,
            Record::DeliveryTried(attempt) => self.decide_attempt(attempt, context)?,
        };
        Ok(events)
    }

    pub(super) fn checked(&self, receipt: Box<Receipt>, context: &Context) -> Event {
        Event::Checked { beside: self.stays(&receipt, context.now), receipt }
    }

    /// Whether the receipt that a check has stays, because a new one saw nothing of the same environment: a failure would be gone without anything
    /// that passes, and what is stale would not be asked for again. One that saw nothing itself makes way.
    pub(super) fn stays(&self, new: &Receipt, now: Timestamp) -> bool {
        let Some(known) = self.receipts.get(&new.check) else { return false };
        let saw = |receipt: &Receipt| receipt.judgement.verdict != Verdict::Unknown;
        let is_over = matches!(known.standing(now), Standing::Failing | Standing::Stale);
        !saw(new) && saw(known) && is_over && known.connection == new.connection
    }

    fn decide_report(&self, new: &NewReport, context: &Context) -> Vec<Event> {
        let report = SignedReport {
            revision: new.revision,
            snapshot: new.snapshot,
            bundle: new.bundle,
            html: new.html,
            decision: new.decision,
            by: context.actor,
            at: context.now,
            seq: self.seq.next(),
        };
        let mut events = vec![Event::ReportSigned { report }];
        events.extend(self.deliveries_of_report(new.bundle, &new.to));
        events
    }

    fn decide_push(&self, new: &NewPush, context: &Context) -> Result<Vec<Event>, Refusal> {
        let mut events = Vec::new();
        for receipt in &new.receipts {
            // What anybody can upload says nothing about a check that the server runs itself.
            let check = self.template.check(&receipt.check).filter(|check| check.pushed().is_some());
            let check = check.ok_or_else(|| Refusal::NoSuch { what: "check whose result is pushed", id: receipt.check.to_string() })?;
            by_these_rules(check, receipt)?;
            if let Some(failed) = self.later_failure(receipt) {
                let at = receipt.observation.started_at.to_string();
                return Err(Refusal::WrongOrder(order::older_result(at, receipt.check.as_str(), failed.to_string())));
            }
            events.push(self.checked(Box::new(receipt.clone()), context));
        }
        for (item, evidence) in &new.evidence {
            events.extend(self.decide_evidence(item, evidence, context)?);
        }
        Ok(events)
    }

    /// When a run began that failed and is later than this one. Jobs and drills come to their end in another order than they began, and old jobs are
    /// started again: what an earlier run saw says nothing about a failure of a later one. A minute is for clocks that differ.
    fn later_failure(&self, receipt: &Receipt) -> Option<Timestamp> {
        let at = receipt.observation.started_at;
        let is_before = |failed: &Timestamp| at.saturating_add(jiff::SignedDuration::from_mins(1)).is_ok_and(|latest| latest < *failed);
        let failing = self.receipts.get(&receipt.check).filter(|known| known.judgement.verdict == Verdict::Fail);
        failing.map(|known| known.observation.started_at).filter(is_before)
    }

    /// A drill goes on for a while: what it judged by rules that the checklist has no more, of a check that is gone, or of one that a later drill saw
    /// failing, is left out, and the rest counts.
    fn decide_drill(&self, receipts: &[Receipt], context: &Context) -> Result<Vec<Event>, Refusal> {
        let (mut events, mut left_out) = (Vec::new(), None);
        for receipt in receipts {
            let check = self.template.check(&receipt.check).filter(|check| check.drill().is_some());
            let gone = || Refusal::NoSuch { what: "check that a drill judges", id: receipt.check.to_string() };
            let outdated = |failed: Timestamp| Refusal::WrongOrder(order::older_drill(receipt.check.as_str(), failed.to_string()));
            let judged = check.ok_or_else(gone).and_then(|check| by_these_rules(check, receipt));
            match judged.and_then(|()| self.later_failure(receipt).map_or(Ok(()), |failed| Err(outdated(failed)))) {
                Ok(()) => events.push(self.checked(Box::new(receipt.clone()), context)),
                Err(refusal) => left_out = Some(refusal),
            }
        }
        match left_out {
            Some(refusal) if events.is_empty() => Err(refusal),
            Some(_) | None => Ok(events),
        }
    }

    /// Whether somebody may run a check, open a drill, push a result or issue a report, before anything is done.
    ///
    /// * Errors: the role that they lack.
    pub fn may_work(&self, member: MemberId, owner: bool) -> Result<(), Refusal> {
        match self.seen_by(member, owner)? {
            Role::Viewer => Err(Refusal::NotAllowed { needs: Role::Contributor, has: Role::Viewer }),
            Role::Contributor | Role::Approver | Role::ReleaseManager => Ok(()),
        }
    }

    /// Whether somebody may sign now, before anything is signed.
    ///
    /// * Errors: as [`Launch::decide_record`] for an approval.
    pub fn may_approve(&self, role: Role, revision: Seq, context: &Context) -> Result<(), Refusal> {
        if role < Role::Approver {
            return Err(Refusal::Bad { field: "role", rule: rule::signs_nothing() });
        }
        self.need(context, role)?;
        // What was seen earlier may be signed as long as it is the same: what is covered is compared, not the place.
        if self.seq < revision {
            return Err(Refusal::Outdated { seen: revision, now: self.seq });
        }
        let (mut count, mut first) = (0, None);
        self.weigh(context.now, &mut |found| {
            if found.blocks && !found.kind().is_about_approvals() {
                count += 1;
                first.get_or_insert_with(|| Box::new(found.told()));
            }
        });
        if let Some(first) = first {
            return Err(Refusal::NotReady { count, first });
        }
        if self.covers_for(context.actor, role).is_empty() && self.launch_covered(context.actor, role) {
            return Err(Refusal::AlreadySigned(role));
        }
        Ok(())
    }

    fn decide_approval(&self, new: &NewApproval, context: &Context) -> Result<Event, Refusal> {
        self.may_approve(new.role, new.revision, context)?;
        if self.approvals.iter().any(|known| known.id == new.id) {
            return Err(Refusal::Exists { what: "approval" });
        }
        let present = self.item_digests();
        let as_seen = new.covers.iter().all(|(item, digest)| present.get(item) == Some(digest));
        if !as_seen || new.covers_launch != self.launch_digest() {
            return Err(Refusal::Outdated { seen: new.revision, now: self.seq });
        }
        if new.covers != self.covers_for(context.actor, new.role) {
            return Err(Refusal::Bad { field: "covers", rule: rule::covers() });
        }
        let comment = new.comment.trim();
        let comment = if comment.is_empty() { String::new() } else { rules::text("comment", comment)? };
        Ok(Event::Approved {
            approval: Box::new(Approval {
                id: new.id,
                approver: context.actor,
                role: new.role,
                comment,
                at: context.now,
                snapshot: new.snapshot,
                statement: new.statement.clone(),
                attestation: new.attestation.clone(),
                covers: new.covers.clone(),
                covers_launch: new.covers_launch,
                seq: self.seq.next(),
                revoked: None,
            }),
        })
    }
}

/// The launch may move to another version of its checklist while a check runs. A snapshot tells a receipt beside the present rules, so what was
/// judged by others is not recorded under these.
pub(super) fn by_these_rules(check: &Check, receipt: &Receipt) -> Result<(), Refusal> {
    if check.digest() == receipt.configuration {
        return Ok(());
    }
    Err(Refusal::WrongOrder(order::other_rules()))
}
