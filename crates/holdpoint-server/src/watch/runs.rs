//! Due runs: claimed, run, kept, recorded when they are news, and looked at by the alerts that rest on them.

use std::sync::Arc;

use holdpoint_checks::Order;
use holdpoint_domain::check::{Check, Observation, ProbeFailure, Receipt, Sample};
use holdpoint_domain::id::{ConnectionName, Digest, LaunchId, MemberId, ReceiptId, Seq, Timestamp};
use holdpoint_domain::launch::{Context, Launch, Record, Watch};
use holdpoint_probe::Witnessed;
use holdpoint_store::watching::{DueRun, Lease};
use holdpoint_store::{Entry, Sender, StoreError, Wish};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::{alerts, plan};
use crate::app::App;
use crate::limits;
use crate::lock::lock;

/// As people know who runs what nobody asked for.
const NAME: &str = "the schedule";

/// Takes what is due, as much as there is room for now, and begins it.
///
/// * Returns whether all that is due waits for a place at its target.
pub async fn begin(app: &App, now: Timestamp, under_way: &mut JoinSet<()>) -> Result<bool, StoreError> {
    let room = app.watch.runs.available_permits();
    // Reading costs nothing; claiming is a write.
    let is_due = app.store.next_run(now).await?.is_some_and(|next| next <= now);
    if room == 0 || !is_due {
        return Ok(false);
    }
    let lease = Lease::begin(now, limits::WATCH_LEASE);
    // Runs over a connection whose places are all taken stay due: a target that is dead holds up nobody else's.
    let launches = app.store.launches().await?;
    let waiting: Vec<_> = launches.iter().filter(|launch| is_full(app, launch, now)).map(|launch| launch.id).collect();
    let some_wait = !waiting.is_empty();
    let claimed = app.store.claim_runs(lease, room, waiting).await?;
    let all_wait = some_wait && claimed.is_empty();
    for due in claimed {
        let app = app.clone();
        under_way.spawn(async move {
            let (launch, check) = (due.launch, due.check.clone());
            if let Err(error) = one(&app, due).await {
                tracing::warn!(%launch, %check, %error, "a scheduled run was not kept; it is claimed again when its time is over");
            }
        });
    }
    Ok(all_wait)
}

async fn one(app: &App, due: DueRun) -> Result<(), StoreError> {
    let (launch, place) = Place::of(app, due.launch).await?;
    let now = app.watch.clock.now();
    let check = launch.template.check(&due.check).filter(|check| check.every().is_some());
    // Switched off meanwhile, or gone with an earlier version of the template.
    let (Some(place), Some(check)) = (place, check) else {
        return plan::set(app, &launch, now).await;
    };
    let Witnessed { observation, heard } = observe(app, check, &place.connection, now).await;
    // If it is watched over another connection by now, this is older than that, and so no alert's: what it saw is kept as it was.
    let connection = place.leave();
    let receipt = check.receipt(ReceiptId(Uuid::now_v7()), connection, MemberId::SCHEDULE, observation);
    let (id, name) = (due.launch, due.check.clone());
    // By the version of the template that the launch has now: what is planned stays until the next run.
    let (latest, now) = (app.store.launch(id).await?, app.watch.clock.now());
    let Some(every) = latest.template.check(&name).and_then(Check::every) else { return plan::set(app, &latest, now).await };
    let next = plan::next(id, &name, every, now);
    if !app.store.finish_run(due, next, Sample::of(&receipt)).await? {
        return Ok(());
    }
    app.metrics.scheduled(receipt.judgement.verdict);
    // As it is now: while the check ran people went on.
    let launch = app.store.launch(id).await?;
    let now = app.watch.clock.now();
    // Of thousands of equal runs few become an event: only those are signed, and kept.
    if is_news(&launch, &receipt, now) {
        let order = Order { launch: id, by: MemberId::SCHEDULE, name: NAME };
        let receipt = app.seal(order, (check, receipt), &heard).await?;
        let wish = Wish::Record(Record::Scheduled(Box::new(receipt)));
        match app.submit(id, Entry { sender: schedule(app), based_on: Seq(0), wish }).await {
            Ok(_) => {}
            // Switched off just now.
            Err(StoreError::Refused(refusal)) => tracing::debug!(%refusal, "not recorded"),
            Err(error) => return Err(error),
        }
    }
    // Switched off while it ran: its alerts are nobody's.
    if !matches!(launch.watch(now), Watch::On { .. }) {
        return Ok(());
    }
    alerts::after_run(app, &launch, &name).await
}

