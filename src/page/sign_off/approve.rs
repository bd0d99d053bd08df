//! Signing: a role, a comment, and a key of one's own; for who has none, the password given again.

mod means;
mod own_key;
mod terminal;

use holdpoint_domain::account::KeyKind;
use holdpoint_domain::id::ApprovalId;
use holdpoint_domain::launch::{Context, Launch};
use holdpoint_domain::template::Role;
use holdpoint_domain::wire::Approve;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::confirm::Whose;
use super::super::{Here, desk, draft, here};
use super::{Read, Reading};
use crate::clock::{self, Ticking};
use crate::desk::{Desk, Link};
use crate::net::api;
use crate::route::Route;
use crate::ui::{Act, AreaField, ErrorSummary, Problems, Segments, TextField, Waiting};
use crate::{keep, say, tell, text};
use means::{OtherMeans, OwnMeans};
use own_key::Wish;
use terminal::Terminal;

/// The role that fewer people hold comes first: it is what a launch waits for.
const ROLES: [(Role, &str); 2] = [(Role::ReleaseManager, "release_manager"), (Role::Approver, "approver")];

fn role_words(role: Role) -> &'static str {
    if role == Role::ReleaseManager { say!("sign-as-manager") } else { say!("sign-as-approver") }
}

fn role_of(key: &str) -> Role {
    ROLES.iter().find(|(_, known)| *known == key).map_or(Role::Approver, |(role, _)| *role)
}

/// The roles that somebody may sign in, the one that is still missing first.
pub fn choices(launch: &Launch, desk: Desk) -> Vec<(&'static str, &'static str)> {
    let mine = launch.role_of(desk.me);
    let required = launch.policy().required();
    let needed = |role: Role| required.iter().any(|required| required.role == role);
    let may = ROLES.iter().filter(|(role, _)| Some(*role) <= mine && needed(*role));
    may.map(|(role, key)| (*key, role_words(*role))).collect()
}

/// Why nobody can sign right now, by the rules that the server will apply.
fn why_not(launch: &Launch, desk: Desk, role: Role) -> Option<String> {
    let context = Context { actor: desk.me, actor_name: String::new(), owner: desk.owner, now: clock::now(), based_on: launch.seq };
    launch
        .may_approve(role, launch.seq, &context)
        .err()
        .map(|refusal| say!("sentence", words = text::sentence(&crate::words::refusal::told(&refusal))))
}

