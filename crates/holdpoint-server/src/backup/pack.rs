//! Makes an archive.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use holdpoint_domain::id::{Digest, Timestamp};
use holdpoint_store::Files;
use holdpoint_store::folder::settle;
use holdpoint_store::portable::{Lost, Why};
use holdpoint_store::sqlite::{FILE, backup};
use sha2::Digest as _;
use tempfile::TempDir;
use uuid::Uuid;

use super::unpack::Evidence;
use super::{CONTENTS, DESK, Elsewhere, Entry, Fault, MANIFEST, Manifest, clear};
use crate::sign::{self, Keys};
use crate::{limits, templates};

/// Says what is in a bucket now.
///
/// * Errors: nobody can tell; in one line.
pub type Look<'a> = &'a dyn Fn() -> Result<Elsewhere, String>;

/// Writes a backup of a data folder, whether a server runs on it or not.
///
/// * `target`: a file that does not exist, or a folder, in which it gets a name with the time.
/// * `look`: looks into the bucket that has the evidence files: then the archive names it, and has none of them. It is asked once the database
///   is copied: a file is there before an event names it.
/// * Returns where it is, and what its manifest says.
/// * Errors: nothing is left behind.
pub fn pack(data: &Path, target: &Path, now: Timestamp, look: Option<Look<'_>>) -> Result<(PathBuf, Manifest), Fault> {
    let target = if target.is_dir() { target.join(name(now)) } else { target.to_owned() };
    let shown = target.display();
    let trouble = |error: io::Error| {
        Fault::Trouble(format!("{shown} cannot be written: {error}; name a file in a folder with room, where this user may write"))
    };
    if target.exists() {
        return Err(Fault::Trouble(format!("{shown} is there already, and a backup replaces nothing; name another file")));
    }
    let beside = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    clear(beside, DESK);
    // Readable by this user only, like what it becomes.
    let desk = tempfile::Builder::new().prefix(DESK).tempdir_in(beside).map_err(trouble)?;
    let mut manifest = gather(data, &desk, now)?;
    match look {
        Some(look) => {
            let elsewhere = look().map_err(Fault::Trouble)?;
            in_bucket(&elsewhere, &manifest)?;
            manifest.evidence_in = Some(elsewhere.place);
        }
        None => present(data, &manifest)?,
    }
    let mut archive = tempfile::Builder::new().prefix(DESK).tempfile_in(beside).map_err(trouble)?;
    write(archive.as_file_mut(), &manifest, (desk.path(), data)).map_err(|error| match error.downcast::<Lost>() {
        Ok(lost) => without(data, &lost),
        Err(error) => trouble(error),
    })?;
    archive.as_file().set_permissions(fs::Permissions::from_mode(limits::PRIVATE_FILE)).map_err(trouble)?;
    archive.as_file().sync_all().map_err(trouble)?;
    // What was written is read back before anybody relies on it.
    let again = tempfile::Builder::new().prefix(DESK).tempdir_in(beside).map_err(trouble)?;
    super::unpack::unpack(archive.path(), &again, Evidence::Judge)?;
    archive.persist_noclobber(&target).map_err(|error| trouble(error.error))?;
    settle(beside).map_err(trouble)?;
    Ok((target, manifest))
}

fn name(now: Timestamp) -> String {
    format!("holdpoint-{}.tar", now.strftime("%Y%m%dT%H%M%SZ"))
}

/// Copies everything to the desk, and says what it is.
fn gather(data: &Path, desk: &TempDir, now: Timestamp) -> Result<Manifest, Fault> {
    let copy = desk.path().join(FILE);
    backup::copy(data, &copy)?;
    let census = backup::census(&copy)?;
    keys(data, desk, census.server)?;
    let saved = templates(data, desk)?;
    let mut files = Vec::new();
    for name in CONTENTS.map(str::to_owned).into_iter().chain(saved) {
        let path = desk.path().join(&name);
        if path.exists() {
            let unread = |error: io::Error| Fault::Trouble(format!("{}: {error}", path.display()));
            let mut reader = Summed::new(File::open(&path).map_err(unread)?);
            io::copy(&mut reader, &mut io::sink()).map_err(unread)?;
            let (bytes, digest) = reader.end();
            files.push(Entry { name, bytes, digest });
        }
    }
    Ok(Manifest { v: 1, holdpoint: env!("CARGO_PKG_VERSION").into(), made_at: now, census, files, evidence_in: None })
}

/// Copies the keys, and sees that they are the database's own.
fn keys(data: &Path, desk: &TempDir, server: Uuid) -> Result<(), Fault> {
    let folder = data.join(sign::FOLDER);
    let missing = Keys::files(data).into_iter().find(|file| !file.exists());
    if let Some(missing) = missing {
        let missing = missing.display();
        return Err(Fault::Trouble(format!(
            "{missing} is missing, and without it no report can be signed as this server; take it from an earlier backup"
        )));
    }
    let trouble = |error: io::Error| Fault::Trouble(format!("{} cannot be copied: {error}", folder.display()));
    fs::create_dir(desk.path().join(sign::FOLDER)).map_err(trouble)?;
    for name in [sign::REPORT, sign::LOG, sign::RETIRED].into_iter().filter(|name| data.join(name).exists()) {
        fs::copy(data.join(name), desk.path().join(name)).map_err(trouble)?;
    }
    super::unpack::keys_of(desk.path(), server)
}

