//! A folder: files under their digests, and beside them `uploads`.
//!
//! | name | what |
//! |---|---|
//! | `files/ab/abcd…` | a kept file, under the hex digits of its SHA-256 |
//! | `uploads/ID.part` | the bytes of an upload |
//! | `uploads/ID.json` | what is known of it |
//! | `uploads/ID.taking` | which file it is becoming, in JSON |
//! | `uploads/abcd….shared` | several have brought the file `abcd…` |

use std::fs::{self, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use async_trait::async_trait;
use axum::body::Bytes;
use holdpoint_domain::id::{Digest, UploadId};
use holdpoint_store::files::{EvidenceFile, Files};
use holdpoint_store::folder::{make_private, settle};
use serde::Serialize;
use tokio::io::AsyncWriteExt as _;
use tokio::sync::Semaphore;

use super::whole::{Stamp, Whole};
use super::{Fault, Fetched, Kept, Note, Storage, Taking, Waiting, Writer, blocking};
use crate::limits;

/// The folder's name in the data folder. No backup has it: who was uploading begins again.
const FOLDER: &str = "uploads";

#[derive(Clone, Debug)]
pub struct Folder(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    kept: Files,
    uploads: PathBuf,
    whole: Whole,
    /// To read a file to its end.
    turns: Arc<Semaphore>,
}

impl Folder {
    /// * Errors: the folder cannot be made; in one line.
    pub fn open(data: &Path) -> Result<Self, String> {
        let uploads = data.join(FOLDER);
        make_private(&uploads).map_err(|error| format!("{} cannot be made: {error}; give this user the right to", uploads.display()))?;
        let turns = Arc::new(Semaphore::new(limits::FILES_READ));
        Ok(Self(Arc::new(Inner { kept: Files::of(data), uploads, whole: Whole::default(), turns })))
    }

    async fn with<T: Send + 'static>(&self, work: impl FnOnce(&Inner) -> io::Result<T> + Send + 'static) -> Result<T, Fault> {
        let inner = Arc::clone(&self.0);
        blocking(move || work(&inner)).await
    }

    /// The same for what reads a file to its end: a few at a time.
    async fn reading<T: Send + 'static>(&self, work: impl FnOnce(&Inner) -> io::Result<T> + Send + 'static) -> Result<T, Fault> {
        // Never closed, so a turn always comes.
        let turn = Arc::clone(&self.0.turns).acquire_owned().await.ok();
        self.with(move |inner| {
            // It ends with the reading, which goes on when nobody waits for it any more.
            let _turn = turn;
            work(inner)
        })
        .await
    }
}

#[async_trait]
impl Storage for Folder {
    async fn take(&self, from: &Path, file: EvidenceFile) -> Result<(), Fault> {
        let from = from.to_owned();
        self.with(move |inner| inner.kept.take(&from, file)).await
    }

    async fn has(&self, file: EvidenceFile) -> Result<bool, Fault> {
        self.with(move |inner| Ok(inner.kept.has(file))).await
    }

    async fn is_whole(&self, file: EvidenceFile) -> Result<bool, Fault> {
        let whole = self.reading(move |inner| present(inner.kept.is_whole(file)));
        Ok(whole.await? == Some(true))
    }

    async fn fetch(&self, file: EvidenceFile) -> Result<Fetched, Fault> {
        let digest = file.digest;
        match self.reading(move |inner| inner.was_whole(file, Instant::now())).await? {
            Some(true) => Ok(Fetched { path: self.0.kept.path(digest), _held: None }),
            Some(false) => Err(Fault::Changed(digest)),
            None => Err(Fault::Missing(digest)),
        }
    }

    async fn all(&self) -> Result<Vec<Kept>, Fault> {
        self.with(|inner| Ok(inner.kept.all()?.into_iter().map(|found| Kept { file: found.file, since: found.since }).collect())).await
    }

    async fn since(&self, digest: Digest) -> Result<Option<SystemTime>, Fault> {
        self.with(move |inner| present(inner.kept.since(digest))).await
    }

    async fn remove(&self, digest: Digest, before: SystemTime) -> Result<bool, Fault> {
        self.with(move |inner| inner.kept.remove(digest, before)).await
    }

