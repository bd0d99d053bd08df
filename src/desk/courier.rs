//! Delivers wishes of launches that are not open: a launch may have been left while the server was away.

use holdpoint_domain::id::{LaunchId, MemberId};

use crate::net::api::{self, Trouble};
use crate::sync::Refused;
use crate::{keep, words};

/// Sends what waits in this browser, except for the launch that is open. Gives back what was refused, in words.
pub async fn deliver_left_behind(me: MemberId, open: Option<LaunchId>) -> Vec<(LaunchId, String)> {
    let mut refused = Vec::new();
    for launch in keep::launches_with_pending(me).into_iter().filter(|launch| Some(*launch) != open) {
        for pending in keep::pending(me, launch) {
            match api::submit(me, launch, &pending).await {
                Ok(_) => keep::drop_pending(me, launch, pending.id),
                Err(Trouble::Refused(problem)) => {
                    let kept = Refused { pending, why: words::trouble::problem(&problem), conflict: problem.conflict };
                    keep::refuse(me, launch, &kept);
                    refused.push((launch, kept.why));
                }
                // Later: the order of a launch's wishes matters.
                Err(_) => break,
            }
        }
    }
    refused
}
