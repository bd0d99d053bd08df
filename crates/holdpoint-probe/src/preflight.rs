//! Runs checks: one, or all of a pre-flight at the same time.

use futures_util::{StreamExt as _, stream};
use holdpoint_domain::check::{Check, Observation, Probe, ProbeFailure};
use holdpoint_domain::id::{CheckId, Timestamp};

use crate::connection::Connection;
use crate::egress::Egress;
use crate::secret::Secrets;
use crate::seen::{Context, Seen};
use crate::{http, limits, webhook};

/// How far a check of a pre-flight is.
#[derive(Clone, Copy, Debug)]
pub enum Progress<'a> {
    Started,
    Finished(&'a Observation),
}

/// Runs one check. Never fails: what went wrong is the observation's `failure`.
///
/// Takes at most [`limits::EXCHANGE`] for each request of the probe, plus waiting while [`limits::EXCHANGES`] others are under way.
pub async fn run(check: &Check, connection: &Connection, egress: &Egress) -> Observation {
    let started_at = Timestamp::now();
    let secrets = Secrets::of(connection).await;
    let context = Context { check, connection, egress, secrets: &secrets };
    let mut seen = Seen::default();
    let outcome = match &check.probe {
        Probe::Http { target, method, path, authorize, headers } => {
            let asked = http::Asked { target: *target, method: *method, path, authorize: *authorize, headers };
            http::observe(&context, &asked, &mut seen).await
        }
        // Nobody is asked: its results are pushed.
        Probe::Pushed { .. } => Err(ProbeFailure::NotConfigured),
        Probe::Webhook { signature_header, body } => webhook::observe(&context, signature_header, body, &mut seen).await,
    };
    seen.into_observation(outcome.err(), started_at, &secrets)
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
