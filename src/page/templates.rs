//! What launches can be made from: every checklist of this server, and all that is in one.

use holdpoint_domain::id::TemplateName;
use holdpoint_domain::template::{Level, Section, Template};
use holdpoint_domain::wire::TemplateSummary;
use leptos::prelude::*;

use super::edit_template::EditCopy;
use super::{Heading, here};
use crate::net::api;
use crate::route::Route;
use crate::ui::{Remote, Waiting};
use crate::{say, tell, words};

#[component]
pub fn Templates() -> impl IntoView {
    let here = here();
    let templates = RwSignal::new(Remote::<Vec<TemplateSummary>>::Waiting);
    let load = move || Remote::load(templates, async move { api::templates().await.map_err(|trouble| here.trouble(&trouble)) });
    load();
    view! {
        <div class="narrow narrow--wide page">
            <Heading words=say!("nav-checklists") />
            <p class="lead">{tell!("template-lead"; setting = view! { <code>"[templates] dir"</code> })}</p>
            <Waiting what=templates again=Callback::new(move |()| load()) />
            {move || templates.get().here().cloned().unwrap_or_default().into_iter().map(|summary| view! { <Card summary /> }).collect_view()}
        </div>
    }
}

#[component]
fn Card(summary: TemplateSummary) -> impl IntoView {
    let open = RwSignal::new(false);
    let name = summary.template.name.clone();
    let counts = say!("template-counts", items = summary.items, checks = summary.checks);
    let (id, key) = (format!("template-{name}"), name.to_string());
    view! {
        <section class="card" aria-labelledby=id.clone() data-template=key>
            <h2 class="card__title" id=id.clone()>{summary.title}</h2>
            <p>{summary.summary}</p>
            <p class="aside">{format!("{counts} · {} {}", summary.template.name, summary.template.version)}</p>
            <p class="code code--line">{summary.template.digest.to_string()}</p>
            <EditCopy name=name.clone() />
            <details class="more" on:toggle=move |_| open.set(true)>
                <summary>{say!("template-whole")}</summary>
                {move || open.get().then(|| view! { <Preview name=name.clone() /> })}
            </details>
        </section>
    }
}

#[component]
fn Preview(name: TemplateName) -> impl IntoView {
    let here = here();
    let template = RwSignal::new(Remote::<Template>::Waiting);
    let load = move || {
        let name = name.clone();
        Remote::load(template, async move { api::template(&name).await.map_err(|trouble| here.trouble(&trouble)) });
    };
    load();
    view! {
        <Waiting what=template again=Callback::new(move |()| load()) />
        {move || template.get().here().cloned().map(whole)}
    }
}

fn whole(template: Template) -> impl IntoView {
    let proved = |section: &Section| section.items.iter().filter(|item| template.checks_of(&item.id).next().is_some()).count();
    let section = |section: &Section| {
        let item = |item: &holdpoint_domain::template::Item| {
            let checks: Vec<String> = template.checks_of(&item.id).map(|check| check.title.clone()).collect();
            view! {
                <li>
                    {item.title.clone()}
                    {(item.level == Level::Should).then(|| view! { <span class="aside">" "{say!("template-should")}</span> })}
                    {(!checks.is_empty()).then(|| view! { <span class="aside">" – "{say!("template-proved-by", checks = checks.join(", "))}</span> })}
                </li>
            }
        };
        let counts = say!("template-section-counts", items = section.items.len(), proved = proved(section));
        view! {
            <h3 class="block__title">{section.title.clone()}" "<span class="aside">{counts}</span></h3>
            <ul class="links">{section.items.iter().map(item).collect_view()}</ul>
        }
    };
    let sections = template.sections.iter().map(section).collect_view();
    let runbook =
        |runbook: &holdpoint_domain::template::Runbook| say!("template-runbook", title = &runbook.title, steps = runbook.steps.len());
    let runbooks: Vec<String> = template.runbooks.iter().map(runbook).collect();
    view! {
        {sections}
        <h3 class="block__title">{say!("template-besides")}</h3>
        <ul class="links">
            <li>{say!("template-signatures", policy = words::roles::policy(&template.policy))}</li>
            <li>{say!("template-checks-and-alerts", checks = template.checks.len(), alerts = template.alerts.len())}</li>
            {(!runbooks.is_empty()).then(|| view! { <li>{say!("template-runbooks", runbooks = runbooks.join(", "))}</li> })}
        </ul>
        <p><a class="button" href=Route::NewLaunch.to_string()>{say!("template-make-launch")}</a></p>
    }
}
