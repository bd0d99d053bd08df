//! `POST /api/launches/{id}/checks/{check}/runs`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use holdpoint_checks::{Order, Sealed, Wait};
use holdpoint_domain::check::Check;
use holdpoint_domain::id::{CheckId, LaunchId, Seq, Timestamp};
use holdpoint_domain::launch::Record;
use holdpoint_domain::wire::{CheckRan, RunCheck};
use holdpoint_probe::Connection;
use holdpoint_store::{Entry, Sender, Wish};

use super::templates::readable;
use crate::app::App;
use crate::auth::Member;
use crate::error::ApiError;
use crate::json::{self, Place};

/// Runs a check through the proxy and records its receipt. Where to ask is the launch's connection's to say, never the request's.
pub async fn post(
    State(app): State<App>,
    member: Member,
    Place((id, check)): Place<(LaunchId, CheckId)>,
    json: json::Json<RunCheck>,
) -> Result<Json<CheckRan>, ApiError> {
    let launch = app.store.launch(id).await?;
    launch.may_work(member.account.id, member.account.owner)?;
    let check = launch.template.check(&check).ok_or_else(|| ApiError::not_found("there is no such check in this launch's template"))?;
    if check.pushed().is_some() {
        let detail = "this check is not run here: push its result with `holdpoint evidence push`, see docs/evidence.md";
        return Err(ApiError::new(StatusCode::CONFLICT, "pushed-only", detail));
    }
    if check.drill().is_some() {
        let detail = "this check is not run here: open a drill and point your integration at it, see docs/drills.md";
        return Err(ApiError::new(StatusCode::CONFLICT, "drill-only", detail));
    }
    let name = launch.details.connection.value.as_ref().ok_or_else(|| {
        ApiError::new(StatusCode::CONFLICT, "no-connection", "the launch has no connection yet; choose one in its details")
    })?;
    let connection = app.connection(name).ok_or_else(|| {
        let detail = "holdpoint.toml no longer has this launch's connection; choose another";
        ApiError::new(StatusCode::CONFLICT, "no-connection/gone", detail)
    })?;
    if let Some(told) = json.value.deliver_to.as_ref().filter(|_| check.probe.leaves_something())
        && connection.webhook_url.as_ref().is_none_or(|url| url != told && readable(url) != *told)
    {
        let now = connection.webhook_url.as_deref().map_or_else(|| "none".to_owned(), readable);
        let detail = format!(
            "the connection's webhook endpoint is {now}, not {told}; nothing was sent. Read where it goes, then run the check again"
        );
        return Err(ApiError::new(StatusCode::CONFLICT, "delivers-elsewhere", detail));
    }
    let busy =
        || ApiError::new(StatusCode::TOO_MANY_REQUESTS, "busy", "many checks of this launch are running; wait for them, then try again");
    let permit = app.permits.of(id).try_acquire_owned().map_err(|_| busy())?;
    app.quotas.spend(member.account.id, id, check).map_err(|Wait(time)| {
        let detail = "you, or everybody in this launch together, ran more checks within a minute than one server should ask others";
        ApiError::too_much("too-many-checks", time, detail)
    })?;
    let (check, connection) = (check.clone(), connection.clone());
    let sender = member.sender(json.fingerprint);
    // On its own: what was seen is recorded even when the page has gone away meanwhile.
    let run = tokio::spawn(async move {
        let _permit = permit;
        run(&app, id, (&check, &connection), sender).await
    });
    run.await.map_err(ApiError::internal)?.map(Json)
}

/// Runs a check and records what came of it, as of who asked.
async fn run(app: &App, id: LaunchId, check: (&Check, &Connection), mut sender: Sender) -> Result<CheckRan, ApiError> {
    let order = Order { launch: id, by: sender.by, name: &sender.name };
    let Sealed { receipt, bundle } = holdpoint_checks::run(order, check, &app.egress, app.keys.sealer()?).await?;
    app.metrics.checked(receipt.judgement.verdict);
    // Before its event: whoever reads of a receipt can have it.
    app.store.keep(bundle).await?;
    sender.at = Timestamp::now();
    let wish = Wish::Record(Record::Checked(Box::new(receipt.clone())));
    let committed = app.submit(id, Entry { sender, based_on: Seq(0), wish }).await?;
    Ok(CheckRan { receipt, seq: committed.seq })
}
