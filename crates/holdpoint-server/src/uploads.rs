//! Evidence files on their way in: parts are added to an upload, and a whole one becomes a file that is kept. Where both are is the storage's
//! business; what was acknowledged is there.
//!
//! * [`receive`]: takes a part in. [`sweep`]: forgets what nobody goes on with. [`pulse`]: whether the storage answers.

mod pulse;
mod receive;
mod sweep;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use axum::http::StatusCode;
use holdpoint_domain::id::{Digest, MemberId, Timestamp, UploadId};
use holdpoint_domain::wire::{NewUpload, UploadView};
use holdpoint_store::files::EvidenceFile;
use tokio::sync::watch;
use uuid::Uuid;

use crate::config;
use crate::error::ApiError;
use crate::lock::lock;
use crate::storage::{Fault, Note, Owner, Storage, Waiting};
pub use pulse::Pulse;
pub use receive::Part;
pub use sweep::go_on;

pub struct Uploads {
    limits: config::Files,
    pub storage: Arc<dyn Storage>,
    pub pulse: Pulse,
    /// One part at a time for each upload.
    desks: Mutex<HashMap<UploadId, Arc<Desk>>>,
    /// Making and counting uploads, so that two at once do not both find room.
    counting: tokio::sync::Mutex<()>,
}

/// Where the parts of one upload are taken in.
#[derive(Default)]
struct Desk {
    busy: tokio::sync::Mutex<()>,
    /// The number of the latest request. It takes over from those before: their connection was lost, and nobody told the server.
    latest: watch::Sender<u64>,
}

/// A request's place among those of its upload.
struct Turn {
    number: u64,
    latest: watch::Receiver<u64>,
}

impl Desk {
    /// Takes over from all that came before, whatever they wait for just now.
    fn take_over(&self) -> Turn {
        let mut number = 0;
        self.latest.send_modify(|latest| {
            *latest += 1;
            number = *latest;
        });
        Turn { number, latest: self.latest.subscribe() }
    }
}

impl Turn {
    /// Ends when a newer request takes over, or has done so already.
    async fn is_over(&mut self) {
        let number = self.number;
        let _ = self.latest.wait_for(|latest| number < *latest).await;
    }
}

impl Uploads {
    pub fn new(storage: Arc<dyn Storage>, limits: config::Files) -> Self {
        Self { limits, storage, pulse: Pulse::default(), desks: Mutex::default(), counting: tokio::sync::Mutex::default() }
    }

