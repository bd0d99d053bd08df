//! Facts in, verdict out. What could not be seen is `unknown`: never a pass.

use serde::{Deserialize, Serialize};

use super::{Check, Expectation, Fact, Observation, Otherwise, Verdict};

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

/// Judges an observation by the check's expectations: the worst finding decides, the first of the worst explains.
pub fn judge(check: &Check, observation: &Observation) -> Judgement {
    if let Some(failure) = observation.failure {
        return Judgement {
            verdict: Verdict::Unknown,
            why: format!("Nothing was seen: {failure}."),
            next: Some("Look at the connection's address and the operator's outbound policy, then run the check again.".into()),
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
        (_, None) => (format!("The answer does not show {}.", expectation.fact), Some(expectation.next.clone())),
        (_, Some(value)) => (expectation.why.replace("{value}", &value.to_string()), Some(expectation.next.clone())),
    };
    Judgement { verdict: finding.verdict, why, next, findings }
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
            (Some(wanted), Some(Fact::Text(asked))) => holds &= wanted == asked,
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
