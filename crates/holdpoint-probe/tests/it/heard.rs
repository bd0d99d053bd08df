//! What a signed receipt would tell of an answer.

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE, BASE64_URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use holdpoint_domain::check::{Heard, NoExcerpt};
use holdpoint_domain::id::Digest;
use holdpoint_emulator::raw::RawServer;
use serde_json::json;
use sha1::Sha1;

use crate::bench::{Bench, check, me_probe};

/// Runs a check with the connection's token against a server that answers with these bytes.
async fn heard(bench: &Bench, bytes: impl Into<Vec<u8>>, facts: &[&str]) -> Heard {
    let server = RawServer::answering(bytes).await.unwrap();
    let mut connection = bench.connection.clone();
    connection.base_url = Some(server.url());
    let mut seen = holdpoint_probe::witness(&check(me_probe(), facts), &connection, &bench.egress).await;
    assert_eq!((seen.observation.failure, seen.heard.len()), (None, 1));
    seen.heard.remove(0)
}

#[tokio::test]
async fn headers_are_those_of_a_list_and_those_that_the_check_names() {
    let bench = Bench::new().await;
    let answer = "HTTP/1.1 200 OK\r\nServer: nginx/1.2.3\r\nX-Powered-By: PHP\r\nSet-Cookie: session=abc\r\nContent-Type: text/plain\r\n\
                  X-RateLimit-Remaining: 5\r\nX-Named: yes\r\nX-Request-Id: r1\r\nWWW-Authenticate: Basic\r\ncontent-length: 2\r\n\r\nok";
    let seen = heard(&bench, answer, &["header:x-named", "header:Set-Cookie"]).await.answer.unwrap();
    let names: Vec<_> = seen.headers.keys().map(String::as_str).collect();
    assert_eq!(names, ["content-length", "content-type", "x-named", "x-ratelimit-remaining", "x-request-id"]);
    assert_eq!((seen.body_bytes, seen.excerpt.as_deref(), seen.cut), (2, Some("ok"), false));
    let many = (0..90).map(|n| format!("x-ratelimit-{n}: {}\r\n", "9".repeat(150))).collect::<String>();
    let seen = heard(&bench, format!("HTTP/1.1 200 OK\r\n{many}content-length: 0\r\n\r\n"), &[]).await.answer.unwrap();
    assert_eq!((seen.headers.len(), seen.no_excerpt), (24, Some(NoExcerpt::Empty)));
}

#[tokio::test]
async fn no_form_of_a_token_is_told() {
    let bench = Bench::new().await;
    let token = bench.emulator.vendor().token;
    let percent: String = token.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let forms = [
        token.clone(),
        BASE64_STANDARD.encode(&token),
        BASE64_STANDARD.encode(format!("user:{token}")),
        BASE64_URL_SAFE_NO_PAD.encode(format!("x{token}y")),
        hex::encode(&token),
        percent,
    ];
    for form in forms {
        let body = json!({ "echo": form, "other": "stays" }).to_string();
        let answer =
            format!("HTTP/1.1 200 OK\r\nx-request-id: {form}\r\nlocation: /?t={form}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        let seen = serde_json::to_string(&heard(&bench, answer, &[]).await).unwrap();
        let core = &form[4..form.len() - 4];
        assert!(!seen.contains(core) && seen.contains("[secret]") && seen.contains("stays"), "{form}: {seen}");
    }
}

#[tokio::test]
async fn a_signature_that_an_endpoint_repeats_is_not_told() {
    let bench = Bench::new().await;
    let probe = json!({ "kind": "webhook", "signature_header": "X-Hub-Signature", "body": "{}", "cases": ["signed"] });
    let digits = {
        let seen = holdpoint_probe::witness(&check(probe.clone(), &[]), &bench.connection, &bench.egress).await;
        let body = seen.heard[0].request_body.as_ref().unwrap();
        assert_eq!((body.bytes, body.digest), (2, Digest::of(b"{}")));
        bench.emulator.requests_to("/webhook")[0].headers["x-hub-signature"].strip_prefix("sha1=").unwrap().to_owned()
    };
    let server = RawServer::answering(format!("HTTP/1.1 401 No\r\ncontent-length: 51\r\n\r\ncalculated {digits}")).await.unwrap();
    let mut connection = bench.connection.clone();
    connection.webhook_url = Some(server.url());
    let seen = holdpoint_probe::witness(&check(probe, &[]), &connection, &bench.egress).await;
    assert_eq!(seen.heard[0].answer.as_ref().unwrap().excerpt.as_deref(), Some("calculated [secret]"));
    assert!(!serde_json::to_string(&seen.observation).unwrap().contains(&digits));
}

/// A refusal that tells what would have been right: it was never sent, and by it anybody could try keys, or deliver that body.
#[tokio::test]
async fn a_signature_that_an_endpoint_calculates_is_not_told() {
    let bench = Bench::new().await;
    let key = bench.emulator.vendor().webhook_secret;
    let cases = [("altered_body", r#"{"altered_by_holdpoint":true}"#), ("wrong_signature", "{}"), ("unsigned", "{}")];
    for (case, body) in cases {
        let mut mac = Hmac::<Sha1>::new_from_slice(key.as_bytes()).unwrap();
        mac.update(body.as_bytes());
        let right = mac.finalize().into_bytes().to_vec();
        let base64 = [BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE, BASE64_URL_SAFE_NO_PAD].map(|form| form.encode(&right));
        for told in [hex::encode(&right), hex::encode_upper(&right)].into_iter().chain(base64) {
            let answer = format!("HTTP/1.1 401 No\r\ncontent-length: {}\r\n\r\nexpected {told}", "expected ".len() + told.len());
            let server = RawServer::answering(answer).await.unwrap();
            let mut connection = bench.connection.clone();
            (connection.webhook_url, connection.webhook_deliveries) = (Some(server.url()), true);
            let probe = json!({ "kind": "webhook", "signature_header": "X-Hub-Signature", "body": "{}", "cases": [case] });
            let seen = holdpoint_probe::witness(&check(probe, &[]), &connection, &bench.egress).await;
            let sent = seen.heard[0].request_body.as_ref().unwrap();
            assert_eq!(sent.digest, Digest::of(body.as_bytes()), "{case}");
            assert_eq!(seen.heard[0].answer.as_ref().unwrap().excerpt.as_deref(), Some("expected [secret]"), "{case}: {told}");
        }
    }
}
