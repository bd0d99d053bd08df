//! The report's way to its ticket: asking for it, every attempt, and what a person does when a system refuses. Styles: `sign_off.css`.

use holdpoint_domain::id::{CommandId, Timestamp};
use holdpoint_domain::launch::{Command, Delivery, DeliveryOutcome, DeliveryState};
use holdpoint_domain::template::Role;
use holdpoint_domain::wire::{Deliver, DeliveriesView, TicketSystemView};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::{desk, follow, here};
use crate::desk::{Desk, Link};
use crate::net::api;
use crate::ui::{About, Act, ErrorSummary, Moment, Problems, Remote, SelectField, TextField, Waiting};
use crate::{clock, say, tell, text, words};

#[component]
pub fn Deliveries() -> impl IntoView {
    let (here, desk) = (here(), desk());
    let view = RwSignal::new(Remote::<DeliveriesView>::Waiting);
    let load = move || Remote::load(view, async move { api::deliveries(desk.id).await.map_err(|trouble| here.trouble(&trouble)) });
    load();
    let deliveries = Memo::new(move |_| desk.confirmed.with(|launch| launch.deliveries.iter().rev().cloned().collect::<Vec<_>>()));
    let ids = Memo::new(move |_| deliveries.with(|all| all.iter().map(|delivery| delivery.id).collect::<Vec<_>>()));
    view! {
        <section class="card" aria-labelledby="deliveries" data-testid="deliveries">
            <h2 class="card__title" id="deliveries">{say!("change-ticket")}</h2>
            <Waiting what=view again=Callback::new(move |()| load()) />
            {move || view.with(|view| view.here().map(|view| view.systems.clone())).map(|systems| match systems.is_empty() {
                true => view! {
                    <p class="aside">{say!("delivery-no-system")}</p>
                }.into_any(),
                false => view! { <Form systems /> }.into_any(),
            })}
            <ul class="plain">
                <For each=move || ids.get() key=|id| *id let:id>
                    <One delivery=Memo::new(move |_| deliveries.with(|all| all.iter().find(|delivery| delivery.id == id).cloned())) />
                </For>
            </ul>
        </section>
    }
}

/// Why one cannot deliver here; `None`: one can.
fn locked(desk: Desk) -> Option<String> {
    let refused = desk.confirmed.with(|launch| launch.may_deliver(desk.me, desk.owner).is_err());
    refused.then(|| say!("delivery-locked").to_owned())
}

#[component]
fn Form(systems: Vec<TicketSystemView>) -> impl IntoView {
    let (here, desk) = (here(), desk());
    let problems = Problems::none();
    let system = RwSignal::new(systems.first().map(|first| first.name.to_string()).unwrap_or_default());
    let ticket = Memo::new(move |_| desk.confirmed.with(|launch| launch.details.ticket.value.clone().unwrap_or_default()));
    let reference = RwSignal::new(ticket.get_untracked());
    follow(reference, ticket);
    let (each, busy) = (RwSignal::new(false), RwSignal::new(false));
    let options: Vec<(String, String)> = systems.iter().map(|known| (known.name.to_string(), known.name.to_string())).collect();
    let example = move || systems.iter().find(|known| system.with(|name| known.name.as_str() == name)).map(|known| known.example.clone());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        problems.clear();
        busy.set(true);
        // The one that stands here: another may have been issued, of which this page has not heard.
        let report = desk.confirmed.with_untracked(|launch| launch.reports.last().map(|report| report.bundle));
        let wish = Deliver { system: system.get_untracked(), reference: reference.get_untracked(), report, each: each.get_untracked() };
        let key = CommandId(clock::new_id());
        spawn_local(async move {
            match api::deliver(desk.me, desk.id, &wish, key).await {
                Ok(stored) => {
                    desk.wait_for(stored.seq).await;
                    if here.is_still(desk.me) {
                        here.say.set(say!("delivery-told", ticket = &wish.reference));
                    }
                }
                Err(trouble) => here.refused(desk.me, problems, (trouble.field(), &here.trouble(&trouble))),
            }
            _ = busy.try_set(false);
        });
    };
    let why_not = move || match (locked(desk), desk.link.get() == Link::Lost) {
        (Some(why), _) => Some(why),
        (None, true) => Some(say!("no-answer").into()),
        (None, false) if desk.confirmed.with(|launch| launch.reports.is_empty()) => Some(say!("delivery-no-report").into()),
        (None, false) => busy.get().then(|| say!("asking").to_owned()),
    };
    view! {
        <ErrorSummary problems form="deliver" />
        <form class="form" data-testid="deliver-form" novalidate on:submit=submit>
            <SelectField
                form="deliver"
                name="system"
                label=say!("delivery-system")
                options=options
                value=system
                on_choice=Callback::new(move |choice| system.set(choice))
                problems
            />
            <div class="field">
                <TextField form="deliver" name="reference" label=say!("delivery-ticket") value=reference problems />
                <p class="aside">{move || example().map(|example| say!("delivery-example", example = example))}</p>
            </div>
            <label class="delivery__each">
                <input type="checkbox" prop:checked=each on:change:target=move |ev| each.set(ev.target().checked()) />
                {say!("delivery-each")}
            </label>
            <Act
                words=say!("delivery-send").to_owned()
                locked=Signal::derive(why_not)
                testid="deliver"
            />
        </form>
    }
}

