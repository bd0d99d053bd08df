//! What runs in the background for as long as its process does. A loop that ends by a panic is told of, and begun again after a pause.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use tokio::task::{JoinError, JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::lock::lock;

/// Failures without a quiet time between them, from which on a loop counts as one that does not do its work.
const OFTEN: u32 = 3;

/// How long a loop that panicked rests, and when that is forgotten.
#[derive(Clone, Copy, Debug)]
struct Pace {
    /// After the first failure; twice as long after each further one.
    first: Duration,
    longest: Duration,
    /// Without a failure: then the next one counts as the first.
    quiet: Duration,
}

const PACE: Pace = Pace { first: Duration::from_secs(1), longest: Duration::from_secs(60), quiet: Duration::from_secs(300) };

/// The loops of one process, or of one part of it; clones share them.
#[derive(Clone)]
pub struct Loops(Arc<Inner>);

/// A loop's name, and which one it is where each launch has one of its own; 0: there is only one.
type Which = (&'static str, u32);

struct Inner {
    pace: Pace,
    /// Nothing is begun again behind it.
    stop: CancellationToken,
    known: Mutex<BTreeMap<Which, Known>>,
}

#[derive(Default)]
struct Known {
    failures: u64,
    /// Failures without a quiet time between them.
    in_a_row: u32,
    latest: Option<Instant>,
}

impl Loops {
    /// * `stop`: ends no loop, which has to listen to it by itself, but every pause.
    pub fn new(stop: CancellationToken) -> Self {
        Self::paced(stop, PACE)
    }

    fn paced(stop: CancellationToken, pace: Pace) -> Self {
        Self(Arc::new(Inner { pace, stop, known: Mutex::default() }))
    }

    /// Begins a loop, and begins it again whenever it panics. What it must not lose in between is outside of what `begin` makes.
    ///
    /// * Returns what ends when the loop has ended by itself, or was not begun again because of the stop.
    pub fn keep<F>(&self, name: &'static str, begin: impl Fn() -> F + Send + 'static) -> JoinHandle<()>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let loops = self.clone();
        tokio::spawn(async move {
            loop {
                let life = tokio::spawn(begin());
                if !loops.failed(name, life).await || loops.0.stop.is_cancelled() {
                    return;
                }
            }
        })
    }

    /// Waits for the end of a task. `true`: it panicked; that was told, and the pause is over after which it, or what takes its place, may begin again.
    pub async fn failed(&self, name: &'static str, task: impl Future<Output = Result<(), JoinError>>) -> bool {
        let Some(pause) = self.panicked((name, 0), task).await else { return false };
        self.rest(pause).await;
        true
    }

    /// The same without the pause, for who has something to do first.
    ///
    /// * `of`: the launch whose task it is, by its number; where others' fail it rests no longer. 0: of none.
    /// * Returns how long the pause is.
    pub async fn panicked(&self, (name, of): Which, task: impl Future<Output = Result<(), JoinError>>) -> Option<Duration> {
        self.known().entry((name, 0)).or_default();
        // A task that was cancelled ends with its process.
        let panic = task.await.err().and_then(|error| error.try_into_panic().ok())?;
        let (failures, pause) = self.note((name, of));
        let pause_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
        tracing::error!(
            task = name,
            of,
            panic = said(&*panic),
            failures,
            pause_ms,
            "a background loop panicked; it is begun again. This is a defect"
        );
        Some(pause)
    }

    /// A pause, which a stop ends.
    pub async fn rest(&self, pause: Duration) {
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = self.0.stop.cancelled() => {}
        }
    }

    /// Those that failed again and again, and not long ago.
    pub fn failing(&self) -> Vec<&'static str> {
        let recent = |known: &Known| known.latest.is_some_and(|at| at.elapsed() < self.0.pace.quiet);
        let known = self.known();
        let mut names: Vec<_> =
            known.iter().filter(|(_, known)| OFTEN <= known.in_a_row && recent(known)).map(|((name, _), _)| *name).collect();
        names.dedup();
        names
    }

    /// How often each loop that was begun has failed since.
    pub fn failures(&self) -> Vec<(&'static str, u64)> {
        let mut all = BTreeMap::<_, u64>::new();
        for ((name, _), known) in self.known().iter() {
            *all.entry(*name).or_default() += known.failures;
        }
        all.into_iter().collect()
    }

    /// Counts a failure: how many there were, and how long the pause is.
    fn note(&self, which: Which) -> (u64, Duration) {
        let Pace { first, longest, quiet } = self.0.pace;
        let mut all = self.known();
        let known = all.entry(which).or_default();
        if known.latest.is_some_and(|at| quiet <= at.elapsed()) {
            known.in_a_row = 0;
        }
        let pause = first.saturating_mul(2_u32.saturating_pow(known.in_a_row)).min(longest);
        known.failures += 1;
        known.in_a_row = known.in_a_row.saturating_add(1);
        known.latest = Some(Instant::now());
        (known.failures, pause)
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<Which, Known>> {
        lock(&self.0.known)
    }
}

