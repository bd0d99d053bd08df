//! The gate, derived a second time: from a snapshot alone, as a verifier has to. Never says `go` where [`Launch::gate`] says `no_go`.
//!
//! [`Launch::gate`]: crate::launch::Launch::gate

use std::collections::{BTreeMap, BTreeSet};

use crate::check::{Standing, Verdict};
use crate::id::*;
use crate::launch::{Coverable, Covering, Signed};
use crate::launch::{Decision, Gate, Reason, Snapshot, SnapshotCheck, SnapshotEvidence, SnapshotItem, Status, Why, Window};
use crate::template::{EvidenceNeed, Level, Role};

/// An approval as far as the gate asks: who, as what, and what of.
#[derive(Clone, Debug)]
pub struct Given {
    pub approver: MemberId,
    pub role: Role,
    pub covers: BTreeMap<ItemId, Digest>,
    pub covers_launch: Digest,
}

/// The verdict over a snapshot.
///
/// * `approvals`: those that were not revoked, in the order of the log.
/// * `at`: when the report was issued.
pub fn snapshot_gate(snapshot: &Snapshot, approvals: &[Given], at: Timestamp) -> Gate {
    let mut weighing = Weighing { snapshot, at, reasons: Vec::new(), notices: Vec::new(), ends: BTreeSet::new() };
    for item in &snapshot.items {
        weighing.item(item);
    }
    weighing.bare_checks();
    weighing.approvals(approvals);
    let holds_until = weighing.ends.first().copied();
    if let (Some(end), Some(Window { to, .. })) = (holds_until, snapshot.launch.window)
        && end < to
    {
        weighing.reasons.push(Reason { item: None, check: None, why: Why::EndsInWindow { end, to } });
    }
    let decision = if weighing.reasons.is_empty() { Decision::Go } else { Decision::NoGo };
    Gate { decision, reasons: weighing.reasons, notices: weighing.notices, holds_until }
}

impl Snapshot {
    /// How a check's receipt stood; one of another environment is stale here. `None`: it never ran.
    pub(super) fn standing(&self, check: &SnapshotCheck, at: Timestamp) -> Option<Standing> {
        let (verdict, end) = (check.result?, check.expires_at?);
        let elsewhere = self.launch.connection.as_ref().zip(check.source.as_ref()).is_some_and(|(connection, source)| connection != source);
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

    /// As the launch's own rule: they hold the role, and answer for the section.
    fn may_sign_for(&self, member: MemberId, role: Role, section: &SectionId) -> bool {
        let known = self.launch.members.iter().find(|known| known.id == member);
        known.filter(|known| role <= known.role).is_some_and(|known| match known.role {
            Role::ReleaseManager => true,
            Role::Approver => known.sections.is_empty() || known.sections.contains(section),
            Role::Viewer | Role::Contributor => false,
        })
    }

    fn covering<'a>(&'a self, approvals: &'a [Given]) -> Covering<'a> {
        let digests = self.item_digests();
        let coverable = |item: &'a SnapshotItem| {
            let digest = Some(*digests.get(&item.id)?);
            Some(Coverable { id: &item.id, title: &item.title, section: &item.section, digest, doers: doers(item) })
        };
        let signed = |given: &'a Given| Signed {
            approver: given.approver,
            role: given.role,
            covers: &given.covers,
            covers_launch: given.covers_launch,
        };
        Covering {
            items: self.items.iter().filter_map(coverable).collect(),
            launch: Some(self.launch_digest()),
            required: self.policy.required(),
            distinct_approvers: self.policy.distinct_approvers,
            segregation_of_duties: self.policy.segregation_of_duties,
            signed: approvals.iter().map(signed).collect(),
        }
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
    fn no(&mut self, about: (&SnapshotItem, Option<&SnapshotCheck>), why: Why) {
        let (item, check) = about;
        let reason = Reason { item: Some(item.id.clone()), check: check.map(|check| check.id.clone()), why };
        match item.level {
            Level::Must => self.reasons.push(reason),
            Level::Should => self.notices.push(reason),
        }
    }

    fn notice(&mut self, about: (&SnapshotItem, Option<&SnapshotCheck>), why: Why) {
        let (item, check) = about;
        self.notices.push(Reason { item: Some(item.id.clone()), check: check.map(|check| check.id.clone()), why });
    }

    /// A `should` item never blocks, so the verdict outlives what it rests on.
    fn rests_on(&mut self, item: &SnapshotItem, end: Timestamp) {
        if item.level == Level::Must {
            self.ends.insert(end);
        }
    }

