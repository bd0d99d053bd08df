//! The emulator itself, spoken to in plain bytes: whoever tests a client with it must be able to rely on it.

use std::time::{Duration, Instant};

use holdpoint_emulator::{Emulator, Habit, Mode, Vendor};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Sends one request and returns the whole answer.
async fn ask(emulator: &Emulator, line: &str, headers: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(emulator.address()).await.unwrap();
    let length = body.len();
    let request = format!("{line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap()
}

#[tokio::test]
async fn me_wants_its_token_and_its_version() {
    let emulator = Emulator::start(Vendor::default()).await.unwrap();
    let token = format!("authorization: Bearer {}\r\n", emulator.vendor().token);
    let version = "intercom-version: 2.14\r\n";
    let cases = [
        (format!("{token}{version}"), "200", true, "as it should be"),
        (token.clone(), "400", false, "no version"),
        (format!("{token}intercom-version: 1.0\r\n"), "400", false, "another version"),
        (version.to_owned(), "401", false, "no token"),
        (format!("authorization: Bearer wrong\r\n{version}"), "401", false, "another token"),
    ];
    for (headers, expected, has_limits, about) in cases {
        let answer = ask(&emulator, "GET /me", &headers, "").await;
        assert_eq!(status(&answer), expected, "{about}");
        assert_eq!(answer.contains("x-ratelimit-remaining: 1600"), has_limits, "{about}");
        assert_eq!(answer.contains(r#""type":"error.list""#), expected != "200", "{about}");
        assert_eq!(answer.contains(r#""region":"US""#), expected == "200", "{about}");
    }
    emulator.set(|vendor| vendor.mode = Mode::RateLimited);
    let answer = ask(&emulator, "GET /me", &token, "").await;
    assert!(status(&answer) == "429" && answer.contains("x-ratelimit-remaining: 0"), "{answer}");
}

#[tokio::test]
async fn another_process_can_change_the_mode() {
    let emulator = Emulator::start(Vendor::default()).await.unwrap();
    let change = r#"{"mode":"server_error","indicator":"major","health":"degraded","remaining":7}"#;
    let answer = ask(&emulator, "PUT /__emulator/mode", "", change).await;
    assert!(status(&answer) == "200" && answer.contains(r#""remaining":7"#), "{answer}");
    assert_eq!(status(&ask(&emulator, "GET /me", "", "").await), "503");
    assert!(ask(&emulator, "GET /api/v2/status.json", "", "").await.contains(r#""indicator":"major""#));
    let health = ask(&emulator, "GET /health", "", "").await;
    assert!(status(&health) == "503" && health.contains(r#""rateLimitRemaining":7"#), "{health}");
    for bad in ["", "[]", r#"{"mode":"sleepy"}"#, r#"{"mood":"ok"}"#, r#"{"remaining":-1}"#] {
        assert_eq!(status(&ask(&emulator, "PUT /__emulator/mode", "", bad).await), "400", "{bad}");
    }
    assert_eq!(emulator.vendor().remaining, 7, "a bad change changes nothing");
    assert_eq!(emulator.requests().len(), 3, "its own paths are not recorded");
    assert_eq!(status(&ask(&emulator, "DELETE /__emulator/requests", "", "").await), "204");
    assert_eq!(emulator.requests(), []);
}

/// The signature is Python's: `hmac.new(b"emulator-client-secret", b'{"a":1}', "sha1").hexdigest()`.
#[tokio::test]
async fn one_consumer_verifies_signatures_and_one_does_not() {
    let emulator = Emulator::start(Vendor::default()).await.unwrap();
    let good = "x-hub-signature: sha1=89c0ae7f9fe6d08baf5b45d73d6bb5b42b30d241\r\n";
    let cases = [
        (good.to_owned(), r#"{"a":1}"#, "200", "well signed"),
        (good.to_uppercase().replace("X-HUB-SIGNATURE: SHA1", "X-Hub-Signature: sha1"), r#"{"a":1}"#, "200", "upper-case digits"),
        (good.to_owned(), r#"{"a":2}"#, "401", "another body"),
        (good.replace("sha1=", "sha256="), r#"{"a":1}"#, "401", "another algorithm"),
        ("x-hub-signature: sha1=zz\r\n".to_owned(), r#"{"a":1}"#, "401", "no digits"),
        (String::new(), r#"{"a":1}"#, "401", "no signature"),
    ];
    for (headers, body, expected, about) in cases {
        assert_eq!(status(&ask(&emulator, "POST /webhook", &headers, body).await), expected, "{about}");
        assert_eq!(status(&ask(&emulator, "POST /webhook-careless", &headers, body).await), "200", "{about}");
    }
    assert_eq!(status(&ask(&emulator, "HEAD /webhook", "", "").await), "200");
    assert_eq!(status(&ask(&emulator, "GET /webhook", "", "").await), "405");
    emulator.set(|vendor| vendor.webhook_delay_ms = 80);
    let since = Instant::now();
    ask(&emulator, "POST /webhook", good, r#"{"a":1}"#).await;
    assert!(Duration::from_millis(80) <= since.elapsed());
    let last = emulator.requests().pop().unwrap();
    assert_eq!((last.method.as_str(), last.path.as_str(), last.body.as_str()), ("POST", "/webhook", r#"{"a":1}"#));
}

/// Each habit, and what it makes of a good, a spoilt, a half right and a foreign signature, and of a delivery that came before.
#[tokio::test]
async fn consumers_have_habits() {
    const GOOD: &str = "89c0ae7f9fe6d08baf5b45d73d6bb5b42b30d241";
    let half = format!("{}{}", &GOOD[..20], "0".repeat(20));
    let none = "0".repeat(40);
    let cases = [
        (Habit::Careful, ["200", "401", "401", "401", "200"]),
        (Habit::Stubborn, ["401", "401", "401", "401", "401"]),
        (Habit::FormOnly, ["200", "200", "200", "200", "200"]),
        (Habit::FirstHalf, ["200", "200", "401", "401", "200"]),
        (Habit::Remembers, ["200", "401", "401", "200", "200"]),
        (Habit::RefusesRepeats, ["200", "401", "401", "401", "409"]),
        (Habit::RefusesOlder, ["200", "401", "401", "401", "200"]),
    ];
    for (webhook_habit, expected) in cases {
        let emulator = Emulator::start(Vendor { webhook_habit, ..Vendor::default() }).await.unwrap();
        let sent = [(GOOD, "{\"a\":1}"), (&half, "{\"a\":1}"), (&none, "{\"a\":1}"), (GOOD, "{\"a\":2}"), (GOOD, "{\"a\":1}")];
        for ((digits, body), expected) in sent.into_iter().zip(expected) {
            let answer = ask(&emulator, "POST /webhook", &format!("x-hub-signature: sha1={digits}\r\n"), body).await;
            assert_eq!(status(&answer), expected, "{webhook_habit:?}: {digits} {body}");
        }
    }
}

/// The signatures are Python's, as above.
#[tokio::test]
async fn an_older_delivery_can_be_refused() {
    let emulator = Emulator::start(Vendor { webhook_habit: Habit::RefusesOlder, ..Vendor::default() }).await.unwrap();
    let cases = [
        (r#"{"created_at":2}"#, "17c952c2f217342d189fdcd9ccae0e109f166023", "200"),
        (r#"{"created_at":1}"#, "b87f8ffb5780a3f444242f842f1a2ecb3d8dc77f", "409"),
        (r#"{"created_at":2}"#, "17c952c2f217342d189fdcd9ccae0e109f166023", "200"),
    ];
    for (body, digits, expected) in cases {
        let answer = ask(&emulator, "POST /webhook", &format!("x-hub-signature: sha1={digits}\r\n"), body).await;
        assert_eq!(status(&answer), expected, "{body}");
    }
}

#[tokio::test]
async fn admins_are_listed_for_a_token_with_the_right() {
    let emulator = Emulator::start(Vendor::default()).await.unwrap();
    let token = format!("authorization: Bearer {}\r\n", emulator.vendor().token);
    assert_eq!(status(&ask(&emulator, "GET /admins", &token, "").await), "403");
    assert_eq!(status(&ask(&emulator, "GET /admins", "", "").await), "401");
    emulator.set(|vendor| vendor.may_list_admins = true);
    assert_eq!(status(&ask(&emulator, "GET /admins", &token, "").await), "200");
    assert_eq!(status(&ask(&emulator, "GET /admins", "", "").await), "401");
}

#[tokio::test]
async fn it_stops_when_it_is_dropped() {
    let emulator = Emulator::start(Vendor::default()).await.unwrap();
    let address = emulator.address();
    drop(emulator);
    for _ in 0..1000 {
        if TcpStream::connect(address).await.is_err() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{address} still answers");
}
