//! Whether the storage answers, for whoever asks how the server is. It is asked seldom, and by nobody twice at once.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Mutex;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::limits;
use crate::storage::{Fault, Storage};

/// What the storage said last.
#[derive(Clone, Default)]
pub struct Pulse(Arc<Inner>);

#[derive(Default)]
struct Inner {
    /// Held while asking: who comes meanwhile waits for the same answer.
    asked: Mutex<Asked>,
    told: std::sync::Mutex<Option<bool>>,
}

#[derive(Default)]
struct Asked {
    last: Option<Seen>,
    /// A question that was not answered in time.
    open: Option<Question>,
}

type Question = JoinHandle<Result<(), Fault>>;

#[derive(Clone, Copy)]
struct Seen {
    at: Instant,
    answers: bool,
}

impl Pulse {
    /// Whether it answers, as of a few seconds ago at most.
    pub async fn now(&self, storage: &Arc<dyn Storage>) -> bool {
        let mut asked = self.0.asked.lock().await;
        if let Some(seen) = asked.last
            && seen.at.elapsed() < limits::STORAGE_CACHE
        {
            return seen.answers;
        }
        let ask = || {
            let storage = Arc::clone(storage);
            tokio::spawn(async move { storage.answers().await })
        };
        let fault = ask_once(&mut asked.open, limits::STORAGE_LOOK, ask).await.err();
        let answers = fault.is_none();
        let before = asked.last.replace(Seen { at: Instant::now(), answers });
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
        if self.0.asked.try_lock().is_ok_and(|asked| asked.last.is_none_or(|seen| limits::STORAGE_CACHE <= seen.at.elapsed())) {
            tokio::spawn(async move { pulse.now(&storage).await });
        }
        self.0.told.lock().ok().and_then(|told| *told)
    }
}

/// Asks, unless a question from before is still open: a file system of a network that hangs keeps a thread with each, and others need those.
async fn ask_once(open: &mut Option<Question>, patience: Duration, ask: impl FnOnce() -> Question) -> Result<(), String> {
    let question = open.get_or_insert_with(ask);
    let Ok(answer) = timeout(patience, question).await else {
        return Err(format!("no answer within {} s", patience.as_secs()));
    };
    *open = None;
    answer.map_err(|error| error.to_string())?.map_err(|fault| fault.to_string())
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn a_storage_that_hangs_is_not_asked_once_more() {
        let (answer, answered) = oneshot::channel();
        let (mut open, brief) = (None, Duration::from_millis(20));
        let hanging = move || tokio::spawn(async move { answered.await.map_err(|error| Fault::Away(error.to_string())) });
        assert!(ask_once(&mut open, brief, hanging).await.unwrap_err().contains("no answer"));
        assert!(ask_once(&mut open, brief, || unreachable!()).await.is_err());
        answer.send(()).unwrap();
        assert_eq!(ask_once(&mut open, Duration::from_secs(20), || unreachable!()).await, Ok(()));
        let away = || tokio::spawn(async { Err(Fault::Away("it is full".into())) });
        assert!(ask_once(&mut open, Duration::from_secs(20), away).await.unwrap_err().contains("it is full"));
        assert!(open.is_none(), "it has answered");
    }
}
