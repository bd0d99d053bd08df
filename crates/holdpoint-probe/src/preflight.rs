//! Runs checks: one, or all of a pre-flight at the same time.

use futures_util::{StreamExt as _, stream};
use holdpoint_domain::check::{Check, Heard, Observation, Probe, ProbeFailure};
use holdpoint_domain::id::{CheckId, Timestamp};

use crate::connection::Connection;
use crate::egress::Egress;
use crate::secret::Secrets;
use crate::seen::{Context, Seen};
use crate::{fingerprints, http, limits, permission, prometheus, tls, webhook};

/// How far a check of a pre-flight is.
#[derive(Clone, Copy, Debug)]
pub enum Progress<'a> {
    Started,
    Finished(&'a Observation),
}

/// Runs one check. Never fails: what went wrong is the observation's `failure`.
///
/// Takes at most [`limits::EXCHANGE`] for each request of the probe (with `redirects`: for each that it follows too; with `samples`: [`limits::SAMPLING`] and once more that), plus waiting while [`limits::EXCHANGES`] others are under way.
pub async fn run(check: &Check, connection: &Connection, egress: &Egress) -> Observation {
    witness(check, connection, egress).await.observation
}

/// What one run of a check saw, with what only a signed receipt tells.
#[derive(Clone, Debug)]
pub struct Witnessed {
    pub observation: Observation,
    /// One for each of the observation's requests.
    pub heard: Vec<Heard>,
}

/// The same as [`run`], and more is told.
pub async fn witness(check: &Check, connection: &Connection, egress: &Egress) -> Witnessed {
    let started_at = Timestamp::now();
    let secrets = Secrets::of(connection).await;
    let context = Context { check, connection, egress, secrets: &secrets };
    let mut seen = Seen::of(connection);
    let outcome = observe(&context, &mut seen).await;
    seen.into_witnessed(outcome.err(), started_at, &context)
}

/// Each kind of probe is a file; see there.
async fn observe(context: &Context<'_>, seen: &mut Seen) -> Result<(), ProbeFailure> {
    match &context.check.probe {
        Probe::Http { target, method, path, authorize, headers, samples, redirects } => {
            let (target, method, authorize) = (*target, *method, *authorize);
            let (samples, redirects) = (samples.unwrap_or(1), redirects.unwrap_or(0));
            http::observe(context, &http::Asked { target, method, path, authorize, headers, samples, redirects }, seen).await
        }
        Probe::Webhook { signature_header, body, cases } => {
            webhook::observe(context, &webhook::Asked { signature_header, body, cases }, seen).await
        }
        Probe::Tls { target } => tls::observe(context, *target, seen).await,
        Probe::PrometheusQuery { query } => prometheus::query(context, query, seen).await,
        Probe::PrometheusRule { alert, labels, metric } => {
            prometheus::rule(context, &prometheus::Wanted { alert, labels, metric }, seen).await
        }
        Probe::Permission { allowed, headers } => permission::observe(context, allowed, headers, seen).await,
        Probe::SecretFingerprints {} => fingerprints::observe(context, seen).await,
        // Nobody is asked: results are pushed, drills are watched.
        Probe::Pushed { .. } | Probe::Drill { .. } => Err(ProbeFailure::NotConfigured),
    }
}

/// Runs checks at the same time, at most [`limits::CHECKS`], so that the slowest decides how long it takes.
///
/// * `progress`: called when a check starts and when it has finished, in the order in which that happens.
/// * Returns the observations in the order of `checks`.
pub async fn run_all<'a>(
    checks: impl IntoIterator<Item = &'a Check>,
    connection: &Connection,
    egress: &Egress,
    progress: impl Fn(&CheckId, Progress<'_>),
) -> Vec<(CheckId, Observation)> {
    let mut runs = Vec::new();
    for check in checks {
        runs.push(run_one(check, connection, egress, &progress));
    }
    stream::iter(runs).buffered(limits::CHECKS).collect().await
}

async fn run_one(
    check: &Check,
    connection: &Connection,
    egress: &Egress,
    progress: impl Fn(&CheckId, Progress<'_>),
) -> (CheckId, Observation) {
    progress(&check.id, Progress::Started);
    let observation = run(check, connection, egress).await;
    progress(&check.id, Progress::Finished(&observation));
    (check.id.clone(), observation)
}
