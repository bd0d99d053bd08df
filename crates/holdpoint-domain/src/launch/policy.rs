//! Whose approvals a launch needs: the template's policy or its own, and whether its people can satisfy it.

use std::collections::BTreeSet;

use super::refusal::{Refusal, role_words, rule, said_role};
use super::*;
use crate::order;
use crate::sentence::{Said, Sentence, counted};
use crate::template::{RequiredRole, SIGNERS, Section};

impl Policy {
    /// The policy as people say it: `1 release manager and 1 approver; nobody counts twice`.
    pub fn words(&self) -> String {
        let several = |count: u32| if count == 1 { "" } else { "s" };
        let required = self.required().into_iter();
        let roles: Vec<String> =
            required.map(|RequiredRole { role, count }| format!("{count} {}{}", role_words(role), several(count))).collect();
        let mut words = roles.join(" and ");
        if self.distinct_approvers {
            words.push_str("; nobody counts twice");
        }
        if self.segregation_of_duties {
            words.push_str("; who did an item is not its only approver");
        }
        words
    }
}

impl SnapshotPolicy {
    /// The required roles as the gate counts them.
    pub fn required(&self) -> Vec<RequiredRole> {
        self.required_roles.iter().map(|SnapshotRequired { role, count }| RequiredRole { role: *role, count: *count }).collect()
    }

    /// Whether a launch can have it: it asks for somebody, and for nobody whom a launch's own policy may not ask for.
    pub fn is_possible(&self) -> bool {
        !self.required_roles.is_empty() && well_formed(&self.required()).is_ok()
    }
}

impl Launch {
    /// Whose approvals count: the launch's own policy, else the template's.
    pub fn policy(&self) -> &Policy {
        self.own_policy.value.as_ref().unwrap_or(&self.template.policy)
    }

    pub(super) fn decide_policy(&self, policy: Option<&Policy>, context: &Context) -> Result<Vec<Event>, Refusal> {
        if let Some(policy) = policy {
            well_formed(&policy.required)?;
            self.can_satisfy(policy)?;
        }
        let policy = policy.cloned();
        let words = |policy: &Option<Policy>| policy.as_ref().map_or_else(|| "the checklist's own".into(), Policy::words);
        self.unchanged(context, ("policy", &self.own_policy), &policy, words)?;
        Ok(if self.own_policy.value == policy { vec![] } else { vec![Event::PolicySet { policy }] })
    }

    /// Whether the present members could sign all that a policy asks for.
    ///
    /// * Errors: what is missing, in words.
    fn can_satisfy(&self, policy: &Policy) -> Result<(), Refusal> {
        self.template.sections.iter().filter(|section| !section.items.is_empty()).try_for_each(|section| self.can_sign(policy, section))
    }

    fn can_sign(&self, policy: &Policy, section: &Section) -> Result<(), Refusal> {
        let holders = |role: Role| self.members.keys().copied().filter(move |member| self.may_sign_for(*member, role, &section.id));
        let mut required = policy.required();
        order::sort_by_key(&mut required, |required| std::cmp::Reverse(required.role));
        // Holders of the stricter role are used up first, as the gate counts.
        let (mut taken, mut all) = (0_usize, BTreeSet::new());
        for RequiredRole { role, count } in required {
            let have = holders(role).count().saturating_sub(if policy.distinct_approvers { taken } else { 0 });
            if have < count as usize {
                let (role, title) = (said_role(role), section.title.as_str());
                let there = Said::counted(have, format!("{} {have}", if have == 1 { "is" } else { "are" }));
                return bad(match policy.distinct_approvers {
                    true => rule::policy_too_few_once(people(count), role, title, there),
                    false => rule::policy_too_few(people(count), role, title, there),
                });
            }
            all.extend(holders(role));
            taken += count as usize;
        }
        if let (true, [only]) = (policy.segregation_of_duties, all.iter().copied().collect::<Vec<_>>().as_slice()) {
            return bad(rule::policy_duties(self.name_of(*only), section.title.as_str()));
        }
        Ok(())
    }
}

fn people(count: u32) -> Said {
    Said::counted(count, counted(count, "person", "people"))
}

fn bad(rule: Sentence) -> Result<(), Refusal> {
    Err(Refusal::Bad { field: "policy", rule })
}

fn well_formed(required: &[RequiredRole]) -> Result<(), Refusal> {
    for (place, RequiredRole { role, count }) in required.iter().enumerate() {
        if *role < Role::Approver {
            return bad(rule::policy_signs_nothing(said_role(*role)));
        }
        if !SIGNERS.contains(count) {
            return bad(rule::policy_count(people(*count), said_role(*role), *SIGNERS.end()));
        }
        if required.iter().take(place).any(|earlier| earlier.role == *role) {
            return bad(rule::policy_twice(said_role(*role)));
        }
    }
    Ok(())
}
