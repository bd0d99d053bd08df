//! What differs between two versions of a checklist, with the old words of each changed item beside the new ones.

use std::sync::Arc;

use holdpoint_domain::id::ItemId;
use holdpoint_domain::launch::{ItemPart, TemplateChanges};
use holdpoint_domain::template::{Alert, Template};
use leptos::prelude::*;

use crate::{say, tell, text, words};

/// What it is about, its title, what comes of it, and more for who wants to know.
type Line = (&'static str, String, String, Option<AnyView>);

#[component]
pub fn Differences(
    changes: TemplateChanges,
    before: Arc<Template>,
    after: Arc<Template>,
    /// Whether a launch is to move from the one to the other: then it is told what becomes of its answers.
    moves: bool,
) -> impl IntoView {
    let title = |of: &Template, id: &ItemId| of.item(id).map_or_else(|| id.to_string(), |item| item.title.clone());
    let mut lines: Vec<Line> = Vec::new();
    lines.extend(changes.added.iter().map(|id| (say!("version-new"), title(&after, id), String::new(), None)));
    let parts = |what: &[ItemPart]| text::list(what.iter().map(|part| words::changes::item_part(*part)));
    let changed = changes.changed.iter().map(|(id, what)| {
        let (kind, why) = match moves {
            true => (say!("version-again"), say!("version-again-why", what = parts(what))),
            false => (say!("version-changed"), parts(what)),
        };
        (kind, title(&after, id), why, beside((&before, &after), id, what))
    });
    lines.extend(changed);
    let answer = if moves { say!("version-gone-why") } else { "" };
    lines.extend(changes.removed.iter().map(|id| (say!("version-gone"), title(&before, id), answer.to_owned(), None)));
    let state = |known: bool| if known { say!("version-entry-changed") } else { say!("version-entry-new") };
    let checks = changes.checks.iter().filter_map(|id| after.check(id));
    lines.extend(checks.map(|check| {
        let why = if moves { say!("version-check-why") } else { state(before.check(&check.id).is_some()) };
        (say!("version-check"), check.title.clone(), why.to_owned(), None)
    }));
    let gone = before.checks.iter().filter(|check| after.check(&check.id).is_none());
    lines.extend(gone.map(|check| (say!("version-check"), check.title.clone(), say!("version-entry-gone").to_owned(), None)));
    let runbooks = changes.runbooks.iter().filter_map(|id| after.runbook(id));
    lines.extend(runbooks.map(|runbook| {
        let why = state(before.runbook(&runbook.id).is_some());
        (say!("version-runbook"), runbook.title.clone(), why.to_owned(), None)
    }));
    let gone = before.runbooks.iter().filter(|runbook| after.runbook(&runbook.id).is_none());
    lines.extend(gone.map(|runbook| (say!("version-runbook"), runbook.title.clone(), say!("version-entry-gone").to_owned(), None)));
    lines.extend(alerts((&before, &after), state));
    if changes.policy {
        let why = match moves {
            true => say!("version-signatures-why").to_owned(),
            false => say!("version-signatures-before", policy = words::roles::policy(&before.policy)),
        };
        lines.push((say!("version-signatures"), words::roles::policy(&after.policy), why, None));
    }
    if lines.is_empty() {
        return view! { <p class="aside">{say!("version-same")}</p> }.into_any();
    }
    let line = |(kind, words, aside, beside): Line| {
        let kind = view! { <strong>{kind}</strong> };
        let line = match aside.is_empty() {
            true => tell!("version-line", title = words; kind = kind),
            false => {
                tell!("version-line-why", title = words; kind = kind, why = view! { <span class="aside">{say!("version-why", why = aside)}</span> })
            }
        };
        view! { <li>{line}{beside}</li> }
    };
    view! { <ul data-testid="template-changes">{lines.into_iter().map(line).collect_view()}</ul> }.into_any()
}

fn alerts((before, after): (&Template, &Template), state: impl Fn(bool) -> &'static str) -> Vec<Line> {
    let line = |alert: &Alert, why: &str| (say!("version-alert"), alert.name.clone(), why.to_owned(), None);
    let other = after.alerts.iter().filter_map(|alert| match alert_of(before, &alert.name) {
        Some(known) if known == alert => None,
        known => Some(line(alert, state(known.is_some()))),
    });
    let gone = before.alerts.iter().filter(|alert| alert_of(after, &alert.name).is_none());
    other.chain(gone.map(|alert| line(alert, say!("version-entry-gone")))).collect()
}

/// Alerts go by their names.
fn alert_of<'a>(template: &'a Template, name: &str) -> Option<&'a Alert> {
    template.alerts.iter().find(|alert| alert.name == name)
}

/// What is another of an item, as both versions have it.
fn beside((old, new): (&Template, &Template), id: &ItemId, what: &[ItemPart]) -> Option<AnyView> {
    let (was, is) = (old.item(id)?, new.item(id)?);
    let row = |part: &ItemPart| {
        view! {
            <tr>
                <th scope="row">{text::sentence(words::changes::item_part(*part))}</th>
                <td>{words::item::part(*part, old, was)}</td>
                <td>{words::item::part(*part, new, is)}</td>
            </tr>
        }
    };
    let more = view! {
        <details class="more">
            <summary>{say!("version-beside")}</summary>
            <table class="table table--beside">
                <thead><tr>
                    <th scope="col">{say!("changes-what")}</th>
                    <th scope="col">{say!("version-column", version = &old.version)}</th>
                    <th scope="col">{say!("version-column", version = &new.version)}</th>
                </tr></thead>
                <tbody>{what.iter().map(row).collect_view()}</tbody>
            </table>
        </details>
    };
    Some(more.into_any())
}
