//! `POST /api/launches/{id}/evidence`

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use holdpoint_checks::Order;
use holdpoint_domain::check::pushed::{self, Origin};
use holdpoint_domain::check::{Check, Observation, PushedFormat, Receipt, Verdict};
use holdpoint_domain::id::{CheckId, Digest, EvidenceId, ItemId, LaunchId, MemberId, ReceiptId, Seq, Timestamp};
use holdpoint_domain::launch::{Event, EvidenceKind, Launch, NewEvidence, NewPush, Record};
use holdpoint_domain::template::Template;
use holdpoint_domain::wire::{EvidencePushed, NewUpload, PUSH_ITEMS, PushEvidence};
use holdpoint_store::{Committed, Entry, EvidenceFile, Sender, StoredEvent, Wish};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;
use uuid::Uuid;

use super::command_id;
use crate::app::App;
use crate::auth::Member;
use crate::error::ApiError;
use crate::json::{self, Place};
use crate::limits;
use crate::storage::{Note, Owner};

/// Reads what a CI job found, judges it, and records both as of the token's person; the same push again is answered as before.
pub async fn post(
    State(app): State<App>,
    member: Member,
    Place(id): Place<LaunchId>,
    headers: HeaderMap,
    request: Request<Body>,
) -> Result<Json<EvidencePushed>, ApiError> {
    let launch = app.store.launch(id).await?;
    launch.may_work(member.account.id, member.account.owner)?;
    let command = command_id(&headers)?;
    // Whoever may not push makes nobody read megabytes, and who sends slowly holds up only themselves.
    let own = app.pushing.of(member.account.id);
    let own_turn = turn(&own).await?;
    let body = timeout(limits::PUSH_TIME, json::Json::<PushEvidence>::read(request, limits::PUSH_BYTES)).await;
    let body = body.map_err(|_| too_slow())??;
    let permit = turn(&app.pushes).await?;
    let mut sender = member.sender(body.fingerprint);
    sender.command = Some(command);
    let (by, now) = (sender.by, sender.at);
    let owner = Owner { launch: id, account: by };
    let upload = match body.value.upload {
        Some(upload) => Some(app.uploads.whole(owner, upload).await?),
        None => None,
    };
    if let Some((_, EvidenceFile { digest, bytes })) = &upload {
        // The same file uploaded again is the same push.
        let same = PushEvidence { upload: None, digest: Some(*digest), bytes: Some(*bytes), ..body.value.clone() };
        sender.fingerprint = Digest::of(&serde_json::to_vec(&same).map_err(ApiError::internal)?);
    }
    let (whole, seen) = (upload.clone(), launch.clone());
    let read = tokio::task::spawn_blocking(move || read(&launch, body.value, whole, (by, now))).await;
    drop((permit, own_turn));
    let (mut push, digest) = read.map_err(ApiError::internal)??;
    sign(&app, &seen, &sender, &mut push).await?;
    let parts = push.receipts.len() + push.evidence.len();
    let committed = app.submit(id, Entry { sender, based_on: Seq(0), wish: Wish::Record(Record::Pushed(push)) }).await?;
    if let Some((note, _)) = upload {
        app.uploads.attached(note).await;
    }
    let events = recorded(&app, id, &committed, parts).await?;
    let mine = events.iter().filter(|event| event.recorded.command == Some(command)).map(|event| &event.recorded.event);
    Ok(Json(answer(mine, committed.seq, digest)))
}

/// A turn among those that push.
///
/// * Errors: 429 when none comes in time.
async fn turn(among: &Semaphore) -> Result<SemaphorePermit<'_>, ApiError> {
    let detail = "more evidence comes in than is read at the same time, and nothing of this push was recorded";
    match timeout(limits::PUSH_WAIT, among.acquire()).await {
        Ok(turn) => turn.map_err(ApiError::internal),
        Err(_) => Err(ApiError::too_much("busy/pushes", limits::PUSH_WAIT, detail)),
    }
}

