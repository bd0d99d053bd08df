//! Live streams of a launch, for many readers at once: what happens is read and encoded once, and shared.
//!
//! * [`hub`]: what a launch's readers share. [`keeper`]: the one task that keeps it as the log and the clock say.
//! * [`ring`]: the latest events. [`reader`]: one stream. [`rows`]: those who have everything. [`frame`], [`chunked`]: how it looks on the
//!   wire.

mod chunked;
mod frame;
mod hub;
mod keeper;
mod reader;
mod ring;
mod rows;
#[cfg(test)]
mod sample;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use holdpoint_domain::id::{LaunchId, Seq};
use holdpoint_domain::launch::Launch;
use holdpoint_store::StoreError;
use tokio::sync::watch;

use crate::app::App;
use crate::lock::lock;
use hub::Hub;
pub use reader::{Joining, Reader};

/// Whether a log ends before an event that somebody has, as after a restored backup. That event is looked for: it may be read a moment before
/// the store tells that it is there.
pub async fn is_set_back(app: &App, launch: LaunchId, seen: Seq) -> Result<bool, StoreError> {
    Ok(seen != Seq(0) && app.store.after(launch, Seq(seen.0 - 1), 1).await?.events.is_empty())
}

/// The hubs of all launches that somebody reads.
#[derive(Clone)]
pub struct Hubs(Arc<Shared>);

struct Shared {
    hubs: Mutex<BTreeMap<LaunchId, Arc<Hub>>>,
    /// Of all hubs, those that have ended included.
    readers: watch::Sender<usize>,
}

/// A reader's hold on its hub: made with the first, gone with the last.
struct Held {
    hub: Arc<Hub>,
    hubs: Hubs,
}

impl Default for Hubs {
    fn default() -> Self {
        Self(Arc::new(Shared { hubs: Mutex::default(), readers: watch::Sender::new(0) }))
    }
}

impl Hubs {
    /// * `launch`: as of any time before: the hub begins there, and reads on.
    fn hold(&self, app: &App, launch: &Arc<Launch>) -> Held {
        let mut all = self.all();
        let hub = all.entry(launch.id).or_insert_with(|| {
            let hub = Arc::new(Hub::begin(launch.clone(), app.presence.clone()));
            keeper::start(app.clone(), hub.clone());
            hub
        });
        hub.know(launch);
        self.enter(hub)
    }

    /// Keeps a hub in its place, whoever leaves it.
    fn stay(&self, hub: &Arc<Hub>) -> Held {
        let _all = self.all();
        self.enter(hub)
    }

    /// Only under the lock of all.
    fn enter(&self, hub: &Arc<Hub>) -> Held {
        hub.enter();
        self.0.readers.send_modify(|readers| *readers += 1);
        Held { hub: hub.clone(), hubs: self.clone() }
    }

    /// Waits until nobody reads.
    pub async fn emptied(&self) {
        let _ = self.0.readers.subscribe().wait_for(|readers| *readers == 0).await;
    }

    /// How many launches are read.
    pub fn launches(&self) -> usize {
        self.all().len()
    }

    /// No new reader comes to this hub: it has ended.
    fn retire(&self, hub: &Arc<Hub>) {
        forget(&mut self.all(), hub);
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<LaunchId, Arc<Hub>>> {
        lock(&self.0.hubs)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // Under the lock: nobody can enter a hub that is being closed.
        let mut all = self.hubs.all();
        if self.hub.leave() == 0 {
            forget(&mut all, &self.hub);
            self.hub.close();
        }
        self.hubs.0.readers.send_modify(|readers| *readers -= 1);
    }
}

fn forget(all: &mut BTreeMap<LaunchId, Arc<Hub>>, hub: &Arc<Hub>) {
    if all.get(&hub.launch).is_some_and(|known| Arc::ptr_eq(known, hub)) {
        all.remove(&hub.launch);
    }
}