/// What a panic says.
pub fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&'static str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without a word")
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    const HOUR: Duration = Duration::from_secs(3_600);
    const AT_ONCE: Pace = Pace { first: Duration::ZERO, longest: Duration::ZERO, quiet: HOUR };

    async fn broken() {
        panic!("a defect")
    }

    /// A loop that panics so many times, and then ends by itself; how often it was begun.
    async fn lives(loops: &Loops, panics: u64) -> u64 {
        let begun = Arc::<AtomicU64>::default();
        let kept = loops.keep("one", {
            let begun = begun.clone();
            move || {
                let before = begun.fetch_add(1, Ordering::Relaxed);
                async move { assert!(panics <= before, "a defect") }
            }
        });
        kept.await.unwrap();
        begun.load(Ordering::Relaxed)
    }

    #[tokio::test]
    async fn a_loop_that_panics_is_begun_again_and_one_that_fails_often_is_told_of() {
        let loops = Loops::paced(CancellationToken::new(), AT_ONCE);
        assert_eq!((lives(&loops, 0).await, loops.failures()), (1, vec![("one", 0)]), "its own end is no failure");
        assert_eq!((lives(&loops, 2).await, loops.failures()), (3, vec![("one", 2)]));
        assert!(loops.failing().is_empty(), "that may happen");
        assert_eq!((lives(&loops, 1).await, loops.failures()), (2, vec![("one", 3)]));
        assert_eq!(loops.failing(), ["one"]);
    }

    #[tokio::test]
    async fn failures_that_lie_far_apart_are_not_counted_together() {
        let loops = Loops::paced(CancellationToken::new(), Pace { quiet: Duration::ZERO, ..AT_ONCE });
        assert_eq!(lives(&loops, 9).await, 10);
        assert_eq!((loops.failing(), loops.failures()), (Vec::new(), vec![("one", 9)]));
    }

    #[test]
    fn pauses_grow_up_to_a_minute() {
        let loops = Loops::new(CancellationToken::new());
        let pauses = (0..80).map(|_| loops.note(("one", 0)).1.as_secs());
        let pauses: Vec<u64> = pauses.collect();
        assert_eq!(pauses[..8], [1, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(pauses.last(), Some(&60));
    }

    #[tokio::test]
    async fn of_those_that_each_launch_has_one_rests_for_itself() {
        let loops = Loops::new(CancellationToken::new());
        let panicked = async |of: u32| loops.panicked(("live", of), tokio::spawn(broken())).await.map(|pause| pause.as_secs());
        let mut pauses = Vec::new();
        for of in [1, 1, 2, 1, 2, 3] {
            pauses.push(panicked(of).await);
        }
        assert_eq!(pauses, [1, 2, 1, 4, 2, 1].map(Some));
        assert_eq!((loops.failures(), loops.failing()), (vec![("live", 6)], vec!["live"]), "counted together, and told of for one");
    }

    #[tokio::test]
    async fn a_stop_ends_the_pause_and_nothing_is_begun_again() {
        let stop = CancellationToken::new();
        let loops = Loops::paced(stop.clone(), Pace { first: HOUR, longest: HOUR, quiet: HOUR });
        let kept = loops.keep("one", broken);
        while loops.failures() != [("one", 1)] {
            tokio::task::yield_now().await;
        }
        stop.cancel();
        kept.await.unwrap();
        assert_eq!(loops.failures(), [("one", 1)]);
    }

    #[test]
    fn what_a_panic_says_is_told() {
        let cases: [(Box<dyn Any + Send>, &str); 3] =
            [(Box::new("text"), "text"), (Box::new("more".to_owned()), "more"), (Box::new(1), "without a word")];
        for (panic, words) in cases {
            assert_eq!(said(&*panic), words);
        }
    }
}
