//! The bookkeeping: what an event changes. Writes, never refuses, never panics.

use super::*;

impl Launch {
    /// Folds one event in. What refers to nothing is passed over: history is never judged again.
    pub fn apply(&mut self, recorded: &Recorded) {
        self.seq = recorded.seq;
        self.changed_at = recorded.at;
        if !recorded.event.is_about_delivery() {
            self.told = recorded.seq;
        }
        let stamp = Stamp { seq: recorded.seq, by: recorded.by, at: recorded.at };
        match &recorded.event {
            Event::Created { .. } => {}
            Event::MemberJoined { member, name, role, sections, group } => {
                self.former.remove(member);
                let (name, sections, group) = (name.clone(), sections.clone(), group.clone());
                self.members.insert(*member, Member { name, role: *role, sections, group });
            }
            Event::RoleSet { member, role, sections, group } => {
                if let Some(known) = self.members.get_mut(member) {
                    known.role = *role;
                    known.sections = sections.clone();
                    known.group = group.clone();
                }
            }
            Event::MemberLeft { member } => {
                if let Some(gone) = self.members.remove(member) {
                    self.former.insert(*member, gone.name);
                }
            }
            Event::Discarded => {
                self.discarded = true;
                stamp.set(&mut self.watching, None);
            }
            Event::WatchingSet { connection } => stamp.set(&mut self.watching, connection.clone()),
            Event::PolicySet { policy } => stamp.set(&mut self.own_policy, policy.clone()),
            Event::TemplateUpgraded { template, template_ref } => self.apply_template((template, template_ref), stamp),
            Event::NameSet { name } => stamp.set(&mut self.details.name, name.clone()),
            Event::TargetSet { target } => stamp.set(&mut self.details.target, *target),
            Event::WindowSet { window } => stamp.set(&mut self.details.window, *window),
            Event::TicketSet { ticket } => stamp.set(&mut self.details.ticket, ticket.clone()),
            Event::ArtifactsSet { artifacts } => stamp.set(&mut self.details.artifacts, artifacts.clone()),
            Event::ConnectionSet { connection } => stamp.set(&mut self.details.connection, connection.clone()),
            Event::Checked { receipt } => {
                self.receipts.insert(receipt.check.clone(), (**receipt).clone());
            }
            Event::RunStarted { .. } | Event::StepStarted { .. } | Event::StepFinished { .. } | Event::RunEnded { .. } => {
                self.apply_run(&recorded.event, stamp);
            }
            Event::Approved { approval } => {
                let mut approval = (**approval).clone();
                approval.seq = recorded.seq;
                self.approvals.push(approval);
            }
            Event::ApprovalRevoked { approval, reason } => {
                let known = self.approvals.iter_mut().find(|known| known.id == *approval);
                if let Some(known) = known {
                    known.revoked = Some(Revocation { by: recorded.by, at: recorded.at, reason: reason.clone() });
                }
            }
            Event::ReportSigned { report } => {
                let mut report = report.clone();
                report.seq = recorded.seq;
                self.reports.push(report);
            }
            Event::DeliveryAsked { .. } | Event::DeliveryTried { .. } | Event::DeliveryResumed { .. } | Event::DeliveryStopped { .. } => {
                self.apply_delivery(recorded)
            }
            Event::Erased { person, .. } => self.forget(*person),
            Event::StatusSet { item, .. }
            | Event::OwnerSet { item, .. }
            | Event::DueSet { item, .. }
            | Event::EvidenceAdded { item, .. }
            | Event::EvidenceRemoved { item, .. }
            | Event::Commented { item, .. }
            | Event::WaiverRequested { item, .. }
            | Event::WaiverApproved { item, .. }
            | Event::WaiverRefused { item, .. } => {
                if let Event::EvidenceAdded { evidence, .. } = &recorded.event {
                    self.files.extend(evidence.kind.kept());
                }
                if let Some(state) = self.items.get_mut(item) {
                    state.apply(&recorded.event, stamp);
                }
            }
        }
    }

