//! A launch moves to another version of its template: answers stay where the question is the same, and the rest is asked again.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::apply::Stamp;
use super::refusal::{order, rule};
use super::*;
use crate::check::Check;
use crate::order::keep;
use crate::template::{FORMAT, Item};

/// A version of the launch's template that the server has.
#[derive(Clone, Debug, PartialEq)]
pub struct NewTemplate {
    pub template: Arc<Template>,
    pub reference: TemplateRef,
    /// The version that the launch was on when somebody looked at what differs.
    pub from: Digest,
}

/// How two versions of a checklist differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateChanges {
    pub added: Vec<ItemId>,
    pub removed: Vec<ItemId>,
    /// Asked again, each with what of it is another.
    pub changed: Vec<(ItemId, Vec<ItemPart>)>,
    /// Their answers stay.
    pub same: usize,
    /// Checks that are new or another: their receipts do not count any longer.
    pub checks: Vec<CheckId>,
    /// Runbooks that are new or another.
    pub runbooks: Vec<RunbookId>,
    /// Whether other people have to sign.
    pub policy: bool,
}

/// What of an item can be another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemPart {
    Title,
    Level,
    Guidance,
    /// The evidence that it needs.
    Evidence,
    Checks,
}

impl TemplateChanges {
    pub fn between(old: &Template, new: &Template) -> Self {
        let mut changes = Self { policy: old.policy != new.policy, ..Self::default() };
        for (_, item) in new.items() {
            match difference((old, old.item(&item.id)), (new, item)) {
                None => changes.added.push(item.id.clone()),
                Some(what) if what.is_empty() => changes.same += 1,
                Some(what) => changes.changed.push((item.id.clone(), what)),
            }
        }
        let gone = old.items().filter(|(_, item)| new.item(&item.id).is_none());
        changes.removed = gone.map(|(_, item)| item.id.clone()).collect();
        let other = |check: &&Check| old.check(&check.id) != Some(check);
        changes.checks = new.checks.iter().filter(other).map(|check| check.id.clone()).collect();
        let other = new.runbooks.iter().filter(|runbook| old.runbook(&runbook.id) != Some(runbook));
        changes.runbooks = other.map(|runbook| runbook.id.clone()).collect();
        changes
    }
}

/// What of an item is another. `None`: there was none.
fn difference((old, was): (&Template, Option<&Item>), (new, is): (&Template, &Item)) -> Option<Vec<ItemPart>> {
    let was = was?;
    let proofs = |template: &Template| template.checks_of(&is.id).cloned().collect::<Vec<Check>>();
    let parts = [
        (ItemPart::Title, was.title != is.title),
        (ItemPart::Level, was.level != is.level),
        (ItemPart::Guidance, was.guidance != is.guidance || was.facts != is.facts),
        (ItemPart::Evidence, was.evidence != is.evidence),
        (ItemPart::Checks, proofs(old) != proofs(new)),
    ];
    Some(parts.into_iter().filter(|(_, differs)| *differs).map(|(what, _)| what).collect())
}

impl Launch {
    pub(super) fn decide_template(&self, new: &NewTemplate, context: &Context) -> Result<Vec<Event>, Refusal> {
        self.need(context, Role::ReleaseManager)?;
        let bad = |rule| Err(Refusal::Bad { field: "template", rule });
        if new.reference.name != self.template_ref.name {
            return bad(rule::other_template(new.reference.name.as_str(), self.template_ref.name.as_str()));
        }
        if new.reference.digest == self.template_ref.digest {
            return Ok(Vec::new());
        }
        if FORMAT < new.template.format {
            return bad(rule::format(new.template.format, FORMAT));
        }
        if new.from != self.template_ref.digest {
            return Err(Refusal::WrongOrder(order::template_moved()));
        }
        if self.runs.iter().any(|run| run.state() == RunState::Going) {
            return Err(Refusal::WrongOrder(order::runbook_going()));
        }
        Ok(vec![Event::TemplateUpgraded { template: new.template.clone(), template_ref: new.reference.clone() }])
    }

    /// Receipts of checks that are another go; so do items that are no longer there, which the history keeps.
    pub(super) fn apply_template(&mut self, (template, reference): (&Arc<Template>, &TemplateRef), stamp: Stamp) {
        let old = std::mem::replace(&mut self.template, template.clone());
        self.template_ref = reference.clone();
        let before = std::mem::take(&mut self.items);
        let mut items = BTreeMap::new();
        for (_, item) in template.items() {
            let mut state = before.get(&item.id).cloned().unwrap_or_else(|| Arc::new(ItemState::new()));
            if difference((&old, old.item(&item.id)), (template, item)).is_some_and(|what| !what.is_empty()) {
                Arc::make_mut(&mut state).ask_again(stamp);
            }
            items.insert(item.id.clone(), state);
        }
        self.items = items;
        let same = |check: &CheckId| template.check(check).is_some_and(|check| old.check(&check.id) == Some(check));
        keep(&mut self.receipts, same);
        keep(&mut self.unseen, same);
    }
}

impl ItemState {
    /// What was answered no longer counts. Who owns it, what was attached and what was said stays for whoever answers anew.
    fn ask_again(&mut self, stamp: Stamp) {
        // Open ones too: who ticks it on the ground of the old question is told that it is another.
        stamp.set(&mut self.status, Status::Open);
        self.justification = None;
        self.drop_waiver();
    }
}
