//! What an alert looks for and what decided how it stands, in the reader's language.

use holdpoint_domain::alert::Why;
use holdpoint_domain::check::Verdict;
use holdpoint_domain::id::CheckId;
use holdpoint_domain::template::{Condition, ConditionKind, Matching};

use super::{checks, story};
use crate::{say, text};

/// Runs that are no single one, however many.
const SEVERAL: f64 = 2.0;

/// What decided it, in a sentence.
pub fn why(why: &Why) -> String {
    let check = |check: &CheckId| check.to_string();
    match why {
        Why::NoCondition => say!("alert-why-no-condition").into(),
        Why::Incomplete => say!("alert-why-incomplete").into(),
        Why::NotWatched => say!("alert-why-not-watched").into(),
        Why::Unseen { check: of, within } => say!("alert-why-unseen", check = check(of), within = checks::period(*within)),
        Why::TooFew { runs, within, least } => {
            say!("alert-why-too-few", runs = *runs, within = checks::period(*within), least = *least)
        }
        Why::Matching { matching, runs, within } => {
            say!("alert-why-matching", matching = *matching, runs = *runs, within = checks::period(*within))
        }
        Why::Percentile { percent, fact, value, runs } => {
            say!("alert-why-percentile", percent = *percent, fact = fact, value = number(value), runs = *runs)
        }
        Why::Latest { fact, value, check: of } => say!("alert-why-latest", fact = fact, value = number(value), check = check(of)),
        Why::Row { runs, check: of } => say!("alert-why-row", runs = *runs, check = check(of)),
        Why::RowEnded { runs, check: of, least } => say!("alert-why-row-ended", runs = *runs, check = check(of), least = *least),
        Why::RowBegins { runs, check: of, within, least } => {
            say!("alert-why-row-begins", runs = *runs, check = check(of), within = checks::period(*within), least = *least)
        }
    }
}

/// What is looked for, in a sentence.
pub fn condition(condition: &Condition) -> String {
    let of = text::list(condition.checks.iter().map(CheckId::as_str));
    let matching = |runs| condition.matching.as_ref().map(|sought| matching(sought, runs)).unwrap_or_default();
    let within = checks::period(condition.within);
    let (above, fact) = (condition.above.unwrap_or_default(), condition.fact.as_deref().unwrap_or_default());
    match condition.kind {
        ConditionKind::Count => say!("alert-when-count", above = above, checks = of, within = within, matching = matching(above)),
        ConditionKind::Share => {
            say!("alert-when-share", above = above * 100.0, checks = of, within = within, matching = matching(SEVERAL))
        }
        ConditionKind::Percentile => {
            let percent = condition.percent.unwrap_or(95);
            say!("alert-when-percentile", percent = percent, fact = fact, checks = of, within = within, above = above)
        }
        ConditionKind::Level => {
            let above = condition.above.map(|above| say!("alert-above", value = above));
            let below = condition.below.map(|below| say!("alert-below", value = below));
            let sides = either(above.into_iter().chain(below), |before, next| say!("alert-or", before = before, next = next));
            say!("alert-when-level", fact = fact, checks = of, sides = sides, within = within)
        }
        ConditionKind::Streak => {
            let runs = condition.runs.unwrap_or(1);
            say!("alert-when-row", runs = runs, checks = of, matching = matching(runs.into()), within = within)
        }
    }
}

/// * `runs`: of how many it is told, as the words for what they do ask for it.
fn matching(matching: &Matching, runs: f64) -> String {
    let verdicts = matching.verdicts.iter().map(|verdict: &Verdict| say!("alert-ends", runs = runs, verdict = story::verdict(*verdict)));
    let fact = matching.fact.as_deref().map(|fact| match (matching.at_least, matching.at_most) {
        (Some(least), Some(most)) if least == most => say!("alert-has-just", runs = runs, fact = fact, value = least),
        (Some(least), Some(most)) => say!("alert-has-between", runs = runs, fact = fact, least = least, most = most),
        (Some(least), None) => say!("alert-has-least", runs = runs, fact = fact, value = least),
        (None, Some(most)) => say!("alert-has-most", runs = runs, fact = fact, value = most),
        (None, None) => say!("alert-has", runs = runs, fact = fact),
    });
    let failures = matching.failures.iter().map(|failure| say!("alert-blind", runs = runs, failure = checks::failure(*failure)));
    either(verdicts.chain(fact).chain(failures), |before, next| say!("alert-or-else", before = before, next = next))
}

