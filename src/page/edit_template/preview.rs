//! What a template's text makes: how it differs from the original, its sections and items.

use std::sync::Arc;

use holdpoint_domain::launch::TemplateChanges;
use holdpoint_domain::template::{Item, Level, Section, Template};
use leptos::prelude::*;

use super::super::differences::Differences;
use crate::say;

#[component]
pub fn Made(original: Arc<Template>, edited: Arc<Template>) -> impl IntoView {
    let changes = TemplateChanges::between(&original, &edited);
    view! {
        <section class="card" aria-labelledby="editor-differences" data-testid="editor-differences">
            <h2 class="card__title" id="editor-differences">{say!("editor-differences")}</h2>
            <Differences changes before=original after=edited.clone() moves=true />
        </section>
        <section class="card" aria-labelledby="editor-preview" data-testid="editor-preview">
            <h2 class="card__title" id="editor-preview">{say!("editor-preview")}</h2>
            <Preview template=edited />
        </section>
    }
}

#[component]
fn Preview(template: Arc<Template>) -> impl IntoView {
    let item = |item: &Item| {
        let should = (item.level == Level::Should).then(|| view! { <span class="aside">" "{say!("editor-should")}</span> });
        view! { <li data-preview=item.id.to_string()>{item.title.clone()}{should}</li> }
    };
    let section = |section: &Section| {
        view! {
            <h3 class="block__title">{section.title.clone()}" "<span class="aside">{say!("editor-items", count = section.items.len())}</span></h3>
            <ul class="links">{section.items.iter().map(item).collect_view()}</ul>
        }
    };
    let counts = say!("editor-counts", items = template.items().count(), checks = template.checks.len(), alerts = template.alerts.len());
    view! {
        <p><strong>{template.title.clone()}</strong></p>
        <p class="aside">{counts}</p>
        {template.sections.iter().map(section).collect_view()}
    }
}
