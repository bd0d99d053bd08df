//! Alerts over the runs of scheduled checks: firing, quiet or unknown. What was not seen is unknown, never quiet.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Why;
use crate::check::{Sample, Verdict};
use crate::id::{CheckId, Seq, Timestamp};
use crate::template::{Alert, Condition, ConditionKind, Matching};

/// How much later than now a run may have begun and count: another replica's clock may be a little ahead. Passed over until its time has come, the run
/// that made an alert fire would be missing in the next look, and people would be told that it is over, and again that it fires.
const AHEAD: jiff::SignedDuration = jiff::SignedDuration::from_secs(30);

/// The samples of some checks, each oldest first.
pub type Histories = BTreeMap<CheckId, Vec<Sample>>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertState {
    Firing,
    Quiet,
    /// Too little was seen to say either.
    Unknown,
}

/// How an alert stands at some moment, with what decided it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    pub state: AlertState,
    pub why: Why,
}

/// How an alert stood when it was last looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Standing {
    pub state: AlertState,
    /// When it came to be so.
    pub since: Timestamp,
    pub why: String,
    /// Whether people were last told that it fires: then they are told once when it is over.
    pub announced: bool,
    /// Where in its launch's log the watching began in which it stood so. 0: kept before this was noted.
    #[serde(default)]
    pub watching: Seq,
}

/// What people are told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Fires,
    Recovers,
}

/// Evaluates an alert over what its checks saw.
///
/// * `histories`: samples of any time; those that are later than `now` by more than clocks differ, and those before the condition's window, are passed
///   over.
/// * Returns `unknown` for a row without a condition, and whenever a check that it rests on was not seen.
pub fn evaluate(alert: &Alert, histories: &Histories, now: Timestamp) -> Evaluation {
    let Some(condition) = &alert.when else {
        return unknown(Why::NoCondition);
    };
    let from = now.saturating_sub(condition.within.duration()).unwrap_or(Timestamp::MIN);
    let until = now.saturating_add(AHEAD).unwrap_or(Timestamp::MAX);
    let in_window = |sample: &&Sample| from < sample.at && sample.at <= until;
    let seen: Vec<(&CheckId, Vec<&Sample>)> =
        (condition.checks.iter()).map(|check| (check, histories.get(check).into_iter().flatten().filter(in_window).collect())).collect();
    match condition.kind {
        ConditionKind::Count => count(condition, &seen),
        ConditionKind::Share => share(condition, &seen),
        ConditionKind::Percentile => percentile(condition, &seen),
        ConditionKind::Level => each(condition, &seen, level),
        ConditionKind::Streak => each(condition, &seen, streak),
    }
}

/// How an alert goes on, and what people are to be told. Unknown tells nobody anything, and makes nothing be told twice.
///
/// * `watching`: where the watching began. How the alert stood in another one, of another environment perhaps, says nothing of this one; where that is a
///   later one, whoever looks has not heard of it yet, and changes nothing.
pub fn step(before: Option<&Standing>, seen: &Evaluation, watching: Seq, now: Timestamp) -> (Standing, Option<Change>) {
    if let Some(later) = before.filter(|before| watching < before.watching) {
        return (later.clone(), None);
    }
    let before = before.filter(|before| [Seq(0), watching].contains(&before.watching));
    let announced = before.is_some_and(|before| before.announced);
    let since = before.filter(|before| before.state == seen.state).map_or(now, |before| before.since);
    let change = match (seen.state, announced) {
        (AlertState::Firing, false) => Some(Change::Fires),
        (AlertState::Quiet, true) => Some(Change::Recovers),
        _ => None,
    };
    let announced = match change {
        Some(Change::Fires) => true,
        Some(Change::Recovers) => false,
        None => announced,
    };
    (Standing { state: seen.state, since, why: seen.why.to_string(), announced, watching }, change)
}

type Seen<'a> = [(&'a CheckId, Vec<&'a Sample>)];

fn unknown(why: Why) -> Evaluation {
    Evaluation { state: AlertState::Unknown, why }
}

fn told(firing: bool, why: Why) -> Evaluation {
    Evaluation { state: if firing { AlertState::Firing } else { AlertState::Quiet }, why }
}