    async fn waiting(&self) -> Result<Vec<Waiting>, Fault> {
        self.with(|inner| {
            let ids = inner.ids()?;
            ids.into_iter().filter_map(|id| inner.look(id).transpose()).collect()
        })
        .await
    }

    async fn find(&self, id: UploadId) -> Result<Option<Waiting>, Fault> {
        self.with(move |inner| inner.look(id)).await
    }

    async fn write(&self, note: &Note) -> Result<(), Fault> {
        let note = note.clone();
        self.with(move |inner| inner.write(&note, &inner.new_note(note.id), &inner.note(note.id))).await
    }

    async fn writer(&self, id: UploadId, offset: u64) -> Result<Option<Box<dyn Writer>>, Fault> {
        let opened = self.with(move |inner| {
            let file = alone(&inner.part(id))?;
            // Another server may have gone on with it meanwhile.
            let length = file.as_ref().map(|file| file.metadata().map(|found| found.len())).transpose()?;
            if length == Some(0) {
                // Its name too is on disk before anybody is told that the first bytes are.
                settle(&inner.uploads)?;
            }
            Ok(file.filter(|_| length == Some(offset)))
        });
        let writer = |file| Box::new(Adding { file: tokio::fs::File::from_std(file), from: offset }) as Box<dyn Writer>;
        Ok(opened.await?.map(writer))
    }

    async fn gather(&self, id: UploadId, bytes: u64) -> Result<Fetched, Fault> {
        let path = self.0.part(id);
        let part = path.clone();
        let length = self.with(move |_| present(fs::metadata(part))).await?.map(|found| found.len());
        if length == Some(bytes) { Ok(Fetched { path, _held: None }) } else { Err(Fault::Gone) }
    }

    async fn announce(&self, id: UploadId, taking: Taking) -> Result<(), Fault> {
        self.with(move |inner| inner.write(&taking, &inner.new_taking(id), &inner.taking(id))).await
    }

    async fn share(&self, digest: Digest) -> Result<(), Fault> {
        self.with(move |inner| {
            OpenOptions::new().write(true).create(true).truncate(false).mode(limits::PRIVATE_FILE).open(inner.shared(digest))?;
            settle(&inner.uploads)
        })
        .await
    }

    async fn is_shared(&self, digest: Digest) -> Result<bool, Fault> {
        self.with(move |inner| inner.shared(digest).try_exists()).await
    }

    async fn drop_bytes(&self, id: UploadId) -> Result<(), Fault> {
        self.with(move |inner| remove_all([inner.part(id), inner.taking(id), inner.new_taking(id)])).await
    }

    async fn forget(&self, id: UploadId) -> Result<(), Fault> {
        self.with(move |inner| remove_all([inner.note(id), inner.part(id), inner.new_note(id), inner.taking(id), inner.new_taking(id)]))
            .await
    }

    async fn answers(&self) -> Result<(), Fault> {
        self.with(|inner| fs::metadata(&inner.uploads).map(drop)).await
    }
}

impl Inner {
    /// Whether a file has its digest; it is not read if it had it a moment ago. `None`: it is not there.
    fn was_whole(&self, file: EvidenceFile, now: Instant) -> io::Result<Option<bool>> {
        let Some(found) = present(fs::metadata(self.kept.path(file.digest)))? else { return Ok(None) };
        let stamp = Stamp::of(&found)?;
        if self.whole.has(file, stamp, now) {
            return Ok(Some(true));
        }
        let whole = present(self.kept.is_whole(file))?;
        if whole == Some(true) {
            self.whole.add(file, stamp, now);
        }
        Ok(whole)
    }

    fn part(&self, id: UploadId) -> PathBuf {
        self.uploads.join(format!("{id}.part"))
    }

    fn note(&self, id: UploadId) -> PathBuf {
        self.uploads.join(format!("{id}.json"))
    }

    fn new_note(&self, id: UploadId) -> PathBuf {
        self.uploads.join(format!("{id}.new"))
    }

    fn taking(&self, id: UploadId) -> PathBuf {
        self.uploads.join(format!("{id}.taking"))
    }

    fn new_taking(&self, id: UploadId) -> PathBuf {
        self.uploads.join(format!("{id}.taking-new"))
    }

