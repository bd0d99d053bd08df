//! The launch's exported history: whether it is what the log had, and whether it leads to what the report says and to what was signed.

use std::collections::BTreeMap;

use super::step::{Steps, names};
use super::{KnownHead, Report, in_order};
use crate::id::{ApprovalId, Digest, Timestamp};
use crate::launch::{self, Event, Launch, Recorded};
use crate::report::approver_words::signed;
use crate::report::found::{Approval, Replay, Who};
use crate::report::history::History;
use crate::report::signoff::SignoffApproval;

pub fn replayed(report: &Report<'_>, head: KnownHead, (file, steps): (Option<&[u8]>, &mut Steps)) {
    let Some(file) = file else {
        return steps.not_checked(names::HISTORY, Replay::NotGiven);
    };
    let history = match History::parse(file) {
        Ok(history) => history,
        Err(fault) => return steps.failed(names::HISTORY, Replay::BadHistory { fault }),
    };
    let Some(head) = head else {
        return steps.failed(names::HISTORY, Replay::NoCheckpoint);
    };
    let size = head.size;
    match history.root(size) {
        Some(root) if root == head.root => {
            let (replaced, later) = (history.replaced(size), history.size() - size);
            steps.holds(names::HISTORY, Replay::History { size, replaced, later });
            replay(report, &history, steps);
            seen(report, &history, steps);
        }
        Some(_) => steps.failed(names::HISTORY, Replay::HistoryOther),
        None => steps.failed(names::HISTORY, Replay::HistoryShort { size: history.size(), wanted: size }),
    }
}

fn replay(report: &Report<'_>, history: &History, steps: &mut Steps) {
    let (snapshot, revision) = (report.snapshot, report.snapshot.revision);
    let told = &report.signoff.predicate.approvals;
    let Some(launch) = history.launch_at(revision.0) else {
        if let Some(one) = revoked(told, history, revision.0) {
            return steps.failed(names::REPLAY, unfounded(one));
        }
        steps.not_checked(names::REPLAY, unplayed(history, revision.0));
        if let Some(why) = overtaken(report, history) {
            steps.not_checked(names::REPLAY, why);
        }
        return;
    };
    let mut played = launch.snapshot();
    // Early builds called what an approver gives by another word.
    let given = std::mem::replace(&mut played.policy.user_verification, snapshot.policy.user_verification.clone());
    let result = if played == *snapshot { standing(told, &launch) } else { Err(Replay::Differs) };
    match (result, overtaken(report, history)) {
        (Err(why), _) => steps.failed(names::REPLAY, why),
        (Ok(()), Some(why)) => steps.not_checked(names::REPLAY, why),
        (Ok(()), None) if given != snapshot.policy.user_verification => steps.not_checked(names::REPLAY, Replay::OtherForm),
        (Ok(()), None) => steps.holds(names::REPLAY, Replay::Played { revision, replaced: history.replaced(revision.0) }),
    }
}

/// Whether the report may be of an earlier state of the launch than there was when it was issued. A server that is honest loads the launch
/// after it looked at the clock. It fails nothing: that the later entries are the log's, nothing that the report has says.
fn overtaken(report: &Report<'_>, history: &History) -> Option<Replay> {
    let predicate = &report.signoff.predicate;
    let older = |(at, _): &(Timestamp, Option<&Recorded>)| !in_order(predicate.issued_at, *at);
    let left_out: Vec<_> = history.later(report.snapshot.revision.0).filter(older).map(|(_, recorded)| recorded).collect();
    if left_out.is_empty() {
        return None;
    }
    let later = left_out.len();
    let revoked: Vec<_> = left_out.into_iter().flatten().filter_map(|recorded| revokes(&recorded.event)).collect();
    let names: Vec<_> =
        predicate.approvals.iter().filter(|told| revoked.contains(&told.id)).map(|told| told.approver.name.clone()).collect();
    Some(if names.is_empty() { Replay::Overtaken { later } } else { Replay::OvertakenRevoked { later, names } })
}

/// A snapshot has no approvals, so they are compared by themselves: one that was revoked counts no more, and one that stands is told.
fn standing(told: &[SignoffApproval], launch: &Launch) -> Result<(), Replay> {
    let same =
        |told: &SignoffApproval, known: &launch::Approval| told.id == known.id && known.seq.0.checked_sub(1) == Some(told.log_entry.index);
    if let Some(one) = told.iter().find(|told| !launch.standing_approvals().any(|known| same(told, known))) {
        return Err(unfounded(one));
    }
    match launch.standing_approvals().find(|known| !told.iter().any(|told| same(told, known))) {
        Some(known) => Err(Replay::LeftOut { name: launch.name_of(known.approver).to_owned() }),
        None => Ok(()),
    }
}

fn unfounded(told: &SignoffApproval) -> Replay {
    Replay::Unfounded { name: told.approver.name.clone() }
}

/// An approval that was revoked by an event whose text is still there.
fn revoked<'a>(told: &'a [SignoffApproval], history: &History, size: u64) -> Option<&'a SignoffApproval> {
    let before = usize::try_from(size).unwrap_or(usize::MAX);
    let mut all = history.events().take(before).flatten().filter_map(|recorded| revokes(&recorded.event));
    all.find_map(|id| told.iter().find(|told| told.id == id))
}

fn revokes(event: &Event) -> Option<ApprovalId> {
    match event {
        Event::ApprovalRevoked { approval, .. } => Some(*approval),
        _ => None,
    }
}

fn unplayed(history: &History, size: u64) -> Replay {
    match history.revoked_unsaid(size) {
        0 => Replay::Erased,
        revoked => Replay::ErasedRevoked { revoked },
    }
}

/// Whether each approver signed the launch as it was. Of those whose statement cannot be read that was said before.
fn seen(report: &Report<'_>, history: &History, steps: &mut Steps) {
    let approvals = report.signoff.predicate.approvals.iter();
    let approvals: Vec<_> = approvals.filter_map(|told| Some((told, signed(told)?))).collect();
    let places = approvals.iter().map(|(_, signed)| signed.predicate.revision.0).collect();
    let mut known = BTreeMap::new();
    history.shown_at(&places, |place, launch| {
        known.insert(place, (Digest::of(&launch.snapshot_bytes()), launch.launch_digest()));
    });
    for (told, signed) in approvals {
        let (who, events) = (Who::of(told), signed.predicate.revision.0);
        let subject = signed.subject.first().map(|subject| subject.digest());
        // A statement that knows the launch itself by a digest that this build makes is in the form that this build writes.
        let same_form = |launch: Digest| [launch, report.snapshot.launch_digest()].contains(&signed.predicate.covers_launch);
        match known.get(&events) {
            None => steps.not_checked(names::APPROVAL_SNAPSHOT, (&who, Approval::SeenErased)),
            Some((snapshot, _)) if subject == Some(*snapshot) => {
                steps.holds(names::APPROVAL_SNAPSHOT, (&who, Approval::Seen { events }));
            }
            Some((_, launch)) if same_form(*launch) => {
                steps.failed(names::APPROVAL_SNAPSHOT, (&who, Approval::SeenOther { events }));
            }
            Some(_) => steps.not_checked(names::APPROVAL_SNAPSHOT, (&who, Approval::SeenForm)),
        }
    }
}