/// How many runs match, how many could be told, and a check of which none could.
fn tally<'a>(condition: &Condition, seen: &Seen<'a>) -> (u32, u32, Option<&'a CheckId>) {
    let (mut matching, mut all, mut blind) = (0, 0, None);
    for (check, samples) in seen {
        let answers: Vec<bool> = samples.iter().filter_map(|sample| condition.matching.as_ref()?.holds(sample)).collect();
        if answers.is_empty() {
            blind = blind.or(Some(*check));
        }
        all += counted(answers.len());
        matching += counted(answers.iter().filter(|holds| **holds).count());
    }
    (matching, all, blind)
}

fn nothing_of(check: &CheckId, condition: &Condition) -> Evaluation {
    unknown(Why::Unseen { check: check.clone(), within: condition.within })
}

fn incomplete() -> Evaluation {
    unknown(Why::Incomplete)
}

fn count(condition: &Condition, seen: &Seen<'_>) -> Evaluation {
    let Some(above) = condition.above else { return incomplete() };
    let (matching, runs, blind) = tally(condition, seen);
    let why = Why::Matching { matching, runs, within: condition.within };
    match blind {
        // One too many is too many, whatever the others would have shown.
        _ if above < f64::from(matching) => told(true, why),
        Some(check) => nothing_of(check, condition),
        None => told(false, why),
    }
}

fn share(condition: &Condition, seen: &Seen<'_>) -> Evaluation {
    let Some(above) = condition.above else { return incomplete() };
    let (matching, runs, blind) = tally(condition, seen);
    let (within, least) = (condition.within, condition.min_samples.unwrap_or(1).max(1));
    let why = Why::Matching { matching, runs, within };
    match blind {
        Some(check) => nothing_of(check, condition),
        None if runs < least => unknown(Why::TooFew { runs, within, least }),
        None => told(above < f64::from(matching) / f64::from(runs), why),
    }
}

fn percentile(condition: &Condition, seen: &Seen<'_>) -> Evaluation {
    let (Some(above), Some(fact)) = (condition.above, condition.fact.as_deref()) else { return incomplete() };
    let percent = condition.percent.unwrap_or(95).clamp(1, 99);
    let mut values = Vec::new();
    for (check, samples) in seen {
        let before = values.len();
        // An answer that was waited for in vain is slower than one that came late: left out, the slowest runs would make it look fast.
        let too_late = |sample: &Sample| sample.at_least(fact).filter(|least| above < *least);
        values.extend(samples.iter().filter_map(|sample| sample.value(fact).or_else(|| too_late(sample))));
        if values.len() == before {
            return nothing_of(check, condition);
        }
    }
    let (runs, least) = (counted(values.len()), condition.min_samples.unwrap_or(1).max(1));
    if runs < least {
        return unknown(Why::TooFew { runs, within: condition.within, least });
    }
    values.sort_by(f64::total_cmp);
    // Nearest rank: the least value that so many per cent do not exceed.
    let rank = (values.len() * percent as usize).div_ceil(100).max(1);
    let Some(value) = values.get(rank - 1) else { return incomplete() };
    told(above < *value, Why::Percentile { percent, fact: fact.to_owned(), value: number(*value), runs })
}

/// A rule over each check: one that fires is enough, and all have to be quiet.
fn each(condition: &Condition, seen: &Seen<'_>, rule: fn(&Condition, &CheckId, &[&Sample]) -> Evaluation) -> Evaluation {
    let all: Vec<Evaluation> = seen.iter().map(|(check, samples)| rule(condition, check, samples)).collect();
    let first = |state| all.iter().find(|one| one.state == state).cloned();
    first(AlertState::Firing).or_else(|| first(AlertState::Unknown)).or_else(|| all.last().cloned()).unwrap_or_else(incomplete)
}

fn level(condition: &Condition, check: &CheckId, samples: &[&Sample]) -> Evaluation {
    let Some(fact) = condition.fact.as_deref() else { return incomplete() };
    if condition.above.is_none() && condition.below.is_none() {
        return incomplete();
    }
    // The latest run alone counts: an older value says nothing of now.
    let Some(value) = samples.last().and_then(|sample| sample.value(fact)) else {
        return nothing_of(check, condition);
    };
    let firing = condition.above.is_some_and(|above| above < value) || condition.below.is_some_and(|below| value < below);
    told(firing, Why::Latest { fact: fact.to_owned(), value: number(value), check: check.clone() })
}

