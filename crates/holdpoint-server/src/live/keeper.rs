//! The one task of a launch that is read: it looks into the log when the doorbell rings, tells who is here, gives signs of life, and looks
//! after the readers' sessions.

use std::sync::Arc;
use std::time::Duration;

use holdpoint_domain::id::Seq;
use holdpoint_domain::report::merkle::Hash;
use holdpoint_store::{Loops, StoreError, StoredEvent};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, interval_at, sleep_until};

use super::Hubs;
use super::hub::{End, Hub};
use super::rows::Row;
use crate::app::App;
use crate::limits;

/// Ends with the last reader, and all readers end with it.
pub fn start(app: App, hub: Arc<Hub>) {
    // Before anything is read: nothing falls between.
    let doorbell = app.store.watch(hub.launch);
    let mut tasks = JoinSet::new();
    for row in 0..hub.rows.len() {
        let hub = hub.clone();
        tasks.spawn(async move {
            tokio::select! {
                () = hub.closed() => {}
                () = hub.rows[row].serve(&hub) => {}
            }
        });
    }
    tasks.spawn(keep(app.clone(), hub.clone(), doorbell));
    tokio::spawn(async move { see_to(&hub, tasks, (&app.loops, &app.live)).await });
}

/// Where one of a hub's tasks panics, its readers are let go, and come back to a hub that begins anew: what each of them was sent is not known any more.
async fn see_to(hub: &Arc<Hub>, mut tasks: JoinSet<()>, (loops, hubs): (&Loops, &Hubs)) {
    while let Some(ended) = tasks.join_next().await {
        let Some(pause) = loops.panicked(("live", hub.launch.0), std::future::ready(ended)).await else { continue };
        // Until then whoever comes is let go here: what panics each time is not begun anew as often as they come.
        let _held = hubs.stay(hub);
        hub.end(End::Unreadable);
        hub.rows.iter().for_each(Row::clear);
        loops.rest(pause).await;
        hubs.retire(hub);
    }
}

async fn keep(app: App, hub: Arc<Hub>, doorbell: watch::Receiver<Seq>) {
    let keeper = Keeper { app: &app, hub: &hub, mark: None, told: Instant::now(), presence_due: None };
    tokio::select! {
        () = hub.closed() => {}
        end = keeper.follow(doorbell) => {
            app.live.retire(&hub);
            hub.end(end);
        }
        () = look_after_sessions(&app, &hub) => {}
    }
}

struct Keeper<'a> {
    app: &'a App,
    hub: &'a Hub,
    /// Of the last event that readers can have from the hub: what stands for it in the log's tree.
    mark: Option<Hash>,
    /// When presence was told last.
    told: Instant,
    /// When it is told next; `None`: nothing has changed.
    presence_due: Option<Instant>,
}

