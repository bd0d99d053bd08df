//! Who may do what in this launch.

use holdpoint_domain::id::{MemberId, SectionId};
use holdpoint_domain::launch::Command;
use holdpoint_domain::template::{Role, Section};
use holdpoint_domain::wire::Person;
use leptos::prelude::*;

use super::super::inviting::Inviting;
use super::super::{ROLES, desk, here, role_label};
use crate::desk::Desk;
use crate::net::api;
use crate::ui::{self, Act, Meant, Remote, Waiting};
use crate::{say, text, words};

#[component]
pub fn Roles() -> impl IntoView {
    let (here, desk) = (here(), desk());
    let people = RwSignal::new(Remote::<Vec<Person>>::Waiting);
    let load = move || Remote::load(people, async move { api::people().await.map_err(|trouble| here.trouble(&trouble)) });
    load();
    // Somebody has accepted an invite meanwhile.
    let strangers = Memo::new(move |_| {
        let of = |people: &Vec<Person>| desk.shown.with(|launch| strangers(launch.members.keys(), people));
        people.with(|people| people.here().map(of)).unwrap_or_default()
    });
    Effect::new(move |_| {
        if !strangers.with(Vec::is_empty) {
            load();
        }
    });
    let joined = Memo::new(move |_| desk.shown.with(|launch| launch.members.len()));
    view! {
        <section class="card" aria-labelledby="roles" data-testid="roles">
            <h2 class="card__title" id="roles">{say!("roles")}</h2>
            <dl class="pairs">
                <div><dt>{say!("role-none")}</dt><dd>{say!("role-none-may")}</dd></div>
                <div><dt>{text::sentence(words::roles::role(Role::Viewer))}</dt><dd>{say!("role-viewer-may")}</dd></div>
                <div><dt>{text::sentence(words::roles::role(Role::Contributor))}</dt><dd>{say!("role-contributor-may")}</dd></div>
                <div><dt>{text::sentence(words::roles::role(Role::Approver))}</dt><dd>{say!("role-approver-may")}</dd></div>
                <div><dt>{text::sentence(words::roles::role(Role::ReleaseManager))}</dt><dd>{say!("role-manager-may")}</dd></div>
            </dl>
            {move || roles_locked(desk).map(|why| view! { <p class="notice">{why}</p> })}
            <Waiting what=people again=Callback::new(move |()| load()) />
            <ul class="roster">
                <For
                    each=move || people.with(|people| people.here().cloned()).unwrap_or_default()
                    key=|person| (person.id, person.name.clone())
                    let:person
                >
                    <RoleOf person />
                </For>
            </ul>
        </section>
        <Show when=move || roles_locked(desk).is_none()>
            <Inviting launch=desk.id sections=desk.shown.with_untracked(|launch| launch.template.sections.clone()) joined />
        </Show>
    }
}

/// Members who are not among the people that the page knows of.
fn strangers<'a>(members: impl Iterator<Item = &'a MemberId>, people: &[Person]) -> Vec<MemberId> {
    members.filter(|member| people.iter().all(|person| person.id != **member)).copied().collect()
}

/// Why roles cannot be set; `None`: they can.
fn roles_locked(desk: Desk) -> Option<String> {
    let may = desk.shown.with(|launch| launch.may_set_roles(desk.me, desk.owner));
    (!may).then(|| say!("roles-locked").to_owned())
}

