//! Reads an archive, judges it, and puts it into a data folder. Nothing is moved before all of it was verified.

use std::fs;
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use holdpoint_domain::id::Timestamp;
use holdpoint_store::sqlite::{FILE, backup};
use holdpoint_store::{StoreError, files, folder};
use tempfile::TempDir;
use uuid::Uuid;

use super::{CONTENTS, Entry, FOLDERS, Fault, MANIFEST, Manifest, STAGE, Summed, TRIAL, clear, is_outside, open};
use crate::limits;
use crate::sign::{self, Keys};

/// Reads an archive to its end, opens the database in it, and holds everything against the manifest.
pub fn verify(archive: &Path) -> Result<Manifest, Fault> {
    clear(&std::env::temp_dir(), TRIAL);
    let desk = tempfile::Builder::new().prefix(TRIAL).tempdir();
    let desk =
        desk.map_err(|error| Fault::Trouble(format!("there is no room to unpack into: {error}; set TMPDIR to a folder with some")))?;
    unpack(archive, &desk, Evidence::Judge)
}

/// Puts a backup into a data folder that no server uses.
///
/// * `replace`: whether there may be data in it, which is kept in a folder beside the new one.
/// * Returns what the manifest says, and where the former data is.
pub fn restore(archive: &Path, data: &Path, replace: bool, now: Timestamp) -> Result<(Manifest, Option<PathBuf>), Fault> {
    if let Some(occupied) = backup::occupied(data).filter(|_| !replace) {
        return Err(Fault::Trouble(occupied));
    }
    let existed = data.exists();
    let done = stage(archive, data, replace, now);
    if done.is_err() && !existed {
        // Only if it is empty: a lock file may have come, and nothing else.
        let _ = fs::remove_file(data.join(folder::LOCK));
        let _ = fs::remove_dir(data);
    }
    done
}

fn stage(archive: &Path, data: &Path, replace: bool, now: Timestamp) -> Result<(Manifest, Option<PathBuf>), Fault> {
    let shown = data.display();
    let trouble = |error: io::Error| {
        Fault::Trouble(format!(
            "the data folder {shown} cannot be written: {error}; give this user the right to, or name another with --data"
        ))
    };
    fs::DirBuilder::new().recursive(true).mode(0o700).create(data).map_err(trouble)?;
    clear(data, STAGE);
    // Inside, so that moving it into place copies nothing, even where the folder is a mounted volume.
    let desk = tempfile::Builder::new().prefix(STAGE).tempdir_in(data).map_err(trouble)?;
    let manifest = unpack(archive, &desk, Evidence::Unpack)?;
    let aside = format!("before-restore-{}", now.strftime("%Y%m%dT%H%M%SZ"));
    let former = backup::put(data, desk.path(), &FOLDERS, replace.then_some(&aside));
    let former = former.map_err(|error| match error {
        StoreError::Unusable(sentence) => Fault::Trouble(sentence),
        other => Fault::from(other),
    })?;
    Ok((manifest, former))
}

/// What becomes of the evidence files of an archive: they may be large.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Evidence {
    /// They are read and held against their digests.
    Judge,
    /// They are written too.
    Unpack,
}

pub(super) fn unpack(archive: &Path, desk: &TempDir, evidence: Evidence) -> Result<Manifest, Fault> {
    let shown = archive.display();
    let damaged = |why: String| Fault::Damaged(format!("{shown} is no whole backup: {why}; take another one"));
    let file = open(archive).map_err(|error| Fault::Trouble(format!("{shown}: {error}; name a backup that this user can read")))?;
    let manifest = entries(io::BufReader::new(file), desk.path(), evidence).map_err(|stopped| match stopped {
        Stopped::Archive(why) => damaged(why),
        Stopped::Unread(why) => Fault::Trouble(format!("{shown}: {why}; see whether the disk that it is on answers, and try again")),
        Stopped::Desk(why) => {
            let folder = desk.path().parent().unwrap_or(desk.path()).display();
            Fault::Trouble(format!("{shown} cannot be unpacked in {folder}: {why}; is there room, and may this user?"))
        }
    })?;
    let database = desk.path().join(FILE);
    let census = backup::census(&database).map_err(|error| match error {
        StoreError::OtherBuild(sentence) => {
            let sentence = sentence.replace(&database.display().to_string(), "its database");
            Fault::Trouble(format!("{shown}: {sentence}"))
        }
        // That it could not be read to its end shows nothing.
        unread @ StoreError::Unavailable(_) => Fault::from(unread),
        other => damaged(other.to_string()),
    })?;
    if census != manifest.census {
        return Err(damaged("its database does not hold what the manifest says".into()));
    }
    keys_of(desk.path(), census.server)?;
    // The census may have left files of its own.
    for left in ["-wal", "-shm"] {
        let _ = fs::remove_file(desk.path().join(format!("{FILE}{left}")));
    }
    Ok(manifest)
}

/// Why not all of an archive is on its desk.
enum Stopped {
    /// It is not whole.
    Archive(String),
    /// Whether it is whole, nobody could tell.
    Unread(String),
    /// The desk takes nothing more.
    Desk(String),
}

