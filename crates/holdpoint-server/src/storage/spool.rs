//! Files of this machine that are there for a while: bytes of a bucket on their way up or down. What a crash left of them goes a day later.

use std::collections::{HashMap, VecDeque};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use holdpoint_domain::id::Digest;
use holdpoint_store::folder::make_private;
use tempfile::{NamedTempFile, TempPath};
use tokio::sync::OnceCell;

use super::Fault;
use crate::limits;
use crate::lock::lock;

/// The folder's name in the data folder.
const FOLDER: &str = "spool";

pub struct Spool {
    folder: PathBuf,
    recent: Mutex<Recent>,
}

/// Files that were fetched last: who reads one in ranges does not fetch it anew for each.
#[derive(Default)]
struct Recent {
    cells: HashMap<Digest, Arc<OnceCell<Arc<Spooled>>>>,
    order: VecDeque<Digest>,
}

/// Removed when nobody holds it any more.
pub struct Spooled(TempPath);

impl Spooled {
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl From<NamedTempFile> for Spooled {
    fn from(file: NamedTempFile) -> Self {
        Self(file.into_temp_path())
    }
}

impl Spool {
    /// * Errors: the folder cannot be made; in one line.
    pub fn open(data: &Path) -> Result<Self, String> {
        let folder = data.join(FOLDER);
        let made = || -> io::Result<()> {
            match fs::create_dir_all(data).and_then(|()| make_private(&folder)) {
                Ok(()) => fs::read_dir(&folder)?.try_for_each(|left| forget_old(&left?)),
                Err(error) => Err(error),
            }
        };
        made().map_err(|error| format!("{} cannot be made and emptied: {error}; give this user the right to", folder.display()))?;
        Ok(Self { folder, recent: Mutex::default() })
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A new file, readable by this user only.
    pub fn file(&self) -> io::Result<NamedTempFile> {
        NamedTempFile::new_in(&self.folder)
    }

    /// A file that was fetched a moment ago, or is fetched now; by many at once only once.
    pub async fn fetched(&self, digest: Digest, fetch: impl Future<Output = Result<Spooled, Fault>>) -> Result<Arc<Spooled>, Fault> {
        let cell = {
            let mut recent = lock(&self.recent);
            recent.order.retain(|known| *known != digest);
            recent.order.push_back(digest);
            while limits::FILES_SPOOLED < recent.order.len() {
                let oldest = recent.order.pop_front();
                oldest.and_then(|oldest| recent.cells.remove(&oldest));
            }
            Arc::clone(recent.cells.entry(digest).or_default())
        };
        cell.get_or_try_init(|| async { fetch.await.map(Arc::new) }).await.cloned()
    }

    /// Forgets a file that was removed, or is to be read anew.
    pub fn forget(&self, digest: Digest) {
        let mut recent = lock(&self.recent);
        recent.cells.remove(&digest);
        recent.order.retain(|known| *known != digest);
    }
}

/// Another server may use the folder: what is young is left alone, and what it has just removed is gone.
fn forget_old(left: &fs::DirEntry) -> io::Result<()> {
    let forgotten = left.metadata().and_then(|found| {
        let age = found.modified()?.elapsed();
        if age.is_ok_and(|age| limits::SPOOL_KEPT < age) { fs::remove_file(left.path()) } else { Ok(()) }
    });
    match forgotten {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        forgotten => forgotten,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_server_removes_meanwhile_keeps_none_from_starting() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("one"), "").unwrap();
        let left = fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap();
        forget_old(&left).unwrap();
        assert!(left.path().exists(), "it is young");
        fs::remove_file(left.path()).unwrap();
        forget_old(&left).unwrap();
    }
}
