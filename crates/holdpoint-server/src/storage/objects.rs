//! A bucket of object storage, for any number of replicas. All that is known of an upload is in it, so that it goes on at whichever replica
//! the next part comes to.
//!
//! | key | what |
//! |---|---|
//! | `files/ab/abcd…` | a kept file, under the hex digits of its SHA-256, as in a folder |
//! | `uploads/ID/note` | what is known of an upload, in JSON |
//! | `uploads/ID/OFFSET-LENGTH` | bytes of it; written once, and never longer than one request carries |
//! | `uploads/ID/taking` | which file it is becoming, in JSON |
//! | `shared/abcd…` | several have brought the file `abcd…` |
//! | `leaving/abcd…/ID` | a server may be removing the file `abcd…` now |
//!
//! Two replicas may take in the same upload at the same time, when a connection hangs at one and the page goes on at the other. Pieces may
//! then lie over each other; what is there is the stretch from 0 on that they cover together, which no further piece makes shorter.
//!
//! A bucket has no locks. So who removes a file first writes a mark, then looks how old the file is, and takes the mark away when the file is
//! gone; who takes a file in first writes it, and then looks for marks. Of two at the same time one sees the other: the file is found young and
//! stays, or its mark is found, and once it is gone the file is looked for and written again.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Instant, SystemTime};

use async_trait::async_trait;
use axum::body::Bytes;
use holdpoint_domain::id::{Digest, UploadId};
use holdpoint_probe::bucket::{Bucket, BucketTrouble, Entry};
use holdpoint_probe::limits::OBJECT_PART_BYTES;
use holdpoint_store::files::{self, EvidenceFile};
use tokio::io::{AsyncSeekExt as _, AsyncWriteExt as _};
use uuid::Uuid;

use super::spool::{Spool, Spooled};
use super::{Fault, Fetched, Kept, Note, Storage, Taking, Waiting, Writer, blocking};
use crate::limits;
use crate::lock::lock;

const NOTE: &str = "note";
const TAKING: &str = "taking";

pub struct Objects {
    bucket: Bucket,
    spool: Arc<Spool>,
    /// Notes as they were read last, each under its object's tag.
    notes: Mutex<HashMap<UploadId, (String, Note)>>,
}

impl Objects {
    /// * `data`: a folder of this machine, for bytes on their way.
    /// * Errors: the folder cannot be used; in one line.
    pub fn open(bucket: Bucket, data: &Path) -> Result<Self, String> {
        Ok(Self { bucket, spool: Arc::new(Spool::open(data)?), notes: Mutex::default() })
    }

    /// What a listing's entries say of one upload.
    async fn read(&self, id: UploadId, entries: &[(String, Entry)]) -> Result<Option<Waiting>, Fault> {
        let Some(touched) = entries.iter().map(|(_, entry)| entry.since).max() else { return Ok(None) };
        let noted = entries.iter().find(|(name, _)| name == NOTE).map(|(_, entry)| entry);
        let note = match noted {
            Some(entry) => self.note(id, entry).await?,
            None => None,
        };
        // A whole one waits from then on, whatever a connection that hangs still brings: its file becomes no younger by that.
        let whole = noted.filter(|_| note.as_ref().is_some_and(|note| note.digest.is_some()));
        let touched = whole.map_or(touched, |entry| entry.since);
        let taking = match entries.iter().find(|(name, _)| name == TAKING) {
            Some((_, entry)) => self.text(entry).await?.and_then(|text| serde_json::from_slice(&text).ok()),
            None => None,
        };
        let pieces = pieces(entries.iter().map(|(name, _)| name.as_str()));
        Ok(Some(Waiting { id, note, taking, have: covered(&pieces), touched }))
    }

    async fn note(&self, id: UploadId, entry: &Entry) -> Result<Option<Note>, Fault> {
        let known = || lock(&self.notes);
        if let Some(tag) = &entry.tag
            && let Some((_, note)) = known().get(&id).filter(|(read, _)| read == tag)
        {
            return Ok(Some(note.clone()));
        }
        let Some(text) = self.text(entry).await? else { return Ok(None) };
        let note: Option<Note> = serde_json::from_slice(&text).ok();
        if let (Some(note), Some(tag)) = (&note, &entry.tag) {
            known().insert(id, (tag.clone(), note.clone()));
        }
        Ok(note)
    }

    /// What is written in an entry. `None`: forgotten between the look and the reading; or none of ours.
    async fn text(&self, entry: &Entry) -> Result<Option<Bytes>, Fault> {
        match self.bucket.get(&entry.key, limits::NOTE_BYTES).await {
            Ok(text) => Ok(Some(text)),
            Err(BucketTrouble::Missing | BucketTrouble::TooLarge) => Ok(None),
            Err(trouble) => Err(trouble.into()),
        }
    }

