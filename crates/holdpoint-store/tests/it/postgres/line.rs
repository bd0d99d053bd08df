//! Between a replica and its database: a line that is cut when a commit passes by.

use std::sync::atomic::{AtomicBool, Ordering};

use holdpoint_domain::launch::{Decision, NewReport, Record};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::*;

/// What happens to the next commits.
#[derive(Default)]
struct Cuts {
    /// The database gets it, and nobody hears its answer.
    after: AtomicBool,
    /// The database does not get it.
    before: AtomicBool,
}

/// A line to the database of a URL; returns the URL of its near end.
async fn line(url: &str, cuts: Arc<Cuts>) -> String {
    let place = url.split('@').nth(1).unwrap().split('/').next().unwrap().to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let near = url.replace(&place, &listener.local_addr().unwrap().to_string());
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let server = TcpStream::connect(&place).await.unwrap();
            tokio::spawn(pass(client, server, cuts.clone()));
        }
    });
    near
}

async fn pass(mut client: TcpStream, mut server: TcpStream, cuts: Arc<Cuts>) {
    let (mut there, mut back) = (vec![0; 65_536], vec![0; 65_536]);
    loop {
        tokio::select! {
            read = client.read(&mut there) => {
                let Ok(read @ 1..) = read else { return };
                // A simple query of the one word, as the driver sends it.
                let commits = there[..read].windows(7).any(|bytes| bytes == b"COMMIT\0");
                if commits && cuts.before.swap(false, Ordering::SeqCst) {
                    return;
                }
                server.write_all(&there[..read]).await.unwrap();
                if commits && cuts.after.swap(false, Ordering::SeqCst) {
                    // Long enough for the commit, too late for its answer.
                    drop(client);
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    return;
                }
            }
            read = server.read(&mut back) => {
                let Ok(read @ 1..) = read else { return };
                if client.write_all(&back[..read]).await.is_err() { return }
            }
        }
    }
}

/// What the server records by itself: without an id by which it could be looked up.
fn report(revision: u64, digest: Digest) -> Entry {
    let report = NewReport {
        revision: Seq(revision),
        snapshot: digest,
        bundle: Digest::of(&revision.to_be_bytes()),
        html: digest,
        decision: Decision::NoGo,
        to: Vec::new(),
    };
    let sender = Sender { command: None, ..sender(0, "") };
    Entry { sender, based_on: Seq(0), wish: Wish::Record(Record::ReportSigned(report)) }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_whose_answer_is_lost_is_neither_doubled_nor_denied() {
    let (_server, url) = place().await;
    let cuts = Arc::new(Cuts::default());
    let store = replica(&line(&url, cuts.clone()).await).await;
    let other = replica(&url).await;
    let id = store.create(creation(1, "One")).await.unwrap().id;
    let digest = store.keep(b"bytes".to_vec()).await.unwrap();
    let mut expected = store.launch(id).await.unwrap().seq;
    for n in 0..10 {
        let cut = if n % 2 == 0 { &cuts.after } else { &cuts.before };
        cut.store(true, Ordering::SeqCst);
        let committed = store.submit(id, comment(100 + n, "hello")).await.unwrap();
        assert!(!cut.load(Ordering::SeqCst), "the line was cut");
        assert_eq!((committed.seq, committed.events.len()), (expected.next(), 1));
        cut.store(true, Ordering::SeqCst);
        let committed = store.submit(id, report(3, digest)).await.unwrap();
        assert_eq!(committed.seq, expected.next().next());
        expected = committed.seq;
        assert_eq!(other.launch(id).await.unwrap().seq, expected, "once, for everybody");
        assert_eq!(store.launch(id).await.unwrap(), other.launch(id).await.unwrap());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_share_a_commit_whose_answer_is_lost_are_all_told_the_truth() {
    let (_server, url) = place().await;
    let cuts = Arc::new(Cuts::default());
    let store = replica(&line(&url, cuts.clone()).await).await;
    let id = store.create(creation(1, "One")).await.unwrap().id;
    for round in 0..4_u128 {
        cuts.after.store(true, Ordering::SeqCst);
        let wishes = (0..50_u128).map(|n| {
            let store = store.clone();
            // Some that are refused, and some that are sent twice.
            let text = if n % 10 == 0 { " " } else { "hello" };
            tokio::spawn(async move { store.submit(id, comment(1_000 * (round + 1) + n - n % 7 / 6, text)).await })
        });
        for wish in wishes.collect::<Vec<_>>() {
            match wish.await.unwrap() {
                Ok(_) | Err(StoreError::Refused(_) | StoreError::IdTaken) => {}
                Err(error) => panic!("{error}"),
            }
        }
    }
    let page = store.after(id, Seq(0), 10_000).await.unwrap();
    assert_eq!(page.events.iter().map(|event| event.recorded.seq.0).collect::<Vec<_>>(), (1..=page.head.0).collect::<Vec<_>>());
    let mut commands: Vec<_> = page.events.iter().skip(2).map(|event| event.recorded.command.unwrap()).collect();
    commands.sort();
    let all = commands.len();
    commands.dedup();
    assert_eq!(commands.len(), all, "each once");
}
