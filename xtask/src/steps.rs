//! The numbered steps of a command, told as they happen, and the summary at its end.

use crate::fail::{Done, Failure};
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Whether `doing` has ended the line that the step at work began.
static LINE_ENDED: AtomicBool = AtomicBool::new(false);

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// It was there already.
    Present,
    /// Left out on purpose; the reason, and what would change that.
    Skipped(String),
    Failed(String),
}

struct Row {
    name: String,
    outcome: Outcome,
    took: Duration,
}

pub struct Steps {
    total: usize,
    rows: Vec<Row>,
    begun: Instant,
}

impl Steps {
    pub fn new(total: usize) -> Self {
        Self { total, rows: Vec::new(), begun: Instant::now() }
    }

    /// Runs one step. `work` ends the line that is begun here: with `say`, or by its outcome.
    pub fn step(&mut self, name: &str, work: impl FnOnce() -> Done<Outcome>) -> Done {
        say(format!("[{}/{}] {name}: ", self.rows.len() + 1, self.total));
        LINE_ENDED.store(false, Ordering::Relaxed);
        let begun = Instant::now();
        let result = work();
        let took = begun.elapsed();
        let (outcome, result) = match result {
            Ok(outcome) => (outcome, Ok(())),
            Err(failure) => (Outcome::Failed(failure.to_string()), Err(failure)),
        };
        let indent = if LINE_ENDED.load(Ordering::Relaxed) { "      " } else { "" };
        match &outcome {
            Outcome::Done => say(format!("{indent}done in {}\n", words(took))),
            Outcome::Present => say("present\n"),
            Outcome::Skipped(why) => say(format!("skipped: {why}\n")),
            Outcome::Failed(_) => say(format!("{indent}FAILED after {}\n", words(took))),
        }
        self.rows.push(Row { name: name.into(), outcome, took });
        result
    }

    /// The table at the end; the first failure, if there was one.
    pub fn summary(self) -> Done {
        say("\n");
        for row in &self.rows {
            let (word, note) = match &row.outcome {
                Outcome::Done => ("ok", String::new()),
                Outcome::Present => ("present", String::new()),
                Outcome::Skipped(why) => ("skipped", format!("  {why}")),
                Outcome::Failed(why) => ("FAILED", format!("  {why}")),
            };
            say(format!("{word:<8} {:>9}  {}{note}\n", words(row.took), row.name));
        }
        let failed: Vec<&Row> = self.rows.iter().filter(|row| matches!(row.outcome, Outcome::Failed(_))).collect();
        let missing = self.total - self.rows.len();
        let total = words(self.begun.elapsed());
        match failed.first() {
            None => {
                say(format!("{:<8} {total:>9}  everything\n", "ok"));
                Ok(())
            }
            Some(Row { outcome: Outcome::Failed(why), name, .. }) => {
                let rest = if missing == 0 { String::new() } else { format!(", {missing} not run") };
                Err(Failure::new(format!("{} of {} steps failed{rest} in {total}: {name}: {why}", failed.len(), self.total)))
            }
            Some(_) => Ok(()),
        }
    }
}

/// Says what a step does, ending the line that `step` began.
pub fn doing(what: &str) {
    say(format!("{what} …\n"));
    LINE_ENDED.store(true, Ordering::Relaxed);
}

fn say(text: impl AsRef<str>) {
    // A closed pipe must not end an installation half-way.
    let mut out = std::io::stdout();
    let _ = out.write_all(text.as_ref().as_bytes());
    let _ = out.flush();
}

/// A duration as people say it: `0.4 s`, `42 s`, `3 min 5 s`.
pub fn words(took: Duration) -> String {
    let seconds = took.as_secs();
    match seconds {
        0..=9 => format!("{:.1} s", took.as_secs_f64()),
        10..=119 => format!("{seconds} s"),
        _ => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_said_as_people_say_them() {
        let cases =
            [(400, "0.4 s"), (9_900, "9.9 s"), (10_000, "10 s"), (119_000, "119 s"), (120_000, "2 min 0 s"), (185_000, "3 min 5 s")];
        for (millis, expected) in cases {
            assert_eq!(words(Duration::from_millis(millis)), expected);
        }
    }

    #[test]
    fn the_summary_names_the_first_failure_and_what_was_not_run() {
        let mut steps = Steps::new(3);
        steps.step("format", || Ok(Outcome::Done)).unwrap();
        steps.step("lint", || Err(Failure::with_help("a warning", "type `cargo clippy`"))).unwrap_err();
        let failure = steps.summary().unwrap_err().to_string();
        assert!(failure.starts_with("1 of 3 steps failed, 1 not run"), "{failure}");
        assert!(failure.ends_with("lint: a warning; type `cargo clippy`"), "{failure}");
    }

    #[test]
    fn skipped_is_not_failed() {
        let mut steps = Steps::new(1);
        steps.step("prism", || Ok(Outcome::Skipped("no file".into()))).unwrap();
        assert_eq!(steps.summary(), Ok(()));
    }
}
