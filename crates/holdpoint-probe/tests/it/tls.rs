//! TLS: whom we believe, and what a receipt says of them.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use holdpoint_domain::check::{Check, Observation, ProbeFailure};
use holdpoint_domain::id::Digest;
use holdpoint_emulator::raw::{RawServer, Step};
use holdpoint_probe::{Egress, EgressConfig};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::bench::{check, config, number, text};

/// A certificate authority of our own.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

pub struct Server {
    pub port: u16,
    pub fingerprint: Digest,
    requests: Arc<AtomicUsize>,
    /// Connections that have not ended.
    open: Arc<AtomicUsize>,
}

impl Server {
    /// Requests that came, once all connections have ended; a handshake is none.
    pub async fn requests(&self) -> usize {
        let since = Instant::now();
        while self.open.load(Ordering::Relaxed) != 0 {
            assert!(since.elapsed() < Duration::from_secs(60), "a connection does not end");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        self.requests.load(Ordering::Relaxed)
    }
}

impl Authority {
    pub fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    pub fn store(&self, path: &Path) {
        std::fs::write(path, self.0.pem()).unwrap();
    }

    /// A certificate for `name`, and the key in it.
    pub fn certificate(&self, name: &str) -> (CertificateDer<'static>, KeyPair) {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&key, &self.0).unwrap();
        (certificate.der().clone(), key)
    }

    /// A server with a certificate for `name`, which answers every request with the negotiated protocol's name; one for `/?PLACE` is sent on there.
    pub async fn serve(&self, name: &str, change: impl FnOnce(&mut CertificateParams)) -> Server {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        change(&mut params);
        let certificate = params.signed_by(&key, &self.0).unwrap();
        serve(certificate.der().clone(), key).await
    }
}

pub async fn serve(certificate: CertificateDer<'static>, key: KeyPair) -> Server {
    serve_chain(vec![certificate], key).await
}

/// How a server of ours presents a certificate.
pub fn server_config(chain: Vec<CertificateDer<'static>>, key: KeyPair) -> ServerConfig {
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let key = rustls::crypto::ring::sign::any_supported_type(&key).unwrap();
    ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        // Without a look at the chain: some are meant to be odd.
        .with_cert_resolver(Arc::new(SingleCertAndKey::from(CertifiedKey::new(chain, key))))
}

async fn serve_chain(chain: Vec<CertificateDer<'static>>, key: KeyPair) -> Server {
    let fingerprint = Digest::of(&chain[0]);
    let mut config = server_config(chain, key);
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (requests, open) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (count, still) = (Arc::clone(&requests), Arc::clone(&open));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            still.fetch_add(1, Ordering::Relaxed);
            let (acceptor, count, still) = (acceptor.clone(), Arc::clone(&count), Arc::clone(&still));
            tokio::spawn(async move {
                // Who does not believe the certificate goes away.
                let _ = answer(acceptor, stream, &count).await;
                still.fetch_sub(1, Ordering::Relaxed);
            });
        }
    });
    Server { port, fingerprint, requests, open }
}

async fn answer(acceptor: TlsAcceptor, stream: TcpStream, count: &AtomicUsize) -> std::io::Result<()> {
    let mut stream = acceptor.accept(stream).await?;
    let mut request = [0; 4096];
    let read = stream.read(&mut request).await?;
    if read != 0 {
        count.fetch_add(1, Ordering::Relaxed);
    }
    let asked = String::from_utf8_lossy(&request[..read]).into_owned();
    let place = asked.strip_prefix("GET /?").and_then(|rest| rest.split(' ').next());
    let status = place.map_or_else(|| "200 OK".to_owned(), |place| format!("302 Elsewhere\r\nlocation: {place}"));
    let protocol = stream.get_ref().1.alpn_protocol().unwrap_or(b"none").to_vec();
    let server_name = stream.get_ref().1.server_name().unwrap_or("none").to_owned();
    let head = format!("HTTP/1.1 {status}\r\nx-protocol: {}\r\n", String::from_utf8_lossy(&protocol));
    let answer = format!("{head}x-server-name: {server_name}\r\ncontent-length: 0\r\n\r\n");
    stream.write_all(answer.as_bytes()).await?;
    stream.shutdown().await
}

async fn ask(url: &str, roots: Option<&Path>) -> Observation {
    let probe = json!({ "kind": "http", "target": "health" });
    run(url, &check(probe, &["header:X-Protocol", "header:X-Server-Name"]), roots).await
}

async fn run(url: &str, check: &Check, roots: Option<&Path>) -> Observation {
    let egress = Egress::new(EgressConfig { extra_roots: roots.map(Path::to_path_buf), ..config(&["127.0.0.1", "localhost"]) }).unwrap();
    let connection = serde_json::from_value(json!({ "name": "tls", "health_url": url })).unwrap();
    holdpoint_probe::run(check, &connection, &egress).await
}

#[tokio::test]
async fn a_certificate_of_a_root_we_trust_is_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let (authority, roots) = (Authority::new(), folder.path().join("roots.pem"));
    authority.store(&roots);
    let server = authority.serve("localhost", |_| {}).await;
    let seen = ask(&format!("https://localhost:{}/", server.port), Some(&roots)).await;
    assert_eq!((seen.failure, number(&seen, "status")), (None, Some(200.0)));
    assert_eq!(seen.requests[0].tls_fingerprint, Some(server.fingerprint));
    assert_eq!(text(&seen, "header:X-Protocol"), Some("http/1.1"), "although the server would rather have h2");
    assert_eq!(text(&seen, "header:X-Server-Name"), Some("localhost"));
    let server = authority.serve("127.0.0.1", |_| {}).await;
    let seen = ask(&format!("https://127.0.0.1:{}/", server.port), Some(&roots)).await;
    assert_eq!(seen.failure, None, "an address in the certificate");
}

