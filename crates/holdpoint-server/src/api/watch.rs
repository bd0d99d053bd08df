//! `/api/launches/{id}/watch`, `…/alerts`, `…/notifications`, `…/checks/{check}/history`

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use holdpoint_domain::alert::Change;
use holdpoint_domain::check::Check;
use holdpoint_domain::id::{CheckId, LaunchId, Timestamp};
use holdpoint_domain::launch::{Launch, Watch};
use holdpoint_domain::wire::*;
use holdpoint_store::watching::{NoticeRow, NoticeState, SampleQuery, Trouble};
use serde::Deserialize;

use crate::app::App;
use crate::auth::Member;
use crate::config::Notify;
use crate::error::ApiError;
use crate::json::Place;
use crate::limits;
use crate::watch::{self, Notice};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    #[serde(default)]
    after: Option<Timestamp>,
    #[serde(default)]
    from: Option<Timestamp>,
    #[serde(default)]
    limit: Option<u32>,
}

/// `GET /api/launches/{id}/watch`
pub async fn get(State(app): State<App>, member: Member, Place(id): Place<LaunchId>) -> Result<Json<WatchView>, ApiError> {
    let launch = super::seen(&app, &member, id).await?;
    let (state, until, why) = match launch.watch(app.watch.clock.now()) {
        Watch::Off => (WatchState::Off, None, None),
        Watch::On { until, .. } => (WatchState::On, Some(until), None),
        Watch::Ended(why) => (WatchState::Ended, None, Some(why.words().to_owned())),
    };
    let connection = launch.watching.value.clone();
    let (checks, alerts) = (checks(&app, &launch).await?, watch::views(&app, &launch).await?);
    let names = |wanted: &dyn Fn(&Notify) -> bool| {
        app.watch.channels.iter().filter(|channel| wanted(channel)).map(|channel| channel.name.as_str().to_owned()).collect()
    };
    let (channels, report_channels) = (names(&|_| true), names(&|channel| channel.wants_reports(id)));
    let notices = notices(&app, id).await?;
    Ok(Json(WatchView { state, connection, until, why, checks, alerts, channels, report_channels, notices }))
}

/// `GET /api/launches/{id}/alerts`
pub async fn alerts(State(app): State<App>, member: Member, Place(id): Place<LaunchId>) -> Result<Json<Vec<AlertView>>, ApiError> {
    let launch = super::seen(&app, &member, id).await?;
    Ok(Json(watch::views(&app, &launch).await?))
}

/// `GET /api/launches/{id}/notifications`
pub async fn notifications(State(app): State<App>, member: Member, Place(id): Place<LaunchId>) -> Result<Json<Vec<NoticeView>>, ApiError> {
    super::seen(&app, &member, id).await?;
    Ok(Json(notices(&app, id).await?))
}

/// `GET /api/launches/{id}/checks/{check}/history`
pub async fn history(
    State(app): State<App>,
    member: Member,
    Place((id, check)): Place<(LaunchId, CheckId)>,
    query: Result<Query<Range>, QueryRejection>,
) -> Result<Json<CheckHistory>, ApiError> {
    let launch = super::seen(&app, &member, id).await?;
    let check = launch.template.check(&check).ok_or_else(|| ApiError::not_found("there is no such check in this launch's template"))?;
    let query = range(id, check, query)?;
    let limit = query.limit;
    let samples = app.store.samples(query).await?;
    let next = samples.last().map(|last| last.at).filter(|_| samples.len() == limit);
    Ok(Json(CheckHistory { check: check.id.clone(), units: units(check), samples, next }))
}

