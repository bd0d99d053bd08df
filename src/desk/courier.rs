//! Delivers wishes of launches that are not open: a launch may have been left while the server was away, or before the code was here that sends.

use holdpoint_domain::id::{CommandId, LaunchId, MemberId};
use holdpoint_domain::launch::Refusal;
use leptos::prelude::{RwSignal, WithUntracked as _};

use super::Desk;
use super::early::{self, Early};
use super::missed::page_of;
use crate::net::api::{self, Trouble};
use crate::sync::{Ground, Pending, Refused, Replica, Stage};
use crate::{clock, keep, words};

/// Whether something waits in this browser, except for the launch that is open.
pub fn is_left_behind(me: MemberId, open: Option<LaunchId>) -> bool {
    keep::launches_with_pending(me).into_iter().chain(early::launches(me)).any(|launch| Some(launch) != open)
}

/// What was refused, in words; and what ended the round, if that was the end of the session.
pub type Delivered = (Vec<(LaunchId, String)>, Option<Trouble>);

/// Sends what waits in this browser, except for the launch that is open.
///
/// * `open`: the desk of the launch that is: one that is opened meanwhile sends what waits for it, and tells what is refused.
pub async fn deliver_left_behind(me: MemberId, open: RwSignal<Option<Desk>>) -> Delivered {
    let is_open = move |launch: LaunchId| open.with_untracked(|desk| desk.is_some_and(|desk| desk.id == launch));
    let (mut refused, mut ended) = (Vec::new(), None);
    keep_early(me, is_open);
    'all: for launch in keep::launches_with_pending(me) {
        if is_open(launch) {
            continue;
        }
        match keep_unseen(me, launch, is_open).await {
            Ok(whys) => refused.extend(whys.into_iter().map(|why| (launch, why))),
            // The wishes are told why.
            Err(Trouble::Refused(_)) => {}
            Err(signed_out @ Trouble::SignedOut(_)) => {
                ended = Some(signed_out);
                break;
            }
            Err(_) => continue,
        }
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
                Err(signed_out @ Trouble::SignedOut(_)) => {
                    ended = Some(signed_out);
                    break 'all;
                }
                // Later: the order of a launch's wishes matters.
                Err(_) => break,
            }
        }
    }
    refused.retain(|(launch, _)| !is_open(*launch));
    (refused, ended)
}

/// Behind what waits for the launch already. Nobody has judged it: the server will.
fn keep_early(me: MemberId, is_open: impl Fn(LaunchId) -> bool) {
    for early in early::take(me, |launch| !is_open(launch)) {
        let last = keep::pending(me, early.launch).last().map(|pending| pending.id.0);
        let early = early::behind(me, early, last);
        let ground = early.ground();
        let Early { id, launch, seen, item, status, .. } = early;
        let command = early::tick(item, status);
        keep::put_pending(me, launch, &Pending { id, based_on: seen, asked_at: clock::now(), command, ground, stage: Stage::Waiting });
    }
}

/// Holds what waits for a launch against its log, which may have been set back and have grown beyond the place at which it was asked: the server would
/// take for seen what is there instead. What would write over that is kept like a wish that was refused. Gives back why, in words.
async fn keep_unseen(me: MemberId, launch: LaunchId, is_open: impl Fn(LaunchId) -> bool) -> Result<Vec<String>, Trouble> {
    let mut grounds: Vec<Ground> = keep::pending(me, launch).into_iter().filter_map(|pending| pending.ground).collect();
    grounds.dedup();
    let mut others = Vec::new();
    for ground in grounds {
        if page_of(launch, ground).await?.1 {
            others.push(ground);
        }
    }
    if others.is_empty() {
        return Ok(Vec::new());
    }
    let before = keep::launch(me, launch).await;
    let (view, _) = api::launch(launch).await?;
    // Where the browser does not say who that is, nobody tells that they are signed out: it waits.
    let person = keep::session().and_then(|session| session.me).filter(|person| person.id == me).ok_or(Trouble::Away)?;
    if is_open(launch) {
        return Ok(Vec::new());
    }
    let mut replica = Replica::new(person, view.launch);
    replica.restore(keep::pending(me, launch));
    let mut whys = Vec::new();
    for ground in others {
        for mut refused in replica.judge(ground, true, before.as_ref()) {
            refused.why =
                refused.conflict.clone().map(|conflict| words::refusal::told(&Refusal::Conflict(Box::new(conflict)))).unwrap_or_default();
            keep::refuse(me, launch, &refused);
            whys.push(refused.why);
        }
    }
    // The others are wishes of the log as it is now.
    let ground = Some(replica.seen());
    for pending in replica.outbox().iter().filter(|pending| pending.ground.is_none()) {
        keep::put_pending(me, launch, &Pending { ground, ..pending.clone() });
    }
    Ok(whys)
}
