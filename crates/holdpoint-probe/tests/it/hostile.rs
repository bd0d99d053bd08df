//! Answers that no honest server sends: each ends in the closed list of failures, within its limits, without a panic.

use std::time::{Duration, Instant};

use holdpoint_domain::check::{Check, Observation, ProbeFailure};
use holdpoint_emulator::raw::{RawServer, Step};
use holdpoint_emulator::{Mode, Vendor};
use serde_json::json;
use tokio::net::TcpStream;

use crate::bench::{Bench, check, egress, me, number, text};

fn get(facts: &[&str]) -> Check {
    check(json!({ "kind": "http", "target": "health" }), facts)
}

async fn ask(server: &RawServer, facts: &[&str]) -> Observation {
    let connection = serde_json::from_value(json!({ "name": "raw", "health_url": server.url() })).unwrap();
    holdpoint_probe::run(&get(facts), &connection, &egress(&["127.0.0.1"])).await
}

async fn ask_bytes(bytes: impl Into<Vec<u8>>) -> Observation {
    ask(&RawServer::answering(bytes).await.unwrap(), &[]).await
}

#[tokio::test]
async fn malformed_answers_are_bad_answers() {
    let ok = "HTTP/1.1 200 OK\r\n";
    let headers = |count: usize| (0..count).map(|number| format!("x-{number}: 1\r\n")).collect::<String>();
    let long = "a".repeat(1024 * 1024);
    let too_large = "a".repeat(8 * 1024 * 1024 + 1);
    let cases = [
        ("".into(), "closed without a word"),
        ("Hello, this is HTTP/0.9".into(), "HTTP/0.9"),
        ("HTTP/2 200 OK\r\n\r\n".into(), "another version"),
        ("HTTP/1.1 abc OK\r\n\r\n".into(), "no status"),
        ("SSH-2.0-OpenSSH_9.6\r\n".into(), "another protocol: its banner is not told"),
        (format!("{ok}content-length: 100\r\n\r\nshort"), "length larger than the body"),
        (format!("{ok}content-length: 1\r\ncontent-length: 2\r\n\r\nab"), "two lengths"),
        (format!("{ok}content-length: -1\r\n\r\n"), "length below zero"),
        (format!("{ok}content-length: 18446744073709551616\r\n\r\n"), "length beyond 64 bits"),
        (format!("{ok}content-length: 8388609\r\n\r\n"), "length over the cap"),
        (format!("{ok}\r\n{too_large}"), "a body without a length, one byte over the cap"),
        (format!("{ok}{}\r\n", headers(101)), "101 headers"),
        (format!("{ok}{}\r\n", headers(100_000)), "100,000 headers"),
        (format!("{ok}x: {long}\r\n\r\n"), "one header of 1 MiB"),
        (format!("{ok}x y: 1\r\n\r\n"), "space in a header's name"),
        (format!("{ok}x: 1\0\r\n\r\n"), "NUL in a header"),
        (format!("{ok}transfer-encoding: chunked\r\n\r\nzz\r\n"), "no chunk size"),
        (format!("{ok}transfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\n"), "chunk size beyond 64 bits"),
        (format!("{ok}transfer-encoding: chunked\r\n\r\n1;{long}\r\na\r\n0\r\n\r\n"), "1 MiB of chunk extensions"),
        (format!("{ok}transfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\nx: {long}\r\n\r\n"), "1 MiB of trailers"),
        (format!("{ok}transfer-encoding: chunked\r\n\r\n5\r\nhe"), "chunk that is cut off"),
    ];
    for (bytes, about) in cases {
        let seen = ask_bytes(bytes).await;
        assert_eq!(seen.failure, Some(ProbeFailure::BadAnswer), "{about}");
        assert_eq!(seen.facts.len(), 0, "{about}");
        assert_eq!(seen.requests.len(), 1, "{about}: what was sent is shown even so");
    }
}

#[tokio::test]
async fn odd_but_acceptable_answers_are_answers() {
    let ok = "HTTP/1.1 200 OK\r\n";
    let headers = (0..99).map(|number| format!("x-{number}: 1\r\n")).collect::<String>();
    let body = "a".repeat(8 * 1024 * 1024);
    let cases = [
        (format!("{ok}content-length: 0\r\n{headers}\r\n"), "100 headers"),
        (format!("{ok}x: {}\r\n\r\n", "a".repeat(16_000)), "a head just under 16 KiB"),
        (format!("{ok}content-length: 8388608\r\n\r\n{body}"), "a body of exactly 8 MiB"),
        (format!("{ok}\r\n{body}"), "the same without a length"),
        (format!("HTTP/1.1 103 Early Hints\r\n\r\n{ok}content-length: 0\r\n\r\n"), "a 1xx answer first"),
        (format!("{ok}content-length: 2\r\n\r\n{{}}HTTP/1.1 200 OK\r\n\r\n"), "a second answer nobody asked for"),
        (format!("{ok}refresh: 0;url=http://127.0.0.1/\r\ncontent-length: 0\r\n\r\n"), "Refresh"),
        ("HTTP/1.0 200 OK\r\n\r\nuntil the end".to_owned(), "HTTP/1.0"),
    ];
    for (bytes, about) in cases {
        let seen = ask_bytes(bytes).await;
        assert_eq!((seen.failure, number(&seen, "status")), (None, Some(200.0)), "{about}");
    }
}

