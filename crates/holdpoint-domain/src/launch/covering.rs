//! Whose approvals cover what: one count, behind the launch's gate and behind a verifier's.
//!
//! An approval covers items, each as it was seen. An item is signed for in a role when enough different people who hold the
//! role, and answer for the item's section, have an approval in that role that covers the item as it is now, and one that
//! covers the launch itself as it is now.

use std::collections::BTreeMap;

use super::Why;
use crate::id::*;
use crate::order;
use crate::template::{RequiredRole, Role};

/// An item as approvals see it.
pub struct Coverable<'a> {
    pub id: &'a ItemId,
    pub title: &'a str,
    pub section: &'a SectionId,
    /// As it is now; `None`: no approval speaks of it, and nobody computed it.
    pub digest: Option<Digest>,
    /// Who settled it, and who gave all of its evidence.
    pub doers: [Option<MemberId>; 2],
}

impl Coverable<'_> {
    /// The one of whom all are; `None`: there are several people, or nothing.
    pub fn sole(mut people: impl Iterator<Item = MemberId>) -> Option<MemberId> {
        let first = people.next()?;
        people.all(|other| other == first).then_some(first)
    }
}

/// A standing approval: not revoked, of somebody who has a role.
#[derive(Clone, Copy)]
pub struct Signed<'a> {
    pub approver: MemberId,
    pub role: Role,
    pub covers: &'a BTreeMap<ItemId, Digest>,
    pub covers_launch: Digest,
}

/// Everything that the count needs.
pub struct Covering<'a> {
    pub items: Vec<Coverable<'a>>,
    /// The launch itself, as it is now; `None`: there is no approval, and nobody computed it.
    pub launch: Option<Digest>,
    pub required: Vec<RequiredRole>,
    pub distinct_approvers: bool,
    pub segregation_of_duties: bool,
    /// In the order of the log.
    pub signed: Vec<Signed<'a>>,
}

/// Whether somebody may sign in a role for a section.
pub type Answers<'a> = &'a dyn Fn(MemberId, Role, &SectionId) -> bool;

