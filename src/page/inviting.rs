//! Inviting colleagues: to the server alone, or to a launch with a role; and the invites that are still open.

use holdpoint_domain::id::{InviteId, LaunchId, SectionId};
use holdpoint_domain::template::{Role, Section};
use holdpoint_domain::wire::{INVITE_DAYS, Invite, InviteView, NewInvite};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Here, ROLES, here, role_label};
use crate::net::api;
use crate::ui::{About, Copy, Moment, Problems, Remote, SelectField, TextField};
use crate::{nav, say, tell};

#[component]
pub fn Inviting(
    /// The launch in which the colleague gets a role.
    #[prop(optional)]
    launch: Option<LaunchId>,
    /// The launch's sections: an approver may be asked for some of them.
    #[prop(optional)]
    sections: Vec<Section>,
    /// How many are in it: with each an invite may be over.
    #[prop(optional)]
    joined: Option<Memo<usize>>,
) -> impl IntoView {
    let invites = Invites { here: here(), made: RwSignal::new(None), open: RwSignal::new(Remote::Waiting) };
    Effect::new(move |_| {
        // To track it alone does not work it out, and what was never worked out tells of no change.
        _ = joined.map(|joined| joined.get());
        invites.load();
    });
    view! {
        <section class="card" aria-labelledby="inviting">
            <h2 class="card__title" id="inviting">{say!("invite-title")}</h2>
            <p>{say!("invite-lead")}</p>
            <MakeInvite launch sections invites />
            {move || invites.made.get().map(|invite| view! {
                <p class="invite">
                    <code class="code code--line" data-testid="invite-link">{invite.link.clone()}</code>
                    <Copy text=invite.link.clone() what=say!("invite-link") />
                </p>
            })}
            <OpenInvites launch invites />
        </section>
    }
}

/// The invite that was made just now, and those that are open.
#[derive(Clone, Copy)]
struct Invites {
    here: Here,
    made: RwSignal<Option<Invite>>,
    open: RwSignal<Remote<Vec<InviteView>>>,
}

impl Invites {
    fn load(self) {
        // A list that was asked for before it was made does not have it.
        let made = self.made.try_with_untracked(|made| made.as_ref().map(|made| made.id)).flatten();
        Remote::load(self.open, async move {
            let open = api::invites().await.inspect(|open| over(made, open).into_iter().for_each(|id| self.hide(id)));
            open.map_err(|trouble| self.here.trouble(&trouble))
        });
    }

    /// Takes the link away, if it is this one's.
    fn hide(self, id: InviteId) {
        _ = self.made.try_update(|made| *made = made.take().filter(|made| made.id != id));
    }

    async fn make(self, wish: NewInvite, problems: Problems) {
        let me = self.here.me_now();
        match api::invite(&wish).await {
            Ok(invite) => {
                if self.here.is_still(me) {
                    self.here.say.set(say!("invite-made").into());
                }
                _ = self.made.try_set(Some(invite));
            }
            Err(trouble) => self.here.refused(me, problems, (trouble.field(), &self.here.trouble(&trouble))),
        }
    }

    async fn withdraw(self, invite: InviteView) {
        let me = self.here.me_now();
        match api::withdraw_invite(invite.id).await {
            Ok(()) => {
                self.hide(invite.id);
                _ = self.open.try_update(|open| {
                    if let Remote::Here(open, _) = open {
                        open.retain(|known| known.id != invite.id);
                    }
                });
                nav::focus_if_lost("[data-testid=make-invite]");
            }
            Err(trouble) => self.here.failed(me, &trouble),
        }
        self.load();
    }
}

/// An invite that was made before all open ones were asked for, and is none of them: somebody has accepted it, or it has ended.
fn over(made: Option<InviteId>, open: &[InviteView]) -> Option<InviteId> {
    made.filter(|made| open.iter().all(|invite| invite.id != *made))
}