fn streak(condition: &Condition, check: &CheckId, samples: &[&Sample]) -> Evaluation {
    let (Some(least), Some(matching)) = (condition.runs.map(|runs| runs.max(1)), &condition.matching) else { return incomplete() };
    let holding = samples.iter().rev().map(|sample| matching.holds(sample)).take_while(|holds| *holds == Some(true)).count();
    let next = samples.iter().rev().nth(holding).map(|sample| matching.holds(sample));
    let (runs, check) = (counted(holding), check.clone());
    match next {
        _ if least <= runs => told(true, Why::Row { runs, check }),
        // A run that does not match ends the row, whatever came before it.
        Some(Some(false)) => told(false, Why::RowEnded { runs, check, least }),
        Some(_) => nothing_of(&check, condition),
        None if samples.is_empty() => nothing_of(&check, condition),
        None => unknown(Why::RowBegins { runs, check, within: condition.within, least }),
    }
}

impl Matching {
    /// Whether a run is meant; `None`: what would tell was not seen.
    fn holds(&self, sample: &Sample) -> Option<bool> {
        if self.verdicts.contains(&sample.verdict) || sample.failure.is_some_and(|failure| self.failures.contains(&failure)) {
            return Some(true);
        }
        match &self.fact {
            Some(fact) => {
                let value = sample.value(fact)?;
                Some(self.at_least.is_none_or(|least| least <= value) && self.at_most.is_none_or(|most| value <= most))
            }
            // It met another failure than those that are asked for, or saw too little to be judged: it tells of nothing that would be over.
            None if sample.failure.is_some() || !self.verdicts.is_empty() && sample.verdict == Verdict::Unknown => None,
            None => Some(false),
        }
    }

    /// * `one`: of one run, and not of several.
    fn words(&self, one: bool) -> String {
        let (end, have, see) = if one { ("ends", "has", "sees") } else { ("end", "have", "see") };
        let mut parts: Vec<String> = self.verdicts.iter().map(|verdict| format!("{end} in {}", verdict.words())).collect();
        if let Some(fact) = &self.fact {
            parts.push(match (self.at_least, self.at_most) {
                (Some(least), Some(most)) if least == most => format!("{have} {fact} {}", number(least)),
                (Some(least), Some(most)) => format!("{have} {fact} from {} to {}", number(least), number(most)),
                (Some(least), None) => format!("{have} {fact} {} or more", number(least)),
                (None, Some(most)) => format!("{have} {fact} {} or less", number(most)),
                (None, None) => format!("{have} {fact}"),
            });
        }
        parts.extend(self.failures.iter().map(|failure| format!("{see} nothing because {failure}")));
        parts.join(", or ")
    }
}

impl Condition {
    /// What is looked for, in a sentence.
    pub fn words(&self) -> String {
        let checks = self.checks.iter().map(CheckId::as_str).collect::<Vec<_>>().join(", ");
        let matching = |one| self.matching.as_ref().map(|matching| matching.words(one)).unwrap_or_default();
        let within = self.within.words();
        let (above, fact) = (self.above.unwrap_or_default(), self.fact.as_deref().unwrap_or_default());
        match self.kind {
            ConditionKind::Count => match number(above).as_str() {
                "1" => format!("More than 1 run of {checks} within {within} {}.", matching(true)),
                above => format!("More than {above} runs of {checks} within {within} {}.", matching(false)),
            },
            ConditionKind::Share => {
                format!("More than {} % of the runs of {checks} within {within} {}.", number(above * 100.0), matching(false))
            }
            ConditionKind::Percentile => {
                format!("P{} of {fact} of {checks} within {within} is above {}.", self.percent.unwrap_or(95), number(above))
            }
            ConditionKind::Level => {
                let above = self.above.map(|above| format!("above {}", number(above)));
                let below = self.below.map(|below| format!("below {}", number(below)));
                let sides: Vec<String> = above.into_iter().chain(below).collect();
                format!("The latest {fact} of {checks} is {}; runs of {within} count.", sides.join(" or "))
            }
            ConditionKind::Streak => match self.runs.unwrap_or(1) {
                1 => format!("The last run of one of {checks} {}; runs of {within} count.", matching(true)),
                runs => format!("The last {runs} runs of one of {checks} {}; runs of {within} count.", matching(false)),
            },
        }
    }
}

fn counted(runs: usize) -> u32 {
    u32::try_from(runs).unwrap_or(u32::MAX)
}

/// A number for people: at most three places behind the point.
fn number(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests;
