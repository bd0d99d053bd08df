//! Which version of its checklist the launch is on, and moving it to the one that the server has, after a look at what differs.

use std::sync::Arc;

use holdpoint_domain::id::{CommandId, ItemId};
use holdpoint_domain::launch::{ItemPart, Launch, TemplateChanges};
use holdpoint_domain::template::{Template, TemplateRef};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::{desk, here};
use super::locked;
use crate::net::api;
use crate::ui::{Act, Remote, Waiting};
use crate::{clock, say, tell, text, words};

type Newer = Option<(TemplateRef, Arc<Template>)>;

#[component]
pub fn VersionCard() -> impl IntoView {
    let (here, desk) = (here(), desk());
    let pinned = Memo::new(move |_| desk.shown.with(|launch| launch.template_ref.clone()));
    let newer = RwSignal::new(Remote::<Newer>::Waiting);
    let load = move || {
        let pinned = pinned.get_untracked();
        Remote::load(newer, async move {
            let known = api::templates().await.map_err(|trouble| here.trouble(&trouble))?;
            let found =
                known.into_iter().map(|known| known.template).find(|known| known.name == pinned.name && known.digest != pinned.digest);
            let Some(found) = found else { return Ok(None) };
            let template = api::template(&found.name).await.map_err(|trouble| here.trouble(&trouble))?;
            Ok(Some((found, Arc::new(template))))
        });
    };
    Effect::new(move |_| {
        pinned.track();
        load();
    });
    view! {
        <section class="card" aria-labelledby="version" data-testid="version">
            <h2 class="card__title" id="version">{say!("checklist")}</h2>
            <p>
                {move || {
                    let title = desk.shown.with(|launch| launch.template.title.clone());
                    tell!("version-of", version = pinned.with(|pinned| pinned.version.clone()); title = view! { <strong>{title}</strong> })
                }}
            </p>
            <Waiting what=newer again=Callback::new(move |()| load()) />
            {move || newer.get().here().cloned().map(|newer| match newer {
                None => view! { <p class="aside">{say!("version-only")}</p> }.into_any(),
                Some((reference, template)) => view! { <Move reference template /> }.into_any(),
            })}
        </section>
    }
}

#[component]
fn Move(reference: TemplateRef, template: Arc<Template>) -> impl IntoView {
    let (here, desk) = (here(), desk());
    let busy = RwSignal::new(false);
    let launch = desk.launch_now();
    let changes = TemplateChanges::between(&launch.template, &template);
    let version = reference.version.clone();
    let press = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (from, to) = (desk.shown.with_untracked(|launch| launch.template_ref.digest), reference.digest);
        let key = CommandId(clock::new_id());
        spawn_local(async move {
            match api::upgrade_template(desk.id, from, to, key).await {
                Ok(stored) => desk.wait_for(stored.seq).await,
                Err(trouble) => here.toasts.warn(here.trouble(&trouble)),
            }
            _ = busy.try_set(false);
        });
    });
    view! {
        <p>{say!("version-newer", version = &reference.version, count = changes.same)}</p>
        <Differences changes launch template />
        <Act
            words=Signal::derive(move || if busy.get() { say!("version-moving").to_owned() } else { say!("version-move", version = &version) })
            on_press=press
            locked=Signal::derive(move || locked(desk))
            testid="upgrade-template"
        />
    }
}

/// What it is about, its title, what comes of it, and more for who wants to know.
type Line = (&'static str, String, String, Option<AnyView>);

#[component]
fn Differences(changes: TemplateChanges, launch: Arc<Launch>, template: Arc<Template>) -> impl IntoView {
    let (old, new) = (launch.template.clone(), template);
    let title = move |of: &Template, id: &ItemId| of.item(id).map_or_else(|| id.to_string(), |item| item.title.clone());
    let mut lines: Vec<Line> = Vec::new();
    lines.extend(changes.added.iter().map(|id| (say!("version-new"), title(&new, id), String::new(), None)));
    let parts = |what: &[ItemPart]| what.iter().map(|part| words::changes::item_part(*part)).collect::<Vec<_>>().join(", ");
    let again = changes.changed.iter().map(|(id, what)| {
        (say!("version-again"), title(&new, id), say!("version-again-why", what = parts(what)), beside((&old, &new), id, what))
    });
    lines.extend(again);
    lines.extend(changes.removed.iter().map(|id| (say!("version-gone"), title(&old, id), say!("version-gone-why").into(), None)));
    let check = |id| new.check(id).map_or_else(String::new, |check| check.title.clone());
    lines.extend(changes.checks.iter().map(|id| (say!("version-check"), check(id), say!("version-check-why").into(), None)));
    let runbook = |id| new.runbook(id).map_or_else(String::new, |runbook| runbook.title.clone());
    lines.extend(changes.runbooks.iter().map(|id| (say!("version-runbook"), runbook(id), say!("version-runbook-why").into(), None)));
    if changes.policy {
        lines.push((say!("version-signatures"), words::roles::policy(&new.policy), say!("version-signatures-why").into(), None));
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
