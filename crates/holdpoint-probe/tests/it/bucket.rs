//! Objects in a bucket: against storage that is not ours and verifies signatures, and against servers that mean no good.

use std::path::Path;
use std::time::Duration;

use holdpoint_emulator::raw::{RawServer, Step};
use holdpoint_emulator::s3::{ACCESS_KEY, BUCKET, S3, SECRET_KEY};
use holdpoint_emulator::tls::Authority;
use holdpoint_probe::bucket::{Bucket, BucketTrouble};
use holdpoint_probe::{Egress, EgressConfig};
use serde_json::json;
use tempfile::TempDir;

use crate::bench::{config, egress};

const MOST: u64 = 64 << 20;

/// Keys as files, which is how an operator has them.
struct Keys(TempDir);

impl Keys {
    fn new(secret: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("access"), ACCESS_KEY).unwrap();
        std::fs::write(folder.path().join("secret"), secret).unwrap();
        Self(folder)
    }

    fn bucket(&self, endpoint: &str, bucket: &str) -> Bucket {
        self.bucket_by(&egress(&["127.0.0.1"]), endpoint, bucket)
    }

    fn bucket_by(&self, egress: &Egress, endpoint: &str, bucket: &str) -> Bucket {
        let reference = |name: &str| format!("file:{}", Path::join(self.0.path(), name).display());
        let config = json!({
            "name": bucket, "endpoint": endpoint, "region": "eu-central-1", "prefix": "hp",
            "access_key": reference("access"), "secret_key": reference("secret"),
        });
        Bucket::new(&serde_json::from_value(config).unwrap(), egress, MOST).unwrap()
    }

    /// Over TLS, believing one authority besides those that everybody believes.
    fn bucket_over_tls(&self, storage: &S3, believed: &Authority) -> Bucket {
        let roots = self.0.path().join("roots.pem");
        std::fs::write(&roots, believed.root()).unwrap();
        let egress = Egress::new(EgressConfig { extra_roots: Some(roots), ..config(&["127.0.0.1"]) }).unwrap();
        self.bucket_by(&egress, &storage.endpoint(), BUCKET)
    }
}

/// Made as a whole: tests are not optimised, and some of these are tens of millions.
fn content(length: usize) -> Vec<u8> {
    let mut bytes = (0..251).collect::<Vec<u8>>().repeat(length.div_ceil(251));
    bytes.truncate(length);
    bytes
}

