//! How a run ends that did not go as its runbook says.

use super::*;

#[test]
fn a_run_with_a_step_that_failed_has_failed_and_one_with_skipped_steps_has_not() {
    for (outcome, expected) in [(StepState::Failed, RunState::Failed), (StepState::Skipped, RunState::Succeeded)] {
        let mut story = Story::begin();
        let run = RunId(Uuid::from_u128(7));
        let finish = |id: &str, outcome, note: &str| {
            let note = Some(note.to_owned());
            Command::FinishStep { run, step: id.parse().unwrap(), outcome, note }
        };
        story.act(1, Command::StartRun { run, runbook: "rollback".parse().unwrap(), rehearsal: false }).unwrap();
        if outcome == StepState::Failed {
            assert!(story.act(1, finish("flag", outcome, "The flag service is away.")).is_err(), "what did not begin has not failed");
            story.act(1, Command::StartStep { run, step: "flag".parse().unwrap() }).unwrap();
        }
        assert!(story.act(1, finish("flag", outcome, " ")).is_err(), "a blank says nothing");
        assert_eq!(story.act(1, finish("flag", outcome, "The flag service is away.")), Ok(1));
        assert_eq!(story.launch.runs[0].state(), RunState::Going, "the other steps are left");
        assert_eq!(story.act(1, finish("verify", StepState::Skipped, "Seen on the dashboard.")), Ok(2), "the run ends with its last step");
        let run = &story.launch.runs[0];
        assert_eq!((run.state(), run.rehearsal), (expected, false));
        assert_eq!(run.steps[0].note.as_deref(), Some("The flag service is away."));
    }
}