fn either(parts: impl Iterator<Item = String>, join: fn(String, String) -> String) -> String {
    parts.reduce(join).unwrap_or_default()
}

/// As the language writes it.
fn number(value: &str) -> f64 {
    value.parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::*;

    #[test]
    fn every_reason_reads_in_english_as_the_domain_has_it() {
        let (check, within): (CheckId, _) = ("api.up".parse().unwrap(), "15m".parse().unwrap());
        let (fact, value) = ("left".to_owned(), "0.25".to_owned());
        let all = [
            Why::NoCondition,
            Why::Incomplete,
            Why::NotWatched,
            Why::Unseen { check: check.clone(), within },
            Why::TooFew { runs: 2, within, least: 4 },
            Why::Matching { matching: 1, runs: 8, within },
            Why::Percentile { percent: 95, fact: fact.clone(), value: value.clone(), runs: 20 },
            Why::Latest { fact, value, check: check.clone() },
            Why::TooFew { runs: 1, within, least: 4 },
            Why::Matching { matching: 1, runs: 1, within },
            Why::Percentile { percent: 95, fact: "left".into(), value: "0.25".into(), runs: 1 },
            Why::Row { runs: 3, check: check.clone() },
            Why::Row { runs: 1, check: check.clone() },
            Why::RowEnded { runs: 1, check: check.clone(), least: 3 },
            Why::RowBegins { runs: 1, check: check.clone(), within, least: 3 },
            Why::RowEnded { runs: 2, check: check.clone(), least: 3 },
            Why::RowBegins { runs: 2, check, within, least: 3 },
        ];
        for told in all {
            assert_eq!(why(&told), told.to_string());
            assert!(!told.to_string().contains("1 runs"), "{told}");
            let json = serde_json::to_string(&told).unwrap();
            assert_eq!(serde_json::from_str::<Why>(&json).unwrap(), told, "{json}");
        }
    }

    #[test]
    fn every_condition_reads_in_english_as_the_domain_has_it() {
        let all = [
            json!({ "kind": "count", "checks": ["a"], "within": "5m", "matching": { "fact": "status", "at_least": 500, "failures": ["timed_out"] }, "above": 1 }),
            json!({ "kind": "share", "checks": ["a", "b"], "within": "1h", "matching": { "fact": "status", "at_least": 429, "at_most": 429 }, "above": 0.25 }),
            json!({ "kind": "count", "checks": ["a"], "within": "5m", "matching": { "fact": "left", "at_least": 0.1, "at_most": 0.2 }, "above": 1 }),
            json!({ "kind": "count", "checks": ["a"], "within": "5m", "matching": { "fact": "left", "at_most": 0.2 }, "above": 1 }),
            json!({ "kind": "count", "checks": ["a"], "within": "5m", "matching": { "fact": "left" }, "above": 1 }),
            json!({ "kind": "percentile", "checks": ["a"], "within": "1h", "fact": "latency_ms", "percent": 99, "above": 300 }),
            json!({ "kind": "level", "checks": ["a"], "within": "5m", "fact": "left", "below": 0.2 }),
            json!({ "kind": "level", "checks": ["a"], "within": "5m", "fact": "left", "above": 0.5, "below": 0.2 }),
            json!({ "kind": "streak", "checks": ["a"], "within": "10m", "matching": { "verdicts": ["fail", "unknown"] }, "runs": 3 }),
            json!({ "kind": "streak", "checks": ["a"], "within": "10m", "matching": { "fact": "left", "at_most": 0.2 }, "runs": 1 }),
            json!({ "kind": "count", "checks": ["a"], "within": "5m", "matching": { "verdicts": ["fail"] }, "above": 3 }),
        ];
        for when in all {
            let when: Condition = from_value(when).unwrap();
            assert_eq!(condition(&when), when.words());
        }
    }
}
