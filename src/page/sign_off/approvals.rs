//! Who signed, in which role, and whether it still holds.

use holdpoint_domain::id::{ApprovalId, MemberId};
use holdpoint_domain::launch::{Approval, Attestation, Command, Launch};
use holdpoint_domain::template::Role;
use leptos::prelude::*;

use super::super::{desk, draft};
use crate::route::Route;
use crate::ui::{About, Act, AreaField, Dialog, Moment, Person, Problems};
use crate::{say, tell, words};

/// An approval with what has changed since.
#[derive(Clone, PartialEq)]
struct Known {
    approval: Approval,
    who: String,
    stale: Vec<(String, String)>,
    launch_changed: bool,
    /// Of whoever gave it, by now: without the one that they signed in the gate does not count it.
    role: Option<Role>,
    revoked_by: Option<String>,
    /// How many items it was given for.
    covers: usize,
    /// One's own, and not renewed since.
    mine: bool,
    may_revoke: bool,
}

impl Known {
    fn of(launch: &Launch, approval: &Approval, me: MemberId) -> Self {
        let revoked = approval.revoked.is_some();
        let stale = if revoked { Vec::new() } else { launch.stale_items(approval) };
        let title = |item: &holdpoint_domain::id::ItemId| launch.template.item(item).map(|item| item.title.clone()).unwrap_or_default();
        Self {
            who: words::person(launch.name_of(approval.approver)).to_owned(),
            stale: stale.iter().map(|item| (Route::item(launch.id, item.clone()).to_string(), title(item))).collect(),
            launch_changed: !revoked && launch.launch_changed(approval),
            role: launch.role_of(approval.approver),
            revoked_by: approval.revoked.as_ref().map(|revoked| launch.name_of(revoked.by).to_owned()),
            covers: approval.covers.len(),
            mine: approval.approver == me && launch.covers_for(me, approval.role).keys().any(|item| stale.contains(item)),
            may_revoke: !revoked && launch.may_revoke(me, approval),
            approval: approval.clone(),
        }
    }

    fn key(&self) -> &'static str {
        let has_role = Some(self.approval.role) <= self.role;
        match (self.revoked_by.is_some(), has_role, self.stale.is_empty() && !self.launch_changed) {
            (true, ..) => "revoked",
            (false, false, _) => "lost",
            (false, true, true) => "valid",
            (false, true, false) => "stale",
        }
    }
}

#[component]
pub fn Approvals() -> impl IntoView {
    let desk = desk();
    let approvals = Memo::new(move |_| {
        desk.confirmed.with(|launch| launch.approvals.iter().rev().map(|approval| Known::of(launch, approval, desk.me)).collect::<Vec<_>>())
    });
    let ids = Memo::new(move |_| approvals.with(|all| all.iter().map(|known| known.approval.id).collect::<Vec<_>>()));
    let revoking = RwSignal::new(None::<ApprovalId>);
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if revoking.get().is_some() {
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            revoking.set(None);
        }
    });
    view! {
        <section class="card" aria-labelledby="approvals" data-testid="approvals">
            <h2 class="card__title" id="approvals">{say!("signatures")}</h2>
            {move || approvals.with(Vec::is_empty).then(|| view! { <p class="aside">{say!("signatures-none")}</p> })}
            <ul class="plain">
                <For each=move || ids.get() key=|id| *id let:id>
                    <One known=Memo::new(move |_| approvals.with(|all| all.iter().find(|known| known.approval.id == id).cloned())) revoking />
                </For>
            </ul>
            <Dialog title=say!("signature-revoke-title") open id="revoke">
                {move || revoking.get().map(|approval| view! { <Revoke approval open /> })}
            </Dialog>
        </section>
    }
}

/// Its button stays the one of this signature, though others come before it.
#[component]
fn One(known: Memo<Option<Known>>, revoking: RwSignal<Option<ApprovalId>>) -> impl IntoView {
    move || known.get().map(|known| one(known, revoking))
}

fn one(known: Known, revoking: RwSignal<Option<ApprovalId>>) -> impl IntoView {
    let key = known.key();
    let id = known.approval.id;
    let role = words::roles::role(known.approval.role);
    let words = match key {
        "valid" => say!("signature-holds"),
        "stale" => say!("signature-stale"),
        "lost" => say!("signature-lost"),
        _ => say!("signature-revoked"),
    };
    let (count, snapshot) = (known.covers, view! { <code>{known.approval.snapshot.short()}</code> });
    let over = match known.approval.attestation {
        Attestation::Server { .. } => tell!("signature-over-server", count = count; snapshot = snapshot),
        Attestation::Passkey { .. } => tell!("signature-over-passkey", count = count; snapshot = snapshot),
        Attestation::Ssh { .. } => tell!("signature-over-ssh", count = count; snapshot = snapshot),
    };
    let line = tell!(
        "signature-line", role = role;
        name = view! { <strong>{known.who.clone()}</strong> },
        at = view! { <Moment at=known.approval.at /> },
    );
    let (who, comment) = (known.who.clone(), known.approval.comment);
    view! {
        <li class="approval" data-approval=key>
            <Person name=known.who.clone() />
            <div class="approval__body">
                <p>
                    {line}" "
                    <span class="tag" data-approval-state=key>{words}</span>
                </p>
                {(!comment.is_empty()).then(|| view! { <blockquote class="quote">{comment}</blockquote> })}
                <p class="aside">{over}</p>
                {(key == "lost").then(|| view! { <p>{say!("signature-role-lost", role = role)}</p> })}
                {(key == "stale").then(|| view! {
                    <p>{if known.launch_changed { say!("signature-changed-launch") } else { say!("signature-changed") }}</p>
                    <ul class="links">{known.stale.into_iter().map(|(href, title)| view! { <li><a href=href>{title}</a></li> }).collect_view()}</ul>
                    {known.mine.then(|| view! { <p class="aside">{say!("signature-again")}</p> })}
                })}
                {known.revoked_by.zip(known.approval.revoked).map(|(by, revoked)| view! {
                    <p class="aside">{tell!("signature-revoked-by", name = by, reason = revoked.reason; at = view! { <Moment at=revoked.at /> })}</p>
                })}
            </div>
            {known.may_revoke.then(|| view! {
                <button type="button" class="button button--quiet" data-testid="revoke" on:click=move |_| revoking.set(Some(id))>{say!("signature-revoke")}<About what=who /></button>
            })}
        </li>
    }
}

#[component]
fn Revoke(approval: ApprovalId, open: RwSignal<bool>) -> impl IntoView {
    let desk = desk();
    let problems = Problems::none();
    let reason = draft(format!("{}/{approval}/revoke", desk.id));
    let whose = desk.confirmed.with_untracked(|launch| {
        let known = launch.approvals.iter().find(|known| known.id == approval)?;
        Some(say!("signature-revoke-whose", name = launch.name_of(known.approver), role = words::roles::role(known.role)))
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problems.clear();
        match desk.ask(Command::RevokeApproval { approval, reason: reason.get_untracked() }) {
            Ok(()) => {
                reason.set(String::new());
                open.set(false);
            }
            Err(refusal) => problems.only(Some("reason"), &words::refusal::told(&refusal)),
        }
    };
    view! {
        <form class="form" data-testid="revoke-form" novalidate on:submit=submit>
            <p>{whose}</p>
            <AreaField form="revoke" name="reason" label=say!("signature-revoke-why") value=reason problems />
            <Act words=say!("signature-revoke-title").to_owned() danger=true />
        </form>
    }
}
