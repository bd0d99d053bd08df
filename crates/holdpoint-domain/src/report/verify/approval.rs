//! Approvals: what was signed, by whose word, and that it is in the log as it is told.

use std::collections::BTreeSet;

use super::content::{people, staleness};
use super::signature;
use super::step::{Steps, names};
use super::{KnownHead, Report, in_order, twice};
use crate::id::*;
use crate::launch::{self, ERASED_NAME, Event};
use crate::report::encoding::to_base64;
use crate::report::found::{Approval, Approvals, Part, Who};
use crate::report::leaf::Leaf;
use crate::report::merkle;
use crate::report::signoff::SignoffApproval;
use crate::report::statement::{APPROVAL, ApprovalPredicate, STATEMENT, STATEMENT_HOURS, Statement, snapshot_name};
use crate::report::strict;
use crate::template::Role;
use crate::unseen::seen_name;

/// Every approval by itself, then all together.
pub fn all(report: &Report<'_>, head: KnownHead, steps: &mut Steps) {
    let approvals = &report.signoff.predicate.approvals;
    let doubled = twice(approvals.iter().map(|approval| approval.id)).map(|id| Approvals::Twice { id: id.to_string() });
    let doubled = doubled.or_else(|| {
        let index = twice(approvals.iter().map(|approval| approval.log_entry.index))?;
        Some(Approvals::EntryTwice { index })
    });
    let doubled = doubled.or_else(|| {
        let digest = twice(approvals.iter().map(|approval| Digest::of(&approval.statement.0)))?;
        Some(Approvals::Twice { id: digest.to_string() })
    });
    let ordered = approvals.is_sorted_by_key(|approval| approval.log_entry.index);
    let result = match doubled {
        Some(doubled) => Err(doubled),
        None if !ordered => Err(Approvals::Disordered),
        None => Ok(Approvals::Once { count: approvals.len() }),
    };
    steps.check(names::APPROVALS, result);
    for told in approvals {
        One { report, told, who: Who::of(told) }.judge(head, steps);
    }
    named(report, steps);
}

/// Who does not sign is named too, by items, evidence and waivers: nobody whom the pinned roster knows is called otherwise. Whom it does not
/// know may be called like somebody whom it does.
fn named(report: &Report<'_>, steps: &mut Steps) {
    let Some(trust) = report.trust.filter(|trust| !trust.roster.is_empty()) else {
        return; // Each approval says so.
    };
    let known = people(&report.snapshot.launch).filter_map(|(id, name)| Some((name, trust.approver(id)?)));
    let known: Vec<_> = known.filter(|(name, known)| !known.erased && *name != ERASED_NAME).collect();
    let result = match known.iter().find(|(name, known)| known.name != *name) {
        Some((name, known)) => Err(Approvals::NameOther { name: (*name).to_owned(), known: known.name.clone() }),
        None => Ok(Approvals::Names { count: known.len() }),
    };
    steps.check(names::ROSTER, result);
    let is_stranger = |(id, name): &(MemberId, &str)| trust.approver(*id).is_none() && *name != ERASED_NAME;
    let strangers: Vec<_> = people(&report.snapshot.launch).filter(is_stranger).map(|(_, name)| name.to_owned()).collect();
    let count = strangers.len();
    // As they are read: a joiner in a name is another name to a program alone.
    let pinned: BTreeSet<_> = trust.roster.iter().filter(|known| !known.erased).map(|known| seen_name(&known.name)).collect();
    let names: Vec<_> = strangers.into_iter().filter(|name| pinned.contains(&seen_name(name))).collect();
    if !names.is_empty() {
        steps.not_checked(names::ROSTER, Approvals::NamesAlike { names });
    } else if count != 0 {
        steps.not_checked(names::ROSTER, Approvals::NamesUnknown { count });
    }
}

/// One approval of a report.
struct One<'a> {
    report: &'a Report<'a>,
    told: &'a SignoffApproval,
    who: Who,
}

