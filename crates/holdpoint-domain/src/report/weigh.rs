//! The gate, derived a second time: from a snapshot alone, as a verifier has to. Never says `go` where [`Launch::gate`] says `no_go`.
//!
//! [`Launch::gate`]: crate::launch::Launch::gate

use std::collections::BTreeSet;

use super::signoff::Staleness;
use crate::check::{Standing, Verdict};
use crate::id::*;
use crate::launch::{Decision, Gate, Reason, ReasonKind, Snapshot, SnapshotCheck, SnapshotEvidence, SnapshotItem, Status, Window};
use crate::template::{EvidenceNeed, Level, Role};

/// An approval as far as the gate asks: who, as what, and what changed since.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    pub approver: MemberId,
    pub role: Role,
    pub stale: &'a Staleness,
}

/// The verdict over a snapshot.
///
/// * `approvals`: those that were not revoked, in the order of the log.
/// * `at`: when the report was issued.
pub fn snapshot_gate(snapshot: &Snapshot, approvals: &[Given<'_>], at: Timestamp) -> Gate {
    let mut weighing = Weighing { snapshot, at, reasons: Vec::new(), notices: Vec::new(), ends: BTreeSet::new() };
    for item in &snapshot.items {
        weighing.item(item);
    }
    weighing.bare_checks();
    weighing.required(approvals);
    weighing.stale(approvals);
    let holds_until = weighing.ends.first().copied();
    if let (Some(end), Some(Window { to, .. })) = (holds_until, snapshot.launch.window)
        && end < to
    {
        let text = format!("What the sign-off rests on ends at {end}, before the change window does at {to}.");
        weighing.reasons.push(Reason { kind: ReasonKind::EndsInWindow, item: None, check: None, text });
    }
    let decision = if weighing.reasons.is_empty() { Decision::Go } else { Decision::NoGo };
    Gate { decision, reasons: weighing.reasons, notices: weighing.notices, holds_until }
}

impl Snapshot {
    /// How a check's receipt stood; one of another environment is stale here. `None`: it never ran.
    pub(super) fn standing(&self, check: &SnapshotCheck, at: Timestamp) -> Option<Standing> {
        let (verdict, source, end) = (check.result?, check.source.as_ref()?, check.expires_at?);
        let elsewhere = self.launch.connection.as_ref().is_some_and(|connection| connection != source);
        Some(match verdict {
            _ if elsewhere => Standing::Stale,
            // A failure does not heal by waiting.
            Verdict::Fail => Standing::Failing,
            _ if end <= at => Standing::Stale,
            Verdict::Pass => Standing::Passing,
            Verdict::Warn => Standing::Warning,
            Verdict::Unknown => Standing::Unknown,
        })
    }

    pub(super) fn member_name(&self, member: MemberId) -> &str {
        let present = self.launch.members.iter().map(|known| (known.id, &known.name));
        let mut people = present.chain(self.launch.former.iter().map(|known| (known.id, &known.name)));
        people.find(|(id, _)| *id == member).map_or("somebody", |(_, name)| name.as_str())
    }

    fn role_of(&self, member: MemberId) -> Option<Role> {
        self.launch.members.iter().find(|known| known.id == member).map(|member| member.role)
    }

    fn proves(&self, check: &SnapshotCheck, at: Timestamp) -> bool {
        matches!(self.standing(check, at), Some(Standing::Passing | Standing::Warning))
    }
}

struct Weighing<'a> {
    snapshot: &'a Snapshot,
    at: Timestamp,
    reasons: Vec<Reason>,
    notices: Vec<Reason>,
    /// When something that the verdict rests on expires.
    ends: BTreeSet<Timestamp>,
}

impl<'a> Weighing<'a> {
    /// Blocks when the item is a `must`, else is told.
    fn no(&mut self, kind: ReasonKind, about: (&SnapshotItem, Option<&SnapshotCheck>), text: String) {
        let (item, check) = about;
        let reason = Reason { kind, item: Some(item.id.clone()), check: check.map(|check| check.id.clone()), text };
        match item.level {
            Level::Must => self.reasons.push(reason),
            Level::Should => self.notices.push(reason),
        }
    }

