//! Conditions over rows of runs, written as one letter or number each.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::check::ProbeFailure;

fn now() -> Timestamp {
    "2026-11-24T10:00:00Z".parse().unwrap()
}

/// A run a minute, the last one now. `p` pass, `f` fail (status 503), `u` unknown (timed out), `n` unknown (not configured), `w` unknown (timed
/// out behind ten seconds), `-` none; a number is a pass with that latency and that share left, in hundredths.
fn runs(row: &str) -> Vec<Sample> {
    let words: Vec<&str> = row.split_whitespace().collect();
    let count = words.len() as i64;
    let sample = |(i, word): (usize, &&str)| {
        let at = now() - jiff::SignedDuration::from_mins(count - 1 - i as i64);
        let seen = |verdict, status: f64, number: f64| Sample {
            at,
            connection: None,
            verdict,
            failure: None,
            latency_ms: Some(number as u64),
            waited_ms: None,
            facts: [("status".to_owned(), status), ("left".to_owned(), number / 100.0)].into(),
        };
        let blind = |failure| Sample {
            at,
            connection: None,
            verdict: Verdict::Unknown,
            failure: Some(failure),
            latency_ms: None,
            waited_ms: None,
            facts: BTreeMap::new(),
        };
        match *word {
            "-" => None,
            "p" => Some(seen(Verdict::Pass, 200.0, 50.0)),
            "f" => Some(seen(Verdict::Fail, 503.0, 50.0)),
            "u" => Some(blind(ProbeFailure::TimedOut)),
            "n" => Some(blind(ProbeFailure::NotConfigured)),
            "w" => Some(Sample { waited_ms: Some(10_000), ..blind(ProbeFailure::TimedOut) }),
            number => Some(seen(Verdict::Pass, 200.0, number.parse().unwrap())),
        }
    };
    words.iter().enumerate().filter_map(sample).collect()
}

fn alert(when: serde_json::Value) -> Alert {
    let alert = json!({ "name": "A", "condition": "it is bad", "severity": "P1", "action": "Mend it.", "when": when });
    serde_json::from_value(alert).unwrap()
}

fn seen(when: &serde_json::Value, rows: &[(&str, &str)]) -> Evaluation {
    let histories = rows.iter().map(|(check, row)| (check.parse().unwrap(), runs(row))).collect();
    evaluate(&alert(when.clone()), &histories, now())
}

