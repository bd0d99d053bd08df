//! The resolver that the product uses, against a name server that lies: whatever it says, only vetted addresses are dialled.

use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::join_all;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, UdpSocket};

use super::*;

const A: u16 = 1;
const CNAME: u16 = 5;
const AAAA: u16 = 28;

/// One record of an answer; the owner is the name that was asked for unless it says another.
struct Record {
    owner: Option<&'static str>,
    kind: u16,
    data: Vec<u8>,
}

enum Reply {
    Records(Vec<Record>),
    /// A response code, without records.
    Code(u8),
    /// Asks to come again by TCP.
    Truncated,
    Bytes(Vec<u8>),
    WrongId,
    Silence,
}

fn address(text: &str) -> Record {
    match text.parse().unwrap() {
        IpAddr::V4(address) => Record { owner: None, kind: A, data: address.octets().to_vec() },
        IpAddr::V6(address) => Record { owner: None, kind: AAAA, data: address.octets().to_vec() },
    }
}

fn alias(name: &str) -> Record {
    Record { owner: None, kind: CNAME, data: labels(name) }
}

fn labels(name: &str) -> Vec<u8> {
    let label = |label: &str| std::iter::once(label.len() as u8).chain(label.bytes()).collect::<Vec<_>>();
    name.split('.').flat_map(label).chain([0]).collect()
}

/// What the server says of a name. `turn`: how often it was asked for the name's A records.
fn reply(name: &str, kind: u16, turn: usize, by_tcp: bool) -> Reply {
    let of = |texts: &[&str]| {
        let all = texts.iter().map(|text| address(text)).collect::<Vec<_>>();
        Reply::Records(all.into_iter().filter(|record| record.kind == kind).collect())
    };
    let many = |count: u32| (0..count).map(|n| address(&IpAddr::from((0x0808_0000 + n).to_be_bytes()).to_string())).collect::<Vec<_>>();
    match name.split('.').next().unwrap_or_default() {
        "public" => of(&[PUBLIC]),
        "dual" => of(&[PUBLIC, "2606:2800:21f:cb07::1"]),
        "six" => of(&["2606:2800:21f:cb07::1"]),
        "mixed" => of(&[PUBLIC, "10.0.0.5"]),
        "mixed-six" => of(&[PUBLIC, "::1"]),
        "private" => of(&["10.0.0.5"]),
        "metadata" => of(&["169.254.169.254"]),
        "mapped" => of(&["::ffff:169.254.169.254"]),
        "nat64" => of(&["64:ff9b::a9fe:a9fe"]),
        "sixtofour" => of(&["2002:7f00:1::1"]),
        "teredo" => of(&["2001::1"]),
        "zero" => of(&["0.0.0.0"]),
        "alias-public" => {
            Reply::Records(vec![alias("public.example.com"), Record { owner: Some("public.example.com"), ..address(PUBLIC) }])
        }
        "alias-private" => {
            Reply::Records(vec![alias("inner.example.com"), Record { owner: Some("inner.example.com"), ..address("10.0.0.5") }])
        }
        "alias-outside" => Reply::Records(vec![alias("private.example.com")]),
        "alias-loop" => Reply::Records(vec![alias("alias-loop.example.com")]),
        // An answer that brings along what nobody asked for.
        "stuffed" if kind == A => Reply::Records(vec![address(PUBLIC), Record { owner: Some("other.example.com"), ..address("10.0.0.5") }]),
        "sixteen" if kind == A => Reply::Records(many(16)),
        "seventeen" if kind == A => Reply::Records(many(17)),
        "cut-off" if by_tcp && kind == A => Reply::Records(many(40)),
        "cut-off" if kind == A => Reply::Truncated,
        "nothing" => Reply::Records(Vec::new()),
        "no-such" => Reply::Code(3),
        "broken" => Reply::Code(2),
        "refused" => Reply::Code(5),
        "short" if kind == A => Reply::Records(vec![Record { data: vec![10, 0, 0], ..address(PUBLIC) }]),
        "garbage" => Reply::Bytes(vec![0xff; 40]),
        "one-byte" => Reply::Bytes(vec![0]),
        "wrong-id" => Reply::WrongId,
        "silent" => Reply::Silence,
        "rebind" if kind == A => of(&[if turn.is_multiple_of(2) { PUBLIC } else { "127.0.0.1" }]),
        _ => Reply::Records(Vec::new()),
    }
}

