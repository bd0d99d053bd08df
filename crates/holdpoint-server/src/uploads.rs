//! Evidence files on their way in: parts are added to a file of the upload's own in the folder `uploads`, and a whole one moves to the files that
//! are kept. What was acknowledged is on disk.
//!
//! * [`note`]: what is known of an upload. [`receive`]: takes a part in. [`sweep`]: forgets what nobody goes on with.

mod note;
mod receive;
mod sweep;

use std::collections::HashMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::StatusCode;
use holdpoint_domain::id::{Digest, LaunchId, MemberId, Timestamp, UploadId};
use holdpoint_domain::wire::{NewUpload, UploadView};
use holdpoint_store::files::{self, EvidenceFile, Files};
use tokio::sync::{Notify, RwLock};
use uuid::Uuid;

use crate::config;
use crate::error::ApiError;
pub use note::Note;
pub use receive::Part;
pub use sweep::go_on;

/// The folder's name in the data folder. No backup has it: who was uploading begins again.
const FOLDER: &str = "uploads";

pub struct Uploads {
    folder: PathBuf,
    limits: config::Files,
    pub kept: Files,
    /// One part at a time for each upload.
    desks: Mutex<HashMap<UploadId, Arc<Desk>>>,
    /// Making and counting uploads, so that two at once do not both find room.
    counting: tokio::sync::Mutex<()>,
    /// Shared by whoever needs a kept file to stay until an event names it; alone by whoever removes files.
    pub removing: RwLock<()>,
}

/// Where the parts of one upload are taken in.
#[derive(Default)]
struct Desk {
    busy: tokio::sync::Mutex<()>,
    /// Rings when a newer request takes over: the older one's connection was lost, and nobody told the server.
    newer: Notify,
}

/// Whose upload: of nobody else it is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    pub launch: LaunchId,
    pub account: MemberId,
}

impl Uploads {
    /// * Errors: the folder cannot be made; in one line.
    pub fn open(data: &Path, limits: config::Files) -> Result<Self, String> {
        if limits.file_mib == 0 || limits.wait_hours == 0 {
            return Err("holdpoint.toml: [files] file_mib and wait_hours have to be at least 1; correct them, or leave them out".into());
        }
        let folder = data.join(FOLDER);
        files::make_private(&folder)
            .map_err(|error| format!("{} cannot be made: {error}; give this user the right to", folder.display()))?;
        Ok(Self {
            folder,
            limits,
            kept: Files::of(data),
            desks: Mutex::default(),
            counting: tokio::sync::Mutex::default(),
            removing: RwLock::default(),
        })
    }

    /// Begins an upload, or finds the one of the same file that was not finished.
    ///
    /// * `named`: what the launch's events name already; a file among them need not be sent again.
    /// * Errors: a limit, with how much there is.
    pub async fn begin(self: &Arc<Self>, owner: Owner, new: NewUpload, named: Vec<EvidenceFile>) -> Result<UploadView, ApiError> {
        let _alone = self.counting.lock().await;
        let uploads = self.clone();
        blocking(move || uploads.begin_now(owner, new, &named)).await?
    }

    fn begin_now(&self, owner: Owner, new: NewUpload, named: &[EvidenceFile]) -> Result<UploadView, ApiError> {
        let most = self.limits.file_bytes();
        if most < new.bytes {
            let detail = format!(
                "has {} MiB, and the server takes up to {} MiB a file; link to it instead",
                new.bytes.div_ceil(1 << 20),
                most >> 20
            );
            return Err(ApiError::pointed(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "/bytes", detail));
        }
        let open: Vec<Note> = self.notes()?.into_iter().filter(|note| !note.attached).collect();
        if let Some(mark) = &new.mark
            && let Some(known) = open.iter().find(|note| note.is_of(owner) && note.mark.as_ref() == Some(mark) && note.bytes == new.bytes)
        {
            return self.view(known);
        }
        let mine = open.iter().filter(|note| note.account == owner.account).count();
        if self.limits.open_uploads as usize <= mine {
            let detail = format!(
                "you have {mine} uploads that were not finished or not attached, which is the most; finish or drop some, or wait {} hours",
                self.limits.wait_hours
            );
            return Err(ApiError::new(StatusCode::CONFLICT, "too-many-uploads", detail));
        }
        let there = new.digest.map(|digest| EvidenceFile { digest, bytes: new.bytes });
        let there = there.filter(|file| named.contains(file) && self.kept.has(*file));
        let coming = open.iter().filter(|note| note.launch == owner.launch).map(|note| note.bytes);
        let used: u64 = named.iter().map(|file| file.bytes).chain(coming).sum();
        if there.is_none() && self.limits.launch_bytes() < used.saturating_add(new.bytes) {
            let (used, most) = (used >> 20, self.limits.launch_mib);
            let detail = format!(
                "does not fit: the launch's files have {used} of {most} MiB; link to the file instead, or ask the operator for more"
            );
            return Err(ApiError::pointed(StatusCode::PAYLOAD_TOO_LARGE, "launch-full", "/bytes", detail));
        }
        let media = new.media.unwrap_or_else(|| mime_guess::from_path(&new.name).first_or_octet_stream().essence_str().to_owned());
        let note = Note {
            id: UploadId(Uuid::now_v7()),
            launch: owner.launch,
            account: owner.account,
            name: new.name,
            media,
            bytes: new.bytes,
            announced: new.digest,
            mark: new.mark,
            digest: there.map(|file| file.digest),
            attached: false,
        };
        self.write(&note)?;
        self.view(&note)
    }