    async fn entries(&self, id: UploadId) -> Result<Vec<(String, Entry)>, Fault> {
        let folder = folder(id);
        let found = self.bucket.list(&folder).await?;
        Ok(found.into_iter().filter_map(|entry| Some((entry.key.strip_prefix(&folder)?.strip_prefix('/')?.to_owned(), entry))).collect())
    }

    /// Waits until no server may be removing a file any more.
    ///
    /// * Errors: it takes longer than anybody who sends a file waits.
    async fn stays(&self, digest: Digest) -> Result<(), Fault> {
        let began = Instant::now();
        while self.bucket.list(&leaving(digest)).await?.iter().any(|mark| !is_left_behind(mark)) {
            if limits::LEAVING_WAIT < began.elapsed() {
                return Err(Fault::Away(format!(
                    "a server is removing the evidence file {digest}, or ended while it did; it can be sent later"
                )));
            }
            tokio::time::sleep(limits::LEAVING_LOOK).await;
        }
        Ok(())
    }

    /// Fetches a file, and sees that it is what its name says.
    async fn down(&self, file: EvidenceFile) -> Result<Spooled, Fault> {
        let EvidenceFile { digest, bytes } = file;
        let spooled = self.spool.file()?;
        let mut target = tokio::fs::File::from_std(spooled.reopen()?);
        match self.bucket.get_into(&files::name(digest), bytes, &mut target).await {
            Ok(_) => {}
            Err(BucketTrouble::Missing) => return Err(Fault::Missing(digest)),
            Err(BucketTrouble::TooLarge) => return Err(Fault::Changed(digest)),
            Err(trouble) => return Err(trouble.into()),
        }
        let source = spooled.reopen()?;
        if blocking(move || files::read(source)).await? == (digest, bytes) { Ok(spooled.into()) } else { Err(Fault::Changed(digest)) }
    }
}

#[async_trait]
impl Storage for Objects {
    async fn take(&self, from: &Path, file: EvidenceFile) -> Result<(), Fault> {
        for _ in 0..limits::TAKES {
            let mut source = tokio::fs::File::open(from).await?;
            // In the place of one that is there: the same bytes, which are young again, and whole if they were not.
            self.bucket.put_from(&files::name(file.digest), &mut source, file.bytes).await?;
            self.stays(file.digest).await?;
            if self.has(file).await? {
                return Ok(());
            }
        }
        Err(Fault::Away(format!("the evidence file {} was written and is not there", file.digest)))
    }

    async fn has(&self, file: EvidenceFile) -> Result<bool, Fault> {
        Ok(self.bucket.look(&files::name(file.digest)).await?.is_some_and(|found| found.bytes == file.bytes))
    }

    async fn is_whole(&self, file: EvidenceFile) -> Result<bool, Fault> {
        // What was fetched a moment ago does not tell what is in the bucket now.
        self.spool.forget(file.digest);
        match self.fetch(file).await {
            Ok(_) => Ok(true),
            Err(Fault::Missing(_) | Fault::Changed(_)) => Ok(false),
            Err(fault) => Err(fault),
        }
    }

    async fn fetch(&self, file: EvidenceFile) -> Result<Fetched, Fault> {
        let held = self.spool.fetched(file.digest, self.down(file)).await?;
        Ok(Fetched { path: held.path().to_owned(), _held: Some(held) })
    }

    async fn all(&self) -> Result<Vec<Kept>, Fault> {
        let found = self.bucket.list(files::FOLDER).await?;
        let kept = |entry: &Entry| {
            let digest = format!("sha256:{}", entry.key.rsplit('/').next()?).parse().ok()?;
            Some(Kept { file: EvidenceFile { digest, bytes: entry.bytes }, since: entry.since })
                .filter(|_| files::name(digest) == entry.key)
        };
        Ok(found.iter().filter_map(kept).collect())
    }

    async fn since(&self, digest: Digest) -> Result<Option<SystemTime>, Fault> {
        Ok(self.bucket.look(&files::name(digest)).await?.map(|found| found.since))
    }

