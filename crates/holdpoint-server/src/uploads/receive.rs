//! Takes one part of an upload in, and finishes the upload with its last byte.

use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use axum::body::{Body, BodyDataStream};
use axum::http::StatusCode;
use futures_util::StreamExt as _;
use holdpoint_domain::id::{Digest, MemberId, Timestamp, UploadId};
use holdpoint_domain::wire::UploadView;
use holdpoint_store::files::{self, EvidenceFile};

use super::{Owner, Turn, Uploads, moment, trouble};
use crate::error::ApiError;
use crate::limits;
use crate::storage::{Fault, Note, Taking, Waiting};

/// Bytes that are to be added at a place.
pub struct Part {
    pub offset: u64,
    pub body: Body,
}

impl Uploads {
    /// Adds bytes. What came before a connection was lost is kept, and there when this returns.
    ///
    /// * Errors: 409 for bytes that belong elsewhere; 413 for more than were announced; 422 for a file that is not what was announced, which is
    ///   dropped; 503 when the storage is away; 507 when a disk is full.
    pub async fn receive(self: Arc<Self>, owner: Owner, id: UploadId, part: Part) -> Result<UploadView, ApiError> {
        let desk = self.desk(id);
        // Before anything is waited for: a newer request may come meanwhile.
        let turn = desk.take_over();
        let _alone = desk.busy.lock().await;
        let (note, done) = match self.expects(owner, id, part.offset).await {
            Ok(found) => found,
            Err(error) => {
                hear_out(part.body.into_data_stream()).await;
                return Err(error);
            }
        };
        if let Some(view) = done {
            return Ok(view);
        }
        // Of what could not be kept nothing is made.
        let ended = self.append(turn, &note, part).await?;
        // Whatever has come may be the rest, even if the connection broke behind it.
        match self.finish(owner, id).await {
            Ok(view) => ended.map(|()| view),
            // What went wrong first says more.
            Err(later) => Err(ended.err().unwrap_or(later)),
        }
    }

    /// The upload that a part belongs to, and how it is if nothing is missing any more.
    ///
    /// * Errors: 404; 409 for bytes that belong elsewhere.
    async fn expects(&self, owner: Owner, id: UploadId, offset: u64) -> Result<(Note, Option<UploadView>), ApiError> {
        let (note, waiting) = self.find(owner, id).await?;
        let have = if note.digest.is_some() { note.bytes } else { waiting.have };
        if have != offset {
            let detail = format!("the server has {have} bytes of this upload, and these begin at {offset}; go on at {have}");
            return Err(ApiError::new(StatusCode::CONFLICT, "wrong-offset", detail));
        }
        let done = note.digest.map(|_| self.view(&note, have, waiting.touched));
        Ok((note, done))
    }