/// The role that is chosen, or the first that is missing the person's signature.
fn role_to_sign(desk: Desk, roles: Memo<Vec<(&'static str, &'static str)>>, chosen: RwSignal<&'static str>) -> Memo<&'static str> {
    Memo::new(move |_| {
        let roles = roles.get();
        let picked = roles.iter().map(|(key, _)| *key).find(|key| *key == chosen.get());
        let free =
            || desk.confirmed.with(|launch| roles.iter().map(|(key, _)| *key).find(|key| why_not(launch, desk, role_of(key)).is_none()));
        picked.or_else(free).or_else(|| roles.first().map(|(key, _)| *key)).unwrap_or("approver")
    })
}

/// The form, for what signs by it.
#[derive(Clone, Copy)]
struct Signing {
    here: Here,
    desk: Desk,
    ticking: Ticking,
    reading: Reading,
    /// Whether the launch changed since it was read.
    unread: Memo<bool>,
    problems: Problems,
    role: Memo<&'static str>,
    comment: RwSignal<String>,
    password: RwSignal<String>,
    own: OwnMeans,
    busy: RwSignal<bool>,
}

/// Where the draft of a comment is kept.
fn comment_place(desk: Desk) -> String {
    format!("{}/approval", desk.id)
}

/// What was signed with is no draft any longer, also where its form was left meanwhile. What was written since is one.
fn drop_comment(desk: Desk, comment: RwSignal<String>, signed: &str) {
    let is_signed = |text: &str| text.trim() == signed.trim();
    match comment.try_with_untracked(|now| is_signed(now)) {
        Some(true) => comment.set(String::new()),
        None if is_signed(&keep::draft(desk.me, &comment_place(desk))) => _ = keep::put_draft(desk.me, &comment_place(desk), ""),
        Some(false) | None => {}
    }
}

impl Signing {
    /// Why not now.
    fn locked(self) -> Option<String> {
        self.ticking.get();
        if self.busy.get() {
            return Some(say!("signing").to_owned());
        }
        if self.desk.link.get() == Link::Lost {
            return Some(say!("sign-no-server").into());
        }
        if 0 < self.desk.waiting.get() {
            return Some(say!("sign-changes-waiting").into());
        }
        if !self.own.are_known() {
            return Some(say!("sign-looking").into());
        }
        if self.reading.with(|reading| reading.here().is_none()) || self.unread.get() {
            return Some(say!("sign-read-first").into());
        }
        self.desk.confirmed.with(|launch| why_not(launch, self.desk, role_of(self.role.get())))
    }

    fn wish(self) -> Option<Wish> {
        let (snapshot, revision) = self.reading.with(|reading| reading.here().map(|read| (read.digest, read.snapshot.revision)))?;
        Some(Wish { role: role_of(self.role.get()), comment: self.comment.get(), snapshot, revision })
    }

    fn touch(self, wish: Option<Wish>) {
        let Self { here, desk, problems, comment, own, busy, .. } = self;
        problems.clear();
        let Some(wish) = wish.filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        let said = wish.comment.clone();
        spawn_local(async move {
            match own_key::sign_with_passkey(here, desk, wish).await {
                Ok(stored) => {
                    desk.wait_for(stored.seq).await;
                    drop_comment(desk, comment, &said);
                    here.done(desk.me, say!("sign-recorded"));
                }
                Err(why) => {
                    // One's keys may be others by now, or none.
                    own.look();
                    here.refused(desk.me, problems, (None, &why));
                }
            }
            _ = busy.try_set(false);
        });
    }

    fn send_password(self) {
        let Self { here, desk, reading, problems, role, comment, password, own, busy, .. } = self;
        problems.clear();
        if password.with_untracked(String::is_empty) {
            return problems.add("password", say!("sign-password-needed"));
        }
        let read: Option<Read> = reading.with_untracked(|reading| reading.here().cloned());
        let Some(read) = read.filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        let wish = Approve {
            id: ApprovalId(clock::new_id()),
            snapshot: read.digest,
            revision: read.snapshot.revision,
            role: role_of(role.get_untracked()),
            comment: comment.get_untracked(),
            password: password.get_untracked(),
        };
        spawn_local(async move {
            match api::approve(desk.me, desk.id, &wish).await {
                Ok(stored) => {
                    desk.wait_for(stored.seq).await;
                    _ = password.try_set(String::new());
                    drop_comment(desk, comment, &wish.comment);
                    here.done(desk.me, say!("sign-recorded"));
                }
                Err(trouble) => {
                    own.look_after(&trouble);
                    here.refused(desk.me, problems, (trouble.field(), &here.trouble(&trouble)));
                }
            }
            _ = busy.try_set(false);
        });
    }

    /// For how much it signs: who signed before signs the difference only.
    fn adds(self) -> Memo<String> {
        let Self { desk, role, .. } = self;
        let left = move || desk.confirmed.with(|launch| (launch.covers_for(desk.me, role_of(role.get())).len(), launch.items.len()));
        Memo::new(move |_| match left() {
            (left, all) if left == all => say!("sign-adds-all", all = all),
            (0, _) => say!("sign-adds-none").to_owned(),
            (left, all) => say!("sign-adds-some", left = left, all = all),
        })
    }
}

#[component]
pub fn ApproveForm(reading: Reading, unread: Memo<bool>, writing: RwSignal<bool>) -> impl IntoView {
    let (here, desk) = (here(), desk());
    let roles = Memo::new(move |_| desk.confirmed.with(|launch| choices(launch, desk)));
    let chosen = RwSignal::new("");
    let signing = Signing {
        here,
        desk,
        ticking: expect_context(),
        reading,
        unread,
        problems: Problems::none(),
        role: role_to_sign(desk, roles, chosen),
        comment: draft(comment_place(desk)),
        password: RwSignal::new(String::new()),
        own: OwnMeans::of(here),
        busy: RwSignal::new(false),
    };
    let Signing { problems, role, comment, password, own, busy, .. } = signing;
    let with_password = Memo::new(move |_| own.has_password());
    let with_passkey = Memo::new(move |_| own.has(KeyKind::Passkey));
    let with_ssh = Memo::new(move |_| own.has(KeyKind::Ssh));
    Effect::new(move |_| writing.set(password.with(|password| !password.is_empty())));
    let locked = Signal::derive(move || signing.locked());
    let wish = Signal::derive(move || signing.wish());
    let touch = Callback::new(move |()| signing.touch(wish.get_untracked()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if with_password.get_untracked() {
            signing.send_password();
        }
    };
    let adds = signing.adds();
    view! {
        <section class="card" aria-labelledby="sign">
            <h2 class="card__title" id="sign">{say!("sign")}</h2>
            <ErrorSummary problems form="approve" />
            <form class="form" data-testid="approve-form" novalidate on:submit=submit>
                <Roles roles role chosen />
                <Show when=move || !roles.with(Vec::is_empty)><p class="aside" data-testid="signs-for">{move || adds.get()}</p></Show>
                <AreaField form="approve" name="comment" label=say!("sign-comment") rows="2" value=comment problems />
                <Waiting what=own.known again=Callback::new(move |()| own.look()) />
                <Show when=move || with_password.get()><WithPassword password problems locked /></Show>
                <Show when=move || with_passkey.get()>
                    <p class="aside">{say!("sign-passkey-about")}</p>
                    <Act words=say!("sign-passkey").to_owned() on_press=touch locked main=true testid="approve-passkey" />
                </Show>
                <OtherMeans own />
            </form>
            <Show when=move || with_ssh.get()>
                <Terminal wish comment locked busy />
            </Show>
        </section>
    }
}

/// As whom one signs: a choice only where there is one.
#[component]
fn Roles(roles: Memo<Vec<(&'static str, &'static str)>>, role: Memo<&'static str>, chosen: RwSignal<&'static str>) -> impl IntoView {
    move || {
        let roles = roles.get();
        match roles.as_slice() {
            [] => view! { <p class="notice">{say!("sign-no-role")}</p> }.into_any(),
            // There is nothing to choose.
            [(key, words)] => view! {
                <p data-testid=format!("sign-as-{key}")><span class="field__label">{say!("sign-as")}</span>" "{*words}</p>
            }
            .into_any(),
            _ => view! {
                <div class="field">
                    <p class="field__label">{say!("sign-as")}</p>
                    <Segments label=say!("sign-as") choices=roles chosen=role on_choice=Callback::new(move |key| chosen.set(key)) testid="sign-as" />
                </div>
            }
            .into_any(),
        }
    }
}

/// For who has no key of their own.
#[component]
fn WithPassword(password: RwSignal<String>, problems: Problems, locked: Signal<Option<String>>) -> impl IntoView {
    view! {
        <Whose />
        <TextField
            form="approve"
            name="password"
            label=say!("sign-password")
            hint=say!("sign-password-hint")
            kind="password"
            autocomplete="current-password"
            value=password
            problems
        />
        <p class="aside">
            {tell!("sign-own-key"; link = view! { <a href=Route::Account.to_string()>{say!("sign-own-key-link")}</a> })}
        </p>
        <Act words=say!("sign").to_owned() locked main=true testid="approve" />
    }
}
