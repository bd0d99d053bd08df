//! Inviting colleagues: to the server alone, or to a launch with a role; and the invites that are still open.

use holdpoint_domain::id::{LaunchId, SectionId};
use holdpoint_domain::template::{Role, Section};
use holdpoint_domain::wire::{Invite, InviteView, NewInvite};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{ROLES, here};
use crate::net::api;
use crate::text;
use crate::ui::{Copy, Moment, Problems, Remote, SelectField, TextField};

/// As the server has it.
const DAYS: u32 = 7;

#[component]
pub fn Inviting(
    /// The launch in which the colleague gets a role.
    #[prop(optional)]
    launch: Option<LaunchId>,
    /// The launch's sections: an approver may be asked for some of them.
    #[prop(optional)]
    sections: Vec<Section>,
) -> impl IntoView {
    let here = here();
    let made = RwSignal::new(None::<Invite>);
    let open = RwSignal::new(Remote::<Vec<InviteView>>::Waiting);
    let load = move || Remote::load(open, async move { api::invites().await.map_err(|trouble| here.trouble(&trouble)) });
    load();
    let problems = Problems::none();
    let role = RwSignal::new("contributor".to_owned());
    let chosen = RwSignal::new(Vec::<SectionId>::new());
    let days = RwSignal::new(DAYS.to_string());
    let busy = RwSignal::new(false);
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        problems.clear();
        let Ok(days) = days.with_untracked(|days| days.trim().parse::<u32>()) else {
            problems.add("days", "Enter for how many days the link can be used, 1 to 30");
            return;
        };
        busy.set(true);
        let role = launch.and_then(|_| ROLES.iter().find(|(_, key, _)| *key == role.get_untracked()).map(|(role, ..)| *role));
        let sections = if role == Some(Role::Approver) { chosen.get_untracked() } else { Vec::new() };
        let wish = NewInvite { launch, role, sections, days: Some(days) };
        spawn_local(async move {
            match api::invite(&wish).await {
                Ok(invite) => _ = made.try_set(Some(invite)),
                Err(trouble) => problems.only(trouble.field(), text::sentence(&here.trouble(&trouble))),
            }
            _ = busy.try_set(false);
            load();
        });
    };
    let withdraw = move |invite: InviteView| {
        spawn_local(async move {
            if let Err(trouble) = api::withdraw_invite(invite.id).await {
                here.toasts.warn(here.trouble(&trouble));
            }
            _ = made.try_update(|made| *made = made.take().filter(|made| made.id != invite.id));
            load();
        });
    };
    let roles: Vec<_> = ROLES.map(|(_, key, words)| (key.to_owned(), words.to_owned())).into();
    let mine = move || {
        let mut open = open.get().here().cloned().unwrap_or_default();
        open.retain(|invite| launch.is_none() || invite.launch == launch);
        open
    };
    view! {
        <section class="card" aria-labelledby="inviting">
            <h2 class="card__title" id="inviting">"Invite a colleague"</h2>
            <p>"Make a link and send it to one person who has no account yet. It works once, and nobody can see it again after you leave this page."</p>
            <form class="form" novalidate on:submit=make>
                {launch.map(|_| view! {
                    <SelectField
                        form="invite"
                        name="role"
                        label="Role in this launch"
                        options=Signal::stored(roles)
                        value=role
                        on_choice=Callback::new(move |choice| role.set(choice))
                        problems
                    />
                })}
                <Show when=move || launch.is_some() && role.get() == "approver"><Sections sections=sections.clone() chosen /></Show>
                <TextField form="invite" name="days" label="Days until the link ends" hint="1 to 30" kind="number" value=days problems />
                <button type="submit" class="button" data-testid="make-invite" aria-disabled=move || busy.get().to_string()>
                    {move || if busy.get() { "Making a link…" } else { "Make an invitation link" }}
                </button>
            </form>
            {move || problems.of("").or_else(|| problems.of("role")).map(|why| view! { <p class="field__error" role="alert">{why}</p> })}
            {move || made.get().map(|invite| view! {
                <p class="invite">
                    <code class="code code--line" data-testid="invite-link">{invite.link.clone()}</code>
                    <Copy text=invite.link.clone() what="the invitation link" />
                </p>
            })}
            <ul class="plain" data-testid="open-invites">
                <For each=mine key=|invite| invite.id let:invite>
                    <li class="invite">
                        <span class="roster__name">{about(&invite)}<span class="aside">", by "{invite.by.name.clone()}", until "<Moment at=invite.expires_at /></span></span>
                        <button type="button" class="button button--quiet" on:click={let invite = invite.clone(); move |_| withdraw(invite.clone())}>"Withdraw"</button>
                    </li>
                </For>
            </ul>
        </section>
    }
}

/// Which sections an approver answers for: none ticked means all of them.
#[component]
fn Sections(sections: Vec<Section>, chosen: RwSignal<Vec<SectionId>>) -> impl IntoView {
    let tick = move |Section { id, title, .. }: Section| {
        let mine = {
            let id = id.clone();
            move || chosen.with(|chosen| chosen.contains(&id))
        };
        let flip = move |ev: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlInputElement>| {
            chosen.update(|chosen| {
                chosen.retain(|known| *known != id);
                if ev.target().checked() {
                    chosen.push(id.clone());
                }
            });
        };
        view! { <label class="option"><input type="checkbox" prop:checked=mine on:change:target=flip />{title}</label> }
    };
    view! {
        <fieldset class="field" data-testid="invite-sections">
            <legend class="field__label">"Signs for these sections; for all of them if none is ticked"</legend>
            {sections.into_iter().map(tick).collect_view()}
        </fieldset>
    }
}

/// `Approver for 1 section in LCH-1 “Support chat”`
fn about(invite: &InviteView) -> String {
    let words = |role: Role| ROLES.iter().find(|(known, ..)| *known == role).map_or("", |(_, _, words)| words);
    match (invite.launch, invite.role) {
        (Some(launch), Some(role)) => {
            let of = match invite.sections.len() {
                0 => String::new(),
                count => format!(" for {}", text::count(count, "section", "sections")),
            };
            format!("{}{of} in {launch} “{}”", words(role), invite.launch_name.as_deref().unwrap_or_default())
        }
        _ => "An account, without a role".into(),
    }
}
