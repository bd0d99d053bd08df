//! What differs between two reports of one launch: what the later one says that the earlier one did not.

use std::collections::BTreeMap;

use super::approver_words::own_words;
use super::reading::Reading;
use super::words;
use crate::id::{CheckId, ItemId, Timestamp};
use crate::launch::{Compared, Snapshot, SnapshotItem};

/// One thing that differs; an empty text: there was or is nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it is about: an item, a check, a person; empty: the launch.
    pub about: String,
    pub what: &'static str,
    pub then: String,
    pub now: String,
}

/// Why two reports cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Incomparable {
    #[error("the earlier report is of {then}, this one of {now}; give an earlier report of {now}")]
    OtherLaunch { then: String, now: String },
    #[error("the report to compare with was issued at {then}, after this one at {now}; give an earlier one")]
    Later { then: Timestamp, now: Timestamp },
}

/// The changes: decision, launch, signatures, items, checks, runs, in this order.
///
/// * Errors: the two are of different launches, or in the wrong order.
pub fn changes(then: &Reading, now: &Reading) -> Result<Vec<Change>, Incomparable> {
    let (old, new) = (&then.signoff.predicate, &now.signoff.predicate);
    if then.snapshot.launch.id != now.snapshot.launch.id {
        let id = |reading: &Reading| reading.snapshot.launch.id.to_string();
        return Err(Incomparable::OtherLaunch { then: id(then), now: id(now) });
    }
    if new.issued_at < old.issued_at {
        return Err(Incomparable::Later { then: old.issued_at, now: new.issued_at });
    }
    let mut found = Found(Vec::new());
    let decision = |reading: &Reading| words::decision(reading.gate.decision).to_owned();
    found.differs("", "Decision", decision(then), decision(now));
    let until = |reading: &Reading| reading.gate.holds_until.map(words::time).unwrap_or_default();
    found.differs("", "Holds until", until(then), until(now));
    for difference in then.snapshot.launch_differences(&now.snapshot) {
        found.differs("", difference.what.words(), difference.then, difference.now);
    }
    found.people(&then.snapshot, &now.snapshot);
    found.approvals(then, now);
    found.items(&then.snapshot, &now.snapshot);
    found.checks(then, now);
    found.runs(&then.snapshot, &now.snapshot);
    Ok(found.0)
}

struct Found(Vec<Change>);

impl Found {
    fn differs(&mut self, about: impl Into<String>, what: &'static str, then: String, now: String) {
        if then != now {
            self.0.push(Change { about: about.into(), what, then, now });
        }
    }

    fn people(&mut self, then: &Snapshot, now: &Snapshot) {
        let roles = |snapshot: &Snapshot| -> BTreeMap<_, _> {
            let members = snapshot.launch.members.iter();
            members.map(|member| (member.id, (member.name.clone(), words::role(member.role).to_owned()))).collect()
        };
        let (old, new) = (roles(then), roles(now));
        let mut everybody = old.clone();
        everybody.extend(new.clone());
        for (id, (name, _)) in everybody {
            let role = |roles: &BTreeMap<_, (String, String)>| roles.get(&id).map(|(_, role)| role.clone()).unwrap_or_default();
            self.differs(name, "Role", role(&old), role(&new));
        }
    }

    fn approvals(&mut self, then: &Reading, now: &Reading) {
        let (old, new) = (&then.signoff.predicate.approvals, &now.signoff.predicate.approvals);
        let standing = |stale: bool| if stale { "stale".to_owned() } else { "signed".to_owned() };
        for told in old {
            let still = new.iter().find(|known| known.id == told.id);
            let now = still.map(|known| standing(!known.stale.is_none())).unwrap_or_else(|| "withdrawn".into());
            self.differs(own_words(told), "Signature", standing(!told.stale.is_none()), now);
        }
        for told in new.iter().filter(|told| old.iter().all(|known| known.id != told.id)) {
            self.differs(own_words(told), "Signature", String::new(), standing(!told.stale.is_none()));
        }
    }

    fn items(&mut self, then: &Snapshot, now: &Snapshot) {
        let by_id = |snapshot: &'_ Snapshot| -> BTreeMap<ItemId, usize> {
            snapshot.items.iter().enumerate().map(|(place, item)| (item.id.clone(), place)).collect()
        };
        let (old, new) = (by_id(then), by_id(now));
        let known = |place: Option<&usize>, snapshot: &'_ Snapshot| place.and_then(|place| snapshot.items.get(*place)).cloned();
        for item in &now.items {
            match known(old.get(&item.id), then) {
                Some(before) if before == *item => {}
                before => self.item((then, before.as_ref()), (now, item)),
            }
        }
        for item in then.items.iter().filter(|item| !new.contains_key(&item.id)) {
            self.differs(item.id.as_str(), "Item", item.title.clone(), String::new());
        }
    }

    fn item(&mut self, (then, before): (&Snapshot, Option<&SnapshotItem>), (now, item): (&Snapshot, &SnapshotItem)) {
        let about = item.id.as_str();
        let Some(before) = before else {
            return self.differs(about, "Item", String::new(), item.title.clone());
        };
        for ((what, old), (_, new)) in then.item_words(before).into_iter().zip(now.item_words(item)) {
            if what != Compared::Evidence {
                self.differs(about, what.words(), old, new);
            }
        }
        let gone = before.evidence.iter().filter(|old| item.evidence.iter().all(|new| new.id != old.id));
        for evidence in gone {
            self.differs(about, "Evidence", then.evidence_words(evidence), String::new());
        }
        let added = item.evidence.iter().filter(|new| before.evidence.iter().all(|old| old.id != new.id));
        for evidence in added {
            self.differs(about, "Evidence", String::new(), now.evidence_words(evidence));
        }
    }

    fn checks(&mut self, then: &Reading, now: &Reading) {
        let standings = |reading: &Reading| -> BTreeMap<CheckId, &'static str> {
            let (snapshot, at) = (&reading.snapshot, reading.signoff.predicate.issued_at);
            snapshot.checks.iter().map(|check| (check.id.clone(), words::standing(snapshot.standing(check, at)))).collect()
        };
        let old = standings(then);
        for (check, now) in standings(now) {
            let then = old.get(&check).copied().unwrap_or_default();
            self.differs(check.as_str(), "Check", then.to_owned(), now.to_owned());
        }
    }

    fn runs(&mut self, then: &Snapshot, now: &Snapshot) {
        for run in now.runs.iter().filter(|run| then.runs.iter().all(|known| known.id != run.id)) {
            let kind = if run.rehearsal { "Rehearsal" } else { "Run" };
            let end = run.ended_at.map(|end| format!("ended {}", words::time(end))).unwrap_or_else(|| "going on".into());
            self.differs(run.title.clone(), kind, String::new(), end);
        }
    }
}
