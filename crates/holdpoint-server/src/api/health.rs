//! `GET /health`, `GET /metrics`: for load balancers and Prometheus. No secrets, no names of launches or people.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use holdpoint_domain::check::{Check, Expectation, Fact, Observation, Probe, Target, Verdict, judge};
use holdpoint_domain::id::Timestamp;
use holdpoint_domain::launch::Launch;
use holdpoint_probe::Connection;
use holdpoint_store::Loops;
use serde::Serialize;
use tokio::sync::Mutex;

use crate::app::App;
use crate::limits;
use crate::lock::lock;

/// What is the server's own among the services.
const DATABASE: &str = "database";
const FILES: &str = "files";
const BACKGROUND: &str = "background";

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Healthy,
    /// It works, and somebody should look: rate-limited, warned of, or not to be told.
    Degraded,
    Unhealthy,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Service {
    status: Status,
    latency_ms: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    authenticated: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rate_limit_remaining: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

#[derive(Serialize)]
struct Health {
    status: Status,
    services: BTreeMap<String, Service>,
    timestamp: Timestamp,
}

/// What the connections said last, so that asking here asks nobody else for a while.
#[derive(Default)]
pub struct Cache {
    asked: Mutex<Option<(Instant, BTreeMap<String, Service>)>>,
    told: Told,
    told_ready: Told,
}

/// What the log was told last of what is not well; nothing while all is.
#[derive(Default)]
struct Told(std::sync::Mutex<String>);

impl Told {
    /// The same of now, where it is another.
    fn news(&self, now: String) -> Option<String> {
        let before = std::mem::replace(&mut *lock(&self.0), now.clone());
        (before != now).then_some(now)
    }
}

/// What is not well, and why; empty when all is well.
fn unwell(services: &BTreeMap<String, Service>) -> String {
    let unwell = services.iter().filter_map(|(name, service)| Some(format!("{name}: {}", service.error.as_ref()?)));
    unwell.collect::<Vec<_>>().join("; ")
}

/// 200 when every part is healthy, 503 otherwise.
pub async fn get(State(app): State<App>) -> Response {
    let begun = Instant::now();
    let takes_writes = app.store.takes_writes().await;
    let database = match app.store.has_accounts().await {
        // Its log says which launch, and what to do.
        Ok(_) if app.store.trouble().is_some() => Service::new(Status::Unhealthy, begun, Some("the database is damaged".into())),
        Ok(_) if !takes_writes => Service::new(Status::Unhealthy, begun, Some("the database cannot be written".into())),
        Ok(_) => Service::new(Status::Healthy, begun, None),
        Err(_) => Service::new(Status::Unhealthy, begun, Some("the database cannot be read".into())),
    };
    let mut services = connections(&app).await;
    services.insert(DATABASE.into(), database);
    let begun = Instant::now();
    let (files, error) = match app.uploads.pulse.now(&app.uploads.storage).await {
        true => (Status::Healthy, None),
        false => (Status::Unhealthy, Some("the storage of evidence files is away".into())),
    };
    services.insert(FILES.into(), Service::new(files, begun, error));
    services.insert(BACKGROUND.into(), background(app.all_loops().flat_map(Loops::failing)));
    match app.health.told.news(unwell(&services)).as_deref() {
        None => {}
        Some("") => tracing::info!("all is well again"),
        Some(unwell) => tracing::error!(unwell, "not all is well, and GET /health says so"),
    }
    let status = services.values().map(|service| service.status).max().unwrap_or(Status::Healthy);
    let code = if status == Status::Healthy { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (code, Json(Health { status, services, timestamp: Timestamp::now() })).into_response()
}

/// What does its work in the background, or fails at it again and again.
fn background(failing: impl Iterator<Item = &'static str>) -> Service {
    let names: Vec<_> = failing.collect();
    let (status, error) = match names.as_slice() {
        [] => (Status::Healthy, None),
        names => (Status::Degraded, Some(format!("fails again and again, and is begun again: {}; the log says why", names.join(", ")))),
    };
    Service::new(status, Instant::now(), error)
}

/// `GET /ready`, for whoever shares requests out among replicas: 200 when this one can serve, 503 otherwise. What a vendor does is no matter here, or all
/// replicas would be taken out at once. So it is with the storage of evidence files, which all of them share: that it is away is said, and launches go on.
pub async fn ready(State(app): State<App>) -> Response {
    let unready = match app.store.has_accounts().await {
        Ok(_) if app.store.trouble().is_some() => "the database is damaged",
        Ok(_) => "",
        Err(_) => "the database cannot be read",
    };
    match app.health.told_ready.news(unready.to_owned()).as_deref() {
        None => {}
        Some("") => tracing::info!("this server is ready again"),
        Some(unready) => tracing::error!(unready, "this server is not ready, and GET /ready says so"),
    }
    // That it stops was told when it was told to.
    let ready = unready.is_empty() && !app.stop.is_cancelled();
    let files = app.uploads.pulse.last(&app.uploads.storage).map(|answers| if answers { "ready" } else { "away" });
    let code = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (code, Json(Ready { ready, files })).into_response()
}

#[derive(Serialize)]
struct Ready {
    ready: bool,
    /// Absent: nobody has asked yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    files: Option<&'static str>,
}

/// `GET /metrics`
pub async fn metrics(State(app): State<App>) -> Response {
    let launches = app.store.launches().await.map_or(0, |launches| launches.len());
    let text = app.metrics.text(app.presence.streams(), launches, app.all_loops());
    ([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text).into_response()
}

async fn connections(app: &App) -> BTreeMap<String, Service> {
    // On its own: a caller that gives up after a second must not make the next one ask the vendor again.
    let app = app.clone();
    tokio::spawn(async move { refreshed(&app).await }).await.unwrap_or_default()
}

async fn refreshed(app: &App) -> BTreeMap<String, Service> {
    // Held while asking: who comes meanwhile waits for the same answer.
    let mut cache = app.health.asked.lock().await;
    if let Some((at, services)) = &*cache
        && at.elapsed() < limits::HEALTH_CACHE
    {
        return services.clone();
    }
    // Where they cannot be read, `database` says so.
    let launches = app.store.launches().await.unwrap_or_default();
    let asked = app.connections.iter().map(|connection| async {
        let check = api_check(app, &launches, connection)?;
        Some((key(connection.name.as_str()), ask(app, &check, connection).await))
    });
    let services: BTreeMap<_, _> = futures_util::future::join_all(asked).await.into_iter().flatten().collect();
    *cache = Some((Instant::now(), services.clone()));
    services
}

/// How a connection is called among the services: by its name, and where that is one of the server's own, by one that no connection can have.
fn key(name: &str) -> String {
    if [DATABASE, FILES, BACKGROUND].contains(&name) { format!("connection:{name}") } else { name.to_owned() }
}

/// What a connection's API is asked with its token: what the newest launch asks that uses it and asks anything, so that no vendor is asked
/// another's question. Where no launch uses it, what the templates ask. `None`: nobody asks anything.
fn api_check(app: &App, launches: &[Arc<Launch>], connection: &Connection) -> Option<Check> {
    if connection.base_url.is_none() || connection.token.is_none() {
        return None;
    }
    let is_used = |launch: &&Arc<Launch>| !launch.discarded && launch.details.connection.value.as_ref() == Some(&connection.name);
    let mut using = launches.iter().rev().filter(is_used).peekable();
    if using.peek().is_some() {
        return using.find_map(|launch| widened(launch.template.checks.iter()));
    }
    let templates = app.templates.all();
    widened(templates.iter().flat_map(|known| &known.template.checks))
}

/// The first of the checks that ask an API with a token as few times as any, and may be repeated, widened by the remaining requests that another one
/// compares. One of fifty samples would be fifty requests for each look here.
fn widened<'a>(checks: impl Iterator<Item = &'a Check>) -> Option<Check> {
    let asks_api = |check: &&Check| matches!(check.probe, Probe::Http { target: Target::Api, authorize: true, .. });
    let checks: Vec<&Check> = checks.filter(asks_api).filter(|check| check.probe.repeatable()).collect();
    let mut check = Check::clone(checks.iter().min_by_key(|check| samples(check))?);
    let mut rules = checks.iter().flat_map(|check| &check.expect);
    let ratio = rules.find_map(|rule| rule.fact.strip_prefix("ratio:")?.split_once('/'));
    if let Some((remaining, _)) = ratio {
        let fact = format!("header:{remaining}");
        check.expect.push(Expectation { fact, at_least: Some(0.0), ..Expectation::default() });
    }
    Some(check)
}

fn samples(check: &Check) -> u32 {
    if let Probe::Http { samples, .. } = &check.probe { samples.unwrap_or(1) } else { 1 }
}

async fn ask(app: &App, check: &Check, connection: &Connection) -> Service {
    let observation = holdpoint_probe::run(check, connection, &app.egress).await;
    describe(check, &observation)
}

fn describe(check: &Check, observation: &Observation) -> Service {
    let answered = observation.requests.iter().find_map(|request| request.status);
    let mut relevant = check.clone();
    relevant.expect.retain(|rule| !rule.fact.starts_with("header:"));
    let judgement = judge(&relevant, observation);
    let status = match (judgement.verdict, answered) {
        (Verdict::Pass | Verdict::Warn, _) => Status::Healthy,
        (_, Some(429)) | (Verdict::Unknown, Some(_)) => Status::Degraded,
        (Verdict::Fail | Verdict::Unknown, _) => Status::Unhealthy,
    };
    let authenticated = match (judgement.verdict, answered) {
        (Verdict::Pass | Verdict::Warn, _) => Some(true),
        (_, Some(401 | 403)) => Some(false),
        // A gateway's error, or a page in the API's place, says nothing about the token.
        (Verdict::Fail | Verdict::Unknown, _) => None,
    };
    let remaining = observation.facts.iter().find(|(name, _)| name.starts_with("header:")).and_then(|(_, value)| match value {
        Fact::Number(number) if 0.0 <= *number => Some(*number as u64),
        Fact::Number(_) | Fact::Text(_) | Fact::Bool(_) => None,
    });
    Service {
        status,
        latency_ms: observation.latency_ms,
        authenticated,
        rate_limit_remaining: remaining,
        // Who asks here is not signed in: what was seen stays inside.
        error: (status != Status::Healthy).then(|| match observation.failure {
            Some(failure) => failure.to_string(),
            None => format!("the check {} says {}", check.id, judgement.verdict.words()),
        }),
    }
}

impl Service {
    fn new(status: Status, since: Instant, error: Option<String>) -> Self {
        let latency_ms = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
        Self { status, latency_ms, authenticated: None, rate_limit_remaining: None, error }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_is_told_once_of_what_is_not_well() {
        let told = Told::default();
        let services = |error: Option<&str>| {
            let database = Service::new(Status::Healthy, Instant::now(), None);
            let files = Service::new(Status::Unhealthy, Instant::now(), error.map(str::to_owned));
            BTreeMap::from([("database".to_owned(), database), ("files".to_owned(), files)])
        };
        let polls =
            [None, Some("it is away"), Some("it is away"), Some("it is full"), None, None].map(|error| told.news(unwell(&services(error))));
        let news = |words: &str| Some(words.to_owned());
        assert_eq!(polls, [None, news("files: it is away"), None, news("files: it is full"), news(""), None]);
    }
}