/// What nobody may ever read in an error.
fn tells_no_secret(trouble: &BucketTrouble) {
    let told = format!("{trouble} {trouble:?}");
    for secret in [SECRET_KEY, ACCESS_KEY, "Signature=", "AWS4-HMAC"] {
        assert!(!told.contains(secret), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn objects_come_back_as_they_were_whatever_their_size() {
    let storage = S3::start().unwrap();
    let keys = Keys::new(SECRET_KEY);
    let bucket = keys.bucket(&storage.endpoint(), BUCKET);
    bucket.answers().await.unwrap();
    let part = 8 << 20;
    for length in [1, 70_000, part, part + 1, 2 * part + 5] {
        let (bytes, key) = (content(length), format!("files/{length}"));
        bucket.put_from(&key, &mut bytes.as_slice(), length as u64).await.unwrap();
        assert_eq!(std::fs::read(storage.object(&format!("hp/{key}"))).unwrap(), bytes, "{length}");
        let entry = bucket.look(&key).await.unwrap().unwrap();
        assert_eq!((entry.key, entry.bytes), (key.clone(), length as u64));
        assert!(entry.since.elapsed().unwrap_or_default() < Duration::from_secs(60));
        assert_eq!(bucket.get(&key, MOST).await.unwrap(), bytes, "{length}");
    }
    bucket.put("other", b"x".as_slice().into()).await.unwrap();
    let mut listed: Vec<_> = bucket.list("files").await.unwrap().into_iter().map(|entry| entry.bytes).collect();
    listed.sort_unstable();
    assert_eq!(listed, [1, 70_000, part as u64, part as u64 + 1, 2 * part as u64 + 5]);
    assert!(matches!(bucket.get("files/70000", 69_999).await, Err(BucketTrouble::TooLarge)));
    bucket.remove("files/1").await.unwrap();
    bucket.remove("files/1").await.unwrap();
    assert_eq!(bucket.look("files/1").await.unwrap(), None);
    assert!(matches!(bucket.get("files/1", 1).await, Err(BucketTrouble::Missing)));
    // What broke in the middle is not there, and leaves what was.
    let short = content(part + 7);
    assert!(bucket.put_from("files/70000", &mut short.as_slice(), 3 * part as u64).await.is_err());
    assert_eq!(bucket.get("files/70000", MOST).await.unwrap(), content(70_000));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_secret_and_a_wrong_bucket_are_refused_by_name() {
    let storage = S3::start().unwrap();
    let wrong = Keys::new("canary-9b2e44-another-secret");
    let bucket = wrong.bucket(&storage.endpoint(), BUCKET);
    let put = bucket.put("a", b"x".as_slice().into()).await.unwrap_err();
    assert!(matches!(&put, BucketTrouble::Refused(code) if code == "SignatureDoesNotMatch"), "{put}");
    assert!(!storage.object("hp/a").exists());
    let (look, get) = (bucket.look("a").await.unwrap_err(), bucket.get("a", 1).await.unwrap_err());
    for trouble in [put, look, get, bucket.answers().await.unwrap_err(), bucket.remove("a").await.unwrap_err()] {
        assert!(matches!(trouble, BucketTrouble::Refused(_)), "{trouble}");
        tells_no_secret(&trouble);
        assert!(!format!("{trouble:?}").contains("another-secret"));
    }
    let nowhere = Keys::new(SECRET_KEY).bucket(&storage.endpoint(), "nowhere");
    let trouble = nowhere.get("a", 1).await.unwrap_err();
    assert!(!matches!(trouble, BucketTrouble::Away(_)), "{trouble}");
    let lost = Keys::new(SECRET_KEY);
    let bucket = lost.bucket(&storage.endpoint(), BUCKET);
    std::fs::remove_file(lost.0.path().join("secret")).unwrap();
    assert!(matches!(bucket.answers().await, Err(BucketTrouble::Secret(_))));
    std::fs::write(lost.0.path().join("secret"), SECRET_KEY).unwrap();
    bucket.answers().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn storage_that_is_away_is_said_to_be_and_works_again_when_it_is_back() {
    let storage = S3::start().unwrap();
    let keys = Keys::new(SECRET_KEY);
    let bucket = keys.bucket(&storage.endpoint(), BUCKET);
    storage.stop();
    for trouble in [bucket.answers().await.unwrap_err(), bucket.put("a", b"x".as_slice().into()).await.unwrap_err()] {
        assert!(matches!(trouble, BucketTrouble::Away(_)), "{trouble}");
        tells_no_secret(&trouble);
    }
    storage.begin().unwrap();
    bucket.put("a", b"x".as_slice().into()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn objects_go_over_tls_to_a_storage_whose_certificate_is_believed() {
    let (authority, keys) = (Authority::new().unwrap(), Keys::new(SECRET_KEY));
    let storage = S3::start_over_tls(&authority, "127.0.0.1").unwrap();
    assert!(storage.endpoint().starts_with("https://"));
    let bucket = keys.bucket_over_tls(&storage, &authority);
    bucket.answers().await.unwrap();
    // One request, and several parts.
    for length in [70_000, (8 << 20) + 1] {
        let (bytes, key) = (content(length), format!("files/{length}"));
        bucket.put_from(&key, &mut bytes.as_slice(), length as u64).await.unwrap();
        assert_eq!(std::fs::read(storage.object(&format!("hp/{key}"))).unwrap(), bytes, "{length}");
        assert_eq!(bucket.look(&key).await.unwrap().unwrap().bytes, length as u64);
        assert_eq!(bucket.get(&key, MOST).await.unwrap(), bytes, "{length}");
    }
    assert_eq!(bucket.list("files").await.unwrap().len(), 2);
    bucket.remove("files/70000").await.unwrap();
    assert_eq!(bucket.look("files/70000").await.unwrap(), None);
    assert!(!storage.object("hp/files/70000").exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_storage_whose_certificate_is_not_believed_gets_nothing() {
    let (authority, stranger, keys) = (Authority::new().unwrap(), Authority::new().unwrap(), Keys::new(SECRET_KEY));
    let storage = S3::start_over_tls(&authority, "127.0.0.1").unwrap();
    let elsewhere = S3::start_over_tls(&authority, "s3.example.com").unwrap();
    let cases = [
        (&storage, &stranger, "not acceptable", "[egress] extra_roots"),
        (&elsewhere, &authority, "for another name", "[files.bucket] endpoint"),
    ];
    for (storage, believed, fault, help) in cases {
        let bucket = keys.bucket_over_tls(storage, believed);
        let put = bucket.put("a", b"x".as_slice().into()).await.unwrap_err();
        let (get, remove) = (bucket.get("a", 1).await.unwrap_err(), bucket.remove("a").await.unwrap_err());
        for trouble in [put, get, remove, bucket.answers().await.unwrap_err()] {
            let told = trouble.to_string();
            assert!(matches!(trouble, BucketTrouble::Away(_)) && told.contains(fault) && told.contains(help), "{told}");
            tells_no_secret(&trouble);
        }
        assert!(!storage.object("hp/a").exists(), "{fault}");
    }
    // Nobody believes an authority that nobody was told of.
    let told = keys.bucket(&storage.endpoint(), BUCKET).answers().await.unwrap_err().to_string();
    assert!(told.contains("from an unknown issuer"), "{told}");
    // It is no handshake at all where the storage speaks plain HTTP.
    let plain = S3::start().unwrap();
    let told = keys.bucket(&plain.endpoint().replace("http:", "https:"), BUCKET).answers().await.unwrap_err().to_string();
    assert!(told.contains("TLS certificate or handshake"), "{told}");
}

/// An answer of a server that has no honest intentions.
async fn from(script: Vec<Step>) -> (Result<bytes::Bytes, BucketTrouble>, usize) {
    let server = RawServer::start(script).await.unwrap();
    let keys = Keys::new(SECRET_KEY);
    let bucket = keys.bucket(&server.url(), BUCKET);
    let got = bucket.get("a", 1 << 20).await;
    (got, server.connections())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_region_and_a_wrong_clock_are_told_as_what_they_are() {
    let cases = [("301 Moved", "PermanentRedirect", "does region name the same"), ("403 No", "RequestTimeTooSkewed", "clock")];
    for (status, code, expected) in cases {
        let body = format!("<Error><Code>{code}</Code><Message>{ACCESS_KEY}</Message></Error>");
        let answer = format!("HTTP/1.1 {status}\r\ncontent-type: application/xml\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        let (got, _) = from(vec![Step::ReadRequest, Step::Send(answer.into_bytes())]).await;
        let trouble = got.unwrap_err();
        assert!(trouble.to_string().contains(expected), "{code}: {trouble}");
        tells_no_secret(&trouble);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_answer_leads_elsewhere_or_goes_on_without_end() {
    let other = RawServer::answering("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx").await.unwrap();
    let head = |rest: &str| Step::Send(format!("HTTP/1.1 {rest}\r\n\r\n").into_bytes());
    let described = "200 OK\r\nlast-modified: Wed, 21 Oct 2026 07:28:00 GMT\r\netag: \"a\"";
    let cases = [
        ("a redirect", vec![Step::ReadRequest, head(&format!("307 Go\r\nlocation: {}/a\r\ncontent-length: 0", other.url()))]),
        ("no length, no end", vec![Step::ReadRequest, head(described), Step::SendForEver(vec![b'x'; 64 * 1024])]),
        (
            "a length that is too much",
            vec![Step::ReadRequest, head(&format!("{described}\r\ncontent-length: 99999999999")), Step::SendForEver(vec![b'x'; 64 * 1024])],
        ),
        ("a length that lies", vec![Step::ReadRequest, head(&format!("{described}\r\ncontent-length: 100")), Step::Send(vec![b'x'; 10])]),
        ("an error without end", vec![Step::ReadRequest, head("403 No"), Step::SendForEver(vec![b'x'; 64 * 1024])]),
        ("not HTTP", vec![Step::ReadRequest, Step::Send(b"220 mail.example.com\r\n".to_vec())]),
    ];
    for (about, script) in cases {
        let (got, connections) = tokio::time::timeout(Duration::from_secs(60), from(script)).await.expect(about);
        let trouble = got.expect_err(about);
        println!("{about}: {trouble} ({connections} connections)");
        tells_no_secret(&trouble);
        assert!(connections <= 12, "{about}: {connections}");
    }
    assert_eq!(other.connections(), 0, "nobody is asked who was not named");
}
