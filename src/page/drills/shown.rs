//! One drill: its address, how far its plan has come, what it shows, and its traffic.

use holdpoint_domain::check::Standing;
use holdpoint_domain::wire::{CheckSeen, DrillView, StepProgress, StepSeen};
use leptos::prelude::*;

use super::super::Hands;
use super::Watch;
use super::open::{StepWords, call};
use super::timeline::Timeline;
use super::traffic::TrafficTable;
use crate::route::Route;
use crate::text;
use crate::ui::receipt::Next;
use crate::ui::{Act, Copy, Moment, StandingTag, coded};
use crate::{clock, say, tell, words};

#[component]
pub(super) fn Shown(watch: Watch) -> impl IntoView {
    view! {
        <Address watch />
        <Steps watch />
        <Timeline watch />
        <TrafficTable watch />
        <Verdicts watch />
    }
}

impl Watch {
    /// A part of the shown drill, which redraws only when it changes.
    pub(super) fn part<T: Clone + PartialEq + Send + Sync + 'static>(self, of: fn(&DrillView) -> T) -> Memo<Option<T>> {
        Memo::new(move |_| self.shown.with(|shown| shown.as_ref().map(of)))
    }
}

#[component]
fn Address(watch: Watch) -> impl IntoView {
    let head = watch.part(|view| (view.drill.opened_by.clone(), view.drill.opened_at, view.drill.ends_at, view.drill.ended_at));
    let base = watch.part(|view| view.base_url.clone());
    let recorded = watch.part(|view| (view.seq, view.trouble.clone(), view.recording));
    // Looked at anew with each answer.
    let left = move || {
        let ends_at = watch.shown.with(|shown| shown.as_ref().map(|view| view.drill.ends_at));
        ends_at.map(|ends_at| text::span(clock::now(), ends_at))
    };
    let is_open = Memo::new(move |_| head.with(|head| head.as_ref().is_some_and(|(.., ended_at)| ended_at.is_none())));
    let address = move || match base.get().flatten() {
        Some(base) => view! {
            <div class="command">
                <code class="code code--line" data-testid="drill-url">{base.clone()}</code>
                <Copy text=base what=say!("drill-copy") />
            </div>
            <p class="aside">{say!("drill-address-about")}</p>
        }
        .into_any(),
        None if is_open.get() => view! { <p class="aside">{say!("drill-address-hidden")}</p> }.into_any(),
        None => ().into_any(),
    };
    let after = move || {
        let (seq, trouble, recording) = recorded.get()?;
        Some(match (seq, trouble) {
            (Some(seq), trouble) => view! {
                <p class="notice" data-kind="good" data-testid="drill-recorded">{say!("drill-recorded", place = seq.to_string())}</p>
                {trouble.map(|trouble| view! { <p class="notice" data-kind="warn">{trouble}</p> })}
            }
            .into_any(),
            (None, Some(trouble)) => view! { <p class="notice" data-kind="warn">{trouble}</p> }.into_any(),
            (None, None) if recording => view! { <p class="notice">{say!("drill-recording")}</p> }.into_any(),
            (None, None) => view! { <p class="notice">{say!("drill-nothing")}</p> }.into_any(),
        })
    };
    view! {
        <section class="card" aria-labelledby="drill-address" data-testid="drill" data-open=move || is_open.get().to_string()>
            <h2 class="card__title" id="drill-address">{move || if is_open.get() { say!("drill-is-open") } else { say!("drill-has-ended") }}</h2>
            {move || head.get().map(|(by, opened_at, _, ended_at)| {
                let at = view! { <Moment at=opened_at /> };
                let line = match ended_at {
                    Some(ended) => tell!("drill-opened-ended", name = by; at = at, ended = view! { <Moment at=ended /> }),
                    None => tell!("drill-opened", name = by; at = at),
                };
                view! { <p class="aside">{line}</p> }
            })}
            {address}
            <Show when=move || is_open.get() fallback=move || after>
                <Hands><div class="buttons buttons--lead">
                    <Act words=say!("drill-end").to_owned() on_press=Callback::new(move |()| watch.close()) main=true testid="close-drill" />
                    <span class="timer" data-testid="drill-left">{move || left().map(|left| say!("drill-left", time = left))}</span>
                </div></Hands>
            </Show>
        </section>
    }
}

