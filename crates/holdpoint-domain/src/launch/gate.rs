//! The gate: `go` or `no_go`, with every reason. Derived from the launch and the time, never stored.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Approval, Coverable, Covering, EvidenceKind, ItemState, Launch, Reason, ReasonKind, Signed, Status, Why, Window};
use crate::check::Check;
use crate::check::Standing;
use crate::id::*;
use crate::template::{EvidenceNeed, Item, Level, Role, Section};

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

/// What stands behind an item, as of some time.
enum Support {
    /// Until then; `None`: for good.
    Until(Option<Timestamp>),
    None,
    Expired,
}

impl Launch {
    /// The verdict at `now`. Says `go` only when every `must` item is settled with proof that is present, fresh and
    /// known, and every required role has signed what is there now.
    pub fn gate(&self, now: Timestamp) -> Gate {
        let (mut reasons, mut notices) = (Vec::new(), Vec::new());
        let GateBrief { decision, holds_until, .. } =
            self.weigh(now, &mut |found| if found.blocks { reasons.push(found.told()) } else { notices.push(found.told()) });
        Gate { decision, reasons, notices, holds_until }
    }

    /// The same in numbers.
    pub fn brief_gate(&self, now: Timestamp) -> GateBrief {
        self.weigh(now, &mut |_| {})
    }

    /// Weighs everything at `now`, and tells what it comes upon in the gate's order.
    pub fn weigh(&self, now: Timestamp, hear: &mut dyn FnMut(Found<'_>)) -> GateBrief {
        let (mut reasons, mut notices) = (0, 0);
        let hear = &mut |found: Found<'_>| {
            *if found.blocks { &mut reasons } else { &mut notices } += 1;
            hear(found);
        };
        let mut weighing = Weighing { launch: self, now, hear, ends: BTreeSet::new() };
        for (_, item) in self.template.items() {
            if let Some(state) = self.items.get(&item.id) {
                weighing.item(item, state);
            }
        }
        weighing.bare_checks();
        weighing.approvals();
        let holds_until = weighing.ends.first().copied();
        if let (Some(end), Some(Window { to, .. })) = (holds_until, self.details.window.value)
            && end < to
        {
            weighing.no(None, None, Why::EndsInWindow { end, to });
        }
        let decision = if reasons == 0 { Decision::Go } else { Decision::NoGo };
        GateBrief { decision, reasons, notices, holds_until }
    }

    /// The standing of a check's latest receipt; a receipt of another environment is stale here. `None`: it never ran.
    pub fn standing(&self, check: &CheckId, now: Timestamp) -> Option<Standing> {
        let receipt = self.receipts.get(check)?;
        match (&self.details.connection.value, &receipt.connection) {
            (Some(connection), Some(asked)) if connection != asked => Some(Standing::Stale),
            _ => Some(receipt.standing(now)),
        }
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

    fn covering<'a>(&'a self) -> Covering<'a> {
        // Of a launch that nobody has signed yet, which is most of its life, nothing is digested.
        let signs = self.standing_approvals().next().is_some();
        let digests = if signs { self.item_digests() } else { BTreeMap::new() };
        let coverable = |(section, item): (&'a Section, &'a Item)| -> Option<Coverable<'a>> {
            let (state, digest) = (self.items.get(&item.id)?, digests.get(&item.id).copied());
            Some(Coverable { id: &item.id, title: &item.title, section: &section.id, digest, doers: state.doers() })
        };
        let signed = |approval: &'a Approval| Signed {
            approver: approval.approver,
            role: approval.role,
            covers: &approval.covers,
            covers_launch: approval.covers_launch,
        };
        let policy = self.policy();
        Covering {
            items: if signs { self.template.items().filter_map(coverable).collect() } else { Vec::new() },
            launch: signs.then(|| self.launch_digest()),
            required: policy.required(),
            distinct_approvers: policy.distinct_approvers,
            segregation_of_duties: policy.segregation_of_duties,
            signed: self.standing_approvals().map(signed).collect(),
        }
    }

    /// Whether the launch itself (name, ticket, artifacts, template) differs from what an approver saw.
    pub fn launch_changed(&self, approval: &Approval) -> bool {
        approval.covers_launch != self.launch_digest()
    }
}

impl ItemState {
    /// Who settled the item, and who gave all of its evidence: those who may not be its only approvers.
    pub(super) fn doers(&self) -> [Option<MemberId>; 2] {
        let settled = matches!(self.status.value, Status::Done | Status::NotApplicable);
        let evidence = self.evidence.iter().map(|evidence| evidence.by);
        [self.status.by.filter(|_| settled), Coverable::sole(evidence)]
    }
}

struct Weighing<'a, 'h> {
    launch: &'a Launch,
    now: Timestamp,
    hear: &'h mut dyn FnMut(Found<'_>),
    /// When something that the verdict rests on expires.
    ends: BTreeSet<Timestamp>,
}

impl Weighing<'_, '_> {
    fn no(&mut self, item: Option<&Item>, check: Option<&Check>, why: Why<&str>) {
        let blocks = item.is_none_or(|item| item.level == Level::Must);
        (self.hear)(Found { blocks, item: item.map(|item| &item.id), check: check.map(|check| &check.id), why });
    }

    fn notice(&mut self, item: &Item, check: Option<&Check>, why: Why<&str>) {
        (self.hear)(Found { blocks: false, item: Some(&item.id), check: check.map(|check| &check.id), why });
    }

