//! The gate's verdict, always in sight: go or no go, why, and how far the launch is.

use holdpoint_domain::launch::{self, Decision, Gate, GateBrief};
use holdpoint_domain::order;
use leptos::ev::focusin;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use crate::clock::Ticking;
use crate::desk::Desk;
use crate::page::reason_href;
use crate::ui::{GateTag, Moment, OnPaper, Progress, Reasons, following, when};
use crate::{nav, say, tell, words};

#[component]
pub fn GateBar(desk: Desk) -> impl IntoView {
    let progress = Memo::new(move |_| desk.progress.with(|sections| sections.iter().copied().sum::<launch::Progress>()));
    // Thousands of reasons are written and drawn for those who look at them.
    let (open, on_paper) = (RwSignal::new(false), expect_context::<OnPaper>());
    let looks = move || open.get() || on_paper.get();
    // It lies over the page: whoever goes on by keyboard would not see where they are.
    let why = NodeRef::<leptos::html::Details>::new();
    let shut = move || _ = why.get_untracked().map(|why| why.set_open(false));
    // Heard of from the whole page: the focus may come from nowhere, as after a click beside everything that takes it.
    let went_on = window_event_listener(focusin, move |event| {
        let to = event.target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
        if to.is_some_and(|to| why.get_untracked().is_some_and(|why| !why.contains(Some(&to)))) {
            shut();
        }
    });
    on_cleanup(move || went_on.remove());
    let escape = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            shut();
            nav::focus(".gate__why > summary");
        }
    };
    // Who is where a reason leads already is taken there all the same, from under the list.
    let led = move |click: leptos::ev::MouseEvent| {
        let target = click.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let is_link = target.is_some_and(|target| target.closest("a").is_ok_and(|link| link.is_some()));
        if is_link && !click.ctrl_key() && !click.meta_key() && !click.shift_key() {
            shut();
            nav::focus_from(".gate".into(), ".pane #item-heading, .page #heading");
        }
    };
    view! {
        <section class="gate" aria-label=say!("gate") data-testid="gate">
            {move || view! { <GateTag decision=desk.gate.with(|gate| gate.decision) /> }.into_any()}
            <details class="gate__why" node_ref=why on:keydown=escape on:toggle=move |_| open.set(why.get_untracked().is_some_and(|why| why.open()))>
                <summary>{move || desk.gate.with(summary)}</summary>
                <div class="gate__list" on:click=led>{when(looks, move || view! { <Why desk /> }.into_any())}</div>
            </details>
            <span class="gate__first">
                {move || desk.first.get().map(|reason| view! { <a href=reason_href(desk.id, &reason)>{words::reason::told(&reason)}</a> }.into_any())}
            </span>
            {move || view! { <Progress label=say!("gate-progress").into() progress=progress.get() /> }.into_any()}
        </section>
    }
}

fn summary(gate: &GateBrief) -> String {
    match (gate.decision, gate.notices) {
        (Decision::NoGo, 0) => say!("reasons", count = gate.reasons),
        (Decision::NoGo, notices) => say!("gate-reasons-and-notices", reasons = gate.reasons, notices = notices),
        (Decision::Go, 0) => say!("gate-nothing-against").into(),
        (Decision::Go, notices) => say!("gate-only-notices", notices = notices),
    }
}

#[component]
fn Why(desk: Desk) -> impl IntoView {
    let ticking = expect_context::<Ticking>();
    let gate = following(move || {
        let now = ticking.get();
        let mut gate = desk.whole.with(|launch| launch.gate(now));
        order::sort_by_key(&mut gate.reasons, |reason| reason.kind().rank());
        gate
    });
    move || listed(desk, gate.get())
}

fn listed(desk: Desk, gate: Gate) -> impl IntoView {
    let href = Callback::new(move |reason| reason_href(desk.id, &reason));
    let some_notices = !gate.notices.is_empty();
    view! {
        {(!gate.reasons.is_empty()).then(|| view! {
            <h2 class="gate__title">{say!("gate-why")}</h2>
            <Reasons reasons=gate.reasons href />
        })}
        {some_notices.then(|| view! {
            <h2 class="gate__title">{say!("gate-notices")}</h2>
            <Reasons reasons=gate.notices href />
        })}
        {gate.holds_until.map(|end| view! { <p class="aside">{tell!("gate-holds-until"; end = view! { <Moment at=end /> })}</p> })}
    }
}
