//! The bookkeeping: what an event changes. Writes, never refuses, never panics.

use super::*;
use crate::order;

impl Launch {
    /// Folds one event in. What refers to nothing is passed over: history is never judged again.
    pub fn apply(&mut self, recorded: &Recorded) {
        self.seq = recorded.seq;
        self.changed_at = recorded.at;
        if !recorded.event.is_about_delivery() {
            self.told = recorded.seq;
        }
        let stamp = Stamp { seq: recorded.seq, by: recorded.by, at: recorded.at };
        if let Some(item) = recorded.event.item() {
            self.answer(item, recorded.by);
        }
        match &recorded.event {
            Event::Created { .. } => {}
            Event::MemberJoined { member, name, role, sections, group } => {
                order::take(&mut self.former, member);
                self.members.insert(*member, Member { name: name.clone(), role: *role, sections: vec![], group: None });
                self.apply_role(*member, (*role, sections, group.as_deref()), stamp);
            }
            Event::RoleSet { member, role, sections, group } => self.apply_role(*member, (*role, sections, group.as_deref()), stamp),
            Event::MemberLeft { member } => self.apply_leaving(*member, stamp),
            Event::Discarded => self.apply_discard(stamp),
            Event::WatchingSet { connection } => stamp.set(&mut self.watching, connection.clone()),
            Event::PolicySet { policy } => stamp.set(&mut self.own_policy, policy.clone()),
            Event::TemplateUpgraded { template, template_ref } => self.apply_template((template, template_ref), stamp),
            Event::NameSet { name } => stamp.set(&mut self.details.name, name.clone()),
            Event::TargetSet { target } => stamp.set(&mut self.details.target, *target),
            Event::WindowSet { window } => stamp.set(&mut self.details.window, *window),
            Event::TicketSet { ticket } => stamp.set(&mut self.details.ticket, ticket.clone()),
            Event::ArtifactsSet { artifacts } => stamp.set(&mut self.details.artifacts, artifacts.clone()),
            Event::ConnectionSet { connection } => stamp.set(&mut self.details.connection, connection.clone()),
            Event::Checked { receipt, beside: true } => _ = self.unseen.insert(receipt.check.clone(), (**receipt).clone()),
            Event::Checked { receipt, beside: false } => {
                order::take(&mut self.unseen, &receipt.check);
                self.receipts.insert(receipt.check.clone(), (**receipt).clone());
            }
            Event::RunStarted { run, runbook, rehearsal } => self.apply_run(*run, runbook, *rehearsal, stamp),
            Event::StepStarted { run, step } => self.apply_start((*run, step), stamp),
            Event::StepFinished { run, step, outcome, note, receipt } => {
                self.apply_finish((*run, step), (*outcome, note.as_deref(), *receipt), stamp);
            }
            Event::RunEnded { run, note } => self.apply_end(*run, note.as_deref(), stamp),
            Event::Approved { approval } => self.approvals.push(Approval { seq: recorded.seq, ..(**approval).clone() }),
            Event::ApprovalRevoked { approval, reason } => self.apply_revocation(*approval, reason, stamp),
            Event::ReportSigned { report } => self.reports.push(SignedReport { seq: recorded.seq, ..report.clone() }),
            Event::DeliveryAsked { to, report, each } => self.apply_delivery(to, (*report, *each), (stamp, recorded.command.is_none())),
            Event::DeliveryTried { delivery, outcome } => self.apply_attempt(*delivery, outcome, stamp),
            Event::DeliveryResumed { delivery } => self.apply_retry(*delivery, stamp),
            Event::DeliveryStopped { delivery } => self.apply_stop(*delivery),
            Event::Erased { person, .. } => self.forget(*person),
            Event::StatusSet { item, status, justification } => self.change(item, |state| {
                stamp.set(&mut state.status, *status);
                state.justification = justification.clone();
            }),
            Event::OwnerSet { item, owner } => self.change(item, |state| stamp.set(&mut state.owner, *owner)),
            Event::DueSet { item, due } => self.change(item, |state| stamp.set(&mut state.due, *due)),
            Event::EvidenceAdded { item, evidence } => {
                self.files.extend(evidence.kind.kept());
                self.change(item, |state| state.evidence.push(evidence.clone()));
            }
            Event::EvidenceRemoved { item, evidence } => self.change(item, |state| state.evidence.retain(|known| known.id != *evidence)),
            Event::Commented { item, comment, text, mentions } => {
                let comment = Comment::new(*comment, (text, mentions), stamp);
                self.change(item, |state| state.comments.push(comment));
            }
            Event::WaiverRequested { item, waiver, reason, mitigation, expires_at } => {
                self.change(item, |state| state.request_waiver(*waiver, (reason, mitigation.as_deref()), *expires_at, stamp));
            }
            Event::WaiverApproved { item, waiver } => self.change(item, |state| state.approve_waiver(*waiver, stamp)),
            Event::WaiverRefused { item, waiver } => self.change(item, |state| state.refuse_waiver(*waiver, stamp)),
        }
    }

    /// Changes an item's state; an item that the template no longer has is passed over.
    pub(super) fn change(&mut self, item: &ItemId, change: impl FnOnce(&mut ItemState)) {
        if let Some(state) = self.items.get_mut(item) {
            change(Arc::make_mut(state));
        }
    }

