//! The gate's rules, for all that can be weighed: a launch, and what a report tells of one.

use std::collections::BTreeMap;

use super::reason::Lack;
use super::{Coverable, Covering, Decision, Found, Gate, GateBrief, Signed, Status, Why, Window};
use crate::check::Standing;
use crate::id::*;
use crate::template::{EvidenceNeed, Level, Policy, Role};

/// What the rules look at. They copy nothing of it: a browser weighs thousands of items after each click.
pub(crate) trait Weighed {
    type Check: 'static;
    type Evidence: 'static;

    /// In the order of the checklist.
    fn items(&self) -> impl Iterator<Item = Answer<'_, Self::Evidence>>;

    fn checks(&self) -> &[Self::Check];

    fn check(check: &Self::Check) -> Checked<'_>;

    fn evidence(evidence: &Self::Evidence) -> Attached<'_>;

    /// How a check's latest receipt stands. `None`: it never ran.
    fn standing(&self, check: &Self::Check, now: Timestamp) -> Option<Standing>;

    /// When a check's latest receipt ends.
    fn expires_at(&self, check: &Self::Check) -> Option<Timestamp>;

    fn window(&self) -> Option<Window>;

    /// Whose approvals it takes, with the default filled in.
    fn rules(&self) -> Policy;

    /// The standing approvals, in the order of the log.
    fn signed(&self) -> Vec<Signed<'_>>;

    /// Of its items and of the launch itself, as they are now.
    fn digests(&self) -> (BTreeMap<ItemId, Digest>, Digest);

    /// Whether somebody holds a role, and answers for a section.
    fn may_sign_for(&self, member: MemberId, role: Role, section: &SectionId) -> bool;

    fn name_of(&self, member: MemberId) -> &str;

    /// Whether the rules of now are meant. By those of reports with earlier HTML a check that proves nothing is not told of where nothing
    /// rests on it, and an attached receipt holds until its own end, whichever of the check's ends first.
    fn by_current_rules(&self) -> bool;
}

/// An item with its answer.
pub(crate) struct Answer<'a, E> {
    pub id: &'a ItemId,
    pub title: &'a str,
    pub section: &'a SectionId,
    pub level: Level,
    pub needs: EvidenceNeed,
    pub status: Status,
    /// Who set the status.
    pub by: Option<MemberId>,
    pub justification: Option<&'a str>,
    /// When an approved waiver ends, and its reason.
    pub waiver: Option<(Timestamp, &'a str)>,
    pub evidence: &'a [E],
}

/// A check, and the items that it can prove.
pub(crate) struct Checked<'a> {
    pub id: &'a CheckId,
    pub title: &'a str,
    pub proves: &'a [ItemId],
}

/// A piece of evidence.
pub(crate) struct Attached<'a> {
    pub by: MemberId,
    pub expires_at: Option<Timestamp>,
    /// The check whose receipt it is.
    pub receipt_of: Option<&'a str>,
}

/// The verdict with every reason in words.
pub(crate) fn gate<S: Weighed>(weighed: &S, now: Timestamp) -> Gate {
    let (mut reasons, mut notices) = (Vec::new(), Vec::new());
    let GateBrief { decision, holds_until, .. } =
        weigh(weighed, now, &mut |found| if found.blocks { reasons.push(found.told()) } else { notices.push(found.told()) });
    Gate { decision, reasons, notices, holds_until }
}

/// Weighs everything at `now`, and tells what it comes upon in the gate's order.
pub(crate) fn weigh<S: Weighed>(weighed: &S, now: Timestamp, hear: &mut dyn FnMut(Found<'_>)) -> GateBrief {
    let (mut reasons, mut notices) = (0, 0);
    let hear = &mut |found: Found<'_>| {
        *if found.blocks { &mut reasons } else { &mut notices } += 1;
        hear(found);
    };
    let mut weighing = Weighing { weighed, now, hear, end: None };
    for item in weighed.items() {
        weighing.item(&item);
    }
    weighing.bare_checks();
    weighing.approvals();
    let holds_until = weighing.end;
    if let (Some(end), Some(Window { to, .. })) = (holds_until, weighed.window())
        && end < to
    {
        weighing.no(None, None, Why::EndsInWindow { end, to });
    }
    let decision = if reasons == 0 { Decision::Go } else { Decision::NoGo };
    GateBrief { decision, reasons, notices, holds_until }
}

/// What stands behind an item, as of some time.
enum Support {
    /// Until then; `None`: for good.
    Until(Option<Timestamp>),
    None,
    Expired,
}

