//! One step of a runbook: what to do, its commands, and how it went.

use holdpoint_domain::id::{RunId, StepId};
use holdpoint_domain::launch::{Command, Run, RunState, StepRun, StepState};
use holdpoint_domain::template::{Call, Step};
use leptos::prelude::*;

use super::super::check::{CheckTag, Checked, RunCheck, Seen};
use super::super::{Begun, desk, draft, send_draft};
use crate::desk::Desk;
use crate::ui::{Act, AreaField, Copy, Problems, coded};
use crate::{clock, nav, say, tell, text, words};

/// Where one goes on when a step is over.
pub const NEXT: &str = "[data-next=true] [data-testid=start-step]";

#[component]
pub fn StepRow(place: usize, step: Step, shown: Memo<Option<Run>>) -> impl IntoView {
    let desk = desk();
    let id = step.id.clone();
    let run = Memo::new(move |_| shown.with(|run| run.as_ref().map(|run| (run.id, run.state() == RunState::Going))));
    let how = Memo::new({
        let id = id.clone();
        move |_| shown.with(|run| run.as_ref().and_then(|run| run.steps.iter().find(|known| known.step == id).cloned()))
    });
    // The one that can be worked on: the first that is not over.
    let is_next = Memo::new({
        let id = id.clone();
        move |_| {
            shown.with(|run| {
                run.as_ref().and_then(|run| run.steps.iter().find(|step| !step.state.is_over())).is_some_and(|next| next.step == id)
            })
        }
    });
    let state = move || how.with(|how| how.as_ref().map_or(StepState::Waiting, |how| how.state));
    let paragraphs = step.detail.split("\n\n").filter(|text| !text.is_empty()).map(|text| view! { <p>{coded(text)}</p> }).collect_view();
    let commands = step.commands.iter().cloned().map(|command| {
        view! {
            <div class="command"><pre class="code">{command.clone()}</pre><Copy text=command what=say!("copy-command") /></div>
        }
    });
    let commands = commands.collect_view();
    let (title, call) = (step.title.clone(), step.call.clone().map(called));
    view! {
        <li class="step" data-step=id.to_string() data-state=move || state().words() data-next=move || (is_next.get() && run.get().is_some_and(|run| run.1)).to_string()>
            <div class="step__head">
                <span class="step__place" aria-hidden="true">{place}</span>
                <h2 class="step__title">{title}</h2>
                {move || how.get().map(|how| view! { <HowItWent how /> })}
            </div>
            {paragraphs}
            {call}
            {commands}
            {move || run.get().map(|(run, going)| match going && is_next.get() {
                true => view! { <Work step=step.clone() run how /> }.into_any(),
                false => view! { <LeftNote place=note_place(desk, run, &step.id) told=say!("step-note-left") /> }.into_any(),
            })}
        </li>
    }
}

/// Who is called, and how they are reached. The template's lint accepts digits and https only; a launch may be pinned to one that it never saw.
fn called(call: Call) -> impl IntoView {
    let Call { name, phone, link } = call;
    let phone = phone.map(|phone| {
        let number = dialled(&phone);
        view! { " · "<a href=format!("tel:{number}")>{phone}</a> }
    });
    let link = link.filter(|link| link.starts_with("https://")).map(|link| {
        let words = say!("step-call-link", name = &name);
        view! { " · "<a href=link target="_blank" rel="noreferrer noopener">{words}</a> }
    });
    view! { <p data-testid="step-call">{tell!("step-call"; name = view! { <strong>{name}</strong> })}{phone}{link}</p> }
}

/// What a telephone dials. Behind a country's code a zero in brackets is for calls within that country.
fn dialled(phone: &str) -> String {
    let written: String = phone.chars().filter(|sign| !sign.is_whitespace()).collect();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    match written.strip_prefix('+') {
        Some(abroad) => format!("+{}", digits(&abroad.replacen("(0)", "", 1))),
        None => digits(&written),
    }
}

#[component]
fn HowItWent(how: StepRun) -> impl IntoView {
    let desk = desk();
    let by = how.by;
    let took = how.started_at.zip(how.ended_at).map(|(from, to)| text::span(from, to));
    let at = how.ended_at.or(how.started_at).map(|at| text::clock(at, clock::east(at)));
    let words = move || {
        // Followed: who is erased loses their name here too.
        let who = by.map(|by| desk.shown.with(|launch| words::person(launch.name_of(by)).to_owned()));
        text::row([who, at.clone(), took.clone()].into_iter().flatten())
    };
    view! {
        <span class="step__how">
            <span class="tag" data-step-state=how.state.words()>{text::sentence(words::story::step_state(how.state))}</span>
            <span class="aside">{words}</span>
        </span>
        {how.note.map(|note| view! { <blockquote class="quote step__note">{note}</blockquote> })}
    }
}

