//! Files that commands make: one has its name once all of it is on disk, so that a full disk leaves none that is cut off.

use std::fs::{self, File, Permissions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use holdpoint_store::folder::settle;
use tempfile::NamedTempFile;

use crate::backup::clear;
use crate::limits;

/// What a file is called while it is written, beside where it will be.
const DRAFT: &str = ".holdpoint-draft-";

/// The mode of a file that others may read too, as far as this user's mask lets them.
pub const SHARED: u32 = 0o666;

/// Makes a new file.
///
/// * Errors: one is there, or it cannot be written to its end; nothing is left.
pub fn create(target: &Path, mode: u32, write: impl FnOnce(&File) -> io::Result<()>) -> io::Result<()> {
    draft(target, mode, write)?.persist_noclobber(target).map_err(|error| error.error)?;
    settle(beside(target))
}

/// The same in the place of a file that is there, which keeps its permissions. What is no file, such as a pipe, is written to as it is.
pub fn replace(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let Ok(found) = fs::metadata(target) else {
        return create(target, SHARED, |mut file| file.write_all(bytes));
    };
    if !found.is_file() {
        return fs::write(target, bytes);
    }
    // A link goes on leading there, and a file that this user may not write stays.
    let target = target.canonicalize()?;
    File::options().write(true).open(&target)?;
    let whole = || {
        let draft = draft(&target, limits::PRIVATE_FILE, |mut file| file.write_all(bytes))?;
        draft.as_file().set_permissions(found.permissions())?;
        draft.persist(&target).map_err(|error| error.error)?;
        settle(beside(&target))
    };
    match whole() {
        // Nothing may be made beside it, or it is a mount of its own.
        Err(error) if matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem | ErrorKind::ResourceBusy) => {
            fs::write(&target, bytes)
        }
        done => done,
    }
}

fn draft(target: &Path, mode: u32, write: impl FnOnce(&File) -> io::Result<()>) -> io::Result<NamedTempFile> {
    let beside = beside(target);
    clear(beside, DRAFT);
    let draft = tempfile::Builder::new().prefix(DRAFT).permissions(Permissions::from_mode(mode)).tempfile_in(beside)?;
    write(draft.as_file())?;
    draft.as_file().sync_all()?;
    Ok(draft)
}

fn beside(target: &Path) -> &Path {
    target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_written_to_its_end_is_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("made");
        let full = |mut file: &File| file.write_all(b"half").and_then(|()| Err(io::Error::other("full")));
        assert_eq!(create(&file, SHARED, full).unwrap_err().to_string(), "full");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        create(&file, SHARED, |mut file| file.write_all(b"whole")).unwrap();
        assert_eq!(create(&file, SHARED, |_| Ok(())).unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&file).unwrap(), b"whole");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_is_replaced_where_a_link_leads_and_keeps_its_permissions() {
        let folder = tempfile::tempdir().unwrap();
        let [file, link, other] = ["file", "link", "new"].map(|name| folder.path().join(name));
        fs::write(&file, "as it was").unwrap();
        fs::set_permissions(&file, Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink("file", &link).unwrap();
        replace(&link, b"now").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!((fs::read(&file).unwrap(), fs::metadata(&file).unwrap().permissions().mode() & 0o777), (b"now".to_vec(), 0o640));
        replace(Path::new("/dev/null"), b"gone").unwrap();
        replace(&other, b"new").unwrap();
        assert_eq!(fs::read(&other).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }
}