impl Keeper<'_> {
    async fn follow(mut self, mut doorbell: watch::Receiver<Seq>) -> End {
        let presence = &self.hub.presence;
        // Subscribe first, look second: who came since the hub began is told of, too.
        let mut moved = presence.watch(self.hub.launch);
        self.tell();
        let mut heard = Instant::now();
        let mut grown = true;
        loop {
            if grown {
                match self.read_on().await {
                    Ok(true) => heard = Instant::now(),
                    Ok(false) => {}
                    Err(_) => return End::Unreadable,
                }
                grown = false;
            }
            let leaves = presence.next_leave(self.hub.launch, std::time::Instant::now());
            tokio::select! {
                rung = doorbell.changed() => match rung {
                    Ok(()) => grown = true,
                    Err(_) => return End::Unreadable,
                },
                changed = moved.changed() => match changed {
                    Ok(()) => self.tell_soon(),
                    Err(_) => {
                        moved = presence.watch(self.hub.launch);
                        self.tell_soon();
                    }
                },
                // Looking at the board once more lets them go, which rings.
                () = at(leaves.map(Instant::from_std)) => {}
                () = at(self.presence_due) => if self.tell() { heard = Instant::now() },
                () = sleep_until(heard + limits::HEARTBEAT) => {
                    self.hub.ping();
                    heard = Instant::now();
                }
                () = self.app.stop.cancelled() => return End::Stopping,
            }
        }
    }

    /// Reads to the end of the log. `true`: there was something.
    ///
    /// * Errors: also a log that ends before what was read of it, or has something else there. It was set back, and who read it begins anew.
    async fn read_on(&mut self) -> Result<bool, StoreError> {
        let (store, id) = (&self.app.store, self.hub.launch);
        let mut found = false;
        loop {
            let head = self.hub.head();
            // With the last one that is known.
            let page = store.after(id, Seq(head.0.saturating_sub(1)), limits::LIVE_EVENTS).await?;
            let events = behind(&page.events, (head, self.mark))?;
            if let (None, Some(first)) = (self.mark, page.events.first()) {
                self.hub.seed(&first.recorded);
            }
            if let Some(last) = page.events.last() {
                self.mark = Some(last.entry().hash());
            }
            if events.is_empty() {
                if page.head < head && super::is_set_back(self.app, id, head).await? {
                    return Err(set_back());
                }
                return Ok(found);
            }
            found = true;
            // Later than the page: nobody is shown what came after their role was taken away.
            let launch = store.launch(id).await?;
            let whole = page.events.len() < limits::LIVE_EVENTS;
            self.hub.append(events.iter().map(|stored| &stored.recorded), launch);
            if whole {
                return Ok(true);
            }
        }
    }

    fn tell_soon(&mut self) {
        let pause = presence_pause(self.hub.readers());
        self.presence_due.get_or_insert((self.told + pause).max(Instant::now()));
    }

    /// `false`: everybody knows.
    fn tell(&mut self) -> bool {
        self.presence_due = None;
        let told = self.hub.tell_presence();
        if told {
            self.told = Instant::now();
        }
        told
    }
}

/// What comes behind the last event that is known, of a page that begins with that.
///
/// * Errors: there is another event in its place. The log was set back, and has grown again.
fn behind(events: &[StoredEvent], (head, mark): (Seq, Option<Hash>)) -> Result<&[StoredEvent], StoreError> {
    match events.split_first() {
        Some((last, behind)) if last.recorded.seq == head => {
            if mark.is_some_and(|mark| mark != last.entry().hash()) {
                Err(set_back())
            } else {
                Ok(behind)
            }
        }
        Some(_) | None => Ok(events),
    }
}

fn set_back() -> StoreError {
    StoreError::Unavailable("the log was set back".into())
}

/// Between two presences: ten thousand who come one by one must not cost ten thousand times ten thousand frames.
fn presence_pause(readers: usize) -> Duration {
    let share = Duration::from_secs_f64(readers as f64 / limits::PRESENCE_FRAMES_PER_SECOND);
    share.clamp(limits::PRESENCE_PAUSE, limits::PRESENCE_PAUSE_MOST)
}

/// Each session is asked about once, however many streams it has: whether it goes on, and whether it is still an owner's, who sees every launch.
async fn look_after_sessions(app: &App, hub: &Hub) {
    let mut rounds = interval_at(Instant::now() + limits::SESSION_CHECK, limits::SESSION_CHECK);
    loop {
        rounds.tick().await;
        let (mut ended, mut news) = (Vec::new(), false);
        for pass in hub.passes() {
            match pass.key.owner(app).await {
                Ok(Some(owner)) => news |= pass.owns(owner),
                Ok(None) => ended.push(pass),
                // A database that does not answer just now signs nobody out.
                Err(_) => {}
            }
        }
        if news || !ended.is_empty() {
            hub.sign_out(&ended);
        }
    }
}

