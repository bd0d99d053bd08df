//! What readers hear, however it is cut into pieces, and what they tell where they are sent away.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::Result;

use super::{Crowd, DOOR, HEAD, Heard, MARK, Opening, Receipt, Stage, Talk};

/// When the first of the marks was written.
const FIRST: u64 = 1_764_000_000_000_000;

/// Bytes that come together. A mark is shorter, so it comes as a whole or in two.
const PIECE: usize = 64;

fn mark(number: u64) -> String {
    format!("@@{:016}@@", FIRST + number)
}

fn opening(address: SocketAddr, answer: &'static str) -> Opening {
    Opening { address, request: b"ask".to_vec(), answer, then: b"then".to_vec() }
}

/// When what was written that is heard in these pieces, and what is said to them.
fn hear<'a>(answer: &'static str, pieces: impl IntoIterator<Item = &'a [u8]>) -> Result<(Vec<u64>, Vec<u8>)> {
    let (mut heard, mut said) = (Heard::default(), Vec::new());
    let mut talk = Talk::before(opening(([127, 0, 0, 1], 0).into(), answer));
    talk.stage = Stage::Asking;
    for piece in pieces {
        let bytes = [talk.kept.as_slice(), piece].concat();
        said.extend_from_slice(talk.take(&bytes, &mut heard)?);
    }
    assert_eq!(talk.stage, Stage::Reading);
    assert_eq!(heard.count.load(Ordering::Relaxed), heard.receipts.len());
    Ok((heard.receipts.iter().map(|receipt| receipt.written).collect(), said))
}

/// Cut at every byte at once, and at each of them alone, all of the marks are heard once, and what is to be said is said once.
fn check(answer: &'static str, stream: &[u8], marks: u64) {
    let expected: (Vec<u64>, Vec<u8>) = ((0..marks).map(|number| FIRST + number).collect(), b"then".to_vec());
    assert_eq!(hear(answer, stream.chunks(1)).unwrap(), expected, "byte by byte");
    for first in 1..=PIECE {
        let (begin, rest) = stream.split_at(first);
        let pieces = std::iter::once(begin).chain(rest.chunks(PIECE));
        assert_eq!(hear(answer, pieces).unwrap(), expected, "a first piece of {first} bytes");
    }
}

/// As HTTP/1.1 has it.
fn chunk(text: &str) -> String {
    format!("{:x}\r\n{text}\r\n", text.len())
}

#[test]
fn marks_in_chunks_are_heard_wherever_they_are_cut() {
    let event = |number: u64| format!("event: event\nid: {number}\ndata: {{\"name\":\"{}\"}}\n\n", mark(number));
    let stream = [
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n".to_owned(),
        chunk("event: presence\ndata: {\"named\":[\"ann@example.com\",\"@@@\"]}\n\n"),
        chunk(&event(0)),
        chunk(&[event(1), event(2)].concat()),
        chunk("event: ping\ndata: 1\n\n"),
    ];
    check("HTTP/1.1 200", stream.concat().as_bytes(), 3);
}

/// A binary message from a server (RFC 6455, 5.2).
fn frame(message: &[u8]) -> Vec<u8> {
    let length = message.len();
    let mut frame = vec![0x82];
    match length {
        0..=125 => frame.push(length as u8),
        126..=0xffff => {
            frame.push(126);
            frame.extend_from_slice(&(length as u16).to_be_bytes());
        }
        _ => {
            frame.push(127);
            frame.extend_from_slice(&(length as u64).to_be_bytes());
        }
    }
    frame.extend_from_slice(message);
    frame
}

/// So many bytes that begin with a mark.
fn padded(number: u64, length: usize) -> Vec<u8> {
    let mut bytes = mark(number).into_bytes();
    bytes.resize(length, 0);
    bytes
}

/// The lengths end with one `@` or two, with which a mark could begin.
#[test]
fn marks_in_frames_are_heard_wherever_they_are_cut() {
    let head = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n".to_vec();
    let with_two = |number: u64, length: usize| frame(&[padded(number, length - MARK), mark(number + 1).into_bytes()].concat());
    let stream = [head, frame(b"\x06launch\x02\x02"), frame(&padded(0, 0x40)), with_two(1, 0x4040), with_two(3, 0x1_4040)];
    check("HTTP/1.1 101", &stream.concat(), 5);
}

#[test]
fn an_answer_that_is_another_one_or_has_no_end_is_told() {
    let cases = [
        ("HTTP/1.1 429 Too Many Requests\r\n\r\nclose some".to_owned(), "close some"),
        (format!("HTTP/1.1 200 OK\r\nx: {}", "y".repeat(HEAD)), "a head without an end"),
    ];
    for (answer, expected) in cases {
        let told = format!("{:#}", hear("HTTP/1.1 200", [answer.as_bytes()]).unwrap_err());
        assert!(told.contains(expected), "{told}");
    }
}

/// A server that answers so, and closes each connection once it has heard so many bytes more.
fn serve(answer: &'static str, more: usize) -> Result<SocketAddr> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let address = listener.local_addr()?;
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || converse(stream, answer, more));
        }
    });
    Ok(address)
}

fn converse(mut stream: TcpStream, answer: &str, more: usize) -> std::io::Result<()> {
    stream.read_exact(&mut [0; 3])?;
    stream.write_all(answer.as_bytes())?;
    stream.read_exact(&mut vec![0; more])
}

fn listen(address: SocketAddr, readers: usize, expected: usize) -> Result<Vec<Receipt>> {
    let crowd = Crowd::gather((0..readers).map(|_| opening(address, "HTTP/1.1 200")).collect())?;
    crowd.listen(expected, Duration::from_secs(20));
    crowd.disperse()
}

#[test]
fn more_readers_than_come_in_at_once_hear_what_is_written() -> Result<()> {
    let readers = 2 * DOOR + 1;
    // More than is said: the connections stay.
    let address = serve("HTTP/1.1 200 OK\r\n\r\n@@1764000000000000@@ and @@1764000000000001@@", 5)?;
    let mut written: Vec<u64> = listen(address, readers, 2 * readers)?.iter().map(|receipt| receipt.written).collect();
    written.sort_unstable();
    assert_eq!(written, [vec![FIRST; readers], vec![FIRST + 1; readers]].concat());
    Ok(())
}

#[test]
fn a_reader_that_is_sent_away_is_told_of() -> Result<()> {
    let nobody = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?;
    let cases = [
        (nobody, "refused"),
        (serve("", 0)?, "closed while Asking"),
        (serve("HTTP/1.1 200 OK\r\n", 0)?, "closed while Asking: HTTP/1.1 200 OK"),
        (serve("HTTP/1.1 429 Too Many Requests\r\n\r\n", 1)?, "429"),
        (serve("HTTP/1.1 200 OK\r\n\r\n", 4)?, "closed while Admitted"),
        (serve("HTTP/1.1 200 OK\r\n\r\n@@1764000000000000@@", 4)?, "closed while Reading"),
    ];
    for (address, expected) in cases {
        let told = listen(address, 1, 2).err().map(|error| format!("{error:#}")).unwrap_or_default();
        assert!(told.contains(expected) && told.starts_with("reader 0"), "{expected}: {told}");
    }
    Ok(())
}
