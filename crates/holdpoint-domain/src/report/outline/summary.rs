//! The first page: the decision, who, when, until when; and what to know before relying on it.

use super::{Entry, Kind, Mark, Tone, digest_fact, fact};
use crate::id::Timestamp;
use crate::launch::{Decision, Reason, ReasonKind, SnapshotPolicy, Window};
use crate::report::approver_words::{attested_words, own_words, signed_at};
use crate::report::reading::Reading;
use crate::report::words;

/// The decision in a sentence.
pub fn verdict(reading: &Reading) -> String {
    match (reading.gate.decision, reading.gate.reasons.len()) {
        (Decision::Go, _) => "Every must item is settled with proof, and everybody required has signed.".into(),
        (Decision::NoGo, 1) => "One reason stands against this launch.".into(),
        (Decision::NoGo, count) => format!("{count} reasons stand against this launch."),
    }
}

pub fn summary(reading: &Reading) -> Vec<Entry> {
    let (predicate, gate, launch) = (&reading.signoff.predicate, &reading.gate, &reading.snapshot.launch);
    let (items, checks) = (predicate.result.counts.items, predicate.result.counts.checks);
    let or = |text: Option<String>, none: &str| text.unwrap_or_else(|| none.to_owned());
    let window = launch.window.map(|Window { from, to }| format!("{} to {}", words::time(from), words::time(to)));
    let template = &reading.snapshot.template;
    let open = items.open + items.in_progress + items.blocked;
    let mut facts = vec![
        Entry { mark: Some(decided(gate.decision)), ..fact("Decision", verdict(reading)) },
        Entry { at: Some(("issued", predicate.issued_at)), ..fact("Issued", words::time(predicate.issued_at)) },
        until(gate.decision, gate.holds_until),
    ];
    facts.extend(signers(reading));
    facts.extend([
        fact("Required", required(&reading.snapshot.policy)),
        fact("Change ticket", or(launch.change_ticket.clone(), "none")),
        fact("Change window", or(window, "none")),
        fact("Target date", or(launch.target.map(|date| date.to_string()), "none")),
        fact("Environment", or(launch.connection.as_ref().map(ToString::to_string), "none")),
        fact("Checklist", format!("{}, {} {}", template.title, template.name, template.version)),
        fact(
            "Items",
            format!(
                "{} done, {} not applicable, {} waived, {open} open, of {}",
                items.done, items.not_applicable, items.waived, items.total
            ),
        ),
        fact(
            "Checks",
            format!(
                "{} pass, {} warning, {} fail, {} unknown, {} stale, {} not run",
                checks.passing, checks.warning, checks.failing, checks.unknown, checks.stale, checks.not_run
            ),
        ),
    ]);
    facts.extend(launch.artifacts.iter().map(|artifact| {
        let text = artifact.name.clone();
        Entry { text, ..digest_fact("Artifact", artifact.digest) }
    }));
    facts
}

fn decided(decision: Decision) -> Mark {
    let tone = if decision == Decision::Go { Tone::Good } else { Tone::Bad };
    Mark { word: words::decision(decision), tone }
}

fn until(decision: Decision, end: Option<Timestamp>) -> Entry {
    let text = match (decision, end) {
        (Decision::NoGo, _) => "it does not hold".to_owned(),
        (Decision::Go, Some(end)) => words::time(end),
        (Decision::Go, None) => "nothing that it rests on expires".into(),
    };
    let until = end.filter(|_| decision == Decision::Go).map(|end| ("until", end));
    Entry { until, ..fact("Holds until", text) }
}

/// Whose signatures the launch needs.
fn required(policy: &SnapshotPolicy) -> String {
    let roles: Vec<String> =
        policy.required_roles.iter().map(|required| format!("{} {}", required.count, words::role(required.role))).collect();
    let roles = if roles.is_empty() { "no signature".to_owned() } else { roles.join(", ") };
    let twice = if policy.distinct_approvers { "nobody counts twice" } else { "one person may count for several roles" };
    let hands = if policy.segregation_of_duties { "; who did an item is not its only approver" } else { "" };
    format!("{roles}; {twice}{hands}")
}

fn signers(reading: &Reading) -> Vec<Entry> {
    let approvals = &reading.signoff.predicate.approvals;
    if approvals.is_empty() {
        return vec![fact("Signed by", "nobody")];
    }
    let one = approvals.iter().map(|told| {
        let mark = (!told.stale.is_none()).then_some(Mark { word: "stale", tone: Tone::Note });
        let at = signed_at(told).map(|at| ("signed", at));
        let text = format!("{}; {}", own_words(told), attested_words(&told.attestation));
        Entry { mark, at, by: told.approver.name.clone(), ..fact("Signed by", text) }
    });
    one.collect()
}

/// What stands against the launch, then what does not block and should be known.
pub fn exceptions(reading: &Reading) -> Vec<Entry> {
    let against = reading.gate.reasons.iter().map(|reason| exception(reading, reason, Tone::Bad));
    against.chain(reading.gate.notices.iter().map(|reason| exception(reading, reason, Tone::Note))).collect()
}

fn exception(reading: &Reading, reason: &Reason, tone: Tone) -> Entry {
    let about = [reason.item.as_ref().map(|item| item.to_string()), reason.check.as_ref().map(|check| format!("check {check}"))];
    let until = match (&reason.item, reason.kind()) {
        (Some(id), ReasonKind::WaiverInForce | ReasonKind::WaiverExpired) => {
            let item = reading.snapshot.items.iter().find(|item| item.id == *id);
            item.and_then(|item| item.waiver.as_ref()).map(|waiver| ("ends", waiver.expires_at))
        }
        _ => None,
    };
    Entry {
        id: about.into_iter().flatten().collect::<Vec<_>>().join(", "),
        mark: Some(Mark { word: words::reason(reason.kind()), tone }),
        until,
        text: reason.text(),
        ..Entry::new(Kind::Exception, if tone == Tone::Bad { "against the launch" } else { "to be known" })
    }
}
