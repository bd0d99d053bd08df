//! Checks, how they stand and why, in the reader's language.

use holdpoint_domain::check::{Fact, Finding, INCOMPLETE, Judgement, Observation, Period, ProbeFailure, Standing, Verdict};

use crate::say;

/// `2 fail`: how many checks stand so; `None`: they never ran.
pub fn counted(standing: Option<Standing>, count: usize) -> String {
    match standing {
        Some(Standing::Failing) => say!("tally-fail", count = count),
        Some(Standing::Unknown) => say!("tally-unknown", count = count),
        Some(Standing::Stale) => say!("tally-stale", count = count),
        Some(Standing::Warning) => say!("tally-warn", count = count),
        Some(Standing::Passing) => say!("tally-pass", count = count),
        None => say!("tally-none", count = count),
    }
}

/// Why a probe saw nothing, as a phrase.
pub fn failure(failure: ProbeFailure) -> &'static str {
    match failure {
        ProbeFailure::Unreachable => say!("failure-unreachable"),
        ProbeFailure::TimedOut => say!("failure-timed-out"),
        ProbeFailure::Tls => say!("failure-tls"),
        ProbeFailure::Refused => say!("failure-refused"),
        ProbeFailure::BadAnswer => say!("failure-bad-answer"),
        ProbeFailure::NotConfigured => say!("failure-not-configured"),
        ProbeFailure::NotPermitted => say!("failure-not-permitted"),
    }
}

/// What decided a judgement, as a sentence. Where the template says it, its own words are kept.
///
/// * `seen`: what was judged, where there is more than the judgement.
pub fn why(judgement: &Judgement, seen: Option<&Observation>) -> String {
    if let Some(failed) = seen.and_then(|seen| seen.failure) {
        return say!("check-nothing-seen", failure = failure(failed));
    }
    let decided = judgement.decided_by().and_then(|index| judgement.findings.get(index));
    match (judgement.verdict, decided) {
        (Verdict::Pass, _) => say!("check-all-seen").to_owned(),
        (_, None) => say!("check-nothing-expected").to_owned(),
        (_, Some(Finding { fact, value: None, .. })) => match seen.and_then(|seen| seen.facts.get(INCOMPLETE)) {
            Some(Fact::Text(why)) => say!("check-not-in-result", fact = fact, why = why),
            _ => say!("check-not-shown", fact = fact),
        },
        (_, Some(_)) => judgement.why.clone(),
    }
}

/// What to do about it; see [`why`].
pub fn next(judgement: &Judgement, seen: Option<&Observation>) -> Option<String> {
    match seen.and_then(|seen| seen.failure) {
        Some(ProbeFailure::NotPermitted) => Some(say!("check-permit").to_owned()),
        Some(
            ProbeFailure::Unreachable
            | ProbeFailure::TimedOut
            | ProbeFailure::Tls
            | ProbeFailure::Refused
            | ProbeFailure::BadAnswer
            | ProbeFailure::NotConfigured,
        ) => Some(say!("check-look").to_owned()),
        None => judgement.next.clone(),
    }
}

/// `15 minutes`
pub fn period(period: Period) -> String {
    let (count, unit) = match period.seconds() {
        seconds if seconds.is_multiple_of(86_400) => (seconds / 86_400, "day"),
        seconds if seconds.is_multiple_of(3_600) => (seconds / 3_600, "hour"),
        seconds if seconds.is_multiple_of(60) => (seconds / 60, "minute"),
        seconds => (seconds, "second"),
    };
    say!("period", unit = unit, count = count)
}

#[cfg(test)]
mod tests {
    use holdpoint_domain::check::{Check, Facts, judge};

    use super::*;

    fn observed(failure: Option<ProbeFailure>, facts: Facts) -> Observation {
        let started_at = "2026-11-24T10:00:00Z".parse().unwrap();
        Observation { facts, failure, requests: Vec::new(), latency_ms: 1, started_at }
    }

    #[test]
    fn in_english_it_says_what_the_domain_says() {
        let text = r#"{ "id": "c", "title": "C", "probe": { "kind": "tls", "target": "api" }, "ttl_minutes": 5,
            "expect": [{ "fact": "days", "at_least": 5, "why": "Only {value} days.", "next": "Renew it." }] }"#;
        let check: Check = serde_json::from_str(text).unwrap();
        let fact = |value| Facts::from([("days".to_owned(), Fact::Number(value))]);
        let failed = [Some(ProbeFailure::Tls), Some(ProbeFailure::NotPermitted)].map(|failure| observed(failure, Facts::new()));
        let incomplete = Facts::from([(INCOMPLETE.to_owned(), Fact::Text("one run was cut".into()))]);
        let seen = [fact(9.0), fact(2.0), Facts::new(), incomplete].map(|facts| observed(None, facts));
        for observation in failed.into_iter().chain(seen) {
            let judgement = judge(&check, &observation);
            assert_eq!(why(&judgement, Some(&observation)), judgement.why);
            assert_eq!(next(&judgement, Some(&observation)), judgement.next);
        }
    }

    #[test]
    fn periods_are_words_as_the_domain_has_them() {
        for text in ["1d", "36h", "15m", "1m", "90s", "1s"] {
            let known: Period = text.parse().unwrap();
            assert_eq!(period(known), known.words());
        }
    }
}