    fn notice(&mut self, kind: ReasonKind, about: (&SnapshotItem, Option<&SnapshotCheck>), text: String) {
        let (item, check) = about;
        self.notices.push(Reason { kind, item: Some(item.id.clone()), check: check.map(|check| check.id.clone()), text });
    }

    fn item(&mut self, item: &SnapshotItem) {
        let title = &item.title;
        match item.status {
            Status::Open | Status::InProgress | Status::Blocked => {
                self.no(ReasonKind::ItemOpen, (item, None), format!("“{title}” is {}.", item.status.words()));
            }
            Status::NotApplicable => {
                let why = item.justification.as_deref().unwrap_or("no justification");
                self.notice(ReasonKind::NotApplicable, (item, None), format!("“{title}” does not apply: {why}"));
            }
            Status::Waived => {
                let in_force = |waiver: &&crate::launch::SnapshotWaiver| waiver.approved_by.is_some() && self.at < waiver.expires_at;
                match item.waiver.as_ref().filter(in_force) {
                    Some(waiver) => {
                        let (end, why) = (waiver.expires_at, &waiver.reason);
                        self.ends.insert(end);
                        self.notice(ReasonKind::WaiverInForce, (item, None), format!("“{title}” is waived until {end}: {why}"));
                    }
                    None => self.no(ReasonKind::WaiverExpired, (item, None), format!("The waiver of “{title}” has expired.")),
                }
            }
            Status::Done => self.done(item),
        }
    }

    fn done(&mut self, item: &SnapshotItem) {
        let (snapshot, title) = (self.snapshot, &item.title);
        let strict = item.needs == EvidenceNeed::Check;
        for check in checks_of(snapshot, item) {
            let (name, about) = (&check.title, (item, Some(check)));
            match snapshot.standing(check, self.at) {
                Some(Standing::Failing) => {
                    self.no(ReasonKind::CheckFailing, about, format!("“{title}” is ticked, but the check “{name}” fails."));
                }
                None if strict => {
                    self.no(ReasonKind::CheckMissing, about, format!("“{title}” needs the check “{name}”; it has not run."));
                }
                Some(Standing::Stale) if strict => {
                    self.no(ReasonKind::CheckStale, about, format!("“{title}” rests on the check “{name}”, which is stale."));
                }
                Some(Standing::Unknown) if strict => {
                    self.no(ReasonKind::CheckUnknown, about, format!("“{title}” needs the check “{name}”; its result is unknown."));
                }
                Some(Standing::Warning) => {
                    self.notice(ReasonKind::CheckWarning, about, format!("The check “{name}” of “{title}” warns."));
                }
                Some(Standing::Passing | Standing::Stale | Standing::Unknown) | None => {}
            }
        }
        if item.needs == EvidenceNeed::Optional {
            return;
        }
        let offers: Vec<Option<Timestamp>> = self.offers(item);
        let fresh = |end: &Option<Timestamp>| end.is_none_or(|end| self.at < end);
        // Of what it rests on, what lasts longest; `None` lasts for good.
        let lasting = offers.iter().filter(|end| fresh(end)).max_by_key(|end| end.unwrap_or(Timestamp::MAX));
        match lasting {
            Some(end) => self.ends.extend(*end),
            None if item.needs != EvidenceNeed::Required => {}
            None if offers.is_empty() => {
                self.no(ReasonKind::EvidenceMissing, (item, None), format!("“{title}” is ticked without evidence."));
            }
            None => self.no(ReasonKind::EvidenceExpired, (item, None), format!("The evidence of “{title}” has expired.")),
        }
    }