    async fn remove(&self, digest: Digest, before: SystemTime) -> Result<bool, Fault> {
        // One for each removal: nobody takes another's away.
        let mark = format!("{}/{}", leaving(digest), Uuid::now_v7());
        self.bucket.put(&mark, Bytes::from_static(b"-")).await?;
        let old = self.since(digest).await?.is_some_and(|since| since < before);
        if old {
            self.spool.forget(digest);
            // Where nobody knows what became of this, the mark stays: it may still happen.
            self.bucket.remove(&files::name(digest)).await?;
        }
        for left in self.bucket.list(LEAVING).await?.iter().filter(|left| left.key == mark || is_left_behind(left)) {
            self.bucket.remove(&left.key).await?;
        }
        Ok(old)
    }

    async fn waiting(&self) -> Result<Vec<Waiting>, Fault> {
        let mut uploads: BTreeMap<UploadId, Vec<(String, Entry)>> = BTreeMap::new();
        for entry in self.bucket.list(FOLDER).await? {
            let place = entry.key.strip_prefix(FOLDER).and_then(|rest| rest.strip_prefix('/')?.split_once('/'));
            let Some((Ok(id), name)) = place.map(|(id, name)| (id.parse::<UploadId>(), name.to_owned())) else { continue };
            uploads.entry(id).or_default().push((name, entry));
        }
        lock(&self.notes).retain(|id, _| uploads.contains_key(id));
        let mut waiting = Vec::new();
        for (id, entries) in &uploads {
            waiting.extend(self.read(*id, entries).await?);
        }
        Ok(waiting)
    }

    async fn find(&self, id: UploadId) -> Result<Option<Waiting>, Fault> {
        let entries = self.entries(id).await?;
        self.read(id, &entries).await
    }

    async fn write(&self, note: &Note) -> Result<(), Fault> {
        let text = serde_json::to_vec(note).map_err(|error| Fault::Away(error.to_string()))?;
        Ok(self.bucket.put(&format!("{}/{NOTE}", folder(note.id)), text.into()).await?)
    }

    async fn writer(&self, id: UploadId, offset: u64) -> Result<Option<Box<dyn Writer>>, Fault> {
        let file = tokio::fs::File::from_std(tempfile::tempfile_in(self.spool.folder())?);
        Ok(Some(Box::new(Pieces { bucket: self.bucket.clone(), id, file, offset, pending: 0 })))
    }

    async fn gather(&self, id: UploadId, bytes: u64) -> Result<Fetched, Fault> {
        let names = self.entries(id).await?;
        let spooled = self.spool.file()?;
        let mut target = tokio::fs::File::from_std(spooled.reopen()?);
        let mut have = 0;
        for (offset, length) in pieces(names.iter().map(|(name, _)| name.as_str())) {
            // Those before reach as far, or not as far as here: then the rest is not ours to find.
            if offset + length <= have || have < offset || bytes <= have {
                continue;
            }
            let piece = match self.bucket.get(&piece_key(id, offset, length), OBJECT_PART_BYTES as u64).await {
                Err(BucketTrouble::Missing) => return Err(Fault::Gone),
                got => got?,
            };
            let skip = usize::try_from(have - offset).unwrap_or(usize::MAX);
            let rest = piece.get(skip..).filter(|_| piece.len() as u64 == length).ok_or(Fault::Gone)?;
            target.write_all(rest).await?;
            have += rest.len() as u64;
        }
        target.flush().await?;
        if have != bytes {
            return Err(Fault::Gone);
        }
        let held = Arc::new(Spooled::from(spooled));
        Ok(Fetched { path: held.path().to_owned(), _held: Some(held) })
    }

    async fn announce(&self, id: UploadId, taking: Taking) -> Result<(), Fault> {
        let text = serde_json::to_vec(&taking).map_err(|error| Fault::Away(error.to_string()))?;
        Ok(self.bucket.put(&format!("{}/{TAKING}", folder(id)), text.into()).await?)
    }

    async fn share(&self, digest: Digest) -> Result<(), Fault> {
        Ok(self.bucket.put(&shared(digest), Bytes::from_static(b"-")).await?)
    }

    async fn is_shared(&self, digest: Digest) -> Result<bool, Fault> {
        Ok(self.bucket.look(&shared(digest)).await?.is_some())
    }

    async fn drop_bytes(&self, id: UploadId) -> Result<(), Fault> {
        for (_, entry) in self.entries(id).await?.iter().filter(|(name, _)| name != NOTE) {
            self.bucket.remove(&entry.key).await?;
        }
        Ok(())
    }

    async fn forget(&self, id: UploadId) -> Result<(), Fault> {
        // The note first: what is left of an upload without one goes with the next sweep.
        self.bucket.remove(&format!("{}/{NOTE}", folder(id))).await?;
        self.drop_bytes(id).await
    }

