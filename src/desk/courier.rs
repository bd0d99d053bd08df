//! Delivers wishes of launches that are not open: a launch may have been left while the server was away, or before the code was here that sends.

use holdpoint_domain::id::{CommandId, LaunchId, MemberId};
use leptos::prelude::{RwSignal, WithUntracked as _};

use super::Desk;
use super::early::{self, Early};
use crate::net::api::{self, Trouble};
use crate::sync::{Pending, Refused, Stage};
use crate::{clock, keep, words};

/// Whether something waits in this browser, except for the launch that is open.
pub fn is_left_behind(me: MemberId, open: Option<LaunchId>) -> bool {
    keep::launches_with_pending(me).into_iter().chain(early::launches(me)).any(|launch| Some(launch) != open)
}

/// Sends what waits in this browser, except for the launch that is open. Gives back what was refused, in words.
///
/// * `open`: the desk of the launch that is: one that is opened meanwhile sends what waits for it, and tells what is refused.
pub async fn deliver_left_behind(me: MemberId, open: RwSignal<Option<Desk>>) -> Vec<(LaunchId, String)> {
    let is_open = move |launch: LaunchId| open.with_untracked(|desk| desk.is_some_and(|desk| desk.id == launch));
    let mut refused = Vec::new();
    keep_early(me, is_open);
    for launch in keep::launches_with_pending(me) {
        // Another tab may have its answer meanwhile.
        let waits = |id: CommandId| keep::waits(me, launch, id);
        for pending in keep::pending(me, launch) {
            if is_open(launch) {
                break;
            }
            if !waits(pending.id) {
                continue;
            }
            match api::submit(me, launch, &pending).await {
                Ok(stored) => keep::grant(me, launch, &pending, stored.place()),
                Err(Trouble::Refused(_)) if !waits(pending.id) => {}
                Err(Trouble::Refused(problem)) if !is_open(launch) => {
                    let kept = Refused { pending, why: words::trouble::problem(&problem), conflict: problem.conflict };
                    keep::refuse(me, launch, &kept);
                    refused.push((launch, kept.why));
                }
                // Later: the order of a launch's wishes matters.
                Err(_) => break,
            }
        }
    }
    refused.retain(|(launch, _)| !is_open(*launch));
    refused
}

/// Behind what waits for the launch already. Nobody has judged it: the server will.
fn keep_early(me: MemberId, is_open: impl Fn(LaunchId) -> bool) {
    for early in early::take(me, |launch| !is_open(launch)) {
        let last = keep::pending(me, early.launch).last().map(|pending| pending.id.0);
        let Early { id, launch, seen, item, status } = early::behind(me, early, last);
        let command = early::tick(item, status);
        keep::put_pending(me, launch, &Pending { id, based_on: seen, asked_at: clock::now(), command, stage: Stage::Waiting });
    }
}
