//! The snapshot for people: what a signature covers.

use std::sync::Arc;

use holdpoint_domain::check::Verdict;
use holdpoint_domain::launch::{Snapshot, SnapshotCheck, SnapshotItem, Status};
use holdpoint_domain::order;
use leptos::prelude::*;

use super::super::{Exact, desk};
use super::Read;
use super::whole::{Unfolded, Whole};
use crate::clock::{self, Ticking};
use crate::route::Route;
use crate::ui::folded::{Fold, Listed};
use crate::ui::{Copy, Day, Moment, StandingTag, StatusTag};
use crate::{say, tell, text, words};

/// So many exceptions are read at once; more are folded.
const FEW: usize = 10;

#[component]
pub fn WhatIsSigned(read: Read, unfolded: Unfolded) -> impl IntoView {
    let Read { digest, snapshot } = read;
    let digest = digest.to_string();
    let revision = snapshot.revision.to_string();
    view! {
        <section class="card" aria-labelledby="signed" data-testid="snapshot" data-revision=revision.clone()>
            <h2 class="card__title" id="signed">{say!("signed-title")}</h2>
            <Exceptions snapshot=snapshot.clone() unfolded />
            <Counts snapshot=snapshot.clone() />
            <Checks snapshot=snapshot.clone() />
            <Facts snapshot=snapshot.clone() />
            <Whole snapshot unfolded />
            <p>{say!("signed-about", place = &revision)}</p>
            <p class="digest"><code class="code code--line" data-testid="snapshot-digest">{digest.clone()}</code><Copy text=digest what=say!("copy-fingerprint") /></p>
        </section>
    }
}

#[component]
fn Facts(snapshot: Arc<Snapshot>) -> impl IntoView {
    let (launch, template) = (snapshot.launch.clone(), snapshot.template.clone());
    let nothing = || view! { <span class="aside">{say!("signed-nothing")}</span> }.into_any();
    let artifacts = launch.artifacts.into_iter().map(|artifact| {
        view! { <span class="artifact__line">{artifact.name}" "<code>{artifact.digest.short()}</code></span> }
    });
    let artifacts = artifacts.collect_view();
    let no_artifacts = artifacts.is_empty();
    view! {
        <dl class="pairs pairs--wide">
            <div><dt>{say!("launch")}</dt><dd>{say!("signed-launch", name = launch.name, id = launch.id.to_string())}</dd></div>
            <div><dt>{say!("checklist")}</dt><dd>{template.title}" "{template.version}" "<code>{template.digest.short()}</code></dd></div>
            <div><dt>{say!("target-date")}</dt><dd>{launch.target.map_or_else(nothing, |day| view! { <Day day /> }.into_any())}</dd></div>
            <div><dt>{say!("change-window")}</dt><dd>{launch.window.map_or_else(nothing, |window| tell!("from-to"; from = view! { <Exact at=window.from /> }, to = view! { <Exact at=window.to /> }).into_any())}</dd></div>
            <div><dt>{say!("change-ticket")}</dt><dd>{launch.change_ticket.map_or_else(nothing, |ticket| view! { {ticket} }.into_any())}</dd></div>
            <div><dt>{say!("artifacts")}</dt><dd>{if no_artifacts { nothing() } else { artifacts.into_any() }}</dd></div>
            <div><dt>{say!("connection")}</dt><dd>{launch.connection.map_or_else(nothing, |name| view! { <code>{name.to_string()}</code> }.into_any())}</dd></div>
        </dl>
    }
}

#[component]
fn Counts(snapshot: Arc<Snapshot>) -> impl IntoView {
    let of = move |status: Status| snapshot.items.iter().filter(|item| item.status == status).count();
    let line = move |status: Status| {
        let count = of(status);
        (0 < count).then(|| view! { <li><strong>{count}</strong>" "<StatusTag status /></li> })
    };
    view! {
        <h3 class="block__title">{say!("items-title")}</h3>
        <ul class="counts">{text::STATUSES.into_iter().map(line).collect_view()}</ul>
    }
}

/// What is not plainly done: a signer answers for these most of all.
#[component]
fn Exceptions(snapshot: Arc<Snapshot>, unfolded: Unfolded) -> impl IntoView {
    let id = desk().id;
    let exceptions = snapshot.items.iter().enumerate().filter(|(_, item)| item.status != Status::Done);
    let places: Vec<usize> = exceptions.map(|(place, _)| place).collect();
    if places.is_empty() {
        return view! { <p class="aside">{say!("signed-all-done")}</p> }.into_any();
    }
    let count = places.len();
    let told = move |item: &SnapshotItem| {
        let why = item.waiver.as_ref().map(|waiver| waiver.reason.clone()).or(item.justification.clone());
        view! {
            <a href=Route::item(id, item.id.clone()).to_string()>{item.title.clone()}</a>" "
            <StatusTag status=item.status />
            {why.map(|why| view! { <span class="aside">{why}</span> })}
        }
        .into_any()
    };
    let entry = Callback::new(move |number: usize| places.get(number).and_then(|place| snapshot.items.get(*place)).map(told).into_any());
    let open = Signal::derive(move || unfolded.exceptions.get().unwrap_or(count <= FEW));
    let turn = Callback::new(move |now| unfolded.exceptions.set(Some(now)));
    view! {
        <Fold words=say!("signed-exceptions", count = count) open turn testid="signed-exceptions">
            <Listed count entry class="links" />
        </Fold>
    }
    .into_any()
}

/// What has a result, the worst first; what never ran is only counted until somebody asks.
#[component]
fn Checks(snapshot: Arc<Snapshot>) -> impl IntoView {
    let mut checks = snapshot.checks.clone();
    if checks.is_empty() {
        return ().into_any();
    }
    let ticking = expect_context::<Ticking>();
    order::sort_by_key(&mut checks, |check| match check.result {
        Some(Verdict::Fail) => 0,
        Some(Verdict::Unknown) => 1,
        Some(Verdict::Warn) => 2,
        Some(Verdict::Pass) => 3,
        None => 4,
    });
    let (ran, not_run): (Vec<_>, Vec<_>) = checks.into_iter().partition(|check| check.result.is_some());
    let row = move |check: SnapshotCheck| {
        let (title, ran_at, snapshot) = (check.title.clone(), check.ran_at, snapshot.clone());
        let standing = move || snapshot.standing(&check, ticking.get().max(clock::now()));
        view! {
            <tr>
                <th scope="row">{title}</th>
                <td>{move || view! { <StandingTag standing=standing() /> }}</td>
                <td>{ran_at.map(|at| view! { <Moment at /> })}</td>
            </tr>
        }
    };
    let table = (!ran.is_empty()).then(|| {
        view! {
            <table class="table table--titles">
                <thead><tr><th scope="col">{say!("check")}</th><th scope="col">{say!("check-result")}</th><th scope="col">{say!("check-ran")}</th></tr></thead>
                <tbody>{ran.into_iter().map(row).collect_view()}</tbody>
            </table>
        }
    });
    let rest = (!not_run.is_empty()).then(|| {
        view! {
            <details class="more">
                <summary>{words::checks::counted(None, not_run.len())}</summary>
                <ul class="links">{not_run.into_iter().map(|check| view! { <li>{check.title}</li> }).collect_view()}</ul>
            </details>
        }
    });
    view! {
        <h3 class="block__title">{say!("checks")}</h3>
        {table}
        {rest}
    }
    .into_any()
}
