//! Counters for Prometheus, `GET /metrics`.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::StatusCode;
use holdpoint_domain::check::Verdict;
use holdpoint_store::Loops;
use prometheus_client::encoding::{EncodeLabelSet, text::encode};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

pub struct Metrics {
    registry: Registry,
    requests: Family<Answer, Counter>,
    checks: Family<Ran, Counter>,
    scheduled: Family<Ran, Counter>,
    notices: Family<Told, Counter>,
    deliveries: Family<Told, Counter>,
    events: Counter,
    replayed: Counter,
    streams: Gauge<i64>,
    launches: Gauge<u64, AtomicU64>,
    failures: Family<Loop, Counter>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answer {
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Ran {
    verdict: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Told {
    kind: &'static str,
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Loop {
    name: &'static str,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("holdpoint");
        let (requests, checks, events, replayed) = (Family::default(), Family::default(), Counter::default(), Counter::default());
        let (scheduled, notices, deliveries) = (Family::default(), Family::default(), Family::default());
        let (streams, launches) = (Gauge::default(), Gauge::default());
        registry.register("http_requests", "Requests answered, by status; those of drills not among them", Family::clone(&requests));
        registry.register("check_runs", "Checks run, by verdict", Family::clone(&checks));
        registry.register("scheduled_runs", "Checks run by their schedule, by verdict", Family::clone(&scheduled));
        registry.register(
            "notifications",
            "Attempts to send a message about an alert or a report, by kind of channel and outcome",
            Family::clone(&notices),
        );
        registry.register(
            "deliveries",
            "Attempts to bring a report into a ticket, by kind of system and outcome",
            Family::clone(&deliveries),
        );
        registry.register("events", "Events appended to launches", Counter::clone(&events));
        let words = "Events read again from the log, for readers of live streams that came late or fell behind";
        registry.register("live_events_replayed", words, Counter::clone(&replayed));
        registry.register("live_streams", "Pages that listen to a launch", Gauge::clone(&streams));
        registry.register("launches", "Launches", Gauge::clone(&launches));
        let failures = Family::default();
        let words = "How often what runs in the background panicked and was begun again, by name";
        registry.register("loop_failures", words, Family::clone(&failures));
        Self { registry, requests, checks, scheduled, notices, deliveries, events, replayed, streams, launches, failures }
    }
}

impl Metrics {
    pub fn answered(&self, status: StatusCode) {
        self.requests.get_or_create(&Answer { status: status.as_u16() }).inc();
    }

    pub fn checked(&self, verdict: Verdict) {
        self.checks.get_or_create(&Ran { verdict: verdict.words().to_owned() }).inc();
    }

    pub fn scheduled(&self, verdict: Verdict) {
        self.scheduled.get_or_create(&Ran { verdict: verdict.words().to_owned() }).inc();
    }

    /// * `outcome`: `sent`, `retried` or `failed`.
    pub fn told(&self, kind: &'static str, outcome: &'static str) {
        self.notices.get_or_create(&Told { kind, outcome }).inc();
    }

    /// * `outcome`: `sent`, `retried` or `failed`.
    pub fn delivered(&self, kind: &'static str, outcome: &'static str) {
        self.deliveries.get_or_create(&Told { kind, outcome }).inc();
    }

    pub fn appended(&self, events: usize) {
        self.events.inc_by(events as u64);
    }

    pub fn replayed(&self, events: usize) {
        self.replayed.inc_by(events as u64);
    }

    /// The text format of OpenMetrics.
    pub fn text<'a>(&self, streams: usize, launches: usize, loops: impl Iterator<Item = &'a Loops>) -> String {
        self.streams.set(i64::try_from(streams).unwrap_or(i64::MAX));
        self.launches.set(launches as u64);
        for (name, failures) in loops.flat_map(Loops::failures) {
            self.failures.get_or_create(&Loop { name }).inner().store(failures, Ordering::Relaxed);
        }
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

#[cfg(test)]
mod tests {
    use tokio_util::sync::CancellationToken;

    use super::*;

    #[tokio::test]
    async fn the_operators_document_has_every_metric() {
        let page = include_str!("../../../docs/operating.md");
        let metrics = Metrics::default();
        // A family is told of once it has something to tell.
        metrics.answered(StatusCode::OK);
        metrics.checked(Verdict::Pass);
        metrics.scheduled(Verdict::Pass);
        metrics.told("slack", "sent");
        metrics.delivered("jira", "sent");
        let loops = Loops::new(CancellationToken::new());
        loops.failed("live", std::future::ready(Ok(()))).await;
        let text = metrics.text(0, 0, [&loops].into_iter());
        let told: Vec<(&str, &str)> = text.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split_once(' ')).collect();
        assert_eq!(told.len(), 10, "{text}");
        for (name, kind) in told {
            let name = if kind == "counter" { format!("{name}_total") } else { name.to_owned() };
            assert!(page.contains(&format!("`{name}`")), "docs/operating.md says nothing of {name}");
        }
    }
}
