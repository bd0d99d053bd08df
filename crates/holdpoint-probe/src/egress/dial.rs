//! Opening TCP connections: to vetted addresses, and to nothing else.

use std::future::Future;
use std::io;
use std::pin::Pin;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use tokio::net::TcpStream;

use super::vetted::VettedAddr;
use crate::limits;

pub(super) type Dialling = Pin<Box<dyn Future<Output = io::Result<TcpStream>> + Send>>;

/// Opens a connection. Tests record what is dialled.
pub(super) trait Dial: Send + Sync {
    fn dial(&self, to: &VettedAddr) -> Dialling;
}

pub(super) struct Tcp;

impl Dial for Tcp {
    fn dial(&self, to: &VettedAddr) -> Dialling {
        let socket = to.socket();
        Box::pin(async move {
            let stream = TcpStream::connect(socket).await?;
            stream.set_nodelay(true)?;
            Ok(stream)
        })
    }
}

/// Connects to whichever address answers first. The next one is tried when the one before fails, or after a head start.
///
/// Errors: [`io::ErrorKind::TimedOut`] after [`limits::CONNECT`], else what the last address said.
pub(super) async fn connect(dialer: &dyn Dial, addresses: &[VettedAddr]) -> io::Result<(TcpStream, VettedAddr)> {
    match tokio::time::timeout(limits::CONNECT, race(dialer, addresses)).await {
        Ok(outcome) => outcome,
        Err(_) => Err(io::ErrorKind::TimedOut.into()),
    }
}

async fn race(dialer: &dyn Dial, addresses: &[VettedAddr]) -> io::Result<(TcpStream, VettedAddr)> {
    let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
    let mut attempts = FuturesUnordered::new();
    let mut waiting = addresses.iter();
    loop {
        let head_start = match waiting.next() {
            Some(address) => {
                attempts.push(async move { (dialer.dial(address).await, address) });
                limits::CONNECT_STAGGER
            }
            None if attempts.is_empty() => return Err(last),
            None => limits::CONNECT,
        };
        match tokio::time::timeout(head_start, attempts.next()).await {
            Ok(Some((Ok(stream), address))) => return Ok((stream, address.clone())),
            Ok(Some((Err(cause), address))) => {
                tracing::debug!(peer = %address.socket(), %cause, "not connected");
                last = cause;
            }
            Ok(None) | Err(_) => {}
        }
    }
}
