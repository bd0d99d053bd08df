//! Which version of its checklist the launch is on, and moving it to the one that the server has, after a look at what differs.

use std::sync::Arc;

use holdpoint_domain::id::CommandId;
use holdpoint_domain::launch::{Member, TemplateChanges};
use holdpoint_domain::template::{Role, Section, Template, TemplateRef};
use holdpoint_domain::wire::UpgradeTemplate;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::differences::Differences;
use super::super::{desk, here};
use super::locked;
use crate::net::api;
use crate::ui::{Act, Remote, Waiting};
use crate::{clock, say, tell, text};

type Newer = Option<(TemplateRef, Arc<Template>)>;

#[component]
pub fn VersionCard() -> impl IntoView {
    let (here, desk) = (here(), desk());
    let pinned = Memo::new(move |_| desk.shown.with(|launch| launch.template_ref.clone()));
    let newer = RwSignal::new(Remote::<Newer>::Waiting);
    let fault = RwSignal::new(None::<String>);
    let load = move || {
        let pinned = pinned.get_untracked();
        Remote::load(newer, async move {
            let known = api::templates().await.map_err(|trouble| here.trouble(&trouble))?;
            let found =
                known.into_iter().map(|known| known.template).find(|known| known.name == pinned.name && known.digest != pinned.digest);
            let Some(found) = found else { return Ok(None) };
            // A newer one may come between the two answers.
            let template = api::template_version(&found.name, &found.version).await.map_err(|trouble| here.trouble(&trouble))?;
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
            {move || fault.get().map(|why| view! { <p class="field__error" role="alert">{why}</p> })}
            <Waiting what=newer again=Callback::new(move |()| load()) />
            {move || newer.get().here().cloned().map(|newer| match newer {
                None => view! { <p class="aside">{say!("version-only")}</p> }.into_any(),
                Some((reference, template)) => view! { <Move reference template fault again=Callback::new(move |()| load()) /> }.into_any(),
            })}
        </section>
    }
}

#[component]
fn Move(
    reference: TemplateRef,
    template: Arc<Template>,
    /// Why the launch has not moved.
    fault: RwSignal<Option<String>>,
    /// Asks again what the server has.
    again: Callback<()>,
) -> impl IntoView {
    let (here, desk) = (here(), desk());
    let busy = RwSignal::new(false);
    let launch = desk.launch_now();
    let changes = TemplateChanges::between(&launch.template, &template);
    let lost = {
        let template = template.clone();
        Memo::new(move |_| desk.shown.with(|launch| without_sections(launch.members.values(), &template.sections)))
    };
    let (version, asked) = (reference.version.clone(), reference.version.clone());
    // What is compared here, and no other that the launch may be on by the time of the press.
    let wish = UpgradeTemplate { from: launch.template_ref.digest, to: reference.digest };
    let press = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        fault.set(None);
        let key = CommandId(clock::new_id());
        let moved = say!("version-moved", name = desk.launch_now().details.name.value.as_str(), version = &asked);
        spawn_local(async move {
            // What one has just done was meant for the checklist as it was.
            desk.wait_for_wishes().await;
            match api::upgrade_template(desk.me, desk.id, &wish, key).await {
                Ok(stored) => {
                    desk.wait_for(stored.seq).await;
                    here.done(desk.me, moved);
                }
                Err(trouble) => {
                    here.failed_at(fault, desk.me, &trouble);
                    // What is refused may be because another version is there now, which has to be looked at.
                    _ = again.try_run(());
                }
            }
            _ = busy.try_set(false);
        });
    });
    view! {
        <p>{say!("version-newer", version = &reference.version, count = changes.same)}</p>
        <Differences changes before=launch.template.clone() after=template moves=true />
        {move || Some(lost.get()).filter(|names| !names.is_empty()).map(|names| view! {
            <p class="notice" data-kind="warn" data-testid="without-sections">{say!("version-sections-gone", names = names)}</p>
        })}
        <Act
            words=Signal::derive(move || if busy.get() { say!("version-moving").to_owned() } else { say!("version-move", version = &version) })
            on_press=press
            locked=Signal::derive(move || locked(desk))
            testid="upgrade-template"
        />
    }
}

/// The names of approvers who would sign for nothing there: all of their sections are gone.
fn without_sections<'a>(members: impl Iterator<Item = &'a Member>, sections: &[Section]) -> String {
    let has_one = |member: &Member| sections.iter().any(|section| member.sections.contains(&section.id));
    let lost = members.filter(|member| member.role == Role::Approver && !member.sections.is_empty() && !has_one(member));
    text::list(lost.map(|member| member.name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_none_of_their_sections_any_more_is_named() {
        let member = |name: &str, role: Role, sections: &[&str]| {
            let sections = sections.iter().map(|id| id.parse().unwrap()).collect();
            Member { name: name.into(), role, sections, group: None }
        };
        let members = [
            member("Ann", Role::ReleaseManager, &[]),
            member("Ben", Role::Approver, &["old"]),
            member("Cem", Role::Approver, &["old", "one"]),
            member("Dora", Role::Approver, &[]),
            member("Eva", Role::Approver, &["older", "old"]),
        ];
        let section = Section { id: "one".parse().unwrap(), title: "One".into(), summary: String::new(), items: vec![] };
        assert_eq!(without_sections(members.iter(), &[section]), "Ben, Eva");
    }
}