#[test]
fn every_kind_of_condition_fires_is_quiet_and_is_unknown() {
    use AlertState::{Firing, Quiet, Unknown};
    let down = json!({ "fact": "status", "at_least": 500, "failures": ["timed_out", "unreachable"] });
    let count = json!({ "kind": "count", "checks": ["a"], "within": "5m", "matching": down, "above": 1 });
    let share = json!({ "kind": "share", "checks": ["a"], "within": "10m", "matching": down, "above": 0.25, "min_samples": 4 });
    let percentile = json!({ "kind": "percentile", "checks": ["a"], "within": "1h", "fact": "latency_ms", "percent": 95, "above": 3000, "min_samples": 3 });
    let patient = json!({ "kind": "percentile", "checks": ["a"], "within": "1h", "fact": "latency_ms", "percent": 95, "above": 10_000, "min_samples": 3 });
    let level = json!({ "kind": "level", "checks": ["a"], "within": "5m", "fact": "left", "below": 0.2 });
    let streak = json!({ "kind": "streak", "checks": ["a"], "within": "10m", "matching": { "verdicts": ["fail", "unknown"] }, "runs": 3 });
    let failing = json!({ "verdicts": ["fail"], "failures": ["timed_out"] });
    let fails = json!({ "kind": "streak", "checks": ["a"], "within": "10m", "matching": failing, "runs": 2 });
    let judged = json!({ "kind": "count", "checks": ["a"], "within": "5m", "matching": { "verdicts": ["fail"] }, "above": 0 });
    let cases = [
        (&count, "p p p", Quiet, "none of three"),
        (&count, "p f p", Quiet, "on the line"),
        (&count, "f u p", Firing, "over it: an answer and a time-out"),
        (&count, "f f f - - - p p", Quiet, "the rest was before the window"),
        (&count, "", Unknown, "no run at all"),
        (&count, "f f - - - - -", Unknown, "no run in the window"),
        (&count, "n n", Unknown, "nothing that tells was seen"),
        (&share, "f p p p", Quiet, "on the line"),
        (&share, "f u p p", Firing, "a half"),
        (&share, "f f f", Unknown, "too few"),
        (&percentile, "100 200 3000", Quiet, "on the line"),
        (&percentile, "100 200 3001", Firing, "nearest rank of three is the highest"),
        (&percentile, "100 3001", Unknown, "too few"),
        (&percentile, "u u u", Unknown, "nothing was seen"),
        (&percentile, "100 200 w", Firing, "an answer that did not come is no fast one"),
        (&percentile, "w w w", Firing, "none came"),
        (&patient, "100 200 300 w", Quiet, "it was not waited for as long as that"),
        (&level, "10 20", Quiet, "on the line, whatever was before"),
        (&level, "50 19", Firing, "under it"),
        (&level, "50 u", Unknown, "the latest run saw nothing"),
        (&level, "19 - - - - -", Unknown, "too old"),
        (&streak, "p f f f", Firing, "three"),
        (&streak, "p f f", Quiet, "a pass before two"),
        (&streak, "f f f p", Quiet, "it passes again"),
        (&streak, "f f", Unknown, "two, and nothing before"),
        (&streak, "", Unknown, "no run"),
        (&fails, "p f u", Firing, "a failure and a time-out"),
        (&fails, "f f p", Quiet, "it passes again"),
        (&fails, "f f n", Unknown, "the latest run saw nothing: that is no end of it"),
        (&fails, "f n f", Unknown, "what was between them was not seen"),
        (&judged, "n n", Unknown, "no run that could be judged"),
        (&judged, "n p", Quiet, "one that was"),
    ];
    for (when, row, expected, about) in cases {
        let evaluation = seen(when, &[("a", row)]);
        assert_eq!(evaluation.state, expected, "{about}: {row:?} {evaluation:?}");
        assert!(evaluation.why.to_string().ends_with('.'), "{evaluation:?}");
    }
    let mut bare = alert(count);
    bare.when = None;
    assert_eq!(evaluate(&bare, &Histories::new(), now()).state, Unknown, "a row that nobody can evaluate");
}

#[test]
fn a_check_that_was_not_seen_is_never_quiet() {
    let failing = json!({ "verdicts": ["fail"] });
    for when in [
        json!({ "kind": "count", "checks": ["a", "b"], "within": "5m", "matching": failing, "above": 0 }),
        json!({ "kind": "share", "checks": ["a", "b"], "within": "5m", "matching": failing, "above": 0.0 }),
        json!({ "kind": "percentile", "checks": ["a", "b"], "within": "5m", "fact": "left", "percent": 50, "above": 9 }),
        json!({ "kind": "level", "checks": ["a", "b"], "within": "5m", "fact": "left", "above": 9 }),
        json!({ "kind": "streak", "checks": ["a", "b"], "within": "5m", "matching": failing, "runs": 1 }),
    ] {
        assert_eq!(seen(&when, &[("a", "p p")]).state, AlertState::Unknown, "{when}");
        assert_eq!(seen(&when, &[("a", "p p"), ("b", "p p")]).state, AlertState::Quiet, "{when}");
    }
    let count = json!({ "kind": "count", "checks": ["a", "b"], "within": "5m", "matching": failing, "above": 0 });
    assert_eq!(seen(&count, &[("a", "f")]).state, AlertState::Firing, "one is too many, whatever b would have shown");
}

#[test]
fn a_run_of_a_replica_whose_clock_is_a_little_ahead_counts_at_once() {
    let level = json!({ "kind": "level", "checks": ["a"], "within": "5m", "fact": "left", "below": 0.2 });
    for (seconds, expected) in [(0, AlertState::Firing), (30, AlertState::Firing), (31, AlertState::Quiet)] {
        let mut samples = runs("50 19");
        samples[1].at = now() + jiff::SignedDuration::from_secs(seconds);
        let histories = Histories::from([("a".parse().unwrap(), samples)]);
        assert_eq!(evaluate(&alert(level.clone()), &histories, now()).state, expected, "{seconds} s");
    }
}

