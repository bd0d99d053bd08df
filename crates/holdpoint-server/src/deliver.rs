//! Reports on their way to tickets. What is to be delivered stands in the launch's events; a claim in the store keeps replicas apart; each
//! attempt is recorded before the next one may begin.
//!
//! A server that dies between a system's yes and its record tries again, and finds what it wrote: nothing is written twice.

mod parcel;

use holdpoint_domain::id::{Digest, LaunchId, MemberId, Seq, Timestamp};
use holdpoint_domain::launch::{
    Attempt, Delivery, DeliveryOutcome, DeliveryState, DeliveryTrouble, Destination, Launch, Record, Reference, Refusal,
};
use holdpoint_domain::sentence::Sentence;
use holdpoint_probe::{TicketSystem, ticket};
use holdpoint_store::watching::Lease;
use holdpoint_store::{Entry, Sender, StoreError, Wish};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::app::App;
use crate::limits;

/// Takes deliveries that are due, and begins to bring them.
pub async fn begin(app: &App, now: Timestamp, under_way: &mut JoinSet<()>) -> Result<(), StoreError> {
    let lease = Lease::begin(now, limits::DELIVERY_LEASE);
    // As long again as one can be under way: clocks differ a little.
    let latest = now.saturating_add(limits::DELIVERY_LEASE.saturating_mul(2)).unwrap_or(Timestamp::MAX);
    for launch in app.store.launches().await? {
        for due in launch.due_deliveries(now) {
            // Held until it is there or has failed: a slow system must not gather more and more of them.
            let Ok(permit) = app.watch.deliveries.clone().try_acquire_owned() else { return Ok(()) };
            let Some(claim) = app.store.claim_delivery(launch.id, key(&due.to), lease, latest).await? else { continue };
            let (app, claimed) = (app.clone(), Claimed { launch: launch.id, delivery: due.id, to: due.to.clone(), claim });
            under_way.spawn(async move {
                let (launch, delivery) = (claimed.launch, claimed.delivery);
                if let Err(error) = one(&app, claimed).await {
                    tracing::warn!(%launch, %delivery, %error, "what became of a delivery was not recorded; it is tried again, and looks first");
                }
                drop(permit);
            });
        }
    }
    Ok(())
}

/// A delivery that this process has for a while.
struct Claimed {
    launch: LaunchId,
    delivery: Seq,
    to: Destination,
    claim: Uuid,
}

fn key(to: &Destination) -> String {
    format!("{} {}", to.system, to.reference)
}

/// One attempt: brought, recorded, given back.
async fn one(app: &App, claimed: Claimed) -> Result<(), StoreError> {
    let launch = app.store.launch(claimed.launch).await?;
    // Another replica may have done it between our look and our claim.
    let due = launch.due_deliveries(app.watch.clock.now()).find(|delivery| delivery.id == claimed.delivery);
    if let Some(delivery) = due {
        let (number, seen) = (delivery.attempts + 1, bring(app, &launch, delivery).await);
        let attempt = Attempt { delivery: delivery.id, number, seen };
        match record(app, launch.id, attempt).await {
            // Stopped or replaced meanwhile: what was brought is there, and nobody asks for it any more.
            Ok(()) | Err(StoreError::Refused(Refusal::WrongOrder(_))) => {}
            Err(error) => return Err(error),
        }
    }
    app.store.release_delivery(claimed.launch, key(&claimed.to), claimed.claim).await
}

async fn bring(app: &App, launch: &Launch, delivery: &Delivery) -> Result<Vec<Sentence>, DeliveryTrouble> {
    let Destination { system, reference } = &delivery.to;
    let system = app.ticket_system(system).ok_or(DeliveryTrouble::NoSystem)?;
    // The configuration may be another one than when it was asked for.
    if !delivery.wished_by().all(|person| system.takes_from(launch.id, person)) {
        return Err(DeliveryTrouble::NotFor);
    }
    let reference = Reference::parse(system.kind, reference).map_err(|rule| DeliveryTrouble::Reference(rule.to_string()))?;
    let what = (delivery.report, system.keeps_files());
    let parcel = parcel::of(app, launch, what, app.watch.clock.now()).await.map_err(|error| {
        tracing::warn!(launch = %launch.id, ?error, "a report cannot be made ready for its ticket");
        DeliveryTrouble::NoReport
    })?;
    ticket::deliver(&app.egress, system, &reference, &parcel).await
}

async fn record(app: &App, launch: LaunchId, attempt: Attempt) -> Result<(), StoreError> {
    let (delivery, at) = (attempt.delivery, app.watch.clock.now());
    let fingerprint = Digest::of(b"");
    let sender = Sender { by: MemberId::SERVER, name: "the server".into(), owner: false, at, command: None, fingerprint };
    let wish = Wish::Record(Record::DeliveryTried(attempt));
    app.submit(launch, Entry { sender, based_on: Seq(0), wish }).await?;
    let launch = app.store.launch(launch).await?;
    if let Some(delivery) = launch.delivery(delivery) {
        tell(app, &launch, delivery);
    }
    Ok(())
}

fn tell(app: &App, launch: &Launch, delivery: &Delivery) {
    let kind = app.ticket_system(&delivery.to.system).map_or("none", kind);
    let word = match delivery.state {
        DeliveryState::Sent => "sent",
        DeliveryState::Waiting => "retried",
        DeliveryState::Held | DeliveryState::GivenUp | DeliveryState::Stopped | DeliveryState::Replaced => "failed",
    };
    app.metrics.delivered(kind, word);
    match delivery.tried.last().map(|tried| &tried.outcome) {
        Some(DeliveryOutcome::Later { why, .. } | DeliveryOutcome::Held { why, .. } | DeliveryOutcome::GivenUp { why, .. }) => {
            tracing::warn!(system = %delivery.to.system, launch = %launch.id, why, outcome = word, "a report did not come into its ticket");
        }
        Some(DeliveryOutcome::Sent { .. }) | None => {}
    }
}

fn kind(system: &TicketSystem) -> &'static str {
    use holdpoint_domain::launch::TicketKind::*;
    match system.kind {
        GitHub => "github",
        GitLab => "gitlab",
        Jira => "jira",
        ServiceNow => "servicenow",
    }
}

/// To where the operator sends each report of a launch: its change ticket, where that is a ticket of such a system that takes the word of who wrote it
/// there, too.
///
/// * `issuer`: of the report.
pub fn by_operator(app: &App, launch: &Launch, issuer: MemberId) -> Vec<Destination> {
    let Some(ticket) = &launch.details.ticket.value else { return Vec::new() };
    let takes = |system: &&TicketSystem| launch.details.ticket.by.is_none_or(|by| system.takes_from(launch.id, by));
    let fitting = app.ticket_systems(launch.id, issuer).filter(|system| system.on_report).filter(takes).filter_map(|system| {
        let reference = Reference::parse(system.kind, ticket).ok()?;
        Some(Destination { system: system.name.clone(), reference: reference.to_string() })
    });
    fitting.collect()
}
