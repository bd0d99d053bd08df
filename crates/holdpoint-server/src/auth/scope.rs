//! What an API token may ask for: one table of routes. What is not in it, no token may.

use axum::extract::MatchedPath;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use holdpoint_domain::account::Scope;
use holdpoint_domain::launch::Command;

use super::{Member, Reach};
use crate::error::ApiError;

/// Method, route, scopes of which one is enough. What `GET` may be asked, `HEAD` may.
pub const TABLE: &[(&str, &str, &[Scope])] = &[
    ("GET", "/api/templates", &[Scope::LaunchesRead]),
    ("GET", "/api/templates/{name}", &[Scope::LaunchesRead]),
    ("GET", "/api/templates/{name}/versions", &[Scope::LaunchesRead]),
    ("GET", "/api/templates/{name}/versions/{version}", &[Scope::LaunchesRead]),
    ("GET", "/api/connections", &[Scope::LaunchesRead]),
    ("GET", "/api/people", &[Scope::LaunchesRead]),
    ("GET", "/api/launches", &[Scope::LaunchesRead]),
    ("POST", "/api/launches", &[Scope::CommandsWrite]),
    ("GET", "/api/launches/{id}", &[Scope::LaunchesRead]),
    ("POST", "/api/launches/{id}/commands", &[Scope::CommandsWrite, Scope::EvidenceWrite]),
    ("GET", "/api/launches/{id}/events", &[Scope::LaunchesRead]),
    ("GET", "/api/launches/{id}/live", &[Scope::LaunchesRead]),
    ("GET", "/api/launches/{id}/gate", &[Scope::LaunchesRead]),
    ("GET", "/api/launches/{id}/trend", &[Scope::LaunchesRead]),
    ("GET", "/api/launches/{id}/badge.svg", &[Scope::LaunchesRead]),
    ("GET", "/api/launches/{id}/history", &[Scope::LaunchesRead]),
    ("GET", "/api/launches/{id}/consistency", &[Scope::ReportsRead, Scope::LaunchesRead]),
    ("GET", "/api/launches/{id}/snapshot", &[Scope::LaunchesRead]),
    ("GET", "/api/launches/{id}/snapshots/{digest}", &[Scope::LaunchesRead]),
    ("POST", "/api/launches/{id}/checks/{check}/runs", &[Scope::ChecksRun]),
    ("GET", "/api/launches/{id}/receipts/{receipt}", &[Scope::LaunchesRead, Scope::ChecksRun]),
    ("GET", "/api/launches/{id}/receipts/{receipt}/statement", &[Scope::LaunchesRead, Scope::ChecksRun]),
    ("GET", "/api/launches/{id}/checks/{check}/history", &[Scope::LaunchesRead]),
    ("GET", "/api/launches/{id}/watch", &[Scope::LaunchesRead]),
    ("GET", "/api/launches/{id}/alerts", &[Scope::LaunchesRead]),
    ("GET", "/api/launches/{id}/notifications", &[Scope::LaunchesRead]),
    ("POST", "/api/launches/{id}/evidence", &[Scope::EvidenceWrite, Scope::CommandsWrite]),
    ("POST", "/api/launches/{id}/uploads", &[Scope::EvidenceWrite, Scope::CommandsWrite]),
    ("GET", "/api/launches/{id}/uploads/{upload}", &[Scope::EvidenceWrite, Scope::CommandsWrite]),
    ("PATCH", "/api/launches/{id}/uploads/{upload}", &[Scope::EvidenceWrite, Scope::CommandsWrite]),
    ("DELETE", "/api/launches/{id}/uploads/{upload}", &[Scope::EvidenceWrite, Scope::CommandsWrite]),
    ("GET", "/api/launches/{id}/files/{digest}", &[Scope::LaunchesRead]),
    ("GET", "/api/launches/{id}/drills", &[Scope::LaunchesRead]),
    ("POST", "/api/launches/{id}/drills", &[Scope::ChecksRun]),
    ("GET", "/api/launches/{id}/drills/{drill}", &[Scope::LaunchesRead]),
    ("POST", "/api/launches/{id}/drills/{drill}/close", &[Scope::ChecksRun]),
    ("GET", "/api/launches/{id}/statements", &[Scope::LaunchesRead]),
    ("POST", "/api/launches/{id}/statements", &[Scope::LaunchesRead]),
    ("GET", "/api/launches/{id}/statements/{approval}", &[Scope::LaunchesRead]),
    ("GET", "/api/launches/{id}/report/{form}", &[Scope::ReportsRead]),
    ("GET", "/api/launches/{id}/deliveries", &[Scope::LaunchesRead, Scope::ReportsRead]),
    ("POST", "/api/launches/{id}/deliveries", &[Scope::CommandsWrite]),
    ("GET", "/api/waivers", &[Scope::LaunchesRead]),
];

/// The scopes of which a token needs one; none: no token may.
pub fn needed(method: &str, route: &str) -> &'static [Scope] {
    let row = TABLE.iter().find(|(known, path, _)| *known == method && *path == route.trim_end_matches('/'));
    row.map_or(&[], |(_, _, scopes)| scopes)
}

/// * Errors: 403 with the scope that is missing.
pub fn may_ask(scopes: &[Scope], parts: &Parts) -> Result<(), ApiError> {
    let route = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str).unwrap_or_default();
    let method = if parts.method == Method::HEAD { "GET" } else { parts.method.as_str() };
    let needed = needed(method, route);
    match needed.first() {
        None => Err(browser_needed()),
        Some(_) if needed.iter().any(|scope| scopes.contains(scope)) => Ok(()),
        Some(first) => Err(forbidden(&format!("this API token lacks the scope {}; make one that has it", first.key()))),
    }
}

impl Member {
    /// Whether this command may be sent: a token for evidence adds evidence, and nothing else; none accepts a risk, because whoever reaches a
    /// job's secrets would be the somebody else who has to.
    ///
    /// * Errors: 403 with the scope that is missing.
    pub fn may_send(&self, command: &Command) -> Result<(), ApiError> {
        let evidence = matches!(command, Command::AddEvidence { .. });
        let accepts = matches!(command, Command::ApproveWaiver { .. });
        match &self.reach {
            Reach::All => Ok(()),
            Reach::Scopes(_) if accepts => {
                Err(forbidden("an API token accepts no risk; sign in with a browser and approve the waiver there"))
            }
            Reach::Scopes(scopes) if scopes.contains(&Scope::CommandsWrite) => Ok(()),
            Reach::Scopes(scopes) if evidence && scopes.contains(&Scope::EvidenceWrite) => Ok(()),
            Reach::Scopes(_) => Err(forbidden("this API token may add evidence only; make one with the scope commands:write")),
        }
    }
}

pub fn browser_needed() -> ApiError {
    forbidden("an API token cannot do this; sign in with a browser")
}

fn forbidden(detail: &str) -> ApiError {
    ApiError::new(StatusCode::FORBIDDEN, "token-not-enough", detail)
}