#[test]
fn people_are_told_once_of_each_change_and_never_of_unknown() {
    use AlertState::{Firing, Quiet, Unknown};
    let story = [
        (Unknown, None, false),
        (Quiet, None, false),
        (Firing, Some(Change::Fires), true),
        (Firing, None, true),
        (Unknown, None, true),
        (Firing, None, true),
        (Quiet, Some(Change::Recovers), false),
        (Unknown, None, false),
        (Quiet, None, false),
    ];
    let mut before = None;
    let mut since = now();
    for (minute, (state, change, announced)) in story.into_iter().enumerate() {
        let at = now() + jiff::SignedDuration::from_mins(minute as i64);
        let (standing, told) = step(before.as_ref(), &Evaluation { state, why: Why::Incomplete }, Seq(3), at);
        assert_eq!((told, standing.announced), (change, announced), "minute {minute}");
        if before.as_ref().is_none_or(|before: &Standing| before.state != state) {
            since = at;
        }
        assert_eq!(standing.since, since, "minute {minute}");
        before = Some(standing);
    }
}

#[test]
fn how_an_alert_stood_in_another_watching_says_nothing_of_this_one() {
    let firing = Evaluation { state: AlertState::Firing, why: Why::Incomplete };
    let (staging, told) = step(None, &firing, Seq(3), now());
    assert_eq!(told, Some(Change::Fires));
    let later = now() + jiff::SignedDuration::from_mins(1);
    let (production, told) = step(Some(&staging), &firing, Seq(9), later);
    assert_eq!((told, production.since, production.watching), (Some(Change::Fires), later, Seq(9)), "told again");
    let quiet = Evaluation { state: AlertState::Quiet, why: Why::Incomplete };
    assert_eq!(step(Some(&staging), &quiet, Seq(9), later).1, None, "what never fired here is not over");
    for seen in [&firing, &quiet] {
        assert_eq!(step(Some(&production), seen, Seq(3), later), (production.clone(), None), "a server that has not heard of it yet");
    }
    // As an earlier build kept it: with no word of when the watching began.
    let mut kept = serde_json::to_value(&staging).unwrap();
    kept.as_object_mut().unwrap().remove("watching");
    let kept: Standing = serde_json::from_value(kept).unwrap();
    assert_eq!(step(Some(&kept), &firing, Seq(3), later).1, None, "it goes on");
}

#[test]
fn a_condition_says_what_it_looks_for() {
    let when = json!({ "kind": "count", "checks": ["api.auth"], "within": "15m", "above": 0, "matching": { "fact": "status", "at_least": 401, "at_most": 401 } });
    assert_eq!(alert(when).when.unwrap().words(), "More than 0 runs of api.auth within 15 minutes have status 401.");
    let when = json!({ "kind": "level", "checks": ["api.rate-limit"], "within": "1h", "fact": "left", "below": 0.2 });
    assert_eq!(alert(when).when.unwrap().words(), "The latest left of api.rate-limit is below 0.2; runs of 1 hour count.");
    let matching = json!({ "verdicts": ["fail"], "fact": "status", "at_least": 500, "failures": ["timed_out"] });
    let when = json!({ "kind": "count", "checks": ["a"], "within": "5m", "above": 1, "matching": matching });
    let words = "More than 1 run of a within 5 minutes ends in fail, or has status 500 or more, or sees nothing because ";
    assert!(alert(when).when.unwrap().words().starts_with(words));
    let when = json!({ "kind": "streak", "checks": ["a"], "within": "5m", "runs": 1, "matching": { "verdicts": ["fail"] } });
    assert_eq!(alert(when).when.unwrap().words(), "The last run of one of a ends in fail; runs of 5 minutes count.");
}

proptest! {
    /// What lies outside of the window, or far in the future, changes nothing; and nothing panics.
    #[test]
    fn only_the_window_counts(inside in "[pfun](( [pfun]){0,7})", older in "[pfun]( [pfun]){0,9}", kind in 0..5_usize) {
        let matching = json!({ "verdicts": ["fail"], "failures": ["timed_out"], "fact": "status", "at_least": 500 });
        let kind = ["count", "share", "percentile", "level", "streak"][kind];
        let when = json!({ "kind": kind, "checks": ["a"], "within": "8m", "matching": matching, "fact": "left", "percent": 95, "runs": 2, "above": 0.4 });
        let alone = seen(&when, &[("a", &inside)]);
        let gap = ["-"; 8].join(" ");
        let mut samples = runs(&format!("{older} {gap} {inside}"));
        samples.push(Sample { at: now() + jiff::SignedDuration::from_mins(1), ..runs("f").remove(0) });
        let histories = Histories::from([("a".parse().unwrap(), samples)]);
        prop_assert_eq!(evaluate(&alert(when), &histories, now()), alone);
    }
}
