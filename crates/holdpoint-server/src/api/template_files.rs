//! Templates as files: `GET /api/templates/{name}/source`, `POST /api/templates/lint` and `POST /api/templates`. The last two are the
//! owner's, who decides what launches are made from.

use axum::Json;
use axum::body::Body;
use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use holdpoint_domain::id::TemplateName;
use holdpoint_domain::template::parse_new;
use holdpoint_domain::wire::{Linted, PROBLEMS_TOLD, TemplateProblem, TemplateSource, TemplateSummary, TemplateText};

use super::account::owner;
use super::templates::summary;
use crate::app::App;
use crate::auth::{Fresh, Insider, Member};
use crate::error::ApiError;
use crate::json::{self, Place};
use crate::limits;
use crate::templates::NotSaved;

/// A body that is a template: larger than others.
pub struct Text(String);

impl<S: Send + Sync> FromRequest<S> for Text {
    type Rejection = ApiError;

    async fn from_request(request: Request<Body>, _: &S) -> Result<Self, ApiError> {
        let body = json::Json::<TemplateText>::read(request, limits::TEMPLATE_BYTES).await?;
        Ok(Self(body.value.source))
    }
}

/// `GET /api/templates/{name}/source`
pub async fn source(State(app): State<App>, _: Member, Place(name): Place<TemplateName>) -> Result<Json<TemplateSource>, ApiError> {
    let known = app.templates.get(&name).ok_or_else(|| ApiError::not_found("there is no such template"))?;
    Ok(Json(TemplateSource { template: known.reference, source: known.source.to_string() }))
}

/// `POST /api/templates/lint`: nothing is kept.
pub async fn lint(insider: Insider, text: Text) -> Result<Json<Linted>, ApiError> {
    owner(&insider)?;
    let looked_at = tokio::task::spawn_blocking(move || parse_new(text.0.as_bytes())).await;
    Ok(Json(match looked_at.map_err(ApiError::internal)? {
        Ok((template, _)) => Linted { problems: Vec::new(), more: 0, template: Some(Box::new(template)) },
        Err(problems) => {
            let more = problems.len().saturating_sub(PROBLEMS_TOLD);
            let problems = problems.into_iter().take(PROBLEMS_TOLD).map(TemplateProblem::from).collect();
            Linted { problems, more: u32::try_from(more).unwrap_or(u32::MAX), template: None }
        }
    }))
}

/// `POST /api/templates`: from now on launches can be made from it, and moved to it.
pub async fn save(State(app): State<App>, Fresh(insider): Fresh, text: Text) -> Result<Json<TemplateSummary>, ApiError> {
    owner(&insider)?;
    let by = insider.id();
    let saving = app.clone();
    let saved = tokio::task::spawn_blocking(move || saving.templates.save(&text.0)).await;
    let known = saved.map_err(ApiError::internal)?.map_err(refused)?;
    tracing::info!(template = %known.reference.name, version = known.reference.version, %by, "a template was saved");
    Ok(Json(summary(&known, app.templates.count(&known.reference.name))))
}

fn refused(error: NotSaved) -> ApiError {
    let detail = error.to_string();
    match error {
        NotSaved::Bad(problems) => {
            let first = problems.first().map(ToString::to_string).unwrap_or_default();
            ApiError::shown_field("bad-field/source", "/source", format!("{detail}; the first at {first}")).with("count", problems.len())
        }
        NotSaved::Exists(_) => ApiError::pointed(StatusCode::CONFLICT, "template-exists", "/source", detail),
        NotSaved::Lower(_) => ApiError::pointed(StatusCode::CONFLICT, "template-lower", "/source", detail),
        NotSaved::Full => ApiError::pointed(StatusCode::CONFLICT, "templates-full", "/source", detail).with("most", limits::TEMPLATES),
        NotSaved::Folder(cause) => {
            tracing::error!(%cause, "the templates' folder cannot be written");
            ApiError::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable/templates", detail)
        }
    }
}