async fn at(time: Option<Instant>) {
    match time {
        Some(time) => sleep_until(time).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use holdpoint_domain::id::{Digest, LaunchId, MemberId, Timestamp};
    use holdpoint_domain::launch::{Event, Recorded};
    use holdpoint_domain::report::Was;
    use tokio::net::{TcpListener, TcpStream};
    use tokio_util::sync::CancellationToken;

    use super::*;
    use crate::auth::Key;
    use crate::live::hub::Next;
    use crate::live::sample::{ANN, launch};
    use crate::presence::PresenceBoard;

    #[tokio::test]
    async fn where_a_task_of_a_hub_panics_all_its_readers_are_let_go() {
        let hub = Arc::new(Hub::begin(Arc::new(launch()), PresenceBoard::default()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let stream = Arc::new(TcpStream::connect(listener.local_addr().unwrap()).await.unwrap());
        let mut cursor = hub.cursor(hub.head(), (ANN, true), Key::Session(Digest::of(b"one")));
        assert!(matches!(hub.next(&mut cursor), Next::Send(_)), "who is here");
        let seated = hub.sit_down(&stream, &mut cursor).ok().unwrap();
        let mut tasks = JoinSet::new();
        tasks.spawn(async { panic!("a defect") });
        let (stop, hubs) = (CancellationToken::new(), Hubs::default());
        let loops = Loops::new(stop.clone());
        hubs.all().insert(hub.launch, hub.clone());
        let mut seeing = std::pin::pin!(see_to(&hub, tasks, (&loops, &hubs)));
        tokio::select! {
            () = &mut seeing => panic!("they waited until the pause was over"),
            called = seated.called() => assert!(called.is_none(), "no task writes to this seat any more"),
        }
        assert_eq!(hub.next(&mut cursor), Next::End, "and nobody waits for a bell that no task rings");
        assert_eq!((loops.failures(), hubs.launches()), (vec![("live", 1)], 1), "who comes back now is let go as well");
        // No pause: the server stops.
        stop.cancel();
        seeing.await;
        assert_eq!(hubs.launches(), 0);
        hubs.emptied().await;
    }

    fn event(seq: u64, leaf: &str) -> StoredEvent {
        let (by, at, event) = (MemberId::SERVER, Timestamp::UNIX_EPOCH, Event::NameSet { name: "One".into() });
        let recorded = Recorded { launch: LaunchId(1), seq: Seq(seq), by, at, command: None, event };
        StoredEvent { recorded, payload: "{}".as_bytes().into(), leaf: leaf.as_bytes().into(), was: None }
    }

    #[test]
    fn another_event_in_the_place_of_the_last_one_is_another_log() {
        let (known, next) = (event(10, "ten"), event(11, "eleven"));
        let mark = known.entry().hash();
        let places = |events: &[StoredEvent], mark| {
            let behind = behind(events, (Seq(10), mark)).ok()?;
            Some(behind.iter().map(|event| event.recorded.seq.0).collect::<Vec<_>>())
        };
        let page = [known.clone(), next.clone()];
        assert_eq!(places(&page, Some(mark)), Some(vec![11]));
        assert_eq!(places(&page[..1], Some(mark)), Some(vec![]), "nothing new");
        assert_eq!(places(&page, None), Some(vec![11]), "the hub has just begun");
        let erased = StoredEvent { leaf: "gone".as_bytes().into(), was: Some(Was { leaf: Digest(mark), by: Seq(11) }), ..known };
        assert_eq!(places(&[erased, next.clone()], Some(mark)), Some(vec![11]), "somebody was erased, and it is the same log");
        assert_eq!(places(&[event(10, "other"), next], Some(mark)), None, "it was set back, and has grown again");
        assert_eq!(places(&[event(10, "other")], Some(mark)), None);
    }

    #[test]
    fn presence_is_told_at_once_to_few_and_in_time_to_many() {
        let cases = [(1, 250), (500, 250), (1_000, 500), (5_000, 2_500), (10_000, 5_000), (100_000, 5_000)];
        for (readers, ms) in cases {
            assert_eq!(presence_pause(readers), Duration::from_millis(ms), "{readers} readers");
        }
        // Whoever closes their tab is seen to be gone 15 s later, at most.
        assert!(limits::PRESENCE_GRACE + limits::PRESENCE_PAUSE_MOST <= Duration::from_secs(12));
    }
}