/// Where a run may be: at a target, and in this process.
struct Place {
    connection: ConnectionName,
    _target: Option<OwnedSemaphorePermit>,
    _process: Option<OwnedSemaphorePermit>,
}

impl Place {
    /// A place at the target that a launch is watched over once the run has it, and the launch as it is then: who waited for a target that is dead
    /// must not ask it when nobody wants that any more. `None`: it is not watched.
    async fn of(app: &App, launch: LaunchId) -> Result<(Arc<Launch>, Option<Self>), StoreError> {
        let mut place: Option<Self> = None;
        loop {
            let launch = app.store.launch(launch).await?;
            let Watch::On { connection, .. } = launch.watch(app.watch.clock.now()) else { return Ok((launch, None)) };
            if let Some(place) = place.take().filter(|place| place.connection == connection) {
                return Ok((launch, Some(place)));
            }
            place = Some(Self::at(app, connection).await);
        }
    }

    async fn at(app: &App, connection: ConnectionName) -> Self {
        // Its place at the target first: who waits for that takes none of the process's. Neither is ever closed, so permits always come.
        let target = target_of(app, &connection).acquire_owned().await.ok();
        let process = Arc::clone(&app.watch.runs).acquire_owned().await.ok();
        Self { connection, _target: target, _process: process }
    }

    /// Makes room for others.
    fn leave(self) -> ConnectionName {
        self.connection
    }
}

/// Whether the launch's rules make an event of it.
fn is_news(launch: &Launch, receipt: &Receipt, now: Timestamp) -> bool {
    let context = Context { actor: MemberId::SCHEDULE, actor_name: NAME.into(), owner: false, now, based_on: Seq(0) };
    let record = Record::Scheduled(Box::new(receipt.clone()));
    launch.decide_record(&record, &context).is_ok_and(|events| !events.is_empty())
}

async fn observe(app: &App, check: &Check, connection: &ConnectionName, now: Timestamp) -> Witnessed {
    let Some(target) = app.connection(connection) else {
        let failure = Some(ProbeFailure::NotConfigured);
        let observation = Observation { facts: Default::default(), failure, requests: Vec::new(), latency_ms: 0, started_at: now };
        return Witnessed { observation, heard: Vec::new() };
    };
    let started_at = app.watch.clock.now();
    let Witnessed { observation, heard } = holdpoint_probe::witness(check, target, &app.egress).await;
    Witnessed { observation: Observation { started_at, ..observation }, heard }
}

/// Whether as many runs as may be are under way over the connection that a launch is watched over.
fn is_full(app: &App, launch: &Launch, now: Timestamp) -> bool {
    let Watch::On { connection, .. } = launch.watch(now) else { return false };
    lock(&app.watch.targets).get(&connection).is_some_and(|target| target.available_permits() == 0)
}

fn target_of(app: &App, connection: &ConnectionName) -> Arc<Semaphore> {
    let mut targets = lock(&app.watch.targets);
    targets.entry(connection.clone()).or_insert_with(|| Arc::new(Semaphore::new(limits::WATCH_PER_CONNECTION))).clone()
}

/// Who records what nobody asked for.
fn schedule(app: &App) -> Sender {
    let (by, name) = (MemberId::SCHEDULE, NAME.to_owned());
    Sender { by, name, owner: false, at: app.watch.clock.now(), command: None, fingerprint: Digest::of(b"") }
}
