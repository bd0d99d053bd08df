//! Trends as they were folded last, so that asking for one again reads what happened since and not the whole history.

use std::sync::{Arc, Mutex};

use holdpoint_domain::id::{LaunchId, Seq};
use holdpoint_domain::launch::{Event, Trend};
use holdpoint_domain::report::merkle::Hash;
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
    /// Of the event there: what stands for it in the log's tree.
    mark: Option<Hash>,
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
            // With the last one that is known.
            let page = read(Seq(kept.seq.0.saturating_sub(1))).await?;
            let (is_same, news) = match (kept.mark, page.events.split_first()) {
                (None, _) => (true, page.events.as_slice()),
                (Some(mark), Some((last, news))) => (last.recorded.seq == kept.seq && last.entry().hash() == mark, news),
                (Some(_), None) => (false, page.events.as_slice()),
            };
            let erases = news.iter().any(|stored| matches!(stored.recorded.event, Event::Erased { .. }));
            // A database that was set back, and may have grown again; or somebody who is not to stay in memory.
            if !is_same || (goes_on && erases) {
                *kept = Kept::default();
                goes_on = false;
                continue;
            }
            let Some(last) = news.last() else { return Ok(Fresh(kept)) };
            news.iter().for_each(|stored| kept.trend.add(&stored.recorded));
            (kept.seq, kept.mark) = (last.recorded.seq, Some(last.entry().hash()));
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
        // Each page begins with the last event that is known.
        let pages = (whole - 10).div_ceil(9) + 1;
        assert_eq!(ask().await, (1, whole + pages), "the whole history, once");
        assert_eq!(ask().await, (1, 1));
        rename(&**store, id, 26).await;
        assert_eq!(ask().await, (1, 3));
        // Others push it out, and it is read anew.
        for other in 0..limits::TRENDS {
            trends.slot(LaunchId(1_000 + u32::try_from(other).unwrap()));
        }
        assert_eq!(trends.kept.lock().unwrap().len(), limits::TRENDS);
        assert!(whole < ask().await.1);
        // A database that was set back is read anew too.
        let back = |after: Seq| async move {
            let page = store.after(id, after, 10).await?;
            let events = page.events.into_iter().filter(|event| event.recorded.seq <= Seq(5)).collect();
            Ok(Page { events, head: Seq(5) })
        };
        assert_eq!(trends.of(id, back).await.unwrap().0.seq, Seq(5));
        store.close().await;
    }

    #[tokio::test]
    async fn a_database_that_was_set_back_and_has_grown_again_is_read_anew() {
        let folder = tempfile::tempdir().unwrap();
        let (store, id) = store(folder.path()).await;
        let known = store.launch(id).await.unwrap();
        let wish = NewLaunch::new("Two", known.template.name.clone());
        let new = Creation { sender: sender(1), wish, template: known.template.clone(), template_ref: known.template_ref.clone() };
        let other = store.create(new).await.unwrap().id;
        rename(&*store, id, 2).await;
        for n in 3..=6 {
            rename(&*store, other, n).await;
        }
        let (trends, read, store) = (Trends::default(), AtomicUsize::new(0), &store);
        let read = &read;
        // What stands in the log's place is another one's, as after a restored backup.
        let of = |log: LaunchId| {
            move |after| async move {
                let page = store.after(log, after, 100).await?;
                read.fetch_add(page.events.len(), Ordering::Relaxed);
                Ok::<_, StoreError>(page)
            }
        };
        trends.of(id, of(id)).await.unwrap();
        read.store(0, Ordering::Relaxed);
        let whole = store.launch(other).await.unwrap().seq;
        assert_eq!(trends.of(id, of(other)).await.unwrap().0.seq, whole);
        assert!(whole.0 < read.load(Ordering::Relaxed) as u64, "from its first event on");
        store.close().await;
    }
}