#[component]
fn RoleOf(person: Person) -> impl IntoView {
    let desk = desk();
    let id: MemberId = person.id;
    let member = Memo::new(move |_| desk.shown.with(|launch| launch.members.get(&id).cloned()));
    let role = move || member.with(|member| member.as_ref().map(|member| member.role));
    let key = move || ROLES.iter().find(|(known, ..)| Some(*known) == role()).map_or("", |(_, key)| key);
    let name = person.name.clone();
    let label = say!("role-of", name = &person.name);
    let give = Callback::new(move |wanted: String| {
        let role = ROLES.iter().find(|(_, key)| *key == wanted);
        desk.wish(match role {
            Some((role, ..)) => Command::SetRole { member: id, name: name.clone(), role: *role, sections: vec![] },
            None => Command::RemoveMember { member: id },
        });
    });
    let option = move |(role, value): (Role, &'static str)| view! { <option value=value prop:selected=move || key() == value>{role_label(role)}</option> };
    view! {
        <li class="roster__row" data-member=id.to_string()>
            <ui::Person name=person.name.clone() />
            <span class="roster__name">{person.name.clone()}</span>
            <Meant value=Signal::derive(move || key().to_owned()) on_value=give>
                <select
                    class="field__input field__input--small"
                    aria-label=label
                    data-testid="role"
                    prop:disabled=move || roles_locked(desk).is_some()
                >
                    <option value="" prop:selected=move || role().is_none()>{say!("role-none")}</option>
                    {ROLES.map(option).into_iter().collect_view()}
                </select>
            </Meant>
            <Show when=move || role() == Some(Role::Approver)><Sections person=id name=person.name.clone() /></Show>
        </li>
    }
}

/// The sections that an approver answers for: none ticked means all of them. Who takes the last tick away is asked whether they mean that.
#[component]
fn Sections(person: MemberId, name: String) -> impl IntoView {
    let desk = desk();
    let asked = RwSignal::new(false);
    let chosen =
        Memo::new(move |_| desk.shown.with(|launch| launch.members.get(&person).map(|member| member.sections.clone()).unwrap_or_default()));
    let sections = desk.shown.with_untracked(|launch| launch.template.sections.clone());
    let signs_for = Memo::new(move |_| {
        let mine = |section: &&Section| chosen.with(|chosen| chosen.contains(&section.id));
        let count = desk.shown.with(|launch| launch.template.sections.iter().filter(mine).count());
        // All that this person had may be gone from the checklist: then there is nothing to sign, and not everything.
        if count == 0 && !chosen.with(Vec::is_empty) { say!("signs-for-none").to_owned() } else { say!("signs-for", count = count) }
    });
    let (label, none, about) = (say!("sections-of", name = &name), say!("sections-none", name = &name), name.clone());
    let give = Callback::new(move |sections: Vec<SectionId>| {
        desk.wish(Command::SetRole { member: person, name: name.clone(), role: Role::Approver, sections });
    });
    let give_all = Callback::new(move |()| {
        asked.set(false);
        give.run(vec![]);
    });
    let tick = move |section: Section| {
        let id = section.id;
        let mine = {
            let id = id.clone();
            move || chosen.with(|chosen| chosen.contains(&id))
        };
        let flip = move |ev: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlInputElement>| {
            let mut sections = chosen.get_untracked();
            sections.retain(|known| *known != id);
            if ev.target().checked() {
                sections.push(id.clone());
            }
            // Of a former version of the checklist some may be left that nobody sees.
            let some = desk.shown.with_untracked(|launch| launch.template.sections.iter().any(|known| sections.contains(&known.id)));
            asked.set(!some);
            if some {
                give.run(sections);
            }
            ev.target().set_checked(chosen.with_untracked(|chosen| chosen.contains(&id)));
        };
        view! {
            <label class="option">
                <input type="checkbox" prop:checked=mine prop:disabled=move || roles_locked(desk).is_some() on:change:target=flip />
                {section.title}
            </label>
        }
    };
    view! {
        <details class="roster__sections">
            <summary>{move || signs_for.get()}<ui::About what=about /></summary>
            <div role="group" aria-label=label>{sections.into_iter().map(tick).collect_view()}</div>
            <Show when=move || asked.get()>
                <p class="notice" data-kind="warn" role="alert" data-testid="no-sections">{none.clone()}</p>
                <Act
                    words=say!("sections-all").to_owned()
                    on_press=give_all
                    locked=Signal::derive(move || roles_locked(desk))
                    testid="all-sections"
                />
            </Show>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn who_has_come_in_since_is_not_known_yet() {
        let [ann, ben, cem] = [1, 2, 3].map(|number| MemberId(Uuid::from_u128(number)));
        let people = [ann, cem].map(|id| Person { id, name: "x".into(), owner: false });
        assert_eq!(strangers([ann, ben].iter(), &people), [ben]);
        assert!(strangers([cem].iter(), &people).is_empty());
    }
}
