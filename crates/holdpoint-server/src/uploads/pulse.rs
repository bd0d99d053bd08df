//! Whether the storage answers, for whoever asks how the server is. It is asked seldom, and by nobody twice at once.

use std::sync::Arc;
use std::time::Instant;

use tokio::sync::Mutex;

use crate::limits;
use crate::storage::Storage;

/// What the storage said last.
#[derive(Clone, Default)]
pub struct Pulse(Arc<Inner>);

#[derive(Default)]
struct Inner {
    /// Held while asking: who comes meanwhile waits for the same answer.
    last: Mutex<Option<Seen>>,
    told: std::sync::Mutex<Option<bool>>,
}

#[derive(Clone, Copy)]
struct Seen {
    at: Instant,
    answers: bool,
}

impl Pulse {
    /// Whether it answers, as of a few seconds ago at most.
    pub async fn now(&self, storage: &Arc<dyn Storage>) -> bool {
        let mut last = self.0.last.lock().await;
        if let Some(seen) = *last
            && seen.at.elapsed() < limits::STORAGE_CACHE
        {
            return seen.answers;
        }
        let asked = tokio::time::timeout(limits::STORAGE_LOOK, storage.answers()).await;
        let fault = match asked {
            Ok(Ok(())) => None,
            Ok(Err(fault)) => Some(fault.to_string()),
            Err(_) => Some(format!("no answer within {} s", limits::STORAGE_LOOK.as_secs())),
        };
        let answers = fault.is_none();
        let before = last.replace(Seen { at: Instant::now(), answers });
        match fault {
            Some(fault) if before.is_none_or(|seen| seen.answers) => tracing::error!(%fault, "the storage of evidence files is away"),
            None if before.is_some_and(|seen| !seen.answers) => tracing::info!("the storage of evidence files is back"),
            Some(_) | None => {}
        }
        if let Ok(mut told) = self.0.told.lock() {
            *told = Some(answers);
        }
        answers
    }

    /// What is known without waiting; asks anew behind that. `None`: it was not asked yet.
    pub fn last(&self, storage: &Arc<dyn Storage>) -> Option<bool> {
        let (pulse, storage) = (self.clone(), Arc::clone(storage));
        if self.0.last.try_lock().is_ok_and(|last| last.is_none_or(|seen| limits::STORAGE_CACHE <= seen.at.elapsed())) {
            tokio::spawn(async move { pulse.now(&storage).await });
        }
        self.0.told.lock().ok().and_then(|told| *told)
    }
}
