//! `/api/launches/{id}/deliveries`

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use holdpoint_domain::id::LaunchId;
use holdpoint_domain::launch::{Destination, NewDelivery, Record};
use holdpoint_domain::wire::{Deliver, DeliveriesView, Stored, TicketSystemView};
use holdpoint_store::{Entry, Wish};

use super::command_id;
use crate::app::App;
use crate::auth::Member;
use crate::error::ApiError;
use crate::json::{self, Place};

/// `GET …`: the operator's ticket systems that take this person's reports of this launch, and what was delivered.
pub async fn get(State(app): State<App>, member: Member, Place(id): Place<LaunchId>) -> Result<Json<DeliveriesView>, ApiError> {
    let launch = super::seen(&app, &member, id).await?;
    let system = |system: &holdpoint_probe::TicketSystem| TicketSystemView {
        name: system.name.clone(),
        kind: system.kind,
        example: system.kind.example().to_owned(),
        on_report: system.on_report,
    };
    let systems = app.ticket_systems(id, member.account.id).map(system).collect();
    Ok(Json(DeliveriesView { systems, deliveries: launch.deliveries.clone() }))
}

/// `POST …`: asks for a report to be in a ticket. It is brought soon after; what becomes of it is in the launch's events.
pub async fn post(
    State(app): State<App>,
    member: Member,
    Place(id): Place<LaunchId>,
    headers: HeaderMap,
    json: json::Json<Deliver>,
) -> Result<Json<Stored>, ApiError> {
    let launch = super::seen(&app, &member, id).await?;
    launch.may_deliver(member.account.id, member.account.owner)?;
    let mut sender = member.sender(json.fingerprint);
    sender.command = Some(command_id(&headers)?);
    sender.at = app.watch.clock.now();
    let Deliver { system, reference, report, each } = json.value;
    let systems = || app.ticket_systems(id, member.account.id);
    let Some(known) = systems().find(|known| known.name.as_str() == system) else {
        let names: Vec<&str> = systems().map(|system| system.name.as_str()).collect();
        let names = if names.is_empty() { "it has none".into() } else { format!("it has: {}", names.join(", ")) };
        let none = "holdpoint.toml has no ticket system of this name that takes your reports of this launch";
        let refusal = ApiError::shown_field("bad-field/system", "/system", format!("{none}; {names}"));
        return super::as_before(&app, id, &sender, refusal).await;
    };
    let new = NewDelivery { to: Destination { system: known.name.clone(), reference }, kind: known.kind, report, each };
    let wish = Wish::Record(Record::DeliveryAsked(new));
    let committed = app.submit(id, Entry { sender, based_on: launch.seq, wish }).await;
    let committed = committed.map_err(|error| ApiError::from(error).of_body())?;
    Ok(Json(Stored::at(committed.seq)))
}