#[tokio::test]
async fn compressed_bodies_are_not_unpacked() {
    let mut bytes = b"HTTP/1.1 200 OK\r\ncontent-encoding: br\r\ncontent-type: application/json\r\n\r\n".to_vec();
    bytes.extend_from_slice(&[0xcf, 0xff, 0xff, 0x7f, 0xf8, 0xff]);
    let server = RawServer::answering(bytes).await.unwrap();
    let seen = ask(&server, &["body:/status", "header:Content-Encoding"]).await;
    assert_eq!((seen.failure, number(&seen, "status")), (None, Some(200.0)));
    assert_eq!(text(&seen, "header:Content-Encoding"), Some("br"));
    assert!(!seen.facts.contains_key("body:/status"));
}

#[tokio::test]
async fn endless_answers_end_at_their_cap_and_not_at_the_deadline() {
    let head = b"HTTP/1.1 200 OK\r\n".to_vec();
    let cases = [
        (vec![Step::SendForEver(b"HTTP/1.1 100 Continue\r\n\r\n".to_vec())], "1xx answers"),
        (vec![Step::Send(head.clone()), Step::SendForEver(b"x: y\r\n".to_vec())], "headers"),
        (vec![Step::Send(head.clone()), Step::SendForEver(b"a".repeat(1024))], "one header"),
        (vec![Step::Send([&head[..], b"\r\n"].concat()), Step::SendForEver(b"a".repeat(1024))], "body"),
        (
            vec![Step::Send([&head[..], b"transfer-encoding: chunked\r\n\r\n"].concat()), Step::SendForEver(b"1\r\na\r\n".repeat(1024))],
            "tiny chunks",
        ),
    ];
    for (mut script, about) in cases {
        script.insert(0, Step::ReadRequest);
        let server = RawServer::start(script).await.unwrap();
        let seen = ask(&server, &[]).await;
        assert_eq!(seen.failure, Some(ProbeFailure::BadAnswer), "{about}");
    }
}

#[tokio::test]
async fn an_endless_body_of_the_emulator_is_too_large_and_many_headers_too_many() {
    let bench = Bench::new().await;
    for mode in [Mode::Endless, Mode::ManyHeaders] {
        bench.emulator.set(|vendor| vendor.mode = mode);
        assert_eq!(bench.run(&me(&[])).await.failure, Some(ProbeFailure::BadAnswer), "{mode:?}");
    }
}

/// All at the same time: each takes the whole deadline.
#[tokio::test]
async fn slow_answers_end_at_the_deadline() {
    let hang = Bench::with(Vendor { mode: Mode::Hang, ..Vendor::default() }).await;
    let trickle = Bench::with(Vendor { mode: Mode::Trickle, ..Vendor::default() }).await;
    let silent = RawServer::start(vec![Step::Wait(Duration::from_secs(60))]).await.unwrap();
    let mut script = vec![Step::ReadRequest, Step::Send(b"HTTP/1.1 200 OK\r\n".to_vec())];
    for _ in 0..20 {
        script.extend([Step::Wait(Duration::from_secs(3)), Step::Send(b"a: b\r\n".to_vec())]);
    }
    let slow_head = RawServer::start(script).await.unwrap();
    let since = Instant::now();
    let check = me(&[]);
    let seen = tokio::join!(hang.run(&check), trickle.run(&check), ask(&silent, &[]), ask(&slow_head, &[]));
    let took = since.elapsed();
    let seen = [("hang", seen.0), ("trickle", seen.1), ("silent", seen.2), ("slow head", seen.3)];
    for (about, seen) in seen {
        assert_eq!(seen.failure, Some(ProbeFailure::TimedOut), "{about}");
        assert!((9_000..20_000).contains(&seen.latency_ms), "{about}: {} ms", seen.latency_ms);
    }
    assert!(took < Duration::from_secs(25), "all at once: {took:?}");
}