struct Weighing<'a, 'h, S> {
    weighed: &'a S,
    now: Timestamp,
    hear: &'h mut dyn FnMut(Found<'_>),
    /// When the first thing that the verdict rests on expires.
    end: Option<Timestamp>,
}

impl<S: Weighed> Weighing<'_, '_, S> {
    fn no(&mut self, item: Option<&Answer<'_, S::Evidence>>, check: Option<&CheckId>, why: Why<&str>) {
        let blocks = item.is_none_or(|item| item.level == Level::Must);
        (self.hear)(Found { blocks, item: item.map(|item| item.id), check, why });
    }

    fn unproven(&mut self, item: Option<&Answer<'_, S::Evidence>>, check: &CheckId, why: Why<&str>) {
        if self.weighed.by_current_rules() {
            (self.hear)(Found { blocks: false, item: item.map(|item| item.id), check: Some(check), why });
        }
    }

    fn notice(&mut self, item: &Answer<'_, S::Evidence>, check: Option<&CheckId>, why: Why<&str>) {
        (self.hear)(Found { blocks: false, item: Some(item.id), check, why });
    }

    /// A `should` item never blocks, so the verdict outlives what it rests on.
    fn rests_on(&mut self, item: &Answer<'_, S::Evidence>, end: Timestamp) {
        if item.level == Level::Must {
            self.end = Some(self.end.map_or(end, |first| first.min(end)));
        }
    }

    fn item(&mut self, item: &Answer<'_, S::Evidence>) {
        let title = item.title;
        match item.status {
            status @ (Status::Open | Status::InProgress | Status::Blocked) => self.no(Some(item), None, Why::ItemOpen { title, status }),
            Status::NotApplicable => {
                let why = match item.justification {
                    Some(why) => Why::NotApplicable { title, why },
                    None => Why::NotJustified { title },
                };
                self.notice(item, None, why);
            }
            Status::Waived => match item.waiver.filter(|(end, _)| self.now < *end) {
                Some((end, why)) => {
                    self.rests_on(item, end);
                    self.notice(item, None, Why::WaiverInForce { title, end, why });
                }
                None => self.no(Some(item), None, Why::WaiverExpired { title }),
            },
            Status::Done => self.done(item),
        }
    }

    fn done(&mut self, item: &Answer<'_, S::Evidence>) {
        let (weighed, now, title) = (self.weighed, self.now, item.title);
        let strict = item.needs == EvidenceNeed::Check;
        // What a person ticked stays ticked; a check that says otherwise is heard all the same.
        for (proof, Checked { id, title: check, .. }) in checks_of(weighed, item.id) {
            let standing = weighed.standing(proof, now);
            let against = match standing {
                Some(Standing::Failing) => Why::CheckFailing { title, check },
                None if strict => Why::CheckMissing { title, check },
                Some(Standing::Stale) if strict => Why::CheckStale { title, check },
                Some(Standing::Unknown) if strict => Why::CheckUnknown { title, check },
                Some(Standing::Warning) => {
                    self.notice(item, Some(id), Why::CheckWarning { title, check });
                    continue;
                }
                Some(Standing::Stale | Standing::Unknown) => {
                    if let Some(lack) = Lack::of(standing) {
                        self.unproven(Some(item), id, Why::CheckUnproven { title, check, lack });
                    }
                    continue;
                }
                Some(Standing::Passing) | None => continue,
            };
            self.no(Some(item), Some(id), against);
        }
        match item.needs {
            EvidenceNeed::Optional => return,
            // Each of its checks has to stay fresh, so the one that ends first counts.
            EvidenceNeed::Check => {
                let proving = checks_of(weighed, item.id).filter(|(check, _)| proves(weighed, check, now));
                return proving.filter_map(|(check, _)| weighed.expires_at(check)).for_each(|end| self.rests_on(item, end));
            }
            EvidenceNeed::Required => {}
        }
        match self.support(item) {
            Support::Until(end) => end.into_iter().for_each(|end| self.rests_on(item, end)),
            Support::None => self.no(Some(item), None, Why::EvidenceMissing { title }),
            Support::Expired => self.no(Some(item), None, Why::EvidenceExpired { title }),
        }
    }

