//! What a signature covers besides the items: executions of runbooks, the signatures that are needed, and who had which role.

use std::sync::Arc;

use holdpoint_domain::launch::{Snapshot, SnapshotMember, SnapshotPolicy, SnapshotRequired, SnapshotRun, SnapshotStep, StepState};
use holdpoint_domain::template::{Policy, RequiredRole};
use leptos::prelude::*;

use super::super::{Exact, role_label};
use crate::{say, tell, text, words};

#[component]
pub fn Rest(snapshot: Arc<Snapshot>) -> impl IntoView {
    let runs = snapshot.runs.iter().map(|known| run(&snapshot, known)).collect_view();
    let people = snapshot.launch.members.iter().map(|known| view! { <li>{member(&snapshot, known)}</li> }).collect_view();
    view! {
        {(!snapshot.runs.is_empty()).then(|| view! {
            <h3 class="block__title">{say!("runbooks")}</h3>
            <ul class="plain">{runs}</ul>
        })}
        <h3 class="block__title">{say!("policy-title")}</h3>
        <p data-testid="signed-policy">{say!("policy-stated", policy = text::sentence(&policy(&snapshot.policy)))}</p>
        <h3 class="block__title">{say!("roles")}</h3>
        <ul class="links">{people}</ul>
    }
}

fn run(snapshot: &Snapshot, run: &SnapshotRun) -> AnyView {
    let (kind, outcome) = (kind_of(run), outcome_of(run));
    let (name, from) = (snapshot.name_of(run.started_by), view! { <Exact at=run.started_at /> });
    let when = match run.ended_at {
        Some(at) => tell!("signed-run-ended", name = name; from = from, to = view! { <Exact at /> }),
        None => tell!("signed-run", name = name; from = from),
    };
    view! {
        <li class="block" data-signed-run=run.id.to_string()>
            <p><strong>{run.title.clone()}</strong>{format!(" · {kind} · {outcome}")}</p>
            <p class="aside">{when}</p>
            {run.abandoned.clone().map(|why| view! { <blockquote class="quote">{why}</blockquote> })}
            <ol class="links">{run.steps.iter().map(|known| step(snapshot, known)).collect_view()}</ol>
        </li>
    }
    .into_any()
}

pub fn kind_of(run: &SnapshotRun) -> &'static str {
    if run.rehearsal { say!("run-rehearsal") } else { say!("run-for-real") }
}

/// What came of it so far.
pub fn outcome_of(run: &SnapshotRun) -> &'static str {
    let failed = run.steps.iter().any(|step| step.state == StepState::Failed);
    match (&run.abandoned, run.ended_at) {
        (Some(_), _) => say!("run-abandoned"),
        (None, None) => say!("run-going-on"),
        (None, Some(_)) if failed => say!("run-failed"),
        (None, Some(_)) => say!("run-succeeded"),
    }
}

fn step(snapshot: &Snapshot, step: &SnapshotStep) -> AnyView {
    let who = step.by.map(|by| words::person(snapshot.name_of(by)).to_owned());
    let at = step.ended_at.or(step.started_at).map(|at| view! { <Exact at /> });
    let receipt = step.receipt.map(|receipt| view! { <span class="evidence__url">{receipt.to_string()}</span> });
    view! {
        <li>
            {step.title.clone()}" "
            <span class="tag" data-step-state=step.state.words()>{text::sentence(words::story::step_state(step.state))}</span>
            {who.map(|who| view! { <span class="aside">{who}" "{at}</span> })}
            {step.note.clone().map(|note| view! { <blockquote class="quote">{note}</blockquote> })}
            {receipt}
        </li>
    }
    .into_any()
}

/// Whose signatures are needed, as a phrase.
fn policy(policy: &SnapshotPolicy) -> String {
    let required = policy.required_roles.iter().map(|SnapshotRequired { role, count }| RequiredRole { role: *role, count: *count });
    words::roles::policy(&Policy {
        required: required.collect(),
        distinct_approvers: policy.distinct_approvers,
        segregation_of_duties: policy.segregation_of_duties,
    })
}

fn member(snapshot: &Snapshot, member: &SnapshotMember) -> String {
    let (name, role) = (&member.name, role_label(member.role));
    let title = |section: &holdpoint_domain::id::SectionId| {
        let item = snapshot.items.iter().find(|item| item.section == *section);
        item.map_or_else(|| section.to_string(), |item| item.section_title.clone())
    };
    let sections: Vec<String> = member.sections.iter().map(title).collect();
    match sections.is_empty() {
        true => say!("signed-member", name = name, role = role),
        false => say!("signed-member-for", name = name, role = role, sections = text::list(sections)),
    }
}