    /// Begins an upload, or finds the one of the same file that was not finished.
    ///
    /// * `named`: what the launch's events name already; a file among them need not be sent again, unless it was lost or changed where it lies.
    /// * Errors: a limit, with how much there is.
    pub async fn begin(&self, owner: Owner, new: NewUpload, named: Vec<EvidenceFile>) -> Result<UploadView, ApiError> {
        let most = self.limits.file_bytes();
        if most < new.bytes {
            let (has, most) = (new.bytes.div_ceil(1 << 20), most >> 20);
            let detail = format!("has {has} MiB, and the server takes up to {most} MiB a file; link to it instead");
            let error = ApiError::pointed(StatusCode::PAYLOAD_TOO_LARGE, "too-large/file", "/bytes", detail);
            return Err(error.with("has", has).with("most", most));
        }
        let known = new.digest.map(|digest| EvidenceFile { digest, bytes: new.bytes }).filter(|file| named.contains(file));
        // Reading a file takes a while, and nobody has to wait for it.
        let there = match known {
            Some(file) if self.storage.is_whole(file).await.map_err(|fault| trouble(&fault))? => Some(file.digest),
            Some(_) | None => None,
        };
        let _alone = self.counting.lock().await;
        let waiting = self.storage.waiting().await.map_err(|fault| trouble(&fault))?;
        let mut open: Vec<(Waiting, Note)> = waiting
            .into_iter()
            .filter(|waiting| !self.has_expired(waiting))
            .filter_map(|waiting| waiting.note.clone().filter(|note| !note.attached && !note.dropped).map(|note| (waiting, note)))
            .collect();
        let same = |note: &Note| note.is_of(owner) && new.mark.is_some() && note.mark == new.mark && note.bytes == new.bytes;
        if let Some(place) = open.iter().position(|(_, note)| same(note)) {
            let (known, note) = open.swap_remove(place);
            if self.is_there(&note).await.map_err(|fault| trouble(&fault))? {
                return Ok(self.view(&note, known.have, known.touched));
            }
            // As after a restore, which puts the files of the backup in the place of those that are there: nothing would come of it any more.
            self.drop_upload(&known).await.map_err(|fault| trouble(&fault))?;
        }
        let wanted = known.is_none().then_some(new.bytes);
        self.fits(owner, wanted, &named, open.iter().map(|(_, note)| note))?;
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
            digest: there,
            taken: None,
            attached: false,
            dropped: false,
        };
        self.storage.write(&note).await.map_err(|fault| trouble(&fault))?;
        Ok(self.view(&note, 0, SystemTime::now()))
    }

    /// Whether the file that a whole upload became is there still; of one that is not whole nothing is missing.
    async fn is_there(&self, note: &Note) -> Result<bool, Fault> {
        match note.digest {
            Some(digest) => self.storage.has(EvidenceFile { digest, bytes: note.bytes }).await,
            None => Ok(true),
        }
    }

    /// * `wanted`: bytes that are to come; `None`: they are counted already, also where they have to be put back.
    /// * Errors: the account has too many uploads, or the launch no room.
    fn fits<'a>(
        &self,
        owner: Owner,
        wanted: Option<u64>,
        named: &[EvidenceFile],
        open: impl Iterator<Item = &'a Note> + Clone,
    ) -> Result<(), ApiError> {
        let mine = open.clone().filter(|note| note.account == owner.account).count();
        if self.limits.open_uploads as usize <= mine {
            let detail = format!(
                "you have {mine} uploads that were not finished or not attached, which is the most; finish or drop some, or wait {} hours",
                self.limits.wait_hours
            );
            let error = ApiError::new(StatusCode::CONFLICT, "too-many-uploads", detail);
            return Err(error.with("mine", mine).with("hours", self.limits.wait_hours));
        }
        // What the launch has already comes with no upload once more.
        let is_named =
            |note: &Note| note.digest.or(note.announced).is_some_and(|digest| named.contains(&EvidenceFile { digest, bytes: note.bytes }));
        let coming = open.filter(|note| note.launch == owner.launch && !is_named(note)).map(|note| note.bytes);
        let used: u64 = named.iter().map(|file| file.bytes).chain(coming).sum();
        if wanted.is_some_and(|wanted| self.limits.launch_bytes() < used.saturating_add(wanted)) {
            let (used, most) = (used >> 20, self.limits.launch_mib);
            let detail = format!(
                "does not fit: the launch's files have {used} of {most} MiB; link to the file instead, or ask the operator for more"
            );
            let error = ApiError::pointed(StatusCode::PAYLOAD_TOO_LARGE, "launch-full", "/bytes", detail);
            return Err(error.with("used", used).with("most", most));
        }
        Ok(())
    }

    /// How far an upload is.
    ///
    /// * Errors: 404 for one that is another's, of another launch, or has expired.
    pub async fn look(&self, owner: Owner, id: UploadId) -> Result<UploadView, ApiError> {
        let (note, waiting) = self.find(owner, id).await?;
        Ok(self.view(&note, waiting.have, waiting.touched))
    }

    /// Gives an upload up.
    pub async fn give_up(&self, owner: Owner, id: UploadId) -> Result<(), ApiError> {
        let desk = self.desk(id);
        desk.take_over();
        let _alone = desk.busy.lock().await;
        let (_, waiting) = self.find(owner, id).await?;
        self.drop_upload(&waiting).await.map_err(|fault| trouble(&fault))
    }

    /// Gives up all uploads of an account that is erased.
    pub async fn forget_all_of(&self, account: MemberId) -> Result<(), Fault> {
        for waiting in self.storage.waiting().await? {
            if waiting.note.as_ref().is_some_and(|note| note.account == account && !note.dropped) {
                self.drop_upload(&waiting).await?;
            }
        }
        Ok(())
    }

    /// Forgets an upload; of one that brought a file, word of that file is left, for somebody else may have brought the same bytes.
    async fn drop_upload(&self, waiting: &Waiting) -> Result<(), Fault> {
        match waiting.note.as_ref().filter(|note| note.loose().is_some() || waiting.taking.is_some()) {
            Some(note) => self.storage.write(&note.given_up()).await,
            None => self.storage.forget(waiting.id).await,
        }
    }

    /// What a whole upload is, for the event that names it.
    ///
    /// * Errors: 404; 409 for one that is not whole.
    pub async fn whole(&self, owner: Owner, id: UploadId) -> Result<(Note, EvidenceFile), ApiError> {
        let (note, _) = self.find(owner, id).await?;
        let file = note.digest.map(|digest| EvidenceFile { digest, bytes: note.bytes });
        match file {
            Some(file) if self.storage.has(file).await.map_err(|fault| trouble(&fault))? => Ok((note, file)),
            Some(_) | None => {
                let detail = "the upload is not whole yet; send the rest of its bytes first";
                Err(ApiError::pointed(StatusCode::CONFLICT, "upload-unfinished", "/upload", detail))
            }
        }
    }

    /// An event names it now: it counts as an upload no longer. Where that cannot be noted it does until it expires, and its file stays all the same.
    pub async fn attached(&self, mut note: Note) {
        note.attached = true;
        if let Err(fault) = self.storage.write(&note).await {
            tracing::warn!(%fault, "it was not noted of an upload that it is attached");
        }
    }

    async fn find(&self, owner: Owner, id: UploadId) -> Result<(Note, Waiting), ApiError> {
        let found = self.storage.find(id).await.map_err(|fault| trouble(&fault))?.filter(|waiting| !self.has_expired(waiting));
        let found = found.and_then(|waiting| waiting.note.clone().map(|note| (note, waiting)));
        found.filter(|(note, _)| note.is_of(owner) && !note.dropped).ok_or_else(no_such_upload)
    }

    fn has_expired(&self, waiting: &Waiting) -> bool {
        let age = SystemTime::now().duration_since(waiting.touched);
        age.is_ok_and(|age| self.limits.wait() < age)
    }

    fn view(&self, note: &Note, have: u64, touched: SystemTime) -> UploadView {
        let offset = if note.digest.is_some() { note.bytes } else { have };
        let expires_at = moment(touched + self.limits.wait());
        let (name, media) = (note.name.clone(), note.media.clone());
        UploadView { id: note.id, name, media, bytes: note.bytes, offset, digest: note.digest, expires_at }
    }

    fn desk(&self, id: UploadId) -> Arc<Desk> {
        let mut desks = lock(&self.desks);
        // Nobody else has those that are only here.
        desks.retain(|_, desk| 1 < Arc::strong_count(desk));
        desks.entry(id).or_default().clone()
    }
}