#[derive(Default)]
struct Asked(Mutex<BTreeMap<String, usize>>, AtomicUsize);

impl Asked {
    /// The bytes of the answer to a query; `None`: silence.
    fn answer(&self, query: &[u8], by_tcp: bool) -> Option<Vec<u8>> {
        self.1.fetch_add(1, Ordering::Relaxed);
        let mut name = Vec::new();
        let mut at = 12;
        while let Some(length) = query.get(at).copied().filter(|length| *length != 0) {
            let label = query.get(at + 1..at + 1 + usize::from(length))?;
            name.push(String::from_utf8_lossy(label).to_lowercase());
            at += 1 + usize::from(length);
        }
        let question = query.get(12..at + 5)?;
        let (name, kind) = (name.join("."), u16::from_be_bytes([*query.get(at + 1)?, *query.get(at + 2)?]));
        let turn = {
            let mut asked = self.0.lock().unwrap();
            let turn = asked.entry(name.clone()).or_default();
            let now = *turn;
            *turn += usize::from(kind == A);
            now
        };
        let (mut id, mut flags, mut records) = ([query[0], query[1]], [0x85, 0x80], Vec::new());
        match reply(&name, kind, turn, by_tcp) {
            Reply::Silence => return None,
            Reply::Bytes(bytes) => return Some([&id[..], &bytes].concat()),
            Reply::Records(all) => records = all,
            Reply::Code(code) => flags[1] |= code,
            Reply::Truncated => flags[0] |= 0x02,
            Reply::WrongId => id[0] ^= 0xff,
        }
        let mut bytes = [&id[..], &flags, &[0, 1], &(records.len() as u16).to_be_bytes(), &[0; 4], question].concat();
        for Record { owner, kind, data } in records {
            // The question's name by reference, at its place behind the header.
            bytes.extend(owner.map_or_else(|| vec![0xc0, 12], labels));
            bytes.extend([&kind.to_be_bytes()[..], &[0, 1], &[0; 4], &(data.len() as u16).to_be_bytes(), &data].concat());
        }
        Some(bytes)
    }
}

