//! One request and its answer, over one connection of its own. Redirects are answers like any other; nothing is decompressed.

use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use holdpoint_domain::check::ProbeFailure;
use holdpoint_domain::id::Digest;
use http::HeaderMap;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Instant;
use tokio_rustls::TlsConnector;
use tokio_util::task::AbortOnDropHandle;

use super::read::{ReadError, read_bounded};
use super::target::Target;
use super::tls;
use crate::limits;

/// What a server answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// Why there is no answer. The closed list is for people, the cause for the operator's log.
#[derive(Debug, thiserror::Error)]
pub(super) enum Broken {
    #[error("TLS: {0}")]
    Tls(io::Error),
    #[error("HTTP: {0}")]
    Http(#[from] hyper::Error),
    #[error("request: {0}")]
    Request(#[from] http::Error),
    #[error(transparent)]
    Body(#[from] ReadError),
    #[error("the answer's head has more than {} raw bytes before its end", limits::BYTES_BEFORE_HEAD)]
    Flood,
}

impl Broken {
    pub(super) fn failure(&self) -> ProbeFailure {
        match self {
            Broken::Tls(_) => ProbeFailure::Tls,
            Broken::Http(cause) | Broken::Body(ReadError::Broken(cause)) => of_hyper(cause),
            Broken::Body(ReadError::TimedOut) => ProbeFailure::TimedOut,
            Broken::Body(ReadError::TooLarge { .. } | ReadError::TooManyParts) | Broken::Request(_) | Broken::Flood => {
                ProbeFailure::BadAnswer
            }
        }
    }
}

/// A connection that broke was no answer; all else that hyper refuses was a bad one.
fn of_hyper(cause: &hyper::Error) -> ProbeFailure {
    let io = std::error::Error::source(cause).and_then(|source| source.downcast_ref::<io::Error>());
    match io.map(io::Error::kind) {
        Some(io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionAborted) => ProbeFailure::Unreachable,
        _ => ProbeFailure::BadAnswer,
    }
}

/// An open connection, with TLS or without.
pub(super) type Line = Box<dyn Duplex>;

pub(super) trait Duplex: AsyncRead + AsyncWrite + Unpin + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Duplex for S {}

/// HTTP/1.1 as it is spoken here, whatever comes back.
fn http() -> http1::Builder {
    let mut builder = http1::Builder::new();
    builder.max_headers(limits::HEADERS).max_header_size(limits::HEAD_BYTES).max_buf_size(limits::BUFFER_BYTES);
    builder
}

/// Puts TLS on a connection.
///
/// * Returns the stream and SHA-256 of the server's own certificate.
pub(super) async fn encrypt(
    stream: TcpStream,
    target: &Target,
    config: Arc<ClientConfig>,
) -> Result<(tokio_rustls::client::TlsStream<TcpStream>, Option<Digest>), Broken> {
    let name = tls::server_name(target).ok_or_else(|| Broken::Tls(io::ErrorKind::InvalidInput.into()))?;
    let stream = TlsConnector::from(config).connect(name, stream).await.map_err(Broken::Tls)?;
    let certificates = stream.get_ref().1.peer_certificates();
    let fingerprint = certificates.and_then(|chain| chain.first()).map(|leaf| Digest::of(leaf));
    Ok((stream, fingerprint))
}

/// Sends the request and reads the whole answer.
///
/// Errors: whatever is not one complete, bounded HTTP/1.1 answer by the deadline.
pub(super) async fn exchange(line: Line, request: http::Request<Full<Bytes>>, deadline: Instant) -> Result<Answer, Broken> {
    let meter = Arc::new(Meter::new(limits::RAW_BYTES));
    let (mut sender, connection) = http().handshake(TokioIo::new(Metered { inner: line, read: 0, meter: Arc::clone(&meter) })).await?;
    let talk = async {
        let answer = sender.send_request(request).await?;
        meter.head_complete.store(true, Ordering::Relaxed);
        let (head, body) = answer.into_parts();
        let body = read_bounded(body, limits::BODY_BYTES, deadline).await?;
        Ok(Answer { status: head.status.as_u16(), headers: head.headers, body })
    };
    let (mut talk, mut connection) = (pin!(talk), pin!(connection));
    let outcome = tokio::select! {
        // The answer first: a connection that has just ended may have brought it.
        biased;
        outcome = &mut talk => outcome,
        // What ended the connection reaches `talk` too, as its error.
        _ = &mut connection => talk.await,
    };
    match outcome {
        Err(_) if meter.tripped.load(Ordering::Relaxed) => Err(Broken::Flood),
        outcome => outcome,
    }
}

/// The head of an answer whose body is still to come.
pub(super) struct Begun {
    pub(super) head: http::response::Parts,
    pub(super) body: Incoming,
    /// Brings the body; ends when this is dropped.
    pub(super) _connection: AbortOnDropHandle<()>,
}

/// Sends the request and reads the answer's head.
///
/// * `raw`: bytes that may come, framing included.
/// * Errors: whatever is not the head of an HTTP/1.1 answer. The caller sets the time.
pub(super) async fn begin(line: Line, request: http::Request<Full<Bytes>>, raw: u64) -> Result<Begun, Broken> {
    let meter = Arc::new(Meter::new(raw));
    let (mut sender, connection) = http().handshake(TokioIo::new(Metered { inner: line, read: 0, meter: Arc::clone(&meter) })).await?;
    // What ends it reaches the reader too, as its error.
    let connection = AbortOnDropHandle::new(tokio::spawn(async move { drop(connection.await) }));
    match sender.send_request(request).await {
        Err(_) if meter.tripped.load(Ordering::Relaxed) => Err(Broken::Flood),
        Err(cause) => Err(cause.into()),
        Ok(answer) => {
            meter.head_complete.store(true, Ordering::Relaxed);
            let (head, body) = answer.into_parts();
            Ok(Begun { head, body, _connection: connection })
        }
    }
}

struct Meter {
    /// Bytes that may come in all.
    most: u64,
    head_complete: AtomicBool,
    tripped: AtomicBool,
}

impl Meter {
    fn new(most: u64) -> Self {
        Self { most, head_complete: AtomicBool::new(false), tripped: AtomicBool::new(false) }
    }
}

/// Counts raw bytes: hyper bounds one head, but not how many 1xx heads come before it, nor the framing of chunks.
struct Metered<S> {
    inner: S,
    read: u64,
    meter: Arc<Meter>,
}

impl<S: AsyncRead + Unpin> AsyncRead for Metered<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let head_complete = self.meter.head_complete.load(Ordering::Relaxed);
        let limit = if head_complete { self.meter.most } else { limits::BYTES_BEFORE_HEAD };
        if limit <= self.read {
            self.meter.tripped.store(true, Ordering::Relaxed);
            return Poll::Ready(Err(io::Error::other("too many bytes")));
        }
        let before = buf.filled().len();
        let polled = Pin::new(&mut self.inner).poll_read(cx, buf);
        self.read += u64::try_from(buf.filled().len() - before).unwrap_or(u64::MAX);
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Metered<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
