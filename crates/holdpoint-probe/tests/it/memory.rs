//! Fifty hostile answers at once, in a process of their own: at most 8 MiB and 10 s each.

use std::process::Command;
use std::time::{Duration, Instant};

use holdpoint_domain::check::{Check, ProbeFailure};
use holdpoint_emulator::raw::{RawServer, Step};
use serde_json::json;

use crate::bench::{check, egress};

const AT_ONCE: usize = 50;
const EACH_BYTES: usize = 8 * 1024 * 1024;
/// Of the allocator, buffers on the way in, and threads, in bytes each.
const SLACK_BYTES: usize = 2 * 1024 * 1024;
const URL: &str = "HOLDPOINT_TEST_HOSTILE_URL";

/// The most memory that this process ever had, in bytes.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").trim().parse::<usize>().unwrap() * 1024
}

fn reads_json() -> Check {
    check(json!({ "kind": "http", "target": "health" }), &["body:/a/b", "header:x"])
}

/// What the parent starts; alone it has nothing to do.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "the test below starts it"]
async fn child() {
    let url = std::env::var(URL).unwrap();
    let connection = serde_json::from_value(json!({ "name": "raw", "health_url": url })).unwrap();
    let (checks, egress) = (vec![reads_json(); AT_ONCE], egress(&["127.0.0.1"]));
    let (before, since) = (peak(), Instant::now());
    let seen = holdpoint_probe::run_all(&checks, &connection, &egress, |_, _| {}).await;
    let (took, grew) = (since.elapsed(), peak() - before);
    let longest = seen.iter().map(|(_, seen)| seen.latency_ms).max().unwrap();
    println!("{:?} in {took:?}, the longest {longest} ms, {} KiB more", seen[0].1.failure, grew / 1024);
    assert!(seen.iter().all(|(_, seen)| matches!(seen.failure, None | Some(ProbeFailure::BadAnswer | ProbeFailure::TimedOut))));
    assert!(seen.iter().all(|(_, seen)| !seen.facts.contains_key("body:/a/b")), "nothing was made up");
    assert!(grew < AT_ONCE * (EACH_BYTES + SLACK_BYTES), "{grew} bytes");
    // Ten seconds of waiting; what has come by then is read however long a slow machine takes for that.
    assert!(Duration::from_millis(longest) <= Duration::from_secs(60), "{longest} ms");
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_hostile_answers_at_once_stay_within_their_bounds() {
    let head = |headers: &str| format!("HTTP/1.1 200 OK\r\n{headers}\r\n").into_bytes();
    let answer = |headers: &str, body: Vec<u8>| vec![Step::ReadRequest, Step::Send(head(headers)), Step::Send(body)];
    let cases = [
        ("endless", vec![Step::ReadRequest, Step::Send(head("")), Step::SendForEver(vec![b' '; 64 * 1024])]),
        ("as large as may be", answer("", vec![b'a'; EACH_BYTES])),
        ("deep JSON", answer("", vec![b'['; EACH_BYTES])),
        ("small JSON of many parts", answer("", b"[0,".repeat(300_000))),
        ("wide JSON", answer("", [&b"[0"[..], &b",0".repeat(1_000_000), b"]"].concat())),
        ("a compressed bomb", answer("content-encoding: gzip\r\n", vec![0x1f; 1024 * 1024])),
        ("a length that lies", answer("content-length: 8388608\r\n", vec![b'a'; 1024 * 1024])),
        ("invalid UTF-8", answer("", vec![0xff; EACH_BYTES])),
        ("100,000 headers", vec![Step::ReadRequest, Step::Send(head(&(0..100_000).map(|n| format!("x-{n}: 1\r\n")).collect::<String>()))]),
    ];
    for (about, script) in cases {
        let server = RawServer::start(script).await.unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "memory::child", "--ignored", "--nocapture"]).env(URL, server.url());
        let output = tokio::task::spawn_blocking(move || child.output().unwrap()).await.unwrap();
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && told.contains("1 passed"), "{about}: {told}{}", String::from_utf8_lossy(&output.stderr));
        println!("{about}: {}", told.lines().find(|line| line.contains("KiB more")).unwrap_or_default());
    }
}
