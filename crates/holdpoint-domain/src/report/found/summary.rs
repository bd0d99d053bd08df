//! The verdict of a verification and what it means, in a few sentences.

use std::fmt;

use serde::{Serialize, Serializer};

use super::words;
use crate::check::{self, Made};
use crate::id::{CheckId, ConnectionName, LaunchId, Timestamp};
use crate::launch::Decision;
use crate::report::verify::{Step, Verdict};

/// What it comes to. Displays as sentences for people, and is those in JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Summary {
    /// A report that holds.
    Report {
        /// Whether the keys came from outside the file.
        pinned: bool,
        launch: LaunchId,
        name: String,
        decision: Decision,
        issued: Timestamp,
        /// Approvals that rest on the server's word.
        by_server: usize,
        /// Whether the trust file pins nobody with whom approvers could be compared.
        no_people: bool,
    },
    /// A check's receipt that holds.
    Receipt {
        /// As of a report.
        pinned: bool,
        launch: LaunchId,
        check: CheckId,
        /// The environment that was asked.
        connection: Option<ConnectionName>,
        made: Made,
        verdict: check::Verdict,
        at: Timestamp,
        end: Timestamp,
    },
    /// The step that failed first, and how many more did.
    Refused { first: Option<Box<Step>>, more: usize },
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Summary::Report { pinned, launch, name, decision, issued, by_server, no_people } => {
                let (verdict, decision) = (held(*pinned).words(), words::decision(*decision));
                write!(f, "{verdict}. {launch} “{name}”: {decision}, issued {issued}.")?;
                f.write_str(&brought(*pinned, "keys"))?;
                f.write_str(&servers_word(*by_server))?;
                f.write_str(if *no_people { " Who approved was not compared: the trust file pins no people." } else { "" })
            }
            Summary::Receipt { pinned, launch, check, connection, made, verdict, at, end } => {
                let how = match (connection, made) {
                    (Some(name), _) => format!("through {name}"),
                    (None, Made::Drilled) => "watched in a drill".to_owned(),
                    (None, Made::Pushed | Made::Ran) => "a pushed result".to_owned(),
                };
                write!(f, "{}. Receipt of {launch}, check {check}, {how}: {}, ", held(*pinned).words(), verdict.words())?;
                write!(f, "of a run at {at}. It is fresh until {end}; later it proves nothing.")?;
                f.write_str(&brought(*pinned, "a key"))
            }
            Summary::Refused { first, more } => {
                f.write_str(Verdict::NotVerified.words())?;
                f.write_str(".")?;
                if let Some(step) = first {
                    write!(f, " {}: {}.", step.name, step.detail)?;
                }
                f.write_str(&failed_too(*more))
            }
        }
    }
}

impl Serialize for Summary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The verdict over what holds.
fn held(pinned: bool) -> Verdict {
    if pinned { Verdict::Verified } else { Verdict::SelfConsistent }
}

fn brought(pinned: bool, keys: &str) -> String {
    if pinned {
        return String::new();
    }
    let so = "which anybody could have made; give the trust file that you pinned to learn whether your server issued it";
    format!(" It holds under {keys} that it brings along, {so}.")
}

fn servers_word(approvals: usize) -> String {
    match approvals {
        0 => String::new(),
        1 => " Its approval rests on the server's word that the person gave their password.".into(),
        count => format!(" {count} approvals rest on the server's word that the people gave their passwords."),
    }
}

fn failed_too(more: usize) -> String {
    match more {
        0 => String::new(),
        1 => " One more step failed.".into(),
        count => format!(" {count} more steps failed."),
    }
}