/// What can be done with the step now.
#[component]
fn Work(step: Step, run: RunId, how: Memo<Option<StepRun>>) -> impl IntoView {
    let desk = desk();
    let id = StoredValue::new(step.id.clone());
    let started = Memo::new(move |_| how.with(|how| how.as_ref().is_some_and(|how| how.state == StepState::Started)));
    let since = move || how.with(|how| how.as_ref().and_then(|how| how.started_at));
    let asking = RwSignal::new(None::<StepState>);
    let start = Callback::new(move |()| {
        desk.wish(Command::StartStep { run, step: id.get_value() });
        nav::focus("[data-next=true] [data-testid=step-done]");
    });
    let done = Callback::new(move |()| {
        desk.wish(Command::FinishStep { run, step: id.get_value(), outcome: StepState::Done, note: None });
        nav::focus(NEXT);
    });
    let ask = move |outcome: StepState| {
        asking.set(Some(outcome));
        nav::focus("#step-note");
    };
    // Only a result of this environment that is younger than the step's start ends it.
    let checked = step.check.map(|check| {
        Checked::of_runs(check, move |launch, receipt| {
            launch.is_of_here(receipt) && since().is_some_and(|since| since <= receipt.observation.started_at)
        })
    });
    let done_locked = move || checked.filter(|checked| !checked.passes()).map(|_| say!("step-needs-check").to_owned());
    view! {
        <div class="step__work">
            <Show
                when=move || started.get()
                fallback=move || view! { <Act words=say!("runbook-step-start").to_owned() on_press=start main=true testid="start-step" /> }
            >
                {checked.map(|checked| view! {
                    <div class="step__check">
                        <CheckTag checked />
                        <Seen checked />
                        <RunCheck checked unconnected=say!("step-no-connection") />
                    </div>
                })}
                <Act words=say!("runbook-step-done").to_owned() on_press=done locked=Signal::derive(done_locked) main=true testid="step-done" />
                <button type="button" class="button button--danger" data-testid="step-fail" on:click=move |_| ask(StepState::Failed)>{say!("runbook-step-failed")}</button>
            </Show>
            <button type="button" class="button button--quiet" data-testid="step-skip" on:click=move |_| ask(StepState::Skipped)>{say!("runbook-step-skip")}</button>
        </div>
        {move || match asking.get() {
            Some(outcome) => view! { <Note run step=id.get_value() outcome asking /> }.into_any(),
            None => view! { <Begun places=vec![note_place(desk, run, &id.get_value())] /> }.into_any(),
        }}
    }
}

/// Of what one writes about a step, within the drafts.
fn note_place(desk: Desk, run: RunId, step: &StepId) -> String {
    format!("{}/{run}/{step}/note", desk.id)
}

/// What somebody was writing about a step, or a run, when it was over, as a colleague may end it: nothing takes it any longer.
#[component]
pub fn LeftNote(
    /// Of the draft.
    place: String,
    /// That it is left.
    told: &'static str,
) -> impl IntoView {
    let note = draft(place);
    let left = move |text: String| {
        view! {
            <p class="notice" data-kind="warn" role="status">{told}</p>
            <blockquote class="quote step__note" data-testid="left-note">{text.clone()}</blockquote>
            <div class="buttons">
                <Copy text what=say!("step-note-copied") />
                <button type="button" class="button button--quiet" data-testid="drop-note" on:click=move |_| note.set(String::new())>{say!("remove")}</button>
            </div>
        }
    };
    move || Some(note.get()).filter(|text| !text.trim().is_empty()).map(left)
}

#[component]
fn Note(run: RunId, step: StepId, outcome: StepState, asking: RwSignal<Option<StepState>>) -> impl IntoView {
    let desk = desk();
    let problems = Problems::none();
    let note = draft(note_place(desk, run, &step));
    let (label, words) = match outcome {
        StepState::Skipped => (say!("step-why-skipped"), say!("step-skip-it")),
        _ => (say!("step-what-happened"), say!("step-record-failure")),
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problems.clear();
        let finish = |note: String| {
            let note = Some(note.trim().to_owned()).filter(|note| !note.is_empty());
            desk.ask(Command::FinishStep { run, step: step.clone(), outcome, note })
        };
        match send_draft(note, finish) {
            Ok(()) => {
                asking.set(None);
                nav::focus(NEXT);
            }
            Err(refusal) => problems.only(Some("note"), &words::refusal::told(&refusal)),
        }
    };
    view! {
        <form class="form form--inline" data-testid="step-note" novalidate on:submit=submit>
            <AreaField form="step" name="note" label rows="2" value=note problems />
            <div class="buttons">
                <Act words=words.to_owned() main=true />
                <button type="button" class="button button--quiet" on:click=move |_| asking.set(None)>{say!("cancel")}</button>
            </div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_dialled_as_it_is_meant() {
        let cases = [
            ("+49 30 1234567", "+49301234567"),
            ("+49 (0)30 / 123-4567", "+49301234567"),
            ("+44 ( 0 ) 20.7946.0018", "+442079460018"),
            ("(030) 1234567", "0301234567"),
            ("(0)30 1234567", "0301234567"),
            ("112", "112"),
        ];
        for (written, expected) in cases {
            assert_eq!(dialled(written), expected, "{written}");
        }
    }
}