type Signed = Statement<ApprovalPredicate>;

impl One<'_> {
    fn judge(&self, head: KnownHead, steps: &mut Steps) {
        let who = &self.who;
        let entry = self.entry(head);
        let at = entry.as_ref().ok().map(|(_, leaf)| leaf.recorded_at);
        signature::judge(self.report, (self.told, who), at, steps);
        let statement = match self.statement() {
            Ok(statement) => statement,
            Err(why) => return steps.failed(names::APPROVAL_STATEMENT, (who, why)),
        };
        let what = statement.subject.first().map_or_else(|| self.told.id.to_string(), |subject| subject.digest().to_string());
        steps.holds(names::APPROVAL_STATEMENT, (who, Approval::Signed { what }));
        let logged = entry.and_then(|(approval, leaf)| self.agrees(&approval, &leaf, &statement).map(|()| leaf.recorded_at));
        match logged {
            Ok(at) => {
                steps.holds(names::APPROVAL_LOG, (who, Approval::Recorded { index: self.told.log_entry.index, at }));
                steps.check_of(names::APPROVAL_TIMES, (who, self.times(&statement.predicate, at)));
            }
            Err(why) => steps.failed(names::APPROVAL_LOG, (who, why)),
        }
        steps.check_of(names::STALENESS, (who, self.stale(&statement.predicate)));
        self.roster(steps);
    }

    fn statement(&self) -> Result<Signed, Approval> {
        let (told, launch) = (self.told, &self.report.snapshot.launch);
        let form = |error: serde_json::Error| Approval::Form { why: error.to_string() };
        let signed: Signed = strict::from_slice(&told.statement.0).map_err(form)?;
        let predicate = &signed.predicate;
        if signed.kind != STATEMENT || signed.predicate_type != APPROVAL {
            return Err(Approval::NoApproval);
        }
        if predicate.launch_id != launch.id {
            return Err(Approval::LaunchOther { about: predicate.launch_id, launch: launch.id });
        }
        let about_snapshot = matches!(signed.subject.as_slice(), [one] if one.name == snapshot_name(launch.id));
        if !about_snapshot {
            return Err(Approval::SnapshotOther);
        }
        if predicate.approval_id != told.id || predicate.approver != told.approver || predicate.role != told.role {
            return Err(Approval::PersonOther);
        }
        if predicate.role < Role::Approver {
            return Err(Approval::NoSuchRole { role: predicate.role });
        }
        let member = launch.members.iter().find(|member| member.id == told.approver.id);
        match member {
            None => Err(Approval::NoMember),
            Some(member) if member.name != told.approver.name => Err(Approval::NameOther { known: member.name.clone() }),
            Some(_) => Ok(signed),
        }
    }

    /// The event and its leaf, after showing that the leaf is in the log and the event is the leaf's.
    fn entry(&self, head: KnownHead) -> Result<(launch::Approval, Leaf), Approval> {
        let entry = &self.told.log_entry;
        let path: Vec<_> = entry.inclusion_proof.iter().map(|node| node.0).collect();
        let head = head.ok_or(Approval::NoCheckpoint)?;
        if !head.includes(&merkle::leaf_hash(&entry.leaf.0), entry.index, &path) {
            return Err(Approval::NotEntry { index: entry.index });
        }
        let leaf = Leaf::parse(&entry.leaf.0).ok_or(Approval::NoLeaf)?;
        if !leaf.is_of(&entry.payload.0) {
            return Err(Approval::EventOther);
        }
        match strict::from_slice::<Event>(&entry.payload.0) {
            Ok(Event::Approved { approval }) if leaf.kind == "approved" => Ok((*approval, leaf)),
            _ => Err(Approval::EntryOther),
        }
    }

    /// Whether log, statement and report tell the same.
    fn agrees(&self, logged: &launch::Approval, leaf: &Leaf, signed: &Signed) -> Result<(), Approval> {
        let (told, predicate) = (self.told, &signed.predicate);
        let subject = signed.subject.first().map(|subject| subject.digest());
        let rules = [
            (leaf.launch_id == self.report.snapshot.launch.id, Part::Launch),
            (leaf.actor == told.approver.id && logged.approver == told.approver.id, Part::Person),
            (leaf.recorded_at == logged.at, Part::Time),
            (logged.seq.0.checked_sub(1) == Some(told.log_entry.index), Part::Place),
            // A statement is about what was there before it was signed: one event at least.
            ((1..=told.log_entry.index).contains(&predicate.revision.0), Part::Revision),
            (logged.id == told.id, Part::Approval),
            (logged.role == told.role, Part::Role),
            (logged.comment == predicate.comment, Part::Comment),
            (Some(logged.snapshot) == subject, Part::Snapshot),
            (logged.statement == to_base64(&told.statement.0), Part::Statement),
            (logged.attestation == told.attestation, Part::Attestation),
            (logged.covers == predicate.covers && logged.covers_launch == predicate.covers_launch, Part::Items),
            (logged.revoked.is_none(), Part::Revocation),
        ];
        match rules.iter().find(|(same, _)| !same) {
            Some((_, part)) => Err(Approval::NotAlike { part: *part }),
            None => Ok(()),
        }
    }

    fn times(&self, predicate: &ApprovalPredicate, at: Timestamp) -> Result<Approval, Approval> {
        let (claimed, issued) = (predicate.signed_at_claimed, self.report.signoff.predicate.issued_at);
        let last = claimed.saturating_add(jiff::SignedDuration::from_hours(STATEMENT_HOURS)).unwrap_or(Timestamp::MAX);
        if !in_order(claimed, at) || !in_order(at, last) {
            return Err(Approval::TimesOther { claimed, at });
        }
        if !in_order(at, issued) {
            return Err(Approval::TooLate { at, issued });
        }
        // Who signed an item as it is now cannot have done so before it became so.
        let stale = &self.told.stale.items;
        let seen = self.report.snapshot.items.iter().filter(|item| predicate.covers.contains_key(&item.id) && !stale.contains(&item.id));
        match seen.filter_map(|item| Some((&item.id, item.at?))).find(|(_, later)| !in_order(*later, at)) {
            Some((item, later)) => Err(Approval::TooEarly { at, item: item.clone(), later }),
            None => Ok(Approval::Times { claimed, at }),
        }
    }

    fn stale(&self, predicate: &ApprovalPredicate) -> Result<Approval, Approval> {
        let stale = staleness(self.report, (&predicate.covers, predicate.covers_launch)).map_err(|item| Approval::Lost { item })?;
        if stale != self.told.stale {
            return Err(Approval::StaleWrong);
        }
        let (covered, items) = (predicate.covers.len(), stale.items.len());
        Ok(match (stale.is_none(), stale.launch) {
            (true, _) if covered == self.report.snapshot.items.len() => Approval::CoversAll,
            (true, _) => Approval::Covers { items: covered },
            (false, true) => Approval::LaunchStale { items },
            (false, false) => Approval::ItemsStale { items },
        })
    }

    fn roster(&self, steps: &mut Steps) {
        let (who, approver) = (&self.who, &self.told.approver);
        let Some(trust) = self.report.trust.filter(|trust| !trust.roster.is_empty()) else {
            return steps.not_checked(names::ROSTER, (who, Approval::NoRoster));
        };
        let result = match trust.approver(approver.id) {
            None => Err(Approval::NotInRoster),
            Some(known) if known.name != approver.name && !known.erased => Err(Approval::RosterName { known: known.name.clone() }),
            Some(known) if !known.roles.is_empty() && !known.roles.contains(&self.told.role) => Err(Approval::RosterRole),
            Some(known) if known.erased => Ok(Approval::InRosterErased),
            Some(_) => Ok(Approval::InRoster),
        };
        steps.check_of(names::ROSTER, (who, result));
    }
}
