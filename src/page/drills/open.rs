//! Opening a drill: what it will play, shown before anything is called; and the drills before.

use holdpoint_domain::id::DrillId;
use holdpoint_domain::wire::{DrillStep, DrillSummary, OpenDrill};
use leptos::prelude::*;

use super::Watch;
use crate::ui::{Act, Moment, Problems, SelectField};
use crate::{say, tell, words};

/// Seconds that are offered, each more than a usual time-out. The third is more than the 30 seconds that are recommended.
fn hangs() -> Vec<(String, String)> {
    let words =
        [("10", say!("drill-hang-10")), ("25", say!("drill-hang-25")), (USUAL, say!("drill-hang-45")), ("90", say!("drill-hang-90"))];
    words.map(|(key, words)| (key.to_owned(), words.to_owned())).to_vec()
}

const USUAL: &str = "45";

#[component]
pub(super) fn OpenForm(watch: Watch) -> impl IntoView {
    let hang = RwSignal::new(USUAL.to_owned());
    let press = Callback::new(move |()| {
        watch.open(OpenDrill { hang_seconds: hang.get_untracked().parse().ok(), ..OpenDrill::default() });
    });
    let locked = move || {
        let none = watch.list.with(|list| list.here().is_some_and(|list| list.plan.is_empty()));
        none.then(|| say!("drill-no-check").to_owned())
    };
    view! {
        <section class="card" aria-labelledby="open-drill">
            <h2 class="card__title" id="open-drill">{say!("drill-open")}</h2>
            <p>{say!("drill-open-about")}</p>
            <SelectField
                form="drill"
                name="hang"
                label=say!("drill-hang")
                options=Signal::stored(hangs())
                value=hang
                on_choice=Callback::new(move |choice| hang.set(choice))
                problems=Problems::none()
            />
            <Act words=say!("drill-open").to_owned() on_press=press locked=Signal::derive(locked) main=true testid="open-drill" />
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
                {call(&step)}
                <StepWords step />
            </li>
        }
    };
    view! {
        <Show when=move || plan.with(|plan| !plan.is_empty())>
            <section class="card" aria-labelledby="drill-plan" data-testid="drill-plan">
                <h2 class="card__title" id="drill-plan">{say!("drill-plan")}</h2>
                <ul class="plain">{move || plan.get().into_iter().map(row).collect_view()}</ul>
            </section>
        </Show>
    }
}

/// What the integration has to call.
pub(super) fn call(step: &DrillStep) -> Vec<AnyView> {
    let (title, call) = (words::drill::title(step.scenario), words::drill::call(step.scenario));
    // Behind the request may stand how often, in words.
    let (request, often) = call.split_once(", ").map_or((call, None), |(request, often)| (request, Some(often)));
    let call = view! { <code>{request}</code>{often.map(|often| format!(", {often}"))} };
    tell!("drill-step"; title = view! { <strong>{title}</strong> }, call = call)
}

/// What a scenario answers, and what is hoped for.
#[component]
pub(super) fn StepWords(step: DrillStep) -> impl IntoView {
    view! {
        <span class="table__note">{say!("drill-answers", answers = words::drill::answers(&step))}</span>
        <span class="table__note">{say!("drill-good", expects = words::drill::expects(step.scenario))}</span>
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
    let ids = Memo::new(move |_| others.with(|others| others.iter().map(|drill| drill.id).collect::<Vec<_>>()));
    // Its button stays what it is, though what is told of it changes.
    let row = move |id: DrillId| {
        let drill = Memo::new(move |_| others.with(|others| others.iter().find(|drill| drill.id == id).cloned()));
        let words = move || drill.get().map(|drill| say!("drill-show", name = drill.opened_by)).unwrap_or_default();
        view! {
            <li class="proves__line">
                <span>{move || drill.get().map(line)}</span>
                <Act words=Signal::derive(words) on_press=Callback::new(move |()| watch.show(id)) />
            </li>
        }
    };
    view! {
        <Show when=move || others.with(|others| !others.is_empty())>
            <section class="card" aria-labelledby="other-drills">
                <h2 class="card__title" id="other-drills">{say!("drills-other")}</h2>
                <ul class="plain"><For each=move || ids.get() key=|id| *id children=row /></ul>
            </section>
        </Show>
    }
}

fn line(drill: DrillSummary) -> Vec<AnyView> {
    let at = view! { <Moment at=drill.opened_at /> };
    match drill.ended_at {
        Some(_) => tell!("drill-line", name = drill.opened_by, count = drill.requests; at = at),
        None => tell!("drill-line-open", name = drill.opened_by, count = drill.requests; at = at),
    }
}
