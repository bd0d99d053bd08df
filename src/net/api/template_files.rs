//! Templates as files: read, looked through and saved.

use holdpoint_domain::id::TemplateName;
use holdpoint_domain::wire::{Linted, TemplateSource, TemplateSummary, TemplateText};

use super::{Ask, Trouble};

pub async fn template_source(name: &TemplateName) -> Result<TemplateSource, Trouble> {
    Ask::get(&format!("/api/templates/{name}/source")).json().await
}

pub async fn lint_template(source: String) -> Result<Linted, Trouble> {
    Ask::post("/api/templates/lint", &TemplateText { source }).json().await
}

pub async fn save_template(source: String) -> Result<TemplateSummary, Trouble> {
    Ask::post("/api/templates", &TemplateText { source }).json().await
}
