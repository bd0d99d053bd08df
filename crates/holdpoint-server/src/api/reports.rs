//! `POST /api/launches/{id}/reports`, `GET …/report/{form}`, `GET …/history`, `GET …/consistency`, `GET /api/trust.json`,
//! `GET /api/allowed_signers`

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use holdpoint_domain::id::{Digest, LaunchId, Seq, Timestamp};
use holdpoint_domain::launch::{ERASED_NAME, Record, SignedReport};
use holdpoint_domain::report::{
    Beside, Consistency, IssueError, IssuedReport, LogEntry, Outcome, ReportInput, Step, TrustRoot, TrustedApprover, TrustedApproverKey,
    Vouched, bundle, bundle_name, history_file, history_name, html_name, issue, tlog_proof, tlog_proof_name, verify,
};
use holdpoint_domain::wire::{Nothing, ReportIssued};
use holdpoint_store::signing::SigningKey;
use holdpoint_store::{Entry, StoredEvent, Wish};
use serde::Deserialize;

use crate::app::App;
use crate::auth::Member;
use crate::error::ApiError;
use crate::json::{self, Place};
use crate::rendition::{Earlier, Form, render};
use crate::timestamp::{self, Authority};
use crate::{deliver, spa, watch};

/// Issues a report of the launch as it is now.
pub async fn post(
    State(app): State<App>,
    member: Member,
    Place(id): Place<LaunchId>,
    json: json::Json<Nothing>,
) -> Result<Json<ReportIssued>, ApiError> {
    let sender = member.sender(json.fingerprint);
    let launch = app.store.launch(id).await?;
    launch.may_work(member.account.id, member.account.owner)?;
    launch.may_report()?;
    let report = make(&app, id, sender.at).await?;
    must_verify(&app, &report).await?;
    let bundle = app.store.keep(report.bundle.clone()).await?;
    app.store.keep(report.html.clone()).await?;
    app.store.keep(report.snapshot.clone()).await?;
    let mut record = report.record();
    record.to = deliver::by_operator(&app, &*app.store.launch(id).await?, sender.by);
    let wish = Wish::Record(Record::ReportSigned(record));
    let notices = watch::report_notices(&app, id, &sender.name, &report.bundle).await;
    let committed = app.submit_telling(id, Entry { sender, based_on: report.revision, wish }, notices).await?;
    let files = vec![bundle_name(id), html_name(id), tlog_proof_name(id)];
    let timestamp = timestamp::just_issued(&app, bundle).await?;
    Ok(Json(ReportIssued { seq: committed.seq, bundle, decision: report.decision, files, timestamp }))
}

/// A file of the latest report: `html`, `json` (the bundle) or `tlog-proof` as they were issued; `pdf`, `md` or `csv` made from the bundle.
pub async fn get(State(app): State<App>, member: Member, Place((id, form)): Place<(LaunchId, String)>) -> Result<Response, ApiError> {
    let launch = super::seen(&app, &member, id).await?;
    let none = || ApiError::not_found("there is no report of this launch yet; issue one first");
    let report = launch.reports.last().ok_or_else(none)?;
    match form.as_str() {
        "json" => {
            let bundle = timestamp::with(&app, report, kept(&app, report.bundle).await?).await?;
            Ok(file(&bundle_name(id), bundle::MEDIA_TYPE, bundle))
        }
        "html" => Ok(file(&html_name(id), "text/html; charset=utf-8", kept(&app, report.html).await?)),
        "tlog-proof" => Ok(file(&tlog_proof_name(id), "text/plain; charset=utf-8", proof(&app, id, report).await?)),
        other => {
            let unknown = || ApiError::not_found("there is no such form of a report; there are html, json, pdf, md, csv and tlog-proof");
            let form = Form::of(other).ok_or_else(unknown)?;
            Ok(file(&form.name(id), form.media_type(), rendered(&app, &launch.reports, form).await?))
        }
    }
}

/// The last of the reports in another form, with what changed since the one before.
async fn rendered(app: &App, reports: &[SignedReport], form: Form) -> Result<Vec<u8>, ApiError> {
    let _turn = app.renditions.acquire().await.map_err(ApiError::internal)?;
    let last = reports.last().ok_or_else(|| ApiError::not_found("there is no report of this launch yet; issue one first"))?;
    let bundle = timestamp::with(app, last, kept(app, last.bundle).await?).await?;
    let earlier = earlier(app, reports).await?;
    let made = tokio::task::spawn_blocking(move || render(form, bundle, earlier, Vouched::Issuer)).await;
    made.map_err(ApiError::internal)?.map_err(ApiError::internal)
}