/// Its buttons stay those of this delivery, though others come before it.
#[component]
fn One(delivery: Memo<Option<Delivery>>) -> impl IntoView {
    let desk = desk();
    let may = Memo::new(move |_| desk.confirmed.with(|launch| launch.role_of(desk.me) == Some(Role::ReleaseManager)));
    move || delivery.get().map(|delivery| one(desk, delivery, may.get()))
}

/// * `may`: whether one may try again and stop.
fn one(desk: Desk, delivery: Delivery, may: bool) -> impl IntoView {
    let Delivery { id, to, report, each, at, state, due, tried, .. } = delivery;
    let (key, words) = match state {
        DeliveryState::Waiting => ("running", say!("delivery-state-waiting")),
        DeliveryState::Sent => ("pass", say!("delivery-state-sent")),
        DeliveryState::Held => ("fail", say!("delivery-state-held")),
        DeliveryState::GivenUp => ("fail", say!("delivery-state-given-up")),
        DeliveryState::Stopped => ("unknown", say!("delivery-state-stopped")),
        DeliveryState::Replaced => ("unknown", say!("delivery-state-replaced")),
    };
    let again = matches!(state, DeliveryState::Held | DeliveryState::GivenUp) || (state == DeliveryState::Waiting && !tried.is_empty());
    let open = again || state == DeliveryState::Waiting || each;
    let fault = RwSignal::new(None::<String>);
    let ask = move |command| {
        fault.set(desk.ask(command).err().map(|refusal| text::sentence(&words::refusal::told(&refusal))));
    };
    let next = due.filter(|_| !tried.is_empty());
    let ticket = to.reference.clone();
    let line = tell!(
        "delivery-line", system = to.system.to_string();
        reference = view! { <strong>{to.reference}</strong> },
        report = view! { <code>{report.short()}</code> },
        at = view! { <Moment at /> },
    );
    view! {
        <li class="delivery" data-testid="delivery" data-delivery=key>
            <p>
                {line}" "
                <span class="tag" data-standing=key>{words}</span>
                {each.then(|| view! { " "<span class="tag">{say!("delivery-later-too")}</span> })}
            </p>
            <ol class="plain">{tried.into_iter().rev().map(|tried| attempt(tried.at, &tried.outcome)).collect_view()}</ol>
            {next.map(|due| view! { <p class="aside">{tell!("delivery-next"; at = view! { <Moment at=due /> })}</p> })}
            {move || fault.get().map(|why| view! { <p class="field__error" role="alert">{why}</p> })}
            {may.then(|| view! {
                <div class="buttons">
                    {again.then(|| view! {
                        <button type="button" class="button" data-testid="retry-delivery" on:click=move |_| ask(Command::RetryDelivery { delivery: id })>
                            {say!("try-again")}<About what=ticket.clone() />
                        </button>
                    })}
                    {open.then(|| view! {
                        <button type="button" class="button button--quiet" data-testid="stop-delivery" on:click=move |_| ask(Command::StopDelivery { delivery: id })>
                            {say!("delivery-stop")}<About what=ticket />
                        </button>
                    })}
                </div>
            })}
        </li>
    }
}

fn attempt(at: Timestamp, outcome: &DeliveryOutcome) -> impl IntoView + use<> {
    let words = match outcome {
        DeliveryOutcome::Sent { did, things } => words::delivery::did(did, things),
        DeliveryOutcome::Later { why, said, .. } | DeliveryOutcome::Held { why, said } | DeliveryOutcome::GivenUp { why, said } => {
            words::delivery::why(why, said.as_ref())
        }
    };
    view! { <li>{tell!("delivery-tried", outcome = words; at = view! { <Moment at /> })}</li> }
}
