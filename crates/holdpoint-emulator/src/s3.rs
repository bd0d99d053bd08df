//! Object storage of a test's own: `s3s-fs`, which is not ours and verifies signatures (SigV4). Objects are files in a folder that goes with it.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::access::S3Access;
use s3s::auth::SimpleAuth;
use s3s::dto::{DeleteObjectInput, ListObjectsV2Input, PutObjectInput};
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{S3Request, S3Result};
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use crate::lock::lock;
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
    asked: Arc<Asked>,
}

/// What it was asked for, and what of it has to wait.
#[derive(Default)]
struct Asked {
    /// Whether removals wait.
    holds: watch::Sender<bool>,
    removals: AtomicU64,
    /// Objects that come in whole beyond so many wait. `None`: none do.
    room: watch::Sender<Option<u64>>,
    puts: AtomicU64,
    /// The prefix of each listing.
    listings: Mutex<Vec<String>>,
    /// The folder whose listings wait. `None`: none do.
    unlisted: watch::Sender<Option<String>>,
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
        let address = (Ipv4Addr::LOCALHOST, crate::free_port()).into();
        let storage = Self { folder, address, tls, running: Mutex::default(), connections: Arc::default(), asked: Arc::default() };
        storage.begin()?;
        Ok(storage)
    }

    /// Starts it again, at the same port, with what it had.
    pub fn begin(&self) -> io::Result<()> {
        let mut running = lock(&self.running);
        let files = FileSystem::new(self.folder.path()).map_err(|error| io::Error::other(format!("{error:?}")))?;
        let mut builder = S3ServiceBuilder::new(files);
        builder.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET_KEY));
        builder.set_access(Door(Arc::clone(&self.asked)));
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
        let running = lock(&self.running).take();
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
        self.asked.holds.send_replace(hold);
    }

    /// How many removals it was asked for.
    pub fn removals(&self) -> u64 {
        self.asked.removals.load(Ordering::Relaxed)
    }

    /// Takes in so many more objects, each in one request, and lets those behind them wait; `None` lets all of them in again.
    pub fn take_in(&self, more: Option<u64>) {
        self.asked.room.send_replace(more.map(|more| self.asked.puts.load(Ordering::Relaxed) + more));
    }

    /// How often it was asked what is in a folder.
    pub fn listings(&self, folder: &str) -> usize {
        let listings = lock(&self.asked.listings);
        listings.iter().filter(|prefix| prefix.starts_with(folder)).count()
    }

    /// The same without those within it.
    pub fn listings_of(&self, folder: &str) -> usize {
        let listings = lock(&self.asked.listings);
        listings.iter().filter(|prefix| *prefix == folder).count()
    }

    /// Lets listings of a folder wait, though not of those within it, or goes on with those that wait.
    pub fn hold_listings(&self, folder: Option<&str>) {
        self.asked.unlisted.send_replace(folder.map(str::to_owned));
    }
}

/// Asked before anything is done.
struct Door(Arc<Asked>);

#[async_trait]
impl S3Access for Door {
    async fn delete_object(&self, _: &mut S3Request<DeleteObjectInput>) -> S3Result<()> {
        self.0.removals.fetch_add(1, Ordering::Relaxed);
        // An error would be that nobody is left who holds it.
        let _gone = self.0.holds.subscribe().wait_for(|holds| !*holds).await.is_err();
        Ok(())
    }

    async fn put_object(&self, _: &mut S3Request<PutObjectInput>) -> S3Result<()> {
        let before = self.0.puts.fetch_add(1, Ordering::Relaxed);
        let _gone = self.0.room.subscribe().wait_for(|room| room.is_none_or(|room| before < room)).await.is_err();
        Ok(())
    }

    async fn list_objects_v2(&self, request: &mut S3Request<ListObjectsV2Input>) -> S3Result<()> {
        let prefix = request.input.prefix.clone().unwrap_or_default();
        lock(&self.0.listings).push(prefix.clone());
        let _gone = self.0.unlisted.subscribe().wait_for(|held| held.as_ref() != Some(&prefix)).await.is_err();
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
