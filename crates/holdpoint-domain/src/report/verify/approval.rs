//! Approvals: what was signed, by whose word, and that it is in the log as it is told.

use super::content::{people, staleness};
use super::signature;
use super::step::{Steps, names};
use super::{KnownHead, Report, in_order, twice};
use crate::id::*;
use crate::launch::{Approval, ERASED_NAME, Event};
use crate::report::encoding::to_base64;
use crate::report::leaf::Leaf;
use crate::report::merkle;
use crate::report::signoff::SignoffApproval;
use crate::report::statement::{APPROVAL, ApprovalPredicate, STATEMENT, STATEMENT_HOURS, Statement, snapshot_name};
use crate::report::strict;
use crate::report::words;
use crate::template::Role;

/// Every approval by itself, then all together.
pub fn all(report: &Report<'_>, head: KnownHead, steps: &mut Steps) {
    let approvals = &report.signoff.predicate.approvals;
    let doubled = twice(approvals.iter().map(|approval| approval.id.to_string()))
        .or_else(|| twice(approvals.iter().map(|approval| format!("log entry {}", approval.log_entry.index))))
        .or_else(|| twice(approvals.iter().map(|approval| Digest::of(&approval.statement.0).to_string())));
    let ordered = approvals.is_sorted_by_key(|approval| approval.log_entry.index);
    let result = match doubled {
        Some(which) => Err(format!("an approval is there twice: {which}")),
        None if !ordered => Err("the approvals are not in the order of the log".into()),
        None => Ok(format!("{} approvals, each once", approvals.len())),
    };
    steps.check(names::APPROVALS, result);
    for told in approvals {
        let one = One { report, told, who: format!("{} as {}", told.approver.name, words::role(told.role)) };
        one.judge(head, steps);
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
        Some((name, known)) => Err(format!("the report calls somebody {name}, whom the pinned roster knows as {}", known.name)),
        None => Ok(format!("{} people are called as the pinned roster has them", known.len())),
    };
    steps.check(names::ROSTER, result);
    let is_stranger = |(id, name): &(MemberId, &str)| trust.approver(*id).is_none() && *name != ERASED_NAME;
    let strangers: Vec<_> = people(&report.snapshot.launch).filter(is_stranger).map(|(_, name)| name).collect();
    let alike = |name: &&str| trust.roster.iter().any(|known| !known.erased && known.name == *name);
    let alike: Vec<_> = strangers.iter().copied().filter(alike).collect();
    if !alike.is_empty() {
        let told =
            format!("the pinned roster knows {} by another id, so what the report tells of them may be of somebody else", alike.join(", "));
        steps.not_checked(names::ROSTER, told);
    } else if !strangers.is_empty() {
        let told =
            format!("{} people of the launch are not in the pinned roster: what they are called is the server's word", strangers.len());
        steps.not_checked(names::ROSTER, told);
    }
}

/// One approval of a report.
struct One<'a> {
    report: &'a Report<'a>,
    told: &'a SignoffApproval,
    /// For people: `Ann as release manager`.
    who: String,
}

type Signed = Statement<ApprovalPredicate>;

