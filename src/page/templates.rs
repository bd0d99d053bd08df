//! What launches can be made from: every checklist of this server, all that is in one, and how its versions differ.

use std::sync::Arc;

use holdpoint_domain::id::TemplateName;
use holdpoint_domain::launch::{ItemPart, TemplateChanges};
use holdpoint_domain::template::{Item, Level, Section, Template};
use holdpoint_domain::wire::TemplateSummary;
use leptos::prelude::*;

use super::differences::Differences;
use super::edit_template::EditCopy;
use super::{Heading, here};
use crate::net::api;
use crate::route::Route;
use crate::ui::folded::Listed;
use crate::ui::{About, Remote, Waiting, coded};
use crate::{say, tell, text, words};

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
    let (open, comparing) = (RwSignal::new(false), RwSignal::new(false));
    let (name, version) = (summary.template.name.clone(), summary.template.version.clone());
    let several = 1 < summary.versions;
    let counts = say!("template-counts", items = summary.items, checks = summary.checks);
    let versions = several.then(|| say!("template-versions", count = summary.versions));
    let counts = text::row([counts, format!("{name} {version}")].into_iter().chain(versions));
    let (id, key) = (format!("template-{name}"), name.to_string());
    let compared = name.clone();
    // Each card has links and folds of the same words.
    let about = || view! { <About what=summary.title.clone() /> };
    let (make, all, compare) = (about(), about(), about());
    view! {
        <section class="card" aria-labelledby=id.clone() data-template=key>
            <h2 class="card__title" id=id.clone()>{summary.title.clone()}</h2>
            <p>{summary.summary}</p>
            <p class="aside">{counts}</p>
            <p class="aside"><code>{summary.template.digest.to_string()}</code></p>
            <div class="buttons">
                <a class="button" href=format!("{}#{name}", Route::NewLaunch)>{say!("template-make-launch")}{make}</a>
                <EditCopy name=name.clone() title=summary.title />
            </div>
            <details class="more more--wide" data-testid="contents" on:toggle=move |_| once(open)>
                <summary>{say!("template-whole")}{all}</summary>
                {move || open.get().then(|| match several {
                    true => view! { <Versions name=name.clone() draw=any_version /> }.into_any(),
                    false => view! { <Preview name=name.clone() version=version.clone() offered=version.clone() /> }.into_any(),
                })}
            </details>
            {several.then(|| view! {
                <details class="more more--wide" data-testid="versions" on:toggle=move |_| once(comparing)>
                    <summary>{say!("template-compare")}{compare}</summary>
                    {move || comparing.get().then(|| view! { <Versions name=compared.clone() draw=two_versions /> })}
                </details>
            })}
        </section>
    }
}

/// What was opened is kept as it is when it is closed and opened again.
fn once(open: RwSignal<bool>) {
    if !open.get_untracked() {
        open.set(true);
    }
}

/// Which versions there are, the highest first, and then what is drawn of them.
#[component]
fn Versions(name: TemplateName, draw: fn(TemplateName, Vec<String>) -> AnyView) -> impl IntoView {
    let here = here();
    let versions = RwSignal::new(Remote::<Vec<String>>::Waiting);
    let asked = name.clone();
    let load = move || {
        let name = asked.clone();
        Remote::load(versions, async move {
            let known = api::template_versions(&name).await.map_err(|trouble| here.trouble(&trouble))?;
            Ok(known.into_iter().map(|known| known.template.version).collect())
        });
    };
    load();
    view! {
        <Waiting what=versions again=Callback::new(move |()| load()) />
        {move || versions.get().here().cloned().map(|versions| draw(name.clone(), versions))}
    }
}

fn any_version(name: TemplateName, versions: Vec<String>) -> AnyView {
    let offered = versions.first().cloned().unwrap_or_default();
    let chosen = RwSignal::new(offered.clone());
    view! {
        <Choice label=say!("template-version") versions chosen testid="version" />
        {move || view! { <Preview name=name.clone() version=chosen.get() offered=offered.clone() /> }}
    }
    .into_any()
}

/// At first the highest, and the one before it.
fn two_versions(name: TemplateName, versions: Vec<String>) -> AnyView {
    let [highest, before, ..] = versions.as_slice() else {
        return view! { <p class="aside">{say!("version-only")}</p> }.into_any();
    };
    let (from, to) = (RwSignal::new(before.clone()), RwSignal::new(highest.clone()));
    view! {
        <div class="pair">
            <Choice label=say!("template-from") versions=versions.clone() chosen=from testid="from-version" />
            <Choice label=say!("template-to") versions chosen=to testid="to-version" />
        </div>
        {move || view! { <Comparison name=name.clone() before=from.get() after=to.get() /> }}
    }
    .into_any()
}