impl From<String> for Stopped {
    fn from(why: String) -> Self {
        Self::Archive(why)
    }
}

impl Stopped {
    /// * `what`: what could not be read to its end.
    fn reading(what: &str, error: &io::Error) -> Self {
        let why = format!("{what} cannot be read to its end ({error})");
        if is_outside(error) { Self::Unread(why) } else { Self::Archive(why) }
    }
}

/// What of an archive is in memory at a time.
const PART_BYTES: u64 = 1 << 20;

/// Writes every entry to the desk.
///
/// * Errors: whatever is missing, doubled, longer, shorter, unknown or of another digest; a desk without room.
fn entries(archive: impl io::Read, desk: &Path, evidence: Evidence) -> Result<Manifest, Stopped> {
    let cut = |error: io::Error| Stopped::reading("it", &error);
    let mut tar = tar::Archive::new(archive);
    let mut found = tar.entries().map_err(cut)?;
    let first = found.next().ok_or_else(|| "it is empty".to_owned())?.map_err(cut)?;
    if first.path().map_err(cut)? != Path::new(MANIFEST) {
        return Err(format!("it does not begin with {MANIFEST}").into());
    }
    let mut text = Vec::new();
    first.take(limits::MANIFEST_BYTES).read_to_end(&mut text).map_err(cut)?;
    let manifest: Manifest = serde_json::from_slice(&text).map_err(|error| format!("its manifest cannot be read ({error})"))?;
    let names: Vec<&str> = manifest.files.iter().map(|file| file.name.as_str()).collect();
    let known = CONTENTS.iter().filter(|name| names.contains(*name)).count() + manifest.templates();
    if manifest.v != 1 || known != names.len() || !CONTENTS[..3].iter().all(|name| names.contains(name)) {
        return Err("its manifest names other files than this build knows".to_owned().into());
    }
    folder::make(&desk.join(sign::FOLDER)).map_err(|error| Stopped::Desk(format!("{}: {error}", sign::FOLDER)))?;
    let small = manifest.files.iter().map(|expected| (expected.clone(), true));
    // The census is held against the database later: neither can name a file that the other does not.
    for (expected, written) in small.chain(manifest.evidence().map(|expected| (expected, evidence == Evidence::Unpack))) {
        let entry = found.next().ok_or_else(|| format!("{} is missing", expected.name))?.map_err(cut)?;
        if !entry.header().entry_type().is_file() || entry.path().map_err(cut)? != Path::new(&expected.name) {
            return Err(format!("another entry is where {} should be", expected.name).into());
        }
        if written { write(entry, &expected, desk)? } else { judge(entry, &expected)? }
    }
    match found.next() {
        None => Ok(manifest),
        Some(_) => Err("it goes on behind its last file".to_owned().into()),
    }
}

/// Reads an entry, and forgets it.
fn judge(entry: impl io::Read, expected: &Entry) -> Result<(), Stopped> {
    let Entry { name, bytes, digest } = expected;
    let read = files::read(entry).map_err(|error| Stopped::reading(name, &error))?;
    if read == (*digest, *bytes) { Ok(()) } else { Err(format!("{name} is not what the manifest says").into()) }
}

fn write(entry: impl io::Read, expected: &Entry, desk: &Path) -> Result<(), Stopped> {
    let Entry { name, bytes, digest } = expected;
    let trouble = |error: io::Error| match error.kind() {
        ErrorKind::AlreadyExists => Stopped::Archive(format!("{name} is in it twice")),
        _ => Stopped::Desk(format!("{name}: {error}")),
    };
    if let Some(folder) = desk.join(name).parent() {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(trouble)?;
    }
    let mut options = fs::OpenOptions::new();
    let mut file = options.write(true).create_new(true).mode(limits::PRIVATE_FILE).open(desk.join(name)).map_err(trouble)?;
    let (mut entry, mut part) = (Summed::new(entry), Vec::new());
    loop {
        let read = io::Read::by_ref(&mut entry).take(PART_BYTES).read_to_end(&mut part);
        if read.map_err(|error| Stopped::reading(name, &error))? == 0 {
            break;
        }
        file.write_all(&part).map_err(trouble)?;
        part.clear();
    }
    file.sync_all().map_err(trouble)?;
    if entry.end() == (*bytes, *digest) { Ok(()) } else { Err(format!("{name} is not what the manifest says").into()) }
}

/// Whether the keys on a desk can be used, and are those of the database's server.
pub(super) fn keys_of(desk: &Path, server: Uuid) -> Result<(), Fault> {
    let keys = Keys::open(desk, server).map_err(|error| Fault::Damaged(format!("the keys cannot be used: {error}")))?;
    let name = keys.log.public().name().to_owned();
    let own = name.rsplit('/').next().and_then(|id| Uuid::try_parse(id).ok()) == Some(server);
    if own { Ok(()) } else { Err(Fault::Damaged(format!("the log key {name} is of another server than the database ({server})"))) }
}