impl<'a> Covering<'a> {
    /// What is missing; empty: everything that is required is signed as it is now.
    pub fn missing(&self, answers: Answers<'_>) -> Vec<Why<&'a str>> {
        let mut missing = Vec::new();
        let mut counted: Vec<MemberId> = Vec::new();
        let mut signers: Vec<Vec<MemberId>> = vec![Vec::new(); self.items.len()];
        // The strictest role first, so that its few holders are not used up for a lower one.
        let mut required = self.required.clone();
        order::sort_by_key(&mut required, |required| std::cmp::Reverse(required.role));
        for RequiredRole { role, count } in required {
            let mut people = self.people(role, answers);
            for (member, covered) in &people {
                for place in covered {
                    let signers = &mut signers[*place];
                    if !signers.contains(member) {
                        signers.push(*member);
                    }
                }
            }
            people.retain(|(member, _)| !self.distinct_approvers || !counted.contains(member));
            // Who covers most comes first: fewer people are used up.
            order::sort_by_key(&mut people, |(_, covered)| std::cmp::Reverse(covered.len()));
            let mut counts = vec![0_u32; self.items.len()];
            for (member, covered) in &people {
                if covered.iter().any(|place| counts[*place] < count) {
                    covered.iter().for_each(|place| counts[*place] += 1);
                    counted.push(*member);
                }
            }
            let lacking: Vec<usize> = (0..self.items.len()).filter(|place| counts[*place] < count).collect();
            if !lacking.is_empty() || (people.len() as u64) < u64::from(count) {
                let have = counts.iter().max().copied().unwrap_or_default();
                missing.push(self.lacks((role, count), (have, &lacking)));
            }
        }
        if self.segregation_of_duties {
            missing.extend(self.same_hands(&signers));
        }
        missing
    }

    /// What is told of approvals that are stale and that their givers did not renew, with the first item.
    pub fn stale(&self, name: impl Fn(MemberId) -> &'a str) -> Vec<(Option<&'a ItemId>, Why<&'a str>)> {
        let now = order::map(self.items.iter().filter_map(|item| Some((item.id.clone(), item.digest?))));
        let fresh = |item: &ItemId, digest: &Digest| now.get(item) == Some(digest);
        let mut told = Vec::new();
        for (place, signed) in self.signed.iter().enumerate() {
            let own = |other: &&Signed<'_>| other.approver == signed.approver && other.role == signed.role;
            let renewed = |item: &ItemId| {
                let covers = |other: &Signed<'_>| other.covers.get(item).is_some_and(|digest| fresh(item, digest));
                // A later approval that was made stale again speaks for itself.
                let later = |other: &Signed<'_>| other.covers.contains_key(item);
                self.signed.iter().filter(own).any(covers) || self.signed[place + 1..].iter().filter(own).any(later)
            };
            let stale: Vec<&'a ItemId> =
                signed.covers.iter().filter(|(item, digest)| !fresh(item, digest) && !renewed(item)).map(|(item, _)| item).collect();
            let launch = Some(signed.covers_launch) != self.launch && !self.signed[place + 1..].iter().any(|other| own(&other));
            let name = name(signed.approver);
            let why = match (stale.as_slice(), launch) {
                ([], false) => continue,
                ([], true) => Why::SignedBeforeDetails { name },
                ([one], _) => Why::SignedBeforeItem { name, item: one.as_str() },
                (several, _) => Why::SignedBeforeItems { name, items: several.len() },
            };
            told.push((stale.first().copied(), why));
        }
        told
    }

    /// Who covers the launch as it is now in a role, in the order of signing, with the items that they cover.
    fn people(&self, role: Role, answers: Answers<'_>) -> Vec<(MemberId, Vec<usize>)> {
        let mut people: Vec<MemberId> = Vec::new();
        for signed in self.signed.iter().filter(|signed| signed.role == role && Some(signed.covers_launch) == self.launch) {
            if !people.contains(&signed.approver) {
                people.push(signed.approver);
            }
        }
        let covered = |member: MemberId| {
            let own: Vec<_> = self.signed.iter().filter(|signed| signed.role == role && signed.approver == member).collect();
            let covers = |item: &Coverable<'_>| {
                let seen = |digest: &Digest| own.iter().any(|signed| signed.covers.get(item.id) == Some(digest));
                item.digest.as_ref().is_some_and(seen) && answers(member, role, item.section)
            };
            (0..self.items.len()).filter(|place| covers(&self.items[*place])).collect()
        };
        people.into_iter().map(|member| (member, covered(member))).filter(|(_, covered): &(_, Vec<usize>)| !covered.is_empty()).collect()
    }

    /// The items whose only signer did them.
    fn same_hands(&self, signers: &[Vec<MemberId>]) -> Option<Why<&'a str>> {
        let mut same = self
            .items
            .iter()
            .zip(signers)
            .filter(|(item, signers)| signers.len() == 1 && item.doers.iter().flatten().any(|doer| signers.contains(doer)));
        let (&Coverable { title, .. }, _) = same.next()?;
        Some(match same.count() {
            0 => Why::SameHands { title },
            more => Why::SameHandsMore { title, more },
        })
    }

    fn lacks(&self, (role, count): (Role, u32), (have, lacking): (u32, &[usize])) -> Why<&'a str> {
        let first = lacking.first().and_then(|place| self.items.get(*place)).filter(|_| lacking.len() < self.items.len());
        match (first, lacking.len()) {
            (Some(&Coverable { title, .. }), 1) => Why::ItemNotSigned { title, count, role },
            (Some(&Coverable { title, .. }), several) => Why::ItemsNotSigned { title, more: several - 1, count, role },
            (None, _) if count == 1 => Why::NobodySigned { role },
            (None, _) => Why::TooFewSigned { have, count, role },
        }
    }
}
