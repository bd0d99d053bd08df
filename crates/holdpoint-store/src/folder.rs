//! A server's data folder, wherever its database lies: for this user only, and held by the process that uses it.

use std::fs::{DirBuilder, File, TryLockError};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

/// Whoever has a lock on it has the folder.
pub const LOCK: &str = "holdpoint.lock";

/// Makes the folder if need be, and takes it for this process alone, for as long as the file that is returned is open.
///
/// * Errors: in a sentence, who has it or what to do.
pub fn take(folder: &Path) -> Result<File, String> {
    held(folder, File::try_lock, "")
}

/// The same for one that several processes may use.
pub fn share(folder: &Path) -> Result<File, String> {
    held(folder, File::try_lock_shared, " for itself")
}

/// * `how`: the other process uses it.
fn held(folder: &Path, lock: impl FnOnce(&File) -> Result<(), TryLockError>, how: &str) -> Result<File, String> {
    let shown = folder.display();
    let unusable = |what: &str, error: io::Error| {
        format!("the data folder {shown} {what} ({error}); give this user the right to write there, or choose another with --data")
    };
    let mut maker = DirBuilder::new();
    maker.recursive(true).mode(0o700).create(folder).map_err(|error| unusable("cannot be made", error))?;
    let file = File::options().create(true).write(true).truncate(false).mode(0o600).open(folder.join(LOCK));
    let file = file.map_err(|error| unusable("cannot be written", error))?;
    match lock(&file) {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            Err(format!("another holdpoint process uses the data folder {shown}{how}; stop it first, or choose another folder with --data"))
        }
        Err(TryLockError::Error(error)) => Err(unusable("cannot be locked", error)),
    }
}

/// Makes a folder that is new, and that only this user may enter.
pub fn make(folder: &Path) -> io::Result<()> {
    DirBuilder::new().mode(0o700).create(folder)
}

/// The same, and sees that it is there after a power cut. One that is there is left as it is.
pub fn make_private(folder: &Path) -> io::Result<()> {
    match make(folder) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(()),
        made => made?,
    }
    folder.parent().map_or(Ok(()), settle)
}

/// What was made, moved or removed in a folder is so after a power cut.
pub fn settle(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
