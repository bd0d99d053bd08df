//! A launch's history, step by step: what happened, and how the launch stood right after it.

use std::sync::Arc;

use holdpoint_domain::launch::{Event, Launch, Recorded};
use holdpoint_domain::report::History;
use leptos::prelude::*;

use super::super::Exact;
use crate::ui::{GateTag, StatusTag};
use crate::{say, tell, words};

/// * `proven`: up to which place a report that was given proves it.
#[component]
pub fn Story(file: Vec<u8>, proven: Memo<u64>) -> impl IntoView {
    let body = match History::parse(&file) {
        Ok(history) => view! { <Steps history=Arc::new(history) proven /> }.into_any(),
        Err(why) => view! { <p class="field__error" role="alert">{words::verification::bad_history(&why)}</p> }.into_any(),
    };
    view! {
        <section class="card" aria-labelledby="story" data-testid="story">
            <h2 class="card__title" id="story">{say!("story-title")}</h2>
            {body}
        </section>
    }
}

/// Where somebody signed, or a report was issued: what an auditor steps to.
fn is_signature(recorded: Option<&Recorded>) -> bool {
    recorded.is_some_and(|recorded| matches!(recorded.event, Event::Approved { .. } | Event::ReportSigned { .. }))
}

#[component]
fn Steps(history: Arc<History>, proven: Memo<u64>) -> impl IntoView {
    let size = history.size();
    let signatures: Vec<u64> = (1..).zip(history.events()).filter(|(_, event)| is_signature(*event)).map(|(place, _)| place).collect();
    let at = RwSignal::new(signatures.last().copied().unwrap_or(size));
    let signatures = StoredValue::new(signatures);
    let earlier = move || signatures.with_value(|all| all.iter().rev().find(|place| **place < at.get()).copied());
    let later = move || signatures.with_value(|all| all.iter().find(|place| at.get() < **place).copied());
    let typed = move |event: leptos::ev::Event| {
        if let Ok(place) = event_target_value(&event).parse::<u64>() {
            at.set(place.clamp(1, size));
        }
    };
    let to = move |words: &'static str, testid: &'static str, place: Signal<Option<u64>>| {
        let press = move |_| place.get_untracked().into_iter().for_each(|place| at.set(place));
        view! { <button type="button" class="button" data-testid=testid aria-disabled=move || place.get().is_none().to_string() on:click=press>{words}</button> }
    };
    view! {
        <div class="story__ways" role="group" aria-label=say!("story-steps")>
            {to(say!("story-earlier"), "story-earlier", Signal::derive(earlier))}
            {to(say!("story-before"), "story-before", Signal::derive(move || at.get().checked_sub(1).filter(|place| *place != 0)))}
            <label class="field">
                <span class="field__label">{say!("story-event", size = size.to_string())}</span>
                <input class="field__input" type="number" min="1" max=size prop:value=move || at.get() on:change=typed />
            </label>
            {to(say!("story-next"), "story-next", Signal::derive(move || Some(at.get() + 1).filter(|place| *place <= size)))}
            {to(say!("story-later"), "story-later", Signal::derive(later))}
        </div>
        {move || (proven.get() < at.get()).then(|| view! { <p class="notice" data-kind="warn" data-testid="story-unproven">{say!("story-unproven")}</p> })}
        {move || view! { <Then history=history.clone() place=at.get() /> }}
    }
}

/// The launch right after an event.
#[component]
fn Then(history: Arc<History>, place: u64) -> impl IntoView {
    let recorded = history.events().nth(usize::try_from(place - 1).unwrap_or(usize::MAX)).flatten().cloned();
    match (history.launch_at(place), recorded) {
        (Some(launch), Some(recorded)) => view! { <Stand launch recorded /> }.into_any(),
        _ => view! { <p>{say!("story-unknown")}</p> }.into_any(),
    }
}

#[component]
fn Stand(launch: Launch, recorded: Recorded) -> impl IntoView {
    let gate = launch.brief_gate(recorded.at);
    let progress = launch.progress(recorded.at);
    let after = tell!(
        "story-after", reasons = gate.reasons, settled = progress.settled, total = progress.total;
        decision = view! { <GateTag decision=gate.decision /> },
    );
    let rows: Vec<_> = launch
        .template
        .items()
        .map(|(_, item)| {
            let state = launch.items.get(&item.id);
            let status = state.map(|state| state.status_at(recorded.at)).unwrap_or_default();
            let evidence = state.map(|state| state.evidence.len()).unwrap_or_default();
            (item.title.clone(), status, evidence)
        })
        .collect();
    let row = |(title, status, evidence): (String, holdpoint_domain::launch::Status, usize)| {
        view! { <tr><th scope="row">{title}</th><td><StatusTag status /></td><td>{evidence}</td></tr> }
    };
    view! {
        <p aria-live="polite" data-testid="story-event" data-seq=recorded.seq.to_string()>
            {tell!("history-line", words = words::delivery::told(&launch, &recorded.event); who = view! { <strong>{words::story::who(&launch, recorded.by)}</strong> })}" "
            <span class="aside"><Exact at=recorded.at /></span>
        </p>
        <p>{after}</p>
        <table class="table table--titles">
            <caption class="hidden">{say!("story-items")}</caption>
            <thead><tr><th scope="col">{say!("item")}</th><th scope="col">{say!("status")}</th><th scope="col">{say!("evidence")}</th></tr></thead>
            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}
