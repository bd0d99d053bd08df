//! Runs: timed executions of a runbook, a rollback or its rehearsal.

use serde::{Deserialize, Serialize};

use super::refusal::{Refusal, order, rule};
use super::rules;
use super::{Context, Event, Launch};
use crate::check::{Receipt, Standing};
use crate::id::*;
use crate::template::{Runbook, Step};

/// One execution of a runbook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Run {
    pub id: RunId,
    pub runbook: RunbookId,
    pub rehearsal: bool,
    pub started_by: MemberId,
    pub started_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// Why it was abandoned; absent when it came to its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abandoned: Option<String>,
    /// One for each step of the runbook, in its order.
    pub steps: Vec<StepRun>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StepRun {
    pub step: StepId,
    pub state: StepState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<MemberId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What the step's check saw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<ReceiptId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    Waiting,
    Started,
    Done,
    Skipped,
    Failed,
}

impl StepState {
    pub fn is_over(self) -> bool {
        matches!(self, StepState::Done | StepState::Skipped | StepState::Failed)
    }
}

/// How a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunState {
    Going,
    Succeeded,
    /// Ended, with a step that failed.
    Failed,
    Abandoned,
}

impl Run {
    pub fn state(&self) -> RunState {
        if self.abandoned.is_some() {
            return RunState::Abandoned;
        }
        if self.ended_at.is_none() {
            return RunState::Going;
        }
        let failed = self.steps.iter().any(|step| step.state == StepState::Failed);
        if failed { RunState::Failed } else { RunState::Succeeded }
    }
}

impl Launch {
    pub(super) fn decide_start(&self, run: RunId, runbook: &RunbookId, rehearsal: bool) -> Result<Vec<Event>, Refusal> {
        if self.template.runbook(runbook).is_none() {
            return Err(Refusal::NoSuch { what: "runbook", id: runbook.to_string() });
        }
        if self.runs.iter().any(|known| known.id == run) {
            return Err(Refusal::Exists { what: "run" });
        }
        let going = self.runs.iter().any(|known| known.runbook == *runbook && known.state() == RunState::Going);
        if going {
            return Err(Refusal::WrongOrder(order::run_going()));
        }
        Ok(vec![Event::RunStarted { run, runbook: runbook.clone(), rehearsal }])
    }

    pub(super) fn decide_step(&self, run: RunId, step: &StepId) -> Result<Vec<Event>, Refusal> {
        let (run, _) = self.going(run)?;
        let next = run.steps.iter().find(|step| !step.state.is_over());
        match next {
            Some(next) if next.step != *step => Err(Refusal::WrongOrder(order::step_first(next.step.as_str()))),
            Some(next) if next.state == StepState::Started => Ok(vec![]),
            Some(_) => Ok(vec![Event::StepStarted { run: run.id, step: step.clone() }]),
            None => Err(Refusal::WrongOrder(order::steps_over())),
        }
    }

    pub(super) fn decide_abandonment(&self, run: RunId, note: &str) -> Result<Vec<Event>, Refusal> {
        let (run, _) = self.going(run)?;
        Ok(vec![Event::RunEnded { run: run.id, note: Some(rules::text("note", note)?) }])
    }

    pub(super) fn decide_finish(
        &self,
        (run, step): (RunId, &StepId),
        (outcome, note): (StepState, Option<&str>),
        context: &Context,
    ) -> Result<Vec<Event>, Refusal> {
        let note = note.filter(|note| !note.trim().is_empty());
        let note = note.map(|note| rules::text("note", note)).transpose()?;
        let (run, runbook) = self.going(run)?;
        let no_step = || Refusal::NoSuch { what: "step", id: step.to_string() };
        let going = run.steps.iter().find(|known| known.step == *step).ok_or_else(no_step)?;
        let definition = runbook.steps.iter().find(|known| known.id == *step).ok_or_else(no_step)?;
        if going.state.is_over() {
            return if going.state == outcome { Ok(vec![]) } else { Err(Refusal::WrongOrder(order::step_over())) };
        }
        match outcome {
            StepState::Waiting | StepState::Started => {
                return Err(Refusal::Bad { field: "outcome", rule: rule::outcome() });
            }
            StepState::Skipped | StepState::Failed if note.is_none() => {
                return Err(Refusal::Bad { field: "note", rule: rule::note() });
            }
            StepState::Skipped => {
                let first = run.steps.iter().find(|step| !step.state.is_over());
                if first.is_none_or(|first| first.step != *step) {
                    return Err(Refusal::WrongOrder(order::earlier_step()));
                }
            }
            StepState::Done | StepState::Failed if going.state != StepState::Started => {
                return Err(Refusal::WrongOrder(order::start_step()));
            }
            StepState::Done | StepState::Failed => {}
        }
        let receipt = self.receipt_of_step(definition, going.started_at, context.now);
        if outcome == StepState::Done && definition.check.is_some() && !receipt.is_some_and(|(_, passing)| passing) {
            return Err(Refusal::WrongOrder(order::step_check()));
        }
        let receipt = receipt.map(|(receipt, _)| receipt);
        let mut events = vec![Event::StepFinished { run: run.id, step: step.clone(), outcome, note, receipt }];
        let last = run.steps.iter().all(|known| known.step == *step || known.state.is_over());
        if last {
            events.push(Event::RunEnded { run: run.id, note: None });
        }
        Ok(events)
    }

    /// Whether a receipt tells of the environment that the launch names: where it names none, no environment's does.
    pub fn is_of_here(&self, receipt: &Receipt) -> bool {
        receipt.connection.is_none() || receipt.connection == self.details.connection.value
    }

    /// The receipt of a step's check that was made here since the step began, and whether it passes.
    fn receipt_of_step(&self, step: &Step, since: Option<Timestamp>, now: Timestamp) -> Option<(ReceiptId, bool)> {
        let receipt = self.receipts.get(step.check.as_ref()?).filter(|receipt| self.is_of_here(receipt))?;
        let passing = matches!(receipt.standing(now), Standing::Passing | Standing::Warning);
        (since? <= receipt.observation.started_at).then_some((receipt.id, passing))
    }

    fn going(&self, run: RunId) -> Result<(&Run, &Runbook), Refusal> {
        let missing = || Refusal::NoSuch { what: "run", id: run.to_string() };
        let run = self.runs.iter().find(|known| known.id == run).ok_or_else(missing)?;
        let runbook = self.template.runbook(&run.runbook).ok_or_else(missing)?;
        if run.state() == RunState::Going { Ok((run, runbook)) } else { Err(Refusal::WrongOrder(order::run_ended())) }
    }
}
