//! Chunks of HTTP/1.1 on a connection that was taken over: written at once where that is possible, and without a copy.

use std::io::{self, ErrorKind, IoSlice};

use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::limits;

/// * Errors: the connection is gone, or took nothing for a while.
pub async fn write(stream: &TcpStream, bytes: &[u8]) -> io::Result<()> {
    let size = format!("{:x}\r\n", bytes.len());
    all(stream, &mut [IoSlice::new(size.as_bytes()), IoSlice::new(bytes), IoSlice::new(b"\r\n")]).await
}

/// The chunk that says that there are no more.
pub async fn end(stream: &TcpStream) -> io::Result<()> {
    all(stream, &mut [IoSlice::new(b"0\r\n\r\n")]).await
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

async fn all(stream: &TcpStream, mut parts: &mut [IoSlice<'_>]) -> io::Result<()> {
    loop {
        match stream.try_write_vectored(parts) {
            Ok(written) => IoSlice::advance_slices(&mut parts, written),
            // Seldom, so that what it takes to wait is not a part of every reader.
            Err(error) if error.kind() == ErrorKind::WouldBlock => Box::pin(timeout(limits::WRITE_PAUSE, stream.writable())).await??,
            Err(error) => return Err(error),
        }
        if parts.is_empty() {
            return Ok(());
        }
    }
}