    /// A `should` item never blocks, so the verdict outlives what it rests on.
    fn rests_on(&mut self, item: &Item, end: Timestamp) {
        if item.level == Level::Must {
            self.ends.insert(end);
        }
    }

    fn item(&mut self, item: &Item, state: &ItemState) {
        let title = item.title.as_str();
        match state.status.value {
            status @ (Status::Open | Status::InProgress | Status::Blocked) => self.no(Some(item), None, Why::ItemOpen { title, status }),
            Status::NotApplicable => {
                let why = match state.justification.as_deref() {
                    Some(why) => Why::NotApplicable { title, why },
                    None => Why::NotJustified { title },
                };
                self.notice(item, None, why);
            }
            Status::Waived => match state.waiver_in_force(self.now) {
                Some(waiver) => {
                    let (end, why) = (waiver.expires_at, waiver.reason.as_str());
                    self.rests_on(item, end);
                    self.notice(item, None, Why::WaiverInForce { title, end, why });
                }
                None => self.no(Some(item), None, Why::WaiverExpired { title }),
            },
            Status::Done => self.done(item, state),
        }
    }

    fn done(&mut self, item: &Item, state: &ItemState) {
        let (launch, title) = (self.launch, item.title.as_str());
        let strict = item.evidence == EvidenceNeed::Check;
        // What a person ticked stays ticked; a check that says otherwise is heard all the same.
        for about in launch.template.checks_of(&item.id) {
            let check = about.title.as_str();
            let against = match launch.standing(&about.id, self.now) {
                Some(Standing::Failing) => Why::CheckFailing { title, check },
                None if strict => Why::CheckMissing { title, check },
                Some(Standing::Stale) if strict => Why::CheckStale { title, check },
                Some(Standing::Unknown) if strict => Why::CheckUnknown { title, check },
                Some(Standing::Warning) => {
                    self.notice(item, Some(about), Why::CheckWarning { title, check });
                    continue;
                }
                Some(Standing::Passing | Standing::Stale | Standing::Unknown) | None => continue,
            };
            self.no(Some(item), Some(about), against);
        }
        match item.evidence {
            EvidenceNeed::Optional => return,
            // Each of its checks has to stay fresh, so the one that ends first counts.
            EvidenceNeed::Check => {
                let now = self.now;
                let proving = launch.template.checks_of(&item.id).filter(|check| proves(launch, &check.id, now));
                proving.filter_map(|check| launch.receipts.get(&check.id)).for_each(|receipt| self.rests_on(item, receipt.expires_at));
                return;
            }
            EvidenceNeed::Required => {}
        }
        match self.support(item, state) {
            Support::Until(end) => end.into_iter().for_each(|end| self.rests_on(item, end)),
            Support::None => self.no(Some(item), None, Why::EvidenceMissing { title }),
            Support::Expired => self.no(Some(item), None, Why::EvidenceExpired { title }),
        }
    }

    /// What an item rests on: attached evidence, or a passing receipt of a check that proves it; the one that lasts longest.
    fn support(&self, item: &Item, state: &ItemState) -> Support {
        let mut best: Option<Option<Timestamp>> = None;
        let mut expired = false;
        let mut offer = |end: Option<Timestamp>| {
            if end.is_some_and(|end| end <= self.now) {
                expired = true;
            } else {
                best = match (best, end) {
                    (Some(None), _) | (_, None) => Some(None),
                    (Some(Some(so_far)), Some(end)) => Some(Some(so_far.max(end))),
                    (None, end) => Some(end),
                };
            }
        };
        for evidence in &state.evidence {
            // An attached receipt proves as long as the check itself does not say otherwise, whichever of its receipts is the latest.
            let denied = matches!(&evidence.kind, EvidenceKind::Receipt { check, .. } if !proves(self.launch, check, self.now));
            if !denied {
                offer(evidence.expires_at);
            }
        }
        for check in self.launch.template.checks_of(&item.id) {
            match self.launch.standing(&check.id, self.now) {
                Some(Standing::Passing | Standing::Warning) => {
                    offer(self.launch.receipts.get(&check.id).map(|receipt| receipt.expires_at));
                }
                Some(Standing::Stale) => offer(Some(Timestamp::MIN)),
                Some(Standing::Failing | Standing::Unknown) | None => {}
            }
        }
        match (best, expired) {
            (Some(end), _) => Support::Until(end),
            (None, true) => Support::Expired,
            (None, false) => Support::None,
        }
    }

    /// A check that proves no item speaks for itself: when it fails, no item would tell of it.
    fn bare_checks(&mut self) {
        for check in self.launch.template.checks.iter().filter(|check| check.proves.is_empty()) {
            if self.launch.standing(&check.id, self.now) == Some(Standing::Failing) {
                self.no(None, Some(check), Why::BareCheckFailing { check: check.title.as_str() });
            }
        }
    }

    fn approvals(&mut self) {
        let launch = self.launch;
        let covering = launch.covering();
        let answers = |member: MemberId, role: Role, section: &SectionId| launch.may_sign_for(member, role, section);
        for why in covering.missing(&answers) {
            self.no(None, None, why);
        }
        for (item, why) in covering.stale(|member| launch.name_of(member)) {
            (self.hear)(Found { blocks: false, item, check: None, why });
        }
    }
}

fn proves(launch: &Launch, check: &CheckId, now: Timestamp) -> bool {
    matches!(launch.standing(check, now), Some(Standing::Passing | Standing::Warning))
}
