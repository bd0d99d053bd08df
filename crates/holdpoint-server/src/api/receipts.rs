//! `GET /api/launches/{id}/receipts/{receipt}` and `…/statement`

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use holdpoint_domain::check::Receipt;
use holdpoint_domain::id::{LaunchId, ReceiptId, Seq};
use holdpoint_domain::launch::{Event, Launch};
use holdpoint_domain::report::bundle;
use holdpoint_domain::report::receipt::{receipt_name, statement_of};

use super::reports::file;
use crate::app::App;
use crate::auth::Member;
use crate::error::ApiError;
use crate::json::Place;
use crate::limits;

/// A receipt under the server's signature, as a file that `holdpoint verify` reads.
pub async fn one(State(app): State<App>, member: Member, Place((id, receipt)): Place<(LaunchId, ReceiptId)>) -> Result<Response, ApiError> {
    let (receipt, bundle) = signed(&app, &member, (id, receipt)).await?;
    Ok(file(&receipt_name(id, &receipt.check, receipt.id), bundle::MEDIA_TYPE, bundle))
}

/// What it says, for showing: the signed statement.
pub async fn statement(
    State(app): State<App>,
    member: Member,
    Place((id, receipt)): Place<(LaunchId, ReceiptId)>,
) -> Result<Response, ApiError> {
    let (_, bundle) = signed(&app, &member, (id, receipt)).await?;
    let statement = statement_of(&bundle).ok_or_else(|| ApiError::Internal("a receipt that was kept is no bundle".into()))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], statement).into_response())
}

async fn signed(app: &App, member: &Member, (id, wanted): (LaunchId, ReceiptId)) -> Result<(Receipt, Vec<u8>), ApiError> {
    let launch = super::seen(app, member, id).await?;
    let receipt =
        find(app, &launch, wanted).await?.ok_or_else(|| ApiError::not_found("there is no receipt with this id in this launch"))?;
    let unsigned =
        || ApiError::new(StatusCode::NOT_FOUND, "not-signed", "this receipt is from before receipts were signed; run its check again");
    let digest = receipt.attestation.ok_or_else(unsigned)?;
    let gone = || {
        ApiError::new(StatusCode::NOT_FOUND, "not-found/receipt", "the signed form of this receipt is no longer kept; run its check again")
    };
    Ok((receipt, app.store.kept(digest).await?.ok_or_else(gone)?))
}

/// The latest of each check are at hand; of others the history knows.
async fn find(app: &App, launch: &Launch, wanted: ReceiptId) -> Result<Option<Receipt>, ApiError> {
    if let Some(receipt) = launch.receipts.values().chain(launch.unseen.values()).find(|receipt| receipt.id == wanted) {
        return Ok(Some(receipt.clone()));
    }
    let mut after = Seq(0);
    loop {
        let events = app.store.after(launch.id, after, limits::PAGE_EVENTS).await?.events;
        let Some(last) = events.last() else { return Ok(None) };
        after = last.recorded.seq;
        let found = events.iter().find_map(|event| match &event.recorded.event {
            Event::Checked { receipt, .. } if receipt.id == wanted => Some(Receipt::clone(receipt)),
            _ => None,
        });
        if found.is_some() {
            return Ok(found);
        }
    }
}
