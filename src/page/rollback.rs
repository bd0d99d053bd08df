//! A runbook as a page: start it, go through its steps against the clock, and keep what happened.

mod beside;
mod step;

use holdpoint_domain::id::{RunId, RunbookId};
use holdpoint_domain::launch::{Command, Run, RunState, StepState};
use holdpoint_domain::template::Runbook;
use leptos::prelude::*;

use super::{Begun, Heading, desk, draft, here, send_draft};
use crate::desk::Desk;
use crate::route::{Place, Route};
use crate::text;
use crate::ui::{Act, AreaField, Dialog, Moment, Problems};
use crate::{clock, nav, say, tell, words};
use beside::Beside;
pub use step::StepRow;
use step::{LeftNote, NEXT};

#[component]
pub fn Rollback() -> impl IntoView {
    let (here, desk) = (here(), desk());
    let runbooks = desk.shown.with_untracked(|launch| launch.template.runbooks.clone());
    let several = 1 < runbooks.len();
    let chosen = Memo::new({
        let first = runbooks.first().map(|first| first.id.clone());
        move |_| match here.nav.route() {
            Route::Launch(_, Place::Rollback(Some(id))) => Some(id),
            _ => first.clone(),
        }
    });
    let tabs = runbooks.clone();
    let tab = move |runbook: Runbook| {
        let id = runbook.id.clone();
        let href = Route::Launch(desk.id, Place::Rollback(Some(runbook.id))).to_string();
        view! { <a class="tabs__tab" href=href aria-current=move || (chosen.get().as_ref() == Some(&id)).then_some("page")>{runbook.title}</a> }
    };
    view! {
        <div class="page">
            {several.then(|| view! { <nav class="tabs tabs--small" aria-label=say!("runbooks")>{tabs.into_iter().map(tab).collect_view()}</nav> })}
            {move || {
                let runbook = runbooks.iter().find(|known| Some(&known.id) == chosen.get().as_ref()).cloned();
                match runbook {
                    Some(runbook) => view! { <Book runbook /> }.into_any(),
                    None => view! { <Heading words=say!("runbooks") /><p class="empty">{say!("runbook-none")}</p> }.into_any(),
                }
            }}
        </div>
    }
}

#[component]
fn Book(runbook: Runbook) -> impl IntoView {
    let desk = desk();
    let id = runbook.id.clone();
    let runs =
        Memo::new(move |_| desk.shown.with(|launch| launch.runs.iter().filter(|run| run.runbook == id).cloned().collect::<Vec<_>>()));
    let going = Memo::new(move |_| runs.with(|runs| runs.iter().rfind(|run| run.state() == RunState::Going).cloned()));
    // Without its steps: what a colleague does to them leaves the dialog alone in which somebody writes.
    let head = Memo::new(move |_| {
        let run = going.get()?;
        let who = desk.shown.with(|launch| launch.name_of(run.started_by).to_owned());
        Some((Run { steps: Vec::new(), ..run }, who))
    });
    let over = Memo::new(move |_| runs.with(|runs| runs.iter().rfind(|run| run.state() != RunState::Going).map(|run| run.id)));
    let last = Memo::new(move |_| runs.with(|runs| runs.last().cloned()));
    // The run on the page: the one that is going on, or else the last.
    let shown = Memo::new(move |_| going.get().or_else(|| last.get()));
    let steps = runbook.steps.clone();
    let names: Vec<_> = runbook.steps.iter().map(|step| (step.id.clone(), step.title.clone())).collect();
    let past = move || {
        let over = runs.get().into_iter().rev().filter(|run| run.state() != RunState::Going).collect::<Vec<_>>();
        let names = names.clone();
        (!over.is_empty()).then(|| view! { <Past runs=over names /> })
    };
    view! {
        <div class="columns">
            <div class="columns__main">
                <Heading words=runbook.title.clone() />
                <p class="lead">{runbook.summary.clone()}</p>
                {move || match head.get() {
                    Some((run, who)) => view! { <Going run who /> }.into_any(),
                    None => view! { <Start runbook=runbook.id.clone() /> }.into_any(),
                }}
                {move || over.get().map(|run| view! { <LeftNote place=abandon_place(desk, run) told=say!("run-note-left") /> })}
                <ol class="runbook" data-testid="runbook">
                    {steps.into_iter().enumerate().map(|(place, step)| view! { <StepRow place=place + 1 step shown /> }).collect_view()}
                </ol>
                {past}
            </div>
            <Beside />
        </div>
    }
}