    fn apply_run(&mut self, event: &Event, stamp: Stamp) {
        match event {
            Event::RunStarted { run, runbook, rehearsal } => {
                let steps = self.template.runbook(runbook).map(|runbook| runbook.steps.as_slice()).unwrap_or_default();
                self.runs.push(Run {
                    id: *run,
                    runbook: runbook.clone(),
                    rehearsal: *rehearsal,
                    started_by: stamp.by,
                    started_at: stamp.at,
                    ended_at: None,
                    abandoned: None,
                    steps: steps.iter().map(|step| StepRun::waiting(step.id.clone())).collect(),
                });
            }
            Event::StepStarted { run, step } => {
                if let Some(step) = self.step_mut(*run, step) {
                    step.state = StepState::Started;
                    step.by = Some(stamp.by);
                    step.started_at = Some(stamp.at);
                }
            }
            Event::StepFinished { run, step, outcome, note, receipt } => {
                if let Some(step) = self.step_mut(*run, step) {
                    step.state = *outcome;
                    step.by = Some(stamp.by);
                    step.ended_at = Some(stamp.at);
                    step.note = note.clone();
                    step.receipt = *receipt;
                }
            }
            Event::RunEnded { run, note } => {
                if let Some(run) = self.runs.iter_mut().find(|known| known.id == *run) {
                    run.ended_at = Some(stamp.at);
                    run.abandoned = note.clone();
                }
            }
            _ => {}
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
    seq: Seq,
    by: MemberId,
    at: Timestamp,
}

impl Stamp {
    pub(super) fn set<T>(self, field: &mut Field<T>, value: T) {
        *field = Field { value, seq: self.seq, by: Some(self.by), at: Some(self.at) };
    }
}

impl ItemState {
    fn apply(&mut self, event: &Event, stamp: Stamp) {
        match event {
            Event::StatusSet { status, justification, .. } => {
                stamp.set(&mut self.status, *status);
                self.justification = justification.clone();
            }
            Event::OwnerSet { owner, .. } => stamp.set(&mut self.owner, *owner),
            Event::DueSet { due, .. } => stamp.set(&mut self.due, *due),
            Event::EvidenceAdded { evidence, .. } => self.evidence.push(evidence.clone()),
            Event::EvidenceRemoved { evidence, .. } => self.evidence.retain(|known| known.id != *evidence),
            Event::Commented { comment, text, .. } => {
                self.comments.push(Comment { id: *comment, by: stamp.by, at: stamp.at, text: text.clone() });
            }
            Event::WaiverRequested { waiver, reason, mitigation, expires_at, .. } => {
                // A new request replaces an approved waiver, which then no longer carries the status.
                if self.status.value == Status::Waived {
                    stamp.set(&mut self.status, Status::Open);
                }
                self.waiver = Some(Waiver {
                    id: *waiver,
                    reason: reason.clone(),
                    mitigation: mitigation.clone(),
                    expires_at: *expires_at,
                    requested_by: stamp.by,
                    requested_at: stamp.at,
                    state: WaiverState::Requested,
                });
            }
            Event::WaiverApproved { waiver, .. } => {
                if let Some(known) = self.waiver.as_mut().filter(|known| known.id == *waiver) {
                    known.state = WaiverState::Approved { by: stamp.by, at: stamp.at };
                    stamp.set(&mut self.status, Status::Waived);
                    self.justification = None;
                }
            }
            Event::WaiverRefused { waiver, .. } => {
                if let Some(known) = self.waiver.as_mut().filter(|known| known.id == *waiver) {
                    known.state = WaiverState::Refused { by: stamp.by, at: stamp.at };
                    if self.status.value == Status::Waived {
                        stamp.set(&mut self.status, Status::Open);
                    }
                }
            }
            _ => {}
        }
    }
}

impl StepRun {
    fn waiting(step: StepId) -> Self {
        Self { step, state: StepState::Waiting, by: None, started_at: None, ended_at: None, note: None, receipt: None }
    }
}
