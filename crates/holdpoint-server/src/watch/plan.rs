//! Which checks run by themselves, and when: spread over time, the same on every replica.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use holdpoint_domain::check::Period;
use holdpoint_domain::id::{CheckId, Digest, LaunchId, Seq, Timestamp};
use holdpoint_domain::launch::{Launch, Watch};
use holdpoint_store::watching::Planned;
use holdpoint_store::{Store, StoreError};

use crate::app::App;
use crate::limits;
use crate::lock::lock;

/// What was planned for a launch: as long as this is the same, so are its rows in the store.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    watching: Seq,
    /// Of its template, which names the checks.
    template: Digest,
    on: bool,
}

/// What this process planned last for each launch. No more of them than there are launches.
#[derive(Default)]
pub struct Plans(Mutex<HashMap<LaunchId, Arc<Slot>>>);

/// Of one launch. Held until the store has it: of two that plan at once, what is noted is what the store took last.
type Slot = tokio::sync::Mutex<Option<Plan>>;

/// Brings the store's plan in line with the launches, where something changed.
pub async fn keep(app: &App, now: Timestamp) -> Result<(), StoreError> {
    for launch in app.store.launches().await? {
        // Somebody plans it just now. The next look finds what comes of that, and nobody else's launch waits for it.
        let Some(known) = app.watch.planned.known(launch.id) else { continue };
        let plan = Plan::of(&launch, now);
        let never = !plan.on && launch.watching.seq == Seq(0);
        if known == Some(plan) || (known.is_none() && never) {
            continue;
        }
        set(app, &launch, now).await?;
    }
    Ok(())
}

/// Makes the launch's checks, as they are now, the scheduled ones. One that is not to run any more has no row then.
pub async fn set(app: &App, launch: &Launch, now: Timestamp) -> Result<(), StoreError> {
    app.watch.planned.set(&*app.store, launch, now).await
}

impl Plans {
    /// All is planned anew.
    pub async fn forget(&self) {
        let slots: Vec<Arc<Slot>> = lock(&self.0).values().cloned().collect();
        for slot in slots {
            *slot.lock().await = None;
        }
    }

    /// `None`: it is being planned.
    fn known(&self, launch: LaunchId) -> Option<Option<Plan>> {
        self.slot(launch).try_lock().ok().map(|known| *known)
    }

    async fn set(&self, store: &dyn Store, launch: &Launch, now: Timestamp) -> Result<(), StoreError> {
        let plan = Plan::of(launch, now);
        let slot = self.slot(launch.id);
        let mut known = slot.lock().await;
        store.plan(launch.id, if plan.on { checks(launch, now) } else { Vec::new() }).await?;
        *known = Some(plan);
        Ok(())
    }

    fn slot(&self, launch: LaunchId) -> Arc<Slot> {
        lock(&self.0).entry(launch).or_default().clone()
    }
}

impl Plan {
    fn of(launch: &Launch, now: Timestamp) -> Self {
        let on = matches!(launch.watch(now), Watch::On { .. });
        Self { watching: launch.watching.seq, template: launch.template_ref.digest, on }
    }
}

fn checks(launch: &Launch, now: Timestamp) -> Vec<Planned> {
    let scheduled = launch.template.checks.iter().filter_map(|check| Some((check, check.every()?)));
    let planned = scheduled.map(|(check, every)| {
        let within = every.duration().min(limits::WATCH_FIRST);
        let first = now.saturating_add(part(launch.id, &check.id, within)).unwrap_or(now);
        // Half a period more than the next run can be away, and as long as one can be under way: clocks differ a little.
        let latest = now.saturating_add(every.duration().saturating_mul(2).saturating_add(limits::WATCH_LEASE));
        Planned { check: check.id.clone(), first, latest: latest.unwrap_or(Timestamp::MAX) }
    });
    planned.collect()
}

/// When a check is due after a run at `now`: a moment of its own within each period, at least half a period from now. Runs that were
/// missed are not made up for.
pub fn next(launch: LaunchId, check: &CheckId, every: Period, now: Timestamp) -> Timestamp {
    let period = i64::from(every.seconds()).saturating_mul(1_000).max(1);
    let offset = i64::try_from(part(launch, check, every.duration()).as_millis()).unwrap_or_default();
    let since = (now.as_millisecond() - offset).rem_euclid(period);
    let until = period - since;
    let until = if until < period / 2 { until + period } else { until };
    now.saturating_add(jiff::SignedDuration::from_millis(until)).unwrap_or(Timestamp::MAX)
}

