//! Many readers of one launch, who come, go, and are slow, while others write: each sees every event once, in order.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinSet;

use crate::app::{TEMPLATE, TestApp};
use crate::client::Client;

const READERS: u64 = 60;
const WRITERS: u64 = 4;
/// More than the ring of a launch has, so that some fall out of it.
const WRITES: u64 = 300;

/// Chance that can be repeated (xorshift64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// What every reader knows.
struct Scene {
    address: std::net::SocketAddr,
    launch: String,
    /// The place of the last event; 0 while people write.
    last: AtomicU64,
}

struct Stream {
    socket: TcpStream,
    raw: Vec<u8>,
    text: String,
}

impl Stream {
    async fn open(scene: &Scene, cookie: &str, (after, by_header): (u64, bool)) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        // So that the server notices who reads slowly.
        socket.set_recv_buffer_size(4 * 1024).unwrap();
        let mut socket = socket.connect(scene.address).await.unwrap();
        let (query, header) =
            if by_header { (String::new(), format!("Last-Event-ID: {after}\r\n")) } else { (format!("?after={after}"), String::new()) };
        let Scene { address, launch, .. } = scene;
        let request = format!("GET /api/launches/{launch}/live{query} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\n{header}\r\n");
        socket.write_all(request.as_bytes()).await.unwrap();
        let mut stream = Self { socket, raw: Vec::new(), text: String::new() };
        let head = loop {
            if let Some(end) = find(&stream.raw, b"\r\n\r\n") {
                break stream.raw.drain(..end + 4).collect::<Vec<_>>();
            }
            assert!(stream.read().await, "the head comes at once");
        };
        assert!(head.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&head));
        stream
    }

    /// `false`: the connection broke. On a busy machine a reader with so little room may take nothing for seconds.
    async fn read(&mut self) -> bool {
        let mut bytes = [0; 2048];
        let read = tokio::time::timeout(Duration::from_secs(60), self.socket.read(&mut bytes));
        let Ok(length) = read.await.expect("a sign of life") else { return false };
        assert_ne!(length, 0, "the stream goes on");
        self.raw.extend_from_slice(&bytes[..length]);
        true
    }

    /// The places of the next events: those that have come whole. `None`: the connection broke.
    async fn places(&mut self) -> Option<Vec<u64>> {
        if !self.read().await {
            return None;
        }
        while let Some(line) = find(&self.raw, b"\r\n") {
            let size = usize::from_str_radix(std::str::from_utf8(&self.raw[..line]).unwrap(), 16).unwrap();
            if self.raw.len() < line + 2 + size + 2 {
                break;
            }
            self.text.push_str(std::str::from_utf8(&self.raw[line + 2..line + 2 + size]).unwrap());
            self.raw.drain(..line + 2 + size + 2);
        }
        let mut places = Vec::new();
        while let Some((block, rest)) = self.text.split_once("\n\n") {
            if let Some(data) = block.strip_prefix("event: event\nid: ") {
                let (id, data) = data.split_once("\ndata: ").unwrap();
                let recorded: Value = serde_json::from_str(data).unwrap();
                assert_eq!(recorded["seq"].to_string(), id);
                places.push(id.parse().unwrap());
            }
            self.text = rest.to_owned();
        }
        Some(places)
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// Reads from somewhere to the last event; how many events came.
async fn read_on(scene: Arc<Scene>, cookie: String, mut chance: Chance, head: u64) -> (u64, u64) {
    let began = chance.below(head + 1);
    let (mut at, mut streams) = (began, 0);
    loop {
        let mut stream = Stream::open(&scene, &cookie, (at, chance.below(2) == 0)).await;
        streams += 1;
        let stays = chance.below(40);
        for turn in 0_u64.. {
            let last = scene.last.load(Ordering::SeqCst);
            if last != 0 && at == last {
                return (last - began, streams);
            }
            let Some(places) = stream.places().await else { break };
            for place in places {
                assert_eq!(place, at + 1, "after {at} in stream {streams} of a reader that began at {began}");
                at = place;
            }
            match chance.below(30) {
                0 => tokio::time::sleep(Duration::from_millis(chance.below(400))).await,
                1 if stays < turn => break,
                _ => {}
            }
        }
    }
}

#[test]
fn every_reader_sees_every_event_once() {
    let (app, ada) = TestApp::with_owner();
    let launch = ada.launch(TEMPLATE, None);
    let people: Vec<Client> = ["Ben", "Cem"].map(|name| app.invite(&ada, name)).into();
    people.iter().for_each(|one| _ = ada.admit(&launch, one, "contributor"));
    for n in 0..100 {
        ada.must(&launch, json!({ "type": "set_name", "name": format!("Before {n}") }));
    }
    let head = ada.seq(&launch);
    let address = app.base.strip_prefix("http://").unwrap().parse().unwrap();
    let scene = Arc::new(Scene { address, launch: launch.clone(), last: AtomicU64::new(0) });
    let seed = u64::from(std::process::id()) << 20 | head;
    println!("seed {seed}");
    let mut readers = JoinSet::new();
    for n in 1..=READERS {
        let cookie = people[usize::try_from(n % 2).unwrap()].cookie().unwrap();
        readers.spawn_on(read_on(scene.clone(), cookie, Chance(seed + n * 0x9e37_79b9), head), app.runtime.handle());
    }
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (client, launch) = (ada.twin(), &launch);
            scope.spawn(move || {
                for n in 0..WRITES {
                    let name = format!("{}{writer}-{n}", "x".repeat(usize::try_from(n % 180).unwrap()));
                    client.command(launch, head, json!({ "type": "set_name", "name": name })).ok::<Value>();
                }
            });
        }
        let (client, launch) = (people[0].twin(), &launch);
        scope.spawn(move || {
            for n in 0..50 {
                let item = if n % 2 == 0 { json!("readiness.owner") } else { Value::Null };
                let told = client.call("PUT", &format!("/api/launches/{launch}/presence")).json(json!({ "item": item })).send();
                assert_eq!(told.status, 204);
            }
        });
    });
    let last = ada.seq(&launch);
    assert_eq!(last, head + WRITERS * WRITES);
    // One more, so that those who wait for something look up.
    scene.last.store(last + 1, Ordering::SeqCst);
    assert_eq!(ada.must(&launch, json!({ "type": "set_name", "name": "The end" })), last + 1);
    let read = app.runtime.block_on(readers.join_all());
    assert_eq!(read.len() as u64, READERS);
    let streams: u64 = read.iter().map(|(_, streams)| streams).sum();
    assert!(READERS < streams, "some came back: {streams}");
    let gone = (0..600).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        app.presence_streams() == 0 && app.inside.as_ref().unwrap().live.launches() == 0
    });
    assert!(gone, "nothing of it is left");
}