#[component]
fn Start(runbook: RunbookId) -> impl IntoView {
    let desk = desk();
    let start = move |rehearsal: bool| {
        let runbook = runbook.clone();
        Callback::new(move |()| {
            desk.wish(Command::StartRun { run: RunId(clock::new_id()), runbook: runbook.clone(), rehearsal });
            nav::focus(NEXT);
        })
    };
    view! {
        <div class="card card--row">
            <p>{say!("run-none")}</p>
            <div class="buttons">
                <Act words=say!("run-rehearse").to_owned() on_press=start(true) testid="start-rehearsal" />
                <Act words=say!("run-start").to_owned() on_press=start(false) danger=true testid="start-run" />
            </div>
        </div>
    }
}

/// Of why a run is abandoned, within the drafts.
fn abandon_place(desk: Desk, run: RunId) -> String {
    format!("{}/{run}/abandon", desk.id)
}

#[component]
fn Going(run: Run, who: String) -> impl IntoView {
    let desk = desk();
    let open = RwSignal::new(false);
    let (id, started, rehearsal) = (run.id, run.started_at, run.rehearsal);
    let now = RwSignal::new(clock::now());
    if let Ok(timer) = set_interval_with_handle(move || now.set(clock::now()), std::time::Duration::from_secs(1)) {
        on_cleanup(move || timer.clear());
    }
    let problems = Problems::none();
    let note = draft(abandon_place(desk, id));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match send_draft(note, |note| desk.ask(Command::AbandonRun { run: id, note })) {
            Ok(()) => open.set(false),
            Err(refusal) => problems.only(Some("note"), &words::refusal::told(&refusal)),
        }
    };
    let line = tell!(
        "run-going", name = who;
        kind = view! { <strong>{kind(rehearsal)}</strong> },
        at = view! { <Moment at=started /> },
        time = view! { <span class="timer" role="timer">{move || text::span(started, now.get())}</span> },
    );
    view! {
        <div class="card card--row" data-run="going" data-rehearsal=rehearsal.to_string()>
            <p>{line}</p>
            <div class="buttons">
                {move || (!open.get()).then(|| view! { <Begun places=vec![abandon_place(desk, id)] /> })}
                <button type="button" class="button button--quiet" data-testid="abandon-run" on:click=move |_| open.set(true)>{say!("run-abandon")}</button>
            </div>
        </div>
        <Dialog title=say!("run-abandon") open id="abandon">
            <form class="form" novalidate on:submit=submit>
                <AreaField form="abandon" name="note" label=say!("why") value=note problems />
                <Act words=say!("run-abandon").to_owned() danger=true />
            </form>
        </Dialog>
    }
}

fn kind(rehearsal: bool) -> &'static str {
    if rehearsal { say!("run-rehearsal") } else { say!("run-for-real") }
}

#[component]
fn Past(runs: Vec<Run>, names: Vec<(holdpoint_domain::id::StepId, String)>) -> impl IntoView {
    let desk = desk();
    let row = move |run: Run| {
        let by = run.started_by;
        // Followed: who is erased loses their name here too.
        let who = move || desk.shown.with(|launch| words::person(launch.name_of(by)).to_owned());
        let (key, words) = match run.state() {
            RunState::Going => ("going", say!("run-going-on")),
            RunState::Succeeded => ("succeeded", say!("run-succeeded")),
            RunState::Failed => ("failed", say!("run-failed")),
            RunState::Abandoned => ("abandoned", say!("run-abandoned")),
        };
        let took = run.ended_at.map(|end| text::span(run.started_at, end)).unwrap_or_default();
        let mut notes: Vec<String> = run.abandoned.iter().cloned().collect();
        for step in run.steps.iter().filter(|step| matches!(step.state, StepState::Skipped | StepState::Failed)) {
            let title = names.iter().find(|(id, _)| *id == step.step).map_or(say!("run-a-step"), |(_, title)| title.as_str());
            let note = step.note.as_deref().unwrap_or(say!("run-no-note"));
            notes.push(say!("run-note", step = title, state = words::story::step_state(step.state), note = note));
        }
        view! {
            <tr data-run=key>
                <td><Moment at=run.started_at /></td>
                <td>{kind(run.rehearsal)}</td>
                <td>{words}{notes.into_iter().map(|note| view! { <span class="table__note">{note}</span> }).collect_view()}</td>
                <td>{took}</td>
                <td>{who}</td>
            </tr>
        }
    };
    view! {
        <h2 class="subheading">{say!("run-past")}</h2>
        <div class="scroll" tabindex="0" role="region" aria-label=say!("run-past")>
            <table class="table" data-testid="past-runs">
                <thead><tr><th scope="col">{say!("run-column-when")}</th><th scope="col">{say!("run-column-kind")}</th><th scope="col">{say!("run-column-outcome")}</th><th scope="col">{say!("run-column-took")}</th><th scope="col">{say!("run-column-who")}</th></tr></thead>
                <tbody>{runs.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