    /// How far an upload is.
    ///
    /// * Errors: 404 for one that is another's, of another launch, or has expired.
    pub async fn look(self: &Arc<Self>, owner: Owner, id: UploadId) -> Result<UploadView, ApiError> {
        let uploads = self.clone();
        blocking(move || uploads.view(&uploads.find(owner, id)?)).await?
    }

    /// Gives an upload up.
    pub async fn drop(self: &Arc<Self>, owner: Owner, id: UploadId) -> Result<(), ApiError> {
        let desk = self.desk(id);
        desk.newer.notify_waiters();
        let _alone = desk.busy.lock().await;
        let uploads = self.clone();
        blocking(move || uploads.find(owner, id).and_then(|note| uploads.forget(note.id))).await?
    }

    /// Gives up all uploads of an account that is erased.
    pub async fn forget_all_of(self: &Arc<Self>, account: MemberId) -> Result<(), ApiError> {
        let uploads = self.clone();
        blocking(move || {
            let notes = uploads.notes()?;
            notes.iter().filter(|note| note.account == account).try_for_each(|note| uploads.forget(note.id))
        })
        .await?
    }

    /// What a whole upload is, for the event that names it.
    ///
    /// * Errors: 404; 409 for one that is not whole.
    pub async fn whole(self: &Arc<Self>, owner: Owner, id: UploadId) -> Result<(Note, EvidenceFile), ApiError> {
        let uploads = self.clone();
        blocking(move || {
            let note = uploads.find(owner, id)?;
            let file = note.digest.map(|digest| EvidenceFile { digest, bytes: note.bytes });
            match file.filter(|file| uploads.kept.has(*file)) {
                Some(file) => Ok((note, file)),
                None => {
                    let detail = "the upload is not whole yet; send the rest of its bytes first";
                    Err(ApiError::pointed(StatusCode::CONFLICT, "upload-unfinished", "/upload", detail))
                }
            }
        })
        .await?
    }

    /// An event names it now: it counts as an upload no longer.
    pub async fn attached(self: &Arc<Self>, mut note: Note) -> Result<(), ApiError> {
        note.attached = true;
        let uploads = self.clone();
        blocking(move || uploads.write(&note)).await?
    }

    fn desk(&self, id: UploadId) -> Arc<Desk> {
        let mut desks = self.desks.lock().unwrap_or_else(PoisonError::into_inner);
        // Nobody else has those that are only here.
        desks.retain(|_, desk| 1 < Arc::strong_count(desk));
        desks.entry(id).or_default().clone()
    }
}

/// What the disk said, for who waits for an answer: nothing was acknowledged.
pub fn disk_trouble(error: &io::Error) -> ApiError {
    if matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge) {
        tracing::error!(%error, "there is no room for an evidence file");
        let detail =
            "the server's disk is full; what it has acknowledged it keeps. Tell the operator, and go on with the upload when there is room";
        return ApiError::new(StatusCode::INSUFFICIENT_STORAGE, "storage-full", detail);
    }
    tracing::error!(%error, "an evidence file cannot be written or read");
    let detail = "the server cannot write or read the file now; go on with the upload later, and tell the operator if this goes on";
    ApiError::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail)
}

pub fn no_such_upload() -> ApiError {
    ApiError::new(
        StatusCode::NOT_FOUND,
        "not-found",
        "there is no such upload of yours in this launch; it may have expired: begin it again",
    )
}

/// As they are known to the launch: digest by digest.
pub fn find_named(named: &[EvidenceFile], digest: Digest) -> Option<EvidenceFile> {
    named.iter().find(|file| file.digest == digest).copied()
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, ApiError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| ApiError::Internal(error.to_string()))
}

/// A file's time as one of ours.
fn moment(time: std::time::SystemTime) -> Timestamp {
    Timestamp::try_from(time).unwrap_or(Timestamp::MIN)
}
