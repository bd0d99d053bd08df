//! Redirects and hostile answers of `testdata/url-vectors.tsv`, played by a server on this machine that every vetted address leads to.
//! What was dialled is recorded.

use holdpoint_domain::check::{Check, Observation, Verdict, judge};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::*;
use crate::connection::Connection;

/// Notes where it was sent, and goes to the fixture server.
struct ToFixture {
    server: SocketAddr,
    recorder: Recorder,
}

impl Dial for ToFixture {
    fn dial(&self, to: &VettedAddr) -> Dialling {
        self.recorder.0.lock().unwrap().push(to.socket());
        let server = self.server;
        Box::pin(TcpStream::connect(server))
    }
}

type Heads = Arc<Mutex<Vec<String>>>;

async fn serve() -> (SocketAddr, Heads) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, heads) = (listener.local_addr().unwrap(), Heads::default());
    let shared = Arc::clone(&heads);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(play(stream, Arc::clone(&shared)));
        }
    });
    (address, heads)
}

/// Ends with its answer or with the connection.
async fn play(mut stream: TcpStream, heads: Heads) -> io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") && head.len() < 16 * 1024 {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    heads.lock().unwrap().push(head);
    if path == "/s/slow-header" {
        for byte in b"HTTP/1.1 200 OK\r\nx-slow: yes\r\n\r\n" {
            stream.write_u8(*byte).await?;
            tokio::time::sleep(Duration::from_secs(5)).await;
        }
    }
    if path == "/h/100-continue-x1e6" {
        loop {
            stream.write_all(&b"HTTP/1.1 100 Continue\r\n\r\n".repeat(100)).await?;
        }
    }
    stream.write_all(&answer(&path)).await?;
    stream.shutdown().await
}

fn answer(path: &str) -> Vec<u8> {
    let ok = |headers: &str, body: &[u8]| [format!("HTTP/1.1 200 OK\r\n{headers}\r\n").as_bytes(), body].concat();
    let json = |body: &[u8]| ok("content-type: application/json\r\n", body);
    let long = "a".repeat(1024 * 1024);
    if let Some(asked) = path.strip_prefix("/r/") {
        let (status, to) = asked.split_once("?to=").unwrap_or(("two", ""));
        let to = to.split("&follow").next().unwrap_or_default();
        return match status {
            "refresh" => ok(&format!("refresh: 0;url={to}\r\n"), format!("<meta http-equiv=refresh content='0;url={to}'>").as_bytes()),
            "302" | "307" => format!("HTTP/1.1 {status} Elsewhere\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n").into_bytes(),
            _ => b"HTTP/1.1 302 Two\r\nlocation: http://a.example.com/\r\nlocation: http://b.example.com/\r\n\r\n".to_vec(),
        };
    }
    match path {
        "/ok" => json(b"{\"status\":\"ok\"}"),
        "/loop" => b"HTTP/1.1 302 Found\r\nlocation: /loop\r\ncontent-length: 0\r\n\r\n".to_vec(),
        "/up" => b"HTTP/1.1 301 Moved\r\nlocation: ../ok\r\ncontent-length: 0\r\n\r\n".to_vec(),
        "/lost" => b"HTTP/1.1 302 Found\r\ncontent-length: 0\r\n\r\n".to_vec(),
        "/b/br-bomb" => ok("content-encoding: br\r\n", &[0xcf, 0xff, 0xff, 0x7f, 0xf8, 0xff]),
        "/b/length-lie-long" => ok("content-length: 100\r\n", b"{\"status\":\"ok\"}"),
        "/b/chunk-ext" => ok("transfer-encoding: chunked\r\n", format!("1;{long}\r\na\r\n0\r\n\r\n").as_bytes()),
        "/b/trailers" => ok("transfer-encoding: chunked\r\n", format!("1\r\na\r\n0\r\nx: {long}\r\n\r\n").as_bytes()),
        "/h/100k-headers" => ok(&(0..100_000).map(|n| format!("x-{n}: 1\r\n")).collect::<String>(), b""),
        "/h/1mib-header" => ok(&format!("x: {long}\r\n"), b""),
        "/h/http09" => b"{\"status\":\"ok\"}".to_vec(),
        "/x/html" => ok("content-type: text/html\r\n", b"<script>alert(1)</script>"),
        "/x/invalid-utf8" => json(b"{\"status\":\"o\xffk\"}"),
        "/x/deep-json" => json(&b"[".repeat(100_000)),
        "/x/regex" => json(&b"a".repeat(64 * 1024)),
        _ => b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".to_vec(),
    }
}

struct Played {
    seen: Observation,
    verdict: Verdict,
    dialled: Vec<SocketAddr>,
    asked: Vec<String>,
}

/// Asks a URL, following as many redirects; what is expected is a body that says ok, or only an answer.
async fn ask(url: &str, redirects: u32, expects_ok: bool) -> Played {
    ask_allowing(&[], url, redirects, expects_ok).await
}

