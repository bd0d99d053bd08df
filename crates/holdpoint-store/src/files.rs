//! Evidence files, beside the database: each under its own digest, so that the same bytes are there once. A file has its name only when all of it is on
//! disk, and is never changed after.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use holdpoint_domain::id::Digest;
use holdpoint_domain::launch::Event;
use serde::{Deserialize, Serialize};
use sha2::Digest as _;

use crate::folder::{make_private, settle};

/// Their folder's name in the data folder.
pub const FOLDER: &str = "files";

/// A file that events name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceFile {
    pub digest: Digest,
    pub bytes: u64,
}

/// A file's name, below a data folder as in a bucket and in a backup: `files/ab/abcd…`, the hex digits of its SHA-256.
pub fn name(digest: Digest) -> String {
    format!("{FOLDER}/{}", on_shelf(digest))
}

/// The same below their own folder: those that begin alike are on one shelf.
fn on_shelf(digest: Digest) -> String {
    let hex = digest.hex();
    format!("{}/{hex}", hex.get(..2).unwrap_or_default())
}

/// The file that a server has to keep because of an event.
pub(crate) fn named_by(event: &Event) -> Option<EvidenceFile> {
    match event {
        Event::EvidenceAdded { evidence, .. } => evidence.kind.kept().map(|(digest, bytes)| EvidenceFile { digest, bytes }),
        _ => None,
    }
}

/// A file that is on disk, whether anybody needs it or not.
#[derive(Clone, Copy, Debug)]
pub struct OnDisk {
    pub file: EvidenceFile,
    /// When it was taken in last.
    pub since: SystemTime,
}

/// What the name of their lock ends with: it lies beside their folder.
const LOCK: &str = "lock";

/// The files of one data folder. Every method blocks.
///
/// Several servers may have the folder. Who takes a file in has the lock together with others who do, who removes one has it alone: so a file
/// that comes anew is not removed by somebody who has just found it old.
#[derive(Clone, Debug)]
pub struct Files {
    folder: PathBuf,
}

impl Files {
    /// Of a data folder; nothing is made before the first file comes.
    pub fn of(data: &Path) -> Self {
        Self { folder: data.join(FOLDER) }
    }

    /// Where a file is, or would be.
    pub fn path(&self, digest: Digest) -> PathBuf {
        self.folder.join(on_shelf(digest))
    }

    /// Whether it is there, as long as it should be.
    pub fn has(&self, file: EvidenceFile) -> bool {
        fs::metadata(self.path(file.digest)).is_ok_and(|found| found.is_file() && found.len() == file.bytes)
    }

    /// Whether its bytes are what they were.
    ///
    /// * Errors: it is not there, or cannot be read.
    pub fn is_whole(&self, file: EvidenceFile) -> io::Result<bool> {
        Ok(read(File::open(self.path(file.digest))?)? == (file.digest, file.bytes))
    }

