//! Whether what a report says follows from the snapshot that it contains.

use std::collections::BTreeMap;

use super::step::{Steps, names};
use super::{Report, in_order, twice};
use crate::id::*;
use crate::launch::{Gate, Reason, Snapshot, SnapshotItem, SnapshotLaunch};
use crate::report::html;
use crate::report::issue::subjects as subjects_of;
use crate::report::signoff::{SNAPSHOT_MEDIA_TYPE, SignoffPredicate, SignoffResult, Staleness, html_name};
use crate::report::strict;
use crate::report::tally::Counts;
use crate::report::words;
use crate::template::SIGNERS;

/// The snapshot, from the bytes that were digested. `None`: it cannot be read, and the step failed.
pub fn snapshot(predicate: &SignoffPredicate, steps: &mut Steps) -> Option<Snapshot> {
    let (snapshot, result) = match open_snapshot(predicate) {
        Ok(snapshot) => {
            let detail = format!("{}, revision {}, {} items", predicate.snapshot.digest, snapshot.revision, snapshot.items.len());
            let result = impossible(&snapshot).map_or(Ok(detail), Err);
            (Some(snapshot), result)
        }
        Err(why) => (None, Err(why)),
    };
    steps.check(names::SNAPSHOT, result);
    snapshot
}

fn open_snapshot(predicate: &SignoffPredicate) -> Result<Snapshot, String> {
    let content = &predicate.snapshot;
    if content.media_type != SNAPSHOT_MEDIA_TYPE {
        return Err(format!("the snapshot's media type is not {SNAPSHOT_MEDIA_TYPE}"));
    }
    if Digest::of(&content.content.0) != content.digest {
        return Err("the snapshot's bytes do not have the digest that the report gives".into());
    }
    let snapshot: Snapshot = strict::from_slice(&content.content.0).map_err(|error| format!("the snapshot cannot be read: {error}"))?;
    if snapshot.v != 1 {
        return Err(format!("the snapshot has the version {}; this build reads 1", snapshot.v));
    }
    let repeated = twice(snapshot.items.iter().map(|item| item.id.to_string()))
        .or_else(|| twice(snapshot.checks.iter().map(|check| check.id.to_string())))
        .or_else(|| twice(people(&snapshot.launch).map(|(id, _)| id.to_string())));
    match repeated {
        Some(id) => Err(format!("the snapshot has {id} twice")),
        None => Ok(snapshot),
    }
}

/// Who has a role in a launch, or had one, each with their name.
pub fn people(launch: &SnapshotLaunch) -> impl Iterator<Item = (MemberId, &str)> {
    let former = launch.former.iter().map(|known| (known.id, known.name.as_str()));
    launch.members.iter().map(|known| (known.id, known.name.as_str())).chain(former)
}

/// What no launch lets happen, and the server's keys can sign all the same.
fn impossible(snapshot: &Snapshot) -> Option<String> {
    if !snapshot.policy.is_possible() {
        let (least, most) = SIGNERS.into_inner();
        let rule = format!("one asks {least} to {most} people to sign as approver or as release manager, and names a role once");
        return Some(format!("no launch has the policy that the snapshot tells: {rule}"));
    }
    let has = |id: &ItemId| snapshot.items.iter().any(|item| item.id == *id);
    let without = snapshot.checks.iter().find_map(|check| Some((check, check.proves.iter().find(|id| !has(id))?)));
    if let Some((check, id)) = without {
        return Some(format!("the check {} proves item {id}, which the snapshot does not have", check.id));
    }
    let own = |item: &&SnapshotItem| item.waiver.as_ref().is_some_and(|waiver| waiver.approved_by == Some(waiver.requested_by));
    let item = snapshot.items.iter().find(own)?;
    Some(format!("the waiver of item {} is approved by who requested it", item.id))
}

pub fn launch(report: &Report<'_>, steps: &mut Steps) {
    let (predicate, snapshot) = (&report.signoff.predicate, report.snapshot);
    let result = if predicate.launch != snapshot.launch {
        Err("the launch that the report names is not the one in its snapshot: name, ticket, artifacts or members differ".into())
    } else if predicate.template != snapshot.template {
        Err("the template that the report names is not the one in its snapshot".into())
    } else {
        let ticket = predicate.launch.change_ticket.as_deref().unwrap_or("no change ticket");
        Ok(format!("{} “{}”, {ticket}, as in the snapshot", predicate.launch.id, predicate.launch.name))
    };
    steps.check(names::LAUNCH, result);
}

pub fn subjects(report: &Report<'_>, steps: &mut Steps) {
    let told = &report.signoff.subject;
    let result = match told.first() {
        None => Err("the report is about nothing: it has no subject".into()),
        Some(html) if *told != subjects_of(&report.signoff.predicate, html.digest()) => Err(format!(
            "the report's subjects are not {} and the {} artifacts of the launch",
            html_name(report.snapshot.launch.id),
            report.snapshot.launch.artifacts.len()
        )),
        Some(html) => Ok(format!("{} and {} artifacts", html.name, told.len().saturating_sub(1))),
    };
    steps.check(names::SUBJECTS, result);
}

