//! The launch's exported history: whether it is what the log had, and whether it leads to what the report says.

use super::step::{Steps, names};
use super::{KnownHead, Report};
use crate::launch::Snapshot;
use crate::report::history::History;

pub fn replayed(report: &Report<'_>, head: KnownHead, (file, steps): (Option<&[u8]>, &mut Steps)) {
    let Some(file) = file else {
        return steps.not_checked(names::HISTORY, "the .history.jsonl file was not given");
    };
    let history = match History::parse(file) {
        Ok(history) => history,
        Err(error) => return steps.failed(names::HISTORY, error.to_string()),
    };
    let Some(head) = head else {
        return steps.failed(names::HISTORY, "without a good checkpoint nothing says which history is the right one");
    };
    match history.root(head.size) {
        Some(root) if root == head.root => {
            let later = match history.size() - head.size {
                0 => String::new(),
                later => format!("; {later} later ones are in the file, which this report says nothing of"),
            };
            let erased = match history.replaced(head.size) {
                0 => String::new(),
                erased => format!("; of these {erased} were replaced when a person was erased, and what they said before cannot be checked"),
            };
            steps.holds(names::HISTORY, format!("its first {} entries are those of the log{erased}{later}", head.size));
            steps.check_or_skip(names::REPLAY, replay(report.snapshot, &history));
        }
        Some(_) => steps.failed(names::HISTORY, "it is another history than the one that the report's checkpoint is over"),
        None => {
            let (size, wanted) = (history.size(), head.size);
            steps.failed(names::HISTORY, format!("it has {size} entries, but the report's checkpoint is over {wanted}"));
        }
    }
}

/// `None`: it cannot be told, because something was erased.
fn replay(snapshot: &Snapshot, history: &History) -> Option<Result<String, String>> {
    let launch = history.launch_at(snapshot.revision.0)?;
    let same = launch.snapshot() == *snapshot;
    let holds = || format!("played from its first event to its {}th, the launch is what the snapshot says", snapshot.revision);
    let fails = || "played event by event, the launch is not what the snapshot says".to_owned();
    Some(if same { Ok(holds()) } else { Err(fails()) })
}