    /// Takes in a file by moving it here; it is on disk when this returns. One that is there already is kept, and counts as new, unless it was
    /// changed where it lies: then this one takes its place.
    ///
    /// * `from`: on the same file system; its content is already synchronised, and has this digest.
    pub fn take(&self, from: &Path, file: EvidenceFile) -> io::Result<()> {
        let to = self.path(file.digest);
        let shelf = to.parent().unwrap_or(&self.folder);
        let lock = self.lock()?;
        lock.lock_shared()?;
        if self.has(file) && matches!(self.is_whole(file), Ok(true)) {
            File::options().append(true).open(&to)?.set_modified(SystemTime::now())?;
        } else {
            for folder in [&self.folder, shelf] {
                make_private(folder)?;
            }
            File::options().append(true).open(from)?.set_modified(SystemTime::now())?;
            fs::rename(from, &to)?;
        }
        // Of one that is there already, too: who moved it here may not have come to this yet, or have ended before.
        settle(shelf)?;
        match fs::remove_file(from) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// All that there are, in no order. What is no file of ours is passed over.
    pub fn all(&self) -> io::Result<Vec<OnDisk>> {
        let mut found = Vec::new();
        for shelf in entries(&self.folder)? {
            if !shelf.is_dir() {
                continue;
            }
            for path in entries(&shelf)? {
                let digest = path.file_name().and_then(|name| format!("sha256:{}", name.to_str()?).parse().ok());
                let known = fs::metadata(&path).and_then(|file| Ok((file.len(), file.modified()?)));
                if let (Some(digest), Ok((bytes, since))) = (digest, known) {
                    found.push(OnDisk { file: EvidenceFile { digest, bytes }, since });
                }
            }
        }
        Ok(found)
    }

    /// When a file was taken in last.
    pub fn since(&self, digest: Digest) -> io::Result<SystemTime> {
        fs::metadata(self.path(digest))?.modified()
    }

    /// Removes a file that nobody needs and that was taken in last before a moment; not while somebody takes any in.
    ///
    /// * Returns whether it was there and is removed.
    pub fn remove(&self, digest: Digest, before: SystemTime) -> io::Result<bool> {
        self.remove_if(digest, |since| since < before)
    }

    fn remove_if(&self, digest: Digest, is_old: impl FnOnce(SystemTime) -> bool) -> io::Result<bool> {
        let lock = self.lock()?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(false),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let path = self.path(digest);
        // Opened, and not only looked at: where machines share a folder, opening it tells how a file is now.
        let file = match File::open(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            opened => opened?,
        };
        if !is_old(file.metadata()?.modified()?) {
            return Ok(false);
        }
        fs::remove_file(path)?;
        Ok(true)
    }

    /// Ends with the file that is returned, and with the process.
    fn lock(&self) -> io::Result<File> {
        // To be read and written: NFS has a shared lock for readers only, and one of its own for writers.
        File::options().read(true).write(true).create(true).truncate(false).mode(0o600).open(self.folder.with_extension(LOCK))
    }
}

/// Where evidence files can be had, as files of this machine.
pub trait Source {
    /// * Errors: it is missing (`NotFound`), is known to have other bytes than it had (`InvalidData`), or cannot be had now.
    fn open(&self, file: EvidenceFile) -> io::Result<File>;
}

impl Source for Files {
    fn open(&self, file: EvidenceFile) -> io::Result<File> {
        File::open(self.path(file.digest))
    }
}

/// Digest and length of what a reader gives.
pub fn read(mut from: impl io::Read) -> io::Result<(Digest, u64)> {
    let (mut hash, mut length) = (sha2::Sha256::new(), 0_u64);
    let mut part = vec![0; 256 * 1024];
    loop {
        match from.read(&mut part) {
            Ok(0) => return Ok((Digest(hash.finalize().into()), length)),
            Ok(count) => {
                hash.update(part.get(..count).unwrap_or_default());
                length += count as u64;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Of a folder that need not be there.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Ok(found) => found.map(|entry| entry.map(|entry| entry.path())).collect(),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    const FILE: &[u8] = b"evidence";

    fn file() -> EvidenceFile {
        EvidenceFile { digest: Digest::of(FILE), bytes: FILE.len() as u64 }
    }

    fn part(data: &Path, name: &str) -> PathBuf {
        let path = data.join(name);
        fs::write(&path, FILE).unwrap();
        path
    }

    #[test]
    fn a_file_lies_where_its_name_says() {
        let digest = file().digest;
        assert_eq!(name(digest), format!("files/{}/{}", &digest.hex()[..2], digest.hex()));
        assert_eq!(Files::of(Path::new("data")).path(digest), Path::new("data").join(name(digest)));
    }

    #[test]
    fn a_file_is_removed_when_it_is_old_and_nobody_takes_any_in() {
        let data = tempfile::tempdir().unwrap();
        let files = Files::of(data.path());
        files.take(&part(data.path(), "part"), file()).unwrap();
        let (before, after) = (SystemTime::now() - Duration::from_secs(60), SystemTime::now() + Duration::from_secs(60));
        assert!(!files.remove(file().digest, before).unwrap(), "it is young");
        let taking = files.lock().unwrap();
        taking.lock_shared().unwrap();
        assert!(!files.remove(file().digest, after).unwrap(), "somebody takes a file in");
        drop(taking);
        assert!(files.remove(file().digest, after).unwrap() && !files.has(file()));
        assert!(!files.remove(file().digest, after).unwrap(), "it is not there");
    }

    /// One server has found that a file is old; before it is removed, another server takes in the same bytes.
    #[test]
    fn a_file_that_comes_anew_while_it_is_removed_is_there_afterwards() {
        let data = tempfile::tempdir().unwrap();
        let (one, two) = (Files::of(data.path()), Files::of(data.path()));
        one.take(&part(data.path(), "first"), file()).unwrap();
        let again = part(data.path(), "again");
        std::thread::scope(|scope| {
            let (done, taken) = mpsc::channel();
            let removed = one.remove_if(file().digest, |_| {
                scope.spawn(move || done.send(two.take(&again, file())));
                assert!(taken.recv_timeout(Duration::from_millis(200)).is_err(), "it waits for the removal");
                true
            });
            assert!(removed.unwrap());
            taken.recv().unwrap().unwrap();
        });
        assert!(one.is_whole(file()).unwrap());
    }
}