/// A part of a time, by launch and check: so that what is switched on together does not run together.
fn part(launch: LaunchId, check: &CheckId, whole: jiff::SignedDuration) -> jiff::SignedDuration {
    let digest = Digest::of(format!("{launch}/{check}").as_bytes());
    let number = digest.0.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    let whole = u64::try_from(whole.as_millis()).unwrap_or_default().max(1);
    jiff::SignedDuration::from_millis(i64::try_from(number % whole).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::Poll;

    use futures_util::future::{join, maybe_done};
    use holdpoint_domain::id::{CommandId, MemberId};
    use holdpoint_domain::launch::NewLaunch;
    use holdpoint_store::sqlite::SqliteStore;
    use holdpoint_store::{Creation, Sender, Watching as _};
    use uuid::Uuid;

    use super::*;

    /// A launch that is not watched.
    async fn made(store: &SqliteStore, number: u128, now: Timestamp) -> Arc<Launch> {
        let known = crate::templates::Templates::built_in().unwrap().get(&"intercom-production".to_owned().try_into().unwrap()).unwrap();
        let (by, command) = (MemberId(Uuid::from_u128(1)), Some(CommandId(Uuid::from_u128(number))));
        let sender = Sender { by, name: "Ann".into(), owner: true, at: now, command, fingerprint: Digest::of(b"one") };
        let wish = NewLaunch::new("One", known.template.name.clone());
        let made = store.create(Creation { sender, wish, template: known.template, template_ref: known.reference }).await.unwrap();
        store.launch(made.id).await.unwrap()
    }

    #[tokio::test]
    async fn a_launch_that_is_being_planned_holds_up_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path()).await.unwrap();
        let now = Timestamp::now();
        let (one, other) = (made(&store, 1, now).await, made(&store, 2, now).await);
        let plans = Plans::default();
        let slot = plans.slot(one.id);
        let busy = slot.lock().await;
        assert!(plans.known(one.id).is_none(), "it is passed over meanwhile");
        plans.set(&store, &other, now).await.unwrap();
        assert!(plans.known(other.id).flatten().is_some());
        drop(busy);
        assert!(plans.known(one.id).is_some_and(|known| known.is_none()));
        store.close().await;
    }

    #[tokio::test]
    async fn of_two_plans_at_once_what_is_noted_is_what_the_store_has() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path()).await.unwrap();
        let now = Timestamp::now();
        let off = made(&store, 1, now).await;
        let id = off.id;
        let mut on = Launch::clone(&off);
        on.details.connection.value = Some("emulator".to_owned().try_into().unwrap());
        on.watching.value = on.details.connection.value.clone();
        let plans = Plans::default();
        plans.set(&store, &on, now).await.unwrap();
        assert!(!store.planned(id, now).await.unwrap().is_empty());

        let mut newer = pin!(maybe_done(plans.set(&store, &on, now)));
        let mut older = pin!(maybe_done(plans.set(&store, &off, now)));
        // Each comes as far as it can; then the store has done what it was asked for.
        std::future::poll_fn(|context| {
            let _ = (newer.as_mut().poll(context), older.as_mut().poll(context));
            Poll::Ready(())
        })
        .await;
        store.keep(b"behind both".to_vec()).await.unwrap();
        // The one that asked first is the last to hear.
        join(older.as_mut(), newer.as_mut()).await;
        let stored = !store.planned(id, now).await.unwrap().is_empty();
        assert_eq!(plans.known(id).flatten().map(|plan| plan.on), Some(stored));
        store.close().await;
    }

    #[test]
    fn runs_are_spread_and_come_once_a_period() {
        let every: Period = "10m".parse().unwrap();
        let start: Timestamp = "2026-11-24T10:00:00Z".parse().unwrap();
        let mut minutes = std::collections::BTreeMap::<i64, u32>::new();
        for launch in 1..=600 {
            let (launch, check) = (LaunchId(launch), "api.auth".parse().unwrap());
            let first = next(launch, &check, every, start);
            let wait = first.duration_since(start).as_secs();
            assert!((300..=900).contains(&wait), "half a period to one and a half: {wait}");
            assert_eq!(next(launch, &check, every, first), first + every.duration(), "one period on");
            // Late by an hour and a bit: one run, then at its own moment again.
            let late = first + jiff::SignedDuration::from_secs(3_700);
            let then = next(launch, &check, every, late);
            assert_eq!(then.duration_since(first).as_secs() % 600, 0);
            assert!(late < then);
            *minutes.entry(first.as_second() / 60 % 10).or_default() += 1;
        }
        assert_eq!(minutes.len(), 10);
        assert!(minutes.values().all(|count| (30..=90).contains(count)), "sixty in each minute, give or take: {minutes:?}");
    }
}
