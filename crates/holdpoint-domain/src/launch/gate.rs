//! The gate: `go` or `no_go`, with every reason. Derived from the launch and the time, never stored.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::refusal::role_words;
use super::{Approval, EvidenceKind, ItemState, Launch, Status, Window};
use crate::check::Check;
use crate::check::Standing;
use crate::id::*;
use crate::template::{EvidenceNeed, Item, Level, Role};

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

/// One reason, in a sentence, with what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub kind: ReasonKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<CheckId>,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasonKind {
    ItemOpen,
    EvidenceMissing,
    EvidenceExpired,
    CheckFailing,
    CheckMissing,
    CheckStale,
    CheckUnknown,
    CheckWarning,
    WaiverExpired,
    WaiverInForce,
    NotApplicable,
    ApprovalMissing,
    ApprovalStale,
    EndsInWindow,
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
        let mut weighing = Weighing { launch: self, now, reasons: Vec::new(), notices: Vec::new(), ends: BTreeSet::new() };
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
            let text = format!("What the sign-off rests on ends at {end}, before the change window does at {to}.");
            weighing.no(ReasonKind::EndsInWindow, None, None, text);
        }
        let decision = if weighing.reasons.is_empty() { Decision::Go } else { Decision::NoGo };
        Gate { decision, reasons: weighing.reasons, notices: weighing.notices, holds_until }
    }

    /// The standing of a check's latest receipt; a receipt of another environment is stale here. `None`: it never ran.
    pub fn standing(&self, check: &CheckId, now: Timestamp) -> Option<Standing> {
        let receipt = self.receipts.get(check)?;
        match &self.details.connection.value {
            Some(connection) if *connection != receipt.connection => Some(Standing::Stale),
            _ => Some(receipt.standing(now)),
        }
    }

    /// The approvals that were not revoked, of people who still have a role; oldest first.
    pub fn standing_approvals(&self) -> impl Iterator<Item = &Approval> {
        self.approvals.iter().filter(|approval| approval.revoked.is_none() && self.members.contains_key(&approval.approver))
    }

    /// The items that differ from what an approver saw.
    pub fn stale_items(&self, approval: &Approval) -> Vec<ItemId> {
        let now = self.item_digests();
        now.into_iter().filter(|(item, digest)| approval.covers.get(item) != Some(digest)).map(|(item, _)| item).collect()
    }

    /// Whether the launch itself (name, ticket, artifacts, template) differs from what an approver saw.
    pub fn launch_changed(&self, approval: &Approval) -> bool {
        approval.covers_launch != self.launch_digest()
    }
}

struct Weighing<'a> {
    launch: &'a Launch,
    now: Timestamp,
    reasons: Vec<Reason>,
    notices: Vec<Reason>,
    /// When something that the verdict rests on expires.
    ends: BTreeSet<Timestamp>,
}

