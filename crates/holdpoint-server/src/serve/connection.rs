//! The listener and its connections: one that takes nothing for a while is closed, and one whose answer has no end can be taken over.
//!
//! What hyper keeps for each connection is for requests that come one after the other: some twenty kilobytes, which a stream of events never
//! uses again. So a handler may ask for the connection behind the head of its answer, and hyper lets go of it.

use std::future::Future as _;
use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Sleep, sleep};

use crate::limits;
use crate::lock::lock;

pub struct Listening {
    listener: TcpListener,
    pause: Duration,
}

pub struct Connection {
    /// `None` once it was handed over.
    stream: Option<TcpStream>,
    /// How long it may take nothing of what waits.
    pause: Duration,
    /// Runs while something waits.
    stalled: Option<Pin<Box<Sleep>>>,
    handover: Handover,
    /// Something was written since somebody asked for the connection.
    head_written: bool,
}

/// Who is at the other end, and the way to their connection.
#[derive(Clone)]
pub struct Peer {
    pub address: SocketAddr,
    pub handover: Handover,
}

/// Gets the connection.
type Heir = Box<dyn FnOnce(TcpStream) + Send>;

#[derive(Clone, Default)]
pub struct Handover(Arc<Mutex<Option<Heir>>>);

impl Handover {
    /// The connection goes to `heir` as soon as the head of the present answer is written; the body of that answer must have no end. Asked
    /// for in the last moment before answering.
    pub fn ask(&self, heir: impl FnOnce(TcpStream) + Send + 'static) {
        *lock(&self.0) = Some(Box::new(heir));
    }

    fn asked(&self) -> bool {
        lock(&self.0).is_some()
    }

    fn take(&self) -> Option<Heir> {
        lock(&self.0).take()
    }
}

impl Listening {
    pub fn new(listener: TcpListener) -> Self {
        Self { listener, pause: limits::WRITE_PAUSE }
    }
}

impl Listener for Listening {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.listener).await;
        // A tick is a small write: waiting for more to send would show in the other browsers.
        _ = stream.set_nodelay(true);
        let (pause, handover) = (self.pause, Handover::default());
        (Connection { stream: Some(stream), pause, stalled: None, handover, head_written: false }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

impl Connected<IncomingStream<'_, Listening>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Listening>) -> Self {
        Self { address: *stream.remote_addr(), handover: stream.io().handover.clone() }
    }
}

impl Connection {
    fn write(
        &mut self,
        context: &mut Context<'_>,
        write: impl FnOnce(Pin<&mut TcpStream>, &mut Context<'_>) -> Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        let stream = self.stream.as_mut().ok_or_else(handed_over)?;
        let written = write(Pin::new(stream), context);
        if written.is_ready() {
            self.stalled = None;
            self.head_written = self.handover.asked();
        } else if self.stalled.get_or_insert_with(|| Box::pin(sleep(self.pause))).as_mut().poll(context).is_ready() {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        written
    }
}

/// Lets a connection without an end break when the machine at the other end is gone without a word: it would be written to for many minutes.
/// Not for others: the kernel breaks those too that take nothing for as long, and whoever saves a file may pause.
#[cfg(target_os = "linux")]
fn miss_its_machine(stream: &TcpStream) {
    let socket = socket2::SockRef::from(stream);
    let questions = socket2::TcpKeepalive::new().with_time(limits::PEER_IDLE).with_interval(limits::PEER_ASKED_AGAIN);
    _ = socket.set_tcp_keepalive(&questions);
    _ = socket.set_tcp_user_timeout(Some(limits::PEER_UNHEARD));
}

/// Elsewhere the system's own patience has to do.
#[cfg(not(target_os = "linux"))]
fn miss_its_machine(_: &TcpStream) {}

/// How hyper's part of a connection ends then.
fn handed_over() -> io::Error {
    io::Error::other("the connection was handed over")
}

impl AsyncRead for Connection {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(self.stream.as_mut().ok_or_else(handed_over)?).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.write(context, |stream, context| stream.poll_write(context, bytes))
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[IoSlice<'_>]) -> Poll<io::Result<usize>> {
        self.write(context, |stream, context| stream.poll_write_vectored(context, bytes))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.as_ref().is_some_and(AsyncWrite::is_write_vectored)
    }

    /// Called when everything so far is written.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.head_written
            && let Some(heir) = self.handover.take()
            && let Some(stream) = self.stream.take()
        {
            miss_its_machine(&stream);
            heir(stream);
        }
        Pin::new(self.stream.as_mut().ok_or_else(handed_over)?).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(self.stream.as_mut().ok_or_else(handed_over)?).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::time::timeout;

    use super::*;

    /// Far longer than a busy machine lets a reader wait who reads.
    const PAUSE: Duration = Duration::from_secs(2);

    async fn both_ends() -> (Connection, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let there = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (here, _) = Listening { listener, pause: PAUSE }.accept().await;
        (here, there)
    }

    /// Writes until it fails or all is sent, while somebody on the other side does what they do.
    async fn write_to<F: Future<Output = ()>>(reader: impl FnOnce(TcpStream) -> F) -> io::Result<()> {
        let (mut here, there) = both_ends().await;
        let write = async move {
            for _ in 0..64 {
                here.write_all(&[7; 256 * 1024]).await?;
            }
            Ok(())
        };
        tokio::pin!(write);
        tokio::select! {
            written = timeout(20 * PAUSE, &mut write) => written?,
            () = reader(there) => write.await,
        }
    }

    #[tokio::test]
    async fn who_takes_nothing_is_dropped_and_who_is_slow_is_not() {
        let asleep = write_to(|stream| async move {
            sleep(100 * PAUSE).await;
            drop(stream);
        });
        assert_eq!(asleep.await.unwrap_err().kind(), io::ErrorKind::TimedOut);
        let slow = write_to(|mut stream| async move {
            let mut bytes = vec![0; 4 * 1024 * 1024];
            while stream.read(&mut bytes).await.is_ok_and(|length| length != 0) {
                sleep(PAUSE / 40).await;
            }
        });
        slow.await.unwrap();
    }

    #[tokio::test]
    async fn it_is_handed_over_behind_the_head_and_not_before() {
        let (mut here, mut there) = both_ends().await;
        here.write_all(b"an earlier answer, ").await.unwrap();
        let (send, receive) = tokio::sync::oneshot::channel();
        here.handover.clone().ask(move |stream| send.send(stream).unwrap());
        here.flush().await.unwrap();
        here.write_all(b"head, ").await.unwrap();
        assert_eq!(here.flush().await.unwrap_err().to_string(), "the connection was handed over");
        here.write_all(b"more").await.unwrap_err();
        here.read(&mut [0]).await.unwrap_err();
        here.shutdown().await.unwrap_err();
        drop(here);
        let mut stream = receive.await.unwrap();
        #[cfg(target_os = "linux")]
        {
            let socket = socket2::SockRef::from(&stream);
            assert!(socket.keepalive().unwrap(), "a machine that is gone is noticed");
            assert_eq!(socket.tcp_keepalive_time().unwrap(), limits::PEER_IDLE);
            assert_eq!(socket.tcp_keepalive_interval().unwrap(), limits::PEER_ASKED_AGAIN);
            assert_eq!(socket.tcp_user_timeout().unwrap(), Some(limits::PEER_UNHEARD));
        }
        stream.write_all(b"body").await.unwrap();
        drop(stream);
        let mut all = String::new();
        there.read_to_string(&mut all).await.unwrap();
        assert_eq!(all, "an earlier answer, head, body");
    }
}
