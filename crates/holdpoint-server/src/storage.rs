//! Where evidence files are kept, and where uploads wait for the rest of their bytes: a folder, or a bucket of object storage. Whoever uses
//! them knows only this.
//!
//! * [`folder`]: beside the database, or on a file system that all replicas mount. [`objects`]: a bucket.

pub mod folder;
mod note;
pub mod objects;
mod spool;
mod whole;

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use async_trait::async_trait;
use axum::body::Bytes;
use holdpoint_domain::id::{Digest, Timestamp, UploadId};
use holdpoint_probe::Egress;
use holdpoint_probe::bucket::{Bucket, BucketTrouble};
use holdpoint_store::EvidenceFile;

use crate::config::Config;
use crate::limits;
pub use folder::Folder;
pub use note::{Note, Owner, Taking};
pub use objects::Objects;

/// Evidence files, each under its digest, and uploads under way. What was acknowledged stays, whatever ends.
#[async_trait]
pub trait Storage: Send + Sync + 'static {
    /// Takes a whole file in; it is kept when this returns. One that is there already counts as new, and is whole again if it was not.
    ///
    /// * `from`: where it is; its content has this digest. It may be moved.
    async fn take(&self, from: &Path, file: EvidenceFile) -> Result<(), Fault>;

    /// Whether a file is there, as long as it should be.
    async fn has(&self, file: EvidenceFile) -> Result<bool, Fault>;

    /// Whether a file is there, and what is stored now has its digest.
    async fn is_whole(&self, file: EvidenceFile) -> Result<bool, Fault>;

    /// A file's bytes, as a file of this machine: they have its digest, or had it a moment ago.
    ///
    /// * Errors: [`Fault::Missing`], [`Fault::Changed`].
    async fn fetch(&self, file: EvidenceFile) -> Result<Fetched, Fault>;

    /// All files that there are, in no order.
    async fn all(&self) -> Result<Vec<Kept>, Fault>;

    /// When a file was taken in last; `None`: it is not there.
    async fn since(&self, digest: Digest) -> Result<Option<SystemTime>, Fault>;

    /// Removes a file that nobody needs and that was taken in last before a moment. Who takes the same bytes in meanwhile, at whichever server,
    /// has them when that returns, and keeps them.
    ///
    /// * Returns whether it was removed: it may be too young, or not there, or somebody may be taking files in now.
    async fn remove(&self, digest: Digest, before: SystemTime) -> Result<bool, Fault>;

    /// All uploads of which there is something.
    async fn waiting(&self) -> Result<Vec<Waiting>, Fault>;

    /// One of them.
    async fn find(&self, id: UploadId) -> Result<Option<Waiting>, Fault>;

    /// Keeps what is known of an upload.
    async fn write(&self, note: &Note) -> Result<(), Fault>;

    /// Adds bytes to an upload behind those that are there; what was added before an error is kept.
    ///
    /// * `None`: there are more or fewer now, or another server adds some.
    async fn writer(&self, id: UploadId, offset: u64) -> Result<Option<Box<dyn Writer>>, Fault>;

    /// All bytes of an upload, as a file of this machine.
    ///
    /// * Errors: [`Fault::Gone`] when another server has finished it meanwhile.
    async fn gather(&self, id: UploadId, bytes: u64) -> Result<Fetched, Fault>;

    /// Keeps which file a whole upload is becoming. Whoever takes the same bytes in sees it, at whichever server; and where a server ends before the
    /// upload's note says what became of it, this does.
    async fn announce(&self, id: UploadId, taking: Taking) -> Result<(), Fault>;

    /// Keeps for good that several have brought a file, of whom nobody may have it removed.
    async fn share(&self, digest: Digest) -> Result<(), Fault>;

    /// Whether several have brought a file.
    async fn is_shared(&self, digest: Digest) -> Result<bool, Fault>;

    /// Forgets an upload's bytes, and what it was becoming: they are a kept file now.
    async fn drop_bytes(&self, id: UploadId) -> Result<(), Fault>;

    /// Forgets an upload.
    async fn forget(&self, id: UploadId) -> Result<(), Fault>;

    /// Whether it can be used now.
    async fn answers(&self) -> Result<(), Fault>;
}

