//! Watching launches: scheduled checks, alerts over what they saw, and messages about those and about signed reports.
//!
//! Everything is claimed through the store, so any number of replicas may do this at the same time, and each run and each change of
//! an alert is one replica's. Time comes from [`Clock`], so that tests need not wait for it.

mod alerts;
mod message;
mod notice;
mod plan;
mod report;
mod runs;
mod send;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use holdpoint_domain::id::{ConnectionName, Timestamp};
use holdpoint_store::StoreError;
use holdpoint_store::loops::said;
use tokio::sync::Semaphore;
use tokio::task::{JoinError, JoinSet};

pub use alerts::views;
pub use message::Message;
pub use notice::Notice;
pub use report::report_notices;
pub use send::{Attempt, deliver};

use crate::app::App;
use crate::config::{Notify, Watching};
use crate::lock::lock;
use crate::{deliver, limits};

/// What watching needs beside the rest of the server.
pub struct Watch {
    enabled: bool,
    pub clock: Clock,
    pub channels: Vec<Notify>,
    /// Runs under way in this process.
    runs: Arc<Semaphore>,
    /// Runs under way over each connection.
    targets: Mutex<HashMap<ConnectionName, Arc<Semaphore>>>,
    /// Messages on their way from this process.
    sending: Arc<Semaphore>,
    /// Reports on their way to tickets from this process.
    pub deliveries: Arc<Semaphore>,
    planned: plan::Plans,
    looked: Mutex<Looked>,
    /// What [`go_on`] began: where that panics, this goes on all the same.
    under_way: tokio::sync::Mutex<JoinSet<()>>,
}

/// By how much a clock is set back before what was planned by it is planned anew.
const SET_BACK: jiff::SignedDuration = jiff::SignedDuration::from_mins(1);

/// When all alerts were looked at last, and old samples forgotten.
#[derive(Default)]
struct Looked {
    /// At anything.
    last: Option<Timestamp>,
    alerts: Option<Timestamp>,
    forgot: Option<Timestamp>,
}

