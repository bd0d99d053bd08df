//! Trends as they were folded last, so that asking for one again reads what happened since and not the whole history.

use std::sync::{Arc, Mutex};

use holdpoint_domain::id::{LaunchId, Seq};
use holdpoint_domain::launch::{Event, Trend};
use holdpoint_store::{Page, StoreError};
use tokio::sync::{OwnedMutexGuard, Semaphore};

use crate::limits;
use crate::lock::lock;

pub struct Trends {
    /// Those that were asked for last are at the end.
    kept: Mutex<Vec<(LaunchId, Arc<tokio::sync::Mutex<Kept>>)>>,
    /// Whole histories that are read at the same time.
    whole: Semaphore,
}

/// One launch's, up to a place in its log.
#[derive(Default)]
pub struct Kept {
    trend: Trend,
    seq: Seq,
}

/// A trend that is up to date, and nobody else's meanwhile.
pub struct Fresh(OwnedMutexGuard<Kept>);

impl std::ops::Deref for Fresh {
    type Target = Trend;

    fn deref(&self) -> &Trend {
        &self.0.trend
    }
}

impl Default for Trends {
    fn default() -> Self {
        Self { kept: Mutex::default(), whole: Semaphore::new(limits::RENDITIONS) }
    }
}

impl Trends {
    /// A launch's trend as of now. Of many that ask at the same time one reads.
    ///
    /// * `read`: the launch's events behind a place, a page of them.
    pub async fn of<F>(&self, id: LaunchId, read: impl Fn(Seq) -> F) -> Result<Fresh, StoreError>
    where
        F: Future<Output = Result<Page, StoreError>>,
    {
        let mut kept = self.slot(id).lock_owned().await;
        // Never closed, so a turn always comes.
        let _turn = if kept.seq == Seq(0) { self.whole.acquire().await.ok() } else { None };
        let mut goes_on = kept.seq != Seq(0);
        loop {
            let page = read(kept.seq).await?;
            let erases = page.events.iter().any(|stored| matches!(stored.recorded.event, Event::Erased { .. }));
            // A database that was set back; or somebody who is not to stay in memory.
            if goes_on && (page.head < kept.seq || erases) {
                *kept = Kept::default();
                goes_on = false;
                continue;
            }
            let Some(last) = page.events.last() else { return Ok(Fresh(kept)) };
            page.events.iter().for_each(|stored| kept.trend.add(&stored.recorded));
            kept.seq = last.recorded.seq;
        }
    }

    fn slot(&self, id: LaunchId) -> Arc<tokio::sync::Mutex<Kept>> {
        let mut kept = lock(&self.kept);
        let known = kept.iter().position(|(known, _)| *known == id).map(|place| kept.remove(place).1);
        let slot = known.unwrap_or_default();
        kept.push((id, slot.clone()));
        let surplus = kept.len().saturating_sub(limits::TRENDS);
        kept.drain(..surplus);
        slot
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use holdpoint_domain::id::{Digest, MemberId, Timestamp};
    use holdpoint_domain::launch::NewLaunch;
    use holdpoint_store::sqlite::SqliteStore;
    use holdpoint_store::{Creation, Sender, Store};

    use super::*;

    async fn store(folder: &std::path::Path) -> (Arc<dyn Store>, LaunchId) {
        let store: Arc<dyn Store> = Arc::new(SqliteStore::open(folder).await.unwrap());
        let templates = crate::templates::Templates::built_in().unwrap();
        let known = templates.get(&"service-launch".to_owned().try_into().unwrap()).unwrap();
        let wish = NewLaunch::new("One", known.template.name.clone());
        let new = Creation { sender: sender(0), wish, template: known.template.clone(), template_ref: known.reference.clone() };
        let id = store.create(new).await.unwrap().id;
        (store, id)
    }

    fn sender(n: u128) -> Sender {
        let (by, now) = (MemberId(uuid::Uuid::from_u128(1)), Timestamp::now());
        let command = Some(holdpoint_domain::id::CommandId(uuid::Uuid::from_u128(n)));
        Sender { by, name: "Ann".into(), owner: true, at: now, command, fingerprint: Digest::of(&n.to_be_bytes()) }
    }

    async fn rename(store: &dyn Store, id: LaunchId, n: u128) {
        let command = serde_json::from_value(serde_json::json!({ "type": "set_name", "name": format!("Name {n}") })).unwrap();
        let wish = holdpoint_store::Wish::Command(command);
        store.submit(id, holdpoint_store::Entry { sender: sender(n), based_on: Seq(0), wish }).await.unwrap();
    }

    #[tokio::test]
    async fn only_what_happened_since_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let (store, id) = store(folder.path()).await;
        for n in 1..=25 {
            rename(&*store, id, n).await;
        }
        let (trends, read) = (Trends::default(), AtomicUsize::new(0));
        let (store, read) = (&store, &read);
        let ask = async || {
            let from = |after| async move {
                let page = store.after(id, after, 10).await?;
                read.fetch_add(page.events.len(), Ordering::Relaxed);
                Ok(page)
            };
            let points = trends.of(id, from).await.unwrap().until(Timestamp::now());
            (points.len(), read.swap(0, Ordering::Relaxed))
        };
        let whole = usize::try_from(store.launch(id).await.unwrap().seq.0).unwrap();
        assert_eq!(ask().await, (1, whole), "the whole history, once");
        assert_eq!(ask().await, (1, 0));
        rename(&**store, id, 26).await;
        assert_eq!(ask().await, (1, 1));
        // Others push it out, and it is read anew.
        for other in 0..limits::TRENDS {
            trends.slot(LaunchId(1_000 + u32::try_from(other).unwrap()));
        }
        assert_eq!(trends.kept.lock().unwrap().len(), limits::TRENDS);
        assert_eq!(ask().await, (1, whole + 1));
        // A database that was set back is read anew too.
        let back = |after: Seq| async move {
            let page = store.after(id, after, 10).await?;
            let events = page.events.into_iter().filter(|event| event.recorded.seq <= Seq(5)).collect();
            Ok(Page { events, head: Seq(5) })
        };
        assert_eq!(trends.of(id, back).await.unwrap().0.seq, Seq(5));
        store.close().await;
    }
}
