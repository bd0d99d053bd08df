//! Two replicas, sixty-four writers, four launches, and a database that is killed again and again.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::*;

const WRITERS: u128 = 64;
const LAUNCHES: u32 = 4;
const ROUNDS: u64 = 6;
/// Fewer show little.
const ACKNOWLEDGED: usize = 300;

/// What one writer knows was stored: where, under which id.
type Acknowledged = Vec<(LaunchId, Seq, CommandId)>;

struct Stage {
    replicas: [Arc<PostgresStore>; 2],
    stop: AtomicBool,
    /// How many writes were acknowledged so far.
    count: AtomicUsize,
}

/// Each another name, so that each is an event.
fn named(command: u128) -> Entry {
    let name = format!("Release {command}");
    Entry { sender: sender(command, &name), based_on: Seq(0), wish: Wish::Command(Command::SetName { name }) }
}

impl Stage {
    /// Sends a wish, to one replica and to the other, until it is acknowledged, as pages behind a balancer do.
    async fn write(&self, id: LaunchId, command: u128) -> (Seq, bool) {
        for attempt in 0.. {
            let replica = &self.replicas[(command as usize + attempt) % 2];
            match replica.submit(id, named(command)).await {
                Ok(committed) => return (committed.seq, 0 < attempt && committed.events.is_empty()),
                Err(StoreError::Unavailable(_)) => tokio::time::sleep(Duration::from_millis(20)).await,
                Err(error) => panic!("{error:?}"),
            }
        }
        unreachable!()
    }

    async fn write_on(&self, writer: u128) -> (Acknowledged, usize) {
        let (mut acknowledged, mut unheard) = (Vec::new(), 0);
        for n in 0.. {
            let id = LaunchId((writer as u32 + n) % LAUNCHES + 1);
            let command = 1_000_000 * (writer + 1) + u128::from(n);
            let (seq, before) = self.write(id, command).await;
            acknowledged.push((id, seq, CommandId(uuid::Uuid::from_u128(command))));
            self.count.fetch_add(1, Ordering::SeqCst);
            unheard += usize::from(before);
            if self.stop.load(Ordering::SeqCst) {
                break;
            }
        }
        (acknowledged, unheard)
    }

    /// Until so many more writes are acknowledged, for a minute at most.
    async fn written(&self, more: usize) {
        let (began, enough) = (Instant::now(), self.count.load(Ordering::SeqCst) + more);
        while self.count.load(Ordering::SeqCst) < enough && began.elapsed() < Duration::from_secs(60) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Subscribes first, reads second, as every live reader does, and begins again where it was after any trouble.
    async fn read_on(&self, replica: usize, id: LaunchId, written: &AtomicBool) -> Vec<u64> {
        let store = &self.replicas[replica];
        let (mut bell, mut cursor, mut seen, mut woken) = (store.watch(id), Seq(0), Vec::new(), 0);
        loop {
            let over = written.load(Ordering::SeqCst);
            let Ok(page) = store.after(id, cursor, 50).await else {
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            seen.extend(page.events.iter().map(|event| event.recorded.seq.0));
            cursor = page.events.last().map_or(cursor, |last| last.recorded.seq);
            if !page.events.is_empty() {
                continue;
            }
            if over {
                assert!(2 < woken, "woken {woken} times");
                return seen;
            }
            // Only the bell makes a reader read: who is not woken comes to no end.
            while !written.load(Ordering::SeqCst) && tokio::time::timeout(Duration::from_millis(100), bell.changed()).await.is_err() {}
            woken += 1;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_replicas_64_writers_and_a_database_that_dies_again_and_again() {
    let server = Postgres::start().unwrap();
    let url = server.database().await.unwrap();
    let replicas = [replica(&url).await, replica(&url).await];
    let stage = Arc::new(Stage { replicas, stop: AtomicBool::new(false), count: AtomicUsize::new(0) });
    for n in 0..LAUNCHES {
        stage.replicas[0].create(creation(u128::from(n) + 1, "One")).await.unwrap();
    }
    let written = Arc::new(AtomicBool::new(false));
    let launches = || (1..=LAUNCHES).map(LaunchId);
    let readers: Vec<_> = (0..2)
        .flat_map(|replica| launches().map(move |id| (replica, id)))
        .map(|(replica, id)| {
            let (stage, written) = (stage.clone(), written.clone());
            (id, tokio::spawn(async move { stage.read_on(replica, id, &written).await }))
        })
        .collect();
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let stage = stage.clone();
            tokio::spawn(async move { stage.write_on(writer).await })
        })
        .collect();
    for round in 0..ROUNDS {
        stage.written(ACKNOWLEDGED / 5).await;
        tokio::time::sleep(Duration::from_millis(300 + 157 * round % 500)).await;
        let how = if round % 2 == 0 { End::Immediate } else { End::Kill };
        tokio::task::block_in_place(|| server.end(how));
        tokio::time::sleep(Duration::from_millis(100 * (round % 3))).await;
        tokio::task::block_in_place(|| server.begin()).unwrap();
    }
    stage.stop.store(true, Ordering::SeqCst);
    let (mut acknowledged, mut unheard) = (Vec::new(), 0);
    for writer in writers {
        let (places, stored_before) = writer.await.unwrap();
        acknowledged.extend(places);
        unheard += stored_before;
    }
    written.store(true, Ordering::SeqCst);
    println!("{} acknowledged, {unheard} of them stored and not heard of", acknowledged.len());
    assert!(ACKNOWLEDGED <= acknowledged.len(), "too few writes show little: {}", acknowledged.len());

    // One that saw nothing of it.
    let fresh = replica(&url).await;
    let mut stored = HashMap::new();
    for id in launches() {
        let page = fresh.after(id, Seq(0), 1_000_000).await.unwrap();
        let seqs: Vec<_> = page.events.iter().map(|event| event.recorded.seq.0).collect();
        assert_eq!(seqs, (1..=page.head.0).collect::<Vec<_>>(), "no gap, no duplicate");
        for event in page.events.iter().filter(|event| event.recorded.seq.0 > 2) {
            let before = stored.insert(event.recorded.command.unwrap(), (id, event.recorded.seq));
            assert_eq!(before, None, "a wish that happened twice");
        }
        for replica in &stage.replicas {
            assert_eq!(replica.launch(id).await.unwrap(), fresh.launch(id).await.unwrap(), "no fork");
        }
    }
    assert_eq!(stored.len(), acknowledged.len(), "every wish was sent until it was acknowledged");
    for (id, seq, command) in acknowledged {
        assert_eq!(stored.get(&command), Some(&(id, seq)));
    }
    for (id, reader) in readers {
        let seen = tokio::time::timeout(Duration::from_secs(120), reader).await.expect("a reader that comes to the end").unwrap();
        let head = fresh.launch(id).await.unwrap().seq;
        assert_eq!(seen, (1..=head.0).collect::<Vec<_>>(), "a reader misses nothing, and sees nothing twice");
    }
}