    fn item(&mut self, item: &SnapshotItem) {
        let title = item.title.clone();
        match item.status {
            status @ (Status::Open | Status::InProgress | Status::Blocked) => self.no((item, None), Why::ItemOpen { title, status }),
            Status::NotApplicable => {
                let why = match item.justification.clone() {
                    Some(why) => Why::NotApplicable { title, why },
                    None => Why::NotJustified { title },
                };
                self.notice((item, None), why);
            }
            Status::Waived => {
                let in_force = |waiver: &&crate::launch::SnapshotWaiver| waiver.approved_by.is_some() && self.at < waiver.expires_at;
                match item.waiver.as_ref().filter(in_force) {
                    Some(waiver) => {
                        let (end, why) = (waiver.expires_at, waiver.reason.clone());
                        self.rests_on(item, end);
                        self.notice((item, None), Why::WaiverInForce { title, end, why });
                    }
                    None => self.no((item, None), Why::WaiverExpired { title }),
                }
            }
            Status::Done => self.done(item),
        }
    }

    fn done(&mut self, item: &SnapshotItem) {
        let snapshot = self.snapshot;
        let strict = item.needs == EvidenceNeed::Check;
        for about in checks_of(snapshot, item) {
            let (title, check) = (item.title.clone(), about.title.clone());
            let against = match snapshot.standing(about, self.at) {
                Some(Standing::Failing) => Why::CheckFailing { title, check },
                None if strict => Why::CheckMissing { title, check },
                Some(Standing::Stale) if strict => Why::CheckStale { title, check },
                Some(Standing::Unknown) if strict => Why::CheckUnknown { title, check },
                Some(Standing::Warning) => {
                    self.notice((item, Some(about)), Why::CheckWarning { title, check });
                    continue;
                }
                Some(Standing::Passing | Standing::Stale | Standing::Unknown) | None => continue,
            };
            self.no((item, Some(about)), against);
        }
        let title = item.title.clone();
        match item.needs {
            EvidenceNeed::Optional => return,
            // Each of its checks has to stay fresh, so the one that ends first counts.
            EvidenceNeed::Check => {
                let at = self.at;
                let proving = checks_of(snapshot, item).filter(|check| snapshot.proves(check, at));
                return proving.filter_map(|check| check.expires_at).for_each(|end| self.rests_on(item, end));
            }
            EvidenceNeed::Required => {}
        }
        let offers: Vec<Option<Timestamp>> = self.offers(item);
        let fresh = |end: &Option<Timestamp>| end.is_none_or(|end| self.at < end);
        // Of what it rests on, what lasts longest; `None` lasts for good.
        let lasting = offers.iter().filter(|end| fresh(end)).max_by_key(|end| end.unwrap_or(Timestamp::MAX));
        match lasting {
            Some(end) => end.iter().for_each(|end| self.rests_on(item, *end)),
            None if offers.is_empty() => self.no((item, None), Why::EvidenceMissing { title }),
            None => self.no((item, None), Why::EvidenceExpired { title }),
        }
    }

    /// Until when each thing that an item can rest on lasts, expired ones too; `None`: for good.
    fn offers(&self, item: &SnapshotItem) -> Vec<Option<Timestamp>> {
        let (snapshot, at) = (self.snapshot, self.at);
        let mut offers = Vec::new();
        let counting = item.evidence.iter().filter(|evidence| counts(snapshot, evidence, at));
        offers.extend(counting.map(|evidence| evidence.expires_at));
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
                let why = Why::BareCheckFailing { check: check.title.clone() };
                self.reasons.push(Reason { item: None, check: Some(check.id.clone()), why });
            }
        }
    }

    fn approvals(&mut self, approvals: &[Given]) {
        let snapshot = self.snapshot;
        let covering = snapshot.covering(approvals);
        let answers = |member: MemberId, role: Role, section: &SectionId| snapshot.may_sign_for(member, role, section);
        for why in covering.missing(&answers) {
            self.reasons.push(Reason { item: None, check: None, why: why.owned() });
        }
        for (item, why) in covering.stale(|member| snapshot.member_name(member)) {
            self.notices.push(Reason { item: item.cloned(), check: None, why: why.owned() });
        }
    }
}

/// As the launch's own rule: who settled the item, and who gave all of its evidence.
fn doers(item: &SnapshotItem) -> [Option<MemberId>; 2] {
    let settled = matches!(item.status, Status::Done | Status::NotApplicable);
    [item.by.filter(|_| settled), Coverable::sole(item.evidence.iter().map(|evidence| evidence.by))]
}

fn checks_of<'a>(snapshot: &'a Snapshot, item: &SnapshotItem) -> impl Iterator<Item = &'a SnapshotCheck> {
    snapshot.checks.iter().filter(|check| check.proves.contains(&item.id))
}

/// Whether a piece of evidence counts: an attached receipt does as long as the check itself does not say otherwise,
/// whichever of its receipts is the latest.
fn counts(snapshot: &Snapshot, evidence: &SnapshotEvidence, at: Timestamp) -> bool {
    if evidence.resource.receipt.is_none() {
        return true;
    }
    let check = snapshot.checks.iter().find(|check| check.id.as_str() == evidence.resource.name);
    check.is_some_and(|check| snapshot.proves(check, at))
}
