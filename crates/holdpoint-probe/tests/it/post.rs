//! A message to a webhook: taken is what the head of an answer says was taken, and nothing else.

use std::time::Duration;

use holdpoint_domain::check::ProbeFailure;
use holdpoint_emulator::raw::{RawServer, Step};
use holdpoint_probe::SecretRef;
use holdpoint_probe::notify::{NotSent, post};

use crate::bench::egress;

/// Sends a message to a receiver that answers with these bytes, and then pauses before it closes.
async fn sent(answer: &str, pause: Duration) -> Result<(), NotSent> {
    let script = vec![Step::ReadRequest, Step::Send(answer.into()), Step::Wait(pause)];
    let (server, folder) = (RawServer::start(script).await.unwrap(), tempfile::tempdir().unwrap());
    let place = folder.path().join("url");
    std::fs::write(&place, server.url()).unwrap();
    let url: SecretRef = format!("file:{}", place.display()).parse().unwrap();
    post(&egress(&["127.0.0.1"]), &url, "{}".into(), "one").await
}

#[tokio::test]
async fn a_message_was_taken_however_the_body_behind_the_yes_ends() {
    let cases = [
        ("HTTP/1.1 204 No Content\r\n\r\n", Ok(()), "nothing more"),
        ("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nok", Ok(()), "half of the body"),
        ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n", Ok(()), "no chunk"),
        ("HTTP/1.1 503 No\r\ncontent-length: 100\r\n\r\nno", Err(NotSent::Status(503)), "half of a no"),
        ("HTTP/1.1 200 OK\r\ncontent-le", Err(NotSent::Failed(ProbeFailure::BadAnswer)), "half of a head"),
    ];
    for (answer, expected, about) in cases {
        assert_eq!(sent(answer, Duration::ZERO).await, expected, "{about}");
    }
    let open = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n";
    assert_eq!(sent(open, Duration::from_secs(60)).await, Ok(()), "a body that does not end");
}
