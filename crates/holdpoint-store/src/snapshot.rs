//! A launch as its events up to a place leave it: a shortcut for the start, in either store, and never the truth. What one says is checked twice: at
//! once that it is what this build wrote about this log, and in the background by a replay of the whole history.

use holdpoint_domain::id::*;
use holdpoint_domain::launch::Launch;
use sha2::Digest as _;

/// Events between two snapshots: replaying so many takes a start a few milliseconds.
pub const EVERY: u64 = 1_000;

/// The rules of this build. A snapshot by others is not read.
const RULES: &str = env!("HOLDPOINT_RULES");

/// As a row has it.
pub struct Snapshot {
    pub seq: i64,
    pub rules: String,
    /// Hash of the last event's leaf: the log that it is of.
    pub leaf: [u8; 32],
    /// Over all else.
    pub digest: [u8; 32],
    pub state: Vec<u8>,
}

/// What the replay of a history has found of a snapshot that stood for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    Same,
    /// Somebody was erased since it was taken: the history is another one by now, and nothing was wrong with the snapshot that anybody knows of.
    Erased,
    Other,
}

/// Whether enough happened between two places for a new one.
pub fn is_due(before: Seq, now: Seq) -> bool {
    before.0 / EVERY != now.0 / EVERY
}

impl Snapshot {
    /// * `leaf`: the hash of the last event's leaf.
    /// * Returns `None` where it would read as something else, which would be worse than none.
    pub fn of(launch: &Launch, leaf: [u8; 32]) -> Option<Self> {
        let state = serde_json::to_vec(launch).ok()?;
        if serde_json::from_slice::<Launch>(&state).ok().as_ref() != Some(launch) {
            tracing::error!(launch = %launch.id, "a snapshot does not read as what was written; none is kept. This is a defect");
            return None;
        }
        let mut snapshot = Self { seq: i64::try_from(launch.seq.0).ok()?, rules: RULES.into(), leaf, digest: [0; 32], state };
        snapshot.digest = snapshot.sum(launch.id);
        Some(snapshot)
    }

    /// The launch, if all of it is what this build wrote.
    pub fn launch(&self, id: LaunchId) -> Option<Launch> {
        if self.sum(id) != self.digest || self.rules != RULES {
            tracing::info!(launch = %id, "its snapshot is of another build, or damaged: the whole history is replayed");
            return None;
        }
        serde_json::from_slice(&self.state).ok()
    }

    pub fn place(&self) -> Seq {
        Seq(self.seq.unsigned_abs())
    }

    fn sum(&self, launch: LaunchId) -> [u8; 32] {
        let hash = sha2::Sha256::new().chain_update(&self.rules).chain_update([0]).chain_update(launch.0.to_be_bytes());
        hash.chain_update(self.seq.to_be_bytes()).chain_update(self.leaf).chain_update(&self.state).finalize().into()
    }
}
