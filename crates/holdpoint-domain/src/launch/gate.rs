//! The gate: `go` or `no_go`, with every reason. Derived from the launch and the time, never stored.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::weighing::{self, Answer, Attached, Checked, Weighed};
use super::{Approval, Evidence, EvidenceKind, ItemState, Launch, Reason, ReasonKind, Signed, Waiver, WaiverState, Why, Window};
use crate::check::{Check, Standing};
use crate::id::*;
use crate::template::{Item, Policy, Role, Section};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    Go,
    NoGo,
}

/// The verdict over a launch at some time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Gate {
    pub decision: Decision,
    /// Why it is no go; empty for go.
    pub reasons: Vec<Reason>,
    /// What does not block, and a reader should know: open `should` items, warnings, waivers.
    pub notices: Vec<Reason>,
    /// The earliest time at which something that it rests on expires; absent: nothing does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holds_until: Option<Timestamp>,
}

/// The gate of those who only count: of a launch with thousands of open items no sentence is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GateBrief {
    pub decision: Decision,
    pub reasons: usize,
    pub notices: usize,
    pub holds_until: Option<Timestamp>,
}

/// A reason or a notice as the weighing comes upon it. Its texts are copied when somebody asks for it.
#[derive(Clone, Copy)]
pub struct Found<'a> {
    /// A reason; else a notice.
    pub blocks: bool,
    pub item: Option<&'a ItemId>,
    pub check: Option<&'a CheckId>,
    pub why: Why<&'a str>,
}

impl Found<'_> {
    pub fn kind(&self) -> ReasonKind {
        self.why.kind()
    }

    pub fn told(self) -> Reason {
        Reason { item: self.item.cloned(), check: self.check.cloned(), why: self.why.owned() }
    }
}

impl Launch {
    /// The verdict at `now`. Says `go` only when every `must` item is settled with proof that is present, fresh and
    /// known, and every required role has signed what is there now.
    pub fn gate(&self, now: Timestamp) -> Gate {
        weighing::gate(self, now)
    }

    /// The same in numbers.
    pub fn brief_gate(&self, now: Timestamp) -> GateBrief {
        self.weigh(now, &mut |_| {})
    }

    /// Weighs everything at `now`, and tells what it comes upon in the gate's order.
    pub fn weigh(&self, now: Timestamp, hear: &mut dyn FnMut(Found<'_>)) -> GateBrief {
        weighing::weigh(self, now, hear)
    }

    /// The standing of a check's latest receipt; a receipt of another environment is stale here. `None`: it never ran.
    pub fn standing(&self, check: &CheckId, now: Timestamp) -> Option<Standing> {
        let receipt = self.receipts.get(check)?;
        match (&self.details.connection.value, &receipt.connection) {
            (Some(connection), Some(asked)) if connection != asked => Some(Standing::Stale),
            _ => Some(receipt.standing(now)),
        }
    }

    /// Whether a piece of evidence counts at `now`, and until when it does: an attached receipt only while its check itself proves.
    pub fn evidence_counts(&self, evidence: &Evidence, now: Timestamp) -> (bool, Option<Timestamp>) {
        let attached = <Self as Weighed>::evidence(evidence);
        let end = weighing::ends(self, &attached);
        let over = end.is_some_and(|end| end <= now);
        (!over && weighing::counts(self, &attached, now), end)
    }

    /// The approvals that were not revoked, of people who still have a role; oldest first.
    pub fn standing_approvals(&self) -> impl Iterator<Item = &Approval> {
        self.approvals.iter().filter(|approval| approval.revoked.is_none() && self.members.contains_key(&approval.approver))
    }

    /// The items that an approver signed for and that differ now from what they saw.
    pub fn stale_items(&self, approval: &Approval) -> Vec<ItemId> {
        let now = self.item_digests();
        approval.covers.iter().filter(|(item, digest)| now.get(item) != Some(digest)).map(|(item, _)| item.clone()).collect()
    }

    /// What somebody would sign for in a role: the items of their sections that no standing approval of theirs in that
    /// role covers as they are now, with their digests.
    pub fn covers_for(&self, member: MemberId, role: Role) -> BTreeMap<ItemId, Digest> {
        let own: Vec<_> = self.standing_approvals().filter(|approval| approval.approver == member && approval.role == role).collect();
        let mut covers = self.item_digests();
        for (section, item) in self.template.items() {
            let covered = |digest: &Digest| own.iter().any(|approval| approval.covers.get(&item.id) == Some(digest));
            if !self.may_sign_for(member, role, &section.id) || covers.get(&item.id).is_some_and(covered) {
                covers.remove(&item.id);
            }
        }
        covers
    }

    /// Whether a standing approval of somebody in a role covers the launch itself as it is now.
    pub fn launch_covered(&self, member: MemberId, role: Role) -> bool {
        let now = self.launch_digest();
        self.standing_approvals().any(|approval| approval.approver == member && approval.role == role && approval.covers_launch == now)
    }

    /// Whether the launch itself (name, ticket, artifacts, template) differs from what an approver saw.
    pub fn launch_changed(&self, approval: &Approval) -> bool {
        approval.covers_launch != self.launch_digest()
    }
}

impl Weighed for Launch {
    type Check = Check;
    type Evidence = Evidence;

