//! Drills: base URLs that play the vendor for a while. They live in memory only, and end with the process.
//!
//! * [`watch`]: one drill, what it saw, and what that shows. [`play`]: requests to a drill's address.
//! * [`intercom`]: what is played: addresses, answers, and the plan in words. [`finish`]: a drill's end, and its receipts.

pub mod finish;
pub mod intercom;
pub mod play;
pub mod watch;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::StatusCode;
use holdpoint_domain::id::{Digest, DrillId, LaunchId};

use crate::error::ApiError;
use crate::limits;
pub use watch::Drill;

/// All drills that this process knows, oldest first: open ones, and of each launch the last that ended.
#[derive(Default)]
pub struct Drills(Mutex<Vec<Arc<Drill>>>);

impl Drills {
    /// * Errors: 409 when the launch, or the server, has as many open ones as it may.
    pub fn add(&self, drill: Arc<Drill>) -> Result<(), ApiError> {
        let mut all = self.all();
        let open = |drill: &&Arc<Drill>| !drill.has_ended();
        let of_launch = all.iter().filter(open).filter(|known| known.launch == drill.launch).count();
        if limits::DRILLS_PER_LAUNCH <= of_launch {
            let most = limits::DRILLS_PER_LAUNCH;
            let detail = format!("this launch has {most} open drills already; close one, then open another");
            return Err(ApiError::new(StatusCode::CONFLICT, "too-many-drills", detail).with("most", most));
        }
        if limits::DRILLS <= all.iter().filter(open).count() {
            let detail = "this server has as many open drills as it may; wait until one of another launch ends";
            return Err(ApiError::new(StatusCode::CONFLICT, "too-many-drills/of-server", detail));
        }
        let ended = |known: &&Arc<Drill>| known.launch == drill.launch && known.has_ended();
        while limits::DRILLS_KEPT <= all.iter().filter(ended).count() {
            let Some(oldest) = all.iter().position(|known| ended(&known)) else { break };
            all.remove(oldest);
        }
        all.push(drill);
        Ok(())
    }

    /// The open one that a token opens.
    pub fn by_token(&self, token: &str) -> Option<Arc<Drill>> {
        let digest = Digest::of(token.as_bytes());
        self.all().iter().find(|drill| drill.token_digest == digest && !drill.has_ended()).cloned()
    }

    pub fn one(&self, launch: LaunchId, id: DrillId) -> Option<Arc<Drill>> {
        self.all().iter().find(|drill| drill.launch == launch && drill.id == id).cloned()
    }

    /// Newest first.
    pub fn of(&self, launch: LaunchId) -> Vec<Arc<Drill>> {
        self.all().iter().rev().filter(|drill| drill.launch == launch).cloned().collect()
    }

    fn all(&self) -> MutexGuard<'_, Vec<Arc<Drill>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
