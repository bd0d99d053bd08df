//! Chunks of HTTP/1.1 on a connection that was taken over: written at once where that is possible.

use std::io::{self, ErrorKind};

use axum::body::Bytes;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::limits;

/// The chunk that says that there are no more.
pub const END: Bytes = Bytes::from_static(b"0\r\n\r\n");

/// As it goes over the wire.
pub fn chunk(bytes: &[u8]) -> Bytes {
    [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat().into()
}

/// As much as the connection takes now; the rest is left.
///
/// * Errors: the connection is gone.
pub fn write_now(stream: &TcpStream, rest: &mut Bytes) -> io::Result<()> {
    while !rest.is_empty() {
        match stream.try_write(rest) {
            Ok(written) => _ = rest.split_to(written),
            Err(error) if error.kind() == ErrorKind::WouldBlock => break,
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// * Errors: the connection is gone, or took nothing for a while.
pub async fn write(stream: &TcpStream, mut rest: Bytes) -> io::Result<()> {
    loop {
        write_now(stream, &mut rest)?;
        if rest.is_empty() {
            return Ok(());
        }
        // Seldom, so that what it takes to wait is not a part of every reader.
        Box::pin(timeout(limits::WRITE_PAUSE, stream.writable())).await??;
    }
}

/// Waits until the other side has closed the connection. What it may say before has no meaning here.
pub async fn closed(stream: &TcpStream) {
    let mut ignored = [0; 64];
    while stream.readable().await.is_ok() {
        match stream.try_read(&mut ignored) {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(_) => return,
        }
    }
}
