//! The gate, derived a second time: from a snapshot alone, as a verifier has to. By the same rules as [`Launch::gate`], it never says `go` where
//! that says `no_go`.
//!
//! [`Launch::gate`]: crate::launch::Launch::gate

use std::collections::BTreeMap;

use super::html;
use crate::check::Standing;
use crate::id::*;
use crate::launch::members::answers_for;
use crate::launch::weighing::{self, Answer, Attached, Checked, Weighed};
use crate::launch::{Approval, Gate, Signed, Snapshot, SnapshotCheck, SnapshotEvidence, SnapshotItem, SnapshotWaiver, Window};
use crate::template::{Policy, Role};

/// An approval as far as the gate asks: who, as what, and what of.
#[derive(Clone, Debug)]
pub struct Given {
    pub approver: MemberId,
    pub role: Role,
    pub covers: BTreeMap<ItemId, Digest>,
    pub covers_launch: Digest,
}

impl From<&Approval> for Given {
    fn from(approval: &Approval) -> Self {
        let Approval { approver, role, ref covers, covers_launch, .. } = *approval;
        Self { approver, role, covers: covers.clone(), covers_launch }
    }
}

/// The verdict over a snapshot.
///
/// * `approvals`: those that were not revoked, in the order of the log.
/// * `at`: when the report was issued.
/// * `rendition`: by which rules its HTML was made; it shows what the gate tells.
pub fn snapshot_gate(snapshot: &Snapshot, approvals: &[Given], (at, rendition): (Timestamp, u32)) -> Gate {
    weighing::gate(&Reported { snapshot, approvals, rendition }, at)
}

impl Snapshot {
    /// How a check's receipt stood; one of another environment is stale here. `None`: it never ran.
    pub fn standing(&self, check: &SnapshotCheck, at: Timestamp) -> Option<Standing> {
        let (verdict, end) = (check.result?, check.expires_at?);
        let elsewhere = self.launch.connection.as_ref().zip(check.source.as_ref()).is_some_and(|(connection, source)| connection != source);
        Some(if elsewhere { Standing::Stale } else { Standing::of(verdict, end <= at) })
    }
}

/// What a report tells of a launch.
struct Reported<'a> {
    snapshot: &'a Snapshot,
    approvals: &'a [Given],
    rendition: u32,
}

impl Weighed for Reported<'_> {
    type Check = SnapshotCheck;
    type Evidence = SnapshotEvidence;

    fn items(&self) -> impl Iterator<Item = Answer<'_, SnapshotEvidence>> {
        self.snapshot.items.iter().map(answer)
    }

    fn checks(&self) -> &[SnapshotCheck] {
        &self.snapshot.checks
    }

    fn check(check: &SnapshotCheck) -> Checked<'_> {
        Checked { id: &check.id, title: &check.title, proves: &check.proves }
    }

    fn evidence(evidence: &SnapshotEvidence) -> Attached<'_> {
        let receipt_of = evidence.resource.receipt.map(|_| evidence.resource.name.as_str());
        Attached { by: evidence.by, expires_at: evidence.expires_at, receipt_of }
    }

    fn standing(&self, check: &SnapshotCheck, at: Timestamp) -> Option<Standing> {
        self.snapshot.standing(check, at)
    }

    fn expires_at(&self, check: &SnapshotCheck) -> Option<Timestamp> {
        check.expires_at
    }

    fn window(&self) -> Option<Window> {
        self.snapshot.launch.window
    }

    fn rules(&self) -> Policy {
        let policy = &self.snapshot.policy;
        let (distinct_approvers, segregation_of_duties) = (policy.distinct_approvers, policy.segregation_of_duties);
        Policy { required: policy.required(), distinct_approvers, segregation_of_duties }
    }

    fn signed(&self) -> Vec<Signed<'_>> {
        self.approvals
            .iter()
            .map(|given| Signed { approver: given.approver, role: given.role, covers: &given.covers, covers_launch: given.covers_launch })
            .collect()
    }

    fn digests(&self) -> (BTreeMap<ItemId, Digest>, Digest) {
        (self.snapshot.item_digests(), self.snapshot.launch_digest())
    }

    fn may_sign_for(&self, member: MemberId, role: Role, section: &SectionId) -> bool {
        let known = self.snapshot.launch.members.iter().find(|known| known.id == member);
        known.is_some_and(|known| role <= known.role && answers_for(known.role, &known.sections, section))
    }

    fn name_of(&self, member: MemberId) -> &str {
        self.snapshot.name_of(member)
    }

    fn by_current_rules(&self) -> bool {
        html::EARLIER_GATE < self.rendition
    }
}

fn answer(item: &SnapshotItem) -> Answer<'_, SnapshotEvidence> {
    let approved = |waiver: &&SnapshotWaiver| waiver.approved_by.is_some();
    Answer {
        id: &item.id,
        title: &item.title,
        section: &item.section,
        level: item.level,
        needs: item.needs,
        status: item.status,
        by: item.by,
        justification: item.justification.as_deref(),
        waiver: item.waiver.as_ref().filter(approved).map(|waiver| (waiver.expires_at, waiver.reason.as_str())),
        evidence: &item.evidence,
    }
}