#[component]
fn MakeInvite(launch: Option<LaunchId>, sections: Vec<Section>, invites: Invites) -> impl IntoView {
    let problems = Problems::none();
    let role = RwSignal::new("contributor".to_owned());
    let chosen = RwSignal::new(Vec::<SectionId>::new());
    let days = RwSignal::new(INVITE_DAYS.to_string());
    let busy = RwSignal::new(false);
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        problems.clear();
        let Ok(days) = days.with_untracked(|days| days.trim().parse::<u32>()) else {
            problems.add("days", say!("invite-days-wrong"));
            return;
        };
        busy.set(true);
        let role = launch.and_then(|_| ROLES.iter().find(|(_, key)| *key == role.get_untracked()).map(|(role, _)| *role));
        let sections = if role == Some(Role::Approver) { chosen.get_untracked() } else { Vec::new() };
        spawn_local(async move {
            invites.make(NewInvite { launch, role, sections, days: Some(days) }, problems).await;
            _ = busy.try_set(false);
            invites.load();
        });
    };
    let roles: Vec<_> = ROLES.map(|(role, key)| (key.to_owned(), role_label(role))).into();
    view! {
        <form class="form" novalidate on:submit=make>
            {launch.map(|_| view! {
                <SelectField
                    form="invite"
                    name="role"
                    label=say!("invite-role")
                    options=Signal::stored(roles)
                    value=role
                    on_choice=Callback::new(move |choice| role.set(choice))
                    problems
                />
            })}
            <Show when=move || launch.is_some() && role.get() == "approver"><Sections sections=sections.clone() chosen /></Show>
            <TextField form="invite" name="days" label=say!("invite-days") hint=say!("invite-days-hint") kind="number" value=days problems />
            <button type="submit" class="button" data-testid="make-invite" aria-disabled=move || busy.get().to_string()>
                {move || if busy.get() { say!("invite-making") } else { say!("invite-make") }}
            </button>
        </form>
    }
}

/// Those that are open: of one launch, or all.
#[component]
fn OpenInvites(launch: Option<LaunchId>, invites: Invites) -> impl IntoView {
    let mine = move || {
        let mut open = invites.open.get().here().cloned().unwrap_or_default();
        open.retain(|invite| launch.is_none() || invite.launch == launch);
        open
    };
    let withdraw = move |invite: InviteView| spawn_local(invites.withdraw(invite));
    view! {
        <ul class="plain" data-testid="open-invites">
            <For each=mine key=|invite| invite.id let:invite>
                <li class="invite">
                    <span class="roster__name">{about(&invite)}<span class="aside">", "{tell!("invite-by", name = &invite.by.name; end = view! { <Moment at=invite.expires_at /> })}</span></span>
                    <button type="button" class="button button--quiet" on:click={let invite = invite.clone(); move |_| withdraw(invite.clone())}>{say!("invite-withdraw")}<About what=about(&invite) /></button>
                </li>
            </For>
        </ul>
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
            <legend class="field__label">{say!("invite-sections")}</legend>
            {sections.into_iter().map(tick).collect_view()}
        </fieldset>
    }
}

/// `Approver for 1 section in LCH-1 “Support chat”`
fn about(invite: &InviteView) -> String {
    let (Some(launch), Some(role)) = (invite.launch, invite.role) else { return say!("invite-account").into() };
    let (role, launch, name) = (role_label(role), launch.to_string(), invite.launch_name.as_deref().unwrap_or_default());
    match invite.sections.len() {
        0 => say!("invite-about", role = role, launch = launch, name = name),
        count => say!("invite-about-sections", role = role, count = count, launch = launch, name = name),
    }
}

#[cfg(test)]
mod tests {
    use holdpoint_domain::id::{MemberId, Timestamp};
    use holdpoint_domain::wire::Person;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_link_is_over_once_a_list_that_could_have_it_does_not() {
        let [one, two] = [1, 2].map(|number| InviteId(Uuid::from_u128(number)));
        let by = Person { id: MemberId(Uuid::from_u128(3)), name: "Ann".into(), owner: true };
        let open = [InviteView {
            id: one,
            by,
            launch: None,
            launch_name: None,
            role: None,
            sections: vec![],
            made_at: Timestamp::UNIX_EPOCH,
            expires_at: Timestamp::UNIX_EPOCH,
        }];
        assert_eq!(over(Some(one), &open), None, "nobody has accepted it");
        assert_eq!(over(Some(two), &open), Some(two));
        assert_eq!(over(Some(two), &[]), Some(two));
        assert_eq!(over(None, &open), None, "none was made when the list was asked for");
    }
}