/// The report before the last one, to compare with.
pub(crate) async fn earlier(app: &App, reports: &[SignedReport]) -> Result<Earlier, ApiError> {
    let [.., before, _] = reports else { return Ok(Earlier::None) };
    Ok(match app.store.kept(before.bundle).await? {
        Some(bundle) => Earlier::Bundle(bundle),
        None => Earlier::Gone(before.at, before.bundle),
    })
}

/// `GET /api/launches/{id}/history`: every event with its leaf in the log, for who wants to play it again.
pub async fn history(State(app): State<App>, member: Member, Place(id): Place<LaunchId>) -> Result<Response, ApiError> {
    let launch = super::seen(&app, &member, id).await?;
    let events = events(&app, id, launch.seq).await?;
    Ok(file(&history_name(id), "application/jsonl", history_file(events.iter().map(entry))))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sizes {
    from: u64,
    to: u64,
}

/// `GET /api/launches/{id}/consistency?from=SIZE&to=SIZE`: what proves to who has two checkpoints that the later log begins with the earlier.
pub async fn consistency(
    State(app): State<App>,
    member: Member,
    Place(id): Place<LaunchId>,
    query: Result<Query<Sizes>, QueryRejection>,
) -> Result<Json<Consistency>, ApiError> {
    let launch = super::seen(&app, &member, id).await?;
    let Sizes { from, to } = sizes(query, launch.seq)?;
    let events = events(&app, id, Seq(to)).await?;
    let log: Vec<_> = events.iter().map(entry).collect();
    let proof = usize::try_from(from).ok().and_then(|from| Consistency::of(&log, from));
    proof.map(Json).ok_or_else(|| ApiError::internal("the store has fewer entries of a log than its head says"))
}

/// * Errors: 400 for sizes that the log does not have, or that are the wrong way round.
fn sizes(query: Result<Query<Sizes>, QueryRejection>, head: Seq) -> Result<Sizes, ApiError> {
    let bad = |detail: String| Err(ApiError::new(StatusCode::BAD_REQUEST, "bad-range", detail));
    let Query(Sizes { from, to }) = match query {
        Ok(sizes) => sizes,
        Err(rejection) => {
            let what =
                "`from` and `to` take the sizes of two checkpoints of the launch's log, the earlier one first, such as from=12&to=31";
            return bad(format!("{}; {what}", rejection.body_text()));
        }
    };
    match (from, to) {
        (0, _) => bad("`from` is 0, with which every log begins; give the size of the earlier checkpoint, its second line".into()),
        _ if to < from => bad(format!("`from` is {from} and `to` only {to}; give the size of the earlier checkpoint as `from`")),
        _ if head.0 < to => {
            let why = "a report that says more is of another launch, or this server was set back by a restored backup";
            bad(format!("`to` is {to}, and the log has {head} entries; give the later checkpoint's size, its second line ({why})"))
        }
        _ => Ok(Sizes { from, to }),
    }
}

/// What an auditor pins: keys and people of this server. Its people are nobody else's business, so it takes a session.
pub async fn trust(State(app): State<App>, _: Member) -> Result<Response, ApiError> {
    Ok(([(header::CONTENT_TYPE, "application/json")], root(&app).await?.to_bytes()).into_response())
}

/// `GET /api/allowed_signers`: the same people, as `ssh-keygen -Y verify` reads them.
pub async fn allowed_signers(State(app): State<App>, _: Member) -> Result<Response, ApiError> {
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], root(&app).await?.allowed_signers()).into_response())
}

async fn root(app: &App) -> Result<TrustRoot, ApiError> {
    let keys = app.store.signing_keys(None).await?;
    let keys_of = |id| keys.iter().filter(move |key| key.account == id).map(trusted).collect();
    let people = app.store.accounts().await?.into_iter().map(|account| (account.id, account.name, false));
    // What they signed is verified under their id and keys.
    let erased = app.store.erased().await?.into_iter().map(|id| (id, ERASED_NAME.to_owned(), true));
    Ok(TrustRoot {
        v: 1,
        report_keys: app.keys.report_keys(),
        log_keys: app.keys.log_keys(),
        roster: people
            .chain(erased)
            .map(|(id, name, erased)| TrustedApprover {
                id,
                keys: keys_of(id),
                name,
                erased,
                // Roles are given per launch; an auditor may narrow them.
                roles: Vec::new(),
            })
            .collect(),
        rp_id: app.passkeys.as_ref().map(|passkeys| passkeys.rp_id.clone()).unwrap_or_default(),
        // Passkeys work under the server's name alone.
        origins: app.origins.iter().take(1).cloned().collect(),
        timestamp_authorities: app.timestamps.iter().map(Authority::trusted).collect(),
    })
}

