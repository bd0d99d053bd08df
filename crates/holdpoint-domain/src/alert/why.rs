//! What decided how an alert stands: parts for the page, which tells them in its reader's language, and an English sentence for messages.

use std::fmt;

use crate::check::Period;
use crate::id::CheckId;
use crate::sentence::counted;
use crate::tagged::tagged;

tagged! {
    #[serde(tag = "kind", remote = "Why")]
    /// What decided how an alert stands.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum Why {
        NoCondition,
        /// A number of the condition is missing.
        Incomplete,
        NotWatched,
        /// No run of the check shows what is asked.
        Unseen { check: CheckId, within: Period },
        TooFew { runs: u32, within: Period, least: u32 },
        Matching { matching: u32, runs: u32, within: Period },
        Percentile { percent: u32, fact: String, value: String, runs: u32 },
        Latest { fact: String, value: String, check: CheckId },
        /// So many in a row, and it takes no more.
        Row { runs: u32, check: CheckId },
        /// A run that does not match ended the row.
        RowEnded { runs: u32, check: CheckId, least: u32 },
        /// What was before the row was not seen.
        RowBegins { runs: u32, check: CheckId, within: Period, least: u32 },
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::NoCondition => f.write_str("This row has no condition that Holdpoint can look for; your own monitoring has to."),
            Why::Incomplete => f.write_str("The condition lacks a number; correct the template."),
            Why::NotWatched => f.write_str("The launch is not watched."),
            Why::Unseen { check, within } => write!(f, "No run of {check} within {} shows it.", within.words()),
            Why::TooFew { runs, within, least } => write!(f, "Only {} within {}; it takes {least}.", told(*runs), within.words()),
            Why::Matching { matching, runs, within } => write!(f, "{matching} of {} within {}.", told(*runs), within.words()),
            Why::Percentile { percent, fact, value, runs } => write!(f, "P{percent} of {fact} is {value}, over {}.", told(*runs)),
            Why::Latest { fact, value, check } => write!(f, "{fact} is {value} in the latest run of {check}."),
            Why::Row { runs: 1, check } => write!(f, "The last run of {check}."),
            Why::Row { runs, check } => write!(f, "The last {runs} runs of {check}."),
            Why::RowEnded { runs, check, least } => write!(f, "{} of {check} in a row; it takes {least}.", told(*runs)),
            Why::RowBegins { runs, check, within, least } => {
                write!(f, "Only {} of {check} within {}; it takes {least}.", told(*runs), within.words())
            }
        }
    }
}

fn told(runs: u32) -> String {
    counted(runs, "run", "runs")
}