/// Copies the templates that were saved on the page.
///
/// * Returns their names in the archive, sorted.
fn templates(data: &Path, desk: &TempDir) -> Result<Vec<String>, Fault> {
    let folder = data.join(templates::FOLDER);
    let trouble = |error: io::Error| Fault::Trouble(format!("{} cannot be copied: {error}; let this user read it", folder.display()));
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    fs::create_dir(desk.path().join(templates::FOLDER)).map_err(trouble)?;
    let mut names = Vec::new();
    for file in templates::files(&folder).map_err(trouble)? {
        let Some(name) = file.file_name().and_then(|name| name.to_str()) else {
            let why = "its name is no text; give it another one";
            return Err(Fault::Trouble(format!("{} cannot be backed up: {why}", file.display())));
        };
        let name = format!("{}/{name}", templates::FOLDER);
        fs::copy(&file, desk.path().join(&name)).map_err(trouble)?;
        names.push(name);
    }
    Ok(names)
}

/// Whether the evidence files are there, before anything is written. None is ever removed that an event names.
fn present(data: &Path, manifest: &Manifest) -> Result<(), Fault> {
    let files = Files::of(data);
    let Some(file) = manifest.census.evidence.iter().find(|file| !files.has(**file)) else { return Ok(()) };
    let found = fs::metadata(files.path(file.digest));
    Err(without(data, &found.map_or_else(|error| Lost::of(file.digest, error), |_| Lost { digest: file.digest, why: Why::Changed })))
}

/// Why there is no backup without one of the evidence files.
fn without(data: &Path, lost: &Lost) -> Fault {
    match lost.why {
        Why::Missing | Why::Changed => Fault::Damaged(format!(
            "the evidence file {} is missing from {}, or shorter than it was; take it from an earlier backup",
            lost.digest,
            data.display()
        )),
        Why::Unread(_) => Fault::Trouble(format!(
            "{lost}, which is {}; let this user read it, and see whether its disk answers",
            Files::of(data).path(lost.digest).display()
        )),
    }
}

fn in_bucket(elsewhere: &Elsewhere, manifest: &Manifest) -> Result<(), Fault> {
    match elsewhere.missing(&manifest.census).first() {
        None => Ok(()),
        Some(lost) => Err(Fault::Damaged(format!(
            "the evidence file {} is missing from {}, or has another length than it had; take it from a copy of the bucket",
            lost.digest, elsewhere.place
        ))),
    }
}

/// * `from`: the desk, and the data folder, from which evidence files come as they are: those do not change.
/// * Errors: the archive takes no more; or, with [`Lost`] in it, an evidence file cannot be had.
fn write(archive: &mut File, manifest: &Manifest, from: (&Path, &Path)) -> io::Result<()> {
    let mut tar = tar::Builder::new(io::BufWriter::new(archive));
    let text = serde_json::to_vec_pretty(manifest)?;
    tar.append_data(&mut header(text.len() as u64, manifest.made_at), MANIFEST, text.as_slice())?;
    for entry in &manifest.files {
        let file = File::open(from.0.join(&entry.name))?;
        tar.append_data(&mut header(entry.bytes, manifest.made_at), &entry.name, file)?;
    }
    for entry in manifest.evidence() {
        let opened = File::open(from.1.join(&entry.name));
        let file = opened.map_err(|error| io::Error::other(Lost::of(entry.digest, error)))?;
        tar.append_data(&mut header(entry.bytes, manifest.made_at), &entry.name, Told { file, digest: entry.digest })?;
    }
    tar.into_inner()?.flush()
}

/// An evidence file whose errors say that they are its own, and not those of the archive.
struct Told {
    file: File,
    digest: Digest,
}

impl io::Read for Told {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer).map_err(|error| match error.kind() {
            // Whoever reads tries again.
            ErrorKind::Interrupted => error,
            _ => io::Error::other(Lost::of(self.digest, error)),
        })
    }
}

fn header(bytes: u64, made_at: Timestamp) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes);
    header.set_mode(limits::PRIVATE_FILE);
    header.set_mtime(made_at.as_second().unsigned_abs());
    header
}

/// Counts and digests what is read through it.
pub(crate) struct Summed<R> {
    inner: R,
    bytes: u64,
    hash: sha2::Sha256,
}

impl<R> Summed<R> {
    pub fn new(inner: R) -> Self {
        Self { inner, bytes: 0, hash: sha2::Sha256::new() }
    }

    pub fn end(self) -> (u64, Digest) {
        (self.bytes, Digest(self.hash.finalize().into()))
    }
}

impl<R: io::Read> io::Read for Summed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.hash.update(&buffer[..count]);
        self.bytes += count as u64;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use holdpoint_store::{EvidenceFile, files};

    use super::*;

    #[test]
    fn what_of_an_evidence_file_cannot_be_read_says_nothing_against_it() {
        let data = tempfile::tempdir().unwrap();
        let file = EvidenceFile { digest: Digest::of(b"evidence"), bytes: 8 };
        let census = backup::Census { tables: 1, server: Uuid::nil(), accounts: 0, kept: 0, launches: Vec::new(), evidence: vec![file] };
        let holdpoint = String::new();
        let manifest = Manifest { v: 1, holdpoint, made_at: Timestamp::UNIX_EPOCH, census, files: Vec::new(), evidence_in: None };
        let why = || {
            let mut archive = tempfile::tempfile().unwrap();
            let lost = write(&mut archive, &manifest, (data.path(), data.path())).unwrap_err().downcast::<Lost>().unwrap();
            without(data.path(), &lost)
        };
        assert!(matches!(why(), Fault::Damaged(_)), "it is missing");
        // Opened like a file, it cannot be read.
        fs::create_dir_all(data.path().join(files::name(file.digest))).unwrap();
        assert!(matches!(why(), Fault::Trouble(why) if why.contains("let this user read it")));
    }
}