    /// * Returns how the part ended: what has come of it is kept.
    /// * Errors: it is not.
    async fn append(&self, mut turn: Turn, note: &Note, part: Part) -> Result<Result<(), ApiError>, ApiError> {
        let (mut left, mut body) = (note.bytes.saturating_sub(part.offset), part.body.into_data_stream());
        let writer = self.storage.writer(note.id, part.offset).await;
        let mut writer = match writer.and_then(|writer| writer.ok_or(Fault::Gone)) {
            Ok(writer) => writer,
            Err(fault) => {
                hear_out(body).await;
                return Err(trouble(&fault));
            }
        };
        let newer = turn.is_over();
        tokio::pin!(newer);
        let ended = loop {
            let piece = tokio::select! {
                piece = body.next() => piece,
                () = &mut newer => {
                    // Nobody is there any more who would hear an answer, and the newer one waits.
                    body = Body::empty().into_data_stream();
                    break Err(cut_off());
                }
            };
            match piece {
                None => break Ok(()),
                Some(Err(_)) => break Err(cut_off()),
                Some(Ok(piece)) if left < piece.len() as u64 => {
                    let detail = format!("these are more than the {} bytes that were announced; begin a new upload", note.bytes);
                    break Err(ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large/part", detail));
                }
                Some(Ok(piece)) => {
                    left -= piece.len() as u64;
                    if let Err(fault) = writer.write(piece).await {
                        break Err(trouble(&fault));
                    }
                }
            }
        };
        if ended.is_err() {
            hear_out(body).await;
        }
        // What the next look tells as received has to be there, whatever ends.
        match writer.settle().await.map_err(|fault| trouble(&fault)) {
            Ok(()) => Ok(ended),
            Err(later) => Err(ended.err().unwrap_or(later)),
        }
    }

    /// Makes a kept file of a whole upload; before its last byte nothing happens.
    async fn finish(&self, owner: Owner, id: UploadId) -> Result<UploadView, ApiError> {
        let (note, waiting) = self.find(owner, id).await?;
        if note.digest.is_some() || waiting.have < note.bytes {
            return Ok(self.view(&note, waiting.have, waiting.touched));
        }
        let gathered = self.storage.gather(id, note.bytes).await.map_err(|fault| trouble(&fault))?;
        let path = gathered.path.clone();
        let read = tokio::task::spawn_blocking(move || std::fs::File::open(path).and_then(files::read)).await;
        let read = read.map_err(ApiError::internal)?;
        let (digest, bytes) = read.map_err(|error| trouble(&error.into()))?;
        if bytes != note.bytes || note.announced.is_some_and(|announced| announced != digest) {
            self.drop_upload(&waiting).await.map_err(|fault| trouble(&fault))?;
            let announced = note.announced.map(|digest| digest.to_string()).unwrap_or_default();
            let detail = format!(
                "what arrived is {digest}, and {announced} was announced: the file changed on its way; it was dropped, send it again"
            );
            return Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "digest-mismatch", detail));
        }
        let taken = self.take(&gathered.path, &waiting, EvidenceFile { digest, bytes }).await.map_err(|fault| trouble(&fault))?;
        let note = Note { digest: Some(digest), taken, ..note };
        self.storage.write(&note).await.map_err(|fault| trouble(&fault))?;
        if let Err(fault) = self.storage.drop_bytes(id).await {
            // They go with the upload.
            tracing::warn!(%fault, "the parts of a finished upload could not be removed");
        }
        Ok(self.view(&note, note.bytes, SystemTime::now()))
    }

    /// Takes an upload's file in.
    ///
    /// What this server is about to do stands in the storage before it looks what others do there, and what it found before it takes the file in: of two
    /// that take the same bytes in at once, one sees the other, and what it writes down then keeps both from removing them.
    ///
    /// * Returns when, if the upload may have it removed again: nobody else has brought it. Otherwise an event may name it, perhaps one of another
    ///   server that has the same storage.
    async fn take(&self, from: &Path, waiting: &Waiting, file: EvidenceFile) -> Result<Option<Timestamp>, Fault> {
        let (id, digest) = (waiting.id, file.digest);
        // One that is there from an attempt before has word of the file that this brought.
        if waiting.taking.is_none_or(|taking| taking.digest != digest) {
            self.storage.announce(id, Taking { digest, alone: None }).await?;
        }
        let account = waiting.note.as_ref().map(|note| note.account);
        let alone = self.is_alone(account, digest).await?;
        if alone {
            self.storage.announce(id, Taking { digest, alone: Some(moment(SystemTime::now())) }).await?;
        } else {
            self.storage.share(digest).await?;
        }
        self.storage.take(from, file).await?;
        if !alone {
            return Ok(None);
        }
        Ok(self.storage.since(digest).await?.map(moment))
    }

    /// Whether nobody else has a file or is taking it in: it is not there, or an upload of the same account brought it, and still has word of it.
    async fn is_alone(&self, account: Option<MemberId>, digest: Digest) -> Result<bool, Fault> {
        if self.storage.is_shared(digest).await? {
            return Ok(false);
        }
        let waiting = self.storage.waiting().await?;
        // Only now: whose upload is done and gone before it was looked at has left the file.
        let since = self.storage.since(digest).await?.map(moment);
        let (own, others): (Vec<_>, Vec<_>) = waiting
            .iter()
            .filter(|waiting| waiting.is_about(digest))
            .partition(|waiting| waiting.note.as_ref().map(|note| note.account) == account);
        let brought =
            |waiting: &&Waiting| waiting.brought().is_some_and(|(of, last)| of == digest && since.is_some_and(|since| since <= last));
        Ok(others.is_empty() && (since.is_none() || own.iter().any(brought)))
    }
}

/// Reads on for a moment, and forgets: who is answered while still sending sees a broken connection, and no answer.
async fn hear_out(mut body: BodyDataStream) {
    let read = async {
        let mut left = limits::HEARD_OUT_BYTES;
        while let Some(Ok(piece)) = body.next().await {
            left = left.saturating_sub(piece.len());
            if left == 0 {
                break;
            }
        }
    };
    // Whoever is slower than this is told by the broken connection.
    let _ = tokio::time::timeout(limits::HEARD_OUT, read).await;
}

fn cut_off() -> ApiError {
    let detail = "the part was cut off; ask how much has come, and go on from there";
    ApiError::new(StatusCode::BAD_REQUEST, "cut-off", detail)
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::sync::mpsc;
    use std::time::Duration;

    use axum::body::Bytes;
    use holdpoint_domain::id::LaunchId;
    use holdpoint_domain::wire::NewUpload;

    use super::*;
    use crate::config;
    use crate::storage::Folder;

    #[test]
    fn a_newer_request_takes_over_from_one_that_still_looks_for_its_upload() {
        let data = tempfile::tempdir().unwrap();
        let uploads = Arc::new(Uploads::new(Arc::new(Folder::open(data.path()).unwrap()), config::Files::default()));
        let owner = Owner { launch: LaunchId(1), account: MemberId(uuid::Uuid::from_u128(1)) };
        // One thread for all, and one for the disk: what looks there waits for as long as that is held.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(1).build().unwrap();
        let (lost, newer) = runtime.block_on(async {
            let new = NewUpload { name: "a.txt".into(), bytes: 4, media: None, digest: None, mark: None };
            let id = uploads.begin(owner, new, Vec::new()).await.unwrap().id;
            let (release, held) = mpsc::channel::<()>();
            let disk = tokio::task::spawn_blocking(move || held.recv());
            let send = |body| tokio::spawn(uploads.clone().receive(owner, id, Part { offset: 0, body }));
            // Its connection is lost, and nobody told the server.
            let lost = send(Body::from_stream(futures_util::stream::pending::<Result<Bytes, Infallible>>()));
            tokio::task::yield_now().await;
            let newer = send(Body::from("four"));
            tokio::task::yield_now().await;
            release.send(()).unwrap();
            disk.await.unwrap().unwrap();
            let newer = tokio::time::timeout(Duration::from_secs(20), newer).await.expect("the newer one has its turn");
            (lost.await.unwrap(), newer.unwrap())
        });
        assert!(lost.is_err(), "it is told where to go on, if it hears");
        assert_eq!(newer.unwrap().offset, 4);
    }
}
