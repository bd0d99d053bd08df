//! `/api/invites`: one-time links for colleagues, and what they give.

use axum::extract::State;
use axum::http::StatusCode;
use holdpoint_domain::id::{Digest, InviteId, MemberId, Seq, Timestamp};
use holdpoint_domain::launch::Command;
use holdpoint_domain::wire::{Invite, InviteView, NewInvite, Person};
use holdpoint_store::{Gives, OpenInvite};
use uuid::Uuid;

use crate::app::App;
use crate::auth::{self, Member, context, person};
use crate::error::ApiError;
use crate::json::{Json, Place};
use crate::limits;

/// `POST /api/invites`: the server's owner invites anybody; who may give roles in a launch invites to it.
pub async fn post(State(app): State<App>, member: Member, json: Json<NewInvite>) -> Result<axum::Json<Invite>, ApiError> {
    let wish = json.value;
    let days = wish.days.unwrap_or(limits::INVITE_DAYS);
    if !limits::INVITE_DAYS_ALLOWED.contains(&days) {
        return Err(ApiError::shown_field(
            "bad-field/days-of-invite",
            "/days",
            "an invite can be accepted for 1 to 30 days; name a number of them",
        ));
    }
    let gives = gives(&app, &member, wish).await?;
    if gives.is_none() && !member.account.owner {
        return Err(ApiError::new(StatusCode::FORBIDDEN, "owner-needed/invite", "only the owner of this server invites; ask them"));
    }
    let (token, id, made_at) = (auth::secret()?, InviteId(Uuid::now_v7()), Timestamp::now());
    let expires_at = made_at.saturating_add(jiff::SignedDuration::from_hours(24 * i64::from(days))).unwrap_or(Timestamp::MAX);
    let invite = OpenInvite { id, by: member.account.id, made_at, expires_at, gives };
    app.store.add_invite(Digest::of(token.as_bytes()), invite).await?;
    let public = app.public_url();
    Ok(axum::Json(Invite { id, link: format!("{public}/invite#{token}"), expires_at }))
}

/// `GET /api/invites`: one's own; all of them for the server's owner.
pub async fn list(State(app): State<App>, member: Member) -> Result<axum::Json<Vec<InviteView>>, ApiError> {
    let people: Vec<Person> = app.store.accounts().await?.iter().map(person).collect();
    let mut views = Vec::new();
    for invite in app.store.invites(Timestamp::now()).await?.into_iter().filter(|invite| may_see(&member, invite)) {
        // Accounts are never removed; should one be, its invites are not worth showing.
        if let Some(by) = people.iter().find(|person| person.id == invite.by) {
            views.push(view(&app, by.clone(), invite).await);
        }
    }
    Ok(axum::Json(views))
}

/// `DELETE /api/invites/{id}`: from now on nobody can accept it.
pub async fn delete(State(app): State<App>, member: Member, Place(id): Place<InviteId>) -> Result<StatusCode, ApiError> {
    let none = || {
        let detail = "there is no such open invite here; it may have been accepted, withdrawn or have expired";
        ApiError::new(StatusCode::NOT_FOUND, "not-found/invite", detail)
    };
    let open = app.store.invites(Timestamp::now()).await?;
    open.iter().find(|invite| invite.id == id && may_see(&member, invite)).ok_or_else(none)?;
    if app.store.withdraw_invite(id).await? { Ok(StatusCode::NO_CONTENT) } else { Err(none()) }
}

fn may_see(member: &Member, invite: &OpenInvite) -> bool {
    member.account.owner || invite.by == member.account.id
}

/// The role that an invite is for, if the launch's rules let the inviter give it.
async fn gives(app: &App, member: &Member, wish: NewInvite) -> Result<Option<Gives>, ApiError> {
    let NewInvite { launch, role, sections, .. } = wish;
    let Some(launch) = launch else {
        let alone = |field: &str| ApiError::field(field, "a role is of a launch; name the launch too, or leave the role out");
        return match (role, sections.is_empty()) {
            (None, true) => Ok(None),
            (Some(_), _) => Err(alone("/role")),
            (None, false) => Err(alone("/sections")),
        };
    };
    let role = role.ok_or_else(|| ApiError::field("/role", "the role is missing; name the one that the colleague gets in the launch"))?;
    let known = super::seen(app, member, launch).await?;
    // Nobody has this id: the rules are asked as for a colleague who is not there yet.
    let stranger = MemberId(Uuid::nil());
    let command = Command::SetRole { member: stranger, name: "a colleague".into(), role, sections: sections.clone() };
    known.decide(&command, &context(&member.account, Timestamp::now(), Seq(0))).map_err(|refusal| ApiError::from(refusal).of_body())?;
    Ok(Some(Gives { launch, role, sections }))
}

async fn view(app: &App, by: Person, invite: OpenInvite) -> InviteView {
    let launch = invite.gives.as_ref().map(|gives| gives.launch);
    let known = match launch {
        Some(launch) => app.store.launch(launch).await.ok(),
        None => None,
    };
    InviteView {
        id: invite.id,
        by,
        launch,
        launch_name: known.map(|launch| launch.details.name.value.clone()),
        role: invite.gives.as_ref().map(|gives| gives.role),
        sections: invite.gives.map(|gives| gives.sections).unwrap_or_default(),
        made_at: invite.made_at,
        expires_at: invite.expires_at,
    }
}
