//! What one wants to see while something is going wrong: which alert means what, where to look, what comes after.

use crate::say;
use holdpoint_domain::template::{Alert, NextStep, Resource, Severity};
use leptos::prelude::*;

use super::super::desk;
use crate::ui::coded;

#[component]
pub fn Beside() -> impl IntoView {
    let template = desk().shown.with_untracked(|launch| launch.template.clone());
    let (alerts, resources, next) = (template.alerts.clone(), template.resources.clone(), template.next_steps.clone());
    view! {
        <aside class="columns__aside" aria-label=say!("runbook-beside")>
            {(!alerts.is_empty()).then(|| view! { <Alerts alerts /> })}
            {(!resources.is_empty()).then(|| view! {
                <h2 class="subheading">{say!("resources")}</h2>
                <ul class="links">{resources.into_iter().map(resource).collect_view()}</ul>
            })}
            {(!next.is_empty()).then(|| view! {
                <h2 class="subheading">{say!("next-steps")}</h2>
                <ul class="links">{next.into_iter().map(next_step).collect_view()}</ul>
            })}
        </aside>
    }
}

#[component]
fn Alerts(alerts: Vec<Alert>) -> impl IntoView {
    let row = |alert: Alert| {
        let severity = match alert.severity {
            Severity::P1 => "P1",
            Severity::P2 => "P2",
            Severity::P3 => "P3",
            Severity::P4 => "P4",
        };
        view! {
            <tr role="row">
                <th scope="row" role="rowheader">{alert.name}</th>
                <td role="cell">{alert.condition}</td>
                <td role="cell"><span class="tag" data-severity=severity>{severity}</span></td>
                <td role="cell">{coded(&alert.action)}</td>
            </tr>
        }
    };
    view! {
        <h2 class="subheading" id="alerts">{say!("alerts")}</h2>
        <div class="scroll" tabindex="0" role="region" aria-labelledby="alerts">
            <table class="table table--stack" role="table" data-testid="alerts">
                <thead role="rowgroup"><tr role="row">
                    {[say!("alert-column-name"), say!("alert-column-condition"), say!("alert-column-severity"), say!("alert-column-action")]
                        .into_iter()
                        .map(|words| view! { <th scope="col" role="columnheader">{words}</th> })
                        .collect_view()}
                </tr></thead>
                <tbody role="rowgroup">{alerts.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn resource(resource: Resource) -> impl IntoView {
    // The template's lint accepts https only; a launch may be pinned to an older one.
    let safe = resource.url.starts_with("https://");
    view! {
        <li>
            {match safe {
                true => view! { <a href=resource.url target="_blank" rel="noreferrer noopener">{resource.title}</a> }.into_any(),
                false => view! { <span>{say!("resource-address", title = resource.title, url = resource.url)}</span> }.into_any(),
            }}
            <span class="aside">{resource.note}</span>
        </li>
    }
}

fn next_step(next: NextStep) -> impl IntoView {
    view! { <li><strong>{next.title}</strong><span class="aside">{coded(&next.detail)}</span></li> }
}
