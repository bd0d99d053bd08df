//! Facts in, verdict out. What could not be seen is `unknown`: never a pass.

use serde::{Deserialize, Serialize};

use super::{Check, Expectation, Fact, Observation, Otherwise, ProbeFailure, Verdict};

/// The fact of a pushed result that says why others are missing.
pub const INCOMPLETE: &str = "incomplete";

/// The verdict over one observation, with the finding that decided it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Judgement {
    pub verdict: Verdict,
    /// What decided it, in a sentence.
    pub why: String,
    /// What to do about it; absent for a pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// One for each expectation, in its order.
    pub findings: Vec<Finding>,
}

/// What became of one expectation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    pub fact: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Fact>,
    pub verdict: Verdict,
}

impl Judgement {
    /// The place of the expectation that decided: the first of the worst. `None`: all hold, or nothing was seen.
    pub fn decided_by(&self) -> Option<usize> {
        let decides = |finding: &Finding| finding.verdict == self.verdict && finding.verdict != Verdict::Pass;
        self.findings.iter().position(decides)
    }
}

/// Judges an observation by the check's expectations: the worst finding decides, the first of the worst explains.
pub fn judge(check: &Check, observation: &Observation) -> Judgement {
    if let Some(failure) = observation.failure {
        return Judgement {
            verdict: Verdict::Unknown,
            why: format!("Nothing was seen: {failure}."),
            next: Some(remedy(failure).into()),
            findings: Vec::new(),
        };
    }
    let mut worst: Option<(&Expectation, Finding)> = None;
    let mut findings = Vec::with_capacity(check.expect.len());
    for expectation in &check.expect {
        let finding = find(expectation, observation);
        if worst.as_ref().is_none_or(|(_, so_far)| rank(so_far.verdict) < rank(finding.verdict)) {
            worst = Some((expectation, finding.clone()));
        }
        findings.push(finding);
    }
    let Some((expectation, finding)) = worst else {
        return Judgement { verdict: Verdict::Unknown, why: "The check expects nothing.".into(), next: None, findings };
    };
    let (why, next) = match (finding.verdict, &finding.value) {
        (Verdict::Pass, _) => ("Everything expected was seen.".into(), None),
        (_, None) => (unseen(expectation, observation), Some(expectation.next.clone())),
        (Verdict::Warn, Some(value)) if !expectation.host_by_value.is_empty() => {
            let why =
                format!("The answer says {value}, and the host that was asked is none of the vendor's: whether they fit cannot be seen.");
            (why, Some(expectation.next.clone()))
        }
        (_, Some(value)) => (expectation.why.replace("{value}", &shown(value)), Some(expectation.next.clone())),
    };
    Judgement { verdict: finding.verdict, why, next, findings }
}

/// What to do where nothing was seen.
fn remedy(failure: ProbeFailure) -> &'static str {
    match failure {
        ProbeFailure::NotPermitted => {
            "If the endpoint may receive test deliveries, the operator sets webhook_deliveries = true on this connection; then run the check again."
        }
        ProbeFailure::Unreachable
        | ProbeFailure::TimedOut
        | ProbeFailure::Tls
        | ProbeFailure::Refused
        | ProbeFailure::BadAnswer
        | ProbeFailure::NotConfigured => "Look at the connection's address and the operator's outbound policy, then run the check again.",
    }
}

/// Why a fact is missing. What was pushed says itself where it is incomplete.
fn unseen(expectation: &Expectation, observation: &Observation) -> String {
    match observation.facts.get(INCOMPLETE) {
        Some(Fact::Text(why)) => format!("The result shows no {}: {why}.", expectation.fact),
        _ => format!("The answer does not show {}.", expectation.fact),
    }
}

/// A value in a sentence: numbers with at most three places.
fn shown(value: &Fact) -> String {
    match value {
        Fact::Number(number) => format!("{}", (number * 1_000.0).round() / 1_000.0),
        Fact::Bool(_) | Fact::Text(_) => value.to_string(),
    }
}

fn find(expectation: &Expectation, observation: &Observation) -> Finding {
    let value = observation.facts.get(&expectation.fact).cloned();
    let verdict = match &value {
        None => otherwise(expectation.missing.unwrap_or(Otherwise::Unknown)),
        Some(value) => weigh(expectation, value, observation),
    };
    Finding { fact: expectation.fact.clone(), value, verdict }
}