/// What time it is.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    pub fn of(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// In whole milliseconds, which is what the store keeps.
    pub fn now(&self) -> Timestamp {
        let now = (self.0)();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::of(Timestamp::now)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

impl Watch {
    pub fn new(settings: Watching, channels: Vec<Notify>) -> Self {
        Self {
            enabled: settings.enabled,
            clock: settings.clock,
            channels,
            runs: Arc::new(Semaphore::new(limits::WATCH_RUNS)),
            targets: Mutex::default(),
            sending: Arc::new(Semaphore::new(limits::NOTICES_AT_ONCE)),
            deliveries: Arc::new(Semaphore::new(limits::DELIVERIES_AT_ONCE)),
            planned: plan::Plans::default(),
            looked: Mutex::default(),
            under_way: tokio::sync::Mutex::default(),
        }
    }
}

/// Watches until the server stops; then finishes what is under way.
pub async fn go_on(app: App) {
    if !app.watch.enabled {
        return;
    }
    let mut under_way = app.watch.under_way.lock().await;
    loop {
        let pause = match begin(&app, &mut under_way).await {
            Ok(pause) => pause,
            Err(error) => {
                tracing::warn!(%error, "watching waits for the store");
                limits::WATCH_PAUSE
            }
        };
        while let Some(ended) = under_way.try_join_next() {
            tell_of_panic(ended);
        }
        tokio::select! {
            () = app.stop.cancelled() => break,
            () = tokio::time::sleep(pause) => {}
        }
    }
    while let Some(ended) = under_way.join_next().await {
        tell_of_panic(ended);
    }
}

/// What was not done is claimed again once its lease is over.
fn tell_of_panic(ended: Result<(), JoinError>) {
    if let Some(panic) = ended.err().and_then(|error| error.try_into_panic().ok()) {
        let panic = said(&*panic);
        tracing::error!(panic, "a run, a message or a delivery panicked; it is tried again later. This is a defect");
    }
}

/// Does all that is due now, and all that becomes due by it: for tests, whose clock stands still meanwhile.
pub async fn catch_up(app: &App) -> Result<(), StoreError> {
    let mut under_way = JoinSet::new();
    loop {
        begin(app, &mut under_way).await?;
        if under_way.is_empty() {
            return Ok(());
        }
        while under_way.join_next().await.is_some() {}
    }
}

/// Begins what is due now, and says when to look again.
async fn begin(app: &App, under_way: &mut JoinSet<()>) -> Result<Duration, StoreError> {
    let now = app.watch.clock.now();
    if was_set_back(&mut lock(&app.watch.looked).last, now) {
        app.watch.planned.forget().await;
    }
    plan::keep(app, now).await?;
    let all_wait = runs::begin(app, now, under_way).await?;
    alerts::look_at_all(app, now).await?;
    send::begin(app, now, under_way).await?;
    deliver::begin(app, now, under_way).await?;
    forget(app, now).await?;
    let next = app.store.next_run(now).await?;
    Ok(pause(now, next, all_wait))
}

/// Until the next look.
///
/// * `all_wait`: what is due waits for places that are taken, and to look again at once would find the same.
fn pause(now: Timestamp, next: Option<Timestamp>, all_wait: bool) -> Duration {
    if all_wait {
        return limits::WATCH_FULL;
    }
    let until = next.map(|next| next.duration_since(now)).and_then(|until| Duration::try_from(until).ok());
    until.unwrap_or_default().clamp(limits::WATCH_BREATH, limits::WATCH_PAUSE)
}

async fn forget(app: &App, now: Timestamp) -> Result<(), StoreError> {
    let due = |last: &mut Looked| every(&mut last.forgot, now, limits::WATCH_FORGET);
    if due(&mut lock(&app.watch.looked)) {
        app.store.forget(now.saturating_sub(limits::WATCH_KEPT).unwrap_or(Timestamp::MIN)).await?;
    }
    Ok(())
}

/// Whether the clock is behind where it was before: it was ahead then, and what is due by it may be far away.
fn was_set_back(last: &mut Option<Timestamp>, now: Timestamp) -> bool {
    last.replace(now).is_some_and(|last| SET_BACK < last.duration_since(now))
}

/// Whether it is time again; then it is noted. A clock that was set back makes nobody wait longer.
fn every(last: &mut Option<Timestamp>, now: Timestamp, pause: jiff::SignedDuration) -> bool {
    let due = last.is_none_or(|last| now < last || pause <= now.duration_since(last));
    if due {
        *last = Some(now);
    }
    due
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_was_set_back_makes_nothing_wait_for_where_it_was() {
        let at = |seconds| Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_secs(seconds);
        let (mut looked, pause) = (None, jiff::SignedDuration::from_secs(60));
        let due: Vec<_> = [86_400, 86_459, 86_460, 100, 159, 160].map(|seconds| every(&mut looked, at(seconds), pause)).into();
        assert_eq!(due, [true, false, true, true, false, true]);
        let mut last = None;
        let back: Vec<_> = [86_400, 86_400, 86_345, 100, 100, 500].map(|seconds| was_set_back(&mut last, at(seconds))).into();
        assert_eq!(back, [false, false, false, true, false, false]);
    }

    #[test]
    fn what_waits_for_its_place_is_not_looked_for_all_the_time() {
        let now = Timestamp::UNIX_EPOCH;
        let at = |seconds| Some(now + jiff::SignedDuration::from_secs(seconds));
        assert_eq!(pause(now, at(-60), false), limits::WATCH_BREATH, "there was no room, and there is some in a moment");
        assert_eq!(pause(now, at(2), false), Duration::from_secs(2));
        assert_eq!(pause(now, at(60), false), limits::WATCH_PAUSE);
        assert_eq!(pause(now, at(-60), true), limits::WATCH_FULL, "a target that is dead");
    }
}