    /// What an item rests on: attached evidence, or a passing receipt of a check that proves it; the one that lasts longest.
    fn support(&self, item: &Answer<'_, S::Evidence>) -> Support {
        let (weighed, now) = (self.weighed, self.now);
        let mut best: Option<Option<Timestamp>> = None;
        let mut expired = false;
        let mut offer = |end: Option<Timestamp>| {
            if end.is_some_and(|end| end <= now) {
                expired = true;
            } else {
                best = match (best, end) {
                    (Some(None), _) | (_, None) => Some(None),
                    (Some(Some(so_far)), Some(end)) => Some(Some(so_far.max(end))),
                    (None, end) => Some(end),
                };
            }
        };
        for attached in item.evidence.iter().map(S::evidence) {
            if counts(weighed, &attached, now) {
                offer(ends(weighed, &attached));
            }
        }
        for (check, _) in checks_of(weighed, item.id) {
            match weighed.standing(check, now) {
                Some(Standing::Passing | Standing::Warning) => offer(weighed.expires_at(check)),
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

    /// A check that proves no item speaks for itself: no item would tell of it.
    fn bare_checks(&mut self) {
        let weighed = self.weighed;
        for about in weighed.checks() {
            let Checked { id, title: check, proves } = S::check(about);
            if !proves.is_empty() {
                continue;
            }
            let standing = weighed.standing(about, self.now);
            if standing == Some(Standing::Failing) {
                self.no(None, Some(id), Why::BareCheckFailing { check });
            } else if let Some(lack) = Lack::of(standing) {
                self.unproven(None, id, Why::BareCheckUnproven { check, lack });
            }
        }
    }

    fn approvals(&mut self) {
        let weighed = self.weighed;
        let covering = covering(weighed);
        let answers = |member: MemberId, role: Role, section: &SectionId| weighed.may_sign_for(member, role, section);
        for why in covering.missing(&answers) {
            self.no(None, None, why);
        }
        for (item, why) in covering.stale(|member| weighed.name_of(member)) {
            (self.hear)(Found { blocks: false, item, check: None, why });
        }
    }
}

/// The checks that can prove an item.
fn checks_of<'a, S: Weighed>(weighed: &'a S, item: &'a ItemId) -> impl Iterator<Item = (&'a S::Check, Checked<'a>)> {
    let all = weighed.checks().iter().map(|check| (check, S::check(check)));
    all.filter(move |(_, about)| about.proves.contains(item))
}

fn proves<S: Weighed>(weighed: &S, check: &S::Check, now: Timestamp) -> bool {
    matches!(weighed.standing(check, now), Some(Standing::Passing | Standing::Warning))
}

/// Whether a piece of evidence counts: an attached receipt does as long as the check itself does not say otherwise, whichever of its
/// receipts is the latest.
pub(super) fn counts<S: Weighed>(weighed: &S, attached: &Attached<'_>, now: Timestamp) -> bool {
    attached.receipt_of.is_none_or(|name| named(weighed, name).is_some_and(|check| proves(weighed, check, now)))
}

/// When a piece of evidence that counts does so no longer: an attached receipt ends with the check's latest where that one ends first.
pub(super) fn ends<S: Weighed>(weighed: &S, attached: &Attached<'_>) -> Option<Timestamp> {
    let check = attached.receipt_of.filter(|_| weighed.by_current_rules()).and_then(|name| named(weighed, name));
    let latest = check.and_then(|check| weighed.expires_at(check));
    attached.expires_at.into_iter().chain(latest).min()
}

fn named<'a, S: Weighed>(weighed: &'a S, name: &str) -> Option<&'a S::Check> {
    weighed.checks().iter().find(|check| S::check(check).id.as_str() == name)
}

fn covering<'a, S: Weighed>(weighed: &'a S) -> Covering<'a> {
    let (signed, rules) = (weighed.signed(), weighed.rules());
    // Of a launch that nobody has signed yet, which is most of its life, nothing is digested.
    let digests = (!signed.is_empty()).then(|| weighed.digests());
    let items = digests.as_ref().map(|(digests, _)| {
        let coverable = |item: Answer<'a, S::Evidence>| Coverable {
            id: item.id,
            title: item.title,
            section: item.section,
            digest: digests.get(item.id).copied(),
            doers: doers::<S>(&item),
        };
        weighed.items().map(coverable).collect::<Vec<_>>()
    });
    Covering {
        items: items.unwrap_or_default(),
        launch: digests.map(|(_, launch)| launch),
        required: rules.required,
        distinct_approvers: rules.distinct_approvers,
        segregation_of_duties: rules.segregation_of_duties,
        signed,
    }
}

/// Who settled the item, and who gave all of its evidence: those who may not be its only approvers.
fn doers<S: Weighed>(item: &Answer<'_, S::Evidence>) -> [Option<MemberId>; 2] {
    let settled = matches!(item.status, Status::Done | Status::NotApplicable);
    let evidence = item.evidence.iter().map(|evidence| S::evidence(evidence).by);
    [item.by.filter(|_| settled), Coverable::sole(evidence)]
}