async fn ask_allowing(allow: &[&str], url: &str, redirects: u32, expects_ok: bool) -> Played {
    let (server, heads) = serve().await;
    let recorder = Recorder::default();
    let dialer = Arc::new(ToFixture { server, recorder: recorder.clone() });
    let config = EgressConfig { allow: allow_list(allow), resolver: Some(Arc::new(Table::default())), ..EgressConfig::default() };
    let egress = Egress::with_dialer(config, dialer).unwrap();
    let connection: Connection = serde_json::from_value(json!({ "name": "fixture", "status_url": url })).unwrap();
    let mut probe = json!({ "kind": "http", "target": "status" });
    if 0 < redirects {
        probe["redirects"] = redirects.into();
    }
    let expect = match expects_ok {
        true => json!([{ "fact": "body:/status", "equals": "ok", "why": "", "next": "" }]),
        false => json!([{ "fact": "status", "at_most": 399, "why": "", "next": "" }]),
    };
    let check = json!({ "id": "c", "title": "C", "probe": probe, "expect": expect, "ttl_minutes": 1 });
    let check: Check = serde_json::from_value::<Check>(check).unwrap();
    let seen = crate::run(&check, &connection, &egress).await;
    let asked = heads.lock().unwrap().clone();
    Played { verdict: judge(&check, &seen).verdict, seen, dialled: recorder.dialled(), asked }
}

fn socket(port: u16) -> SocketAddr {
    SocketAddr::new(PUBLIC.parse().unwrap(), port)
}

fn rows(category: &str) -> Vec<(String, bool, String)> {
    let rows = super::url_vectors::VECTORS.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    let rows = rows.filter(|row| row[2].starts_with(&format!("[{category}]")));
    rows.map(|row| (row[0].to_owned(), row[1] == "allow", row[2].to_owned())).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redirect_leads_only_where_a_connection_could() {
    let rows = rows("redirect");
    assert_eq!(rows.len(), 9);
    for (url, allowed, about) in rows {
        let follows = url.contains("follow=1");
        let Played { seen, verdict, dialled, asked } = ask(&url, if follows { 3 } else { 0 }, false).await;
        let hop = url.split("?to=").nth(1).is_some_and(|to| to.starts_with("https://other"));
        if hop {
            // The second place speaks no TLS here; that it was dialled is what is permitted.
            assert_eq!(dialled, [socket(80), socket(443)], "{about}");
            continue;
        }
        assert_eq!(dialled, [socket(80)], "{about}: nothing else is dialled");
        assert_eq!((asked.len(), verdict == Verdict::Pass), (1, allowed), "{about}: {seen:?}");
    }
}

/// `[egress] allow` is for what the operator's connections name. A status page in foreign hands must not find its way inside by it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_public_server_leads_nowhere_that_is_not_public() {
    let inside: SocketAddr = "10.1.2.3:80".parse().unwrap();
    let cases = [
        ("http://fx.example.com/r/302?to=http://10.1.2.3/ok", vec![socket(80)], Some(ProbeFailure::Refused), "inside"),
        ("http://fx.example.com/r/302?to=http://b.example.com/ok", vec![socket(80), socket(80)], None, "to another public one"),
        ("http://10.1.2.3/r/302?to=/ok", vec![inside, inside], None, "one inside, to itself"),
        ("http://10.1.2.3/r/302?to=http://fx.example.com/ok", vec![inside, socket(80)], None, "one inside, out"),
    ];
    for (url, expected, failure, about) in cases {
        let Played { seen, dialled, .. } = ask_allowing(&["10.0.0.0/8"], url, 1, false).await;
        assert_eq!((dialled, seen.failure), (expected, failure), "{about}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redirects_are_counted_and_end() {
    // Path, how many may be followed, status, how many were.
    let cases = [
        ("/loop", 5, 302.0, 5.0, "a loop ends with its last redirect as the answer"),
        ("/loop", 1, 302.0, 1.0, "one"),
        ("/up", 1, 200.0, 1.0, "a relative place"),
        ("/ok", 5, 200.0, 0.0, "nothing to follow"),
        ("/lost", 5, 302.0, 0.0, "a redirect to nowhere"),
        ("/r/307?to=/ok", 1, 200.0, 1.0, "a place at the same host"),
    ];
    for (path, redirects, status, followed, about) in cases {
        let Played { seen, dialled, asked, .. } = ask(&format!("http://fx.example.com{path}"), redirects, false).await;
        let fact = |name: &str| seen.facts.get(name).cloned();
        let number = |number: f64| Some(holdpoint_domain::check::Fact::Number(number));
        assert_eq!((fact("status"), fact("redirects")), (number(status), number(followed)), "{about}: {seen:?}");
        assert_eq!(
            (asked.len(), dialled.len(), seen.requests.len()),
            (followed as usize + 1, followed as usize + 1, asked.len()),
            "{about}"
        );
    }
}

/// Rows that need TLS or a listener that accepts nothing are in `tests/it/tls.rs` and `dialling.rs`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hostile_answers_are_no_pass() {
    let rows: Vec<_> = rows("response").into_iter().filter(|(url, ..)| url.starts_with("http://") && !url.ends_with("no-accept")).collect();
    assert_eq!(rows.len(), 13);
    let played = rows.into_iter().map(|(url, allowed, about)| async move {
        let since = std::time::Instant::now();
        let Played { seen, verdict, dialled, .. } = ask(&url, 0, !allowed).await;
        assert_eq!(verdict == Verdict::Pass, allowed, "{about}: {seen:?}");
        assert_eq!(dialled, [socket(80)], "{about}");
        assert!(since.elapsed() < Duration::from_secs(30), "{about}: {:?}", since.elapsed());
    });
    futures_util::future::join_all(played).await;
}

/// So that the tables above are not about a server that answers nobody.
#[tokio::test]
async fn the_fixture_answers_who_asks_well() {
    let Played { verdict, seen, .. } = ask("http://fx.example.com/ok", 0, true).await;
    assert_eq!((verdict, seen.failure), (Verdict::Pass, None));
    let _: Value = json!(seen);
}
