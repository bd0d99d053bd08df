//! `/api/launches/{id}/drills`: opened, watched and closed by who may run checks.

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use holdpoint_domain::account::Scope;
use holdpoint_domain::check::Check;
use holdpoint_domain::id::{CheckId, Digest, DrillId, LaunchId};
use holdpoint_domain::launch::Launch;
use holdpoint_domain::wire::{CloseDrill, DrillView, DrillsView, OpenDrill};
use jiff::SignedDuration;

use crate::app::App;
use crate::auth::{self, Member, Reach};
use crate::drill::{Drill, finish, intercom};
use crate::error::ApiError;
use crate::json::{Json, Place};
use crate::limits;

/// `GET …/drills`: the plan, and the drills there are.
pub async fn list(State(app): State<App>, member: Member, Place(id): Place<LaunchId>) -> Result<axum::Json<DrillsView>, ApiError> {
    let launch = super::seen(&app, &member, id).await?;
    let hang = Duration::from_secs(u64::from(limits::DRILL_HANG_SECONDS));
    let plan = intercom::scenarios(&launch.template.checks).into_iter().map(|scenario| intercom::step(scenario, hang)).collect();
    let drills = app.drills.of(id).iter().map(|drill| drill.summary()).collect();
    Ok(axum::Json(DrillsView { plan, drills }))
}

/// `POST …/drills`: opens one.
pub async fn post(
    State(app): State<App>,
    member: Member,
    Place(id): Place<LaunchId>,
    json: Json<OpenDrill>,
) -> Result<axum::Json<DrillView>, ApiError> {
    let launch = app.store.launch(id).await?;
    launch.may_work(member.account.id, member.account.owner)?;
    let OpenDrill { checks, minutes, hang_seconds } = json.value;
    let checks = chosen(&launch, &checks)?;
    let minutes = within("/minutes", minutes.unwrap_or(limits::DRILL_MINUTES), &limits::DRILL_MINUTES_ALLOWED)?;
    let hang = within("/hangSeconds", hang_seconds.unwrap_or(limits::DRILL_HANG_SECONDS), &limits::DRILL_HANG_ALLOWED)?;
    // With the launch before it, a balancer can bring everything about a launch's drills to the one replica that plays them.
    let token = format!("{id}.{}", auth::secret()?);
    let public = app.public_url();
    let address = (format!("{public}/drill/{token}"), Digest::of(token.as_bytes()));
    let mut drill = Drill::new(id, member.sender(json.fingerprint), checks, address);
    drill.hang = Duration::from_secs(u64::from(hang));
    drill.ends_at = drill.opened_at.saturating_add(SignedDuration::from_mins(i64::from(minutes))).unwrap_or(drill.opened_at);
    let drill = Arc::new(drill);
    app.drills.add(drill.clone())?;
    finish::end_in_time(&app, &drill, Duration::from_secs(u64::from(minutes) * 60));
    Ok(axum::Json(drill.view(true)))
}

/// `GET …/drills/{drill}`: what it has seen so far.
pub async fn one(
    State(app): State<App>,
    member: Member,
    Place((id, drill)): Place<(LaunchId, DrillId)>,
) -> Result<axum::Json<DrillView>, ApiError> {
    let launch = super::seen(&app, &member, id).await?;
    let with_address = launch.may_work(member.account.id, member.account.owner).is_ok()
        && match &member.reach {
            Reach::All => true,
            Reach::Scopes(scopes) => scopes.contains(&Scope::ChecksRun),
        };
    Ok(axum::Json(known(&app, id, drill)?.view(with_address)))
}

/// `POST …/drills/{drill}/close`: ends it, judges, and records; of one that has ended it says what was recorded.
pub async fn close(
    State(app): State<App>,
    member: Member,
    Place((id, drill)): Place<(LaunchId, DrillId)>,
    _: Json<CloseDrill>,
) -> Result<axum::Json<DrillView>, ApiError> {
    let launch = app.store.launch(id).await?;
    launch.may_work(member.account.id, member.account.owner)?;
    let drill = known(&app, id, drill)?;
    // On its own: what was seen is recorded even when the page has gone away meanwhile.
    let closing = tokio::spawn({
        let drill = drill.clone();
        async move { finish::close(&app, &drill).await }
    });
    closing.await.map_err(ApiError::internal)??;
    Ok(axum::Json(drill.view(true)))
}

fn known(app: &App, launch: LaunchId, id: DrillId) -> Result<Arc<Drill>, ApiError> {
    let gone = || match app.replicated {
        false => ApiError::new(
            StatusCode::NOT_FOUND,
            "not-found/drill",
            "there is no such drill any more here: drills end when the server is started anew, and old ones are forgotten; open another",
        ),
        true => ApiError::new(
            StatusCode::NOT_FOUND,
            "not-found/drill-elsewhere",
            "this replica plays no such drill: it lives in the memory of the one that opened it, and ends with that one. If it is still open, the balancer has to \
             bring /api/launches/ID/drills and /drill/ of a launch to one replica (docs/scaling.md); else open another",
        ),
    };
    app.drills.one(launch, id).ok_or_else(gone)
}

/// The checks that are named, or all that a drill judges.
fn chosen(launch: &Launch, named: &[CheckId]) -> Result<Vec<Check>, ApiError> {
    let mut all: Vec<Check> = launch.template.checks.iter().filter(|check| check.drill().is_some()).cloned().collect();
    if all.is_empty() {
        let detail = "no check of this launch's checklist is judged by a drill; choose a template that has some";
        return Err(ApiError::new(StatusCode::CONFLICT, "nothing-to-drill", detail));
    }
    if let Some((index, unknown)) = named.iter().enumerate().find(|(_, id)| all.iter().all(|check| check.id != **id)) {
        let ids: Vec<&str> = all.iter().map(|check| check.id.as_str()).collect();
        let detail = format!("{unknown} is no check that a drill judges; this launch has {}", ids.join(", "));
        return Err(ApiError::field(&format!("/checks/{index}"), detail));
    }
    if !named.is_empty() {
        all.retain(|check| named.contains(&check.id));
    }
    Ok(all)
}

fn within(pointer: &str, value: u32, allowed: &RangeInclusive<u32>) -> Result<u32, ApiError> {
    if allowed.contains(&value) {
        return Ok(value);
    }
    let (least, most) = (*allowed.start(), *allowed.end());
    let detail = format!("takes {least} to {most}; leave it out for the usual one");
    Err(ApiError::shown_field("bad-field/range", pointer, detail).with("least", least).with("most", most))
}
