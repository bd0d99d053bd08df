//! The launch's exported history: whether it is what the log had, and whether it leads to what the report says and to what was signed.

use std::collections::BTreeMap;

use super::step::{Steps, names};
use super::{CLOCK_SLACK_MINUTES, KnownHead, Report, in_order};
use crate::id::{ApprovalId, Digest, Timestamp};
use crate::launch::{Approval, Event, Launch, Recorded};
use crate::report::approver_words::signed;
use crate::report::history::History;
use crate::report::signoff::SignoffApproval;
use crate::report::words;

pub fn replayed(report: &Report<'_>, head: KnownHead, (file, steps): (Option<&[u8]>, &mut Steps)) {
    let Some(file) = file else {
        // An approval's own proof says that it was given; only what came after it says that it was not taken back. And an item that came with
        // another version of the checklist is in nothing that was signed before.
        let word = "that none of the approvals was revoked, that nobody lost their role since, and that no item was left out that nobody \
                    signed for, is the server's word";
        return steps.not_checked(names::HISTORY, format!("the .history.jsonl file was not given; {word}"));
    };
    let history = match History::parse(file) {
        Ok(history) => history,
        Err(error) => return steps.failed(names::HISTORY, error.to_string()),
    };
    let Some(head) = head else {
        return steps.failed(names::HISTORY, "without a good checkpoint nothing says which history is the right one");
    };
    match history.root(head.size) {
        Some(root) if root == head.root => {
            let later = match history.size() - head.size {
                0 => String::new(),
                later => format!("; {later} later ones are in the file, which this report says nothing of"),
            };
            let erased = match history.replaced(head.size) {
                0 => String::new(),
                erased => {
                    format!("; of these {erased} were replaced when a person was erased, and what they said before cannot be checked")
                }
            };
            steps.holds(names::HISTORY, format!("its first {} entries are those of the log{erased}{later}", head.size));
            replay(report, &history, steps);
            seen(report, &history, steps);
        }
        Some(_) => steps.failed(names::HISTORY, "it is another history than the one that the report's checkpoint is over"),
        None => {
            let (size, wanted) = (history.size(), head.size);
            steps.failed(names::HISTORY, format!("it has {size} entries, but the report's checkpoint is over {wanted}"));
        }
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
    let result = if played == *snapshot {
        standing(told, &launch)
    } else {
        Err("played event by event, the launch is not what the snapshot says".into())
    };
    match (result, overtaken(report, history)) {
        (Err(why), _) => steps.failed(names::REPLAY, why),
        (Ok(()), Some(why)) => steps.not_checked(names::REPLAY, why),
        (Ok(()), None) if given != snapshot.policy.user_verification => {
            let why = "played event by event, the launch is what the snapshot says, which is not in the form of this version";
            steps.not_checked(names::REPLAY, why);
        }
        (Ok(()), None) => {
            // An event that revoked something may have been replaced too, by who writes an erasure that no person asked for.
            let word = match history.replaced(revision.0) {
                0 => String::new(),
                count => {
                    format!("; that none of the {count} replaced entries revoked an approval or ended a role is the server's word")
                }
            };
            let played = format!("played from its first event to its {revision}th, the launch is what the snapshot says{word}");
            steps.holds(names::REPLAY, played);
        }
    }
}

/// Whether the report may be of an earlier state of the launch than there was when it was issued. A server that is honest loads the launch
/// after it looked at the clock. It fails nothing: that the later entries are the log's, nothing that the report has says.
fn overtaken(report: &Report<'_>, history: &History) -> Option<String> {
    let predicate = &report.signoff.predicate;
    let older = |(at, _): &(Timestamp, Option<&Recorded>)| !in_order(predicate.issued_at, *at);
    let left_out: Vec<_> = history.later(report.snapshot.revision.0).filter(older).map(|(_, recorded)| recorded).collect();
    if left_out.is_empty() {
        return None;
    }
    let told = format!(
        "the report does not tell of {} later entries, which were recorded more than {CLOCK_SLACK_MINUTES} minutes before it was issued",
        left_out.len()
    );
    let revoked: Vec<_> = left_out.into_iter().flatten().filter_map(|recorded| revokes(&recorded.event)).collect();
    let names: Vec<_> =
        predicate.approvals.iter().filter(|told| revoked.contains(&told.id)).map(|told| told.approver.name.as_str()).collect();
    Some(if names.is_empty() { told } else { format!("{told}; an approval of {} that it counts was revoked there", names.join(", ")) })
}

/// A snapshot has no approvals, so they are compared by themselves: one that was revoked counts no more, and one that stands is told.
fn standing(told: &[SignoffApproval], launch: &Launch) -> Result<(), String> {
    let same = |told: &SignoffApproval, known: &Approval| told.id == known.id && known.seq.0.checked_sub(1) == Some(told.log_entry.index);
    if let Some(one) = told.iter().find(|told| !launch.standing_approvals().any(|known| same(told, known))) {
        return Err(unfounded(one));
    }
    match launch.standing_approvals().find(|known| !told.iter().any(|told| same(told, known))) {
        Some(known) => {
            let name = launch.name_of(known.approver);
            Err(format!("by the history an approval of {name} stands, and the report leaves it out"))
        }
        None => Ok(()),
    }
}

fn unfounded(told: &SignoffApproval) -> String {
    format!("by the history an approval of {} does not stand any more, and the report counts it", told.approver.name)
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

fn unplayed(history: &History, size: u64) -> String {
    let why = "events were erased from the history later, so it cannot be played as it was";
    match history.revoked_unsaid(size) {
        0 => format!("{why}; that none of the approvals was revoked since is the server's word"),
        count => format!("{why}; {count} of them revoked an approval, which may be one of this report"),
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
        let (who, place) = (format!("{} as {}", told.approver.name, words::role(told.role)), signed.predicate.revision.0);
        let subject = signed.subject.first().map(|subject| subject.digest());
        // A statement that knows the launch itself by a digest that this build makes is in the form that this build writes.
        let same_form = |launch: Digest| [launch, report.snapshot.launch_digest()].contains(&signed.predicate.covers_launch);
        match known.get(&place) {
            None => {
                let why = "events were erased from the history later, so what was signed cannot be compared with it";
                steps.not_checked(names::APPROVAL_SNAPSHOT, format!("{who}: {why}"));
            }
            Some((snapshot, _)) if subject == Some(*snapshot) => {
                let what = format!("what was signed is the launch as the history has it after {place} events");
                steps.holds(names::APPROVAL_SNAPSHOT, format!("{who}: {what}"));
            }
            Some((_, launch)) if same_form(*launch) => {
                let what = format!("what was signed is not the launch as the history has it after {place} events");
                steps.failed(names::APPROVAL_SNAPSHOT, format!("{who}: {what}"));
            }
            Some(_) => {
                let why = "what was signed is not in the form of this version, so it cannot be compared with the history";
                steps.not_checked(names::APPROVAL_SNAPSHOT, format!("{who}: {why}"));
            }
        }
    }
}
