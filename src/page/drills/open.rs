//! Opening a drill: what it will play, shown before anything is called; and the drills before.

use holdpoint_domain::wire::{DrillStep, DrillSummary, OpenDrill};
use leptos::prelude::*;

use super::Watch;
use crate::text;
use crate::ui::{Act, Moment, Problems, SelectField};

/// Seconds that are offered, each more than a usual time-out. The third is more than the 30 seconds that are recommended.
const HANGS: [(&str, &str); 4] = [
    ("10", "10 s, for a time-out below that"),
    ("25", "25 s, for a time-out below that"),
    ("45", "45 s, for any time-out up to 30 s"),
    ("90", "90 s, for a longer one, to see it"),
];
const USUAL: &str = "45";

#[component]
pub(super) fn OpenForm(watch: Watch) -> impl IntoView {
    let hang = RwSignal::new(USUAL.to_owned());
    let options = HANGS.map(|(key, words)| (key.to_owned(), words.to_owned())).to_vec();
    let press = Callback::new(move |()| {
        watch.open(OpenDrill { hang_seconds: hang.get_untracked().parse().ok(), ..OpenDrill::default() });
    });
    let locked = move || {
        let none = watch.list.with(|list| list.here().is_some_and(|list| list.plan.is_empty()));
        none.then(|| "No check of this launch's template is judged by a drill.".to_owned())
    };
    view! {
        <section class="card" aria-labelledby="open-drill">
            <h2 class="card__title" id="open-drill">"Open a drill"</h2>
            <p>"You get a base URL for 20 minutes. Point the client of your integration at it, in a test environment, and make the calls of the plan."</p>
            <SelectField
                form="drill"
                name="hang"
                label="How long an answer hangs"
                options=Signal::stored(options)
                value=hang
                on_choice=Callback::new(move |choice| hang.set(choice))
                problems=Problems::none()
            />
            <Act words="Open a drill".to_owned() on_press=press locked=Signal::derive(locked) main=true testid="open-drill" />
        </section>
    }
}

/// What a drill will play.
#[component]
pub(super) fn Plan(watch: Watch) -> impl IntoView {
    let plan = Memo::new(move |_| watch.list.with(|list| list.here().map(|list| list.plan.clone())).unwrap_or_default());
    let row = |step: DrillStep| {
        view! {
            <li>
                <strong>{step.title.clone()}</strong>": call "<code>{step.call.clone()}</code>
                <StepWords step />
            </li>
        }
    };
    view! {
        <Show when=move || plan.with(|plan| !plan.is_empty())>
            <section class="card" aria-labelledby="drill-plan" data-testid="drill-plan">
                <h2 class="card__title" id="drill-plan">"What it will play"</h2>
                <ul class="plain">{move || plan.get().into_iter().map(row).collect_view()}</ul>
            </section>
        </Show>
    }
}

/// What a scenario answers, and what is hoped for.
#[component]
pub(super) fn StepWords(step: DrillStep) -> impl IntoView {
    view! {
        <span class="table__note">"Answers: "{step.answers}"."</span>
        <span class="table__note">"Good: "{step.expects}</span>
    }
}

/// Other drills of this launch that the server still knows.
#[component]
pub(super) fn Earlier(watch: Watch) -> impl IntoView {
    let others = Memo::new(move |_| {
        let shown = watch.shown.with(|shown| shown.as_ref().map(|view| view.drill.id));
        let all = watch.list.with(|list| list.here().map(|list| list.drills.clone())).unwrap_or_default();
        all.into_iter().filter(|drill| Some(drill.id) != shown).collect::<Vec<_>>()
    });
    let row = move |drill: DrillSummary| {
        let id = drill.id;
        let words = format!("Show the drill of {}", drill.opened_by);
        view! {
            <li class="proves__line">
                <span>
                    {drill.opened_by}", "<Moment at=drill.opened_at />", "
                    {text::count(drill.requests as usize, "request", "requests")}
                    {drill.ended_at.is_none().then_some(", open")}
                </span>
                <Act words on_press=Callback::new(move |()| watch.show(id)) />
            </li>
        }
    };
    view! {
        <Show when=move || others.with(|others| !others.is_empty())>
            <section class="card" aria-labelledby="other-drills">
                <h2 class="card__title" id="other-drills">"Other drills"</h2>
                <ul class="plain">{move || others.get().into_iter().map(row).collect_view()}</ul>
            </section>
        </Show>
    }
}