    fn apply_role(&mut self, member: MemberId, (role, sections, group): (Role, &[SectionId], Option<&str>), stamp: Stamp) {
        if let Some(known) = self.members.get_mut(&member) {
            known.role = role;
            known.sections = sections.to_vec();
            known.group = group.map(str::to_owned);
            match group {
                None => stamp.set(self.given.entry(member).or_default(), Some(role)),
                Some(_) => _ = order::take(&mut self.given, &member),
            }
        }
    }

    fn apply_discard(&mut self, stamp: Stamp) {
        self.discarded = true;
        stamp.set(&mut self.watching, None);
    }

    fn apply_leaving(&mut self, member: MemberId, stamp: Stamp) {
        if let Some(gone) = order::take(&mut self.members, &member) {
            stamp.set(self.given.entry(member).or_default(), None);
            self.former.insert(member, gone.name);
        }
    }

    fn apply_run(&mut self, run: RunId, runbook: &RunbookId, rehearsal: bool, stamp: Stamp) {
        let steps = self.template.runbook(runbook).map(|runbook| runbook.steps.as_slice()).unwrap_or_default();
        self.runs.push(Run {
            id: run,
            runbook: runbook.clone(),
            rehearsal,
            started_by: stamp.by,
            started_at: stamp.at,
            ended_at: None,
            abandoned: None,
            steps: steps.iter().map(|step| StepRun::waiting(step.id.clone())).collect(),
        });
    }

    fn apply_start(&mut self, (run, step): (RunId, &StepId), stamp: Stamp) {
        if let Some(step) = self.step_mut(run, step) {
            step.state = StepState::Started;
            step.by = Some(stamp.by);
            step.started_at = Some(stamp.at);
        }
    }

    fn apply_finish(
        &mut self,
        (run, step): (RunId, &StepId),
        (outcome, note, receipt): (StepState, Option<&str>, Option<ReceiptId>),
        stamp: Stamp,
    ) {
        if let Some(step) = self.step_mut(run, step) {
            step.state = outcome;
            step.by = Some(stamp.by);
            step.ended_at = Some(stamp.at);
            step.note = note.map(str::to_owned);
            step.receipt = receipt;
        }
    }

    fn apply_end(&mut self, run: RunId, note: Option<&str>, stamp: Stamp) {
        if let Some(run) = self.runs.iter_mut().find(|known| known.id == run) {
            run.ended_at = Some(stamp.at);
            run.abandoned = note.map(str::to_owned);
        }
    }

    fn apply_revocation(&mut self, approval: ApprovalId, reason: &str, stamp: Stamp) {
        if let Some(known) = self.approvals.iter_mut().find(|known| known.id == approval) {
            known.revoked = Some(Revocation { by: stamp.by, at: stamp.at, reason: reason.to_owned() });
        }
    }

    fn step_mut(&mut self, run: RunId, step: &StepId) -> Option<&mut StepRun> {
        let run = self.runs.iter_mut().find(|known| known.id == run)?;
        run.steps.iter_mut().find(|known| known.step == *step)
    }
}

/// Who did it, where in the log, and when.
#[derive(Clone, Copy)]
pub(super) struct Stamp {
    pub seq: Seq,
    pub by: MemberId,
    pub at: Timestamp,
}

impl Stamp {
    pub(super) fn set<T>(self, field: &mut Field<T>, value: T) {
        *field = Field { value, seq: self.seq, by: Some(self.by), at: Some(self.at) };
    }
}

impl ItemState {
    fn request_waiver(&mut self, id: WaiverId, (reason, mitigation): (&str, Option<&str>), expires_at: Timestamp, stamp: Stamp) {
        // A new request replaces an approved waiver, which then no longer carries the status.
        if self.status.value == Status::Waived {
            stamp.set(&mut self.status, Status::Open);
        }
        self.drop_waiver();
        self.waiver = Some(Waiver {
            id,
            reason: reason.to_owned(),
            mitigation: mitigation.map(str::to_owned),
            expires_at,
            requested_by: stamp.by,
            requested_at: stamp.at,
            state: WaiverState::Requested,
            seq: Some(stamp.seq),
        });
    }

    /// Its id stays known.
    pub(super) fn drop_waiver(&mut self) {
        self.former_waivers.extend(self.waiver.take().map(|known| known.id));
    }

    fn approve_waiver(&mut self, waiver: WaiverId, stamp: Stamp) {
        if let Some(known) = self.waiver.as_mut().filter(|known| known.id == waiver) {
            (known.state, known.seq) = (WaiverState::Approved { by: stamp.by, at: stamp.at }, Some(stamp.seq));
            stamp.set(&mut self.status, Status::Waived);
            self.justification = None;
        }
    }

    fn refuse_waiver(&mut self, waiver: WaiverId, stamp: Stamp) {
        if let Some(known) = self.waiver.as_mut().filter(|known| known.id == waiver) {
            (known.state, known.seq) = (WaiverState::Refused { by: stamp.by, at: stamp.at }, Some(stamp.seq));
            if self.status.value == Status::Waived {
                stamp.set(&mut self.status, Status::Open);
            }
        }
    }
}

impl StepRun {
    fn waiting(step: StepId) -> Self {
        Self { step, state: StepState::Waiting, by: None, started_at: None, ended_at: None, note: None, receipt: None }
    }
}