    fn shared(&self, digest: Digest) -> PathBuf {
        self.uploads.join(format!("{}.shared", digest.hex()))
    }

    /// Writes what is known of an upload, on disk when this returns.
    ///
    /// * `new`: where it is written before it has its place.
    fn write(&self, known: &impl Serialize, new: &Path, place: &Path) -> io::Result<()> {
        let mut file = begun_alone(new)?;
        file.write_all(&serde_json::to_vec(known)?)?;
        file.sync_all()?;
        fs::rename(new, place)?;
        settle(&self.uploads)
    }

    /// Of all uploads, and of what a crash left of one.
    fn ids(&self) -> io::Result<Vec<UploadId>> {
        let mut ids = Vec::new();
        for entry in fs::read_dir(&self.uploads)? {
            let name = entry?.file_name();
            ids.extend(name.to_str().and_then(|name| name.split('.').next()?.parse::<UploadId>().ok()));
        }
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    }

    fn look(&self, id: UploadId) -> io::Result<Option<Waiting>> {
        let (note, taking) = (present(fs::read(self.note(id)))?, present(fs::read(self.taking(id)))?);
        let part = present(fs::metadata(self.part(id)))?;
        let known = [self.note(id), self.new_note(id), self.taking(id), self.new_taking(id)];
        let known = known.map(|path| fs::metadata(path).and_then(|file| file.modified()).ok());
        let touched = known.into_iter().flatten().chain(part.as_ref().and_then(|part| part.modified().ok())).max();
        let Some(touched) = touched else { return Ok(None) };
        let note = note.and_then(|note| serde_json::from_slice::<Note>(&note).ok());
        let taking = taking.and_then(|taking| serde_json::from_slice::<Taking>(&taking).ok());
        Ok(Some(Waiting { id, note, taking, have: part.map_or(0, |part| part.len()), touched }))
    }
}

/// The end of an upload's file.
struct Adding {
    file: tokio::fs::File,
    /// Where it begins: all before that is on disk.
    from: u64,
}

#[async_trait]
impl Writer for Adding {
    async fn write(&mut self, piece: Bytes) -> Result<(), Fault> {
        Ok(self.file.write_all(&piece).await?)
    }

    async fn settle(&mut self) -> Result<(), Fault> {
        // What found room is kept, though what came behind it found none.
        let written = self.file.flush().await;
        let synchronised = self.file.sync_all().await;
        self.settled(synchronised).await?;
        Ok(written?)
    }
}

impl Adding {
    /// What could not be synchronised has not come: nobody knows whether it is on disk, and the system says so once. Whoever asks again is told that all is well.
    async fn settled(&self, synchronised: io::Result<()>) -> Result<(), Fault> {
        if let Err(error) = synchronised {
            self.file.set_len(self.from).await?;
            return Err(error.into());
        }
        Ok(())
    }
}

