//! Takes one part of an upload in, and finishes the upload with its last byte.

use std::fs::{OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use axum::http::StatusCode;
use futures_util::StreamExt as _;
use holdpoint_domain::id::UploadId;
use holdpoint_domain::wire::UploadView;
use holdpoint_store::files::{self, EvidenceFile};
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

use super::note::Note;
use super::{Desk, Owner, Uploads, blocking, disk_trouble};
use crate::error::ApiError;
use crate::limits;

/// Bytes that are to be added at a place.
pub struct Part {
    pub offset: u64,
    pub body: Body,
}

impl Uploads {
    /// Adds bytes. What came before a connection was lost is kept, and on disk when this returns.
    ///
    /// * Errors: 409 for bytes that belong elsewhere; 413 for more than were announced; 422 for a file that is not what was announced, which is
    ///   dropped; 507 when the disk is full.
    pub async fn receive(self: Arc<Self>, owner: Owner, id: UploadId, part: Part) -> Result<UploadView, ApiError> {
        let desk = self.desk(id);
        desk.newer.notify_waiters();
        let _alone = desk.busy.lock().await;
        let uploads = self.clone();
        let (note, have) = blocking(move || {
            let note = uploads.find(owner, id)?;
            let have = uploads.have(&note).map_err(|error| disk_trouble(&error))?;
            Ok::<_, ApiError>((note, have))
        })
        .await??;
        if have != part.offset {
            let detail = format!("the server has {have} bytes of this upload, and these begin at {}; go on at {have}", part.offset);
            return Err(ApiError::new(StatusCode::CONFLICT, "wrong-offset", detail));
        }
        if note.digest.is_none() {
            let ended = self.append(&desk, &note, part).await;
            let uploads = self.clone();
            let kept = note.clone();
            let _stays = self.removing.read().await;
            // Whatever has come may be the rest, even if the connection broke behind it.
            let finished = blocking(move || uploads.finish(&kept)).await?;
            return finished.and_then(|view| ended.map(|()| view));
        }
        let uploads = self.clone();
        blocking(move || uploads.view(&note)).await?
    }

    async fn append(&self, desk: &Desk, note: &Note, part: Part) -> Result<(), ApiError> {
        let trouble = |error: io::Error| disk_trouble(&error);
        let path = self.part_path(note.id);
        let file = blocking(move || alone(&path)).await?.map_err(trouble)?.ok_or_else(busy)?;
        let mut file = File::from_std(file);
        if file.metadata().await.map_err(trouble)?.len() != part.offset {
            return Err(busy());
        }
        let (mut left, mut body) = (note.bytes.saturating_sub(part.offset), part.body.into_data_stream());
        let newer = desk.newer.notified();
        tokio::pin!(newer);
        let ended = loop {
            let piece = tokio::select! {
                piece = body.next() => piece,
                () = &mut newer => break Err(cut_off()),
            };
            match piece {
                None => break Ok(()),
                Some(Err(_)) => break Err(cut_off()),
                Some(Ok(piece)) if left < piece.len() as u64 => {
                    let detail = format!("these are more than the {} bytes that were announced; begin a new upload", note.bytes);
                    break Err(ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", detail));
                }
                Some(Ok(piece)) => {
                    left -= piece.len() as u64;
                    if let Err(error) = file.write_all(&piece).await {
                        break Err(trouble(error));
                    }
                }
            }
        };
        // What the next look tells as received has to be there after a power cut.
        file.flush().await.map_err(trouble)?;
        file.sync_all().await.map_err(trouble)?;
        ended
    }

    /// Moves a whole file to those that are kept; before its last byte nothing happens.
    fn finish(&self, note: &Note) -> Result<UploadView, ApiError> {
        let trouble = |error: io::Error| disk_trouble(&error);
        if self.have(note).map_err(trouble)? < note.bytes {
            return self.view(note);
        }
        let path = self.part_path(note.id);
        let (digest, bytes) = files::read(std::fs::File::open(&path).map_err(trouble)?).map_err(trouble)?;
        if bytes != note.bytes || note.announced.is_some_and(|announced| announced != digest) {
            self.forget(note.id)?;
            let announced = note.announced.map(|digest| digest.to_string()).unwrap_or_default();
            let detail = format!(
                "what arrived is {digest}, and {announced} was announced: the file changed on its way; it was dropped, send it again"
            );
            return Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "digest-mismatch", detail));
        }
        self.kept.take(&path, EvidenceFile { digest, bytes }).map_err(trouble)?;
        let note = Note { digest: Some(digest), ..note.clone() };
        self.write(&note)?;
        self.view(&note)
    }
}

/// Opens an upload's bytes for one writer; of several servers over one folder too. `None`: another one writes.
fn alone(path: &Path) -> io::Result<Option<std::fs::File>> {
    let file = OpenOptions::new().append(true).create(true).mode(limits::PRIVATE_FILE).open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn busy() -> ApiError {
    let detail = "another server is taking this upload in; ask how much has come, and go on from there";
    ApiError::new(StatusCode::SERVICE_UNAVAILABLE, "upload-busy", detail)
}

fn cut_off() -> ApiError {
    let detail = "the part was cut off; ask how much has come, and go on from there";
    ApiError::new(StatusCode::BAD_REQUEST, "cut-off", detail)
}
