//! Evidence files, beside the database: each under its own digest, so that the same bytes are there once. A file has its name only when all of it is on
//! disk, and is never changed after.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use holdpoint_domain::id::Digest;
use holdpoint_domain::launch::Event;
use serde::{Deserialize, Serialize};
use sha2::Digest as _;

/// Their folder's name in the data folder.
pub const FOLDER: &str = "files";

/// A file that events name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceFile {
    pub digest: Digest,
    pub bytes: u64,
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

/// The files of one data folder. Every method blocks.
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
        let hex = digest.hex();
        self.folder.join(hex.get(..2).unwrap_or_default()).join(hex)
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
        if self.has(file) && matches!(self.is_whole(file), Ok(true)) {
            File::options().append(true).open(&to)?.set_modified(SystemTime::now())?;
            return match fs::remove_file(from) {
                Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            };
        }
        for folder in [&self.folder, shelf] {
            make_private(folder)?;
        }
        File::options().append(true).open(from)?.set_modified(SystemTime::now())?;
        fs::rename(from, &to)?;
        settle(shelf)
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

    /// Removes a file that nobody needs.
    pub fn remove(&self, digest: Digest) -> io::Result<()> {
        fs::remove_file(self.path(digest))
    }
}

/// Where evidence files can be had, as files of this machine.
pub trait Source {
    /// * Errors: it is missing, or cannot be had now.
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

/// Makes a folder that only this user may enter, and sees that it is there after a power cut. One that is there is left as it is.
pub fn make_private(folder: &Path) -> io::Result<()> {
    match fs::DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(()),
        made => made?,
    }
    folder.parent().map_or(Ok(()), settle)
}

/// What was made, moved or removed in a folder is so after a power cut.
pub fn settle(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Of a folder that need not be there.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Ok(found) => found.map(|entry| entry.map(|entry| entry.path())).collect(),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}