/// Opens an upload's bytes for one writer; of several servers over one folder too. `None`: another one writes.
fn alone(path: &Path) -> io::Result<Option<fs::File>> {
    let file = OpenOptions::new().append(true).create(true).mode(limits::PRIVATE_FILE).open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// An empty file for one writer, who moves it to its place: another one, of whichever server, waits until then, and begins one of its own.
fn begun_alone(path: &Path) -> io::Result<fs::File> {
    let place = |found: fs::Metadata| (found.dev(), found.ino());
    loop {
        let file = OpenOptions::new().write(true).create(true).truncate(false).mode(limits::PRIVATE_FILE).open(path)?;
        file.lock()?;
        // Whoever had it may have moved it.
        if present(fs::metadata(path))?.map(place) == Some(place(file.metadata()?)) {
            file.set_len(0)?;
            return Ok(file);
        }
    }
}

fn remove_all<const N: usize>(paths: [PathBuf; N]) -> io::Result<()> {
    paths.into_iter().try_for_each(|path| present(fs::remove_file(path)).map(drop))
}

fn present<T>(found: io::Result<T>) -> io::Result<Option<T>> {
    match found {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        found => found.map(Some),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// With one file in it.
    fn folder(data: &Path) -> (Folder, EvidenceFile) {
        let (storage, part) = (Folder::open(data).unwrap(), data.join("part"));
        let file = EvidenceFile { digest: Digest::of(b"whole"), bytes: 5 };
        fs::write(&part, b"whole").unwrap();
        storage.0.kept.take(&part, file).unwrap();
        (storage, file)
    }

    #[tokio::test]
    async fn a_file_that_is_read_in_ranges_is_held_against_its_digest_once() {
        let data = tempfile::tempdir().unwrap();
        let (storage, file) = folder(data.path());
        let path = storage.fetch(file).await.unwrap().path;
        let since = fs::metadata(&path).unwrap().modified().unwrap();
        let set = |time| OpenOptions::new().append(true).open(&path).unwrap().set_modified(time).unwrap();
        // Only who reads it would see this.
        fs::write(&path, b"WHOLE").unwrap();
        set(since);
        assert!(storage.fetch(file).await.is_ok());
        assert!(!storage.is_whole(file).await.unwrap());
        set(since + Duration::from_secs(1));
        assert!(matches!(storage.fetch(file).await, Err(Fault::Changed(_))), "somebody wrote to it");
    }

    /// Of two that write into one file, one would put the other's half into its place.
    #[tokio::test]
    async fn what_is_known_of_an_upload_is_written_by_one_at_a_time() {
        let data = tempfile::tempdir().unwrap();
        let storage = Folder::open(data.path()).unwrap();
        let id = UploadId(uuid::Uuid::from_u128(1));
        let (launch, account) = (holdpoint_domain::id::LaunchId(1), holdpoint_domain::id::MemberId(id.0));
        let note = Note {
            id,
            launch,
            account,
            name: "load.csv".into(),
            media: "text/csv".into(),
            bytes: 4,
            announced: None,
            mark: None,
            digest: None,
            taken: None,
            attached: false,
            dropped: false,
        };
        let (new, place) = (storage.0.new_note(id), storage.0.note(id));
        let mut other = begun_alone(&new).unwrap();
        other.write_all(b"{").unwrap();
        let mut writing = storage.write(&note);
        assert!(tokio::time::timeout(Duration::from_millis(50), &mut writing).await.is_err(), "it waits");
        other.write_all(b"}").unwrap();
        fs::rename(&new, &place).unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"{}");
        drop(other);
        writing.await.unwrap();
        assert_eq!(storage.find(id).await.unwrap().unwrap().note, Some(note));
    }

    #[tokio::test]
    async fn what_could_not_be_synchronised_has_not_come() {
        let data = tempfile::tempdir().unwrap();
        let storage = Folder::open(data.path()).unwrap();
        let id = UploadId(uuid::Uuid::from_u128(1));
        let have = async || storage.find(id).await.unwrap().unwrap().have;
        let mut writer = storage.writer(id, 0).await.unwrap().unwrap();
        writer.write(Bytes::from_static(b"kept")).await.unwrap();
        writer.settle().await.unwrap();
        drop(writer);
        let file = OpenOptions::new().append(true).open(storage.0.part(id)).unwrap();
        let mut adding = Adding { file: tokio::fs::File::from_std(file), from: have().await };
        adding.write(Bytes::from_static(b" and more")).await.unwrap();
        adding.file.flush().await.unwrap();
        assert_eq!(have().await, 13);
        assert!(matches!(adding.settled(Err(io::Error::other("the disk is broken"))).await, Err(Fault::Away(_))));
        assert_eq!(have().await, 4, "who asks is told to send it again");
    }

    #[tokio::test]
    async fn who_reads_whole_files_leaves_threads_to_others() {
        let data = tempfile::tempdir().unwrap();
        let (storage, file) = folder(data.path());
        let mut turns = Vec::new();
        while let Ok(turn) = Arc::clone(&storage.0.turns).try_acquire_owned() {
            turns.push(turn);
        }
        assert_eq!(turns.len(), limits::FILES_READ);
        assert!(tokio::time::timeout(Duration::from_millis(50), storage.fetch(file)).await.is_err(), "it waits for its turn");
        assert!(storage.has(file).await.unwrap(), "what reads no file goes on");
        turns.pop();
        assert!(storage.fetch(file).await.is_ok());
    }
}