/// What the storage said, for who waits for an answer: nothing was acknowledged.
pub fn trouble(fault: &Fault) -> ApiError {
    match fault {
        Fault::Gone => tracing::info!(%fault, "an upload goes on at another server"),
        _ => tracing::error!(%fault, "an evidence file or an upload cannot be written or read"),
    }
    let (status, kind, detail) = match fault {
        Fault::Full(_) => {
            let detail = "the server's disk is full; what it has acknowledged it keeps. Tell the operator, and go on with the upload when there is room";
            (StatusCode::INSUFFICIENT_STORAGE, "storage-full", detail.to_owned())
        }
        Fault::Away(_) => {
            let detail = "the server cannot reach where it keeps files now, and has taken nothing in that it did not acknowledge; go on later, and tell the operator if this goes on";
            (StatusCode::SERVICE_UNAVAILABLE, "unavailable/files", detail.to_owned())
        }
        Fault::Gone => {
            let detail = "another server is taking this upload in; ask how much has come, and go on from there";
            (StatusCode::SERVICE_UNAVAILABLE, "upload-busy", detail.to_owned())
        }
        Fault::Missing(_) => (StatusCode::INTERNAL_SERVER_ERROR, "file-missing", format!("{fault}; tell the operator")),
        Fault::Changed(_) => {
            (StatusCode::INTERNAL_SERVER_ERROR, "file-changed", format!("{fault}; tell the operator. It is not given out"))
        }
    };
    ApiError::new(status, kind, detail)
}

fn no_such_upload() -> ApiError {
    ApiError::new(
        StatusCode::NOT_FOUND,
        "not-found/upload",
        "there is no such upload of yours in this launch; it may have expired: begin it again",
    )
}

/// As they are known to the launch: digest by digest.
pub fn find_named(named: &[EvidenceFile], digest: Digest) -> Option<EvidenceFile> {
    named.iter().find(|file| file.digest == digest).copied()
}

/// A file's time as one of ours.
fn moment(time: SystemTime) -> Timestamp {
    Timestamp::try_from(time).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};

    use super::*;

    struct Log(Arc<Mutex<Vec<u8>>>);

    impl Write for Log {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn an_upload_that_another_server_took_over_is_no_error() {
        let said = Arc::new(Mutex::new(Vec::new()));
        let written = said.clone();
        let log = tracing_subscriber::fmt().with_ansi(false).with_writer(move || Log(written.clone())).finish();
        tracing::subscriber::with_default(log, || {
            for fault in [Fault::Gone, Fault::Away("no answer".into())] {
                trouble(&fault);
            }
        });
        let said = String::from_utf8(said.lock().unwrap().clone()).unwrap();
        let errors: Vec<_> = said.lines().filter(|line| line.contains("ERROR")).collect();
        assert!(errors.len() == 1 && errors[0].contains("no answer"), "{said}");
    }
}
