//! Who signed, what that rests on, and what changed since.

use super::{Entry, Kind, Mark, Tone, digest_fact, fact};
use crate::id::{Digest, ItemId};
use crate::launch::SnapshotItem;
use crate::report::approver_words::{attested_words, key_digest, own_words, signed};
use crate::report::leaf::Leaf;
use crate::report::reading::Reading;
use crate::report::signoff::SignoffApproval;

pub fn approvals(reading: &Reading) -> Vec<Entry> {
    reading.signoff.predicate.approvals.iter().map(|told| approval(reading, told)).collect()
}

fn approval(reading: &Reading, told: &SignoffApproval) -> Entry {
    let signed = signed(told);
    // What was signed may tell of items that the checklist had in an earlier version.
    let covers = |item: &&SnapshotItem| signed.as_ref().is_some_and(|signed| signed.predicate.covers.contains_key(&item.id));
    let (covered, all) = (reading.snapshot.items.iter().filter(covers).count(), reading.snapshot.items.len());
    let fresh = told.stale.is_none();
    let mark = Mark { word: if fresh { "signed" } else { "stale" }, tone: if fresh { Tone::Good } else { Tone::Note } };
    let mut within = vec![fact("Attestation", attested_words(&told.attestation)), fact("Covers", format!("{covered} of {all} items"))];
    if told.stale.launch {
        within.push(fact("Changed after it", "the launch itself: details, template, policy or checks"));
    }
    if !told.stale.items.is_empty() {
        let items: Vec<&str> = told.stale.items.iter().map(ItemId::as_str).collect();
        within.push(fact("Changed after it", items.join(", ")));
    }
    if let Some(leaf) = Leaf::parse(&told.log_entry.leaf.0) {
        let text = format!("entry {} (from 0)", told.log_entry.index);
        within.push(Entry { at: Some(("recorded", leaf.recorded_at)), ..fact("In the log", text) });
    }
    within.extend(signed.as_ref().and_then(|signed| signed.subject.first()).map(|seen| digest_fact("Snapshot that was signed", seen.digest())));
    within.push(digest_fact("Statement that was signed", Digest::of(&told.statement.0)));
    within.push(digest_fact("Key", key_digest(&told.attestation)));
    Entry {
        id: told.id.to_string(),
        mark: Some(mark),
        by: told.approver.name.clone(),
        at: signed.as_ref().map(|signed| ("signed (claimed)", signed.predicate.signed_at_claimed)),
        text: signed.map(|signed| signed.predicate.comment).unwrap_or_default(),
        within,
        ..Entry::new(Kind::Approval, own_words(told))
    }
}