/// Takes the bytes of one upload in.
#[async_trait]
pub trait Writer: Send {
    async fn write(&mut self, piece: Bytes) -> Result<(), Fault>;

    /// Everything that was written is kept when this returns.
    async fn settle(&mut self) -> Result<(), Fault>;
}

/// A file that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    pub file: EvidenceFile,
    /// When it was taken in last.
    pub since: SystemTime,
}

/// An upload, as far as it has come.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub id: UploadId,
    /// `None`: bytes without a note, or one that cannot be read.
    pub note: Option<Note>,
    /// What it is becoming; `None` once that is in the note.
    pub taking: Option<Taking>,
    pub have: u64,
    /// When something of it came last.
    pub touched: SystemTime,
}

impl Waiting {
    /// Whether it is a file, or is becoming it.
    pub fn is_about(&self, digest: Digest) -> bool {
        let kept = self.note.as_ref().and_then(|note| note.digest);
        [kept, self.taking.map(|taking| taking.digest)].contains(&Some(digest))
    }

    /// The file that it may have removed, because it alone brought it and no event names that because of it; and when it took it in, at the latest.
    pub fn brought(&self) -> Option<(Digest, Timestamp)> {
        let note = self.note.as_ref()?;
        match (note.digest, self.taking) {
            (Some(_), _) => note.loose().zip(note.taken),
            // No request takes as long.
            (None, Some(Taking { digest, alone: Some(alone) })) => Some((digest, alone.checked_add(limits::FILES_SWEEP).ok()?)),
            (None, _) => None,
        }
    }
}

/// A file of this machine, for as long as this is held.
#[derive(Clone)]
pub struct Fetched {
    pub path: PathBuf,
    _held: Option<Arc<spool::Spooled>>,
}

/// Why something was not done. Nothing was acknowledged.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error("the evidence file {0} is missing from the storage; restore it from a backup")]
    Missing(Digest),
    #[error("what is stored as the evidence file {0} has other bytes; restore it from a backup")]
    Changed(Digest),
    #[error("another server has taken this upload over")]
    Gone,
    #[error("there is no room: {0}")]
    Full(io::Error),
    #[error("the storage of evidence files cannot be used now: {0}")]
    Away(String),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Fault::Full(error),
            _ => Fault::Away(error.to_string()),
        }
    }
}

impl From<BucketTrouble> for Fault {
    fn from(trouble: BucketTrouble) -> Self {
        match trouble {
            BucketTrouble::Disk(error) => error.into(),
            other => Fault::Away(other.to_string()),
        }
    }
}

/// Runs what waits for a disk where it may.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T, Fault> {
    let done = tokio::task::spawn_blocking(work).await.map_err(|error| Fault::Away(error.to_string()))?;
    done.map_err(Fault::from)
}

/// The storage that is configured.
///
/// * Errors: it cannot be used as it is configured; in one line. That a bucket answers is not among it: a server without files still serves.
pub fn open(config: &Config, egress: &Egress) -> Result<Arc<dyn Storage>, String> {
    config.files.check()?;
    let Some(bucket) = &config.files.bucket else {
        let folder = config.files_folder().map_err(|error| error.to_string())?;
        return Ok(Arc::new(Folder::open(&folder)?));
    };
    let named = Bucket::new(bucket, egress, config.files.file_bytes()).map_err(|problem| format!("holdpoint.toml: {problem}"))?;
    Ok(Arc::new(Objects::open(named, &config.server.data)?))
}

impl fmt::Debug for Fetched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetched").field("path", &self.path).finish_non_exhaustive()
    }
}