    fn items(&self) -> impl Iterator<Item = Answer<'_, Evidence>> {
        self.template.items().filter_map(|(section, item)| Some(answer(section, item, self.items.get(&item.id)?)))
    }

    fn checks(&self) -> &[Check] {
        &self.template.checks
    }

    fn check(check: &Check) -> Checked<'_> {
        Checked { id: &check.id, title: &check.title, proves: &check.proves }
    }

    fn evidence(evidence: &Evidence) -> Attached<'_> {
        let receipt_of = match &evidence.kind {
            EvidenceKind::Receipt { check, .. } => Some(check.as_str()),
            EvidenceKind::Link { .. } | EvidenceKind::Note { .. } | EvidenceKind::File { .. } => None,
        };
        Attached { by: evidence.by, expires_at: evidence.expires_at, receipt_of }
    }

    fn standing(&self, check: &Check, now: Timestamp) -> Option<Standing> {
        Launch::standing(self, &check.id, now)
    }

    fn expires_at(&self, check: &Check) -> Option<Timestamp> {
        self.receipts.get(&check.id).map(|receipt| receipt.expires_at)
    }

    fn window(&self) -> Option<Window> {
        self.details.window.value
    }

    fn rules(&self) -> Policy {
        let policy = self.policy();
        let (distinct_approvers, segregation_of_duties) = (policy.distinct_approvers, policy.segregation_of_duties);
        Policy { required: policy.required(), distinct_approvers, segregation_of_duties }
    }

    fn signed(&self) -> Vec<Signed<'_>> {
        self.standing_approvals()
            .map(|approval| Signed {
                approver: approval.approver,
                role: approval.role,
                covers: &approval.covers,
                covers_launch: approval.covers_launch,
            })
            .collect()
    }

    fn digests(&self) -> (BTreeMap<ItemId, Digest>, Digest) {
        (self.item_digests(), self.launch_digest())
    }

    fn may_sign_for(&self, member: MemberId, role: Role, section: &SectionId) -> bool {
        Launch::may_sign_for(self, member, role, section)
    }

    fn name_of(&self, member: MemberId) -> &str {
        Launch::name_of(self, member)
    }

    fn by_current_rules(&self) -> bool {
        true
    }
}

fn answer<'a>(section: &'a Section, item: &'a Item, state: &'a ItemState) -> Answer<'a, Evidence> {
    let approved = |waiver: &&Waiver| matches!(waiver.state, WaiverState::Approved { .. });
    Answer {
        id: &item.id,
        title: &item.title,
        section: &section.id,
        level: item.level,
        needs: item.evidence,
        status: state.status.value,
        by: state.status.by,
        justification: state.justification.as_deref(),
        waiver: state.waiver.as_ref().filter(approved).map(|waiver| (waiver.expires_at, waiver.reason.as_str())),
        evidence: &state.evidence,
    }
}