pub fn html(report: &Report<'_>, gate: &Gate, (file, steps): (Option<&[u8]>, &mut Steps)) {
    let Some(signed) = report.signoff.subject.first().map(|subject| subject.digest()) else {
        return; // The subjects failed already.
    };
    match file.map(Digest::of) {
        None => steps.not_checked(names::HTML_FILE, "the HTML file was not given"),
        Some(digest) if digest == signed => steps.holds(names::HTML_FILE, format!("the HTML file is the one that was signed, {digest}")),
        Some(digest) => steps.failed(names::HTML_FILE, format!("the HTML file at hand has {digest}, the one that was signed {signed}")),
    }
    let rendition = report.signoff.predicate.producer.rendition;
    if rendition == 0 {
        return steps.failed(names::HTML_CONTENT, "the HTML was made by the rules 0, which no report has; the first are 1");
    }
    if !html::RENDITIONS.contains(&rendition) {
        let detail = format!("the HTML was made by other rules ({rendition}; this build knows {}), so believe the bundle", html::RENDITION);
        return steps.not_checked(names::HTML_CONTENT, detail);
    }
    let again = Digest::of(html::render(&report.signoff.predicate, report.snapshot, gate).as_bytes());
    let result = if again == signed {
        Ok("the HTML that was signed tells what the bundle tells: made again, it is the same".into())
    } else {
        Err("the HTML that was signed does not tell what the bundle tells".into())
    };
    steps.check(names::HTML_CONTENT, result);
}

/// Staleness, counts and decision, computed again.
pub fn result(report: &Report<'_>, gate: &Gate, steps: &mut Steps) {
    let predicate = &report.signoff.predicate;
    let SignoffResult { decision, counts, holds_until } = predicate.result;
    let stale = predicate.approvals.iter().map(|approval| &approval.stale);
    let result = match Counts::of(report.snapshot, stale, predicate.issued_at) {
        same if same == counts => {
            Ok(format!("{} items, {} checks, {} approvals", same.items.total, same.checks.total, same.approvals.total))
        }
        _ => Err("the counts that the report gives do not follow from its snapshot".into()),
    };
    steps.check(names::COUNTS, result);
    let result = if gate.decision != decision {
        let why = gate.reasons.first().map_or_else(|| "nothing stands against it".to_owned(), Reason::text);
        let (says, follows) = (words::decision(decision), words::decision(gate.decision));
        Err(format!("the report says “{says}”, but “{follows}” follows from what it contains: {why}"))
    } else if gate.holds_until != holds_until {
        Err("the report is wrong about until when it holds".into())
    } else {
        Ok(format!("“{}” follows from the snapshot, the approvals and the time", words::decision(decision)))
    };
    steps.check(names::DECISION, result);
}

/// What differs now of what an approver signed for, by the digests in their statement.
///
/// * Errors: the approval covers an item that the snapshot does not have, although the launch is on the very version of its checklist
///   that was signed: a checklist loses an item only by moving to another version.
pub fn staleness(report: &Report<'_>, covers: (&BTreeMap<ItemId, Digest>, Digest)) -> Result<Staleness, ItemId> {
    let (items, launch) = covers;
    let (now, moved) = (&report.digests, launch != report.snapshot.launch_digest());
    // The launch's digest has the checklist's, so an approval that lost an item so counts for nothing; else it would, for all the others.
    if let Some(lost) = items.keys().find(|item| !moved && !now.contains_key(item)) {
        return Err(lost.clone());
    }
    let items = items.iter().filter(|(item, digest)| now.get(item) != Some(digest)).map(|(item, _)| item.clone()).collect();
    Ok(Staleness { launch: moved, items })
}

/// A report that was dated back would make expired proof look fresh: nothing in it may be younger than the report.
pub fn times(report: &Report<'_>, steps: &mut Steps) {
    let (snapshot, issued) = (report.snapshot, report.signoff.predicate.issued_at);
    let items = snapshot.items.iter().flat_map(|item| item.at.into_iter().chain(item.evidence.iter().map(|evidence| evidence.recorded_at)));
    let checks = snapshot.checks.iter().filter_map(|check| check.ran_at);
    let runs = snapshot.runs.iter().flat_map(|run| run.ended_at.or(Some(run.started_at)));
    let result = match items.chain(checks).chain(runs).find(|at| !in_order(*at, issued)) {
        Some(later) => Err(format!("the report says it was issued at {issued}, but tells of something at {later}")),
        None => Ok(format!("nothing that the report tells of is later than {issued}")),
    };
    steps.check(names::TIMES, result);
}
