//! Names that change their minds, and secrets that must not travel. The vectors' category `rebind`.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

/// A public address first, then loopback, and so on.
#[derive(Default)]
struct Flip(AtomicUsize);

impl Resolve for Flip {
    fn resolve<'a>(&'a self, _: &'a str) -> Answers<'a> {
        let is_public = self.0.fetch_add(1, Ordering::Relaxed).is_multiple_of(2);
        let answer = if is_public { PUBLIC } else { "127.0.0.1" };
        Box::pin(async move { Ok(vec![answer.parse().unwrap()]) })
    }
}

fn request(url: &str, egress: &Egress) -> Request {
    let target = Target::parse(url, egress.policy()).unwrap();
    Request { method: Method::Get.into(), target, headers: Vec::new(), body: None }
}

#[tokio::test]
async fn rebind_flip_never_reaches_an_internal_address() {
    let (egress, recorder) = egress(&[], &[], Flip::default());
    let mut refused = 0;
    for _ in 0..1_000 {
        let exchange = egress.send(request("http://rebind-flip.example.com/", &egress)).await;
        refused += usize::from(exchange.answer.err() == Some(ProbeFailure::Refused));
    }
    let dialled = recorder.dialled();
    assert_eq!((refused, dialled.len()), (500, 500), "each request resolves exactly once");
    assert!(dialled.iter().all(|socket| socket.to_string() == format!("{PUBLIC}:80")), "{dialled:?}");
}

#[tokio::test]
async fn rebind_keepalive_vets_the_second_request_anew() {
    let (egress, recorder) = egress(&[], &[], Flip::default());
    let url = "http://rebind-keepalive.example.com/";
    let first = egress.send(request(url, &egress)).await;
    let second = egress.send(request(url, &egress)).await;
    assert_eq!(first.answer.err(), Some(ProbeFailure::Unreachable));
    assert_eq!(second.answer.err(), Some(ProbeFailure::Refused));
    assert_eq!(recorder.dialled().len(), 1);
}

#[tokio::test]
async fn a_secret_only_travels_home() {
    let names = || Table::of(&[("localhost", &["127.0.0.1"]), ("split.internal", &["127.0.0.1", "10.0.0.1"])]);
    let cases = [
        ("https://api.example.com/me", "https://api.example.com/", true, "https, its own origin"),
        ("https://api.example.com/me", "https://other.example.com/", false, "another host"),
        ("https://api.example.com/me", "https://api.example.com:80/", false, "another port"),
        ("https://api.example.com/me", "http://api.example.com/", false, "another scheme"),
        ("http://api.example.com/me", "http://api.example.com/", false, "http"),
        ("http://127.0.0.1:4010/me", "http://127.0.0.1:4010/", true, "http, loopback written out"),
        ("http://127.0.0.1:4011/me", "http://127.0.0.1:4011/", false, "http, loopback by a wide network only"),
        ("http://localhost:4010/me", "http://localhost:4010/", true, "http, allowed name of loopback"),
        ("http://split.internal/me", "http://split.internal/", false, "http, one address is not loopback"),
        ("http://10.0.0.1/me", "http://10.0.0.1/", false, "http, private network"),
    ];
    let allow = ["127.0.0.1:4010", "localhost", "split.internal", "10.0.0.0/8", "0.0.0.0/0"];
    for (url, own, is_sent, about) in cases {
        let (egress, recorder) = egress(&allow, &[], names());
        let own = Target::parse(own, egress.policy()).unwrap().origin().clone();
        let field = Field::secret("Bearer canary", "Bearer {env:TOKEN}".into(), own).unwrap();
        let mut request = request(url, &egress);
        request.headers.push((http::header::AUTHORIZATION, field));
        let exchange = egress.send(request).await;
        assert_eq!(!recorder.dialled().is_empty(), is_sent, "{about}");
        let expected = if is_sent { ProbeFailure::Unreachable } else { ProbeFailure::Refused };
        assert_eq!(exchange.answer.err(), Some(expected), "{about}");
        assert_eq!(exchange.sent.headers["authorization"], "Bearer {env:TOKEN}", "{about}");
    }
}