/// A name server on this machine, by UDP and TCP.
async fn serve() -> (SocketAddr, Arc<Asked>) {
    let asked = Arc::new(Asked::default());
    let (udp, tcp) = loop {
        let udp = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        if let Ok(tcp) = TcpListener::bind(udp.local_addr().unwrap()).await {
            break (udp, tcp);
        }
    };
    let address = udp.local_addr().unwrap();
    let shared = Arc::clone(&asked);
    tokio::spawn(async move {
        let mut query = [0; 1_500];
        while let Ok((length, from)) = udp.recv_from(&mut query).await {
            if let Some(answer) = shared.answer(&query[..length], false) {
                udp.send_to(&answer, from).await.unwrap();
            }
        }
    });
    let shared = Arc::clone(&asked);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = tcp.accept().await {
            let shared = Arc::clone(&shared);
            tokio::spawn(async move {
                while let Ok(length) = stream.read_u16().await {
                    let mut query = vec![0; length.into()];
                    stream.read_exact(&mut query).await.unwrap();
                    if let Some(answer) = shared.answer(&query, true) {
                        stream.write_all(&[&(answer.len() as u16).to_be_bytes()[..], &answer].concat()).await.unwrap();
                    }
                }
            });
        }
    });
    (address, asked)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_a_name_server_says_only_vetted_addresses_are_dialled() {
    let (server, _) = serve().await;
    // How many addresses are dialled; `Err`: what people are told.
    let cases = [
        ("public", Ok(1)),
        ("dual", Ok(2)),
        ("six", Ok(1)),
        ("mixed", Err(ProbeFailure::Refused)),
        ("mixed-six", Err(ProbeFailure::Refused)),
        ("private", Err(ProbeFailure::Refused)),
        ("metadata", Err(ProbeFailure::Refused)),
        ("mapped", Err(ProbeFailure::Refused)),
        ("nat64", Err(ProbeFailure::Refused)),
        ("sixtofour", Err(ProbeFailure::Refused)),
        ("teredo", Err(ProbeFailure::Refused)),
        ("zero", Err(ProbeFailure::Refused)),
        ("alias-public", Ok(1)),
        ("alias-private", Err(ProbeFailure::Refused)),
        ("alias-outside", Err(ProbeFailure::Refused)),
        ("alias-loop", Err(ProbeFailure::Unreachable)),
        ("sixteen", Ok(16)),
        ("seventeen", Err(ProbeFailure::Refused)),
        ("cut-off", Err(ProbeFailure::Refused)),
        ("nothing", Err(ProbeFailure::Unreachable)),
        ("no-such", Err(ProbeFailure::Unreachable)),
        ("broken", Err(ProbeFailure::Unreachable)),
        ("refused", Err(ProbeFailure::Unreachable)),
    ];
    let played = cases.map(|(name, expected)| async move {
        let (egress, recorder) = egress(&[], &[], SystemResolver::asking(server).unwrap());
        let (verdict, dialled) = get(&egress, &recorder, &format!("http://{name}.example.com/")).await;
        assert_eq!(verdict.as_ref().map(|()| dialled.len()).map_err(Denial::failure), expected, "{name}: {verdict:?}, {dialled:?}");
        assert!(dialled.iter().all(|socket| classify(socket.ip()) == Class::Public && socket.port() == 80), "{name}: {dialled:?}");
    });
    join_all(played).await;
}

/// What is no answer: nothing is dialled, and it ends in time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_answer_is_no_address() {
    let (server, _) = serve().await;
    let since = std::time::Instant::now();
    let played = ["short", "garbage", "one-byte", "wrong-id", "silent"].map(|name| async move {
        let (egress, recorder) = egress(&[], &[], SystemResolver::asking(server).unwrap());
        let verdict = egress.explain(&format!("http://{name}.example.com/")).await;
        assert!(matches!(verdict, Err(Denial::NoAddress { .. } | Denial::ResolveTimedOut { .. })), "{name}: {verdict:?}");
        assert_eq!(recorder.dialled(), [], "{name}");
    });
    join_all(played).await;
    assert!(since.elapsed() < limits::RESOLVE + Duration::from_secs(20), "{:?}", since.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_nobody_asked_for_is_never_dialled() {
    let (server, _) = serve().await;
    let (egress, recorder) = egress(&[], &[], SystemResolver::asking(server).unwrap());
    let (_, dialled) = get(&egress, &recorder, "http://stuffed.example.com/").await;
    assert!(dialled.iter().all(|socket| socket.to_string() == format!("{PUBLIC}:80")), "{dialled:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_is_looked_up_once_for_each_request_and_nothing_is_remembered() {
    let (server, asked) = serve().await;
    let (egress, recorder) = egress(&[], &[], SystemResolver::asking(server).unwrap());
    let mut refused = 0;
    for _ in 0..200 {
        let target = Target::parse("http://rebind.example.com/", egress.policy()).unwrap();
        let exchange = egress.send(Request { method: Method::Get.into(), target, headers: Vec::new(), body: None }).await;
        refused += usize::from(exchange.answer.err() == Some(ProbeFailure::Refused));
    }
    let dialled = recorder.dialled();
    assert_eq!((refused, dialled.len()), (100, 100));
    assert!(dialled.iter().all(|socket| socket.to_string() == format!("{PUBLIC}:80")), "{dialled:?}");
    assert_eq!(asked.1.load(Ordering::Relaxed), 400, "one query for each family and request");
}
