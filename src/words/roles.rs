//! Roles in a launch, in the reader's language.

use holdpoint_domain::template::Role;

use crate::say;

/// The role as a word in a sentence: `release manager`.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Viewer => say!("role-viewer"),
        Role::Contributor => say!("role-contributor"),
        Role::Approver => say!("role-approver"),
        Role::ReleaseManager => say!("role-release-manager"),
    }
}