impl One<'_> {
    fn judge(&self, head: KnownHead, steps: &mut Steps) {
        let who = &self.who;
        let entry = self.entry(head);
        let at = entry.as_ref().ok().map(|(_, leaf)| leaf.recorded_at);
        signature::judge(self.report, (self.told, who), at, steps);
        let statement = match self.statement() {
            Ok(statement) => {
                steps.holds(
                    names::APPROVAL_STATEMENT,
                    format!("{who}: signed {}", statement.subject.first().map_or(self.told.id.to_string(), |s| s.digest().to_string())),
                );
                statement
            }
            Err(why) => return steps.failed(names::APPROVAL_STATEMENT, format!("{who}: {why}")),
        };
        let logged = entry.and_then(|(approval, leaf)| self.agrees(&approval, &leaf, &statement).map(|()| leaf));
        match logged {
            Ok(leaf) => {
                steps.holds(
                    names::APPROVAL_LOG,
                    format!("{who}: entry {} of the log, recorded {}", self.told.log_entry.index, leaf.recorded_at),
                );
                let times = self.times(&statement.predicate, leaf.recorded_at);
                steps.check(names::APPROVAL_TIMES, times.map_err(|why| format!("{who}: {why}")));
            }
            Err(why) => steps.failed(names::APPROVAL_LOG, format!("{who}: {why}")),
        }
        let stale = self.stale(&statement.predicate);
        steps.check(names::STALENESS, stale.map_err(|why| format!("{who}: {why}")));
        self.roster(steps);
    }

    fn statement(&self) -> Result<Signed, String> {
        let (told, launch) = (self.told, &self.report.snapshot.launch);
        let form = |error: serde_json::Error| format!("the signed statement is not of the form that {APPROVAL} has: {error}");
        let signed: Signed = strict::from_slice(&told.statement.0).map_err(form)?;
        let predicate = &signed.predicate;
        if signed.kind != STATEMENT || signed.predicate_type != APPROVAL {
            return Err("what was signed is no approval".into());
        }
        if predicate.launch_id != launch.id {
            return Err(format!("what was signed is about {}, not {}", predicate.launch_id, launch.id));
        }
        let about_snapshot = matches!(signed.subject.as_slice(), [one] if one.name == snapshot_name(launch.id));
        if !about_snapshot {
            return Err("what was signed is not about one snapshot of this launch".into());
        }
        if predicate.approval_id != told.id || predicate.approver != told.approver || predicate.role != told.role {
            return Err("the report names another approval, person or role than what was signed".into());
        }
        if predicate.role < Role::Approver {
            return Err(format!("nobody signs as {}", words::role(predicate.role)));
        }
        let member = launch.members.iter().find(|member| member.id == told.approver.id);
        match member {
            None => Err("the approver is no member of the launch".into()),
            Some(member) if member.name != told.approver.name => Err(format!("the launch knows the approver as {}", member.name)),
            Some(_) => Ok(signed),
        }
    }

    /// The event and its leaf, after showing that the leaf is in the log and the event is the leaf's.
    fn entry(&self, head: KnownHead) -> Result<(Approval, Leaf), String> {
        let entry = &self.told.log_entry;
        let path: Vec<_> = entry.inclusion_proof.iter().map(|node| node.0).collect();
        let head = head.ok_or("the log's checkpoint does not hold, so nothing is known to be in the log")?;
        if !head.includes(&merkle::leaf_hash(&entry.leaf.0), entry.index, &path) {
            return Err(format!("it is not entry {} of the log: the proof does not lead to the checkpoint's root", entry.index));
        }
        let leaf = Leaf::parse(&entry.leaf.0).ok_or("its entry in the log is no leaf of version 1")?;
        if !leaf.is_of(&entry.payload.0) {
            return Err("the event that the report gives is not the one in the log".into());
        }
        match strict::from_slice::<Event>(&entry.payload.0) {
            Ok(Event::Approved { approval }) if leaf.kind == "approved" => Ok((*approval, leaf)),
            _ => Err("its entry in the log is not about an approval".into()),
        }
    }

    /// Whether log, statement and report tell the same.
    fn agrees(&self, logged: &Approval, leaf: &Leaf, signed: &Signed) -> Result<(), String> {
        let (told, predicate) = (self.told, &signed.predicate);
        let subject = signed.subject.first().map(|subject| subject.digest());
        let rules = [
            (leaf.launch_id == self.report.snapshot.launch.id, "launch"),
            (leaf.actor == told.approver.id && logged.approver == told.approver.id, "person"),
            (leaf.recorded_at == logged.at, "time"),
            (logged.seq.0.checked_sub(1) == Some(told.log_entry.index), "place"),
            // A statement is about what was there before it was signed: one event at least.
            ((1..=told.log_entry.index).contains(&predicate.revision.0), "revision"),
            (logged.id == told.id, "approval"),
            (logged.role == told.role, "role"),
            (logged.comment == predicate.comment, "comment"),
            (Some(logged.snapshot) == subject, "snapshot"),
            (logged.statement == to_base64(&told.statement.0), "statement"),
            (logged.attestation == told.attestation, "attestation"),
            (logged.covers == predicate.covers && logged.covers_launch == predicate.covers_launch, "items"),
            (logged.revoked.is_none(), "revocation"),
        ];
        match rules.iter().find(|(same, _)| !same) {
            Some((_, what)) => Err(format!("the log, the signed statement and the report do not tell the same {what}")),
            None => Ok(()),
        }
    }

    fn times(&self, predicate: &ApprovalPredicate, recorded: Timestamp) -> Result<String, String> {
        let (claimed, issued) = (predicate.signed_at_claimed, self.report.signoff.predicate.issued_at);
        let last = claimed.saturating_add(jiff::SignedDuration::from_hours(STATEMENT_HOURS)).unwrap_or(Timestamp::MAX);
        if !in_order(claimed, recorded) || !in_order(recorded, last) {
            return Err(format!("it says that it was signed at {claimed}, but was recorded at {recorded}"));
        }
        if !in_order(recorded, issued) {
            return Err(format!("it was recorded at {recorded}, after the report was issued at {issued}"));
        }
        // Who signed an item as it is now cannot have done so before it became so.
        let stale = &self.told.stale.items;
        let seen = self.report.snapshot.items.iter().filter(|item| predicate.covers.contains_key(&item.id) && !stale.contains(&item.id));
        match seen.filter_map(|item| Some((&item.id, item.at?))).find(|(_, at)| !in_order(*at, recorded)) {
            Some((item, at)) => Err(format!("it was recorded at {recorded}, but covers item {item}, which became so at {at}")),
            None => Ok(format!("{}: signed {claimed}, recorded {recorded}", self.who)),
        }
    }

    fn stale(&self, predicate: &ApprovalPredicate) -> Result<String, String> {
        let stale = staleness(self.report, (&predicate.covers, predicate.covers_launch))
            .map_err(|lost| format!("what was signed covers item {lost}, which the snapshot does not have"))?;
        if stale != self.told.stale {
            return Err("the report is wrong about what changed since it was signed".into());
        }
        let who = &self.who;
        Ok(match (stale.is_none(), stale.launch) {
            (true, _) if predicate.covers.len() == self.report.snapshot.items.len() => {
                format!("{who}: covers everything that the report tells")
            }
            (true, _) => format!("{who}: covers {} items as the report tells them", predicate.covers.len()),
            (false, true) => format!("{who}: stale, the launch itself changed since, and {} items", stale.items.len()),
            (false, false) => format!("{who}: stale for {} items that changed since", stale.items.len()),
        })
    }

    fn roster(&self, steps: &mut Steps) {
        let (who, approver) = (&self.who, &self.told.approver);
        let Some(trust) = self.report.trust.filter(|trust| !trust.roster.is_empty()) else {
            return steps.not_checked(names::ROSTER, format!("{who}: no roster of approvers was pinned"));
        };
        let result = match trust.approver(approver.id) {
            None => Err(format!("{who}: not in the pinned roster of approvers")),
            Some(known) if known.name != approver.name && !known.erased => {
                Err(format!("{who}: the pinned roster knows this person as {}", known.name))
            }
            Some(known) if !known.roles.is_empty() && !known.roles.contains(&self.told.role) => {
                Err(format!("{who}: the pinned roster does not let them approve in this role"))
            }
            Some(known) if known.erased => Ok(format!("{who}: in the pinned roster by their id; the name was erased there")),
            Some(_) => Ok(format!("{who}: in the pinned roster of approvers")),
        };
        steps.check(names::ROSTER, result);
    }
}
