//! `GET /api/waivers`: accepted risks across launches.

use axum::Json;
use axum::extract::State;
use holdpoint_domain::id::Timestamp;
use holdpoint_domain::launch::{Launch, WaiverState};
use holdpoint_domain::wire::WaiverView;

use crate::app::App;
use crate::auth::Member;
use crate::error::ApiError;

/// Waivers in force or waiting, of the launches that one may see.
pub async fn list(State(app): State<App>, member: Member) -> Result<Json<Vec<WaiverView>>, ApiError> {
    let (now, all) = (Timestamp::now(), app.store.launches().await?);
    let seen = all.iter().filter(|launch| launch.seen_by(member.account.id, member.account.owner).is_ok());
    let mut views: Vec<_> = seen.flat_map(|launch| views(launch, now)).collect();
    views.sort_by_key(|view| (view.expires_at, view.launch));
    Ok(Json(views))
}

fn views(launch: &Launch, now: Timestamp) -> impl Iterator<Item = WaiverView> {
    launch.open_waivers(now).map(move |(item, waiver)| WaiverView {
        launch: launch.id,
        launch_name: launch.details.name.value.clone(),
        item: item.id.clone(),
        title: item.title.clone(),
        reason: waiver.reason.clone(),
        mitigation: waiver.mitigation.clone(),
        requested_by: launch.name_of(waiver.requested_by).to_owned(),
        requested_at: waiver.requested_at,
        approved_by: match waiver.state {
            WaiverState::Approved { by, .. } => Some(launch.name_of(by).to_owned()),
            WaiverState::Requested | WaiverState::Refused { .. } => None,
        },
        expires_at: waiver.expires_at,
        days_left: waiver.expires_at.duration_since(now).as_hours() / 24,
    })
}
