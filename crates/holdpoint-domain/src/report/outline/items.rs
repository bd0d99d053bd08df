//! Every item with what stands behind it.

use super::{Entry, Kind, Mark, Tone, fact};
use crate::launch::{SnapshotEvidence, SnapshotItem, SnapshotWaiver, Status};
use crate::report::reading::Reading;
use crate::report::words;

pub fn items(reading: &Reading) -> Vec<Entry> {
    reading.snapshot.items.iter().map(|item| one(reading, item)).collect()
}

fn one(reading: &Reading, item: &SnapshotItem) -> Entry {
    let name = |member| reading.snapshot.name_of(member).to_owned();
    let status = item.status_at(reading.signoff.predicate.issued_at);
    let mut about = format!("{}, {}", words::level(item.level), words::needs(item.needs));
    if let Some(owner) = item.owner {
        about.push_str(&format!(", owner {}", name(owner)));
    }
    // What people wrote stands by itself: joined to our words, it could add lines that look like ours.
    let mut within = Vec::new();
    within.extend(item.justification.as_ref().map(|why| fact("Justification", why)));
    within.extend(item.waiver.iter().flat_map(|waiver| waived(reading, waiver)));
    within.extend(item.evidence.iter().flat_map(|evidence| proof(reading, evidence)));
    within.extend(proving(reading, item));
    Entry {
        section: item.section_title.clone(),
        id: item.id.to_string(),
        mark: Some(Mark { word: status.words(), tone: tone(status) }),
        by: item.by.map(name).unwrap_or_default(),
        at: item.at.map(|at| ("set", at)),
        text: about,
        within,
        ..Entry::new(Kind::Item, item.title.clone())
    }
}

fn tone(status: Status) -> Tone {
    match status {
        Status::Done => Tone::Good,
        Status::NotApplicable | Status::Waived => Tone::Note,
        Status::Open | Status::InProgress | Status::Blocked => Tone::Bad,
    }
}

fn waived(reading: &Reading, waiver: &SnapshotWaiver) -> Vec<Entry> {
    let name = |member| reading.snapshot.name_of(member);
    let id = waiver.id.to_string();
    let by = waiver.approved_by.map(name).unwrap_or("nobody").to_owned();
    let mark = Mark { word: if waiver.approved_by.is_some() { "approved" } else { "not approved" }, tone: Tone::Note };
    let until = Some(("ends", waiver.expires_at));
    let text = waiver.reason.clone();
    let accepted = Entry { id: id.clone(), mark: Some(mark), by, until, text, ..Entry::new(Kind::Waiver, "Accepted risk") };
    let mitigation = waiver.mitigation.as_ref().map(|mitigation| Entry { id: id.clone(), ..fact("Mitigation", mitigation) });
    let asked = Entry { id: id.clone(), ..fact("Requested by", name(waiver.requested_by)) };
    [accepted].into_iter().chain(mitigation).chain([asked]).collect()
}

fn proof(reading: &Reading, evidence: &SnapshotEvidence) -> [Entry; 2] {
    let resource = &evidence.resource;
    let title = match (&resource.text, resource.receipt) {
        (Some(_), _) => "Note".to_owned(),
        (None, Some(receipt)) => format!("Receipt {receipt} of the check {}", resource.name),
        (None, None) => resource.name.clone(),
    };
    let digests: Vec<String> = resource.digest.iter().map(|(kind, value)| format!("{kind}:{value}")).collect();
    let id = evidence.id.to_string();
    let shown = Entry {
        id: id.clone(),
        by: reading.snapshot.name_of(evidence.by).to_owned(),
        at: Some(("seen", evidence.observed_at)),
        until: evidence.expires_at.map(|end| ("expires", end)),
        text: resource.text.clone().unwrap_or_default(),
        link: resource.uri.clone().unwrap_or_default(),
        digest: digests.join(" "),
        ..Entry::new(Kind::Evidence, title)
    };
    [shown, Entry { id, ..fact("Recorded", words::time(evidence.recorded_at)) }]
}

/// The checks that can prove an item, and how they stood.
fn proving(reading: &Reading, item: &SnapshotItem) -> Vec<Entry> {
    let at = reading.signoff.predicate.issued_at;
    let checks = reading.snapshot.checks.iter().filter(|check| check.proves.contains(&item.id));
    let one = checks.map(|check| Entry {
        id: check.id.to_string(),
        mark: Some(super::checks::mark(reading.snapshot.standing(check, at))),
        at: check.ran_at.map(|ran| ("ran", ran)),
        ..Entry::new(Kind::Check, check.title.clone())
    });
    one.collect()
}
