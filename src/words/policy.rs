//! Whose signatures a launch needs, in the reader's language.

use holdpoint_domain::template::{Policy, RequiredRole, Role};

use crate::say;

/// The policy as a phrase: `1 release manager and 2 approver; nobody counts twice`.
pub fn told(policy: &Policy) -> String {
    let roles =
        policy.required().iter().map(required).reduce(|one, other| say!("policy-and", one = one, other = other)).unwrap_or_default();
    match (policy.distinct_approvers, policy.segregation_of_duties) {
        (false, false) => roles,
        (true, false) => say!("policy-distinct-too", roles = roles),
        (false, true) => say!("policy-segregated-too", roles = roles),
        (true, true) => say!("policy-both-too", roles = roles),
    }
}

fn required(required: &RequiredRole) -> String {
    let role = match required.role {
        Role::Viewer => "viewer",
        Role::Contributor => "contributor",
        Role::Approver => "approver",
        Role::ReleaseManager => "release_manager",
    };
    say!("policy-role", count = required.count, role = role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_english_it_says_what_the_domain_says() {
        let role = |role, count| RequiredRole { role, count };
        let sets = [vec![], vec![role(Role::Approver, 2)], vec![role(Role::ReleaseManager, 1), role(Role::Approver, 2)]];
        for required in sets {
            for (distinct_approvers, segregation_of_duties) in [(false, false), (true, false), (false, true), (true, true)] {
                let policy = Policy { required: required.clone(), distinct_approvers, segregation_of_duties };
                assert_eq!(told(&policy), policy.words());
            }
        }
    }
}