fn trusted(key: &SigningKey) -> TrustedApproverKey {
    TrustedApproverKey { kind: key.kind, public_key: key.public_key.clone(), valid_from: key.created_at, valid_until: key.revoked_at }
}

async fn make(app: &App, id: LaunchId, now: Timestamp) -> Result<IssuedReport, ApiError> {
    app.keys.in_use(now)?;
    let launch = app.store.launch(id).await?;
    let events = events(app, id, launch.seq).await?;
    let log: Vec<_> = events.iter().map(entry).collect();
    let input = ReportInput {
        launch: &launch,
        log: &log,
        report_key: &app.keys.report,
        log_key: &app.keys.log,
        issued_at: now,
        version: env!("CARGO_PKG_VERSION"),
        page: spa::digest(),
    };
    issue(&input).map_err(|error| match error {
        IssueError::Signing(error) => error.into(),
        error => ApiError::internal(error),
    })
}

/// What this server's own trust file refuses is not issued: an audit would find it years later, when nobody can sign anew.
///
/// * Errors: 409 with the first step that failed.
async fn must_verify(app: &App, report: &IssuedReport) -> Result<(), ApiError> {
    first_failed(app, report.bundle.clone()).await?.map_or(Ok(()), |failed| Err(not_verifiable(&failed)))
}

/// Why this server's own trust file refuses a report. It refuses what another server issued, and an import brought along.
pub(crate) async fn first_failed(app: &App, bundle: Vec<u8>) -> Result<Option<Step>, ApiError> {
    let root = root(app).await?;
    let _turn = app.renditions.acquire().await.map_err(ApiError::internal)?;
    let judged = tokio::task::spawn_blocking(move || verify(&bundle, Some(&root), Beside::default())).await;
    let judged = judged.map_err(ApiError::internal)?.map_err(ApiError::internal)?;
    Ok(judged.steps.into_iter().find(|step| step.outcome == Outcome::Failed))
}

fn not_verifiable(failed: &Step) -> ApiError {
    let Step { name, detail, .. } = failed;
    tracing::warn!(step = %name, "a report was not issued, because this server's own trust file would not verify it");
    let why = format!("this server's own trust.json would not verify the report, so it was not issued ({name}: {detail})");
    // One that was given at another server, before a move to another address, or under a key that is not known here.
    if name.starts_with("approv") || name == "roster" {
        let detail = format!("{why}; revoke that approval and have it given anew");
        return ApiError::new(StatusCode::CONFLICT, "not-verifiable/approval", detail);
    }
    let detail = format!("{why}; the operator has to look at the server's clock and keys");
    ApiError::new(StatusCode::CONFLICT, "not-verifiable", detail)
}

/// The whole history up to a place.
async fn events(app: &App, id: LaunchId, up_to: Seq) -> Result<Vec<StoredEvent>, ApiError> {
    let limit = usize::try_from(up_to.0).unwrap_or(usize::MAX);
    Ok(app.store.after(id, Seq(0), limit).await?.events)
}

fn entry(stored: &StoredEvent) -> LogEntry<'_> {
    stored.entry()
}

pub(crate) async fn proof(app: &App, id: LaunchId, report: &SignedReport) -> Result<Vec<u8>, ApiError> {
    let events = events(app, id, app.store.launch(id).await?.seq).await?;
    let log: Vec<_> = events.iter().map(entry).collect();
    let text = tlog_proof(&app.keys.log, id, &log, report.seq).map_err(ApiError::internal)?;
    Ok(text.into_bytes())
}

pub(crate) async fn kept(app: &App, digest: Digest) -> Result<Vec<u8>, ApiError> {
    let gone = || ApiError::new(StatusCode::NOT_FOUND, "not-found/file-of-report", "this file is no longer kept; issue the report again");
    app.store.kept(digest).await?.ok_or_else(gone)
}

/// A download: never shown inside this server's origin.
pub(super) fn file(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'; style-src 'unsafe-inline'".to_owned()),
        (HeaderName::from_static("x-holdpoint-digest"), Digest::of(&bytes).to_string()),
    ];
    (headers, bytes).into_response()
}
