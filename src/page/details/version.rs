//! Which version of its checklist the launch is on, and moving it to the one that the server has, after a look at what differs.

use std::sync::Arc;

use holdpoint_domain::id::CommandId;
use holdpoint_domain::launch::{Launch, TemplateChanges};
use holdpoint_domain::template::{Template, TemplateRef};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::{desk, here};
use super::locked;
use crate::net::api;
use crate::ui::{Act, Remote, Waiting};
use crate::{clock, text};

type Newer = Option<(TemplateRef, Arc<Template>)>;

#[component]
pub fn VersionCard() -> impl IntoView {
    let (here, desk) = (here(), desk());
    let pinned = Memo::new(move |_| desk.shown.with(|launch| launch.template_ref.clone()));
    let newer = RwSignal::new(Remote::<Newer>::Waiting);
    let load = move || {
        Remote::load(newer, async move {
            let pinned = pinned.get_untracked();
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
            <h2 class="card__title" id="version">"Checklist"</h2>
            <p>
                <strong>{move || desk.shown.with(|launch| launch.template.title.clone())}</strong>
                {move || format!(", version {}", pinned.with(|pinned| pinned.version.clone()))}
            </p>
            <Waiting what=newer again=Callback::new(move |()| load()) />
            {move || newer.get().here().cloned().map(|newer| match newer {
                None => view! { <p class="aside">"This server has no other version of it."</p> }.into_any(),
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
        <p>{format!("This server has version {}. ", reference.version)}{text::count(changes.same, "answer stays", "answers stay")}"; what is another is asked again, and signatures for it go stale."</p>
        <Differences changes launch template />
        <Act
            words=Signal::derive(move || if busy.get() { "Moving…".to_owned() } else { format!("Move to version {version}") })
            on_press=press
            locked=Signal::derive(move || locked(desk))
            testid="upgrade-template"
        />
    }
}

#[component]
fn Differences(changes: TemplateChanges, launch: Arc<Launch>, template: Arc<Template>) -> impl IntoView {
    let (old, new) = (launch.template.clone(), template);
    let title =
        move |of: &Template, id: &holdpoint_domain::id::ItemId| of.item(id).map_or_else(|| id.to_string(), |item| item.title.clone());
    let mut lines: Vec<(&'static str, String, String)> = Vec::new();
    lines.extend(changes.added.iter().map(|id| ("New", title(&new, id), String::new())));
    lines.extend(changes.changed.iter().map(|(id, what)| ("Asked again", title(&new, id), format!("{} changed", what.join(", ")))));
    lines.extend(changes.removed.iter().map(|id| ("Gone", title(&old, id), "its answer stays in the history".into())));
    let check = |id| new.check(id).map_or_else(String::new, |check| check.title.clone());
    lines.extend(changes.checks.iter().map(|id| ("Check", check(id), "has to run anew".into())));
    let runbook = |id| new.runbook(id).map_or_else(String::new, |runbook| runbook.title.clone());
    lines.extend(changes.runbooks.iter().map(|id| ("Runbook", runbook(id), "changed".into())));
    if changes.policy {
        lines.push(("Signatures", new.policy.words(), "unless this launch has rules of its own".into()));
    }
    if lines.is_empty() {
        return view! { <p class="aside">"Nothing that is asked, checked or signed differs."</p> }.into_any();
    }
    let line = |(kind, words, aside): (&'static str, String, String)| {
        view! { <li><strong>{kind}</strong>": "{words}{(!aside.is_empty()).then(|| view! { <span class="aside">" – "{aside}</span> })}</li> }
    };
    view! { <ul data-testid="template-changes">{lines.into_iter().map(line).collect_view()}</ul> }.into_any()
}