#[tokio::test]
async fn no_redirect_leads_from_tls_to_plain_http() {
    let folder = tempfile::tempdir().unwrap();
    let (authority, roots) = (Authority::new(), folder.path().join("roots.pem"));
    authority.store(&roots);
    let server = authority.serve("localhost", |_| {}).await;
    let plain = RawServer::answering("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await.unwrap();
    let probe = json!({ "kind": "http", "target": "health", "redirects": 3 });
    let own = format!("https://localhost:{}/", server.port);
    for (place, status, followed) in [(own.clone(), 200.0, 1.0), (format!("{}/", plain.url()), 302.0, 0.0)] {
        let seen = run(&format!("{own}?{place}"), &check(probe.clone(), &[]), Some(&roots)).await;
        let told = (seen.failure, number(&seen, "status"), number(&seen, "redirects"));
        assert_eq!(told, (None, Some(status), Some(followed)), "{place}");
    }
    assert_eq!(plain.connections(), 0);
}

#[tokio::test]
async fn a_certificate_that_proves_nothing_is_a_tls_failure() {
    let folder = tempfile::tempdir().unwrap();
    let (authority, roots) = (Authority::new(), folder.path().join("roots.pem"));
    authority.store(&roots);
    let good = authority.serve("localhost", |_| {}).await;
    let other_name = authority.serve("other.example.com", |_| {}).await;
    let expired = authority.serve("localhost", |params| params.not_after = date_time_ymd(2020, 1, 1)).await;
    let early = authority.serve("localhost", |params| params.not_before = date_time_ymd(2090, 1, 1)).await;
    let names = |params: &mut CertificateParams| {
        let many = (0..1_000).map(|number| format!("name-{number}.example.com").try_into().unwrap());
        params.subject_alt_names = many.map(rcgen::SanType::DnsName).collect();
    };
    let many_names = authority.serve("localhost", names).await;
    let own = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let self_signed = serve(own.cert.der().clone(), own.signing_key).await;
    let cases = [
        (&good, None, "a root we do not trust"),
        (&other_name, Some(&roots), "another name"),
        (&expired, Some(&roots), "expired"),
        (&early, Some(&roots), "not yet valid"),
        (&many_names, Some(&roots), "a thousand names, none of them ours"),
        (&self_signed, Some(&roots), "self-signed"),
    ];
    for (server, roots, about) in cases {
        let url = format!("https://localhost:{}/", server.port);
        let seen = ask(&url, roots.map(AsRef::as_ref)).await;
        assert_eq!(seen.failure, Some(ProbeFailure::Tls), "{about}");
        assert_eq!((seen.requests[0].status, seen.facts.len()), (None, 0), "{about}");
    }
}

/// Ten thousand certificates, and one with 64,000 names: a handshake has a largest size, and nothing is sent behind it.
#[tokio::test]
async fn a_handshake_that_does_not_end_is_a_tls_failure() {
    let folder = tempfile::tempdir().unwrap();
    let (authority, roots) = (Authority::new(), folder.path().join("roots.pem"));
    authority.store(&roots);
    let own = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let long = serve_chain(vec![own.cert.der().clone(); 10_000], own.signing_key).await;
    let names = |params: &mut CertificateParams| {
        let many = (0..64_000).map(|number| format!("name-{number}.example.com").try_into().unwrap());
        params.subject_alt_names = many.map(rcgen::SanType::DnsName).collect();
    };
    let wide = authority.serve("localhost", names).await;
    for (server, about) in [(long, "10,000 certificates"), (wide, "64,000 names")] {
        let since = Instant::now();
        let seen = ask(&format!("https://localhost:{}/", server.port), Some(&roots)).await;
        assert_eq!((seen.failure, server.requests().await), (Some(ProbeFailure::Tls), 0), "{about}");
        assert!(since.elapsed() < Duration::from_secs(30), "{about}: {:?}", since.elapsed());
    }
}

#[tokio::test]
async fn plain_http_on_a_tls_port_and_the_other_way_round() {
    let server = RawServer::start(vec![Step::Send(b"HTTP/1.1 200 OK\r\n\r\n".to_vec())]).await.unwrap();
    let seen = ask(&format!("https://{}/", server.address()), None).await;
    assert_eq!(seen.failure, Some(ProbeFailure::Tls));
    let server = Authority::new().serve("127.0.0.1", |_| {}).await;
    let seen = ask(&format!("http://127.0.0.1:{}/", server.port), None).await;
    assert_eq!(seen.failure, Some(ProbeFailure::BadAnswer));
}

#[test]
fn a_file_of_roots_that_cannot_be_used_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty.pem");
    std::fs::write(&empty, "").unwrap();
    for path in [empty, folder.path().join("missing.pem")] {
        let config = EgressConfig { extra_roots: Some(path.clone()), ..EgressConfig::default() };
        let why = Egress::new(config).err().unwrap().to_string();
        assert!(why.contains(path.to_str().unwrap()) && why.contains("extra_roots"), "{why}");
    }
}
