//! The probe kind `tls`: certificates that are believed, and what is wrong with those that are not.

use std::path::Path;
use std::time::Duration;

use holdpoint_domain::check::{Fact, Observation, ProbeFailure};
use holdpoint_emulator::raw::{RawServer, Step};
use holdpoint_probe::{Egress, EgressConfig};
use rcgen::{CertificateParams, date_time_ymd};
use serde_json::json;

use crate::bench::{check, config, number, text};
use crate::tls::{Authority, serve};

async fn look(url: &str, roots: Option<&Path>) -> Observation {
    let egress = Egress::new(EgressConfig { extra_roots: roots.map(Path::to_path_buf), ..config(&["127.0.0.1", "localhost"]) }).unwrap();
    let connection = serde_json::from_value(json!({ "name": "tls", "webhook_url": url })).unwrap();
    holdpoint_probe::run(&check(json!({ "kind": "tls", "target": "webhook" }), &[]), &connection, &egress).await
}

#[tokio::test]
async fn a_certificate_that_is_believed_has_all_facts() {
    let folder = tempfile::tempdir().unwrap();
    let (authority, roots) = (Authority::new(), folder.path().join("roots.pem"));
    authority.store(&roots);
    let server = authority.serve("localhost", |params| params.not_after = date_time_ymd(2099, 1, 1)).await;
    let seen = look(&format!("https://localhost:{}/hook", server.port), Some(&roots)).await;
    let facts: Vec<_> = seen.facts.keys().map(String::as_str).collect();
    assert_eq!(facts, ["chain_length", "days_left", "fault", "not_after", "protocol", "scheme", "verified"]);
    assert_eq!((seen.failure, seen.facts["verified"].clone(), text(&seen, "fault")), (None, Fact::Bool(true), Some("none")));
    assert_eq!((text(&seen, "protocol"), text(&seen, "scheme")), (Some("TLS 1.3"), Some("https")));
    assert_eq!((text(&seen, "not_after"), number(&seen, "chain_length")), (Some("2099-01-01T00:00:00Z"), Some(1.0)));
    assert!(number(&seen, "days_left").is_some_and(|days| (20_000.0..30_000.0).contains(&days)));
    let [sent] = seen.requests.as_slice() else { panic!("one look") };
    assert_eq!((sent.method.as_str(), sent.status, sent.tls_fingerprint), ("TLS", None, Some(server.fingerprint)));
    assert!(sent.peer.is_some() && sent.allowed_by_operator);
}

#[tokio::test]
async fn what_is_wrong_with_a_certificate_is_told_in_a_word() {
    let folder = tempfile::tempdir().unwrap();
    let (authority, roots) = (Authority::new(), folder.path().join("roots.pem"));
    authority.store(&roots);
    let lapsed = |params: &mut CertificateParams| params.not_after = date_time_ymd(2020, 1, 1);
    let early = |params: &mut CertificateParams| params.not_before = date_time_ymd(2090, 1, 1);
    let own = || rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let (alone, impostor) = (own(), own());
    let cases = [
        (authority.serve("localhost", |_| {}).await, None, "from an unknown issuer"),
        (authority.serve("other.example.com", |_| {}).await, Some(&roots), "for another name"),
        (authority.serve("localhost", lapsed).await, Some(&roots), "expired"),
        (authority.serve("localhost", early).await, Some(&roots), "not yet valid"),
        (serve(alone.cert.der().clone(), alone.signing_key).await, None, "from an unknown issuer"),
        // It names itself as our authority does, and did not sign itself with that one's key.
        (serve(impostor.cert.der().clone(), impostor.signing_key).await, Some(&roots), "not acceptable"),
    ];
    for (server, roots, fault) in cases {
        let seen = look(&format!("https://localhost:{}/", server.port), roots.map(AsRef::as_ref)).await;
        assert_eq!((seen.failure, text(&seen, "fault")), (None, Some(fault)), "{:?}", seen.facts);
        assert_eq!(seen.facts["verified"], Fact::Bool(false), "{fault}");
        assert_eq!(number(&seen, "days_left").is_some_and(|days| days < 0.0), fault == "expired", "{fault}");
        assert_eq!(seen.requests[0].tls_fingerprint, Some(server.fingerprint), "{fault}");
    }
}

/// Who is not believed learns nothing: the handshake is all that reaches them.
#[tokio::test]
async fn nothing_is_sent_behind_the_handshake() {
    let server = Authority::new().serve("localhost", |_| {}).await;
    let seen = look(&format!("https://localhost:{}/secret-path", server.port), None).await;
    assert_eq!(seen.facts["verified"], Fact::Bool(false));
    assert_eq!(server.requests().await, 0);
}

#[tokio::test]
async fn plain_http_is_a_scheme_and_no_connection() {
    let server = RawServer::answering("HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
    let seen = look(&server.url(), None).await;
    assert_eq!((seen.failure, seen.facts.len(), text(&seen, "scheme")), (None, 1, Some("http")));
    assert_eq!((server.connections(), seen.requests.len()), (0, 0));
}

#[tokio::test]
async fn what_is_no_tls_is_a_tls_failure() {
    let alert = vec![0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28];
    let cases = [
        (vec![Step::Send(b"HTTP/1.1 200 OK\r\n\r\n".to_vec())], "plain HTTP"),
        (vec![Step::Send(alert)], "a refusal"),
        (vec![Step::Send(vec![0x16; 5])], "a broken record"),
        (vec![Step::SendForEver(vec![0x16, 0x03, 0x03, 0x40, 0x00])], "records without an end"),
        (vec![Step::SendForEver(vec![0; 1024])], "noise without an end"),
        (vec![], "closed without a word"),
    ];
    for (script, about) in cases {
        let server = RawServer::start(script).await.unwrap();
        let seen = look(&format!("https://{}/", server.address()), None).await;
        assert_eq!((seen.failure, seen.facts.len()), (Some(ProbeFailure::Tls), 0), "{about}");
        assert_eq!(seen.requests.len(), 1, "{about}: where it was asked is shown even so");
    }
}

#[tokio::test]
async fn a_silent_server_ends_at_the_deadline_and_a_forbidden_one_is_not_dialled() {
    let silent = RawServer::start(vec![Step::Wait(Duration::from_secs(60))]).await.unwrap();
    let url = format!("https://{}/", silent.address());
    let seen = look(&url, None).await;
    assert_eq!(seen.failure, Some(ProbeFailure::TimedOut));
    assert!((9_000..20_000).contains(&seen.latency_ms), "{} ms", seen.latency_ms);
    let connection = serde_json::from_value(json!({ "name": "tls", "webhook_url": url })).unwrap();
    let egress = Egress::new(config(&[])).unwrap();
    let tls = check(json!({ "kind": "tls", "target": "webhook" }), &[]);
    assert_eq!(holdpoint_probe::run(&tls, &connection, &egress).await.failure, Some(ProbeFailure::Refused));
    assert_eq!(silent.connections(), 1);
    let none = serde_json::from_value(json!({ "name": "tls" })).unwrap();
    assert_eq!(holdpoint_probe::run(&tls, &none, &egress).await.failure, Some(ProbeFailure::NotConfigured));
}
