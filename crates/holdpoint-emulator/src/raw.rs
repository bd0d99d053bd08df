//! A server of bytes: it answers every connection with a script, for answers that no HTTP library would send.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// One thing that the server does on a connection.
#[derive(Clone, Debug)]
pub enum Step {
    /// Waits for the end of the request's head.
    ReadRequest,
    Send(Vec<u8>),
    /// Sends the same bytes for as long as they are read.
    SendForEver(Vec<u8>),
    Wait(Duration),
}

/// A running server of bytes. After the last step it closes the connection. Stops when it is dropped.
pub struct RawServer {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl RawServer {
    /// Starts on a free port of this machine.
    ///
    /// Errors: no port can be bound.
    pub async fn start(script: Vec<Step>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let connections = Arc::new(AtomicUsize::new(0));
        let (count, script) = (Arc::clone(&connections), Arc::new(script));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::Relaxed);
                tokio::spawn(play(stream, Arc::clone(&script)));
            }
        });
        Ok(Self { address, connections, task })
    }

    /// A server that reads the request and answers with these bytes.
    ///
    /// Errors: no port can be bound.
    pub async fn answering(bytes: impl Into<Vec<u8>>) -> io::Result<Self> {
        Self::start(vec![Step::ReadRequest, Step::Send(bytes.into())]).await
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Connections accepted so far.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }
}

impl Drop for RawServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Ends with the script or with the connection, whichever is first.
async fn play(mut stream: TcpStream, script: Arc<Vec<Step>>) -> io::Result<()> {
    for step in script.iter() {
        match step {
            Step::ReadRequest => read_head(&mut stream).await?,
            Step::Send(bytes) => stream.write_all(bytes).await?,
            Step::SendForEver(bytes) => loop {
                stream.write_all(bytes).await?;
            },
            Step::Wait(time) => tokio::time::sleep(*time).await,
        }
    }
    stream.shutdown().await?;
    // Closing with something unread would reset the connection, and the client might lose what was sent.
    tokio::io::copy(&mut stream, &mut tokio::io::sink()).await.map(drop)
}

async fn read_head(stream: &mut TcpStream) -> io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") && head.len() < 64 * 1024 {
        head.push(stream.read_u8().await?);
    }
    Ok(())
}
