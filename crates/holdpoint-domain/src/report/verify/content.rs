//! Whether what a report says follows from the snapshot that it contains.

use std::collections::BTreeMap;

use super::step::{Steps, names};
use super::{Report, in_order, twice};
use crate::id::*;
use crate::launch::{Gate, Snapshot, SnapshotItem, SnapshotLaunch};
use crate::report::found::Content;
use crate::report::html;
use crate::report::issue::subjects as subjects_of;
use crate::report::signoff::{SNAPSHOT_MEDIA_TYPE, SignoffPredicate, SignoffResult, Staleness, html_name};
use crate::report::strict;
use crate::report::tally::Counts;

/// The snapshot, from the bytes that were digested. `None`: it cannot be read, and the step failed.
pub fn snapshot(predicate: &SignoffPredicate, steps: &mut Steps) -> Option<Snapshot> {
    let (snapshot, result) = match open_snapshot(predicate) {
        Ok(snapshot) => {
            let (digest, revision, items) = (predicate.snapshot.digest, snapshot.revision, snapshot.items.len());
            let result = impossible(&snapshot).map_or(Ok(Content::Snapshot { digest, revision, items }), Err);
            (Some(snapshot), result)
        }
        Err(why) => (None, Err(why)),
    };
    steps.check(names::SNAPSHOT, result);
    snapshot
}

fn open_snapshot(predicate: &SignoffPredicate) -> Result<Snapshot, Content> {
    let content = &predicate.snapshot;
    if content.media_type != SNAPSHOT_MEDIA_TYPE {
        return Err(Content::SnapshotMedia);
    }
    if Digest::of(&content.content.0) != content.digest {
        return Err(Content::SnapshotDigest);
    }
    let unread = |error: serde_json::Error| Content::SnapshotUnread { why: error.to_string() };
    let snapshot: Snapshot = strict::from_slice(&content.content.0).map_err(unread)?;
    if snapshot.v != 1 {
        return Err(Content::SnapshotVersion { version: snapshot.v });
    }
    let repeated = twice(snapshot.items.iter().map(|item| item.id.to_string()))
        .or_else(|| twice(snapshot.checks.iter().map(|check| check.id.to_string())))
        .or_else(|| twice(people(&snapshot.launch).map(|(id, _)| id.to_string())));
    match repeated {
        Some(id) => Err(Content::SnapshotTwice { id }),
        None => Ok(snapshot),
    }
}

/// Who has a role in a launch, or had one, each with their name.
pub fn people(launch: &SnapshotLaunch) -> impl Iterator<Item = (MemberId, &str)> {
    let former = launch.former.iter().map(|known| (known.id, known.name.as_str()));
    launch.members.iter().map(|known| (known.id, known.name.as_str())).chain(former)
}

/// What no launch lets happen, and the server's keys can sign all the same.
fn impossible(snapshot: &Snapshot) -> Option<Content> {
    if !snapshot.policy.is_possible() {
        return Some(Content::SnapshotPolicy);
    }
    let has = |id: &ItemId| snapshot.items.iter().any(|item| item.id == *id);
    let without = snapshot.checks.iter().find_map(|check| Some((check, check.proves.iter().find(|id| !has(id))?)));
    if let Some((check, item)) = without {
        return Some(Content::SnapshotProvesNothing { check: check.id.clone(), item: item.clone() });
    }
    let own = |item: &&SnapshotItem| item.waiver.as_ref().is_some_and(|waiver| waiver.approved_by == Some(waiver.requested_by));
    let item = snapshot.items.iter().find(own)?;
    Some(Content::SnapshotOwnWaiver { item: item.id.clone() })
}

pub fn launch(report: &Report<'_>, steps: &mut Steps) {
    let (predicate, snapshot) = (&report.signoff.predicate, report.snapshot);
    let told = &predicate.launch;
    let result = if *told != snapshot.launch {
        Err(Content::LaunchOther)
    } else if predicate.template != snapshot.template {
        Err(Content::TemplateOther)
    } else {
        Ok(Content::Launch { id: told.id, name: told.name.clone(), ticket: told.change_ticket.clone() })
    };
    steps.check(names::LAUNCH, result);
}

pub fn subjects(report: &Report<'_>, steps: &mut Steps) {
    let (told, launch) = (&report.signoff.subject, &report.snapshot.launch);
    let result = match told.first() {
        None => Err(Content::NoSubject),
        Some(html) if *told != subjects_of(&report.signoff.predicate, html.digest()) => {
            Err(Content::SubjectsOther { html: html_name(launch.id), artifacts: launch.artifacts.len() })
        }
        Some(html) => Ok(Content::Subjects { html: html.name.clone(), artifacts: told.len().saturating_sub(1) }),
    };
    steps.check(names::SUBJECTS, result);
}

pub fn html(report: &Report<'_>, gate: &Gate, (file, steps): (Option<&[u8]>, &mut Steps)) {
    let Some(signed) = report.signoff.subject.first().map(|subject| subject.digest()) else {
        return; // The subjects failed already.
    };
    match file.map(Digest::of) {
        None => steps.not_checked(names::HTML_FILE, Content::HtmlNotGiven),
        Some(digest) if digest == signed => steps.holds(names::HTML_FILE, Content::Html { digest }),
        Some(digest) => steps.failed(names::HTML_FILE, Content::HtmlOther { digest, signed }),
    }
    let rules = report.signoff.predicate.producer.rendition;
    if rules == 0 {
        return steps.failed(names::HTML_CONTENT, Content::HtmlNoRules);
    }
    if !html::RENDITIONS.contains(&rules) {
        return steps.not_checked(names::HTML_CONTENT, Content::HtmlOtherRules { rules });
    }
    let again = Digest::of(html::render(&report.signoff.predicate, report.snapshot, gate).as_bytes());
    let result = if again == signed { Ok(Content::HtmlSame) } else { Err(Content::HtmlDiffers) };
    steps.check(names::HTML_CONTENT, result);
}

/// Staleness, counts and decision, computed again.
pub fn result(report: &Report<'_>, gate: &Gate, steps: &mut Steps) {
    let predicate = &report.signoff.predicate;
    let SignoffResult { decision, counts, holds_until } = predicate.result;
    let stale = predicate.approvals.iter().map(|approval| &approval.stale);
    let result = match Counts::of(report.snapshot, stale, predicate.issued_at) {
        same if same == counts => {
            Ok(Content::Counts { items: same.items.total, checks: same.checks.total, approvals: same.approvals.total })
        }
        _ => Err(Content::CountsWrong),
    };
    steps.check(names::COUNTS, result);
    let result = if gate.decision != decision {
        Err(Content::DecisionOther { says: decision, follows: gate.decision, why: gate.reasons.first().cloned() })
    } else if gate.holds_until != holds_until {
        Err(Content::DecisionUntil)
    } else {
        Ok(Content::Decision { says: decision })
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
        Some(later) => Err(Content::TimesLater { issued, later }),
        None => Ok(Content::Times { issued }),
    };
    steps.check(names::TIMES, result);
}
