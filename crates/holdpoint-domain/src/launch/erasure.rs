//! Erasing a person: what becomes of their events, and of a launch in which they stand. Identities stay, names and texts go.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Event, EvidenceKind, ItemState, Launch};
use crate::id::*;

/// What stands where a text was.
pub const ERASED: &str = "[erased]";

/// What stands where the person's name was.
pub const ERASED_NAME: &str = "(erased person)";

/// An event whose payload was replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replaced {
    pub seq: Seq,
    /// The hash of the leaf that the log was built with. The leaf itself is destroyed: with its salt, a short text could be guessed.
    pub was: Digest,
    /// The hash of the leaf of what stands there now.
    pub now: Digest,
}

/// Somebody whose names and texts are taken away.
#[derive(Clone, Debug)]
pub struct Erased {
    person: MemberId,
    /// As they were ever called, the longest first.
    names: Vec<String>,
}

impl Erased {
    pub fn new(person: MemberId, names: impl IntoIterator<Item = String>) -> Self {
        let names: BTreeSet<String> = names.into_iter().filter(|name| !name.trim().is_empty() && name != ERASED_NAME).collect();
        let mut names: Vec<String> = names.into_iter().collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        Self { person, names }
    }

    /// What stands in an event's place. `None`: nothing of theirs is in it, or only what was signed and has to stay: approvals and receipts.
    ///
    /// * `by`: whose event it is.
    pub fn replace(&self, by: MemberId, event: &Event) -> Option<Event> {
        let mut replaced = event.clone();
        let own = by == self.person;
        match &mut replaced {
            Event::MemberJoined { member, name, .. } if *member == self.person => ERASED_NAME.clone_into(name),
            Event::Created { name, .. } | Event::NameSet { name } => self.mentions(name),
            Event::TicketSet { ticket: Some(ticket) } => self.mentions(ticket),
            Event::StatusSet { justification: Some(text), .. }
            | Event::StepFinished { note: Some(text), .. }
            | Event::RunEnded { note: Some(text), .. }
            | Event::ApprovalRevoked { reason: text, .. } => self.text(own, text),
            Event::Commented { text, mentions, .. } => {
                self.text(own, text);
                self.asked(own, mentions);
            }
            Event::WaiverRequested { reason, mitigation, .. } => {
                self.text(own, reason);
                mitigation.iter_mut().for_each(|text| self.text(own, text));
            }
            Event::EvidenceAdded { evidence, .. } => self.evidence(own, &mut evidence.kind),
            // Names of others, ids, times, and what was signed.
            Event::MemberJoined { .. }
            | Event::RoleSet { .. }
            | Event::PolicySet { .. }
            | Event::TemplateUpgraded { .. }
            | Event::MemberLeft { .. }
            | Event::TargetSet { .. }
            | Event::WindowSet { .. }
            | Event::TicketSet { ticket: None }
            | Event::ArtifactsSet { .. }
            | Event::ConnectionSet { .. }
            | Event::StatusSet { justification: None, .. }
            | Event::OwnerSet { .. }
            | Event::DueSet { .. }
            | Event::EvidenceRemoved { .. }
            | Event::WaiverApproved { .. }
            | Event::WaiverRefused { .. }
            | Event::Checked { .. }
            | Event::RunStarted { .. }
            | Event::StepStarted { .. }
            | Event::StepFinished { note: None, .. }
            | Event::RunEnded { note: None, .. }
            | Event::Approved { .. }
            | Event::ReportSigned { .. }
            | Event::WatchingSet { .. }
            | Event::DeliveryAsked { .. }
            | Event::DeliveryTried { .. }
            | Event::DeliveryResumed { .. }
            | Event::DeliveryStopped { .. }
            | Event::Discarded
            | Event::Erased { .. } => return None,
        }
        (replaced != *event).then_some(replaced)
    }

    fn evidence(&self, own: bool, kind: &mut EvidenceKind) {
        match kind {
            EvidenceKind::Link { title, .. } => self.text(own, title),
            EvidenceKind::Note { text } => self.text(own, text),
            EvidenceKind::File { name, title, .. } => {
                self.text(own, name);
                title.iter_mut().for_each(|title| self.text(own, title));
            }
            EvidenceKind::Receipt { .. } => {}
        }
    }

