//! `/api/launches`, `/api/launches/{id}`, `…/gate`, `…/trend`, `…/badge.svg`, `…/snapshots/{digest}`

use std::time::Instant;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::{IntoResponse, Response};
use holdpoint_domain::badge::badge as draw;
use holdpoint_domain::id::{Digest, LaunchId, Timestamp};
use holdpoint_domain::launch::{Gate, Launch, NewLaunch, Reason, TrendPoint};
use holdpoint_domain::wire::{LaunchCreated, LaunchSummary, LaunchView, WaitsFor};
use holdpoint_store::{Creation, StoreError};

use super::command_id;
use crate::app::App;
use crate::auth::Member;
use crate::error::ApiError;
use crate::json::{self, Place};
use crate::limits;
use crate::templates::Known;

/// A browser may keep a public badge so long, in seconds: a wiki's page with many of them asks once.
const BADGE_CACHE: &str = "private, max-age=60";

/// Reasons that a board shows of each launch.
const FIRST_REASONS: usize = 3;

/// `GET /api/launches`
pub async fn list(State(app): State<App>, member: Member) -> Result<Json<Vec<LaunchSummary>>, ApiError> {
    let (now, all) = (Timestamp::now(), app.store.launches().await?);
    let seen = all.iter().rev().filter(|launch| launch.seen_by(member.account.id, member.account.owner).is_ok());
    Ok(Json(seen.map(|launch| summary(launch, now)).collect()))
}

/// `POST /api/launches`
pub async fn post(
    State(app): State<App>,
    member: Member,
    headers: HeaderMap,
    json: json::Json<NewLaunch>,
) -> Result<Json<LaunchCreated>, ApiError> {
    let wish = json.value;
    let mut sender = member.sender(json.fingerprint);
    sender.command = Some(command_id(&headers)?);
    let known = match known(&app, &wish) {
        Ok(known) => known,
        // Both may be gone since it was made.
        Err(refusal) => return app.store.answered(&sender).await?.map(|(id, seq)| Json(LaunchCreated { id, seq })).ok_or(refusal),
    };
    let (template, template_ref) = (known.template, known.reference);
    let created =
        app.store.create(Creation { sender, wish, template, template_ref }).await.map_err(|error| ApiError::from(error).of_body())?;
    Ok(Json(LaunchCreated { id: created.id, seq: created.seq }))
}

/// The template of a new launch, if it is there, and the connection too.
fn known(app: &App, wish: &NewLaunch) -> Result<Known, ApiError> {
    if wish.connection.as_ref().is_some_and(|connection| app.connection(connection).is_none()) {
        return Err(ApiError::shown_field(
            "bad-field/connection",
            "/connection",
            "holdpoint.toml has no such connection; choose one of the list",
        ));
    }
    app.templates
        .get(&wish.template)
        .ok_or_else(|| ApiError::shown_field("bad-field/template", "/template", "there is no such template; choose one of the list"))
}

/// `GET /api/launches/{id}`
pub async fn one(State(app): State<App>, member: Member, Place(id): Place<LaunchId>) -> Result<Json<LaunchView>, ApiError> {
    let launch = super::seen(&app, &member, id).await?;
    let present = app.presence.present(id, Instant::now()).present.into_iter().map(|person| person.id).collect();
    Ok(Json(LaunchView { launch: Launch::clone(&launch), present }))
}

/// `GET /api/launches/{id}/snapshots/{digest}`: the bytes that an approval or a report of this launch is about.
pub async fn kept_snapshot(
    State(app): State<App>,
    member: Member,
    Place((id, digest)): Place<(LaunchId, Digest)>,
) -> Result<Response, ApiError> {
    let launch = super::seen(&app, &member, id).await?;
    let own = launch.approvals.iter().map(|approval| approval.snapshot).chain(launch.reports.iter().map(|report| report.snapshot));
    let none =
        || ApiError::not_found("there is no snapshot of this launch with that digest; its approvals and reports name those that are kept");
    // Bytes of other launches are kept beside these.
    let kept = if own.into_iter().any(|known| known == digest) { app.store.kept(digest).await? } else { None };
    Ok(([(header::CONTENT_TYPE, "application/json")], kept.ok_or_else(none)?).into_response())
}

/// `GET /api/launches/{id}/badge.svg`: to who sees the launch, or to anybody where the operator says so.
pub async fn badge(State(app): State<App>, member: Result<Member, ApiError>, Place(id): Place<LaunchId>) -> Result<Response, ApiError> {
    let launch = match app.public_badges {
        true => Some(app.store.launch(id).await?).filter(|launch| !launch.discarded).ok_or(StoreError::NoSuchLaunch(id))?,
        false => super::seen(&app, &member?, id).await?,
    };
    let headers = [(header::CONTENT_TYPE, "image/svg+xml"), (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'")];
    let badge = (headers, draw(id, &launch.gate(Timestamp::now())));
    // Browsers show it on pages of other hosts by the second.
    let open = [(header::CACHE_CONTROL, BADGE_CACHE), (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin")];
    Ok(if app.public_badges { (open, badge).into_response() } else { badge.into_response() })
}

/// `GET /api/launches/{id}/gate`
pub async fn gate(State(app): State<App>, member: Member, Place(id): Place<LaunchId>) -> Result<Json<Gate>, ApiError> {
    Ok(Json(super::seen(&app, &member, id).await?.gate(Timestamp::now())))
}

/// `GET /api/launches/{id}/trend`: how it stood at the end of each day, the last year at most.
pub async fn trend(State(app): State<App>, member: Member, Place(id): Place<LaunchId>) -> Result<Json<Vec<TrendPoint>>, ApiError> {
    super::seen(&app, &member, id).await?;
    let read = |after| app.store.after(id, after, limits::PAGE_EVENTS);
    Ok(Json(app.trends.of(id, read).await?.until(Timestamp::now())))
}

fn summary(launch: &Launch, now: Timestamp) -> LaunchSummary {
    let mut first: [Vec<Reason>; 3] = Default::default();
    let gate = launch.weigh(now, &mut |found| {
        let of_its_rank = &mut first[found.kind().rank()];
        if found.blocks && of_its_rank.len() < FIRST_REASONS {
            of_its_rank.push(found.told());
        }
    });
    let first_reasons = first.into_iter().flatten().take(FIRST_REASONS).collect();
    LaunchSummary {
        id: launch.id,
        name: launch.details.name.value.clone(),
        template: launch.template_ref.clone(),
        template_title: launch.template.title.clone(),
        target: launch.details.target.value,
        ticket: launch.details.ticket.value.clone(),
        progress: launch.progress(now),
        sections: launch.section_progress(now),
        decision: gate.decision,
        reasons: u32::try_from(gate.reasons).unwrap_or(u32::MAX),
        first_reasons,
        waits_for: waits_for(launch, now),
        reported: launch.reports.last().map(|report| report.decision),
        sample: launch.sample,
        seq: launch.seq,
        created_at: launch.created_at,
        changed_at: launch.changed_at,
    }
}

fn waits_for(launch: &Launch, now: Timestamp) -> Vec<WaitsFor> {
    let waited = launch.waited_for(now).into_iter();
    let named = waited.map(|(id, items)| WaitsFor { id, name: launch.name_of(id).to_owned(), items });
    let mut named: Vec<WaitsFor> = named.collect();
    named.sort_by(|a, b| b.items.cmp(&a.items).then_with(|| a.name.cmp(&b.name)));
    named
}
