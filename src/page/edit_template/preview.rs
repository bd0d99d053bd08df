//! What a template's text makes: its sections and items, and how they differ from those of the original.

use holdpoint_domain::id::ItemId;
use holdpoint_domain::launch::TemplateChanges;
use holdpoint_domain::template::{Item, Level, Section, Template};
use leptos::prelude::*;

use crate::{say, words};

#[component]
pub fn Preview(template: Template) -> impl IntoView {
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

#[component]
pub fn Differences(original: Template, edited: Template) -> impl IntoView {
    let changes = TemplateChanges::between(&original, &edited);
    let title = |of: &Template, id: &ItemId| of.item(id).map_or_else(|| id.to_string(), |item| item.title.clone());
    let mut lines: Vec<(&'static str, String)> = Vec::new();
    lines.extend(changes.added.iter().map(|id| ("added", say!("editor-added", item = title(&edited, id)))));
    lines.extend(changes.removed.iter().map(|id| ("removed", say!("editor-removed", item = title(&original, id)))));
    for (id, what) in &changes.changed {
        let what: Vec<&str> = what.iter().map(|part| words::changes::item_part(*part)).collect();
        lines.push(("changed", say!("editor-changed", item = title(&edited, id), what = what.join(", "))));
    }
    let checks = changes.checks.iter().filter_map(|id| edited.check(id));
    lines.extend(checks.map(|check| ("check", say!("editor-check", check = &check.title))));
    let gone = original.checks.iter().filter(|check| edited.check(&check.id).is_none());
    lines.extend(gone.map(|check| ("check", say!("editor-check-removed", check = &check.title))));
    let runbooks = changes.runbooks.iter().filter_map(|id| edited.runbook(id));
    lines.extend(runbooks.map(|runbook| ("runbook", say!("editor-runbook", runbook = &runbook.title))));
    if changes.policy {
        lines.push(("policy", say!("editor-policy").into()));
    }
    if lines.is_empty() {
        return view! { <p class="aside">{say!("editor-no-differences")}</p> }.into_any();
    }
    let line = |(key, words): (&'static str, String)| view! { <li data-difference=key>{words}</li> };
    view! { <ul class="links">{lines.into_iter().map(line).collect_view()}</ul> }.into_any()
}