    /// A text of theirs goes; in one of somebody else's their name does.
    fn text(&self, own: bool, text: &mut String) {
        if own { ERASED.clone_into(text) } else { self.mentions(text) }
    }

    /// A text of theirs asks nobody any more, and nobody else's asks them.
    fn asked(&self, own: bool, people: &mut Vec<MemberId>) {
        people.retain(|known| !own && *known != self.person);
    }

    fn mentions(&self, text: &mut String) {
        for name in &self.names {
            if let Some(without) = without(text, name) {
                *text = without;
            }
        }
    }
}

/// A text without a name, where the name stands as words of its own.
fn without(text: &str, name: &str) -> Option<String> {
    let (mut rest, mut kept, mut found) = (text, String::new(), false);
    while let Some((before, after)) = rest.split_once(name) {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let joined = kept.is_empty() && before.is_empty();
        let alone = (joined || !before.chars().next_back().or_else(|| kept.chars().next_back()).is_some_and(is_part))
            && !after.chars().next().is_some_and(is_part);
        kept.push_str(before);
        kept.push_str(if alone { ERASED_NAME } else { name });
        found |= alone;
        rest = after;
    }
    kept.push_str(rest);
    found.then_some(kept)
}

impl Launch {
    /// Takes a person's name and texts out of what is folded: for a copy elsewhere that still has them. After a replay of what stands in the log now,
    /// there is nothing left to do.
    pub(super) fn forget(&mut self, person: MemberId) {
        let erased = Erased::new(person, self.name_here(person));
        if let Some(member) = self.members.get_mut(&person) {
            ERASED_NAME.clone_into(&mut member.name);
        }
        if let Some(name) = self.former.get_mut(&person) {
            ERASED_NAME.clone_into(name);
        }
        erased.mentions(&mut self.details.name.value);
        self.details.ticket.value.iter_mut().for_each(|ticket| erased.mentions(ticket));
        self.items.values_mut().for_each(|item| Arc::make_mut(item).forget(&erased));
        for run in &mut self.runs {
            // Who abandoned it is not folded: a text of theirs stays until the log is read anew.
            run.abandoned.iter_mut().for_each(|note| erased.mentions(note));
            for step in &mut run.steps {
                let own = step.by == Some(person);
                step.note.iter_mut().for_each(|note| erased.text(own, note));
            }
        }
        for revoked in self.approvals.iter_mut().filter_map(|approval| approval.revoked.as_mut()) {
            erased.text(revoked.by == person, &mut revoked.reason);
        }
    }

    fn name_here(&self, person: MemberId) -> Option<String> {
        self.members.get(&person).map(|member| &member.name).or_else(|| self.former.get(&person)).cloned()
    }
}

impl ItemState {
    fn forget(&mut self, erased: &Erased) {
        let own = |by: MemberId| by == erased.person;
        let said = self.status.by.is_some_and(own);
        self.justification.iter_mut().for_each(|text| erased.text(said, text));
        self.evidence.iter_mut().for_each(|evidence| erased.evidence(own(evidence.by), &mut evidence.kind));
        for comment in &mut self.comments {
            let own = own(comment.by);
            erased.text(own, &mut comment.text);
            erased.asked(own, &mut comment.mentions);
            erased.asked(own, &mut comment.unanswered);
        }
        if let Some(waiver) = &mut self.waiver {
            let own = own(waiver.requested_by);
            erased.text(own, &mut waiver.reason);
            waiver.mitigation.iter_mut().for_each(|text| erased.text(own, text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_goes_where_it_stands_alone() {
        let cases = [
            ("Ask Ann Lee about it", Some("Ask (erased person) about it")),
            ("Ann Lee, then Ann Lee", Some("(erased person), then (erased person)")),
            ("Joann Lee, and Ann Leeds", None),
            ("xAnn LeeAnn Lee", None),
            ("nothing", None),
        ];
        for (text, expected) in cases {
            assert_eq!(without(text, "Ann Lee").as_deref(), expected, "{text}");
        }
    }
}
