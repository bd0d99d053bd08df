//! Roles in a launch, and what a launch asks of them, in the reader's language.

use holdpoint_domain::template::{Policy, RequiredRole, Role};

use crate::say;

/// Every role, the least first.
pub const ROLES: [Role; 4] = [Role::Viewer, Role::Contributor, Role::Approver, Role::ReleaseManager];

/// The role as a word in a sentence: `release manager`.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Viewer => say!("role-viewer"),
        Role::Contributor => say!("role-contributor"),
        Role::Approver => say!("role-approver"),
        Role::ReleaseManager => say!("role-release-manager"),
    }
}

/// What has to be signed: `1 release manager and 1 approver; nobody counts twice`.
pub fn policy(policy: &Policy) -> String {
    let required = policy.required();
    let signers = required.iter().map(|RequiredRole { role: of, count }| say!("policy-signers", count = *count, role = role(*of)));
    let signers = signers.reduce(|before, next| say!("policy-and", before = before, next = next)).unwrap_or_default();
    match (policy.distinct_approvers, policy.segregation_of_duties) {
        (false, false) => signers,
        (true, false) => say!("policy-distinct", signers = signers),
        (false, true) => say!("policy-duties", signers = signers),
        (true, true) => say!("policy-distinct-and-duties", signers = signers),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_reads_as_the_domain_has_it() {
        let required = vec![RequiredRole { role: Role::ReleaseManager, count: 1 }, RequiredRole { role: Role::Approver, count: 2 }];
        for (distinct_approvers, segregation_of_duties) in [(false, false), (true, false), (false, true), (true, true)] {
            let known = Policy { required: required.clone(), distinct_approvers, segregation_of_duties };
            assert_eq!(policy(&known), known.words());
            assert!(known.words().starts_with("1 release manager and 2 approvers"), "{}", known.words());
        }
    }
}
