//! `/api/templates`, `/api/connections`: what launches are made from and asked through.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use futures_util::future::join_all;
use holdpoint_domain::id::TemplateName;
use holdpoint_domain::template::Template;
use holdpoint_domain::wire::{ConnectionView, SecretState, TemplateSummary};
use holdpoint_probe::{Connection, SecretRef};

use crate::app::App;
use crate::auth::Member;
use crate::error::ApiError;
use crate::json::Place;
use crate::templates::Known;

/// `GET /api/templates`
pub async fn list(State(app): State<App>, _: Member) -> Json<Vec<TemplateSummary>> {
    Json(app.templates.all().iter().map(|known| summary(known, app.templates.count(&known.reference.name))).collect())
}

/// `GET /api/templates/{name}`
pub async fn one(State(app): State<App>, _: Member, Place(name): Place<TemplateName>) -> Result<Json<Arc<Template>>, ApiError> {
    let known = app.templates.get(&name).ok_or_else(|| ApiError::not_found("there is no such template"))?;
    Ok(Json(known.template))
}

/// `GET /api/templates/{name}/versions`
pub async fn versions(State(app): State<App>, _: Member, Place(name): Place<TemplateName>) -> Result<Json<Vec<TemplateSummary>>, ApiError> {
    let known = of_name(&app, &name)?;
    Ok(Json(known.iter().map(|one| summary(one, known.len())).collect()))
}

/// `GET /api/templates/{name}/versions/{version}`
pub async fn version(
    State(app): State<App>,
    _: Member,
    Place((name, version)): Place<(TemplateName, String)>,
) -> Result<Json<Arc<Template>>, ApiError> {
    let known = of_name(&app, &name)?.into_iter().find(|one| one.reference.version == version);
    Ok(Json(known.ok_or_else(|| ApiError::not_found("there is no such version of this template"))?.template))
}

/// `GET /api/connections`
pub async fn connections(State(app): State<App>, _: Member) -> Json<Vec<ConnectionView>> {
    // All at the same time: a file system that is away is waited for once.
    Json(join_all(app.connections.iter().map(view)).await)
}

/// Every version of a name, the highest first.
///
/// * Errors: 404 where there is none.
fn of_name(app: &App, name: &TemplateName) -> Result<Vec<Known>, ApiError> {
    let known = app.templates.versions(name);
    if known.is_empty() { Err(ApiError::not_found("there is no such template")) } else { Ok(known) }
}

/// * `versions`: how many there are of its name.
pub(super) fn summary(known: &Known, versions: usize) -> TemplateSummary {
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    TemplateSummary {
        template: known.reference.clone(),
        title: known.template.title.clone(),
        summary: known.template.summary.clone(),
        items: count(known.template.items().count()),
        checks: count(known.template.checks.len()),
        versions: count(versions),
    }
}

async fn view(connection: &Connection) -> ConnectionView {
    let (token, webhook_secret) = tokio::join!(state(connection.token.as_ref()), state(connection.webhook_secret.as_ref()));
    ConnectionView {
        name: connection.name.clone(),
        base_url: connection.base_url.as_deref().map(readable),
        api_version: connection.api_version.clone(),
        status_url: connection.status_url.as_deref().map(readable),
        webhook_url: connection.webhook_url.as_deref().map(readable),
        webhook_deliveries: connection.webhook_deliveries,
        health_url: connection.health_url.as_deref().map(readable),
        token,
        webhook_secret,
    }
}

/// An address as everybody may read it: a key in its query is the operator's.
pub(super) fn readable(url: &str) -> String {
    url.split_once(['?', '#']).map_or_else(|| url.to_owned(), |(place, _)| format!("{place}?…"))
}

async fn state(reference: Option<&SecretRef>) -> SecretState {
    match reference {
        None => SecretState::None,
        Some(reference) if reference.resolve().await.is_ok() => SecretState::Present,
        Some(_) => SecretState::Missing,
    }
}