impl Weighing<'_> {
    fn no(&mut self, kind: ReasonKind, item: Option<&Item>, check: Option<&Check>, text: String) {
        let reason = Reason { kind, item: item.map(|item| item.id.clone()), check: check.map(|check| check.id.clone()), text };
        let blocks = item.is_none_or(|item| item.level == Level::Must);
        if blocks { self.reasons.push(reason) } else { self.notices.push(reason) }
    }

    fn notice(&mut self, kind: ReasonKind, item: &Item, check: Option<&Check>, text: String) {
        let (item, check) = (Some(item.id.clone()), check.map(|check| check.id.clone()));
        self.notices.push(Reason { kind, item, check, text });
    }

    fn item(&mut self, item: &Item, state: &ItemState) {
        let title = &item.title;
        match state.status.value {
            Status::Open | Status::InProgress | Status::Blocked => {
                let words = state.status.value.words();
                self.no(ReasonKind::ItemOpen, Some(item), None, format!("“{title}” is {words}."));
            }
            Status::NotApplicable => {
                let why = state.justification.as_deref().unwrap_or("no justification");
                self.notice(ReasonKind::NotApplicable, item, None, format!("“{title}” does not apply: {why}"));
            }
            Status::Waived => match state.waiver_in_force(self.now) {
                Some(waiver) => {
                    self.ends.insert(waiver.expires_at);
                    let (end, why) = (waiver.expires_at, &waiver.reason);
                    self.notice(ReasonKind::WaiverInForce, item, None, format!("“{title}” is waived until {end}: {why}"));
                }
                None => self.no(ReasonKind::WaiverExpired, Some(item), None, format!("The waiver of “{title}” has expired.")),
            },
            Status::Done => self.done(item, state),
        }
    }

    fn done(&mut self, item: &Item, state: &ItemState) {
        let title = &item.title;
        let launch = self.launch;
        // What a person ticked stays ticked; a check that says otherwise is heard all the same.
        for check in launch.template.checks_of(&item.id) {
            let standing = launch.standing(&check.id, self.now);
            let strict = item.evidence == EvidenceNeed::Check;
            let name = &check.title;
            match standing {
                Some(Standing::Failing) => {
                    self.no(
                        ReasonKind::CheckFailing,
                        Some(item),
                        Some(check),
                        format!("“{title}” is ticked, but the check “{name}” fails."),
                    );
                }
                None if strict => {
                    self.no(
                        ReasonKind::CheckMissing,
                        Some(item),
                        Some(check),
                        format!("“{title}” needs the check “{name}”; it has not run."),
                    );
                }
                Some(Standing::Stale) if strict => {
                    self.no(
                        ReasonKind::CheckStale,
                        Some(item),
                        Some(check),
                        format!("“{title}” rests on the check “{name}”, which is stale."),
                    );
                }
                Some(Standing::Unknown) if strict => {
                    self.no(
                        ReasonKind::CheckUnknown,
                        Some(item),
                        Some(check),
                        format!("“{title}” needs the check “{name}”; its result is unknown."),
                    );
                }
                Some(Standing::Warning) => {
                    self.notice(ReasonKind::CheckWarning, item, Some(check), format!("The check “{name}” of “{title}” warns."));
                }
                Some(Standing::Passing | Standing::Stale | Standing::Unknown) | None => {}
            }
        }
        if item.evidence == EvidenceNeed::Optional {
            return;
        }
        match self.support(item, state) {
            Support::Until(end) => self.ends.extend(end),
            Support::None if item.evidence == EvidenceNeed::Required => {
                self.no(ReasonKind::EvidenceMissing, Some(item), None, format!("“{title}” is ticked without evidence."));
            }
            Support::Expired if item.evidence == EvidenceNeed::Required => {
                self.no(ReasonKind::EvidenceExpired, Some(item), None, format!("The evidence of “{title}” has expired."));
            }
            Support::None | Support::Expired => {}
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
        if item.evidence != EvidenceNeed::Check {
            for evidence in &state.evidence {
                // An attached receipt proves as long as the check itself does not say otherwise.
                let failing = matches!(&evidence.kind, EvidenceKind::Receipt { check, receipt }
                    if self.launch.receipts.get(check).is_none_or(|latest| latest.id == *receipt && !proves(self.launch, check, self.now)));
                if !failing {
                    offer(evidence.expires_at);
                }
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
                self.no(ReasonKind::CheckFailing, None, Some(check), format!("The check “{}” fails.", check.title));
            }
        }
    }

    fn approvals(&mut self) {
        let launch = self.launch;
        let policy = &launch.template.policy;
        let mut counted: BTreeSet<MemberId> = BTreeSet::new();
        let standing: Vec<&Approval> = launch.standing_approvals().collect();
        let digests = launch.item_digests();
        let whole =
            |approval: &Approval| !launch.launch_changed(approval) && digests.iter().all(|(item, d)| approval.covers.get(item) == Some(d));
        // The strictest role first, so that its few holders are not used up for a lower one.
        let mut required = policy.required();
        required.sort_by_key(|required| std::cmp::Reverse(required.role));
        for required in required {
            let mut have: BTreeSet<MemberId> = BTreeSet::new();
            for approval in standing.iter().filter(|approval| approval.role == required.role && whole(approval)) {
                let still_may = launch.role_of(approval.approver) >= Some(required.role);
                let free = !policy.distinct_approvers || !counted.contains(&approval.approver);
                if still_may && free && (have.len() as u64) < u64::from(required.count) {
                    have.insert(approval.approver);
                }
            }
            if (have.len() as u64) < u64::from(required.count) {
                let text = missing_words(required.role, have.len(), required.count);
                self.no(ReasonKind::ApprovalMissing, None, None, text);
            }
            counted.extend(have);
        }
        for approval in standing.iter().filter(|approval| !whole(approval)) {
            self.stale_approval(approval);
        }
    }

    /// A stale approval is told of, whether or not another one fills its place.
    fn stale_approval(&mut self, approval: &Approval) {
        let renewed = self.launch.approvals.iter().any(|later| {
            approval.seq < later.seq && later.approver == approval.approver && later.role == approval.role && later.revoked.is_none()
        });
        if renewed {
            return;
        }
        let items = self.launch.stale_items(approval);
        let what = match items.as_slice() {
            [] => "the launch's details".to_owned(),
            [one] => format!("item {one}"),
            several => format!("{} items", several.len()),
        };
        let text = format!("{} signed before {what} changed.", self.launch.name_of(approval.approver));
        self.notices.push(Reason { kind: ReasonKind::ApprovalStale, item: items.first().cloned(), check: None, text });
    }
}

fn proves(launch: &Launch, check: &CheckId, now: Timestamp) -> bool {
    matches!(launch.standing(check, now), Some(Standing::Passing | Standing::Warning))
}

fn missing_words(role: Role, have: usize, count: u32) -> String {
    if count == 1 {
        format!("No {} has signed what is here now.", role_words(role))
    } else {
        format!("{have} of {count} people have signed as {}.", role_words(role))
    }
}