fn weigh(expectation: &Expectation, value: &Fact, observation: &Observation) -> Verdict {
    let number = match value {
        Fact::Number(number) if number.is_finite() => Some(*number),
        _ => None,
    };
    if expectation.warn_one_of.contains(value) {
        return Verdict::Warn;
    }
    let mut holds = true;
    let mut warns = false;
    if let Some(wanted) = &expectation.equals {
        holds &= wanted == value;
    }
    if !expectation.one_of.is_empty() {
        holds &= expectation.one_of.contains(value);
    }
    if let Some(least) = expectation.at_least {
        holds &= number.is_some_and(|number| least <= number);
        warns |= expectation.warn_below.zip(number).is_some_and(|(line, number)| number < line);
    }
    if let Some(most) = expectation.at_most {
        holds &= number.is_some_and(|number| number <= most);
        warns |= expectation.warn_above.zip(number).is_some_and(|(line, number)| line < number);
    }
    if expectation.present == Some(false) {
        holds = false;
    }
    if !expectation.host_by_value.is_empty() {
        match (expectation.host_by_value.get(&value.to_string()), observation.facts.get("host")) {
            (Some(wanted), Some(Fact::Text(asked))) if wanted == asked => {}
            // Asked through a gateway or a stand-in: whether the value fits cannot be seen, and somebody should know.
            (Some(_), Some(Fact::Text(asked))) if !expectation.host_by_value.values().any(|known| known == asked) => warns = true,
            (Some(_), Some(Fact::Text(_))) => holds = false,
            // A value that the template does not know says nothing about the host.
            _ => return Verdict::Unknown,
        }
    }
    match (holds, warns) {
        (true, false) => Verdict::Pass,
        (true, true) => Verdict::Warn,
        (false, _) => otherwise(expectation.otherwise),
    }
}

fn otherwise(otherwise: Otherwise) -> Verdict {
    match otherwise {
        Otherwise::Warn => Verdict::Warn,
        Otherwise::Fail => Verdict::Fail,
        Otherwise::Unknown => Verdict::Unknown,
    }
}

fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Pass => 0,
        Verdict::Warn => 1,
        Verdict::Unknown => 2,
        Verdict::Fail => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Facts;

    /// Judges one expectation, as TOML would have it, over facts written `name=value`.
    fn verdict(expectation: &str, facts: &[(&str, Fact)]) -> Judgement {
        let mut expectation: serde_json::Value = serde_json::from_str(expectation).unwrap();
        expectation["why"] = "it says {value}".into();
        expectation["next"] = "mend it".into();
        let probe = serde_json::from_value(serde_json::json!({ "kind": "http", "target": "api" })).unwrap();
        let check = Check {
            id: "c".parse().unwrap(),
            title: "C".into(),
            summary: String::new(),
            probe,
            expect: vec![serde_json::from_value(expectation).unwrap()],
            proves: vec![],
            ttl_minutes: 1,
            preflight: true,
            schedule: None,
        };
        let facts: Facts = facts.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let observation = Observation { facts, failure: None, requests: vec![], latency_ms: 1, started_at: jiff::Timestamp::UNIX_EPOCH };
        judge(&check, &observation)
    }

    #[test]
    fn every_rule_has_two_sides() {
        let text = |text: &str| Fact::Text(text.into());
        let most = r#"{"fact": "x", "at_most": 5000, "warn_above": 500}"#;
        let least = r#"{"fact": "x", "at_least": 0.05, "warn_below": 0.2}"#;
        let one_of = r#"{"fact": "x", "one_of": ["none"], "warn_one_of": ["minor"]}"#;
        let cases = [
            (most, Fact::Number(500.0), Verdict::Pass, "on the line"),
            (most, Fact::Number(500.1), Verdict::Warn, "over the first line"),
            (most, Fact::Number(5000.0), Verdict::Warn, "on the second line"),
            (most, Fact::Number(5000.1), Verdict::Fail, "over the second line"),
            (most, Fact::Number(f64::NAN), Verdict::Fail, "no number at all"),
            (most, text("1"), Verdict::Fail, "a text is no number"),
            (least, Fact::Number(0.2), Verdict::Pass, "on the first line"),
            (least, Fact::Number(0.19), Verdict::Warn, "under it"),
            (least, Fact::Number(0.05), Verdict::Warn, "on the second line"),
            (least, Fact::Number(0.04), Verdict::Fail, "under both"),
            (one_of, text("none"), Verdict::Pass, "calm"),
            (one_of, text("minor"), Verdict::Warn, "a warning"),
            (one_of, text("critical"), Verdict::Fail, "an outage"),
            (r#"{"fact": "x", "equals": 200}"#, Fact::Number(200.0), Verdict::Pass, "the same"),
            (r#"{"fact": "x", "equals": 200}"#, Fact::Number(201.0), Verdict::Fail, "another"),
            (r#"{"fact": "x", "equals": 200, "otherwise": "unknown"}"#, Fact::Number(302.0), Verdict::Unknown, "as the template says"),
            (r#"{"fact": "x", "present": true}"#, Fact::Bool(false), Verdict::Pass, "seen, whatever it is"),
            (r#"{"fact": "y", "equals": 200}"#, Fact::Number(200.0), Verdict::Unknown, "not seen"),
            (r#"{"fact": "y", "equals": 200, "missing": "fail"}"#, Fact::Number(200.0), Verdict::Fail, "not seen, and that is a failure"),
        ];
        for (expectation, value, expected, about) in cases {
            assert_eq!(verdict(expectation, &[("x", value)]).verdict, expected, "{about}: {expectation}");
        }
    }

    #[test]
    fn a_value_names_the_host_that_has_to_have_been_asked() {
        let rule = r#"{"fact": "region", "host_by_value": {"US": "api.example.com", "EU": "api.eu.example.com"}}"#;
        let cases = [
            ("US", Some("api.example.com"), Verdict::Pass),
            ("US", Some("api.eu.example.com"), Verdict::Fail),
            ("US", Some("gateway.internal"), Verdict::Warn),
            ("XX", Some("api.example.com"), Verdict::Unknown),
            ("US", None, Verdict::Unknown),
        ];
        for (region, host, expected) in cases {
            let mut facts = vec![("region", Fact::Text(region.into()))];
            facts.extend(host.map(|host| ("host", Fact::Text(host.into()))));
            assert_eq!(verdict(rule, &facts).verdict, expected, "{region} at {host:?}");
        }
    }

    #[test]
    fn the_finding_says_what_was_seen_and_what_to_do() {
        let said = verdict(r#"{"fact": "x", "equals": 1}"#, &[("x", Fact::Number(2.0))]);
        assert_eq!((said.verdict, said.why.as_str()), (Verdict::Fail, "it says 2"));
        assert_eq!(said.next.as_deref(), Some("mend it"));
    }

    #[test]
    fn the_worst_finding_decides_and_the_first_of_the_worst_explains() {
        let rule = |fact: &str, otherwise: &str, next: &str| {
            format!(r#"{{"fact": "{fact}", "equals": 1.0, "otherwise": "{otherwise}", "why": "", "next": "{next}"}}"#)
        };
        let (pass, warn, unknown) = (rule("a", "fail", ""), rule("b", "warn", "warned"), rule("absent", "fail", "look"));
        let (fail, later) = (rule("b", "fail", "first"), rule("c", "fail", "second"));
        let cases = [
            (vec![&pass], Verdict::Pass, None),
            (vec![&pass, &warn], Verdict::Warn, Some("warned")),
            (vec![&warn, &unknown, &pass], Verdict::Unknown, Some("look")),
            (vec![&unknown, &fail, &later, &warn], Verdict::Fail, Some("first")),
            (vec![], Verdict::Unknown, None),
        ];
        for (rules, verdict, next) in cases {
            let judgement = judged_all(&rules, None);
            assert_eq!((judgement.verdict, judgement.next.as_deref()), (verdict, next), "{rules:?}");
            assert_eq!(judgement.findings.len(), rules.len());
            let decided = judgement.decided_by().map(|index| rules[index].contains(&format!("\"next\": \"{}\"", next.unwrap_or_default())));
            assert_eq!(decided, next.map(|_| true), "the expectation that explains is the one that decided: {rules:?}");
        }
        // Facts beside a failure would be half of an answer.
        let judgement = judged_all(&[&fail], Some(ProbeFailure::TimedOut));
        assert_eq!((judgement.verdict, judgement.findings.len()), (Verdict::Unknown, 0));
    }

    #[test]
    fn who_lacks_a_permission_is_told_which_key_gives_it() {
        let judgement = judged_all(&[], Some(ProbeFailure::NotPermitted));
        assert_eq!(judgement.why, "Nothing was seen: the operator has not permitted test deliveries on this connection.");
        assert!(judgement.next.is_some_and(|next| next.contains("webhook_deliveries = true")));
        let judgement = judged_all(&[], Some(ProbeFailure::Refused));
        assert!(judgement.next.is_some_and(|next| next.contains("outbound policy")));
    }

    /// Judges several expectations over the facts `a = 1`, `b = 2` and `c = 3`.
    fn judged_all(rules: &[&String], failure: Option<ProbeFailure>) -> Judgement {
        let expect: Vec<serde_json::Value> = rules.iter().map(|rule| serde_json::from_str(rule).unwrap()).collect();
        let probe = serde_json::json!({ "kind": "http", "target": "api" });
        let check = serde_json::json!({ "id": "c", "title": "C", "probe": probe, "expect": expect, "ttl_minutes": 1 });
        let facts = [("a", 1.0), ("b", 2.0), ("c", 3.0)].map(|(name, number)| (name.to_owned(), Fact::Number(number)));
        let started_at = jiff::Timestamp::UNIX_EPOCH;
        let observation = Observation { facts: facts.into(), failure, requests: vec![], latency_ms: 1, started_at };
        judge(&serde_json::from_value(check).unwrap(), &observation)
    }
}