    /// Until when each thing that an item can rest on lasts, expired ones too; `None`: for good.
    fn offers(&self, item: &SnapshotItem) -> Vec<Option<Timestamp>> {
        let (snapshot, at) = (self.snapshot, self.at);
        let mut offers = Vec::new();
        if item.needs != EvidenceNeed::Check {
            let counting = item.evidence.iter().filter(|evidence| counts(snapshot, evidence, at));
            offers.extend(counting.map(|evidence| evidence.expires_at));
        }
        for check in checks_of(snapshot, item) {
            match snapshot.standing(check, at) {
                Some(Standing::Passing | Standing::Warning) => offers.push(check.expires_at),
                Some(Standing::Stale) => offers.push(Some(Timestamp::MIN)),
                Some(Standing::Failing | Standing::Unknown) | None => {}
            }
        }
        offers
    }

    /// As the launch's gate: a check that proves no item speaks for itself.
    fn bare_checks(&mut self) {
        for check in self.snapshot.checks.iter().filter(|check| check.proves.is_empty()) {
            if self.snapshot.standing(check, self.at) == Some(Standing::Failing) {
                let (check, text) = (Some(check.id.clone()), format!("The check “{}” fails.", check.title));
                self.reasons.push(Reason { kind: ReasonKind::CheckFailing, item: None, check, text });
            }
        }
    }

    fn required(&mut self, approvals: &[Given<'_>]) {
        let policy = &self.snapshot.policy;
        let mut counted: BTreeSet<MemberId> = BTreeSet::new();
        // The strictest role first, so that its few holders are not used up for a lower one.
        let mut required: Vec<_> = policy.required_roles.iter().collect();
        required.sort_by_key(|required| std::cmp::Reverse(required.role));
        for required in required {
            let mut have: BTreeSet<MemberId> = BTreeSet::new();
            for given in approvals.iter().filter(|given| given.role == required.role && given.stale.is_none()) {
                let still_may = self.snapshot.role_of(given.approver) >= Some(required.role);
                let free = !policy.distinct_approvers || !counted.contains(&given.approver);
                if still_may && free && (have.len() as u64) < u64::from(required.count) {
                    have.insert(given.approver);
                }
            }
            if (have.len() as u64) < u64::from(required.count) {
                let text = missing(required.role, have.len(), required.count);
                self.reasons.push(Reason { kind: ReasonKind::ApprovalMissing, item: None, check: None, text });
            }
            counted.extend(have);
        }
    }

    /// A stale approval is told of, whether or not another one fills its place.
    fn stale(&mut self, approvals: &[Given<'_>]) {
        for (place, given) in approvals.iter().enumerate().filter(|(_, given)| !given.stale.is_none()) {
            let later = approvals.get(place + 1..).unwrap_or_default();
            if later.iter().any(|later| later.approver == given.approver && later.role == given.role) {
                continue;
            }
            let what = match given.stale.items.as_slice() {
                [] => "the launch's details".to_owned(),
                [one] => format!("item {one}"),
                several => format!("{} items", several.len()),
            };
            let text = format!("{} signed before {what} changed.", self.snapshot.member_name(given.approver));
            let item = given.stale.items.first().cloned();
            self.notices.push(Reason { kind: ReasonKind::ApprovalStale, item, check: None, text });
        }
    }
}

fn checks_of<'a>(snapshot: &'a Snapshot, item: &SnapshotItem) -> impl Iterator<Item = &'a SnapshotCheck> {
    snapshot.checks.iter().filter(|check| check.proves.contains(&item.id))
}

/// Whether a piece of evidence counts: an attached receipt does as long as the check itself does not say otherwise.
fn counts(snapshot: &Snapshot, evidence: &SnapshotEvidence, at: Timestamp) -> bool {
    let Some(receipt) = evidence.resource.receipt else {
        return true;
    };
    let latest = snapshot.checks.iter().find(|check| check.id.as_str() == evidence.resource.name && check.receipt.is_some());
    latest.is_some_and(|latest| latest.receipt != Some(receipt) || snapshot.proves(latest, at))
}

fn missing(role: Role, have: usize, count: u32) -> String {
    let role = super::words::role(role);
    if count == 1 { format!("No {role} has signed what is here now.") } else { format!("{have} of {count} people have signed as {role}.") }
}