#[tokio::test]
async fn nobody_listens() {
    let server = RawServer::answering("").await.unwrap();
    let (url, address, since) = (server.url(), server.address(), Instant::now());
    drop(server);
    // The port is free once the listener's task is gone.
    while TcpStream::connect(address).await.is_ok() {
        assert!(since.elapsed() < Duration::from_secs(60), "somebody listens");
    }
    let connection = serde_json::from_value(json!({ "name": "raw", "health_url": url })).unwrap();
    let seen = holdpoint_probe::run(&get(&[]), &connection, &egress(&["127.0.0.1"])).await;
    assert_eq!(seen.failure, Some(ProbeFailure::Unreachable));
}

#[tokio::test]
async fn without_an_allowance_nothing_is_dialled() {
    let server = RawServer::answering("HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
    let connection = serde_json::from_value(json!({ "name": "raw", "health_url": server.url() })).unwrap();
    for allow in [&[][..], &["127.0.0.1:1"], &["localhost"], &["10.0.0.0/8"]] {
        let seen = holdpoint_probe::run(&get(&[]), &connection, &egress(allow)).await;
        assert_eq!(seen.failure, Some(ProbeFailure::Refused), "{allow:?}");
    }
    assert_eq!(server.connections(), 0);
}

/// The kinds that read an answer over HTTP, each with a token to send where it has one.
fn other_kinds() -> [Check; 4] {
    let cases = ["signed", "unsigned", "wrong_signature", "altered_body", "duplicate", "out_of_order"];
    [
        check(json!({ "kind": "webhook", "signature_header": "X-Hub-Signature", "body": "{}", "cases": cases }), &[]),
        check(json!({ "kind": "prometheus_query", "query": "up" }), &[]),
        check(json!({ "kind": "prometheus_rule", "labels": { "a": "b" } }), &[]),
        check(json!({ "kind": "permission", "allowed": "/me" }), &[]),
    ]
}

#[tokio::test]
async fn every_kind_of_probe_takes_hostile_answers_alike() {
    let bench = Bench::new().await;
    let ok = "HTTP/1.1 200 OK\r\n";
    let long = "a".repeat(1024 * 1024);
    // What becomes of the answer: a failure, or facts that say nothing.
    let bad = Some(ProbeFailure::BadAnswer);
    let cases = [
        (String::new(), bad, "closed without a word"),
        ("SSH-2.0-OpenSSH_9.6\r\n".into(), bad, "another protocol"),
        (format!("{ok}content-length: 100\r\n\r\nshort"), bad, "length larger than the body"),
        (format!("{ok}x: {long}\r\n\r\n"), bad, "one header of 1 MiB"),
        (format!("{ok}transfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\n"), bad, "chunk size beyond 64 bits"),
        (format!("{ok}content-length: 0\r\n\r\n"), None, "an empty body"),
        (format!("{ok}\r\n{}", "[".repeat(100_000)), None, "JSON of 100,000 levels"),
        (format!("{ok}\r\n{}", "1".repeat(1_000_000)), None, "a number of a million digits"),
        (format!("{ok}\r\n{{\"status\":\"success\",\"data\":{{\"groups\":[{}1]}}}}", "{},".repeat(10_000)), None, "10,000 empty groups"),
        ("HTTP/1.1 999 Odd\r\n\r\n\u{0}\u{1}".to_owned(), None, "an unusual status, and control characters"),
    ];
    for (bytes, failure, about) in cases {
        let server = RawServer::answering(bytes).await.unwrap();
        let mut connection = bench.connection.clone();
        (connection.base_url, connection.webhook_url) = (Some(server.url()), Some(server.url()));
        (connection.prometheus_url, connection.forbidden_path) = (Some(server.url()), Some("/admins".into()));
        connection.webhook_deliveries = true;
        for check in other_kinds() {
            let seen = holdpoint_probe::run(&check, &connection, &bench.egress).await;
            assert_eq!(seen.failure, failure, "{about}: {:?}", check.probe);
            let says = ["value", "present", "expr"].iter().any(|fact| seen.facts.contains_key(*fact));
            // An answer of groups, even of empty ones, is one of Prometheus: it has no such rule.
            assert_eq!(says, about == "10,000 empty groups" && seen.facts.contains_key("present"), "{about}: {:?}", seen.facts);
        }
    }
}

/// Each may cost 8 MiB and no more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_endless_answers_at_once() {
    let bench = Bench::with(Vendor { mode: Mode::Endless, ..Vendor::default() }).await;
    let checks = vec![me(&[]); 50];
    let since = Instant::now();
    let seen = holdpoint_probe::run_all(&checks, &bench.connection, &bench.egress, |_, _| {}).await;
    // A machine that is busy may come to the deadline before it comes to the end of 400 MiB.
    let ended = [Some(ProbeFailure::BadAnswer), Some(ProbeFailure::TimedOut)];
    assert!(seen.iter().all(|(_, seen)| ended.contains(&seen.failure)), "{seen:?}");
    assert!(since.elapsed() < Duration::from_secs(60), "{:?}", since.elapsed());
}
