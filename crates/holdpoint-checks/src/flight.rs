//! A pre-flight: every check of a template at the same time, through one connection.

use std::time::Instant;

use holdpoint_domain::check::{Check, Judgement, Observation, Verdict, judge};
use holdpoint_domain::id::{CheckId, ConnectionName, ItemId};
use holdpoint_domain::template::{Template, TemplateRef};
use holdpoint_probe::{Connection, Egress, Progress, run_all};
use serde::Serialize;

/// What came of a pre-flight.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Flight {
    pub connection: ConnectionName,
    pub template: TemplateRef,
    /// The worst of all.
    pub verdict: Verdict,
    pub elapsed_ms: u64,
    /// In the template's order.
    pub checks: Vec<Checked>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Checked {
    pub id: CheckId,
    pub title: String,
    pub proves: Vec<ItemId>,
    #[serde(flatten)]
    pub judgement: Judgement,
    #[serde(flatten)]
    pub observation: Observation,
}

/// Runs and judges.
///
/// * `progress`: called when a check starts and when it has finished.
/// * Returns `None` where the template has no check for a pre-flight.
pub async fn fly(
    (template, reference): (&Template, &TemplateRef),
    connection: &Connection,
    egress: &Egress,
    progress: impl Fn(&CheckId, Progress<'_>),
) -> Option<Flight> {
    let checks: Vec<&Check> = template.checks.iter().filter(|check| check.in_preflight()).collect();
    if checks.is_empty() {
        return None;
    }
    let began = Instant::now();
    let seen = run_all(checks.iter().copied(), connection, egress, progress).await;
    let elapsed = began.elapsed();
    let checks: Vec<_> = checks.into_iter().zip(seen).map(|(check, (_, observation))| checked(check, observation)).collect();
    Some(Flight {
        connection: connection.name.clone(),
        template: reference.clone(),
        verdict: worst(&checks),
        elapsed_ms: u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
        checks,
    })
}

fn checked(check: &Check, observation: Observation) -> Checked {
    Checked {
        id: check.id.clone(),
        title: check.title.clone(),
        proves: check.proves.clone(),
        judgement: judge(check, &observation),
        observation,
    }
}

/// A failure is worse than not knowing, which is worse than a warning.
fn worst(checks: &[Checked]) -> Verdict {
    let has = |verdict| checks.iter().any(|check| check.judgement.verdict == verdict);
    let by_rank = [Verdict::Fail, Verdict::Unknown, Verdict::Warn];
    by_rank.into_iter().find(|verdict| has(*verdict)).unwrap_or(Verdict::Pass)
}
