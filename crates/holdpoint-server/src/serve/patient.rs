//! The listener. Its connections are closed when they take nothing, for a while, of what waits for them: a page whose machine sleeps, or a
//! proxy that reads no more, would otherwise hold its answer for ever.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::time::Duration;

use axum::serve::Listener;
use tokio::net::{TcpListener, TcpStream};
use tokio_io_timeout::TimeoutWriter;

use crate::limits;

pub struct Patient {
    listener: TcpListener,
    pause: Duration,
}

impl Patient {
    pub fn new(listener: TcpListener) -> Self {
        Self { listener, pause: limits::WRITE_PAUSE }
    }
}

impl Listener for Patient {
    type Io = Pin<Box<TimeoutWriter<TcpStream>>>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.listener).await;
        let mut stream = TimeoutWriter::new(stream);
        stream.set_timeout(Some(self.pause));
        (Box::pin(stream), address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::time::{sleep, timeout};

    use super::*;

    const PAUSE: Duration = Duration::from_millis(300);

    /// Writes until it fails or all is sent, while somebody on the other side does what they do.
    async fn write_to<F: Future<Output = ()>>(reader: impl FnOnce(TcpStream) -> F) -> io::Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let mut patient = Patient { listener, pause: PAUSE };
        let there = TcpStream::connect(address).await?;
        let (mut here, _) = patient.accept().await;
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
                sleep(PAUSE / 10).await;
            }
        });
        slow.await.unwrap();
    }
}
