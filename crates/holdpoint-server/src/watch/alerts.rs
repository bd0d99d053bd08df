//! Alerts over what scheduled checks saw: looked at after each run and each minute, shown as they stand now.

use std::sync::Arc;

use holdpoint_domain::alert::{AlertState, Change, Histories, Standing, Why, evaluate, step};
use holdpoint_domain::id::{CheckId, Timestamp};
use holdpoint_domain::launch::{Launch, Watch};
use holdpoint_domain::template::Alert;
use holdpoint_domain::wire::{AlertStateView, AlertView};
use holdpoint_store::StoreError;
use holdpoint_store::watching::{AlertRow, NewNotice, SampleQuery};
use uuid::Uuid;

use super::{Looked, Message, Notice, every};
use crate::app::App;
use crate::limits;
use crate::lock::lock;

/// Looks at the alerts that rest on a check, which has just run.
pub async fn after_run(app: &App, launch: &Arc<Launch>, check: &CheckId) -> Result<(), StoreError> {
    let rests = |alert: &Alert| alert.when.as_ref().is_some_and(|when| when.checks.contains(check));
    for alert in launch.template.alerts.iter().filter(|alert| rests(alert)) {
        look(app, launch, alert).await?;
    }
    Ok(())
}

/// Looks at all alerts of all watched launches, once a minute: runs that fail to come change them too.
pub async fn look_at_all(app: &App, now: Timestamp) -> Result<(), StoreError> {
    let due = |looked: &mut Looked| every(&mut looked.alerts, now, limits::ALERTS_PAUSE);
    if !due(&mut lock(&app.watch.looked)) {
        return Ok(());
    }
    for launch in app.store.launches().await? {
        if !matches!(launch.watch(now), Watch::On { .. }) {
            continue;
        }
        for alert in launch.template.alerts.iter().filter(|alert| alert.when.is_some()) {
            look(app, &launch, alert).await?;
        }
    }
    Ok(())
}

/// Evaluates one alert, and sets how it stands and what people are told in one step. Another replica may be faster: then again.
async fn look(app: &App, launch: &Launch, alert: &Alert) -> Result<(), StoreError> {
    for _ in 0..limits::ALERT_ATTEMPTS {
        let now = app.watch.clock.now();
        let row = app.store.alerts(launch.id).await?.into_iter().find(|row| row.alert == alert.name);
        let histories = histories(app, launch, alert, now).await?;
        let before = row.as_ref().map(|row| &row.standing);
        let (standing, change) = step(before, &evaluate(alert, &histories, now), launch.watching.seq, now);
        // Another number in the same sentence is no change.
        let kept = |standing: &Standing| (standing.state, standing.announced, standing.watching);
        if before.is_some_and(|before| kept(before) == kept(&standing)) {
            return Ok(());
        }
        let notices = change.map_or_else(Vec::new, |change| notices(app, launch, alert, (change, &standing)));
        let row = AlertRow { alert: alert.name.clone(), standing, version: row.map_or(0, |row| row.version) };
        if app.store.set_alert(launch.id, row, notices, now).await? {
            return Ok(());
        }
    }
    Ok(())
}

/// A message for each channel that wants it.
fn notices(app: &App, launch: &Launch, alert: &Alert, (change, standing): (Change, &Standing)) -> Vec<NewNotice> {
    let public = app.public_url();
    let message = Notice::Alert(Message::new(launch, alert, (change, standing), public));
    let Ok(payload) = serde_json::to_string(&message) else { return Vec::new() };
    let wanting = app.watch.channels.iter().filter(|channel| channel.wants(launch.id, alert.severity));
    let notice = |name: &str| NewNotice { id: Uuid::now_v7(), channel: name.to_owned(), payload: payload.clone() };
    wanting.map(|channel| notice(channel.name.as_str())).collect()
}

/// What the checks of an alert saw since the watching began: what they saw before, perhaps elsewhere, is no sign of anything now.
async fn histories(app: &App, launch: &Launch, alert: &Alert, now: Timestamp) -> Result<Histories, StoreError> {
    let mut histories = Histories::new();
    let Some(when) = &alert.when else { return Ok(histories) };
    let from = now.saturating_sub(when.within.duration()).ok().max(launch.watching.at);
    for check in &when.checks {
        let query = SampleQuery { launch: launch.id, check: check.clone(), after: None, from, limit: limits::ALERT_SAMPLES, latest: true };
        let mut samples = app.store.samples(query).await?;
        samples.retain(|sample| sample.is_of(launch.watching.value.as_ref()));
        histories.insert(check.clone(), samples);
    }
    Ok(histories)
}

/// The alert table as it stands now. Where time alone made a difference since it was looked at, `since` is now.
pub async fn views(app: &App, launch: &Launch) -> Result<Vec<AlertView>, StoreError> {
    let now = app.watch.clock.now();
    let rows = app.store.alerts(launch.id).await?;
    let watched = matches!(launch.watch(now), Watch::On { .. });
    let mut views = Vec::with_capacity(launch.template.alerts.len());
    for alert in &launch.template.alerts {
        let before = rows.iter().find(|row| row.alert == alert.name).map(|row| &row.standing);
        let view = if alert.when.is_some() && !watched {
            view(alert, (AlertState::Unknown, launch.watching.at), Why::NotWatched)
        } else {
            let seen = evaluate(alert, &histories(app, launch, alert, now).await?, now);
            let (standing, _) = step(before, &seen, launch.watching.seq, now);
            view(alert, (seen.state, alert.when.as_ref().map(|_| standing.since)), seen.why)
        };
        views.push(view);
    }
    Ok(views)
}

fn view(alert: &Alert, (state, since): (AlertState, Option<Timestamp>), why: Why) -> AlertView {
    AlertView {
        name: alert.name.clone(),
        severity: alert.severity,
        condition: alert.condition.clone(),
        watches: alert.when.as_ref().map(|when| when.words()),
        action: alert.action.clone(),
        state: match state {
            AlertState::Firing => AlertStateView::Firing,
            AlertState::Quiet => AlertStateView::Quiet,
            AlertState::Unknown => AlertStateView::Unknown,
        },
        since,
        why: why.to_string(),
        cause: Some(why),
    }
}