/// * Errors: 400 for a range that cannot be read.
fn range(launch: LaunchId, check: &Check, query: Result<Query<Range>, QueryRejection>) -> Result<SampleQuery, ApiError> {
    let bad = |detail: String| ApiError::new(StatusCode::BAD_REQUEST, "bad-range", detail);
    let Query(range) = query.map_err(|rejection| {
        bad(format!("{}; `after` and `from` take a time such as 2026-11-24T10:00:00Z, `limit` a number", rejection.body_text()))
    })?;
    let limit = range.limit.unwrap_or(HISTORY_SAMPLES);
    if !(1..=HISTORY_SAMPLES).contains(&limit) {
        return Err(bad(format!("`limit` takes 1 to {HISTORY_SAMPLES}; ask for the next samples with `after`")));
    }
    let Range { after, from, .. } = range;
    let latest = after.is_none() && from.is_none();
    Ok(SampleQuery { launch, check: check.id.clone(), after, from, limit: limit as usize, latest })
}

fn units(check: &Check) -> BTreeMap<String, String> {
    let named = check.expect.iter().map(|expectation| expectation.fact.as_str()).chain(["latency_ms"]);
    let unit = |fact: &str| match fact {
        _ if fact.contains("latency_ms") => Some("milliseconds"),
        _ if fact.starts_with("ratio:") => Some("share, 0 to 1"),
        "days_left" => Some("days"),
        "for_seconds" => Some("seconds"),
        _ => None,
    };
    named.filter_map(|fact| Some((fact.to_owned(), unit(fact)?.to_owned()))).collect()
}

async fn checks(app: &App, launch: &Launch) -> Result<Vec<ScheduledCheck>, ApiError> {
    let planned = app.store.planned(launch.id, app.watch.clock.now()).await?;
    // What runs for another environment saw before says nothing of the one that is watched.
    let from = launch.watching.at.filter(|_| launch.watching.value.is_some());
    let mut checks = Vec::new();
    for (check, every) in launch.template.checks.iter().filter_map(|check| Some((check, check.every()?))) {
        let query = SampleQuery { launch: launch.id, check: check.id.clone(), after: None, from, limit: 1, latest: true };
        let last = app.store.samples(query).await?.pop().filter(|last| from.is_none() || last.is_of(launch.watching.value.as_ref()));
        let due = planned.iter().find(|planned| planned.check == check.id);
        checks.push(ScheduledCheck {
            check: check.id.clone(),
            title: check.title.clone(),
            every: every.words(),
            headroom: headroom(check),
            next_run: due.map(|due| due.due),
            running: due.is_some_and(|due| due.running),
            last_run: last.as_ref().map(|last| last.at),
            last_verdict: last.map(|last| last.verdict),
        });
    }
    Ok(checks)
}

/// A share of which enough has to be left.
fn headroom(check: &Check) -> Option<String> {
    let is_share = |fact: &str, at_least: Option<f64>| fact.starts_with("ratio:") || at_least.is_some_and(|least| least < 1.0);
    let found = check.expect.iter().find(|one| one.at_least.is_some() && is_share(&one.fact, one.at_least));
    found.map(|one| one.fact.clone())
}

async fn notices(app: &App, launch: LaunchId) -> Result<Vec<NoticeView>, ApiError> {
    Ok(app.store.notices(launch, limits::NOTICES_SHOWN).await?.into_iter().map(notice).collect())
}

fn notice(row: NoticeRow) -> NoticeView {
    let (alert, fires, report) = match serde_json::from_str::<Notice>(&row.notice.payload) {
        Ok(Notice::Alert(message)) => (message.alert, message.change == Change::Fires, None),
        Ok(Notice::Report(message)) => (String::new(), false, Some(message.decision)),
        Err(_) => (String::new(), false, None),
    };
    let (trouble, said) = row.trouble.map(|Trouble { words, said }| (words, said)).unzip();
    NoticeView {
        id: row.notice.id.to_string(),
        channel: row.notice.channel,
        alert,
        fires,
        report,
        state: match row.state {
            NoticeState::Waiting => NoticeStateView::Waiting,
            NoticeState::Sent => NoticeStateView::Sent,
            NoticeState::Failed => NoticeStateView::Failed,
        },
        attempts: row.attempts,
        trouble,
        said: said.flatten().and_then(|said| serde_json::from_str(&said).ok()),
        made_at: row.made_at,
        at: row.at,
    }
}
