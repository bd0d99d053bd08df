//! Redirects between two servers: what travels along, and what stays behind.

use holdpoint_domain::check::ProbeFailure;
use holdpoint_emulator::raw::RawServer;
use holdpoint_emulator::{Emulator, Mode, Vendor};
use serde_json::json;

use crate::bench::{Bench, check, me_probe, number, text};

fn to(place: &str) -> String {
    format!("HTTP/1.1 307 Elsewhere\r\nlocation: {place}\r\ncontent-length: 0\r\n\r\n")
}

#[tokio::test]
async fn a_token_does_not_follow_to_another_origin() {
    let mut bench = Bench::new().await;
    let other = Emulator::start(Vendor { mode: Mode::Echo, ..Vendor::default() }).await.unwrap();
    let first = RawServer::answering(to(&format!("{}/me", other.base_url()))).await.unwrap();
    bench.connection.base_url = Some(first.url());
    let mut probe = me_probe();
    probe["redirects"] = 1.into();
    let seen = bench.run(&check(probe, &["body:/type"])).await;
    assert_eq!((seen.failure, number(&seen, "redirects"), text(&seen, "body:/type")), (None, Some(1.0), Some("admin")));
    assert_eq!(text(&seen, "host"), Some(other.address().to_string().as_str()), "of the last");
    let [request] = other.requests().try_into().unwrap();
    assert!(!request.headers.contains_key("authorization"), "{request:?}");
    assert_eq!(request.headers["intercom-version"], "2.14", "what is no secret goes along");
    let shown: Vec<_> = seen.requests.iter().map(|request| request.headers.contains_key("authorization")).collect();
    assert_eq!(shown, [true, false], "the receipt shows both requests as they were");
}

#[tokio::test]
async fn a_token_follows_within_its_own_origin() {
    let bench = Bench::with(Vendor { mode: Mode::Redirect, ..Vendor::default() }).await;
    let mut probe = me_probe();
    probe["redirects"] = 1.into();
    let seen = bench.run(&check(probe, &[])).await;
    assert_eq!((seen.failure, number(&seen, "status")), (None, Some(200.0)));
    let token = format!("Bearer {}", bench.emulator.vendor().token);
    assert_eq!(bench.emulator.requests_to("/elsewhere")[0].headers["authorization"], token);
}

#[tokio::test]
async fn an_address_within_a_path_is_no_place() {
    let bench = Bench::new().await;
    for place in ["/login?next=https://app.example.com/", "login?next=http://127.0.0.2/"] {
        let first = RawServer::answering(to(place)).await.unwrap();
        let mut connection = bench.connection.clone();
        connection.health_url = Some(first.url());
        let probe = check(json!({ "kind": "http", "target": "health", "redirects": 1 }), &[]);
        let seen = holdpoint_probe::run(&probe, &connection, &bench.egress).await;
        assert_eq!((seen.failure, number(&seen, "redirects")), (None, Some(1.0)), "{place}");
        assert_eq!(seen.requests[1].url, format!("{}/{}", first.url(), place.trim_start_matches('/')));
    }
}

#[tokio::test]
async fn each_place_is_vetted_anew() {
    let bench = Bench::new().await;
    let trap = RawServer::answering("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await.unwrap();
    let port = trap.address().port();
    let places = [
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        format!("http://127.0.0.2:{port}/"),
        format!("http://localhost:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("http://0x7f000001:{port}/"),
        format!("//127.1:{port}/"),
        format!("http://user@127.0.0.1:{port}/"),
        "javascript:alert(1)".to_owned(),
        "http:127.0.0.1/".to_owned(),
        "/a b".to_owned(),
    ];
    for place in places {
        let first = RawServer::answering(to(&place)).await.unwrap();
        let mut connection = bench.connection.clone();
        connection.health_url = Some(first.url());
        let probe = check(json!({ "kind": "http", "target": "health", "redirects": 5 }), &[]);
        let seen = holdpoint_probe::run(&probe, &connection, &bench.egress).await;
        assert_eq!(seen.failure, Some(ProbeFailure::Refused), "{place}");
        assert_eq!((first.connections(), trap.connections()), (1, 0), "{place}");
    }
}