/// The plan, with how far each scenario has come.
#[component]
fn Steps(watch: Watch) -> impl IntoView {
    let steps = watch.part(|view| view.steps.clone());
    let row = |seen: StepSeen| {
        let (key, words) = match seen.state {
            StepProgress::Waiting => ("waiting", say!("drill-waiting")),
            StepProgress::Begun => ("begun", say!("drill-begun")),
            StepProgress::Played => ("played", say!("drill-played")),
        };
        let own = seen.base_url.map(|base| {
            let what = say!("drill-copy-own");
            view! {
                <details class="more">
                    <summary>{say!("drill-own")}</summary>
                    <p class="aside">{say!("drill-own-about")}</p>
                    <div class="command"><code class="code code--line">{base.clone()}</code><Copy text=base what /></div>
                </details>
            }
        });
        let scenario = seen.step.scenario.key();
        view! {
            <li class="drill-step" data-scenario=scenario data-state=key>
                <div class="check__head">
                    <span>{call(&seen.step)}</span>
                    <span class="tag" data-drill-state=key>{words}</span>
                </div>
                <StepWords step=seen.step />
                {own}
            </li>
        }
    };
    view! {
        <section class="card" aria-labelledby="drill-steps" data-testid="drill-steps">
            <h2 class="card__title" id="drill-steps">{say!("drill-plan-title")}</h2>
            <ul class="plain">{move || steps.get().unwrap_or_default().into_iter().map(row).collect_view()}</ul>
        </section>
    }
}

/// What it shows of each check, as of now.
#[component]
fn Verdicts(watch: Watch) -> impl IntoView {
    let checks = watch.part(|view| (view.checks.clone(), view.drill.ended_at.is_some()));
    let card = move |seen: CheckSeen| {
        let launch = watch.desk.id;
        let standing = seen.judgement.as_ref().map(|judgement| Standing::from(judgement.verdict));
        let key = seen.judgement.as_ref().map_or("none", |judgement| judgement.verdict.words());
        let items = seen.proves.into_iter().map(|item| {
            let href = Route::item(launch, item.clone()).to_string();
            let title = watch.desk.shown.with_untracked(|launch| launch.template.item(&item).map(|item| item.title.clone()));
            view! { <li><a href=href>{title.unwrap_or_else(|| item.to_string())}</a></li> }
        });
        view! {
            <article class="check card" data-drill-check=seen.check.to_string() data-verdict=key>
                <div class="check__head">
                    <h3 class="check__title">{seen.title}</h3>
                    <StandingTag standing />
                </div>
                {match seen.judgement {
                    Some(judgement) => view! {
                        <p>{coded(&words::checks::why(&judgement, None))}</p>
                        {words::checks::next(&judgement, None).map(|next| view! { <Next next /> })}
                    }
                    .into_any(),
                    None => view! { <p class="aside">{say!("drill-no-verdict")}</p> }.into_any(),
                }}
                <ul class="plain">{items.collect_view()}</ul>
            </article>
        }
    };
    view! {
        <section class="drill-verdicts" aria-labelledby="drill-verdicts">
            <h2 class="subheading" id="drill-verdicts">
                {move || if checks.with(|checks| checks.as_ref().is_some_and(|(_, ended)| *ended)) { say!("drill-showed") } else { say!("drill-shows") }}
            </h2>
            <div class="checks">{move || checks.get().unwrap_or_default().0.into_iter().map(card).collect_view()}</div>
        </section>
    }
}
