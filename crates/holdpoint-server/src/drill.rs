//! Drills: base URLs that play the vendor for a while. They live in memory only, and end with the process.
//!
//! * [`watch`]: one drill, what it saw, and what that shows. [`play`]: requests to a drill's address.
//! * [`intercom`]: what is played: addresses, answers, and the plan in words. [`finish`]: a drill's end, and its receipts.

pub mod finish;
pub mod intercom;
pub mod play;
pub mod watch;

use std::sync::{Arc, Mutex, MutexGuard};

use axum::http::StatusCode;
use holdpoint_domain::id::{Digest, DrillId, LaunchId};

use crate::error::ApiError;
use crate::limits;
use crate::lock::lock;
pub use watch::Drill;

/// All drills that this process knows, oldest first: open ones, and the last that ended, of each launch and of all together.
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
        forget(&mut all, limits::DRILLS_KEPT, |known| known.has_ended() && known.launch == drill.launch);
        forget(&mut all, limits::DRILLS_KEPT_IN_ALL, Drill::has_ended);
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
        lock(&self.0)
    }
}

/// Forgets the oldest of some drills, so that one more makes `most` of them.
fn forget(all: &mut Vec<Arc<Drill>>, most: usize, some: impl Fn(&Drill) -> bool) {
    let count = all.iter().filter(|drill| some(drill)).count();
    let mut over = (count + 1).saturating_sub(most);
    all.retain(|drill| {
        let forgotten = 0 < over && some(drill);
        over -= usize::from(forgotten);
        !forgotten
    });
}

#[cfg(test)]
mod tests {
    use holdpoint_domain::id::{MemberId, Timestamp};
    use holdpoint_store::Sender;

    use super::*;

    fn drill(launch: u32) -> Arc<Drill> {
        let (at, fingerprint) = (Timestamp::now(), Digest::of(b""));
        let sender = Sender { by: MemberId::SERVER, name: "Ada".into(), owner: true, at, command: None, fingerprint };
        Arc::new(Drill::new(LaunchId(launch), sender, Vec::new(), (String::new(), Digest::of(b"token"))))
    }

    #[test]
    fn of_drills_that_ended_the_oldest_are_forgotten_however_many_launches_they_are_of() {
        let drills = Drills::default();
        drills.add(drill(1)).unwrap();
        let launches = 2..=u32::try_from(limits::DRILLS_KEPT_IN_ALL).unwrap() + 11;
        for launch in launches.clone() {
            let ended = drill(launch);
            ended.ended.cancel();
            drills.add(ended).unwrap();
        }
        let kept: Vec<u32> = launches.filter(|launch| !drills.of(LaunchId(*launch)).is_empty()).collect();
        assert_eq!((kept.len(), kept.first()), (limits::DRILLS_KEPT_IN_ALL, Some(&12)));
        assert_eq!(drills.of(LaunchId(1)).len(), 1, "it is open");
    }
}
