//! Large answers, piece by piece: as bounded in bytes, parts and time as small ones.

use holdpoint_emulator::raw::{RawServer, Step};

use super::*;

const BYTES: u64 = 1 << 20;

fn usual() -> Bounds {
    Bounds { head: Duration::from_secs(2), bytes: BYTES, body: Duration::from_secs(2) }
}

/// For what ends by itself, on a machine that does other things too.
fn patient() -> Bounds {
    Bounds { head: Duration::from_secs(20), body: Duration::from_secs(20), ..usual() }
}

fn local() -> Egress {
    Egress::new(EgressConfig { allow: allow_list(&["127.0.0.1"]), ..EgressConfig::default() }).unwrap()
}

/// How many bytes came, or why not all of them did.
async fn read(egress: &Egress, script: Vec<Step>, bounds: Bounds) -> Result<u64, ProbeFailure> {
    let server = RawServer::start(script).await.unwrap();
    let target = Target::parse(&server.url(), egress.policy()).unwrap();
    let mut streamed = egress.stream(Request { method: Method::Get.into(), target, headers: Vec::new(), body: None }, bounds).await?;
    let mut bytes = 0;
    while let Some(piece) = streamed.piece().await? {
        bytes += piece.len() as u64;
    }
    Ok(bytes)
}

fn head(rest: &str) -> Step {
    Step::Send(format!("HTTP/1.1 200 OK\r\n{rest}\r\n").into_bytes())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_answer_ends_at_its_bounds() {
    let egress = local();
    let some = |count: u64| Step::Send(vec![b'x'; usize::try_from(count).unwrap()]);
    let chunks = |count: usize| Step::Send(b"1\r\nx\r\n".repeat(count));
    let bad = Err(ProbeFailure::BadAnswer);
    let late = Err(ProbeFailure::TimedOut);
    let cases = [
        ("all that may be", vec![Step::ReadRequest, head(&format!("content-length: {BYTES}\r\n")), some(BYTES)], Ok(BYTES)),
        ("without a length", vec![Step::ReadRequest, head(""), some(BYTES)], Ok(BYTES)),
        ("one byte more", vec![Step::ReadRequest, head(""), some(BYTES + 1)], bad),
        ("announced too long", vec![Step::ReadRequest, head(&format!("content-length: {}\r\n", BYTES + 1))], bad),
        ("without end", vec![Step::ReadRequest, head(""), Step::SendForEver(vec![b'x'; 65_536])], bad),
        ("a length that lies", vec![Step::ReadRequest, head("content-length: 100\r\n"), some(10)], bad),
        (
            "chunks of one byte without end",
            vec![Step::ReadRequest, head("transfer-encoding: chunked\r\n"), Step::SendForEver(b"1\r\nx\r\n".repeat(10_000))],
            bad,
        ),
        ("a head that does not come", vec![Step::ReadRequest, Step::Wait(Duration::from_secs(60))], late),
        (
            "a body that stops",
            vec![Step::ReadRequest, head("transfer-encoding: chunked\r\n"), chunks(3), Step::Wait(Duration::from_secs(60))],
            late,
        ),
    ];
    for (about, script, expected) in cases {
        let began = Instant::now();
        let got = read(&egress, script, if expected == late { usual() } else { patient() }).await;
        // A machine that is busy may come to the end of the time before it comes to the last of ten thousand chunks.
        let slow = about.starts_with("chunks") && got == late;
        assert!(got == expected || slow, "{about}: {got:?}");
        assert!(began.elapsed() < Duration::from_secs(30), "{about}: {:?}", began.elapsed());
    }
    assert_eq!(egress.0.permits.available_permits(), limits::EXCHANGES, "each place is given back");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_secret_in_a_streamed_request_stays_with_its_origin() {
    let server = RawServer::answering("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await.unwrap();
    let egress = local();
    let target = Target::parse(&server.url(), egress.policy()).unwrap();
    let elsewhere = Target::parse("https://s3.example.com", egress.policy()).unwrap();
    let secret = Field::secret("AWS4-HMAC-SHA256 Signature=abc", "[signature]".into(), elsewhere.origin().clone()).unwrap();
    let request = Request { method: Verb::Put, target, headers: vec![(http::header::AUTHORIZATION, secret)], body: Some("x".into()) };
    assert_eq!(egress.stream(request, usual()).await.err(), Some(ProbeFailure::Refused));
    assert_eq!(server.connections(), 0, "nothing was dialled");
}