fn too_slow() -> ApiError {
    let most = limits::PUSH_TIME.as_secs();
    let detail = format!("the push took longer than {most} s to come in; send it again over a faster line, or send less");
    ApiError::new(StatusCode::REQUEST_TIMEOUT, "cut-off/slow", detail).with("most", most)
}

/// Signs each receipt of a push, and keeps what was signed.
///
/// * `launch`: the one by whose rules they were judged.
async fn sign(app: &App, launch: &Launch, sender: &Sender, push: &mut NewPush) -> Result<(), ApiError> {
    for receipt in &mut push.receipts {
        let Some(check) = launch.template.check(&receipt.check) else { continue };
        let order = Order { launch: launch.id, by: sender.by, name: &sender.name };
        *receipt = app.seal(order, (check, receipt.clone()), &[]).await?;
    }
    Ok(())
}

/// What the push came to, now or when it was sent first.
async fn recorded(app: &App, id: LaunchId, committed: &Committed, parts: usize) -> Result<Vec<StoredEvent>, ApiError> {
    if committed.events.is_empty() {
        let before = Seq(committed.seq.0.saturating_sub(parts as u64));
        return Ok(app.store.after(id, before, parts).await?.events);
    }
    for event in &committed.events {
        if let Event::Checked { receipt, .. } = &event.recorded.event {
            app.metrics.checked(receipt.judgement.verdict);
        }
    }
    Ok(committed.events.clone())
}

fn answer<'a>(events: impl Iterator<Item = &'a Event>, seq: Seq, digest: Digest) -> EvidencePushed {
    let (mut receipts, mut attached) = (Vec::new(), Vec::new());
    for event in events {
        match event {
            Event::Checked { receipt, .. } => receipts.push(Receipt::clone(receipt)),
            Event::EvidenceAdded { item, .. } => attached.push(item.clone()),
            _ => {}
        }
    }
    let has = |verdict| receipts.iter().any(|receipt: &Receipt| receipt.judgement.verdict == verdict);
    let verdict = [Verdict::Fail, Verdict::Unknown, Verdict::Warn, Verdict::Pass].into_iter().find(|verdict| has(*verdict));
    EvidencePushed { seq, verdict, receipts, attached, digest }
}

/// What is to be recorded of a push, and the digest of its file.
fn read(
    launch: &Launch,
    push: PushEvidence,
    upload: Option<(Note, EvidenceFile)>,
    (by, now): (MemberId, Timestamp),
) -> Result<(NewPush, Digest), ApiError> {
    let items = items(&launch.template, &push.items)?;
    match push.format {
        Some(format) => {
            unwanted(push.upload.is_some(), "/upload", "is for files without a format; send the content instead")?;
            let checks = checks(&launch.template, &items, format)?;
            let content =
                push.content.as_deref().ok_or_else(|| ApiError::field("/content", "is missing; send the whole file as a text"))?;
            unwanted(push.digest.is_some() || push.bytes.is_some(), "/digest", "is for files without a format; leave it out")?;
            let rule =
                "is for files without a format: a result says itself when it was, and its check for how long it counts; leave it out";
            unwanted(push.observed_at.is_some(), "/observedAt", rule)?;
            unwanted(push.expires_at.is_some(), "/expiresAt", rule)?;
            let origin = origin(&push, Digest::of(content.as_bytes()), content.len() as u64)?;
            let reading = pushed::read(format, content).map_err(|bad| ApiError::field("/content", format!("{}: {bad}", format.words())))?;
            let mut facts = reading.facts;
            facts.extend(origin.facts());
            // An old result stays as old as it is; a clock that runs ahead makes none younger.
            let started_at = reading.ran_at.filter(|at| *at <= now).unwrap_or(now);
            let observation = Observation { facts, failure: None, requests: Vec::new(), latency_ms: 0, started_at };
            let receipt = |check: &Check| check.pushed_receipt(ReceiptId(Uuid::now_v7()), by, observation.clone());
            let receipts = checks.into_values().map(receipt).collect();
            Ok((NewPush { receipts, evidence: Vec::new() }, origin.digest))
        }
        None => {
            unwanted(push.content.is_some(), "/content", "is for results with a format; name one, or leave the content out")?;
            let (observed_at, expires_at) = push.times(now).map_err(|refusal| ApiError::from(refusal).of_body())?;
            let (digest, bytes, media) = match upload {
                Some((note, file)) => {
                    let rule = "is what the server found out about the upload; leave it out";
                    unwanted(push.digest.is_some(), "/digest", rule)?;
                    unwanted(push.bytes.is_some(), "/bytes", rule)?;
                    (file.digest, file.bytes, Some(note.media))
                }
                None => {
                    let digest =
                        push.digest.ok_or_else(|| ApiError::field("/digest", "is missing; upload the file, or send its SHA-256"))?;
                    (digest, push.bytes.ok_or_else(|| ApiError::field("/bytes", "is missing; send the file's length"))?, None)
                }
            };
            let Origin { name, title, url, .. } = origin(&push, digest, bytes)?;
            let name =
                if media.is_some() { NewUpload::file_name(&name).map_err(|refusal| ApiError::from(refusal).of_body())? } else { name };
            let kind = EvidenceKind::File { name, digest, bytes, title, url, media };
            let new = |item: &ItemId| {
                let evidence = NewEvidence { id: EvidenceId(Uuid::now_v7()), kind: kind.clone(), observed_at, expires_at };
                (item.clone(), evidence)
            };
            Ok((NewPush { receipts: Vec::new(), evidence: items.iter().map(new).collect() }, digest))
        }
    }
}

