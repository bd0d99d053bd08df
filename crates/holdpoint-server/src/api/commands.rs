//! `POST /api/launches/{id}/commands`

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use holdpoint_domain::id::LaunchId;
use holdpoint_domain::launch::Command;
use holdpoint_domain::wire::{Stored, Submission};
use holdpoint_store::{Committed, Entry, StoreError, Wish};

use super::command_id;
use crate::app::App;
use crate::auth::Member;
use crate::error::ApiError;
use crate::json::{self, Place};

/// Takes one command; the same id again is answered as before.
pub async fn post(
    State(app): State<App>,
    member: Member,
    Place(id): Place<LaunchId>,
    headers: HeaderMap,
    json: json::Json<Submission>,
) -> Result<Json<Stored>, ApiError> {
    let mut sender = member.sender(json.fingerprint);
    let (key, by) = (command_id(&headers)?, sender.by);
    sender.command = Some(key);
    let Submission { based_on, command } = json.value;
    member.may_send(&command)?;
    let committed = match known(&app, &command).await {
        Ok(()) => app.submit(id, Entry { sender, based_on, wish: Wish::Command(command) }).await.map_err(ApiError::from),
        Err(refusal) => {
            let before = super::as_before(&app, id, &sender, refusal).await;
            before.map(|Json(stored)| Committed { seq: stored.seq, events: Vec::new() })
        }
    };
    match committed {
        Ok(Committed { seq, events }) => {
            // Where it was answered before, what counts is what it did then.
            let nothing = events.is_empty() && app.store.made(id, key, by).await?.is_none();
            Ok(Json(Stored { seq, nothing }))
        }
        // Said in other words, or the server has forgotten in which: whoever had no answer to it is told what came of it, with or without a role by now.
        Err(ApiError::Store(StoreError::IdTaken)) => Err(ApiError::id_taken(app.store.made(id, key, by).await?)),
        Err(other) => Err(other),
    }
}

/// Whether what a command names outside the launch is there: the rules cannot know.
async fn known(app: &App, command: &Command) -> Result<(), ApiError> {
    match command {
        Command::SetRole { member, name, .. } => {
            let account = app.store.account(*member).await?;
            match account {
                Some(account) if account.name == *name => Ok(()),
                Some(_) => Err(ApiError::shown_field(
                    "bad-field/name-of-member",
                    "/command/name",
                    "this is not the name of that account; reload the list of people",
                )),
                None => Err(ApiError::shown_field(
                    "bad-field/member",
                    "/command/member",
                    "nobody has an account with this id; invite them first",
                )),
            }
        }
        Command::SetConnection { connection: Some(name) } if app.connection(name).is_none() => Err(ApiError::shown_field(
            "bad-field/connection",
            "/command/connection",
            "holdpoint.toml has no such connection; choose one of the list",
        )),
        _ => Ok(()),
    }
}