    async fn answers(&self) -> Result<(), Fault> {
        Ok(self.bucket.answers().await?)
    }
}

const FOLDER: &str = "uploads";
const LEAVING: &str = "leaving";

/// Where the marks of those are who remove a file.
fn leaving(digest: Digest) -> String {
    format!("{LEAVING}/{}", digest.hex())
}

fn shared(digest: Digest) -> String {
    format!("shared/{}", digest.hex())
}

/// Whether a mark is older than any removal takes: its server ended.
fn is_left_behind(mark: &Entry) -> bool {
    mark.since.elapsed().is_ok_and(|age| limits::LEAVING < age)
}

fn folder(id: UploadId) -> String {
    format!("{FOLDER}/{id}")
}

fn piece_key(id: UploadId, offset: u64, length: u64) -> String {
    format!("{}/{offset:016}-{length:016}", folder(id))
}

/// Offset and length of each piece, by their names, in their order.
fn pieces<'a>(names: impl Iterator<Item = &'a str>) -> Vec<(u64, u64)> {
    let read = |name: &str| {
        let (offset, length) = name.split_once('-')?;
        let (offset, length) = (offset.parse::<u64>().ok()?, length.parse::<u64>().ok()?);
        offset.checked_add(length).map(|_| (offset, length))
    };
    let mut pieces: Vec<_> = names.filter_map(read).collect();
    pieces.sort_unstable();
    pieces
}

/// How far pieces reach from 0 on, without a gap.
fn covered(pieces: &[(u64, u64)]) -> u64 {
    pieces.iter().fold(0, |have, (offset, length)| if *offset <= have { have.max(offset + length) } else { have })
}

/// Bytes on their way into pieces. They wait on the disk: a slow sender holds no memory.
struct Pieces {
    bucket: Bucket,
    id: UploadId,
    file: tokio::fs::File,
    /// Where the piece begins that is being filled.
    offset: u64,
    pending: u64,
}

impl Pieces {
    async fn send(&mut self) -> Result<(), Fault> {
        self.file.flush().await?;
        self.file.rewind().await?;
        let key = piece_key(self.id, self.offset, self.pending);
        self.bucket.put_from(&key, &mut self.file, self.pending).await?;
        self.offset += self.pending;
        self.pending = 0;
        self.file.rewind().await?;
        Ok(self.file.set_len(0).await?)
    }
}

#[async_trait]
impl Writer for Pieces {
    async fn write(&mut self, mut piece: Bytes) -> Result<(), Fault> {
        while !piece.is_empty() {
            let room = usize::try_from(OBJECT_PART_BYTES as u64 - self.pending).unwrap_or(0);
            let now = piece.split_to(room.min(piece.len()));
            self.file.write_all(&now).await?;
            self.pending += now.len() as u64;
            if self.pending == OBJECT_PART_BYTES as u64 {
                self.send().await?;
            }
        }
        Ok(())
    }

    async fn settle(&mut self) -> Result<(), Fault> {
        if 0 < self.pending { self.send().await } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_reach_as_far_as_they_cover_together() {
        type Given = &'static [(u64, u64)];
        let cases: [(Given, u64, &str); 7] = [
            (&[], 0, "nothing"),
            (&[(0, 5)], 5, "one"),
            (&[(5, 5)], 0, "not the first"),
            (&[(0, 5), (5, 5)], 10, "side by side"),
            (&[(0, 5), (6, 5)], 5, "a gap"),
            (&[(0, 5), (0, 8), (5, 8)], 13, "two replicas cut differently"),
            (&[(0, 9), (2, 3), (9, 1)], 10, "one within another"),
        ];
        for (given, expected, about) in cases {
            let names: Vec<_> = given.iter().rev().map(|(offset, length)| format!("{offset:016}-{length:016}")).collect();
            let read = pieces(names.iter().map(String::as_str));
            assert_eq!(covered(&read), expected, "{about}");
        }
        assert_eq!(pieces(["note", "1-x", "18446744073709551615-1", "-"].into_iter()), []);
    }

    #[test]
    fn a_further_piece_makes_nothing_shorter() {
        let all = [(0, 5), (5, 8), (0, 8), (3, 4), (8, 8), (20, 5)];
        for set in 0..1_u32 << all.len() {
            let mut some: Vec<_> = (0..all.len()).filter(|n| set >> n & 1 == 1).map(|n| all[n]).collect();
            some.sort_unstable();
            for more in all {
                let mut with = some.clone();
                with.push(more);
                with.sort_unstable();
                assert!(covered(&some) <= covered(&with), "{some:?} and {more:?}");
            }
        }
    }
}