fn unwanted(given: bool, pointer: &str, rule: &str) -> Result<(), ApiError> {
    if given { Err(ApiError::field(pointer, rule)) } else { Ok(()) }
}

fn origin(push: &PushEvidence, digest: Digest, bytes: u64) -> Result<Origin, ApiError> {
    let origin = Origin { name: push.name.clone(), digest, bytes, title: push.title.clone(), url: push.url.clone() };
    origin.checked().map_err(|refusal| ApiError::from(refusal).of_body())
}

/// Each once, and known.
fn items(template: &Template, named: &[ItemId]) -> Result<Vec<ItemId>, ApiError> {
    if named.is_empty() || PUSH_ITEMS < named.len() {
        return Err(ApiError::field("/items", format!("takes 1 to {PUSH_ITEMS} items; name those that the file is about")));
    }
    if let Some((index, item)) = named.iter().enumerate().find(|(_, item)| template.item(item).is_none()) {
        let detail = format!("there is no item {item} in this launch's checklist; take its id from the item's page");
        return Err(ApiError::pointed(StatusCode::NOT_FOUND, "no-such-item", &format!("/items/{index}"), detail));
    }
    let mut seen = BTreeSet::new();
    Ok(named.iter().filter(|item| seen.insert(*item)).cloned().collect())
}

/// The checks that prove the items by results of this format.
fn checks<'a>(template: &'a Template, items: &[ItemId], format: PushedFormat) -> Result<BTreeMap<&'a CheckId, &'a Check>, ApiError> {
    let by_format = || template.checks.iter().filter(|check| check.pushed() == Some(format));
    let mut found = BTreeMap::new();
    for (index, item) in items.iter().enumerate() {
        let proving: Vec<&Check> = by_format().filter(|check| check.proves.contains(item)).collect();
        if proving.is_empty() {
            let takes: BTreeSet<&str> = by_format().flat_map(|check| &check.proves).map(ItemId::as_str).collect();
            let takes: Vec<&str> = takes.into_iter().collect();
            let (words, none) = (format.words(), takes.is_empty());
            let others = if none { format!("none of its items takes {words}") } else { format!("{words} proves {}", takes.join(", ")) };
            let detail = format!(
                "no check of this launch's checklist proves {item} by {words}; {others}. Push it without a format to attach it as a file"
            );
            return Err(ApiError::pointed(StatusCode::UNPROCESSABLE_ENTITY, "not-provable", &format!("/items/{index}"), detail));
        }
        found.extend(proving.into_iter().map(|check| (&check.id, check)));
    }
    Ok(found)
}
