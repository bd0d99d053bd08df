//! Object storage of a test's own: `s3s-fs`, which is not ours and verifies signatures (SigV4). Objects are files in a folder that goes with it.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::access::S3Access;
use s3s::auth::SimpleAuth;
use s3s::dto::DeleteObjectInput;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{S3Request, S3Result};
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use crate::tls::Authority;

pub const ACCESS_KEY: &str = "AKIAHOLDPOINTTEST";
/// Must never be seen anywhere but here.
pub const SECRET_KEY: &str = "canary-9b2e44-secret-access-key";
pub const BUCKET: &str = "evidence";

pub struct S3 {
    folder: TempDir,
    address: SocketAddr,
    /// `None`: plain HTTP.
    tls: Option<TlsAcceptor>,
    /// `None`: stopped.
    running: Mutex<Option<Runtime>>,
    connections: Arc<AtomicU64>,
    /// Whether removals wait.
    holds: watch::Sender<bool>,
    removals: Arc<AtomicU64>,
}

impl S3 {
    /// Starts one with an empty bucket, [`BUCKET`].
    ///
    /// * Errors: no port, or no folder.
    pub fn start() -> io::Result<Self> {
        Self::open(None)
    }

    /// The same over TLS, with a certificate of an authority for a host's name or address.
    pub fn start_over_tls(authority: &Authority, name: &str) -> io::Result<Self> {
        Self::open(Some(authority.acceptor(name)?))
    }

    fn open(tls: Option<TlsAcceptor>) -> io::Result<Self> {
        let folder = tempfile::tempdir()?;
        std::fs::create_dir(folder.path().join(BUCKET))?;
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let holds = watch::Sender::new(false);
        let storage =
            Self { folder, address, tls, running: Mutex::default(), connections: Arc::default(), holds, removals: Arc::default() };
        storage.begin()?;
        Ok(storage)
    }

    /// Starts it again, at the same port, with what it had.
    pub fn begin(&self) -> io::Result<()> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let files = FileSystem::new(self.folder.path()).map_err(|error| io::Error::other(format!("{error:?}")))?;
        let mut builder = S3ServiceBuilder::new(files);
        builder.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET_KEY));
        builder.set_access(Removals { holds: self.holds.subscribe(), asked: Arc::clone(&self.removals) });
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let listener = TcpListener::bind(self.address)?;
        listener.set_nonblocking(true)?;
        let listener = {
            let _inside = runtime.enter();
            tokio::net::TcpListener::from_std(listener)?
        };
        runtime.spawn(serve(listener, builder.build(), self.tls.clone(), Arc::clone(&self.connections)));
        *running = Some(runtime);
        Ok(())
    }

    /// Ends it, in the middle of whatever it does.
    pub fn stop(&self) {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(runtime) = running {
            // On a thread of its own: whoever stops it may be a task, which may not wait.
            let _ = std::thread::spawn(move || runtime.shutdown_timeout(Duration::from_secs(5))).join();
        }
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://ADDRESS`, or `https://ADDRESS`
    pub fn endpoint(&self) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    /// Where an object of the bucket lies.
    pub fn object(&self, key: &str) -> PathBuf {
        self.folder.path().join(BUCKET).join(key)
    }

    /// How many connections it was asked over.
    pub fn connections(&self) -> u64 {
        self.connections.load(Ordering::Relaxed)
    }

    /// Lets removals wait, as a busy storage does, or goes on with those that wait.
    pub fn hold_removals(&self, hold: bool) {
        self.holds.send_replace(hold);
    }

    /// How many removals it was asked for.
    pub fn removals(&self) -> u64 {
        self.removals.load(Ordering::Relaxed)
    }
}

/// Asked before an object is removed.
struct Removals {
    holds: watch::Receiver<bool>,
    asked: Arc<AtomicU64>,
}

#[async_trait]
impl S3Access for Removals {
    async fn delete_object(&self, _: &mut S3Request<DeleteObjectInput>) -> S3Result<()> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let mut holds = self.holds.clone();
        // Who could let it go is gone: then nobody holds it.
        let _gone = holds.wait_for(|holds| !*holds).await.is_err();
        Ok(())
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        self.stop();
    }
}

async fn serve(listener: tokio::net::TcpListener, service: S3Service, tls: Option<TlsAcceptor>, connections: Arc<AtomicU64>) {
    while let Ok((stream, _)) = listener.accept().await {
        connections.fetch_add(1, Ordering::Relaxed);
        let (service, tls) = (service.clone(), tls.clone());
        tokio::spawn(async move {
            match tls {
                None => answer(stream, service).await,
                Some(tls) => {
                    // Who does not believe the certificate goes away, which is no news either.
                    if let Ok(stream) = tls.accept(stream).await {
                        answer(stream, service).await;
                    }
                }
            }
        });
    }
}

async fn answer(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, service: S3Service) {
    // A client that goes away is no news.
    let _ = Builder::new(TokioExecutor::new()).http1_only().serve_connection(TokioIo::new(stream), service).await;
}
