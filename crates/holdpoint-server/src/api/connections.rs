//! `POST /api/connections/trial`: what a connection would do, before the operator writes it down. By the server's owner, who has just shown
//! who they are: the answer tells of the network around the server, and whether variables and files are there.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use holdpoint_domain::check::Verdict;
use holdpoint_domain::wire::{ConnectionField, ConnectionTrial, TryConnection};
use holdpoint_probe::connection::name_taken;
use holdpoint_probe::trial::not_accepted;
use holdpoint_probe::{Connection, SecretRef};
use serde::Serialize;

use super::account::owner;
use crate::app::App;
use crate::auth::Fresh;
use crate::error::ApiError;
use crate::json;

/// Tries it, and writes the table for `holdpoint.toml`. Nothing is kept, and no secret is sent.
pub async fn trial(
    State(app): State<App>,
    Fresh(insider): Fresh,
    body: json::Json<TryConnection>,
) -> Result<Json<ConnectionTrial>, ApiError> {
    owner(&insider)?;
    let connection = read(body.value)?;
    let _permit = app.trials.try_acquire().map_err(|_| {
        let detail = "other connections are being tried; wait for them, then try again";
        ApiError::new(StatusCode::TOO_MANY_REQUESTS, "busy/connections", detail)
    })?;
    let mut fields = holdpoint_probe::trial::trial(&connection, &app.egress).await;
    let name = fields.iter_mut().find(|tried| tried.field == ConnectionField::Name);
    if let Some(name) = name.filter(|_| app.connection(&connection.name).is_some()) {
        name.findings = vec![not_accepted(name_taken())];
        name.verdict = Verdict::Fail;
    }
    tracing::info!(connection = %connection.name, by = %insider.id(), "a connection was tried");
    Ok(Json(ConnectionTrial { fields, toml: written(&connection)? }))
}

/// * Errors: 422 for a reference that is none; it is not repeated, because it may be a secret.
fn read(wish: TryConnection) -> Result<Connection, ApiError> {
    let reference = |pointer: &str, text: Option<String>| -> Result<Option<SecretRef>, ApiError> {
        text.map(|text| text.parse())
            .transpose()
            .map_err(|bad: holdpoint_probe::secret::BadSecretRef| ApiError::field(pointer, bad.to_string()))
    };
    Ok(Connection {
        name: wish.name,
        base_url: wish.base_url,
        api_version: wish.api_version,
        status_url: wish.status_url,
        webhook_url: wish.webhook_url,
        health_url: wish.health_url,
        token: reference("/token", wish.token)?,
        webhook_secret: reference("/webhookSecret", wish.webhook_secret)?,
        webhook_deliveries: false,
        forbidden_path: None,
        other_tokens: std::collections::BTreeMap::new(),
        deployed_fingerprint: None,
        fingerprint_key: None,
        prometheus_url: None,
        prometheus_token: None,
    })
}

/// As the operator would write it.
fn written(connection: &Connection) -> Result<String, ApiError> {
    #[derive(Serialize)]
    struct File<'a> {
        connections: [&'a Connection; 1],
    }
    toml::to_string(&File { connections: [connection] }).map_err(ApiError::internal)
}
