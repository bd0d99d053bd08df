//! The snapshot for people: what a signature covers.

use holdpoint_domain::launch::{Snapshot, SnapshotItem, Status};
use leptos::prelude::*;

use super::super::{Exact, desk};
use super::Read;
use crate::route::Route;
use crate::ui::{Copy, Day, Moment, StatusTag};
use crate::{say, tell, text, words};

#[component]
pub fn WhatIsSigned(read: Read) -> impl IntoView {
    let Read { digest, snapshot } = read;
    let digest = digest.to_string();
    let revision = snapshot.revision.to_string();
    view! {
        <section class="card" aria-labelledby="signed" data-testid="snapshot" data-revision=revision.clone()>
            <h2 class="card__title" id="signed">{say!("signed-title")}</h2>
            <p>{say!("signed-about", place = &revision)}</p>
            <p class="digest"><code class="code code--line" data-testid="snapshot-digest">{digest.clone()}</code><Copy text=digest what=say!("copy-fingerprint") /></p>
            <Facts snapshot=snapshot.clone() />
            <Counts snapshot=snapshot.clone() />
            <Exceptions snapshot=snapshot.clone() />
            <Checks snapshot />
        </section>
    }
}

#[component]
fn Facts(snapshot: Snapshot) -> impl IntoView {
    let launch = snapshot.launch;
    let nothing = || view! { <span class="aside">{say!("signed-nothing")}</span> }.into_any();
    let artifacts = launch.artifacts.into_iter().map(|artifact| {
        view! { <span class="artifact__line">{artifact.name}" "<code>{artifact.digest.short()}</code></span> }
    });
    let artifacts = artifacts.collect_view();
    let no_artifacts = artifacts.is_empty();
    view! {
        <dl class="pairs pairs--wide">
            <div><dt>{say!("launch")}</dt><dd>{say!("signed-launch", name = launch.name, id = launch.id.to_string())}</dd></div>
            <div><dt>{say!("checklist")}</dt><dd>{snapshot.template.title}" "{snapshot.template.version}" "<code>{snapshot.template.digest.short()}</code></dd></div>
            <div><dt>{say!("target-date")}</dt><dd>{launch.target.map_or_else(nothing, |day| view! { <Day day /> }.into_any())}</dd></div>
            <div><dt>{say!("change-window")}</dt><dd>{launch.window.map_or_else(nothing, |window| tell!("from-to"; from = view! { <Exact at=window.from /> }, to = view! { <Exact at=window.to /> }).into_any())}</dd></div>
            <div><dt>{say!("change-ticket")}</dt><dd>{launch.change_ticket.map_or_else(nothing, |ticket| view! { {ticket} }.into_any())}</dd></div>
            <div><dt>{say!("artifacts")}</dt><dd>{if no_artifacts { nothing() } else { artifacts.into_any() }}</dd></div>
            <div><dt>{say!("connection")}</dt><dd>{launch.connection.map_or_else(nothing, |name| view! { <code>{name.to_string()}</code> }.into_any())}</dd></div>
        </dl>
    }
}

#[component]
fn Counts(snapshot: Snapshot) -> impl IntoView {
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
fn Exceptions(snapshot: Snapshot) -> impl IntoView {
    let id = desk().id;
    let exceptions: Vec<SnapshotItem> = snapshot.items.into_iter().filter(|item| item.status != Status::Done).collect();
    if exceptions.is_empty() {
        return view! { <p class="aside">{say!("signed-all-done")}</p> }.into_any();
    }
    let line = move |item: SnapshotItem| {
        let why = item.waiver.map(|waiver| waiver.reason).or(item.justification);
        view! {
            <li>
                <a href=Route::item(id, item.id).to_string()>{item.title}</a>" "
                <StatusTag status=item.status />
                {why.map(|why| view! { <span class="aside">{why}</span> })}
            </li>
        }
    };
    view! {
        <details class="more">
            <summary>{say!("signed-exceptions", count = exceptions.len())}</summary>
            <ul class="links">{exceptions.into_iter().map(line).collect_view()}</ul>
        </details>
    }
    .into_any()
}

#[component]
fn Checks(snapshot: Snapshot) -> impl IntoView {
    if snapshot.checks.is_empty() {
        return ().into_any();
    }
    let rows = snapshot.checks.into_iter().map(|check| {
        let verdict = check.result.map_or(say!("not-run"), words::story::verdict);
        view! {
            <tr>
                <th scope="row">{check.title}</th>
                <td>{text::sentence(verdict)}</td>
                <td>{check.ran_at.map(|at| view! { <Moment at /> })}</td>
            </tr>
        }
    });
    view! {
        <h3 class="block__title">{say!("checks")}</h3>
        <table class="table">
            <thead><tr><th scope="col">{say!("check")}</th><th scope="col">{say!("check-result")}</th><th scope="col">{say!("check-ran")}</th></tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}
