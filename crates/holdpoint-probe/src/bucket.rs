//! Objects in an S3-compatible bucket. The protocol and its signatures (SigV4) are `object_store`'s; every request of it goes through the
//! egress module, to the one origin that the operator named.
//!
//! * [`config`]: the bucket as the operator configured it. [`service`]: the way of its requests.

mod config;
mod service;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::list::{PaginatedListOptions, PaginatedListStore as _};
use object_store::path::Path;
use object_store::{BackoffConfig, ObjectMeta, ObjectStore, ObjectStoreExt as _, RetryConfig};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::sync::Semaphore;

use crate::egress::{Denial, Egress};
use crate::limits;
use crate::secret::SecretError;

pub use config::{BucketConfig, BucketProblem};

/// Why something was not done in a bucket. No key, no signature and nothing that the storage wrote is in it, but its code for the error.
#[derive(Debug, thiserror::Error)]
pub enum BucketTrouble {
    #[error("there is no such object in the bucket")]
    Missing,
    #[error("the object storage refuses the request ({0}); check the bucket, the keys and what they may do")]
    Refused(String),
    #[error("the object storage refuses the request (RequestTimeTooSkewed): this machine's clock or the storage's is wrong; set it right")]
    Clock,
    #[error("the object storage cannot be reached: {0}")]
    Away(String),
    #[error("the outbound policy refuses the object storage: {0}")]
    Denied(#[from] Denial),
    #[error("a key of the object storage cannot be had: {0}")]
    Secret(#[from] SecretError),
    #[error("an object is longer than it should be")]
    TooLarge,
    #[error("the bucket has more than {} objects under one prefix", limits::BUCKET_OBJECTS)]
    TooMany,
    /// Of this machine: the file that is sent or written.
    #[error("{0}")]
    Disk(#[from] std::io::Error),
}

/// An object, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Behind the operator's prefix.
    pub key: String,
    pub bytes: u64,
    pub since: SystemTime,
    /// Another one when the object was written anew.
    pub tag: Option<String>,
}

/// A bucket. Clones share it.
#[derive(Clone)]
pub struct Bucket(Arc<Inner>);

struct Inner {
    store: AmazonS3,
    /// For removing: a request that is sent again could remove what came meanwhile.
    once: AmazonS3,
    prefix: String,
    sending: Semaphore,
    reading: Semaphore,
}

impl Bucket {
    /// * `most`: bytes of the longest object.
    /// * Errors: what is wrong with the configuration, as far as that is known without asking.
    pub fn new(config: &BucketConfig, egress: &Egress, most: u64) -> Result<Self, BucketProblem> {
        config.check(egress.policy(), most)?;
        let origin = config.origin(egress.policy())?;
        let open = |retries: usize| {
            let backoff = BackoffConfig { init_backoff: Duration::from_millis(200), max_backoff: Duration::from_secs(2), base: 2.0 };
            AmazonS3Builder::new()
                .with_bucket_name(config.name.as_str())
                .with_region(config.region.as_str())
                .with_endpoint(config.base())
                .with_virtual_hosted_style_request(config.is_virtual())
                .with_credentials(Arc::new(service::Keys::of(config)))
                .with_disable_bulk_delete(true)
                .with_retry(RetryConfig { backoff, max_retries: retries, retry_timeout: limits::BUCKET_RETRY })
                .with_http_connector(service::Way { egress: egress.clone(), origin: origin.clone(), most })
                .build()
                .map_err(|_| BucketProblem::Unusable)
        };
        Ok(Self(Arc::new(Inner {
            store: open(limits::BUCKET_RETRIES)?,
            once: open(0)?,
            prefix: config.prefix.as_str().to_owned(),
            sending: Semaphore::new(limits::OBJECT_PARTS_AT_ONCE),
            reading: Semaphore::new(limits::OBJECTS_AT_ONCE),
        })))
    }

    fn path(&self, key: &str) -> Path {
        Path::from(format!("{}{key}", self.0.prefix))
    }

    /// Writes a small object, in the place of one that is there.
    pub async fn put(&self, key: &str, bytes: Bytes) -> Result<(), BucketTrouble> {
        let _turn = self.0.sending.acquire().await;
        self.0.store.put(&self.path(key), bytes.into()).await.map(drop).map_err(service::told)
    }

    /// Writes an object from a reader, in the place of one that is there. It is there when all of it is, and not before.
    ///
    /// * `bytes`: how many the reader gives.
    pub async fn put_from(&self, key: &str, from: &mut (impl AsyncRead + Unpin + Send), bytes: u64) -> Result<(), BucketTrouble> {
        if bytes <= limits::OBJECT_PART_BYTES as u64 {
            return self.put(key, part(from).await?).await;
        }
        let mut upload = self.0.store.put_multipart(&self.path(key)).await.map_err(service::told)?;
        let sent = async {
            let mut left = bytes;
            while 0 < left {
                let turn = self.0.sending.acquire().await;
                let part = part(from).await?;
                left = left.checked_sub(part.len() as u64).ok_or(BucketTrouble::TooLarge)?;
                if part.is_empty() {
                    return Err(BucketTrouble::Disk(std::io::ErrorKind::UnexpectedEof.into()));
                }
                upload.put_part(part.into()).await.map_err(service::told)?;
                drop(turn);
            }
            Ok(())
        };
        let done = match sent.await {
            Ok(()) => upload.complete().await.map(drop).map_err(service::told),
            Err(trouble) => Err(trouble),
        };
        if done.is_err() {
            // What is left behind if this fails too, the bucket's own rule removes.
            let _ = upload.abort().await;
        }
        done
    }

    /// Reads a small object.
    ///
    /// * `most`: bytes that it may have.
    pub async fn get(&self, key: &str, most: u64) -> Result<Bytes, BucketTrouble> {
        let mut bytes = Vec::new();
        self.get_into(key, most, &mut bytes).await?;
        Ok(bytes.into())
    }

    /// Reads an object into a writer, as it comes.
    ///
    /// * Returns how many bytes it had.
    /// * Errors: [`BucketTrouble::TooLarge`] for more than `most`, at the latest when one more arrives.
    pub async fn get_into(&self, key: &str, most: u64, to: &mut (impl AsyncWrite + Unpin + Send)) -> Result<u64, BucketTrouble> {
        let _turn = self.0.reading.acquire().await;
        let found = self.0.store.get(&self.path(key)).await.map_err(service::told)?;
        if most < found.meta.size {
            return Err(BucketTrouble::TooLarge);
        }
        let (mut read, mut stream) = (0, found.into_stream());
        while let Some(piece) = stream.next().await {
            let piece = piece.map_err(service::told)?;
            read += piece.len() as u64;
            if most < read {
                return Err(BucketTrouble::TooLarge);
            }
            to.write_all(&piece).await?;
        }
        to.flush().await?;
        Ok(read)
    }

    /// What is known of an object; `None`: there is none.
    pub async fn look(&self, key: &str) -> Result<Option<Entry>, BucketTrouble> {
        match self.0.store.head(&self.path(key)).await.map_err(service::told) {
            Ok(meta) => Ok(self.entry(meta)),
            Err(BucketTrouble::Missing) => Ok(None),
            Err(trouble) => Err(trouble),
        }
    }

    /// All objects in a folder and below it, in no order.
    pub async fn list(&self, folder: &str) -> Result<Vec<Entry>, BucketTrouble> {
        let path = self.path(folder);
        let mut found = self.0.store.list(Some(&path)).map_err(service::told);
        let mut entries = Vec::new();
        while let Some(meta) = found.try_next().await? {
            entries.extend(self.entry(meta));
            if limits::BUCKET_OBJECTS < entries.len() {
                return Err(BucketTrouble::TooMany);
            }
        }
        Ok(entries)
    }

    /// Removes an object; one that is not there is as good. Asked once: a request that comes late, after another attempt, would remove what
    /// was written meanwhile.
    pub async fn remove(&self, key: &str) -> Result<(), BucketTrouble> {
        match self.0.once.delete(&self.path(key)).await.map_err(service::told) {
            Err(BucketTrouble::Missing) => Ok(()),
            done => done,
        }
    }

    /// Whether the storage answers, knows the bucket and takes the keys.
    pub async fn answers(&self) -> Result<(), BucketTrouble> {
        let one = PaginatedListOptions { max_keys: Some(1), ..PaginatedListOptions::default() };
        self.0.once.list_paginated(Some(&self.0.prefix), one).await.map(drop).map_err(service::told)
    }

    fn entry(&self, meta: ObjectMeta) -> Option<Entry> {
        let key = meta.location.as_ref().strip_prefix(&self.0.prefix)?.to_owned();
        Some(Entry { key, bytes: meta.size, since: meta.last_modified.into(), tag: meta.e_tag })
    }
}

/// As much as goes into one request.
async fn part(from: &mut (impl AsyncRead + Unpin + Send)) -> std::io::Result<Bytes> {
    let mut part = Vec::new();
    from.take(limits::OBJECT_PART_BYTES as u64).read_to_end(&mut part).await?;
    Ok(part.into())
}