/// Which version. Nothing lasts of one that is passed on the way to another, so each is shown at once.
#[component]
fn Choice(label: &'static str, versions: Vec<String>, chosen: RwSignal<String>, testid: &'static str) -> impl IntoView {
    let option = move |version: String| {
        let (value, mine) = (version.clone(), version.clone());
        view! { <option value=value prop:selected=move || chosen.with(|chosen| *chosen == mine)>{version}</option> }
    };
    view! {
        <label class="field">
            <span class="field__label">{label}</span>
            <select class="field__input" data-testid=testid on:change:target=move |ev| chosen.set(ev.target().value())>
                {versions.into_iter().map(option).collect_view()}
            </select>
        </label>
    }
}

/// How one version differs from another, whichever is the higher.
#[component]
fn Comparison(name: TemplateName, before: String, after: String) -> impl IntoView {
    let here = here();
    let both = RwSignal::new(Remote::<(Arc<Template>, Arc<Template>)>::Waiting);
    let load = move || {
        let (name, before, after) = (name.clone(), before.clone(), after.clone());
        Remote::load(both, async move {
            let words = |trouble| here.trouble(&trouble);
            let before = api::template_version(&name, &before).await.map_err(words)?;
            Ok((Arc::new(before), Arc::new(api::template_version(&name, &after).await.map_err(words)?)))
        });
    };
    load();
    view! {
        <Waiting what=both again=Callback::new(move |()| load()) />
        {move || both.get().here().cloned().map(|(before, after)| {
            let changes = TemplateChanges::between(&before, &after);
            view! { <Differences changes before after moves=false /> }
        })}
    }
}

#[component]
fn Preview(
    name: TemplateName,
    version: String,
    /// The highest, which launches begin with.
    offered: String,
) -> impl IntoView {
    let here = here();
    let template = RwSignal::new(Remote::<Template>::Waiting);
    let load = move || {
        let (name, version) = (name.clone(), version.clone());
        Remote::load(template, async move { api::template_version(&name, &version).await.map_err(|trouble| here.trouble(&trouble)) });
    };
    load();
    view! {
        <Waiting what=template again=Callback::new(move |()| load()) />
        {move || template.get().here().cloned().map(|template| whole(template, offered.clone()))}
    }
}

/// What to do about an item, and what that rests on.
fn guidance(of: &Template, item: &Item) -> Option<impl IntoView + use<>> {
    let told = words::item::part(ItemPart::Guidance, of, item);
    let paragraph = |text: &str| view! { <p>{coded(text)}</p> };
    (!item.guidance.is_empty() || !item.facts.is_empty()).then(|| {
        view! {
            <details class="more">
                <summary>{say!("item-guidance")}<span class="hidden">": "{item.title.clone()}</span></summary>
                {told.split("\n\n").map(paragraph).collect_view()}
            </details>
        }
    })
}

/// All that is told of an item.
fn told(of: &Template, item: &Item) -> AnyView {
    let checks: Vec<String> = of.checks_of(&item.id).map(|check| check.title.clone()).collect();
    view! {
        {item.title.clone()}
        {(item.level == Level::Should).then(|| view! { <span class="aside">" "{say!("template-should")}</span> })}
        {(!checks.is_empty()).then(|| view! { <span class="aside">" "{say!("template-proved-by", checks = text::list(checks))}</span> })}
        {guidance(of, item)}
    }
    .into_any()
}

fn whole(template: Template, offered: String) -> impl IntoView {
    let template = Arc::new(template);
    let proved = |section: &Section| section.items.iter().filter(|item| template.checks_of(&item.id).next().is_some()).count();
    let section = |(number, section): (usize, &Section)| {
        let (of, count) = (template.clone(), section.items.len());
        let entry = Callback::new(move |place: usize| {
            let item = of.sections.get(number).and_then(|section| section.items.get(place));
            item.map(|item| told(&of, item)).into_any()
        });
        let counts = say!("template-section-counts", items = count, proved = proved(section));
        view! {
            <h3 class="block__title">{section.title.clone()}" "<span class="aside">{counts}</span></h3>
            {(!section.summary.is_empty()).then(|| view! { <p class="aside">{section.summary.clone()}</p> })}
            <Listed count entry class="links" />
        }
    };
    let sections = template.sections.iter().enumerate().map(section).collect_view();
    let runbook =
        |runbook: &holdpoint_domain::template::Runbook| say!("template-runbook", title = &runbook.title, steps = runbook.steps.len());
    let runbooks: Vec<String> = template.runbooks.iter().map(runbook).collect();
    let older = (template.version != offered).then(|| view! { <p class="aside">{say!("template-older", version = offered)}</p> });
    view! {
        {sections}
        <h3 class="block__title">{say!("template-besides")}</h3>
        <ul class="links">
            <li>{say!("template-signatures", policy = words::roles::policy(&template.policy))}</li>
            <li>{say!("template-checks-and-alerts", checks = template.checks.len(), alerts = template.alerts.len())}</li>
            {(!runbooks.is_empty()).then(|| view! { <li>{say!("template-runbooks", runbooks = text::list(runbooks))}</li> })}
        </ul>
        {older}
    }
}
