//! Live streams of a launch, for many readers at once: what happens is read and encoded once, and shared.
//!
//! * [`hub`]: what a launch's readers share. [`keeper`]: the one task that keeps it as the log and the clock say.
//! * [`ring`]: the latest events. [`frame`]: how things look on the wire. [`reader`]: one stream.

mod frame;
mod hub;
mod keeper;
mod reader;
mod ring;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use holdpoint_domain::id::LaunchId;
use holdpoint_domain::launch::Launch;

use crate::app::App;
use hub::Hub;
pub use reader::{Joining, join};

/// The hubs of all launches that somebody reads.
#[derive(Clone, Default)]
pub struct Hubs(Arc<Mutex<BTreeMap<LaunchId, Arc<Hub>>>>);

/// A reader's hold on its hub: made with the first, gone with the last.
struct Held {
    hub: Arc<Hub>,
    hubs: Hubs,
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
        hub.enter(launch);
        Held { hub: hub.clone(), hubs: self.clone() }
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
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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
    }
}

fn forget(all: &mut BTreeMap<LaunchId, Arc<Hub>>, hub: &Arc<Hub>) {
    if all.get(&hub.launch).is_some_and(|known| Arc::ptr_eq(known, hub)) {
        all.remove(&hub.launch);
    }
}
